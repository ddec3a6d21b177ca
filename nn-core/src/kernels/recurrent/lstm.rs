//! The element-wise part of an LSTM.

use super::cell::{CellKernel, Derivatives, Values, by_gate, by_gate_mut, open};
use crate::activation::Activation;
use crate::float::Float;
use core::marker::PhantomData;

/// i = S(.), f = S(.), g = A(.), o = S(.), c = f c + i g, h = o A(c), where the functions `S` and `A` are computed from the sums of
/// the two products, and their derivatives from their values. The gates are in this order. The memory is the previous c.
pub struct LstmKernel<S, A>(PhantomData<(S, A)>);

impl<S: Activation, A: Activation> CellKernel for LstmKernel<S, A> {
    const KEEPS: bool = false;
    const RESETS: bool = false;

    #[inline(always)]
    fn forward<T: Float>(Values { gates, products, state, memory, hidden }: Values<'_, T>) {
        let units = hidden.len();
        let [i, f, g, o] = by_gate_mut(gates, units);
        let [pi, pf, pg, po] = by_gate(products, units);
        open::<S, T>(i, pi);
        open::<S, T>(f, pf);
        open::<A, T>(g, pg);
        open::<S, T>(o, po);
        memory.iter_mut().zip(&*state).for_each(|(memory, &c)| *memory = c);
        for (((((h, c), i), f), g), o) in hidden.iter_mut().zip(state).zip(i).zip(f).zip(g).zip(o) {
            *c = *f * *c + *i * *g;
            *h = *o * A::value(*c);
        }
    }

    #[inline(always)]
    fn backward<T: Float>(values: Derivatives<'_, T>) {
        let Derivatives { gates, products, state, memory, hidden, .. } = values;
        let [i, f, g, o] = by_gate_mut(gates, hidden.len());
        for ((((((dh, dc), c), i), f), g), o) in hidden.iter().zip(state).zip(memory).zip(i).zip(f).zip(g).zip(o) {
            // The same operations as in the forward pass, so the result is bit-identical.
            let y = A::value(*f * *c + *i * *g);
            let sum = *dc + *dh * *o * A::derivative(y, y);
            *dc = sum * *f;
            *o = *dh * y * S::derivative(*o, *o);
            *f = sum * *c * S::derivative(*f, *f);
            let di = sum * *g * S::derivative(*i, *i);
            *g = sum * *i * A::derivative(*g, *g);
            *i = di;
        }
        products.iter_mut().zip(gates).for_each(|(p, d)| *p = *d);
    }
}
