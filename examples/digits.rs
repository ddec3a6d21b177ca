//! Learns to read handwritten digits, in seconds: `cargo run --release --example digits`.
//!
//! The data are embedded: 1,797 images of 8x8 pixels (`examples/data/README.md` says where they are from). The first
//! 1,437 are learned; the last 360, by other writers, are the test. The same run twice gives the same numbers.

use nn::prelude::*;
use nn::{Adam, CrossEntropy};
use rand::seq::SliceRandom;
use rand::{Rng, RngExt};
use std::error::Error;
use std::io::Read;
use std::time::Instant;

network! {
    /// Reads handwritten digits.
    struct Digits {
        fc1: Linear<64, 512>,
        fc2: Linear<_, 256>,
        fc3: Linear<_, 10>,
    }
    fn forward(image: Tensor<64>) -> Tensor<10> {
        image.fc1().relu().fc2().relu().fc3()
    }
}

const CLASSES: usize = 10;
const EPOCHS: usize = 40;
const LEARNING_RATE: f64 = 3e-3;
const SMOOTHING: f64 = 0.2;
const SEED: u64 = 7;

/// To the eight neighbours.
const SHIFTS: [[isize; 2]; 8] = [[-1, -1], [0, -1], [1, -1], [-1, 0], [1, 0], [-1, 1], [0, 1], [1, 1]];

type Batch = dim![32];
type Train = dim![1437];
type Test = dim![360];
type Label = Class<dim![10]>;

/// The pixels of an image and its label.
type Row = (Vec<f32>, Label);

/// Images with pixels from 0 to 1, and their labels.
struct Set<Rows: Dim> {
    images: Box<Tensor<shape![Rows, 64]>>,
    labels: Box<Tensor<shape![Rows], Label>>,
}

impl<Rows: Dim> Set<Rows> {
    /// Takes its rows from the data, starting at `first`.
    fn new(rows: &[Row], first: usize) -> Self {
        Set {
            images: Tensor::<shape![Rows, 64]>::from_fn(|[row, pixel]| rows[first + row].0[pixel]),
            labels: Tensor::<shape![Rows], Label>::from_fn(|[row]| rows[first + row].1),
        }
    }

    /// Fills this set with the rows of another one that `indices` name, every other image moved by a pixel: a digit is
    /// the same a pixel further on.
    fn gather<Other: Dim>(&mut self, from: &Set<Other>, indices: &[usize], rng: &mut impl Rng) {
        for (&index, (image, label)) in indices.iter().zip(self.images.rows_mut().zip(self.labels.iter_mut())) {
            let [dx, dy] = if rng.random() { SHIFTS[rng.random_range(0..SHIFTS.len())] } else { [0, 0] };
            image.fill_with(|[pixel]| {
                let (x, y) = ((pixel % 8).wrapping_add_signed(dx), (pixel / 8).wrapping_add_signed(dy));
                if x < 8 && y < 8 { from.images[[index, 8 * y + x]] } else { 0.0 }
            });
            *label = from.labels[[index]];
        }
    }

    /// The share of rows whose largest output is that of their label.
    fn accuracy(&self, network: &Digits) -> f64 {
        let predicted = network.forward(&self.images).argmax_rows();
        let right = predicted.iter().zip(self.labels.iter()).filter(|&(&class, label)| class == label.index()).count();
        right as f64 / Rows::SIZE as f64
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let rows = read_rows()?;
    let train = Set::<Train>::new(&rows, 0);
    let test = Set::<Test>::new(&rows, Train::SIZE);
    let mut batch = Set::<Batch>::new(&rows, 0);

    println!("{}\n", Digits::summary());
    let mut session = Session::<Digits, Adam, Batch>::new(Adam::new(LEARNING_RATE), SEED);
    let mut order: Vec<usize> = (0..Train::SIZE).collect();
    let mut rng = nn::rng(SEED);
    let steps = EPOCHS * (Train::SIZE / Batch::SIZE);
    for epoch in 1..=EPOCHS {
        let start = Instant::now();
        order.shuffle(&mut rng);
        let mut loss = 0.0;
        // The rows that do not fill a batch are left out of this epoch; the next shuffle brings them back.
        let batches = order.chunks_exact(Batch::SIZE);
        let count = batches.len();
        for indices in batches {
            batch.gather(&train, indices, &mut rng);
            let done = session.steps() as f64 / steps as f64;
            session.optimizer.lr = LEARNING_RATE * 0.5 * (1.0 + (std::f64::consts::PI * done).cos());
            loss += session.step(&batch.images, &CrossEntropy.smooth(SMOOTHING), &batch.labels) / count as f32;
        }
        let seconds = start.elapsed().as_secs_f64();
        println!(
            "epoch {epoch:2}  loss {loss:.4}  train accuracy {:.3}  test accuracy {:.3}  {:4.1} ms  {:.0} samples/s",
            train.accuracy(&session.network),
            test.accuracy(&session.network),
            seconds * 1e3,
            (count * Batch::SIZE) as f64 / seconds,
        );
    }

    show_some(&session.network, &test);
    show_confusion(&session.network, &test);
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

/// Draws a few test images side by side, with what the network makes of them.
fn show_some(network: &Digits, test: &Set<Test>) {
    const SHOWN: [usize; 6] = [0, 40, 97, 150, 222, 340];
    const SHADES: [char; 5] = [' ', '░', '▒', '▓', '█'];
    let probabilities = network.forward(&test.images).softmax();
    println!();
    for line in 0..8 {
        for row in SHOWN {
            for column in 0..8 {
                let pixel = test.images[[row, 8 * line + column]];
                let shade = SHADES[(pixel * 4.0).round() as usize];
                print!("{shade}{shade}");
            }
            print!("    ");
        }
        println!();
    }
    let predicted = probabilities.argmax_rows();
    for row in SHOWN {
        let class = predicted[[row]];
        let mark = if class == test.labels[[row]].index() { "right" } else { "wrong" };
        print!("{:<20}", format!("{class} ({:.1} %), {mark}", 100.0 * probabilities[[row, class]]));
    }
    println!("\n");
}

/// How often each digit was taken for which.
fn show_confusion(network: &Digits, test: &Set<Test>) {
    let mut counts = [[0; CLASSES]; CLASSES];
    let predicted = network.forward(&test.images).argmax_rows();
    for (label, &class) in test.labels.iter().zip(predicted.iter()) {
        counts[label.index()][class] += 1;
    }
    println!("rows: the digit; columns: the prediction");
    print!("    ");
    (0..CLASSES).for_each(|class| print!("{class:4}"));
    println!();
    for (digit, row) in counts.iter().enumerate() {
        print!("{digit:4}");
        for (class, count) in row.iter().enumerate() {
            match count {
                0 if class != digit => print!("   ."),
                count => print!("{count:4}"),
            }
        }
        println!();
    }
}
