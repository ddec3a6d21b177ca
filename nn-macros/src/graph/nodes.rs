//! The graph of a network: its values with their shapes, its nodes in order, and its proof obligations. Contains no
//! tokens.

use super::obligations::{Item, ItemId};
use crate::catalogue::{Bound, Layer, Op, Signature};
use crate::diagnostics::Origin;
use crate::shape::{NamedSize, Shape, Signal};
use crate::syntax::Time;
use proc_macro2::Span;
use std::collections::HashMap;

/// An index into [`Graph::values`].
pub(crate) type ValueId = usize;

#[derive(Default)]
pub(crate) struct Graph {
    pub(crate) values: Vec<Value>,
    /// Nodes in the order of the forward pass.
    pub(crate) nodes: Vec<Node>,
    /// The calls in `forward`, in order of evaluation.
    pub(crate) calls: Vec<Call>,
    /// The assignments of loops, in order of evaluation.
    pub(crate) assigned: Vec<Assigned>,
    /// The outputs of the network, each stored in its own location.
    pub(crate) outputs: Vec<ValueId>,
    pub(crate) input_shapes: Vec<Shape>,
    pub(crate) output_shapes: Vec<Shape>,
    /// The length of each field that is an array of layers.
    pub(crate) counts: Vec<Option<usize>>,
    /// The layer of each field; `None` after an error in its declaration.
    pub(crate) layers: Vec<Option<Layer>>,
    /// Items by which the compiler proves what the macro cannot.
    pub(crate) items: Vec<Item>,
    /// The bounds that arithmetic on generic parameters requires.
    pub(crate) bounds: Vec<Bound>,
    /// The sizes that the user names, without those of generic parameters.
    pub(crate) sizes: Vec<NamedSize>,
    /// The values whose axis of time is declared by a `let`, or by a function.
    pub(crate) times: Vec<(ValueId, Time)>,
    /// The results of calls that are views of their nodes' outputs, such as a sum whose axis is dropped.
    pub(crate) results: HashMap<ValueId, ValueId>,
    /// Whether the interface of the network was declared in error, so that uses of the network are not checked.
    pub(crate) is_misdeclared: bool,
}

#[derive(Clone)]
pub(crate) struct Value {
    pub(crate) name: String,
    pub(crate) shape: Shape,
    pub(crate) storage: Storage,
    /// The layer or input that determined the shape, as messages name it.
    pub(super) origin: Origin,
    /// The obligations that its shape depends on.
    pub(super) doubts: Vec<ItemId>,
    /// The shapes that layers on its path received and do not accept.
    pub(super) misfits: Vec<Shape>,
    pub(crate) span: Span,
    /// The number of reads by nodes, including those of its views.
    pub(crate) uses: usize,
    /// Whether it is bound to `_`, or to a name that begins with `_`, so that it need not be read.
    pub(crate) ignored: bool,
}

/// Where a value is stored.
#[derive(Clone)]
pub(crate) enum Storage {
    Input(usize),
    Workspace,
    /// Provided by the caller, in this shape if it was proven separately from the value's own.
    Output(usize, Option<Shape>),
    /// A view of another value, without memory of its own.
    View(ValueId, Proof),
    /// Computed within an expression, and never stored.
    Inside,
}

/// The proof that a view is valid.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// The compiler proves in the types that the numbers of elements are equal.
    Count,
    /// An item compares the shapes.
    Item,
    /// A bound states that the types are equal, in a generic network, whose items could not compare the shapes.
    Types,
}

/// One call of a layer or an operation.
#[derive(Clone)]
pub(crate) struct Node {
    pub(crate) layer: NodeLayer,
    pub(crate) name: String,
    pub(crate) span: Span,
    pub(crate) inputs: Vec<ValueId>,
    pub(crate) outputs: Vec<ValueId>,
    /// The index in the array that is the field of the layer, if the node calls one of its elements.
    pub(crate) element: Option<usize>,
    /// The type that the layer is called as, if it differs from its declaration because an item proves that it fits.
    pub(crate) at: Option<At>,
    /// In the graph of a step: how the node depends on the steps before.
    pub(crate) steps: Option<Steps>,
}

/// How a node of the graph of a step depends on time.
#[derive(Clone)]
pub(crate) enum Steps {
    /// Its layer keeps a state. The signal is its input in the whole sequence.
    State(Signal),
    /// Its stored tensor has an axis of time, of which it takes the element of the step.
    Element { axis: usize },
}

/// A call or an operator as the user wrote it, between values before they are converted to what a node expects.
pub(crate) struct Call {
    /// The name of the layer or operation, or the sign of the operator.
    pub(crate) name: String,
    /// Whether it is written `x.name()`.
    pub(crate) is_method: bool,
    pub(crate) inputs: Vec<ValueId>,
    /// By operand: whether it is a number, which is not among the inputs. Empty if none is.
    pub(crate) numbers: Vec<bool>,
    pub(crate) outputs: Vec<ValueId>,
    /// The layer that is called, if it is one of the struct.
    pub(crate) place: Option<Place>,
}

/// The place of a layer in the struct: a field, or an element of a field that is an array.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    pub(crate) field: usize,
    pub(crate) element: Option<usize>,
}

impl Value {
    /// Adds obligations that its shape depends on.
    pub(super) fn depend_on(&mut self, items: impl IntoIterator<Item = ItemId>) {
        for item in items {
            if !self.doubts.contains(&item) {
                self.doubts.push(item);
            }
        }
    }
}

impl Place {
    /// Returns whether one of two layers is the other one, or contains it.
    pub(crate) fn overlaps(self, other: Place) -> bool {
        let is_same = self.element.zip(other.element).is_none_or(|(one, other)| one == other);
        self.field == other.field && is_same
    }
}

/// A value that an assignment in a loop gives to a variable.
pub(crate) struct Assigned {
    /// The number of the assignment in the code: it is the same in each iteration.
    pub(crate) site: usize,
    /// The value that the variable had before.
    pub(crate) from: ValueId,
    pub(crate) to: ValueId,
}

#[allow(clippy::large_enum_variant)] // Most nodes are operations.
#[derive(Clone)]
pub(crate) enum NodeLayer {
    /// The field with this index.
    Field(usize),
    /// A layer without parameters.
    Operation(Op),
}

impl Node {
    /// The operation, unless it is a layer of the struct.
    pub(crate) fn op(&self) -> Option<&Op> {
        if let NodeLayer::Operation(op) = &self.layer { Some(op) } else { None }
    }

    /// The place of its layer, unless it is an operation.
    pub(crate) fn place(&self) -> Option<Place> {
        match self.layer {
            NodeLayer::Field(field) => Some(Place { field, element: self.element }),
            NodeLayer::Operation(_) => None,
        }
    }

    /// Returns whether two nodes use parameters that they share.
    pub(crate) fn shares(&self, other: &Node) -> bool {
        self.place().zip(other.place()).is_some_and(|(one, other)| one.overlaps(other))
    }

    /// Returns whether it is a dropout, which only training executes.
    pub(crate) fn is_dropout(&self) -> bool {
        matches!(self.op(), Some(Op::Dropout { .. }))
    }
}

impl Graph {
    /// The stored value that this one is a view of, or the value itself.
    pub(crate) fn root(&self, id: ValueId) -> ValueId {
        match self.values[id].storage {
            Storage::View(of, _) => self.root(of),
            _ => id,
        }
    }

    /// The result of a call whose node has this output.
    pub(crate) fn result(&self, output: ValueId) -> ValueId {
        self.results.get(&output).copied().unwrap_or(output)
    }

    /// The number of layers that a node calls one after another, if it calls an array as a whole.
    pub(crate) fn count(&self, node: &Node) -> Option<usize> {
        node.place().filter(|place| place.element.is_none()).and_then(|place| self.counts[place.field])
    }

    /// The value whose shape determines what a layer computes: its first input, or the sequence behind the length of a recurrent
    /// layer. A stored tensor has none.
    pub(crate) fn main_input(&self, node: &Node) -> Option<ValueId> {
        let is_sequence = |id: &&ValueId| self.values[**id].shape.indices().is_none();
        node.inputs.iter().find(is_sequence).or(node.inputs.first()).copied()
    }

    /// Returns whether no node before this one uses its layer.
    pub(crate) fn is_first_use(&self, node: usize) -> bool {
        !self.nodes[..node].iter().any(|other| other.shares(&self.nodes[node]))
    }

    /// The layer of a field, if it was declared without errors and is one of `nn`.
    pub(crate) fn known_layer(&self, field: usize) -> Option<&dyn Signature> {
        self.layers[field].as_ref().and_then(Layer::known)
    }

    /// The number of elements of a sample of each value, by owner, if it is a literal in its own shape or in one that
    /// is proven to be equal.
    pub(crate) fn elements(&self, owners: &[ValueId]) -> Vec<Option<u64>> {
        let mut elements = vec![None; owners.len()];
        for (value, &owner) in self.values.iter().zip(owners) {
            elements[owner] = elements[owner].or(value.shape.literal());
        }
        elements
    }

    /// The shapes of these values as one signal.
    pub(crate) fn signal(&self, values: &[ValueId]) -> Signal {
        Signal(values.iter().map(|&id| self.values[id].shape.clone()).collect())
    }

    /// The input and the output of the network.
    pub(crate) fn ends(&self) -> [Signal; 2] {
        [&self.input_shapes, &self.output_shapes].map(|shapes| Signal(shapes.clone()))
    }
}

/// The type as which a layer is called.
#[derive(Clone)]
pub(crate) enum At {
    /// A layer with this shape as input and output, whatever its own sizes.
    Coerced(Shape),
    /// A custom layer with this output.
    Gives(Signal),
    /// The layer of the node's field with its weight transposed, for the `Tied` field with this index.
    Transposed(usize),
}

#[cfg(test)]
mod samples {
    use super::*;
    use crate::shape::Dim;

    impl Graph {
        /// A graph with an input of this number of elements, and nothing else.
        pub(crate) fn of_input(elements: u64) -> Graph {
            let input_shapes = vec![Shape::real(vec![Dim::Literal(elements)])];
            let mut graph = Graph { input_shapes, ..Graph::default() };
            graph.add_value(elements, Storage::Input(0));
            graph
        }

        fn add_value(&mut self, elements: u64, storage: Storage) -> ValueId {
            let (name, span) = ("x".to_string(), Span::call_site());
            let origin = Origin { name: name.clone(), is_input: false, span };
            let shape = Shape::real(vec![Dim::Literal(elements)]);
            let (doubts, misfits, uses, ignored) = (Vec::new(), Vec::new(), 0, false);
            self.values.push(Value { name, shape, storage, origin, doubts, misfits, span, uses, ignored });
            self.values.len() - 1
        }

        /// Adds a node whose output has this number of elements.
        pub(crate) fn add(&mut self, op: Op, inputs: &[ValueId], elements: u64) -> ValueId {
            inputs.iter().for_each(|&input| self.values[input].uses += 1);
            let output = self.add_value(elements, Storage::Workspace);
            let (layer, inputs, outputs) = (NodeLayer::Operation(op), inputs.into(), vec![output]);
            let (name, span) = ("node".into(), Span::call_site());
            self.nodes.push(Node { layer, name, span, inputs, outputs, element: None, at: None, steps: None });
            output
        }

        /// Makes a value the next output.
        pub(crate) fn add_output(&mut self, id: ValueId) {
            self.values[id].storage = Storage::Output(self.outputs.len(), None);
            self.outputs.push(id);
            self.output_shapes.push(self.values[id].shape.clone());
        }
    }
}
