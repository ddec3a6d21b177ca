//! The models of `examples/zoo` against PyTorch: `tests/golden/zoo.py` writes `tests/golden/zoo.json`.
//!
//! Both programs draw the same weights, inputs and `dy`. Outputs and gradients, of the inputs and of all parameters, may differ by
//! 1e-5 times the largest element of a tensor, or times 1: the models are `f32`, and PyTorch computes in `float64`.

#![allow(missing_docs)]

use nn::graph::Op;
use nn::layers::{Layer, Pass, StepContext};
use nn::losses::TripletMargin;
use nn::parameters::{Gradient, Orientation, Param, Role, zeroed};
use nn::prelude::*;
use nn::signal::Signal;
use nn::{Float, Parameters};
use serde_json::Value;
use std::collections::BTreeSet;

#[path = "../examples/zoo/convnext.rs"]
mod convnext;
#[path = "../examples/zoo/dcgan.rs"]
mod dcgan;
#[path = "../examples/zoo/deep_sets.rs"]
mod deep_sets;
#[path = "../examples/zoo/mlp_mixer.rs"]
mod mlp_mixer;
#[path = "../examples/zoo/mobilenet.rs"]
mod mobilenet;
#[path = "../examples/zoo/nerf.rs"]
mod nerf;
#[path = "../examples/zoo/pointnet.rs"]
mod pointnet;
#[path = "../examples/zoo/se_resnet.rs"]
mod se_resnet;
#[path = "../examples/zoo/siamese.rs"]
mod siamese;
#[path = "../examples/zoo/transformer.rs"]
mod transformer;
#[path = "../examples/zoo/unet.rs"]
mod unet;
#[path = "../examples/zoo/vae.rs"]
mod vae;
#[path = "../examples/zoo/vision_transformer.rs"]
mod vision_transformer;
#[path = "../examples/zoo/wavenet.rs"]
mod wavenet;

fn golden() -> Value {
    serde_json::from_str(include_str!("golden/zoo.json")).unwrap()
}

/// Knuth's MMIX generator, seeded by the hash of a name (FNV-1a).
struct Lcg(u64);

impl Lcg {
    fn new(name: &str) -> Self {
        let hash = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        let mut rng = Self(name.bytes().fold(0xCBF2_9CE4_8422_2325, hash));
        for _ in 0..4 {
            rng.bits();
        }
        rng
    }

    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    /// Draws a multiple of 2^-12 in [-1, 1).
    fn number(&mut self) -> f64 {
        (self.bits() % 8192) as f64 / 4096.0 - 1.0
    }
}

/// Draws the inputs or the gradients of the outputs of a model, one after the other.
fn draw<T: Float>(to: &mut [T], dims: &[&[usize]], batch: usize, name: &str) {
    let mut rest = to;
    for (index, dims) in dims.iter().enumerate() {
        let (tensor, others) = rest.split_at_mut(batch * dims.iter().product::<usize>());
        let mut rng = Lcg::new(&format!("{name}{index}"));
        tensor.fill_with(|| T::from_f64(rng.number()));
        rest = others;
    }
    assert!(rest.is_empty());
}

/// The name, the shape, and the transposed columns of a tensor in PyTorch; a matrix whose axes are exchanged there has some.
fn in_pytorch(param: &Param) -> (String, Vec<usize>, Option<usize>) {
    let name = param.name.to_string();
    let name = name.strip_suffix(".value").map_or(name.clone(), str::to_owned);
    match param.dims {
        &[inputs, outputs] if name.ends_with(".weight") && param.orientation == Some(Orientation::InOut) => {
            (name, vec![outputs, inputs], Some(inputs))
        }
        dims => (name, dims.to_vec(), None),
    }
}

/// Moves the elements of a matrix in PyTorch's order to ours.
fn transposed<T: Copy>(data: &[T], columns: Option<usize>) -> Vec<T> {
    let Some(columns) = columns else { return data.to_vec() };
    (0..columns).flat_map(|column| data.iter().skip(column).step_by(columns).copied()).collect()
}

/// Draws a parameter as `draw` of the script does.
fn parameter<T: Float>(model: &str, param: &Param) -> Vec<T> {
    let (name, dims, columns) = in_pytorch(param);
    let (mut scale, mut shift) = (1.0, 0.0);
    if !name.ends_with(".weight") {
        scale = 0.5;
    } else if dims.len() == 1 {
        (scale, shift) = (0.5, 1.0);
    } else {
        let inputs: usize = dims[1..].iter().product();
        while scale * scale * inputs as f64 > 7.0 {
            scale /= 2.0;
        }
    }
    let mut rng = Lcg::new(&format!("{model}.{name}"));
    let data: Vec<T> = (0..param.size()).map(|_| T::from_f64(shift + scale * rng.number())).collect();
    transposed(&data, columns)
}

/// The elements of a tensor of the file, whose shape must be this one.
fn tensor(value: &Value, dims: &[usize]) -> Vec<f64> {
    let integers =
        |value: &Value| -> Vec<i64> { value.as_array().unwrap().iter().map(|n| n.as_i64().unwrap()).collect() };
    assert_eq!(integers(&value["shape"]), dims.iter().map(|&size| size as i64).collect::<Vec<_>>());
    integers(&value["data"]).into_iter().map(|millionths| millionths as f64 * 1e-6).collect()
}

#[track_caller]
fn close<T: Float>(what: &str, found: &[T], expected: &[f64]) {
    assert_eq!(found.len(), expected.len(), "{what}");
    let largest = expected.iter().fold(1.0_f64, |largest, number| largest.max(number.abs()));
    for (i, (&found, expected)) in found.iter().zip(expected).enumerate() {
        let error = (found.to_f64() - expected).abs();
        assert!(error <= 1e-5 * largest, "{what} {i}: found {found}, expected {expected}, at most {largest}");
    }
}

#[track_caller]
fn close_loss(found: f32, case: &Value) {
    close("loss", &[found], &[case["loss"].as_i64().unwrap() as f64 * 1e-6]);
}

/// Compares several tensors, one after the other, with those of the file.
fn close_all<T: Float>(what: &str, found: &[T], dims: &[&[usize]], batch: usize, expected: &Value) {
    let expected = expected.as_array().unwrap();
    assert_eq!(expected.len(), dims.len());
    let mut rest = found;
    for (index, (dims, expected)) in dims.iter().zip(expected).enumerate() {
        let dims = [&[batch], *dims].concat();
        let (found, others) = rest.split_at(dims.iter().product());
        close(&format!("{what} {index}"), found, &tensor(expected, &dims));
        rest = others;
    }
}

type Out<Net> = <Net as Layer<<Net as Network>::In, <Net as Network>::Elem>>::Out;
type Inputs<Net, B> = <<Net as Network>::In as Signal>::Owned<B, <Net as Network>::Elem>;
type Outputs<Net, B> = <Out<Net> as Signal>::Owned<B, <Net as Network>::Elem>;

/// Compares a step of a model with the file; `loss` writes the gradient of the outputs.
fn compare<Net, B>(loss: impl FnOnce(&Value, &Outputs<Net, B>, &mut Outputs<Net, B>))
where
    Net: Network,
    B: Dim,
    Inputs<Net, B>: Parameters<Net::Elem>,
    Outputs<Net, B>: Parameters<Net::Elem>,
{
    let (golden, graph) = (golden(), &Net::GRAPH);
    let (name, case) = (graph.name, &golden["models"][graph.name]);
    let (mut net, mut grad) = (zeroed::<Net>(), zeroed::<Net>());
    Net::LAYOUT.for_each(|param| net.as_mut_slice()[param.range()].copy_from_slice(&parameter(name, &param)));
    let (mut x, mut dx) = (zeroed::<Inputs<Net, B>>(), zeroed::<Inputs<Net, B>>());
    draw::<Net::Elem>(x.as_mut_slice(), graph.input_dims, B::SIZE, &format!("{name}/x"));
    let (mut y, mut dy) = (zeroed::<Outputs<Net, B>>(), zeroed::<Outputs<Net, B>>());
    let (mut saved, context) = (zeroed::<Net::Saved<B>>(), StepContext::new(42, 7));
    net.forward_train(Net::In::by_ref(&x), Out::<Net>::by_mut(&mut y), &mut saved, context);
    close_all::<Net::Elem>(&format!("{name} y"), y.as_slice(), graph.output_dims, B::SIZE, &case["y"]);

    loss(case, &y, &mut dy);
    net.backward(
        Pass { x: Net::In::by_ref(&x), y: Out::<Net>::by_ref(&y), saved: &mut *saved, dy: Out::<Net>::by_ref(&dy) },
        Net::In::by_grad(&mut dx, false),
        Gradient::set(&mut grad),
        context,
    );
    close_all::<Net::Elem>(&format!("{name} dx"), dx.as_slice(), graph.input_dims, B::SIZE, &case["dx"]);
    let mut compared = 0;
    Net::LAYOUT.for_each(|param| {
        if !matches!(param.role, Role::Buffer | Role::Constant) {
            let (of, dims, columns) = in_pytorch(&param);
            let expected = transposed(&tensor(&case["gradient"][&of], &dims), columns);
            close(&format!("{name} {of}"), &grad.as_slice()[param.range()], &expected);
            compared += 1;
        }
    });
    assert_eq!(compared, case["gradient"].as_object().unwrap().len());
}

/// Compares a step of a model of the file, where the gradients of the outputs are drawn.
fn model<Net, B>()
where
    Net: Network,
    B: Dim,
    Inputs<Net, B>: Parameters<Net::Elem>,
    Outputs<Net, B>: Parameters<Net::Elem>,
{
    let (name, dims) = (Net::GRAPH.name, Net::GRAPH.output_dims);
    compare::<Net, B>(|_, _, dy| draw::<Net::Elem>(dy.as_mut_slice(), dims, B::SIZE, &format!("{name}/dy")));
}

#[test]
fn images() {
    model::<se_resnet::SeResNetBlock, dim![2]>();
    model::<mobilenet::MobileNetBlock, dim![2]>();
    model::<convnext::ConvNextBlock, dim![2]>();
    model::<unet::UNet, dim![2]>();
    model::<mlp_mixer::MlpMixer, dim![3]>();
    model::<vision_transformer::VisionTransformer, dim![3]>();
}

#[test]
fn generators_of_images() {
    model::<dcgan::Generator, dim![3]>();
    model::<dcgan::Discriminator, dim![3]>();
    let noise = vae::Vae::GRAPH.nodes.iter().position(|node| node.op == Op::NormalNoise);
    assert_eq!(noise.map(|number| number as u64), golden()["noise"].as_u64(), "`Vae.NOISE` in the script");
    // The negative evidence lower bound of images from 0 to 1.
    let mut images = Tensor::<shape![4, 36]>::zeros();
    draw(images.as_mut_slice(), &[&[36]], 4, "Vae/x");
    images.iter_mut().for_each(|pixel| *pixel = (*pixel + 1.0) / 2.0);
    compare::<vae::Vae, dim![4]>(|case, y, dy| {
        let loss = (BceWithLogits.reduction(Reduction::BatchMean), Mae);
        let target = (&*images, &*Tensor::<shape![4, 1]>::zeros());
        let dy = (&mut dy.0, &mut dy.1);
        close_loss(Loss::<Out<vae::Vae>>::gradient(&loss, (&y.0, &y.1), target, dy), case);
    });
}

#[test]
fn points_and_sounds() {
    model::<nerf::Nerf, dim![6]>();
    model::<pointnet::PointNet, dim![12]>();
    model::<deep_sets::DeepSets, dim![3]>();
    model::<wavenet::WaveNet, dim![2]>();
}

#[test]
fn sequences() {
    model::<transformer::Transformer, dim![3]>();
    model::<transformer::PreNormLayer, dim![2]>();
}

#[test]
fn triplets() {
    compare::<siamese::Siamese, dim![3]>(|case, y, dy| {
        let dy = (&mut dy.0, &mut dy.1, &mut dy.2);
        close_loss(TripletMargin::default().gradient((&y.0, &y.1, &y.2), (), dy), case);
    });
}

/// The lines that `docs/models.md` shows are those of the file that it names before them, and it names every model.
#[test]
fn documentation_shows_the_files() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap();
    let trimmed = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    let page = read("docs/models.md");
    let mut shown = BTreeSet::new();
    for section in page.split("\n`examples/zoo/").skip(1) {
        let name = section.split('`').next().unwrap();
        let file = trimmed(&read(&format!("examples/zoo/{name}")));
        let blocks: Vec<_> = section.split("```rust,ignore\n").skip(1).map(|rest| rest.split("```").next()).collect();
        assert!(!blocks.is_empty(), "no lines of {name}");
        for block in blocks {
            let lines = trimmed(block.unwrap());
            assert!(file.contains(&lines), "{name} does not contain\n{lines}");
        }
        shown.insert(name.to_owned());
    }
    let files = std::fs::read_dir(root.join("examples/zoo")).unwrap();
    let mut files: BTreeSet<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    assert!(files.remove("main.rs"));
    assert_eq!(shown, files);
}
