//! Training steps shared by several sessions, such as those of several processes.

use crate::dim::Dim;
use crate::float::Float;
use crate::layers::StepContext;
use crate::losses::{Loss, assert_adds_up, factor, share, weight};
use crate::network::Network;
use crate::optim::Optimizer;
use crate::session::Session;
use crate::signal::Signal;

/// One of the batches that form a shared step, for [`Session::gradient_of_part`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct StepPart {
    /// The number of valid samples, which come first in the batch.
    pub rows: usize,
    /// The index of its first sample among all samples of the step.
    pub first: u64,
    /// Whether its gradient is added to the existing one, instead of replacing it.
    pub adds: bool,
}

impl StepPart {
    /// Creates the part that consists of the first `rows` samples of a batch. `first` is the index of the first sample in the step;
    /// if `adds`, the gradient is added to the existing one.
    pub const fn new(rows: usize, first: u64, adds: bool) -> Self {
        Self { rows, first, adds }
    }
}

impl<Net, O, B> Session<Net, O, B>
where
    Net: Network,
    O: Optimizer<Net::Elem>,
    B: Dim,
{
    /// Runs forward and backward on one of the batches of a step that several sessions share, such as those of several processes.
    /// Sets [`gradient`](Self::gradient), or adds to it, and returns the loss of this batch.
    ///
    /// The gradient is w / B times the gradient of the batch's loss, where w is [`Loss::weight_of_rows`], so that the sum over all
    /// batches of the step is the input of [`update_from_parts`](Self::update_from_parts). For a loss that is a sum
    /// ([`Divisor::One`](crate::Divisor::One)), it is the gradient itself. A part with 0 rows contributes neither to the loss nor
    /// to the gradient.
    ///
    /// # Panics
    /// Panics if `rows` is more than `B`, or if the loss is a tuple whose terms have different divisors
    /// ([`Divisor::Mixed`](crate::Divisor::Mixed)).
    ///
    /// ```
    /// use nn::prelude::*;
    /// use nn::session::StepPart;
    /// # network! { struct Line { fc: Linear<1, 1> } fn forward(x: Tensor<1>) -> Tensor<1> { x.fc() } }
    ///
    /// let (x, y) = (Tensor::new([[1.0], [2.0]]), Tensor::new([[3.0], [5.0]]));
    /// let mut whole = Session::<Line, Sgd, dim![2]>::new(Sgd::new(0.1), 1);
    /// whole.step(&x, &Mse, &y);
    ///
    /// let mut parts = [1, 1].map(|seed| Session::<Line, Sgd, dim![1]>::new(Sgd::new(0.1), seed));
    /// for (i, session) in parts.iter_mut().enumerate() {
    ///     let part = StepPart::new(1, i as u64, false);
    ///     session.gradient_of_part(part, &Tensor::new([[x[[i, 0]]]]), &Mse, &Tensor::new([[y[[i, 0]]]]));
    /// }
    /// let (first, second) = parts.split_at_mut(1);
    /// nn::Parameters::as_mut_slice(&mut first[0].gradient)
    ///     .iter_mut()
    ///     .zip(nn::Parameters::as_slice(&second[0].gradient))
    ///     .for_each(|(sum, term)| *sum += term);
    /// first[0].update_from_parts(2.0, 2);
    /// assert!((first[0].network.fc.weight[[0, 0]] - whole.network.fc.weight[[0, 0]]).abs() < 1e-6);
    /// ```
    pub fn gradient_of_part<L: Loss<Net::Out, Net::Elem>>(
        &mut self,
        part: StepPart,
        x: <Net::In as Signal>::Ref<'_, B, Net::Elem>,
        loss: &L,
        target: L::Target<'_, B>,
    ) -> Net::Elem {
        let StepPart { rows, first, adds } = part;
        assert!(rows <= B::SIZE, "{rows} valid rows in a batch of {}", B::SIZE);
        assert_adds_up(loss.divisor());
        if rows == 0 {
            if !adds {
                self.gradient.as_mut_slice().fill(Net::Elem::ZERO);
            }
            return Net::Elem::ZERO;
        }
        let context = StepContext::new(self.seed, self.step).with_padding(B::SIZE - rows, 0).with_offset(first);
        let context = context.freezing(self.frozen, &self.network);
        #[cfg(feature = "overlap")]
        let context = context.watched::<Net>();
        let factor = factor(weight::<Net::Out, Net::Elem, B, L>(loss, rows, target), B::SIZE as f64);
        self.accumulated.batches = 0;
        self.pass_in(context, adds, factor, rows, x, loss, target, Net::In::no_grad())
    }

    /// Performs an [`update`](Self::update) from a [`gradient`](Self::gradient) that is the sum over all parts of a step, as
    /// computed by [`gradient_of_part`](Self::gradient_of_part). `weight` and `rows` are the totals over all parts, as accumulated
    /// by [`LossSum`](crate::LossSum); `weight` is 0 if the loss is a sum. The step equals one on a single batch of all samples,
    /// except for layers that depend on the whole batch.
    pub fn update_from_parts(&mut self, weight: f64, rows: u64) {
        self.scale([weight, rows as f64].map(|of_all| share(B::SIZE as f64, of_all)));
        self.descend();
    }
}
