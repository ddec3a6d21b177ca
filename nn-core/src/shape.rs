//! Shapes: tuples of sizes, and type-level operations on them.

use crate::dim::{AddDim, Dim, DividedBy, MulDim, N, Product, SubDim, Sum};

mod sealed {
    pub trait Sealed {}
}

/// The shape of a tensor: a tuple of zero to six sizes. Sealed.
///
/// ```
/// use nn::dim::N;
/// use nn::shape::Shape;
/// type Image = (N<3>, N<28>, N<28>);
/// assert_eq!(Image::DIMS, [3, 28, 28]);
/// assert_eq!(Image::SIZE, 2352);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a shape",
    note = "a shape is a tuple of zero to six sizes: write it as `shape![3, 28, 28]`"
)]
pub trait Shape: sealed::Sealed + 'static {
    /// The number of axes.
    const RANK: usize;
    /// The number of elements.
    const SIZE: usize;
    /// The sizes, outermost first.
    const DIMS: &'static [usize];
    /// The elements, as nested arrays.
    type Array<T>;
    /// The index of an element: one `usize` per axis.
    type Index: Copy + AsRef<[usize]> + AsMut<[usize]> + Default;
}

/// The shape of one sample: a shape of at most five axes, so that a batch axis can be prepended.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the shape of a sample",
    note = "a sample is one tensor of at most five axes: the batch adds one"
)]
pub trait Sample: Shape {
    /// This shape with a batch axis of size `B` prepended.
    type Batch<B: Dim>: Batched<Rows = B, Row = Self>;
}

/// A shape with at least one axis: a batch, whose rows are samples.
#[diagnostic::on_unimplemented(message = "`{Self}` has no axis to index rows by")]
pub trait Batched: Shape {
    /// The size of the first axis.
    type Rows: Dim;
    /// The shape without its first axis.
    type Row: Sample;
}

/// A shape whose number of elements is known as a type, which a reshape compares.
#[diagnostic::on_unimplemented(message = "the number of elements of `{Self}` is not a type-level number")]
pub trait Counted: Shape {
    /// The number of elements.
    type Count: Dim;
}

/// A shape from which one axis can be removed, as by a reduction.
#[diagnostic::on_unimplemented(message = "`{Self}` has no axis {AXIS}", note = "axes are counted from 0")]
pub trait WithoutAxis<const AXIS: usize>: Shape {
    /// The shape without the axis.
    type Output: Shape;
}

/// The size of one axis of a shape, or 1 if the shape has no such axis: `network!` compares the number of axes separately,
/// with a message of its own.
#[doc(hidden)]
pub trait AxisAt<const AXIS: usize>: Sample {
    /// The size.
    type Size: Dim;
}

macro_rules! axis_at {
    ($shape:tt: $($size:ty, $axis:literal;)*) => {
        $(axis_at!(@one $shape, $size, $axis);)*
    };
    (@one [$($axis:ident)*], $size:ty, $index:literal) => {
        impl<$($axis: Dim),*> AxisAt<$index> for ($($axis,)*) {
            type Size = $size;
        }
    };
}
axis_at!([]: N<1>, 0; N<1>, 1; N<1>, 2; N<1>, 3; N<1>, 4;);
axis_at!([A]: A, 0; N<1>, 1; N<1>, 2; N<1>, 3; N<1>, 4;);
axis_at!([A B]: A, 0; B, 1; N<1>, 2; N<1>, 3; N<1>, 4;);
axis_at!([A B C]: A, 0; B, 1; C, 2; N<1>, 3; N<1>, 4;);
axis_at!([A B C D]: A, 0; B, 1; C, 2; D, 3; N<1>, 4;);
axis_at!([A B C D E]: A, 0; B, 1; C, 2; D, 3; E, 4;);

/// Shapes that can be concatenated along `AXIS`: all other axes are equal.
#[diagnostic::on_unimplemented(
    message = "`{Self}` and `{Rhs}` cannot be joined along axis {AXIS}",
    note = "all other axes must be equal; axes are counted from 0"
)]
pub trait ConcatAxis<const AXIS: usize, Rhs: Shape>: Shape {
    /// The concatenated shape.
    type Output: Shape;
}

/// Shapes that can be split in two along `AXIS`; the first part has the size `Left` there.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be split along axis {AXIS} with `{Left}` in the first part",
    note = "the first part must be smaller than the axis; axes are counted from 0"
)]
pub trait SplitAxis<const AXIS: usize, Left: Dim>: Shape {
    /// The first part.
    type First: Shape;
    /// The second part.
    type Second: Shape;
}

/// Shapes of samples of which the axis `AXIS` can be given another size.
///
/// ```
/// use nn::dim::N;
/// use nn::shape::{ReplaceAxis, Shape};
/// assert_eq!(<<(N<3>, N<28>) as ReplaceAxis<1, N<7>>>::Output as Shape>::DIMS, [3, 7]);
/// ```
#[diagnostic::on_unimplemented(message = "`{Self}` has no axis {AXIS}", note = "axes are counted from 0")]
pub trait ReplaceAxis<const AXIS: usize, New: Dim>: Sample {
    /// The shape with the size `New` along the axis.
    type Output: Sample;
}

/// Shapes of samples to which an axis can be appended.
///
/// ```
/// use nn::dim::N;
/// use nn::shape::{AppendAxis, Shape};
/// assert_eq!(<<(N<3>, N<28>) as AppendAxis<N<7>>>::Output as Shape>::DIMS, [3, 28, 7]);
/// ```
#[diagnostic::on_unimplemented(message = "`{Self}` with another axis has more than five axes")]
pub trait AppendAxis<New: Dim>: Sample {
    /// The shape with `New` as its last axis.
    type Output: Sample;
}

/// Shapes of samples with an axis of even size that a gate halves.
///
/// ```
/// use nn::dim::N;
/// use nn::shape::{HalveAxis, Shape};
/// assert_eq!(<<(N<3>, N<8>) as HalveAxis<1>>::Output as Shape>::DIMS, [3, 4]);
/// ```
#[diagnostic::on_unimplemented(
    message = "axis {AXIS} of `{Self}` cannot be halved",
    note = "the size of the axis must be even; axes are counted from 0"
)]
pub trait HalveAxis<const AXIS: usize>: Sample {
    /// The shape with half as large an axis.
    type Output: Sample;
}

/// Shapes of samples whose last axes are `Tail`, as a normalisation over the last axes requires.
///
/// ```
/// use nn::dim::N;
/// use nn::shape::{EndsWith, Shape};
/// type Words = (N<16>, N<64>);
/// assert_eq!(<<Words as EndsWith<(N<64>,)>>::Leading as Shape>::DIMS, [16]);
/// assert_eq!(<<Words as EndsWith<Words>>::Leading as Shape>::RANK, 0);
/// ```
#[diagnostic::on_unimplemented(
    message = "the last axes of `{Self}` are not `{Tail}`",
    note = "a normalisation expects samples whose last axes are the normalised ones"
)]
pub trait EndsWith<Tail: Shape>: Sample {
    /// The axes before `Tail`.
    type Leading: Sample;
}

macro_rules! shape {
    ([$($dim:ident)*] $rank:literal, $array:ty) => {
        impl<$($dim: Dim),*> sealed::Sealed for ($($dim,)*) {}
        impl<$($dim: Dim),*> Shape for ($($dim,)*) {
            const RANK: usize = $rank;
            const SIZE: usize = 1 $(* $dim::SIZE)*;
            const DIMS: &'static [usize] = &[$($dim::SIZE),*];
            type Array<T> = $array;
            type Index = [usize; $rank];
        }
    };
}
shape!([] 0, T);
shape!([A] 1, A::Array<T>);
shape!([A B] 2, A::Array<B::Array<T>>);
shape!([A B C] 3, A::Array<B::Array<C::Array<T>>>);
shape!([A B C D] 4, A::Array<B::Array<C::Array<D::Array<T>>>>);
shape!([A B C D E] 5, A::Array<B::Array<C::Array<D::Array<E::Array<T>>>>>);
shape!([A B C D E F] 6, A::Array<B::Array<C::Array<D::Array<E::Array<F::Array<T>>>>>>);

/// The shape of nested arrays `A` of elements `T`: `(N<2>, N<3>)` for `[[T; 3]; 2]`, with at most 999 elements per axis. The arrays
/// determine a shape that is otherwise unknown, such as the number of samples of a batch.
///
/// ```
/// use nn::dim::N;
/// use nn::shape::ShapeOf;
///
/// fn expects<S: ShapeOf<[[f32; 3]; 2], f32>>() {}
/// expects::<(N<2>, N<3>)>();
/// ```
#[diagnostic::on_unimplemented(
    message = "`{A}` does not fill a tensor of shape `{Self}`",
    label = "another shape, or other elements than `{T}`",
    note = "nested arrays have one level per axis, outermost first, with at most 999 elements each"
)]
pub trait ShapeOf<A, T>: Shape<Array<T> = A> {}

#[diagnostic::do_not_recommend]
impl<T> ShapeOf<T, T> for () {}

macro_rules! shape_of {
    ($array:ty; $($axis:ident: $inner:ty),+) => {
        #[diagnostic::do_not_recommend]
        impl<T, $(const $axis: usize),+> ShapeOf<$array, T> for ($(N<$axis>,)+)
        where
            $(N<$axis>: Dim<Array<$inner> = [$inner; $axis]>,)+
        {
        }
    };
}
shape_of!([T; A]; A: T);
shape_of!([[T; B]; A]; A: [T; B], B: T);
shape_of!([[[T; C]; B]; A]; A: [[T; C]; B], B: [T; C], C: T);
shape_of!([[[[T; D]; C]; B]; A]; A: [[[T; D]; C]; B], B: [[T; D]; C], C: [T; D], D: T);
shape_of!([[[[[T; E]; D]; C]; B]; A]; A: [[[[T; E]; D]; C]; B], B: [[[T; E]; D]; C], C: [[T; E]; D], D: [T; E], E: T);
shape_of!(
    [[[[[[T; F]; E]; D]; C]; B]; A];
    A: [[[[[T; F]; E]; D]; C]; B], B: [[[[T; F]; E]; D]; C], C: [[[T; F]; E]; D], D: [[T; F]; E], E: [T; F], F: T
);

macro_rules! rows {
    ($($dim:ident)*) => {
        impl<$($dim: Dim),*> Sample for ($($dim,)*) {
            type Batch<Rows: Dim> = (Rows, $($dim,)*);
        }
        impl<Rows: Dim, $($dim: Dim),*> Batched for (Rows, $($dim,)*) {
            type Rows = Rows;
            type Row = ($($dim,)*);
        }
    };
}
rows!();
rows!(A);
rows!(A B);
rows!(A B C);
rows!(A B C D);
rows!(A B C D E);

impl Counted for () {
    type Count = N<1>;
}
impl<A: Dim> Counted for (A,) {
    type Count = A;
}
macro_rules! counted {
    ($first:ident $($dim:ident)+) => {
        impl<$first: Dim, $($dim: Dim),+> Counted for ($first, $($dim,)+)
        where
            ($($dim,)+): Counted,
            $first: MulDim<<($($dim,)+) as Counted>::Count>,
        {
            type Count = Product<$first, <($($dim,)+) as Counted>::Count>;
        }
    };
}
counted!(A B);
counted!(A B C);
counted!(A B C D);
counted!(A B C D E);
counted!(A B C D E F);

// One rule per axis: its index, the axes before it, the axes after it.
macro_rules! axis {
    ($axis:literal: [$($before:ident)*] [$($after:ident)*]) => {
        #[diagnostic::do_not_recommend]
        impl<$($before: Dim,)* Here: Dim, $($after: Dim),*> WithoutAxis<$axis> for ($($before,)* Here, $($after,)*) {
            type Output = ($($before,)* $($after,)*);
        }
        #[diagnostic::do_not_recommend]
        impl<$($before: Dim,)* Here: Dim, Other: Dim, $($after: Dim),*>
            ConcatAxis<$axis, ($($before,)* Other, $($after,)*)> for ($($before,)* Here, $($after,)*)
        where
            Here: AddDim<Other>,
        {
            type Output = ($($before,)* Sum<Here, Other>, $($after,)*);
        }
        #[diagnostic::do_not_recommend]
        impl<$($before: Dim,)* Here: Dim, Left: Dim, $($after: Dim),*>
            SplitAxis<$axis, Left> for ($($before,)* Here, $($after,)*)
        where
            Here: SubDim<Left>,
        {
            type First = ($($before,)* Left, $($after,)*);
            type Second = ($($before,)* <Here as SubDim<Left>>::Output, $($after,)*);
        }
    };
}
axis!(0: [] []);
axis!(0: [] [B]);
axis!(1: [A] []);
axis!(0: [] [B C]);
axis!(1: [A] [C]);
axis!(2: [A B] []);
axis!(0: [] [B C D]);
axis!(1: [A] [C D]);
axis!(2: [A B] [D]);
axis!(3: [A B C] []);
axis!(0: [] [B C D E]);
axis!(1: [A] [C D E]);
axis!(2: [A B] [D E]);
axis!(3: [A B C] [E]);
axis!(4: [A B C D] []);
axis!(0: [] [B C D E F]);
axis!(1: [A] [C D E F]);
axis!(2: [A B] [D E F]);
axis!(3: [A B C] [E F]);
axis!(4: [A B C D] [F]);
axis!(5: [A B C D E] []);

// One rule per axis: its index, the axes before it, the axes after it.
macro_rules! resized_axis {
    ($($axis:literal: [$($before:ident)*] [$($after:ident)*];)*) => {
        $(
            #[diagnostic::do_not_recommend]
            impl<$($before: Dim,)* Here: Dim, New: Dim, $($after: Dim),*>
                ReplaceAxis<$axis, New> for ($($before,)* Here, $($after,)*)
            {
                type Output = ($($before,)* New, $($after,)*);
            }
            #[diagnostic::do_not_recommend]
            impl<$($before: Dim,)* Here: DividedBy<N<2>>, $($after: Dim),*> HalveAxis<$axis>
                for ($($before,)* Here, $($after,)*)
            {
                type Output = ($($before,)* <Here as DividedBy<N<2>>>::Output, $($after,)*);
            }
        )*
    };
}
resized_axis! {
    0: [] [];
    0: [] [B];
    1: [A] [];
    0: [] [B C];
    1: [A] [C];
    2: [A B] [];
    0: [] [B C D];
    1: [A] [C D];
    2: [A B] [D];
    3: [A B C] [];
    0: [] [B C D E];
    1: [A] [C D E];
    2: [A B] [D E];
    3: [A B C] [E];
    4: [A B C D] [];
}

macro_rules! append_axis {
    ($([$($dim:ident)*])*) => {
        $(
            #[diagnostic::do_not_recommend]
            impl<$($dim: Dim,)* New: Dim> AppendAxis<New> for ($($dim,)*) {
                type Output = ($($dim,)* New,);
            }
        )*
    };
}
append_axis!([] [A] [A B] [A B C] [A B C D]);

macro_rules! ends_with {
    ($([$($leading:ident)*] [$($tail:ident)+];)*) => {
        $(
            #[diagnostic::do_not_recommend]
            impl<$($leading: Dim,)* $($tail: Dim),+> EndsWith<($($tail,)+)> for ($($leading,)* $($tail,)+) {
                type Leading = ($($leading,)*);
            }
        )*
    };
}
ends_with! {
    [] [A];
    [] [A B];
    [] [A B C];
    [] [A B C D];
    [] [A B C D E];
    [A] [B];
    [A] [B C];
    [A] [B C D];
    [A] [B C D E];
    [A B] [C];
    [A B] [C D];
    [A B] [C D E];
    [A B C] [D];
    [A B C] [D E];
    [A B C D] [E];
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::{Natural, Thousands};
    use core::any::TypeId;

    fn same<A: 'static, B: 'static>() {
        assert_eq!(TypeId::of::<A>(), TypeId::of::<B>());
    }

    fn check<S: Counted>(dims: &[usize]) {
        assert_eq!(S::RANK, dims.len());
        assert_eq!(S::DIMS, dims);
        assert_eq!(S::SIZE, dims.iter().product());
        assert_eq!(S::Count::SIZE, S::SIZE);
        assert_eq!(size_of::<S::Array<f64>>(), S::SIZE * size_of::<f64>());
        assert_eq!(align_of::<S::Array<f64>>(), align_of::<f64>());
        assert_eq!(S::Index::default().as_ref().len(), S::RANK);
        assert!(S::Index::default().as_mut().iter().all(|&i| i == 0));
    }

    #[test]
    fn supports_zero_to_six_axes() {
        check::<()>(&[]);
        check::<(N<5>,)>(&[5]);
        check::<(N<5>, N<7>)>(&[5, 7]);
        check::<(N<2>, N<3>, N<4>)>(&[2, 3, 4]);
        check::<(N<2>, N<3>, N<4>, N<1>)>(&[2, 3, 4, 1]);
        check::<(N<2>, N<3>, N<4>, N<1>, N<5>)>(&[2, 3, 4, 1, 5]);
        check::<(N<2>, N<3>, N<4>, N<1>, N<5>, N<9>)>(&[2, 3, 4, 1, 5, 9]);
    }

    #[test]
    fn supports_sizes_above_999() {
        check::<(N<512>, N<7>, N<7>)>(&[512, 7, 7]);
        check::<(Thousands<25, 88>, Thousands<4, 96>)>(&[25_088, 4096]);
        same::<<(N<512>, N<7>, N<7>) as Counted>::Count, Thousands<25, 88>>();
        same::<<() as Counted>::Count, N<1>>();
        same::<<(N<4>, N<6>) as Counted>::Count, <(N<2>, N<3>, N<4>) as Counted>::Count>();
    }

    #[test]
    fn batch_axis_comes_first() {
        same::<<() as Sample>::Batch<N<8>>, (N<8>,)>();
        same::<<(N<3>, N<28>, N<28>) as Sample>::Batch<N<8>>, (N<8>, N<3>, N<28>, N<28>)>();
        same::<<(N<1>, N<2>, N<3>, N<4>, N<5>) as Sample>::Batch<N<8>>, (N<8>, N<1>, N<2>, N<3>, N<4>, N<5>)>();
        same::<<(N<8>,) as Batched>::Row, ()>();
        same::<<(N<8>, N<3>, N<28>) as Batched>::Rows, N<8>>();
        same::<<(N<8>, N<3>, N<28>) as Batched>::Row, (N<3>, N<28>)>();
    }

    #[test]
    fn removes_an_axis() {
        same::<<(N<5>,) as WithoutAxis<0>>::Output, ()>();
        same::<<(N<5>, N<7>) as WithoutAxis<0>>::Output, (N<7>,)>();
        same::<<(N<5>, N<7>) as WithoutAxis<1>>::Output, (N<5>,)>();
        type Six = (N<1>, N<2>, N<3>, N<4>, N<5>, N<6>);
        same::<<Six as WithoutAxis<0>>::Output, (N<2>, N<3>, N<4>, N<5>, N<6>)>();
        same::<<Six as WithoutAxis<3>>::Output, (N<1>, N<2>, N<3>, N<5>, N<6>)>();
        same::<<Six as WithoutAxis<5>>::Output, (N<1>, N<2>, N<3>, N<4>, N<5>)>();
    }

    #[test]
    fn concatenates_along_an_axis() {
        same::<<(N<600>,) as ConcatAxis<0, (N<600>,)>>::Output, (Thousands<1, 200>,)>();
        same::<<(N<2>, N<3>) as ConcatAxis<0, (N<5>, N<3>)>>::Output, (N<7>, N<3>)>();
        same::<<(N<2>, N<3>) as ConcatAxis<1, (N<2>, N<4>)>>::Output, (N<2>, N<7>)>();
        type Six = (N<1>, N<2>, N<3>, N<4>, N<5>, N<6>);
        same::<<Six as ConcatAxis<2, Six>>::Output, (N<1>, N<2>, N<6>, N<4>, N<5>, N<6>)>();
        same::<<Six as ConcatAxis<5, Six>>::Output, (N<1>, N<2>, N<3>, N<4>, N<5>, N<12>)>();
    }

    #[test]
    fn leading_axes_precede_the_matched_suffix() {
        type Five = (N<1>, N<2>, N<3>, N<4>, N<5>);
        same::<<Five as EndsWith<(N<5>,)>>::Leading, (N<1>, N<2>, N<3>, N<4>)>();
        same::<<Five as EndsWith<(N<3>, N<4>, N<5>)>>::Leading, (N<1>, N<2>)>();
        same::<<Five as EndsWith<Five>>::Leading, ()>();
        same::<<(N<7>,) as EndsWith<(N<7>,)>>::Leading, ()>();
    }

    #[test]
    fn splits_an_axis() {
        type Row = (Thousands<1, 200>,);
        same::<<Row as SplitAxis<0, N<600>>>::First, (N<600>,)>();
        same::<<Row as SplitAxis<0, N<600>>>::Second, (N<600>,)>();
        same::<<(N<2>, N<7>) as SplitAxis<1, N<3>>>::First, (N<2>, N<3>)>();
        same::<<(N<2>, N<7>) as SplitAxis<1, N<3>>>::Second, (N<2>, N<4>)>();
        type Six = (N<1>, N<2>, N<3>, N<4>, N<5>, N<6>);
        same::<<Six as SplitAxis<4, N<1>>>::First, (N<1>, N<2>, N<3>, N<4>, N<1>, N<6>)>();
        same::<<Six as SplitAxis<4, N<1>>>::Second, (N<1>, N<2>, N<3>, N<4>, N<4>, N<6>)>();
    }
}
