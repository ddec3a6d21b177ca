//! Stored tensors, tied weights and networks without layers: names, counts, files and training.

#![allow(missing_docs)]

use nn::Parameters;
use nn::graph::{Op, Operand};
use nn::prelude::*;

network! {
    #[derive(Clone, PartialEq, Debug)]
    struct Language {
        embed: Embedding<6, 4, padding_idx = 0>,
        pos: Parameter<3, 4, role = bias, init = nn::init::Ones>,
        mask: Buffer<3, 6, init = nn::init::Ones>,
        head: Tied<embed>,
    }
    fn forward(words: Tensor<3, Class<6>>) -> Tensor<3, 6> {
        (words.embed() + pos).tanh().head() * mask
    }
}

fn words() -> Box<Tensor<shape![8, 3], Class<dim![6]>>> {
    Tensor::from_fn(|[i, j]: [usize; 2]| Class::new((5 * i + 2 * j) % 6).unwrap())
}

#[test]
fn each_tensor_is_stored_and_counted_once() {
    let mut names = Vec::new();
    <Language as Parameters>::LAYOUT.for_each(|param| names.push(format!("{}@{}", param.name, param.offset)));
    assert_eq!(names, ["embed.weight@0", "pos@24", "mask@36"]);
    assert_eq!((Language::PARAMETERS, Language::FLASH_BYTES), (24 + 12, 4 * (24 + 12 + 18)));
    let graph = Language::GRAPH;
    let uses: Vec<_> = graph.nodes.iter().map(|node| (node.name, node.kind, node.parameters(), node.offset)).collect();
    assert_eq!(uses[0], ("embed", "Embedding<6, 4, padding_idx = 0>", 24, 0));
    assert_eq!(uses[1], ("pos", "Parameter<3, 4, role = bias>", 12, 24));
    assert_eq!(uses[4], ("head", "Tied<embed>", 0, 0));
    assert_eq!(uses[5], ("mask", "Buffer<3, 6>", 0, 36));
    assert_eq!((graph.nodes[1].op, graph.nodes[1].inputs), (Op::Stored, &[][..]));
    assert_eq!(graph.nodes[4].op, Op::FullyConnectedTransposed { inputs: 4, outputs: 6 });
    assert_eq!(graph.nodes[6].inputs, [Operand::Node(4, 0), Operand::Node(5, 0)]);
    assert_eq!((graph.nodes[4].macs, Language::MACS), (3 * 24, 3 * 24));
    assert!(Language::summary().to_string().contains("head   Tied<embed>"), "{}", Language::summary());
}

network! {
    struct Projected {
        weight: Parameter<3, 4, init = nn::init::XavierUniform>,
        fc: Tied<weight>,
        again: Tied<weight>,
    }
    fn forward(x: Tensor<2, 4>) -> Tensor<2, 3> {
        x.fc() + x.again()
    }
}

/// A stored matrix that is only the weight of layers is no value of the graph: its first use has its parameters.
#[test]
fn stored_weight_is_counted_at_its_first_use() {
    let graph = Projected::GRAPH;
    let uses: Vec<_> = graph.nodes.iter().map(|node| (node.name, node.parameters(), node.macs)).collect();
    assert_eq!(uses[..2], [("fc", 12, 24), ("again", 0, 24)]);
    assert_eq!((uses.len(), Projected::PARAMETERS, Projected::FLASH_BYTES), (3, 12, 48));
    let net = Projected::new(1);
    let y = net.forward(&Tensor::<shape![1, 2, 4]>::full(1.0));
    let sum: f32 = (0..4).map(|i| net.weight.value[[1, i]]).sum();
    assert!(sum != 0.0 && (y[[0, 1, 1]] - 2.0 * sum).abs() < 1e-6);
}

#[test]
fn training_changes_what_is_learned() {
    let mut session = Session::<Language, Adam, dim![8]>::new(Adam::new(0.01), 1);
    let before = nn::boxed_clone(&session.network);
    assert!(before.pos.value.iter().chain(before.mask.value.iter()).all(|&value| value == 1.0));
    let target = Tensor::<shape![8, 3, 6]>::full(0.5);
    let first = session.step(&words(), &Mse, &target);
    (0..20).for_each(|_| _ = session.step(&words(), &Mse, &target));
    assert!(session.step(&words(), &Mse, &target) < first);
    let after = &session.network;
    assert_eq!(after.mask, before.mask);
    assert!(after.pos != before.pos && after.embed != before.embed);
    assert!(!session.has_single_value_batch());
}

#[test]
fn layer_with_the_weight_of_another_one_cannot_be_frozen_alone() {
    let mut session = Session::<Language, Sgd, dim![8]>::new(Sgd::new(0.1), 1);
    let error = session.freeze(&["head"]).unwrap_err().to_string();
    assert_eq!(error, "there is no layer or tensor `head`\nhelp: the parts are `embed`, `pos`, `mask`");
    session.freeze(&["embed", "pos"]).unwrap();
    let before = nn::boxed_clone(&session.network);
    session.step(&words(), &Mse, &Tensor::full(0.5));
    assert_eq!(session.network, *before);
}

#[cfg(feature = "files")]
#[test]
fn files_have_the_names_of_the_fields() {
    let path = std::env::temp_dir().join(format!("nn-stored-{}.safetensors", std::process::id()));
    let language = Language::new(3);
    nn::files::save(&*language, &path).unwrap();
    let text = std::fs::read(&path).unwrap();
    let header = String::from_utf8_lossy(&text);
    for name in ["\"embed.weight\"", "\"pos\"", "\"mask\""] {
        assert!(header.contains(name), "{name}");
    }
    let loaded: Box<Language> = nn::files::load(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(loaded, language);
}

network! {
    /// No layer, only operations.
    #[derive(Clone, PartialEq, Debug)]
    struct Operations {}
    fn forward(a: Tensor<2, 3>, b: Tensor<6>) -> Tensor<6> {
        a.flatten().relu() + b
    }
}

network! {
    struct Outer {
        operations: Operations,
        fc: Linear<6, 1>,
    }
    fn forward(x: Tensor<6>) -> Tensor<1> {
        operations(x.reshape::<2, 3>(), x).fc()
    }
}

#[test]
fn network_without_layers_predicts_and_has_gradients() {
    assert_eq!((Operations::PARAMETERS, Operations::FLASH_BYTES, Outer::PARAMETERS), (0, 0, 7));
    let (network, a) = (Operations::new(1), Tensor::new([[[-1.0, 2.0, -3.0], [4.0, -5.0, 6.0]]]));
    let b = Tensor::new([[10.0; 6]]);
    assert_eq!(*network.forward(&a, &b), Tensor::new([[10.0, 12.0, 10.0, 14.0, 10.0, 16.0]]));
    assert_eq!(format!("{network:?} {}", network == nn::boxed_clone(&*network)), "Operations true");
    let mut session = Session::<Operations, Adam, dim![1]>::new(Adam::new(0.1), 1);
    let target = Tensor::new([[0.0; 6]]);
    let loss = session.step((&a, &b), &Mse, &target);
    assert_eq!(session.step((&a, &b), &Mse, &target), loss);
    let outer = Outer::new(1);
    assert_eq!(outer.forward(&Tensor::<shape![2, 6]>::zeros()).dims(), [2, 1]);
}
