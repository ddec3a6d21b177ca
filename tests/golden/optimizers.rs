//! Every sample of PyTorch's database of optimisers, declared from its arguments and compared after 12 steps: `optimizers.py`
//! writes `optimizers.json`.

use super::{close, numbers};
use nn::optim::{AdjustLr, Optimizer, WeightDecay};
use nn::parameters::{Orientation, zeroed};
use nn::prelude::*;
use nn::{Float, Parameters};
use serde_json::Value;
use std::collections::BTreeMap;

/// The parameters of `optimizers.py`.
#[derive(Parameters)]
#[repr(C)]
struct Tensors<T: Float = f64> {
    wide: Tensor<shape![3, 4], T>,
    tall: Tensor<shape![4, 2], T>,
    column: Tensor<shape![3, 1], T>,
    row: Tensor<shape![1, 2], T>,
    kernel: Tensor<shape![2, 1, 2, 3], T>,
    point: Tensor<shape![2, 2, 1, 1], T>,
    #[role(bias)]
    bias: Tensor<shape![3], T>,
}

fn golden() -> Value {
    serde_json::from_str(include_str!("optimizers.json")).unwrap()
}

/// The arguments of a sample, each of which must be used.
struct Arguments<'a>(BTreeMap<&'a str, &'a Value>);

impl<'a> Arguments<'a> {
    fn of(case: &'a Value) -> Self {
        Self(case["kwargs"].as_object().unwrap().iter().map(|(name, value)| (name.as_str(), value)).collect())
    }

    fn number(&mut self, name: &str, default: f64) -> f64 {
        self.0.remove(name).map_or(default, |value| value.as_f64().unwrap())
    }

    fn integer(&mut self, name: &str, default: u64) -> u64 {
        self.0.remove(name).map_or(default, |value| value.as_u64().unwrap())
    }

    fn flag(&mut self, name: &str) -> bool {
        self.0.remove(name).is_some_and(|value| value.as_bool().unwrap())
    }

    fn text(&mut self, name: &str) -> Option<&'a str> {
        self.0.remove(name).map(|value| value.as_str().unwrap())
    }

    fn list<const N: usize>(&mut self, name: &str, default: [f64; N]) -> [f64; N] {
        self.0.remove(name).map_or(default, |value| numbers(value).try_into().unwrap())
    }

    /// Weight decay in the gradient, of all parameters: PyTorch's coefficient is 2 lambda.
    fn l2(&mut self) -> WeightDecay {
        let mut decay = WeightDecay::NONE;
        (decay.l2, decay.everywhere) = (self.number("weight_decay", 0.0) / 2.0, true);
        decay
    }

    /// Decoupled weight decay of all parameters.
    fn decoupled(&mut self, default: f64) -> WeightDecay {
        let mut decay = WeightDecay::NONE;
        (decay.decoupled, decay.everywhere) = (self.number("weight_decay", default), true);
        decay
    }
}

/// Twelve steps, and the comparison of their result.
fn check<O: Optimizer<f64>>(all: &Value, name: &str, case: &Value, optimizer: &O) {
    let mut parameters = zeroed::<Tensors>();
    let (mut gradient, mut state) = (zeroed::<Tensors>(), zeroed::<O::State<Tensors>>());
    parameters.as_mut_slice().copy_from_slice(&numbers(&all["start"]));
    let steps = all["gradients"].as_array().unwrap();
    assert_eq!(steps.len(), 12);
    for (step, numbers_of_step) in (1..).zip(steps) {
        gradient.as_mut_slice().copy_from_slice(&numbers(numbers_of_step));
        optimizer.step(step, &mut *parameters, &gradient, &mut state);
    }
    let expected = numbers(&case["parameters"]);
    close(name, parameters.as_slice(), &expected);
    if let Some(averages) = case.get("averages") {
        close(name, state.as_slice(), &numbers(averages));
    }
    // Far below a step: even the shortest ones have moved some parameter by more than 1e-5.
    let moved = expected.iter().zip(numbers(&all["start"])).map(|(end, start)| (end - start).abs());
    assert!(moved.fold(0.0, f64::max) > 1e-5, "{name}");
}

network! {
    #[dtype(f64)]
    struct Six {
        fc: Linear<6, 1, bias = false>,
    }
    fn forward(x: Tensor<6>) -> Tensor<1> {
        x.fc()
    }
}

/// Four steps of L-BFGS on a Rosenbrock function of the six weights.
fn check_lbfgs(name: &str, case: &Value, mut lbfgs: Lbfgs<Six>) {
    let sign = if lbfgs.maximize { -1.0 } else { 1.0 };
    let mut session = Session::<Six, Sgd, dim![1]>::new(Sgd::new(0.0), 1);
    session.network.as_mut_slice().copy_from_slice(&[-1.25, 1.0, 0.5, -0.75, 0.25, 1.5]);
    let steps = numbers(&case["losses"]).into_iter().zip(case["parameters"].as_array().unwrap());
    for (loss, expected) in steps {
        let found = session.minimize(&mut lbfgs, |session| {
            let (x, g) = (session.network.as_slice(), session.gradient.as_mut_slice());
            let mut loss = 0.0;
            g.fill(0.0);
            for i in 0..5 {
                let (valley, distance) = (x[i + 1] - x[i] * x[i], 1.0 - x[i]);
                loss += 4.0 * valley * valley + distance * distance;
                g[i + 1] += sign * 8.0 * valley;
                g[i] += sign * (-16.0 * valley * x[i] - 2.0 * distance);
            }
            sign * loss
        });
        // Rounding errors grow with each iteration, of which a step has up to 20.
        let same = |found: f64, expected: f64| (found - expected).abs() <= 1e-7 * expected.abs().max(1.0);
        assert!(same(found, loss), "{name}: loss {found}, expected {loss}");
        for (&found, expected) in session.network.as_slice().iter().zip(numbers(expected)) {
            assert!(same(found, expected), "{name}: found {found}, expected {expected}");
        }
    }
    assert_eq!(lbfgs.evaluations(), case["evaluations"].as_u64().unwrap(), "{name}");
    assert_eq!(session.steps(), 4);
}

/// Declares the optimiser of a sample with its arguments, and compares it. Returns its declaration's type.
fn declared(all: &Value, name: &str, case: &Value) -> &'static str {
    let mut a = Arguments::of(case);
    let maximize = a.flag("maximize");
    /// The optimiser with the fields of the sample, compared, and its name.
    macro_rules! check {
        ($optimizer:ident, $new:expr, $decay:expr $(, $field:ident = $value:expr)*) => {{
            let mut optimizer: $optimizer = $new;
            $(optimizer.$field = $value;)*
            optimizer.weight_decay = $decay;
            optimizer.maximize = maximize;
            assert!(a.0.is_empty(), "{name}: unused arguments {:?}", a.0.keys());
            check(all, name, case, &optimizer);
            stringify!($optimizer)
        }};
    }
    macro_rules! adam {
        ($optimizer:ident, $lr:expr, $decay:expr $(, $field:ident = $value:expr)*) => {{
            let [lr, eps] = [a.number("lr", $lr), a.number("eps", 1e-8)];
            let [beta1, beta2] = a.list("betas", [0.9, 0.999]);
            check!($optimizer, $optimizer::new(lr), $decay, beta1 = beta1, beta2 = beta2, eps = eps $(, $field = $value)*)
        }};
    }
    match case["optimizer"].as_str().unwrap() {
        "Adadelta" => {
            let [lr, rho, eps] = [a.number("lr", 1.0), a.number("rho", 0.9), a.number("eps", 1e-6)];
            check!(Adadelta, Adadelta::new(lr), a.l2(), rho = rho, eps = eps)
        }
        "Adafactor" => {
            let [lr, beta2_decay, d] = [a.number("lr", 1e-2), a.number("beta2_decay", -0.8), a.number("d", 1.0)];
            let [eps1, eps2] = a.list("eps", [f64::EPSILON, 1e-3]);
            let decay = a.decoupled(0.0);
            check!(Adafactor, Adafactor::new(lr), decay, beta2_decay = beta2_decay, d = d, eps1 = eps1, eps2 = eps2)
        }
        "Adagrad" => {
            let [lr, lr_decay, eps] = [a.number("lr", 1e-2), a.number("lr_decay", 0.0), a.number("eps", 1e-10)];
            let initial = a.number("initial_accumulator_value", 0.0);
            let new = Adagrad::new(lr).initial_accumulator_value(initial);
            check!(Adagrad, new, a.l2(), lr_decay = lr_decay, eps = eps)
        }
        "Adam" if a.flag("amsgrad") => adam!(AmsGrad, 1e-3, a.l2()),
        "Adam" => adam!(Adam, 1e-3, a.l2()),
        "AdamW" if a.flag("amsgrad") => adam!(AmsGrad, 1e-3, a.decoupled(0.01)),
        "AdamW" => adam!(AdamW, 1e-3, a.decoupled(0.01)),
        "Adamax" => adam!(Adamax, 2e-3, a.l2()),
        "ASGD" => {
            let [lr, lambd, alpha, t0] =
                [a.number("lr", 1e-2), a.number("lambd", 1e-4), a.number("alpha", 0.75), a.number("t0", 1e6)];
            check!(Asgd, Asgd::new(lr), a.l2(), lambd = lambd, alpha = alpha, t0 = t0)
        }
        "LBFGS" => {
            let mut lbfgs = Lbfgs::new(a.number("lr", 1.0)).max_iter(a.integer("max_iter", 20));
            lbfgs.history_size = a.integer("history_size", 100);
            lbfgs.tolerance_grad = a.number("tolerance_grad", 1e-7);
            lbfgs.tolerance_change = a.number("tolerance_change", 1e-9);
            lbfgs.strong_wolfe = a.text("line_search_fn").is_some_and(|name| name == "strong_wolfe");
            lbfgs.maximize = maximize;
            assert!(a.0.is_empty(), "{name}: unused arguments {:?}", a.0.keys());
            check_lbfgs(name, case, lbfgs);
            "Lbfgs"
        }
        "Muon" => {
            let nesterov = a.0.remove("nesterov").is_none_or(|value| value.as_bool().unwrap());
            let adjust_lr = match a.text("adjust_lr_fn") {
                None | Some("original") => AdjustLr::Original,
                Some("match_rms_adamw") => AdjustLr::MatchRmsAdamw,
                Some("spectral_unclamped") => AdjustLr::SpectralUnclamped,
                Some(other) => panic!("{name}: {other}"),
            };
            let muon = Muon::new(a.number("lr", 1e-3))
                .momentum(a.number("momentum", 0.95))
                .ns_coefficients(a.list("ns_coefficients", [3.4445, -4.775, 2.0315]))
                .ns_steps(a.integer("ns_steps", 5))
                .eps(a.number("eps", 1e-7))
                .adjust_lr(adjust_lr);
            check!(Muon, muon, a.decoupled(0.1), nesterov = nesterov)
        }
        "NAdam" => {
            let momentum_decay = a.number("momentum_decay", 4e-3);
            let decay = if a.flag("decoupled_weight_decay") { a.decoupled(0.0) } else { a.l2() };
            adam!(NAdam, 2e-3, decay, momentum_decay = momentum_decay)
        }
        "RAdam" => {
            let decay = if a.flag("decoupled_weight_decay") { a.decoupled(0.0) } else { a.l2() };
            adam!(RAdam, 1e-3, decay)
        }
        "RMSprop" => {
            let [lr, alpha, eps] = [a.number("lr", 1e-2), a.number("alpha", 0.99), a.number("eps", 1e-8)];
            let (momentum, centered) = (a.number("momentum", 0.0), a.flag("centered"));
            if momentum == 0.0 && !centered {
                check!(RmsProp, RmsProp::new(lr), a.l2(), alpha = alpha, eps = eps)
            } else {
                let new = RmsPropMomentum::new(lr, momentum);
                check!(RmsPropMomentum, new, a.l2(), alpha = alpha, eps = eps, centered = centered)
            }
        }
        "Rprop" => {
            let ([minus, plus], [min, max]) = (a.list("etas", [0.5, 1.2]), a.list("step_sizes", [1e-6, 50.0]));
            let rprop = Rprop::new(a.number("lr", 1e-2)).etas(minus, plus).step_sizes(min, max);
            check!(Rprop, rprop, WeightDecay::NONE)
        }
        "SGD" => {
            let [lr, momentum, dampening] =
                [a.number("lr", 1e-3), a.number("momentum", 0.0), a.number("dampening", 0.0)];
            let nesterov = a.flag("nesterov");
            if momentum == 0.0 {
                check!(Sgd, Sgd::new(lr), a.l2())
            } else {
                let new = Momentum::new(lr, momentum).dampening(dampening);
                check!(Momentum, new, a.l2(), nesterov = nesterov)
            }
        }
        "SparseAdam" => adam!(SparseAdam, 1e-3, WeightDecay::NONE),
        other => panic!("{name}: {other} is not declared here"),
    }
}

/// Every sample can be declared; the table of `docs/from-pytorch.md` has the same counts.
#[test]
fn every_sample_of_pytorch_is_declared_and_compared() {
    let all = golden();
    let mut counts = BTreeMap::<(String, &str), usize>::new();
    for (i, case) in all["samples"].as_object().unwrap() {
        let pytorch = case["optimizer"].as_str().unwrap();
        let name = format!("sample {i}, {pytorch} {}", case["kwargs"]);
        *counts.entry((pytorch.to_string(), declared(&all, &name, case))).or_default() += 1;
    }
    assert_eq!(counts.values().sum::<usize>(), 95);
    let mut rows = BTreeMap::<String, Vec<String>>::new();
    for ((pytorch, optimizer), count) in counts {
        rows.entry(pytorch).or_default().push(format!("`{optimizer}` {count}"));
    }
    let guide = include_str!("../../docs/from-pytorch.md");
    for (pytorch, declared) in rows {
        let row = format!("| `{pytorch}` | {} |", declared.join(", "));
        assert!(guide.contains(&row), "docs/from-pytorch.md lacks this row: {row}");
    }
}

#[test]
fn options_without_a_sample() {
    let all = golden();
    for (i, case) in all["options"].as_object().unwrap() {
        declared(&all, &format!("option {i}, {} {}", case["optimizer"], case["kwargs"]), case);
    }
}

/// Muon's matrices are those of the test, whatever their sizes, and a matrix that is stored like an embedding is none.
#[test]
fn muon_trains_embeddings_by_adamw() {
    #[derive(Parameters)]
    #[repr(C)]
    struct Table<T: Float = f64> {
        #[role(weight, out_in)]
        rows: Tensor<shape![3, 2], T>,
    }
    let mut orientations = Vec::new();
    <Table as Parameters<f64>>::LAYOUT.for_each(|param| orientations.push(param.orientation));
    assert_eq!(orientations, [Some(Orientation::OutIn)]);
    let run = |optimizer: &dyn Fn(&mut Table, &Table)| {
        let (mut table, mut gradient) = (zeroed::<Table>(), zeroed::<Table>());
        gradient.as_mut_slice().copy_from_slice(&[1.0, 2.0, 3.0, 4.0, 5.0, -6.0]);
        optimizer(&mut table, &gradient);
        table
    };
    let muon = run(&|table, gradient| Muon::new(0.1).step(1, table, gradient, &mut zeroed()));
    let adamw = run(&|table, gradient| AdamW::new(0.1).step(1, table, gradient, &mut zeroed()));
    assert_eq!(muon.as_slice(), adamw.as_slice());
}
