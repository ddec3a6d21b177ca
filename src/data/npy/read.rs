//! The reader of NumPy files.

use super::header::Header;
use super::number::Kind;
use super::{Npy, NpyError};
use crate::excerpt::Excerpt;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// The maximum length of a header, in bytes.
const MAX_HEADER: u32 = 1 << 16;
const MAGIC: &[u8] = b"\x93NUMPY";

/// Reads an array of floating-point numbers, integers or booleans, of either byte order, in C or Fortran order.
///
/// # Errors
/// [`NpyError`]: a file that does not exist, has another format, is truncated, or holds strings, complex numbers or records. Memory
/// is allocated for the bytes that follow, not for those that a header promises.
///
/// ```
/// use nn::data::npy;
/// let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }\n";
/// let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
/// bytes.extend((header.len() as u16).to_le_bytes());
/// bytes.extend(header.as_bytes());
/// [1.0_f32, 2.0, 3.0, 4.0].iter().for_each(|number| bytes.extend(number.to_le_bytes()));
/// let array = npy::read_from(&bytes[..], "a.npy")?;
/// assert_eq!((array.dims, array.elements), (vec![2, 2], vec![1.0, 2.0, 3.0, 4.0]));
/// # Ok::<(), npy::NpyError>(())
/// ```
pub fn read(path: impl AsRef<Path>) -> Result<Npy, NpyError> {
    let path = path.as_ref();
    let file = File::open(path).map_err(|source| NpyError::Open { path: path.into(), source })?;
    read_from(BufReader::new(file), path)
}

/// Reads from any reader, as [`read`] does; errors name `path`.
///
/// # Errors
/// As [`read`].
pub fn read_from(mut from: impl Read, path: impl AsRef<Path>) -> Result<Npy, NpyError> {
    let path = path.as_ref();
    let failed = |source| NpyError::Read { path: path.into(), source };
    let bad = |reason: String| NpyError::Header { path: path.into(), reason };
    let mut take = |count: u64| {
        let mut bytes = Vec::new();
        from.by_ref().take(count).read_to_end(&mut bytes).map_err(failed)?;
        Ok::<_, NpyError>(bytes)
    };
    let start = take(8)?;
    if start.len() != 8 || &start[..6] != MAGIC || !(1..=3).contains(&start[6]) {
        let help =
            if start.starts_with(b"PK") { "\nhelp: it is a zip archive (.npz): extract the arrays in it" } else { "" };
        return Err(bad(format!("it begins with {start:02x?}, expected {MAGIC:02x?} and the version 1, 2 or 3{help}")));
    }
    let width = if start[6] == 1 { 2 } else { 4 };
    let length = take(width)?;
    if length.len() as u64 != width {
        return Err(bad("it ends before its header".into()));
    }
    let length = length.iter().rev().fold(0, |length, &byte| length << 8 | u32::from(byte));
    if length > MAX_HEADER {
        return Err(bad(format!("it declares a header of {length} bytes, expected at most {MAX_HEADER}")));
    }
    let header = take(length.into())?;
    if header.len() as u32 != length {
        return Err(bad(format!("its header has {} bytes, expected {length}", header.len())));
    }
    let header = std::str::from_utf8(&header).map_err(|_| bad("its header is not valid UTF-8".into()))?;
    let Header { descr, fortran, dims } = Header::parse(header).map_err(bad)?;
    let kind = Kind::new(&descr).ok_or_else(|| {
        bad(format!("its elements have the type `{}`, expected floats, integers or booleans", Excerpt(&descr)))
    })?;
    let count = dims.iter().try_fold(1_u64, |count, &size| count.checked_mul(size as u64));
    let expected = count.and_then(|count| count.checked_mul(kind.size as u64));
    let expected = expected.ok_or_else(|| bad(format!("its shape is {dims:?}, which exceeds the address space")))?;
    let bytes = take(expected.saturating_add(1))?;
    if bytes.len() as u64 != expected {
        return Err(NpyError::Length { path: path.into(), expected, found: bytes.len() as u64 });
    }
    let elements: Vec<f64> = bytes.chunks_exact(kind.size).map(|bytes| kind.number(bytes)).collect();
    let elements = if fortran { transposed(&elements, &dims) } else { elements };
    Ok(Npy { path: path.into(), dims, elements })
}

/// Reorders the elements of an array in Fortran order, whose first axis varies fastest, to C order.
fn transposed(elements: &[f64], dims: &[usize]) -> Vec<f64> {
    let mut ordered = Vec::with_capacity(elements.len());
    // The index of the element, and its offset in Fortran order.
    let (mut index, mut offset) = (vec![0; dims.len()], 0);
    while ordered.len() < elements.len() {
        ordered.push(elements[offset]);
        let mut stride = elements.len();
        for (index, &size) in index.iter_mut().zip(dims).rev() {
            stride /= size;
            *index += 1;
            offset += stride;
            if *index < size {
                break;
            }
            offset -= size * stride;
            *index = 0;
        }
    }
    ordered
}
