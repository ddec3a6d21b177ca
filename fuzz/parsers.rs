//! Operations on arbitrary file contents, for the fuzz targets, and for `tests/corpus.rs`, which runs them on the
//! corpus.

#![allow(dead_code)]

use nn::data::csv::{Format, Missing, Table};
use nn::data::{idx as idx_format, npy as npy_format};
use nn::files::{Conversion, LoadOptions, SafeTensors, read_from};
use nn::prelude::*;
use nn::text::{BytePairs, Vocabulary};
use std::io::{Cursor, Write};

/// Asserts that an error has a message.
fn checked<T, E: std::error::Error>(result: Result<T, E>) -> Option<T> {
    result.map_err(|error| assert!(!error.to_string().is_empty())).ok()
}

pub(crate) fn idx(bytes: &[u8]) {
    for axes in [1, 3] {
        if let Some(array) = checked(idx_format::read_from(bytes, "a", axes)) {
            assert_eq!(array.bytes.len(), array.dims.iter().fold(1, |size, &axis| axis.saturating_mul(size)));
        }
    }
}

/// Reads an IDX file compressed as two gzip members, split where the first byte indicates and padded with zeros; then
/// the same with one bit flipped, in a byte that the last byte selects.
pub(crate) fn idx_gzip(bytes: &[u8]) {
    let [cut, bytes @ ..] = bytes else { return };
    let (first, second) = bytes.split_at(usize::from(*cut).min(bytes.len()));
    let mut gzip = [member(first), member(second), vec![0; usize::from(cut % 4)]].concat();
    let reader = idx_format::Reader::new().max_decompressed(1 << 20);
    for axes in [1, 3] {
        // Data that start like gzip are decompressed when read directly, so the two results cannot be compared.
        let plain = if bytes.starts_with(&[0x1f, 0x8b]) { None } else { reader.read_from(bytes, "a", axes).ok() };
        match (checked(reader.read_from(&gzip[..], "a.gz", axes)), plain) {
            (Some(array), Some(plain)) => assert_eq!(array, plain),
            (None, Some(plain)) => assert!(plain.bytes.len() > 1 << 20),
            (Some(_), None) => assert!(bytes.starts_with(&[0x1f, 0x8b])),
            (None, None) => {}
        }
    }
    let place = usize::from(bytes.last().copied().unwrap_or(0)) % gzip.len();
    gzip[place] ^= 1 << (cut % 8);
    for axes in [1, 3] {
        checked(reader.read_from(&gzip[..], "a.gz", axes));
    }
}

fn member(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Reads a vocabulary whose size the first byte states, then encodes the file as text, and decodes the tokens.
pub(crate) fn vocabulary(bytes: &[u8]) {
    let [size, bytes @ ..] = bytes else { return };
    let size = usize::from(*size);
    let Some(vocabulary) = checked(BytePairs::read_from(bytes, "a", size)) else { return };
    assert_eq!(vocabulary.size(), size);
    let all: Vec<usize> = (0..size).collect();
    vocabulary.decode_lossy(&all).unwrap();
    let text = String::from_utf8_lossy(bytes);
    if let Some(tokens) = checked(vocabulary.encode(&text)) {
        assert_eq!(tokens[0], BytePairs::BEGIN);
        assert!(tokens.iter().all(|&token| token < size));
        vocabulary.decode_lossy(&tokens).unwrap();
    }
}

pub(crate) fn csv(bytes: &[u8]) {
    for format in [Format::default(), Format::default().header(false).delimiter(b';')] {
        let Some(table) = checked(Table::from_reader(bytes, "a", format)) else { continue };
        let columns: Vec<String> = table.columns().to_vec();
        for column in columns.iter().take(4) {
            checked(table.numeric::<shape![1], f32>(&[column]));
            // If several columns have an empty name, none of them can be selected.
            let Some(texts) = checked(table.distinct(column)) else { continue };
            if let [a, b, ..] = texts[..] {
                checked(table.classes::<dim![2], f32>(column, &[a, b]));
            }
            for missing in [Missing::SkipRow, Missing::Value(0.5), Missing::Text("0.5")] {
                let table = checked(table.clone().missing(missing, &[column])).unwrap();
                if let Some(rows) = checked(table.numeric::<shape![1], f64>(&[column])) {
                    assert_eq!(rows.len(), table.len());
                }
            }
            for missing in [Missing::Mean, Missing::Median, Missing::MostFrequent] {
                let Some(filled) = checked(table.clone().missing(missing, &[column])) else { continue };
                if let Some(rows) = checked(filled.numeric::<shape![1], f32>(&[column])) {
                    assert!(rows.as_slice().iter().all(|number| number.is_finite()));
                }
                let rules = filled.missing_rules();
                let same = checked(table.clone().missing_as(&rules)).unwrap();
                assert_eq!((same.len(), same.missing_rules()), (filled.len(), rules));
            }
        }
    }
}

pub(crate) fn npy(bytes: &[u8]) {
    if let Some(array) = checked(npy_format::read_from(bytes, "a")) {
        assert_eq!(array.elements.len(), array.dims.iter().product::<usize>());
        checked(array.samples::<shape![3], f32>());
        checked(array.classes::<dim![5], f32>());
        other_order(bytes, &array);
    }
}

/// The file with the opposite axis order in its header must contain the same elements, at other indices.
fn other_order(bytes: &[u8], array: &npy_format::Npy) {
    let width = if bytes[6] == 1 { 2 } else { 4 };
    let length = bytes[8..8 + width].iter().rev().fold(0, |length, &byte| length << 8 | usize::from(byte));
    let (header, data) = bytes.split_at(8 + width + length);
    let swap = |from: &[u8], to: &[u8]| {
        let at = header.windows(from.len()).position(|window| window == from)?;
        Some([&header[..at], to, &header[at + from.len()..], data].concat())
    };
    let (is_fortran, other) = match (swap(b": False", b": True "), swap(b": True ", b": False")) {
        (Some(fortran), _) => (false, fortran),
        (_, Some(c)) => (true, c),
        // The header was written without that space.
        _ => return,
    };
    let other = npy_format::read_from(&other[..], "a").unwrap();
    let (c, fortran) = if is_fortran { (&other, array) } else { (array, &other) };
    assert_eq!(c.dims, fortran.dims);
    let mut strides = vec![1_usize; c.dims.len()];
    (1..strides.len()).for_each(|axis| strides[axis] = strides[axis - 1].wrapping_mul(c.dims[axis - 1]));
    // Both orders read the same bytes, so the element at each index of one is at another index of the other.
    for (index, number) in fortran.elements.iter().enumerate() {
        let (mut rest, mut stored) = (index, 0);
        for (&size, &stride) in c.dims.iter().zip(&strides).rev() {
            (rest, stored) = (rest / size, stored + rest % size * stride);
        }
        assert_eq!(number.to_bits(), c.elements[stored].to_bits());
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
    let Some(mut file) = checked(SafeTensors::new(Cursor::new(bytes), "a")) else { return };
    let mut end = 0;
    for entry in file.entries().to_vec() {
        assert_eq!(entry.range.start, end);
        end = entry.range.end;
        assert_eq!(checked(file.read(&entry)).unwrap().len() as u64, entry.range.end - entry.range.start);
    }
    let verified = checked(file.verify());
    assert_eq!(
        checked(checked(SafeTensors::new(Cursor::new(bytes), "a")).unwrap().into_memory()).unwrap().verify().ok(),
        verified
    );
    // Partial loading from any source, with the names of a wrapped module.
    let mut line = Line::new(1);
    let options = LoadOptions::new().strip_prefix("module.").alias("fc.bias", "fc").convert(Conversion::Rounding);
    let again = checked(SafeTensors::new(Cursor::new(bytes), "a")).unwrap();
    if let Some(report) = checked(options.read_partial_from(&mut *line, again)) {
        assert!(!report.to_string().is_empty());
    }
    assert!(nn::Parameters::as_slice(&*line).iter().all(|number: &f32| number.is_finite()));
    if let Some(line) = checked(read_from::<Line, _>(file)) {
        assert!(nn::Parameters::as_slice(&*line).iter().all(|number: &f32| number.is_finite()));
    }
}
