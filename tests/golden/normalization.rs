//! Normalisations, PReLU and dropout against PyTorch: `tests/golden/normalization.py` writes
//! `tests/golden/normalization.json`.

use super::{close, close_to, numbers, run};
use nn::layers::{
    BatchNorm1d, BatchNorm2d, BatchNorm3d, ChannelSlopes, CumulativeAverage, Dropout, Dropout2d, GroupNorm,
    InstanceNorm1d, InstanceNorm2d, InstanceNorm3d, Layer, LayerNorm, MovingAverage, NoAffine, OneSlope, PRelu,
    RmsNorm, ScaleOnly, Untracked, WithAffine,
};
use nn::optim::Optimizer;
use nn::parameters::zeroed;
use nn::prelude::*;
use nn::shape::{Sample, Shape};
use nn::{Float, Parameters};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static GOLDEN: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(include_str!("normalization.json")).unwrap());

/// A tensor of the file, whose shape must be that of the type.
fn tensor<S: Shape, T: Float>(value: &Value) -> Box<Tensor<S, T>> {
    super::tensor(value)
}

/// Assigns tensors of the file to the fields of a layer with the same names.
fn assign<T: Float, L: Parameters<T>>(layer: &mut L, case: &Value) {
    L::LAYOUT.for_each(|param| {
        let value = &case[param.name.to_string()];
        if value.is_null() {
            return;
        }
        let shape: Vec<usize> = numbers(&value["shape"]).iter().map(|&size| size as usize).collect();
        assert_eq!(shape, param.dims, "{}", param.name);
        for (to, from) in layer.as_mut_slice()[param.range()].iter_mut().zip(numbers(&value["data"])) {
            *to = T::from_f64(from);
        }
    });
}

/// Checks forward and backward of a layer that is the same in training and inference, and preserves the shape.
fn check<S: Sample, B: Dim, T: Float, L: Layer<S, T, Out = S>>(group: &str, name: &str, used: &mut BTreeSet<String>) {
    let case = &GOLDEN[group][name];
    assert!(case.is_object(), "no case {group} {name}");
    used.insert(format!("{group} {name}"));
    let mut layer = zeroed::<L>();
    assign(&mut *layer, case);
    let x = tensor::<S::Batch<B>, T>(&case["x"]);
    let (y, dx, grad) = run::<S, B, T, L>(&layer, &*x, &*tensor(&case["dy"]));
    close_to(&format!("{group} {name} y"), Tensor::as_slice(&y), &case["y"]);
    close_to(&format!("{group} {name} dx"), Tensor::as_slice(&dx), &case["dx"]);
    L::LAYOUT.for_each(|param| {
        let expected = &case[format!("d{}", param.name)];
        close_to(&format!("{group} {name} d{}", param.name), &grad.as_slice()[param.range()], expected);
    });
}

/// Checks three steps of gradient descent in training, then inference.
fn check_batch_norm<S: Sample, B: Dim, T: Float, L>(name: &str, used: &mut BTreeSet<String>)
where
    L: Layer<S, T, Out = S> + nn::init::Init,
{
    check_steps::<S, B, T, L>("batch_norm", name, used);
}

/// The same for a case of another group.
fn check_steps<S: Sample, B: Dim, T: Float, L>(group: &str, name: &str, used: &mut BTreeSet<String>)
where
    L: Layer<S, T, Out = S> + nn::init::Init,
{
    let case = &GOLDEN[group][name];
    assert!(case.is_object(), "no case {name}");
    used.insert(format!("{group} {name}"));
    let mut norm = zeroed::<L>();
    norm.init(&mut nn::init::rng(1));
    assign(&mut *norm, case);
    let mut last = Tensor::zeros();
    for number in 1..=3 {
        let step = &case[format!("step{number}")];
        let x = tensor::<S::Batch<B>, T>(&step["x"]);
        let (y, dx, grad) = run::<S, B, T, L>(&norm, &*x, &*tensor(&step["dy"]));
        close_to(&format!("{name} y"), Tensor::as_slice(&y), &step["y"]);
        close_to(&format!("{name} dx"), Tensor::as_slice(&dx), &step["dx"]);
        Sgd::new(0.1).step(number, &mut *norm, &grad, &mut ());
        L::LAYOUT.for_each(|param| {
            // The gradient of trainable parameters; for the statistics, their update.
            let (of, key) = match param.role {
                nn::parameters::Role::Buffer => (&*norm, param.name.to_string()),
                _ => (&*grad, format!("d{}", param.name)),
            };
            close_to(&format!("{name} step {number} {key}"), &of.as_slice()[param.range()], &step[key]);
        });
        last = x;
    }
    let mut y = Tensor::<S::Batch<B>, T>::zeros();
    norm.forward(&last, &mut y, &mut zeroed());
    close_to(&format!("{name} inference"), Tensor::as_slice(&y), &case["inference"]);
}

fn option_checks<T: Float>(used: &mut BTreeSet<String>) {
    type Batch<C, A, R, T> = BatchNorm1d<C, 10_000_000, A, R, T>;
    type Maps<C, A, R, T> = BatchNorm2d<C, 10_000_000, A, R, T>;
    let of = "options";
    type Quarter = MovingAverage<250_000>;
    check_steps::<shape![3], dim![5], T, Batch<dim![3], WithAffine, Quarter, T>>(of, "batch_momentum", used);
    type Cumulative<T> = Batch<dim![2], WithAffine, CumulativeAverage, T>;
    check_steps::<shape![2, 3], dim![4], T, Cumulative<T>>(of, "batch_cumulative", used);
    check_steps::<shape![3, 2, 2], dim![2], T, Maps<dim![3], ScaleOnly, MovingAverage, T>>(of, "batch_no_bias", used);
    type All = MovingAverage<1_000_000>;
    check_steps::<shape![2, 2, 2], dim![3], T, Maps<dim![2], NoAffine, All, T>>(of, "batch_not_affine", used);
    check_steps::<shape![3], dim![6], T, Batch<dim![3], WithAffine, Untracked, T>>(of, "batch_untracked", used);
    type Volumes<T> = BatchNorm3d<dim![2], 1_000_000_000, WithAffine, MovingAverage, T>;
    check_steps::<shape![2, 2, 1, 3], dim![2], T, Volumes<T>>(of, "batch_of_volumes", used);
    type Lines<T> = InstanceNorm1d<dim![3], 10_000_000, NoAffine, Untracked, T>;
    check_steps::<shape![3, 5], dim![2], T, Lines<T>>(of, "instance_lines", used);
    type Affine<T> = InstanceNorm2d<dim![3], 1_000_000_000, WithAffine, Untracked, T>;
    check_steps::<shape![3, 2, 3], dim![2], T, Affine<T>>(of, "instance_affine", used);
    type Tracked<T> = InstanceNorm2d<dim![2], 10_000_000, ScaleOnly, MovingAverage, T>;
    check_steps::<shape![2, 2, 3], dim![3], T, Tracked<T>>(of, "instance_tracked", used);
    type Half<T> = InstanceNorm3d<dim![2], 10_000_000, NoAffine, MovingAverage<500_000>, T>;
    check_steps::<shape![2, 2, 1, 3], dim![2], T, Half<T>>(of, "instance_of_volumes", used);

    type Scaled<T> = LayerNorm<shape![4], 10_000_000, ScaleOnly, T>;
    check::<shape![2, 4], dim![3], T, Scaled<T>>("layer_norm_options", "no_bias", used);
    type Bare<T> = LayerNorm<shape![4], 10_000_000, NoAffine, T>;
    check::<shape![2, 4], dim![3], T, Bare<T>>("layer_norm_options", "nothing", used);
    check::<shape![6], dim![3], T, RmsNorm<shape![6], 0, NoAffine, T>>("rms_norm_options", "nothing", used);
    type Groups<C, A, T> = GroupNorm<dim![2], C, 10_000_000, A, T>;
    check::<shape![4, 3], dim![2], T, Groups<dim![4], ScaleOnly, T>>("group_norm_options", "no_bias", used);
    check::<shape![6], dim![3], T, Groups<dim![6], NoAffine, T>>("group_norm_options", "nothing", used);
}

fn checks<T: Float>() {
    let mut used = BTreeSet::new();
    let used = &mut used;
    check_batch_norm::<shape![4], dim![6], T, BatchNorm1d<dim![4], 10_000_000, WithAffine, MovingAverage, T>>(
        "rows", used,
    );
    check_batch_norm::<shape![2, 5], dim![3], T, BatchNorm1d<dim![2], 10_000_000, WithAffine, MovingAverage, T>>(
        "lines", used,
    );
    check_batch_norm::<shape![3, 4, 2], dim![2], T, BatchNorm2d<dim![3], 10_000_000, WithAffine, MovingAverage, T>>(
        "maps", used,
    );
    check_batch_norm::<shape![2, 3, 3], dim![2], T, BatchNorm2d<dim![2], 1_000_000_000, WithAffine, MovingAverage, T>>(
        "maps_eps", used,
    );

    option_checks::<T>(used);

    check::<shape![6], dim![4], T, LayerNorm<shape![6], 10_000_000, WithAffine, T>>("layer_norm", "rows", used);
    check::<shape![2, 4], dim![3], T, LayerNorm<shape![4], 10_000_000, WithAffine, T>>("layer_norm", "last", used);
    check::<shape![2, 4], dim![3], T, LayerNorm<shape![2, 4], 1_000_000_000, WithAffine, T>>(
        "layer_norm",
        "whole",
        used,
    );
    check::<shape![6], dim![4], T, RmsNorm<shape![6], 0, ScaleOnly, T>>("rms_norm", "rows", used);
    check::<shape![2, 4], dim![3], T, RmsNorm<shape![4], 0, ScaleOnly, T>>("rms_norm", "last", used);
    check::<shape![2, 4], dim![3], T, RmsNorm<shape![2, 4], 1_000_000_000, ScaleOnly, T>>("rms_norm", "whole", used);
    check::<shape![6], dim![3], T, GroupNorm<dim![2], dim![6], 10_000_000, WithAffine, T>>("group_norm", "rows", used);
    check::<shape![2, 4], dim![3], T, GroupNorm<dim![2], dim![2], 10_000_000, WithAffine, T>>(
        "group_norm",
        "lines",
        used,
    );
    check::<shape![4, 3, 2], dim![2], T, GroupNorm<dim![2], dim![4], 1_000_000_000, WithAffine, T>>(
        "group_norm",
        "maps",
        used,
    );

    check::<shape![6], dim![4], T, PRelu<OneSlope, T>>("prelu", "one", used);
    check::<shape![6], dim![4], T, PRelu<ChannelSlopes<dim![6]>, T>>("prelu", "rows", used);
    check::<shape![3, 2, 2], dim![2], T, PRelu<ChannelSlopes<dim![3]>, T>>("prelu", "maps", used);

    check::<shape![5], dim![3], T, Dropout<0>>("dropout", "nothing", used);
    check::<shape![5], dim![3], T, Dropout<1_000_000>>("dropout", "everything", used);
    check::<shape![3, 2, 2], dim![2], T, Dropout2d<0>>("dropout", "maps_nothing", used);
    check::<shape![3, 2, 2], dim![2], T, Dropout2d<1_000_000>>("dropout", "maps_everything", used);
    inference::<shape![5], dim![3], T, Dropout>("inference", used);
    inference::<shape![3, 2, 2], dim![2], T, Dropout2d>("maps_inference", used);

    frozen_batch_norms::<T>(used);

    let groups = [
        "batch_norm",
        "batch_norm_frozen",
        "options",
        "layer_norm",
        "layer_norm_options",
        "rms_norm",
        "rms_norm_options",
        "group_norm",
        "group_norm_options",
        "prelu",
        "dropout",
    ];
    let cases = groups
        .iter()
        .flat_map(|group| GOLDEN[group].as_object().unwrap().keys().map(move |name| format!("{group} {name}")));
    assert_eq!(*used, cases.collect(), "not every case of the file is compared");
}

/// The sum of the output's elements, each times the target's: its derivative with respect to the output is the target.
struct Weighed;

impl<S: Sample, T: Float> Loss<S, T> for Weighed {
    type Target<'a, B: Dim> = &'a Tensor<S::Batch<B>, T>;

    fn value_of_rows<B: Dim>(&self, _: usize, y: &Tensor<S::Batch<B>, T>, target: Self::Target<'_, B>) -> T {
        Tensor::as_slice(y).iter().zip(Tensor::as_slice(target)).map(|(&y, &dy)| y * dy).sum()
    }

    fn gradient_of_rows<B: Dim>(
        &self,
        rows: usize,
        y: &Tensor<S::Batch<B>, T>,
        target: Self::Target<'_, B>,
        dy: &mut Tensor<S::Batch<B>, T>,
    ) -> T {
        Tensor::as_mut_slice(dy).copy_from_slice(Tensor::as_slice(target));
        Loss::<S, T>::value_of_rows::<B>(self, rows, y, target)
    }
}

/// Networks of a single batch normalisation.
macro_rules! alone {
    ($($dtype:ident: $rows:ident $lines:ident $maps:ident;)*) => {
        $(
            network! {
                #[dtype($dtype)]
                struct $rows {
                    norm: BatchNorm1d<4>,
                }
                fn forward(x: Tensor<4>) -> Tensor<4> {
                    x.norm()
                }
            }
            network! {
                #[dtype($dtype)]
                struct $lines {
                    norm: BatchNorm1d<2>,
                }
                fn forward(x: Tensor<2, 5>) -> Tensor<2, 5> {
                    x.norm()
                }
            }
            network! {
                #[dtype($dtype)]
                struct $maps {
                    norm: BatchNorm2d<3, eps = 1e-3>,
                }
                fn forward(x: Tensor<3, 4, 2>) -> Tensor<3, 4, 2> {
                    x.norm()
                }
            }
        )*
    };
}
alone!(f32: Rows32 Lines32 Maps32; f64: Rows64 Lines64 Maps64;);

/// Checks a step through a normalisation that is frozen, or whose statistics are: as PyTorch's in evaluation mode.
fn frozen_batch_norm<Net, S: Sample, B: Dim>(name: &str, used: &mut BTreeSet<String>)
where
    Net: Network<In = S> + Layer<S, Net::Elem, Out = S> + Parameters<Net::Elem>,
{
    let case = &GOLDEN["batch_norm_frozen"][name];
    assert!(case.is_object(), "no case {name}");
    used.insert(format!("batch_norm_frozen {name}"));
    let all: &[&str] = &["norm"];
    for frozen in [all, &["norm.running_mean", "norm.running_var"]] {
        let mut session = Session::<Net, Sgd, B>::new(Sgd::new(0.5), 1);
        Net::LAYOUT.for_each(|param| {
            let path = param.name.to_string();
            let values = numbers(&case[path.trim_start_matches("norm.")]["data"]);
            session.network.as_mut_slice()[param.range()]
                .iter_mut()
                .zip(values)
                .for_each(|(to, from)| *to = Net::Elem::from_f64(from));
        });
        session.freeze(frozen).unwrap();
        let before = session.network.as_slice().to_vec();
        let x = tensor::<S::Batch<B>, Net::Elem>(&case["x"]);
        let dy = tensor::<S::Batch<B>, Net::Elem>(&case["dy"]);
        let mut dx = Tensor::<S::Batch<B>, Net::Elem>::zeros();
        session.input_gradient(&x, &Weighed, &dy, &mut dx);
        close_to(&format!("{name} frozen y"), Tensor::as_slice(session.output()), &case["y"]);
        close_to(&format!("{name} frozen dx"), Tensor::as_slice(&dx), &case["dx"]);
        session.step(&x, &Weighed, &dy);
        Net::LAYOUT.for_each(|param| {
            let path = param.name.to_string();
            let field = path.trim_start_matches("norm.");
            let is_frozen = frozen == all || field.starts_with("running");
            assert_eq!(session.network.as_slice()[param.range()] == before[param.range()], is_frozen, "{path}");
            if !field.starts_with("running") {
                close_to(
                    &format!("{name} d{field}"),
                    &session.gradient.as_slice()[param.range()],
                    &case[format!("d{field}")],
                );
            }
        });
    }
}

fn frozen_batch_norms<T: Float>(used: &mut BTreeSet<String>) {
    if size_of::<T>() == 4 {
        frozen_batch_norm::<Rows32, shape![4], dim![6]>("rows", used);
        frozen_batch_norm::<Lines32, shape![2, 5], dim![3]>("lines", used);
        frozen_batch_norm::<Maps32, shape![3, 4, 2], dim![2]>("maps", used);
    } else {
        frozen_batch_norm::<Rows64, shape![4], dim![6]>("rows", used);
        frozen_batch_norm::<Lines64, shape![2, 5], dim![3]>("lines", used);
        frozen_batch_norm::<Maps64, shape![3, 4, 2], dim![2]>("maps", used);
    }
}

/// The output of a layer in inference.
fn inference<S: Sample, B: Dim, T: Float, L: Layer<S, T, Out = S>>(name: &str, used: &mut BTreeSet<String>) {
    let case = &GOLDEN["dropout"][name];
    used.insert(format!("dropout {name}"));
    let mut y = Tensor::<S::Batch<B>, T>::zeros();
    zeroed::<L>().forward(&*tensor(&case["x"]), &mut y, &mut zeroed());
    close(name, Tensor::as_slice(&y), &numbers(&case["y"]["data"]));
}

#[test]
fn normalization() {
    checks::<f32>();
    checks::<f64>();
}
