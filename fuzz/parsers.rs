//! What is done with the bytes of a file that may hold anything: the fuzz targets do it, and `tests/corpus.rs` with all that they
//! have found interesting.

#![allow(dead_code)]

use nn::data::csv::{Format, Missing, Table};
use nn::data::{idx as idx_format, npy as npy_format};
use nn::files::{Conversion, LoadOptions, SafeTensors, read_from};
use nn::prelude::*;
use std::io::Cursor;

/// An error has to tell what it is about.
fn told<T, E: std::error::Error>(result: Result<T, E>) -> Option<T> {
    result.map_err(|error| assert!(!error.to_string().is_empty())).ok()
}

pub(crate) fn idx(bytes: &[u8]) {
    for axes in [1, 3] {
        if let Some(array) = told(idx_format::read_from(bytes, "a", axes)) {
            assert_eq!(array.bytes.len(), array.dims.iter().fold(1, |size, &axis| axis.saturating_mul(size)));
        }
    }
}

pub(crate) fn csv(bytes: &[u8]) {
    for format in [Format::default(), Format { header: false, delimiter: b';' }] {
        let Some(table) = told(Table::from_reader(bytes, "a", format)) else { continue };
        let columns: Vec<String> = table.columns().to_vec();
        for column in columns.iter().take(4) {
            told(table.numbers::<shape![1], f32>(&[column]));
            let texts = told(table.distinct(column)).unwrap();
            if let [a, b, ..] = texts[..] {
                told(table.classes::<dim![2], f32>(column, &[a, b]));
            }
            for missing in [Missing::SkipRow, Missing::Value(0.5)] {
                let table = told(table.clone().missing(missing, &[column])).unwrap();
                if let Some(rows) = told(table.numbers::<shape![1], f64>(&[column])) {
                    assert_eq!(rows.len(), table.len());
                }
            }
        }
    }
}

pub(crate) fn npy(bytes: &[u8]) {
    if let Some(array) = told(npy_format::read_from(bytes, "a")) {
        assert_eq!(array.numbers.len(), array.dims.iter().product::<usize>());
        told(array.samples::<shape![3], f32>());
        told(array.classes::<dim![5], f32>());
    }
}

network! {
    struct Line {
        fc: Linear<3, 2>,
    }
    fn forward(x: Tensor<3>) -> Tensor<2> {
        x.fc()
    }
}

pub(crate) fn safetensors(bytes: &[u8]) {
    let Some(mut file) = told(SafeTensors::new(Cursor::new(bytes), "a")) else { return };
    let mut end = 0;
    for entry in file.entries().to_vec() {
        assert_eq!(entry.range.start, end);
        end = entry.range.end;
        assert_eq!(told(file.read(&entry)).unwrap().len() as u64, entry.range.end - entry.range.start);
    }
    let verified = told(file.verify());
    assert_eq!(
        told(told(SafeTensors::new(Cursor::new(bytes), "a")).unwrap().into_memory()).unwrap().verify().ok(),
        verified
    );
    // In part, whosever it is, under the names of a wrapped module.
    let mut line = Line::new(1);
    let options = LoadOptions::new().strip_prefix("module.").alias("fc.bias", "fc").convert(Conversion::Rounding);
    let again = told(SafeTensors::new(Cursor::new(bytes), "a")).unwrap();
    if let Some(matched) = told(options.read_partial_from(&mut *line, again)) {
        assert!(!matched.to_string().is_empty());
    }
    assert!(nn::Parameters::as_slice(&*line).iter().all(|number: &f32| number.is_finite()));
    if let Some(line) = told(read_from::<Line, _>(file)) {
        assert!(nn::Parameters::as_slice(&*line).iter().all(|number: &f32| number.is_finite()));
    }
}
