//! Known models, each in a file of its own, and what the compiler knows about them: `cargo run --release --example zoo`.
//!
//! Each file declares a model with small sizes, names its source, and says what differs from PyTorch's notation. `tests/zoo.rs`
//! compares outputs and gradients with the same modules in PyTorch (`tests/golden/zoo.py`). The output has one line for each
//! model; the last line counts them, and all tensors whose shapes were proven when the example was compiled.

use nn::graph::{Graph, Op};
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
mod transformer;
mod unet;
mod vae;
mod vision_transformer;
mod wavenet;

/// The samples in a batch, for which the memory of a training step is computed.
type Batch = dim![32];

/// Counts the values of a network and of those in it, each of which has a shape.
fn shapes(graph: &Graph) -> usize {
    let of_node = |op: &Op| match *op {
        Op::Subgraph(inner) => shapes(inner),
        Op::Repeat { op: Op::Subgraph(inner), count } => count * shapes(inner),
        _ => 0,
    };
    graph.nodes.iter().map(|node| node.output_dims.len() + of_node(&node.op)).sum()
}

/// Prints a line about a model, and returns the number of its shapes.
fn line<Net: Network>() -> usize {
    let (graph, memory) = (&Net::GRAPH, Session::<Net, Adam, Batch>::TRAIN_BYTES);
    println!("{:17}  {:10}  {:7}  {:9}", graph.name, graph.parameters(), graph.macs(), memory);
    shapes(graph)
}

fn main() {
    println!("model              parameters     MACs  bytes to train 32 samples by Adam");
    let shapes = [
        line::<se_resnet::SeResNetBlock>(),
        line::<mobilenet::MobileNetBlock>(),
        line::<convnext::ConvNextBlock>(),
        line::<unet::UNet>(),
        line::<mlp_mixer::MlpMixer>(),
        line::<vision_transformer::VisionTransformer>(),
        line::<transformer::Transformer>(),
        line::<transformer::PreNormLayer>(),
        line::<vae::Vae>(),
        line::<dcgan::Generator>(),
        line::<dcgan::Discriminator>(),
        line::<siamese::Siamese>(),
        line::<nerf::Nerf>(),
        line::<pointnet::PointNet>(),
        line::<deep_sets::DeepSets>(),
        line::<wavenet::WaveNet>(),
    ];
    println!("{} networks, {} shapes proven by the compiler", shapes.len(), shapes.iter().sum::<usize>());
}
