//! An image file to draw on: vector graphics (SVG) or pixels (PNG).

use super::PlotError;
use crate::files;
use plotters::backend::{BitMapBackend, SVGBackend};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::prelude::DrawingBackend;
use plotters::style::{FontStyle, register_font};
use std::path::Path;
use std::sync::Once;

/// A picture that can be drawn on any backend: `draw` is called once, with the area to draw on.
pub(super) trait Picture {
    fn draw<D: DrawingBackend>(&self, on: &DrawingArea<D, Shift>) -> Result<(), String>;
}

/// The number of PNG pixels per unit, for sharp text on high-resolution screens. A large picture has one, to save memory.
const SCALE: u64 = 2;
/// The maximum number of pixels of a picture with [`SCALE`].
const MAX_SHARP: u64 = 1 << 26;
/// The maximum number of pixels of a PNG, each of which takes three bytes while drawing.
const MAX_PIXELS: u64 = 1 << 28;
/// The maximum width and height of an SVG in units; plotters computes coordinates in 32 bits.
const MAX_SIDE: u64 = 1 << 24;

/// Returns the extension of a file in lower case, which selects the format.
pub(super) fn kind_of(path: &Path) -> String {
    path.extension().and_then(|kind| kind.to_str()).unwrap_or_default().to_ascii_lowercase()
}

/// Saves a picture of this size in units; the extension selects the format.
pub(super) fn save(path: &Path, [width, height]: [u64; 2], picture: &impl Picture) -> Result<(), PlotError> {
    embed_font();
    let is_png = match &*kind_of(path) {
        "svg" => false,
        "png" => true,
        _ => return Err(PlotError::Kind { path: path.into(), expected: "`.svg` or `.png`" }),
    };
    let pixels = width.saturating_mul(height);
    let scale = if is_png && pixels.saturating_mul(SCALE * SCALE) <= MAX_SHARP { SCALE } else { 1 };
    let (limit, help) = match is_png {
        true => (MAX_PIXELS, "\nhelp: an SVG, with the extension `.svg`, may be larger"),
        false => (MAX_SIDE * MAX_SIDE, ""),
    };
    let too_large = || PlotError::Size { path: path.into(), size: [width, height], limit, help };
    if pixels > limit || width.max(height) > MAX_SIDE {
        return Err(too_large());
    }
    let side = |units: u64| u32::try_from(units * scale).map_err(|_| too_large());
    let size = [side(width)?, side(height)?];
    let bytes = if is_png { png(size, picture)? } else { svg(size, picture)?.into_bytes() };
    Ok(files::write(path, &bytes)?)
}

/// Replaces control characters, which SVG does not allow.
pub(super) fn printable(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
}

fn draw(on: impl DrawingBackend, picture: &impl Picture) -> Result<(), PlotError> {
    let area = on.into_drawing_area();
    picture.draw(&area).map_err(PlotError::Draw)?;
    area.present().map_err(|error| PlotError::Draw(error.to_string()))
}

fn svg(size: [u32; 2], picture: &impl Picture) -> Result<String, PlotError> {
    let mut text = String::new();
    draw(SVGBackend::with_string(&mut text, size.into()), picture)?;
    Ok(text)
}

fn png(size: [u32; 2], picture: &impl Picture) -> Result<Vec<u8>, PlotError> {
    let [width, height] = size;
    let mut pixels = vec![255; 3 * width as usize * height as usize];
    draw(BitMapBackend::with_buffer(&mut pixels, (width, height)), picture)?;
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&pixels));
    written.map_err(|error| PlotError::Png(error.into()))?;
    Ok(bytes)
}

/// Registers the letters for Western European languages of DejaVu Sans, so that pictures look the same on every system; see
/// `LICENSE-DejaVu`.
fn embed_font() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let font = include_bytes!("DejaVuSans-Latin.ttf");
        if register_font("sans-serif", FontStyle::Normal, font).is_err() {
            unreachable!("the font is built into the program");
        }
    });
}
