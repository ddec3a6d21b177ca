//! Emits the integer network: a second struct, and straight-line code for it.

use super::code::{Code, pattern};
use super::derives::of_integers;
use super::plain::no_destructor;
use super::spans::respan;
use super::types::ShortNames;
use crate::graph::{Graph, Node, NodeLayer, Storage, ValueId};
use crate::schedule::{Integers, NoIntegers, integers};
use crate::syntax::{Int8, Limit, Network};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;

/// The code of the integer network beside the network, and among its items.
#[derive(Default)]
pub(super) struct Written {
    pub(super) structure: TokenStream,
    pub(super) items: TokenStream,
    /// Whether the layers that have no integer form have been reported, custom layers among them.
    pub(super) are_layers_reported: bool,
}

/// Emits the integer network, or its stub; `observe` executes the network step by step.
pub(super) fn write(
    network: &Network,
    int8: &Int8,
    graph: Graph,
    short: &ShortNames<'_>,
    observe: &TokenStream,
) -> Written {
    match integers(network, graph, int8.name.span()) {
        Ok(integers) => integers.write(network, int8, short, observe),
        Err(NoIntegers { errors, are_layers_reported }) => Written {
            structure: stub(network, int8, &errors.into_tokens()),
            items: TokenStream::new(),
            are_layers_reported,
        },
    }
}

/// Emits the name of an integer network with errors as a type that contains these errors, so that the compiler reports
/// no further errors at uses of the name.
pub(super) fn stub(network: &Network, int8: &Int8, errors: &TokenStream) -> TokenStream {
    let (visibility, name) = (&network.visibility, &int8.name);
    let stub = format_ident!("__{name}");
    quote! {
        #[doc(hidden)]
        #[allow(nonstandard_style, dead_code)]
        #visibility struct #stub<const MISTAKE: usize>;
        #[allow(dead_code)]
        #visibility type #name = #stub<{ #errors }>;
    }
}

impl Code<'_> {
    /// Emits the network step by step, with an update of the range of each value.
    pub(super) fn observe(&self) -> TokenStream {
        let (batch, graph) = (&self.batch, self.graph);
        let see = |id: ValueId| {
            let value = self.observed(id, Span::call_site());
            quote!(ranges[#id].observe((#value).as_slice());)
        };
        let inputs = self.ids(|code, id| matches!(code.graph.values[id].storage, Storage::Input(_)));
        let inputs = inputs.into_iter().map(see);
        let steps = graph.nodes.iter().enumerate().map(|(index, node)| {
            let (as_layer, layer, span) = (self.as_layer(index), self.layer_of("real", index), self.span(index));
            let x = pattern(node.inputs.iter().map(|&id| self.observed(id, span)), span);
            let (names, types): (Vec<_>, Vec<_>) =
                node.outputs.iter().map(|&id| (observed_name(id), self.value_type(id))).unzip();
            let y = pattern(names.iter().map(|name| quote_spanned!(span=> &mut *#name)), span);
            let seen = node.outputs.iter().map(|&id| see(id));
            let call = quote! {
                #(let mut #names = __nn::zeroed::<#types>();)*
                #as_layer::forward::<#batch>(
                    #layer,
                    #x,
                    #y,
                    &mut *__nn::zeroed::<#as_layer::Scratch<#batch>>(),
                );
                #(#seen)*
            };
            respan(call, node.span)
        });
        quote!(#(#inputs)* #(#steps)*)
    }

    fn observed(&self, id: ValueId, span: Span) -> TokenStream {
        let value = &self.graph.values[id];
        match value.storage {
            Storage::Input(_) => self.names[id].to_token_stream(),
            Storage::View(of, proof) => {
                let shapes = [&self.graph.values[of].shape, &value.shape];
                self.inference().cast(proof, "", shapes, self.observed(of, span), span)
            }
            _ => {
                let name = observed_name(id);
                quote_spanned!(span=> &*#name)
            }
        }
    }
}

fn observed_name(id: ValueId) -> Ident {
    format_ident!("value_{id}", span = Span::mixed_site())
}

/// A name that no field has.
fn own_name(name: &str, network: &Network) -> Ident {
    let mut name = name.to_string();
    while network.fields.iter().any(|field| field.name == name) {
        name.push('_');
    }
    Ident::new(&name, Span::mixed_site())
}

impl Integers {
    fn write(self, network: &Network, int8: &Int8, short: &ShortNames<'_>, observe: &TokenStream) -> Written {
        let graph = &self.graph;
        let mut code = Code::integers(network, graph, short, &int8.name);
        code.numbers = self.field_names(&code);
        let (visibility, name, real, batch) = (&network.visibility, &int8.name, &network.name, &code.batch);
        let text = name.to_string();
        let layers = short.user.fresh(&[&format!("{name}Layers")]);
        let [taken, out] = &graph.ends();
        let counts = [graph.input_shapes.len(), graph.output_shapes.len()];
        let [inputs, outputs] = &counts;
        let values = graph.values.len();

        let nodes = || code.numbers.iter().enumerate().filter_map(|(index, name)| Some((index, name.as_ref()?)));
        let fields = nodes().map(|(index, name)| {
            let layer = code.as_layer(index);
            let ty = quote_spanned!(code.span(index)=> #layer::Int8);
            quote!(#name: #ty)
        });
        let described = nodes().map(|(index, name)| {
            let (layer, text) = (code.as_layer(index), name.unraw().to_string());
            quote! {
                __nn::int8::Int8Field {
                    name: #text,
                    offset: ::core::mem::offset_of!(#layers, #name),
                    tensors: <#layer::Int8 as __nn::int8::Int8Layer>::TENSORS,
                }
            }
        });
        let [input_field, output_field] = ["input", "output"].map(|name| own_name(name, network));
        let ends = |name: &Ident, count: usize| -> Vec<TokenStream> {
            let one = |index: usize| {
                let text = if count == 1 { name.to_string() } else { format!("{name}.{index}") };
                quote! {
                    __nn::int8::Int8Field {
                        name: #text,
                        offset: ::core::mem::offset_of!(#layers, #name)
                            + #index * ::core::mem::size_of::<__nn::int8::Scale>(),
                        tensors: <__nn::int8::Scale as __nn::int8::Int8Layer>::TENSORS,
                    }
                }
            };
            (0..count).map(one).collect()
        };
        let (first, last) = (ends(&input_field, *inputs), ends(&output_field, *outputs));
        let (set, checks) = (
            self.set(&code, [&input_field, &output_field]),
            nodes().map(|(_, name)| {
                let text = name.to_string();
                quote!(__nn::int8::Int8Layer::check(&self.0.#name).map_err(|fault| fault.at(#text))?;)
            }),
        );
        let predict = code.inference().forward();
        let (scratch_struct, scratch) = (code.scratch_struct(), &code.scratch);
        let batched = &code.batched;
        let (_, batched_ty_generics, _) = batched.split_for_impl();
        let budget = int8.budget.iter().map(|Limit { of, most }| {
            let check = format_ident!("expect_{of}");
            quote_spanned!(most.span()=> const _: () = __nn::int8::#check::<#name>(#most);)
        });
        let (x, y, x_real) = (code.input_pattern(), code.output_pattern("out"), code.input_pattern());
        let docs = format!(" [`{real}`], quantised to 8-bit integers.");
        let structure = quote! {
            #[doc = #docs]
            #[repr(transparent)]
            #visibility struct #name(<#real as __nn::int8::WithInt8>::Layers);
        };
        let plain = no_destructor(&syn::Generics::default(), name);
        let derives = of_integers(network, name);
        let dim = quote!(__nn::Dim);
        let items = quote! {
            #[repr(C)]
            pub struct #layers {
                #input_field: [__nn::int8::Scale; #inputs],
                #(#fields,)*
                #output_field: [__nn::int8::Scale; #outputs],
            }
            impl __nn::int8::WithInt8 for #real {
                type Layers = #layers;
            }
            // SAFETY: every field is plain data, which `Quantize` requires.
            unsafe impl __nn::Plain for #layers {}
            #plain
            // SAFETY: the field is plain data.
            unsafe impl __nn::Plain for #name {}
            #derives
            #scratch_struct
            #[automatically_derived]
            impl __nn::int8::Quantized for #name {
                type FloatNetwork = #real;
                type Out = #out;
                type Scratch<#batch: #dim> = #scratch #batched_ty_generics;
                const NAME: &'static str = #text;
                const FIELDS: &'static [__nn::int8::Int8Field] = &[#(#first,)* #(#described,)* #(#last),*];
                const VALUES: usize = #values;

                ::nn::__private::with_alloc! {
                    fn observe<#batch: #dim>(
                        real: &#real,
                        #x_real: <#taken as __nn::Signal>::Ref<'_, #batch, f32>,
                        ranges: &mut [__nn::int8::Range],
                    ) {
                        #observe
                    }
                }

                fn set(
                    &mut self,
                    real: &#real,
                    ranges: &[__nn::int8::Range],
                ) -> ::core::result::Result<(), __nn::int8::QuantizeError> {
                    #set
                    ::core::result::Result::Ok(())
                }

                fn input_scales(&self) -> &[__nn::int8::Scale] {
                    &self.0.#input_field
                }

                fn output_scales(&self) -> &[__nn::int8::Scale] {
                    &self.0.#output_field
                }

                fn check(&self) -> ::core::result::Result<(), __nn::int8::QuantizeError> {
                    for scale in self.0.#input_field.iter().chain(&self.0.#output_field) {
                        __nn::int8::Int8Layer::check(scale).map_err(|fault| fault.at(#text))?;
                    }
                    #(#checks)*
                    ::core::result::Result::Ok(())
                }

                fn predict<#batch: #dim>(
                    &self,
                    #x: <#taken as __nn::int8::Integers>::Read<'_, #batch>,
                    #y: <#out as __nn::int8::Integers>::Write<'_, #batch>,
                    scratch: &mut Self::Scratch<#batch>,
                ) {
                    #predict
                }
            }
            #[automatically_derived]
            impl __nn::Stored for #name {
                const TENSORS: __nn::StoredTensors =
                    __nn::StoredTensors::Int8(<#name as __nn::int8::Quantized>::FIELDS);
                const ARCHITECTURE: u64 = __nn::fingerprint::<#real>();
            }
            impl #name {
                /// The size of all stored parameters in bytes.
                #visibility const FLASH_BYTES: usize = ::core::mem::size_of::<Self>();
                /// The size of the scratch for inference of one sample, in bytes.
                #visibility const SCRATCH_BYTES: usize = ::core::mem::size_of::<#scratch<__nn::N<1>>>();
            }
            #(#budget)*
        };
        Written { structure, items, are_layers_reported: false }
    }

    /// By node: the name of the field of its integer parameters, if it has some.
    fn field_names(&self, code: &Code<'_>) -> Vec<Option<Ident>> {
        let name = |(index, node): (usize, &Node)| match &node.layer {
            _ if !self.has_numbers(node) => None,
            NodeLayer::Field(field) => Some(code.network.fields[*field].name.clone()),
            NodeLayer::Operation(_) => {
                let of = code.node_names[index].to_string();
                Some(own_name(of.trim_start_matches("of_"), code.network))
            }
        };
        self.graph.nodes.iter().enumerate().map(name).collect()
    }

    /// The expression of a value's quantisation.
    fn quantization(&self, id: ValueId) -> TokenStream {
        let id = self.range(id);
        let name = self.graph.values[id].name.trim_start_matches("r#");
        quote!(ranges[#id].quantization().map_err(|fault| fault.at(#name))?)
    }

    /// Emits the conversion of the network's parameters and the observed ranges to integer parameters.
    fn set(&self, code: &Code<'_>, ends: [&Ident; 2]) -> TokenStream {
        let [input_field, output_field] = ends;
        let scale = |id| {
            let quantization = self.quantization(id);
            quote!(__nn::int8::Scale::new(#quantization))
        };
        let inputs = (0..self.graph.input_shapes.len()).map(|index| scale(code.input(index)));
        let outputs = (0..self.graph.output_shapes.len()).map(|index| scale(self.graph.outputs[index]));
        let nodes = self.graph.nodes.iter().zip(&code.numbers).zip(&self.folded);
        let steps = nodes.enumerate().filter_map(|(index, ((node, name), folded))| {
            let name = name.as_ref()?;
            let text = name.to_string();
            let (as_layer, layer) = (code.as_layer(index), code.layer_of("real", index));
            let inputs_of_node = node.inputs.iter().map(|&id| self.quantization(id));
            let output_of_node = self.quantization(node.outputs[0]);
            let folded = match folded {
                Some(norm) => {
                    let norm = &code.network.fields[*norm].name;
                    quote!(|out| __nn::int8::Fold::channel(&real.#norm, out))
                }
                None => quote!(|_| __nn::int8::Folded::IDENTITY),
            };
            let call = quote! {
                #as_layer::quantize(#layer, #folded, &[#(#inputs_of_node),*], #output_of_node, &mut self.0.#name)
                    .map_err(|fault| fault.at(#text))?;
            };
            Some(respan(call, node.span))
        });
        quote! {
            self.0.#input_field = [#(#inputs),*];
            #(#steps)*
            self.0.#output_field = [#(#outputs),*];
        }
    }
}
