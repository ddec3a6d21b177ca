//! Loss and metrics of a data set.

use super::TrainError;
use crate::data::{DataError, Dataset, Loader, RowsView};
use crate::metrics::Metric;
use nn_core::{Dim, Float, Layer, Loss, Network, Signal, zeroed};

/// A metric of a network whose samples have this target.
pub type NetworkMetric<Net, Target> = Box<
    dyn Metric<<Net as Layer<<Net as Network>::In, <Net as Network>::Elem>>::Out, Target, <Net as Network>::Elem>
        + Send,
>;

/// The loss of a network on a data set, the mean over all samples; metrics are reset, and told all samples.
///
/// ```
/// use nn::data::{Loader, Pairs};
/// use nn::metrics::MeanAbsoluteError;
/// use nn::prelude::*;
/// use nn::{Mse, train};
///
/// network! {
///     struct Line {
///         fc: Linear<1, 1>,
///     }
///     fn forward(x: Tensor<1>) -> Tensor<1> {
///         x.fc()
///     }
/// }
///
/// let mut line = Line::new(1);
/// line.fc.weight[[0, 0]] = 1.0;
/// line.fc.bias[[0]] = 0.0;
/// let x = Tensor::<shape![3, 1]>::new([[1.0], [2.0], [3.0]]);
/// let y = Tensor::<shape![3, 1]>::new([[2.0], [3.0], [6.0]]);
/// let data = Pairs::<shape![1], shape![1]>::from_batch::<dim![3]>(&x, &y);
/// let mut metrics: [train::NetworkMetric<Line, shape![1]>; 1] = [Box::new(MeanAbsoluteError::new())];
/// let loss = train::evaluate(&*line, &Loader::<_, dim![2]>::new(data), &Mse, &mut metrics)?;
/// assert!((loss - (1.0 + 1.0 + 9.0) / 3.0).abs() < 1e-6);
/// assert!((metrics[0].value() - 5.0 / 3.0).abs() < 1e-6);
/// # Ok::<(), train::TrainError>(())
/// ```
///
/// # Errors
/// What keeps a sample from being had; an empty data set.
pub fn evaluate<Net, L, D, B>(
    network: &Net,
    loader: &Loader<D, B>,
    loss: &L,
    metrics: &mut [NetworkMetric<Net, D::Target>],
) -> Result<f64, TrainError>
where
    Net: Network + Layer<Net::In, Net::Elem>,
    D: Dataset<Elem = Net::Elem, Input = Net::In> + 'static,
    B: Dim,
    L: for<'a> Loss<Net::Out, Net::Elem, Target<'a, B> = <D::Target as Signal>::Ref<'a, B, Net::Elem>>,
{
    if loader.batches() == 0 {
        return Err(DataError::Empty.into());
    }
    metrics.iter_mut().for_each(|metric| metric.reset());
    let mut output = zeroed::<<Net::Out as Signal>::Owned<B, Net::Elem>>();
    let mut scratch = zeroed::<Net::Scratch<B>>();
    let (mut sum, mut weights) = (0.0, 0.0);
    for batch in loader.epoch(0) {
        let batch = batch?;
        network.predict::<B>(batch.input(), Net::Out::by_mut(&mut output), &mut scratch);
        let output = Net::Out::by_ref(&output);
        let value = loss.value_of_rows(batch.rows(), output, batch.target()).to_f64();
        let weight = loss.weight_of_rows::<B>(batch.rows(), batch.target());
        if weight > 0.0 {
            sum += weight * value;
            weights += weight;
        }
        let target = RowsView::of_batch::<B>(batch.target(), batch.rows());
        for metric in metrics.iter_mut() {
            metric.update(RowsView::of_batch::<B>(output, batch.rows()), target);
        }
    }
    Ok(sum / weights)
}
