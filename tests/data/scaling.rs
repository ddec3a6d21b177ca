//! Normalisers from known means and standard deviations, per channel, and of targets.

use crate::{is_argument, squares};
use nn::data::{ClassNames, DataError, Normalizer};
use nn::prelude::*;

#[test]
fn given_statistics_match_fitted_ones() {
    let data = squares(30);
    let fitted = Normalizer::fit(&data).unwrap();
    let known = Normalizer::<shape![1], f32>::from_slices(fitted.mean(), fitted.std()).unwrap();
    let inputs = |normalizer| data.clone().normalize(normalizer).collect().unwrap().inputs.to_vec();
    assert_eq!(inputs(&known), inputs(&fitted));
}

#[test]
fn rejects_invalid_statistics() {
    type Two = Normalizer<shape![2], f32>;
    for (mean, std, expected) in [
        ([f32::NAN, 0.0], [1.0, 1.0], "the mean of element 0 is NaN, expected a finite number"),
        ([0.0, f32::INFINITY], [1.0, 1.0], "the mean of element 1 is inf, expected a finite number"),
        (
            [0.0, 0.0],
            [1.0, f32::NAN],
            "the standard deviation of element 1 is NaN, expected a finite number of at least 0",
        ),
        (
            [0.0, 0.0],
            [-1.0, 1.0],
            "the standard deviation of element 0 is -1.0, expected a finite number of at least 0",
        ),
    ] {
        let error = Two::new(&Tensor::new(mean), &Tensor::new(std)).unwrap_err();
        assert!(is_argument(&error));
        assert_eq!(error.to_string(), expected);
    }
    let error = Two::from_slices(&[1.0], &[1.0, 2.0]).unwrap_err();
    assert_eq!(error.to_string(), "the number of means is 1, expected 2, one for each element of [2]");
    let (mean, std) = (Tensor::new([0.0, 1.0, f32::NAN]), Tensor::new([1.0; 3]));
    let error = Normalizer::<shape![3, 2, 2], f32>::per_channel(&mean, &std).unwrap_err();
    assert_eq!(error.to_string(), "the mean of channel 2 is NaN, expected a finite number");
}

#[test]
fn passthrough_leaves_elements_unchanged() {
    let x = Samples::<shape![3]>::from_slice(&[1.0, 0.0, 3e38, 3.0, 1.0, 3e38, 5.0, 0.0, 3e38]).unwrap();
    let data = TensorDataset::new(x.clone(), Samples::<shape![1]>::from_slice(&[0.0; 3]).unwrap()).unwrap();
    let fitted = Normalizer::fit(&data).unwrap();
    let normalizer = fitted.clone().passthrough(&[1, 2, 1]).unwrap();
    assert_eq!((normalizer.mean()[0], normalizer.std()[0]), (fitted.mean()[0], fitted.std()[0]));
    let mut normalized = data.normalize(&normalizer).collect().unwrap().inputs;
    for (found, original) in normalized.iter().zip(x.iter()) {
        assert_eq!(found.as_slice()[1..], original.as_slice()[1..]);
    }
    assert!(normalized.sample(1)[[0, 0]].abs() < 1e-6);
    normalizer.inverse_samples(&mut normalized);
    assert_eq!(normalized.sample(2)[[0, 1]], 0.0);
    assert_eq!(normalized.sample(2)[[0, 2]], 3e38);
    let error = fitted.passthrough(&[0, 3]).unwrap_err();
    assert!(is_argument(&error));
    let expected = "the element of `passthrough` is 3, expected an index of one of the 3 elements of [3]";
    assert_eq!(error.to_string(), expected);
}

type Image = shape![2, 3, 3];

/// Images whose channels differ.
fn images(count: usize) -> TensorDataset<Image, shape![1]> {
    let inputs = Samples::from_fn(count, |i, image: &mut Tensor<shape![1, 2, 3, 3]>| {
        image.fill_with(|[_, channel, y, x]| (channel * 100) as f32 + ((i * 5 + y * 3 + x * 7) % 11) as f32);
    });
    TensorDataset::new(inputs, Samples::from_fn(count, |_, _| {})).unwrap()
}

#[test]
fn channel_statistics_cover_all_pixels() {
    let data = images(20);
    let fitted = Normalizer::fit_per_channel(&data).unwrap();
    let pixels = |channel: usize| -> Vec<f64> {
        let all = data.inputs.as_slice().chunks(9).skip(channel).step_by(2);
        all.flatten().map(|&pixel| f64::from(pixel)).collect()
    };
    for channel in 0..2 {
        let pixels = pixels(channel);
        let mean = pixels.iter().sum::<f64>() / pixels.len() as f64;
        let variance = pixels.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / pixels.len() as f64;
        for element in channel * 9..(channel + 1) * 9 {
            assert!((f64::from(fitted.mean()[element]) - mean).abs() < 1e-4);
            assert!((f64::from(fitted.std()[element]) - variance.sqrt()).abs() < 1e-5);
        }
    }
    // The same values, known in advance.
    let (mean, std) = (fitted.mean(), fitted.std());
    let (mean, std) = (Tensor::new([mean[0], mean[9]]), Tensor::new([std[0], std[9]]));
    let known = Normalizer::<Image, f32>::per_channel(&mean, &std).unwrap();
    assert_eq!((known.mean(), known.std()), (fitted.mean(), fitted.std()));
    let error = Normalizer::fit_per_channel(&images(0)).unwrap_err();
    assert!(matches!(error, DataError::Empty), "{error}");
}

#[test]
fn normalised_targets_round_trip() {
    let data = squares(30);
    let targets = Normalizer::fit_targets(&data).unwrap();
    let normalized = data.clone().normalize_targets(&targets).collect().unwrap();
    assert_eq!(normalized.inputs.as_slice(), data.inputs.as_slice());
    let mean = normalized.targets.as_slice().iter().sum::<f32>() / 30.0;
    assert!(mean.abs() < 1e-5, "{mean}");
    let mut back = normalized.targets.clone();
    targets.inverse_samples(&mut back);
    for (found, expected) in back.as_slice().iter().zip(data.targets.as_slice()) {
        assert!((found - expected).abs() <= 1e-3, "{found} {expected}");
    }
    // Batches are the same as rows.
    let mut batch = Tensor::<shape![30, 1]>::zeros();
    normalized.targets.view().copy_to_batch::<dim![30]>(0, 30, &mut batch);
    targets.inverse::<dim![30]>(&mut batch);
    assert_eq!(batch.to_vec(), back.to_vec());
    let mut none = Samples::<shape![1]>::new();
    targets.inverse_samples(&mut none);
    assert!(none.is_empty());
}

#[test]
fn non_finite_target_is_named() {
    let x = Samples::<shape![1]>::from_slice(&[0.0, 1.0]).unwrap();
    let data =
        TensorDataset::new(x.clone(), Samples::<shape![2]>::from_slice(&[0.0, 1.0, 2.0, f32::NAN]).unwrap()).unwrap();
    let error = Normalizer::fit_targets(&data).unwrap_err();
    let expected = "fitting a normalizer: the target of sample 1 has NaN as element 1, expected a finite number";
    assert_eq!(error.to_string(), expected);

    let known = Normalizer::<shape![1], f32>::new(&Tensor::new([0.0]), &Tensor::new([1e-3])).unwrap();
    let huge = TensorDataset::new(x, Samples::<shape![1]>::from_slice(&[0.0, 1e38]).unwrap()).unwrap();
    let error = huge.normalize_targets(&known).collect().unwrap_err();
    assert!(error.to_string().starts_with("normalizing: the target of sample 1 has 1e38 as element 0"), "{error}");
}

network! {
    struct Line {
        fc: Linear<1, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.fc()
    }
}

#[test]
fn predictions_are_restored_to_target_units() {
    let mut line = Line::new(1);
    (line.fc.weight[[0, 0]], line.fc.bias[[0]]) = (1.0, 0.0);
    let prices = Normalizer::<shape![1], f32>::new(&Tensor::new([100.0]), &Tensor::new([20.0])).unwrap();
    let mut y = line.predict_samples::<dim![2]>(Samples::<shape![1]>::from_slice(&[-1.0, 0.0, 0.5]).unwrap().view());
    prices.inverse_samples(&mut y);
    assert_eq!(y.to_vec(), [80.0, 100.0, 110.0]);
}

#[test]
fn rejects_missing_and_duplicate_class_names() {
    let names = ClassNames::<dim![2]>::new(vec!["a".to_string(), "b".into()]).unwrap();
    assert_eq!((names.to_vec(), names.class("c")), (vec!["a", "b"], None));
    for (found, expected) in [
        (&["a"][..], "the number of class names is 1, expected 2, one for each class"),
        (&["a", "b", "c"], "the number of class names is 3, expected 2, one for each class"),
        (&["a", "a"], "the name of class 1 is `a`, expected a name other than that of class 0"),
    ] {
        let error = ClassNames::<dim![2]>::new(found.iter().copied()).unwrap_err();
        assert!(is_argument(&error));
        assert_eq!(error.to_string(), expected);
    }
}

/// An image of two channels, and two numbers.
type TwoInputs = Tuple<(shape![2, 1, 2], shape![2])>;

fn of_two_inputs(numbers: [[f32; 2]; 2]) -> TensorDataset<TwoInputs, shape![1]> {
    let images = Tensor::<shape![2, 2, 1, 2]>::new([[[[0.0, 2.0]], [[5.0, 5.0]]], [[[4.0, 6.0]], [[5.0, 9.0]]]]);
    TensorDataset::from_batch::<dim![2]>((&images, &Tensor::new(numbers)), &Tensor::new([[1.0], [2.0]]))
}

#[test]
fn each_of_several_inputs_is_normalised_alone() {
    let data = of_two_inputs([[1.0, 10.0], [3.0, 10.0]]);
    let pixels = Normalizer::fit_input::<0>(&data).unwrap();
    assert_eq!((pixels.mean(), pixels.std()), (&[2.0, 4.0, 5.0, 7.0][..], &[2.0, 2.0, 0.0, 2.0][..]));
    let channels = Normalizer::fit_input_per_channel::<0>(&data).unwrap();
    assert_eq!(channels.mean(), [3.0, 3.0, 6.0, 6.0]);
    assert_eq!(channels.std(), [5.0_f32.sqrt(), 5.0_f32.sqrt(), 3.0_f32.sqrt(), 3.0_f32.sqrt()]);
    let numbers = Normalizer::fit_input::<1>(&data).unwrap();
    assert_eq!((numbers.mean(), numbers.std()), (&[2.0, 10.0][..], &[1.0, 0.0][..]));

    let one = data.clone().normalize_input::<1>(&numbers).collect().unwrap().inputs;
    let both = data.clone().normalize_input::<1>(&numbers).normalize_input::<0>(&pixels).collect().unwrap().inputs;
    for (index, (sign, unchanged)) in
        [(-1.0, [0.0, 2.0, 5.0, 5.0]), (1.0, [4.0, 6.0, 5.0, 9.0])].into_iter().enumerate()
    {
        let (image, numbers) = one.sample(index);
        assert_eq!((image.as_slice(), numbers.as_slice()), (&unchanged[..], &[sign, 0.0][..]));
        let (image, numbers) = both.sample(index);
        assert_eq!((image.as_slice(), numbers.as_slice()), (&[sign, sign, 0.0, sign][..], &[sign, 0.0][..]));
    }
}

#[test]
fn error_names_one_of_several_inputs() {
    let bad = of_two_inputs([[1.0, 0.0], [2.0, f32::NAN]]);
    assert_eq!(Normalizer::fit_input::<0>(&bad).unwrap().mean(), [2.0, 4.0, 5.0, 7.0]);
    let error = Normalizer::fit_input::<1>(&bad).unwrap_err().to_string();
    assert!(
        error.starts_with("fitting a normalizer: the input at index 1 of sample 1 has NaN as element 1"),
        "{error}"
    );

    let data = of_two_inputs([[3e38, 0.0], [1.0, 0.0]]);
    let tiny = Normalizer::<shape![2], f32>::from_slices(&[0.0; 2], &[1e-3, 1.0]).unwrap();
    let error = data.normalize_input::<1>(&tiny).collect().unwrap_err().to_string();
    assert!(error.starts_with("normalizing: the input at index 1 of sample 0 has 3e38 as element 0"), "{error}");
}

#[test]
fn normaliser_of_one_input_is_saved_and_read() {
    let mut pixels = Normalizer::fit_input::<0>(&of_two_inputs([[1.0, 10.0], [3.0, 10.0]])).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pixels.safetensors");
    nn::checkpoint::save(&mut pixels, &path).unwrap();
    let mut read = Normalizer::<shape![2, 1, 2], f32>::from_slices(&[0.0; 4], &[1.0; 4]).unwrap();
    nn::checkpoint::load(&mut read, &path).unwrap();
    assert_eq!((read.mean(), read.std()), (pixels.mean(), pixels.std()));
}

/// Indices are not normalised; the numbers beside them are.
#[test]
fn input_beside_indices_is_normalised() {
    let words = Tensor::<shape![2, 1], Class<dim![5]>>::new([[Class::new(4).unwrap()], [Class::new(1).unwrap()]]);
    let numbers = Tensor::<shape![2, 1]>::new([[1.0], [3.0]]);
    let data = TensorDataset::<Tuple<(Indices<dim![5], shape![1]>, shape![1])>, shape![1]>::from_batch::<dim![2]>(
        (&words, &numbers),
        &numbers,
    );
    let data = data.clone().normalize_input::<1>(&Normalizer::fit_input::<1>(&data).unwrap()).collect().unwrap();
    let (word, number) = data.inputs.sample(0);
    assert_eq!((word[[0, 0]].index(), number[[0, 0]]), (4, -1.0));
}
