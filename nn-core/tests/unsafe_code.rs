//! The `unsafe` code that programs reach through networks, sessions and views, with sizes small enough for Miri: the
//! workspaces laid out by `network!`, plain data as slices, casts between shapes, and memory that is initialised in
//! place.

#![allow(missing_docs)]

use core::mem::MaybeUninit;
use nn::__private::{Aligned, weights_of};
use nn::init::Init;
use nn::int8::Calibration;
use nn::layers::{Layer, Pass, Scan, StepContext};
use nn::losses::Ctc;
use nn::parameters::{Gradient, zeroed};
use nn::prelude::*;
use nn::signal::Signal;
use nn::{Parameters, boxed_clone};

/// y_i = scale_i x_i: a custom layer, which `network!` cannot analyse.
#[derive(Parameters)]
#[repr(C)]
#[input(D)]
struct Scale<D: Dim> {
    scale: Tensor<(D,)>,
}

impl<D: Dim> Init for Scale<D> {
    fn init<R: nn::init::Rng + ?Sized>(&mut self, _: &mut R) {
        self.scale.fill(1.0);
    }
}

impl<D: Dim> Layer<(D,)> for Scale<D> {
    type Out = (D,);
    type Saved<B: Dim> = Tensor<(B, D)>;
    type Scratch<B: Dim> = Tensor<(B, D)>;

    fn forward<B: Dim>(&self, x: &Tensor<(B, D)>, y: &mut Tensor<(B, D)>, scratch: &mut Tensor<(B, D)>) {
        scratch.assign(x);
        for (x, y) in scratch.rows().zip(y.rows_mut()) {
            y.assign(x);
            *y *= &self.scale;
        }
    }
    fn forward_train<B: Dim>(
        &self,
        x: &Tensor<(B, D)>,
        y: &mut Tensor<(B, D)>,
        saved: &mut Tensor<(B, D)>,
        _: StepContext,
    ) {
        self.forward(x, y, saved);
    }
    fn backward<B: Dim>(
        &self,
        Pass { saved, dy, .. }: Pass<'_, Self, (D,), B>,
        dx: Option<Gradient<'_, Tensor<(B, D)>>>,
        grad: Gradient<'_, Self>,
        _: StepContext,
    ) {
        grad.write(|i| saved.rows().zip(dy.rows()).map(|(x, dy)| x[[i]] * dy[[i]]).sum::<f32>());
        if let Some(dx) = dx {
            dx.write(|i| self.scale[[i % D::SIZE]] * dy.as_slice()[i]);
        }
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

type Wide = dim![5];

network! {
    /// Values at both ends of one slot, nested networks, a named size, and a custom layer with scratch of its own.
    struct Chain {
        first: Linear<3, Wide>,
        scale: Scale<5>,
        blocks: [Block<Wide>; 2],
        last: Linear<5, 2>,
    }
    fn forward(x: Tensor<3>) -> Tensor<2> {
        x.first().relu().scale().blocks().dropout().last()
    }
}

network! {
    /// Values of literal sizes in shared storage, of which more than two are live at the same time.
    struct Packed {
        a: Linear<3, 5>,
        b: Linear<5, 5>,
        c: Linear<5, 5>,
        d: Linear<10, 2>,
    }
    fn forward(x: Tensor<3>) -> (Tensor<2>, Tensor<5>) {
        let a = x.a();
        let b = a.b().tanh();
        let c = b.c().sigmoid() + a;
        let both = concat(c, b);
        (both.d(), a + b)
    }
}

network! {
    /// The same with sizes that only the caller knows: values that share a union.
    struct Shared<D: Dim> {
        a: Linear<D, D>,
        b: Linear<D, D>,
        c: Linear<D, D>,
    }
    fn forward(x: Tensor<D>) -> Tensor<D> {
        let a = x.a();
        let b = a.b().tanh();
        let c = b.c().sigmoid() + a;
        (c + b).a() + c
    }
}

network! {
    /// Images that are flattened, buffers, and indices beside floating-point inputs.
    struct Pictures {
        conv: Conv2d<1, 2, kernel = 3, padding = 1>,
        norm: BatchNorm2d<2>,
        embed: Embedding<4, 3>,
        fc: Linear<11, 3>,
    }
    fn forward(image: Tensor<1, 4, 4>, word: Tensor<Class<4>>) -> Tensor<3> {
        let h = image.conv().norm().relu().max_pool::<2>();
        concat(h.reshape::<8>(), word.embed()).fc()
    }
}

network! {
    /// The remaining layers, each of them plain data by an `unsafe impl` of its own.
    struct Layers {
        grow: ConvTranspose2d<1, 2, kernel = 2, stride = 2>,
        conv: Conv1d<2, 2, kernel = 3, padding = 1>,
        batch: BatchNorm1d<2>,
        slopes: PRelu<2>,
        group: GroupNorm<1, 2>,
        layer: LayerNorm<4>,
        rms: RmsNorm<4>,
        fc: Linear<4, 2>,
    }
    fn forward(x: Tensor<1, 1, 2>) -> Tensor<2> {
        let h = x.grow().avg_pool::<2, 1>().reshape::<2, 4>();
        h.conv().batch().slopes().group().layer().rms().max_pool::<2>().flatten().fc()
    }
}

network! {
    #[int8(SmallInt8)]
    struct Small {
        conv: Conv2d<1, 2, kernel = 2>,
        fc: Linear<8, 3>,
        gate: Linear<8, 3>,
        mean: Linear<2, 3>,
    }
    fn forward(x: Tensor<1, 3, 3>) -> Tensor<3> {
        let h = x.conv().relu();
        let m = h.avg_pool::<2>().flatten().mean();
        h.flatten().fc() * h.flatten().gate().sigmoid() + m
    }
}

network! {
    /// The state of one step, which a scan calls for each of three.
    struct Leaky {
        input: Linear<3, 2>,
    }
    fn forward(x: Tensor<3>, h: Tensor<2>) -> (Tensor<2>, Tensor<2>) {
        let h = x.input().relu().dropout() + h * 0.5;
        (h.tanh(), h)
    }
}

network! {
    struct Steps {
        steps: Scan<Leaky>,
        start: Parameter<2>,
    }
    fn forward(x: Tensor<3, 3>) -> Tensor<3, 2> {
        let (y, h) = steps(x, start);
        let y: Tensor<3, 2> = y;
        let h: Tensor<2> = h;
        y + h
    }
}

type Two = dim![2];

fn example<S: nn::shape::Shape>() -> Box<Tensor<S>> {
    let mut x = Tensor::<S>::zeros();
    x.iter_mut().enumerate().for_each(|(i, x)| *x = (i * 7 % 11) as f32 / 8.0 - 0.5);
    x
}

#[test]
fn scans_in_prediction_and_training() {
    let x = example::<shape![2, 3, 3]>();
    let mut session = Session::<Steps, Momentum, Two>::new(Momentum::new(0.1, 0.9), 1);
    let before = session.network.forward(&x);
    assert!(session.step(&x, &Mse, &example()).is_finite());
    assert!(session.step(&x, &Mse, &example()).is_finite() && *before != *session.network.forward(&x));
}

#[test]
fn predicts_trains_and_copies_a_chain() {
    let x = example::<shape![2, 3]>();
    let mut session = Session::<Chain, Momentum, Two>::new(Momentum::new(0.1, 0.9), 1);
    let before = session.network.forward(&x);
    let first = session.step(&x, &Mse, &example());
    let second = session.step(&x, &Mse, &example());
    assert!(first.is_finite() && second.is_finite() && *before != *session.network.forward(&x));
    session.accumulate(&x, &Mse, &example());
    session.accumulate_rows(1, &x, &Mse, &example());
    session.update();
    let mut dx = example::<shape![2, 3]>();
    session.input_gradient(&x, &Mse, &example(), &mut dx);
    assert!(dx.iter().any(|&dx| dx != 0.0));

    let copy = Session::<Chain, Sgd, dim![1]>::from_network(&session.network, Sgd::new(0.1), 2);
    assert_eq!(copy.network.as_slice(), session.network.as_slice());
    assert_eq!(copy.network.as_slice().len(), <Chain as Parameters>::LEN);
    assert_eq!(boxed_clone(&copy.network).as_slice(), copy.network.as_slice());
    assert_eq!((*x).clone(), *x.clone());
    // With scratch that the caller provides.
    let mut y = example::<shape![2, 2]>();
    let mut scratch = zeroed::<<Chain as Layer<shape![3]>>::Scratch<Two>>();
    Network::predict(&session.network, &*x, &mut *y, &mut *scratch);
    assert_eq!(*y, *session.network.forward(&x));
}

#[test]
fn session_is_created_in_place() {
    let mut place = Box::new(MaybeUninit::uninit());
    let session = Session::<Chain, Adam, Two>::new_in(&mut place, Adam::new(0.1), 1);
    let in_place = session.step(&example::<shape![2, 3]>(), &Mse, &example());
    let boxed = Session::<Chain, Adam, Two>::new(Adam::new(0.1), 1).step(&example::<shape![2, 3]>(), &Mse, &example());
    assert_eq!(in_place, boxed);
}

#[test]
fn values_in_shared_storage_do_not_overlap() {
    let packed = Packed::new(1);
    let mut session = Session::<Packed, Sgd, Two>::from_network(&packed, Sgd::new(0.1), 1);
    let x = example::<shape![2, 3]>();
    let y = packed.forward(&x);
    let trained = session.forward(&x);
    assert_eq!((trained.0.as_slice(), trained.1.as_slice()), (y.0.as_slice(), y.1.as_slice()));
    session.step(&x, &(Mse, Mse), (&example(), &example()));

    let shared = Shared::<dim![3]>::new(1);
    let mut session = Session::<Shared<dim![3]>, Sgd, Two>::from_network(&shared, Sgd::new(0.1), 1);
    assert_eq!(*session.forward(&x), *shared.forward(&x));
    session.step(&x, &Mse, &example());
}

#[test]
fn trains_on_images_and_indices() {
    let images = example::<shape![2, 1, 4, 4]>();
    let words = Tensor::<shape![2], Class<dim![4]>>::from_fn(|[i]| Class::new(3 * i).unwrap());
    let labels = Tensor::<shape![2], Class<dim![3]>>::from_fn(|[i]| Class::new(i + 1).unwrap());
    let mut session = Session::<Pictures, Sgd, Two>::new(Sgd::new(0.1), 1);
    let before = session.step((&images, &words), &CrossEntropy, &labels);
    let after = session.step((&images, &words), &CrossEntropy, &labels);
    assert!(after < before);
    assert!(session.network.forward(&images, &words).iter().all(|y| y.is_finite()));
}

#[test]
fn trains_every_other_layer() {
    let x = example::<shape![2, 1, 1, 2]>();
    let mut session = Session::<Layers, Sgd, Two>::new(Sgd::new(0.1), 1);
    let before = session.step(&x, &Mse, &example());
    let after = session.step(&x, &Mse, &example());
    assert!(after.is_finite() && before != after);
}

/// The states of alignments are created on the stack, as zeros.
#[test]
fn computes_alignments_on_the_stack() {
    let y = example::<shape![2, 20, 3]>();
    let target = Tensor::<shape![2, 2], Label<dim![3]>>::from_fn(|[i, j]| Label::new(1 + (i + j) % 2).unwrap());
    let mut dy = Tensor::<shape![2, 20, 3]>::zeros();
    let loss = Ctc::new();
    assert!(loss.gradient(&y, &target, &mut dy).is_finite());
    assert!(dy.iter().all(|dy| *dy <= 0.0));
}

#[test]
fn int8_network_accepts_any_bytes() {
    let small = Small::new(1);
    let samples = example::<shape![2, 1, 3, 3]>();
    let mut calibration = Calibration::<SmallInt8>::new(&small);
    calibration.observe(&samples);
    let mut int8 = calibration.build().unwrap();
    let before = int8.forward(&samples);
    let bytes = int8.as_bytes().to_vec();
    // Any bytes are a network: its outputs are meaningless but defined, and nothing panics.
    for byte in [0x00, 0x5a, 0x7f, 0x80, 0xff] {
        int8.as_mut_bytes().fill(byte);
        int8.forward(&samples);
        _ = (int8.check(), int8.largest_sum());
    }
    int8.as_mut_bytes().copy_from_slice(&bytes);
    assert_eq!(*int8.forward(&samples), *before);
}

#[test]
fn network_borrows_the_bytes_of_a_file() {
    static DATA: Aligned<[u8; 512]> = Aligned([0x3f; 512]);
    let small: &'static Small = weights_of(&DATA);
    assert!(small.as_slice().iter().all(|&number| number == f32::from_bits(0x3f3f_3f3f)));
}

#[test]
fn views_share_the_elements_of_a_tensor() {
    let mut x = example::<shape![2, 3]>();
    let elements = x.as_slice().to_vec();
    assert_eq!(x.reshape::<shape![3, 2]>().as_slice(), elements);
    assert_eq!(x.as_batch().as_slice(), elements);
    assert_eq!(x.row(1).unwrap().as_slice(), &elements[3..]);
    x.reshape_mut::<shape![6]>()[[5]] = 9.0;
    x.rows_mut().for_each(|row| row[[0]] = 1.0);
    let x = x.into_shape::<shape![1, 6]>();
    assert_eq!(x.as_slice(), [1.0, elements[1], elements[2], 1.0, elements[4], 9.0]);
}

/// Converts a signal's tensors to parts, and those to the tensors of a signal with equal sizes: all lengths are checked
/// at run time.
#[test]
#[should_panic = "as many elements as the shape has"]
fn rejects_parts_of_wrong_length() {
    let x = example::<shape![2, 3]>();
    let parts = <shape![3] as Signal>::to_parts::<Two, f32>(&x);
    <shape![4] as Signal>::from_parts::<Two, f32>(parts);
}
