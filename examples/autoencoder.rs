//! Compresses handwritten digits to eight values and reconstructs them: `cargo run --release --example autoencoder`.
//!
//! One network contains two: an encoder from 64 pixels to a code of eight values, and a decoder back. The data are embedded (see
//! `examples/data/README.md`): 1,437 images for training, 360 for the test. The last line of the output is the mean squared error
//! of the test pixels, which are from 0 to 1, and for comparison the error if every image is replaced by the mean image.

use nn::lr_scheduler::CosineAnnealingLr;
use nn::prelude::*;
use rand::seq::SliceRandom;
use std::error::Error;

#[path = "data/digits.rs"]
mod data;

network! {
    /// Encodes an image.
    struct Encoder {
        fc1: Linear<64, 128>,
        fc2: Linear<_, 64>,
        code: Linear<_, 8>,
    }
    fn forward(image: Tensor<64>) -> Tensor<8> {
        image.fc1().gelu().fc2().gelu().code()
    }
}

network! {
    /// Decodes an image.
    struct Decoder {
        fc1: Linear<8, 64>,
        fc2: Linear<_, 128>,
        image: Linear<_, 64>,
    }
    fn forward(code: Tensor<8>) -> Tensor<64> {
        code.fc1().gelu().fc2().gelu().image().sigmoid()
    }
}

network! {
    /// Reconstructs an image from its code of eight values.
    struct Autoencoder {
        encoder: Encoder,
        decoder: Decoder,
    }
    fn forward(image: Tensor<64>) -> Tensor<64> {
        image.encoder().decoder()
    }
}

const EPOCHS: usize = 100;
const LEARNING_RATE: f64 = 2e-3;
const SEED: u64 = 1;

type Batch = dim![32];
type Train = dim![1437];
type Test = dim![360];
type Images<Rows> = Tensor<shape![Rows, 64]>;

fn main() -> Result<(), Box<dyn Error>> {
    let all = data::read()?;
    let image = |row: usize| &all.inputs.as_slice()[64 * row..][..64];
    let train = Images::<Train>::from_fn(|[row, pixel]| image(row)[pixel]);
    let test = Images::<Test>::from_fn(|[row, pixel]| image(Train::SIZE + row)[pixel]);

    println!("{}\n", Autoencoder::summary());
    let mut session = Session::<Autoencoder, AdamW, Batch>::new(AdamW::new(LEARNING_RATE), SEED);
    let mut batch = Images::<Batch>::zeros();
    let mut order: Vec<usize> = (0..Train::SIZE).collect();
    let mut rng = nn::init::rng(SEED);
    let schedule = CosineAnnealingLr::new((EPOCHS * (Train::SIZE / Batch::SIZE)) as u64);
    for epoch in 1..=EPOCHS {
        order.shuffle(&mut rng);
        // Samples that do not fill a batch are skipped in this epoch; the next shuffle draws others.
        let batches = order.chunks_exact(Batch::SIZE);
        let count = batches.len() as f32;
        let mut loss = 0.0;
        for indices in batches {
            batch.fill_with(|[row, pixel]| train[[indices[row], pixel]]);
            session.optimizer.lr = LEARNING_RATE * schedule.factor(session.steps());
            loss += session.step(&batch, &Mse, &batch) / count;
        }
        if epoch == 1 || epoch % (EPOCHS / 10) == 0 {
            println!("epoch {epoch:3}  error {loss:.4}  test error {:.4}", error(&session.network, &test));
        }
    }

    show(&session.network, &test);
    let mean = train.mean_axis::<0>();
    let of_mean = test.rows().flat_map(|image| image.iter().zip(&*mean)).map(|(pixel, mean)| (pixel - mean).powi(2));
    let of_mean = of_mean.sum::<f32>() / (64 * Test::SIZE) as f32;
    println!("reconstruction error: {:.4}, of the mean image: {of_mean:.4}", error(&session.network, &test));
    Ok(())
}

/// Returns the mean squared error over all pixels.
fn error<Rows: Dim>(network: &Autoencoder, images: &Images<Rows>) -> f32 {
    Loss::<shape![64]>::value(&Mse, &*network.forward(images), images)
}

/// Prints a few test images, and below each its reconstruction.
fn show(network: &Autoencoder, test: &Images<Test>) {
    const SHOWN: [usize; 7] = [0, 40, 97, 150, 222, 301, 340];
    const SHADES: [char; 5] = [' ', '░', '▒', '▓', '█'];
    let again = network.forward(test);
    for (title, images) in [("\ntest images", test), ("\nreconstructions from eight values", &again)] {
        println!("{title}");
        for line in 0..8 {
            let row = |image: usize| {
                let shade = |column: usize| SHADES[(images[[image, 8 * line + column]] * 4.0).round() as usize];
                (0..8).flat_map(|column| [shade(column); 2]).collect::<String>()
            };
            println!("{}", SHOWN.map(row).join("  ").trim_end());
        }
    }
    println!();
}
