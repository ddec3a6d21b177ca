//! Data sets derived from others, and predictions for any number of rows.

use crate::squares;
use nn::checkpoint;
use nn::data::{DataError, Normalizer};
use nn::prelude::*;

#[test]
fn split_partitions_the_samples() {
    for (share, first) in [(0.0, 0), (0.02, 0), (0.25, 5), (0.8, 16), (0.98, 20), (1.0, 20)] {
        let (a, b) = squares(20).split(share, 1).unwrap();
        assert_eq!([a.len(), b.len()], [first, 20 - first], "{share}");
        let mut all: Vec<usize> = a.indices().iter().chain(b.indices()).copied().collect();
        all.sort_unstable();
        assert_eq!(all, (0..20).collect::<Vec<_>>());
    }
    let indices = |seed| squares(20).split(0.5, seed).unwrap().0.indices().to_vec();
    assert_eq!(indices(3), indices(3));
    assert_ne!(indices(3), indices(4));
}

#[test]
fn subset_keeps_order_of_indices() {
    let some = squares(20).subset([7, 3, 3]).collect().unwrap();
    assert_eq!(some.inputs.as_slice(), [7.0, 3.0, 3.0]);
    assert_eq!(some.targets.as_slice(), [49.0, 9.0, 9.0]);
}

#[test]
#[should_panic(expected = "an index is out of bounds for 5 samples")]
fn subset_panics_on_index_out_of_bounds() {
    let _ = squares(5).subset([5]);
}

/// The file in which a function panics.
fn panics_in(f: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let (thread, (sender, files)) = (std::thread::current().id(), std::sync::mpsc::channel());
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() == thread {
            sender.send(info.location().unwrap().file().to_string()).unwrap();
        } else {
            before(info);
        }
    }));
    assert!(std::panic::catch_unwind(f).is_err());
    drop(std::panic::take_hook());
    files.recv().unwrap()
}

#[test]
fn panics_about_settings_name_the_file_of_the_caller() {
    assert_eq!(panics_in(|| drop(squares(5).subset([5]))), file!());
    assert_eq!(
        panics_in(|| {
            let _ = nn::data::Shard::new(2, 2, 2);
        }),
        file!()
    );
}

#[test]
fn normalizer_is_fitted_to_training_part_only() {
    let (train, test) = squares(50).split(0.6, 1).unwrap();
    let normalizer = Normalizer::fit(&train).unwrap();
    let all = train.collect().unwrap().inputs.as_slice().iter().map(|&x| f64::from(x)).collect::<Vec<_>>();
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    let variance = all.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / all.len() as f64;
    assert!((f64::from(normalizer.mean()[0]) - mean).abs() < 1e-5);
    assert!((f64::from(normalizer.std()[0]) - variance.sqrt()).abs() < 1e-5);

    let before = test.collect().unwrap();
    let after = test.normalize(&normalizer).collect().unwrap();
    for (before, after) in before.inputs.as_slice().iter().zip(after.inputs.as_slice()) {
        assert!((f64::from(*before) - mean - f64::from(*after) * variance.sqrt()).abs() < 1e-4);
    }
    assert_eq!(before.targets.as_slice(), after.targets.as_slice());

    // The result can be collected, and is the same each time.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("normalizer.safetensors");
    let mut kept = normalizer.clone();
    checkpoint::save(&mut kept, &path).unwrap();
    let mut again = Normalizer::fit(&squares(3)).unwrap();
    checkpoint::load(&mut again, &path).unwrap();
    assert_eq!((again.mean(), again.std()), (normalizer.mean(), normalizer.std()));

    let error = Normalizer::fit(&squares(0)).unwrap_err();
    assert!(matches!(error, DataError::Empty), "{error}");
}

#[test]
fn rejects_unequal_numbers_of_inputs_and_targets() {
    let rows = |count| Samples::<shape![1]>::from_fn(count, |_, _| {});
    let error = TensorDataset::new(rows(3), rows(2)).unwrap_err();
    assert_eq!(error.to_string(), "3 inputs, but 2 targets");
}

network! {
    struct Net {
        fc1: Linear<3, 8>,
        fc2: Linear<8, 2>,
    }
    fn forward(x: Tensor<3>) -> Tensor<2> {
        x.fc1().tanh().fc2()
    }
}

#[test]
fn predicts_any_number_of_rows() {
    let net = Net::new(1);
    for count in [0, 1, 15, 16, 17, 40] {
        let x = Samples::<shape![3]>::from_fn(count, |i, x: &mut Tensor<shape![1, 3]>| {
            x.fill_with(|[_, j]| (i * 3 + j) as f32 / 50.0);
        });
        let y = net.predict_samples::<dim![16]>(&x);
        assert_eq!(net.predict_samples::<dim![16]>(x.view()).as_slice(), y.as_slice());
        assert_eq!(y.len(), count);
        for (index, y) in y.view().iter().enumerate() {
            let alone = net.forward(x.sample(index));
            assert!((y[[0, 0]] - alone[[0, 0]]).abs() < 1e-6 && (y[[0, 1]] - alone[[0, 1]]).abs() < 1e-6);
        }
        let labels = Samples::<Indices<dim![2]>>::from_fn(count, |_, _| {});
        let data = TensorDataset::new(x, labels).unwrap();
        assert_eq!(net.predict_all::<dim![16]>(&data).unwrap().as_slice(), y.as_slice());
        assert_eq!(net.predict_all::<dim![16]>(data).unwrap().as_slice(), y.as_slice());
    }
}
