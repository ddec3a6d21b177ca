//! What distinguishes the recurrent layers: the cell, and the number of directions.

use crate::dim::{AddDim, Dim, Sum};
use crate::float::Float;
use crate::graph::RecurrentCell;
use crate::kernels::CellKernel;
use crate::parameters::Parameters;
use crate::shape::Shape;
use core::fmt;

/// The cell of a [`Recurrent`](super::Recurrent) layer: [`LstmCell`](super::LstmCell), [`GruCell`](super::GruCell) or
/// [`RnnCell`](super::RnnCell). Sealed.
#[diagnostic::on_unimplemented(message = "`{Self}` is none of `LstmCell`, `GruCell` and `RnnCell`")]
pub trait Cell: sealed::Sealed + 'static {
    /// The number of gates.
    type Gates: Dim;
    /// The cell as data.
    const CELL: RecurrentCell;
    /// The storage of the state besides the hidden state: a tensor of shape `S`, or `()`.
    type State<S: Shape, T: Float>: Parameters<T>;
    /// The storage of what the backward pass reads besides the gates: a tensor of shape `S`, or `()`.
    type Memory<S: Shape, T: Float>: Parameters<T>;
    /// The element-wise part.
    #[doc(hidden)]
    type Kernel: CellKernel;
    /// The name of the layer, such as `Lstm`.
    #[doc(hidden)]
    const NAME: &'static str;
    /// Writes the arguments of the layer that belong to the cell.
    #[doc(hidden)]
    fn arguments(_: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

/// A cell whose only state is the hidden one: that of a GRU, or of a recurrent layer without gates.
#[doc(hidden)]
pub trait HiddenState: Cell {}

/// A cell with a state besides the hidden one: that of an LSTM.
#[doc(hidden)]
pub trait CellState: Cell {}

/// The size of the output of a recurrent layer with this many directions and `Self` elements of a hidden state: `Self` for 1, twice
/// as much for 2.
///
/// ```
/// use nn::dim::{N, Natural};
/// use nn::layers::Directed;
/// assert_eq!(<N<64> as Directed<2>>::Width::SIZE, 128);
/// ```
#[diagnostic::on_unimplemented(
    message = "a recurrent layer of {DIRECTIONS} directions has no output",
    note = "there are 1 or 2"
)]
pub trait Directed<const DIRECTIONS: usize>: Dim {
    /// The size of the output.
    type Width: Dim;
}

impl<H: Dim> Directed<1> for H {
    type Width = H;
}

impl<H: AddDim<H>> Directed<2> for H {
    type Width = Sum<H, H>;
}

pub(super) mod sealed {
    pub trait Sealed {}
}
