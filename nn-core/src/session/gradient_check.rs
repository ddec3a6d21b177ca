//! Checks of gradients against central differences in `f64`, for tests of layers, losses and networks, including custom ones.
//!
//! Derivatives are compared with a relative tolerance of 1e-6. There is no derivative at a kink, such as that of ReLU at 0: the
//! checks keep inputs at least 0.01 from 0, but a value inside a network may land on a kink by chance; another seed avoids it.
//!
//! ```
//! use nn::dim::N;
//! use nn::gradient_check::check_layer;
//! use nn::layers::{Linear, WithBias};
//! use nn::parameters::zeroed;
//! let mut fc = zeroed::<Linear<N<3>, N<2>, WithBias, f64>>();
//! check_layer::<(N<3>,), N<4>, _>(&mut *fc, 1);
//! ```

use crate::dim::Dim;
use crate::layers::{Layer, Pass, StepContext};
use crate::losses::Loss;
use crate::parameters::{Gradient, Layout, Role, zeroed};
use crate::signal::{Elements, Signal};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::mem;
use core::ops::Range;
use rand::Rng;

/// The step sizes of the differences, whose error is of fourth order. A smaller step is tried if a larger one does not agree,
/// because the larger one may have crossed a kink inside a network. A wrong gradient agrees with none of them.
const STEPS: [f64; 3] = [2e-4, 1e-5, 1e-6];

/// Fills a slice with random values from -2 to 2 that are at least 0.01 from 0, where some activations have no derivative.
pub fn fill(elements: &mut [f64], rng: &mut (impl Rng + ?Sized)) {
    for element in elements {
        let unit = rng.next_u64() as i64 as f64 / (1_u64 << 63) as f64;
        *element = 0.01_f64.copysign(unit) + 1.99 * unit;
    }
}

// The functions without type parameters are compiled once, and not for each layer that is checked.

/// A numerical derivative, and a bound of its rounding error.
struct Numeric {
    slope: f64,
    rounding: f64,
}

/// Returns the derivative at `x` of the weighted sum of the outputs of `f`, by the five-point central difference.
fn difference(x: f64, step: f64, weights: &[f64], f: &mut dyn FnMut(f64) -> Vec<f64>) -> Numeric {
    let [far_left, left, right, far_right] = [-2.0, -1.0, 1.0, 2.0].map(|steps| f(x + steps * step));
    let slope = |i: usize| (8.0 * (right[i] - left[i]) - (far_right[i] - far_left[i])) / (12.0 * step);
    let size: f64 = weights.iter().zip(&right).map(|(weight, output)| (weight * output).abs()).sum();
    Numeric {
        slope: weights.iter().enumerate().map(|(i, weight)| weight * slope(i)).sum(),
        // Each output has accumulated a few rounding errors of its own.
        rounding: 16.0 * f64::EPSILON * size / step,
    }
}

/// Compares the derivative of `f` at `x` with its numerical derivative.
#[track_caller]
fn same_slope(what: &str, i: usize, analytic: f64, x: f64, weights: &[f64], f: &mut dyn FnMut(f64) -> Vec<f64>) {
    let first = difference(x, STEPS[0], weights, f);
    let closer = |&step: &f64| agree(analytic, &difference(x, step, weights, f));
    if !agree(analytic, &first) && !STEPS[1..].iter().any(closer) {
        same(what, i, analytic, first);
    }
}

/// Compares the derivatives at each element of `x` with numerical ones. `f` returns the outputs for another value of an element.
#[track_caller]
fn same_slopes(what: &str, slopes: &[f64], x: &[f64], weights: &[f64], f: &mut dyn FnMut(usize, f64) -> Vec<f64>) {
    for (i, (&slope, &x)) in slopes.iter().zip(x).enumerate() {
        same_slope(what, i, slope, x, weights, &mut |value| f(i, value));
    }
}

/// Compares gradients that were added to elements of 3 with those that have overwritten the elements.
#[track_caller]
fn same_sums(what: &str, added: &[f64], written: &[f64]) {
    for (i, (&added, &written)) in added.iter().zip(written).enumerate() {
        same(what, i, added, Numeric { slope: 3.0 + written, rounding: 1e-13 });
    }
}

fn agree(analytic: f64, numeric: &Numeric) -> bool {
    let tolerance = 1e-6 * analytic.abs().max(numeric.slope.abs()) + numeric.rounding;
    (analytic - numeric.slope).abs() <= tolerance
}

#[track_caller]
fn same(what: &str, i: usize, analytic: f64, numeric: Numeric) {
    assert!(agree(analytic, &numeric), "{what} {i}: analytic {analytic}, numeric {}", numeric.slope);
}

#[track_caller]
fn no_nan(output: &[f64]) {
    assert!(output.iter().all(|y| !y.is_nan()), "the output contains NaN");
}

/// Returns the concatenated elements of a signal's tensors, without indices.
fn numbers<S: Signal, B: Dim>(owned: &S::Owned<B, f64>) -> Vec<f64> {
    let parts = S::to_parts::<B, f64>(S::by_ref(owned)).into_iter().flatten();
    parts.filter_map(Elements::floats).flatten().copied().collect()
}

/// Sets all elements of a signal's tensors to `value`.
fn fill_with<S: Signal, B: Dim>(owned: &mut S::Owned<B, f64>, value: f64) {
    let parts = S::to_parts_mut::<B, f64>(S::by_mut(owned)).into_iter().flatten();
    parts.filter_map(Elements::floats).for_each(|numbers| numbers.fill(value));
}

/// Sets element `i` of a signal's tensors, in the order of [`numbers`], to `value`, and returns its previous value.
fn replace<S: Signal, B: Dim>(owned: &mut S::Owned<B, f64>, mut i: usize, value: f64) -> f64 {
    for numbers in S::to_parts_mut::<B, f64>(S::by_mut(owned)).into_iter().flatten().filter_map(Elements::floats) {
        if let Some(number) = numbers.get_mut(i) {
            return mem::replace(number, value);
        }
        i -= numbers.len();
    }
    unreachable!("the signal has this element")
}

/// Requires that a gradient has overwritten each of its elements, which were NaN. `added` is the gradient that was added to
/// elements of 3: there, elements that are not written are still 3, and NaN only if `backward` computes NaN.
#[track_caller]
fn all_overwritten(what: &str, written: &[f64], added: &[f64]) {
    let Some(first) = written.iter().position(|g| g.is_nan()) else { return };
    assert!(!added[first].is_nan(), "`backward` computes NaN for the gradient of {what}, element {first}");
    assert!(
        added[first] == 3.0,
        "`backward` adds to the gradient of {what}, element {first}, and must overwrite it\nhelp: write it by `Gradient::write`, \
         or add to it only if `Gradient::adds()` is true"
    );
    panic!(
        "`backward` did not write the gradient of {what}, element {first}\nhelp: write it by `Gradient::write`, or by \
         `Gradient::write_zeros` if it is 0"
    );
}

/// Returns the tensors of a layer that have derivatives: what an element of each is called in a message, and where they are.
fn tensors(layout: &Layout) -> Vec<(String, Range<usize>)> {
    let mut tensors = Vec::new();
    layout.for_each(|param| {
        if !matches!(param.role, Role::Buffer | Role::Constant) {
            let what = match param.name.is_root() {
                true => "gradient, element".into(),
                false => alloc::format!("gradient of `{}`, element", param.name),
            };
            tensors.push((what, param.range()));
        }
    });
    tensors
}

/// Returns a random input or output of a layer: elements as in [`fill`], and random indices.
///
/// ```
/// use nn::Indices;
/// use nn::dim::N;
/// use nn::gradient_check::random;
/// let words = random::<Indices<N<50>, (N<8>,)>, N<4>>(&mut nn::init::rng(1));
/// assert!(words.iter().any(|word| word.index() > 0));
/// ```
pub fn random<S: Signal, B: Dim>(rng: &mut (impl Rng + ?Sized)) -> Box<S::Owned<B, f64>> {
    let mut owned = zeroed::<S::Owned<B, f64>>();
    for (part, bound) in S::to_parts_mut::<B, f64>(S::by_mut(&mut owned)).into_iter().flatten().zip(S::INDICES) {
        match part {
            Elements::Floats(numbers) => fill(numbers, rng),
            Elements::Indices(indices) => {
                let bound = bound.unwrap_or(1) as u64;
                indices.iter_mut().for_each(|index| *index = (rng.next_u64() % bound) as u32);
            }
        }
    }
    owned
}

/// Returns the output of the forward pass in training mode.
fn output<In: Signal, B: Dim, L: Layer<In, f64>>(layer: &L, x: &In::Owned<B, f64>, context: StepContext) -> Vec<f64> {
    let mut y = zeroed::<<L::Out as Signal>::Owned<B, f64>>();
    fill_with::<L::Out, B>(&mut y, f64::NAN);
    layer.forward_train(In::by_ref(x), L::Out::by_mut(&mut y), &mut zeroed::<L::Saved<B>>(), context);
    numbers::<L::Out, B>(&y)
}

/// Checks a layer with random parameters at a random input: training and inference return the same output, the gradients with
/// respect to the input and every parameter agree with the numerical ones, and overwriting, accumulating and omitting a gradient
/// are consistent.
///
/// The layer's parameters are replaced by random ones. `In` is the shape of a sample, or a `Tuple` of them, and `B` is the batch
/// size. Buffers, such as running means, have no derivatives. For a layer with buffers, the gradients are those of training, and
/// its output is not compared with inference, from which it may differ. For a layer with randomness in training, use
/// [`check_training`].
///
/// # Panics
/// Panics if something differs; the message states what, with both values.
#[track_caller]
pub fn check_layer<In: Signal, B: Dim, L: Layer<In, f64>>(layer: &mut L, seed: u64) {
    check_training::<In, B, L>(layer, seed);
    if L::LAYOUT.has_buffers() {
        return;
    }
    let x = random::<In, B>(&mut crate::init::rng(seed));
    let mut y = zeroed::<<L::Out as Signal>::Owned<B, f64>>();
    fill_with::<L::Out, B>(&mut y, f64::NAN);
    layer.forward(In::by_ref(&x), L::Out::by_mut(&mut y), &mut zeroed::<L::Scratch<B>>());
    let trained = output::<In, B, L>(layer, &x, StepContext::new(seed, 1));
    assert_eq!(trained, numbers::<L::Out, B>(&y), "training and inference differ");
}

/// The same checks as [`check_layer`], but without the comparison of training and inference, for layers in which they differ, such
/// as dropout.
///
/// # Panics
/// Panics if something differs; the message states what, with both values.
///
/// ```
/// use nn::dim::N;
/// use nn::gradient_check::check_training;
/// use nn::layers::Dropout;
/// check_training::<(N<6>,), N<4>, _>(&mut <Dropout>::default(), 1);
/// ```
#[track_caller]
pub fn check_training<In: Signal, B: Dim, L: Layer<In, f64>>(layer: &mut L, seed: u64) {
    let mut rng = crate::init::rng(seed);
    let mut x = random::<In, B>(&mut rng);
    fill(layer.as_mut_slice(), &mut rng);
    let dy = random::<L::Out, B>(&mut rng);
    let mut y = zeroed::<<L::Out as Signal>::Owned<B, f64>>();
    let mut saved = zeroed::<L::Saved<B>>();
    fill_with::<L::Out, B>(&mut y, f64::NAN);
    let context = StepContext::new(seed, 1);
    layer.forward_train(In::by_ref(&x), L::Out::by_mut(&mut y), &mut saved, context);
    no_nan(&numbers::<L::Out, B>(&y));

    let mut backward = |layer: &L, wants_dx: bool, adds: bool, old: f64| -> (Vec<f64>, Box<L>) {
        let mut dx = zeroed::<In::Owned<B, f64>>();
        let mut grad = zeroed::<L>();
        fill_with::<In, B>(&mut dx, old);
        grad.as_mut_slice().fill(old);
        layer.backward(
            Pass { x: In::by_ref(&x), y: L::Out::by_ref(&y), saved: &mut *saved, dy: L::Out::by_ref(&dy) },
            if wants_dx { In::by_grad(&mut dx, adds) } else { In::no_grad() },
            Gradient::new(&mut grad, adds),
            context,
        );
        (numbers::<In, B>(&dx), grad)
    };
    let (dx, grad) = backward(layer, true, false, f64::NAN);
    let (dx_added, grad_added) = backward(layer, true, true, 3.0);
    all_overwritten("the input", &dx, &dx_added);
    L::LAYOUT.for_each(|param| {
        let what = if param.name.is_root() { "the layer".into() } else { alloc::format!("`{}`", param.name) };
        all_overwritten(&what, &grad.as_slice()[param.range()], &grad_added.as_slice()[param.range()]);
    });
    let (_, grad_alone) = backward(layer, false, false, f64::NAN);
    assert_eq!(grad.as_slice(), grad_alone.as_slice(), "the gradient depends on whether dx is requested");
    same_sums("added dx", &dx_added, &dx);
    same_sums("added gradient", grad_added.as_slice(), grad.as_slice());

    let dy = numbers::<L::Out, B>(&dy);
    same_slopes("gradient of the input, element", &dx, &numbers::<In, B>(&x), &dy, &mut |i, value| {
        let here = replace::<In, B>(&mut x, i, value);
        let y = output::<In, B, L>(layer, &x, context);
        replace::<In, B>(&mut x, i, here);
        y
    });
    let here = layer.as_slice().to_vec();
    for (what, range) in tensors(&L::LAYOUT) {
        same_slopes(&what, &grad.as_slice()[range.clone()], &here[range.clone()], &dy, &mut |i, value| {
            let i = range.start + i;
            layer.as_mut_slice()[i] = value;
            let y = output::<In, B, L>(layer, &x, context);
            layer.as_mut_slice()[i] = here[i];
            y
        });
    }
}

/// Checks a loss at this output: its value is the same with and without the gradient, and the gradient agrees with the numerical
/// one.
///
/// # Panics
/// Panics if something differs; the message states what, with both values.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::gradient_check::check_loss;
/// use nn::losses::Mse;
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
    fill_with::<Out, B>(&mut dy, f64::NAN);
    let value = loss.gradient(Out::by_ref(y), target, Out::by_mut(&mut dy));
    assert_eq!(value, loss.value(Out::by_ref(y), target), "the loss differs with and without the gradient");
    let dy = numbers::<Out, B>(&dy);
    same_slopes("dy", &dy, &numbers::<Out, B>(y), &[1.0], &mut |i, value| {
        let here = replace::<Out, B>(y, i, value);
        let loss = loss.value(Out::by_ref(y), target);
        replace::<Out, B>(y, i, here);
        alloc::vec![loss]
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::layers::{BatchNorm1d, BatchNormSaved, MovingAverage, WithAffine};
    use crate::parameters::{Parameters, plain};
    use crate::tensor::Tensor;

    type Norm = BatchNorm1d<N<2>, 10_000_000, WithAffine, MovingAverage, f64>;

    /// A batch normalisation with a wrong backward pass, which does `HOW` to the element `PLACE` of its gradient.
    #[repr(transparent)]
    struct Wrong<const PLACE: usize, const HOW: char>(Norm);

    const DOUBLES: char = 'd';
    /// Doubles the element if the gradient of the input is not requested.
    const DOUBLES_ALONE: char = 'a';
    const COMPUTES_NAN: char = 'n';
    const OMITS: char = 'o';
    const ALWAYS_ADDS: char = '+';
    /// Does not write the gradient of the input.
    const OMITS_INPUT: char = 'i';

    plain! { impl[const PLACE: usize, const HOW: char] for Wrong<PLACE, HOW> { 0 } }
    // SAFETY: the field consists of elements of type `f64` only.
    unsafe impl<const PLACE: usize, const HOW: char> Parameters<f64> for Wrong<PLACE, HOW> {
        const LAYOUT: Layout = <Norm as Parameters<f64>>::LAYOUT;
    }

    type Rows<B> = Tensor<(B, N<2>), f64>;

    impl<const PLACE: usize, const HOW: char> Layer<(N<2>,), f64> for Wrong<PLACE, HOW> {
        type Out = (N<2>,);
        type Saved<B: Dim> = BatchNormSaved<N<2>, f64>;
        type Scratch<B: Dim> = Tensor<(N<2>,), f64>;

        fn forward<B: Dim>(&self, x: &Rows<B>, y: &mut Rows<B>, scratch: &mut Tensor<(N<2>,), f64>) {
            Layer::<(N<2>,), f64>::forward(&self.0, x, y, scratch);
        }
        fn forward_train<B: Dim>(
            &self,
            x: &Rows<B>,
            y: &mut Rows<B>,
            saved: &mut Self::Saved<B>,
            context: StepContext,
        ) {
            Layer::<(N<2>,), f64>::forward_train(&self.0, x, y, saved, context);
        }
        fn backward<B: Dim>(
            &self,
            Pass { x, y, saved, dy }: Pass<'_, Self, (N<2>,), B, f64>,
            dx: Option<Gradient<'_, Rows<B>>>,
            grad: Gradient<'_, Self>,
            context: StepContext,
        ) {
            let mut grad = grad.part(|wrong| &mut wrong.0);
            let (adds, alone) = (grad.adds(), dx.is_none());
            let dx = dx.filter(|_| HOW != OMITS_INPUT);
            let before = grad.reborrow().into_inner().as_slice()[PLACE];
            Layer::<(N<2>,), f64>::backward(&self.0, Pass { x, y, saved, dy }, dx, grad.reborrow(), context);
            let element = &mut grad.into_inner().as_mut_slice()[PLACE];
            let derivative = if adds { *element - before } else { *element };
            match HOW {
                DOUBLES => *element += derivative,
                DOUBLES_ALONE if alone => *element += derivative,
                COMPUTES_NAN => *element = f64::NAN,
                OMITS => *element = before,
                ALWAYS_ADDS => *element = before + derivative,
                _ => {}
            }
        }
    }

    /// The layout is weight and bias, two elements each, followed by the running statistics.
    fn check<const PLACE: usize, const HOW: char>() {
        check_layer::<(N<2>,), N<4>, _>(&mut *zeroed::<Wrong<PLACE, HOW>>(), 1);
    }

    #[test]
    fn skips_derivatives_of_buffers() {
        check::<4, DOUBLES>();
        check::<7, DOUBLES>();
    }

    #[test]
    #[should_panic = "gradient of `weight`, element 1: analytic"]
    fn finds_wrong_derivative_among_buffers() {
        check::<1, DOUBLES>();
    }

    /// The panic names the line of the test that calls the check.
    #[test]
    fn panics_where_it_is_called() {
        let (thread, (sender, lines)) = (std::thread::current().id(), std::sync::mpsc::channel());
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if std::thread::current().id() == thread {
                sender.send(info.location().map(|location| location.line())).unwrap();
            } else {
                before(info);
            }
        }));
        let mut wrong = zeroed::<Wrong<1, DOUBLES>>();
        let here = line!() + 2;
        let result = std::panic::catch_unwind(core::panic::AssertUnwindSafe(|| {
            check_layer::<(N<2>,), N<4>, _>(&mut *wrong, 1);
        }));
        drop(std::panic::take_hook());
        assert!(result.is_err());
        assert_eq!(lines.recv().unwrap(), Some(here));
    }

    #[test]
    #[should_panic = "the gradient depends on whether dx is requested"]
    fn finds_statistic_that_depends_on_input_gradient() {
        check::<5, DOUBLES_ALONE>();
    }

    #[test]
    #[should_panic = "`backward` did not write the gradient of `bias`, element 1\nhelp: write it by `Gradient::write`"]
    fn finds_derivative_that_is_not_written() {
        check::<3, OMITS>();
    }

    #[test]
    #[should_panic = "`backward` did not write the gradient of `running_mean`, element 0\n"]
    fn finds_statistic_that_is_not_written() {
        check::<4, OMITS>();
    }

    #[test]
    #[should_panic = "`backward` adds to the gradient of `weight`, element 0, and must overwrite it\n"]
    fn finds_derivative_that_is_always_added() {
        check::<0, ALWAYS_ADDS>();
    }

    #[test]
    #[should_panic = "`backward` computes NaN for the gradient of `running_var`, element 1"]
    fn finds_nan_in_gradient() {
        check::<7, COMPUTES_NAN>();
    }

    #[test]
    #[should_panic = "`backward` did not write the gradient of the input, element 0\n"]
    fn finds_input_gradient_that_is_not_written() {
        check::<0, OMITS_INPUT>();
    }

    #[test]
    #[should_panic = "training and inference differ"]
    fn finds_difference_between_training_and_inference() {
        check_layer::<(N<40>,), N<2>, _>(&mut crate::layers::Dropout::<500_000>, 1);
    }
}
