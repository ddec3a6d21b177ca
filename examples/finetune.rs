//! Learns something new from what was learned before: `cargo run --release --example finetune`.
//!
//! A network learns to read digits and is saved. Another one is to tell even digits from odd ones, from 50 images alone: it takes
//! the layers that fit from the file and learns its own last layer, first with the others frozen, then all together. Beside it the
//! same network learns the same 50 images from nothing. The data are embedded (`examples/data/README.md` says where they are
//! from); the last line is what both make of images, by other writers, that neither has seen.

use nn::data::{Dataset, Loader, Pairs, Predict};
use nn::files;
use nn::metrics::{Accuracy, measure};
use nn::prelude::*;
use nn::train::{Show, Trainer};
use nn::{Adam, CrossEntropy, Indices};
use std::error::Error;

#[path = "data/digits.rs"]
mod data;

network! {
    /// Reads a digit.
    struct Digit {
        body1: Linear<64, 128>,
        body2: Linear<_, 64>,
        head: Linear<_, 10>,
    }
    fn forward(image: Tensor<64>) -> Tensor<10> {
        image.body1().relu().body2().relu().head()
    }
}

network! {
    /// Tells whether a digit is odd.
    struct Odd {
        body1: Linear<64, 128>,
        body2: Linear<_, 64>,
        head: Linear<_, 2>,
    }
    fn forward(image: Tensor<64>) -> Tensor<2> {
        image.body1().relu().body2().relu().head()
    }
}

type Image = shape![64];
type Batch = dim![25];
type Learner = Box<Session<Odd, Adam, Batch>>;
type Set = Pairs<Image, Indices<dim![2]>>;
const SEED: u64 = 1;

fn main() -> Result<(), Box<dyn Error>> {
    let all = data::read()?;
    let old = all.clone().subset(50..1437);
    println!("digits, from {} images", old.len());
    let session = Session::<Digit, Adam, Batch>::new(Adam::new(1e-3), SEED);
    let mut trainer = Trainer::new(session, Loader::new(old).shuffle(SEED), CrossEntropy).show(Show::Nothing);
    trainer.run(20)?.uninterrupted()?;
    let path = std::env::temp_dir().join(format!("nn-finetune-{}.safetensors", std::process::id()));
    files::save(&trainer.session().network, &path)?;

    let odd = all.map::<Image, Indices<dim![2]>, _>(|_, (pixels, digit), (image, odd)| {
        image.as_mut_slice().copy_from_slice(pixels.as_slice());
        odd[[0]] = Class::new(digit[[0]].index() % 2).unwrap_or_default();
    });
    let odd = odd.collect()?;
    let (new, test) = (odd.clone().subset(0..50).collect()?, odd.subset(1437..1797).collect()?);
    println!("\neven or odd, from {} other images", new.len());
    let mut session = Session::<Odd, Adam, Batch>::new(Adam::new(1e-3), SEED + 1);
    let matched = files::load_matching(&mut session.network, &path, |name| Some(name.into()))?;
    println!("{matched}");
    std::fs::remove_file(&path)?;

    session.freeze(&["body1", "body2"])?;
    let mut session = learn(session, &new, 40)?;
    println!("\nthe head alone: test accuracy {:.3}", accuracy(&session.network, &test));
    session.freeze(&[])?;
    let session = learn(session, &new, 20)?;

    let from_nothing = Session::<Odd, Adam, Batch>::new(Adam::new(1e-3), SEED + 1);
    let from_nothing = learn(from_nothing, &new, 60)?;
    println!(
        "test accuracy: {:.3} from digits, {:.3} from nothing",
        accuracy(&session.network, &test),
        accuracy(&from_nothing.network, &test),
    );
    Ok(())
}

fn learn(session: Learner, data: &Set, epochs: u64) -> Result<Learner, Box<dyn Error>> {
    let loader = Loader::new(data.clone()).shuffle(SEED);
    let mut trainer = Trainer::new(session, loader, CrossEntropy).show(Show::Nothing);
    trainer.run(epochs)?.uninterrupted()?;
    Ok(trainer.into_session())
}

fn accuracy(network: &Odd, test: &Set) -> f64 {
    measure(Accuracy::new(), &network.predict_rows::<Batch>(test.inputs.view()), &test.targets)
}
