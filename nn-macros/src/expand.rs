//! From the graph to code: plain data, and straight-line forward and backward passes.

use crate::ast::{Element, FieldKind, Network};
use crate::graph::{Graph, Node, NodeLayer, Place, Proof, ValueId, signal};
use crate::layers::Layer;
use crate::shape::Shape;
use crate::table;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use std::collections::HashSet;
use syn::parse_quote;
use syn::spanned::Spanned;

impl ToTokens for Element {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Element::F32 => quote!(f32),
            Element::F64 => quote!(f64),
        });
    }
}

/// The whole code of a network.
pub(crate) fn network(network: &Network, graph: &Graph, input: &TokenStream) -> TokenStream {
    let code = Code::new(network, graph, input);
    let (structure, data, layer, constants) = (code.structure(), code.plain_data(), code.layer(), code.network());
    let (methods, checks) = (code.methods(), &graph.checks);
    let aliases = code.aliases();
    quote! {
        #structure
        #[allow(dead_code, nonstandard_style, unused_mut, unused_variables, clippy::all)]
        const _: () = {
            #aliases
            #(#checks)*
            #data
            #layer
            #constants
            #methods
        };
    }
}

/// The type of a field in the struct: the layer, or an array of it.
pub(crate) fn field_type(network: &Network, layers: &[Option<Layer>], index: usize) -> Option<TokenStream> {
    Some(repeated(network, index, layers[index].as_ref()?.tokens(network.element)))
}

fn repeated(network: &Network, index: usize, layer: TokenStream) -> TokenStream {
    match network.fields[index].kind {
        FieldKind::One(_) => layer,
        FieldKind::Array(_, count) => quote!([#layer; #count]),
    }
}

/// A name that stands nowhere in the user's code.
pub(crate) fn fresh(candidates: &[&str], input: &TokenStream) -> Ident {
    fn idents(tokens: TokenStream, seen: &mut HashSet<String>) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    seen.insert(ident.to_string());
                }
                TokenTree::Group(group) => idents(group.stream(), seen),
                _ => {}
            }
        }
    }
    let mut seen = HashSet::new();
    idents(input.clone(), &mut seen);
    let mut name = candidates.iter().find(|&&name| !seen.contains(name)).unwrap_or(&candidates[0]).to_string();
    while seen.contains(&name) {
        name.push('_');
    }
    Ident::new(&name, Span::call_site())
}

/// Which of the two forward passes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Inference,
    Training,
}

struct Code<'a> {
    network: &'a Network,
    graph: &'a Graph,
    element: Element,
    /// The generic parameter for the batch.
    batch: Ident,
    /// The generic parameter for the random generator.
    rng: Ident,
    /// A name for each value that is stored or given, and its gradient; by value.
    names: Vec<Ident>,
    /// A name for what each node keeps; by node.
    node_names: Vec<Ident>,
    /// The type of each field, layers of the user's own by their aliases.
    field_types: Vec<TokenStream>,
    saved: Ident,
    scratch: Ident,
}

impl<'a> Code<'a> {
    fn new(network: &'a Network, graph: &'a Graph, input: &TokenStream) -> Self {
        let mut taken: HashSet<String> =
            ["out", "dout", "saved", "scratch", "grad", "adds", "context", "self", "marker"].map(String::from).into();
        taken
            .extend((0..graph.output_shapes.len()).flat_map(|index| [format!("out_{index}"), format!("dout_{index}")]));
        let mut unique = |name: &str, span: Span| {
            let base = match name.trim_start_matches("r#") {
                "+" => "sum",
                base => base,
            };
            let mut candidate = base.to_string();
            let mut number = 1;
            // A keyword is not a name without its `r#`, so it gets a number, too.
            while name.starts_with("r#") && number == 1
                || taken.contains(&candidate)
                || taken.contains(&format!("d_{candidate}"))
            {
                number += 1;
                candidate = format!("{base}_{number}");
            }
            taken.insert(candidate.clone());
            taken.insert(format!("d_{candidate}"));
            Ident::new(&candidate, Span::mixed_site().located_at(span))
        };
        let names = graph.values.iter().map(|value| unique(&value.name, value.span)).collect();
        let node_names =
            graph.nodes.iter().map(|node| unique(&format!("of_{}", operand(&node.name)), node.span)).collect();
        let field_types = (0..network.fields.len())
            .map(|index| {
                let layer = graph.layers[index].as_ref().map(|layer| match layer {
                    Layer::Custom(ty) => ty.alias(),
                    known => known.tokens(network.element),
                });
                repeated(network, index, layer.unwrap_or_default())
            })
            .collect();
        Code {
            network,
            graph,
            element: network.element,
            batch: fresh(&["B", "Batch", "BatchSize"], input),
            rng: fresh(&["R", "Random"], input),
            names,
            node_names,
            field_types,
            saved: fresh(&[&format!("{}Saved", network.name)], input),
            scratch: fresh(&[&format!("{}Scratch", network.name)], input),
        }
    }

    fn structure(&self) -> TokenStream {
        let Network { attributes, visibility, name, generics, fields, .. } = self.network;
        let bounded = self.generics();
        let where_clause = &bounded.where_clause;
        let docs = table::docs(self.network, self.graph);
        let fields = fields.iter().enumerate().map(|(index, field)| {
            let (attributes, visibility, name) = (&field.attributes, &field.visibility, &field.name);
            let ty = field_type(self.network, &self.graph.layers, index);
            quote!(#(#attributes)* #visibility #name: #ty)
        });
        // The user's own docs come first, then the table.
        quote! {
            #(#attributes)*
            #docs
            #[repr(C)]
            #visibility struct #name #generics #where_clause {
                #(#fields,)*
            }
        }
    }

    /// A name for each layer of the user's own: a type that does not exist is one error, where the user names it.
    fn aliases(&self) -> TokenStream {
        let customs = self.graph.layers.iter().flatten().filter_map(|layer| match layer {
            Layer::Custom(custom) => Some(custom.declaration()),
            _ => None,
        });
        quote!(#(#customs)*)
    }

    /// The user's generics with the bounds that shapes need.
    fn generics(&self) -> syn::Generics {
        let mut generics = self.network.generics.clone();
        if !self.graph.bounds.is_empty() {
            let clause = generics.make_where_clause();
            clause
                .predicates
                .extend(self.graph.bounds.iter().map(|bound| -> syn::WherePredicate { parse_quote!(#bound) }));
        }
        generics
    }

    /// The same with the batch, which can only come behind parameters without defaults.
    fn batched_generics(&self) -> syn::Generics {
        let mut generics = self.generics();
        for parameter in generics.type_params_mut() {
            parameter.default = None;
        }
        for parameter in generics.const_params_mut() {
            parameter.default = None;
        }
        let batch = &self.batch;
        generics.params.push(parse_quote!(#batch: ::nn::__private::Dim));
        generics
    }

    fn plain_data(&self) -> TokenStream {
        let (name, element, random) = (&self.network.name, self.element, &self.rng);
        let generics = self.generics();
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let layout = self.network.fields.iter().zip(&self.field_types).map(|(field, ty)| {
            let ident = &field.name;
            let text = ident.to_string();
            let text = text.trim_start_matches("r#");
            let layout = respan(quote!(<#ty as ::nn::__private::Parameters<#element>>::LAYOUT), ident.span());
            quote! {
                ::nn::__private::Field {
                    name: #text,
                    offset: ::core::mem::offset_of!(Self, #ident) / ::core::mem::size_of::<#element>(),
                    layout: &#layout,
                }
            }
        });
        let init = self.network.fields.iter().enumerate().map(|(index, field)| {
            let ident = &field.name;
            let Some(init) = self.graph.layers[index].as_ref().and_then(Layer::init) else {
                return respan(quote!(::nn::__private::Init::init(&mut self.#ident, rng);), ident.span());
            };
            let call = match &field.kind {
                FieldKind::One(_) => quote!(self.#ident.init_with(&#init, rng);),
                FieldKind::Array(..) => quote!(self.#ident.iter_mut().for_each(|layer| layer.init_with(&#init, rng));),
            };
            respan(call, init.span())
        });
        quote! {
            // SAFETY: every field is plain data, which `Parameters` below asks of them.
            #[automatically_derived]
            unsafe impl #impl_generics ::nn::__private::Zeroable for #name #ty_generics #where_clause {}
            // SAFETY: as above.
            #[automatically_derived]
            unsafe impl #impl_generics ::nn::__private::Plain for #name #ty_generics #where_clause {}
            // SAFETY: every field is numbers of this type and nothing else, in the order of declaration.
            #[automatically_derived]
            unsafe impl #impl_generics ::nn::__private::Parameters<#element> for #name #ty_generics #where_clause {
                const LAYOUT: ::nn::__private::Layout = ::nn::__private::Layout::Fields(&[#(#layout),*]);
            }
            #[automatically_derived]
            impl #impl_generics ::nn::__private::Init for #name #ty_generics #where_clause {
                fn init<#random: ::nn::__private::Rng + ?::core::marker::Sized>(&mut self, rng: &mut #random) {
                    #(#init)*
                }
            }
        }
    }

    /// The type of the place of a value, standing where the value was made.
    fn value_type(&self, id: ValueId) -> TokenStream {
        let value = &self.graph.values[id];
        respan(self.place_type(&value.shape), value.span)
    }

    fn place_type(&self, shape: &Shape) -> TokenStream {
        let (batch, element) = (&self.batch, self.element);
        match shape {
            Shape::Known(dims) => quote!(::nn::__private::Tensor<(#batch, #(#dims,)*), #element>),
            Shape::Opaque(ty) => quote!(<#ty as ::nn::__private::Signal>::Owned<#batch, #element>),
        }
    }

    /// The layer of a node as a type.
    fn layer_type(&self, node: &Node) -> TokenStream {
        match &node.layer {
            NodeLayer::Field(index) => self.field_types[*index].clone(),
            NodeLayer::Operation(ty) => ty.clone(),
        }
    }

    /// The layer of a node as an implementation of `Layer`. Every token stands at the user's call, so that a bound that
    /// does not hold is one error there, however often the code names it.
    fn as_layer(&self, node: &Node) -> TokenStream {
        let (ty, signal, element) = (self.layer_type(node), self.graph.signal(&node.inputs), self.element);
        respan(quote!(<#ty as ::nn::__private::Layer<#signal, #element>>), node.span)
    }

    /// Whether a node needs room of its own: the layers that the macro knows do not.
    fn needs_room(&self, node: &Node) -> bool {
        match &node.layer {
            NodeLayer::Operation(_) => false,
            NodeLayer::Field(index) => {
                matches!(self.network.fields[*index].kind, FieldKind::Array(..))
                    || matches!(self.graph.layers[*index], Some(Layer::Custom(_)))
            }
        }
    }

    fn gradient_name(&self, id: ValueId) -> Ident {
        format_ident!("d_{}", self.names[id])
    }

    fn is_stored(&self, id: ValueId) -> bool {
        matches!(self.graph.values[id].place, Place::Workspace)
    }

    /// Whether a value's gradient has a place in the workspace: not for inputs, views, and outputs that nothing reads.
    fn has_gradient(&self, id: ValueId) -> bool {
        let value = &self.graph.values[id];
        match value.place {
            Place::Workspace => true,
            Place::Output(..) => value.uses > 0,
            Place::Input(_) | Place::View(..) => false,
        }
    }

    fn ids(&self, keep: impl Fn(&Self, ValueId) -> bool) -> Vec<ValueId> {
        (0..self.graph.values.len()).filter(|&id| keep(self, id)).collect()
    }

    /// The two structs with the values between input and output.
    fn workspaces(&self) -> TokenStream {
        let generics = self.batched_generics();
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let (saved, scratch, batch) = (&self.saved, &self.scratch, &self.batch);
        let values: Vec<_> = self
            .ids(Self::is_stored)
            .into_iter()
            .map(|id| {
                let (name, ty) = (&self.names[id], self.value_type(id));
                quote!(#name: #ty)
            })
            .collect();
        let gradients = self.ids(Self::has_gradient).into_iter().map(|id| {
            let (name, ty) = (self.gradient_name(id), self.value_type(id));
            quote!(#name: #ty)
        });
        let room = |what: TokenStream| -> Vec<TokenStream> {
            let nodes = self.graph.nodes.iter().zip(&self.node_names).filter(|(node, _)| self.needs_room(node));
            nodes
                .map(|(node, name)| {
                    let layer = self.as_layer(node);
                    let ty = respan(quote!(#layer::#what<#batch>), node.span);
                    quote!(#name: #ty)
                })
                .collect()
        };
        let (saved_rooms, scratch_rooms) = (room(quote!(Saved)), room(quote!(Scratch)));
        let params = generics.params.iter().filter_map(|parameter| match parameter {
            syn::GenericParam::Type(parameter) => Some(&parameter.ident),
            _ => None,
        });
        let marker = quote!(marker: ::core::marker::PhantomData<(#(#params,)*)>);
        let plain = |name: &Ident| {
            quote! {
                // SAFETY: every field is plain data by its own type.
                unsafe impl #impl_generics ::nn::__private::Zeroable for #name #ty_generics #where_clause {}
                // SAFETY: as above.
                unsafe impl #impl_generics ::nn::__private::Plain for #name #ty_generics #where_clause {}
            }
        };
        let (plain_saved, plain_scratch) = (plain(saved), plain(scratch));
        quote! {
            /// What the backward pass needs, and the gradients of the values between.
            #[repr(C)]
            pub struct #saved #generics #where_clause {
                #(#values,)*
                #(#gradients,)*
                #(#saved_rooms,)*
                #marker,
            }
            #plain_saved

            /// The values between input and output.
            #[repr(C)]
            pub struct #scratch #generics #where_clause {
                #(#values,)*
                #(#scratch_rooms,)*
                #marker,
            }
            #plain_scratch
        }
    }

    fn layer(&self) -> TokenStream {
        let (name, element, batch) = (&self.network.name, self.element, &self.batch);
        let generics = self.generics();
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let batched = self.batched_generics();
        let (_, batched_ty_generics, _) = batched.split_for_impl();
        let (saved, scratch) = (&self.saved, &self.scratch);
        let workspaces = self.workspaces();
        let input = signal(self.graph.input_shapes.iter());
        let output = signal(self.graph.output_shapes.iter());
        let macs = self.graph.nodes.iter().map(|node| {
            let layer = self.as_layer(node);
            quote_spanned!(node.span=> + #layer::MACS)
        });
        let (x, y) = (self.input_pattern(), self.output_pattern("out"));
        let (y_read, dy) = (self.output_pattern("out"), self.output_pattern("dout"));
        let dx = self.input_gradient_pattern();
        let inference = self.forward(Mode::Inference);
        let training = self.forward(Mode::Training);
        let backward = self.backward();
        let read = |signal: &TokenStream| quote!(<#signal as ::nn::__private::Signal>::Ref<'_, #batch, #element>);
        let write = |signal: &TokenStream| quote!(<#signal as ::nn::__private::Signal>::Mut<'_, #batch, #element>);
        let (input_ref, output_ref, output_mut) = (read(&input), read(&output), write(&output));
        quote! {
                #workspaces

                #[automatically_derived]
                impl #impl_generics ::nn::__private::Layer<#input, #element> for #name #ty_generics #where_clause {
                    type Out = #output;
                    type Saved<#batch: ::nn::__private::Dim> = #saved #batched_ty_generics;
                    type Scratch<#batch: ::nn::__private::Dim> = #scratch #batched_ty_generics;
                    const MACS: usize = 0 #(#macs)*;

                    fn forward<#batch: ::nn::__private::Dim>(
                        &self,
                        #x: #input_ref,
                        #y: #output_mut,
                        scratch: &mut Self::Scratch<#batch>,
                    ) {
                        #inference
                    }

                    fn forward_train<#batch: ::nn::__private::Dim>(
                        &self,
                        #x: #input_ref,
                        #y: #output_mut,
                        saved: &mut Self::Saved<#batch>,
                        context: ::nn::__private::Context,
                    ) {
                        #training
                    }

                    fn backward<#batch: ::nn::__private::Dim>(
                        &self,
                        #x: #input_ref,
                        #y_read: #output_ref,
                        saved: &mut Self::Saved<#batch>,
                        #dy: #output_ref,
                        #dx: <#input as ::nn::__private::Signal>::Grad<'_, #batch, #element>,
                        grad: ::nn::__private::Gradient<'_, Self>,
                        context: ::nn::__private::Context,
                    ) {
                        #backward
                    }
                }
        }
    }

    /// The inputs as a parameter: a name, or a tuple of names.
    fn input_pattern(&self) -> TokenStream {
        pattern(
            self.graph
                .input_shapes
                .iter()
                .enumerate()
                .map(|(index, _)| self.names[self.input(index)].to_token_stream()),
        )
    }

    fn input(&self, index: usize) -> ValueId {
        self.ids(|code, id| matches!(code.graph.values[id].place, Place::Input(input) if input == index))[0]
    }

    fn input_gradient_pattern(&self) -> TokenStream {
        pattern((0..self.graph.input_shapes.len()).map(|index| {
            let name = self.gradient_name(self.input(index));
            quote!(mut #name)
        }))
    }

    fn output_name(&self, base: &str, index: usize) -> Ident {
        match self.graph.output_shapes.len() {
            1 => Ident::new(base, Span::mixed_site()),
            _ => format_ident!("{base}_{index}", span = Span::mixed_site()),
        }
    }

    fn output_pattern(&self, base: &str) -> TokenStream {
        pattern((0..self.graph.output_shapes.len()).map(|index| self.output_name(base, index).to_token_stream()))
    }

    /// Takes the workspace apart into one name for each of its parts.
    fn take_apart(&self, mode: Mode, backward: bool) -> TokenStream {
        let (ty, from) = match mode {
            Mode::Inference => (&self.scratch, quote!(scratch)),
            Mode::Training => (&self.saved, quote!(saved)),
        };
        let values = self.ids(Self::is_stored).into_iter().map(|id| self.names[id].clone());
        let gradients = self.ids(Self::has_gradient).into_iter().map(|id| self.gradient_name(id));
        let gradients: Vec<_> = if backward { gradients.collect() } else { Vec::new() };
        let nodes = self.graph.nodes.iter().zip(&self.node_names);
        let rooms = nodes.filter(|(node, _)| self.needs_room(node)).map(|(_, name)| name.clone());
        let parts: Vec<_> = values.chain(gradients).chain(rooms).collect();
        if parts.is_empty() { TokenStream::new() } else { quote!(let #ty { #(#parts,)* .. } = #from;) }
    }

    fn cast(&self, proof: Proof, kind: &str, from: &Shape, to: &Shape, value: TokenStream) -> TokenStream {
        let (batch, element) = (&self.batch, self.element);
        let function = match proof {
            Proof::Count => format_ident!("reshape{kind}"),
            Proof::Item => format_ident!("same_shape{kind}"),
        };
        quote!(::nn::__private::#function::<#from, #to, #batch, #element>(#value))
    }

    /// A value to read, as an expression.
    fn read(&self, id: ValueId) -> TokenStream {
        let value = &self.graph.values[id];
        match &value.place {
            Place::View(of, proof) => {
                self.cast(*proof, "", &self.graph.values[*of].shape, &value.shape, self.read(*of))
            }
            _ => self.names[id].to_token_stream(),
        }
    }

    /// What is behind a name of an output's, in the clothes of the value itself.
    fn output_as_value(&self, id: ValueId, kind: &str, expression: TokenStream) -> TokenStream {
        let value = &self.graph.values[id];
        match &value.place {
            Place::Output(_, Some(declared)) => self.cast(Proof::Item, kind, declared, &value.shape, expression),
            _ => expression,
        }
    }

    /// The place of a value to write, as an expression.
    fn write(&self, id: ValueId) -> TokenStream {
        match self.graph.values[id].place {
            Place::Output(index, _) => {
                let name = self.output_name("out", index);
                self.output_as_value(id, "_mut", quote!(&mut *#name))
            }
            _ => {
                let name = &self.names[id];
                quote!(&mut *#name)
            }
        }
    }

    /// From now on the value is only read.
    fn reread(&self, id: ValueId) -> TokenStream {
        let name = &self.names[id];
        let value = match self.graph.values[id].place {
            Place::Output(index, _) => {
                let out = self.output_name("out", index);
                self.output_as_value(id, "", quote!(&*#out))
            }
            _ => quote!(&*#name),
        };
        quote!(let #name = #value;)
    }

    fn layer_value(&self, node: &Node) -> TokenStream {
        match &node.layer {
            NodeLayer::Field(index) => {
                let name = &self.network.fields[*index].name;
                quote!(&self.#name)
            }
            NodeLayer::Operation(ty) => quote!(&#ty),
        }
    }

    fn room(&self, index: usize) -> TokenStream {
        let name = &self.node_names[index];
        if self.needs_room(&self.graph.nodes[index]) { name.to_token_stream() } else { quote!(&mut ()) }
    }

    fn forward(&self, mode: Mode) -> TokenStream {
        let batch = &self.batch;
        let start = self.take_apart(mode, false);
        let steps = self.graph.nodes.iter().enumerate().map(|(index, node)| {
            let as_layer = self.as_layer(node);
            let (layer, room) = (self.layer_value(node), self.room(index));
            let x = pattern(node.inputs.iter().map(|&id| self.read(id)));
            let y = pattern(node.outputs.iter().map(|&id| self.write(id)));
            let reread = node.outputs.iter().filter(|&&id| self.graph.values[id].uses > 0).map(|&id| self.reread(id));
            let call = match mode {
                Mode::Inference => quote!(#as_layer::forward::<#batch>(#layer, #x, #y, #room);),
                Mode::Training => {
                    let context = context(index);
                    quote!(#as_layer::forward_train::<#batch>(#layer, #x, #y, #room, #context);)
                }
            };
            respan(quote!(#call #(#reread)*), node.span)
        });
        quote!(#start #(#steps)*)
    }

    fn backward(&self) -> TokenStream {
        let (batch, element) = (&self.batch, self.element);
        let start = self.take_apart(Mode::Training, true);
        let reread = self.graph.values.iter().enumerate().filter_map(|(id, value)| match value.place {
            Place::Workspace | Place::Output(..) => Some(respan(self.reread(id), value.span)),
            _ => None,
        });
        // Which gradients are there already, so that the next one adds to them.
        let mut written = HashSet::new();
        let mut beginnings = Vec::new();
        for (id, value) in self.graph.values.iter().enumerate() {
            let place = self.gradient_name(id);
            match value.place {
                Place::Output(index, _) if value.uses > 0 => {
                    let shape = &value.shape;
                    let dy = self.output_as_value(id, "", self.output_name("dout", index).to_token_stream());
                    beginnings.push(
                        quote!(<#shape as ::nn::__private::Signal>::copy::<#batch, #element>(#dy, &mut *#place);),
                    );
                    written.insert(id);
                }
                Place::Workspace if value.uses == 0 => {
                    beginnings.push(quote!(::nn::__private::Gradient::set(&mut *#place).write_nothing::<#element>();));
                }
                Place::Input(_) if value.uses == 0 => {
                    beginnings.push(quote! {
                        if let ::core::option::Option::Some(gradient) = #place {
                            gradient.write_nothing::<#element>();
                        }
                    });
                }
                _ => {}
            }
        }
        let mut used_fields = HashSet::new();
        let mut steps = Vec::new();
        for (index, node) in self.graph.nodes.iter().enumerate().rev() {
            let as_layer = self.as_layer(node);
            let (layer, room, context) = (self.layer_value(node), self.room(index), context(index));
            let x = pattern(node.inputs.iter().map(|&id| self.read(id)));
            let y = pattern(node.outputs.iter().map(|&id| self.names[id].to_token_stream()));
            let dy = pattern(node.outputs.iter().map(|&id| self.read_gradient(id)));
            let dx = pattern(node.inputs.iter().map(|&id| self.gradient_place(id, &mut written)));
            let grad = match &node.layer {
                NodeLayer::Operation(ty) => quote!(::nn::__private::Gradient::set(&mut #ty)),
                NodeLayer::Field(field) => {
                    let name = &self.network.fields[*field].name;
                    if used_fields.insert(*field) {
                        quote!(::nn::__private::Gradient::new(&mut grad.#name, adds))
                    } else {
                        quote!(::nn::__private::Gradient::add(&mut grad.#name))
                    }
                }
            };
            let call = quote!(#as_layer::backward::<#batch>(#layer, #x, #y, #room, #dy, #dx, #grad, #context););
            steps.push(respan(call, node.span));
        }
        quote! {
            #start
            #(#reread)*
            let adds = grad.adds();
            let grad = grad.into_inner();
            #(#beginnings)*
            #(#steps)*
        }
    }

    /// The gradient of a node's output, to read.
    fn read_gradient(&self, id: ValueId) -> TokenStream {
        match self.graph.values[id].place {
            Place::Output(index, _) if !self.has_gradient(id) => {
                self.output_as_value(id, "", self.output_name("dout", index).to_token_stream())
            }
            _ => {
                let name = self.gradient_name(id);
                quote!(&*#name)
            }
        }
    }

    /// The place of the gradient of a node's input: set by the first that reaches it, added to by the others.
    fn gradient_place(&self, id: ValueId, written: &mut HashSet<ValueId>) -> TokenStream {
        let (batch, element) = (&self.batch, self.element);
        let value = &self.graph.values[id];
        let (name, shape) = (self.gradient_name(id), &value.shape);
        match &value.place {
            Place::View(of, proof) => {
                let place = self.gradient_place(*of, written);
                self.cast(*proof, "_gradient", &self.graph.values[*of].shape, shape, place)
            }
            Place::Input(_) => {
                let signal = quote!(<#shape as ::nn::__private::Signal>);
                let place = quote!(#signal::reborrow_grad::<#batch, #element>(&mut #name));
                if written.insert(id) { place } else { quote!(#signal::adding::<#batch, #element>(#place)) }
            }
            _ => {
                let how = if written.insert(id) { quote!(set) } else { quote!(add) };
                quote!(::core::option::Option::Some(::nn::__private::Gradient::#how(&mut *#name)))
            }
        }
    }

    fn network(&self) -> TokenStream {
        let (name, element) = (&self.network.name, self.element);
        let generics = self.generics();
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let input = signal(self.graph.input_shapes.iter());
        let text = name.to_string();
        let mut used = HashSet::new();
        let rows = self.graph.nodes.iter().map(|node| {
            let layer = self.as_layer(node);
            let row_name = &node.name;
            let kind = table::kind(self.network, self.graph, node);
            let parameters = match &node.layer {
                NodeLayer::Field(index) if used.insert(*index) => {
                    let ty = &self.field_types[*index];
                    quote!(<#ty as ::nn::__private::Parameters<#element>>::LAYOUT.learned())
                }
                _ => quote!(0),
            };
            quote_spanned! {node.span=>
                ::nn::__private::Row {
                    name: #row_name,
                    kind: #kind,
                    out: <#layer::Out as ::nn::__private::Signal>::DIMS,
                    parameters: #parameters,
                    macs: #layer::MACS,
                }
            }
        });
        quote! {
            #[automatically_derived]
            impl #impl_generics ::nn::__private::Network for #name #ty_generics #where_clause {
                type Elem = #element;
                type In = #input;
                const NAME: &'static str = #text;
                const ROWS: &'static [::nn::__private::Row] = &[#(#rows),*];
            }
        }
    }

    fn methods(&self) -> TokenStream {
        let (name, element, batch) = (&self.network.name, self.element, &self.batch);
        let visibility = &self.network.visibility;
        let generics = self.generics();
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
        let input = signal(self.graph.input_shapes.iter());
        let output = signal(self.graph.output_shapes.iter());
        let owned = match self.graph.output_shapes.as_slice() {
            [one] => self.place_type(one),
            _ => quote!(<#output as ::nn::__private::Signal>::Owned<#batch, #element>),
        };
        let (idents, types): (Vec<_>, Vec<_>) = self
            .network
            .forward
            .inputs
            .iter()
            .zip(&self.graph.input_shapes)
            .map(|(input, shape)| (&input.name, self.place_type(shape)))
            .unzip();
        let arguments = pattern(idents.iter().map(|ident| ident.to_token_stream()));
        let attributes = &self.network.forward.attributes;
        let docs = if attributes.iter().any(|attribute| attribute.path().is_ident("doc")) {
            TokenStream::new()
        } else {
            let text = " The output for a batch of any size, on the heap.";
            quote!(#[doc = #text])
        };
        let forward = Ident::new("forward", self.network.forward.span);
        let layer = quote!(<Self as ::nn::__private::Layer<#input, #element>>);
        quote! {
            impl #impl_generics #name #ty_generics #where_clause {
                /// Learned numbers.
                #visibility const PARAMETERS: usize = <Self as ::nn::__private::Parameters<#element>>::LAYOUT.learned();
                /// Multiply-accumulates of one sample in inference.
                #visibility const MACS: usize = #layer::MACS;
                /// Bytes of all numbers that are stored.
                #visibility const PARAMETER_BYTES: usize = ::core::mem::size_of::<Self>();
                /// Bytes of a gradient.
                #visibility const GRADIENT_BYTES: usize = ::core::mem::size_of::<Self>();
                /// Bytes that inference of one sample needs between input and output.
                #visibility const SCRATCH_BYTES: usize =
                    ::core::mem::size_of::<#layer::Scratch<::nn::__private::N<1>>>();
            }
            ::nn::__private::with_alloc! {
                impl #impl_generics #name #ty_generics #where_clause {
                    #(#attributes)*
                    #docs
                    #visibility fn #forward<#batch: ::nn::__private::Dim>(
                        &self,
                        #(#idents: &#types),*
                    ) -> ::nn::__private::Box<#owned> {
                        ::nn::__private::infer::<Self, #batch>(self, #arguments)
                    }
                }
            }
        }
    }
}

/// The same tokens at another place. What stands in a group without delimiters is the user's own and stays where it is.
pub(crate) fn respan(tokens: TokenStream, span: Span) -> TokenStream {
    let at = |mut token: TokenTree| {
        if let TokenTree::Group(group) = &token {
            if group.delimiter() == proc_macro2::Delimiter::None {
                return token;
            }
            token = proc_macro2::Group::new(group.delimiter(), respan(group.stream(), span)).into();
        }
        token.set_span(span.resolved_at(token.span()));
        token
    };
    tokens.into_iter().map(at).collect()
}

/// One thing as it is, several as a tuple.
fn pattern(parts: impl ExactSizeIterator<Item = TokenStream>) -> TokenStream {
    if parts.len() == 1 { quote!(#(#parts)*) } else { quote!((#(#parts),*)) }
}

fn context(index: usize) -> TokenStream {
    let index = proc_macro2::Literal::u64_unsuffixed(index as u64);
    quote!(context.layer(#index))
}

/// The name of an operation as part of an identifier.
fn operand(name: &str) -> &str {
    match name.trim_start_matches("r#") {
        "+" => "sum",
        name => name,
    }
}
