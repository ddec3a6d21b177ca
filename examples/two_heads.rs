//! A network with two inputs and two outputs: `cargo run --release --example two_heads`.
//!
//! Its inputs are two handwritten digits. One head predicts their sum, from 0 to 18; the other predicts whether they are the same
//! digit. Both images pass through the same layers, which are thus trained on both, and a tuple of losses trains both heads at
//! once. The data are embedded (see `examples/data/README.md`); the test pairs consist of images that were not used for training.
//! The last line of the output is the accuracy of each head.

use nn::init::{Rng, RngExt};
use nn::lr_scheduler::OneCycleLr;
use nn::prelude::*;
use std::error::Error;

#[path = "data/digits.rs"]
mod data;

network! {
    /// Extracts the features of one image.
    struct Eye {
        fc1: Linear<64, 256>,
        fc2: Linear<_, 64>,
    }
    fn forward(image: Tensor<64>) -> Tensor<64> {
        image.fc1().relu().dropout::<0.2>().fc2().relu()
    }
}

network! {
    /// Compares two digits.
    struct Pair {
        eye: Eye,
        both: Linear<128, 64>,
        sum: Linear<64, 19>,
        same: Linear<64, 1>,
    }
    fn forward(left: Tensor<64>, right: Tensor<64>) -> (Tensor<19>, Tensor<1>) {
        let h = concat(left.eye(), right.eye()).both().relu();
        (h.sum(), h.same())
    }
}

const STEPS: u64 = 10_000;
const LEARNING_RATE: f64 = 3e-3;
const SMOOTHING: f64 = 0.1;
const SEED: u64 = 1;
/// The offsets by which an image may be shifted, as augmentation: the class does not depend on the position.
const SHIFTS: [[isize; 2]; 5] = [[0, 0], [-1, 0], [1, 0], [0, -1], [0, 1]];
/// The number of training images; the others are the test set.
const TRAIN: usize = 1437;

type Batch = dim![64];
type Test = dim![2000];
type Images<Rows> = Tensor<shape![Rows, 64]>;
type Answers<Rows> = Tensor<shape![Rows, 1]>;
type Sums<Rows> = Tensor<shape![Rows], Class<dim![19]>>;

/// The pixels of an image, from 0 to 1, and its class.
type Row = (Vec<f32>, usize);

/// Pairs of images, the sum of their digits, and 1 if both show the same digit, else 0.
struct Pairs<Rows: Dim> {
    left: Box<Images<Rows>>,
    right: Box<Images<Rows>>,
    sum: Box<Sums<Rows>>,
    same: Box<Answers<Rows>>,
}

impl<Rows: Dim> Pairs<Rows> {
    fn new() -> Self {
        Pairs { left: Images::zeros(), right: Images::zeros(), sum: Sums::zeros(), same: Answers::zeros() }
    }

    /// Fills all pairs at random, every other one with two images of the same digit. Each image is shifted by one of the first
    /// `shifts` elements of `SHIFTS`.
    fn draw(&mut self, rows: &[Row], shifts: usize, rng: &mut impl Rng) {
        let images = self.left.rows_mut().zip(self.right.rows_mut());
        for (pair, (left, right)) in images.enumerate() {
            let (first, second) = loop {
                let [first, second] = [0; 2].map(|_| &rows[rng.random_range(0..rows.len())]);
                if (first.1 == second.1) == (pair % 2 == 0) {
                    break (first, second);
                }
            };
            place(left, &first.0, SHIFTS[rng.random_range(0..shifts)]);
            place(right, &second.0, SHIFTS[rng.random_range(0..shifts)]);
            self.sum[[pair]] = Class::new(first.1 + second.1).unwrap_or_default();
            self.same[[pair, 0]] = f32::from(first.1 == second.1);
        }
    }

    /// Returns the accuracy of each head.
    fn accuracy(&self, network: &Pair) -> [f64; 2] {
        let output = network.forward(&self.left, &self.right);
        let sums = output.0.argmax_rows();
        let sum = sums.iter().zip(&*self.sum).filter(|&(&found, sum)| found == sum.index()).count();
        let same = output.1.iter().zip(&*self.same).filter(|&(&logit, &same)| (logit > 0.0) == (same > 0.5)).count();
        [sum, same].map(|right| right as f64 / Rows::SIZE as f64)
    }
}

/// Copies pixels to an image, shifted by an element of `SHIFTS`.
fn place(image: &mut Tensor<shape![64]>, pixels: &[f32], [dx, dy]: [isize; 2]) {
    image.fill_with(|[pixel]| {
        let (x, y) = ((pixel % 8).wrapping_add_signed(dx), (pixel / 8).wrapping_add_signed(dy));
        if x < 8 && y < 8 { pixels[8 * y + x] } else { 0.0 }
    });
}

fn main() -> Result<(), Box<dyn Error>> {
    let all = data::read()?;
    let images = all.inputs.iter().zip(all.targets.iter());
    let rows: Vec<Row> = images.map(|(image, digit)| (image.as_slice().to_vec(), digit[[0]].index())).collect();
    let (train, test) = rows.split_at(TRAIN);
    println!("{}\n", Pair::summary());
    let mut rng = nn::init::rng(SEED);
    let (mut pairs, mut unseen) = (Pairs::<Batch>::new(), Pairs::<Test>::new());
    unseen.draw(test, 1, &mut rng);
    let mut session = Session::<Pair, AdamW, Batch>::new(AdamW::new(LEARNING_RATE), SEED);
    let schedule = OneCycleLr::new(STEPS);
    for step in 0..STEPS {
        pairs.draw(train, SHIFTS.len(), &mut rng);
        session.optimizer.lr = LEARNING_RATE * schedule.factor(step);
        let loss = session.step(
            (&pairs.left, &pairs.right),
            &(CrossEntropy.label_smoothing(SMOOTHING), BceWithLogits),
            (&pairs.sum, &pairs.same),
        );
        if (step + 1) % (STEPS / 10) == 0 {
            let [sum, same] = unseen.accuracy(&session.network);
            println!("step {:5}  loss {loss:.4}  sum accuracy {sum:.3}  equality accuracy {same:.3}", step + 1);
        }
    }
    let [sum, same] = unseen.accuracy(&session.network);
    println!("test accuracy: sum {sum:.3}, equality {same:.3}");
    Ok(())
}
