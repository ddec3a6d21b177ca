//! A siamese network for the triplet loss (Schroff, Kalenichenko, Philbin 2015, "FaceNet").
//!
//! PyTorch calls one module three times, and so does `forward`: the gradients of the three uses are summed. The outputs are those
//! that `TripletMargin` expects, with `()` as the target. `F.normalize(x)` is `x / maximum(x.norm::<0, keep = true>(), 1e-12)`.

use nn::prelude::*;

network! {
    /// Maps an image to a unit vector of eight elements.
    pub(crate) struct Encoder {
        conv1: Conv2d<1, 4, kernel = 3>,
        conv2: Conv2d<4, 8, kernel = 3>,
        fc: Linear<8, 8>,
    }
    fn forward(image: Tensor<1, 12, 12>) -> Tensor<8> {
        let h = image.conv1().relu().max_pool::<2>().conv2().relu().max_pool::<2>();
        let h = h.flatten().fc();
        h / maximum(h.norm::<0, keep = true>(), 1e-12)
    }
}

network! {
    /// Embeds an image, one of the same class, and one of another class.
    pub(crate) struct Siamese {
        encoder: Encoder,
    }
    fn forward(
        anchor: Tensor<1, 12, 12>,
        positive: Tensor<1, 12, 12>,
        negative: Tensor<1, 12, 12>,
    ) -> (Tensor<8>, Tensor<8>, Tensor<8>) {
        (anchor.encoder(), positive.encoder(), negative.encoder())
    }
}
