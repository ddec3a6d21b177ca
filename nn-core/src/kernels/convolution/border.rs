//! Layout of a sample's volume in scratch memory, with a border of zeros.

use crate::float::Float;
use crate::kernels::sliding::{Sliding, volume};
use crate::kernels::strided::with_each;
use crate::simd::{Level, MOST_LANES, Simd, Vector, Vectorized};

/// The number of elements after the volume in the scratch, so that the last vector may read past its end.
pub(crate) const TAIL: usize = MOST_LANES;

/// The layout of a volume with its border. Columns are de-interleaved into `stride` phases of `phase` elements each. Rows and slices
/// are not, because a stride along another axis skips whole rows or slices.
#[derive(Debug, Clone, Copy)]
pub(super) struct Border {
    /// The volume's depth, height and width.
    volume: [usize; 3],
    /// The number of border slices, rows and columns before the volume.
    before: [usize; 3],
    /// The number of slices, including the border.
    slices: usize,
    /// The number of rows of a slice, including the border.
    rows: usize,
    /// Columns that are this far apart are adjacent in the layout.
    stride: usize,
    /// The number of columns of one phase, including the border.
    phase: usize,
}

impl Border {
    /// Returns the layout of x with its padding, as far as the kernel reads it.
    pub(super) const fn of_input(window: &Sliding) -> Self {
        let [od, oh, ow] = window.output();
        Self {
            volume: window.input,
            before: window.padding,
            slices: (od - 1) * window.stride[0] + window.reach(0) + 1,
            rows: (oh - 1) * window.stride[1] + window.reach(1) + 1,
            stride: window.stride[2],
            phase: ow + window.reach(2) / window.stride[2],
        }
    }

    /// Returns the layout of dy for the backward pass, along each axis from the first output that reads x to the last.
    ///
    /// x at h contributes to the outputs q - j with S q + r = h + P and S j + r = D k, with q from P / S to (H - 1 + P) / S and j
    /// from 0 to J = D (K - 1) / S. The scratch begins at the output P / S - J, which may be before or after the first output.
    pub(super) const fn of_output(window: &Sliding) -> Self {
        let (slices, rows, columns) = (Self::back(window, 0), Self::back(window, 1), Self::back(window, 2));
        Self {
            volume: window.output(),
            before: [slices.0, rows.0, columns.0],
            slices: slices.1,
            rows: rows.1,
            stride: 1,
            phase: columns.1,
        }
    }

    /// Returns the offset of the first output in the scratch, which wraps around if it is negative, and the size of the scratch.
    const fn back(window: &Sliding, axis: usize) -> (usize, usize) {
        let (stride, padding) = (window.stride[axis], window.padding[axis]);
        let (first, last) = (padding / stride, (window.input[axis] - 1 + padding) / stride);
        let reach = window.reach(axis) / stride;
        (reach.wrapping_sub(first), last - first + 1 + reach)
    }

    /// Returns the distance between adjacent rows.
    pub(super) const fn row(&self) -> usize {
        self.stride * self.phase
    }

    /// Returns the distance between adjacent slices.
    pub(super) const fn slice(&self) -> usize {
        self.rows * self.row()
    }

    /// Returns the distance between adjacent channels.
    pub(super) const fn size(&self) -> usize {
        self.slices * self.slice()
    }

    /// Returns the offset at which the kernel position with these indices reads x for the first output.
    pub(super) fn offset(&self, window: &Sliding, [j, k, l]: [usize; 3]) -> usize {
        let [depth, height, width] = window.dilation;
        let column = l * width;
        let columns = column % self.stride * self.phase + column / self.stride;
        j * depth * self.slice() + k * height * self.row() + columns
    }

    /// Returns whether the layout is that of the volume itself.
    fn is_plain(&self) -> bool {
        self.before == [0; 3] && self.stride == 1 && self.volume == [self.slices, self.rows, self.phase]
    }

    /// Returns the required part of the scratch, with its border and tail set to zero.
    #[track_caller]
    pub(super) fn clear<'a, T: Float>(&self, scratch: &'a mut [T], channels: usize) -> &'a mut [T] {
        let needed = self.needed(channels);
        assert!(scratch.len() >= needed, "the scratch has {} elements, expected at least {needed}", scratch.len());
        let scratch = &mut scratch[..needed];
        if !self.is_plain() {
            scratch.fill(T::ZERO);
        } else {
            scratch[needed - TAIL..].fill(T::ZERO);
        }
        scratch
    }

    /// Returns the required number of scratch elements, or `usize::MAX` if it overflows.
    pub(super) fn needed(&self, channels: usize) -> usize {
        let sizes = [channels, self.slices, self.rows, self.stride, self.phase];
        let numbers = sizes.iter().try_fold(1_usize, |product, &size| product.checked_mul(size));
        numbers.and_then(|numbers| numbers.checked_add(TAIL)).unwrap_or(usize::MAX)
    }

    /// Lays out the volume that starts at `start` in `x`. Returns a slice that begins with the laid-out volume and has [`TAIL`] more
    /// elements, and the number of its elements that may be read. The border of the scratch must be zero.
    pub(super) fn lay_out<'a, T: Float>(
        &self,
        level: Level,
        x: &'a [T],
        start: usize,
        channels: usize,
        scratch: &'a mut [T],
    ) -> (&'a [T], usize) {
        let needed = channels * self.size() + TAIL;
        if self.is_plain() && start + needed <= x.len() {
            return (&x[start..], needed);
        }
        let volume = &x[start..][..channels * volume(self.volume)];
        T::vectorize(level, LayOut { border: self, volume, scratch });
        (scratch, needed)
    }
}

/// The volume of some channels, and the scratch into which it is copied.
struct LayOut<'a, 'scratch, T> {
    border: &'a Border,
    volume: &'a [T],
    scratch: &'scratch mut [T],
}

impl<T: Float> Vectorized<T> for LayOut<'_, '_, T> {
    #[inline(always)]
    fn run<V: Vector<Lane = T>, const ROWS: usize>(self, simd: Simd<V>) {
        let Self { border, volume, scratch } = self;
        let [depth, height, width] = border.volume;
        for (from, to) in volume.chunks_exact(depth * height * width).zip(scratch.chunks_exact_mut(border.size())) {
            for (slice, to) in to.chunks_exact_mut(border.slice()).enumerate() {
                // Border slices and rows stay zero.
                let slice = slice.wrapping_sub(border.before[0]);
                if slice >= depth {
                    continue;
                }
                let from = &from[slice * height * width..][..height * width];
                for (row, to) in to.chunks_exact_mut(border.row()).enumerate() {
                    let row = row.wrapping_sub(border.before[1]);
                    if row < height {
                        lay_out_row(simd, border, &from[row * width..][..width], to);
                    }
                }
            }
        }
    }
}

/// Copies one row, split into phases.
#[inline(always)]
fn lay_out_row<V: Vector<Lane: Float>>(simd: Simd<V>, border: &Border, from: &[V::Lane], to: &mut [V::Lane]) {
    for (phase, to) in to.chunks_exact_mut(border.phase).enumerate() {
        // Column c of the volume is at index i of this phase, where c + before = stride i + phase.
        let before = border.before[2] as isize - phase as isize;
        let stride = border.stride as isize;
        let first = if stride == 1 { before } else { (before + stride - 1).div_euclid(stride) }.max(0);
        let column = first * stride - before;
        let (first, column) = (first as usize, column as usize);
        if first >= to.len() || column >= from.len() {
            continue;
        }
        let (to, from) = (&mut to[first..], &from[column..]);
        if stride == 1 {
            let length = to.len().min(from.len());
            for (to, from) in to[..length].chunks_mut(V::LANES).zip(from[..length].chunks(V::LANES)) {
                simd.load(from).store(to);
            }
        } else {
            with_each(to, from, border.stride, |to, &from| *to = from);
        }
    }
}
