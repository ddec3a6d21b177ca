//! One place for values of which two are needed at a time: one at its beginning, one at its end, and what a layer needs for
//! itself between them.

use crate::plain::{Plain, Zeroable};

/// What is needed during one step of a prediction. The place is as large as the largest of these, and no larger.
#[repr(C)]
pub struct Moment<Front, Room, Back> {
    front: Front,
    room: Room,
    back: Back,
}

// SAFETY: the fields are plain data.
unsafe impl<Front: Zeroable, Room: Zeroable, Back: Zeroable> Zeroable for Moment<Front, Room, Back> {}
// SAFETY: the fields are plain data.
unsafe impl<Front: Plain, Room: Plain, Back: Plain> Plain for Moment<Front, Room, Back> {}

/// The value at the beginning of a place.
#[inline(always)]
pub fn front<All: Plain, Value: Plain>(all: *mut All) -> *mut Value {
    const { assert!(size_of::<Value>() <= size_of::<All>() && align_of::<Value>() <= align_of::<All>()) };
    all.cast()
}

/// The value at the end of a place.
#[inline(always)]
pub fn back<All: Plain, Value: Plain>(all: *mut All) -> *mut Value {
    const { assert!(size_of::<Value>() <= size_of::<All>() && align_of::<Value>() <= align_of::<All>()) };
    all.wrapping_byte_add(const { size_of::<All>() - size_of::<Value>() }).cast()
}

/// What a layer needs for itself, behind the value at the beginning: before the one at the end, where the place has room for a
/// `Moment<Front, Room, _>` with that.
#[inline(always)]
pub fn room<All: Plain, Front: Plain, Room: Plain>(all: *mut All) -> *mut Room {
    const { assert!(size_of::<Moment<Front, Room, ()>>() <= size_of::<All>()) };
    all.wrapping_byte_add(const { core::mem::offset_of!(Moment<Front, Room, ()>, room) }).cast()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_places_that_do_not_meet() {
        type All = [f32; 9];
        let mut all: All = [0.0; 9];
        let all: *mut All = &raw mut all;
        let places: [(*mut f32, usize); 3] = [
            (front::<_, [f32; 4]>(all).cast(), 4),
            (room::<_, [f32; 4], [f32; 2]>(all).cast(), 2),
            (back::<_, [f32; 3]>(all).cast(), 3),
        ];
        let start: *mut f32 = all.cast();
        let mut end = 0;
        for (place, len) in places {
            // SAFETY: both point into one array.
            let at = unsafe { place.offset_from(start) } as usize;
            assert!(at >= end && at + len <= 9);
            end = at + len;
        }
    }
}
