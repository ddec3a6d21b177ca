//! Data-parallel steps.

use super::overlap::Overlap;
use super::run::fail;
use super::{MpiError, World};
use crate::data::Shard;
use nn_core::{Dim, Float, Loss, LossSum, Network, Optimizer, Session, Signal, StepPart};
use std::fmt::Display;
use std::time::{Duration, Instant};

/// The steps that all processes make together; each process computes its share of the batches.
///
/// This is the driver of a trainer: [`Trainer::data_parallel`](crate::train::Trainer::data_parallel).
pub struct Steps<Net: Network> {
    world: World,
    share: Shard,
    /// The number of completed batches of this process in the current step.
    done: usize,
    /// The message of this process to all: loss, weight and rows of each batch, and a checksum.
    sent: Vec<u64>,
    received: Vec<u64>,
    /// In a fixed order: partial sums of 1, 2, 4, .. batches; the binary digits of `done` indicate which of them are valid.
    sums: Vec<Vec<Net::Elem>>,
    /// Scratch for a sum over all processes.
    scratch: Vec<Net::Elem>,
    overlap: Option<Overlap>,
    /// The number of steps between two comparisons of the parameters.
    every: u64,
    communication: Duration,
}

/// The number of words per batch: loss, weight and rows.
const WORDS: usize = 3;

impl<Net: Network> Steps<Net> {
    pub(crate) fn new(world: World) -> Self {
        let numbers = size_of::<Net>() / size_of::<Net::Elem>();
        let share = world.share();
        let sums = if world.is_ordered() { share.count().ilog2() } else { 0 };
        Self {
            share,
            done: 0,
            sent: vec![0; share.count() * WORDS + 1],
            received: vec![0; (share.count() * WORDS + 1) * world.size()],
            sums: (0..sums).map(|_| vec![Net::Elem::ZERO; numbers]).collect(),
            scratch: vec![Net::Elem::ZERO; if world.size() > 1 { numbers } else { 0 }],
            overlap: if world.overlaps() { Overlap::new::<Net::Elem, Net>(&world) } else { None },
            every: 100,
            communication: Duration::ZERO,
            world,
        }
    }

    /// Sets the number of batches in a step to that of another world of the same processes; returns this process's share.
    pub(crate) fn share_of(&mut self, world: &World) -> Shard {
        if world.share() != self.share {
            *self = Self { world: self.world.clone(), ..Self::new(world.clone()) };
        }
        self.share
    }

    pub(crate) fn compare_every(&mut self, steps: u64) {
        self.every = steps.max(1);
    }

    pub(crate) fn world(&self) -> &World {
        &self.world
    }

    /// Returns the time that this process has spent on sending, receiving and waiting for others.
    pub(crate) fn communication(&self) -> Duration {
        self.communication
    }

    /// Returns the number of sums over all processes that began before the backward pass was complete.
    pub(crate) fn early(&self) -> u64 {
        self.overlap.as_ref().map_or(0, Overlap::early)
    }

    /// Ends all processes with this error if sums have begun that the others wait for.
    pub(crate) fn leave(&self, error: &dyn Display) {
        if self.overlap.as_ref().is_some_and(Overlap::is_under_way) {
            fail(&self.world, &error.to_string());
        }
    }

    /// Returns whether all batches of this process in the step are complete.
    pub(crate) fn is_whole(&self) -> bool {
        self.done == self.share.count()
    }

    /// Computes the gradient of one batch; returns its loss.
    pub(crate) fn add<O: Optimizer<Net::Elem>, B: Dim, L: Loss<Net::Out, Net::Elem>>(
        &mut self,
        session: &mut Session<Net, O, B>,
        rows: usize,
        x: <Net::In as Signal>::Ref<'_, B, Net::Elem>,
        loss: &L,
        target: L::Target<'_, B>,
    ) -> Net::Elem {
        let place = self.done;
        let first = ((self.share.first() + place) * B::SIZE) as u64;
        let adds = place > 0 && !self.world.is_ordered();
        let part = StepPart::new(rows, first, adds);
        let is_last = place + 1 == self.share.count();
        let value = match &mut self.overlap {
            Some(overlap) if is_last => {
                let gradient: *mut [Net::Elem] = session.gradient.as_mut_slice();
                if rows > 0 {
                    // SAFETY: `reduce` comes next, and waits; if it does not, or the session is dropped before, the process ends
                    // (`Overlap`'s drop: its owners declare it before their session). A gradient is reported only after the
                    // backward pass has finished with it.
                    unsafe {
                        overlap.begin(gradient, &mut self.scratch, || session.gradient_of_part(part, x, loss, target))
                    }
                } else {
                    overlap.start(gradient, &mut self.scratch);
                    session.gradient_of_part(part, x, loss, target)
                }
            }
            _ => session.gradient_of_part(part, x, loss, target),
        };
        let LossSum { sum, weight, rows } = LossSum::of_batch::<Net::Out, Net::Elem, B, L>(loss, rows, value, target);
        self.sent[place * WORDS..][..WORDS].copy_from_slice(&[sum.to_bits(), weight.to_bits(), rows]);
        if self.world.is_ordered() {
            self.carry(place, session.gradient.as_mut_slice());
        }
        self.done += 1;
        value
    }

    /// Adds the gradient of a batch to the partial sums, as 1 is added to a binary number: two sums of equally many batches become
    /// one of twice as many. After the last batch the sum of all remains in `gradient`.
    fn carry(&mut self, place: usize, gradient: &mut [Net::Elem]) {
        let ones = place.trailing_ones() as usize;
        for sum in &self.sums[..ones.min(self.sums.len())] {
            gradient.iter_mut().zip(sum).for_each(|(gradient, &sum)| *gradient = sum + *gradient);
        }
        if let Some(place) = self.sums.get_mut(ones) {
            place.copy_from_slice(gradient);
        }
    }

    /// Replaces the gradient by its sum over all processes, and returns the loss of the step; call [`Session::update_from_parts`]
    /// next.
    ///
    /// # Errors
    /// [`MpiError::Diverged`] if the parameters of the processes have diverged.
    pub(crate) fn reduce<O: Optimizer<Net::Elem>, B: Dim>(
        &mut self,
        session: &mut Session<Net, O, B>,
    ) -> Result<LossSum, MpiError> {
        self.done = 0;
        let step = session.steps();
        let checks = step.is_multiple_of(self.every) && self.world.size() > 1;
        let words = self.sent.len();
        self.sent[words - 1] = if checks { checksum(session.network.as_slice()) } else { 0 };
        let start = Instant::now();
        if self.world.size() > 1 {
            if let Some(overlap) = &mut self.overlap {
                overlap.begin_rest(session.gradient.as_mut_slice());
            }
            self.world.gather_into(&self.sent, &mut self.received);
            match &mut self.overlap {
                Some(overlap) => {
                    overlap.finish();
                    session.gradient.as_mut_slice().copy_from_slice(&self.scratch);
                }
                None => self.world.sum(session.gradient.as_mut_slice(), &mut self.scratch),
            }
        } else {
            self.received.copy_from_slice(&self.sent);
        }
        self.communication += start.elapsed();
        let mut total = LossSum::default();
        for (rank, sent) in self.received.chunks(words).enumerate() {
            if sent[words - 1] != self.received[words - 1] {
                return Err(MpiError::Diverged { step, rank });
            }
            for part in sent.chunks_exact(WORDS) {
                let [sum, weight] = [part[0], part[1]].map(f64::from_bits);
                total += LossSum { sum, weight, rows: part[2] };
            }
        }
        Ok(total)
    }
}

/// Returns a checksum of elements by their bits.
fn checksum<T: Float>(numbers: &[T]) -> u64 {
    let mut hasher = crc32fast::Hasher::new();
    let mut bytes = Vec::with_capacity(8 * CHUNK);
    for numbers in numbers.chunks(CHUNK) {
        bytes.clear();
        bytes.extend(numbers.iter().flat_map(|number| number.to_bits().to_le_bytes()));
        hasher.update(&bytes);
    }
    hasher.finalize().into()
}

/// The number of elements that are converted to bytes at a time.
const CHUNK: usize = 1024;
