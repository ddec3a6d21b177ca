//! What `network!` asks of a layer that it knows by its type alone: which input it takes, and its type between two values.

use crate::signal::Signal;

/// A layer at its place between two values of a network.
///
/// `#[derive(Parameters)]` and `network!` write it. A layer whose [`Parameters`](crate::Parameters) are written by hand, and which
/// `network!` is to use, has these two lines:
///
/// ```
/// # use nn_core::{Connect, Signal};
/// # struct Scale;
/// impl Connect for Scale {
///     type Takes<Given: Signal> = Given;
///     type At<Gives: Signal> = Self;
/// }
/// ```
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer that `network!` can use",
    note = "put `#[derive(Parameters)]` on your layer"
)]
pub trait Connect {
    /// The input of the layer where the value before it is `Given`: the one signal that it always takes, or else `Given`.
    ///
    /// With a fixed signal, `network!` reports a value that does not fit with its sizes in decimals and with a fix. Networks
    /// declare one, and so does a layer with `#[takes(..)]` beside `#[derive(Parameters)]`.
    type Takes<Given: Signal>: Signal;
    /// The layer where an item of `network!` proves that it fits: `Fitted<Self, Gives>` if it always takes the same, else
    /// `Self`.
    type At<Gives: Signal>;
}

impl<L: Connect, const K: usize> Connect for [L; K] {
    type Takes<Given: Signal> = L::Takes<Given>;
    type At<Gives: Signal> = Self;
}
