//! A plot of a confusion matrix.

use super::PlotError;
use super::canvas::{Picture, printable, save};
use super::names::Names;
use crate::metrics::ConfusionMatrix;
use nn_core::Dim;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::path::Path;

/// Plots a confusion matrix: a cell for each pair of classes, with its count, and darker for a larger share of the true class.
///
/// `names` are the names of the classes: [`ClassNames`](crate::data::ClassNames) or a slice of texts; if there are fewer names than
/// classes, the indices are shown for the others. The axes are titled "true class" and "predicted class". The
/// extension of the file selects SVG or PNG. Samples with an output that is NaN are in no cell: their number is shown below the
/// cells.
///
/// ```
/// use nn::metrics::ConfusionMatrix;
/// use nn::plot;
/// use nn::prelude::*;
/// # let path = std::env::temp_dir().join(format!("nn-confusion-{}.svg", std::process::id()));
/// let matrix = ConfusionMatrix::<dim![2]>::new();
/// plot::confusion(&matrix, &["cat", "dog"], &path)?;
/// # std::fs::remove_file(&path).unwrap();
/// let names = nn::data::ClassNames::new(["cat", "dog"])?;
/// plot::confusion(&matrix, &names, &path)?;
/// assert!(std::fs::read_to_string(&path).unwrap().contains("dog"));
/// # std::fs::remove_file(&path).unwrap();
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// More names than classes, another extension, a PNG of more than 2^28 pixels, and I/O errors.
pub fn confusion<C: Dim, N: Names<C> + ?Sized>(
    matrix: &ConfusionMatrix<C>,
    names: &N,
    path: impl AsRef<Path>,
) -> Result<(), PlotError> {
    let names = names.names();
    if names.len() > C::SIZE {
        return Err(PlotError::Names { names: names.len(), classes: C::SIZE });
    }
    let name = |class: usize| names.get(class).map_or_else(|| class.to_string(), |name| printable(name));
    let names: Vec<String> = (0..C::SIZE).map(name).collect();
    let longest = names.iter().map(|name| name.chars().count()).max().unwrap_or(0).min(24) as u64;
    // Names of more than two letters are rotated below the cells.
    let margin = 40 + 8 * longest;
    let cell = (640 / C::SIZE as u64).clamp(14, 64);
    let counts = (0..C::SIZE).flat_map(|class| (0..C::SIZE).map(move |taken| matrix.count(class, taken))).collect();
    let side = (C::SIZE as u64).saturating_mul(cell).saturating_add(margin + 16);
    let picture = Confusion { counts, names, invalid: matrix.invalid(), margin: margin as u32, cell: cell as u32 };
    save(path.as_ref(), [side, side], &picture)
}

struct Confusion {
    counts: Vec<u64>,
    names: Vec<String>,
    invalid: u64,
    margin: u32,
    cell: u32,
}

impl Picture for Confusion {
    fn draw<D: DrawingBackend>(&self, on: &DrawingArea<D, Shift>) -> Result<(), String> {
        self.squares(on).map_err(|error| error.to_string())
    }
}

impl Confusion {
    fn squares<D: DrawingBackend>(&self, on: &DrawingArea<D, Shift>) -> Result<(), DrawingAreaErrorKind<D::ErrorType>> {
        on.fill(&WHITE)?;
        let side = self.margin + self.cell * self.names.len() as u32 + 16;
        let unit = (on.dim_in_pixel().0 / side).max(1) as i32;
        let (cell, margin) = (self.cell as i32 * unit, self.margin as i32 * unit);
        let top = 8 * unit;
        let classes = self.names.len();
        let letters = |size: i32, color| centred(size * unit, color);
        let dark = &RGBColor(40, 40, 40);
        for class in 0..classes {
            let counts = &self.counts[class * classes..][..classes];
            let all = counts.iter().sum::<u64>().max(1) as f64;
            for (taken, &count) in counts.iter().enumerate() {
                let share = count as f64 / all;
                let (x, y) = (margin + taken as i32 * cell, top + class as i32 * cell);
                let fill = shade(share, class == taken);
                on.draw(&Rectangle::new([(x, y), (x + cell - unit, y + cell - unit)], fill.filled()))?;
                // A count is shown if it fits into its cell.
                let size = (self.cell as i32 * 2 / 5).min(14).min(self.cell as i32 * 3 / 2 / digits(count));
                if count > 0 && size >= 6 {
                    let color = if share > 0.55 { &WHITE } else { dark };
                    let place = (x + cell / 2, y + cell / 2);
                    on.draw(&Text::new(count.to_string(), place, letters(size, color)))?;
                }
            }
            let size = (self.cell as i32 * 3 / 5).min(13);
            let (name, middle) = (&self.names[class], class as i32 * cell + cell / 2);
            let right = letters(size, dark).pos(Pos::new(HPos::Right, VPos::Center));
            on.draw(&Text::new(name.as_str(), (margin - 8 * unit, top + middle), right))?;
            let below = (margin + middle, top + classes as i32 * cell + 8 * unit);
            let style = if name.chars().count() > 2 {
                letters(size, dark).pos(Pos::new(HPos::Left, VPos::Center)).transform(FontTransform::Rotate90)
            } else {
                letters(size, dark).pos(Pos::new(HPos::Center, VPos::Top))
            };
            on.draw(&Text::new(name.as_str(), below, style))?;
        }
        let grey = &RGBColor(110, 110, 110);
        let middle = classes as i32 * cell / 2;
        let end = (side as i32 - 4) * unit;
        let below = letters(12, grey).pos(Pos::new(HPos::Center, VPos::Bottom));
        let label = match self.invalid {
            0 => "predicted class".to_string(),
            invalid => format!("predicted class (NaN: {invalid})"),
        };
        on.draw(&Text::new(label, (margin + middle, end), below))?;
        let beside = letters(12, grey).transform(FontTransform::Rotate270);
        on.draw(&Text::new("true class", (10 * unit, top + middle), beside))
    }
}

fn centred(size: i32, color: &RGBColor) -> TextStyle<'_> {
    TextStyle::from(("sans-serif", size)).color(color).pos(Pos::new(HPos::Center, VPos::Center))
}

/// Returns the colour of a cell: from white to blue on the diagonal, to vermilion off it.
fn shade(share: f64, is_right: bool) -> RGBColor {
    let (red, green, blue) = if is_right { (0.0, 114.0, 178.0) } else { (213.0, 94.0, 0.0) };
    // Small shares of errors must remain visible.
    let share = if is_right { share } else { share.sqrt() };
    let mix = |to: f64| (246.0 + (to - 246.0) * share).round() as u8;
    RGBColor(mix(red), mix(green), mix(blue))
}

fn digits(count: u64) -> i32 {
    count.to_string().len() as i32
}
