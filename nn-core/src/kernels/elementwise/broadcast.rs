//! The loop over the elements of several arrays that are broadcast to one shape.

/// The number of arrays: six operands and the result.
const ARRAYS: usize = 7;
/// The number of axes, with the batch.
const AXES: usize = 6;

/// The index of the result among the arrays.
const RESULT: usize = ARRAYS - 1;

/// A loop over all elements of a shape. Adjacent axes are one axis where every array permits it.
///
/// The order in which elements are added to one of the result does not depend on the size of the axes that remain. So a step of a
/// sequence, whose axis of time has one element, has the same sums as the whole sequence: the axes on both sides of an axis of one
/// element are not joined if the elements along both are added, and those along the last one are added one by one if an axis of one
/// element follows it, as in a loop over the columns of a matrix.
#[derive(Debug, Clone, Copy)]
pub struct Broadcast {
    axes: usize,
    sizes: [usize; AXES],
    /// By array: the distance of two elements that are adjacent along an axis; 0 along an axis on which the array is repeated.
    strides: [[usize; AXES]; ARRAYS],
    /// By array: whether it has fewer elements than the shape.
    is_repeated: [bool; ARRAYS],
    /// Whether an axis of one element follows the last axis.
    is_followed: bool,
}

impl Broadcast {
    /// Creates the loop over `batch` samples of shape `whole`. Operands and the result are aligned with its last axes; along axes
    /// that they lack and along those of size 1 they are repeated. Along the batch they are not.
    #[must_use]
    pub const fn new(batch: usize, whole: &[usize], operands: &[&[usize]], result: &[usize]) -> Self {
        let mut all = Self {
            axes: 0,
            sizes: [1; AXES],
            strides: [[0; AXES]; ARRAYS],
            is_repeated: [false; ARRAYS],
            is_followed: false,
        };
        let mut axis = 0;
        while axis <= whole.len() {
            let size = if axis == 0 { batch } else { whole[axis - 1] };
            let mut strides = [0; ARRAYS];
            let mut array = 0;
            while array < ARRAYS {
                if array == RESULT {
                    strides[array] = stride(result, whole, axis);
                } else if array < operands.len() {
                    strides[array] = stride(operands[array], whole, axis);
                }
                array += 1;
            }
            all = all.with_axis(size, &strides);
            axis += 1;
        }
        if all.axes == 0 {
            all.axes = 1;
        }
        let mut array = 0;
        while array < ARRAYS {
            let mut axis = 0;
            while axis < all.axes {
                if all.sizes[axis] > 1 && all.strides[array][axis] == 0 {
                    all.is_repeated[array] = true;
                }
                axis += 1;
            }
            array += 1;
        }
        all
    }

    /// Adds the next axis inwards.
    const fn with_axis(mut self, size: usize, strides: &[usize; ARRAYS]) -> Self {
        if size == 1 {
            self.is_followed = true;
            return self;
        }
        let last = self.axes;
        let mut joins = last > 0;
        if joins && self.is_followed {
            joins = self.strides[RESULT][last - 1] != 0 || strides[RESULT] != 0;
        }
        self.is_followed = false;
        let mut array = 0;
        while array < ARRAYS && joins {
            joins = self.strides[array][last - 1] == strides[array] * size;
            array += 1;
        }
        let at = if joins { last - 1 } else { last };
        self.sizes[at] = if joins { self.sizes[at] * size } else { size };
        self.axes = at + 1;
        let mut array = 0;
        while array < ARRAYS {
            self.strides[array][at] = strides[array];
            array += 1;
        }
        self
    }

    /// Returns whether an operand has fewer elements than the shape.
    #[inline(always)]
    pub(super) const fn repeats(&self, operand: usize) -> bool {
        self.is_repeated[operand]
    }

    /// Returns whether several elements are combined to one of the result.
    #[inline(always)]
    pub(super) const fn reduces(&self) -> bool {
        self.is_repeated[RESULT]
    }

    /// Returns whether the elements of a row that are combined to one of the result are added one by one.
    #[inline(always)]
    pub(super) const fn adds_one_by_one(&self) -> bool {
        self.is_followed
    }

    /// Returns the number of elements that are combined to one of the result.
    #[inline(always)]
    pub(super) const fn reduced(&self) -> usize {
        let (mut count, mut axis) = (1, 0);
        while axis < self.axes && axis < AXES {
            if self.strides[RESULT][axis] == 0 {
                count *= self.sizes[axis];
            }
            axis += 1;
        }
        count
    }

    /// Returns the rows along the last axis. An iterator, since the body of a large closure is compiled apart, without the
    /// instructions of the vector level of the function that calls it.
    #[inline(always)]
    pub(super) fn rows(&self) -> Rows<'_> {
        // Without a reachable panic.
        let last = self.axes.clamp(1, AXES) - 1;
        let mut strides = [0; ARRAYS];
        for (stride, of) in strides.iter_mut().zip(&self.strides) {
            *stride = of[last];
        }
        let first = Row { starts: [0; ARRAYS], strides, length: self.sizes[last] };
        Rows { loops: self, outer: last, index: [0; AXES], next: Some(first) }
    }
}

/// The rows of a loop.
pub(super) struct Rows<'a> {
    loops: &'a Broadcast,
    /// The number of axes before the last one.
    outer: usize,
    /// The index along each of them.
    index: [usize; AXES],
    next: Option<Row>,
}

impl Iterator for Rows<'_> {
    type Item = Row;

    #[inline(always)]
    fn next(&mut self) -> Option<Row> {
        let row = self.next.take()?;
        let mut next = row;
        // The innermost of the other axes moves first. Without a reachable panic.
        for axis in (0..self.outer.min(AXES)).rev() {
            self.index[axis] += 1;
            let is_within = self.index[axis] < self.loops.sizes[axis];
            for (start, strides) in next.starts.iter_mut().zip(&self.loops.strides) {
                *start = if is_within {
                    *start + strides[axis]
                } else {
                    *start - strides[axis] * (self.loops.sizes[axis] - 1)
                };
            }
            if is_within {
                self.next = Some(next);
                break;
            }
            self.index[axis] = 0;
        }
        Some(row)
    }
}

/// The elements of a row along the last axis.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    starts: [usize; ARRAYS],
    /// 0 or 1.
    strides: [usize; ARRAYS],
    pub(super) length: usize,
}

impl Row {
    /// The elements of an operand: all of the row, or the one that is repeated.
    #[inline(always)]
    pub(super) fn operand(&self, index: usize) -> Stretch {
        self.stretch(index)
    }

    /// The elements of the result: all of the row, or the one that the row is combined to.
    #[inline(always)]
    pub(super) fn result(&self) -> Stretch {
        self.stretch(RESULT)
    }

    #[inline(always)]
    fn stretch(&self, array: usize) -> Stretch {
        Stretch { start: self.starts[array], is_one: self.strides[array] == 0 }
    }
}

/// Where the elements of a row begin in an array.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    pub(super) start: usize,
    /// Whether a single element stands for the whole row.
    pub(super) is_one: bool,
}

/// The stride of an array along an axis of a batch of samples of shape `whole`, axis 0 being the batch.
const fn stride(sizes: &[usize], whole: &[usize], axis: usize) -> usize {
    let missing = whole.len() - sizes.len();
    let first = if axis == 0 {
        0
    } else if axis <= missing || sizes[axis - 1 - missing] == 1 {
        return 0;
    } else {
        axis - missing
    };
    let (mut stride, mut inner) = (1, first);
    while inner < sizes.len() {
        stride *= sizes[inner];
        inner += 1;
    }
    stride
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    /// The index in each array of each element of the whole, in order.
    fn visited(batch: usize, whole: &[usize], operands: &[&[usize]], result: &[usize]) -> (usize, Vec<[usize; 3]>) {
        let loops = Broadcast::new(batch, whole, operands, result);
        let mut all = Vec::new();
        for row in loops.rows() {
            for i in 0..row.length {
                let at = |of: Stretch| of.start + if of.is_one { 0 } else { i };
                all.push([at(row.operand(0)), at(row.operand(1)), at(row.result())]);
            }
        }
        (loops.axes, all)
    }

    /// The same by the definition: the index of a place in an array that is aligned with the last axes.
    fn expected(batch: usize, whole: &[usize], arrays: [&[usize]; 3]) -> Vec<[usize; 3]> {
        let count = whole.iter().product::<usize>();
        let index = |sample: usize, mut element: usize, sizes: &[usize]| {
            let mut place: Vec<usize> = whole
                .iter()
                .rev()
                .map(|size| {
                    let at = element % size;
                    element /= size;
                    at
                })
                .collect();
            place.reverse();
            let own = &place[whole.len() - sizes.len()..];
            own.iter().zip(sizes).fold(sample, |index, (at, size)| index * size + at % size)
        };
        (0..batch * count).map(|i| arrays.map(|sizes| index(i / count, i % count, sizes))).collect()
    }

    #[test]
    fn visits_each_element_once_in_every_array() {
        #[allow(clippy::type_complexity)]
        let cases: [(&[usize], [&[usize]; 3], usize); 9] = [
            (&[2, 3, 4], [&[2, 3, 4], &[2, 3, 4], &[2, 3, 4]], 1),
            (&[2, 3, 4], [&[2, 3, 4], &[4], &[2, 3, 4]], 3),
            (&[2, 3, 4], [&[2, 3, 4], &[3, 4], &[2, 3, 4]], 3),
            (&[2, 3, 4], [&[2, 1, 1], &[2, 3, 4], &[2, 3, 4]], 2),
            (&[2, 3, 4], [&[1, 3, 1], &[], &[2, 1, 4]], 4),
            (&[2, 3, 4], [&[2, 3, 4], &[2, 3, 1], &[1, 1, 1]], 3),
            (&[1, 1], [&[1, 1], &[1], &[]], 1),
            (&[], [&[], &[], &[]], 1),
            (&[5], [&[1], &[5], &[5]], 2),
        ];
        for batch in [1, 2, 3] {
            for (whole, arrays, most) in cases {
                let (axes, found) = visited(batch, whole, &arrays[..2], arrays[2]);
                assert_eq!(found, expected(batch, whole, arrays), "{batch} {whole:?} {arrays:?}");
                assert!(axes <= most, "{axes} axes of {batch} {whole:?} {arrays:?}");
            }
        }
    }

    #[test]
    fn counts_what_is_combined() {
        let of = |result: &[usize]| Broadcast::new(7, &[2, 3, 4], &[&[2, 3, 4]], result);
        assert!(!of(&[2, 3, 4]).reduces() && !of(&[2, 3, 4]).repeats(0));
        assert_eq!([of(&[2, 3, 4]), of(&[2, 1, 4]), of(&[1, 1, 1])].map(|of| of.reduced()), [1, 3, 24]);
        assert!(of(&[2, 1, 4]).reduces());
    }
}
