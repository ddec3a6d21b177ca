//! Predictions for a number of samples known only at run time.

use super::samples::{Samples, SamplesView, clear_rows, row_mut};
use super::{AugmentContext, DataError, Dataset};
use nn_core::{Dim, N, Network, Signal, zeroed};

/// Predictions for a number of samples known only at run time, computed in batches of a fixed size.
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     struct Line {
///         fc: Linear<2, 1>,
///     }
///     fn forward(x: Tensor<2>) -> Tensor<1> {
///         x.fc()
///     }
/// }
///
/// let line = Line::new(1);
/// let x = Samples::<shape![2]>::from_slice(&[0.1; 2 * 37])?;
/// let y = line.predict_samples::<dim![16]>(&x);
/// assert_eq!(y.len(), 37);
/// assert_eq!(y.sample(36), &*line.forward(x.sample(36)));
/// # Ok::<(), nn::data::DataError>(())
/// ```
pub trait Predict: Network {
    /// Returns the output for each sample of `&Samples` or of a [`SamplesView`], computed in batches of `B`; the last batch is
    /// padded with zeros, whose outputs are discarded.
    fn predict_samples<'a, B: Dim>(
        &self,
        x: impl Into<SamplesView<'a, Self::In, Self::Elem>>,
    ) -> Samples<Self::Out, Self::Elem> {
        let x = x.into();
        let mut input = zeroed::<<Self::In as Signal>::Owned<B, Self::Elem>>();
        let mut output = zeroed::<<Self::Out as Signal>::Owned<B, Self::Elem>>();
        let mut scratch = zeroed::<Self::Scratch<B>>();
        let mut all = Samples::new();
        for first in (0..x.len()).step_by(B::SIZE) {
            let rows = B::SIZE.min(x.len() - first);
            x.copy_to_batch::<B>(first, rows, Self::In::by_mut(&mut input));
            clear_rows::<Self::In, B, Self::Elem>(Self::In::by_mut(&mut input), rows);
            self.predict::<B>(Self::In::by_ref(&input), Self::Out::by_mut(&mut output), &mut scratch);
            all.extend(SamplesView::of_batch::<B>(Self::Out::by_ref(&output), rows));
        }
        all
    }

    /// Returns the output for each sample of a data set, in its order, each read once, in epoch 0. The argument is a data set or a
    /// reference to one.
    ///
    /// ```
    /// use nn::prelude::*;
    /// # network! {
    /// #     struct Classes {
    /// #         fc: Linear<2, 3>,
    /// #     }
    /// #     fn forward(x: Tensor<2>) -> Tensor<3> {
    /// #         x.fc()
    /// #     }
    /// # }
    /// let data = TensorDataset::<shape![2], Indices<dim![3]>>::from_classes(&[0.5; 2 * 9], &[0; 9])?;
    /// let classes = Classes::new(1).predict_all::<dim![4]>(&data)?.argmax_rows();
    /// assert_eq!(classes, [classes[0]; 9]);
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    ///
    /// # Errors
    /// Errors in reading a sample.
    fn predict_all<B: Dim>(
        &self,
        data: impl Dataset<Elem = Self::Elem, Input = Self::In>,
    ) -> Result<Samples<Self::Out, Self::Elem>, DataError> {
        predict_all::<Self, _, B>(self, &data)
    }
}

/// Implements [`Predict::predict_all`].
fn predict_all<Net: Network, D, B: Dim>(net: &Net, data: &D) -> Result<Samples<Net::Out, Net::Elem>, DataError>
where
    D: Dataset<Elem = Net::Elem, Input = Net::In>,
{
    let mut input = zeroed::<<Net::In as Signal>::Owned<B, Net::Elem>>();
    let mut target = zeroed::<<D::Target as Signal>::Owned<N<1>, Net::Elem>>();
    let mut output = zeroed::<<Net::Out as Signal>::Owned<B, Net::Elem>>();
    let mut scratch = zeroed::<Net::Scratch<B>>();
    let (mut all, len) = (Samples::new(), data.len());
    for first in (0..len).step_by(B::SIZE) {
        let rows = B::SIZE.min(len - first);
        for row in 0..rows {
            let index = first + row;
            let context = AugmentContext { index: index as u64, ..AugmentContext::default() };
            let input = row_mut::<Net::In, B, Net::Elem>(Net::In::by_mut(&mut input), row);
            data.get(index, context, input, D::Target::by_mut(&mut target))?;
        }
        clear_rows::<Net::In, B, Net::Elem>(Net::In::by_mut(&mut input), rows);
        net.predict::<B>(Net::In::by_ref(&input), Net::Out::by_mut(&mut output), &mut scratch);
        all.extend(SamplesView::of_batch::<B>(Net::Out::by_ref(&output), rows));
    }
    Ok(all)
}

impl<Net: Network> Predict for Net {}
