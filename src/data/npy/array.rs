//! A NumPy array as samples or as classes.

use super::NpyError;
use crate::data::{DataError, Samples};
use crate::narrow::{name_of, narrow};
use nn_core::{Class, Dim, Float, Indices, Sample, Tensor};
use std::path::PathBuf;

/// An array of any real type, converted to `f64`, in C order.
#[derive(Debug, Clone, PartialEq)]
pub struct Npy {
    /// The path of the file.
    pub(super) path: PathBuf,
    /// The shape, outermost axis first; empty for a scalar.
    pub dims: Vec<usize>,
    /// The elements; integers of more than 53 bits are rounded.
    pub elements: Vec<f64>,
}

impl Npy {
    /// Converts the array to samples: its first axis is the sample index, the others are the shape of a sample; `[n]` is also
    /// accepted as `[n, 1]`.
    ///
    /// # Errors
    /// Another shape, and elements that are not finite in `T`: 1e39 is not in `f32`.
    pub fn samples<S: Sample, T: Float>(&self) -> Result<Samples<S, T>, DataError> {
        self.check()?;
        let found = self.dims.get(1..).unwrap_or_default();
        if self.dims.is_empty() || (found != S::DIMS && !(found.is_empty() && S::DIMS == [1])) {
            let (expected, found) = (S::DIMS.into(), found.into());
            return Err(DataError::Shape { path: self.path.clone(), expected, found });
        }
        let narrowed = self.elements.iter().enumerate().map(|(index, &found)| {
            narrow(found).ok_or_else(|| {
                let (path, expected) = (self.path.clone(), name_of::<T>());
                match found.is_finite() {
                    true => NpyError::Range { path, index, found, expected },
                    false => NpyError::NotFinite { path, index, found },
                }
            })
        });
        Ok(Samples::from_slice(&narrowed.collect::<Result<Vec<T>, _>>()?)?.with_file(&self.path))
    }

    /// Converts the array to classes, one per sample: of shape `[n]`, or `[n, 1]`, the shape of a table's column.
    ///
    /// # Errors
    /// Another shape, and elements that are not a class.
    pub fn classes<C: Dim, T: Float>(&self) -> Result<Samples<Indices<C>, T>, DataError> {
        self.check()?;
        let found = self.dims.get(1..).unwrap_or_default();
        if self.dims.is_empty() || found.iter().any(|&size| size != 1) {
            return Err(DataError::Shape { path: self.path.clone(), expected: vec![1], found: found.into() });
        }
        let mut samples = Samples::new();
        for (sample, &number) in self.elements.iter().enumerate() {
            let class = Class::new(number as usize).filter(|class| class.index() as f64 == number);
            let class = class.ok_or_else(|| NpyError::Label {
                path: self.path.clone(),
                sample,
                found: number,
                classes: C::SIZE,
            })?;
            samples.push(|target: &mut Tensor<_, _>| target[[0]] = class);
        }
        Ok(samples)
    }

    /// The fields are public: checks that the number of elements is that of the shape.
    fn check(&self) -> Result<(), NpyError> {
        let expected = self.dims.iter().try_fold(1_usize, |count, &size| count.checked_mul(size));
        if expected == Some(self.elements.len()) {
            return Ok(());
        }
        Err(NpyError::Inconsistent { path: self.path.clone(), dims: self.dims.clone(), found: self.elements.len() })
    }
}
