//! Trains and saves the network of `examples/web`: `cargo run --release --example draw -- FOLDER`.
//!
//! A small convolutional network is trained on the embedded digits of 8x8 pixels. In every epoch each image is slightly rotated,
//! slanted, stretched and shifted, so that the network also recognises digits drawn with a mouse or a finger. The last line of the
//! output is the accuracy on digits by other writers.

use nn::data::AugmentContext;
use nn::files;
use nn::init::RngExt;
use nn::lr_scheduler::CosineAnnealingLr;
use nn::prelude::*;
use std::error::Error;
use std::path::Path;

#[path = "data/digits.rs"]
mod data;

#[path = "networks/reader.rs"]
mod reader;

use reader::Reader;

type Batch = dim![32];

const EPOCHS: u64 = 60;
const SEED: u64 = 1;

fn main() -> Result<(), Box<dyn Error>> {
    println!("{}\n", Reader::summary());
    let all = data::read()?;
    let [learned, unseen] = [0..1437, 1437..1797].map(|part| all.clone().subset(part));
    let loader = Loader::<_, Batch>::new(learned.augment(distort)).shuffle(SEED);
    let steps = EPOCHS * loader.batches() as u64;
    let session = Session::<Reader, AdamW, Batch>::new(AdamW::new(3e-3), SEED);
    let mut trainer = Trainer::new(session, loader, CrossEntropy.label_smoothing(0.05))
        .validate(unseen)
        .metric(Accuracy::new())
        .schedule(Interval::Step, CosineAnnealingLr::new(steps));
    trainer.run(EPOCHS)?.uninterrupted()?;
    if let Some(folder) = std::env::args().nth(1) {
        files::save(&trainer.session().network, Path::new(&folder).join("reader.safetensors"))?;
        println!("saved in {folder}");
    }
    let accuracy = trainer.history().records.last().and_then(|record| record.value("accuracy"));
    println!("test accuracy: {:.4}", accuracy.unwrap_or(f64::NAN));
    Ok(())
}

/// Rotates an image by up to 0.2 radians, slants and stretches it by up to a quarter, and shifts it by up to a pixel.
fn distort(context: AugmentContext, image: &mut Tensor<shape![1, 64]>) {
    let mut rng = context.rng();
    let mut within = |bound: f32| rng.random_range(-bound..=bound);
    let (turn, slant, moved) = (within(0.2), within(0.25), [within(1.0), within(0.6)]);
    let stretch = [1.0 + within(0.25), 1.0 + within(0.12)];
    let old = image.to_boxed();
    let pixel = |x: f32, y: f32| {
        let inside = (0.0..8.0).contains(&x) && (0.0..8.0).contains(&y);
        if inside { old[[0, 8 * y as usize + x as usize]] } else { 0.0 }
    };
    image.fill_with(|[_, place]| {
        // The position of this pixel's centre in the original image.
        let [x, y] = [place % 8, place / 8].map(|at| at as f32 - 3.5);
        let [x, y] = [(x - moved[0]) * stretch[0], (y - moved[1]) * stretch[1]];
        let [x, y] = [x * turn.cos() - y * turn.sin() + slant * y + 3.5, x * turn.sin() + y * turn.cos() + 3.5];
        let ([left, top], [right, bottom]) = ([x.floor(), y.floor()], [x - x.floor(), y - y.floor()]);
        (1.0 - bottom) * ((1.0 - right) * pixel(left, top) + right * pixel(left + 1.0, top))
            + bottom * ((1.0 - right) * pixel(left, top + 1.0) + right * pixel(left + 1.0, top + 1.0))
    });
}
