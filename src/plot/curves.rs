//! A plot of the values of a run by epoch.

use super::PlotError;
use super::canvas::{Picture, printable, save};
use crate::train::History;
use plotters::coord::Shift;
use plotters::coord::ranged1d::{AsRangedCoord, ValueFormatter};
use plotters::prelude::*;
use std::path::Path;

/// Plots the values of all epochs: losses in one chart, and each other value in its own, stacked vertically.
///
/// The extension of the file selects SVG or PNG. If the largest loss is more than 50 times the smallest one, the axis is
/// logarithmic. Values that are NaN or infinite are not drawn; the title of the chart states their number.
///
/// ```
/// use nn::plot;
/// use nn::train::{History, Record};
/// # let folder = std::env::temp_dir();
/// # let path = folder.join(format!("nn-curves-{}.svg", std::process::id()));
/// let values = |epoch: u64| vec![("loss".to_string(), 1.0 / epoch as f64), ("accuracy".into(), 0.9)];
/// let record = |epoch| Record { epoch, step: 9, seconds: 1.0, samples_per_second: 1.0, values: values(epoch) };
/// let history = History { records: (1..5).map(record).collect() };
/// plot::curves(&history, &path)?;
/// assert!(std::fs::read_to_string(&path).unwrap().contains("accuracy"));
/// # std::fs::remove_file(&path).unwrap();
/// # Ok::<(), plot::PlotError>(())
/// ```
///
/// # Errors
/// No epochs, another extension, a PNG of more than 2^28 pixels, and I/O errors.
pub fn curves(history: &History, path: impl AsRef<Path>) -> Result<(), PlotError> {
    let charts = charts(history);
    if charts.is_empty() {
        return Err(PlotError::Empty);
    }
    let height = u64::from(CHART).saturating_mul(charts.len() as u64);
    let epochs = || charts.iter().flatten().flat_map(|line| &line.points).map(|&(epoch, _)| epoch);
    let (first, last) = (epochs().fold(1.0, f64::min), epochs().fold(history.records.len() as f64, f64::max));
    save(path.as_ref(), [u64::from(WIDTH), height], &Curves { charts, first, last: last.max(1.5) })
}

const WIDTH: u32 = 760;
/// The height of one chart.
const CHART: u32 = 250;
/// Blue, vermilion, green: distinguishable with colour vision deficiency (Okabe, Ito 2008).
const COLORS: [RGBColor; 3] = [RGBColor(0, 114, 178), RGBColor(213, 94, 0), RGBColor(0, 158, 115)];
const GREY: RGBColor = RGBColor(110, 110, 110);

/// The values with one name.
struct Line {
    name: String,
    /// The finite values by epoch.
    points: Vec<(f64, f64)>,
    /// The number of values that are NaN or infinite.
    others: usize,
}

impl Line {
    fn of(history: &History, name: &str) -> Self {
        let all = history.values(name);
        let count = all.len();
        let points: Vec<_> = all.into_iter().filter(|(_, value)| value.is_finite()).collect();
        Self { name: printable(name), others: count - points.len(), points }
    }

    fn title(&self) -> String {
        match self.others {
            0 => self.name.clone(),
            others => format!("{} ({others} of {} not finite)", self.name, others + self.points.len()),
        }
    }
}

/// Returns the charts: losses first, then each other value.
fn charts(history: &History) -> Vec<Vec<Line>> {
    let is_loss = |name: &&str| *name == "loss" || *name == "val_loss";
    let names = history.names();
    let losses: Vec<Line> = names.iter().copied().filter(is_loss).map(|name| Line::of(history, name)).collect();
    let others = names.iter().copied().filter(|name| !is_loss(name)).map(|name| vec![Line::of(history, name)]);
    std::iter::once(losses).chain(others).filter(|chart| !chart.is_empty()).collect()
}

struct Curves {
    charts: Vec<Vec<Line>>,
    first: f64,
    last: f64,
}

impl Picture for Curves {
    fn draw<D: DrawingBackend>(&self, on: &DrawingArea<D, Shift>) -> Result<(), String> {
        let text = |error: DrawingAreaErrorKind<D::ErrorType>| error.to_string();
        on.fill(&WHITE).map_err(text)?;
        let areas = on.split_evenly((self.charts.len(), 1));
        for (chart, area) in self.charts.iter().zip(areas) {
            match Axis::of(chart) {
                Axis::Log(least, most) => {
                    self.chart(&area, chart, (least..most).log_scale(), |value| value, tick).map_err(text)?;
                }
                Axis::Exponents(least, most) => {
                    self.chart(&area, chart, least..most, f64::log10, power_of_ten).map_err(text)?;
                }
                Axis::Linear(least, most, 0) => {
                    self.chart(&area, chart, least..most, |value| value, tick).map_err(text)?;
                }
                Axis::Linear(least, most, exponent) => {
                    let to = move |value| scaled(value, -exponent);
                    self.chart(&area, chart, least..most, to, |value| scaled_tick(value, exponent)).map_err(text)?;
                }
            }
        }
        Ok(())
    }
}

/// The vertical axis of a chart, in ranges that plotters can divide: it computes in `f64`, requires finite ranges wider than the
/// spacing of `f64`, and cannot end a logarithmic axis below the smallest normal number.
#[derive(Debug, PartialEq)]
enum Axis {
    /// Linear from one value to another, in units of 10 to this power.
    Linear(f64, f64, i32),
    /// Logarithmic, from one value to another.
    Log(f64, f64),
    /// Logarithmic, from one exponent of 10 to another.
    Exponents(f64, f64),
}

impl Axis {
    fn of(lines: &[Line]) -> Self {
        let values = || lines.iter().flat_map(|line| line.points.iter().map(|&(_, value)| value));
        let (least, most) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        if least > most {
            // There are no points.
            return Self::Linear(0.0, 1.0, 0);
        }
        if least > 0.0 && most / 50.0 > least {
            return match (1e-15..=1e290).contains(&least) && most <= 1e290 {
                true => Self::Log(least * 0.8, most * 1.25),
                false => Self::Exponents(least.log10() - 0.1, most.log10() + 0.1),
            };
        }
        let size = least.abs().max(most.abs());
        let exponent = if size > 0.0 { size.log10().floor() as i32 } else { 0 };
        let exponent = if (-6..=12).contains(&exponent) { 0 } else { exponent };
        let [least, most, size] = [least, most, size].map(|value| scaled(value, -exponent));
        // Values that differ only by rounding are drawn as equal.
        let room = if most - least > 1e-9 * size { 0.06 * (most - least) } else { 0.1 * size.max(1e-3) };
        Self::Linear(least - room, most + room, exponent)
    }
}

/// Returns `value` times 10 to the power `exponent`, even if that power alone is out of the range of `f64`.
fn scaled(value: f64, exponent: i32) -> f64 {
    let half = exponent / 2;
    value * 10_f64.powi(half) * 10_f64.powi(exponent - half)
}

impl Curves {
    fn chart<D: DrawingBackend, Y>(
        &self,
        area: &DrawingArea<D, Shift>,
        lines: &[Line],
        y: Y,
        to_axis: impl Fn(f64) -> f64,
        tick: impl Fn(f64) -> String,
    ) -> Result<(), DrawingAreaErrorKind<D::ErrorType>>
    where
        Y: AsRangedCoord<Value = f64>,
        Y::CoordDescType: ValueFormatter<f64>,
    {
        let (width, height) = area.dim_in_pixel();
        let unit = (width / WIDTH).max(1);
        let letter = |size: u32| ("sans-serif", size * unit);
        let title = lines.iter().map(Line::title).collect::<Vec<_>>().join(", ");
        let mut chart = ChartBuilder::on(area)
            .margin(12 * unit)
            .caption(title, letter(15))
            .x_label_area_size(if height >= CHART { 34 * unit } else { 0 })
            .y_label_area_size(62 * unit)
            .build_cartesian_2d(self.first..self.last, y)?;
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(RGBColor(228, 228, 228))
            .axis_style(GREY)
            .x_desc("epoch")
            .x_labels(10)
            .y_labels(6)
            .x_label_formatter(&|x| if x.fract() == 0.0 { format!("{x}") } else { String::new() })
            .y_label_formatter(&|y| tick(*y))
            .label_style(letter(12))
            .draw()?;
        for (line, color) in lines.iter().zip(COLORS) {
            let points: Vec<_> = line.points.iter().map(|&(epoch, value)| (epoch, to_axis(value))).collect();
            let style = color.stroke_width(2 * unit);
            let dots = points.iter().map(|&point| Circle::new(point, 2 * unit as i32, color.filled()));
            if points.len() <= 40 {
                chart.draw_series(dots)?;
            }
            let drawn = chart.draw_series(LineSeries::new(points.iter().copied(), style))?;
            let length = 18 * unit as i32;
            drawn.label(line.name.as_str()).legend(move |(x, y)| PathElement::new([(x, y), (x + length, y)], style));
        }
        if lines.len() > 1 {
            chart
                .configure_series_labels()
                .label_font(letter(12))
                .border_style(RGBColor(200, 200, 200))
                .background_style(WHITE.mix(0.85))
                .legend_area_size(24 * unit)
                .margin(6 * unit)
                .draw()?;
        }
        Ok(())
    }
}

/// Formats a tick label with as few digits as distinguish neighbouring ticks.
fn tick(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 {
        "0".into()
    } else if !(1e-3..1e5).contains(&size) {
        format!("{value:.1e}")
    } else {
        let digits = (3 - size.log10().floor() as i32).clamp(0, 5) as usize;
        let text = format!("{value:.digits$}");
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').into() } else { text }
    }
}

/// Formats a value given in units of 10 to the power `exponent`.
fn scaled_tick(value: f64, exponent: i32) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let text = format!("{value:.1e}");
    match text.split_once('e').and_then(|(mantissa, own)| Some((mantissa, own.parse::<i32>().ok()?))) {
        Some((mantissa, own)) => format!("{mantissa}e{}", own + exponent),
        None => text,
    }
}

/// Formats 10 to this power.
fn power_of_ten(exponent: f64) -> String {
    let whole = exponent.floor();
    scaled_tick(10_f64.powf(exponent - whole), whole as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_ticks() {
        let values = [0.0, 0.5, 0.985, 1.0, 12.0, -3.25, 1e-4, 123456.0, 0.00125];
        assert_eq!(values.map(tick), ["0", "0.5", "0.985", "1", "12", "-3.25", "1.0e-4", "1.2e5", "0.00125"]);
    }
}
