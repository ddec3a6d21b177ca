//! A library of networks. `tests/networks.rs` tests that misuse does not compile, and what the errors say.

use nn::prelude::*;

/// How many numbers a picture is pressed into.
pub type Code = dim![16];

network! {
    /// Presses a picture of 8 x 8 into a few numbers.
    pub struct Encoder {
        fc1: Linear<_, 32>,
        fc2: Linear<_, Code>,
    }
    fn forward(picture: Tensor<8, 8>) -> Tensor<Code> {
        picture.flatten().fc1().relu().fc2()
    }
}
