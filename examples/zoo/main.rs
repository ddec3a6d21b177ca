//! Known models, each in a file of its own: `cargo run --release --example zoo`.

use nn::prelude::*;

mod convnext;
mod dcgan;
mod deep_sets;
mod mlp_mixer;
mod mobilenet;
mod nerf;
mod pointnet;
mod se_resnet;
mod siamese;
mod unet;
mod vae;
mod vision_transformer;
mod wavenet;

fn line<Net: Network>(source: &str) {
    let bytes = Session::<Net, Adam, dim![32]>::TRAIN_BYTES;
    println!("{source:24} {:8} {:9} {bytes:9}", Net::GRAPH.parameters(), Net::GRAPH.macs());
}

fn main() {
    line::<se_resnet::SeResNetBlock>("a");
    line::<mobilenet::MobileNetBlock>("a");
    line::<convnext::ConvNextBlock>("a");
    line::<unet::UNet>("a");
    line::<mlp_mixer::MlpMixer>("a");
    line::<vae::Vae>("a");
    line::<dcgan::Generator>("a");
    line::<dcgan::Discriminator>("a");
    line::<siamese::Siamese>("a");
    line::<nerf::Nerf>("a");
    line::<pointnet::PointNet>("a");
    line::<deep_sets::DeepSets>("a");
    line::<wavenet::WaveNet>("a");
    line::<vision_transformer::VisionTransformer>("a");
}
