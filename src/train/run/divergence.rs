//! Which number of which layer, or of which sample, is to blame for a loss or a gradient that is not finite.

use crate::data::{Batch, Dataset, RowsView};
use crate::train::error::TrainError;
use crate::train::trainer::Trainer;
use crate::train::watch::{bad_sample, largest, not_finite};
use nn_core::{Dim, Network, Optimizer};

impl<Net: Network, O: Optimizer<Net::Elem>, B: Dim, L, D, S> Trainer<Net, O, B, L, D, S>
where
    D: Dataset<Elem = Net::Elem, Input = Net::In> + 'static,
{
    /// Says which number of which layer, or of which sample, is to blame.
    pub(super) fn diverged(&self, batch: &Batch<D, B>, loss: f64) -> TrainError {
        let sample = |row: usize| {
            let order = self.loader.order(self.run.epoch);
            self.loader.data().origin(order[self.loader.start_of(self.run.batch as usize) + row])
        };
        let input = RowsView::<Net::In, Net::Elem>::of_batch::<B>(batch.input(), batch.rows());
        let target = RowsView::<D::Target, Net::Elem>::of_batch::<B>(batch.target(), batch.rows());
        let (layer, what) = if let Some((row, number)) = bad_sample(&input) {
            (None, format!("the input of {} has {number}", sample(row)))
        } else if let Some((row, number)) = bad_sample(&target) {
            (None, format!("the target of {} has {number}", sample(row)))
        } else if let Some((tensor, number)) = not_finite(&self.session.network).into_iter().next() {
            (Some(tensor.clone()), format!("`{tensor}` has {number} after the step before"))
        } else if !loss.is_finite() {
            let largest = largest::<Net::Elem, _>(&self.session.network);
            let text =
                |(tensor, number): &(String, f64)| format!(", the largest parameter is {number:.3e} in `{tensor}`");
            let text = largest.as_ref().map(text).unwrap_or_default();
            (largest.map(|(tensor, _)| tensor), format!("the loss is {loss}, though all parameters are finite{text}"))
        } else if let Some((tensor, number)) = not_finite(&self.session.gradient).pop() {
            // A gradient flows from the last layer to the first one: behind this one it was well behaved.
            (Some(tensor.clone()), format!("the gradient of `{tensor}` has {number}, and the loss is {loss:.4}"))
        } else {
            (None, format!("the loss is {loss}"))
        };
        let layer = layer.map(|tensor| tensor.rsplit_once('.').map_or(tensor.clone(), |(layer, _)| layer.into()));
        TrainError::Diverged { epoch: self.run.epoch + 1, step: self.session.steps() + 1, layer, what }
    }
}
