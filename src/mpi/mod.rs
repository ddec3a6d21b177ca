//! Data-parallel training in several processes, on one or several machines, over MPI.
//!
//! Each process computes the gradient of its share of every step's batches, the gradients are summed by an all-reduce, and all
//! processes make the same step.
//!
//! The same program runs in any number of processes. [`run`] initialises and finalises MPI; [`World`] represents the processes;
//! [`Trainer::data_parallel`](crate::train::Trainer::data_parallel), or [`World::session`] and [`World::shard`] for a loop of your
//! own, do the rest. `mpirun -n 4 program` starts four processes; without `mpirun` there is one.
//!
//! ```
//! use nn::mpi;
//! use nn::prelude::*;
//!
//! network! {
//!     struct Sign {
//!         fc: Linear<1, 2>,
//!     }
//!     fn forward(x: Tensor<1>) -> Tensor<2> {
//!         x.fc()
//!     }
//! }
//!
//! fn main() -> std::process::ExitCode {
//!     mpi::run(|world| {
//!         let numbers: Vec<f32> = (0..50).map(|i| (i as f32 - 24.5) / 25.0).collect();
//!         let signs: Vec<usize> = (0..50).map(|i| (i >= 25).into()).collect();
//!         let data = TensorDataset::<shape![1], Indices<dim![2]>>::from_classes(&numbers, &signs)?;
//!         let loader = world.shard(Loader::new(data).shuffle(7));
//!         let mut session = world.session(Session::<Sign, Sgd, dim![4]>::new(Sgd::new(0.5), 1))?;
//!         for epoch in 0..20 {
//!             for batch in loader.epoch(epoch) {
//!                 let batch = batch?;
//!                 session.step_rows(batch.rows(), batch.input(), &CrossEntropy, batch.target())?;
//!             }
//!         }
//!         Ok::<_, Box<dyn std::error::Error>>(())
//!     })
//! }
//! ```
//!
//! # Reproducibility
//!
//! A step consists of [`World::batches_per_step`] batches of `B` samples, the same number for each process: one each, unless set by
//! [`World::with_batches_per_step`] or [`World::deterministic`]. It equals the step of one process with a batch of all these
//! samples, up to the rounding of sums: the choice of the samples, and the dropout of each, are functions of seeds alone. For the
//! same number of processes it is bit-identical; [in a fixed order](World::deterministic), for any number of processes.
//!
//! Batch normalisation computes its statistics from each process's own `B` samples, for any number of processes; running statistics
//! are averaged over all.
//!
//! # Failures
//!
//! Before the first step the processes compare what they run: another program, network, optimiser or batch size, or another number
//! of samples, is an error. The parameters are compared every hundred steps. If one process ends with an error, or dies, all end
//! within seconds; the last checkpoint is intact.
//!
//! [The guide](crate::guide::scaling) describes how training scales.

mod compare;
mod data_parallel;
mod error;
mod overlap;
mod reduce;
mod run;
mod steps;
mod words;
mod world;

pub use data_parallel::DataParallel;
pub use error::MpiError;
pub use run::run;
pub use steps::Steps;
pub use world::World;

pub(crate) use words::{pack, unpack};
