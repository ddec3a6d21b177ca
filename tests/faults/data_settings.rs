//! Invalid settings of data sets, and constant columns.

use nn::data::Normalizer;
use nn::data::csv::{Format, Table};
use nn::prelude::*;

type Scalars<T> = TensorDataset<shape![1], shape![1], T>;

fn dataset<T: nn::Float>(x: &[T]) -> Scalars<T> {
    TensorDataset::new(Samples::from_slice(x).unwrap(), Samples::from_slice(x).unwrap()).unwrap()
}

#[test]
fn rejects_invalid_shares() {
    for share in [80.0, 1.0 + 1e-9, -0.1, f64::NAN, f64::INFINITY] {
        let table = || Table::from_reader(&b"a\n1\n"[..], "t.csv", Format::default()).unwrap();
        let errors = [
            (dataset(&[0.0_f32; 10]).split(share, 1).err(), "`split`"),
            (table().split(share, 1).err(), "`split` of t.csv"),
            (table().stratified_split("a", share, 1).err(), "`stratified_split` of t.csv"),
        ];
        for (error, of) in errors {
            let expected =
                format!("the share of {of} is {share}, expected a share from 0 to 1, such as 0.8 for 80 percent");
            assert_eq!(error.unwrap().to_string(), expected);
        }
    }
}

fn normalized<T: nn::Float>(x: &[T]) -> Vec<T> {
    let data = dataset(x);
    let normalizer = Normalizer::fit(&data).unwrap();
    data.normalize(&normalizer).collect().unwrap().inputs.as_slice().to_vec()
}

#[test]
fn constant_column_normalises_to_zero() {
    assert!(normalized(&[14.62; 1000]).iter().all(|&x| x == 0.0));
    assert!(normalized(&[1e300; 10]).iter().all(|&x| x == 0.0));
    assert!(normalized(&[f32::MAX; 7]).iter().all(|&x| x == 0.0));
}

#[test]
fn rounding_noise_is_not_amplified() {
    for x in [[0.3_f64, 0.1 + 0.2, 0.3, 0.1 + 0.2], [0.3, 0.3, 0.1 + 0.2, 0.3]] {
        assert!(normalized(&x).iter().all(|x| x.abs() < 1e-15));
    }
    let next = 0.7_f32.next_up();
    assert!(normalized(&[0.7, next, 0.7, next, next]).iter().all(|x| x.abs() < 1e-6));
    // Four units in the last place are a real deviation.
    assert_eq!(normalized(&[1.0_f32, 1.0 + 4.0 * f32::EPSILON]), [-1.0, 1.0]);
}

#[test]
fn normalises_values_near_limits_of_the_type() {
    let close = |found: &[f64], right: &[f64]| {
        assert!(found.iter().zip(right).all(|(a, b)| (a - b).abs() < 1e-6), "{found:?} for {right:?}");
    };
    // Three values, two of which are equal: the population's standard deviation is sqrt(8) / 3 of half their distance.
    let right = [0.5_f64.sqrt(), 0.5_f64.sqrt(), -2.0_f64.sqrt()];
    let wide: Vec<f64> = normalized(&[3e38_f32, 3e38, -3e38]).iter().map(|&x| x.into()).collect();
    close(&wide, &right);
    for most in [f64::MAX, 1e300, 1e200, 1e-200, 1e-300] {
        close(&normalized(&[most, most, -most]), &right);
    }
    close(&normalized(&[f64::MAX, -f64::MAX]), &[1.0, -1.0]);
}
