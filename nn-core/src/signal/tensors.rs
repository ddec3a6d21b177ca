//! Signals: the types of a layer's inputs and outputs, which are one or several tensors per sample.

use crate::dim::Dim;
use crate::float::Float;
use crate::parameters::{Field, Gradient, Layout, Parameters, Plain, plain};
use crate::shape::Sample;
use crate::tensor::{Tensor, from_mut_slice, from_slice};
use core::mem::offset_of;

/// A batch of `B` samples of shape `S`.
pub type Batch<S, B, T = f32> = Tensor<<S as Sample>::Batch<B>, T>;

/// The type of a layer's input or output: the shape of one sample, [`Indices`](crate::Indices), or a [`Tuple`] of those.
///
/// For a shape `S`, `Ref` is `&Batch<S, B, T>`; for `Tuple<(S1, S2)>` it is a pair of those, and so on.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a valid input or output of a layer",
    note = "expected the shape of one sample, such as `shape![3, 28, 28]`, or `Tuple<(..)>` of such shapes"
)]
pub trait Signal: 'static {
    /// A batch of the tensors, by shared reference.
    type Ref<'a, B: Dim, T: Float>: Copy;
    /// A batch of the tensors, by mutable reference.
    type Mut<'a, B: Dim, T: Float>;
    /// The gradient buffers of a batch of the tensors; `None` where the gradient is not needed.
    type Grad<'a, B: Dim, T: Float>;
    /// A batch of the tensors, owned.
    type Owned<B: Dim, T: Float>: Plain + Send;
    /// The dimensions of one sample, for each tensor.
    const DIMS: &'static [&'static [usize]];
    /// The kind of elements, for each tensor: `None` for floating point, `Some(V)` for indices from 0 to V - 1.
    const INDICES: &'static [Option<usize>];

    /// Borrows the tensors to read them.
    fn by_ref<B: Dim, T: Float>(owned: &Self::Owned<B, T>) -> Self::Ref<'_, B, T>;
    /// Borrows the tensors to write them.
    fn by_mut<B: Dim, T: Float>(owned: &mut Self::Owned<B, T>) -> Self::Mut<'_, B, T>;
    /// Borrows the tensors as gradient buffers, which are accumulated into if `adds`, else overwritten.
    fn by_grad<B: Dim, T: Float>(owned: &mut Self::Owned<B, T>, adds: bool) -> Self::Grad<'_, B, T>;
    /// Returns the value for gradients that are not needed.
    fn no_grad<'a, B: Dim, T: Float>() -> Self::Grad<'a, B, T>;
    /// Shortens the lifetime of a shared borrow.
    fn shorten<'short, 'long: 'short, B: Dim, T: Float>(read: Self::Ref<'long, B, T>) -> Self::Ref<'short, B, T>;
    /// Reborrows the tensors for a shorter lifetime.
    fn reborrow_mut<'a, B: Dim, T: Float>(written: &'a mut Self::Mut<'_, B, T>) -> Self::Mut<'a, B, T>;
    /// Reborrows the gradient buffers for a shorter lifetime.
    fn reborrow_grad<'a, B: Dim, T: Float>(grad: &'a mut Self::Grad<'_, B, T>) -> Self::Grad<'a, B, T>;
    /// Returns the same gradient buffers, to be accumulated into.
    fn adding<B: Dim, T: Float>(grad: Self::Grad<'_, B, T>) -> Self::Grad<'_, B, T>;
    /// Copies `x` to `y`.
    fn copy<B: Dim, T: Float>(x: Self::Ref<'_, B, T>, y: Self::Mut<'_, B, T>);
    /// Computes the backward pass of [`copy`](Signal::copy): dx = dy.
    fn pass_back<B: Dim, T: Float>(dy: Self::Ref<'_, B, T>, dx: Self::Grad<'_, B, T>);

    /// Returns the elements of each tensor, without their shapes.
    fn to_parts<'a, B: Dim, T: Float>(read: Self::Ref<'a, B, T>) -> Parts<Read<'a, T>>;
    /// Returns the tensors with these elements.
    ///
    /// # Panics
    /// Panics if a tensor has a different number of elements, or elements of the other kind.
    fn from_parts<'a, B: Dim, T: Float>(parts: Parts<Read<'a, T>>) -> Self::Ref<'a, B, T>;
    /// [`to_parts`](Signal::to_parts) for mutable tensors.
    fn to_parts_mut<'a, B: Dim, T: Float>(written: Self::Mut<'a, B, T>) -> Parts<Write<'a, T>>;
    /// [`from_parts`](Signal::from_parts) for mutable tensors.
    fn from_parts_mut<'a, B: Dim, T: Float>(parts: Parts<Write<'a, T>>) -> Self::Mut<'a, B, T>;
    /// [`to_parts`](Signal::to_parts) for gradient buffers.
    fn to_parts_grad<'a, B: Dim, T: Float>(grad: Self::Grad<'a, B, T>) -> Parts<Gradient<'a, [T]>>;
    /// [`from_parts`](Signal::from_parts) for gradient buffers.
    fn from_parts_grad<'a, B: Dim, T: Float>(parts: Parts<Gradient<'a, [T]>>) -> Self::Grad<'a, B, T>;
}

/// One value per tensor of a signal; `None` after the last tensor, and where a gradient is not needed.
pub type Parts<P> = [Option<P>; 6];

/// Returns the parts of a signal of one tensor.
#[inline]
pub(crate) fn alone<P>(part: Option<P>) -> Parts<P> {
    [part, None, None, None, None, None]
}

/// The elements of a tensor: floating-point numbers, or indices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Elements<N, I> {
    /// Floating-point numbers.
    Floats(N),
    /// Indices of [`Indices`](crate::Indices).
    Indices(I),
}

/// The elements of a tensor, by shared reference.
pub type Read<'a, T> = Elements<&'a [T], &'a [u32]>;
/// The elements of a tensor, by mutable reference.
pub type Write<'a, T> = Elements<&'a mut [T], &'a mut [u32]>;

impl<N, I> Elements<N, I> {
    /// Returns the floating-point elements, or `None` if the elements are indices.
    pub fn floats(self) -> Option<N> {
        match self {
            Self::Floats(floats) => Some(floats),
            Self::Indices(_) => None,
        }
    }

    /// Returns the indices, or `None` if the elements are floating point.
    pub fn indices(self) -> Option<I> {
        match self {
            Self::Floats(_) => None,
            Self::Indices(indices) => Some(indices),
        }
    }
}

/// A signal of one tensor: the shape of a sample, or [`Indices`](crate::Indices). A [`Tuple`] is composed of these.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a single tensor")]
pub trait SingleTensor: Signal {}

impl<S: Sample> SingleTensor for S {}

impl<S: Sample> Signal for S {
    type Ref<'a, B: Dim, T: Float> = &'a Batch<S, B, T>;
    type Mut<'a, B: Dim, T: Float> = &'a mut Batch<S, B, T>;
    type Grad<'a, B: Dim, T: Float> = Option<Gradient<'a, Batch<S, B, T>>>;
    type Owned<B: Dim, T: Float> = Batch<S, B, T>;
    const DIMS: &'static [&'static [usize]] = &[S::DIMS];
    const INDICES: &'static [Option<usize>] = &[None];

    #[inline]
    fn by_ref<B: Dim, T: Float>(owned: &Self::Owned<B, T>) -> Self::Ref<'_, B, T> {
        owned
    }
    #[inline]
    fn by_mut<B: Dim, T: Float>(owned: &mut Self::Owned<B, T>) -> Self::Mut<'_, B, T> {
        owned
    }
    #[inline]
    fn by_grad<B: Dim, T: Float>(owned: &mut Self::Owned<B, T>, adds: bool) -> Self::Grad<'_, B, T> {
        Some(Gradient::new(owned, adds))
    }
    #[inline]
    fn no_grad<'a, B: Dim, T: Float>() -> Self::Grad<'a, B, T> {
        None
    }
    #[inline]
    fn shorten<'short, 'long: 'short, B: Dim, T: Float>(read: Self::Ref<'long, B, T>) -> Self::Ref<'short, B, T> {
        read
    }
    #[inline]
    fn reborrow_mut<'a, B: Dim, T: Float>(written: &'a mut Self::Mut<'_, B, T>) -> Self::Mut<'a, B, T> {
        written
    }
    #[inline]
    fn reborrow_grad<'a, B: Dim, T: Float>(grad: &'a mut Self::Grad<'_, B, T>) -> Self::Grad<'a, B, T> {
        grad.as_mut().map(Gradient::reborrow)
    }
    #[inline]
    fn adding<B: Dim, T: Float>(grad: Self::Grad<'_, B, T>) -> Self::Grad<'_, B, T> {
        grad.map(|grad| Gradient::add(grad.into_inner()))
    }
    #[inline]
    fn copy<B: Dim, T: Float>(x: Self::Ref<'_, B, T>, y: Self::Mut<'_, B, T>) {
        y.as_mut_slice().copy_from_slice(x.as_slice());
    }
    #[inline]
    fn pass_back<B: Dim, T: Float>(dy: Self::Ref<'_, B, T>, dx: Self::Grad<'_, B, T>) {
        if let Some(dx) = dx {
            dx.target().write(dy.iter().copied());
        }
    }

    #[inline]
    fn to_parts<'a, B: Dim, T: Float>(read: Self::Ref<'a, B, T>) -> Parts<Read<'a, T>> {
        alone(Some(Elements::Floats(read.as_slice())))
    }
    #[inline]
    fn from_parts<'a, B: Dim, T: Float>([part, ..]: Parts<Read<'a, T>>) -> Self::Ref<'a, B, T> {
        from_slice(part.and_then(Elements::floats).unwrap_or_default())
    }
    #[inline]
    fn to_parts_mut<'a, B: Dim, T: Float>(written: Self::Mut<'a, B, T>) -> Parts<Write<'a, T>> {
        alone(Some(Elements::Floats(written.as_mut_slice())))
    }
    #[inline]
    fn from_parts_mut<'a, B: Dim, T: Float>([part, ..]: Parts<Write<'a, T>>) -> Self::Mut<'a, B, T> {
        from_mut_slice(part.and_then(Elements::floats).unwrap_or_default())
    }
    #[inline]
    fn to_parts_grad<'a, B: Dim, T: Float>(grad: Self::Grad<'a, B, T>) -> Parts<Gradient<'a, [T]>> {
        alone(grad.map(|grad| grad.part(Tensor::as_mut_slice)))
    }
    #[inline]
    fn from_parts_grad<'a, B: Dim, T: Float>([part, ..]: Parts<Gradient<'a, [T]>>) -> Self::Grad<'a, B, T> {
        part.map(|part| part.part(from_mut_slice))
    }
}

/// Several tensors per sample, such as `Tuple<(shape![64], shape![3, 28, 28])>`: two to six, each of them a [`SingleTensor`]. The
/// empty `Tuple<()>` is the input of a layer without input, and the target of a loss without one.
#[derive(Debug)]
pub struct Tuple<Shapes>(core::marker::PhantomData<Shapes>);

/// The input of a layer without input, such as a [`Parameter`](crate::Parameter), and [`NoTarget`](crate::NoTarget).
impl Signal for Tuple<()> {
    type Ref<'a, B: Dim, T: Float> = ();
    type Mut<'a, B: Dim, T: Float> = ();
    type Grad<'a, B: Dim, T: Float> = ();
    type Owned<B: Dim, T: Float> = ();
    const DIMS: &'static [&'static [usize]] = &[];
    const INDICES: &'static [Option<usize>] = &[];

    fn by_ref<B: Dim, T: Float>((): &()) {}
    fn by_mut<B: Dim, T: Float>((): &mut ()) {}
    fn by_grad<B: Dim, T: Float>((): &mut (), _: bool) {}
    fn no_grad<'a, B: Dim, T: Float>() -> Self::Grad<'a, B, T> {}
    fn shorten<'short, 'long: 'short, B: Dim, T: Float>(_: Self::Ref<'long, B, T>) -> Self::Ref<'short, B, T> {}
    fn reborrow_mut<'a, B: Dim, T: Float>(_: &'a mut Self::Mut<'_, B, T>) -> Self::Mut<'a, B, T> {}
    fn reborrow_grad<'a, B: Dim, T: Float>(_: &'a mut Self::Grad<'_, B, T>) -> Self::Grad<'a, B, T> {}
    fn adding<B: Dim, T: Float>(_: Self::Grad<'_, B, T>) -> Self::Grad<'_, B, T> {}
    fn copy<B: Dim, T: Float>((): (), (): ()) {}
    fn pass_back<B: Dim, T: Float>((): (), (): ()) {}

    fn to_parts<'a, B: Dim, T: Float>(_: Self::Ref<'a, B, T>) -> Parts<Read<'a, T>> {
        Parts::default()
    }
    fn from_parts<'a, B: Dim, T: Float>(_: Parts<Read<'a, T>>) -> Self::Ref<'a, B, T> {}
    fn to_parts_mut<'a, B: Dim, T: Float>(_: Self::Mut<'a, B, T>) -> Parts<Write<'a, T>> {
        Parts::default()
    }
    fn from_parts_mut<'a, B: Dim, T: Float>(_: Parts<Write<'a, T>>) -> Self::Mut<'a, B, T> {}
    fn to_parts_grad<'a, B: Dim, T: Float>(_: Self::Grad<'a, B, T>) -> Parts<Gradient<'a, [T]>> {
        Parts::default()
    }
    fn from_parts_grad<'a, B: Dim, T: Float>(_: Parts<Gradient<'a, [T]>>) -> Self::Grad<'a, B, T> {}
}

/// The shape of the tensor at `INDEX` of a signal, or of the last tensor if the index is out of range: `network!` compares the
/// number of tensors separately, with a message of its own.
pub trait Part<const INDEX: usize>: Signal {
    /// The shape of that tensor's sample.
    type Shape: Sample;
}

impl<S: Sample, const INDEX: usize> Part<INDEX> for S {
    type Shape = S;
}

/// The shape of the tensor at `INDEX` of a [`Tuple`], if its elements are floating-point numbers.
#[diagnostic::on_unimplemented(message = "`{Self}` has no tensor at index {INDEX}")]
pub trait TupleItem<const INDEX: usize>: Signal {
    /// The shape of that tensor's sample.
    type Shape: Sample;
}

macro_rules! shapes {
    ($of:ident, $shapes:tt: $($nth:ident $index:literal)*) => {
        $(shapes!(@one $of, $shapes, $nth $index);)*
    };
    (@one $of:ident, [$($shape:ident)*], $nth:ident $index:literal) => {
        impl<$($shape: Sample),*> $of<$index> for Tuple<($($shape,)*)> {
            type Shape = $nth;
        }
    };
}
macro_rules! items {
    ($shapes:tt: $($nth:ident $index:literal)*) => {
        $(items!(@one $shapes, $nth $index);)*
    };
    (@one [$($shape:ident)*], $nth:ident $index:literal) => {
        impl<$($shape: SingleTensor),*> TupleItem<$index> for Tuple<($($shape,)*)>
        where
            $nth: Sample,
        {
            type Shape = $nth;
        }
    };
}
items!([A B]: A 0 B 1);
items!([A B C]: A 0 B 1 C 2);
items!([A B C D]: A 0 B 1 C 2 D 3);
items!([A B C D E]: A 0 B 1 C 2 D 3 E 4);
items!([A B C D E F]: A 0 B 1 C 2 D 3 E 4 F 5);
shapes!(Part, [A B]: A 0 B 1 B 2 B 3 B 4 B 5);
shapes!(Part, [A B C]: A 0 B 1 C 2 C 3 C 4 C 5);
shapes!(Part, [A B C D]: A 0 B 1 C 2 D 3 D 4 D 5);
shapes!(Part, [A B C D E]: A 0 B 1 C 2 D 3 E 4 E 5);
shapes!(Part, [A B C D E F]: A 0 B 1 C 2 D 3 E 4 F 5);

macro_rules! tuples {
    ($owned:ident: $($shape:ident $index:tt)*) => {
        #[doc = "The tensors of a [`Tuple`], contiguous."]
        #[repr(C)]
        pub struct $owned<$($shape: SingleTensor,)* Rows: Dim, T: Float>($(pub <$shape as Signal>::Owned<Rows, T>),*);

        plain! { impl[$($shape: SingleTensor,)* Rows: Dim, T: Float] for $owned<$($shape,)* Rows, T> { $($index),* } }

        // SAFETY: the fields are tensors of T, in the order of declaration, so there is no padding.
        unsafe impl<$($shape: Sample,)* Rows: Dim, T: Float> Parameters<T> for $owned<$($shape,)* Rows, T> {
            const LAYOUT: Layout = Layout::Fields(&[$(Field {
                name: stringify!($index),
                offset: offset_of!(Self, $index) / size_of::<T>(),
                layout: &<<$shape as Signal>::Owned<Rows, T> as Parameters<T>>::LAYOUT,
            }),*]);
        }

        impl<$($shape: SingleTensor),*> Signal for Tuple<($($shape,)*)> {
            type Ref<'a, Rows: Dim, T: Float> = ($(<$shape as Signal>::Ref<'a, Rows, T>,)*);
            type Mut<'a, Rows: Dim, T: Float> = ($(<$shape as Signal>::Mut<'a, Rows, T>,)*);
            type Grad<'a, Rows: Dim, T: Float> = ($(<$shape as Signal>::Grad<'a, Rows, T>,)*);
            type Owned<Rows: Dim, T: Float> = $owned<$($shape,)* Rows, T>;
            const DIMS: &'static [&'static [usize]] = &[$(<$shape as Signal>::DIMS[0]),*];
            const INDICES: &'static [Option<usize>] = &[$(<$shape as Signal>::INDICES[0]),*];

            #[inline]
            fn by_ref<Rows: Dim, T: Float>(owned: &Self::Owned<Rows, T>) -> Self::Ref<'_, Rows, T> {
                ($($shape::by_ref::<Rows, T>(&owned.$index),)*)
            }
            #[inline]
            fn by_mut<Rows: Dim, T: Float>(owned: &mut Self::Owned<Rows, T>) -> Self::Mut<'_, Rows, T> {
                ($($shape::by_mut::<Rows, T>(&mut owned.$index),)*)
            }
            #[inline]
            fn by_grad<Rows: Dim, T: Float>(owned: &mut Self::Owned<Rows, T>, adds: bool) -> Self::Grad<'_, Rows, T> {
                ($($shape::by_grad::<Rows, T>(&mut owned.$index, adds),)*)
            }
            #[inline]
            fn no_grad<'a, Rows: Dim, T: Float>() -> Self::Grad<'a, Rows, T> {
                ($($shape::no_grad::<Rows, T>(),)*)
            }
            #[inline]
            fn shorten<'short, 'long: 'short, Rows: Dim, T: Float>(
                read: Self::Ref<'long, Rows, T>,
            ) -> Self::Ref<'short, Rows, T> {
                ($($shape::shorten::<Rows, T>(read.$index),)*)
            }
            #[inline]
            fn reborrow_mut<'a, Rows: Dim, T: Float>(written: &'a mut Self::Mut<'_, Rows, T>) -> Self::Mut<'a, Rows, T> {
                ($($shape::reborrow_mut::<Rows, T>(&mut written.$index),)*)
            }
            #[inline]
            fn reborrow_grad<'a, Rows: Dim, T: Float>(grad: &'a mut Self::Grad<'_, Rows, T>) -> Self::Grad<'a, Rows, T> {
                ($($shape::reborrow_grad::<Rows, T>(&mut grad.$index),)*)
            }
            #[inline]
            fn adding<Rows: Dim, T: Float>(grad: Self::Grad<'_, Rows, T>) -> Self::Grad<'_, Rows, T> {
                ($($shape::adding::<Rows, T>(grad.$index),)*)
            }
            #[inline]
            fn copy<Rows: Dim, T: Float>(x: Self::Ref<'_, Rows, T>, y: Self::Mut<'_, Rows, T>) {
                $(<$shape as Signal>::copy::<Rows, T>(x.$index, y.$index);)*
            }
            #[inline]
            fn pass_back<Rows: Dim, T: Float>(dy: Self::Ref<'_, Rows, T>, dx: Self::Grad<'_, Rows, T>) {
                $($shape::pass_back::<Rows, T>(dy.$index, dx.$index);)*
            }

            #[inline]
            fn to_parts<'a, Rows: Dim, T: Float>(read: Self::Ref<'a, Rows, T>) -> Parts<Read<'a, T>> {
                let mut parts = Parts::default();
                $([parts[$index], ..] = $shape::to_parts::<Rows, T>(read.$index);)*
                parts
            }
            #[inline]
            fn from_parts<'a, Rows: Dim, T: Float>(parts: Parts<Read<'a, T>>) -> Self::Ref<'a, Rows, T> {
                ($($shape::from_parts::<Rows, T>(alone(parts[$index])),)*)
            }
            #[inline]
            fn to_parts_mut<'a, Rows: Dim, T: Float>(written: Self::Mut<'a, Rows, T>) -> Parts<Write<'a, T>> {
                let mut parts = Parts::default();
                $([parts[$index], ..] = $shape::to_parts_mut::<Rows, T>(written.$index);)*
                parts
            }
            #[inline]
            fn from_parts_mut<'a, Rows: Dim, T: Float>(mut parts: Parts<Write<'a, T>>) -> Self::Mut<'a, Rows, T> {
                ($($shape::from_parts_mut::<Rows, T>(alone(parts[$index].take())),)*)
            }
            #[inline]
            fn to_parts_grad<'a, Rows: Dim, T: Float>(grad: Self::Grad<'a, Rows, T>) -> Parts<Gradient<'a, [T]>> {
                let mut parts = Parts::default();
                $([parts[$index], ..] = $shape::to_parts_grad::<Rows, T>(grad.$index);)*
                parts
            }
            #[inline]
            fn from_parts_grad<'a, Rows: Dim, T: Float>(mut parts: Parts<Gradient<'a, [T]>>) -> Self::Grad<'a, Rows, T> {
                ($($shape::from_parts_grad::<Rows, T>(alone(parts[$index].take())),)*)
            }
        }
    };
}

tuples!(Two: S0 0 S1 1);
tuples!(Three: S0 0 S1 1 S2 2);
tuples!(Four: S0 0 S1 1 S2 2 S3 3);
tuples!(Five: S0 0 S1 1 S2 2 S3 3 S4 4);
tuples!(Six: S0 0 S1 1 S2 2 S3 3 S4 4 S5 5);
