//! Element-wise functions, which may depend on the channel and the position of an element.

mod broadcast;
pub(super) mod channels;
mod counter;
mod dropout;
mod fused;
mod gate;
mod map;
mod noise;
mod prelu;
mod product;
mod sums;
mod update;

pub use broadcast::Broadcast;
pub use channels::Channels;
pub use counter::CounterRng;
pub use dropout::{DropRule, dropout, dropout_in_place};
pub use fused::{fused, fused_backward};
pub use gate::{gate, gate_backward};
pub(crate) use map::{at_least, bounded, sign};
pub use map::{map, map_backward, map_backward_in_place, map_in_place};
pub use noise::normal_noise;
pub use prelu::{prelu, prelu_backward_input, prelu_backward_slopes};
pub use product::multiply;
pub use sums::sum_of_squares;
pub(crate) use sums::{dot, sum_of};
pub(crate) use update::update;
