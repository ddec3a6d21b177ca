//! Programs: the code of an expression, and what becomes of its results.

use super::code::{Code, steps};
use super::step::Step;
use crate::float::Float;
use core::marker::PhantomData;

/// The number of elements that are computed at a time.
pub const BLOCK: usize = 64;

/// Elements of one array, of which the first ones are in use.
pub type Block<T> = [T; BLOCK];

/// An element-wise function of up to six operands.
pub trait Program: 'static {
    /// The number of operands.
    const OPERANDS: usize;
    /// The steps as data.
    const STEPS: &'static [Step];
    /// Whether results that are written to the same element are averaged instead of added.
    const IS_MEAN: bool = false;

    /// Computes the first `count` elements of `y` from those of the operands; elements of `y` from there on do not change.
    fn forward<T: Float>(x: [&Block<T>; 6], count: usize, y: &mut Block<T>);
    /// Computes the first `count` elements of the gradients with respect to the operands from those with respect to the result.
    fn backward<T: Float>(x: [&Block<T>; 6], dy: &Block<T>, count: usize, dx: [&mut Block<T>; 6]);
}

/// The program with `N` operands and `R` registers, of which the first are the operands and the last is the result.
pub struct Steps<C, const N: usize, const R: usize>(PhantomData<C>);

/// The number of elements for which a step is computed before the next one. The operations of several vectors overlap, while those
/// of one wait for each other. It is one element without vectors, and without `std`, where a tile of every step would need stack. It
/// does not change results.
const TILE: usize =
    if cfg!(all(feature = "std", any(target_arch = "x86_64", target_arch = "x86", target_arch = "aarch64"))) {
        32
    } else {
        1
    };

/// Returns tile `i` of a block, without a reachable panic.
#[inline(always)]
fn tile<T: Float, const W: usize>(block: &Block<T>, i: usize) -> [T; W] {
    block.as_chunks().0.get(i).copied().unwrap_or([T::ZERO; W])
}

/// Writes tile `i` of a block, without a reachable panic.
#[inline(always)]
fn set_tile<T: Float, const W: usize>(block: &mut Block<T>, i: usize, tile: [T; W]) {
    if let Some(to) = block.as_chunks_mut().0.get_mut(i) {
        *to = tile;
    }
}

/// Computes all registers for the `W` elements of tile `i` of the operands.
#[inline(always)]
fn registers<T: Float, C: Code<R>, const N: usize, const R: usize, const W: usize>(
    x: &[&Block<T>; 6],
    i: usize,
) -> [[T; W]; R] {
    let mut registers = [[T::ZERO; W]; R];
    for k in 0..N {
        registers[k] = tile(x[k], i);
    }
    C::forward(&mut registers);
    registers
}

/// Computes the gradients with respect to the operands for the `W` elements of tile `i`.
#[inline(always)]
fn gradients<T: Float, C: Code<R>, const N: usize, const R: usize, const W: usize>(
    x: &[&Block<T>; 6],
    dy: &Block<T>,
    dx: &mut [&mut Block<T>; 6],
    i: usize,
) {
    let registers = registers::<T, C, N, R, W>(x, i);
    let mut gradients = [[T::ZERO; W]; R];
    gradients[R - 1] = tile(dy, i);
    C::backward(&registers, &mut gradients);
    for k in 0..N {
        set_tile(dx[k], i, gradients[k]);
    }
}

impl<C: Code<R>, const N: usize, const R: usize> Program for Steps<C, N, R> {
    const OPERANDS: usize = N;
    const STEPS: &'static [Step] = &steps::<R>(N, &C::WRITTEN);

    #[inline(always)]
    fn forward<T: Float>(x: [&Block<T>; 6], count: usize, y: &mut Block<T>) {
        let tiles = count.min(BLOCK) / TILE;
        for i in 0..tiles {
            set_tile(y, i, registers::<T, C, N, R, TILE>(&x, i)[R - 1]);
        }
        if TILE > 1 {
            for i in tiles * TILE..count.min(BLOCK) {
                set_tile(y, i, registers::<T, C, N, R, 1>(&x, i)[R - 1]);
            }
        }
    }

    #[inline(always)]
    fn backward<T: Float>(x: [&Block<T>; 6], dy: &Block<T>, count: usize, mut dx: [&mut Block<T>; 6]) {
        let tiles = count.min(BLOCK) / TILE;
        for i in 0..tiles {
            gradients::<T, C, N, R, TILE>(&x, dy, &mut dx, i);
        }
        if TILE > 1 {
            for i in tiles * TILE..count.min(BLOCK) {
                gradients::<T, C, N, R, 1>(&x, dy, &mut dx, i);
            }
        }
    }
}

/// Results that are written to the same element are averaged.
pub struct Mean<P>(PhantomData<P>);

impl<P: Program> Program for Mean<P> {
    const OPERANDS: usize = P::OPERANDS;
    const STEPS: &'static [Step] = P::STEPS;
    const IS_MEAN: bool = true;

    #[inline(always)]
    fn forward<T: Float>(x: [&Block<T>; 6], count: usize, y: &mut Block<T>) {
        P::forward(x, count, y);
    }
    #[inline(always)]
    fn backward<T: Float>(x: [&Block<T>; 6], dy: &Block<T>, count: usize, dx: [&mut Block<T>; 6]) {
        P::backward(x, dy, count, dx);
    }
}
