//! Losses at infinite logits, and invalid settings of losses.

use crate::message;
use nn::losses::{
    Bce, CosineEmbedding, GaussianNll, HingeEmbedding, MarginRanking, MultiLabelSoftMargin, PoissonNll, SampleWeighted,
    TripletMargin,
};
use nn::prelude::*;

const INFINITY: f32 = f32::INFINITY;

/// Value and derivative for one sample of one element.
fn one(
    loss: &impl for<'a> Loss<shape![1], f32, Target<'a, dim![1]> = &'a Tensor<shape![1, 1]>>,
    y: f32,
    t: f32,
) -> [f32; 2] {
    let mut dy = Tensor::new([[f32::NAN]]);
    let value = loss.gradient::<dim![1]>(&Tensor::new([[y]]), &Tensor::new([[t]]), &mut dy);
    assert_eq!(loss.value::<dim![1]>(&Tensor::new([[y]]), &Tensor::new([[t]])).to_bits(), value.to_bits());
    [value, dy[[0, 0]]]
}

/// An infinite element among many others, so that vectorised loops process it.
#[test]
fn infinite_logit_among_many() {
    let mut y = Tensor::<shape![1, 40]>::from_fn(|[_, i]| i as f32 / 10.0 - 2.0);
    let t = Tensor::<shape![1, 40]>::from_fn(|[_, i]| f32::from(u8::from(i % 2 == 0)));
    let weights = Tensor::<shape![40]>::full(1.0);
    for (place, t_of_place) in [(17, 0.0), (16, 1.0)] {
        let before = y[[0, place]];
        for infinity in [INFINITY, -INFINITY] {
            y[[0, place]] = infinity;
            let is_certain = (infinity > 0.0) == (t_of_place == 1.0);
            for value in [
                Loss::<shape![40]>::value::<dim![1]>(&BceWithLogits, &y, &t),
                Loss::<shape![40]>::value::<dim![1]>(&BceWithLogits.pos_weight(&weights), &y, &t),
            ] {
                assert!(if is_certain { value.is_finite() } else { value == INFINITY }, "{value}");
            }
        }
        y[[0, place]] = before;
    }
}

/// The loss of one sample of class 0.
fn of_class(
    loss: &impl for<'a> Loss<shape![3], f32, Target<'a, dim![1]> = &'a Tensor<shape![1], Class<dim![3]>>>,
    x: [f32; 3],
) -> f32 {
    let target = Tensor::new([Class::new(0).unwrap()]);
    let mut dx = Tensor::new([[f32::NAN; 3]]);
    let value = loss.gradient::<dim![1]>(&Tensor::new([x]), &target, &mut dx);
    assert_eq!(loss.value::<dim![1]>(&Tensor::new([x]), &target).to_bits(), value.to_bits());
    assert!(dx.iter().all(|dx| dx.is_finite()), "{dx:?}");
    value
}

#[test]
fn zero_weight_class_is_ignored_at_minus_infinity() {
    let zero = Tensor::new([0.0, 1.0, 1.0]);
    let x = [-INFINITY, 0.0, 0.0];
    assert_eq!(of_class(&CrossEntropy.weight(&zero), x), 0.0);
    assert_eq!(of_class(&Nll.weight(&zero), x), 0.0);
    let target = Tensor::<shape![1, 3]>::new([[1.0, 0.0, 0.0]]);
    assert_eq!(CrossEntropy.soft().weight(&zero).value(&Tensor::<shape![1, 3]>::new([x]), &target), 0.0);
    // With smoothing, the other classes still contribute their share, ln 2 each.
    let value = of_class(&CrossEntropy.label_smoothing(0.5).weight(&zero), x);
    assert!(value == 0.0 || value.is_finite(), "{value}");
    // The loss is infinite if another class is the impossible one, with smoothing alone, too.
    assert_eq!(of_class(&CrossEntropy, x), INFINITY);
    assert_eq!(of_class(&CrossEntropy.label_smoothing(1.0), x), INFINITY);
    assert_eq!(of_class(&CrossEntropy.label_smoothing(0.1), [0.0, -INFINITY, 0.0]), INFINITY);
}

#[test]
fn other_losses_at_infinity_are_as_documented() {
    assert_eq!(one(&Huber::new(2.0), -INFINITY, 0.0), [INFINITY, -2.0]);
    assert_eq!(one(&SmoothL1::new(2.0), INFINITY, 0.0), [INFINITY, 1.0]);
    assert_eq!(one(&Mse, INFINITY, 0.0), [INFINITY, INFINITY]);
    assert_eq!(one(&Hinge, INFINITY, 1.0), [0.0, 0.0]);
    assert_eq!(one(&Hinge, INFINITY, -1.0), [INFINITY, 1.0]);
    assert_eq!(of_class(&MultiMargin::default(), [INFINITY, 0.0, 0.0]), 0.0);
    assert_eq!(of_class(&MultiMargin::default(), [-INFINITY, 0.0, 0.0]), INFINITY);
}

#[track_caller]
fn refused<R>(f: impl FnOnce() -> R, expected: &str) {
    assert_eq!(message(f), expected);
}

#[test]
fn rejects_invalid_loss_settings() {
    const SMOOTHING: &str = "label smoothing must be from 0 to 1";
    for smoothing in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
        refused(|| CrossEntropy.label_smoothing(smoothing), SMOOTHING);
        refused(|| CrossEntropy.ignore_index::<dim![3], f32>(Class::default()).label_smoothing(smoothing), SMOOTHING);
        refused(|| CrossEntropy.soft::<dim![3], f32>().label_smoothing(smoothing), SMOOTHING);
    }
    for smoothing in [0.0, 1.0] {
        let _ = CrossEntropy.label_smoothing(smoothing);
    }
    for delta in [0.0, -1.0, f64::NAN] {
        refused(|| Huber::new(delta), "the `delta` of a `Huber` loss must be more than 0");
    }
    for beta in [-1.0, f64::NAN, f64::INFINITY] {
        refused(|| SmoothL1::new(beta), "the `beta` of a `SmoothL1` loss must be finite and at least 0");
    }
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        refused(|| HingeEmbedding::new(bad), "the `margin` of a `HingeEmbedding` loss must be finite");
        refused(|| MarginRanking::new(bad), "the `margin` of a `MarginRanking` loss must be finite");
        refused(|| TripletMargin::new(bad), "the `margin` of a `TripletMargin` loss must be finite");
        refused(|| TripletMargin::default().eps(bad), "the `eps` of a `TripletMargin` loss must be finite");
        refused(|| CosineEmbedding::new(bad), "the `margin` of a `CosineEmbedding` loss must be from -1 to 1");
    }
    refused(|| CosineEmbedding::new(1.1), "the `margin` of a `CosineEmbedding` loss must be from -1 to 1");
    for p in [0.0, -1.0, f64::NAN] {
        refused(|| TripletMargin::default().p(p), "the `p` of a `TripletMargin` loss must be more than 0");
    }
    for eps in [-1.0, f64::NAN, f64::INFINITY] {
        const AT_LEAST_0: &str = "the `eps` of a `PoissonNll` loss must be finite and at least 0";
        refused(|| PoissonNll::default().eps(eps), AT_LEAST_0);
        refused(|| GaussianNll::new(eps), "the `eps` of a `GaussianNll` loss must be finite and more than 0");
    }
    refused(|| GaussianNll::new(0.0), "the `eps` of a `GaussianNll` loss must be finite and more than 0");
    for margin in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        refused(|| MultiMargin::new(margin), "the `margin` of a `MultiMargin` loss must be finite and more than 0");
    }
}

#[test]
fn rejects_invalid_loss_weights() {
    for bad in [f32::NEG_INFINITY, f32::NAN, f32::INFINITY] {
        let weights = Tensor::<shape![3]>::new([1.0, 0.0, bad]);
        let of_class = format!("the weight of class 2 is {bad}, expected a finite number");
        refused(|| CrossEntropy.weight(&weights), &of_class);
        refused(|| CrossEntropy.label_smoothing(0.1).weight(&weights), &of_class);
        refused(|| CrossEntropy.soft().weight(&weights), &of_class);
        refused(|| Nll.weight(&weights), &of_class);
        refused(|| Nll.ignore_index(Class::default()).weight(&weights), &of_class);
        let of_element = of_class.replace("class", "element");
        refused(|| BceWithLogits.pos_weight(&weights), &of_element);
        refused(|| BceWithLogits.weight(&weights), &of_element);
        refused(|| Bce.weight(&weights), &of_element);
        refused(|| MultiLabelSoftMargin.weight(&weights), &of_element);
        refused(|| MultiMargin::default().weight(&weights), &of_class);
    }
}

#[test]
fn checks_public_fields_when_loss_is_computed() {
    let mut huber = Huber::default();
    huber.delta = -1.0;
    refused(|| one(&huber, 0.0, 0.0), "the `delta` of a `Huber` loss must be more than 0");
    let mut smooth = SmoothL1::default();
    smooth.beta = -1.0;
    refused(|| one(&smooth, 0.0, 0.0), "the `beta` of a `SmoothL1` loss must be finite and at least 0");
    // Positive, but 0 in f32: the loss would be 0 everywhere.
    refused(|| one(&Huber::new(1e-60), 0.0, 0.0), "the `delta` of a `Huber` loss must be more than 0");
    let mut hinge = HingeEmbedding::default();
    hinge.margin = 1e300;
    refused(|| one(&hinge, 0.0, 0.0), "the `margin` of a `HingeEmbedding` loss must be finite");
    let mut poisson = PoissonNll::default();
    poisson.eps = -1.0;
    refused(|| one(&poisson, 0.0, 0.0), "the `eps` of a `PoissonNll` loss must be finite and at least 0");
    let mut margin = MultiMargin::default();
    margin.margin = f64::NAN;
    refused(|| of_class(&margin, [0.0; 3]), "the `margin` of a `MultiMargin` loss must be finite and more than 0");
}

/// The weights of samples are data: no value causes a panic.
#[test]
fn weights_of_samples_are_not_checked() {
    let (y, target) = (Tensor::<shape![2, 1]>::new([[1.0], [3.0]]), Tensor::<shape![2, 1]>::new([[0.0], [0.0]]));
    let value = |weights: [f32; 2]| {
        let weights = Tensor::<shape![2]>::new(weights);
        let mut dy = Tensor::new([[f32::NAN]; 2]);
        let value = Loss::<shape![1]>::gradient(&SampleWeighted(Mse), &y, (&target, &weights), &mut dy);
        (value, [dy[[0, 0]], dy[[1, 0]]])
    };
    assert_eq!(value([1.0, 3.0]), (7.0, [0.5, 4.5]));
    // Without any weight, as with the total weight of ignored classes.
    assert_eq!(value([0.0, 0.0]), (0.0, [0.0, 0.0]));
    assert_eq!(value([1.0, -1.0]), (0.0, [0.0, 0.0]));
    assert!(value([f32::NAN, 1.0]).0.is_nan());
}
