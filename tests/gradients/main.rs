//! Gradients of every layer, every loss and whole networks with respect to inputs and parameters, compared with central differences
//! in f64 over random shapes and values (relative error below 1e-6).

#![allow(missing_docs)]

mod activations;
mod attention;
mod axes;
mod convolution;
mod einsum;
mod losses;
mod normalization;
mod position_losses;
mod recurrent;
mod sums;
mod tuple_losses;

use nn::gradient_check::{check_layer, check_training};
use nn::layers::{
    Add, BiasRole, Bilinear, Buffer, Concat, Identity, Layer, Linear, NoBias, NormRole, Parameter, WeightRole, WithBias,
};
use nn::parameters::zeroed;
use nn::prelude::*;

/// Checks a layer with these seeds.
fn check<In: nn::signal::Signal, B: Dim, L: Layer<In, f64>>(seeds: std::ops::Range<u64>) {
    let mut layer = zeroed::<L>();
    for seed in seeds {
        check_layer::<In, B, L>(&mut *layer, seed);
    }
}

macro_rules! linear {
    ($($inputs:literal $outputs:literal $batch:literal),*) => {
        $(
            check::<shape![$inputs], dim![$batch], Linear<dim![$inputs], dim![$outputs], WithBias, f64>>(0..4);
            check::<shape![$inputs], dim![$batch], Linear<dim![$inputs], dim![$outputs], NoBias, f64>>(4..8);
        )*
    };
}

#[test]
fn linear() {
    linear!(1 1 1, 1 7 3, 7 1 2, 3 5 1, 5 3 4, 8 8 8, 13 17 5, 2 31 9, 20 6 16, 4 4 33);
    check::<shape![3, 5], dim![2], Linear<dim![5], dim![4], WithBias, f64>>(0..10);
    check::<shape![1, 5], dim![1], Linear<dim![5], dim![1], NoBias, f64>>(10..20);
    check::<shape![2, 3, 4], dim![3], Linear<dim![4], dim![7], WithBias, f64>>(20..30);
    check::<shape![2, 1, 2, 3], dim![2], Linear<dim![3], dim![2], NoBias, f64>>(30..40);
    check::<shape![1, 2, 2, 1, 3], dim![2], Linear<dim![3], dim![5], WithBias, f64>>(40..50);
    check::<shape![16, 8], dim![5], Linear<dim![8], dim![6], WithBias, f64>>(50..55);
}

#[test]
fn bilinear() {
    check::<Tuple<(shape![3], shape![5])>, dim![4], Bilinear<dim![3], dim![5], dim![2], WithBias, f64>>(0..20);
    check::<Tuple<(shape![1], shape![1])>, dim![1], Bilinear<dim![1], dim![1], dim![1], NoBias, f64>>(20..30);
    check::<Tuple<(shape![2, 4], shape![2, 3])>, dim![3], Bilinear<dim![4], dim![3], dim![5], WithBias, f64>>(30..40);
    check::<Tuple<(shape![2, 1, 2], shape![2, 1, 7])>, dim![2], Bilinear<dim![2], dim![7], dim![3], NoBias, f64>>(
        40..50,
    );
    check::<Tuple<(shape![2, 1, 2, 3], shape![2, 1, 2, 2])>, dim![2], Bilinear<dim![3], dim![2], dim![2], WithBias, f64>>(
        50..60,
    );
}

#[test]
fn stored_tensors() {
    check::<Tuple<()>, dim![3], Parameter<shape![4], WeightRole, f64>>(0..20);
    check::<Tuple<()>, dim![1], Parameter<shape![2, 3], BiasRole, f64>>(20..40);
    check::<Tuple<()>, dim![5], Parameter<shape![2, 1, 3, 1, 2], NormRole, f64>>(40..60);
    check::<Tuple<()>, dim![2], Buffer<shape![2, 3], f64>>(60..65);
}

network! {
    #[dtype(f64)]
    struct TiedTable {
        embed: Embedding<5, 3>,
        pos: Parameter<2, 3, role = bias>,
        mask: Buffer<2, 5, init = nn::init::Ones>,
        head: Tied<embed>,
    }
    fn forward(words: Tensor<2, Class<5>>) -> Tensor<2, 5> {
        let h = (words.embed() + pos).tanh() * pos;
        h.head() * mask + h.head()
    }
}

network! {
    #[dtype(f64)]
    struct TiedEncoder {
        decode: Tied<encode>,
        encode: Linear<4, 3>,
        mix: Bilinear<3, 4, 3>,
    }
    fn forward(x: Tensor<4>, y: Tensor<3>) -> (Tensor<4>, Tensor<3>) {
        let z = x.encode().tanh();
        (mix(z, x).decode() + y.decode(), mix(y, y.decode()))
    }
}

network! {
    #[dtype(f64)]
    struct TiedMatrix {
        w: Parameter<3, 4, role = bias>,
        both: Tied<w>,
        v: Parameter<2, 3>,
        map: Tied<v>,
        alone: Parameter<5, 3>,
        last: Tied<alone>,
    }
    fn forward(x: Tensor<2, 4>) -> (Tensor<2, 5>, Tensor<2, 2>) {
        // A stored matrix as the weight of layers before it is a value, after it, and alone.
        let h = x.both().tanh();
        let y = matmul(h, w).both() + v * h;
        (y.last(), h.map())
    }
}

/// One weight in two places: the gradients add up.
#[test]
fn tied_weights() {
    check::<shape![2, 4], dim![3], TiedMatrix>(20..30);
    check::<Indices<dim![5], shape![2]>, dim![3], TiedTable>(0..10);
    check::<Tuple<(shape![4], shape![3])>, dim![2], TiedEncoder>(10..20);
}

/// Checks a layer that accepts any shape.
macro_rules! any_shape {
    ($layer:ty) => {
        check::<shape![1], dim![1], $layer>(0..4);
        check::<shape![7], dim![3], $layer>(4..8);
        check::<shape![2, 3], dim![5], $layer>(8..12);
        check::<shape![2, 3, 4], dim![2], $layer>(12..16);
        check::<shape![2, 1, 3, 2], dim![2], $layer>(16..20);
        check::<shape![1, 2, 2, 1, 3], dim![3], $layer>(20..24);
        check::<shape![33], dim![2], $layer>(24..28);
        check::<shape![5, 4], dim![1], $layer>(28..32);
    };
}
use any_shape;

#[test]
fn joins() {
    check::<Tuple<(shape![5], shape![5])>, dim![3], Add>(0..50);
    check::<Tuple<(shape![2, 3], shape![2, 3])>, dim![2], Add>(50..100);
    check::<Tuple<(shape![5], shape![2])>, dim![3], Concat>(0..30);
    check::<Tuple<(shape![2, 3], shape![4, 3])>, dim![2], Concat>(30..60);
    check::<Tuple<(shape![2, 3, 2], shape![2, 1, 2])>, dim![2], Concat<1>>(60..80);
    check::<Tuple<(shape![2, 2, 3], shape![2, 2, 1])>, dim![2], Concat<2>>(80..100);
    any_shape!(Identity);
}

// Whole networks: every way to connect values and layers.

network! {
    #[dtype(f64)]
    struct TwoOutputs {
        fc: Linear<5, 4>,
        p: Linear<4, 2>,
        q: Linear<4, 3>,
    }
    fn forward(x: Tensor<5>) -> (Tensor<2>, Tensor<3>, Tensor<4>, Tensor<4>, Tensor<5>) {
        let h = x.fc().tanh();
        (h.p(), h.q(), h, h, x)
    }
}

network! {
    #[dtype(f64)]
    struct Block<D: Dim> {
        fc1: Linear<D, 9>,
        fc2: Linear<9, D>,
    }
    fn forward(x: Tensor<D>) -> Tensor<D> {
        x + x.fc1().tanh().fc2()
    }
}

type Width = dim![6];

network! {
    #[dtype(f64)]
    struct Nested {
        first: Linear<4, Width>,
        one: Block<6>,
        many: [Block<Width>; 3],
        outputs: TwoOutputs,
        last: Linear<_, 3>,
        square: [Linear<3, 3>; 2],
        narrow: Linear<6, 5>,
    }
    fn forward(x: Tensor<2, 2>) -> (Tensor<3>, Tensor<2>) {
        let h = x.flatten().first().one();
        let h = h.many() + h.many();
        let h: Tensor<6> = h.one();
        let v: Tensor<3> = h.last().square();
        let five: Tensor<5> = concat(v, x.reshape::<4>().first().last()).reshape::<2, 3>().flatten().narrow();
        let (p, q, _, _, _r) = five.outputs();
        (q + v, p)
    }
}

network! {
    #[dtype(f64)]
    struct Unused {
        fc: Linear<3, 2>,
        other: Linear<3, 3>,
    }
    fn forward(x: Tensor<3>, _unused: Tensor<4>) -> Tensor<2> {
        let _ = x.other();
        x.fc()
    }
}

network! {
    #[dtype(f64)]
    struct Declared<H: Dim>
    where
        H: nn::dim::AddDim<dim![3]>,
    {
        a: Linear<4, H>,
    }
    fn forward(x: Tensor<4>, y: Tensor<3>) -> Tensor<nn::dim::Sum<H, dim![3]>> {
        concat(x.a(), y).tanh()
    }
}

network! {
    #[dtype(f64)]
    struct Sums<A: Dim, C: Dim> {
        a: Linear<4, A>,
        c: Linear<4, C>,
        fc: Linear<_, 3>,
    }
    fn forward(x: Tensor<4>) -> Tensor<3> {
        concat(x.a(), x.c()).tanh().fc()
    }
}

#[test]
fn networks() {
    check::<shape![4], dim![2], Sums<dim![3], dim![5]>>(0..10);
    check::<Tuple<(shape![4], shape![3])>, dim![2], Declared<dim![5]>>(0..10);
    check::<shape![4], dim![1], Sums<dim![1], dim![2]>>(10..20);
    check::<shape![5], dim![3], TwoOutputs>(0..20);
    check::<shape![8], dim![2], Block<dim![8]>>(0..20);
    check::<shape![2, 2], dim![3], Nested>(0..20);
    check::<Tuple<(shape![3], shape![4])>, dim![3], Unused>(0..5);
}

// User-defined names that could collide with those of the generated code.

network! {
    #[dtype(f64)]
    struct SwappedOutputs {
        a: Linear<4, 3>,
        b: Linear<4, 3>,
    }
    fn forward(x: Tensor<4>) -> (Tensor<3>, Tensor<3>) {
        let out_1 = x.a().sigmoid();
        let out_0 = x.b().tanh();
        (out_1, out_0)
    }
}

network! {
    #[dtype(f64)]
    struct GradientNames {
        a: Linear<3, 3>,
        b: Linear<3, 3>,
    }
    fn forward(out_0: Tensor<3>, dout_1: Tensor<3>) -> (Tensor<3>, Tensor<3>) {
        let d_h = out_0.a().tanh();
        let h = d_h.b().tanh();
        let marker = h + d_h;
        let d_marker = dout_1.a().sigmoid() + marker;
        (d_marker + marker, d_marker)
    }
}

network! {
    #[dtype(f64)]
    struct PartSaved {
        fc: Linear<3, 3>,
    }
    fn forward(x: Tensor<3>) -> Tensor<3> {
        x.fc().tanh()
    }
}

network! {
    #[dtype(f64)]
    struct Part<R: Dim, B: Dim = dim![4]> {
        saved: PartSaved,
        b: Linear<3, B>,
        r: Linear<B, R>,
    }
    fn forward(x: Tensor<3>) -> Tensor<R> {
        x.saved().b().tanh().r()
    }
}

network! {
    #[dtype(f64)]
    struct BufferNames {
        fc: Linear<3, 3>,
    }
    fn forward(x: Tensor<3>) -> Tensor<3> {
        let values_0 = x.fc();
        let gradients_0 = values_0.fc();
        let values_1 = gradients_0.fc();
        let gradients_1 = values_1.fc();
        gradients_1.fc().tanh()
    }
}

#[test]
fn user_names_do_not_collide_with_generated_code() {
    check::<shape![4], dim![2], SwappedOutputs>(0..10);
    check::<Tuple<(shape![3], shape![3])>, dim![2], GradientNames>(0..10);
    check::<shape![3], dim![2], BufferNames>(0..10);
    check::<shape![3], dim![2], Part<dim![2]>>(0..10);
    Part::<dim![2], dim![7]>::new(1);
}

network! {
    /// In-place activations between layers that fuse them, that pass the gradient through them, or that do neither.
    #[dtype(f64)]
    struct BetweenLayers {
        conv1: Conv2d<1, 3, kernel = 3, padding = 1>,
        conv2: Conv2d<_, 4, kernel = (3, 2), stride = 2>,
        conv3: Conv2d<_, 3, kernel = 2>,
        conv4: Conv1d<12, 5, kernel = 1>,
        fc1: Linear<_, 6>,
        fc2: Linear<_, 6>,
    }
    fn forward(image: Tensor<1, 10, 9>) -> Tensor<6> {
        let h = image.conv1().relu().conv2().tanh().conv3().relu();
        let pooled = h.max_pool::<2, stride = 1>().sigmoid();
        let row = pooled.reshape::<12, 1>().conv4().leaky_relu::<0.2>().max_pool::<1>();
        // Read twice: the gradients are added before they are propagated.
        let shared = row.flatten().fc1().relu();
        shared.fc2().relu() + shared
    }
}

#[test]
fn activations_between_layers() {
    check::<shape![1, 10, 9], dim![1], BetweenLayers>(0..10);
    check::<shape![1, 10, 9], dim![3], BetweenLayers>(0..10);
}

network! {
    /// Dropout in place: of a layer, of an activation whose derivative depends only on a sign, of another dropout; and
    /// not in place: of an activation whose derivative needs the value itself, of a value that is read twice.
    #[dtype(f64)]
    struct Dropped {
        conv: Conv2d<2, 3, kernel = 2>,
        fc1: Linear<12, 7>,
        fc2: Linear<7, 7>,
        fc3: Linear<7, 7>,
    }
    fn forward(image: Tensor<2, 3, 3>) -> Tensor<7> {
        let h = image.conv().leaky_relu().dropout2d::<0.3>().flatten();
        let h = h.fc1().dropout::<0.2>().relu().dropout::<0.1>().dropout();
        let h = h.fc2().tanh().dropout::<0.4>();
        h.fc3().dropout::<0.5>() + h
    }
}

#[test]
fn dropout_in_place() {
    for seed in 0..20 {
        check_training::<shape![2, 3, 3], dim![4], _>(&mut *zeroed::<Dropped>(), seed);
    }
}
