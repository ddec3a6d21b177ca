//! A small residual network that classifies handwritten digits: `cargo run --release --example resnet`.
//!
//! Two stages of two residual blocks each (He et al. 2015), with batch normalisation, and between the stages a convolution with a
//! stride of two. A block is a network of its own, and a stage is an array of blocks. The data are embedded: images of 8x8 pixels
//! (see `examples/data/README.md`). The first 1,437 are for training, each shifted by up to a pixel. The last line of the output is
//! the accuracy on the last 360, which are by other writers.

use nn::lr_scheduler::OneCycleLr;
use nn::prelude::*;
use std::error::Error;

#[path = "data/digits.rs"]
mod data;

network! {
    /// A residual block of sixteen channels at full resolution.
    struct Fine {
        conv1: Conv2d<16, 16, kernel = 3, padding = 1, bias = false>,
        norm1: BatchNorm2d<16>,
        conv2: Conv2d<16, 16, kernel = 3, padding = 1, bias = false>,
        norm2: BatchNorm2d<16>,
    }
    fn forward(x: Tensor<16, 8, 8>) -> Tensor<16, 8, 8> {
        let h = x.conv1().norm1().relu().conv2().norm2();
        (x + h).relu()
    }
}

network! {
    /// A residual block of thirty-two channels at half the resolution.
    struct Coarse {
        conv1: Conv2d<32, 32, kernel = 3, padding = 1, bias = false>,
        norm1: BatchNorm2d<32>,
        conv2: Conv2d<32, 32, kernel = 3, padding = 1, bias = false>,
        norm2: BatchNorm2d<32>,
    }
    fn forward(x: Tensor<32, 4, 4>) -> Tensor<32, 4, 4> {
        let h = x.conv1().norm1().relu().conv2().norm2();
        (x + h).relu()
    }
}

network! {
    /// Classifies handwritten digits.
    struct ResNet {
        stem: Conv2d<1, 16, kernel = 3, padding = 1, bias = false>,
        stem_norm: BatchNorm2d<16>,
        fine: [Fine; 2],
        down: Conv2d<16, 32, kernel = 3, stride = 2, padding = 1, bias = false>,
        down_norm: BatchNorm2d<32>,
        coarse: [Coarse; 2],
        fc: Linear<32, 10>,
    }
    fn forward(image: Tensor<1, 8, 8>) -> Tensor<10> {
        let h = image.stem().stem_norm().relu().fine();
        let h = h.down().down_norm().relu().coarse();
        h.global_avg_pool().fc()
    }
}

const EPOCHS: u64 = 30;
const SMOOTHING: f64 = 0.1;
const SEED: u64 = 1;

type Batch = dim![32];
type Image = shape![1, 8, 8];
type Label = Indices<dim![10]>;

fn main() -> Result<(), Box<dyn Error>> {
    // Reshapes the pixels to images of one channel.
    let all = data::read()?.map::<Image, Label, _>(|_, (pixels, digit), (image, label)| {
        image.as_mut_slice().copy_from_slice(pixels.as_slice());
        label[[0]] = digit[[0]];
    });
    let all = all.collect()?;
    let train = all.clone().subset(0..1437).random_shift([1, 1])?;
    let test = all.subset(1437..1797);

    let loader = Loader::<_, Batch>::new(train).shuffle(SEED);
    let steps = EPOCHS * loader.batches() as u64;
    let session = Session::<ResNet, AdamW, Batch>::new(AdamW::new(1e-2), SEED);
    let mut trainer = Trainer::new(session, loader, CrossEntropy.label_smoothing(SMOOTHING))
        .validate(test)
        .metric(Accuracy::new())
        .schedule(Interval::Step, OneCycleLr::new(steps));
    trainer.run(EPOCHS)?.uninterrupted()?;
    let accuracy = trainer.history().records.last().and_then(|record| record.value("accuracy"));
    println!("test accuracy: {:.3}", accuracy.unwrap_or(f64::NAN));
    Ok(())
}
