//! Trains what `examples/embedded` has built in, and saves it: `cargo run --release --example deploy -- FOLDER`.
//!
//! Two networks of a few kilobytes: the sine, the usual first example for small devices, and digits of 8x8 pixels. A budget is a part
//! of each declaration: a network that needs more does not compile. `include_weights!` makes the files a part of a program. The last
//! lines are the largest error of the sine from 0 to 2 pi, and the accuracy on digits by other writers.

use nn::data::{Dataset, Loader};
use nn::lr_scheduler::{CosineAnnealingLr, LrScheduler};
use nn::metrics::Accuracy;
use nn::prelude::*;
use nn::train::{Each, Show, Trainer};
use nn::{Adam, CrossEntropy, Mse, files};
use std::error::Error;
use std::f32::consts::TAU;
use std::path::Path;

#[path = "data/digits.rs"]
mod data;

#[path = "networks/small.rs"]
mod small;

use small::{Digits, Sine};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1);
    let folder = folder.as_deref().map(Path::new);
    println!("{}\n\n{}\n", Sine::summary(), Digits::summary());
    let error = sine(folder)?;
    let accuracy = digits(folder)?;
    if let Some(folder) = folder {
        println!("saved in {}", folder.display());
    }
    println!("sine: largest error {error:.4}");
    println!("digits: test accuracy {accuracy:.4}");
    Ok(())
}

fn sine(folder: Option<&Path>) -> Result<f32, Box<dyn Error>> {
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
    if let Some(folder) = folder {
        files::save(&session.network, folder.join("sine.safetensors"))?;
    }
    let learned = session.network.forward(&x);
    Ok(learned.iter().zip(&*y).map(|(learned, y)| (learned - y).abs()).fold(0.0, f32::max))
}

fn digits(folder: Option<&Path>) -> Result<f64, Box<dyn Error>> {
    type Batch = dim![32];
    const EPOCHS: u64 = 60;
    let all = data::read()?;
    let loader = Loader::<_, Batch>::new(all.clone().subset(0..1437)).shuffle(1);
    let steps = EPOCHS * loader.batches() as u64;
    let session = Session::<Digits, Adam, Batch>::new(Adam::new(3e-3).decay(0.01), 1);
    let mut trainer = Trainer::new(session, loader, CrossEntropy.smooth(0.1))
        .validate(all.subset(1437..1797))
        .metric(Accuracy::new())
        .schedule(Each::Step, CosineAnnealingLr::new(steps))
        .show(Show::Nothing);
    trainer.run(EPOCHS)?;
    if let Some(folder) = folder {
        files::save(&trainer.session().network, folder.join("digits.safetensors"))?;
    }
    Ok(trainer.history().records.last().and_then(|record| record.value("accuracy")).unwrap_or(f64::NAN))
}
