//! A language model of characters, a small GPT: `cargo run --release --example chars`.
//!
//! Four blocks of causal attention and a perceptron, 128 wide, predict the next character from the last 64 (Radford et al. 2019,
//! "Language Models are Unsupervised Multitask Learners"; settings of nanoGPT for a CPU). It is trained on pages of this project's
//! documentation, which are embedded, or with `-- --data DIR` on DIR/text/tinyshakespeare.txt. The last tenth of the text is the
//! validation part. The output ends with a text that the model writes and the validation loss, in nats per character: 1.81 for
//! tinyshakespeare, after 2,000 steps.

use clap::Parser;
use nn::data::TokenWindows;
use nn::init::Normal;
use nn::lr_scheduler::{CosineAnnealingLr, LinearLr};
use nn::prelude::*;
use nn::text::{Characters, Sampler, Vocabulary, bits_per_byte, perplexity};
use std::error::Error;
use std::path::PathBuf;

/// The printable characters of ASCII, and the end of a line.
type Vocab = dim![96];
/// The number of characters that the model sees.
type Window = dim![64];

network! {
    /// A block: attention of four heads, and a perceptron for each position, both normalised first, with residual connections.
    struct Block {
        norm1: LayerNorm<128>,
        qkv: Linear<128, 384, init = Normal { std: 0.02 }>,
        project: Linear<128, 128, init = Normal { std: 0.007 }>,
        norm2: LayerNorm<128>,
        fc1: Linear<128, 512, init = Normal { std: 0.02 }>,
        fc2: Linear<512, 128, init = Normal { std: 0.007 }>,
    }
    fn forward(x: Tensor<Window, 128>) -> Tensor<Window, 128> {
        let (q, k, v) = chunk::<3, 1>(x.norm1().qkv());
        let x = x + attention(q, k, v, heads = 4, causal = true).project();
        x + x.norm2().fc1().gelu().fc2()
    }
}

network! {
    /// Predicts the character after each position of a window.
    struct Gpt {
        embed: Embedding<Vocab, 128, init = Normal { std: 0.02 }>,
        positions: Parameter<Window, 128, init = Normal { std: 0.02 }>,
        blocks: [Block; 4],
        norm: LayerNorm<128>,
        head: Tied<embed>,
    }
    fn forward(characters: Tensor<Window, Class<Vocab>>) -> Tensor<Window, Vocab> {
        let mut x = characters.embed() + positions;
        for block in blocks {
            x = block(x);
        }
        x.norm().head()
    }
}

type Batch = dim![12];
const SEED: u64 = 1;
const WARM_UP: u64 = 100;
/// The number of steps between two validations.
const EPOCH: u64 = 250;

/// Trains a language model of characters.
#[derive(Parser)]
struct Arguments {
    /// The folder with text/tinyshakespeare.txt; if missing, pages of the documentation are the text.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The number of steps, rounded up to a multiple of 250.
    #[arg(long, default_value_t = 2000)]
    steps: u64,
    /// The learning rate after the warm-up, from which it falls to 0.
    #[arg(long, default_value_t = 2e-3)]
    learning_rate: f64,
    /// The number of characters that the model writes at the end.
    #[arg(long, default_value_t = 500)]
    characters: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let text = match &arguments.data {
        Some(folder) => {
            let path = folder.join("text/tinyshakespeare.txt");
            std::fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?
        }
        None => concat!(
            include_str!("../docs/training.md"),
            include_str!("../docs/architecture.md"),
            include_str!("../docs/theory.md"),
            include_str!("../docs/deployment.md"),
            include_str!("../docs/scaling.md"),
        )
        .to_string(),
    };
    let vocabulary = Characters::new(&(' '..='~').chain(['\n']).collect::<String>());
    // Characters outside of the vocabulary are rare in these texts.
    let text: String = text.chars().map(|c| if vocabulary.token(c).is_some() { c } else { '?' }).collect();
    let windows = TokenWindows::<Vocab, Window>::new(&vocabulary.encode(&text)?)?;
    let (train, validation) = windows.split_in_time(0.9)?;
    let [seen, unseen] = [&train, &validation].map(|part| part.tokens().len());
    println!("{seen} characters for training, {unseen} for validation; {} parameters\n", Gpt::PARAMETERS);

    let epochs = arguments.steps.div_ceil(EPOCH).max(1);
    let schedule = CosineAnnealingLr::new((epochs * EPOCH).saturating_sub(WARM_UP));
    let mut optimizer = AdamW::new(arguments.learning_rate).weight_decay(0.1);
    optimizer.beta2 = 0.99;
    let session = Session::<Gpt, AdamW, Batch>::new(optimizer, SEED);
    let loader = Loader::new(train.random(Batch::SIZE * EPOCH as usize)?).shuffle(SEED);
    let mut trainer = Trainer::new(session, loader, CrossEntropy)
        .validate(validation.stride(Window::SIZE)?)
        .schedule(Interval::Step, LinearLr::new(0.01, 1.0, WARM_UP).then(WARM_UP, schedule))
        .clip(Clip::Norm(1.0))
        .progress(Progress::Lines);
    trainer.run(epochs)?.uninterrupted()?;

    let (_, loss) = trainer.best_value().ok_or("no validation")?;
    println!("\n{}", write(trainer.best(), &vocabulary, arguments.characters)?);
    println!(
        "\nvalidation loss: {loss:.4}, perplexity {:.2}, {:.3} bits per byte",
        perplexity(loss),
        bits_per_byte(loss, 1, 1)
    );
    Ok(())
}

/// Generates a text, one character after another, each from the last window.
fn write(model: &Gpt, vocabulary: &Characters, length: usize) -> Result<String, Box<dyn Error>> {
    let mut sampler = Sampler::new(SEED).temperature(0.8)?.top_k(40)?;
    let mut tokens = vocabulary.encode("\n")?;
    for _ in 0..length {
        let last = &tokens[tokens.len().saturating_sub(Window::SIZE)..];
        // Positions after the last character have no effect on it, since the attention is causal.
        let mut input = Tensor::<shape![1, Window], Class<Vocab>>::zeros();
        for (class, &token) in input.as_mut_slice().iter_mut().zip(last) {
            *class = Class::new(token).ok_or("the token is not in the vocabulary of the model")?;
        }
        let logits = model.forward(&input);
        let logits = logits.as_slice().chunks_exact(Vocab::SIZE).nth(last.len() - 1).ok_or("no logits")?;
        tokens.push(sampler.sample(logits, &[])?);
    }
    Ok(vocabulary.decode(&tokens)?)
}
