//! Plain data: types without pointers, destructors or invalid bit patterns.

use core::marker::PhantomData;

/// Plain data: every bit pattern is a valid value, all zeros included.
///
/// Tensors, layers, networks, their gradients and an optimiser's moments are all plain data. So they can be allocated as
/// zeros on the heap without crossing the stack, read from the bytes of a file, and sent to another thread. Plain data is
/// deliberately not `Copy`, so that a large value is not copied by accident.
///
/// For custom layers, `#[derive(Parameters)]` implements it and checks the requirements.
///
/// # Safety
/// - Every bit pattern is a valid value of the type, all zeros included. Padding between fields is allowed and may hold
///   anything; [`Parameters`](crate::Parameters) excludes it.
/// - There are no pointers and no interior mutability: a value may be sent to another thread and shared with it, even where
///   the compiler cannot prove that it is [`Send`] and [`Sync`].
/// - There is no destructor: neither the type nor a field implements [`Drop`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not plain data",
    note = "plain data consists of tensors, layers and arrays of them: put `#[derive(Parameters)]` on your layer"
)]
pub unsafe trait Plain: Sized + 'static {}

/// Implemented for every type that implements [`Drop`], and by the macros for every type that they make [`Plain`]: a type that is
/// both has conflicting implementations and does not compile, even if it is generic.
#[doc(hidden)]
pub trait MustNotImplementDrop {}

// The bound `Drop` holds for exactly the types that implement it themselves: those are rejected.
#[allow(drop_bounds)]
impl<T: Drop> MustNotImplementDrop for T {}

macro_rules! plain_numbers {
    ($($number:ty)*) => {
        $(
            // SAFETY: primitive numeric types have no invalid bit patterns and no padding.
            unsafe impl Plain for $number {}
        )*
    };
}
plain_numbers!(f32 f64 u8 u16 u32 u64 i8 i16 i32 i64 usize isize);

// SAFETY: an array is its elements, contiguous.
unsafe impl<P: Plain, const K: usize> Plain for [P; K] {}
// SAFETY: the type is zero-sized.
unsafe impl<T: ?Sized + 'static> Plain for PhantomData<T> {}

macro_rules! plain_tuples {
    ($($part:ident)*) => {
        // SAFETY: a tuple is its fields and padding.
        unsafe impl<$($part: Plain),*> Plain for ($($part,)*) {}
    };
}
plain_tuples!();
plain_tuples!(A);
plain_tuples!(A B);
plain_tuples!(A B C);
plain_tuples!(A B C D);

/// Allocates a zero-initialised value on the heap, in place: it never crosses the stack, not even in debug builds.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::parameters::zeroed;
/// let x: Box<Tensor<(N<32>, N<784>)>> = zeroed();
/// assert_eq!(x.sum(), 0.0);
/// ```
#[cfg(feature = "alloc")]
pub fn zeroed<P: Plain>() -> alloc::boxed::Box<P> {
    let memory = alloc::boxed::Box::<P>::new_zeroed();
    // SAFETY: every bit pattern of plain data is valid, all zeros included.
    unsafe { memory.assume_init() }
}

/// Returns a zero-initialised value, for values that are small enough for the stack.
#[inline]
pub(crate) fn zero<P: Plain>() -> P {
    // SAFETY: every bit pattern of plain data is valid, all zeros included.
    unsafe { core::mem::zeroed() }
}

/// Sets a value to zero, in place.
#[inline]
pub(crate) fn clear<P: Plain>(value: &mut P) {
    // SAFETY: every bit pattern of plain data is valid, all zeros included, and nothing is dropped.
    unsafe { core::ptr::write_bytes(value, 0, 1) }
}

/// Copies plain data by value, for values that are small enough for the stack.
#[doc(hidden)]
#[inline(always)]
pub fn duplicate<P: Plain>(value: &P) -> P {
    // SAFETY: plain data owns nothing and has no destructor, so it may be duplicated bit by bit.
    unsafe { core::ptr::read(value) }
}

/// Copies plain data to the heap, in place: it never crosses the stack, not even in debug builds.
///
/// This is what `boxed.clone()` does where `boxed` is a `Box` of a tensor, or of a network with `#[derive(Clone)]`. Call it where
/// the compiler would resolve to the trait instead: `Clone::clone(&boxed)`, which generic code calls and which `#[derive(Clone)]`
/// on a struct with a `Box` of a network expands to, returns the value before boxing it. An optimised build elides that copy; a
/// debug build needs several times the size of the value on the stack.
///
/// ```
/// use nn::boxed_clone;
/// use nn::dim::N;
/// use nn::layers::Linear;
/// use nn::parameters::zeroed;
/// let fc: Box<Linear<N<100>, N<10>>> = zeroed();
/// assert_eq!(boxed_clone(&*fc), fc);
/// ```
#[cfg(feature = "alloc")]
pub fn boxed_clone<P: Plain>(value: &P) -> alloc::boxed::Box<P> {
    let mut memory = alloc::boxed::Box::<P>::new_uninit();
    // SAFETY: the allocation has the size of `P`, and plain data may be duplicated, as above.
    unsafe {
        core::ptr::copy_nonoverlapping(value, memory.as_mut_ptr(), 1);
        memory.assume_init()
    }
}
