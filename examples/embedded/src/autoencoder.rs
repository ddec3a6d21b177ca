//! The anomaly detector of MLPerf Tiny, 640-128x4-8-128x4-640, without its normalisations, which fold into the weights. The caller
//! supplies the weights; there is no trained file of them here.

use nn::prelude::*;

network! {
    #[budget(flash <= 1_063_456, scratch <= 1_024, macs <= 264_192)]
    pub struct Autoencoder {
        encoder1: Linear<640, 128>,
        encoder2: Linear<128, 128>,
        encoder3: Linear<128, 128>,
        encoder4: Linear<128, 128>,
        code: Linear<128, 8>,
        decoder1: Linear<8, 128>,
        decoder2: Linear<128, 128>,
        decoder3: Linear<128, 128>,
        decoder4: Linear<128, 128>,
        sound: Linear<128, 640>,
    }
    fn forward(sound: Tensor<640>) -> Tensor<640> {
        let h = sound.encoder1().relu().encoder2().relu().encoder3().relu().encoder4().relu();
        let h = h.code().relu().decoder1().relu().decoder2().relu().decoder3().relu().decoder4().relu();
        h.sound()
    }
}

type Sound = Tensor<shape![1, 640]>;
type Scratch = <Autoencoder as nn::layers::Layer<shape![640]>>::Scratch<dim![1]>;

/// Writes the reconstruction of a sound to `again`; `scratch` may contain anything.
#[unsafe(no_mangle)]
pub extern "C" fn predict(network: &Autoencoder, sound: &Sound, again: &mut Sound, scratch: &mut Scratch) {
    network.predict(sound, again, scratch);
}
