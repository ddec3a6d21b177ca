//! A custom layer, activation, loss and optimiser, defined outside of the crates, used in `network!` and in training.

#![allow(missing_docs)]

use nn::gradient_check::{check_layer, check_loss};
use nn::init::{Init, Initializer, Rng};
use nn::layers::{Activation, Layer, Pass, StepContext, activation};
use nn::optim::{Group, Optimizer};
use nn::parameters::{Gradient, Orientation, Role, zeroed};
use nn::prelude::*;
use nn::signal::Signal;
use nn::{Float, Parameters};

/// y_i = scale_i * x_i + shift_i.
#[derive(Parameters)]
#[repr(C)]
struct Affine<D: Dim, T: Float = f32> {
    scale: Tensor<(D,), T>,
    #[role(bias)]
    shift: Tensor<(D,), T>,
}

impl<D: Dim, T: Float> Init for Affine<D, T> {
    fn init<R: Rng + ?Sized>(&mut self, _: &mut R) {
        self.scale.fill(T::ONE);
        self.shift.fill(T::ZERO);
    }
}

impl<D: Dim, T: Float> Layer<(D,), T> for Affine<D, T> {
    type Out = (D,);
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const MACS: usize = D::SIZE;

    fn forward<B: Dim>(&self, x: &Tensor<(B, D), T>, y: &mut Tensor<(B, D), T>, _: &mut ()) {
        for (x, y) in x.rows().zip(y.rows_mut()) {
            y.assign(x);
            *y *= &self.scale;
            *y += &self.shift;
        }
    }

    fn forward_train<B: Dim>(&self, x: &Tensor<(B, D), T>, y: &mut Tensor<(B, D), T>, _: &mut (), _: StepContext) {
        self.forward(x, y, &mut ());
    }

    fn backward<B: Dim>(
        &self,
        Pass { x, dy, .. }: Pass<'_, Self, (D,), B, T>,
        dx: Option<Gradient<'_, Tensor<(B, D), T>>>,
        grad: Gradient<'_, Self>,
        _: StepContext,
    ) {
        let (scale, shift) = grad.split(|grad| (&mut grad.scale, &mut grad.shift));
        scale.write(|i| x.rows().zip(dy.rows()).map(|(x, dy)| x[[i]] * dy[[i]]).sum::<T>());
        shift.write(|i| dy.rows().map(|dy| dy[[i]]).sum::<T>());
        if let Some(dx) = dx {
            dx.write(|i| self.scale[[i % D::SIZE]] * dy.as_slice()[i]);
        }
    }
}

/// The element-wise product of two values: a layer with two inputs and without parameters.
#[derive(Parameters, Default)]
struct Product;

impl Init for Product {
    fn init<R: Rng + ?Sized>(&mut self, _: &mut R) {}
}

impl<D: Dim, T: Float> Layer<Tuple<((D,), (D,))>, T> for Product {
    type Out = (D,);
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();

    fn forward<B: Dim>(&self, (a, b): (&Tensor<(B, D), T>, &Tensor<(B, D), T>), y: &mut Tensor<(B, D), T>, _: &mut ()) {
        y.assign(a);
        *y *= b;
    }

    fn forward_train<B: Dim>(
        &self,
        x: (&Tensor<(B, D), T>, &Tensor<(B, D), T>),
        y: &mut Tensor<(B, D), T>,
        _: &mut (),
        _: StepContext,
    ) {
        self.forward(x, y, &mut ());
    }

    fn backward<B: Dim>(
        &self,
        Pass { x: (a, b), dy, .. }: Pass<'_, Self, Tuple<((D,), (D,))>, B, T>,
        (da, db): <Tuple<((D,), (D,))> as Signal>::Grad<'_, B, T>,
        _: Gradient<'_, Self>,
        _: StepContext,
    ) {
        if let Some(da) = da {
            da.write(|i| b.as_slice()[i] * dy.as_slice()[i]);
        }
        if let Some(db) = db {
            db.write(|i| a.as_slice()[i] * dy.as_slice()[i]);
        }
    }
}

/// x / (1 + |x|).
#[derive(Parameters)]
struct Squash;

impl Activation for Squash {
    fn value<T: Float>(x: T) -> T {
        x / (T::ONE + x.abs())
    }
    fn derivative<T: Float>(x: T, _: T) -> T {
        let one = T::ONE + x.abs();
        T::ONE / (one * one)
    }
}
activation!(Squash);

/// mean((y - t)^4).
struct Quartic;

impl<D: Dim, T: Float> Loss<(D,), T> for Quartic {
    type Target<'a, B: Dim> = &'a Tensor<(B, D), T>;

    fn value_of_rows<B: Dim>(&self, rows: usize, y: &Tensor<(B, D), T>, target: &Tensor<(B, D), T>) -> T {
        let count = rows * D::SIZE;
        let terms = y.iter().zip(target).take(count).map(|(&y, &t)| ((y - t) * (y - t)) * ((y - t) * (y - t)));
        terms.sum::<T>() / T::from_f64(count as f64)
    }

    fn gradient_of_rows<B: Dim>(
        &self,
        rows: usize,
        y: &Tensor<(B, D), T>,
        target: &Tensor<(B, D), T>,
        dy: &mut Tensor<(B, D), T>,
    ) -> T {
        let factor = T::from_f64(4.0 / (rows * D::SIZE) as f64);
        y.zip_map_into(target, dy, |y, t| factor * (y - t) * (y - t) * (y - t));
        dy.as_mut_slice()[rows * D::SIZE..].fill(T::ZERO);
        self.value_of_rows(rows, y, target)
    }
}

/// Moves every parameter by `lr` against the sign of its gradient, and counts the updates.
struct SignDescent {
    lr: f32,
}

impl Optimizer<f32> for SignDescent {
    type State<P: Parameters<f32>> = Tensor<shape![1]>;

    fn update<P: Parameters<f32>>(
        &self,
        step: u64,
        group: &Group,
        params: &mut P,
        grad: &P,
        steps: &mut Tensor<shape![1]>,
    ) {
        steps[[0]] = step as f32;
        for (w, g) in group.of_mut(params).iter_mut().zip(group.of(grad)) {
            *w -= self.lr * g.signum();
        }
    }
}

network! {
    struct Own {
        affine: Affine<6>,
        fc: Linear<6, 4>,
        gate: Linear<6, 4, init = nn::init::XavierNormal>,
        product: Product,
        squash: Squash,
        out: Linear<4, 2>,
    }
    fn forward(x: Tensor<6>) -> Tensor<2> {
        let h: Tensor<6> = x.affine();
        let gated: Tensor<4> = product(h.fc(), h.gate().sigmoid());
        gated.squash().out()
    }
}

network! {
    #[dtype(f64)]
    struct Double {
        affine: Affine<6, f64>,
        product: Product,
        squash: Squash,
        fc: Linear<6, 2>,
    }
    fn forward(x: Tensor<6>) -> Tensor<2> {
        let h: Tensor<6> = product(x.affine(), x.squash());
        h.product(h).fc()
    }
}

#[test]
fn gradients() {
    for seed in 0..10 {
        check_layer::<shape![5], dim![3], _>(&mut *zeroed::<Affine<dim![5], f64>>(), seed);
        check_layer::<Tuple<(shape![4], shape![4])>, dim![2], _>(&mut Product, seed);
        check_layer::<shape![2, 3], dim![2], _>(&mut Squash, seed);
        check_layer::<shape![6], dim![3], _>(&mut *zeroed::<Double>(), seed);
        let target = Tensor::<shape![2, 3], f64>::full(0.5);
        let mut y = Tensor::<shape![2, 3], f64>::from_fn(|[i, j]| (i + 2 * j) as f64 - seed as f64);
        check_loss::<shape![3], dim![2], _>(&Quartic, &mut *y, &*target);
    }
}

/// Sets every weight to the same power of two.
struct PowerOfTwo(i32);

impl PowerOfTwo {
    const fn below(self) -> Self {
        Self(self.0 - 1)
    }
}

impl Initializer for PowerOfTwo {
    fn fill<T: Float, R: Rng + ?Sized>(&self, weights: &mut [T], _: usize, _: usize, _: &mut R) {
        weights.fill(T::from_f64(2.0_f64.powi(self.0)));
    }
}

type Scan<D> = Affine<D>;

network! {
    struct Named {
        scan: Scan<6>,
        out: Linear<6, 2>,
    }
    fn forward(x: Tensor<6>) -> Tensor<2> {
        x.scan().out()
    }
}

/// `nn::layers::Scan` has a cell, which a number is not.
#[test]
fn layer_may_have_the_name_of_another_one() {
    assert_eq!((Named::PARAMETERS, Named::new(1).scan.scale[[5]]), (12 + 14, 1.0));
}

network! {
    struct Initialised {
        fc: Linear<2, 3, init = nn::init::Constant { value: 0.75 }, bias = false>,
        rows: [Linear<3, 3, init = PowerOfTwo(2)>; 2],
        scale: Parameter<3, init = PowerOfTwo::below(PowerOfTwo(0))>,
    }
    fn forward(x: Tensor<2>) -> Tensor<3> {
        x.fc().rows() * scale
    }
}

#[test]
fn initialisers_with_settings() {
    let net = Initialised::new(1);
    let are = |weights: &[f32], value: f32| weights.iter().all(|&weight| weight == value);
    assert!(are(net.fc.weight.as_slice(), 0.75));
    assert!(net.rows.iter().all(|row| are(row.weight.as_slice(), 4.0) && are(row.bias.as_slice(), 0.0)));
    assert!(are(net.scale.value.as_slice(), 0.5));
}

#[test]
fn names_and_roles() {
    let mut names = Vec::new();
    <Own as Parameters>::LAYOUT
        .for_each(|param| names.push(format!("{} {:?} {:?}", param.name, param.dims, param.role)));
    assert_eq!(names[..2], ["affine.scale [6] Weight", "affine.shift [6] Bias"]);
    assert_eq!(names[2..4], ["fc.weight [6, 4] Weight", "fc.bias [4] Bias"]);
    assert_eq!(names.len(), 8);
    assert_eq!(Own::PARAMETERS, 12 + 28 + 28 + 10);
    assert_eq!(Own::MACS, 6 + 24 + 24 + 8);
    assert_eq!(Own::PARAMETER_BYTES, 4 * Own::PARAMETERS);
}

/// A projection whose weight has PyTorch's orientation.
#[derive(Parameters)]
#[repr(C)]
struct Projection {
    own: Tensor<shape![2, 3]>,
    #[role(weight, out_in)]
    tied: Tensor<shape![2, 3]>,
    #[role(norm)]
    scale: Tensor<shape![2, 3]>,
}

/// y = gate x at each position of a sequence of any length, which the struct does not name.
#[derive(Parameters)]
#[repr(C)]
struct Gate<D: Dim, T: Float = f32> {
    gate: Tensor<(D,), T>,
}

impl<D: Dim, T: Float> Init for Gate<D, T> {
    fn init<R: Rng + ?Sized>(&mut self, _: &mut R) {
        self.gate.fill(T::ONE);
    }
}

impl<L: Dim, D: Dim, T: Float> Layer<(L, D), T> for Gate<D, T> {
    type Out = (L, D);
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();

    fn forward<B: Dim>(&self, x: &Tensor<(B, L, D), T>, y: &mut Tensor<(B, L, D), T>, _: &mut ()) {
        let elements = y.as_mut_slice().iter_mut().zip(x.as_slice()).enumerate();
        elements.for_each(|(i, (y, &x))| *y = self.gate[[i % D::SIZE]] * x);
    }

    fn forward_train<B: Dim>(
        &self,
        x: &Tensor<(B, L, D), T>,
        y: &mut Tensor<(B, L, D), T>,
        _: &mut (),
        _: StepContext,
    ) {
        Layer::<(L, D), T>::forward(self, x, y, &mut ());
    }

    fn backward<B: Dim>(
        &self,
        Pass { x, dy, .. }: Pass<'_, Self, (L, D), B, T>,
        dx: Option<Gradient<'_, Tensor<(B, L, D), T>>>,
        grad: Gradient<'_, Self>,
        _: StepContext,
    ) {
        let (x, dy) = (x.as_slice(), dy.as_slice());
        let products = |i| (i..x.len()).step_by(D::SIZE).map(|i| x[i] * dy[i]);
        grad.part(|grad| &mut grad.gate).write(|i| products(i).sum::<T>());
        if let Some(dx) = dx {
            dx.write(|i| self.gate[[i % D::SIZE]] * dy[i]);
        }
    }
}

network! {
    struct Gated {
        gate: Gate<3>,
        fc: Linear<3, 2>,
    }
    fn forward(x: Tensor<4, 3>) -> Tensor<4, 2> {
        let h: Tensor<4, 3> = x.gate();
        h.fc()
    }
}

#[test]
fn layer_is_generic_over_a_size_of_its_input() {
    check_layer::<shape![4, 3], dim![2], _>(&mut *zeroed::<Gate<dim![3], f64>>(), 1);
    check_layer::<shape![1, 3], dim![3], _>(&mut *zeroed::<Gate<dim![3], f64>>(), 2);
    assert_eq!(Gated::PARAMETERS, 3 + 8);
    let x = Tensor::<shape![2, 4, 3]>::full(1.0);
    let mut network = Gated::new(1);
    let before = network.forward(&x);
    network.gate.gate.fill(2.0);
    let (bias, y) = (network.fc.bias.clone(), network.forward(&x));
    for (i, (&y, &before)) in y.iter().zip(before.iter()).enumerate() {
        assert!((y - (2.0 * before - bias[[i % 2]])).abs() < 1e-5);
    }
}

#[test]
fn orientations() {
    let mut found = Vec::new();
    Projection::LAYOUT.for_each(|param| found.push((param.name.to_string(), param.role, param.orientation)));
    let right = [
        ("own", Role::Weight, Some(Orientation::InOut)),
        ("tied", Role::Weight, Some(Orientation::OutIn)),
        ("scale", Role::Norm, None),
    ];
    assert_eq!(found, right.map(|(name, role, orientation)| (name.to_string(), role, orientation)));
    assert_eq!(Projection::LEN, 18);
}

#[test]
fn uses_chosen_initialisers() {
    let network = Own::new(3);
    assert!(network.affine.scale.iter().all(|&scale| scale == 1.0));
    assert!(network.fc.bias.iter().any(|&bias| bias != 0.0));
    // Xavier leaves the bias at zero.
    assert!(network.gate.bias.iter().all(|&bias| bias == 0.0));
    assert_eq!(network.as_slice(), Own::new(3).as_slice());
    assert_ne!(network.as_slice(), Own::new(4).as_slice());
}

#[test]
fn custom_parts_train() {
    let mut session = Session::<Own, SignDescent, dim![8]>::new(SignDescent { lr: 0.01 }, 1);
    let x = Tensor::<shape![8, 6]>::from_fn(|[i, j]| ((i * 7 + j * 3) % 5) as f32 / 2.0 - 1.0);
    let target = Tensor::<shape![8, 2]>::from_fn(|[i, j]| ((i + j) % 3) as f32 - 1.0);
    let first = session.step(&x, &Quartic, &target);
    for _ in 0..200 {
        session.optimizer.lr *= 0.99;
        session.step(&x, &Quartic, &target);
    }
    let last = session.step(&x, &Quartic, &target);
    assert!(last < 0.5 * first, "{first} to {last}");
    assert_eq!(session.state()[[0]], 202.0);
}
