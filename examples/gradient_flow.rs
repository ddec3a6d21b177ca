//! Vanishing and exploding gradients, and four remedies: `cargo run --release --example gradient_flow`.
//!
//! Six networks of 30 layers differ in their initialisation, in the operations between the layers, and in clipping (theory.md,
//! 5.1). The plot shows, for the first step, the norm of the gradient with respect to the parameters of each layer. The table below
//! it lists the norms of the first and the last layer, and the loss before and after some steps: if gradients vanish or explode,
//! the loss does not decrease. The last two lines of the output summarise the comparison.

use nn::Parameters;
use nn::init::{Initializer, Normal, XavierNormal};
use nn::layers::Linear;
use nn::prelude::*;

network! {
    /// A linear layer and its activation.
    struct Plain {
        fc: Linear<32, 32>,
    }
    fn forward(x: Tensor<32>) -> Tensor<32> {
        x.fc().tanh()
    }
}

network! {
    /// The same with ReLU, which is not bounded.
    struct Rectified {
        fc: Linear<32, 32>,
    }
    fn forward(x: Tensor<32>) -> Tensor<32> {
        x.fc().relu()
    }
}

network! {
    /// The same with batch normalisation before the activation.
    struct Normalised {
        fc: Linear<32, 32>,
        norm: BatchNorm1d<32>,
    }
    fn forward(x: Tensor<32>) -> Tensor<32> {
        x.fc().norm().tanh()
    }
}

network! {
    /// The same with a residual connection.
    struct Residual {
        fc: Linear<32, 32>,
    }
    fn forward(x: Tensor<32>) -> Tensor<32> {
        x + x.fc().tanh()
    }
}

/// A network of 30 blocks, each of which contains a linear layer, and an output layer.
trait Deep: Network<Elem = f32, In = shape![2], Out = shape![1]> {
    type Block: Parameters;
    fn blocks(&self) -> &[Self::Block; DEPTH];
    fn linear(&mut self, depth: usize) -> &mut Linear<Width, Width>;
}

macro_rules! deep {
    ($($name:ident of $block:ident),*) => {
        $(
            network! {
                struct $name {
                    first: Linear<2, 32>,
                    blocks: [$block; 30],
                    last: Linear<32, 1>,
                }
                fn forward(point: Tensor<2>) -> Tensor<1> {
                    point.first().blocks().last()
                }
            }

            impl Deep for $name {
                type Block = $block;
                fn blocks(&self) -> &[$block; DEPTH] {
                    &self.blocks
                }
                fn linear(&mut self, depth: usize) -> &mut Linear<Width, Width> {
                    &mut self.blocks[depth].fc
                }
            }
        )*
    };
}
deep!(DeepPlain of Plain, DeepRectified of Rectified, DeepNormalised of Normalised, DeepResidual of Residual);

type Width = dim![32];
type Batch = dim![128];
const DEPTH: usize = 30;
const STEPS: usize = 3000;
const SEED: u64 = 1;
/// Each layer of 32 inputs scales the gradient by about sqrt(32) 0.05 = 0.28.
const TOO_SMALL: Normal = Normal { std: 0.05 };
/// Each layer scales activations and gradients by about sqrt(32 / 2) 0.3 = 1.2, since half of them pass ReLU.
const TOO_LARGE: Normal = Normal { std: 0.3 };

fn main() {
    let cases = [
        Case::run::<DeepPlain>('v', "weights too small: vanishing gradients", &TOO_SMALL, Clip::Off),
        Case::run::<DeepRectified>('e', "weights too large: exploding gradients", &TOO_LARGE, Clip::Off),
        Case::run::<DeepPlain>('x', "fix 1: Xavier initialisation", &XavierNormal, Clip::Off),
        Case::run::<DeepNormalised>('b', "fix 2: too small, batch normalisation", &TOO_SMALL, Clip::Off),
        Case::run::<DeepResidual>('r', "fix 3: too small, residual connections", &TOO_SMALL, Clip::Off),
        Case::run::<DeepRectified>('c', "fix 4: too large, clipped to norm 1", &TOO_LARGE, Clip::Norm(1.0)),
    ];
    chart(&cases);
    println!("\n   {:<42}  first layer  last layer  loss before  after {STEPS} steps", "");
    for case in &cases {
        let [first, .., last] = case.norms;
        println!(
            "{}  {:<42}  {first:11.1e}  {last:10.1e}  {:11.4}  {:15.4}",
            case.mark, case.name, case.losses[0], case.losses[1]
        );
    }
    let [vanishing, exploding, xavier, normalised, residual, clipped] = &cases;
    let ratio = |case: &Case| case.norms[0] / case.norms[DEPTH - 1];
    println!(
        "\nfirst layer / last layer: {:.0e}; with Xavier {:.2}, batch normalisation {:.0}, residual connections {:.2}",
        ratio(vanishing),
        ratio(xavier),
        ratio(normalised),
        ratio(residual),
    );
    println!("norm of the whole gradient: {:.0}; clipped: {:.3}", exploding.norm, clipped.norm);
}

/// The measurements of one network.
struct Case {
    mark: char,
    name: &'static str,
    /// The norm of each block's gradient in the first step.
    norms: [f64; DEPTH],
    /// The norm of the whole gradient in the first step, after clipping.
    norm: f64,
    /// The loss before the first step, and after the last one.
    losses: [f32; 2],
}

impl Case {
    fn run<Net: Deep>(mark: char, name: &'static str, rule: &impl Initializer, clip: Clip) -> Case {
        let mut session = Session::<Net, Sgd, Batch>::new(Sgd::new(0.003), SEED);
        let mut rng = nn::init::rng(SEED);
        (0..DEPTH).for_each(|depth| session.network.linear(depth).init_with(rule, &mut rng));
        session.clip = clip;
        // The target is a wave over the plane.
        let x = Tensor::<shape![Batch, 2]>::from_fn(|[i, axis]| ((i * [7, 29][axis]) % 128) as f32 / 64.0 - 1.0);
        let y = Tensor::<shape![Batch, 1]>::from_fn(|[i, _]| (3.0 * x[[i, 0]]).sin() * x[[i, 1]]);
        let before = session.step(&x, &Mse, &y);
        let norm = |block: &Net::Block| block.as_slice().iter().map(|&g| f64::from(g).powi(2)).sum::<f64>().sqrt();
        let norms = session.gradient.blocks().each_ref().map(norm);
        let norm = session.gradient_norm();
        let after = (1..=STEPS).map(|_| session.step(&x, &Mse, &y)).last().unwrap_or(before);
        Case { mark, name, norms, norm, losses: [before, after] }
    }
}

/// Plots the norms, with one row per power of ten and two columns per layer.
fn chart(cases: &[Case]) {
    let power = |norm: f64| norm.log10().round() as i32;
    let powers = || cases.iter().flat_map(|case| case.norms.map(power));
    let (Some(lowest), Some(highest)) = (powers().min(), powers().max()) else { return };
    println!("gradient norm by layer\n");
    for line in (lowest..=highest).rev() {
        let mark =
            |depth: usize| cases.iter().find(|case| power(case.norms[depth]) == line).map_or(' ', |case| case.mark);
        let marks: String = (0..DEPTH).flat_map(|depth| [mark(depth), ' ']).collect();
        println!("{:>6} | {}", format!("1e{line}"), marks.trim_end());
    }
    println!("       +-{}", "-".repeat(2 * DEPTH));
    println!("         {:<1$}{DEPTH}", "1", 2 * DEPTH - 3);
}
