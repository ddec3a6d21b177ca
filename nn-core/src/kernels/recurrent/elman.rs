//! The element-wise part of an Elman network.

use super::cell::{CellKernel, Derivatives, Values, open};
use crate::activation::Activation;
use crate::float::Float;
use core::marker::PhantomData;

/// h = A(x + p), where x and p are the two products. The derivative of `A` is computed from its value. There is one gate, h, and
/// no memory.
pub struct ElmanKernel<A>(PhantomData<A>);

impl<A: Activation> CellKernel for ElmanKernel<A> {
    const KEEPS: bool = false;
    const RESETS: bool = false;

    #[inline(always)]
    fn forward<T: Float>(Values { gates, products, hidden, .. }: Values<'_, T>) {
        open::<A, T>(gates, products);
        hidden.iter_mut().zip(gates).for_each(|(h, y)| *h = *y);
    }

    #[inline(always)]
    fn backward<T: Float>(Derivatives { gates, products, hidden, .. }: Derivatives<'_, T>) {
        for ((y, p), dh) in gates.iter_mut().zip(products).zip(hidden) {
            *y = *dh * A::derivative(*y, *y);
            *p = *y;
        }
    }
}
