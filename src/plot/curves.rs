//! The values of a run by its epochs.

use super::canvas::{Picture, save};
use super::error::PlotError;
use crate::train::History;
use plotters::coord::Shift;
use plotters::coord::ranged1d::{AsRangedCoord, ValueFormatter};
use plotters::prelude::*;
use std::path::Path;

/// Draws the values of all epochs: losses in one chart, each other value in its own, one below the other.
///
/// The end of the name says whether it is an SVG or a PNG. A loss whose largest value is more than 50 times its smallest has a
/// logarithmic axis.
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
/// No epochs, another end of the name, and what the system says.
pub fn curves(history: &History, path: impl AsRef<Path>) -> Result<(), PlotError> {
    let charts = charts(history);
    if charts.is_empty() {
        return Err(PlotError::Empty);
    }
    let height = CHART * charts.len() as u32;
    save(path.as_ref(), [WIDTH, height], &Curves { charts, last: history.records.len() as f64 })
}

const WIDTH: u32 = 760;
/// The height of one chart.
const CHART: u32 = 250;
/// Blue, vermilion, green: apart for people who see colours differently, too (Okabe, Ito 2008).
const COLORS: [RGBColor; 3] = [RGBColor(0, 114, 178), RGBColor(213, 94, 0), RGBColor(0, 158, 115)];
const GREY: RGBColor = RGBColor(110, 110, 110);

/// A line: its name, and the finite values by epochs.
type Line = (String, Vec<(f64, f64)>);

/// Losses first, then each other value.
fn charts(history: &History) -> Vec<Vec<Line>> {
    let line = |name: &str| {
        let points: Vec<_> = history.values(name).into_iter().filter(|(_, value)| value.is_finite()).collect();
        (name.to_string(), points)
    };
    let is_loss = |name: &&str| *name == "loss" || *name == "val_loss";
    let names = history.names();
    let losses: Vec<Line> = names.iter().copied().filter(is_loss).map(line).collect();
    let others = names.iter().copied().filter(|name| !is_loss(name)).map(|name| vec![line(name)]);
    let drawn = |chart: &Vec<Line>| chart.iter().any(|(_, points)| !points.is_empty());
    std::iter::once(losses).chain(others).filter(drawn).collect()
}

struct Curves {
    charts: Vec<Vec<Line>>,
    last: f64,
}

impl Picture for Curves {
    fn draw<D: DrawingBackend>(&self, on: &DrawingArea<D, Shift>) -> Result<(), String> {
        let text = |error: DrawingAreaErrorKind<D::ErrorType>| error.to_string();
        on.fill(&WHITE).map_err(text)?;
        let areas = on.split_evenly((self.charts.len(), 1));
        for (chart, area) in self.charts.iter().zip(areas) {
            let values = || chart.iter().flat_map(|(_, points)| points.iter().map(|&(_, value)| value));
            let (least, most) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
            if least > 0.0 && most / least > 50.0 {
                self.chart(&area, chart, (least * 0.8..most * 1.25).log_scale()).map_err(text)?;
            } else {
                let room = if most > least { 0.06 * (most - least) } else { 0.1 * most.abs().max(1e-3) };
                self.chart(&area, chart, least - room..most + room).map_err(text)?;
            }
        }
        Ok(())
    }
}

impl Curves {
    fn chart<D: DrawingBackend, Y>(
        &self,
        area: &DrawingArea<D, Shift>,
        lines: &[Line],
        y: Y,
    ) -> Result<(), DrawingAreaErrorKind<D::ErrorType>>
    where
        Y: AsRangedCoord<Value = f64>,
        Y::CoordDescType: ValueFormatter<f64>,
    {
        let (width, height) = area.dim_in_pixel();
        let unit = (width / WIDTH).max(1);
        let letter = |size: u32| ("sans-serif", size * unit);
        let title = lines.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
        let mut chart = ChartBuilder::on(area)
            .margin(12 * unit)
            .caption(title, letter(15))
            .x_label_area_size(if height >= CHART { 34 * unit } else { 0 })
            .y_label_area_size(62 * unit)
            .build_cartesian_2d(1.0..self.last.max(1.5), y)?;
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
        for ((name, points), color) in lines.iter().zip(COLORS) {
            let style = color.stroke_width(2 * unit);
            let dots = points.iter().map(|&point| Circle::new(point, 2 * unit as i32, color.filled()));
            if points.len() <= 40 {
                chart.draw_series(dots)?;
            }
            let drawn = chart.draw_series(LineSeries::new(points.iter().copied(), style))?;
            let length = 18 * unit as i32;
            drawn.label(name.as_str()).legend(move |(x, y)| PathElement::new([(x, y), (x + length, y)], style));
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

/// As few digits as tell a value apart from its neighbours.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks() {
        let values = [0.0, 0.5, 0.985, 1.0, 12.0, -3.25, 1e-4, 123456.0, 0.00125];
        assert_eq!(values.map(tick), ["0", "0.5", "0.985", "1", "12", "-3.25", "1.0e-4", "1.2e5", "0.00125"]);
    }
}
