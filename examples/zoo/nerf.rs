//! The perceptron of a neural radiance field (Mildenhall et al. 2020, "NeRF"), with its positional encoding.
//!
//! The encoding is a function of the network that `forward` calls, as a method or a function of the module would be in PyTorch.
//! In the paper it has ten frequencies for positions and four for directions, and 256 features.

use nn::prelude::*;

network! {
    /// One of the layers in sequence.
    pub(crate) struct Hidden {
        fc: Linear<16, 16>,
    }
    fn forward(x: Tensor<16>) -> Tensor<16> {
        x.fc().relu()
    }
}

network! {
    /// Returns the colour at a position, as seen from a direction, and the density there.
    pub(crate) struct Nerf {
        first: Linear<27, 16>,
        trunk: [Hidden; 4],
        skip: Linear<43, 16>,
        rest: [Hidden; 2],
        alpha: Linear<16, 1>,
        feature: Linear<16, 16>,
        view: Linear<31, 8>,
        colour: Linear<8, 3>,
    }
    fn forward(position: Tensor<3>, direction: Tensor<3>) -> (Tensor<3>, Tensor<1>) {
        let encoded = concat(position, octaves(position), octaves(4.0 * position));
        let h = encoded.first().relu().trunk();
        let h = concat(encoded, h).skip().relu().rest();
        let seen = concat(h.feature(), direction, octaves(direction)).view().relu();
        (seen.colour().sigmoid(), h.alpha().relu())
    }
    fn octaves(x: Tensor<3>) -> Tensor<12> {
        concat(x.sin(), x.cos(), (2.0 * x).sin(), (2.0 * x).cos())
    }
}
