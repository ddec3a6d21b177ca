//! 6.1 Optimization Algorithms: momentum and Adam by their formulas, element by element and bit-identical, over 100
//! steps of a network.

use nn::optim::Optimizer;
use nn::prelude::*;
use nn::{Float, Parameters};

/// A network in one floating-point type, and the references of its optimisers.
macro_rules! algorithms {
    ($module:ident, $float:ident, $tolerance:literal) => {
        mod $module {
            use super::*;

            network! {
                #[dtype($float)]
                struct Net {
                    fc1: Linear<4, 6>,
                    fc2: Linear<6, 3>,
                }
                fn forward(x: Tensor<4>) -> Tensor<3> {
                    x.fc1().tanh().fc2()
                }
            }

            /// Takes 100 steps; `expected` computes the same step from its number, the previous weights and the
            /// gradient, and `same` compares the results.
            fn train<O: Optimizer<$float>>(
                optimizer: O,
                mut expected: impl FnMut(usize, &mut O, &mut [$float], &[$float]),
                same: impl Fn($float, $float) -> bool,
            ) {
                let x = Tensor::<shape![6, 4], $float>::from_fn(|[i, j]| ((5 * i + 3 * j) % 11) as $float / 4.0 - 1.2);
                let target = Tensor::<shape![6], Class<dim![3]>>::from_fn(|[i]| Class::new(i % 3).unwrap());
                let mut session = Session::<Net, O, dim![6]>::new(optimizer, 11);
                let mut weights = session.network.as_slice().to_vec();
                let start = weights.clone();
                for step in 1..=100 {
                    session.gradients(&x, &CrossEntropy, &target);
                    expected(step, &mut session.optimizer, &mut weights, session.gradient.as_slice());
                    session.update();
                    for (i, (&found, &expected)) in session.network.as_slice().iter().zip(&weights).enumerate() {
                        assert!(same(found, expected), "step {step}, element {i}: {found} instead of {expected}");
                    }
                }
                assert!(weights.iter().zip(start).all(|(w, start)| (w - start).abs() > 1e-3), "an unchanged weight");
            }

            fn bits(found: $float, expected: $float) -> bool {
                found.to_bits() == expected.to_bits()
            }

            /// v = beta v - eta g, W = W + v.
            #[test]
            fn momentum_is_bit_identical_to_formula() {
                let mut v = vec![0.0; Net::PARAMETERS];
                train(
                    Momentum::new(0.05, 0.9),
                    |step, momentum, weights, gradient| {
                        momentum.lr = 0.05 / (1.0 + 0.02 * step as f64);
                        let (eta, beta) = (momentum.lr as $float, 0.9);
                        for ((w, v), g) in weights.iter_mut().zip(&mut v).zip(gradient) {
                            *v = beta * *v - eta * g;
                            *w += *v;
                        }
                    },
                    bits,
                );
            }

            /// The two moments, and the step with its bias corrections: those are the same for all elements, so they
            /// are folded into eta and into the root, once per step, in f64.
            #[test]
            fn adam_is_bit_identical_to_formula() {
                let (mut m, mut v) = (vec![0.0; Net::PARAMETERS], vec![0.0; Net::PARAMETERS]);
                train(
                    Adam::new(0.01),
                    |step, adam, weights, gradient| {
                        adam.lr = 0.01 / (1.0 + 0.02 * step as f64);
                        // The power of `Float` is the same on every machine, that of `f64` is not.
                        let corrections = [0.9, 0.999].map(|beta| 1.0 - Float::powf(beta, step as f64));
                        let eta = (adam.lr / corrections[0]) as $float;
                        let root = (1.0 / corrections[1].sqrt()) as $float;
                        let (take1, take2) = ((1.0 - 0.9_f64) as $float, (1.0 - 0.999_f64) as $float);
                        for (i, (w, &g)) in weights.iter_mut().zip(gradient).enumerate() {
                            m[i] = 0.9 * m[i] + take1 * g;
                            v[i] = 0.999 * v[i] + take2 * (g * g);
                            *w -= eta * m[i] / (v[i].sqrt() * root + 1e-8);
                        }
                    },
                    bits,
                );
            }

            /// The formulas as they are written, in f64 from the same gradients. A step is about 0.01 long.
            #[test]
            fn adam_is_close_to_formula_in_f64() {
                let (mut m, mut v) = (vec![0.0; Net::PARAMETERS], vec![0.0; Net::PARAMETERS]);
                let mut exact = Vec::new();
                train(
                    Adam::new(0.01),
                    |step, _, weights, gradient| {
                        if exact.is_empty() {
                            exact = weights.iter().map(|&w| f64::from(w)).collect();
                        }
                        let t = step as i32;
                        for (i, (w, &g)) in weights.iter_mut().zip(gradient).enumerate() {
                            let g = f64::from(g);
                            m[i] = 0.9 * m[i] + (1.0 - 0.9) * g;
                            v[i] = 0.999 * v[i] + (1.0 - 0.999) * g * g;
                            let m_hat = m[i] / (1.0 - 0.9_f64.powi(t));
                            let v_hat = v[i] / (1.0 - 0.999_f64.powi(t));
                            exact[i] -= 0.01 * m_hat / (v_hat.sqrt() + 1e-8);
                            *w = exact[i] as $float;
                        }
                    },
                    |found, expected| (found - expected).abs() <= $tolerance,
                );
            }
        }
    };
}
algorithms!(single, f32, 1e-5);
algorithms!(double, f64, 1e-13);
