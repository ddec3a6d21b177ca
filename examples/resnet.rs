//! A small residual network reads handwritten digits: `cargo run --release --example resnet`.
//!
//! Two stages of two residual blocks each (He et al. 2015), with batch normalisation; between the stages a convolution with a
//! stride of two. A block is a network of its own, and a stage is an array of blocks. The data are embedded: images of 8x8
//! pixels (`examples/data/README.md` says where they are from). The first 1,437 are learned, each moved by up to a pixel; the
//! last line is the accuracy on the last 360, which are by other writers.

use nn::lr_scheduler::{LrScheduler, OneCycleLr};
use nn::prelude::*;
use nn::{AdamW, CrossEntropy};
use rand::seq::SliceRandom;
use rand::{Rng, RngExt};
use std::error::Error;
use std::io::Read;
use std::time::Instant;

network! {
    /// Sixteen channels at the full resolution.
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
    /// Thirty-two channels at half of it.
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
    /// Reads handwritten digits.
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

const EPOCHS: usize = 30;
const LEARNING_RATE: f64 = 1e-2;
const SMOOTHING: f64 = 0.1;
const SEED: u64 = 1;

type Batch = dim![32];
type Train = dim![1437];
type Test = dim![360];
type Label = Class<dim![10]>;

/// The pixels of an image, from 0 to 1, and its label.
type Row = (Vec<f32>, Label);

/// Images and their labels.
struct Set<Rows: Dim> {
    images: Box<Tensor<shape![Rows, 1, 8, 8]>>,
    labels: Box<Tensor<shape![Rows], Label>>,
}

impl<Rows: Dim> Set<Rows> {
    fn new() -> Self {
        Set { images: Tensor::<shape![Rows, 1, 8, 8]>::zeros(), labels: Tensor::<shape![Rows], Label>::zeros() }
    }

    /// Fills this set with rows, each moved by up to `shift` pixels.
    fn gather<'a>(&mut self, rows: impl Iterator<Item = &'a Row>, shift: i32, rng: &mut impl Rng) {
        for ((pixels, label), (image, place)) in rows.zip(self.images.rows_mut().zip(self.labels.iter_mut())) {
            let [dx, dy] = [0; 2].map(|_| rng.random_range(-shift..=shift) as isize);
            image.fill_with(|[_, line, column]| {
                let (x, y) = (column.wrapping_add_signed(dx), line.wrapping_add_signed(dy));
                if x < 8 && y < 8 { pixels[8 * y + x] } else { 0.0 }
            });
            *place = *label;
        }
    }

    /// The share of rows whose largest output is that of their label.
    fn accuracy(&self, network: &ResNet) -> f64 {
        let predicted = network.forward(&self.images).argmax_rows();
        let right = predicted.iter().zip(self.labels.iter()).filter(|&(&class, label)| class == label.index()).count();
        right as f64 / Rows::SIZE as f64
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let rows = read_rows()?;
    let mut rng = nn::rng(SEED);
    let (mut batch, mut test) = (Set::<Batch>::new(), Set::<Test>::new());
    test.gather(rows[Train::SIZE..].iter(), 0, &mut rng);

    println!("{}\n", ResNet::summary());
    let mut session = Session::<ResNet, AdamW, Batch>::new(AdamW::new(LEARNING_RATE), SEED);
    let mut order: Vec<usize> = (0..Train::SIZE).collect();
    let schedule = OneCycleLr::new((EPOCHS * (Train::SIZE / Batch::SIZE)) as u64);
    for epoch in 1..=EPOCHS {
        let start = Instant::now();
        order.shuffle(&mut rng);
        // The rows that do not fill a batch are left out of this epoch; the next shuffle brings them back.
        let batches = order.chunks_exact(Batch::SIZE);
        let count = batches.len();
        let mut loss = 0.0;
        for indices in batches {
            batch.gather(indices.iter().map(|&index| &rows[index]), 1, &mut rng);
            session.optimizer.lr = LEARNING_RATE * schedule.factor(session.steps());
            loss += session.step(&batch.images, &CrossEntropy.smooth(SMOOTHING), &batch.labels) / count as f32;
        }
        println!(
            "epoch {epoch:2}  loss {loss:.4}  test accuracy {:.3}  {:.2} s",
            test.accuracy(&session.network),
            start.elapsed().as_secs_f64(),
        );
    }
    println!("test accuracy: {:.3}", test.accuracy(&session.network));
    Ok(())
}

/// The embedded file: 64 pixels from 0 to 16 and the label a line.
fn read_rows() -> Result<Vec<Row>, Box<dyn Error>> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(&include_bytes!("data/digits.csv.gz")[..]).read_to_string(&mut text)?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.deserialize() {
        let mut numbers: Vec<f32> = record?;
        let label = numbers.pop().and_then(|label| Class::new(label as usize)).ok_or("a label is missing")?;
        rows.push((numbers.iter().map(|pixel| pixel / 16.0).collect(), label));
    }
    Ok(rows)
}
