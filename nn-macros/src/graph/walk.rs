//! The walk over `forward` that builds the graph.

use super::const_sizes::const_sizes;
use super::elementwise::fusion::fuse;
use super::fields::declared;
use super::nodes::{Graph, Proof, Storage, Value, ValueId};
use super::obligations::ItemId;
use super::scopes::{Binding, Loop};
use crate::catalogue::{is_operation_type, is_reserved};
use crate::diagnostics::{Errors, Origin, Spanned, line, messages};
use crate::shape::{Scope, Shape};
use crate::syntax::{Field, FieldKind, Network, TensorType};
use proc_macro2::Span;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Builds the graph of a network. Errors are added to `errors`.
pub(crate) fn build(network: &Network, errors: &mut Errors) -> Graph {
    let scope = Scope::of(&network.name, &network.generics);
    let shape_of = |ty: &TensorType| match &ty.class {
        None => Shape::real(scope.dims(&ty.sizes)),
        Some(class) => Shape::index(scope.dims(&ty.sizes), scope.dim(class)),
    };
    check_attributes(network, errors);
    check_fields(&network.fields, errors);
    let mut layers = declared(network, &scope, errors);
    // A call by the name of two layers has no meaning.
    for (index, field) in network.fields.iter().enumerate() {
        if network.fields.iter().filter(|other| other.name == field.name).count() > 1 {
            layers[index] = None;
        }
    }
    let graph = Graph {
        input_shapes: network.forward.inputs.iter().map(|input| shape_of(&input.ty)).collect(),
        output_shapes: network.forward.outputs.iter().map(shape_of).collect(),
        counts: network.fields.iter().map(|field| field.kind.count()).collect(),
        layers,
        ..Graph::default()
    };
    let mut graph = graph;
    const_sizes(network, &mut graph, errors);
    let mut walk = Walk {
        graph,
        network,
        errors,
        scope: &scope,
        variables: HashMap::new(),
        bindings: HashMap::new(),
        loops: Vec::new(),
        first_loop: 0,
        sites: 0,
        needless: Vec::new(),
        looped: Vec::new(),
        shadows: HashMap::new(),
        is_infallible: false,
        later: HashSet::new(),
        forgotten: HashSet::new(),
        ended: HashSet::new(),
        used_fields: HashSet::new(),
        claimed: HashSet::new(),
        blamed: HashSet::new(),
        refused: HashSet::new(),
        outputs: network.forward.outputs.len(),
        functions: vec![Function::default(); network.functions.len()],
        assumptions: HashSet::new(),
    };
    walk.inputs();
    walk.forget(network.unreadable.iter().map(ToString::to_string).collect());
    walk.name_functions();
    let result = walk.body(&network.forward);
    walk.outputs(result);
    walk.nothing_unused();
    walk.bounds();
    let mut graph = walk.graph;
    // The values of a network in integers are those of its operations.
    if network.int8.is_none() && errors.is_empty() {
        fuse(&mut graph);
    }
    graph.sizes = scope.into_sizes();
    graph
}

/// Rejects `cfg` and `repr`: no part of a network can be left out, and the macro determines its memory layout.
fn check_attributes(network: &Network, errors: &mut Errors) {
    let of_fields = network.fields.iter().flat_map(|field| &field.attributes);
    for attribute in network.attributes.iter().chain(of_fields).chain(&network.forward.attributes) {
        if attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr") {
            errors.at(attribute.path().span(), messages::cfg_inside());
        }
        if attribute.path().is_ident("repr") {
            errors.at(attribute.path().span(), messages::repr_inside());
        }
    }
}

/// Checks that names are unique, and that none is the name of an operation.
fn check_fields(fields: &[Field], errors: &mut Errors) {
    let mut seen = HashSet::new();
    for field in fields {
        let name = field.name.to_string();
        let (FieldKind::One(ty) | FieldKind::Array(ty, _)) = &field.kind;
        // The type of an operation is reported, and the field with it.
        if is_reserved(&name) && !is_operation_type(&ty.path) {
            errors.at(field.name.span(), messages::named_like_an_operation(&name));
        }
        if !seen.insert(name.clone()) {
            errors.at(field.name.span(), messages::duplicate("layer", &name));
        }
    }
}

pub(super) struct Walk<'a> {
    pub(super) graph: Graph,
    pub(super) network: &'a Network,
    pub(super) errors: &'a mut Errors,
    pub(super) scope: &'a Scope,
    pub(super) variables: HashMap<String, ValueId>,
    /// How the `let` of each visible name binds it; an input has none.
    pub(super) bindings: HashMap<String, Binding>,
    /// The loops whose bodies are walked, from the outermost one.
    pub(super) loops: Vec<Loop>,
    /// The number of loops that the function which is walked does not see.
    pub(super) first_loop: usize,
    /// The number of assignments in loops before the current place in the code.
    pub(super) sites: usize,
    /// The errors for a `mut` before a loop that does not assign to the variable.
    pub(super) needless: Vec<(Span, String)>,
    /// The values of each outermost loop.
    pub(super) looped: Vec<Range<ValueId>>,
    /// The values at the end of an iteration whose names are also those of values before the loop, with what an assignment to
    /// these needs.
    pub(super) shadows: HashMap<ValueId, String>,
    /// Whether it has been reported that no call can fail.
    pub(super) is_infallible: bool,
    /// The names that `let` statements bind anywhere in the body.
    pub(super) later: HashSet<String>,
    /// The names for which an error has been reported.
    pub(super) forgotten: HashSet<String>,
    /// The names that a loop bound which has ended.
    pub(super) ended: HashSet<String>,
    pub(super) used_fields: HashSet<usize>,
    /// The keys of the claims that items prove.
    pub(super) claimed: HashSet<String>,
    /// Values with a shape that was expected of them: each wrong value is reported once.
    pub(super) blamed: HashSet<(ValueId, String)>,
    /// Layers with a shape that they reject: each wrong layer is reported once.
    pub(super) refused: HashSet<(usize, String)>,
    /// The number of values that the function which is walked returns.
    pub(super) outputs: usize,
    /// By function other than `forward`: what is known of it.
    pub(super) functions: Vec<Function>,
    /// The items that evaluate the assumptions about the ranks of values.
    pub(super) assumptions: HashSet<ItemId>,
}

/// What is known of a function other than `forward`.
#[derive(Clone, Default)]
pub(super) struct Function {
    pub(super) is_called: bool,
    /// Whether it is being walked: a function cannot call itself.
    pub(super) is_open: bool,
    /// Whether an error in it has been reported.
    pub(super) is_wrong: bool,
}

/// A call of a layer: its field, its index if it is an element of an array, its name in the call, and the span of the call.
#[derive(Clone, Copy)]
pub(super) struct Use<'a> {
    pub(super) field: usize,
    pub(super) element: Option<usize>,
    pub(super) name: &'a str,
    pub(super) span: Span,
}

/// The number of values that an expression must produce, and whether names or outputs require it.
#[derive(Clone, Copy)]
pub(super) enum Wanted {
    Names(usize),
    Outputs(usize),
}

impl Wanted {
    pub(super) fn count(self) -> usize {
        let (Wanted::Names(count) | Wanted::Outputs(count)) = self;
        count
    }
}

/// A value could not be computed; the error has been reported.
pub(super) struct Reported;

pub(super) type Walked<V> = Result<V, Reported>;

impl Walk<'_> {
    pub(super) fn report<V>(&mut self, span: Span, message: impl std::fmt::Display) -> Walked<V> {
        self.errors.at(span, message);
        Err(Reported)
    }

    /// Reports the error of a result, if it is one.
    pub(super) fn reported<V>(&mut self, result: syn::Result<V>) -> Walked<V> {
        result.map_err(|error| {
            self.errors.add(error);
            Reported
        })
    }

    /// Reports a text about values, [`located`](Self::located); where the assumptions hold that their shapes depend on.
    pub(super) fn report_of<V>(&mut self, values: &[ValueId], text: String, span: Span) -> Walked<V> {
        let text = self.located(text, values, span);
        match self.is_assumed(values) {
            true => self.report_if_assumed(values, text, span),
            false => self.report(span, text),
        }
    }

    /// Appends the lines of the calls that produced the values to a text, except for the line of `span`.
    pub(super) fn located(&self, text: String, values: &[ValueId], span: Span) -> String {
        let here = line(span);
        let mut places: Vec<(&str, usize)> = Vec::new();
        let origins = values.iter().map(|&id| &self.graph.values[id].origin);
        for origin in origins.filter(|origin| !origin.is_input) {
            if let Some(line) = line(origin.span)
                && Some(line) != here
                && !places.contains(&(&origin.name, line))
            {
                places.push((&origin.name, line));
            }
        }
        if places.is_empty() { text } else { format!("{text}\n{}", messages::places(&places)) }
    }

    /// Adds a view of a value with another shape.
    pub(super) fn view(&mut self, of: ValueId, name: &str, shape: Shape, proof: Proof, span: Span) -> ValueId {
        self.value(name, shape, self.graph.values[of].origin.clone(), Storage::View(of, proof), span)
    }

    /// Adds the result of a call that is a view of its node's output.
    pub(super) fn result(&mut self, output: ValueId, name: &str, shape: Shape, proof: Proof, span: Span) -> ValueId {
        let view = self.view(output, name, shape, proof, span);
        self.graph.results.insert(output, view);
        view
    }

    pub(super) fn value(&mut self, name: &str, shape: Shape, origin: Origin, storage: Storage, span: Span) -> ValueId {
        // A view depends on the same proofs as the value that it shows.
        let (doubts, misfits) = match storage {
            Storage::View(of, _) => (self.graph.values[of].doubts.clone(), self.graph.values[of].misfits.clone()),
            _ => (Vec::new(), Vec::new()),
        };
        let name = name.to_string();
        self.graph.values.push(Value { name, shape, origin, doubts, misfits, storage, span, uses: 0, ignored: false });
        self.graph.values.len() - 1
    }
}
