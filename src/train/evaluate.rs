//! Evaluation: loss and metrics of a network on a data set.

use super::watch::bad_sample;
use super::{DatasetFor, LossFor, TrainError};
use crate::data::{Dataset, Loader, Origin, Samples, SamplesView, TensorDataset};
use crate::metrics::Metric;
use nn_core::{Dim, Divisor, Layer, Loss, LossSum, Network, Parts, Signal, zeroed};

/// A metric of a network whose samples have this target type.
pub type NetworkMetric<Net, Target> = Box<
    dyn Metric<<Net as Layer<<Net as Network>::In, <Net as Network>::Elem>>::Out, Target, <Net as Network>::Elem>
        + Send,
>;

/// Computes the loss of a network on a data set, and metrics, which are reset and then updated with all samples.
///
/// The loss is that of one batch of all samples, independent of the batch size: the mean over samples for most losses, the weighted
/// mean with class weights or an ignored class, each term separately for a tuple of losses, and the sum with
/// [`Reduction::Sum`](crate::losses::Reduction::Sum). A term of a tuple with a total weight of 0 contributes 0.
///
/// ```
/// use nn::metrics::MeanAbsoluteError;
/// use nn::prelude::*;
/// use nn::train;
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
/// let data = TensorDataset::<shape![1], shape![1]>::from_batch::<dim![3]>(&x, &y);
/// let mut metrics: [train::NetworkMetric<Line, shape![1]>; 1] = [Box::new(MeanAbsoluteError::new())];
/// let loss = train::evaluate(&*line, &Loader::<_, dim![2]>::new(data), &Mse, &mut metrics)?;
/// assert!((loss - (1.0 + 1.0 + 9.0) / 3.0).abs() < 1e-6);
/// assert!((metrics[0].value() - 5.0 / 3.0).abs() < 1e-6);
/// # Ok::<(), train::TrainError>(())
/// ```
///
/// # Errors
/// A sample that cannot be read; an empty data set; a NaN or infinite element in a sample or in the network's output that makes the
/// loss NaN or infinite, and any other loss that is NaN ([`TrainError::NotFinite`]). An infinite loss of finite outputs is
/// returned.
pub fn evaluate<Net, L, D, B>(
    network: &Net,
    loader: &Loader<D, B>,
    loss: &L,
    metrics: &mut [NetworkMetric<Net, D::Target>],
) -> Result<f64, TrainError>
where
    Net: Network,
    D: DatasetFor<Net::In, Net::Elem>,
    B: Dim,
    L: LossFor<Net::Out, D::Target, B, Net::Elem>,
{
    evaluate_batches(network, loader, loss, metrics)
}

/// Computes the loss of a network on a data set: [`evaluate`] without metrics.
///
/// ```
/// use nn::prelude::*;
/// use nn::train;
/// # network! {
/// #     struct Line {
/// #         fc: Linear<1, 1>,
/// #     }
/// #     fn forward(x: Tensor<1>) -> Tensor<1> {
/// #         x.fc()
/// #     }
/// # }
/// let x = Tensor::<shape![3, 1]>::new([[1.0], [2.0], [3.0]]);
/// let test = TensorDataset::<shape![1], shape![1]>::from_batch::<dim![3]>(&x, &x);
/// let loss = train::evaluate_loss(&*Line::new(1), &Loader::<_, dim![2]>::new(test), &Mse)?;
/// assert!(loss >= 0.0);
/// # Ok::<(), train::TrainError>(())
/// ```
///
/// # Errors
/// As [`evaluate`].
pub fn evaluate_loss<Net, L, D, B>(network: &Net, loader: &Loader<D, B>, loss: &L) -> Result<f64, TrainError>
where
    Net: Network,
    D: DatasetFor<Net::In, Net::Elem>,
    B: Dim,
    L: LossFor<Net::Out, D::Target, B, Net::Elem>,
{
    evaluate_batches(network, loader, loss, &mut [])
}

/// [`evaluate`], where the type of the loss is erased.
fn evaluate_batches<Net, D, B>(
    network: &Net,
    loader: &Loader<D, B>,
    loss: &dyn BatchLoss<Net, D::Target, B>,
    metrics: &mut [NetworkMetric<Net, D::Target>],
) -> Result<f64, TrainError>
where
    Net: Network,
    D: DatasetFor<Net::In, Net::Elem>,
    B: Dim,
{
    let mut evaluation = Evaluation::new(loader, loss, metrics)?;
    let mut output = zeroed::<<Net::Out as Signal>::Owned<B, Net::Elem>>();
    let mut scratch = zeroed::<Net::Scratch<B>>();
    for (number, batch) in loader.epoch(0).enumerate() {
        let batch = batch?;
        network.predict::<B>(batch.input(), Net::Out::by_mut(&mut output), &mut scratch);
        evaluation.add(loader.start_of(number), batch.rows(), Net::Out::by_ref(&output), batch.target())?;
    }
    evaluation.value()
}

/// A loss of batches of size `B`, as a trait object that erases its type.
pub trait BatchLoss<Net: Network, Target: Signal, B: Dim> {
    /// Returns [`Loss::sums_of_rows`].
    fn sums(
        &self,
        rows: usize,
        output: <Net::Out as Signal>::Ref<'_, B, Net::Elem>,
        target: Target::Ref<'_, B, Net::Elem>,
    ) -> Parts<LossSum>;

    /// Returns [`Loss::divisor`].
    fn divisor(&self) -> Divisor;
}

impl<L, Net, Target, B> BatchLoss<Net, Target, B> for L
where
    Net: Network,
    Target: Signal,
    B: Dim,
    L: LossFor<Net::Out, Target, B, Net::Elem>,
{
    fn sums(
        &self,
        rows: usize,
        output: <Net::Out as Signal>::Ref<'_, B, Net::Elem>,
        target: Target::Ref<'_, B, Net::Elem>,
    ) -> Parts<LossSum> {
        self.sums_of_rows(rows, output, target)
    }

    fn divisor(&self) -> Divisor {
        Loss::divisor(self)
    }
}

/// A loss and metrics that are updated batch by batch.
pub(super) struct Evaluation<'a, Net: Network, D: Dataset, B: Dim> {
    loader: &'a Loader<D, B>,
    loss: &'a dyn BatchLoss<Net, D::Target, B>,
    metrics: &'a mut [NetworkMetric<Net, D::Target>],
    /// The sum of each term of the loss.
    sums: Parts<LossSum>,
}

impl<'a, Net, D, B> Evaluation<'a, Net, D, B>
where
    Net: Network,
    D: DatasetFor<Net::In, Net::Elem>,
    B: Dim,
{
    /// Starts an evaluation without samples; returns an error for a loader without batches.
    pub(super) fn new(
        loader: &'a Loader<D, B>,
        loss: &'a dyn BatchLoss<Net, D::Target, B>,
        metrics: &'a mut [NetworkMetric<Net, D::Target>],
    ) -> Result<Self, TrainError> {
        loader.check_batches()?;
        metrics.iter_mut().for_each(|metric| metric.reset());
        Ok(Self { loader, loss, metrics, sums: [None; 6] })
    }

    /// Adds a batch whose first sample is at position `start` in the loader's order. If its losses are not finite because of an
    /// element that is not, the error names the sample.
    pub(super) fn add(
        &mut self,
        start: usize,
        rows: usize,
        output: <Net::Out as Signal>::Ref<'_, B, Net::Elem>,
        target: <D::Target as Signal>::Ref<'_, B, Net::Elem>,
    ) -> Result<(), TrainError> {
        let of_batch = self.loss.sums(rows, output, target);
        for (sum, of_batch) in self.sums.iter_mut().zip(of_batch) {
            if let Some(of_batch) = of_batch {
                *sum.get_or_insert_default() += of_batch;
            }
        }
        let (output, target) = (SamplesView::of_batch::<B>(output, rows), SamplesView::of_batch::<B>(target, rows));
        for metric in self.metrics.iter_mut() {
            metric.update(output, target);
        }
        let loss: f64 = of_batch.iter().flatten().map(|sum| sum.sum).sum();
        if loss.is_finite() { Ok(()) } else { self.check(start, output, loss.is_nan()) }
    }

    /// Searches a batch with a non-finite loss for the cause. All processes of a run inspect the samples themselves, so that they
    /// agree on the result.
    fn check(
        &self,
        start: usize,
        output: SamplesView<'_, Net::Out, Net::Elem>,
        is_nan: bool,
    ) -> Result<(), TrainError> {
        let data = self.loader.data();
        let indices: Vec<usize> = self.loader.order(0).into_iter().skip(start).take(output.len()).collect();
        let (mut inputs, mut targets) = (Samples::new(), Samples::new());
        for (row, &index) in indices.iter().enumerate() {
            let context = self.loader.context(0, start + row, index);
            inputs.push(|input| targets.push(|target| data.get(index, context, input, target)))?;
        }
        let samples = TensorDataset::<D::Input, D::Target, D::Elem>::new(inputs, targets)?;
        let bad_input = bad_sample(&samples.inputs.view()).map(|bad| ("input", bad));
        let bad_target = || bad_sample(&samples.targets.view()).map(|bad| ("target", bad));
        let bad_output = || bad_sample(&output).map(|bad| ("output", bad));
        let what = match bad_input.or_else(bad_target).or_else(bad_output) {
            Some((part, (row, number))) => {
                let cause = if part == "output" { ", although its input is finite" } else { "" };
                let sample = indices.get(row).map_or(Origin::new(row), |&index| data.origin(index));
                format!("the {part} of {sample} contains {number}{cause}")
            }
            None if is_nan => {
                let samples: Vec<_> = indices.iter().take(4).map(|&index| data.origin(index).to_string()).collect();
                let more = if indices.len() > 4 { ", ..." } else { "" };
                format!(
                    "the loss of {}{more} is NaN, although inputs, targets and outputs are finite",
                    samples.join(", ")
                )
            }
            None => return Ok(()),
        };
        Err(TrainError::NotFinite { stage: "evaluation".into(), what })
    }

    /// Returns the loss of all samples.
    pub(super) fn value(&self) -> Result<f64, TrainError> {
        let counts = self.sums.iter().flatten().any(|sum| sum.weight != 0.0);
        if self.loss.divisor() == Divisor::Weights && !counts {
            let what = "no sample contributes: the loss assigns each a weight of 0, as for an ignored class".into();
            return Err(TrainError::NotFinite { stage: "evaluation".into(), what });
        }
        Ok(self.sums.iter().flatten().map(|sum| sum.value()).sum())
    }
}

/// A trainer's validation set, as a trait object that erases the type of the data set.
pub trait Validate<Net: Network, Target: Signal, B: Dim> {
    /// Returns the number of samples.
    fn samples(&self) -> usize;

    /// Runs [`evaluate`] in this process.
    fn evaluate(
        &self,
        network: &Net,
        loss: &dyn BatchLoss<Net, Target, B>,
        metrics: &mut [NetworkMetric<Net, Target>],
    ) -> Result<f64, TrainError>;

    /// Runs [`evaluate`] in all processes.
    #[cfg(feature = "mpi")]
    fn evaluate_data_parallel(
        &self,
        world: &crate::mpi::World,
        network: &Net,
        loss: &dyn BatchLoss<Net, Target, B>,
        metrics: &mut [NetworkMetric<Net, Target>],
    ) -> Result<f64, TrainError>;
}

impl<Net, D, B> Validate<Net, D::Target, B> for Loader<D, B>
where
    Net: Network,
    D: DatasetFor<Net::In, Net::Elem>,
    B: Dim,
{
    fn samples(&self) -> usize {
        self.samples()
    }

    fn evaluate(
        &self,
        network: &Net,
        loss: &dyn BatchLoss<Net, D::Target, B>,
        metrics: &mut [NetworkMetric<Net, D::Target>],
    ) -> Result<f64, TrainError> {
        evaluate_batches(network, self, loss, metrics)
    }

    #[cfg(feature = "mpi")]
    fn evaluate_data_parallel(
        &self,
        world: &crate::mpi::World,
        network: &Net,
        loss: &dyn BatchLoss<Net, D::Target, B>,
        metrics: &mut [NetworkMetric<Net, D::Target>],
    ) -> Result<f64, TrainError> {
        world.evaluate_batches(network, self, loss, metrics)
    }
}
