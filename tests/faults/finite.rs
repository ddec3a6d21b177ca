//! Non-finite values: they are detected at their first use, and the message names the sample of the original data set.

use crate::line::Line;
use nn::data::csv::{Format, Missing, Table};
use nn::data::{DataError, Normalizer, npy};
use nn::prelude::*;
use nn::train::{TrainError, evaluate};
use std::sync::Arc;

network! {
    struct Sign {
        fc: Linear<1, 2>,
    }
    fn forward(x: Tensor<1>) -> Tensor<2> {
        x.fc()
    }
}

type Data = TensorDataset<shape![1], shape![1]>;

/// The given number of samples, of which sample `at` has this input.
fn data(len: usize, at: usize, bad: f32) -> Data {
    let x: Vec<f32> = (0..len).map(|i| if i == at { bad } else { i as f32 / len as f32 }).collect();
    TensorDataset::new(Samples::from_slice(&x).unwrap(), Samples::from_slice(&vec![0.5; len]).unwrap()).unwrap()
}

fn trainer<D>(data: D) -> Trainer<Line, Sgd, dim![4], Mse, D>
where
    D: Dataset<Elem = f32, Input = shape![1], Target = shape![1]> + 'static,
{
    let session = Session::<Line, Sgd, dim![4]>::new(Sgd::new(0.01), 1);
    Trainer::new(session, Loader::new(data).shuffle(3), Mse).progress(Progress::Hidden)
}

fn error_of<D>(data: D) -> String
where
    D: Dataset<Elem = f32, Input = shape![1], Target = shape![1]> + 'static,
{
    trainer(data).run(1).map(drop).unwrap_err().to_string()
}

#[test]
fn rejects_cell_out_of_range() {
    let table = Table::from_reader("a\n1\n1e39\n".as_bytes(), "t.csv", Format::default()).unwrap();
    let error = table.numeric::<shape![1], f32>(&["a"]).unwrap_err().to_string();
    assert_eq!(error, "t.csv, line 3, column `a`: found `1e39`, expected a number within the range of f32");
    assert_eq!(table.numeric::<shape![1], f64>(&["a"]).unwrap().as_slice(), [1.0, 1e39]);
    let table = Table::from_reader("a\n-3.5e38\n".as_bytes(), "t.csv", Format::default()).unwrap();
    assert!(table.numeric::<shape![1], f32>(&["a"]).is_err());
}

fn array(numbers: &[f64]) -> npy::Npy {
    let header = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': ({},), }}\n", numbers.len());
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.as_bytes());
    numbers.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
    npy::read_from(&bytes[..], "a.npy").unwrap()
}

#[test]
fn rejects_array_element_out_of_range() {
    let array = array(&[1.0, 1e300]);
    let error = array.samples::<shape![1], f32>().unwrap_err().to_string();
    assert_eq!(error, "a.npy has 1e300 as element 1, which is out of range for f32");
    assert_eq!(array.samples::<shape![1], f64>().unwrap().as_slice(), [1.0, 1e300]);
}

#[test]
fn normalizer_rejects_non_finite_values() {
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let error = Normalizer::fit(&data(8, 5, bad)).unwrap_err().to_string();
        let right =
            format!("fitting a normalizer: the input of sample 5 has {bad} as element 0, expected a finite number");
        assert_eq!(error, right);
    }
    let (first, second) = data(40, 5, f32::NAN).split(0.5, 1).unwrap();
    let part = if first.indices().contains(&5) { first } else { second };
    let error = Normalizer::fit(&part).unwrap_err().to_string();
    assert!(error.contains("sample 5 "), "{error}");
}

#[test]
fn overflow_in_normalisation_names_the_sample() {
    let normalizer = Normalizer::fit(&data(8, 0, 0.0)).unwrap();
    let wild = data(8, 6, 3e38).subset([7, 6]).normalize(&normalizer);
    let error = wild.collect().unwrap_err();
    assert!(matches!(&error, DataError::NotFinite { origin, .. } if origin.index() == 6), "{error}");
    let text = error.to_string();
    assert!(text.starts_with("normalizing: the input of sample 6 has 3e38 as element 0, expected"), "{text}");
    // A value that was not finite before is detected in training.
    let error = error_of(data(8, 5, f32::NAN).normalize(&normalizer));
    assert!(error.contains("the input of sample 5 contains NaN"), "{error}");
}

#[test]
fn sample_is_named_by_its_original_index() {
    let at = |error: String| {
        assert!(error.contains("epoch 1, step ") && error.contains("the input of sample 17 contains NaN"), "{error}")
    };
    let bad = || data(32, 17, f32::NAN);
    at(error_of(bad()));
    at(error_of(Arc::new(bad())));
    at(error_of(bad().subset([30, 17, 2])));
    at(error_of(bad().subset([30, 17, 2]).subset([2, 1])));
    let (first, second) = bad().split(0.5, 9).unwrap();
    at(error_of(if first.indices().contains(&17) { first } else { second }));
    at(error_of(bad().subset([9, 17]).map::<shape![1], shape![1], _>(|_, (x, y), (input, target)| {
        (input[[0, 0]], target[[0, 0]]) = (x[[0, 0]], y[[0, 0]]);
    })));
    at(error_of(bad().subset([9, 17]).augment(|_, x| x[[0, 0]] *= 2.0)));
    // It is still known after the samples were collected in memory.
    at(error_of(bad().subset([9, 17]).collect().unwrap()));
    let classes = TensorDataset::<shape![1], Indices<dim![2]>>::from_classes(&[0.0, 1.0, 2.0], &[0, 1, 1]).unwrap();
    assert_eq!(classes.subset([2, 1]).one_hot().origin(0).to_string(), "sample 2");
    // The help concerns the sample, not the learning rate.
    let error = error_of(bad());
    assert!(error.contains("help: correct or remove the sample") && !error.contains("learning rate"), "{error}");
    let x = bad().inputs;
    let targets = TensorDataset::new(Samples::from_slice(&[0.5; 32]).unwrap(), x).unwrap();
    let error = error_of(targets.subset([3, 17]));
    assert!(error.contains("the target of sample 17 contains NaN"), "{error}");
}

#[test]
fn sample_of_a_table_is_named_by_its_line() {
    let text = "x,y\n1,0\n\n,0\n2,0\n0,0\n4,0\n";
    let table = Table::from_reader(text.as_bytes(), "t.csv", Format::default()).unwrap();
    let table = table.missing(Missing::SkipRow, &["x"]).unwrap();
    let rows = |column| table.numeric::<shape![1], f32>(&[column]).unwrap();
    let inverse = TensorDataset::new(rows("x"), rows("y")).unwrap().subset([3, 2]).map::<shape![1], shape![1], _>(
        |_, (x, y), (input, target)| {
            input[[0, 0]] = 1.0 / x[[0, 0]];
            target[[0, 0]] = y[[0, 0]];
        },
    );
    let error = error_of(inverse);
    assert!(error.contains("the input of sample 2 (t.csv, line 6) contains inf"), "{error}");

    // If inputs and targets come from two files, both are named.
    let x = array(&[1.0, 2.0]).samples::<shape![1], f32>().unwrap();
    let lines = Table::from_reader(&b"y\n1\n2\n"[..], "y.csv", Format::default()).unwrap();
    let both = TensorDataset::new(x, lines.numeric::<shape![1], f32>(&["y"]).unwrap()).unwrap();
    assert_eq!(both.origin(1).to_string(), "sample 1 (a.npy; y.csv, line 3)");
}

#[test]
fn image_is_named_by_its_file() {
    let folder = tempfile::tempdir().unwrap();
    for class in ["a", "b"] {
        std::fs::create_dir(folder.path().join(class)).unwrap();
        std::fs::write(folder.path().join(class).join("0.pgm"), b"P5 1 1 255\n\x07").unwrap();
    }
    let pictures = nn::data::images::Folder::<dim![1], dim![1], dim![1], dim![2]>::open(folder.path()).unwrap();
    let name = folder.path().join("b").join("0.pgm").display().to_string();
    assert_eq!(pictures.subset([1]).one_hot().origin(0).to_string(), format!("sample 1 ({name})"));
}

#[test]
fn rejects_non_finite_values_in_validation() {
    for bad in [f32::NAN, f32::INFINITY] {
        let mut trainer = trainer(data(8, 0, 0.0)).validate(data(32, 21, bad).subset([20, 22, 21, 23, 24]));
        let error = trainer.run(2).map(drop).unwrap_err();
        assert!(matches!(error, TrainError::NotFinite { .. }));
        assert_eq!(error.to_string(), format!("epoch 1, validation: the input of sample 21 contains {bad}"));
    }
    let mut targets = data(8, 5, f32::NAN);
    std::mem::swap(&mut targets.inputs, &mut targets.targets);
    let error = trainer(data(8, 0, 0.0)).validate(targets).run(1).map(drop).unwrap_err().to_string();
    assert_eq!(error, "epoch 1, validation: the target of sample 5 contains NaN");
}

#[test]
fn rejects_non_finite_values_in_evaluation() {
    let line = Line::new(1);
    let error = |line: &Line, data: Data| {
        evaluate(line, &Loader::<_, dim![4]>::new(data).shuffle(2), &Mse, &mut []).unwrap_err().to_string()
    };
    assert_eq!(error(&line, data(10, 9, f32::NAN)), "evaluation: the input of sample 9 contains NaN");
    let mut large = Line::new(1);
    large.fc.weight[[0, 0]] = 1e30;
    let text = error(&large, data(10, 9, -1e30));
    assert_eq!(text, "evaluation: the output of sample 9 contains -inf, although its input is finite");
    // An infinite loss of finite outputs is a valid value.
    let loss = evaluate(&*large, &Loader::<_, dim![4]>::new(data(10, 9, 1.0)), &Mse, &mut []).unwrap();
    assert_eq!(loss, f64::INFINITY);
}

#[test]
fn rejects_evaluation_of_zero_weight() {
    let classes = TensorDataset::<shape![1], Indices<dim![2]>>::from_classes(&[0.0, 1.0, 2.0], &[1, 1, 1]).unwrap();
    let loss = CrossEntropy.ignore_index(Class::<dim![2]>::new(1).unwrap());
    let error = evaluate(&*Sign::new(1), &Loader::<_, dim![2]>::new(classes), &loss, &mut []).unwrap_err().to_string();
    assert!(error.starts_with("evaluation: no sample contributes"), "{error}");
}
