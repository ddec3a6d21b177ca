//! A variational autoencoder (Kingma, Welling 2013, "Auto-Encoding Variational Bayes").
//!
//! PyTorch's `torch.randn_like(mean)` is `mean.normal_noise()`: noise in training, and 0 in inference, where the reconstruction
//! is that of the mean. The divergence is an output, so the negative evidence lower bound, for targets `(&image, &zeros)`, is the
//! tuple of losses `(BceWithLogits.reduction(Reduction::BatchMean), Mae)`.

use nn::prelude::*;

network! {
    /// Maps an image to the mean and the logarithm of the variance of its four latent values.
    pub(crate) struct Encoder {
        fc: Linear<36, 16>,
        mean: Linear<16, 4>,
        log_variance: Linear<16, 4>,
    }
    fn forward(image: Tensor<36>) -> (Tensor<4>, Tensor<4>) {
        let h = image.fc().relu();
        (h.mean(), h.log_variance())
    }
}

network! {
    /// Maps latent values to the logits of an image.
    pub(crate) struct Decoder {
        fc: Linear<4, 16>,
        image: Linear<16, 36>,
    }
    fn forward(latent: Tensor<4>) -> Tensor<36> {
        latent.fc().relu().image()
    }
}

network! {
    /// Returns the logits of the reconstruction, and the divergence of the latent distribution from a standard normal one.
    pub(crate) struct Vae {
        encoder: Encoder,
        decoder: Decoder,
    }
    fn forward(image: Tensor<36>) -> (Tensor<36>, Tensor<1>) {
        let (mean, log_variance): (Tensor<4>, Tensor<4>) = image.encoder();
        let latent = mean + (log_variance * 0.5).exp() * mean.normal_noise();
        let divergence = (mean.square() + log_variance.exp() - 1.0 - log_variance).sum() * 0.5;
        (latent.decoder(), divergence)
    }
}
