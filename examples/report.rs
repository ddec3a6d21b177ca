//! Prints the static properties of two networks and their weights: `cargo run --release --example report`.
//!
//! Each row compares floating point and integers, and ends with the command that verifies it. The networks are those of
//! `examples/embedded`. The tables are Markdown.

use nn::files::SafeTensors;
use nn::graph::fingerprint;
use nn::layers::Layer;
use nn::prelude::*;
use std::error::Error;
use std::f32::consts::TAU;
use std::io::Cursor;

#[path = "data/digits.rs"]
mod data;

#[path = "networks/small.rs"]
mod small;

use small::{Digits, DigitsInt8, Sine, SineInt8};

static SINE: &Sine = nn::include_weights!(Sine, "tests/weights/sine.safetensors");
static SINE_INT8: &SineInt8 = nn::include_weights!(SineInt8, "tests/weights/sine_int8.safetensors");
static DIGITS: &Digits = nn::include_weights!(Digits, "tests/weights/digits.safetensors");
static DIGITS_INT8: &DigitsInt8 = nn::include_weights!(DigitsInt8, "tests/weights/digits_int8.safetensors");

/// A row of a table: the property, its value in floating point, its value in integers, and the command.
type Line = [String; 4];

fn main() -> Result<(), Box<dyn Error>> {
    let files = [
        &include_bytes!("../tests/weights/sine.safetensors")[..],
        &include_bytes!("../tests/weights/sine_int8.safetensors")[..],
    ];
    report(SINE, SINE_INT8, files, sine())?;
    let files = [
        &include_bytes!("../tests/weights/digits.safetensors")[..],
        &include_bytes!("../tests/weights/digits_int8.safetensors")[..],
    ];
    report(DIGITS, DIGITS_INT8, files, digits()?)
}

const COMPILER: &str = "cargo check";
const WEIGHTS: &str = "cargo test --release --test weights -- --include-ignored";
const OBJECT: &str = "cargo test --release --test embedded -- --include-ignored --nocapture";
const HERE: &str = "cargo run --release --example report";

fn line(what: &str, real: impl ToString, int8: impl ToString, by: &str) -> Line {
    [what.into(), real.to_string(), int8.to_string(), by.into()]
}

/// Measures the largest error, and the largest difference between integers and floating point.
fn sine() -> Vec<Line> {
    let x = Tensor::<shape![256, 1]>::from_fn(|[i, _]| TAU * i as f32 / 255.0);
    let (real, int8) = (SINE.forward(&x), SINE_INT8.forward(&x));
    let largest = |a: &mut dyn Iterator<Item = f32>, b: &mut dyn Iterator<Item = f32>| {
        format!("{:.4}", a.zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max))
    };
    let of = |found: &[f32]| largest(&mut found.iter().copied(), &mut x.iter().map(|x| x.sin()));
    let apart = largest(&mut real.iter().copied(), &mut int8.iter().copied());
    vec![
        line("largest error, 256 inputs from 0 to 2 pi", of(real.as_slice()), of(int8.as_slice()), HERE),
        line("largest difference from f32, same inputs", "0", apart, HERE),
    ]
}

/// Measures the accuracy on digits by other writers, and how often the integer network predicts the same class.
fn digits() -> Result<Vec<Line>, Box<dyn Error>> {
    type Unseen = dim![360];
    let unseen = data::read()?.subset(1437..1797);
    let batch = Loader::<_, Unseen>::new(unseen).epoch(0).next().ok_or("no digits")??;
    let real = DIGITS.forward::<Unseen>(batch.input()).argmax_rows();
    let int8 = DIGITS_INT8.forward::<Unseen>(batch.input()).argmax_rows();
    let labels: Vec<usize> = batch.target().iter().map(|label| label.index()).collect();
    let right = |found: &[usize]| {
        let right = found.iter().zip(&labels).filter(|(found, label)| found == label).count();
        format!("{right} of {}, {:.4}", labels.len(), right as f64 / labels.len() as f64)
    };
    let same = real.iter().zip(int8.iter()).filter(|(real, int8)| real == int8).count();
    Ok(vec![
        line("correct digits by unseen writers", right(real.as_slice()), right(int8.as_slice()), HERE),
        line("same predictions as f32", labels.len(), format!("{same} of {}", labels.len()), HERE),
    ])
}

fn report<Real, Int8>(
    real: &'static Real,
    int8: &'static Int8,
    files: [&[u8]; 2],
    on_data: Vec<Line>,
) -> Result<(), Box<dyn Error>>
where
    Real: Network<Elem = f32>,
    Int8: Quantized<FloatNetwork = Real>,
{
    type One = dim![1];
    let mut files = [
        SafeTensors::new(Cursor::new(files[0]), Real::GRAPH.name)?,
        SafeTensors::new(Cursor::new(files[1]), Int8::NAME)?,
    ];
    let mut checksums = [""; 2];
    for (checksum, file) in checksums.iter_mut().zip(&mut files) {
        *checksum = if file.verify()? { "valid" } else { "none" };
    }
    let architectures =
        files.each_ref().map(|file| file.metadata("nn.architecture").unwrap_or("not recorded").to_string());
    let tensors = files.each_ref().map(|file| format!("{}, all expected, none missing", file.entries().len()));
    int8.check()?;
    let largest = real.as_slice().iter().fold(0.0_f32, |largest, weight| largest.max(weight.abs()));
    let learned = |tensor: &&nn::int8::Int8Tensor| tensor.name == "weight" || tensor.name == "bias";
    let integers = Int8::FIELDS.iter().flat_map(|field| field.tensors).filter(learned);
    let integers: usize = integers.map(|tensor| tensor.dims.iter().product::<usize>()).sum();
    let sum = int8.largest_sum();
    let share = 100.0 * sum as f64 / f64::from(1_u32 << 31);
    let graph = &Real::GRAPH;
    let shapes = format!("consistent in {} layers and operations", graph.nodes.len());
    let mut lines = vec![
        line(
            "architecture",
            format!("{}, the file's {}", nn::graph::Architecture(fingerprint::<Real>()), architectures[0]),
            format!("derived from it, the file's {}", architectures[1]),
            COMPILER,
        ),
        line("shapes of all tensors", &shapes, &shapes, COMPILER),
        line("trainable parameters", graph.parameters(), integers, COMPILER),
        line("flash for weights, bytes", size_of::<Real>(), size_of::<Int8>(), COMPILER),
        line(
            "scratch of a prediction, bytes",
            size_of::<<Real as Layer<Real::In>>::Scratch<One>>(),
            size_of::<Int8::Scratch<One>>(),
            COMPILER,
        ),
        line(
            "memory for training with SGD, bytes",
            Session::<Real, Sgd, One>::TRAIN_BYTES,
            "not trainable",
            "cargo test --test alloc",
        ),
        line("multiply-accumulates", Real::MACS, Real::MACS, COMPILER),
        line("floating-point operations", 2 * Real::MACS, "0: no such instruction in the object", OBJECT),
        line("tensors of the file", &tensors[0], &tensors[1], WEIGHTS),
        line(
            "weights",
            format!("all finite, largest magnitude {largest:.3}"),
            "from -128 to 127, scales finite and positive",
            WEIGHTS,
        ),
        line("largest sum for any input", "rounded", format!("{sum} of 2^31, {share:.2} %"), WEIGHTS),
        line("checksum of the file", checksums[0], checksums[1], "cargo test --test files --test quantised"),
        line("heap in a prediction", "none", "none", OBJECT),
        line(
            "panics, undefined symbols, indirect calls, recursion",
            "none in the object",
            "none in the object",
            OBJECT,
        ),
        line("stack on x86-64, bytes", "printed, at most 1024", "printed, at most 1024", OBJECT),
        line("gradients", "match central differences", "none", "cargo test --test gradients"),
        line(
            "formulas",
            "PyTorch's",
            "those of f32, within one quantisation step",
            "cargo test --test golden --test quantised",
        ),
        line(
            "overhead of the macro over the kernels, instructions",
            "at most 1 %",
            "not measured",
            "cargo test --release --test zero_cost",
        ),
        line("results on other machines", "bit-identical at `Level::BASELINE`", "bit-identical", ".ci/targets"),
    ];
    lines.extend(on_data);
    println!(
        "## {} and {}\n\n| property | f32 | int8 | verified by |\n|---|---|---|---|",
        Real::GRAPH.name,
        Int8::NAME
    );
    for [what, real, int8, by] in lines {
        println!("| {what} | {real} | {int8} | `{by}` |");
    }
    println!();
    Ok(())
}
