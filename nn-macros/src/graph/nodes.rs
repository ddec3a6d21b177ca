//! A network as a graph: its values with their shapes, its nodes in order, and what is left to prove. Facts, and no tokens.

use super::obligations::{Item, ItemId};
use crate::catalogue::{Bound, Layer, Op, Signature};
use crate::diagnostics::Origin;
use crate::shape::{Shape, Signal};
use proc_macro2::Span;

/// An index into [`Graph::values`].
pub(crate) type ValueId = usize;

#[derive(Default)]
pub(crate) struct Graph {
    pub(crate) values: Vec<Value>,
    /// In the order of the forward pass.
    pub(crate) nodes: Vec<Node>,
    /// The values that leave the network, each in its own place.
    pub(crate) outputs: Vec<ValueId>,
    pub(crate) input_shapes: Vec<Shape>,
    pub(crate) output_shapes: Vec<Shape>,
    /// How often the layer of each field is repeated, if it is.
    pub(crate) counts: Vec<Option<usize>>,
    /// The layers of the fields, as far as they could be understood.
    pub(crate) layers: Vec<Option<Layer>>,
    /// What the compiler is to prove, since the macro cannot see it.
    pub(crate) items: Vec<Item>,
    /// The bounds that arithmetic on generic parameters needs.
    pub(crate) bounds: Vec<Bound>,
}

pub(crate) struct Value {
    pub(crate) name: String,
    pub(crate) shape: Shape,
    pub(crate) storage: Storage,
    /// The layer or input that the shape comes from, as messages name it.
    pub(super) origin: Origin,
    /// The obligations that it rests on.
    pub(super) doubts: Vec<ItemId>,
    /// What layers that it went through were given, and do not take.
    pub(super) misfits: Vec<Shape>,
    pub(crate) span: Span,
    /// How often a node reads it, views included.
    pub(crate) uses: usize,
    /// Whether the user said that nothing will read it.
    pub(crate) ignored: bool,
}

/// Where a value is stored.
#[derive(Clone)]
pub(crate) enum Storage {
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
    pub(crate) at: Option<At>,
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
        if let NodeLayer::Operation(op) = &self.layer { Some(op) } else { None }
    }

    /// Whether it drops elements, in training alone.
    pub(crate) fn is_dropout(&self) -> bool {
        matches!(self.op(), Some(Op::Dropout { .. }))
    }
}

impl Graph {
    /// The value that is stored for this one.
    pub(crate) fn root(&self, id: ValueId) -> ValueId {
        match self.values[id].storage {
            Storage::View(of, _) => self.root(of),
            _ => id,
        }
    }

    /// The layer of a field, if it is understood and one of `nn`.
    pub(crate) fn known_layer(&self, field: usize) -> Option<&dyn Signature> {
        self.layers[field].as_ref().and_then(Layer::known)
    }

    /// How many elements a sample of each value has, by its owner, where that is a literal: in its own shape, or in one of those that
    /// it is proven to have.
    pub(crate) fn elements(&self, owners: &[ValueId]) -> Vec<Option<u64>> {
        let mut elements = vec![None; owners.len()];
        for (value, &owner) in self.values.iter().zip(owners) {
            elements[owner] = elements[owner].or(value.shape.literal());
        }
        elements
    }

    /// What flows where these values do.
    pub(crate) fn signal(&self, values: &[ValueId]) -> Signal {
        Signal(values.iter().map(|&id| self.values[id].shape.clone()).collect())
    }
}

/// As which type a layer is called.
#[derive(Clone)]
pub(crate) enum At {
    /// One that takes and gives this, whatever its own sizes are.
    Fitted(Shape),
    /// What a layer of the user's own is where it gives this.
    Gives(Signal),
}

#[cfg(test)]
mod samples {
    use super::*;
    use crate::shape::Dim;

    impl Graph {
        /// One with an input of so many elements, and nothing else.
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

        /// Adds a node, whose output has so many elements.
        pub(crate) fn add(&mut self, op: Op, inputs: &[ValueId], elements: u64) -> ValueId {
            inputs.iter().for_each(|&input| self.values[input].uses += 1);
            let output = self.add_value(elements, Storage::Workspace);
            let (layer, inputs, outputs) = (NodeLayer::Operation(op), inputs.into(), vec![output]);
            self.nodes.push(Node { layer, name: "node".into(), span: Span::call_site(), inputs, outputs, at: None });
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
