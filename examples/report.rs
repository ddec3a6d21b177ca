//! What is known of a network and its weights before it runs, and what proves it: `cargo run --release --example report`.
//!
//! The networks are those of `examples/embedded`. Each line of the tables, which are Markdown, ends with the command that proves it.

use nn::files::SafeTensors;
use nn::prelude::*;
use nn::{Layer, Parameters, Sgd, fingerprint};
use std::error::Error;

#[path = "networks/small.rs"]
mod small;

use small::{Digits, Sine};

static SINE: &Sine = nn::include_weights!(Sine, "tests/weights/sine.safetensors");
static DIGITS: &Digits = nn::include_weights!(Digits, "tests/weights/digits.safetensors");

fn main() -> Result<(), Box<dyn Error>> {
    report(SINE, include_bytes!("../tests/weights/sine.safetensors"))?;
    report(DIGITS, include_bytes!("../tests/weights/digits.safetensors"))
}

const COMPILER: &str = "cargo check";
const WEIGHTS: &str = "cargo test --release --test weights";
const OBJECT: &str = "cargo test --release --test embedded";

fn report<Net>(network: &'static Net, file: &[u8]) -> Result<(), Box<dyn Error>>
where
    Net: Network<Elem = f32> + Layer<Net::In> + Parameters,
{
    let mut file = SafeTensors::new(std::io::Cursor::new(file), Net::NAME)?;
    let summary = Net::summary();
    let weights = network.as_slice();
    let largest = weights.iter().fold(0.0_f32, |largest, weight| largest.max(weight.abs()));
    let checksum = if file.verify()? { "right" } else { "none" };
    let known = fingerprint::<Net>();
    let saved = file.metadata("nn.architecture").unwrap_or("not told").to_string();
    let training = Session::<Net, Sgd, dim![1]>::TRAIN_BYTES;
    let rows = [
        ("architecture", format!("{known:016x}; the file's {saved}"), COMPILER),
        ("shapes of all tensors", format!("{} layers and operations fit", summary.rows().len()), COMPILER),
        ("learned numbers", summary.parameters().to_string(), COMPILER),
        ("flash for weights, bytes", size_of::<Net>().to_string(), COMPILER),
        ("scratch of a prediction, bytes", size_of::<Net::Scratch<dim![1]>>().to_string(), COMPILER),
        ("training by gradient descent, bytes", training.to_string(), "cargo test --test alloc"),
        ("multiply-accumulates", Net::MACS.to_string(), COMPILER),
        ("floating-point operations", (2 * Net::MACS).to_string(), COMPILER),
        ("tensors of the file", format!("{}, all wanted, none missing", file.entries().len()), WEIGHTS),
        ("weights", format!("all finite, the largest {largest:.3}"), WEIGHTS),
        ("checksum of the file", checksum.into(), "cargo test --test files"),
        ("heap in a prediction", "none".into(), "cargo test --test alloc"),
        ("panics, undefined symbols, calls by a pointer, recursion", "none in the object".into(), OBJECT),
        ("stack", "bounded, printed by the test".into(), OBJECT),
        ("gradients", "checked against central differences".into(), "cargo test --test gradients"),
    ];
    println!("## {}\n\n| what | found | proved by |\n|---|---|---|", Net::NAME);
    for (what, found, by) in rows {
        println!("| {what} | {found} | `{by}` |");
    }
    println!();
    Ok(())
}
