//! What distinguishes the recurrent layers: the cell, its units, and the number of directions.

use super::{BiasOption, NoBias, WithBias};
use crate::dim::{AddDim, Dim, Sum};
use crate::float::Float;
use crate::graph::RecurrentCell;
use crate::kernels::CellKernel;
use crate::parameters::Parameters;
use crate::shape::Shape;
use core::fmt;
use core::marker::PhantomData;

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

/// The units of a recurrent layer: a size, which is also that of the hidden state, or [`Projected`]. Sealed.
pub trait Units: sealed::OfUnits + 'static {
    /// The number of elements of each gate, and of the cell state.
    type Cells: Dim;
    /// The number of elements of the hidden state.
    type Hidden: Dim;
    /// [`WithBias`] if the hidden state is a projection, with a weight of its own; else [`NoBias`].
    type Projection: BiasOption;
}

impl<H: Dim> Units for H {
    type Cells = H;
    type Hidden = H;
    type Projection = NoBias;
}

/// `H` units of an [`Lstm`](super::Lstm) whose hidden state has `P` elements: h W_hr, the product of the output of the units with a
/// weight `[H, P]` (Sak, Senior, Beaufays 2014; PyTorch's `proj_size`). In `network!`: `lstm: Lstm<28, 64, proj_size = 32>`.
///
/// ```
/// use nn::Parameters;
/// use nn::dim::N;
/// use nn::layers::{Layer, Lstm, Projected};
/// type Narrow = Lstm<N<3>, Projected<N<8>, N<2>>>;
/// let mut names = String::new();
/// Narrow::LAYOUT.for_each(|tensor| names += &format!("{} {:?}, ", tensor.name, tensor.dims));
/// assert!(names.starts_with("weight_ih_l0 [3, 32], weight_hh_l0 [2, 32], ") && names.ends_with("weight_hr_l0 [8, 2], "));
/// assert_eq!(<<Narrow as Layer<(N<7>, N<3>)>>::Out as nn::shape::Shape>::DIMS, [7, 2]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Projected<H, P>(PhantomData<(H, P)>);

impl<H: Dim, P: Dim> Units for Projected<H, P> {
    type Cells = H;
    type Hidden = P;
    type Projection = WithBias;
}

/// The size of the output of a recurrent layer with this many directions and `Self` as its units: that of the hidden state for 1,
/// twice as much for 2.
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
pub trait Directed<const DIRECTIONS: usize>: Units {
    /// The size of the output.
    type Width: Dim;
}

impl<H: Units> Directed<1> for H {
    type Width = H::Hidden;
}

impl<H: Units<Hidden: AddDim<H::Hidden>>> Directed<2> for H {
    type Width = Sum<H::Hidden, H::Hidden>;
}

pub(super) mod sealed {
    use crate::dim::Dim;

    pub trait Sealed {}

    pub trait OfUnits {}
    impl<H: Dim> OfUnits for H {}
    impl<H, P> OfUnits for super::Projected<H, P> {}
}
