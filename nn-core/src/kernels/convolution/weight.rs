//! The gradient by the weights: sums over all positions, several weights at a time.

use super::Convolution;
use super::border::Border;
use crate::float::Float;
use crate::kernels::vector::{Vector, Vectorized};

/// dweight\[o, i, k, l\] += the sum over p, q of dy\[o, p, q\] x\[i, p S + k D, q S + l D\], for one sample and group.
pub(super) struct Sums<'a, T> {
    pub(super) sizes: &'a Convolution,
    pub(super) border: &'a Border,
    /// The image, laid out.
    pub(super) x: &'a [T],
    pub(super) dy: &'a [T],
    pub(super) dweight: &'a mut [T],
}

impl<T: Float> Vectorized<T> for Sums<'_, T> {
    #[inline(always)]
    unsafe fn run<V: Vector<Lane = T>, const ROWS: usize>(mut self) {
        let mut row = 0;
        macro_rules! rows {
            ($rows:literal $taps:literal) => {
                while self.sizes.channels[1] - row >= $rows {
                    // SAFETY: the caller's promise, passed on; the rows exist.
                    unsafe { self.rows::<V, $rows, $taps>(row) };
                    row += $rows;
                }
            };
        }
        if ROWS == 8 {
            rows!(8 3);
        }
        rows!(4 3);
        rows!(1 9);
    }
}

impl<T: Float> Sums<'_, T> {
    /// All weights of `ROWS` output channels from `row`.
    ///
    /// # Safety
    /// The CPU has the instructions of `V`; the rows exist.
    #[inline(always)]
    unsafe fn rows<V: Vector<Lane = T>, const ROWS: usize, const TAPS: usize>(&mut self, row: usize) {
        let [kh, kw] = self.sizes.window.kernel;
        let count = self.sizes.channels[0] * kh * kw;
        let (mut channel, mut k, mut l) = (0, 0, 0);
        let mut first = 0;
        while first < count {
            // The next few weights. Where there are no more, the last one is taken again, and not stored.
            let mut places = [0; TAPS];
            let some = TAPS.min(count - first);
            for t in 0..TAPS {
                if t >= some {
                    places[t] = places[t - 1];
                    continue;
                }
                places[t] = channel * self.border.size() + self.border.place(self.sizes, k, l);
                l += 1;
                if l == kw {
                    (k, l) = (k + 1, 0);
                }
                if k == kh {
                    (channel, k) = (channel + 1, 0);
                }
            }
            // SAFETY: the caller's promise, passed on.
            let sums = unsafe { self.tile::<V, ROWS, TAPS>(row, places) };
            for (i, sums) in sums.into_iter().enumerate() {
                let dweight = &mut self.dweight[(row + i) * count + first..][..some];
                for (dweight, sum) in dweight.iter_mut().zip(sums) {
                    // SAFETY: the caller's promise, passed on.
                    *dweight += unsafe { sum.add_up() };
                }
            }
            first += some;
        }
    }

    /// The sums over all positions, one a lane.
    ///
    /// # Safety
    /// The CPU has the instructions of `V`; the rows exist.
    #[inline(always)]
    unsafe fn tile<V: Vector<Lane = T>, const ROWS: usize, const TAPS: usize>(
        &self,
        row: usize,
        places: [usize; TAPS],
    ) -> [[V; TAPS]; ROWS] {
        let [oh, ow] = self.sizes.window.output();
        let x_row = self.sizes.window.stride[0] * self.border.row();
        // The last reads: so that none needs a check of its own.
        let last = places.into_iter().fold(0, usize::max) + (oh - 1) * x_row + ow - 1;
        assert!(last < self.x.len() && (row + ROWS) * oh * ow <= self.dy.len());
        let (x, dy) = (self.x.as_ptr(), self.dy[row * oh * ow..].as_ptr());
        // SAFETY: the caller's promise, passed on.
        let mut sums = [[unsafe { V::splat(T::ZERO) }; TAPS]; ROWS];
        for line in 0..oh {
            let (x, dy) = (x.wrapping_add(line * x_row), dy.wrapping_add(line * ow));
            let mut column = 0;
            while column < ow {
                let length = V::LANES.min(ow - column);
                // SAFETY: the last of the places was checked, and beyond `length` nothing is read.
                let read =
                    |from: *const T| unsafe { V::load(core::slice::from_raw_parts(from.wrapping_add(column), length)) };
                let x = places.map(|place| read(x.wrapping_add(place)));
                for (i, sums) in sums.iter_mut().enumerate() {
                    let dy = read(dy.wrapping_add(i * oh * ow));
                    for (sum, x) in sums.iter_mut().zip(x) {
                        // SAFETY: the caller's promise, passed on.
                        *sum = unsafe { dy.multiply_add(x, *sum) };
                    }
                }
                column += length;
            }
        }
        sums
    }
}
