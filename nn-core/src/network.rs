//! What `network!` makes: a layer that knows its own input.

use crate::float::Float;
use crate::layer::Init;
use crate::signal::Signal;
use crate::summary::{Row, Summary};

/// A network made by `network!`: a [`Layer`](crate::Layer) whose input is fixed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a network",
    note = "declare it with `network! {{ struct {Self} {{ .. }} fn forward(..) -> .. {{ .. }} }}`"
)]
pub trait Network: Init + Sized + 'static {
    /// `f32`, or `f64` with `#[dtype(f64)]`.
    type Elem: Float;
    /// The shape of one sample of the input.
    type In: Signal;
    /// The name of the struct.
    const NAME: &'static str;
    /// One row a use of a layer, in the order of the forward pass.
    const ROWS: &'static [Row];

    /// The architecture as a table.
    fn summary() -> Summary {
        Summary {
            name: Self::NAME,
            input: <Self::In as Signal>::DIMS,
            rows: Self::ROWS,
            element: size_of::<Self::Elem>(),
        }
    }
}
