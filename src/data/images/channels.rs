//! The colour channels of an image.

use image::{DynamicImage, GrayImage};
use nn_core::{Dim, N};

/// The number of channels of an image: one (grey) or three (red, green and blue). It cannot be implemented for other sizes.
pub trait Channels: Dim + Convert {}

impl Channels for N<1> {}
impl Channels for N<3> {}

/// Conversion of an image to this number of channels. The trait is not nameable outside of the module, so that [`Channels`] is
/// sealed.
pub trait Convert {
    /// Converts the image to these channels, 8 bits each.
    fn convert(image: DynamicImage) -> DynamicImage;
}

impl Convert for N<1> {
    fn convert(image: DynamicImage) -> DynamicImage {
        if !image.color().has_color() {
            return image.into_luma8().into();
        }
        let image = image.into_rgb8();
        let (width, height) = image.dimensions();
        let pixels = image.into_raw();
        let grey = pixels.chunks_exact(3).map(|pixel| luma([pixel[0], pixel[1], pixel[2]])).collect();
        GrayImage::from_raw(width, height, grey).unwrap_or_default().into()
    }
}

/// Returns the luma of ITU-R BT.601, (299 red + 587 green + 114 blue) / 1000, with Pillow's weights in units of 2^-16.
fn luma([red, green, blue]: [u8; 3]) -> u8 {
    ((u32::from(red) * 19595 + u32::from(green) * 38470 + u32::from(blue) * 7471 + 0x8000) >> 16) as u8
}

impl Convert for N<3> {
    fn convert(image: DynamicImage) -> DynamicImage {
        image.into_rgb8().into()
    }
}
