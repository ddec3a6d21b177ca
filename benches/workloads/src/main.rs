//! Times the workloads with which other frameworks are compared, and prints a line of JSON for each.
//!
//! `benches/README.md` describes how to build it, and what it measures.

use clap::Parser;
use nn::layers::Layer;
use nn::optim::Optimizer;
use nn::prelude::*;
use nn::shape::Sample;
use nn_workloads::timing::time;
use nn_workloads::{BatchNormCnn, Cnn, Deep, Mlp1, Mlp2, OddMlp, Tiny};
use rand::{Rng, RngExt};
use serde_json::json;
use std::error::Error;
use std::hint::black_box;

const MOMENTUM: f64 = 0.9;
const RATE: f64 = 0.01;
const ADAM_RATE: f64 = 1e-3;
/// The factor of the learning rate in timed steps: thousands of steps at the full rate on one batch would reduce the
/// loss to 0, and subnormal values would be timed.
const TIMED: f64 = 1e-5;
const LEARNING_STEPS: usize = 100;
/// For the tiny network.
const MORE_STEPS: usize = 1000;
const MEMORY_STEPS: usize = 200;

/// Times training steps and predictions.
#[derive(Parser)]
struct Arguments {
    /// Number of threads; more than one requires the feature `rayon`.
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Time for each workload, in seconds.
    #[arg(long, default_value_t = 2.0)]
    seconds: f64,
    /// Measures the peak memory instead of the time.
    #[arg(long)]
    rss: bool,
    /// Workloads to run: names such as `W4-mlp`, or groups such as `W4`; defaults to all.
    #[arg(long, value_delimiter = ',')]
    workloads: Vec<String>,
}

impl Arguments {
    fn wants(&self, workload: &str) -> bool {
        let group = workload.split('-').next();
        self.workloads.is_empty() || self.workloads.iter().any(|asked| asked == workload || Some(&**asked) == group)
    }

    fn print(&self, workload: &str, what: serde_json::Value) {
        let peer = if cfg!(target_feature = "avx2") { "nn-native" } else { "nn" };
        let mut line = json!({
            "peer": peer, "version": env!("CARGO_PKG_VERSION"), "workload": workload, "threads": self.threads,
        });
        if let (Some(line), serde_json::Value::Object(what)) = (line.as_object_mut(), what) {
            line.extend(what);
        }
        println!("{line}");
    }

    fn timed(&self, workload: &str, call: impl FnMut()) {
        let times = time(self.seconds, call);
        self.print(workload, json!({"median_us": times.median, "min_us": times.least, "reps": times.calls}));
    }
}

/// Fills a slice with uniform values from -1 to 1.
fn fill(numbers: &mut [f32], rng: &mut impl Rng) {
    numbers.iter_mut().for_each(|number| *number = rng.random_range(-1.0..1.0));
}

/// Shows that a workload learns, and times its step on a new network.
fn train<S: Sample, C: Dim, B: Dim, Net, O: Optimizer<f32>>(
    arguments: &Arguments,
    workload: &str,
    optimizer: impl Fn(f64) -> O,
) -> Result<(), Box<dyn Error>>
where
    Net: Network<In = S, Elem = f32> + Layer<S, f32, Out = (C,)>,
{
    if !arguments.wants(workload) {
        return Ok(());
    }
    let mut rng = nn::init::rng(1);
    let mut x = Tensor::<S::Batch<B>>::zeros();
    fill(x.as_mut_slice(), &mut rng);
    let mut labels = Tensor::<(B,), Class<C>>::zeros();
    for label in labels.iter_mut() {
        *label = Class::new(rng.random_range(0..C::SIZE)).ok_or("no such class")?;
    }
    let session = |scale| Session::<Net, O, B>::new(optimizer(scale), 1);
    if arguments.rss {
        let mut session = session(TIMED);
        (0..MEMORY_STEPS).for_each(|_| _ = session.step(&x, &CrossEntropy, &labels));
        arguments.print(workload, json!({"rss_kb": peak_memory()?}));
        return Ok(());
    }
    let steps = if workload.starts_with("W5") { MORE_STEPS } else { LEARNING_STEPS };
    let mut learning = session(1.0);
    let first = learning.step(&x, &CrossEntropy, &labels);
    let last = (0..steps).fold(first, |_, _| learning.step(&x, &CrossEntropy, &labels));
    arguments.print(
        workload,
        json!({"check": "learn", "loss_first": first, "loss_last": last, "steps": steps, "ok": last < 0.9 * first}),
    );
    let mut session = session(TIMED);
    arguments.timed(workload, || _ = black_box(session.step(black_box(&x), &CrossEntropy, &labels)));
    Ok(())
}

/// Times a prediction of one sample.
fn predict<S: Sample, C: Dim, Net>(arguments: &Arguments, workload: &str)
where
    Net: Network<In = S, Elem = f32> + Layer<S, f32, Out = (C,)>,
{
    if !arguments.wants(workload) || arguments.rss {
        return;
    }
    let network = Net::new(1);
    let mut x = Tensor::<S::Batch<dim![1]>>::zeros();
    fill(x.as_mut_slice(), &mut nn::init::rng(1));
    let (mut y, mut scratch) = (Tensor::<(dim![1], C)>::zeros(), nn::parameters::zeroed());
    arguments.timed(workload, || {
        network.predict::<dim![1]>(black_box(&x), &mut y, &mut scratch);
        black_box(&y);
    });
}

/// Returns the peak of this process's resident memory, in KiB.
fn peak_memory() -> Result<u64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM in /proc/self/status")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    in_pool(arguments.threads, || run(&arguments).map_err(|error| error.to_string()))??;
    Ok(())
}

/// Calls a function in a thread pool with this number of threads.
#[cfg(feature = "rayon")]
fn in_pool<R: Send>(threads: usize, call: impl FnOnce() -> R + Send) -> Result<R, Box<dyn Error>> {
    Ok(rayon::ThreadPoolBuilder::new().num_threads(threads).build()?.install(call))
}

#[cfg(not(feature = "rayon"))]
fn in_pool<R>(threads: usize, call: impl FnOnce() -> R) -> Result<R, Box<dyn Error>> {
    if threads > 1 {
        return Err(format!("{threads} threads need a build with `--features rayon`").into());
    }
    Ok(call())
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let momentum = |scale| Momentum::new(RATE * scale, MOMENTUM);
    train::<_, _, dim![32], Mlp1, _>(arguments, "W1", momentum)?;
    train::<_, _, dim![128], Mlp2, _>(arguments, "W2", |scale| Adam::new(ADAM_RATE * scale))?;
    train::<_, _, dim![64], Cnn, _>(arguments, "W3", momentum)?;
    predict::<_, _, Mlp1>(arguments, "W4-mlp");
    predict::<_, _, Cnn>(arguments, "W4-cnn");
    predict::<_, _, Tiny>(arguments, "W5-infer");
    train::<_, _, dim![16], Tiny, _>(arguments, "W5-train", momentum)?;
    train::<_, _, dim![50], OddMlp, _>(arguments, "X1", |scale| Adam::new(ADAM_RATE * scale))?;
    train::<_, _, dim![32], BatchNormCnn, _>(arguments, "X2", momentum)?;
    train::<_, _, dim![20], Deep, _>(arguments, "X3", |scale| AdamW::new(ADAM_RATE * scale))?;
    Ok(())
}
