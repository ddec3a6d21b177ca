//! Trains and saves the networks of `examples/embedded`: `cargo run --release --example deploy -- FOLDER`.
//!
//! Both networks have a few kilobytes: the sine, the usual first example for microcontrollers, and a classifier of 8x8 digits. Each
//! declares a budget: a network that exceeds it does not compile. `include_weights!` embeds the files in a program. Both are also
//! saved in 8-bit integers. The last lines of the output are the largest error of the sine from 0 to 2 pi, and the accuracy on
//! digits by other writers, each in floating point and in integers.

use nn::files;
use nn::int8::Calibration;
use nn::lr_scheduler::CosineAnnealingLr;
use nn::prelude::*;
use std::error::Error;
use std::f32::consts::TAU;
use std::path::Path;

#[path = "data/digits.rs"]
mod data;

#[path = "networks/integers.rs"]
mod integers;

#[path = "networks/small.rs"]
mod small;

use small::{Digits, DigitsInt8, Sine, SineInt8};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1);
    let folder = folder.as_deref().map(Path::new);
    println!("{}\n\n{}\n", Sine::summary(), Digits::summary());
    let errors = sine(folder)?;
    let accuracies = digits(folder)?;
    if let Some(folder) = folder {
        println!("saved in {}", folder.display());
    }
    println!("sine: largest error {:.4}, quantised {:.4}", errors[0], errors[1]);
    println!("digits: test accuracy {:.4}, quantised {:.4}", accuracies[0], accuracies[1]);
    Ok(())
}

fn sine(folder: Option<&Path>) -> Result<[f32; 2], Box<dyn Error>> {
    type Batch = dim![256];
    const STEPS: u64 = 20_000;
    const LEARNING_RATE: f64 = 5e-3;
    let x = Tensor::<shape![Batch, 1]>::from_fn(|[i, _]| TAU * i as f32 / 255.0);
    let y = Tensor::<shape![Batch, 1]>::from_fn(|[i, _]| x[[i, 0]].sin());
    let mut session = Session::<Sine, Adam, Batch>::new(Adam::new(LEARNING_RATE), 3);
    let schedule = CosineAnnealingLr::new(STEPS);
    for step in 0..STEPS {
        session.optimizer.lr = LEARNING_RATE * schedule.factor(step);
        session.step(&x, &Mse, &y);
    }
    let mut calibration = Calibration::<SineInt8>::new(&session.network);
    let int8 = calibration.observe(&x).build()?;
    if let Some(folder) = folder {
        files::save(&session.network, folder.join("sine.safetensors"))?;
        files::save_int8(&*int8, folder.join("sine_int8.safetensors"))?;
    }
    let learned = [session.network.forward(&x), int8.forward(&x)];
    Ok(learned.map(|learned| learned.iter().zip(&*y).map(|(learned, y)| (learned - y).abs()).fold(0.0, f32::max)))
}

fn digits(folder: Option<&Path>) -> Result<[f64; 2], Box<dyn Error>> {
    type Batch = dim![32];
    const EPOCHS: u64 = 60;
    let all = data::read()?;
    let [learned, unseen] = [0..1437, 1437..1797].map(|part| all.clone().subset(part));
    let loader = Loader::<_, Batch>::new(learned.clone()).shuffle(1);
    let steps = EPOCHS * loader.batches() as u64;
    let session = Session::<Digits, Adam, Batch>::new(Adam::new(3e-3).decoupled_weight_decay(0.01), 1);
    let mut trainer = Trainer::new(session, loader, CrossEntropy.label_smoothing(0.1))
        .validate(unseen.clone())
        .metric(Accuracy::new())
        .schedule(Interval::Step, CosineAnnealingLr::new(steps))
        .progress(Progress::Hidden);
    trainer.run(EPOCHS)?.uninterrupted()?;
    let network = &trainer.session().network;
    let (int8, accuracy) = integers::quantize::<DigitsInt8, Batch, _, _, _>(network, learned, unseen)?;
    if let Some(folder) = folder {
        files::save(network, folder.join("digits.safetensors"))?;
        files::save_int8(&*int8, folder.join("digits_int8.safetensors"))?;
    }
    let real = trainer.history().records.last().and_then(|record| record.value("accuracy"));
    Ok([real.unwrap_or(f64::NAN), accuracy])
}
