//! The steps of an expression as types, each with its derivative.

use super::operator::Operator;
use super::step::Step;
use crate::activation::{Activation, Function, Scalar};
use crate::float::Float;
use core::marker::PhantomData;

/// Steps of a program with `R` registers. Each step writes one register, which no other step writes.
pub trait Code<const R: usize>: 'static {
    /// Writes the steps as data, each to the index of its register.
    const WRITTEN: Written;

    /// Computes the registers of these steps.
    fn forward<T: Float>(registers: &mut [T; R]);
    /// Adds the gradients with respect to the registers that these steps read, from those with respect to the registers that they
    /// write.
    fn backward<T: Float>(registers: &[T; R], gradients: &mut [T; R]);
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
    fn forward<T: Float>(registers: &mut [T; R]) {
        registers[K] = T::from_f64(f64::from_bits(BITS));
    }
    #[inline(always)]
    fn backward<T: Float>(_: &[T; R], _: &mut [T; R]) {}
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
    fn forward<T: Float>(registers: &mut [T; R]) {
        registers[K] = A::value(registers[X]);
    }
    #[inline(always)]
    fn backward<T: Float>(registers: &[T; R], gradients: &mut [T; R]) {
        gradients[X] += gradients[K] * A::derivative(registers[X], registers[K]);
    }
}

/// Register `K` is the result of an operator between registers `A` and `B`.
pub struct Combine<O, const K: usize, const A: usize, const B: usize>(PhantomData<O>);

impl<const R: usize, O: Operator, const K: usize, const A: usize, const B: usize> Code<R> for Combine<O, K, A, B> {
    const WRITTEN: Written = Written::One(K, Step::Binary(O::BINARY, A, B));

    #[inline(always)]
    fn forward<T: Float>(registers: &mut [T; R]) {
        registers[K] = O::value(registers[A], registers[B]);
    }
    #[inline(always)]
    fn backward<T: Float>(registers: &[T; R], gradients: &mut [T; R]) {
        let [a, b] = O::derivatives(registers[A], registers[B], registers[K]);
        gradients[A] += gradients[K] * a;
        gradients[B] += gradients[K] * b;
    }
}

/// Register `K` is register `A` where register `MASK` is not 0, else register `B`.
pub struct Choose<const K: usize, const MASK: usize, const A: usize, const B: usize>;

impl<const R: usize, const K: usize, const MASK: usize, const A: usize, const B: usize> Code<R>
    for Choose<K, MASK, A, B>
{
    const WRITTEN: Written = Written::One(K, Step::Select(MASK, A, B));

    #[inline(always)]
    fn forward<T: Float>(registers: &mut [T; R]) {
        registers[K] = if registers[MASK] != T::ZERO { registers[A] } else { registers[B] };
    }
    #[inline(always)]
    fn backward<T: Float>(registers: &[T; R], gradients: &mut [T; R]) {
        let (zero, dy, is_first) = (T::ZERO, gradients[K], registers[MASK] != T::ZERO);
        gradients[A] += if is_first { dy } else { zero };
        gradients[B] += if is_first { zero } else { dy };
    }
}

/// Register `K` is register `X`, but at least register `LOW` and at most register `HIGH`, which receive no gradient. NaN stays NaN.
pub struct Clamped<const K: usize, const X: usize, const LOW: usize, const HIGH: usize>;

impl<const R: usize, const K: usize, const X: usize, const LOW: usize, const HIGH: usize> Code<R>
    for Clamped<K, X, LOW, HIGH>
{
    const WRITTEN: Written = Written::One(K, Step::Clamp(X, LOW, HIGH));

    #[inline(always)]
    fn forward<T: Float>(registers: &mut [T; R]) {
        let x = registers[X];
        let x = if x < registers[LOW] { registers[LOW] } else { x };
        registers[K] = if x > registers[HIGH] { registers[HIGH] } else { x };
    }
    #[inline(always)]
    fn backward<T: Float>(registers: &[T; R], gradients: &mut [T; R]) {
        let is_inside = registers[X] >= registers[LOW] && registers[X] <= registers[HIGH];
        gradients[X] += if is_inside { gradients[K] } else { T::ZERO };
    }
}

impl<const R: usize> Code<R> for () {
    const WRITTEN: Written = Written::Several(&[]);

    #[inline(always)]
    fn forward<T: Float>(_: &mut [T; R]) {}
    #[inline(always)]
    fn backward<T: Float>(_: &[T; R], _: &mut [T; R]) {}
}

/// Two parts in sequence. Nested pairs of balanced depth keep the types of long programs shallow.
impl<const R: usize, First: Code<R>, Second: Code<R>> Code<R> for (First, Second) {
    const WRITTEN: Written = Written::Several(&[First::WRITTEN, Second::WRITTEN]);

    #[inline(always)]
    fn forward<T: Float>(registers: &mut [T; R]) {
        First::forward(registers);
        Second::forward(registers);
    }
    #[inline(always)]
    fn backward<T: Float>(registers: &[T; R], gradients: &mut [T; R]) {
        Second::backward(registers, gradients);
        First::backward(registers, gradients);
    }
}
