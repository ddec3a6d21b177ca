//! Predictions for a number of samples known only at run time.

use super::samples::{Samples, SamplesView, clear_rows};
use super::{DataError, Dataset, Loader};
use nn_core::{Dim, Network, Signal, zeroed};

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
/// let y = line.predict_samples::<dim![16]>(x.view());
/// assert_eq!(y.len(), 37);
/// assert_eq!(y.sample(36), &*line.forward(x.sample(36)));
/// # Ok::<(), nn::data::DataError>(())
/// ```
pub trait Predict: Network {
    /// Returns the output for each sample, computed in batches of `B`; the last batch is padded with zeros, whose outputs are
    /// discarded.
    fn predict_samples<B: Dim>(&self, x: SamplesView<'_, Self::In, Self::Elem>) -> Samples<Self::Out, Self::Elem> {
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

    /// Returns the output for each sample of a data set, in its order.
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
    /// let classes = Classes::new(1).predict_all::<dim![4]>(data)?.argmax_rows();
    /// assert_eq!(classes, [classes[0]; 9]);
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    ///
    /// # Errors
    /// Errors in reading a sample.
    fn predict_all<B: Dim>(
        &self,
        data: impl Dataset<Elem = Self::Elem, Input = Self::In> + 'static,
    ) -> Result<Samples<Self::Out, Self::Elem>, DataError> {
        let mut output = zeroed::<<Self::Out as Signal>::Owned<B, Self::Elem>>();
        let mut scratch = zeroed::<Self::Scratch<B>>();
        let mut all = Samples::new();
        for batch in Loader::<_, B>::new(data).epoch(0) {
            let batch = batch?;
            self.predict::<B>(batch.input(), Self::Out::by_mut(&mut output), &mut scratch);
            all.extend(SamplesView::of_batch::<B>(Self::Out::by_ref(&output), batch.rows()));
        }
        Ok(all)
    }
}

impl<Net: Network> Predict for Net {}
