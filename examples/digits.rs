//! Trains a classifier of handwritten digits in seconds: `cargo run --release --example digits`.
//!
//! The data are embedded: 1,797 images of 8x8 pixels (see `examples/data/README.md`). The first 1,437 are for training; the last
//! 360, by other writers, are the test set. Running the program twice prints the same results.

use nn::lr_scheduler::CosineAnnealingLr;
use nn::metrics::ConfusionMatrix;
use nn::prelude::*;
use std::error::Error;

#[path = "data/digits.rs"]
mod data;

network! {
    /// Classifies handwritten digits.
    struct Digits {
        fc1: Linear<64, 512>,
        fc2: Linear<_, 256>,
        fc3: Linear<_, 10>,
    }
    fn forward(image: Tensor<1, 8, 8>) -> Tensor<10> {
        image.flatten().fc1().relu().fc2().relu().fc3()
    }
}

const EPOCHS: u64 = 40;
const SMOOTHING: f64 = 0.2;
const SEED: u64 = 7;

type Batch = dim![32];
type Image = shape![1, 8, 8];
type Set = TensorDataset<Image, Indices<dim![10]>>;

fn main() -> Result<(), Box<dyn Error>> {
    let all = data::read()?;
    let all = Set::new(Samples::from_slice(all.inputs.as_slice())?, all.targets)?;
    let train = all.clone().subset(0..1437);
    let test = all.subset(1437..1797).collect()?;

    // Augmentation: the class does not depend on the position.
    let loader = Loader::<_, Batch>::new(train.random_shift([1, 1])?).shuffle(SEED);
    let steps = EPOCHS * loader.batches() as u64;
    let session = Session::<Digits, Adam, Batch>::new(Adam::new(3e-3), SEED);
    let mut trainer = Trainer::new(session, loader, CrossEntropy.label_smoothing(SMOOTHING))
        .validate(test.clone())
        .metric(Accuracy::new())
        .schedule(Interval::Step, CosineAnnealingLr::new(steps));
    trainer.run(EPOCHS)?.uninterrupted()?;

    let network = &trainer.session().network;
    show_some(network, &test);
    let matrix = ConfusionMatrix::of(&network.predict_samples::<Batch>(&test.inputs), &test.targets);
    println!("{matrix}\n");
    println!("test accuracy: {:.3}", matrix.accuracy());
    Ok(())
}

/// Prints a few test images side by side, with the network's predictions.
fn show_some(network: &Digits, test: &Set) {
    const SHOWN: [usize; 6] = [0, 40, 97, 150, 222, 340];
    const SHADES: [char; 5] = [' ', '░', '▒', '▓', '█'];
    println!();
    for line in 0..8 {
        for image in SHOWN.map(|index| test.inputs.sample(index)) {
            for column in 0..8 {
                let shade = SHADES[(image[[0, 0, line, column]] * 4.0).round() as usize];
                print!("{shade}{shade}");
            }
            print!("    ");
        }
        println!();
    }
    for index in SHOWN {
        let probabilities = network.forward(test.inputs.sample(index)).softmax();
        let class = probabilities.argmax_rows()[[0]];
        let mark = if class == test.targets.sample(index)[[0]].index() { "right" } else { "wrong" };
        print!("{:<20}", format!("{class} ({:.1} %), {mark}", 100.0 * probabilities[[0, class]]));
    }
    println!("\n");
}
