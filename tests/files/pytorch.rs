//! PyTorch's files, in both directions: `pytorch.py` writes them, and computes the expected outputs.

use nn::Parameters;
use nn::files::pytorch;
use nn::prelude::*;
use std::path::PathBuf;

network! {
    struct Mlp {
        fc1: Linear<6, 16>,
        fc2: Linear<16, 3>,
    }
    fn forward(x: Tensor<6>) -> Tensor<3> {
        x.fc1().relu().fc2()
    }
}

network! {
    struct Cnn {
        conv1: Conv2d<1, 4, kernel = 3, padding = 1>,
        norm: BatchNorm2d<4>,
        conv2: Conv2d<4, 6, kernel = 3, groups = 2>,
        up: ConvTranspose2d<6, 3, kernel = 2, stride = 2>,
        fc: Linear<48, 5>,
    }
    fn forward(x: Tensor<1, 8, 8>) -> Tensor<5> {
        let h = x.conv1().norm().relu().max_pool::<2>();
        h.conv2().relu().up().relu().flatten().fc()
    }
}

network! {
    struct Words {
        embed: Embedding<7, 4>,
        norm: LayerNorm<4>,
        blocks: [Linear<4, 4>; 2],
    }
    fn forward(word: Tensor<Class<7>>) -> Tensor<4> {
        word.embed().norm().blocks().tanh()
    }
}

network! {
    struct Counted {
        fc: Linear<6, 4>,
        norm: BatchNorm1d<4, momentum = None, bias = false>,
        bare: BatchNorm1d<4, affine = false, track_running_stats = false>,
        image: InstanceNorm1d<2, affine = true, track_running_stats = true>,
    }
    fn forward(x: Tensor<6>) -> Tensor<4> {
        (x.fc().norm() + x.fc().bare()).reshape::<2, 2>().image().flatten()
    }
}

network! {
    /// `nn.LSTM(3, 5, num_layers=2, bidirectional=True, proj_size=2)`.
    struct Projected {
        lstm: Lstm<3, 5, proj_size = 2, layers = 2, bidirectional = true>,
    }
    fn forward(x: Tensor<6, 3>) -> Tensor<6, 4> {
        x.lstm()
    }
}

network! {
    /// `nn.MultiheadAttention(8, 2, dropout=0.1, batch_first=True)` of a sequence to itself.
    struct Attending {
        in_proj_weight: Parameter<24, 8, init = nn::init::XavierUniform>,
        in_proj_bias: Parameter<24, role = bias>,
        in_proj: Tied<in_proj_weight>,
        out_proj: Linear<8, 8>,
    }
    fn forward(x: Tensor<5, 8>) -> Tensor<5, 8> {
        let (q, k, v) = chunk::<3, 1>(x.in_proj() + in_proj_bias);
        attention(q, k, v, heads = 2, dropout = 0.1).out_proj()
    }
}

network! {
    /// `nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)`.
    struct Layer {
        self_attn: Attending,
        linear1: Linear<8, 16>,
        linear2: Linear<16, 8>,
        norm1: LayerNorm<8>,
        norm2: LayerNorm<8>,
    }
    fn forward(x: Tensor<5, 8>) -> Tensor<5, 8> {
        let x = (x + x.self_attn().dropout::<0.1>()).norm1();
        (x + x.linear1().relu().dropout::<0.1>().linear2().dropout::<0.1>()).norm2()
    }
}

network! {
    /// `nn.TransformerEncoder` of two such layers, and a normalisation.
    struct Encoder {
        layers: [Layer; 2],
        norm: LayerNorm<8>,
    }
    fn forward(x: Tensor<5, 8>) -> Tensor<5, 8> {
        x.layers().norm()
    }
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name)
}

fn golden(name: &str, value: &str) -> Vec<f32> {
    let text = std::fs::read_to_string(path("pytorch.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    json[name][value].as_array().unwrap().iter().map(|number| number.as_f64().unwrap() as f32).collect()
}

fn close(found: &[f32], expected: &[f32]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-5, "{found}, PyTorch {expected}");
    }
}

/// A file written by PyTorch yields PyTorch's output; a file written for PyTorch equals the one that yielded the same
/// output there.
macro_rules! both_ways {
    ($name:literal, $net:ident, $input:expr) => {{
        let mut net = $net::new(11);
        // Parameters that differ from the initial ones.
        net.as_mut_slice().iter_mut().enumerate().for_each(|(i, w)| *w += 0.01 * (i % 7) as f32);
        let file = path(concat!($name, ".for_pytorch.safetensors"));
        if std::env::var_os("NN_BLESS").is_some() {
            return pytorch::save(&*net, &file).unwrap();
        }
        let input = $input;
        assert!(pytorch::to_bytes(&*net) == std::fs::read(&file).unwrap(), "NN_BLESS=1, then tests/files/pytorch.py");
        close(net.forward(&input).as_slice(), &golden($name, "exported"));
        let again: Box<$net> = pytorch::load(&file).unwrap();
        assert!(again.as_slice() == net.as_slice());

        let net: Box<$net> = pytorch::load(path(concat!($name, ".from_pytorch.safetensors"))).unwrap();
        close(net.forward(&input).as_slice(), &golden($name, "own"));
    }};
}

#[test]
fn multilayer_perceptron_in_both_directions() {
    both_ways!("mlp", Mlp, Tensor::<shape![4, 6]>::from_slice(&golden("mlp", "x")).unwrap());
}

#[test]
fn convolutional_network_in_both_directions() {
    both_ways!("cnn", Cnn, Tensor::<shape![4, 1, 8, 8]>::from_slice(&golden("cnn", "x")).unwrap());
}

/// Embeddings are not transposed, dense layers are, and arrays are named like a `ModuleList`.
#[test]
fn embedding_and_module_list_in_both_directions() {
    both_ways!("words", Words, {
        let words = golden("words", "x");
        Tensor::<shape![4], Class<dim![7]>>::from_fn(|[i]| Class::new(words[i] as usize).unwrap())
    });
}

#[test]
fn projected_lstm_in_both_directions() {
    both_ways!("projected", Projected, Tensor::<shape![4, 6, 3]>::from_slice(&golden("projected", "x")).unwrap());
}

/// The names and shapes of attentions and transformers are PyTorch's.
#[test]
fn attention_in_both_directions() {
    both_ways!("attending", Attending, Tensor::<shape![3, 5, 8]>::from_slice(&golden("attending", "x")).unwrap());
}

#[test]
fn layer_of_a_transformer_in_both_directions() {
    both_ways!("layer", Layer, Tensor::<shape![3, 5, 8]>::from_slice(&golden("layer", "x")).unwrap());
}

#[test]
fn encoder_of_a_transformer_in_both_directions() {
    both_ways!("encoder", Encoder, Tensor::<shape![3, 5, 8]>::from_slice(&golden("encoder", "x")).unwrap());
}

/// Options of normalisations, and the number of batches of a cumulative average, which is an integer in PyTorch.
#[test]
fn counter_of_batches_in_both_directions() {
    let mut net = Counted::new(11);
    net.as_mut_slice().iter_mut().enumerate().for_each(|(i, w)| *w += 0.01 * (i % 7) as f32);
    net.norm.num_batches_tracked.as_mut_slice().fill(12.0);
    let file = path("counted.for_pytorch.safetensors");
    if std::env::var_os("NN_BLESS").is_some() {
        return pytorch::save(&*net, &file).unwrap();
    }
    let input = Tensor::<shape![4, 6]>::from_slice(&golden("counted", "x")).unwrap();
    assert!(pytorch::to_bytes(&*net) == std::fs::read(&file).unwrap(), "NN_BLESS=1, then tests/files/pytorch.py");
    close(net.forward(&input).as_slice(), &golden("counted", "exported"));
    let again: Box<Counted> = pytorch::load(&file).unwrap();
    assert!(again.as_slice() == net.as_slice());

    let net: Box<Counted> = pytorch::load(path("counted.from_pytorch.safetensors")).unwrap();
    assert_eq!(net.norm.num_batches_tracked.as_slice(), [3.0]);
    close(net.forward(&input).as_slice(), &golden("counted", "own"));
}
