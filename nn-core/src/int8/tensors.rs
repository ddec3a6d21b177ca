//! What a network in integers is made of, by name: for files.

use super::Fault;
use crate::parameters::Plain;
use crate::tensor::write_elided;
use core::fmt::{self, Debug};

/// The type of a tensor's numbers, as files name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dtype {
    /// Whole numbers of 8 bits.
    I8,
    /// Whole numbers of 32 bits.
    I32,
    /// Real numbers.
    F32,
}

impl Dtype {
    /// The name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::I8 => "I8",
            Self::I32 => "I32",
            Self::F32 => "F32",
        }
    }

    /// Bytes of a number.
    pub const fn size(self) -> usize {
        match self {
            Self::I8 => 1,
            Self::I32 | Self::F32 => 4,
        }
    }
}

/// A tensor of a layer in integers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Int8Tensor {
    /// Its name in the layer.
    pub name: &'static str,
    /// The type of its numbers.
    pub dtype: Dtype,
    /// Its sizes.
    pub dims: &'static [usize],
    /// Where it begins in the layer, in bytes.
    pub offset: usize,
}

impl Int8Tensor {
    /// How many bytes it has.
    pub const fn size(&self) -> usize {
        let (mut size, mut axis) = (self.dtype.size(), 0);
        while axis < self.dims.len() {
            size *= self.dims[axis];
            axis += 1;
        }
        size
    }

    /// Writes its shape and some of its elements, given the bytes of the layer.
    pub(super) fn write(&self, layer: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = layer.get(self.offset..).and_then(|bytes| bytes.get(..self.size())).unwrap_or_default();
        let words = bytes.as_chunks::<4>().0;
        match self.dtype {
            Dtype::I8 => write_elided(f, "i8", self.dims, bytes, |&byte, f| (byte as i8).fmt(f)),
            Dtype::I32 => write_elided(f, "i32", self.dims, words, |&word, f| i32::from_le_bytes(word).fmt(f)),
            Dtype::F32 => write_elided(f, "f32", self.dims, words, |&word, f| f32::from_le_bytes(word).fmt(f)),
        }
    }
}

/// The elements of a layer in integers: contiguous tensors, aligned to one byte.
pub trait Int8Layer: Plain {
    /// Its tensors, in the order in which they lie, without gaps.
    const TENSORS: &'static [Int8Tensor];

    /// Nothing can overflow with these numbers, and scales are scales.
    ///
    /// # Errors
    /// What is wrong.
    fn check(&self) -> Result<(), Fault>;
}

/// The tensors of a layer, given its fields with their types and sizes in the order in which they lie.
macro_rules! tensors {
    ($layer:ty { $($field:ident: $dtype:ident $dims:expr),+ }) => {
        &[$($crate::int8::Int8Tensor {
            name: stringify!($field),
            dtype: $crate::int8::Dtype::$dtype,
            dims: $dims,
            offset: core::mem::offset_of!($layer, $field),
        }),+]
    };
}
pub(super) use tensors;

/// A layer without numbers.
impl Int8Layer for () {
    const TENSORS: &'static [Int8Tensor] = &[];

    fn check(&self) -> Result<(), Fault> {
        Ok(())
    }
}

/// A layer of a network in integers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Int8Field {
    /// Its name.
    pub name: &'static str,
    /// Where it begins, in bytes.
    pub offset: usize,
    /// Its tensors.
    pub tensors: &'static [Int8Tensor],
}
