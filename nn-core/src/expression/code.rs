//! The steps of an expression as types, each with its derivative.

// Loops over an index are vectorised here; `core::array::from_fn` was not, which took three times as long for ten operations.
#![allow(clippy::needless_range_loop)]

use super::operator::Operator;
use super::step::Step;
use crate::activation::{Activation, Function, Scalar};
use crate::float::Float;
use core::marker::PhantomData;

/// Steps of a program with `R` registers. Each step writes one register, which no other step writes.
pub trait Code<const R: usize>: 'static {
    /// Writes the steps as data, each to the index of its register.
    const WRITTEN: Written;

    /// Computes the registers of these steps, for `W` elements.
    fn forward<T: Float, const W: usize>(registers: &mut [[T; W]; R]);
    /// Adds the gradients with respect to the registers that these steps read, from those with respect to the registers that they
    /// write.
    fn backward<T: Float, const W: usize>(registers: &[[T; W]; R], gradients: &mut [[T; W]; R]);
}

/// Steps as data: one with its register, or a sequence.
pub enum Written {
    /// One step.
    One(usize, Step),
    /// Several steps.
    Several(&'static [Written]),
}

/// Returns the steps by register; the first `operands` registers are operands.
pub(super) const fn steps<const R: usize>(operands: usize, written: &Written) -> [Step; R] {
    let mut steps = [Step::Operand(0); R];
    let mut operand = 0;
    while operand < operands {
        steps[operand] = Step::Operand(operand);
        operand += 1;
    }
    write(steps, written)
}

const fn write<const R: usize>(mut steps: [Step; R], written: &Written) -> [Step; R] {
    match written {
        Written::One(register, step) => steps[*register] = *step,
        Written::Several(all) => {
            let mut index = 0;
            while index < all.len() {
                steps = write(steps, &all[index]);
                index += 1;
            }
        }
    }
    steps
}

/// Register `K` is the number with these bits, in `f64`.
pub struct Number<const K: usize, const BITS: u64>;

impl<const R: usize, const K: usize, const BITS: u64> Code<R> for Number<K, BITS> {
    const WRITTEN: Written = Written::One(K, Step::Number(Scalar::new(f64::from_bits(BITS))));

    #[inline(always)]
    fn forward<T: Float, const W: usize>(registers: &mut [[T; W]; R]) {
        registers[K] = [T::from_f64(f64::from_bits(BITS)); W];
    }
    #[inline(always)]
    fn backward<T: Float, const W: usize>(_: &[[T; W]; R], _: &mut [[T; W]; R]) {}
}

/// Register `K` is a function of register `X`.
pub struct Apply<A, const K: usize, const X: usize>(PhantomData<A>);

/// The function as data.
const fn function<A: Activation>() -> Function {
    match A::FUNCTION {
        Some(function) => function,
        None => panic!("a function in an expression must be a `Function`"),
    }
}

impl<const R: usize, A: Activation + 'static, const K: usize, const X: usize> Code<R> for Apply<A, K, X> {
    const WRITTEN: Written = Written::One(K, Step::Unary(function::<A>(), X));

    #[inline(always)]
    fn forward<T: Float, const W: usize>(registers: &mut [[T; W]; R]) {
        for i in 0..W {
            registers[K][i] = A::value(registers[X][i]);
        }
    }
    #[inline(always)]
    fn backward<T: Float, const W: usize>(registers: &[[T; W]; R], gradients: &mut [[T; W]; R]) {
        for i in 0..W {
            gradients[X][i] += gradients[K][i] * A::derivative(registers[X][i], registers[K][i]);
        }
    }
}

/// Register `K` is the result of an operator between registers `A` and `B`.
pub struct Combine<O, const K: usize, const A: usize, const B: usize>(PhantomData<O>);

impl<const R: usize, O: Operator, const K: usize, const A: usize, const B: usize> Code<R> for Combine<O, K, A, B> {
    const WRITTEN: Written = Written::One(K, Step::Binary(O::BINARY, A, B));

    #[inline(always)]
    fn forward<T: Float, const W: usize>(registers: &mut [[T; W]; R]) {
        for i in 0..W {
            registers[K][i] = O::value(registers[A][i], registers[B][i]);
        }
    }
    #[inline(always)]
    fn backward<T: Float, const W: usize>(registers: &[[T; W]; R], gradients: &mut [[T; W]; R]) {
        for i in 0..W {
            let [a, b] = O::derivatives(registers[A][i], registers[B][i], registers[K][i]);
            gradients[A][i] += gradients[K][i] * a;
            gradients[B][i] += gradients[K][i] * b;
        }
    }
}

/// Register `K` is register `A` where register `MASK` is not 0, else register `B`.
pub struct Choose<const K: usize, const MASK: usize, const A: usize, const B: usize>;

impl<const R: usize, const K: usize, const MASK: usize, const A: usize, const B: usize> Code<R>
    for Choose<K, MASK, A, B>
{
    const WRITTEN: Written = Written::One(K, Step::Select(MASK, A, B));

    #[inline(always)]
    fn forward<T: Float, const W: usize>(registers: &mut [[T; W]; R]) {
        for i in 0..W {
            registers[K][i] = if registers[MASK][i] != T::ZERO { registers[A][i] } else { registers[B][i] };
        }
    }
    #[inline(always)]
    fn backward<T: Float, const W: usize>(registers: &[[T; W]; R], gradients: &mut [[T; W]; R]) {
        for i in 0..W {
            let (zero, dy, is_first) = (T::ZERO, gradients[K][i], registers[MASK][i] != T::ZERO);
            gradients[A][i] += if is_first { dy } else { zero };
            gradients[B][i] += if is_first { zero } else { dy };
        }
    }
}

/// Register `K` is register `X`, but at least register `LOW` and at most register `HIGH`, which receive no gradient. NaN stays NaN.
pub struct Clamped<const K: usize, const X: usize, const LOW: usize, const HIGH: usize>;

impl<const R: usize, const K: usize, const X: usize, const LOW: usize, const HIGH: usize> Code<R>
    for Clamped<K, X, LOW, HIGH>
{
    const WRITTEN: Written = Written::One(K, Step::Clamp(X, LOW, HIGH));

    #[inline(always)]
    fn forward<T: Float, const W: usize>(registers: &mut [[T; W]; R]) {
        for i in 0..W {
            let x = registers[X][i];
            let x = if x < registers[LOW][i] { registers[LOW][i] } else { x };
            registers[K][i] = if x > registers[HIGH][i] { registers[HIGH][i] } else { x };
        }
    }
    #[inline(always)]
    fn backward<T: Float, const W: usize>(registers: &[[T; W]; R], gradients: &mut [[T; W]; R]) {
        for i in 0..W {
            let is_inside = registers[X][i] >= registers[LOW][i] && registers[X][i] <= registers[HIGH][i];
            gradients[X][i] += if is_inside { gradients[K][i] } else { T::ZERO };
        }
    }
}

impl<const R: usize> Code<R> for () {
    const WRITTEN: Written = Written::Several(&[]);

    #[inline(always)]
    fn forward<T: Float, const W: usize>(_: &mut [[T; W]; R]) {}
    #[inline(always)]
    fn backward<T: Float, const W: usize>(_: &[[T; W]; R], _: &mut [[T; W]; R]) {}
}

/// Two parts in sequence. Nested pairs of balanced depth keep the types of long programs shallow.
impl<const R: usize, First: Code<R>, Second: Code<R>> Code<R> for (First, Second) {
    const WRITTEN: Written = Written::Several(&[First::WRITTEN, Second::WRITTEN]);

    #[inline(always)]
    fn forward<T: Float, const W: usize>(registers: &mut [[T; W]; R]) {
        First::forward(registers);
        Second::forward(registers);
    }
    #[inline(always)]
    fn backward<T: Float, const W: usize>(registers: &[[T; W]; R], gradients: &mut [[T; W]; R]) {
        Second::backward(registers, gradients);
        First::backward(registers, gradients);
    }
}
