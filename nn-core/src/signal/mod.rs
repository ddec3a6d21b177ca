//! Signals: the types of a layer's inputs and outputs.

mod broadcast;
mod class;
mod indices;
mod label;
mod labels;
mod no_target;
mod tensors;
mod view;

pub use broadcast::{AllAxes, Same, Stretched};
pub(crate) use broadcast::{BroadcastTo, Operands};
pub use class::Class;
pub use indices::Indices;
pub use label::Label;
pub use labels::Labels;
pub use no_target::NoTarget;
pub(crate) use tensors::alone;
pub use tensors::{Batch, Elements, Part, Parts, Read, Signal, SingleTensor, Tuple, TupleItem, Write};
pub use view::{
    has_shape, reshape, reshape_gradient, reshape_mut, same_shape, same_shape_gradient, same_shape_mut, same_signal,
};
