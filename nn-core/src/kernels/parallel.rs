//! Division of the work of a kernel among several threads.
//!
//! Work is divided between elements of the result, never within the sum of a single element, so that results do not depend on the
//! number of threads. Whether work is large enough to be divided depends only on its sizes. Without the feature `rayon`, there is
//! one part, and [`in_parts`] is a plain call.

use crate::accumulate::Target;
use crate::float::Float;
use core::marker::PhantomData;

/// The maximum number of parts, and thus of threads, per kernel. Layers have scratch for this many in every build, so that their
/// size does not depend on its features.
pub(crate) const MOST_PARTS: usize = 8;

/// Whether work is ever divided in this build.
const DIVIDES: bool = cfg!(any(feature = "rayon", all(test, feature = "std")));

/// The minimum number of steps of a part, where a step is a multiplication in a matrix product. With wide vectors, they take about
/// as long as waking a thread.
const LEAST_STEPS: usize = 1 << 19;

/// Returns the cost in steps of reading and writing this many elements once, with little computation.
#[inline]
pub(super) fn steps(numbers: usize) -> usize {
    numbers.saturating_mul(16)
}

/// Returns the cost in steps of reading and writing this many elements once, with an exponential of each.
#[inline]
pub(super) fn exponential_steps(numbers: usize) -> usize {
    steps(numbers).saturating_mul(4)
}

/// Returns the number of parts into which work of this many steps is divided; 1 if it is small.
#[inline]
pub(super) fn parts(steps: usize) -> usize {
    #[cfg(all(test, feature = "std"))]
    if let Some(parts) = tests::forced() {
        return parts;
    }
    if !DIVIDES || steps < 2 * LEAST_STEPS {
        return 1;
    }
    (steps / LEAST_STEPS).min(MOST_PARTS).min(threads())
}

/// Runs work that consists of `units` units, in `parts` parts, or in one part per unit if there are fewer units.
#[inline]
pub(super) fn in_parts<W: Divide>(parts: usize, units: usize, work: W, run: impl Fn(W) + Sync) {
    let parts = parts.min(units);
    if !DIVIDES || parts < 2 {
        run(work);
    } else {
        divided(parts, units, work, &run);
    }
}

#[inline(never)]
fn divided<W: Divide>(parts: usize, units: usize, work: W, run: &(impl Fn(W) + Sync)) {
    if parts == 1 {
        return run(work);
    }
    let first = Cut { parts: parts / 2, units: units / parts * (parts / 2) + units % parts / 2 };
    let (some, rest) = work.divide(first);
    both(
        || divided(first.parts, first.units, some, run),
        || divided(parts - first.parts, units - first.units, rest, run),
    );
}

#[cfg(feature = "rayon")]
fn both(one: impl FnOnce() + Send, other: impl FnOnce() + Send) {
    DIVISIONS.fetch_add(1, core::sync::atomic::Ordering::Relaxed);
    rayon_core::join(one, other);
}

#[cfg(not(feature = "rayon"))]
fn both(one: impl FnOnce() + Send, other: impl FnOnce() + Send) {
    one();
    other();
}

/// Returns the number of threads of the current pool, or of the global pool outside of any, or 1 if there is none.
#[cfg(feature = "rayon")]
fn threads() -> usize {
    let has_pool = rayon_core::current_thread_index().is_some() || has_global_pool();
    if has_pool { rayon_core::current_num_threads() } else { 1 }
}

/// Returns whether rayon's global pool is running. Rayon starts it lazily, and panics if the system cannot create the threads; it
/// is therefore started here, and without it, kernels run on the calling thread.
#[cfg(feature = "rayon")]
fn has_global_pool() -> bool {
    static RUNS: std::sync::OnceLock<bool> = std::sync::OnceLock::new();
    *RUNS.get_or_init(|| match rayon_core::ThreadPoolBuilder::new().build_global() {
        Ok(()) => true,
        // A system error has a source; the error that the pool is already running has none.
        Err(error) => std::error::Error::source(&error).is_none(),
    })
}

#[cfg(not(feature = "rayon"))]
const fn threads() -> usize {
    1
}

#[cfg(feature = "rayon")]
static DIVISIONS: core::sync::atomic::AtomicUsize = core::sync::atomic::AtomicUsize::new(0);

/// Returns how often this process has divided the work of a kernel in two, so that tests can verify that threads are used.
#[cfg(feature = "rayon")]
#[doc(hidden)]
pub fn divisions() -> usize {
    DIVISIONS.load(core::sync::atomic::Ordering::Relaxed)
}

/// A division of work in two: the number of units of the first half, and the number of parts into which that half is divided
/// further.
#[derive(Clone, Copy)]
pub(super) struct Cut {
    pub(super) units: usize,
    pub(super) parts: usize,
}

/// Work that can be divided between two threads by units.
pub(super) trait Divide: Sized + Send {
    /// Returns the first units, and the rest.
    fn divide(self, at: Cut) -> (Self, Self);
}

/// The units are the elements of the slice.
impl<T: Sync> Divide for &[T] {
    #[inline]
    fn divide(self, at: Cut) -> (Self, Self) {
        self.split_at(at.units)
    }
}

impl<T: Send> Divide for &mut [T] {
    #[inline]
    fn divide(self, at: Cut) -> (Self, Self) {
        self.split_at_mut(at.units)
    }
}

impl<T: Send> Divide for Target<'_, T> {
    #[inline]
    fn divide(self, at: Cut) -> (Self, Self) {
        self.split_at(at.units)
    }
}

impl<T: Send, const N: usize> Divide for [&mut [T]; N] {
    #[inline]
    fn divide(mut self, at: Cut) -> (Self, Self) {
        let first = self.each_mut().map(|slice| {
            let (first, rest) = core::mem::take(slice).split_at_mut(at.units);
            *slice = rest;
            first
        });
        (first, self)
    }
}

/// A slice whose units have this many elements each.
pub(super) struct Units<S>(pub(super) S, pub(super) usize);

impl<S: Divide> Divide for Units<S> {
    #[inline]
    fn divide(self, at: Cut) -> (Self, Self) {
        let (first, rest) = self.0.divide(Cut { units: at.units * self.1, ..at });
        (Self(first, self.1), Self(rest, self.1))
    }
}

/// A slice with this many elements for each part, such as scratch.
pub(super) struct PerPart<S>(pub(super) S, pub(super) usize);

impl<S: Divide> Divide for PerPart<S> {
    #[inline]
    fn divide(self, at: Cut) -> (Self, Self) {
        let (first, rest) = self.0.divide(Cut { units: at.parts * self.1, ..at });
        (Self(first, self.1), Self(rest, self.1))
    }
}

/// The index of the first unit of a part.
pub(super) struct First(pub(super) usize);

impl Divide for First {
    #[inline]
    fn divide(self, at: Cut) -> (Self, Self) {
        (Self(self.0), Self(self.0 + at.units))
    }
}

impl<D: Divide> Divide for Option<D> {
    #[inline]
    fn divide(self, at: Cut) -> (Self, Self) {
        self.map(|work| work.divide(at)).unzip()
    }
}

macro_rules! tuples {
    ($(($($part:ident)*))*) => {
        $(
            impl<$($part: Divide),*> Divide for ($($part,)*) {
                #[inline]
                #[allow(non_snake_case)]
                fn divide(self, at: Cut) -> (Self, Self) {
                    let ($($part,)*) = self;
                    $(let $part = $part.divide(at);)*
                    (($($part.0,)*), ($($part.1,)*))
                }
            }
        )*
    };
}
tuples! { (A B) (A B C) (A B C D) }

/// A slice of which several threads write non-overlapping ranges, such as columns of a matrix.
pub(super) struct Shared<'a, T> {
    start: *mut T,
    length: usize,
    slice: PhantomData<&'a mut [T]>,
}

// SAFETY: it is an exclusive borrow of a slice of elements that are `Send`; callers of `stretch` guarantee that no other thread
// accesses the same range at the same time.
unsafe impl<T: Float> Send for Shared<'_, T> {}

impl<T> Clone for Shared<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Shared<'_, T> {}

impl<'a, T> Shared<'a, T> {
    pub(super) fn new(slice: &'a mut [T]) -> Self {
        Self { start: slice.as_mut_ptr(), length: slice.len(), slice: PhantomData }
    }

    /// Returns a range of the slice.
    ///
    /// # Panics
    /// Panics if the range is out of bounds.
    ///
    /// # Safety
    /// While the range is in use, no overlapping range may be used.
    #[inline(always)]
    pub(super) unsafe fn stretch(self, start: usize, length: usize) -> &'a mut [T] {
        assert!(start <= self.length && length <= self.length - start);
        // SAFETY: the range is within the exclusively borrowed slice, and the caller guarantees that no overlapping range is in
        // use.
        unsafe { core::slice::from_raw_parts_mut(self.start.add(start), length) }
    }
}

#[cfg(all(test, feature = "std"))]
pub(super) mod tests {
    use super::*;
    use core::cell::Cell;

    std::thread_local! {
        static FORCED: Cell<Option<usize>> = const { Cell::new(None) };
    }

    pub(super) fn forced() -> Option<usize> {
        FORCED.get()
    }

    /// Runs `call` with all kernels on this thread divided into `parts` parts, whatever their size.
    pub(in crate::kernels) fn with_parts<R>(parts: usize, call: impl FnOnce() -> R) -> R {
        let before = FORCED.replace(Some(parts));
        let result = call();
        FORCED.set(before);
        result
    }

    /// Asserts that `call` has the same result in one part and in several; `case` names the sizes.
    #[track_caller]
    pub(in crate::kernels) fn assert_same_in_parts<R: PartialEq + core::fmt::Debug>(case: &str, call: impl Fn() -> R) {
        let whole = with_parts(1, &call);
        for parts in [2, 3, 8] {
            assert_eq!(with_parts(parts, &call), whole, "{case} in {parts} parts");
        }
    }

    #[test]
    fn every_unit_is_processed_once_in_at_most_the_given_parts() {
        for units in (0..40).step_by(if cfg!(miri) { 13 } else { 1 }) {
            for parts in 1..=MOST_PARTS {
                let mut counts = [0; 80];
                let mut scratches = [0; MOST_PARTS];
                let work = (First(0), Units(&mut counts[..2 * units], 2), PerPart(&mut scratches[..parts], 1));
                in_parts(parts, units, work, |(first, counts, scratches)| {
                    counts.0.iter_mut().enumerate().for_each(|(i, count)| *count += 1 + first.0 + i / 2);
                    scratches.0[0] += 1;
                });
                assert!(counts[..2 * units].iter().enumerate().all(|(i, &count)| count == 1 + i / 2));
                assert!(scratches.iter().all(|&used| used <= 1));
                assert_eq!(scratches.iter().sum::<usize>(), parts.min(units).max(1));
            }
        }
    }

    /// Runs in a process in which no thread can start, because its stack would be larger than memory can be.
    #[test]
    #[cfg(all(feature = "rayon", target_os = "linux", target_pointer_width = "64"))]
    fn falls_back_to_one_part_if_no_thread_can_start() {
        if std::env::var_os("NN_NO_THREADS").is_some() {
            assert!(std::thread::Builder::new().spawn(|| ()).is_err());
            assert_eq!(parts(LEAST_STEPS * 100), 1);
            return;
        }
        let name = "kernels::parallel::tests::falls_back_to_one_part_if_no_thread_can_start";
        let output = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name, "--test-threads=1"])
            .env("NN_NO_THREADS", "1")
            .env("RUST_MIN_STACK", (1_u64 << 50).to_string())
            .output()
            .unwrap();
        let text = std::string::String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && text.contains("1 passed"), "{text}");
    }

    #[test]
    fn small_work_is_not_divided() {
        assert_eq!(parts(0), 1);
        assert_eq!(parts(2 * LEAST_STEPS - 1), 1);
        assert_eq!(parts(usize::MAX), MOST_PARTS.min(threads()));
    }

    /// Kernels that are divided by rows, images or elements are bit-identical in one part and in several.
    #[test]
    fn parallel_parts_are_bit_identical() {
        use crate::kernels::*;
        use crate::layers::Tanh;
        use std::vec;
        use std::vec::Vec;

        let numbers = |seed: usize, count: usize| -> Vec<f32> {
            (0..count).map(|i| ((i * seed + seed) % 211) as f32 / 61.0 - 1.7).collect()
        };
        let window =
            Sliding { input: [1, 7, 6], kernel: [1, 3, 3], stride: [1, 2, 2], padding: [0, 1, 1], ..Sliding::ELEMENT };
        let pairs = Sliding { kernel: [1, 2, 2], padding: [0, 0, 0], ..window };
        let groups = NormGroups { groups: 3, channels: 2, positions: 7 };
        for &images in if cfg!(miri) { &[2][..] } else { &[1, 2, 5, 11] } {
            let count = images * 42;
            let (x, z, dy) = (numbers(37, count), numbers(53, count), numbers(29, count));
            let all = |parts| {
                with_parts(parts, || {
                    let mut results = Vec::new();
                    let mut keep = |count: usize, call: &dyn Fn(&mut [f32])| {
                        let mut buffer = vec![0.5; count];
                        call(&mut buffer);
                        results.push(buffer);
                    };
                    keep(count, &|y| map::<Tanh, _>(&x, y));
                    keep(count, &|dx| map_backward::<Tanh, _>(&x, &z, &dy, Target::add(dx)));
                    keep(count, &|y| multiply(&x, &z, Target::set(y)));
                    keep(count, &|da| multiply(&dy, &x, Target::add(da)));
                    for stretch in [1, 4] {
                        let random = CounterRng::new(1, 2);
                        let drop = DropRule { random, threshold: 1 << 31, scale: 2.0, stretch, before: 0 };
                        keep(count, &|y| dropout(drop, &x, Target::add(y)));
                        keep(count, &|y| {
                            dropout(drop, &x, Target::set(y));
                            dropout_in_place(drop, y);
                        });
                    }
                    for width in [6, 14] {
                        keep(count, &|y| softmax_rows(width, &x, y));
                        keep(count, &|y| log_softmax_rows(width, &x, y));
                        keep(count, &|dx| softmax_backward_rows(width, &z, &dy, Target::add(dx)));
                        keep(count, &|dx| log_softmax_backward_rows(width, &z, &dy, Target::set(dx)));
                        keep(count, &|y| add_rows(y, &x[..width]));
                        keep(42 / width, &|sum| sum_planes(&x, width, Target::add(sum)));
                    }
                    for window in [window, pairs] {
                        let outputs = images * volume(window.output());
                        keep(outputs, &|y| max_pool(&window, &x, y));
                        keep(outputs, &|y| avg_pool(&window, PoolDivisor::Inside, &x, y));
                        keep(count, &|dx| max_pool_backward(&window, &x, &dy[..outputs], true, Target::add(dx)));
                        keep(count, &|dx| {
                            avg_pool_backward(&window, PoolDivisor::Window, &dy[..outputs], Target::set(dx))
                        });
                    }
                    for with_mean in [true, false] {
                        keep(count + 6 * images, &|buffer| {
                            let (y, rest) = buffer.split_at_mut(count);
                            let (mean, inverse) = rest.split_at_mut(3 * images);
                            let affine = Affine { weight: Some(&z[..6]), bias: Some(&dy[..6]) };
                            let statistics = Statistics { mean: with_mean.then_some(mean), inverse };
                            group_norm(groups, 0.1, &x, affine, statistics, y);
                        });
                    }
                    keep(3 * count, &|buffer| {
                        let (w, rest) = buffer.split_at_mut(count);
                        let (a, b) = rest.split_at_mut(count);
                        update(w, &x, [a, b], |w, g, [a, b]| (w - a * g, [a + g, b + g * g]));
                    });
                    results
                })
            };
            let whole = all(1);
            assert_eq!(whole.len(), 31);
            for &parts in if cfg!(miri) { &[2][..] } else { &[2, 3, 8] } {
                assert_eq!(all(parts), whole, "{images} in {parts}");
            }
        }
    }

    #[test]
    #[should_panic]
    fn rejects_range_outside_slice() {
        let mut numbers = [0.0_f32; 4];
        // SAFETY: no other range is in use.
        unsafe { Shared::new(&mut numbers).stretch(3, 2) };
    }
}
