//! A library of networks. `tests/networks.rs` checks that misuse does not compile, and which errors it causes.

use nn::prelude::*;

/// The size of the code of an image.
pub type Code = dim![16];

network! {
    /// Encodes an image of 8x8 pixels.
    pub struct Encoder {
        fc1: Linear<_, 32>,
        fc2: Linear<_, Code>,
    }
    fn forward(picture: Tensor<8, 8>) -> Tensor<Code> {
        picture.flatten().fc1().relu().fc2()
    }
}
