//! NumPy's `.npy`: one array with its type and its sizes.
//!
//! Source: NumPy Enhancement Proposal 1, *A simple file format for NumPy arrays*; versions 1.0, 2.0 and 3.0.

use super::error::DataError;
use super::rows::Rows;
use crate::excerpt::Excerpt;
use crate::narrow::{name_of, narrow};
use nn_core::{Class, Dim, Float, Indices, Sample, Tensor};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

/// Why an array could not be read. Every message names the file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NpyError {
    /// There is no such file, or it may not be read.
    #[error("cannot open {}: {source}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Reading failed half-way.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file does not begin as such a file does, or its header says what cannot be read here.
    #[error("{} cannot be read as a NumPy array: {reason}", path.display())]
    Header {
        /// The file.
        path: PathBuf,
        /// What was found and what was expected.
        reason: String,
    },
    /// The file ends early, or goes on behind its last number.
    #[error("{} says that it holds {expected} bytes of numbers, but holds {}", path.display(), if found > expected { "more".to_string() } else { found.to_string() })]
    Length {
        /// The file.
        path: PathBuf,
        /// What its sizes and its type come to.
        expected: u64,
        /// How many bytes there are; one more than expected stands for any number more.
        found: u64,
    },
    /// A number is NaN or infinite.
    #[error("{} has {found} as number {index}, expected only finite numbers", path.display())]
    NotFinite {
        /// The file.
        path: PathBuf,
        /// Its place, from 0.
        index: usize,
        /// The number.
        found: f64,
    },
    /// A number is finite, but its magnitude overflows the type that it is read as.
    #[error("{} has {found:e} as number {index}, which is out of the range of {expected}", path.display())]
    Range {
        /// The file.
        path: PathBuf,
        /// Its place, from 0.
        index: usize,
        /// The number.
        found: f64,
        /// The type: `f32` or `f64`.
        expected: &'static str,
    },
    /// A label is not one of the classes.
    #[error("{} holds the label {} for sample {sample}, expected an integer from 0 to {}", path.display(), label(*found), classes.saturating_sub(1))]
    Label {
        /// The file.
        path: PathBuf,
        /// The index of the sample.
        sample: usize,
        /// The label as the file holds it.
        found: f64,
        /// The number of classes.
        classes: usize,
    },
    /// The fields of an [`Npy`] contradict each other.
    #[error("{} has the shape {dims:?}, but {found} elements", path.display())]
    Inconsistent {
        /// The file.
        path: PathBuf,
        /// The shape.
        dims: Vec<usize>,
        /// The number of elements.
        found: usize,
    },
}

/// A label as text: long numbers with an exponent.
fn label(number: f64) -> String {
    if number.abs() < 1e16 { number.to_string() } else { format!("{number:e}") }
}

/// An array of any real type, its numbers in `f64`, the last axis innermost.
#[derive(Debug, Clone, PartialEq)]
pub struct Npy {
    /// The name of the file.
    path: PathBuf,
    /// The sizes, outermost first; none for a single number.
    pub dims: Vec<usize>,
    /// The numbers; integers of more than 53 bits are rounded.
    pub numbers: Vec<f64>,
}

/// The longest header that is read, in bytes.
const MAX_HEADER: u32 = 1 << 16;
const MAGIC: &[u8] = b"\x93NUMPY";

/// Reads an array of floating-point numbers, integers or booleans, of either byte order, in C's or Fortran's order.
///
/// # Errors
/// [`NpyError`]: no file, a foreign or truncated one, one of strings, complex numbers or records. A header that promises more
/// than follows costs no memory.
///
/// ```
/// use nn::data::npy;
/// let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }\n";
/// let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
/// bytes.extend((header.len() as u16).to_le_bytes());
/// bytes.extend(header.as_bytes());
/// [1.0_f32, 2.0, 3.0, 4.0].iter().for_each(|number| bytes.extend(number.to_le_bytes()));
/// let array = npy::read_from(&bytes[..], "a.npy")?;
/// assert_eq!((array.dims, array.numbers), (vec![2, 2], vec![1.0, 2.0, 3.0, 4.0]));
/// # Ok::<(), npy::NpyError>(())
/// ```
pub fn read(path: impl AsRef<Path>) -> Result<Npy, NpyError> {
    let path = path.as_ref();
    let file = File::open(path).map_err(|source| NpyError::Open { path: path.into(), source })?;
    read_from(BufReader::new(file), path)
}

/// [`read`] from anything; `path` is what errors call it.
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
        return Err(bad(format!("it announces a header of {length} bytes, expected at most {MAX_HEADER}")));
    }
    let header = take(length.into())?;
    if header.len() as u32 != length {
        return Err(bad(format!("its header has {} bytes, expected {length}", header.len())));
    }
    let header = std::str::from_utf8(&header).map_err(|_| bad("its header is no text".into()))?;
    let Header { descr, fortran, dims } = Header::parse(header).map_err(bad)?;
    let kind = Kind::new(&descr).ok_or_else(|| {
        bad(format!("its numbers are of type `{}`, expected floats, integers or booleans", Excerpt(&descr)))
    })?;
    let count = dims.iter().try_fold(1_u64, |count, &size| count.checked_mul(size as u64));
    let expected = count.and_then(|count| count.checked_mul(kind.size as u64));
    let expected = expected.ok_or_else(|| bad(format!("its shape is {dims:?}, which cannot be")))?;
    let bytes = take(expected.saturating_add(1))?;
    if bytes.len() as u64 != expected {
        return Err(NpyError::Length { path: path.into(), expected, found: bytes.len() as u64 });
    }
    let numbers: Vec<f64> = bytes.chunks_exact(kind.size).map(|bytes| kind.number(bytes)).collect();
    let numbers = if fortran { transposed(&numbers, &dims) } else { numbers };
    Ok(Npy { path: path.into(), dims, numbers })
}

/// The elements of an array in Fortran's order, whose first axis is innermost, with the last axis innermost.
fn transposed(numbers: &[f64], dims: &[usize]) -> Vec<f64> {
    let mut ordered = Vec::with_capacity(numbers.len());
    // The index of the element, and its offset in Fortran's order.
    let (mut index, mut offset) = (vec![0; dims.len()], 0);
    while ordered.len() < numbers.len() {
        ordered.push(numbers[offset]);
        let mut stride = numbers.len();
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

impl Npy {
    /// The array as samples: its first axis counts them, the others are the sample's shape, `[n]` being `[n, 1]` too.
    ///
    /// # Errors
    /// Another shape, and numbers that are not finite in `T`: 1e39 is not in `f32`.
    pub fn samples<S: Sample, T: Float>(&self) -> Result<Rows<S, T>, DataError> {
        self.check()?;
        let found = self.dims.get(1..).unwrap_or_default();
        if self.dims.is_empty() || (found != S::DIMS && !(found.is_empty() && S::DIMS == [1])) {
            let (expected, found) = (S::DIMS.into(), found.into());
            return Err(DataError::Sizes { path: self.path.clone(), expected, found });
        }
        let narrowed = self.numbers.iter().enumerate().map(|(index, &found)| {
            narrow(found).ok_or_else(|| {
                let (path, expected) = (self.path.clone(), name_of::<T>());
                match found.is_finite() {
                    true => NpyError::Range { path, index, found, expected },
                    false => NpyError::NotFinite { path, index, found },
                }
            })
        });
        Ok(Rows::from_slice(&narrowed.collect::<Result<Vec<T>, _>>()?)?.with_file(&self.path))
    }

    /// The array as classes, one each a sample: of shape `[n]`, or `[n, 1]` as a column of a table has it.
    ///
    /// # Errors
    /// Another shape, and numbers that are no class.
    pub fn classes<C: Dim, T: Float>(&self) -> Result<Rows<Indices<C>, T>, DataError> {
        self.check()?;
        let found = self.dims.get(1..).unwrap_or_default();
        if self.dims.is_empty() || found.iter().any(|&size| size != 1) {
            return Err(DataError::Sizes { path: self.path.clone(), expected: vec![1], found: found.into() });
        }
        let mut rows = Rows::new();
        for (sample, &number) in self.numbers.iter().enumerate() {
            let class = Class::new(number as usize).filter(|class| class.index() as f64 == number);
            let class = class.ok_or_else(|| NpyError::Label {
                path: self.path.clone(),
                sample,
                found: number,
                classes: C::SIZE,
            })?;
            rows.push(|target: &mut Tensor<_, _>| target[[0]] = class);
        }
        Ok(rows)
    }

    /// The fields are public: there must be as many elements as the shape has.
    fn check(&self) -> Result<(), NpyError> {
        let expected = self.dims.iter().try_fold(1_usize, |count, &size| count.checked_mul(size));
        if expected == Some(self.numbers.len()) {
            return Ok(());
        }
        Err(NpyError::Inconsistent { path: self.path.clone(), dims: self.dims.clone(), found: self.numbers.len() })
    }
}

/// The type of an array's numbers.
#[derive(Debug, Clone, Copy)]
struct Kind {
    letter: u8,
    size: usize,
    big_endian: bool,
}

impl Kind {
    /// From NumPy's text, such as `<f4` or `|u1`.
    fn new(descr: &str) -> Option<Self> {
        let &[order, letter, size] = descr.as_bytes() else { return None };
        let size = usize::from(size.checked_sub(b'0')?);
        let known = match letter {
            b'f' => matches!(size, 2 | 4 | 8),
            b'i' | b'u' => matches!(size, 1 | 2 | 4 | 8),
            b'b' => size == 1,
            _ => false,
        };
        (known && b"<>|=".contains(&order)).then_some(Self { letter, size, big_endian: order == b'>' })
    }

    /// The number in so many bytes as it has.
    fn number(self, bytes: &[u8]) -> f64 {
        let push = |bits: u64, &byte: &u8| bits << 8 | u64::from(byte);
        let bits = if self.big_endian { bytes.iter().fold(0, push) } else { bytes.iter().rev().fold(0, push) };
        match (self.letter, self.size) {
            (b'f', 8) => f64::from_bits(bits),
            (b'f', 4) => f32::from_bits(bits as u32).into(),
            (b'f', _) => half(bits as u16),
            (b'i', size) => {
                let unused = 64 - 8 * size as u32;
                ((bits << unused) as i64 >> unused) as f64
            }
            _ => bits as f64,
        }
    }
}

/// A number of 16 bits (IEEE 754): a sign, 5 bits of exponent, 10 of fraction.
fn half(bits: u16) -> f64 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f64::from(bits & 1023) / 1024.0);
    sign * match exponent {
        0 => fraction * 2.0_f64.powi(-14),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1.0 + fraction) * 2.0_f64.powi(exponent - 15),
    }
}

/// What a header says: a Python literal of a dictionary with three keys.
struct Header {
    descr: String,
    fortran: bool,
    dims: Vec<usize>,
}

impl Header {
    fn parse(text: &str) -> Result<Self, String> {
        let bad = || {
            let text = Excerpt(text.trim());
            format!("its header is `{text}`, expected `{{'descr': .., 'fortran_order': .., 'shape': ..}}`")
        };
        let mut rest = text.trim().strip_prefix('{').and_then(|text| text.strip_suffix('}')).ok_or_else(bad)?.trim();
        let (mut descr, mut fortran, mut dims) = (None, None, None);
        while !rest.is_empty() {
            let (key, value) = quoted(rest).ok_or_else(bad)?;
            let value = value.trim_start().strip_prefix(':').ok_or_else(bad)?.trim_start();
            let behind = match key {
                "descr" if descr.is_none() => {
                    // A record's type is a list.
                    let (text, behind) =
                        quoted(value).ok_or_else(|| "its numbers are records, expected one type".to_string())?;
                    descr = Some(text.to_string());
                    behind
                }
                "fortran_order" if fortran.is_none() => {
                    let end = value.find([',', '}']).unwrap_or(value.len());
                    fortran = Some(match value[..end].trim() {
                        "True" => true,
                        "False" => false,
                        _ => return Err(bad()),
                    });
                    &value[end..]
                }
                "shape" if dims.is_none() => {
                    let (inside, behind) =
                        value.strip_prefix('(').and_then(|value| value.split_once(')')).ok_or_else(bad)?;
                    dims = Some(sizes(inside).ok_or_else(bad)?);
                    behind
                }
                _ => return Err(bad()),
            };
            let behind = behind.trim_start();
            rest = match behind.strip_prefix(',') {
                Some(behind) => behind.trim_start(),
                None if behind.is_empty() => behind,
                None => return Err(bad()),
            };
        }
        let (Some(descr), Some(fortran), Some(dims)) = (descr, fortran, dims) else { return Err(bad()) };
        Ok(Self { descr, fortran, dims })
    }
}

/// A text in quotes, and what stands behind it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|letter| matches!(letter, '\'' | '"'))?;
    text[1..].split_once(quote)
}

/// The sizes in a tuple, at most 32, as many as NumPy's arrays may have.
fn sizes(inside: &str) -> Option<Vec<usize>> {
    let inside = inside.trim();
    let inside = inside.strip_suffix(',').unwrap_or(inside);
    if inside.is_empty() {
        return Some(Vec::new());
    }
    let sizes: Vec<usize> = inside.split(',').take(33).map(|size| size.trim().parse().ok()).collect::<Option<_>>()?;
    (sizes.len() <= 32).then_some(sizes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves() {
        for (bits, number) in [(0x3c00, 1.0), (0xc000, -2.0), (0x7bff, 65504.0), (1, 2.0_f64.powi(-24)), (0, 0.0)] {
            assert_eq!(half(bits), number);
        }
        assert_eq!(half(0xfc00), f64::NEG_INFINITY);
        assert!(half(0x7e00).is_nan());
    }

    #[test]
    fn numbers_of_each_type() {
        let number = |descr: &str, bytes: &[u8]| Kind::new(descr).unwrap().number(bytes);
        assert_eq!(number("|i1", &[0xff]), -1.0);
        assert_eq!(number("|u1", &[0xff]), 255.0);
        assert_eq!(number("|b1", &[1]), 1.0);
        assert_eq!(number("<i2", &[0xfe, 0xff]), -2.0);
        assert_eq!(number(">i2", &[0xff, 0xfe]), -2.0);
        assert_eq!(number("<i8", &(-5_i64).to_le_bytes()), -5.0);
        assert_eq!(number("<u8", &u64::MAX.to_le_bytes()), u64::MAX as f64);
        assert_eq!(number(">f4", &1.5_f32.to_be_bytes()), 1.5);
        assert_eq!(number("<f8", &(-0.1_f64).to_le_bytes()), -0.1);
        for descr in ["<f16", "<c8", "|S3", "<U1", "<f3", "f4", "xf4", ""] {
            assert!(Kind::new(descr).is_none(), "{descr}");
        }
    }
}
