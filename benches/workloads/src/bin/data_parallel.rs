//! Times of data-parallel steps of several processes, for `benches/scaling.py`: a line of JSON for each network and
//! batch size.
//!
//! `mpirun -n 2 target/release/data_parallel`: `step_us` is the time of a step, and `communication_us` the time that the
//! first process spends in it on sending, receiving and waiting. Each is the median over windows of many steps.
//! `--overlap` starts sums during the backward pass.

use clap::Parser;
use nn::layers::Layer;
use nn::mpi::{self, World};
use nn::prelude::*;
use nn::shape::Sample;
use nn_workloads::{Cnn, Mlp1, Mlp2, Tiny};
use rand::RngExt;
use serde_json::json;
use std::error::Error;
use std::process::ExitCode;
use std::time::{Duration, Instant};

#[derive(Parser)]
struct Arguments {
    /// Time for each network and batch size, in seconds.
    #[arg(long, default_value_t = 1.0)]
    seconds: f64,
    /// Starts sums during the backward pass.
    #[arg(long)]
    overlap: bool,
}

/// The number of windows over which the median is taken.
const WINDOWS: usize = 15;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    mpi::run(|world| {
        let world = &world.overlapping(arguments.overlap);
        time::<_, _, dim![16], Tiny>(world, &arguments)?;
        time::<_, _, dim![32], Mlp1>(world, &arguments)?;
        time::<_, _, dim![128], Mlp1>(world, &arguments)?;
        time::<_, _, dim![32], Mlp2>(world, &arguments)?;
        time::<_, _, dim![128], Mlp2>(world, &arguments)?;
        time::<_, _, dim![16], Cnn>(world, &arguments)?;
        time::<_, _, dim![64], Cnn>(world, &arguments)
    })
}

fn time<S: Sample, C: Dim, B: Dim, Net>(world: &World, arguments: &Arguments) -> Result<(), Box<dyn Error>>
where
    Net: Network<In = S, Elem = f32> + Layer<S, f32, Out = (C,)>,
{
    // The learning rate is so small that the network does not change: otherwise subnormal values would be timed.
    let mut session = world.session(Session::<Net, Momentum, B>::new(Momentum::new(1e-9, 0.9), 1))?;
    let mut x = Tensor::<S::Batch<B>>::zeros();
    let mut rng = nn::init::rng(world.rank() as u64);
    x.iter_mut().for_each(|x| *x = rng.random_range(-1.0..1.0));
    let mut labels = Tensor::<(B,), Class<C>>::zeros();
    for (i, label) in labels.iter_mut().enumerate() {
        *label = Class::new(i % C::SIZE).ok_or("there are as many classes")?;
    }
    let mut steps = |count: u32| -> Result<[Duration; 2], mpi::MpiError> {
        let (before, start) = (session.communication(), Instant::now());
        for _ in 0..count {
            session.step(&x, &CrossEntropy, &labels)?;
        }
        Ok([start.elapsed(), session.communication() - before])
    };
    // All processes execute the same number of steps: about as many as take the given time at 50 GFLOP/s, with three
    // products per step.
    let flops = (6 * Net::MACS * B::SIZE) as f64;
    let count = (arguments.seconds / WINDOWS as f64 * 50e9 / flops).clamp(5.0, 2000.0) as u32;
    steps(count)?;
    let mut windows = Vec::new();
    for _ in 0..WINDOWS {
        windows.push(steps(count)?.map(|time| 1e6 * time.as_secs_f64() / f64::from(count)));
    }
    windows.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let [step, communication] = windows[WINDOWS / 2];
    if world.is_first() {
        println!(
            "{}",
            json!({
                "network": Net::GRAPH.name,
                "parameters": size_of::<Net>() / 4,
                "batch": B::SIZE,
                "processes": world.size(),
                "overlap": arguments.overlap,
                "step_us": step,
                "communication_us": communication,
            })
        );
    }
    Ok(())
}
