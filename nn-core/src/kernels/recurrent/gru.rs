//! The element-wise part of a GRU.

use super::cell::{CellKernel, Derivatives, Values, by_gate, by_gate_mut, open};
use crate::activation::Activation;
use crate::float::Float;
use core::marker::PhantomData;

/// r = S(.), z = S(.), n = A(x_n + r p_n), h = (1 - z) n + z h, where x and p are the two products, the functions `S` and `A` are
/// computed from their sums, and their derivatives from their values. The gates are in this order. The memory is p_n.
pub struct GruKernel<S, A>(PhantomData<(S, A)>);

impl<S: Activation, A: Activation> CellKernel for GruKernel<S, A> {
    const KEEPS: bool = true;
    const RESETS: bool = true;

    #[inline(always)]
    fn forward<T: Float>(Values { gates, products, memory, hidden, .. }: Values<'_, T>) {
        let units = hidden.len();
        let [r, z, n] = by_gate_mut(gates, units);
        let [pr, pz, pn] = by_gate(products, units);
        open::<S, T>(r, pr);
        open::<S, T>(z, pz);
        n.iter_mut().zip(r).zip(pn).for_each(|((n, r), &p)| *n = A::value(*n + *r * p));
        memory.iter_mut().zip(pn).for_each(|(memory, &p)| *memory = p);
        hidden.iter_mut().zip(z).zip(n).for_each(|((h, z), n)| *h = *n + *z * (*h - *n));
    }

    #[inline(always)]
    fn backward<T: Float>(values: Derivatives<'_, T>) {
        let Derivatives { gates, products, memory, before, hidden, .. } = values;
        let units = hidden.len();
        let [r, z, n] = by_gate_mut(gates, units);
        let each = hidden.iter_mut().zip(&mut *memory).zip(before).zip(&mut *r).zip(&mut *z).zip(n);
        for (((((dh, p), &h), r), z), n) in each {
            let dn = *dh * (T::ONE - *z) * A::derivative(*n, *n);
            let dr = dn * *p * S::derivative(*r, *r);
            *p = dn * *r;
            let dz = *dh * (h - *n) * S::derivative(*z, *z);
            *dh *= *z;
            (*r, *z, *n) = (dr, dz, dn);
        }
        let [pr, pz, pn] = by_gate_mut(products, units);
        pr.iter_mut().zip(r).for_each(|(p, d)| *p = *d);
        pz.iter_mut().zip(z).for_each(|(p, d)| *p = *d);
        pn.iter_mut().zip(memory).for_each(|(p, d)| *p = *d);
    }
}
