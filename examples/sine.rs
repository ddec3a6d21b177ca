//! Learns the sine and saves it, for a program that is to have it built in: `cargo run --release --example sine -- FILE`.
//!
//! The network is that of the usual first example for small devices, 1-16-16-1, 321 numbers; `include_weights!` makes its file a
//! part of a program (`tests/weights.rs`). The last line is the largest error from 0 to 2 pi.

use nn::lr_scheduler::{CosineAnnealingLr, LrScheduler};
use nn::prelude::*;
use nn::{Adam, Mse, files};
use std::error::Error;
use std::f32::consts::TAU;

network! {
    /// y = sin x, from 0 to 2 pi.
    #[budget(flash <= 2_000, scratch <= 200, macs <= 300)]
    struct Sine {
        fc1: Linear<1, 16>,
        fc2: Linear<16, 16>,
        fc3: Linear<16, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.fc1().relu().fc2().relu().fc3()
    }
}

type Batch = dim![256];
const STEPS: u64 = 20_000;
const LEARNING_RATE: f64 = 5e-3;

fn main() -> Result<(), Box<dyn Error>> {
    println!("{}\n", Sine::summary());
    let x = Tensor::<shape![Batch, 1]>::from_fn(|[i, _]| TAU * i as f32 / 255.0);
    let y = Tensor::<shape![Batch, 1]>::from_fn(|[i, _]| x[[i, 0]].sin());
    let mut session = Session::<Sine, Adam, Batch>::new(Adam::new(LEARNING_RATE), 3);
    let schedule = CosineAnnealingLr::new(STEPS);
    for step in 0..STEPS {
        session.optimizer.lr = LEARNING_RATE * schedule.factor(step);
        session.step(&x, &Mse, &y);
    }
    let network = &session.network;
    let error = network.forward(&x).iter().zip(&*y).map(|(y, sine)| (y - sine).abs()).fold(0.0, f32::max);
    if let Some(path) = std::env::args().nth(1) {
        files::save(network, &path)?;
        println!("saved in {path}");
    }
    println!("largest error: {error:.4}");
    Ok(())
}
