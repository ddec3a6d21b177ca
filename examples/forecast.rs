//! Predicts the next value of a time series from the last two days: `cargo run --release --example forecast`.
//!
//! The series is generated: the hourly electricity consumption of a town, in megawatts, with a daily and a weekly cycle, and
//! deviations that last for some hours. A sample is a window of 48 hours with the hour after it as the target. The parts are split
//! in the order of time: the network is tested on the hours after those of training and validation. The output ends with the mean
//! absolute error on the test part, beside that of a forecast that repeats the last value. Each hour adds a random number between -1
//! and 1, so no forecast has an expected error below 0.5. The last line compares these forecasts with those of a stream, which reads
//! each hour once, when it has passed, instead of a window for each forecast.

use nn::data::Normalizer;
use nn::init::{RngExt, rng};
use nn::metrics::{InUnits, MeanAbsoluteError, measure};
use nn::prelude::*;
use nn::{EndOfSequence, Stream};
use std::error::Error;
use std::f32::consts::TAU;

type Window = dim![48];

network! {
    /// Predicts the next hour from a window of one channel. The convolutions cover 1 + 3 + 12 + 32 hours: the whole window.
    struct Forecast {
        conv1: Conv1d<1, 16, kernel = 4>,
        conv2: Conv1d<_, 16, kernel = 4, dilation = 4>,
        conv3: Conv1d<_, 32, kernel = 3, dilation = 16>,
        fc: Linear<_, 1>,
    }
    fn forward(hours: Tensor<1, time = Window>) -> Tensor<1> {
        let h = hours.zero_pad::<3, 0>().conv1().relu();
        let h = h.zero_pad::<12, 0>().conv2().relu();
        h.zero_pad::<32, 0>().conv3().relu().select::<1, -1>().fc()
    }
}

type Input = (dim![1], Window);
type Batch = dim![32];
const SEED: u64 = 1;
/// The number of hours: 17 weeks.
const HOURS: usize = 17 * 7 * 24;

fn main() -> Result<(), Box<dyn Error>> {
    let series = consumption();
    let windows = HOURS - Window::SIZE;
    let x = Samples::<Input>::from_fn(windows, |i, x| x.as_mut_slice().copy_from_slice(&series[i..i + Window::SIZE]));
    let y = Samples::<shape![1]>::from_fn(windows, |i, y| y[[0, 0]] = series[i + Window::SIZE]);
    let (train, rest) = TensorDataset::new(x, y)?.split_at(windows * 7 / 10)?;
    let (validation, test) = rest.split_at(windows * 15 / 100)?;
    println!(
        "{} windows for training, {} for validation, {} for the test\n",
        train.len(),
        validation.len(),
        test.len()
    );

    // One mean and one deviation for all hours of a window, from the training part.
    let (inputs, targets) = (Normalizer::fit_per_channel(&train)?, Normalizer::fit_targets(&train)?);
    let test = test.collect()?;
    let loader = Loader::<_, Batch>::new(train.normalize(&inputs).normalize_targets(&targets)).shuffle(SEED);
    let session = Session::<Forecast, Adam, Batch>::new(Adam::new(1e-3), SEED);
    let mut trainer = Trainer::new(session, loader, Mse)
        .validate(validation.normalize(&inputs).normalize_targets(&targets))
        .metric(InUnits::new(MeanAbsoluteError::new(), &targets))
        .early_stopping(10)
        .progress(Progress::Lines);
    trainer.run(100)?.uninterrupted()?;

    let mut x = test.inputs.clone();
    inputs.apply_samples(&mut x);
    let mut y = trainer.best().predict_samples::<Batch>(&x);
    let difference = difference_of_stream(trainer.best(), &x, &y)?;
    targets.inverse_samples(&mut y);
    let last: Vec<f32> = test.inputs.iter().map(|hours| hours[[0, 0, Window::SIZE - 1]]).collect();
    let last = Samples::from_slice(&last)?;
    let [network, repeated] = [&y, &last].map(|y| measure(MeanAbsoluteError::new(), y, &test.targets));
    println!("\nmean absolute error: network {network:.3} MW, last value repeated {repeated:.3} MW");
    println!("a stream of {} bytes: the same forecasts within {difference:.0e}", Forecast::STREAM_BYTES);
    Ok(())
}

/// Returns the largest difference between these forecasts for windows, each an hour after the one before it, and those of a stream.
fn difference_of_stream(
    net: &Forecast,
    windows: &Samples<Input>,
    forecasts: &Samples<shape![1]>,
) -> Result<f32, EndOfSequence> {
    let mut stream = Stream::<Forecast>::new();
    let mut largest = 0.0_f32;
    for (i, (hours, forecast)) in windows.iter().zip(forecasts.iter()).enumerate() {
        // All hours of the first window, and the last one of each other window.
        let y = match i {
            0 => stream.prefill(net, hours)?,
            _ => stream.step(net, &Tensor::new([[[hours[[0, 0, Window::SIZE - 1]]]]]))?,
        };
        largest = largest.max((y[[0, 0]] - forecast[[0, 0]]).abs());
    }
    Ok(largest)
}

/// Generates the consumption of each hour, in megawatts.
fn consumption() -> Vec<f32> {
    let mut rng = rng(SEED);
    let mut deviation = 0.0;
    let hour = |hour: usize| {
        deviation = 0.8 * deviation + rng.random_range(-1.0..1.0);
        let day = (hour as f32 / 24.0 * TAU).sin();
        let is_weekend = hour / 24 % 7 >= 5;
        50.0 + if is_weekend { 4.0 * day - 6.0 } else { 10.0 * day } + deviation
    };
    (0..HOURS).map(hour).collect()
}
