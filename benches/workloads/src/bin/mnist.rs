//! How long it takes to read handwritten digits as well as is asked for, by W2's network and by W3's: `benches/mnist.sh` runs
//! it beside the same in PyTorch.

use clap::Parser;
use nn::data::idx;
use nn::prelude::*;
use nn::{Adam, CrossEntropy, Layer, Sample};
use nn_workloads::{Cnn, Mlp2};
use rand::seq::SliceRandom;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

type Classes = dim![10];

const RATE: f64 = 1e-3;
const MOST_EPOCHS: usize = 30;

/// Learns until enough images of the test are read.
#[derive(Parser)]
struct Arguments {
    /// The folder with the four IDX files of MNIST, gzipped.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// What all random numbers come from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

struct Set {
    pixels: Vec<f32>,
    labels: Vec<Class<Classes>>,
}

impl Set {
    fn read(folder: &Path, name: &str) -> Result<Self, Box<dyn Error>> {
        let pixels = idx::read(folder.join(format!("{name}-images-idx3-ubyte.gz")), 3)?;
        let labels = idx::read(folder.join(format!("{name}-labels-idx1-ubyte.gz")), 1)?;
        let labels = labels.bytes.into_iter().map(|label| Class::new(label.into()).ok_or("a label above 9"));
        Ok(Set {
            pixels: pixels.bytes.into_iter().map(|pixel| f32::from(pixel) / 255.0).collect(),
            labels: labels.collect::<Result<_, _>>()?,
        })
    }

    fn gather<S: Sample, B: Dim>(
        &self,
        indices: &[usize],
        images: &mut Tensor<S::Batch<B>>,
        labels: &mut Tensor<(B,), Class<Classes>>,
    ) {
        let places = images.as_mut_slice().chunks_exact_mut(784).zip(labels.iter_mut());
        for (&index, (image, label)) in indices.iter().zip(places) {
            image.copy_from_slice(&self.pixels[784 * index..][..784]);
            *label = self.labels[index];
        }
    }
}

/// Learns until the share of images that are read is `enough`.
fn learn<S: Sample, B: Dim, Net>(name: &str, enough: f64, train: &Set, test: &Set, seed: u64)
where
    Net: Network<In = S, Elem = f32> + Layer<S, f32, Out = (Classes,)>,
{
    let mut session = Session::<Net, Adam, B>::new(Adam::new(RATE), seed);
    let (mut images, mut labels) = (Tensor::<S::Batch<B>>::zeros(), Tensor::zeros());
    let (mut tested, mut truth) = (Tensor::<S::Batch<dim![500]>>::zeros(), Tensor::zeros());
    let (mut output, mut scratch) = (Tensor::<(dim![500], Classes)>::zeros(), nn::zeroed());
    let mut order: Vec<usize> = (0..train.labels.len()).collect();
    let all: Vec<usize> = (0..test.labels.len()).collect();
    let mut rng = nn::rng(seed);
    let start = Instant::now();
    for epoch in 1..=MOST_EPOCHS {
        order.shuffle(&mut rng);
        for indices in order.chunks_exact(B::SIZE) {
            train.gather::<S, B>(indices, &mut images, &mut labels);
            session.step(&images, &CrossEntropy, &labels);
        }
        let mut right = 0;
        for indices in all.chunks_exact(500) {
            test.gather::<S, dim![500]>(indices, &mut tested, &mut truth);
            session.network.predict::<dim![500]>(&tested, &mut output, &mut scratch);
            let predicted = output.argmax_rows();
            right += predicted.iter().zip(truth.iter()).filter(|&(&class, label)| class == label.index()).count();
        }
        let accuracy = right as f64 / all.len() as f64;
        if accuracy >= enough || epoch == MOST_EPOCHS {
            let seconds = start.elapsed().as_secs_f64();
            println!("nn       {name}  {accuracy:.4} after {epoch:2} epochs and {seconds:6.2} s");
            return;
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let train = Set::read(&arguments.data, "train")?;
    let test = Set::read(&arguments.data, "t10k")?;
    learn::<_, dim![128], Mlp2>("mlp", 0.98, &train, &test, arguments.seed);
    learn::<_, dim![64], Cnn>("cnn", 0.988, &train, &test, arguments.seed);
    Ok(())
}
