//! Element-wise functions, which may depend on the channel and the position of an element.

pub(super) mod channels;
mod counter;
mod dropout;
mod gate;
mod map;
mod prelu;
mod product;
mod squares;
mod update;

pub use channels::Channels;
pub use counter::CounterRng;
pub use dropout::{DropRule, dropout, dropout_in_place};
pub use gate::{gate, gate_backward};
pub(crate) use map::{bounded, sign};
pub use map::{map, map_backward, map_backward_in_place, map_in_place};
pub use prelu::{prelu, prelu_backward_input, prelu_backward_slopes};
pub use product::multiply;
pub use squares::sum_of_squares;
pub(crate) use update::update;
