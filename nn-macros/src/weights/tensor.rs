//! A tensor of a safetensors file, and the errors that can occur.

use super::json::{Object, excerpt};
use serde_json::Value;

/// The dtypes of the format, and the number of bits of an element.
const DTYPES: [(&str, usize); 22] = [
    ("F64", 64),
    ("I64", 64),
    ("U64", 64),
    ("C64", 64),
    ("F32", 32),
    ("I32", 32),
    ("U32", 32),
    ("F16", 16),
    ("BF16", 16),
    ("I16", 16),
    ("U16", 16),
    ("F8_E5M2", 8),
    ("F8_E4M3", 8),
    ("F8_E8M0", 8),
    ("F8_E4M3FNUZ", 8),
    ("F8_E5M2FNUZ", 8),
    ("I8", 8),
    ("U8", 8),
    ("BOOL", 8),
    ("F6_E2M3", 6),
    ("F6_E3M2", 6),
    ("F4", 4),
];

pub(super) struct Tensor {
    pub(super) name: String,
    pub(super) dtype: String,
    pub(super) dims: Vec<usize>,
    /// The offset in the data, in bytes.
    pub(super) offset: usize,
}

/// An error in a file.
pub(super) enum Wrong {
    /// The file is not in the format.
    Format(String),
    /// A tensor is invalid.
    Tensor(String, String),
    /// The file contains PyTorch's weights.
    PyTorch,
    /// The fingerprint has version 1.
    Version,
}

impl Wrong {
    pub(super) fn message(&self, path: &str) -> String {
        match self {
            Self::Format(what) => format!("{path} is not a safetensors file: {what}"),
            Self::Tensor(name, what) => format!("tensor `{}` of {path} {what}", excerpt(name)),
            Self::Version => format!(
                "the fingerprint in {path} has version 1, expected version 2: an earlier release of `nn` saved it\nhelp: load it \
                 with `.ignore_metadata()` of `nn::files::LoadOptions`, or quantise the network again with a \
                 `nn::int8::Calibration`, and write it with `nn::files::save`"
            ),
            Self::PyTorch => format!(
                "{path} has PyTorch's weights, `[out, in]` for dense layers, according to its metadata, expected those of `nn`, \
                 `[in, out]`\nhelp: load it with `nn::files::pytorch::load`, and write it with `nn::files::save`"
            ),
        }
    }
}

impl Tensor {
    /// The number of elements.
    pub(super) fn size(&self) -> usize {
        self.dims.iter().product()
    }

    /// The bytes of the tensor, whose bounds [`read`](Tensor::read) has checked.
    pub(super) fn bytes<'a>(&self, data: &'a [u8]) -> &'a [u8] {
        let width = if self.dtype == "I8" { 1 } else { 4 };
        &data[self.offset..][..self.size() * width]
    }

    /// Reads a tensor, and returns it with the end of its bytes in the data.
    pub(super) fn read(name: &str, fields: &Object, data: &[u8]) -> Result<(Self, usize), Wrong> {
        let wrong = |what: String| Wrong::Tensor(name.into(), what);
        let dtype = fields.get("dtype").and_then(Value::as_str).ok_or_else(|| wrong("has no `dtype`".into()))?;
        let sizes = |key: &str| -> Result<Vec<usize>, Wrong> {
            let sizes = fields.get(key).and_then(Value::as_array);
            let sizes = sizes.map(|sizes| sizes.iter().map(|size| usize::try_from(size.as_u64()?).ok()));
            sizes.and_then(Iterator::collect).ok_or_else(|| wrong(format!("has no `{key}`")))
        };
        let (dims, offsets) = (sizes("shape")?, sizes("data_offsets")?);
        let &[start, end] = offsets.as_slice() else { return Err(wrong("has no `data_offsets`".into())) };
        let bytes = data.get(start..end).ok_or_else(|| {
            wrong(format!(
                "is at the bytes [{start}, {end}], but the file has {} bytes of data: it is truncated",
                data.len()
            ))
        })?;
        let Some((_, bits)) = DTYPES.into_iter().find(|(known, _)| *known == dtype) else {
            return Err(wrong(format!("has elements of type `{}`, which the format does not define", excerpt(dtype))));
        };
        let size = dims.iter().try_fold(bits, |size: usize, &axis| size.checked_mul(axis));
        if size != bytes.len().checked_mul(8) {
            return Err(wrong(format!("has {} bytes, but the shape {dims:?} of {dtype}", bytes.len())));
        }
        if let Some((index, found)) = not_finite(bytes, bits / 8).filter(|_| matches!(dtype, "F32" | "F64")) {
            return Err(wrong(format!("has {found} as element {index}, expected only finite values")));
        }
        Ok((Self { name: name.into(), dtype: dtype.into(), dims, offset: start }, end))
    }
}

/// Returns the index and value of the first NaN or infinity.
fn not_finite(bytes: &[u8], width: usize) -> Option<(usize, f64)> {
    let number = |bytes: &[u8]| match *bytes {
        [a, b, c, d] => f32::from_le_bytes([a, b, c, d]).into(),
        [a, b, c, d, e, f, g, h] => f64::from_le_bytes([a, b, c, d, e, f, g, h]),
        _ => 0.0,
    };
    bytes.chunks_exact(width.max(1)).map(number).enumerate().find(|(_, number)| !number.is_finite())
}
