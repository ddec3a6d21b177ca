//! Metrics against scikit-learn, for all samples at once and in parts; `make.py` computes the expected values.

use nn::data::{ClassNames, SamplesView};
use nn::metrics::{
    Auroc, Average, BinaryAccuracy, ConfusionMatrix, FBeta, MeanAbsoluteError, MeanSquaredError, Metric, Perplexity,
    Precision, R2, Recall, Scores, TopK, measure,
};
use nn::prelude::*;
use nn::signal::Signal;
use serde_json::Value;

type Four = dim![4];

fn golden(case: &str) -> Value {
    let json: Value = serde_json::from_str(include_str!("golden.json")).unwrap();
    json[case].clone()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn labels(value: &Value) -> Samples<Indices<Four>, f64> {
    let labels = numbers(value);
    Samples::<Indices<Four>, f64>::from_fn(labels.len(), |i, label| {
        label[[0]] = Class::new(labels[i] as usize).unwrap();
    })
}

/// A range of samples.
fn part<S: Signal>(samples: &Samples<S, f64>, first: usize, count: usize) -> Samples<S, f64> {
    Samples::from_fn(count, |i, sample| S::copy::<dim![1], f64>(samples.sample(first + i), sample))
}

/// Checks that the value of all samples at once, and in parts of every size, is `expected`.
fn check<Out: Signal, Target: Signal>(
    mut metric: impl Metric<Out, Target, f64>,
    name: &str,
    output: &Samples<Out, f64>,
    target: &Samples<Target, f64>,
    expected: &Value,
) {
    assert_eq!(metric.name(), name);
    let expected = expected.as_f64().unwrap();
    for size in [output.len(), 1, 7, 16] {
        metric.reset();
        for first in (0..output.len()).step_by(size) {
            let count = size.min(output.len() - first);
            metric.update(part(output, first, count).view(), part(target, first, count).view());
        }
        let found = metric.value();
        assert!((found - expected).abs() < 1e-9, "{name} in parts of {size}: {found}, expected {expected}");
    }
}

#[test]
fn classification_metrics_match_reference() {
    for case in ["four", "one_of_four_never_seen"] {
        let case = golden(case);
        let logits = Samples::<shape![Four], f64>::from_slice(&numbers(&case["logits"])).unwrap();
        let labels = labels(&case["labels"]);
        check(Accuracy::new(), "accuracy", &logits, &labels, &case["accuracy"]);
        check(TopK::new(2), "top2", &logits, &labels, &case["top2"]);
        check(Perplexity::new(), "perplexity", &logits, &labels, &case["perplexity"]);
        check(Auroc::new(Scores::Logits), "auroc", &logits, &labels, &case["auroc"]);
        let as_they_are = &case["auroc_of_logits_as_they_are"];
        check(Auroc::new(Scores::Probabilities), "auroc", &logits, &labels, as_they_are);
        for (average, word) in [(Average::Macro, "macro"), (Average::Micro, "micro")] {
            let name = format!("precision_{word}");
            check(Precision::<Four>::new(average), &name, &logits, &labels, &case[&name]);
            let name = format!("recall_{word}");
            check(Recall::<Four>::new(average), &name, &logits, &labels, &case[&name]);
            for beta in [1.0, 0.5, 2.0] {
                let name = format!("f{beta}_{word}");
                check(FBeta::<Four>::new(beta, average), &name, &logits, &labels, &case[&name]);
            }
        }
        let matrix = ConfusionMatrix::of(&logits, &labels);
        let expected = numbers(&case["confusion"]);
        for (place, expected) in expected.iter().enumerate() {
            assert_eq!(matrix.count(place / 4, place % 4) as f64, *expected);
        }
    }
}

#[test]
fn auroc_of_logits_with_saturated_softmax() {
    let case = golden("large_logits");
    let logits = Samples::<shape![Four], f64>::from_slice(&numbers(&case["logits"])).unwrap();
    check(Auroc::new(Scores::Logits), "auroc", &logits, &labels(&case["labels"]), &case["auroc"]);
}

#[test]
fn binary_metrics_match_reference() {
    let case = golden("binary");
    let scores = Samples::<shape![1], f64>::from_slice(&numbers(&case["scores"])).unwrap();
    let labels = Samples::<shape![1], f64>::from_slice(&numbers(&case["labels"])).unwrap();
    check(BinaryAccuracy::of_logits(), "accuracy", &scores, &labels, &case["accuracy"]);
    check(Auroc::default(), "auroc", &scores, &labels, &case["auroc"]);
}

fn regression<S: nn::shape::Sample>(case: &str) {
    let case = golden(case);
    let y = Samples::<S, f64>::from_slice(&numbers(&case["y"])).unwrap();
    let target = Samples::<S, f64>::from_slice(&numbers(&case["target"])).unwrap();
    check(MeanSquaredError::new(), "mse", &y, &target, &case["mse"]);
    check(MeanAbsoluteError::new(), "mae", &y, &target, &case["mae"]);
    check(R2::new(), "r2", &y, &target, &case["r2"]);
}

/// Metrics of sequences and images are those of their positions, without those that are ignored.
#[test]
fn metrics_of_positions_are_those_of_samples() {
    let case = golden("four");
    let (logits, classes) = (numbers(&case["logits"]), numbers(&case["labels"]));
    // 57 samples are 19 sequences of three positions, and 57 images of one pixel.
    let sequences = Samples::<shape![3, Four], f64>::from_slice(&logits).unwrap();
    let indices: Vec<usize> = classes.iter().map(|&class| class as usize).collect();
    let targets = Samples::<Indices<Four, shape![3]>, f64>::from_indices(&indices).unwrap();
    check(Accuracy::new(), "accuracy", &sequences, &targets, &case["accuracy"]);
    check(Perplexity::new(), "perplexity", &sequences, &targets, &case["perplexity"]);

    // Images of three pixels, with the channels first.
    let mut images = Samples::<shape![Four, 1, 3], f64>::new();
    for sequence in sequences.iter() {
        images.push(|image| {
            for (position, class) in (0..3).flat_map(|position| (0..4).map(move |class| (position, class))) {
                image[[0, class, 0, position]] = sequence[[0, position, class]];
            }
        });
    }
    let pixels = Samples::<Indices<Four, shape![1, 3]>, f64>::from_indices(&indices).unwrap();
    check(Accuracy::new(), "accuracy", &images, &pixels, &case["accuracy"]);
    check(Perplexity::new(), "perplexity", &images, &pixels, &case["perplexity"]);

    // With more positions, all ignored, whose logits are wrong.
    let ignored = [9.0, 0.0, 0.0, 0.0];
    let padded: Vec<f64> = logits.chunks(4).flat_map(|row| row.iter().chain(&ignored)).copied().collect();
    let padded = Samples::<shape![2, Four], f64>::from_slice(&padded).unwrap();
    let labels: Vec<i64> = classes.iter().flat_map(|&class| [class as i64, -100]).collect();
    let labels = Samples::<Labels<Four, shape![2]>, f64>::from_labels(&labels, -100).unwrap();
    check(Accuracy::new(), "accuracy", &padded, &labels, &case["accuracy"]);
    check(Perplexity::new(), "perplexity", &padded, &labels, &case["perplexity"]);

    // A position that is NaN.
    let nan = Samples::<shape![2, 2]>::from_slice(&[0.0, 1.0, f32::NAN, 0.0]).unwrap();
    let target = Samples::<Indices<dim![2], shape![2]>>::from_indices(&[1, 1]).unwrap();
    assert!(measure(Accuracy::new(), &nan, &target).is_nan());
    let target = Samples::<Labels<dim![2], shape![2]>>::from_labels(&[1, -1], -1).unwrap();
    assert_eq!(measure(Accuracy::new(), &nan, &target), 1.0);
}

#[test]
fn regression_metrics_match_reference() {
    regression::<shape![1]>("one");
    regression::<shape![3]>("three");
}

#[test]
fn empty_and_nan_inputs_yield_nan() {
    let none = Samples::<shape![Four], f64>::new();
    let no_labels = Samples::<Indices<Four>, f64>::new();
    assert!(measure(Accuracy::new(), &none, &no_labels).is_nan());
    assert!(measure(Perplexity::new(), &none, &no_labels).is_nan());
    assert!(measure(Auroc::default(), &none, &no_labels).is_nan());
    let numbers = Samples::<shape![1], f64>::new();
    assert!(measure(MeanSquaredError::new(), &numbers, &numbers).is_nan());
    assert!(measure(R2::new(), &numbers, &numbers).is_nan());

    // A single class cannot be ranked.
    let one = Samples::<shape![1], f64>::from_slice(&[1.0, 2.0]).unwrap();
    assert!(measure(Auroc::default(), &one, &one).is_nan());
    // A constant target.
    let constant = Samples::<shape![1], f64>::from_slice(&[3.0, 3.0]).unwrap();
    assert_eq!(measure(R2::new(), &constant, &constant), 1.0);
    assert_eq!(measure(R2::new(), &one, &constant), 0.0);
    assert_eq!(ConfusionMatrix::<Four>::new().recall(2), 0.0);
}

#[test]
fn confusion_matrix_is_shown_as_a_table() {
    let logits = Tensor::<shape![3, Four], f64>::from_fn(|[i, j]| if j == i { 1.0 } else { 0.0 });
    let labels = Tensor::<shape![3], Class<Four>>::from_fn(|[i]| Class::new(i.min(1)).unwrap());
    let mut matrix = ConfusionMatrix::<Four>::new();
    matrix.add::<f64>(SamplesView::of_batch::<dim![3]>(&*logits, 3), SamplesView::of_batch::<dim![3]>(&*labels, 3));
    assert_eq!(
        matrix.to_string(),
        "rows: true class; columns: predicted class\n   0 1 2 3\n 0 1 . . .\n 1 . 1 1 .\n 2 . . 0 .\n 3 . . . 0"
    );
}

#[test]
fn confusion_matrix_is_shown_with_class_names() {
    let outputs = [1.0, 0.0, 0.0, 1.0, f32::NAN, 0.0];
    let seen = TensorDataset::<shape![2], Indices<dim![2]>>::from_classes(&outputs, &[0, 0, 1]).unwrap();
    let matrix = ConfusionMatrix::of(&seen.inputs, &seen.targets);
    let names = ClassNames::new(["a, \"b\"", "\u{1b}[31mc"]).unwrap();
    let table = matrix.with_names(&names);
    assert_eq!(
        table.to_string(),
        "rows: true class; columns: predicted class\n\
         \x20            a, \"b\"  \\u{1b}[31mc\n\
         \x20    a, \"b\"       1            1\n\
         \\u{1b}[31mc       .            0\n\
         1 samples have a NaN output, or lack an output or a target"
    );
    assert_eq!(table.to_csv(), "true class,\"a, \"\"b\"\"\",\u{1b}[31mc\n\"a, \"\"b\"\"\",1,1\n\u{1b}[31mc,0,0\n");
}
