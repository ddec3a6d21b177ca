//! One step of a recurrent layer for all samples of a batch, divided among threads between samples.

use super::cell::{CellKernel, Derivatives, Values};
use super::lengths::{Lengths, OfSamples};
use crate::float::Float;
use crate::kernels::elementwise::channels::at_least_one;
use crate::kernels::parallel::{Units, exponential_steps, in_parts, parts};
use crate::simd::{Simd, Vector, Vectorized, level};
use core::marker::PhantomData;

/// The sizes of a recurrent layer, and the place of one step in them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// The number of elements of each gate, which is that of the hidden state unless that is a projection.
    pub(crate) units: usize,
    /// The number of gates.
    pub(crate) gates: usize,
    /// The number of steps of a sample.
    pub(crate) steps: usize,
    /// The index of the step.
    pub(crate) step: usize,
    /// The number of elements of a step of the output, of which the hidden state may be a part.
    pub(crate) width: usize,
    /// The index of the first element of the hidden state in a step of the output.
    pub(crate) offset: usize,
}

impl Place {
    /// Returns the number of parts into which a step of this many samples is divided.
    fn parts(self, samples: usize) -> usize {
        parts(exponential_steps(samples.saturating_mul(self.units).saturating_mul(self.gates)))
    }

    /// Returns the same step in a slice with `width` elements per step.
    pub(crate) fn alone(self, width: usize) -> Place {
        Place { width, offset: 0, ..self }
    }

    /// Writes the hidden states of all samples, of `count` elements each, to their place in a slice with all steps, which may be
    /// empty. For a sample without this step it writes 0.
    #[inline(always)]
    pub(crate) fn put<T: Float>(self, lengths: impl Lengths, hidden: &[T], count: usize, all: &mut [T]) {
        for (sample, hidden) in hidden.chunks_exact(at_least_one(count)).enumerate() {
            let to = self.of(all, sample, self.width).get_mut(self.offset..).unwrap_or_default();
            let is_step = lengths.contains(sample, self.step);
            to.iter_mut().zip(hidden).for_each(|(to, &h)| *to = if is_step { h } else { T::ZERO });
        }
    }

    /// Adds what [`put`](Self::put) writes, the elements of a slice with all steps, to the hidden states of all samples that have
    /// this step.
    #[inline(always)]
    pub(crate) fn add<T: Float>(self, lengths: impl Lengths, all: &[T], count: usize, hidden: &mut [T]) {
        for (sample, hidden) in hidden.chunks_exact_mut(at_least_one(count)).enumerate() {
            if !lengths.contains(sample, self.step) {
                continue;
            }
            let from = (sample * self.steps + self.step) * self.width + self.offset;
            let from = all.get(from..).unwrap_or_default();
            hidden.iter_mut().zip(from).for_each(|(h, &add)| *h += add);
        }
    }

    /// Returns the elements of sample `sample` at this step, of a slice with `width` elements per step.
    #[inline(always)]
    fn of<T>(self, slice: &mut [T], sample: usize, width: usize) -> &mut [T] {
        row(slice, sample * self.steps + self.step, width)
    }
}

/// Returns row `index` of a slice with rows of `width` elements; empty if the slice does not have it.
#[inline(always)]
fn row<T>(slice: &mut [T], index: usize, width: usize) -> &mut [T] {
    slice.get_mut(index * width..).and_then(|rest| rest.get_mut(..width)).unwrap_or_default()
}

/// Returns a slice with the number of its elements per sample.
fn units<S, T>(slice: S, samples: usize, length: impl Fn(&S) -> &[T]) -> Units<S> {
    let unit = length(&slice).len() / at_least_one(samples);
    Units(slice, unit)
}

/// A step of the forward pass. The slices are those of [`Values`], for all samples: `gates`, `saved` and `y` for all steps, the
/// others for this step.
///
/// At a step that a sample does not have, its states remain, and its output is 0.
pub(crate) struct StepForward<'a, C, L, T> {
    pub(crate) place: Place,
    pub(crate) lengths: L,
    pub(crate) gates: &'a mut [T],
    pub(crate) products: &'a [T],
    pub(crate) state: &'a mut [T],
    pub(crate) hidden: &'a mut [T],
    /// `memory`, and the hidden states before each step, both for the backward pass: empty in inference.
    pub(crate) saved: [&'a mut [T]; 2],
    /// The output, which receives the new hidden state.
    pub(crate) y: &'a mut [T],
    pub(crate) cell: PhantomData<C>,
}

impl<C: CellKernel, L: Lengths, T: Float> StepForward<'_, C, L, T> {
    /// Computes the step.
    #[inline(always)]
    pub(crate) fn run(self) {
        let Self { place, lengths, gates, products, state, hidden, saved: [memory, before], y, .. } = self;
        let samples = hidden.len() / at_least_one(place.units);
        let all = |slice| units(slice, samples, |slice: &&mut [T]| &**slice);
        let products = units(products, samples, |slice| slice);
        let saved = (all(memory), all(before), all(y), OfSamples(lengths));
        let work = ((all(gates), products, all(state), all(hidden)), saved);
        in_parts(
            place.parts(samples),
            samples,
            work,
            |((gates, products, state, hidden), (memory, before, y, lengths))| {
                let (gates, products, state, hidden) = (gates.0, products.0, state.0, hidden.0);
                let (saved, y, lengths) = ([memory.0, before.0], y.0, lengths.0);
                T::vectorize(
                    level(),
                    StepForward::<C, L, T> {
                        place,
                        lengths,
                        gates,
                        products,
                        state,
                        hidden,
                        saved,
                        y,
                        cell: PhantomData,
                    },
                );
            },
        );
    }
}

impl<C: CellKernel, L: Lengths, T: Float> Vectorized<T> for StepForward<'_, C, L, T> {
    #[inline(always)]
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, _: Simd<V>) {
        let Self { place, lengths, gates, products, state, hidden, saved: [memory, before], y, .. } = self;
        let Place { units, gates: count, width, offset, step, .. } = place;
        let samples =
            hidden.chunks_exact_mut(at_least_one(units)).zip(products.chunks_exact(at_least_one(count * units)));
        for (sample, (hidden, products)) in samples.enumerate() {
            place.of(before, sample, units).iter_mut().zip(&*hidden).for_each(|(before, &h)| *before = h);
            let y = place.of(y, sample, width).get_mut(offset..).unwrap_or_default();
            if !lengths.contains(sample, step) {
                y.iter_mut().zip(&*hidden).for_each(|(y, _)| *y = T::ZERO);
                continue;
            }
            C::forward(Values {
                gates: place.of(gates, sample, count * units),
                products,
                state: row(state, sample, units),
                memory: place.of(memory, sample, units),
                hidden,
            });
            y.iter_mut().zip(&*hidden).for_each(|(y, &h)| *y = h);
        }
    }
}

/// A step of the backward pass. The slices are those of [`Derivatives`], for all samples: `gates`, `memory`, `before` and `dy` for
/// all steps, the others for this step.
///
/// A step that a sample does not have passes the gradients of its states on, and those of its gates are 0. With lengths that vary,
/// what the products add to the gradient of the previous hidden state is added to `hidden`, which holds the rest of it.
pub(crate) struct StepBackward<'a, C, L, T> {
    pub(crate) place: Place,
    pub(crate) lengths: L,
    pub(crate) gates: &'a mut [T],
    pub(crate) products: &'a mut [T],
    pub(crate) state: &'a mut [T],
    pub(crate) memory: &'a mut [T],
    pub(crate) before: &'a [T],
    /// The gradient with respect to the output, of which the step's part is added to `hidden`.
    pub(crate) dy: &'a [T],
    /// The gradient with respect to the hidden state from the step after this one.
    pub(crate) hidden: &'a mut [T],
    pub(crate) cell: PhantomData<C>,
}

impl<C: CellKernel, L: Lengths, T: Float> StepBackward<'_, C, L, T> {
    /// Whether `hidden` holds a part of the gradient of the previous hidden state.
    pub(crate) const KEEPS: bool = C::KEEPS || L::VARY;

    /// Computes the step.
    #[inline(always)]
    pub(crate) fn run(self) {
        let Self { place, lengths, gates, products, state, memory, before, dy, hidden, .. } = self;
        let samples = hidden.len() / at_least_one(place.units);
        let all = |slice| units(slice, samples, |slice: &&mut [T]| &**slice);
        let read = |slice| units(slice, samples, |slice: &&[T]| *slice);
        let carried = (read(before), read(dy), all(hidden), OfSamples(lengths));
        let work = ((all(gates), all(products), all(state), all(memory)), carried);
        in_parts(
            place.parts(samples),
            samples,
            work,
            |((gates, products, state, memory), (before, dy, hidden, lengths))| {
                let (gates, products, state, memory) = (gates.0, products.0, state.0, memory.0);
                let (before, dy, hidden, lengths, cell) = (before.0, dy.0, hidden.0, lengths.0, PhantomData::<C>);
                T::vectorize(
                    level(),
                    StepBackward { place, lengths, gates, products, state, memory, before, dy, hidden, cell },
                );
            },
        );
    }
}

impl<C: CellKernel, L: Lengths, T: Float> Vectorized<T> for StepBackward<'_, C, L, T> {
    #[inline(always)]
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, _: Simd<V>) {
        let Self { place, lengths, gates, products, state, memory, before, dy, hidden, .. } = self;
        let Place { units, gates: count, steps, step, width, offset } = place;
        let samples =
            hidden.chunks_exact_mut(at_least_one(units)).zip(products.chunks_exact_mut(at_least_one(count * units)));
        for (sample, (hidden, products)) in samples.enumerate() {
            if !lengths.contains(sample, step) {
                place.of(gates, sample, count * units).fill(T::ZERO);
                products.fill(T::ZERO);
                place.of(memory, sample, units).fill(T::ZERO);
                continue;
            }
            let index = sample * steps + step;
            let dy = dy.get(index * width + offset..).unwrap_or_default();
            hidden.iter_mut().zip(dy).for_each(|(dh, &dy)| *dh += dy);
            C::backward(Derivatives {
                gates: place.of(gates, sample, count * units),
                products,
                state: row(state, sample, units),
                memory: place.of(memory, sample, units),
                before: before.get(index * units..).unwrap_or_default(),
                hidden,
            });
            if L::VARY && !C::KEEPS {
                hidden.fill(T::ZERO);
            }
        }
    }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;
    use crate::kernels::parallel::tests::assert_same_in_parts;
    use crate::kernels::{AllSteps, ElmanKernel, FirstSteps, GruKernel, LstmKernel};
    use crate::layers::{Relu, Sigmoid, Tanh};
    use std::vec::Vec;

    const UNITS: usize = 3;
    const STEPS: usize = 2;

    fn numbers(count: usize, seed: usize) -> Vec<f32> {
        (0..count).map(|i| ((i * 37 + seed) % 101) as f32 / 40.0 - 1.2).collect()
    }

    /// Computes a step of both passes, which writes the second half of each step of the output, and returns all results.
    fn step<C: CellKernel>(
        lengths: impl Lengths,
        samples: usize,
        count: usize,
        state: usize,
        memory: usize,
    ) -> Vec<Vec<f32>> {
        let place = Place { units: UNITS, gates: count, steps: STEPS, step: 1, width: 2 * UNITS, offset: UNITS };
        let [row, all] = [samples * UNITS, samples * STEPS * UNITS];
        let [mut gates, mut products] = [numbers(count * all, 1), numbers(count * row, 2)];
        let [mut state, mut hidden] = [numbers(state * row, 3), numbers(row, 4)];
        let [mut memory, mut before, mut y] = [numbers(memory * all, 5), numbers(all, 6), numbers(2 * all, 7)];
        let forward = StepForward::<C, _, f32> {
            place,
            lengths,
            gates: &mut gates,
            products: &products,
            state: &mut state,
            hidden: &mut hidden,
            saved: [&mut memory, &mut before],
            y: &mut y,
            cell: PhantomData,
        };
        forward.run();
        let ahead = [gates.clone(), state.clone(), hidden.clone(), memory.clone(), before.clone(), y.clone()];
        let backward = StepBackward::<C, _, f32> {
            place,
            lengths,
            gates: &mut gates,
            products: &mut products,
            state: &mut state,
            memory: &mut memory,
            before: &before,
            dy: &y,
            hidden: &mut hidden,
            cell: PhantomData,
        };
        backward.run();
        ahead.into_iter().chain([gates, products, state, memory, hidden]).collect()
    }

    #[test]
    fn parallel_parts_are_bit_identical() {
        for samples in [1, 2, 5, 11] {
            let lengths: Vec<_> = (0..samples as u32).map(|sample| sample * 2 % 3).collect();
            of_lengths(samples, AllSteps);
            of_lengths(samples, FirstSteps(&lengths));
        }
        fn of_lengths(samples: usize, lengths: impl Lengths) {
            assert_same_in_parts("LSTM", || step::<LstmKernel<Sigmoid, Tanh>>(lengths, samples, 4, 1, 1));
            assert_same_in_parts("GRU", || step::<GruKernel<Sigmoid, Tanh>>(lengths, samples, 3, 0, 1));
            assert_same_in_parts("RNN", || step::<ElmanKernel<Relu>>(lengths, samples, 1, 0, 0));
        }
    }

    /// A step reads and writes only its own elements of the slices with all steps.
    #[test]
    fn other_steps_are_left_alone() {
        let results = step::<LstmKernel<Sigmoid, Tanh>>(AllSteps, 2, 4, 1, 1);
        let [gates, _, hidden, memory, before, y] = &results[..6] else { unreachable!() };
        for (found, old, width) in [(gates, 1, 4 * UNITS), (memory, 5, UNITS), (before, 6, UNITS), (y, 7, 2 * UNITS)] {
            let old = numbers(found.len(), old);
            for (index, (found, old)) in found.chunks(width).zip(old.chunks(width)).enumerate() {
                assert_eq!(found == old, index % STEPS == 0);
            }
        }
        for (sample, y) in y.chunks(2 * UNITS * STEPS).enumerate() {
            assert_eq!(y[3 * UNITS..], hidden[sample * UNITS..][..UNITS]);
        }
    }
}
