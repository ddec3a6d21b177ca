//! NumPy arrays, written by `make_npy.py`.

use nn::data::npy;
use nn::prelude::*;
use std::path::PathBuf;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/npy").join(format!("{name}.npy"))
}

#[test]
fn reads_every_numeric_type() {
    for name in ["f2", "f4", "f8", "f4_big", "f8_big", "fortran", "version_2"] {
        let array = npy::read(path(name)).unwrap();
        assert_eq!((array.dims, array.elements), (vec![2, 3], vec![1.5, -2.0, 3.25, 0.0, 4.0, -0.5]), "{name}");
    }
    for name in ["i1", "i2_big", "i4", "i8", "u1", "u8"] {
        assert_eq!(npy::read(path(name)).unwrap().elements, [1.0, 2.0, 3.0, 0.0, 4.0, 100.0], "{name}");
    }
    let fortran = npy::read(path("fortran_3")).unwrap();
    assert_eq!((fortran.dims, fortran.elements), (vec![2, 3, 4], (0..24).map(f64::from).collect()));
    assert_eq!(npy::read(path("bool")).unwrap().elements, [1.0, 1.0, 1.0, 0.0, 1.0, 1.0]);
    let scalar = npy::read(path("scalar")).unwrap();
    assert_eq!((scalar.dims, scalar.elements), (vec![], vec![7.0]));
}

#[test]
fn converts_to_samples_and_classes() {
    let array = npy::read(path("f4")).unwrap();
    let rows = array.samples::<shape![3], f32>().unwrap();
    assert_eq!((rows.len(), rows.sample(1)[[0, 1]]), (2, 4.0));
    let error = array.samples::<shape![2], f32>().unwrap_err().to_string();
    assert!(error.ends_with("f4.npy contains samples of [3], expected [2]"), "{error}");

    let labels = npy::read(path("labels")).unwrap();
    assert_eq!(labels.classes::<dim![3], f32>().unwrap().sample(0)[[0]].index(), 2);
    assert_eq!(labels.samples::<shape![1], f32>().unwrap().as_slice(), [2.0, 0.0, 1.0]);
    let error = labels.classes::<dim![2], f32>().unwrap_err().to_string();
    assert!(
        error.ends_with("labels.npy contains the label 2 for sample 0, expected an integer from 0 to 1"),
        "{error}"
    );
    assert!(array.classes::<dim![9], f32>().is_err());
    let column = npy::read(path("column")).unwrap().classes::<dim![3], f32>().unwrap();
    assert_eq!([0, 1, 2].map(|i| column.sample(i)[[0]].index()), [2, 0, 1]);

    let error = npy::read(path("nan")).unwrap().samples::<shape![1], f32>().unwrap_err().to_string();
    assert!(error.ends_with("nan.npy has NaN as element 1, expected only finite values"), "{error}");
    assert!(npy::read(path("scalar")).unwrap().samples::<shape![1], f32>().is_err());
}

#[test]
fn rejects_unsupported_dtypes() {
    let cases = [
        ("complex", "its elements have the type `<c8`, expected floats, integers or booleans"),
        ("text", "its elements have the type `<U1`"),
        ("record", "its elements are records, expected a scalar type"),
    ];
    for (name, expected) in cases {
        let error = npy::read(path(name)).unwrap_err().to_string();
        assert!(error.contains(&format!("{name}.npy cannot be read as a NumPy array: {expected}")), "{error}");
    }
    assert!(npy::read(path("nothing")).unwrap_err().to_string().starts_with("cannot open "));
}

fn array(header: &str, data: usize) -> Vec<u8> {
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.as_bytes());
    bytes.resize(bytes.len() + data, 0);
    bytes
}

#[test]
fn rejects_damaged_files() {
    let whole = std::fs::read(path("f4")).unwrap();
    let error = |bytes: &[u8]| npy::read_from(bytes, "a.npy").unwrap_err().to_string();
    for cut in 0..whole.len() {
        error(&whole[..cut]);
    }
    assert_eq!(error(&whole[..whole.len() - 1]), "a.npy declares 24 bytes of elements, but contains 23");
    assert_eq!(error(&[&whole[..], b"x"].concat()), "a.npy declares 24 bytes of elements, but contains more");
    assert!(error(b"not an array").contains("it begins with [6e, 6f, 74"));
    for header in ["", "{", "{}", "{'descr': '<f4'}", "{'descr': '<f4', 'fortran_order': 1, 'shape': ()}", "{'x': '1'}"]
    {
        assert!(error(&array(header, 0)).contains("its header is"), "{header}");
    }
    // An impossible shape, and one larger than the data: neither allocates memory.
    let shape = |shape: &str| format!("{{'descr': '<f8', 'fortran_order': False, 'shape': ({shape}), }}");
    assert!(error(&array(&shape("4294967296, 4294967296, 2"), 8)).contains("which exceeds the address space"));
    assert!(
        error(&array(&shape("1099511627776,"), 8)).contains("declares 8796093022208 bytes of elements, but contains 8")
    );
    let many = vec!["1"; 40].join(", ");
    assert!(error(&array(&shape(&many), 8)).contains("its header is"));
}
