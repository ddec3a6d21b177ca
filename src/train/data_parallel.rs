//! Data-parallel training and evaluation by all processes of an MPI job.

use super::driver::{Drive, Local};
use super::evaluate::{BatchLoss, Evaluation, NetworkMetric, Validate};
use super::{DatasetFor, LossFor, StopReason, TrainError, Trainer};
use crate::data::{Dataset, Loader, Shard};
use crate::mpi::{Steps, World, pack, unpack};
use nn_core::{Dim, LearningRate, Loss, LossSum, Network, Optimizer, Session, Signal, State, zeroed};
use std::time::Duration;

impl<Net, O, B, L, D> Trainer<Net, O, B, L, D, Local>
where
    Net: Network,
    O: Optimizer<Net::Elem> + LearningRate + State,
    B: Dim,
    D: DatasetFor<Net::In, Net::Elem>,
    L: LossFor<Net::Out, D::Target, B, Net::Elem>,
{
    /// Trains data-parallel with all processes of an MPI job: each process computes its share of the batches, and all make the same
    /// steps. A step consists of [`batches_per_step`](crate::mpi::World::batches_per_step) batches times the setting of
    /// [`accumulate`](Self::accumulate).
    ///
    /// Losses and metrics are those of the samples of all processes. The first process alone prints, logs and saves checkpoints;
    /// callbacks are called in each process, and if one stops, all do. A run may resume with another number of processes if its
    /// steps have the same number of batches. The initial parameters are those of the first process.
    ///
    /// ```standalone_crate
    /// use nn::mpi;
    /// use nn::prelude::*;
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
    ///     let x = Tensor::<shape![4, 1]>::new([[0.0], [1.0], [2.0], [3.0]]);
    ///     let data = TensorDataset::<shape![1], shape![1]>::from_batch::<dim![4]>(&x, &x);
    ///     let session = Session::<Line, Sgd, dim![1]>::new(Sgd::new(0.1), 1);
    ///     let mut trainer = Trainer::new(session, Loader::new(data), Mse).data_parallel(&world.deterministic(4)?);
    ///     trainer.run(20)?.uninterrupted()?;
    ///     assert!(trainer.history().records[19].value("loss").unwrap_or(1.0) < 0.01);
    ///     Ok::<_, Box<dyn std::error::Error>>(())
    /// });
    /// assert_eq!(code, std::process::ExitCode::SUCCESS);
    /// # }
    /// ```
    pub fn data_parallel(self, world: &World) -> Trainer<Net, O, B, L, D, Steps<Net>> {
        let Self { session, loss, loader, config, hooks, run, logs, reported_single_value, begun, .. } = self;
        let driver = Steps::new(world.clone());
        let train = Trainer::train_epochs;
        Trainer { driver, session, loss, loader, config, hooks, run, logs, reported_single_value, begun, train }
    }
}

impl<Net: Network, O: Optimizer<Net::Elem>, B: Dim, L, D: Dataset> Trainer<Net, O, B, L, D, Steps<Net>> {
    /// Returns the time that this process has spent in its steps on sending, receiving and waiting for other processes.
    pub fn communication(&self) -> Duration {
        self.driver.communication()
    }
}

impl<Net: Network, O: Optimizer<Net::Elem>, B: Dim> Drive<Net, O, B> for Steps<Net> {
    fn is_first(&self) -> bool {
        self.world().is_first()
    }

    fn step_batches(&self, accumulate: u64) -> u64 {
        accumulate.saturating_mul(self.world().batches_per_step() as u64)
    }

    fn sums(&self, _: u64) -> bool {
        true
    }

    fn begin(&mut self, session: &Session<Net, O, B>, accumulate: usize, plan: &str) -> Result<Shard, TrainError> {
        let world = self.world().times(accumulate)?;
        world.compare_session(session)?;
        world.compare("data set", plan)?;
        Ok(self.share_of(&world))
    }

    fn broadcast_state(&self, state: &mut dyn State) -> Result<(), TrainError> {
        Ok(self.world().broadcast_state(state)?)
    }

    fn learn<L: Loss<Net::Out, Net::Elem>>(
        &mut self,
        session: &mut Session<Net, O, B>,
        rows: usize,
        x: <Net::In as Signal>::Ref<'_, B, Net::Elem>,
        loss: &L,
        target: L::Target<'_, B>,
    ) -> Net::Elem {
        self.add(session, rows, x, loss, target)
    }

    fn total(&mut self, session: &mut Session<Net, O, B>, _: impl FnOnce() -> LossSum) -> Result<LossSum, TrainError> {
        Ok(if self.is_whole() { self.reduce(session)? } else { LossSum::default() })
    }

    fn update(&self, session: &mut Session<Net, O, B>, total: LossSum) {
        session.update_from_parts(total.weight, total.rows);
    }

    fn loss_of_step(&self, _: f64, total: LossSum) -> f64 {
        total.value()
    }

    fn leave(&self, error: &TrainError) {
        Steps::leave(self, error);
    }

    fn agree(&self, may: bool, reason: Option<StopReason>) -> Option<StopReason> {
        const REASONS: [StopReason; 4] =
            [StopReason::Callback, StopReason::Interrupted, StopReason::Steps, StopReason::Time];
        if !may || self.world().size() == 1 {
            return reason;
        }
        let index = |reason| REASONS.iter().position(|&other| other == reason).map(|index| index as u64);
        let agreed = self.world().agree(reason.and_then(index));
        agreed.and_then(|index| REASONS.get(index as usize).copied())
    }

    fn validate<Target: Signal>(
        &self,
        set: &dyn Validate<Net, Target, B>,
        network: &Net,
        loss: &dyn BatchLoss<Net, Target, B>,
        metrics: &mut [NetworkMetric<Net, Target>],
    ) -> Result<f64, TrainError> {
        match self.world().size() {
            1 => set.evaluate(network, loss, metrics),
            _ => set.evaluate_data_parallel(self.world(), network, loss, metrics),
        }
    }
}

impl World {
    /// Evaluates the loss of a network on a data set, and metrics, as [`evaluate`](super::evaluate()) does, in all processes. Each
    /// predicts its share of the batches and sends the outputs to the others, so that all compute the same values, bit-identical to
    /// those of one process.
    ///
    /// ```standalone_crate
    /// use nn::metrics::MeanAbsoluteError;
    /// use nn::prelude::*;
    /// use nn::{mpi, train};
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
    ///     let loader = Loader::<_, dim![2]>::new(TensorDataset::<shape![1], shape![1]>::from_batch::<dim![3]>(&x, &x));
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
    /// As [`evaluate`](super::evaluate()).
    pub fn evaluate<Net, L, D, B>(
        &self,
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
        self.evaluate_batches(network, loader, loss, metrics)
    }

    /// [`evaluate`](Self::evaluate), where the type of the loss is erased.
    pub(super) fn evaluate_batches<Net, D, B>(
        &self,
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
        let loader = loader.clone().shard(Shard::new(self.rank(), self.size(), self.size()));
        let mut evaluation = Evaluation::new(&loader, loss, metrics)?;
        let mut output = zeroed::<<Net::Out as Signal>::Owned<B, Net::Elem>>();
        let mut target = zeroed::<<D::Target as Signal>::Owned<B, Net::Elem>>();
        let mut scratch = zeroed::<Net::Scratch<B>>();
        let mut sent = Vec::new();
        for (number, batch) in loader.epoch(0).enumerate() {
            let batch = batch?;
            network.predict::<B>(batch.input(), Net::Out::by_mut(&mut output), &mut scratch);
            sent.clear();
            sent.push(batch.rows() as u64);
            pack::<Net::Out, B, Net::Elem>(Net::Out::by_ref(&output), &mut sent);
            pack::<D::Target, B, Net::Elem>(batch.target(), &mut sent);
            for (rank, received) in self.gather(&sent).chunks_exact(sent.len()).enumerate() {
                let rows = received[0] as usize;
                if rows == 0 {
                    continue;
                }
                let rest = unpack::<Net::Out, B, Net::Elem>(&received[1..], Net::Out::by_mut(&mut output));
                unpack::<D::Target, B, Net::Elem>(rest, D::Target::by_mut(&mut target));
                let start = (number * self.size() + rank) * B::SIZE;
                evaluation.add(start, rows, Net::Out::by_ref(&output), D::Target::by_ref(&target))?;
            }
        }
        evaluation.value()
    }
}
