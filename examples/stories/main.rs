//! Generates a story with a language model of 260,000 parameters: `cargo run --release --example stories -- --data DIR`.
//!
//! DIR/stories260k contains the model, `stories260K.bin`, and its vocabulary, `tok512.bin`, in the format of llama2.c (A. Karpathy,
//! MIT licence; trained on TinyStories, Eldan and Li 2023). They are not part of this repository. The story is the only output on
//! stdout, one piece after another. One declaration of the network gives two programs: the streaming form, which reads one token
//! at a time and keeps the keys and values of those before, and the form for whole sequences, which `--whole` uses. Both give the
//! same text.

mod checkpoint;
mod model;

use clap::Parser;
use model::{Length, Stories, Vocab};
use nn::Stream;
use nn::prelude::*;
use nn::text::{BytePairs, Sampler, Vocabulary};
use std::error::Error;
use std::io::{Write, stdout};
use std::path::PathBuf;
use std::time::Instant;

/// Generates a story.
#[derive(Parser)]
struct Arguments {
    /// The folder with stories260k/stories260K.bin and stories260k/tok512.bin.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The beginning of the story.
    #[arg(long, default_value = "")]
    prompt: String,
    /// The number of tokens, at most 512.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u64).range(1..=512))]
    steps: u64,
    /// 0 always selects the most probable token.
    #[arg(long, default_value_t = 1.0)]
    temperature: f64,
    /// Samples from the fewest most probable tokens whose probabilities sum to at least this value.
    #[arg(long, default_value_t = 0.9)]
    top_p: f64,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Computes the whole sequence again for each token.
    #[arg(long)]
    whole: bool,
    /// Writes the model to this file, from which a program can embed it, in place of a story.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let folder = arguments.data.join("stories260k");
    let model = checkpoint::read(&folder.join("stories260K.bin"))?;
    if let Some(path) = &arguments.save {
        nn::files::save(&*model, path)?;
        return Ok(());
    }
    let vocabulary = BytePairs::read(folder.join("tok512.bin"), Vocab::SIZE)?;
    let mut sampler = Sampler::new(arguments.seed).temperature(arguments.temperature)?.top_p(arguments.top_p)?;
    let prompt = vocabulary.encode(&arguments.prompt)?;
    let mut generator =
        if arguments.whole { Generator::Whole(Tensor::zeros()) } else { Generator::Stream(Stream::boxed()) };

    let (mut out, start) = (stdout().lock(), Instant::now());
    let mut tokens = prompt[..1].to_vec();
    while tokens.len() as u64 <= arguments.steps {
        let logits = generator.logits(&model, &tokens)?;
        let next = match prompt.get(tokens.len()) {
            Some(&token) => token,
            None => sampler.sample(&logits, &tokens)?,
        };
        if [BytePairs::BEGIN, BytePairs::END].contains(&next) {
            break;
        }
        out.write_all(vocabulary.token_bytes(tokens.last().copied(), next).ok_or("no such token")?)?;
        out.flush()?;
        tokens.push(next);
    }
    let speed = (tokens.len() - 1) as f64 / start.elapsed().as_secs_f64();
    eprintln!(
        "\n{} parameters, {} bytes of state, {speed:.0} tokens per second",
        Stories::PARAMETERS,
        Stories::STREAM_BYTES
    );
    Ok(())
}

/// The two forms of the model.
enum Generator {
    Stream(Box<Stream<Stories>>),
    Whole(Box<Tensor<shape![1, Length], Class<Vocab>>>),
}

impl Generator {
    /// Returns the logits of the token after these, of which all but the last one have been read before.
    fn logits(&mut self, model: &Stories, read: &[usize]) -> Result<Vec<f32>, Box<dyn Error>> {
        let (place, token) = (read.len() - 1, Class::new(*read.last().ok_or("no token")?).ok_or("no such token")?);
        match self {
            Self::Stream(stream) => {
                let logits = stream.step(model, &Tensor::<shape![1, 1], Class<Vocab>>::full(token))?;
                Ok(logits.as_slice().to_vec())
            }
            Self::Whole(tokens) => {
                // Tokens after the last one have no effect on it, since the attention is causal.
                tokens[[0, place]] = token;
                let logits = model.forward(tokens);
                Ok(logits.as_slice()[place * Vocab::SIZE..][..Vocab::SIZE].to_vec())
            }
        }
    }
}
