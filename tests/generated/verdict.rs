//! The requirements on a correct network, in addition to compiling. The generated programs include this file, too.

use crate::interpreter;
use nn::gradient_check::{check_layer, check_training, fill, random};
use nn::layers::{Layer, Pass, StepContext};
use nn::parameters::{Gradient, Role, zeroed};
use nn::signal::Signal;
use nn::{Dim, Network};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The number of seeds for random parameters and inputs. By chance, a derivative inside a network may be taken at a kink, or a ReLU
/// may be dead, which other values avoid. A wrong gradient fails with all of them.
const SEEDS: u64 = 40;

/// Checks that the graph of a network describes its outputs, that its gradients are correct, and that every trainable tensor
/// receives one. A network that is `RANDOM` in training computes something else there than in inference.
pub(crate) fn verdict<B: Dim, Net: Network<Elem = f64>, const RANDOM: bool>() -> Result<(), String> {
    interpreter::compare::<B, Net>(1)?;
    gradients::<Net::In, B, Net>(RANDOM)?;
    let idle = idle::<Net::In, B, Net>();
    if idle.is_empty() { Ok(()) } else { Err(format!("{} never get a gradient", idle.join(", "))) }
}

/// Compares the gradients with numeric ones.
pub(crate) fn gradients<In: Signal, B: Dim, L: Layer<In, f64>>(random: bool) -> Result<(), String> {
    let check = if random { check_training::<In, B, L> } else { check_layer::<In, B, L> };
    let mut layer = zeroed::<L>();
    let mut reason = String::new();
    for seed in 0..SEEDS {
        let Err(panic) = catch_unwind(AssertUnwindSafe(|| check(&mut layer, seed))) else {
            return Ok(());
        };
        let text = panic.downcast_ref::<String>().cloned();
        reason = text.or_else(|| panic.downcast_ref().map(|text: &&str| text.to_string())).unwrap_or_default();
    }
    Err(format!("no gradient check of {SEEDS} passes; the last one says: {reason}"))
}

/// The names of trainable tensors whose gradient is zero for all random parameters and inputs.
pub(crate) fn idle<In: Signal, B: Dim, L: Layer<In, f64>>() -> Vec<String> {
    let mut idle: Vec<(String, std::ops::Range<usize>)> = Vec::new();
    L::LAYOUT.for_each(|param| {
        if !matches!(param.role, Role::Buffer | Role::Constant) {
            idle.push((param.name.to_string(), param.range()));
        }
    });
    for seed in 0..8 * SEEDS {
        if idle.is_empty() {
            break;
        }
        let mut rng = nn::init::rng(seed);
        let (mut layer, mut y) = (zeroed::<L>(), zeroed::<<L::Out as Signal>::Owned<B, f64>>());
        fill(layer.as_mut_slice(), &mut rng);
        // Small parameters, so that no function saturates in f64.
        let scale = [0.3, 0.6, 1.0][seed as usize % 3];
        layer.as_mut_slice().iter_mut().for_each(|number| *number *= scale);
        let (x, dy) = (random::<In, B>(&mut rng), random::<L::Out, B>(&mut rng));
        let (mut saved, mut grad) = (zeroed::<L::Saved<B>>(), zeroed::<L>());
        let context = StepContext::new(seed, 1);
        layer.forward_train(In::by_ref(&x), L::Out::by_mut(&mut y), &mut saved, context);
        let (x, y, dy) = (In::by_ref(&x), L::Out::by_ref(&y), L::Out::by_ref(&dy));
        layer.backward(Pass { x, y, saved: &mut *saved, dy }, In::no_grad(), Gradient::set(&mut grad), context);
        idle.retain(|(_, range)| grad.as_slice()[range.clone()].iter().all(|number| *number == 0.0));
    }
    idle.into_iter().map(|(name, _)| format!("`{name}`")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use nn::prelude::*;

    network! {
        #[dtype(f64)]
        struct Dead {
            fc1: Linear<3, 1>,
            fc2: Linear<1, 2>,
        }
        fn forward(x: Tensor<3>) -> Tensor<2> {
            x.fc1().softmax().fc2()
        }
    }

    network! {
        #[dtype(f64)]
        struct Cancelled {
            fc: Linear<3, 2>,
            mask: Parameter<2>,
        }
        fn forward(x: Tensor<3>) -> Tensor<2> {
            let e = x.fc();
            e - (e + mask)
        }
    }

    /// y = scale x, with a wrong gradient.
    #[derive(nn::Parameters)]
    #[repr(C)]
    #[dtype(f64)]
    struct Wrong {
        scale: Tensor<shape![3], f64>,
    }

    impl Layer<shape![3], f64> for Wrong {
        type Out = shape![3];
        type Saved<B: Dim> = ();
        type Scratch<B: Dim> = ();
        fn forward<B: Dim>(&self, x: &Tensor<(B, N<3>), f64>, y: &mut Tensor<(B, N<3>), f64>, _: &mut ()) {
            for (x, y) in x.rows().zip(y.rows_mut()) {
                (0..3).for_each(|i| y[[i]] = self.scale[[i]] * x[[i]]);
            }
        }
        fn forward_train<B: Dim>(
            &self,
            x: &Tensor<(B, N<3>), f64>,
            y: &mut Tensor<(B, N<3>), f64>,
            _: &mut (),
            _: StepContext,
        ) {
            self.forward(x, y, &mut ());
        }
        fn backward<B: Dim>(
            &self,
            Pass { x, dy, .. }: Pass<'_, Self, shape![3], B, f64>,
            dx: Option<Gradient<'_, Tensor<(B, N<3>), f64>>>,
            grad: Gradient<'_, Self>,
            _: StepContext,
        ) {
            // Half of the true gradient.
            grad.write(|i| x.rows().zip(dy.rows()).map(|(x, dy)| x[[i]] * dy[[i]]).sum::<f64>() / 2.0);
            if let Some(dx) = dx {
                let dy = dy.as_slice();
                dx.write(|i| self.scale[[i % 3]] * dy[i]);
            }
        }
    }

    #[test]
    fn names_parameters_without_gradient() {
        assert_eq!(idle::<shape![3], dim![2], Dead>(), ["`fc1.weight`", "`fc1.bias`"]);
        assert_eq!(verdict::<dim![2], Dead, false>(), Err("`fc1.weight`, `fc1.bias` never get a gradient".into()));
    }

    #[test]
    fn names_parameters_of_terms_that_cancel() {
        assert_eq!(gradients::<shape![3], dim![2], Cancelled>(false), Ok(()));
        assert_eq!(idle::<shape![3], dim![2], Cancelled>(), ["`fc.weight`", "`fc.bias`"]);
    }

    #[test]
    fn reports_wrong_gradient() {
        let reason = gradients::<shape![3], dim![2], Wrong>(false).unwrap_err();
        assert!(reason.contains("gradient of `scale`, element 0: analytic"), "{reason}");
        assert!(idle::<shape![3], dim![2], Wrong>().is_empty());
    }
}
