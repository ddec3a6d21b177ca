//! Walks `forward` and turns it into a graph: every value with its shape, every use of a layer in order.

use crate::catalogue::{self, Bound, Fit, Known, Layer, Op};
use crate::diagnostics::messages::{self, A, B, Origin};
use crate::diagnostics::{Errors, Spanned};
use crate::shape::{Dim, Indices, Opaque, Shape, Verdict};
use crate::syntax::{Field, FieldKind, Network, Size, TensorType, declared, mentions, of_annotation};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use syn::{AngleBracketedGenericArguments, Expr, GenericArgument, Ident, Pat, Stmt};

mod finish;
mod indices;
mod operations;
mod proofs;
mod statements;
pub(crate) mod summary;
mod uses;
mod values;

use proofs::{Claim, Comparison, Counts, Texts};

/// An index into [`Graph::values`].
pub(crate) type ValueId = usize;

pub(crate) struct Graph {
    pub(crate) values: Vec<Value>,
    /// In the order of the forward pass.
    pub(crate) nodes: Vec<Node>,
    /// The values that leave the network, each in its own place.
    pub(crate) outputs: Vec<ValueId>,
    pub(crate) input_shapes: Vec<Shape>,
    pub(crate) output_shapes: Vec<Shape>,
    /// The layers of the fields, as far as they could be understood.
    pub(crate) layers: Vec<Option<Layer>>,
    /// Items that prove what the macro could not see.
    pub(crate) checks: Vec<TokenStream>,
    /// The bounds that arithmetic on generic parameters needs.
    pub(crate) bounds: Vec<Bound>,
}

pub(crate) struct Value {
    pub(crate) name: String,
    pub(crate) shape: Shape,
    pub(crate) place: Place,
    /// The layer or input that the shape comes from, as messages name it.
    origin: Origin,
    /// Whether what it rests on holds, where that is for items to prove.
    doubts: Vec<Ident>,
    /// What layers that it went through were given, and do not take.
    misfits: Vec<Shape>,
    pub(crate) span: Span,
    /// How often a node reads it, views included.
    pub(crate) uses: usize,
    /// Whether the user said that nothing will read it.
    pub(crate) ignored: bool,
}

/// Where a value is stored.
#[derive(Clone)]
pub(crate) enum Place {
    Input(usize),
    Workspace,
    /// The caller's; of this shape, if that is proven apart from the value's own.
    Output(usize, Option<Shape>),
    /// Nowhere: another value in other clothes.
    View(ValueId, Proof),
}

/// Why a view is right.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// The compiler proves by type that there are as many elements.
    Count,
    /// An item among the checks compares the sizes.
    Item,
}

/// One use of a layer.
pub(crate) struct Node {
    pub(crate) layer: NodeLayer,
    pub(crate) name: String,
    pub(crate) span: Span,
    pub(crate) inputs: Vec<ValueId>,
    pub(crate) outputs: Vec<ValueId>,
    /// The layer's type at this place, where an item proves that it fits, and the macro cannot see through it.
    pub(crate) at: Option<TokenStream>,
}

pub(crate) enum NodeLayer {
    /// The field with this number.
    Field(usize),
    /// A layer without parameters.
    Operation(Op),
}

impl Node {
    /// What it computes, where that is no layer of the struct.
    pub(crate) fn op(&self) -> Option<&Op> {
        match &self.layer {
            NodeLayer::Operation(op) => Some(op),
            NodeLayer::Field(_) => None,
        }
    }

    /// Whether it drops elements, in training alone.
    pub(crate) fn is_dropout(&self) -> bool {
        self.op().is_some_and(Op::is_dropout)
    }
}

impl Graph {
    /// The value that is stored for this one.
    pub(crate) fn root(&self, id: ValueId) -> ValueId {
        match self.values[id].place {
            Place::View(of, _) => self.root(of),
            _ => id,
        }
    }

    /// How many numbers a sample of each value has, by its owner, where that is a literal: in its own shape, or in one of those that
    /// it is proven to have.
    pub(crate) fn numbers(&self, owners: &[ValueId]) -> Vec<Option<u64>> {
        let mut numbers = vec![None; owners.len()];
        for (value, &owner) in self.values.iter().zip(owners) {
            numbers[owner] = numbers[owner].or(value.shape.literal());
        }
        numbers
    }

    /// The signal that a node takes.
    pub(crate) fn signal(&self, values: &[ValueId]) -> TokenStream {
        signal(values.iter().map(|&id| &self.values[id].shape))
    }
}

/// The type of one shape, or of several.
pub(crate) fn signal<'a>(shapes: impl ExactSizeIterator<Item = &'a Shape>) -> TokenStream {
    if shapes.len() == 1 { quote!(#(#shapes)*) } else { quote!(::nn::__private::Several<(#(#shapes,)*)>) }
}

/// Builds the graph of a network. What is wrong goes into `errors`.
pub(crate) fn build(network: &Network, errors: &mut Errors) -> Graph {
    let parameters: Vec<Ident> = network.generics.params.iter().filter_map(parameter_name).collect();
    let is_generic =
        |tokens: &TokenStream| mentions(tokens, &|name| parameters.iter().any(|parameter| parameter == name));
    let shape_of = |ty: &TensorType| {
        let dims = ty.sizes.iter().map(|size| catalogue::dim(size, &is_generic)).collect();
        match &ty.class {
            None => Shape::Known(dims),
            Some(class) => Shape::Indices(Indices { dims, below: catalogue::dim(class, &is_generic) }),
        }
    };

    check_attributes(network, errors);
    check_fields(&network.fields, errors);
    let layers = network.fields.iter().map(|field| declare(field, &parameters, &is_generic, errors)).collect();
    let graph = Graph {
        values: Vec::new(),
        nodes: Vec::new(),
        outputs: Vec::new(),
        input_shapes: network.forward.inputs.iter().map(|input| shape_of(&input.ty)).collect(),
        output_shapes: network.forward.outputs.iter().map(shape_of).collect(),
        layers,
        checks: Vec::new(),
        bounds: Vec::new(),
    };
    let later = network.forward.body.stmts.iter().flat_map(statements::bound_names).collect();
    let mut walk = Walk {
        graph,
        network,
        errors,
        is_generic: &is_generic,
        variables: HashMap::new(),
        later,
        used_fields: HashSet::new(),
        claimed: HashSet::new(),
        blamed: HashSet::new(),
        refused: HashSet::new(),
    };
    walk.inputs();
    let result = walk.body();
    walk.outputs(result);
    walk.nothing_unused();
    walk.bounds();
    walk.graph
}

fn parameter_name(parameter: &syn::GenericParam) -> Option<Ident> {
    match parameter {
        syn::GenericParam::Type(parameter) => Some(parameter.ident.clone()),
        syn::GenericParam::Const(parameter) => Some(parameter.ident.clone()),
        syn::GenericParam::Lifetime(_) => None,
    }
}

/// No part of a network is left out, and nothing but the macro lays it out.
fn check_attributes(network: &Network, errors: &mut Errors) {
    let of_fields = network.fields.iter().flat_map(|field| &field.attributes);
    for attribute in network.attributes.iter().chain(of_fields) {
        if attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr") {
            errors.at(attribute.path().span(), messages::cfg_inside());
        }
        if attribute.path().is_ident("repr") {
            errors.at(attribute.path().span(), messages::repr_inside());
        }
    }
}

/// Names are used once, and not taken from an operation; something is learned.
fn check_fields(fields: &[Field], errors: &mut Errors) {
    let mut seen = HashSet::new();
    for field in fields {
        let name = field.name.to_string();
        if crate::catalogue::is_operation(&name) {
            errors.at(field.name.span(), messages::named_like_an_operation(&name));
        }
        if !seen.insert(name.clone()) {
            errors.at(field.name.span(), messages::duplicate_layer(&name));
        }
    }
}

fn declare(
    field: &Field,
    parameters: &[Ident],
    is_generic: &dyn Fn(&TokenStream) -> bool,
    errors: &mut Errors,
) -> Option<Layer> {
    let (FieldKind::One(ty) | FieldKind::Array(ty, _)) = &field.kind;
    if ty.path.segments.is_empty() {
        // It could not be read, and that has been reported.
        return None;
    }
    Layer::declare(&field.name, ty, parameters, is_generic).map_err(|error| errors.add(error)).ok()
}

struct Walk<'a> {
    graph: Graph,
    network: &'a Network,
    errors: &'a mut Errors,
    is_generic: &'a dyn Fn(&TokenStream) -> bool,
    variables: HashMap<String, ValueId>,
    /// Names that a `let` binds somewhere in the body.
    later: HashSet<String>,
    used_fields: HashSet<usize>,
    /// What items prove.
    claimed: HashSet<String>,
    /// Values that are not what is expected of them, with that: so that one wrong value is one error.
    blamed: HashSet<(ValueId, String)>,
    /// Layers that do not take a shape, with that: so that one wrong layer is one error.
    refused: HashSet<(usize, String)>,
}

/// How many values an expression is to give, and what for.
#[derive(Clone, Copy)]
enum Wanted {
    Names(usize),
    Outputs(usize),
}

impl Wanted {
    fn count(self) -> usize {
        let (Wanted::Names(count) | Wanted::Outputs(count)) = self;
        count
    }
}

/// A value could not be made; the reason has been reported.
struct Reported;

type Walked<V> = Result<V, Reported>;

impl Walk<'_> {
    fn report<V>(&mut self, span: Span, message: impl std::fmt::Display) -> Walked<V> {
        self.errors.at(span, message);
        Err(Reported)
    }

    /// A text about values, with the lines of the calls that they come from, where these are others than the text's own.
    fn located(&self, text: String, origins: &[&Origin], span: Span) -> String {
        let here = crate::diagnostics::line(span);
        let mut places: Vec<(&str, usize)> = Vec::new();
        for origin in origins.iter().filter(|origin| !origin.is_input) {
            if let Some(line) = crate::diagnostics::line(origin.span)
                && Some(line) != here
                && !places.contains(&(&origin.name, line))
            {
                places.push((&origin.name, line));
            }
        }
        if places.is_empty() { text } else { format!("{text}\n{}", messages::places(&places)) }
    }

    fn value(&mut self, name: &str, shape: Shape, origin: &Origin, place: Place, span: Span) -> ValueId {
        // A view is as doubtful as what it shows.
        let (doubts, misfits) = match place {
            Place::View(of, _) => (self.graph.values[of].doubts.clone(), self.graph.values[of].misfits.clone()),
            _ => (Vec::new(), Vec::new()),
        };
        self.graph.values.push(Value {
            name: name.into(),
            shape,
            origin: origin.clone(),
            doubts,
            misfits,
            place,
            span,
            uses: 0,
            ignored: false,
        });
        self.graph.values.len() - 1
    }
}
