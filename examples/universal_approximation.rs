//! Approximates functions with one hidden layer: `cargo run --release --example universal_approximation`.
//!
//! One hidden layer approximates any continuous function, with an error that decreases with its width. Three functions on [-1, 1]:
//! a wave, a function with a kink, a function with a narrow peak. For each width of the hidden layer, the table shows the root mean
//! squared error over 1,000 points, most of which were not used for training (theory.md, 7.1). The last line of the output is the
//! largest error in the first and in the last row of the table.

use nn::lr_scheduler::CosineAnnealingLr;
use nn::prelude::*;

network! {
    /// A function of one variable, with one hidden layer of H units.
    struct OneHidden<H: Dim> {
        hidden: Linear<1, H>,
        out: Linear<H, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.hidden().tanh().out()
    }
}

/// A function and its formula as text.
type Function = (&'static str, fn(f32) -> f32);

const FUNCTIONS: [Function; 3] = [
    ("sin(2 pi x)", |x| (2.0 * std::f32::consts::PI * x).sin()),
    ("|x - 1/3|", |x| (x - 1.0 / 3.0).abs()),
    ("1 / (1 + 25 x^2)", |x| 1.0 / (1.0 + 25.0 * x * x)),
];
const STEPS: u64 = 20_000;
const LEARNING_RATE: f64 = 0.02;
/// The number of random initialisations; the best result counts.
const STARTS: u64 = 3;

type Points = dim![200];

fn main() {
    println!("root mean squared error on [-1, 1], by width of the hidden layer\n");
    print!("{:>5}", "width");
    FUNCTIONS.iter().for_each(|(name, _)| print!("  {name:>16}"));
    println!();
    let errors = [row::<dim![1]>(), row::<dim![2]>(), row::<dim![4]>(), row::<dim![8]>(), row::<dim![16]>()];
    let largest = |errors: &[f32; 3]| errors.iter().copied().fold(0.0, f32::max);
    println!("\nlargest error: {:.4} at width 1, {:.4} at width 16", largest(&errors[0]), largest(&errors[4]));
}

/// Prints a row of the table: the error for each function.
fn row<H: Dim>() -> [f32; 3] {
    print!("{:>5}", H::SIZE);
    let errors = FUNCTIONS.map(|(_, f)| {
        let error = error::<H>(f);
        print!("  {error:>16.4}");
        error
    });
    println!();
    errors
}

/// Fits a function on equally spaced points. Returns the error over these and the points between them.
fn error<H: Dim>(f: fn(f32) -> f32) -> f32 {
    (1..=STARTS).map(|seed| error_from::<H>(f, seed)).fold(f32::INFINITY, f32::min)
}

fn error_from<H: Dim>(f: fn(f32) -> f32, seed: u64) -> f32 {
    let x = spaced::<Points>();
    let y = x.map(f);
    let mut session = Session::<OneHidden<H>, Adam, Points>::new(Adam::new(LEARNING_RATE), seed);
    let schedule = CosineAnnealingLr::new(STEPS);
    for step in 0..STEPS {
        session.optimizer.lr = LEARNING_RATE * schedule.factor(step);
        session.step(&x, &Mse, &y);
    }
    let x = spaced::<dim![1000]>();
    x.zip_map(&session.network.forward(&x), |x, y| (y - f(x)).powi(2)).mean().sqrt()
}

fn spaced<Rows: Dim>() -> Box<Tensor<shape![Rows, 1]>> {
    Tensor::<shape![Rows, 1]>::from_fn(|[i, _]| 2.0 * i as f32 / (Rows::SIZE - 1) as f32 - 1.0)
}
