//! Training in several processes, on one machine or on many, over MPI: each learns from its share of every batch, their
//! gradients are added up in one call, and all make the same step.
//!
//! A program is one for any number of processes. [`run`] begins and ends it; [`World`] says who is there;
//! [`Trainer::together`](crate::train::Trainer::together), or for a loop by hand [`World::session`] and [`World::shard`], do the
//! rest. `mpirun -n 4 program` starts it four times; without `mpirun` it is one process.
//!
//! ```
//! use nn::data::{Loader, Pairs};
//! use nn::prelude::*;
//! use nn::{CrossEntropy, Indices, Sgd, mpi};
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
//!         let data = Pairs::<shape![1], Indices<dim![2]>>::from_classes(&numbers, &signs)?;
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
//! # The same numbers
//!
//! A step is made of [`World::parts`] batches of `B` samples, as many for each process: one each, unless
//! [`World::steps_of`] or [`World::in_fixed_order`] says otherwise. It is the step of one process with a batch of all these samples, up
//! to the rounding of sums: which samples they are, and what dropout does to each, is a function of seeds alone. With the same
//! number of processes it is the same to the bit; [in a fixed order](World::in_fixed_order), for any number.
//!
//! Batch normalisation looks at its own `B` samples, whatever the number of processes; running statistics are the means of all.
//!
//! # When something is wrong
//!
//! Processes that do not belong together are told apart before the first step: another program, network, optimiser or batch,
//! another number of samples. Every hundred steps the parameters of all are compared. Where one process ends with an error, or
//! dies, all end, within seconds; the checkpoint of the last time is whole.
//!
//! How far it goes is in `docs/scaling.md`.

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
