//! What `network!` asks of a layer that it cannot see through: what it takes, and how it stands between two values.

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
    /// What the layer takes where `Given` is what it is given: the one signal that it always takes, or else `Given`.
    ///
    /// With the first, `network!` tells a value that does not fit in decimals and with a fix. A network says it, and a
    /// layer with `#[takes(..)]` beside `#[derive(Parameters)]`.
    type Takes<Given: Signal>: Signal;
    /// The layer where an item of `network!` proves that it fits: `Fitted<Self, Gives>` if it always takes the same, else
    /// `Self`.
    type At<Gives: Signal>;
}

impl<L: Connect, const K: usize> Connect for [L; K] {
    type Takes<Given: Signal> = L::Takes<Given>;
    type At<Gives: Signal> = Self;
}
