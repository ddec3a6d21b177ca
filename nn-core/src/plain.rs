//! Plain data: values that are nothing but their numbers.

use core::marker::PhantomData;

/// Nothing but numbers: any bits are a value, zeros among them.
///
/// Tensors, layers, networks, their gradients and an optimiser's moments are all plain. So they can be made of zeros on the
/// heap, without crossing the stack, be read from the bytes of a file, and go to another thread. Plain data is deliberately
/// not `Copy`: nobody should move a megabyte by accident.
///
/// Your own layers get it, checked, from `#[derive(Parameters)]`.
///
/// # Safety
/// - Every bit pattern is a valid value of the type, the one of zeros too. Padding between the fields may be there, and holds
///   anything: [`Parameters`](crate::Parameters) says that there is none.
/// - There are no pointers and no interior mutability: a value may be sent to another thread and shared with it, also where the
///   compiler does not see that it is [`Send`] and [`Sync`].
/// - There is no destructor: neither the type nor a field implements [`Drop`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not plain data",
    note = "plain data is made of tensors, layers and arrays of them: put `#[derive(Parameters)]` on your layer"
)]
pub unsafe trait Plain: Sized + 'static {}

/// Implemented for every type with a destructor, and by the macros for every type that they declare plain: a type that is both is a
/// compile error, where the type is generic, too.
#[doc(hidden)]
pub trait MustNotImplementDrop {}

// `Drop` as a bound holds for the types that implement it themselves, and for no others: exactly those are refused.
#[allow(drop_bounds)]
impl<T: Drop> MustNotImplementDrop for T {}

macro_rules! plain_numbers {
    ($($number:ty)*) => {
        $(
            // SAFETY: primitive numbers have no invalid bits and no padding.
            unsafe impl Plain for $number {}
        )*
    };
}
plain_numbers!(f32 f64 u8 u16 u32 u64 i8 i16 i32 i64 usize isize);

// SAFETY: an array is its elements, contiguous.
unsafe impl<P: Plain, const K: usize> Plain for [P; K] {}
// SAFETY: there are no bits.
unsafe impl<T: ?Sized + 'static> Plain for PhantomData<T> {}

macro_rules! plain_tuples {
    ($($part:ident)*) => {
        // SAFETY: a tuple is its parts and padding.
        unsafe impl<$($part: Plain),*> Plain for ($($part,)*) {}
    };
}
plain_tuples!();
plain_tuples!(A);
plain_tuples!(A B);
plain_tuples!(A B C);
plain_tuples!(A B C D);

/// Makes a value of zeros on the heap, in place: no large value ever crosses the stack, in debug builds either.
///
/// ```
/// use nn_core::{N, Tensor, zeroed};
/// let x: Box<Tensor<(N<32>, N<784>)>> = zeroed();
/// assert_eq!(x.sum(), 0.0);
/// ```
#[cfg(feature = "alloc")]
pub fn zeroed<P: Plain>() -> alloc::boxed::Box<P> {
    let memory = alloc::boxed::Box::<P>::new_zeroed();
    // SAFETY: any bits are plain data, zeros too.
    unsafe { memory.assume_init() }
}

/// A copy of plain data, returned by value: for what is small enough for the stack.
#[doc(hidden)]
#[inline(always)]
pub fn duplicate<P: Plain>(value: &P) -> P {
    // SAFETY: a value of plain data owns nothing and has no destructor, so that there may be two with the same bits.
    unsafe { core::ptr::read(value) }
}

/// Copies plain data onto the heap, in place: no large value ever crosses the stack, in debug builds either.
///
/// This is what `boxed.clone()` does where `boxed` is a `Box` of a tensor, or of a network with `#[derive(Clone)]`. Call it where
/// the compiler would take the trait instead: `Clone::clone(&boxed)`, which `#[derive(Clone)]` on a struct with a `Box` of a
/// network expands to, and which generic code calls, returns the value before it boxes it. An optimised build leaves that out; a
/// debug build needs as much stack as the value is large, several times.
///
/// ```
/// use nn_core::{Linear, N, boxed_clone, zeroed};
/// let fc: Box<Linear<N<100>, N<10>>> = zeroed();
/// assert_eq!(boxed_clone(&*fc), fc);
/// ```
#[cfg(feature = "alloc")]
pub fn boxed_clone<P: Plain>(value: &P) -> alloc::boxed::Box<P> {
    let mut memory = alloc::boxed::Box::<P>::new_uninit();
    // SAFETY: the new memory is as large, and plain data may be copied, as above.
    unsafe {
        core::ptr::copy_nonoverlapping(value, memory.as_mut_ptr(), 1);
        memory.assume_init()
    }
}
