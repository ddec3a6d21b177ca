//! Checks of the network's generic parameters, which are sizes or layers: each has a bound that fits its use, and the
//! struct depends on it.

use super::nodes::{Graph, NodeLayer};
use crate::catalogue::Layer;
use crate::diagnostics::{Errors, Spanned, messages};
use crate::shape::{Dim, Shape, Signal};
use crate::syntax::{Element, Network, compact, mentions};
use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::{GenericParam, PathSegment, TypeParam, TypeParamBound, WherePredicate};

/// Traits and types that are no bound of a size. A trait of the user may require `Dim`.
const NOT_OF_SIZES: &[&str] = &[
    "Any",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Display",
    "Eq",
    "Float",
    "From",
    "Hash",
    "Init",
    "Into",
    "Layer",
    "Network",
    "Ord",
    "Parameters",
    "PartialEq",
    "PartialOrd",
    "Send",
    "Sized",
    "Sync",
    "Unpin",
    "f32",
    "f64",
    "i8",
    "i16",
    "i32",
    "i64",
    "i128",
    "isize",
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
    "usize",
];

/// How the network uses a type parameter.
#[derive(Clone, Copy)]
enum Role {
    Size,
    /// The layer of the field with this index.
    Layer(usize),
    /// A part of a custom layer's type, or nothing.
    Other,
}

/// Reports parameters that no network can have, and those that nothing depends on; returns whether there are any.
pub(crate) fn report_parameters(network: &Network, graph: &Graph, errors: &mut Errors) -> bool {
    let parameters = Parameters { network, graph };
    let mut messages: Vec<_> =
        network.generics.params.iter().filter_map(|parameter| parameters.misfit(parameter)).collect();
    if messages.is_empty() && errors.is_empty() {
        messages.extend(network.generics.type_params().filter_map(|parameter| parameters.unused(parameter)));
    }
    let any = !messages.is_empty();
    messages.into_iter().for_each(|(span, message)| errors.at(span, message));
    any
}

/// The parameters that are sizes, and bounded by traits that may not require `Dim`.
pub(crate) fn sizes_of_own_traits(network: &Network, graph: &Graph) -> Vec<Ident> {
    let parameters = Parameters { network, graph };
    let is_of_own_trait = |of: &&TypeParam| {
        let bounds = parameters.bounds(of);
        let mut paths = bounds.iter().filter_map(|bound| trait_path(bound)).filter_map(|path| path.segments.last());
        matches!(parameters.role(&of.ident), Role::Size) && !bounds.is_empty() && paths.all(|last| last.ident != "Dim")
    };
    network.generics.type_params().filter(is_of_own_trait).map(|of| of.ident.clone()).collect()
}

struct Parameters<'a> {
    network: &'a Network,
    graph: &'a Graph,
}

impl Parameters<'_> {
    /// The error for a parameter of a wrong kind, or with bounds that do not fit its use.
    fn misfit(&self, parameter: &GenericParam) -> Option<(Span, String)> {
        let header = || self.header(|_| true);
        match parameter {
            GenericParam::Lifetime(of) => {
                Some((of.lifetime.span(), messages::lifetime_of_network(&of.lifetime, header())))
            }
            // One that is a size is reported before the walk.
            GenericParam::Const(_) => None,
            GenericParam::Type(of) => {
                let (name, bounds) = (&of.ident, self.bounds(of));
                let role = self.role(name);
                let wrong = self.wrong_bound(role, &bounds)?;
                let help = match role {
                    Role::Layer(field) if self.layer_bounds(field).is_none() => messages::help_bound_layer(name),
                    _ => messages::help_header(header()),
                };
                let text = match (role, wrong) {
                    (_, None) => messages::unbounded(name, help),
                    (Role::Layer(_), Some(wrong)) if is_of_layer(wrong) => messages::layer_of_no_input(name, help),
                    (Role::Layer(_), Some(_)) => messages::not_a_layer_bound(name, words(&bounds), help),
                    (_, Some(_)) => messages::not_a_size_bound(name, words(&bounds), help),
                };
                Some((wrong.map_or(name.span(), Spanned::span), text))
            }
        }
    }

    /// Returns the bound to report if the bounds do not fit this use of a parameter: `Some(None)` if there are none.
    fn wrong_bound<'a>(&self, role: Role, bounds: &[&'a TypeParamBound]) -> Option<Option<&'a PathSegment>> {
        let paths = bounds.iter().filter_map(|bound| trait_path(bound)).filter_map(|path| path.segments.last());
        let (all, mut others) = (paths.clone(), paths.clone().filter(|last| !is_listed(last)));
        match role {
            _ if bounds.is_empty() => Some(None),
            Role::Layer(_) => {
                let mut of_layer = all.clone().filter(|last| is_of_layer(last)).peekable();
                match of_layer.peek() {
                    Some(_) => of_layer.find(|last| last.arguments.is_none()).map(Some),
                    None if others.next().is_none() => Some(all.clone().next()),
                    None => None,
                }
            }
            Role::Size if others.next().is_none() => Some(all.clone().next()),
            _ => None,
        }
    }

    /// The error for a parameter that no layer's type contains.
    fn unused(&self, TypeParam { ident: name, .. }: &TypeParam) -> Option<(Span, String)> {
        let contains = |layer: &Option<Layer>| {
            let text = layer.as_ref().map(Layer::text).unwrap_or_default();
            text.parse::<TokenStream>().is_ok_and(|tokens| mentions(&tokens, &|ident| name == ident))
        };
        if self.graph.layers.iter().any(contains) {
            return None;
        }
        let message = match self.is_size(name) {
            true => messages::size_of_no_layer(name),
            false => messages::unused_parameter(name, self.header(|other| other != name)),
        };
        Some((name.span(), message))
    }

    fn role(&self, name: &Ident) -> Role {
        let mut layers = self.graph.layers.iter();
        let is_this = |layer: &Option<Layer>| match layer {
            Some(Layer::Custom(custom)) => custom.arguments.is_empty() && custom.path.is_ident(name),
            _ => false,
        };
        match layers.position(is_this) {
            Some(field) => Role::Layer(field),
            None if self.is_size(name) => Role::Size,
            None => Role::Other,
        }
    }

    /// Returns whether the parameter is a size of a layer of `nn`, or of a value.
    fn is_size(&self, name: &Ident) -> bool {
        let is_in =
            |text: &str| text.parse::<TokenStream>().is_ok_and(|tokens| mentions(&tokens, &|ident| name == ident));
        let in_shape = |shape: &Shape| shape.known().is_some_and(|dims| dims.iter().any(|dim| is_in(&dim.to_string())));
        let known = (0..self.graph.layers.len()).filter_map(|index| self.graph.known_layer(index));
        let declared = self.graph.input_shapes.iter().chain(&self.graph.output_shapes);
        known.into_iter().any(|layer| is_in(&layer.text()))
            || declared.chain(self.graph.values.iter().map(|value| &value.shape)).any(in_shape)
    }

    /// The bounds in the declaration and in the `where` clause.
    fn bounds<'a>(&'a self, of: &'a TypeParam) -> Vec<&'a TypeParamBound> {
        let predicates = self.network.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        let others = predicates.filter_map(|predicate| match predicate {
            WherePredicate::Type(predicate) if of.ident == predicate.bounded_ty.to_token_stream().to_string() => {
                Some(&predicate.bounds)
            }
            _ => None,
        });
        of.bounds.iter().chain(others.flatten()).collect()
    }

    /// The declaration of the struct with the parameters to be kept, corrected.
    fn header(&self, keep: impl Fn(&Ident) -> bool) -> String {
        let corrected = |parameter: &GenericParam| match parameter {
            GenericParam::Lifetime(_) => None,
            GenericParam::Const(of) if self.is_size(&of.ident) => Some(format!("{}: Dim", of.ident)),
            GenericParam::Const(of) => Some(format!("const {}: {}", of.ident, compact(&of.ty.to_token_stream()))),
            GenericParam::Type(of) if !keep(&of.ident) => None,
            GenericParam::Type(of) => Some(self.corrected(of)),
        };
        let kept: Vec<_> = self.network.generics.params.iter().filter_map(corrected).collect();
        match kept.is_empty() {
            true => format!("struct {}", self.network.name),
            false => format!("struct {}<{}>", self.network.name, kept.join(", ")),
        }
    }

    /// The declaration of a type parameter with bounds that fit its use.
    fn corrected(&self, of: &TypeParam) -> String {
        let (name, role, bounds) = (&of.ident, self.role(&of.ident), self.bounds(of));
        let bounds = match (self.wrong_bound(role, &bounds), role) {
            (None, _) => words(&of.bounds.iter().collect::<Vec<_>>()),
            (Some(_), Role::Layer(field)) => self.layer_bounds(field).unwrap_or_default(),
            (Some(_), _) => "Dim".into(),
        };
        let bounds = if bounds.is_empty() { bounds } else { format!(": {bounds}") };
        let default = of.default.as_ref().map(|(_, ty)| format!(" = {}", compact(&ty.to_token_stream())));
        format!("{name}{bounds}{}", default.unwrap_or_default())
    }

    /// The bounds of a parameter that is the layer of a field, if its input and output are known.
    fn layer_bounds(&self, field: usize) -> Option<String> {
        let node =
            self.graph.nodes.iter().find(|node| matches!(node.layer, NodeLayer::Field(index) if index == field))?;
        let [output] = node.outputs[..] else { return None };
        let given = signal(&self.graph.signal(&node.inputs))?;
        // An output of the network has the declared shape, and the input of a layer of `nn` has a known one.
        let place = self.graph.outputs.iter().position(|&id| self.graph.root(id) == output);
        let gives = match place {
            Some(place) => self.graph.output_shapes[place].clone(),
            None => self.expected(output)?,
        };
        let element = match self.network.element {
            Element::F32 => "",
            Element::F64 => ", f64",
        };
        Some(messages::bounds_of_layer(given, shape(&gives)?, element))
    }

    /// The shape that the first layer of `nn` after a value expects, if it is written in the layer's declaration.
    fn expected(&self, id: usize) -> Option<Shape> {
        let reader =
            self.graph.nodes.iter().find(|node| node.inputs.iter().any(|&input| self.graph.root(input) == id))?;
        let NodeLayer::Field(field) = reader.layer else { return None };
        match self.graph.layers[field].as_ref()? {
            Layer::Linear(linear) => Some(Shape::real(vec![linear.input.clone()?])),
            _ => None,
        }
    }
}

/// The trait or type that a bound names.
fn trait_path(bound: &TypeParamBound) -> Option<&syn::Path> {
    if let TypeParamBound::Trait(bound) = bound { Some(&bound.path) } else { None }
}

fn is_of_layer(last: &PathSegment) -> bool {
    last.ident == "Layer"
}

fn is_listed(last: &PathSegment) -> bool {
    NOT_OF_SIZES.iter().any(|listed| last.ident == listed)
}

fn words(bounds: &[&TypeParamBound]) -> String {
    bounds.iter().map(|bound| compact(&bound.to_token_stream())).collect::<Vec<_>>().join(" + ")
}

/// A signal as a user writes it outside of `network!`.
fn signal(Signal(shapes): &Signal) -> Option<String> {
    match shapes.as_slice() {
        [one] => shape(one),
        _ => None,
    }
}

fn shape(shape: &Shape) -> Option<String> {
    let dims: Vec<_> = shape.known()?.iter().map(Dim::to_string).collect();
    Some(format!("shape![{}]", dims.join(", ")))
}
