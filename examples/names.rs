//! Names from four kinds of networks of about 200,000 parameters: `cargo run --release --example names`.
//!
//! An `Rnn`, a `Gru`, an `Lstm` and a transformer learn the same task, the next letter of a name from those before it, on a few
//! hundred given names that are embedded, or with `-- --data DIR` on DIR/text/names.txt, one name in a line. A tenth of the names
//! is for validation, which selects the best epoch, and a tenth for the test. The output ends with names that each network has made
//! up, and a table of the losses on the test part, in nats per letter.

use clap::Parser;
use nn::data::{Dataset, SampleMut};
use nn::init::Normal;
use nn::layers::Layer;
use nn::lr_scheduler::{CosineAnnealingLr, LinearLr};
use nn::prelude::*;
use nn::text::{Characters, Sampler, Vocabulary};
use nn::train;
use std::collections::BTreeSet;
use std::error::Error;
use std::path::PathBuf;

/// The mark that begins and ends a name, then the letters a to z.
type Vocab = dim![27];
/// The number of positions: a mark and 15 letters.
type Length = dim![16];

network! {
    /// A simple recurrent network.
    struct Simple {
        embed: Embedding<Vocab, 64>,
        rnn: Rnn<64, 400>,
        out: Linear<400, Vocab>,
    }
    fn forward(letters: Tensor<Length, Class<Vocab>>) -> Tensor<Length, Vocab> {
        letters.embed().rnn().out()
    }
}

network! {
    /// Gated recurrent units.
    struct Gated {
        embed: Embedding<Vocab, 64>,
        gru: Gru<64, 224>,
        out: Linear<224, Vocab>,
    }
    fn forward(letters: Tensor<Length, Class<Vocab>>) -> Tensor<Length, Vocab> {
        letters.embed().gru().out()
    }
}

network! {
    /// Long short-term memory.
    struct Memory {
        embed: Embedding<Vocab, 64>,
        lstm: Lstm<64, 192>,
        out: Linear<192, Vocab>,
    }
    fn forward(letters: Tensor<Length, Class<Vocab>>) -> Tensor<Length, Vocab> {
        letters.embed().lstm().out()
    }
}

network! {
    /// Causal attention of four heads, and a perceptron for each position.
    struct Block {
        norm1: LayerNorm<64>,
        qkv: Linear<64, 192>,
        project: Linear<64, 64>,
        norm2: LayerNorm<64>,
        fc1: Linear<64, 256>,
        fc2: Linear<256, 64>,
    }
    fn forward(x: Tensor<Length, 64>) -> Tensor<Length, 64> {
        let (q, k, v) = chunk::<3, 1>(x.norm1().qkv());
        let x = x + attention(q, k, v, heads = 4, causal = true).project();
        x + x.norm2().fc1().gelu().fc2()
    }
}

network! {
    /// Four blocks of attention.
    struct Transformer {
        embed: Embedding<Vocab, 64, init = Normal { std: 0.02 }>,
        positions: Parameter<Length, 64, init = Normal { std: 0.02 }>,
        blocks: [Block; 4],
        norm: LayerNorm<64>,
        out: Linear<64, Vocab>,
    }
    fn forward(letters: Tensor<Length, Class<Vocab>>) -> Tensor<Length, Vocab> {
        let mut x = letters.embed() + positions;
        for block in blocks {
            x = block(x);
        }
        x.norm().out()
    }
}

type Batch = dim![32];
type Letters = Indices<Vocab, (Length,)>;
/// The letter after each position; positions after the end of a name are ignored by the loss.
type Next = Labels<Vocab, (Length,)>;
const SEED: u64 = 1;
const LEARNING_RATE: f64 = 2e-3;
const WARM_UP: u64 = 50;
/// The number of names that each network makes up.
const SHOWN: usize = 8;
/// The number of names that it generates at most: one that has learned the data by heart repeats them.
const TRIES: usize = 200;

/// Compares four kinds of networks on names.
#[derive(Parser)]
struct Arguments {
    /// The folder with text/names.txt; if missing, the embedded names are used.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The number of steps of each network, rounded up to whole epochs.
    #[arg(long, default_value_t = 300)]
    steps: u64,
}

/// The data of all networks.
struct Task {
    vocabulary: Characters,
    names: BTreeSet<String>,
    parts: [TensorDataset<Letters, Next>; 3],
    steps: u64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let text = match &arguments.data {
        Some(folder) => {
            let path = folder.join("text/names.txt");
            std::fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?
        }
        None => include_str!("data/names.txt").to_string(),
    };
    let vocabulary = Characters::new(&('a'..='z').chain(['.']).collect::<String>());
    // A name that occurs twice counts once, so that no name of the test part is among those for training.
    let names: BTreeSet<String> =
        text.lines().map(|name| name.trim().to_lowercase()).filter(|name| !name.is_empty()).collect();
    let (train, rest) = samples(&vocabulary, &names)?.split(0.8, SEED)?;
    let (validation, test) = rest.split(0.5, SEED)?;
    let parts = [train.collect()?, validation.collect()?, test.collect()?];
    println!(
        "{} names for training, {} for validation, {} for the test\n",
        parts[0].len(),
        parts[1].len(),
        parts[2].len()
    );

    let task = Task { vocabulary, names, parts, steps: arguments.steps };
    let rows = [
        row::<Simple>("Rnn", &task)?,
        row::<Gated>("Gru", &task)?,
        row::<Memory>("Lstm", &task)?,
        row::<Transformer>("transformer", &task)?,
    ];
    println!("\n{:12} {:>10} {:>10} {:>10}", "network", "parameters", "validation", "test");
    rows.iter().for_each(|row| println!("{row}"));
    Ok(())
}

/// The samples of all names: a mark and the letters as the input, the letters and a mark as the target.
fn samples(vocabulary: &Characters, names: &BTreeSet<String>) -> Result<TensorDataset<Letters, Next>, Box<dyn Error>> {
    let (mut inputs, mut targets) = (Samples::new(), Samples::new());
    for name in names {
        let tokens = vocabulary.encode(&format!(".{name}.")).map_err(|error| format!("{name:?}: {error}"))?;
        let classes: Option<Vec<Class<Vocab>>> = tokens.into_iter().map(Class::new).collect();
        let classes = classes.ok_or("a letter is not in the vocabulary of the networks")?;
        if classes.len() > Length::SIZE + 1 {
            return Err(
                format!("{name:?} has {} letters, expected at most {}", classes.len() - 2, Length::SIZE - 1).into()
            );
        }
        inputs.push(|input: SampleMut<'_, Letters, f32>| {
            input
                .as_mut_slice()
                .iter_mut()
                .zip(&classes[..classes.len() - 1])
                .for_each(|(place, &class)| *place = class);
        });
        targets.push(|target: SampleMut<'_, Next, f32>| {
            target.fill(Label::IGNORED);
            target.as_mut_slice().iter_mut().zip(&classes[1..]).for_each(|(place, &class)| *place = class.into());
        });
    }
    Ok(TensorDataset::new(inputs, targets)?)
}

/// Trains a network and prints names that it makes up. Returns its row of the table.
fn row<Net>(kind: &str, task: &Task) -> Result<String, Box<dyn Error>>
where
    Net: Network<In = Letters, Elem = f32> + Layer<Letters, f32, Out = (Length, Vocab)> + 'static,
{
    let [training, validation, test] = task.parts.clone();
    let loader = Loader::<_, Batch>::new(training).shuffle(SEED);
    let batches = loader.batches() as u64;
    let epochs = task.steps.div_ceil(batches).max(1);
    let schedule = CosineAnnealingLr::new((epochs * batches).saturating_sub(WARM_UP)).with_min_factor(0.05);
    let session = Session::<Net, AdamW, Batch>::new(AdamW::new(LEARNING_RATE), SEED);
    let mut trainer = Trainer::new(session, loader, CrossEntropy.labels())
        .validate(validation)
        .schedule(Interval::Step, LinearLr::new(0.05, 1.0, WARM_UP).then(WARM_UP, schedule))
        .clip(Clip::Norm(1.0))
        .progress(Progress::Hidden);
    trainer.run(epochs)?.uninterrupted()?;

    let (_, validation) = trainer.best_value().ok_or("no validation")?;
    let test = train::evaluate_loss(trainer.best(), &Loader::<_, Batch>::new(test), &CrossEntropy.labels())?;
    println!("{kind}: {}", made_up(trainer.best(), task)?.join(", "));
    Ok(format!("{kind:12} {:>10} {validation:>10.4} {test:>10.4}", Net::GRAPH.parameters()))
}

/// Generates names of at least three letters that are not in the data, one letter after another.
fn made_up<Net>(network: &Net, task: &Task) -> Result<Vec<String>, Box<dyn Error>>
where
    Net: Network<In = Letters, Elem = f32> + Layer<Letters, f32, Out = (Length, Vocab)>,
{
    let mut sampler = Sampler::new(SEED).temperature(0.8)?;
    let mark = task.vocabulary.token('.').ok_or("no mark")?;
    let mut names = Vec::new();
    for _ in 0..TRIES {
        let mut tokens = vec![mark];
        while tokens.len() < Length::SIZE {
            let input = Samples::<Letters>::from_fn(1, |_, input| {
                input.as_mut_slice().iter_mut().zip(&tokens).for_each(|(place, &token)| {
                    *place = Class::new(token).unwrap_or_default();
                });
            });
            let logits = network.predict_samples::<dim![1]>(&input);
            let logits = logits.as_slice().chunks_exact(Vocab::SIZE).nth(tokens.len() - 1).ok_or("no logits")?;
            match sampler.sample(logits, &[])? {
                token if token == mark => break,
                token => tokens.push(token),
            }
        }
        let name = task.vocabulary.decode(&tokens[1..])?;
        if name.len() > 2 && !task.names.contains(&name) {
            names.push(name);
        }
        if names.len() == SHOWN {
            break;
        }
    }
    Ok(names)
}
