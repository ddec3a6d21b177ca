//! Expressions of several operands: one loop over memory for all of their steps, forward and backward.

use super::broadcast::{Broadcast, Row, Stretch};
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
        for row in loops.rows() {
            fill::<P, T>(&mut local, &x, &row);
            let operands = Blocks::new::<P>(&local, &x, &row);
            let place = row.result();
            // Results that nothing is added to are computed where they belong; fewer than a block are copied there.
            let (in_place, others) = destination(y, place, loops.reduces());
            for (i, count) in blocks(row.length) {
                let to = in_place.get_mut(i).unwrap_or(&mut out);
                P::forward(operands.get::<P>(i), count, to);
                if i >= in_place.len() {
                    let adds = if loops.adds_one_by_one() { Sum::OneByOne } else { Sum::Lanes };
                    write(others, place, loops.reduces().then_some(adds), i * BLOCK, &out, count);
                }
            }
        }
    }
}

/// Returns where results of a row are computed, and where they are written to if they are computed elsewhere: what is left of the
/// row, or everything, if they are added.
#[inline(always)]
fn destination<T: Float>(y: &mut [T], place: Stretch, adds: bool) -> (&mut [Block<T>], &mut [T]) {
    if adds { (&mut [], y) } else { y.get_mut(place.start..).unwrap_or_default().as_chunks_mut() }
}

/// The order in which the results of a block are added to one element.
#[derive(Clone, Copy)]
enum Sum {
    Lanes,
    OneByOne,
}

/// Adds the first `count` results from `start` of a row on to the elements of which they are a part, all of them to one or each to
/// one of its own, or copies them to what is left of the row.
#[inline(always)]
fn write<T: Float>(y: &mut [T], place: Stretch, adds: Option<Sum>, start: usize, out: &Block<T>, count: usize) {
    let Some(order) = adds else {
        y.iter_mut().zip(out).take(count).for_each(|(y, &out)| *y = out);
        return;
    };
    if place.is_one {
        if let Some(y) = y.get_mut(place.start) {
            match order {
                Sum::Lanes => *y += sum(out, count),
                Sum::OneByOne => out.iter().take(count).for_each(|&out| *y += out),
            }
        }
    } else if let Some(y) = y.get_mut(place.start + start..).and_then(|y| y.get_mut(..count)) {
        y.iter_mut().zip(out).for_each(|(y, &out)| *y += out);
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
        let adds = dx.each_ref().map(|dx| dx.as_ref().is_some_and(|dx| dx.accumulate.adds()));
        for row in loops.rows() {
            fill::<P, T>(&mut local, &x, &row);
            let operands = Blocks::new::<P>(&local, &x, &row);
            let place = row.result();
            if place.is_one {
                of_y = [dy.get(place.start).map_or(T::ZERO, |&dy| dy * scale); BLOCK];
            }
            let own = if place.is_one || P::IS_MEAN { None } else { dy.get(place.start..) };
            let of_blocks = own.unwrap_or_default().as_chunks().0;
            // Gradients that replace what is there are computed where they belong; fewer than a block are copied there.
            let mut in_place: [&mut [Block<T>]; 6] = Default::default();
            let mut others: [&mut [T]; 6] = Default::default();
            for (operand, dx) in dx.iter_mut().enumerate().take(P::OPERANDS) {
                if let Some(dx) = dx {
                    (in_place[operand], others[operand]) =
                        destination(dx.slice, row.operand(operand), dx.accumulate.adds());
                }
            }
            for (i, count) in blocks(row.length) {
                let of_block = match of_blocks.get(i) {
                    Some(of_block) => of_block,
                    None => {
                        scaled(&mut of_y, dy, place, i * BLOCK, count, scale);
                        &of_y
                    }
                };
                let mut to = gradients.each_mut();
                for (to, in_place) in to.iter_mut().zip(&mut in_place).take(P::OPERANDS) {
                    if let Some(block) = in_place.get_mut(i) {
                        *to = block;
                    }
                }
                P::backward(operands.get::<P>(i), of_block, count, to);
                for operand in 0..P::OPERANDS.min(6) {
                    if i >= in_place[operand].len() {
                        let of = row.operand(operand);
                        let place = Stretch { is_one: of.is_one && loops.repeats(operand), ..of };
                        let adds = adds[operand].then_some(Sum::Lanes);
                        write(others[operand], place, adds, i * BLOCK, &gradients[operand], count);
                    }
                }
            }
        }
    }
}

/// The index and the length of each block of a row.
#[inline(always)]
fn blocks(length: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..length.div_ceil(BLOCK)).map(move |i| (i, (length - i * BLOCK).min(BLOCK)))
}

/// Copies `count` elements of dy from `start` of a row on, times `scale`, unless one element stands for the row.
#[inline(always)]
fn scaled<T: Float>(to: &mut Block<T>, dy: &[T], place: Stretch, start: usize, count: usize, scale: T) {
    if !place.is_one
        && let Some(dy) = dy.get(place.start + start..).and_then(|dy| dy.get(..count))
    {
        to.iter_mut().zip(dy).for_each(|(to, &dy)| *to = dy * scale);
    }
}

/// The operands of a row.
struct Blocks<'a, T> {
    /// The blocks, also beyond the row, or none if one element stands for the row.
    each: [&'a [Block<T>]; 6],
    /// The block that stands for the others.
    local: &'a [Block<T>; 6],
}

impl<'a, T: Float> Blocks<'a, T> {
    #[inline(always)]
    fn new<P: Program>(local: &'a [Block<T>; 6], x: &[&'a [T]; 6], row: &Row) -> Self {
        let mut each: [&[Block<T>]; 6] = [&[]; 6];
        for (operand, (each, x)) in each.iter_mut().zip(x).enumerate().take(P::OPERANDS) {
            let place = row.operand(operand);
            if !place.is_one {
                *each = x.get(place.start..).unwrap_or_default().as_chunks().0;
            }
        }
        Self { each, local }
    }

    /// Returns block `i` of each operand.
    #[inline(always)]
    fn get<P: Program>(&self, i: usize) -> [&'a Block<T>; 6] {
        let mut blocks = self.local.each_ref();
        for (block, each) in blocks.iter_mut().zip(&self.each).take(P::OPERANDS) {
            *block = each.get(i).unwrap_or(*block);
        }
        blocks
    }
}

/// Fills the blocks of the operands of which one element stands for the row, and those of the others with their last elements if
/// these are fewer than a block.
#[inline(always)]
fn fill<P: Program, T: Float>(local: &mut [Block<T>; 6], x: &[&[T]; 6], row: &Row) {
    let rest = row.length % BLOCK;
    for (operand, (local, x)) in local.iter_mut().zip(x).enumerate().take(P::OPERANDS) {
        let place = row.operand(operand);
        if place.is_one {
            if let Some(&x) = x.get(place.start) {
                *local = [x; BLOCK];
            }
        } else if rest > 0
            && let Some(x) = x.get(place.start + (row.length - rest)..)
            && x.len() < BLOCK
        {
            local.iter_mut().zip(x).for_each(|(local, &x)| *local = x);
        }
    }
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
