//! Shapes: tuples of sizes, and the arithmetic on them.

use crate::dim::{AddDim, Dim, MulDim, N, Product, SubDim, Sum};

mod sealed {
    pub trait Sealed {}
}

/// The shape of a tensor: a tuple of none to six sizes. Sealed.
///
/// ```
/// use nn_core::{N, Shape};
/// type Image = (N<3>, N<28>, N<28>);
/// assert_eq!(Image::DIMS, [3, 28, 28]);
/// assert_eq!(Image::SIZE, 2352);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a shape",
    note = "a shape is a tuple of none to six sizes: write it as `shape![3, 28, 28]`"
)]
pub trait Shape: sealed::Sealed + 'static {
    /// How many axes there are.
    const RANK: usize;
    /// How many elements there are.
    const SIZE: usize;
    /// The sizes, outermost first.
    const DIMS: &'static [usize];
    /// The elements, as nested arrays.
    type Array<T>;
    /// One index an axis.
    type Index: Copy + AsRef<[usize]> + AsMut<[usize]> + Default;
}

/// The shape of one sample: a shape of at most five axes, so that a batch fits in front.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the shape of a sample",
    note = "a sample has at most five axes, so that a batch fits in front"
)]
pub trait Sample: Shape {
    /// This shape with a batch of `B` in front.
    type Batch<B: Dim>: Batched<Rows = B, Row = Self>;
}

/// A shape with at least one axis: rows of samples.
#[diagnostic::on_unimplemented(message = "`{Self}` has no axis to take rows from")]
pub trait Batched: Shape {
    /// The size of the first axis.
    type Rows: Dim;
    /// The shape without its first axis.
    type Row: Sample;
}

/// A shape whose number of elements is known as a size: what a reshape compares.
#[diagnostic::on_unimplemented(message = "the number of elements of `{Self}` is not known as a type")]
pub trait Counted: Shape {
    /// The number of elements.
    type Count: Dim;
}

/// A shape without one of its axes: what a reduction leaves.
#[diagnostic::on_unimplemented(message = "`{Self}` has no axis {AXIS}")]
pub trait WithoutAxis<const AXIS: usize>: Shape {
    /// The shape that is left.
    type Output: Shape;
}

/// Shapes that can stand one behind the other along `AXIS`: all other axes are equal.
#[diagnostic::on_unimplemented(
    message = "`{Self}` and `{Rhs}` cannot be joined along axis {AXIS}",
    note = "all other axes must be equal"
)]
pub trait ConcatAxis<const AXIS: usize, Rhs: Shape>: Shape {
    /// The joined shape.
    type Output: Shape;
}

/// Shapes that can be cut in two along `AXIS`, `Left` going to the first part.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be split along axis {AXIS} with `{Left}` in the first part",
    note = "the first part must be smaller than the axis"
)]
pub trait SplitAxis<const AXIS: usize, Left: Dim>: Shape {
    /// The first part.
    type First: Shape;
    /// The second part.
    type Second: Shape;
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

// One rule an axis: the axes before it, the axis, the axes behind it.
macro_rules! axis {
    ($axis:literal: [$($before:ident)*] [$($after:ident)*]) => {
        impl<$($before: Dim,)* Here: Dim, $($after: Dim),*> WithoutAxis<$axis> for ($($before,)* Here, $($after,)*) {
            type Output = ($($before,)* $($after,)*);
        }
        impl<$($before: Dim,)* Here: Dim, Other: Dim, $($after: Dim),*>
            ConcatAxis<$axis, ($($before,)* Other, $($after,)*)> for ($($before,)* Here, $($after,)*)
        where
            Here: AddDim<Other>,
        {
            type Output = ($($before,)* Sum<Here, Other>, $($after,)*);
        }
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
