//! Loss and metrics of a data set.

use super::TrainError;
use super::together::Together;
#[cfg(feature = "mpi")]
use crate::data::Shard;
use crate::data::{DataError, Dataset, Loader, RowsView};
use crate::metrics::Metric;
#[cfg(feature = "mpi")]
use crate::mpi::{World, pack, unpack};
use nn_core::{Dim, Float, Layer, Loss, LossSum, Network, Parts, Signal, zeroed};

/// A metric of a network whose samples have this target.
pub type NetworkMetric<Net, Target> = Box<
    dyn Metric<<Net as Layer<<Net as Network>::In, <Net as Network>::Elem>>::Out, Target, <Net as Network>::Elem>
        + Send,
>;

/// The loss of a network on a data set, and metrics, which are reset and then updated with all samples.
///
/// The loss is that of one batch of all samples, whatever the size of the batches: the mean over samples for most losses, the
/// weighted mean with class weights or an ignored class, each term by itself for a tuple of losses, and with
/// [`Reduction::Sum`](crate::Reduction::Sum) the sum. Where nothing counts it is 0.
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
    let mut output = zeroed::<<Net::Out as Signal>::Owned<B, Net::Elem>>();
    let mut scratch = zeroed::<Net::Scratch<B>>();
    let mut evaluation = Evaluation::new(loss, metrics);
    for batch in loader.epoch(0) {
        let batch = batch?;
        network.predict::<B>(batch.input(), Net::Out::by_mut(&mut output), &mut scratch);
        evaluation.count::<B>(batch.rows(), Net::Out::by_ref(&output), batch.target());
    }
    Ok(evaluation.loss_of_all())
}

/// A loss and metrics that are told of batches.
struct Evaluation<'a, L, M> {
    loss: &'a L,
    metrics: &'a mut [M],
    /// Of each term of the loss.
    sums: Parts<LossSum>,
}

impl<'a, L, Out: Signal, Target: Signal, T: Float> Evaluation<'a, L, Box<dyn Metric<Out, Target, T> + Send>> {
    fn new(loss: &'a L, metrics: &'a mut [Box<dyn Metric<Out, Target, T> + Send>]) -> Self {
        metrics.iter_mut().for_each(|metric| metric.reset());
        Self { loss, metrics, sums: [None; 6] }
    }

    fn count<B: Dim>(&mut self, rows: usize, output: Out::Ref<'_, B, T>, target: Target::Ref<'_, B, T>)
    where
        L: for<'t> Loss<Out, T, Target<'t, B> = Target::Ref<'t, B, T>>,
    {
        let of_batch = self.loss.sums_of_rows(rows, output, target);
        for (sum, of_batch) in self.sums.iter_mut().zip(of_batch) {
            if let Some(of_batch) = of_batch {
                *sum.get_or_insert_default() += of_batch;
            }
        }
        let target = RowsView::of_batch::<B>(target, rows);
        for metric in self.metrics.iter_mut() {
            metric.update(RowsView::of_batch::<B>(output, rows), target);
        }
    }

    fn loss_of_all(&self) -> f64 {
        self.sums.iter().flatten().map(|sum| sum.value()).sum()
    }
}

impl<T: Float> Together<T> {
    /// [`evaluate`] by all processes: each predicts its share of the batches, and tells the others, so that all come to the same
    /// numbers, those of one process.
    pub(super) fn evaluate<Net, L, D, B>(
        &self,
        network: &Net,
        loader: &Loader<D, B>,
        loss: &L,
        metrics: &mut [NetworkMetric<Net, D::Target>],
    ) -> Result<f64, TrainError>
    where
        Net: Network<Elem = T> + Layer<Net::In, T>,
        D: Dataset<Elem = T, Input = Net::In> + 'static,
        B: Dim,
        L: for<'a> Loss<Net::Out, T, Target<'a, B> = <D::Target as Signal>::Ref<'a, B, T>>,
    {
        #[cfg(feature = "mpi")]
        if let Some(world) = self.world().filter(|world| world.size() > 1) {
            return world.evaluate(network, loader, loss, metrics);
        }
        evaluate(network, loader, loss, metrics)
    }
}

#[cfg(feature = "mpi")]
impl World {
    /// The loss of a network on a data set, and metrics: as [`evaluate`], by all processes. Each predicts its
    /// share of the batches, and tells the others, so that all come to the same numbers, those of one process to the bit.
    ///
    /// ```standalone_crate
    /// use nn::data::{Loader, Pairs};
    /// use nn::metrics::MeanAbsoluteError;
    /// use nn::prelude::*;
    /// use nn::{Mse, mpi, train};
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
    /// # fn main() {
    /// let code = mpi::run(|world| {
    ///     let x = Tensor::<shape![3, 1]>::new([[1.0], [2.0], [3.0]]);
    ///     let loader = Loader::<_, dim![2]>::new(Pairs::<shape![1], shape![1]>::from_batch::<dim![3]>(&x, &x));
    ///     let line = Line::new(1);
    ///     let mut metrics: [train::NetworkMetric<Line, shape![1]>; 1] = [Box::new(MeanAbsoluteError::new())];
    ///     let loss = world.evaluate(&*line, &loader, &Mse, &mut metrics)?;
    ///     assert_eq!(loss, train::evaluate(&*line, &loader, &Mse, &mut metrics)?);
    ///     Ok::<_, train::TrainError>(())
    /// });
    /// assert_eq!(code, std::process::ExitCode::SUCCESS);
    /// # }
    /// ```
    ///
    /// # Errors
    /// What keeps a sample from being had; an empty data set.
    pub fn evaluate<Net, L, D, B>(
        &self,
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
        let loader = loader.clone().shard(Shard::new(self.rank(), self.size(), self.size()));
        if loader.batches() == 0 {
            return Err(DataError::Empty.into());
        }
        let mut output = zeroed::<<Net::Out as Signal>::Owned<B, Net::Elem>>();
        let mut target = zeroed::<<D::Target as Signal>::Owned<B, Net::Elem>>();
        let mut scratch = zeroed::<Net::Scratch<B>>();
        let mut evaluation = Evaluation::new(loss, metrics);
        let mut said = Vec::new();
        for batch in loader.epoch(0) {
            let batch = batch?;
            network.predict::<B>(batch.input(), Net::Out::by_mut(&mut output), &mut scratch);
            said.clear();
            said.push(batch.rows() as u64);
            pack::<Net::Out, B, Net::Elem>(Net::Out::by_ref(&output), &mut said);
            pack::<D::Target, B, Net::Elem>(batch.target(), &mut said);
            for heard in self.gather(&said).chunks_exact(said.len()) {
                let rows = heard[0] as usize;
                if rows == 0 {
                    continue;
                }
                let rest = unpack::<Net::Out, B, Net::Elem>(&heard[1..], Net::Out::by_mut(&mut output));
                unpack::<D::Target, B, Net::Elem>(rest, D::Target::by_mut(&mut target));
                evaluation.count::<B>(rows, Net::Out::by_ref(&output), D::Target::by_ref(&target));
            }
        }
        Ok(evaluation.loss_of_all())
    }
}
