//! Time to a required accuracy on MNIST for the networks of W2 and W3; `benches/mnist.sh` runs it, and the same in
//! PyTorch.

use clap::Parser;
use nn::data::idx::{Images, mnist};
use nn::layers::Layer;
use nn::prelude::*;
use nn::shape::Sample;
use nn_workloads::{Cnn, Mlp2};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

type Classes = dim![10];

const RATE: f64 = 1e-3;
const MOST_EPOCHS: u64 = 30;

/// Trains until the required accuracy on the test images is reached.
#[derive(Parser)]
struct Arguments {
    /// The folder with the four IDX files of MNIST, gzipped.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Seed of all random numbers.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Trains until the test accuracy is at least `enough`.
fn learn<S: Sample, B: Dim, Net>(name: &str, enough: f64, data: &Path, seed: u64) -> Result<(), Box<dyn Error>>
where
    Net: Network<In = S, Elem = f32> + Layer<S, f32, Out = (Classes,)>,
{
    let [train, test] = mnist::<S, f32>(data)?;
    let loader = Loader::<Images<S, Classes>, B>::new(train).shuffle(seed).drop_last(true);
    let unseen = Loader::<_, dim![500]>::new(test);
    let mut session = Session::<Net, Adam, B>::new(Adam::new(RATE), seed);
    let (mut output, mut scratch) = (Tensor::<(dim![500], Classes)>::zeros(), nn::parameters::zeroed());
    let start = Instant::now();
    for epoch in 1..=MOST_EPOCHS {
        for batch in loader.epoch(epoch) {
            let batch = batch?;
            session.step(batch.input(), &CrossEntropy, batch.target());
        }
        let (mut right, mut all) = (0, 0);
        for batch in unseen.epoch(0) {
            let batch = batch?;
            session.network.predict::<dim![500]>(batch.input(), &mut output, &mut scratch);
            let pairs = output.argmax_rows();
            let pairs = pairs.iter().zip(batch.target().iter()).take(batch.rows());
            right += pairs.filter(|&(&class, label)| class == label.index()).count();
            all += batch.rows();
        }
        let accuracy = right as f64 / all as f64;
        if accuracy >= enough || epoch == MOST_EPOCHS {
            let seconds = start.elapsed().as_secs_f64();
            println!("nn       {name}  {accuracy:.4} after {epoch:2} epochs and {seconds:6.2} s");
            break;
        }
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    learn::<_, dim![128], Mlp2>("mlp", 0.98, &arguments.data, arguments.seed)?;
    learn::<_, dim![64], Cnn>("cnn", 0.988, &arguments.data, arguments.seed)
}
