//! The trait by which `network!` uses a layer that it knows by its type alone.

use crate::signal::Signal;

/// A layer that can be used in `network!`.
///
/// `#[derive(Parameters)]` and `network!` implement it. A layer that implements [`Parameters`](crate::Parameters) by hand needs
/// this implementation to be used in `network!`:
///
/// ```
/// # use nn::layers::Connect;
/// # use nn::signal::Signal;
/// # struct Scale;
/// impl Connect for Scale {
///     type Input<Given: Signal> = Given;
///     type Coerced<Gives: Signal> = Self;
/// }
/// ```
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer that `network!` can use",
    note = "put `#[derive(Parameters)]` on your layer"
)]
pub trait Connect {
    /// The input of the layer if the preceding value is `Given`: a fixed signal, or else `Given`.
    ///
    /// With a fixed signal, `network!` reports a mismatch with the sizes in decimals and with a fix. Networks have one, and so do
    /// layers with `#[input(..)]` next to `#[derive(Parameters)]`.
    type Input<Given: Signal>: Signal;
    /// The type of the layer where an item that `network!` generates asserts that the shapes match: `Coerced<Self, Gives>` if the
    /// input is fixed, else `Self`.
    type Coerced<Gives: Signal>;
}

impl<L: Connect, const K: usize> Connect for [L; K] {
    type Input<Given: Signal> = L::Input<Given>;
    type Coerced<Gives: Signal> = Self;
}
