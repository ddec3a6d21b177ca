//! The named tensors of a quantised network, for files.

use super::Fault;
use crate::parameters::Plain;
use crate::tensor::write_elided;
use core::fmt::{self, Debug};

/// The element type of a tensor, with its name in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dtype {
    /// 8-bit signed integers.
    I8,
    /// 32-bit signed integers.
    I32,
    /// 32-bit floating-point values.
    F32,
}

impl Dtype {
    /// Returns the name of the type.
    pub const fn name(self) -> &'static str {
        match self {
            Self::I8 => "I8",
            Self::I32 => "I32",
            Self::F32 => "F32",
        }
    }

    /// Returns the size of an element in bytes.
    pub const fn size(self) -> usize {
        match self {
            Self::I8 => 1,
            Self::I32 | Self::F32 => 4,
        }
    }
}

/// A tensor of a quantised layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Int8Tensor {
    /// The name of the tensor in the layer.
    pub name: &'static str,
    /// The element type.
    pub dtype: Dtype,
    /// The dimensions.
    pub dims: &'static [usize],
    /// The offset in the layer, in bytes.
    pub offset: usize,
}

impl Int8Tensor {
    /// Returns the size of the tensor in bytes.
    pub const fn size(&self) -> usize {
        let (mut size, mut axis) = (self.dtype.size(), 0);
        while axis < self.dims.len() {
            size *= self.dims[axis];
            axis += 1;
        }
        size
    }

    /// Writes the shape and some of the elements, given the bytes of the layer.
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

/// A quantised layer, stored as contiguous tensors that are aligned to one byte.
pub trait Int8Layer: Plain {
    /// The tensors in memory order, without gaps.
    const TENSORS: &'static [Int8Tensor];

    /// Checks that no sum can overflow, and that shifts, multipliers and scales are valid.
    ///
    /// # Errors
    /// Returns the fault, if there is one.
    fn check(&self) -> Result<(), Fault>;
}

/// Generates the tensors of a layer from its fields with their types and sizes, in memory order.
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

/// A layer without parameters.
impl Int8Layer for () {
    const TENSORS: &'static [Int8Tensor] = &[];

    fn check(&self) -> Result<(), Fault> {
        Ok(())
    }
}

/// A layer of a quantised network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Int8Field {
    /// The name of the layer.
    pub name: &'static str,
    /// The offset in the network, in bytes.
    pub offset: usize,
    /// The tensors of the layer.
    pub tensors: &'static [Int8Tensor],
}
