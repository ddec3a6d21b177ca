//! The layout of one scratch buffer: values that are live at the same time, packed from its start and from its end, and the scratch
//! of a layer between them.

use crate::dim::Natural;
use crate::parameters::{Plain, plain};
use core::marker::PhantomData;
use core::ops::Range;

/// The scratch memory of one step of inference: the values at the start of the buffer, the scratch of a layer, and the values at
/// the end. The buffer is as large as the largest step.
#[doc(hidden)]
#[repr(C)]
pub struct StepLayout<Start, Gap, End> {
    start: Start,
    gap: Gap,
    end: End,
}

plain! { impl[Start: Plain, Gap: Plain, End: Plain] for StepLayout<Start, Gap, End> { start, gap, end } }

/// The slot of a value in a buffer, checked to be within it and aligned.
pub struct Slot<All, Value> {
    start: usize,
    types: PhantomData<(All, Value)>,
}

impl<All: Plain, Value: Plain> Slot<All, Value> {
    /// Returns the slot that starts after `elements` elements per sample of the batch, counted from the start of the buffer.
    pub const fn from_start<B: Natural, T>(elements: usize) -> Self {
        Self::after(elements * B::SIZE * size_of::<T>())
    }

    /// Returns the slot that ends before `elements` elements per sample of the batch, counted from the end of the buffer.
    pub const fn from_end<B: Natural, T>(elements: usize) -> Self {
        Self::before(elements * B::SIZE * size_of::<T>())
    }

    /// Returns the slot that starts after this many bytes, rounded up to the alignment of the value.
    const fn after(bytes: usize) -> Self {
        Self::new(bytes.next_multiple_of(align_of::<Value>()))
    }

    const fn before(bytes: usize) -> Self {
        assert!(
            bytes <= size_of::<All>() && size_of::<Value>() <= size_of::<All>() - bytes,
            "a value does not fit into the buffer"
        );
        Self::new(size_of::<All>() - bytes - size_of::<Value>())
    }

    const fn new(start: usize) -> Self {
        assert!(
            start <= size_of::<All>() && size_of::<Value>() <= size_of::<All>() - start,
            "a value does not fit into the buffer"
        );
        assert!(
            align_of::<Value>() <= align_of::<All>() && start.is_multiple_of(align_of::<Value>()),
            "a value is not aligned"
        );
        Slot { start, types: PhantomData }
    }

    /// Returns a pointer to the value in a buffer.
    #[inline(always)]
    pub const fn of(&self, all: *mut All) -> *mut Value {
        all.wrapping_byte_add(self.start).cast()
    }

    /// Returns the byte range of the value.
    pub const fn bytes(&self) -> Range<usize> {
        self.start..self.start + size_of::<Value>()
    }
}

/// Asserts that no two of these byte ranges overlap. `network!` passes those of all values that are live in a step.
///
/// # Panics
/// Panics if two of them overlap.
pub const fn assert_disjoint(values: &[Range<usize>]) {
    let mut index = 0;
    while index < values.len() {
        let mut other = 0;
        while other < index {
            let (a, b) = (&values[index], &values[other]);
            assert!(a.end <= b.start || b.end <= a.start, "two live values overlap");
            other += 1;
        }
        index += 1;
    }
}

/// Returns the value at the start of a buffer.
///
/// # Safety
/// The buffer is valid for reads, and no part of the value is borrowed mutably, for the lifetime of the result.
#[inline(always)]
pub unsafe fn first<'a, All: Plain, Value: Plain>(all: *mut All) -> &'a Value {
    // SAFETY: the value is within the buffer and aligned, and plain data, so that any bytes are valid.
    unsafe { &*const { Slot::<All, Value>::after(0) }.of(all) }
}

/// [`first`] for a mutable value.
///
/// # Safety
/// The buffer is valid for writes, and no part of the value is borrowed otherwise, for the lifetime of the result.
#[inline(always)]
pub unsafe fn first_mut<'a, All: Plain, Value: Plain>(all: *mut All) -> &'a mut Value {
    // SAFETY: as in `first`.
    unsafe { &mut *const { Slot::<All, Value>::after(0) }.of(all) }
}

/// Returns the value at the end of a buffer.
///
/// # Safety
/// As for [`first`].
#[inline(always)]
pub unsafe fn last<'a, All: Plain, Value: Plain>(all: *mut All) -> &'a Value {
    // SAFETY: as in `first`.
    unsafe { &*const { Slot::<All, Value>::before(0) }.of(all) }
}

/// [`last`] for a mutable value.
///
/// # Safety
/// As for [`first_mut`].
#[inline(always)]
pub unsafe fn last_mut<'a, All: Plain, Value: Plain>(all: *mut All) -> &'a mut Value {
    // SAFETY: as in `first`.
    unsafe { &mut *const { Slot::<All, Value>::before(0) }.of(all) }
}

/// Returns the scratch of a layer, after the value at the start. It ends before the value at the end if the buffer is large enough
/// for a `StepLayout<Start, Gap, _>` with that value.
///
/// # Safety
/// As for [`first_mut`].
#[inline(always)]
pub unsafe fn gap_mut<'a, All: Plain, Start: Plain, Gap: Plain>(all: *mut All) -> &'a mut Gap {
    // SAFETY: as in `first`.
    unsafe { &mut *const { Slot::<All, Gap>::after(size_of::<Start>()) }.of(all) }
}

/// Returns a member of a `repr(C)` union of plain data.
///
/// # Safety
/// All bytes of the member are initialised.
#[inline(always)]
pub unsafe fn member<All: Plain, Value: Plain>(all: &All) -> &Value {
    let all: *const All = all;
    // SAFETY: as in `first`; the borrow is that of the union.
    unsafe { first(all.cast_mut()) }
}

/// [`member`] for a mutable member.
///
/// # Safety
/// As for [`member`].
#[inline(always)]
pub unsafe fn member_mut<All: Plain, Value: Plain>(all: &mut All) -> &mut Value {
    // SAFETY: as in `first`; the borrow is that of the union.
    unsafe { first_mut(all) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;

    #[test]
    fn start_gap_and_end_do_not_overlap() {
        type All = [f32; 9];
        let mut all: All = [0.0; 9];
        let all: *mut All = &raw mut all;
        // SAFETY: the array is valid, and nothing else borrows it.
        let places: [(*mut f32, usize); 3] = unsafe {
            [
                (first_mut::<_, [f32; 4]>(all).as_mut_ptr(), 4),
                (gap_mut::<_, [f32; 4], [f32; 2]>(all).as_mut_ptr(), 2),
                (last_mut::<_, [f32; 3]>(all).as_mut_ptr(), 3),
            ]
        };
        let start: *mut f32 = all.cast();
        let mut end = 0;
        for (place, len) in places {
            // SAFETY: both point into one array.
            let at = unsafe { place.offset_from(start) } as usize;
            assert!(at >= end && at + len <= 9);
            end = at + len;
        }
    }

    #[test]
    fn several_values_on_both_sides_do_not_overlap() {
        type All = [f32; 9];
        let places = [
            Slot::<All, [f32; 2]>::from_start::<N<2>, f32>(0).bytes(),
            Slot::<All, [f32; 1]>::from_start::<N<2>, f32>(1).bytes(),
            // A gap smaller than the alignment stays unused.
            Slot::<All, [f32; 1]>::from_start::<N<1>, u8>(13).bytes(),
            Slot::<All, [f32; 3]>::from_end::<N<1>, f32>(1).bytes(),
            Slot::<All, [f32; 1]>::from_end::<N<1>, f32>(0).bytes(),
        ];
        assert_eq!(places, [0..8, 8..12, 16..20, 20..32, 32..36]);
        assert_disjoint(&places);
        let mut all: All = core::array::from_fn(|index| index as f32);
        // SAFETY: the value is within the array.
        assert_eq!(unsafe { *Slot::<All, [f32; 3]>::before(4).of(&raw mut all) }, [5.0, 6.0, 7.0]);
    }

    #[test]
    #[should_panic = "two live values overlap"]
    fn rejects_overlapping_values() {
        assert_disjoint(&[0..8, 12..16, 4..12]);
    }

    #[test]
    #[should_panic = "a value does not fit into the buffer"]
    fn rejects_value_past_the_end() {
        Slot::<[f32; 4], [f32; 2]>::after(12);
    }

    #[test]
    #[should_panic = "a value does not fit into the buffer"]
    fn rejects_value_before_the_beginning() {
        Slot::<[f32; 4], [f32; 2]>::before(12);
    }

    #[test]
    #[should_panic = "a value is not aligned"]
    fn rejects_misaligned_value() {
        Slot::<[f32; 4], [f32; 2]>::before(2);
    }
}
