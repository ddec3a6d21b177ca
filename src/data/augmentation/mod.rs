//! Image augmentations: random flips, shifts and crops.

mod crop;
mod images;
mod pixels;

pub use crop::RandomCrop;
pub use images::{AugmentImages, AugmentedImages};
