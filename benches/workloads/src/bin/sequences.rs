//! Times training steps of models of sequences: `cargo run --release -p nn-workloads --bin sequences`.
//!
//! A step is forward, cross-entropy of each position, backward, and Adam. `benches/sequences.py` compares them with PyTorch and JAX.

use clap::Parser;
use nn::prelude::*;
use nn_workloads::timing::time;
use rand::RngExt;
use serde_json::json;
use std::hint::black_box;

/// The number of characters.
type Vocab = dim![96];
/// The number of steps of a sequence.
type Window = dim![64];

network! {
    /// A block of the language model of `examples/chars.rs`.
    struct Block {
        norm1: LayerNorm<128>,
        qkv: Linear<128, 384>,
        project: Linear<128, 128>,
        norm2: LayerNorm<128>,
        fc1: Linear<128, 512>,
        fc2: Linear<512, 128>,
    }
    fn forward(x: Tensor<Window, 128>) -> Tensor<Window, 128> {
        let (q, k, v) = chunk::<3, 1>(x.norm1().qkv());
        let x = x + attention(q, k, v, heads = 4, causal = true).project();
        x + x.norm2().fc1().gelu().fc2()
    }
}

network! {
    /// Four blocks of four heads, 128 wide.
    struct Gpt {
        embed: Embedding<Vocab, 128>,
        positions: Parameter<Window, 128>,
        blocks: [Block; 4],
        norm: LayerNorm<128>,
        head: Linear<128, Vocab>,
    }
    fn forward(characters: Tensor<Window, Class<Vocab>>) -> Tensor<Window, Vocab> {
        (characters.embed() + positions).blocks().norm().head()
    }
}

network! {
    /// Two layers of 128 units.
    struct Recurrent {
        embed: Embedding<Vocab, 128>,
        lstm: Lstm<128, 128, layers = 2>,
        head: Linear<128, Vocab>,
    }
    fn forward(characters: Tensor<Window, Class<Vocab>>) -> Tensor<Window, Vocab> {
        characters.embed().lstm().head()
    }
}

/// Times training steps of models of sequences.
#[derive(Parser)]
struct Arguments {
    /// Time for each model, in seconds.
    #[arg(long, default_value_t = 2.0)]
    seconds: f64,
    /// The model, `gpt` or `lstm`; defaults to both.
    #[arg(long)]
    model: Option<String>,
}

type Characters<B> = Tensor<(B, Window), Class<Vocab>>;

/// Returns random characters.
fn characters<B: Dim>(seed: u64) -> Box<Characters<B>> {
    let mut rng = nn::init::rng(seed);
    Characters::from_fn(|_| Class::new(rng.random_range(0..Vocab::SIZE)).unwrap_or_default())
}

/// Shows that a model learns, and prints the time of a step of a new one, if the model is asked for. The function returns a training
/// step, for a learning rate.
fn run<S: FnMut() -> f32>(arguments: &Arguments, model: &str, step: impl Fn(f64) -> S) {
    if arguments.model.as_deref().is_some_and(|asked| asked != model) {
        return;
    }
    let mut learning = step(1e-3);
    let first = learning();
    let last = (0..100).fold(first, |_, _| learning());
    assert!(last < 0.9 * first, "{model} does not learn: {first} to {last}");
    // Thousands of steps on one batch would reduce the loss to 0, and subnormal values would be timed.
    let mut step = step(1e-8);
    let times = time(arguments.seconds, || _ = black_box(step()));
    println!("{}", json!({"model": model, "us": times.least, "median_us": times.median}));
}

fn main() {
    let arguments = Arguments::parse();
    run(&arguments, "gpt", |rate| {
        let mut session = Session::<Gpt, Adam, dim![12]>::new(Adam::new(rate), 1);
        let (x, y) = (characters::<dim![12]>(1), characters::<dim![12]>(2));
        move || session.step(&x, &CrossEntropy, &y)
    });
    run(&arguments, "lstm", |rate| {
        let mut session = Session::<Recurrent, Adam, dim![32]>::new(Adam::new(rate), 1);
        let (x, y) = (characters::<dim![32]>(1), characters::<dim![32]>(2));
        move || session.step(&x, &CrossEntropy, &y)
    });
}
