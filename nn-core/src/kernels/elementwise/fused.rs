//! Expressions of several operands: one loop over memory for all of their steps, forward and backward.

use super::broadcast::{Broadcast, Stretch};
use crate::accumulate::Target;
use crate::expression::{BLOCK, Block, Program};
use crate::float::Float;
use crate::kernels::parallel::{Cut, Divide, in_parts, parts, steps};
use crate::simd::{Simd, Vector, Vectorized, level};
use core::marker::PhantomData;

/// Computes an expression for every element of the loop. Results that are combined to one element are added, or averaged if the
/// program says so.
///
/// Slices must have the sizes that the loop was created for; elements beyond their ends are not computed.
#[inline]
pub fn fused<P: Program, T: Float>(loops: &Broadcast, x: [&[T]; 6], y: &mut [T]) {
    if loops.reduces() {
        y.fill(T::ZERO);
        T::vectorize(level(), Forward::<P, T> { loops, x, y, program: PhantomData });
        if P::IS_MEAN {
            let count = T::from_f64(loops.reduced() as f64);
            y.iter_mut().for_each(|y| *y /= count);
        }
        return;
    }
    let is_plain = (0..P::OPERANDS).all(|operand| !loops.repeats(operand));
    let count = y.len();
    if !is_plain {
        return T::vectorize(level(), Forward::<P, T> { loops, x, y, program: PhantomData });
    }
    in_parts(parts(steps(count)), count, (Operands::<P, T>::new(x), y), |(x, y)| {
        let loops = &Broadcast::new(y.len(), &[], &[&[] as &[usize]; 6], &[]);
        T::vectorize(level(), Forward::<P, T> { loops, x: x.slices, y, program: PhantomData });
    });
}

/// Computes the gradients with respect to the operands for which there is a target, from those with respect to the result. The
/// gradient of an operand that is repeated is the sum over its repetitions.
///
/// Slices must have the sizes that the loop was created for.
#[inline]
pub fn fused_backward<P: Program, T: Float>(
    loops: &Broadcast,
    x: [&[T]; 6],
    dy: &[T],
    mut dx: [Option<Target<'_, T>>; 6],
) {
    let scale = if P::IS_MEAN { T::ONE / T::from_f64(loops.reduced() as f64) } else { T::ONE };
    for (_, dx) in dx.iter_mut().enumerate().filter(|(operand, _)| loops.repeats(*operand)) {
        *dx = dx.take().map(|dx| Target::add(dx.zeroed()));
    }
    T::vectorize(level(), Backward::<P, T> { loops, x, dy, dx, scale, program: PhantomData });
}

/// The operands of an expression, none of which is repeated.
struct Operands<'a, P, T> {
    slices: [&'a [T]; 6],
    program: PhantomData<fn() -> P>,
}

impl<'a, P: Program, T: Float> Operands<'a, P, T> {
    fn new(slices: [&'a [T]; 6]) -> Self {
        Self { slices, program: PhantomData }
    }
}

impl<P: Program, T: Float> Divide for Operands<'_, P, T> {
    #[inline]
    fn divide(self, at: Cut) -> (Self, Self) {
        let cut = |slice: &[T]| at.units.min(slice.len());
        let first = self.slices.map(|slice| &slice[..cut(slice)]);
        let rest = self.slices.map(|slice| &slice[cut(slice)..]);
        (Self::new(first), Self::new(rest))
    }
}

struct Forward<'a, P, T> {
    loops: &'a Broadcast,
    x: [&'a [T]; 6],
    y: &'a mut [T],
    program: PhantomData<P>,
}

impl<P: Program, T: Float> Vectorized<T> for Forward<'_, P, T> {
    #[inline(always)]
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, _: Simd<V>) {
        let Self { loops, x, y, .. } = self;
        let mut local = [[T::ZERO; BLOCK]; 6];
        let mut out = [T::ZERO; BLOCK];
        loops.for_each_row(|row| {
            repeat::<P, T>(&mut local, &x, |operand| row.operand(operand));
            let place = row.result();
            for (start, count) in blocks(row.length) {
                let operands = block::<P, T>(&mut local, &x, |operand| row.operand(operand), start, count);
                // Results that nothing is added to are computed where they belong.
                let in_place = !loops.reduces() && count == BLOCK;
                let y_block = y.get_mut(place.start + start..).and_then(|y| y.first_chunk_mut::<BLOCK>());
                if let (true, Some(y)) = (in_place, y_block) {
                    P::forward(operands, BLOCK, y);
                    continue;
                }
                P::forward(operands, count, &mut out);
                if place.is_one && loops.reduces() {
                    if let Some(y) = y.get_mut(place.start) {
                        *y += sum(&out, count);
                    }
                } else if let Some(y) = y.get_mut(place.start + start..).and_then(|y| y.get_mut(..count)) {
                    let each = y.iter_mut().zip(&out);
                    if loops.reduces() {
                        each.for_each(|(y, &out)| *y += out);
                    } else {
                        each.for_each(|(y, &out)| *y = out);
                    }
                }
            }
        });
    }
}

struct Backward<'a, P, T> {
    loops: &'a Broadcast,
    x: [&'a [T]; 6],
    dy: &'a [T],
    dx: [Option<Target<'a, T>>; 6],
    /// The factor of dy.
    scale: T,
    program: PhantomData<P>,
}

impl<P: Program, T: Float> Vectorized<T> for Backward<'_, P, T> {
    #[inline(always)]
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, _: Simd<V>) {
        let Self { loops, x, dy, mut dx, scale, .. } = self;
        let mut local = [[T::ZERO; BLOCK]; 6];
        let mut of_y = [T::ZERO; BLOCK];
        let mut gradients = [[T::ZERO; BLOCK]; 6];
        loops.for_each_row(|row| {
            repeat::<P, T>(&mut local, &x, |operand| row.operand(operand));
            let place = row.result();
            if place.is_one {
                of_y = [dy.get(place.start).map_or(T::ZERO, |&dy| dy * scale); BLOCK];
            }
            for (start, count) in blocks(row.length) {
                let operands = block::<P, T>(&mut local, &x, |operand| row.operand(operand), start, count);
                if !place.is_one
                    && let Some(dy) = dy.get(place.start + start..).and_then(|dy| dy.get(..count))
                {
                    of_y.iter_mut().zip(dy).for_each(|(to, &dy)| *to = dy * scale);
                }
                P::backward(operands, &of_y, count, &mut gradients);
                for (operand, (dx, gradient)) in dx.iter_mut().zip(&gradients).enumerate().take(P::OPERANDS) {
                    let Some(dx) = dx else { continue };
                    let place = row.operand(operand);
                    if place.is_one && loops.repeats(operand) {
                        if let Some(dx) = dx.slice.get_mut(place.start) {
                            *dx += sum(gradient, count);
                        }
                    } else if let Some(slice) =
                        dx.slice.get_mut(place.start + start..).and_then(|dx| dx.get_mut(..count))
                    {
                        let target = Target { slice, accumulate: dx.accumulate };
                        target.write(gradient.iter().copied());
                    }
                }
            }
        });
    }
}

/// The start and the length of each block of a row.
#[inline(always)]
fn blocks(length: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..length).step_by(BLOCK).map(move |start| (start, (length - start).min(BLOCK)))
}

/// Fills the blocks of the operands of which one element stands for the row.
#[inline(always)]
fn repeat<P: Program, T: Float>(local: &mut [Block<T>; 6], x: &[&[T]; 6], place: impl Fn(usize) -> Stretch) {
    for (operand, (local, x)) in local.iter_mut().zip(x).enumerate().take(P::OPERANDS) {
        let place = place(operand);
        if place.is_one
            && let Some(&x) = x.get(place.start)
        {
            *local = [x; BLOCK];
        }
    }
}

/// Returns `count` elements of each operand from `start` on: where they are, or copied to the block that `local` has for them if
/// fewer than a block are left.
#[inline(always)]
fn block<'a, P: Program, T: Float>(
    local: &'a mut [Block<T>; 6],
    x: &'a [&'a [T]; 6],
    place: impl Fn(usize) -> Stretch,
    start: usize,
    count: usize,
) -> [&'a Block<T>; 6] {
    for (operand, (local, x)) in local.iter_mut().zip(x).enumerate().take(P::OPERANDS) {
        let place = place(operand);
        if count < BLOCK
            && !place.is_one
            && let Some(x) = x.get(place.start + start..).and_then(|x| x.get(..count))
        {
            local.iter_mut().zip(x).for_each(|(local, &x)| *local = x);
        }
    }
    let mut blocks = local.each_ref();
    if count == BLOCK {
        for (operand, (block, x)) in blocks.iter_mut().zip(x).enumerate().take(P::OPERANDS) {
            let place = place(operand);
            if !place.is_one
                && let Some(x) = x.get(place.start + start..).and_then(|x| x.first_chunk::<BLOCK>())
            {
                *block = x;
            }
        }
    }
    blocks
}

/// Returns the sum of the first elements of a block, in an order that does not depend on the width of vectors.
#[inline(always)]
fn sum<T: Float>(block: &Block<T>, count: usize) -> T {
    const LANES: usize = 16;
    let mut sums = [T::ZERO; LANES];
    if count == BLOCK {
        for lanes in block.chunks_exact(LANES) {
            sums.iter_mut().zip(lanes).for_each(|(sum, &lane)| *sum += lane);
        }
    } else {
        for lanes in block.iter().take(count).enumerate() {
            let (i, &lane) = lanes;
            sums[i % LANES] += lane;
        }
    }
    let mut width = LANES / 2;
    while width > 0 {
        for i in 0..width {
            sums[i] += sums[i + width];
        }
        width /= 2;
    }
    sums[0]
}
