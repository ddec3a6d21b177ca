//! The values of one sample at one step of a recurrent layer, and the trait of the cells that compute them.

use crate::activation::Activation;
use crate::float::Float;
use crate::kernels::elementwise::channels::at_least_one;

/// The values of one sample at one step of the forward pass. `hidden` has as many elements as the layer has units; `gates` and
/// `products` have that many for each gate.
pub struct Values<'a, T> {
    /// x W_ih + b_ih, which the cell replaces by the gates.
    pub gates: &'a mut [T],
    /// h W_hh + b_hh, where h is the previous hidden state.
    pub products: &'a [T],
    /// The state of the cell besides the hidden state: the previous one, which the cell replaces. Empty for a cell without it.
    pub state: &'a mut [T],
    /// What the backward pass reads besides the gates. Empty in inference.
    pub memory: &'a mut [T],
    /// The previous hidden state, which the cell replaces.
    pub hidden: &'a mut [T],
}

/// The values of one sample at one step of the backward pass, with the sizes of [`Values`].
pub struct Derivatives<'a, T> {
    /// The gates, which the cell replaces by the gradient with respect to x W_ih + b_ih.
    pub gates: &'a mut [T],
    /// The gradient with respect to h W_hh + b_hh, which the cell sets.
    pub products: &'a mut [T],
    /// The gradient with respect to the new state of the cell, which the cell replaces by that with respect to the previous one.
    pub state: &'a mut [T],
    /// What the forward pass has stored. A cell that [resets](CellKernel::RESETS) replaces it by the last gate's part of
    /// `products`.
    pub memory: &'a mut [T],
    /// The previous hidden state.
    pub before: &'a [T],
    /// The gradient with respect to the new hidden state. A cell that [keeps](CellKernel::KEEPS) a part of the hidden state
    /// replaces it by the gradient of that part with respect to the previous hidden state.
    pub hidden: &'a mut [T],
}

/// The element-wise part of a recurrent cell.
pub trait CellKernel: 'static {
    /// Whether the new hidden state depends on the previous one other than by its products with the weight.
    const KEEPS: bool;
    /// Whether the last gate multiplies its product, so that the last parts of `gates` and `products` differ in `Derivatives`.
    const RESETS: bool;

    /// Computes the gates and the new state of one sample at one step.
    fn forward<T: Float>(values: Values<'_, T>);

    /// Computes the gradients of [`forward`](CellKernel::forward).
    fn backward<T: Float>(values: Derivatives<'_, T>);
}

/// Returns the parts of a slice that belong to the first `N` gates.
#[inline(always)]
pub(super) fn by_gate<const N: usize, T>(slice: &[T], units: usize) -> [&[T]; N] {
    let mut gates = slice.chunks_exact(at_least_one(units));
    core::array::from_fn(|_| gates.next().unwrap_or_default())
}

/// Returns the same as [`by_gate`], mutably.
#[inline(always)]
pub(super) fn by_gate_mut<const N: usize, T>(slice: &mut [T], units: usize) -> [&mut [T]; N] {
    let mut gates = slice.chunks_exact_mut(at_least_one(units));
    core::array::from_fn(|_| gates.next().unwrap_or_default())
}

/// Computes a gate: y = f(x + p), in place of x.
#[inline(always)]
pub(super) fn open<A: Activation, T: Float>(x: &mut [T], p: &[T]) {
    x.iter_mut().zip(p).for_each(|(x, &p)| *x = A::value(*x + p));
}
