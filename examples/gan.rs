//! A generative adversarial network that learns the distribution of points on a ring: `cargo run --release --example gan`.
//!
//! The generator maps noise to points in the plane, and the discriminator distinguishes them from points of the ring. The generator
//! never sees the ring: its gradient is that of the discriminator's loss with respect to the generated points (Goodfellow et al.
//! 2014, with the non-saturating loss). The plot at the end shows points of the ring and generated points; the last line compares
//! their distances from the centre.

use nn::init::Rng;
use nn::init::{Initializer, Normal};
use nn::optim::Ema;
use nn::prelude::*;

network! {
    /// Maps four random values to a point in the plane.
    struct Generator {
        fc1: Linear<4, 64>,
        fc2: Linear<_, 64>,
        fc3: Linear<_, 2>,
    }
    fn forward(noise: Tensor<4>) -> Tensor<2> {
        noise.fc1().relu().fc2().relu().fc3()
    }
}

network! {
    /// Returns a logit: the larger it is, the more likely the point is from the ring.
    struct Discriminator {
        fc1: Linear<2, 64>,
        fc2: Linear<_, 64>,
        fc3: Linear<_, 1>,
    }
    fn forward(point: Tensor<2>) -> Tensor<1> {
        point.fc1().leaky_relu::<0.2>().fc2().leaky_relu::<0.2>().fc3()
    }
}

const STEPS: u64 = 30_000;
const LEARNING_RATE: f64 = 1e-3;
/// The ratio of the discriminator's learning rate to the generator's: the discriminator has to be ahead.
const AHEAD: f64 = 3.0;
const SEED: u64 = 1;
/// The mean distance of the ring's points from the centre; `DEVIATION` is the standard deviation of the distance.
const RADIUS: f64 = 1.0;
const DEVIATION: f64 = 0.2;

type Batch = dim![128];
type Points<Rows> = Tensor<shape![Rows, 2]>;
type Noise<Rows> = Tensor<shape![Rows, 4]>;

fn main() {
    println!("{}\n\n{}\n", Generator::summary(), Discriminator::summary());
    let adam = Adam::new(LEARNING_RATE).betas(0.5, 0.999);
    let mut generator = Session::<Generator, Adam, Batch>::new(adam, SEED);
    let mut discriminator = Session::<Discriminator, Adam, Batch>::new(adam, SEED + 1);
    let mut average = Ema::new(&generator.network, 0.999);
    let (mut noise, mut real) = (Noise::<Batch>::zeros(), Points::<Batch>::zeros());
    let mut by_point = Points::<Batch>::zeros();
    let (yes, no) = (Tensor::<shape![Batch, 1]>::full(1.0), Tensor::<shape![Batch, 1]>::full(0.0));
    let mut rng = nn::init::rng(SEED);
    for step in 1..=STEPS {
        let rate = LEARNING_RATE * (1.0 - step as f64 / STEPS as f64);
        (generator.optimizer.lr, discriminator.optimizer.lr) = (rate, AHEAD * rate);

        draw_ring(&mut real, &mut rng);
        draw_noise(&mut noise, &mut rng);
        let right = discriminator.accumulate(&real, &BceWithLogits, &yes);
        let wrong = discriminator.accumulate(generator.forward(&noise), &BceWithLogits, &no);
        discriminator.update();

        draw_noise(&mut noise, &mut rng);
        let fooled = discriminator.input_gradient(generator.forward(&noise), &BceWithLogits, &yes, &mut by_point);
        generator.backward(&noise, &by_point);
        generator.update();
        average.update(&generator.network);

        if step % (STEPS / 20) == 0 {
            let made = samples(&average.network, &mut rng);
            let (radius, deviation) = distances(&made);
            println!(
                "step {step:5}  discriminator {:.3}  generator {fooled:.3}  distance {radius:.3} +- {deviation:.3}",
                0.5 * (right + wrong),
            );
        }
    }

    let mut ring = Points::<Shown>::zeros();
    draw_ring(&mut ring, &mut rng);
    let made = samples(&average.network, &mut rng);
    show(&ring, &made);
    let (radius, deviation) = distances(&made);
    println!("sectors with points: {} of {SECTORS}", sectors(&made));
    println!("distance: {radius:.3} +- {deviation:.3}, of the ring: {RADIUS:.3} +- {DEVIATION:.3}");
}

fn draw_noise<Rows: Dim>(noise: &mut Noise<Rows>, rng: &mut impl Rng) {
    Normal { std: 1.0 }.fill(noise.as_mut_slice(), 1, 1, rng);
}

/// Draws points in all directions, whose distances from the centre are normally distributed.
fn draw_ring<Rows: Dim>(points: &mut Points<Rows>, rng: &mut impl Rng) {
    for point in points.rows_mut() {
        let mut direction = [0.0_f64; 3];
        Normal { std: 1.0 }.fill(&mut direction, 1, 1, rng);
        let [x, y, away] = direction;
        let scale = (RADIUS + DEVIATION * away) / x.hypot(y);
        point.fill_with(|[axis]| (scale * [x, y][axis]) as f32);
    }
}

type Shown = dim![1000];

fn samples(generator: &Generator, rng: &mut impl Rng) -> Box<Points<Shown>> {
    let mut noise = Noise::<Shown>::zeros();
    draw_noise(&mut noise, rng);
    generator.forward(&noise)
}

/// Returns the mean and the standard deviation of the distances from the centre.
fn distances<Rows: Dim>(points: &Points<Rows>) -> (f64, f64) {
    let all: Vec<f64> = points.rows().map(|point| f64::from(point[[0]]).hypot(point[[1]].into())).collect();
    let mean = all.iter().sum::<f64>() / Rows::SIZE as f64;
    (mean, (all.iter().map(|distance| (distance - mean).powi(2)).sum::<f64>() / Rows::SIZE as f64).sqrt())
}

const SECTORS: usize = 36;

/// Returns the number of sectors of the circle that contain points.
fn sectors<Rows: Dim>(points: &Points<Rows>) -> usize {
    let mut seen = [false; SECTORS];
    for point in points.rows() {
        let turn = (f64::from(point[[1]]).atan2(point[[0]].into()) / std::f64::consts::TAU).rem_euclid(1.0);
        seen[(turn * SECTORS as f64) as usize % SECTORS] = true;
    }
    seen.iter().filter(|&&seen| seen).count()
}

/// Plots two sets of points side by side.
fn show(left: &Points<Shown>, right: &Points<Shown>) {
    const WIDTH: usize = 38;
    const HEIGHT: usize = 19;
    const REACH: f32 = 1.5;
    let count = |points: &Points<Shown>| {
        let mut counts = [[0_usize; WIDTH]; HEIGHT];
        let place = |x: f32, cells: usize| ((x / REACH + 1.0) * 0.5 * cells as f32).floor() as isize as usize;
        for point in points.rows() {
            let (line, column) = (place(-point[[1]], HEIGHT), place(point[[0]], WIDTH));
            if let Some(count) = counts.get_mut(line).and_then(|line| line.get_mut(column)) {
                *count += 1;
            }
        }
        counts
    };
    println!("\n{:<WIDTH$}  generated points", "points on the ring");
    for (left, right) in count(left).iter().zip(&count(right)) {
        let line =
            |counts: &[usize]| counts.iter().map(|&count| [' ', '.', 'o', '@'][count.min(3)]).collect::<String>();
        println!("{}  {}", line(left), line(right));
    }
    println!();
}
