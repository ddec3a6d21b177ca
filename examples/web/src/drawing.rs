//! Converts a drawing to an image like those of the data set: 32x32 dots with or without ink, counted in blocks of 4x4.

use nn::prelude::*;

/// The maximum number of points of a drawing.
pub(crate) const MOST_POINTS: usize = 4096;

/// A position of the pen.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct Point {
    x: f32,
    y: f32,
    /// Not 0 if the pen drew a line from the previous point.
    drawn: f32,
}

/// The number of dots along a side.
const DOTS: usize = 32;
/// The number of dots with ink in an image of the data set: the mean is between 303 and 330 for each of the ten digits.
const INK: usize = 312;
/// The bounds of the width of the pen, which is chosen so that `INK` dots have ink: squared distances from the centre of its line
/// to its edge, in dots.
const EDGE: [f32; 2] = [1.4 * 1.4, 5.5 * 5.5];
/// The number of dots between the edge of the image and the centre of the outermost line.
const MARGIN: f32 = 2.5;

/// Draws the points in the image, centred and as large as it allows. Returns false if there are none.
pub(crate) fn draw(points: &[Point], image: &mut Tensor<shape![1, 64]>) -> bool {
    let Some(frame) = Frame::around(points) else { return false };
    // The squared distance from each dot to the nearest line.
    let mut distances = [[f32::INFINITY; DOTS]; DOTS];
    let mut last = None;
    for point in points.iter().filter(|point| point.is_somewhere()) {
        let to = frame.place(point);
        let from = last.filter(|_| point.drawn != 0.0).unwrap_or(to);
        // Points closer to the previous one than a fraction of a dot are invisible, and skipped.
        if from == to || squared(from, to) > 0.1 {
            draw_line(from, to, &mut distances);
            last = Some(to);
        }
    }
    let mut sorted = distances;
    let (_, &mut edge, _) = sorted.as_flattened_mut().select_nth_unstable_by(INK, f32::total_cmp);
    let edge = edge.clamp(EDGE[0], EDGE[1]);
    image.fill_with(|[_, pixel]| {
        let (row, column) = (4 * (pixel / 8), 4 * (pixel % 8));
        let dots = distances.iter().skip(row).take(4).flat_map(|dots| dots.iter().skip(column).take(4));
        dots.filter(|&&distance| distance <= edge).count() as f32 / 16.0
    });
    true
}

/// Reduces each distance to that from a line, if that is smaller.
fn draw_line(from: [f32; 2], to: [f32; 2], distances: &mut [[f32; DOTS]; DOTS]) {
    let along = [to[0] - from[0], to[1] - from[1]];
    let length = squared(from, to);
    for (row, distances) in distances.iter_mut().enumerate() {
        for (column, distance) in distances.iter_mut().enumerate() {
            let dot = [column as f32 + 0.5, row as f32 + 0.5];
            let [x, y] = [dot[0] - from[0], dot[1] - from[1]];
            // The position of the nearest point on the line, from 0 to 1.
            let part = if length > 0.0 { ((x * along[0] + y * along[1]) / length).clamp(0.0, 1.0) } else { 0.0 };
            *distance = distance.min(squared([x, y], [part * along[0], part * along[1]]));
        }
    }
}

fn squared(a: [f32; 2], b: [f32; 2]) -> f32 {
    let [x, y] = [a[0] - b[0], a[1] - b[1]];
    x * x + y * y
}

impl Point {
    fn is_somewhere(&self) -> bool {
        self.x.is_finite() && self.y.is_finite()
    }
}

/// The transformation from a drawing to the image.
struct Frame {
    middle: [f32; 2],
    /// The number of dots per unit of the drawing.
    scale: f32,
}

impl Frame {
    /// Returns the transformation that fits these points to the image; `None` if there are none.
    fn around(points: &[Point]) -> Option<Self> {
        let mut places = points.iter().filter(|point| point.is_somewhere()).map(|point| [point.x, point.y]);
        let first = places.next()?;
        let (mut least, mut most) = (first, first);
        for [x, y] in places {
            least = [least[0].min(x), least[1].min(y)];
            most = [most[0].max(x), most[1].max(y)];
        }
        let size = (most[0] - least[0]).max(most[1] - least[1]);
        let scale = if size > 0.0 { (DOTS as f32 - 2.0 * MARGIN) / size } else { 0.0 };
        Some(Self { middle: [0.5 * (least[0] + most[0]), 0.5 * (least[1] + most[1])], scale })
    }

    fn place(&self, point: &Point) -> [f32; 2] {
        let half = DOTS as f32 / 2.0;
        [half + (point.x - self.middle[0]) * self.scale, half + (point.y - self.middle[1]) * self.scale]
    }
}
