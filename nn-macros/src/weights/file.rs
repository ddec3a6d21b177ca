//! A safetensors file, as far as it can be judged without the network: the same rules as those of `nn::files`.

use super::int8;
use serde_json::{Map, Value};

/// What a file says of its tensors.
pub(super) struct File {
    /// Where the data begin.
    pub(super) start: usize,
    pub(super) tensors: Vec<Tensor>,
    /// The fingerprint of the network that it was saved from.
    pub(super) architecture: Option<u64>,
}

pub(super) struct Tensor {
    pub(super) name: String,
    pub(super) dtype: String,
    pub(super) dims: Vec<usize>,
    /// In the data, in bytes.
    pub(super) offset: usize,
}

/// What is wrong with a file.
pub(super) enum Wrong {
    /// It is no such file.
    Format(String),
    /// Something of one tensor.
    Tensor(String, String),
}

impl Wrong {
    pub(super) fn told(&self, path: &str) -> String {
        match self {
            Self::Format(what) => format!("{path} is not a safetensors file: {what}"),
            Self::Tensor(name, what) => format!("tensor `{name}` of {path} {what}"),
        }
    }
}

impl File {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Wrong> {
        let format = |what: String| Wrong::Format(what);
        let (length, rest) = bytes.split_first_chunk().ok_or_else(|| {
            format(format!("it has {} bytes, expected 8 with the length of a header, and the header", bytes.len()))
        })?;
        let length = u64::from_le_bytes(*length);
        let header = usize::try_from(length).ok().and_then(|length| rest.get(..length)).ok_or_else(|| {
            format(format!("it announces a header of {length} bytes, expected at most {}", rest.len()))
        })?;
        let data = &rest[header.len()..];
        let header: Map<String, Value> =
            serde_json::from_slice(header).map_err(|error| format(format!("its header is bad: {error}")))?;
        let mut tensors = Vec::new();
        let mut ends = Vec::new();
        for (name, value) in header.iter().filter(|(name, _)| *name != "__metadata__") {
            let (tensor, end) = Tensor::read(name, value, data)?;
            ends.push((tensor.offset, end));
            tensors.push(tensor);
        }
        // The tensors fill the data, without gaps and overlaps.
        ends.sort_unstable();
        let end = ends.iter().try_fold(0, |end, &(from, to)| (from == end).then_some(to));
        if end != Some(data.len()) {
            let what = "the tensors do not fill it: it is cut off, too long, or has gaps";
            return Err(format(format!("it has {} bytes of data, and {what}", data.len())));
        }
        int8::check(&tensors, data)?;
        let metadata = header.get("__metadata__").and_then(|metadata| metadata.get("nn.architecture"));
        let architecture = metadata.and_then(Value::as_str).and_then(|text| u64::from_str_radix(text, 16).ok());
        Ok(Self { start: bytes.len() - data.len(), tensors, architecture })
    }
}

impl Tensor {
    /// How many numbers it has.
    pub(super) fn size(&self) -> usize {
        self.dims.iter().product()
    }

    /// Its bytes in the data, in which [`read`](Tensor::read) has found it to lie.
    pub(super) fn bytes<'a>(&self, data: &'a [u8]) -> &'a [u8] {
        let width = if self.dtype == "I8" { 1 } else { 4 };
        &data[self.offset..][..self.size() * width]
    }

    /// A tensor, and where it ends in the data.
    fn read(name: &str, value: &Value, data: &[u8]) -> Result<(Self, usize), Wrong> {
        let wrong = |what: String| Wrong::Tensor(name.into(), what);
        let dtype = value["dtype"].as_str().ok_or_else(|| wrong("has no `dtype`".into()))?;
        let sizes = |key: &str| -> Result<Vec<usize>, Wrong> {
            let sizes = value[key].as_array().map(|sizes| sizes.iter().map(|size| Some(size.as_u64()? as usize)));
            sizes.and_then(Iterator::collect).ok_or_else(|| wrong(format!("has no `{key}`")))
        };
        let (dims, offsets) = (sizes("shape")?, sizes("data_offsets")?);
        let &[start, end] = offsets.as_slice() else { return Err(wrong("has no `data_offsets`".into())) };
        let bytes = data.get(start..end).ok_or_else(|| {
            wrong(format!(
                "lies at the bytes [{start}, {end}], but the file has {} bytes of data: it is cut off",
                data.len()
            ))
        })?;
        let width = match dtype {
            "I8" => Some(1),
            "F32" | "I32" => Some(4),
            "F64" => Some(8),
            // Whatever it is, no network has numbers of this type: the compiler tells.
            _ => None,
        };
        if let Some(width) = width {
            let size = dims.iter().try_fold(width, |size: usize, &axis| size.checked_mul(axis));
            if size != Some(bytes.len()) {
                return Err(wrong(format!("has {} bytes, but the shape {dims:?} of {dtype}", bytes.len())));
            }
            if let Some((index, found)) = not_finite(bytes, width).filter(|_| dtype.starts_with('F')) {
                return Err(wrong(format!("has {found} as number {index}, expected only finite numbers")));
            }
        }
        Ok((Self { name: name.into(), dtype: dtype.into(), dims, offset: start }, end))
    }
}

/// The first number that is NaN or infinite.
fn not_finite(bytes: &[u8], width: usize) -> Option<(usize, f64)> {
    let number = |bytes: &[u8]| match *bytes {
        [a, b, c, d] => f32::from_le_bytes([a, b, c, d]).into(),
        [a, b, c, d, e, f, g, h] => f64::from_le_bytes([a, b, c, d, e, f, g, h]),
        _ => 0.0,
    };
    bytes.chunks_exact(width).map(number).enumerate().find(|(_, number)| !number.is_finite())
}
