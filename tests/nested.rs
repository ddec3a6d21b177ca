//! Networks inside networks compute the same as one network with all of their layers, forward and backward, for one value and
//! several, once and repeated.

#![allow(missing_docs)]

use nn::Parameters;
use nn::layers::{Layer, Pass, StepContext};
use nn::parameters::{Gradient, zeroed};
use nn::prelude::*;
use nn::signal::Signal;

network! {
    struct Flat {
        fc1: Linear<4, 4>,
        fc2: Linear<4, 4>,
        p: Linear<4, 2>,
        q: Linear<4, 3>,
        last: Linear<5, 1>,
    }
    fn forward(x: Tensor<4>) -> Tensor<1> {
        let h = x.fc1().tanh() + x;
        let h = h.fc2().tanh() + h;
        concat(h.p().sigmoid(), h.q()).last()
    }
}

network! {
    struct Block<D: Dim> {
        fc: Linear<D, D>,
    }
    fn forward(x: Tensor<D>) -> Tensor<D> {
        x.fc().tanh() + x
    }
}

type Three = dim![3];

// The bounds on sizes of this network depend on each other, and on a size that is not a parameter.
network! {
    struct Concatenated<D: Dim> {
        out: Linear<_, D>,
    }
    fn forward(x: Tensor<Three, D>, y: Tensor<D>) -> Tensor<D> {
        let rows = x.flatten();
        concat(rows, y).out()
    }
}

#[test]
fn generic_sizes_combine_with_named_ones() {
    assert_eq!(Concatenated::<dim![4]>::PARAMETERS, (3 * 4 + 4) * 4 + 4);
    assert_eq!(Concatenated::<dim![1000]>::PARAMETERS, 4_000_000 + 1_000);
}

network! {
    struct Heads {
        p: Linear<4, 2>,
        q: Linear<4, 3>,
    }
    fn forward(x: Tensor<4>) -> (Tensor<2>, Tensor<3>) {
        (x.p().sigmoid(), x.q())
    }
}

network! {
    struct Join {
        last: Linear<5, 1>,
    }
    fn forward(a: Tensor<2>, b: Tensor<3>) -> Tensor<1> {
        concat(a, b).last()
    }
}

network! {
    struct Nested {
        blocks: [Block<4>; 2],
        heads: Heads,
        join: Join,
    }
    fn forward(x: Tensor<4>) -> Tensor<1> {
        let (a, b) = x.blocks().heads();
        join(a, b)
    }
}

network! {
    struct OneByOne {
        first: Block<4>,
        second: Block<Side>,
        heads: Heads,
        join: Join,
    }
    fn forward(x: Tensor<Side>) -> Tensor<1> {
        let (a, b) = x.first().second().heads();
        join(a, b)
    }
}

type Side = dim![4];
type Batch = dim![3];
type Rows = Tensor<shape![3, 4]>;

/// The output, and the gradients of the input and of all parameters, of a network with these parameters.
fn run<Net>(numbers: &[f32], x: &Rows) -> [Vec<f32>; 3]
where
    Net: Layer<shape![4], f32, Out = shape![1]> + Parameters,
{
    let (mut network, mut gradient) = (zeroed::<Net>(), zeroed::<Net>());
    network.as_mut_slice().copy_from_slice(numbers);
    let mut saved = zeroed::<Net::Saved<Batch>>();
    let (mut y, mut dx) = (zeroed::<Tensor<shape![3, 1]>>(), zeroed::<Rows>());
    let dy = Tensor::<shape![3, 1]>::new([[1.0], [-2.0], [0.5]]);
    let context = StepContext::default();
    network.forward_train(x, &mut *y, &mut saved, context);
    let place = <shape![4] as Signal>::by_grad(&mut *dx, false);
    let pass = Pass { x, y: &*y, saved: &mut *saved, dy: &dy };
    network.backward(pass, place, Gradient::set(&mut gradient), context);
    let mut inferred = zeroed::<Tensor<shape![3, 1]>>();
    network.forward(x, &mut *inferred, &mut zeroed::<Net::Scratch<Batch>>());
    assert_eq!(inferred, y);
    [Tensor::as_slice(&y).to_vec(), Tensor::as_slice(&dx).to_vec(), gradient.as_slice().to_vec()]
}

#[test]
fn nested_layers_match_flat_network() {
    let flat = Flat::new(7);
    let x = Rows::from_slice(&std::array::from_fn::<_, 12, _>(|i| (i as f32 * 0.7).sin())).unwrap();
    let expected = run::<Flat>(flat.as_slice(), &x);
    assert_eq!(run::<Nested>(flat.as_slice(), &x), expected);
    assert_eq!(run::<OneByOne>(flat.as_slice(), &x), expected);
    assert!(expected[2].iter().all(|number| number.is_finite()) && expected[2].iter().any(|&number| number != 0.0));
}

#[test]
fn names_and_counts_match_the_parts() {
    let mut names = Vec::new();
    Nested::LAYOUT.for_each(|param| names.push(param.name.to_string()));
    assert_eq!(names[..3], ["blocks.0.fc.weight", "blocks.0.fc.bias", "blocks.1.fc.weight"]);
    assert_eq!(names.last().unwrap(), "join.last.bias");
    assert_eq!(Nested::PARAMETERS, Flat::PARAMETERS);
    assert_eq!(Nested::MACS, Flat::MACS);
    assert_eq!(OneByOne::MACS, Flat::MACS);
}
