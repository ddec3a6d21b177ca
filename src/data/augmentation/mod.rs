//! Ready augmentations of images: flips, shifts and crops at random.

mod crop;
mod images;
mod pixels;

pub use crop::RandomCrop;
pub use images::{AugmentImages, AugmentedImages};
