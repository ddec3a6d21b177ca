//! The network in integers: the same layers, of which some become a part of others, and straight-line code for it.

use super::*;
use crate::ast::{Int8, Limit};
use crate::error::Errors;
use crate::messages;
use std::collections::HashMap;

/// The layers that have a form in integers.
const WITH_WEIGHTS: &[&str] = &["Linear", "Conv1d", "Conv2d"];
/// Those that become a part of the layer before them.
const NORMS: &[&str] = &["BatchNorm1d", "BatchNorm2d"];
/// The operations that have one, besides dropout.
const OPERATIONS: &[&str] = &[
    "relu",
    "leaky_relu",
    "elu",
    "selu",
    "gelu",
    "gelu_tanh",
    "silu",
    "mish",
    "sigmoid",
    "hard_sigmoid",
    "tanh",
    "hard_swish",
    "softplus",
    "max_pool",
    "avg_pool",
    "global_avg_pool",
    "+",
    "*",
];

/// What stands beside the real network, and among its items.
#[derive(Default)]
pub(super) struct Written {
    pub(super) structure: TokenStream,
    pub(super) items: TokenStream,
}

/// Nothing for a network without `#[int8(..)]`.
pub(super) fn write(network: &Network, graph: Graph, input: &TokenStream) -> Written {
    let Some(int8) = &network.int8 else { return Written::default() };
    let mut errors = Errors::default();
    check(network, &graph, int8, &mut errors);
    if errors.is_empty() {
        let observe = Code::new(network, &graph, input, Elements::Real(network.element)).observe();
        let plan = Plan::new(network, graph, &mut errors);
        if errors.is_empty() {
            return plan.write(network, int8, input, &observe);
        }
    }
    let errors = errors.into_tokens();
    let stub = stub(network, &errors);
    Written { structure: quote!(#errors #stub), items: TokenStream::new() }
}

/// What has no form in integers, whatever its layers are.
fn check(network: &Network, graph: &Graph, int8: &Int8, errors: &mut Errors) {
    let span = int8.name.span();
    if network.element != Element::F32 {
        errors.at(span, messages::int8_dtype());
    }
    if !network.generics.params.is_empty() {
        errors.at(span, messages::int8_of_generic(&network.name));
    }
    for (input, shape) in network.forward.inputs.iter().zip(&graph.input_shapes) {
        if shape.indices().is_some() {
            errors.at(span, messages::int8_indices(&input.name));
        }
    }
    for (what, shapes) in [("inputs", &graph.input_shapes), ("outputs", &graph.output_shapes)] {
        if shapes.len() > 4 {
            errors.at(span, messages::int8_too_many(what, shapes.len()));
        }
    }
    if !errors.is_empty() {
        return;
    }
    let mut used = HashSet::new();
    for node in &graph.nodes {
        match node.layer {
            NodeLayer::Operation { .. } if !OPERATIONS.contains(&node.name.as_str()) && !drops(node) => {
                errors.at(node.span, messages::int8_none(&node.name));
            }
            NodeLayer::Operation { .. } => {}
            NodeLayer::Field(index) if matches!(network.fields[index].kind, FieldKind::Array(..)) => {
                errors.at(node.span, messages::int8_array(&node.name));
            }
            NodeLayer::Field(index) if !is_one_of(graph, index, WITH_WEIGHTS) && !is_one_of(graph, index, NORMS) => {
                errors.at(node.span, messages::int8_none(&node.name));
            }
            NodeLayer::Field(index) => {
                if !used.insert(index) {
                    errors.at(node.span, messages::int8_used_twice(&node.name));
                }
            }
        }
    }
}

/// The name of a network in integers with a mistake, as a type with these errors in it: the compiler says nothing more of that, whatever
/// is done with it.
pub(crate) fn stub(network: &Network, errors: &TokenStream) -> TokenStream {
    let (visibility, int8) = (&network.visibility, &network.int8);
    let int8 = int8.iter().map(|Int8 { name, .. }| {
        let stub = format_ident!("__{name}");
        quote! {
            #[doc(hidden)]
            #[allow(nonstandard_style, dead_code)]
            #visibility struct #stub<const MISTAKE: usize>;
            #[allow(dead_code)]
            #visibility type #name = #stub<{ #errors }>;
        }
    });
    quote!(#(#int8)*)
}

impl Code<'_> {
    /// The real network, step by step: each value is put into its range.
    fn observe(&self) -> TokenStream {
        let (batch, graph) = (&self.batch, self.graph);
        let see = |id: ValueId| {
            let value = self.observed(id);
            quote!(ranges[#id].see((#value).as_slice());)
        };
        let inputs = self.ids(|code, id| matches!(code.graph.values[id].place, Place::Input(_)));
        let inputs = inputs.into_iter().map(see);
        let steps = graph.nodes.iter().map(|node| {
            let (as_layer, layer) = (self.as_layer(node), self.layer_of(&quote!(real), node));
            let x = pattern(node.inputs.iter().map(|&id| self.observed(id)));
            let (names, types): (Vec<_>, Vec<_>) =
                node.outputs.iter().map(|&id| (observed_name(id), self.value_type(id))).unzip();
            let y = pattern(names.iter().map(|name| quote!(&mut *#name)));
            let seen = node.outputs.iter().map(|&id| see(id));
            let call = quote! {
                #(let mut #names = ::nn::__private::zeroed::<#types>();)*
                #as_layer::forward::<#batch>(
                    #layer,
                    #x,
                    #y,
                    &mut *::nn::__private::zeroed::<#as_layer::Scratch<#batch>>(),
                );
                #(#seen)*
            };
            respan(call, node.span)
        });
        quote!(#(#inputs)* #(#steps)*)
    }

    fn observed(&self, id: ValueId) -> TokenStream {
        let value = &self.graph.values[id];
        match value.place {
            Place::Input(_) => self.names[id].to_token_stream(),
            Place::View(of, proof) => {
                self.cast(proof, "", &self.graph.values[of].shape, &value.shape, self.observed(of))
            }
            _ => {
                let name = observed_name(id);
                quote!(&*#name)
            }
        }
    }
}

fn observed_name(id: ValueId) -> Ident {
    format_ident!("value_{id}", span = Span::mixed_site())
}

/// What a node is in integers.
enum Kind {
    /// ReLU: where the range of what it gives begins with 0, to cut off at that range is all.
    Relu,
    /// Nothing in inference.
    Nothing,
    /// A part of the layer before it.
    Norm(usize),
    /// It gives some of the numbers that it takes.
    Picks,
    /// A layer with numbers of its own.
    Layer,
}

fn kind(graph: &Graph, node: &Node) -> Kind {
    match &node.layer {
        _ if drops(node) => Kind::Nothing,
        NodeLayer::Operation { .. } if node.name == "relu" => Kind::Relu,
        NodeLayer::Operation { .. } if node.name == "max_pool" => Kind::Picks,
        NodeLayer::Field(index) if is_one_of(graph, *index, NORMS) => Kind::Norm(*index),
        _ => Kind::Layer,
    }
}

fn is_one_of(graph: &Graph, index: usize, names: &[&str]) -> bool {
    let known = graph.layers[index].as_ref().and_then(Layer::known);
    known.is_some_and(|layer| names.iter().any(|name| layer.text().split('<').next() == Some(name)))
}

/// The network without what is nothing in integers, and how its values are kept.
struct Plan {
    graph: Graph,
    /// The value whose range a value is kept in, if it is not its own.
    range_of: HashMap<ValueId, ValueId>,
    /// The batch normalisation that is a part of a node.
    folded: Vec<Option<usize>>,
    /// Whether a node only copies.
    copies: Vec<bool>,
}

impl Plan {
    fn new(network: &Network, mut graph: Graph, errors: &mut Errors) -> Plan {
        let nodes = std::mem::take(&mut graph.nodes);
        let mut plan = Plan { graph, range_of: HashMap::new(), folded: Vec::new(), copies: Vec::new() };
        for (id, value) in plan.graph.values.iter().enumerate() {
            if let Place::View(of, _) = value.place {
                plan.range_of.insert(id, of);
            }
        }
        // Values that others than the next node use in this range, too.
        let mut wide = HashSet::new();
        for node in nodes {
            let (given, gives) = (node.inputs[0], node.outputs[0]);
            let root = plan.graph.root(given);
            let value = &plan.graph.values[root];
            let is_between = matches!(value.place, Place::Workspace | Place::Input(_));
            let is_its_own = value.uses == 1 && is_between && !wide.contains(&root);
            let what = kind(&plan.graph, &node);
            let mut copies = false;
            match what {
                Kind::Relu | Kind::Nothing if is_its_own && plan.take_place(given, gives) => continue,
                Kind::Nothing => {
                    // Another one needs what it is given: it is copied.
                    plan.range_of.insert(gives, plan.range(given));
                    wide.insert(gives);
                    copies = true;
                }
                Kind::Norm(norm) => {
                    let maker = plan.graph.nodes.iter().position(|node| node.outputs.contains(&given));
                    let maker = maker.filter(|&maker| {
                        matches!(plan.graph.nodes[maker].layer, NodeLayer::Field(index)
                            if is_one_of(&plan.graph, index, WITH_WEIGHTS))
                            && plan.folded[maker].is_none()
                    });
                    match maker {
                        Some(maker) if is_its_own && plan.take_place(given, gives) => plan.folded[maker] = Some(norm),
                        _ => errors.at(node.span, messages::int8_norm(&network.fields[norm].name.to_string())),
                    }
                    continue;
                }
                Kind::Picks if is_its_own => {
                    plan.range_of.insert(plan.range(given), gives);
                }
                Kind::Picks => {
                    plan.range_of.insert(gives, plan.range(given));
                    wide.insert(gives);
                }
                Kind::Relu | Kind::Layer => {}
            }
            plan.graph.nodes.push(node);
            plan.folded.push(None);
            plan.copies.push(copies);
        }
        plan
    }

    /// The value in whose range this one is kept.
    fn range(&self, mut id: ValueId) -> ValueId {
        while let Some(&of) = self.range_of.get(&id) {
            id = of;
        }
        id
    }

    /// The maker of `given` makes what stood for `gives`, in the range of that. Not where it cannot write there.
    fn take_place(&mut self, given: ValueId, gives: ValueId) -> bool {
        let root = self.graph.root(given);
        let place = self.graph.values[gives].place.clone();
        if let Place::Output(..) = place {
            if root != given || !matches!(self.graph.values[root].place, Place::Workspace) {
                return false;
            }
            self.graph.values[root].place = place;
        }
        self.range_of.insert(self.range(given), gives);
        self.graph.values[root].uses = self.graph.values[gives].uses;
        self.graph.values[gives].place = Place::View(given, Proof::Item);
        true
    }

    fn write(self, network: &Network, int8: &Int8, input: &TokenStream, observe: &TokenStream) -> Written {
        let code = Code::new(network, &self.graph, input, Elements::Integers);
        let names = self.field_names(network, &code);
        let (visibility, name, real, batch) = (&network.visibility, &int8.name, &network.name, &code.batch);
        let text = name.to_string();
        let layers = fresh(&[&format!("{name}Layers")], input);
        let signals = [signal(self.graph.input_shapes.iter()), signal(self.graph.output_shapes.iter())];
        let [taken, out] = &signals;
        let counts = [self.graph.input_shapes.len(), self.graph.output_shapes.len()];
        let [inputs, outputs] = &counts;
        let values = self.graph.values.len();

        let nodes = || self.graph.nodes.iter().zip(&names).filter_map(|(node, name)| Some((node, name.as_ref()?)));
        let fields = nodes().map(|(node, name)| {
            let layer = code.as_layer(node);
            let ty = respan(quote!(#layer::Int8), node.span);
            quote!(#name: #ty)
        });
        let described = nodes().map(|(node, name)| {
            let (layer, text) = (code.as_layer(node), name.to_string());
            let text = text.trim_start_matches("r#");
            quote! {
                ::nn::__private::int8::Int8Field {
                    name: #text,
                    offset: ::core::mem::offset_of!(#layers, #name),
                    tensors: <#layer::Int8 as ::nn::__private::int8::Int8Layer>::TENSORS,
                }
            }
        });
        let [given, gives] = ["given", "gives"].map(|name| Self::own_name(name, network));
        let ends = |name: &Ident, count: usize| -> Vec<TokenStream> {
            let one = |index: usize| {
                let text = if count == 1 { name.to_string() } else { format!("{name}.{index}") };
                quote! {
                    ::nn::__private::int8::Int8Field {
                        name: #text,
                        offset: ::core::mem::offset_of!(#layers, #name)
                            + #index * ::core::mem::size_of::<::nn::__private::int8::Scale>(),
                        tensors: <::nn::__private::int8::Scale as ::nn::__private::int8::Int8Layer>::TENSORS,
                    }
                }
            };
            (0..count).map(one).collect()
        };
        let (first, last) = (ends(&given, *inputs), ends(&gives, *outputs));
        let (set, checks) = (
            self.set(network, &code, &names, [&given, &gives]),
            nodes().map(|(_, name)| {
                let text = name.to_string();
                quote!(::nn::__private::int8::Int8Layer::check(&self.0.#name).map_err(|fault| fault.at(#text))?;)
            }),
        );
        let predict = self.predict(&code, &names);
        let (scratch_struct, scratch) = (code.scratch_struct(), &code.scratch);
        let batched = code.batched_generics();
        let (_, batched_ty_generics, _) = batched.split_for_impl();
        let budget = int8.budget.iter().map(|Limit { of, most }| {
            let check = format_ident!("expect_{of}");
            quote_spanned!(most.span()=> const _: () = ::nn::__private::int8::#check::<#name>(#most);)
        });
        let (x, y, x_real) = (code.input_pattern(), code.output_pattern("out"), code.input_pattern());
        let docs = format!(" [`{real}`] in integers of eight bits.");
        let structure = quote! {
            #[doc = #docs]
            #[repr(transparent)]
            #visibility struct #name(<#real as ::nn::__private::int8::WithInt8>::Layers);
        };
        let plain =
            plain_alone(&syn::Generics::default(), name, std::iter::once((syn::Index::from(0).into(), &layers)));
        let dim = quote!(::nn::__private::Dim);
        let items = quote! {
            #[repr(C)]
            pub struct #layers {
                #given: [::nn::__private::int8::Scale; #inputs],
                #(#fields,)*
                #gives: [::nn::__private::int8::Scale; #outputs],
            }
            impl ::nn::__private::int8::WithInt8 for #real {
                type Layers = #layers;
            }
            // SAFETY: every field is plain data, which `Quantize` asks of them.
            unsafe impl ::nn::__private::Plain for #layers {}
            #plain
            // SAFETY: the field is plain data.
            unsafe impl ::nn::__private::Plain for #name {}
            #scratch_struct
            #[automatically_derived]
            impl ::nn::__private::int8::Quantized for #name {
                type Real = #real;
                type Out = #out;
                type Scratch<#batch: #dim> = #scratch #batched_ty_generics;
                const NAME: &'static str = #text;
                const FIELDS: &'static [::nn::__private::int8::Int8Field] = &[#(#first,)* #(#described,)* #(#last),*];
                const VALUES: usize = #values;

                ::nn::__private::with_alloc! {
                    fn observe<#batch: #dim>(
                        real: &#real,
                        #x_real: <#taken as ::nn::__private::Signal>::Ref<'_, #batch, f32>,
                        ranges: &mut [::nn::__private::int8::Range],
                    ) {
                        #observe
                    }
                }

                fn set(
                    &mut self,
                    real: &#real,
                    ranges: &[::nn::__private::int8::Range],
                ) -> ::core::result::Result<(), ::nn::__private::int8::QuantizeError> {
                    #set
                    ::core::result::Result::Ok(())
                }

                fn given(&self) -> &[::nn::__private::int8::Scale] {
                    &self.0.#given
                }

                fn gives(&self) -> &[::nn::__private::int8::Scale] {
                    &self.0.#gives
                }

                fn check(&self) -> ::core::result::Result<(), ::nn::__private::int8::QuantizeError> {
                    for scale in self.0.#given.iter().chain(&self.0.#gives) {
                        ::nn::__private::int8::Int8Layer::check(scale).map_err(|fault| fault.at(#text))?;
                    }
                    #(#checks)*
                    ::core::result::Result::Ok(())
                }

                fn predict<#batch: #dim>(
                    &self,
                    #x: <#taken as ::nn::__private::int8::Integers>::Read<'_, #batch>,
                    #y: <#out as ::nn::__private::int8::Integers>::Write<'_, #batch>,
                    scratch: &mut Self::Scratch<#batch>,
                ) {
                    #predict
                }
            }
            #[automatically_derived]
            impl ::nn::__private::Stored for #name {
                const TENSORS: ::nn::__private::StoredTensors =
                    ::nn::__private::StoredTensors::Int8(<#name as ::nn::__private::int8::Quantized>::FIELDS);
                const ARCHITECTURE: u64 = ::nn::__private::fingerprint::<#real>();
            }
            impl #name {
                /// Bytes of all numbers that are stored.
                #visibility const FLASH_BYTES: usize = ::core::mem::size_of::<Self>();
                /// Bytes that inference of one sample needs between input and output.
                #visibility const SCRATCH_BYTES: usize = ::core::mem::size_of::<#scratch<::nn::__private::N<1>>>();
            }
            #(#budget)*
        };
        Written { structure, items }
    }

    /// A name for the numbers of each node, if it has some.
    fn field_names(&self, network: &Network, code: &Code<'_>) -> Vec<Option<Ident>> {
        let name = |(index, node): (usize, &Node)| match &node.layer {
            _ if self.copies[index] || matches!(kind(&self.graph, node), Kind::Picks) => None,
            NodeLayer::Field(field) => Some(network.fields[*field].name.clone()),
            NodeLayer::Operation { .. } => {
                let of = code.node_names[index].to_string();
                Some(Self::own_name(of.trim_start_matches("of_"), network))
            }
        };
        self.graph.nodes.iter().enumerate().map(name).collect()
    }

    /// A name that no layer has.
    fn own_name(name: &str, network: &Network) -> Ident {
        let mut name = name.to_string();
        while network.fields.iter().any(|field| field.name == name) {
            name.push('_');
        }
        Ident::new(&name, Span::mixed_site())
    }

    /// How a value is kept, as an expression.
    fn quantization(&self, id: ValueId) -> TokenStream {
        let id = self.range(id);
        let name = self.graph.values[id].name.trim_start_matches("r#");
        quote!(ranges[#id].quantization().map_err(|fault| fault.at(#name))?)
    }

    /// From the real network and the ranges to all numbers.
    fn set(&self, network: &Network, code: &Code<'_>, names: &[Option<Ident>], ends: [&Ident; 2]) -> TokenStream {
        let [given, gives] = ends;
        let scale = |id| {
            let quantization = self.quantization(id);
            quote!(::nn::__private::int8::Scale::new(#quantization))
        };
        let inputs = (0..self.graph.input_shapes.len()).map(|index| scale(code.input(index)));
        let outputs = (0..self.graph.output_shapes.len()).map(|index| scale(self.graph.outputs[index]));
        let nodes = self.graph.nodes.iter().zip(names).zip(&self.folded);
        let steps = nodes.filter_map(|((node, name), folded)| {
            let name = name.as_ref()?;
            let text = name.to_string();
            let (as_layer, layer) = (code.as_layer(node), code.layer_of(&quote!(real), node));
            let given = node.inputs.iter().map(|&id| self.quantization(id));
            let gives = self.quantization(node.outputs[0]);
            let folded = match folded {
                Some(norm) => {
                    let norm = &network.fields[*norm].name;
                    quote!(|out| ::nn::__private::int8::Fold::channel(&real.#norm, out))
                }
                None => quote!(|_| ::nn::__private::int8::Folded::NOTHING),
            };
            let call = quote! {
                #as_layer::quantize(#layer, #folded, &[#(#given),*], #gives, &mut self.0.#name)
                    .map_err(|fault| fault.at(#text))?;
            };
            Some(respan(call, node.span))
        });
        quote! {
            self.0.#given = [#(#inputs),*];
            #(#steps)*
            self.0.#gives = [#(#outputs),*];
        }
    }

    fn predict(&self, code: &Code<'_>, names: &[Option<Ident>]) -> TokenStream {
        let batch = &code.batch;
        let steps = self.graph.nodes.iter().enumerate().map(|(index, node)| {
            let x = pattern(node.inputs.iter().map(|&id| code.read(id, Mode::Inference)));
            let y = pattern(node.outputs.iter().map(|&id| code.write(id, Mode::Inference)));
            if self.copies[index] {
                return quote!(::nn::__private::int8::copy(#x, #y););
            }
            let (as_layer, room) = (code.as_layer(node), code.room(index, Mode::Inference));
            let numbers = names[index].as_ref().map_or_else(|| quote!(&()), |name| quote!(&self.0.#name));
            respan(quote!(#as_layer::predict::<#batch>(#numbers, #x, #y, #room);), node.span)
        });
        let begin = code.begin(Mode::Inference);
        quote!(#begin #(#steps)*)
    }
}
