//! The display of training progress: one line per epoch, and a bar if stderr is a terminal.

use super::Record;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

/// What is displayed during training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Progress {
    /// A progress bar if stderr is a terminal, and a line per epoch.
    #[default]
    Auto,
    /// A line per epoch.
    Lines,
    /// Nothing.
    Hidden,
}

/// Displays the epochs of a run.
pub(super) struct Display {
    progress: Progress,
    bar: Option<ProgressBar>,
    epochs: u64,
    /// The metrics of the last epoch as text, and the time of the last update of the text beside the bar.
    metrics: String,
    shown: Instant,
}

/// The minimum time between two updates of the text beside the bar.
const REFRESH: Duration = Duration::from_millis(100);

/// The least number of terminal columns for a bar beside the values.
const WIDE: u16 = 72;

impl Display {
    pub(super) fn new(progress: Progress, epochs: u64) -> Self {
        Self { progress, bar: None, epochs, metrics: String::new(), shown: Instant::now() }
    }

    /// Notes on stderr, once in a process, that this build is not optimised.
    pub(super) fn note_unoptimized_build(&self) {
        static NOTED: AtomicBool = AtomicBool::new(false);
        if cfg!(unoptimized) && self.progress != Progress::Hidden && !NOTED.swap(true, Relaxed) {
            let _ = writeln!(
                std::io::stderr(),
                "note: this build is not optimised, and trains over 100 times slower than `--release`; \
                 `[profile.dev] opt-level = 3` in Cargo.toml optimises it"
            );
        }
    }

    /// Prints a line above the bar.
    pub(super) fn line(&self, text: &str) {
        match (&self.bar, self.progress) {
            (_, Progress::Hidden) => {}
            (Some(bar), _) => bar.suspend(|| print_line(text)),
            (None, _) => print_line(text),
        }
    }

    /// Begins an epoch, counted from 1, at a batch out of `batches`.
    pub(super) fn begin(&mut self, epoch: u64, batch: u64, batches: u64) {
        // The bar is drawn on stderr, so that the lines on stdout can be piped; indicatif and console handle NO_COLOR.
        if self.progress != Progress::Auto || !std::io::stderr().is_terminal() {
            return;
        }
        let bar = ProgressBar::with_draw_target(Some(batches), ProgressDrawTarget::stderr_with_hz(8));
        let columns = console::Term::stderr().size().1;
        let template = if columns >= WIDE {
            "epoch {prefix} {wide_bar:.cyan} {pos}/{len}  {msg}  {eta}"
        } else {
            "{prefix} {percent}% {wide_msg}"
        };
        bar.set_style(ProgressStyle::with_template(template).expect("the template is fixed").progress_chars("━━ "));
        bar.set_prefix(format!("{epoch}/{}", self.epochs));
        bar.set_position(batch);
        bar.reset_eta();
        self.bar = Some(bar);
    }

    /// Advances the bar to a batch, with the mean loss so far.
    pub(super) fn batch(&mut self, batch: u64, loss: f64, samples: u64, time: Duration) {
        let Some(bar) = &self.bar else { return };
        bar.set_position(batch);
        if self.shown.elapsed() >= REFRESH {
            self.shown = Instant::now();
            let rate = samples as f64 / time.as_secs_f64();
            bar.set_message(format!("loss {}{}  {} samples/s", number(loss), self.metrics, whole(rate)));
        }
    }

    /// Ends an epoch and prints its line.
    pub(super) fn end(&mut self, record: &Record) {
        self.close();
        let measured = record.values.iter().filter(|(name, _)| name != "loss" && name != "lr");
        self.metrics = measured.map(|(name, value)| format!("  {name} {}", number(*value))).collect();
        let width = self.epochs.to_string().len();
        let mut line = format!("epoch {:width$}/{}", record.epoch, self.epochs);
        for (name, value) in &record.values {
            line += &format!("  {name} {}", number(*value));
        }
        line += &format!("  {}  {} samples/s", time(record.seconds), whole(record.samples_per_second));
        self.line(&line);
    }

    /// Removes the bar.
    pub(super) fn close(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

/// Prints a line to stdout. Errors, such as a closed or full stdout, are ignored: training is worth more than its display.
fn print_line(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Formats a value with four decimal places, or in exponent notation if it is very small or very large.
fn number(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-3..1e5).contains(&size) && value.is_finite() {
        format!("{value:.2e}")
    } else {
        format!("{value:.4}")
    }
}

/// Formats a duration in seconds, or in milliseconds below one second.
fn time(seconds: f64) -> String {
    match seconds {
        1.0.. => format!("{seconds:.1} s"),
        0.01.. => format!("{:.0} ms", 1e3 * seconds),
        _ => format!("{:.1} ms", 1e3 * seconds),
    }
}

/// Formats a rounded value with its digits grouped in thousands.
fn whole(value: f64) -> String {
    if !value.is_finite() {
        return "-".into();
    }
    let digits = format!("{value:.0}");
    let groups = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy);
    groups.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_numbers_and_times() {
        assert_eq!([0.0, 0.5, 1e-4, 123456.0, -2.0].map(number), ["0.0000", "0.5000", "1.00e-4", "1.23e5", "-2.0000"]);
        assert_eq!(number(f64::NAN), "NaN");
        let times = [0.0001, 0.0254, 0.9994, 1.0, 75.26].map(time);
        assert_eq!(times, ["0.1 ms", "25 ms", "999 ms", "1.0 s", "75.3 s"]);
        assert_eq!([7.4, 1234.0, 1234567.0].map(whole), ["7", "1 234", "1 234 567"]);
    }
}
