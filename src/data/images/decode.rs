//! Decoding of an image file.

use super::{Channels, ImageError};
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};
use std::path::Path;

/// Decodes an image with the channels of `K`. It must have the size `expected`, width and height, unless `resize` is set; with
/// `transpose` it is first rotated according to its orientation.
pub(super) fn decode<K: Channels>(
    path: &Path,
    expected: [u32; 2],
    resize: bool,
    transpose: bool,
) -> Result<DynamicImage, ImageError> {
    let read = |source| ImageError::Read { path: path.into(), source };
    let failed = |source: image::ImageError| ImageError::Decode { path: path.into(), source: source.into() };
    let reader = ImageReader::open(path).and_then(ImageReader::with_guessed_format).map_err(read)?;
    let mut decoder = reader.into_decoder().map_err(failed)?;
    let orientation = match transpose {
        true => decoder.orientation().map_err(failed)?,
        false => Orientation::NoTransforms,
    };
    let (width, height) = decoder.dimensions();
    let found = if is_sideways(orientation) { [height, width] } else { [width, height] };
    if found != expected && !resize {
        return Err(ImageError::Size { path: path.into(), expected, found });
    }
    // The limits of a decoder do not include the pixels themselves.
    let mut limits = Limits::default();
    limits.reserve(decoder.total_bytes()).map_err(failed)?;
    decoder.set_limits(limits).map_err(failed)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(failed)?;
    image.apply_orientation(orientation);
    let image = K::convert(image);
    Ok(match found == expected {
        true => image,
        false => image.resize_exact(expected[0], expected[1], FilterType::Triangle),
    })
}

/// Returns whether an image with this orientation is stored with width and height exchanged.
fn is_sideways(orientation: Orientation) -> bool {
    use Orientation::*;
    matches!(orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
}
