//! Checks of gradients against central differences, in f64: for tests of layers, losses and networks, yours too.
//!
//! A derivative is compared at a relative error of 1e-6. At a kink, such as that of ReLU at 0, there is none: the checks
//! keep inputs at least 0.01 from 0, but inside a network a kink may be met by chance; another seed avoids it.
//!
//! ```
//! use nn_core::{Linear, N, WithBias, gradient_check::check_layer, zeroed};
//! let mut fc = zeroed::<Linear<N<3>, N<2>, WithBias, f64>>();
//! check_layer::<(N<3>,), N<4>, _>(&mut *fc, 1);
//! ```

use crate::dim::Dim;
use crate::gradient::Gradient;
use crate::layer::{Context, Layer};
use crate::layout::Parameters;
use crate::loss::Loss;
use crate::plain::zeroed;
use crate::signal::Signal;
use alloc::boxed::Box;
use alloc::vec::Vec;
use rand::Rng;

/// The step of the differences. Their error is of the order of its fourth power.
const STEP: f64 = 2e-4;

/// Fills a slice with numbers from -2 to 2 that are at least 0.01 from 0, where some activations have no derivative.
pub fn fill(numbers: &mut [f64], rng: &mut (impl Rng + ?Sized)) {
    for number in numbers {
        let unit = rng.next_u64() as i64 as f64 / (1_u64 << 63) as f64;
        *number = 0.01_f64.copysign(unit) + 1.99 * unit;
    }
}

/// A derivative by differences, and how far rounding can move it.
struct Numeric {
    slope: f64,
    rounding: f64,
}

/// The derivative of `f` at `x` by the five-point central difference: one number for each output, weighted and summed.
fn difference(x: f64, weights: &[f64], mut f: impl FnMut(f64) -> Vec<f64>) -> Numeric {
    let [far_left, left, right, far_right] = [-2.0, -1.0, 1.0, 2.0].map(|steps| f(x + steps * STEP));
    let slope = |i: usize| (8.0 * (right[i] - left[i]) - (far_right[i] - far_left[i])) / (12.0 * STEP);
    let size: f64 = weights.iter().zip(&right).map(|(weight, output)| (weight * output).abs()).sum();
    Numeric {
        slope: weights.iter().enumerate().map(|(i, weight)| weight * slope(i)).sum(),
        // Each output carries a few roundings of its own inside.
        rounding: 16.0 * f64::EPSILON * size / STEP,
    }
}

#[track_caller]
fn same(what: &str, i: usize, analytic: f64, numeric: Numeric) {
    let Numeric { slope, rounding } = numeric;
    let tolerance = 1e-6 * analytic.abs().max(slope.abs()) + rounding;
    assert!((analytic - slope).abs() <= tolerance, "{what} {i}: analytic {analytic}, numeric {slope}");
}

fn output<In: Signal, B: Dim, L: Layer<In, f64>>(layer: &L, x: &In::Owned<B, f64>) -> Vec<f64> {
    let mut y = zeroed::<<L::Out as Signal>::Owned<B, f64>>();
    y.as_mut_slice().fill(f64::NAN);
    layer.forward(In::by_ref(x), L::Out::by_mut(&mut y), &mut zeroed::<L::Scratch<B>>());
    y.as_slice().to_vec()
}

/// Checks a layer with random parameters at a random input: training gives the numbers of inference, the gradients by
/// the input and by every parameter are the numeric ones, and setting, adding and leaving out agree.
///
/// The layer's parameters are replaced by random ones. `In` is the shape of a sample, or `Several` of them, `B` the batch.
///
/// # Panics
/// If something differs; the message says what, and both numbers.
#[track_caller]
pub fn check_layer<In: Signal, B: Dim, L: Layer<In, f64>>(layer: &mut L, seed: u64) {
    let mut rng = crate::init::rng(seed);
    let mut x = zeroed::<In::Owned<B, f64>>();
    let mut y = zeroed::<<L::Out as Signal>::Owned<B, f64>>();
    let mut dy = zeroed::<<L::Out as Signal>::Owned<B, f64>>();
    let mut saved = zeroed::<L::Saved<B>>();
    fill(layer.as_mut_slice(), &mut rng);
    fill(x.as_mut_slice(), &mut rng);
    fill(dy.as_mut_slice(), &mut rng);
    y.as_mut_slice().fill(f64::NAN);
    let context = Context::new(seed, 1);
    layer.forward_train(In::by_ref(&x), L::Out::by_mut(&mut y), &mut saved, context);
    assert_eq!(y.as_slice(), output::<In, B, L>(layer, &x), "training and inference differ");

    let mut backward = |layer: &L, wants_dx: bool, adds: bool, old: f64| -> (Box<In::Owned<B, f64>>, Box<L>) {
        let mut dx = zeroed::<In::Owned<B, f64>>();
        let mut grad = zeroed::<L>();
        dx.as_mut_slice().fill(old);
        grad.as_mut_slice().fill(old);
        layer.backward(
            In::by_ref(&x),
            L::Out::by_ref(&y),
            &mut saved,
            L::Out::by_ref(&dy),
            if wants_dx { In::by_grad(&mut dx, adds) } else { In::no_grad() },
            Gradient::new(&mut grad, adds),
            context,
        );
        (dx, grad)
    };
    let (dx, grad) = backward(layer, true, false, f64::NAN);
    let (_, grad_alone) = backward(layer, false, false, f64::NAN);
    assert_eq!(grad.as_slice(), grad_alone.as_slice(), "the gradient depends on whether dx is wanted");
    let (dx_added, grad_added) = backward(layer, true, true, 3.0);
    for i in 0..dx.as_slice().len() {
        same("added dx", i, dx_added.as_slice()[i], Numeric { slope: 3.0 + dx.as_slice()[i], rounding: 1e-13 });
    }
    for i in 0..L::LEN {
        let slope = 3.0 + grad.as_slice()[i];
        same("added gradient", i, grad_added.as_slice()[i], Numeric { slope, rounding: 1e-13 });
    }

    for i in 0..x.as_slice().len() {
        let here = x.as_slice()[i];
        let numeric = difference(here, dy.as_slice(), |value| {
            x.as_mut_slice()[i] = value;
            output::<In, B, L>(layer, &x)
        });
        x.as_mut_slice()[i] = here;
        same("dx", i, dx.as_slice()[i], numeric);
    }
    for i in 0..L::LEN {
        let here = layer.as_slice()[i];
        let numeric = difference(here, dy.as_slice(), |value| {
            layer.as_mut_slice()[i] = value;
            output::<In, B, L>(layer, &x)
        });
        layer.as_mut_slice()[i] = here;
        same("gradient", i, grad.as_slice()[i], numeric);
    }
}

/// Checks a loss at this output: the value is the same with and without the gradient, and the gradient the numeric one.
///
/// # Panics
/// If something differs; the message says what, and both numbers.
///
/// ```
/// use nn_core::{Mse, N, Tensor, gradient_check::check_loss};
/// let target = Tensor::<(N<2>, N<3>), f64>::full(0.5);
/// check_loss::<(N<3>,), N<2>, _>(&Mse, &mut Tensor::full(2.0), &*target);
/// ```
#[track_caller]
pub fn check_loss<Out: Signal, B: Dim, L: Loss<Out, f64>>(
    loss: &L,
    y: &mut Out::Owned<B, f64>,
    target: L::Target<'_, B>,
) {
    let mut dy = zeroed::<Out::Owned<B, f64>>();
    dy.as_mut_slice().fill(f64::NAN);
    let value = loss.gradient(Out::by_ref(y), target, Out::by_mut(&mut dy));
    assert_eq!(value, loss.value(Out::by_ref(y), target), "the value differs with the gradient");
    for i in 0..y.as_slice().len() {
        let here = y.as_slice()[i];
        let numeric = difference(here, &[1.0], |value| {
            y.as_mut_slice()[i] = value;
            alloc::vec![loss.value(Out::by_ref(y), target)]
        });
        y.as_mut_slice()[i] = here;
        same("dy", i, dy.as_slice()[i], numeric);
    }
}
