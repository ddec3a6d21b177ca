//! Image augmentations: random flips, shifts and crops, and crops at the centre.

mod center;
mod crop;
mod images;
mod pixels;

pub use center::CenterCrop;
pub use crop::RandomCrop;
pub use images::{AugmentImages, AugmentedImages};
