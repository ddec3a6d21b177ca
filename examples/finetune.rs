//! Transfer learning, from one network to another: `cargo run --release --example finetune`.
//!
//! A network is trained to classify digits, and saved. A second network is to distinguish even digits from odd ones, with only 50
//! images for training: it loads the layers that match from the file, and trains its own last layer, first with the others frozen,
//! then all layers together. For comparison, the same network is trained on the same 50 images from scratch. The data are embedded
//! (see `examples/data/README.md`). The last line of the output is the accuracy of both on images by other writers, unseen by
//! either.

use nn::files;
use nn::metrics::measure;
use nn::prelude::*;
use std::error::Error;

#[path = "data/digits.rs"]
mod data;

network! {
    /// Classifies a digit.
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
    /// Classifies a digit as even or odd.
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
type Set = TensorDataset<Image, Indices<dim![2]>>;
const SEED: u64 = 1;

fn main() -> Result<(), Box<dyn Error>> {
    let all = data::read()?;
    let old = all.clone().subset(50..1437);
    println!("training on {} images of digits", old.len());
    let session = Session::<Digit, Adam, Batch>::new(Adam::new(1e-3), SEED);
    let mut trainer = Trainer::new(session, Loader::new(old).shuffle(SEED), CrossEntropy).progress(Progress::Hidden);
    trainer.run(20)?.uninterrupted()?;
    let path = std::env::temp_dir().join(format!("nn-finetune-{}.safetensors", std::process::id()));
    files::save(&trainer.session().network, &path)?;

    let odd = all.map::<Image, Indices<dim![2]>, _>(|_, (pixels, digit), (image, odd)| {
        image.as_mut_slice().copy_from_slice(pixels.as_slice());
        odd[[0]] = Class::new(digit[[0]].index() % 2).unwrap_or_default();
    });
    let odd = odd.collect()?;
    let (new, test) = (odd.clone().subset(0..50).collect()?, odd.subset(1437..1797).collect()?);
    println!("\nfine-tuning on {} images, even or odd", new.len());
    let mut session = Session::<Odd, Adam, Batch>::new(Adam::new(1e-3), SEED + 1);
    let report = files::load_partial(&mut session.network, &path, |name| Some(name.into()))?;
    println!("{report}");
    std::fs::remove_file(&path)?;

    session.freeze(&["body1", "body2"])?;
    let mut session = learn(session, &new, 40)?;
    println!("\nhead only: test accuracy {:.3}", accuracy(&session.network, &test));
    session.freeze(&[])?;
    let session = learn(session, &new, 20)?;

    let from_nothing = Session::<Odd, Adam, Batch>::new(Adam::new(1e-3), SEED + 1);
    let from_nothing = learn(from_nothing, &new, 60)?;
    println!(
        "test accuracy: {:.3} fine-tuned, {:.3} from scratch",
        accuracy(&session.network, &test),
        accuracy(&from_nothing.network, &test),
    );
    Ok(())
}

fn learn(session: Learner, data: &Set, epochs: u64) -> Result<Learner, Box<dyn Error>> {
    let loader = Loader::new(data.clone()).shuffle(SEED);
    let mut trainer = Trainer::new(session, loader, CrossEntropy).progress(Progress::Hidden);
    trainer.run(epochs)?.uninterrupted()?;
    Ok(trainer.into_session())
}

fn accuracy(network: &Odd, test: &Set) -> f64 {
    measure(Accuracy::new(), &network.predict_samples::<Batch>(&test.inputs), &test.targets)
}
