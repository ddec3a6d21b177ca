//! Networks, layers and tensors as values: `#[derive(Clone, PartialEq, Debug)]` on any network, and copies that avoid
//! the stack.

#![allow(missing_docs)]

use nn::Float;
use nn::init::Init;
use nn::int8::Calibration;
use nn::layers::{Activation, activation};
use nn::layers::{Layer, Linear, Pass, StepContext};
use nn::parameters::{Gradient, zeroed};
use nn::prelude::*;
use nn::{Parameters, boxed_clone};
use std::fmt::Debug;

network! {
    #[derive(Clone, PartialEq, Debug)]
    pub struct Small {
        fc1: Linear<2, 3>,
        fc2: Linear<_, 1, bias = false>,
    }
    fn forward(x: Tensor<2>) -> Tensor<1> {
        x.fc1().tanh().fc2()
    }
}

#[test]
fn clone_is_independent() {
    let mut one = Small::new(1);
    let copy = one.clone();
    assert_eq!(one, copy);
    one.as_mut_slice()[0] += 1.0;
    assert_ne!(one, copy);
    assert_eq!(copy, Small::new(1));
    assert_eq!(copy.fc1.clone(), Small::new(1).fc1);
    let value: Small = (*copy).clone();
    assert_eq!(value, *copy);
    assert_eq!(Some(&*copy).cloned(), Some(value));
    let behind = &copy;
    let boxed: Box<Small> = behind.clone();
    assert_eq!(boxed, copy);
}

#[test]
fn equality_compares_elements() {
    let (mut one, mut other) = (Small::new(1), Small::new(1));
    for index in 0..<Small as Parameters>::LEN {
        other.as_mut_slice()[index] += 0.5;
        assert_ne!(one, other, "element {index}");
        other.as_mut_slice()[index] = one.as_slice()[index];
    }
    one.as_mut_slice()[0] = 0.0;
    other.as_mut_slice()[0] = -0.0;
    assert_eq!(one, other);
    other.as_mut_slice()[0] = f32::NAN;
    #[allow(clippy::eq_op)]
    {
        assert!(other != other, "NaN is not equal to itself");
    }
}

#[test]
fn debug_shows_layers_shapes_and_elements() {
    let mut small = zeroed::<Small>();
    small.fc2.weight[[1, 0]] = 0.5;
    assert_eq!(
        format!("{small:?}"),
        "Small { fc1: Linear<2, 3> { weight: Tensor[2, 3] f32 [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]], bias: Tensor[3] f32 \
         [0.0, 0.0, 0.0] }, fc2: Linear<3, 1, bias = false> { weight: Tensor[3, 1] f32 [[0.0], [0.5], [0.0]] } }"
    );
    assert_eq!(
        format!("{small:#.1?}"),
        "\
Small {
    fc1: Linear<2, 3> {
        weight: Tensor[2, 3] f32
        [[0.0, 0.0, 0.0],
         [0.0, 0.0, 0.0]],
        bias: Tensor[3] f32
        [0.0, 0.0, 0.0],
    },
    fc2: Linear<3, 1, bias = false> {
        weight: Tensor[3, 1] f32
        [[0.0],
         [0.5],
         [0.0]],
    },
}"
    );
}

/// A custom layer of any size.
#[derive(Parameters, Clone, PartialEq, Debug)]
#[repr(C)]
struct Scale<D: Dim> {
    factor: Tensor<(D,)>,
}

impl<D: Dim> Init for Scale<D> {
    fn init<R: nn::init::Rng + ?Sized>(&mut self, _: &mut R) {
        self.factor.as_mut_slice().fill(1.0);
    }
}

impl<D: Dim> Layer<(D,)> for Scale<D> {
    type Out = (D,);
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();

    fn forward<B: Dim>(&self, x: &Tensor<(B, D)>, y: &mut Tensor<(B, D)>, _: &mut ()) {
        for (x, y) in x.rows().zip(y.rows_mut()) {
            y.assign(x);
            *y *= &self.factor;
        }
    }

    fn forward_train<B: Dim>(&self, x: &Tensor<(B, D)>, y: &mut Tensor<(B, D)>, _: &mut (), _: StepContext) {
        self.forward(x, y, &mut ());
    }

    fn backward<B: Dim>(
        &self,
        _: Pass<'_, Self, (D,), B>,
        _: Option<Gradient<'_, Tensor<(B, D)>>>,
        _: Gradient<'_, Self>,
        _: StepContext,
    ) {
        unreachable!("nothing is trained here");
    }
}

/// A custom layer without parameters.
#[derive(Parameters, Clone, PartialEq, Debug)]
struct Square;
activation!(Square);

impl Activation for Square {
    fn value<T: Float>(x: T) -> T {
        x * x
    }
    fn derivative<T: Float>(x: T, _: T) -> T {
        x + x
    }
}

network! {
    #[derive(Clone)]
    #[derive(PartialEq, std::fmt::Debug)]
    struct Inner<H: Dim> {
        scale: Scale<H>,
        squares: [Square; 2],
        chain: [Linear<H, H>; 2],
        norm: LayerNorm<H>,
    }
    fn forward(x: Tensor<H>) -> Tensor<H> {
        x.scale().squares().chain().norm()
    }
}

network! {
    #[derive(Clone, PartialEq, Debug)]
    struct Outer<H: Dim> {
        first: Inner<H>,
        scales: [Scale<H>; 2],
        last: Linear<H, 2>,
    }
    fn forward(x: Tensor<H>) -> Tensor<2> {
        x.first().scales().last()
    }
}

/// Checks generic networks of any size, with the bound `H: Dim` alone.
fn check_traits<H: Dim>() {
    fn check<Net: Network<Elem = f32> + Clone + PartialEq + Debug>() {
        let net = Net::new(7);
        let mut copy: Box<Net> = Box::new((*net).clone());
        assert_eq!(net, copy);
        copy.as_mut_slice()[0] -= 1.0;
        assert_ne!(net, copy);
        assert_ne!(format!("{net:?}"), format!("{copy:?}"));
    }
    check::<Inner<H>>();
    check::<Outer<H>>();
    let net = Outer::<H>::new(1);
    let copy: Box<Outer<H>> = net.clone();
    assert!(net == copy);
}

#[test]
fn generic_and_nested_networks_derive_traits() {
    check_traits::<N<3>>();
    check_traits::<N<50>>();
    let shown = format!("{:?}", zeroed::<Outer<N<1>>>());
    let scale = "Scale { factor: Tensor[1] f32 [0.0] }";
    let linear = "Linear<1, 1> { weight: Tensor[1, 1] f32 [[0.0]], bias: Tensor[1] f32 [0.0] }";
    assert_eq!(
        shown,
        format!(
            "Outer {{ first: Inner {{ scale: {scale}, squares: [Square, Square], chain: [{linear}, {linear}], norm: \
             LayerNorm<1> {{ weight: Tensor[1] f32 [0.0], bias: Tensor[1] f32 [0.0] }} }}, scales: [{scale}, {scale}], \
             last: Linear<1, 2> {{ weight: Tensor[1, 2] f32 [[0.0, 0.0]], bias: Tensor[2] f32 [0.0, 0.0] }} }}"
        )
    );
}

/// Each trait alone.
mod single_traits {
    use super::*;

    network! {
        #[derive(Clone)]
        pub(super) struct Cloned { fc: Linear<1, 1> }
        fn forward(x: Tensor<1>) -> Tensor<1> { x.fc() }
    }
    network! {
        #[dtype(f64)]
        #[derive(PartialEq)]
        pub(super) struct Compared { fc: Linear<1, 1> }
        fn forward(x: Tensor<1>) -> Tensor<1> { x.fc() }
    }
    network! {
        #[dtype(f64)]
        #[derive(Debug)]
        pub(super) struct Shown { fc: Linear<1, 1> }
        fn forward(x: Tensor<1>) -> Tensor<1> { x.fc() }
    }
}

#[test]
fn each_trait_is_derived_independently() {
    assert_eq!(single_traits::Cloned::new(1).clone().as_slice(), single_traits::Cloned::new(1).as_slice());
    assert!(single_traits::Compared::new(1) == single_traits::Compared::new(1));
    let shown = format!("{:?}", zeroed::<single_traits::Shown>());
    assert!(shown.starts_with("Shown { fc: Linear<1, 1> { weight: Tensor[1, 1] f64 [[0.0]], "), "{shown}");
}

/// A generic parameter that is a layer: the network is a value if the layer is.
mod generic_layer {
    use super::*;

    network! {
        #[derive(Clone, PartialEq, Debug)]
        pub(super) struct With<L: Layer<(N<2>,), f32, Out = (N<2>,)> + Parameters + Init + nn::layers::Connect> {
            pub(super) layer: L,
        }
        fn forward(x: Tensor<2>) -> Tensor<2> {
            let y: Tensor<2> = x.layer();
            y
        }
    }
}

#[test]
fn derives_traits_with_layer_as_type_parameter() {
    let mut net = zeroed::<generic_layer::With<Linear<N<2>, N<2>>>>();
    let copy = net.clone();
    assert_eq!(net, copy);
    net.layer.bias[[0]] = 1.0;
    assert_ne!(net, copy);
    assert_eq!(format!("{copy:?}"), "With { layer: Linear<2, 2> }");
}

network! {
    #[int8(IntegersInt8)]
    #[derive(Clone, PartialEq, Debug)]
    struct Integers {
        fc: Linear<1, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.fc()
    }
}

#[test]
fn int8_network_derives_traits() {
    let mut real = Integers::new(1);
    real.as_mut_slice().copy_from_slice(&[0.5, 0.0]);
    let mut calibration = Calibration::<IntegersInt8>::new(&real);
    calibration.observe(&Tensor::<shape![2, 1]>::new([[-1.0], [1.0]]));
    let int8 = calibration.build().unwrap();
    let copy: Box<IntegersInt8> = int8.clone();
    assert_eq!(int8, copy);
    assert_ne!(copy, zeroed());
    let shown = format!("{int8:?}");
    assert!(shown.starts_with("IntegersInt8 { input: {scale: Tensor[] f32 0.00784"), "{shown}");
    assert!(shown.contains("fc: {weight: Tensor[1, 1] i8 [[127]], bias: Tensor[1] i32 ["), "{shown}");
}

network! {
    #[derive(Clone, PartialEq, Debug)]
    struct Large {
        table: Linear<9000, 6000>,
        out: Linear<_, 1>,
    }
    fn forward(x: Tensor<9000>) -> Tensor<1> {
        x.table().out()
    }
}

/// 216 MB and a stack of 64 KiB, also in a debug build.
#[test]
fn large_network_is_not_placed_on_the_stack() {
    let body = || {
        let mut large = zeroed::<Large>();
        large.out.weight[[5999, 0]] = 0.5;
        let copy = large.clone();
        assert!(large == copy);
        let mut held = Held { best: boxed_clone(&*copy) };
        held = held.clone();
        assert_eq!(held.best.out.weight[[5999, 0]], 0.5);
        let shown = format!("{large:?}");
        assert!(shown.len() < 1_000, "{shown}");
    };
    std::thread::Builder::new().stack_size(64 * 1024).spawn(body).unwrap().join().unwrap();
}

/// A struct with a large network: its own `Clone` calls the method, where `derive` would call the trait.
struct Held {
    best: Box<Large>,
}

impl Clone for Held {
    fn clone(&self) -> Self {
        Self { best: self.best.clone() }
    }
}
