//! What a trainer requires of its loader, its data set and its loss, as traits with messages of their own.

use crate::data::{Dataset, Loader};
use nn_core::{Dim, Float, Loss, Signal};

/// A loader whose batches a session accepts: every [`Loader`] of batches of `B` samples.
///
/// ```
/// use nn::prelude::*;
/// use nn::train::LoaderFor;
///
/// fn expects<L: LoaderFor<dim![8]>>() {}
/// expects::<Loader<TensorDataset<shape![4], Indices<dim![3]>>, dim![8]>>();
/// ```
#[diagnostic::on_unimplemented(
    message = "the batches of `{Self}` are not those of a session with batches of `{B}`",
    label = "a loader of other batches",
    note = "`Loader::new(..)` without a batch size of its own takes that of the session"
)]
pub trait LoaderFor<B: Dim>: AnyLoader {}

#[diagnostic::do_not_recommend]
impl<D: Dataset, B: Dim> LoaderFor<B> for Loader<D, B> {}

/// A [`Loader`], whatever its batch size: its data set is known even if a session does not accept its batches.
///
/// ```
/// use nn::prelude::*;
/// use nn::train::AnyLoader;
///
/// fn expects<L: AnyLoader<Dataset = TensorDataset<shape![4], Indices<dim![3]>>>>() {}
/// expects::<Loader<TensorDataset<shape![4], Indices<dim![3]>>, dim![8]>>();
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a loader",
    note = "a loader is created by `Loader::new(data)`"
)]
pub trait AnyLoader {
    /// The data set.
    type Dataset: Dataset;

    /// Returns the loader with this batch size.
    #[doc(hidden)]
    fn with_batches_of<B: Dim>(self) -> Loader<Self::Dataset, B>;
}

impl<D: Dataset, Rows: Dim> AnyLoader for Loader<D, Rows> {
    type Dataset = D;

    fn with_batches_of<B: Dim>(self) -> Loader<D, B> {
        self.with_batch_size()
    }
}

/// A data set whose samples a network accepts: every [`Dataset`] with inputs of shape `In` and elements of type `T`.
///
/// ```
/// use nn::data::TensorDataset;
/// use nn::prelude::*;
/// use nn::train::DatasetFor;
///
/// fn expects<D: DatasetFor<shape![4], f32>>() {}
/// expects::<TensorDataset<shape![4], Indices<dim![3]>>>();
/// ```
#[diagnostic::on_unimplemented(
    message = "the samples of `{Self}` do not fit a network with inputs of shape `{In}` and elements of type `{T}`",
    label = "a data set of other samples",
    note = "the shape is that of one sample, without the batch"
)]
pub trait DatasetFor<In: Signal, T: Float>: Dataset<Input = In, Elem = T> + 'static {}

#[diagnostic::do_not_recommend]
impl<D: Dataset<Input = In, Elem = T> + 'static, In: Signal, T: Float> DatasetFor<In, T> for D {}

/// A loss that compares a network's outputs with the targets of a data set: every [`Loss`] of outputs `Out` whose target of a
/// batch is that of `Target`.
///
/// ```
/// use nn::prelude::*;
/// use nn::train::LossFor;
///
/// fn expects<L: LossFor<shape![3], Indices<dim![3]>, dim![8], f32>>() {}
/// expects::<CrossEntropy>();
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a loss for targets `{Target}` and outputs of shape `{Out}`",
    label = "a loss for other targets or outputs",
    note = "`CrossEntropy` is for classes, `Indices<C>`, and outputs `(C,)`, or for a class per position, `Indices<C, (L,)>`, and \
            sequences `(L, C)`; `Mse` and `BceWithLogits` are for targets of the output's shape; a network with several outputs \
            has a tuple of losses"
)]
pub trait LossFor<Out: Signal, Target: Signal, B: Dim, T: Float>:
    for<'a> Loss<Out, T, Target<'a, B> = <Target as Signal>::Ref<'a, B, T>>
{
}

#[diagnostic::do_not_recommend]
impl<L, Out: Signal, Target: Signal, B: Dim, T: Float> LossFor<Out, Target, B, T> for L where
    L: for<'a> Loss<Out, T, Target<'a, B> = <Target as Signal>::Ref<'a, B, T>>
{
}
