//! Recurrent layers in networks: shapes, counts, names in files, and training.

#![allow(missing_docs)]

use nn::Parameters;
use nn::graph::{Op, RecurrentCell};
use nn::layers::{Gru, Lstm, Relu, Rnn, Scan, WithBias};
use nn::prelude::*;

network! {
    struct Deep {
        lstm: Lstm<3, 4, layers = 2, bidirectional = true, dropout = 0.25>,
        out: Linear<8, 2>,
    }
    fn forward(x: Tensor<5, 3>) -> Tensor<2> {
        x.lstm().select::<0, -1>().out()
    }
}

#[test]
fn counts_and_graph() {
    // Two directions of each layer, of 3 and of 8 features: (features + 4) * 16 weights and 2 * 16 biases.
    let parameters = 2 * (7 * 16 + 32) + 2 * (12 * 16 + 32);
    assert_eq!(Deep::PARAMETERS, parameters + 18);
    assert_eq!(Deep::MACS, 5 * 2 * (7 * 16 + 12 * 16) + 16);
    let node = Deep::GRAPH.nodes[0];
    assert_eq!(node.kind, "Lstm<3, 4, layers = 2, bidirectional = true, dropout = 0.25>");
    let Op::Recurrence { cell, inputs, units, projection, layers, directions, bias, dropout, states, lengths } =
        node.op
    else {
        unreachable!()
    };
    assert_eq!((cell, dropout.get()), (RecurrentCell::Lstm, 0.25));
    assert_eq!((inputs, units, projection, layers, directions, bias), (3, 4, None, 2, 2, true));
    assert!(!states && !lengths);
    assert!(Deep::summary().to_string().contains("Lstm<3, 4, layers = 2, bidirectional = true, dropout = 0.25>"));
}

type Features = dim![3];
type Units = dim![6];

network! {
    /// Named and inferred sizes, an array, another type of elements.
    #[dtype(f64)]
    struct Named {
        first: Gru<Features, Units, bidirectional = true>,
        more: [Rnn<_, 12, nonlinearity = relu, bias = false>; 2],
        last: Lstm<_, Units>,
    }
    fn forward(x: Tensor<7, Features>) -> Tensor<7, Units> {
        x.first().more().last()
    }
}

network! {
    struct Generic<W: Dim, H: Dim> {
        gru: Gru<W, H>,
        both: Rnn<H, H, bidirectional = true>,
        out: Linear<_, 2>,
    }
    fn forward(x: Tensor<4, W>) -> Tensor<4, 2> {
        x.gru().both().out()
    }
}

#[test]
fn sizes_may_be_names() {
    // The fields have the types that the expansion names.
    let network = Named::new(1);
    let _: &Gru<Features, Units, WithBias, f64, 2> = &network.first;
    let _: &Lstm<dim![12], Units, WithBias, f64> = &network.last;
    let _: &Rnn<dim![12], dim![12], Relu, nn::layers::NoBias, f64> = &network.more[0];
    nn::gradient_check::check_layer::<shape![7, 3], dim![2], _>(&mut *nn::parameters::zeroed::<Named>(), 1);
}

/// The last hidden state depends on the first step.
#[test]
fn remembers_the_first_step() {
    network! {
        struct Memory {
            lstm: Lstm<1, 8>,
            out: Linear<8, 1>,
        }
        fn forward(x: Tensor<9, 1>) -> Tensor<1> {
            x.lstm().select::<0, -1>().out()
        }
    }
    let x = Tensor::<shape![16, 9, 1]>::from_fn(|[i, t, _]| if (i + t * (i / 2 + 1)) % 2 == 0 { 1.0 } else { -1.0 });
    let y = Tensor::<shape![16, 1]>::from_fn(|[i, _]| x[[i, 0, 0]]);
    let mut session = Session::<Memory, Adam, dim![16]>::new(Adam::new(0.02), 1);
    let first = session.step(&x, &Mse, &y);
    let last = (0..300).map(|_| session.step(&x, &Mse, &y)).last().unwrap();
    assert!(last < first / 100.0, "from {first} to {last}");
}

/// The bits of a training run do not depend on how a step is divided into batches, in spite of dropout.
#[test]
fn dropout_depends_on_the_sample_alone() {
    let x = Tensor::<shape![4, 5, 3]>::from_fn(|[i, t, j]| (i * 15 + t * 3 + j) as f32 / 30.0 - 1.0);
    let y = Tensor::<shape![4, 2]>::full(0.5);
    let halves = |from: usize| {
        let x = Tensor::<shape![2, 5, 3]>::from_fn(|[i, t, j]| x[[from + i, t, j]]);
        (x, Tensor::<shape![2, 2]>::full(0.5))
    };
    let mut whole = Session::<Deep, Sgd, dim![4]>::new(Sgd::new(1.0), 1);
    let mut parts = Session::<Deep, Sgd, dim![2]>::new(Sgd::new(1.0), 1);
    whole.step(&x, &Mse, &y);
    for (x, y) in [halves(0), halves(2)] {
        parts.accumulate(&x, &Mse, &y);
    }
    parts.update();
    for (a, b) in whole.network.as_slice().iter().zip(parts.network.as_slice()) {
        assert!((a - b).abs() < 1e-6, "{a}, {b}");
    }
}

/// The header of a safetensors file with these tensors, and their elements.
#[cfg(feature = "files")]
fn safetensors(tensors: &[(String, Vec<usize>, Vec<f32>)]) -> Vec<u8> {
    let mut offset = 0;
    let entries = tensors.iter().map(|(name, shape, data)| {
        let start = offset;
        offset += 4 * data.len();
        format!("\"{name}\":{{\"dtype\":\"F32\",\"shape\":{shape:?},\"data_offsets\":[{start},{offset}]}}")
    });
    let header = format!("{{{}}}", entries.collect::<Vec<_>>().join(","));
    let data = tensors.iter().flat_map(|(.., data)| data.iter().flat_map(|element| element.to_le_bytes()));
    (header.len() as u64).to_le_bytes().into_iter().chain(header.into_bytes()).chain(data).collect()
}

/// A file of PyTorch's module has its names and its shapes, `[gates * units, features]`.
#[cfg(feature = "files")]
#[test]
fn reads_files_of_pytorch() {
    let element = |name: usize, i: usize| ((i * 31 + name * 7) % 101) as f32 / 101.0;
    let mut tensors = Vec::new();
    for (layer, features) in [(0, 3), (1, 8)] {
        for direction in ["", "_reverse"] {
            for (name, shape) in [
                ("weight_ih", vec![16, features]),
                ("weight_hh", vec![16, 4]),
                ("bias_ih", vec![16]),
                ("bias_hh", vec![16]),
            ] {
                let count = shape.iter().product();
                let data = (0..count).map(|i| element(tensors.len(), i)).collect();
                tensors.push((format!("lstm.{name}_l{layer}{direction}"), shape, data));
            }
        }
    }
    tensors.push(("out.weight".into(), vec![2, 8], vec![0.5; 16]));
    tensors.push(("out.bias".into(), vec![2], vec![0.25; 2]));
    let path = std::env::temp_dir().join(format!("nn-recurrent-{}.safetensors", std::process::id()));
    std::fs::write(&path, safetensors(&tensors)).unwrap();
    let deep: Box<Deep> = nn::files::pytorch::load(&path).unwrap();
    let gate = |row: usize, feature: usize| element(0, row * 3 + feature);
    // Gate 2 of unit 3 is row 2 * 4 + 3.
    assert_eq!(deep.lstm.first[0].weight_ih[[1, 2, 3]], gate(11, 1));
    assert_eq!(deep.lstm.first[1].bias_hh[[3, 0]], element(7, 12));
    assert_eq!(deep.lstm.more[0][1].weight_hh[[3, 1, 2]], element(13, 6 * 4 + 3));
    nn::files::pytorch::save(&*deep, &path).unwrap();
    let again: Box<Deep> = nn::files::pytorch::load(&path).unwrap();
    assert_eq!(again.as_slice(), deep.as_slice());
    let text = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(String::from_utf8_lossy(&text).contains("\"lstm.weight_hh_l1_reverse\""));
}

#[test]
fn generic_networks() {
    let network = Generic::<dim![3], dim![5]>::new(1);
    assert_eq!(network.out.weight.dims(), [10, 2]);
    assert_eq!(network.forward(&Tensor::<shape![3, 4, 3]>::zeros()).dims(), [3, 4, 2]);
}

/// Networks that differ in one attribute of the layer have different fingerprints, even if their parameters have the same sizes.
#[test]
fn attributes_are_part_of_the_fingerprint() {
    let mut all = Vec::new();
    macro_rules! networks {
        ($({ $($layer:tt)* })*) => {
            $({
                network! {
                    struct Net {
                        layer: $($layer)*,
                    }
                    fn forward(x: Tensor<3, 4>) -> Tensor<3, 4> {
                        x.layer()
                    }
                }
                all.push(const { nn::graph::fingerprint::<Net>() });
            })*
        };
    }
    networks! {
        { Lstm<4, 4> }
        { Gru<4, 4> }
        { Rnn<4, 4> }
        { Rnn<4, 4, nonlinearity = relu> }
        { Rnn<4, 4, bias = false> }
        { Rnn<4, 2, bidirectional = true> }
        { Rnn<4, 4, layers = 2> }
        { Rnn<4, 4, layers = 2, dropout = 0.5> }
        { Rnn<4, 4, layers = 2, dropout = 0.25> }
        { Rnn<4, 4, layers = 3> }
    }
    let different: std::collections::BTreeSet<_> = all.iter().collect();
    assert_eq!(different.len(), all.len());
}

network! {
    #[dtype(f64)]
    #[derive(Clone, PartialEq, Debug)]
    struct GruCell {
        input: Linear<3, 12>,
        hidden: Linear<4, 12>,
    }
    fn forward(x: Tensor<3>, h: Tensor<4>) -> (Tensor<4>, Tensor<4>) {
        let (r, z, n) = split::<4, 4, 4>(x.input());
        let (of_r, of_z, of_n) = split::<4, 4, 4>(h.hidden());
        let z = (z + of_z).sigmoid();
        let n = (n + (r + of_r).sigmoid() * of_n).tanh();
        let h = (1 - z) * n + z * h;
        (h, h)
    }
}

network! {
    #[dtype(f64)]
    struct Scanned {
        steps: Scan<GruCell>,
        start: Buffer<4>,
    }
    fn forward(x: Tensor<7, 3>) -> (Tensor<7, 4>, Tensor<4>) {
        let (y, h) = steps(x, start);
        (y, h)
    }
}

network! {
    #[dtype(f64)]
    struct Whole {
        gru: Gru<3, 4>,
    }
    fn forward(x: Tensor<7, 3>) -> (Tensor<7, 4>, Tensor<4>) {
        let y = x.gru();
        (y, y.select::<0, -1>())
    }
}

/// A scan of the cell of a GRU is a GRU. The gradients of a scan are checked in `tests/gradients`.
#[test]
fn scan_of_a_cell_is_the_recurrent_layer() {
    let whole = Whole::new(1);
    let mut scanned = Scanned::new(2);
    let [weights] = &whole.gru.first;
    let cell = &mut scanned.steps.cell;
    cell.input.weight.as_mut_slice().copy_from_slice(weights.weight_ih.as_slice());
    cell.hidden.weight.as_mut_slice().copy_from_slice(weights.weight_hh.as_slice());
    cell.input.bias.as_mut_slice().copy_from_slice(weights.bias_ih.as_slice());
    cell.hidden.bias.as_mut_slice().copy_from_slice(weights.bias_hh.as_slice());
    let x = Tensor::<shape![2, 7, 3], f64>::from_fn(|[b, t, i]| ((17 * b + 5 * t + i) as f64).sin());
    let (expected, found) = (whole.forward(&x), scanned.forward(&x));
    let is_near = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-14);
    assert!(is_near(found.0.as_slice(), expected.0.as_slice()) && is_near(found.1.as_slice(), expected.1.as_slice()));
    assert_eq!(Scanned::MACS, 7 * (3 + 4) * 12);
    let Op::Scan { op: Op::Subgraph(cell) } = Scanned::GRAPH.nodes[1].op else { panic!("{:?}", Scanned::GRAPH) };
    assert_eq!(cell.nodes.len(), GruCell::GRAPH.nodes.len());
    assert_eq!(scanned.steps.clone(), scanned.steps);
    let mut names = Vec::new();
    <Scanned as Parameters<f64>>::LAYOUT.for_each(|parameter| names.push(parameter.name.to_string()));
    assert_eq!(names, ["steps.input.weight", "steps.input.bias", "steps.hidden.weight", "steps.hidden.bias", "start"]);
}
