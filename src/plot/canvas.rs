//! A picture in a file, as lines and letters (SVG) or as pixels (PNG).

use super::error::PlotError;
use crate::files;
use plotters::backend::{BitMapBackend, SVGBackend};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::prelude::DrawingBackend;
use plotters::style::{FontStyle, register_font};
use std::path::Path;
use std::sync::Once;

/// Draws into one kind of picture or the other: `draw` is called once, with what it draws on.
pub(super) trait Picture {
    fn draw<D: DrawingBackend>(&self, on: &DrawingArea<D, Shift>) -> Result<(), String>;
}

/// How many pixels of a PNG one unit is: letters are sharp where screens are.
const SCALE: u32 = 2;

/// Writes a picture of so many units; the end of the name says which kind.
pub(super) fn save(path: &Path, [width, height]: [u32; 2], picture: &impl Picture) -> Result<(), PlotError> {
    embed_font();
    let kind = path.extension().and_then(|kind| kind.to_str()).unwrap_or_default().to_ascii_lowercase();
    let bytes = match kind.as_str() {
        "svg" => svg([width, height], picture)?.into_bytes(),
        "png" => png([width * SCALE, height * SCALE], picture)?,
        _ => return Err(PlotError::Kind { path: path.into(), expected: "`.svg` or `.png`" }),
    };
    Ok(files::write(path, &bytes)?)
}

fn svg(size: [u32; 2], picture: &impl Picture) -> Result<String, PlotError> {
    let mut text = String::new();
    {
        let area = SVGBackend::with_string(&mut text, size.into()).into_drawing_area();
        picture.draw(&area).map_err(PlotError::Draw)?;
        area.present().map_err(|error| PlotError::Draw(error.to_string()))?;
    }
    Ok(text)
}

fn png(size: [u32; 2], picture: &impl Picture) -> Result<Vec<u8>, PlotError> {
    let [width, height] = size;
    let mut pixels = vec![255; 3 * width as usize * height as usize];
    {
        let area = BitMapBackend::with_buffer(&mut pixels, (width, height)).into_drawing_area();
        picture.draw(&area).map_err(PlotError::Draw)?;
        area.present().map_err(|error| PlotError::Draw(error.to_string()))?;
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(bytes)
}

/// The letters of Western Europe of DejaVu Sans, so that pictures look the same everywhere; `LICENSE-DejaVu` beside it.
fn embed_font() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let font = include_bytes!("DejaVuSans-Latin.ttf");
        if register_font("sans-serif", FontStyle::Normal, font).is_err() {
            unreachable!("the font is a part of the program");
        }
    });
}
