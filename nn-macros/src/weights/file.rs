//! A safetensors file, as far as it can be judged without the network: the same rules as those of `nn::files`.

use super::int8;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;
use std::collections::HashSet;
use std::fmt::{self, Write};

/// The longest header of the format, in bytes.
const MAX_HEADER: u64 = 100_000_000;
/// The most characters of a text of the file that an error repeats.
const MAX_CHARS: usize = 80;

/// The dtypes of the format and the bits of one element.
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

/// What a file says of its tensors.
pub(super) struct File {
    /// Where the data begin.
    pub(super) start: usize,
    pub(super) tensors: Vec<Tensor>,
    /// The fingerprint of the network that it was saved from.
    pub(super) architecture: Option<u64>,
    /// Whether the metadata says that `nn` wrote it.
    pub(super) is_ours: bool,
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
    /// It is PyTorch's.
    PyTorch,
    /// Its fingerprint has version 1.
    Version,
}

impl Wrong {
    pub(super) fn told(&self, path: &str) -> String {
        match self {
            Self::Format(what) => format!("{path} is not a safetensors file: {what}"),
            Self::Tensor(name, what) => format!("tensor `{}` of {path} {what}", excerpt(name)),
            Self::Version => format!(
                "the fingerprint in {path} has version 1, expected version 2: an earlier release of `nn` saved it\nhelp: load it \
                 with `.ignore_metadata()` of `nn::files::LoadOptions`, or make the network in integers anew with a \
                 `nn::int8::Calibration`, and write it with `nn::files::save`"
            ),
            Self::PyTorch => format!(
                "{path} has PyTorch's weights, `[out, in]` for dense layers, as its metadata says, expected those of `nn`, \
                 `[in, out]`\nhelp: load it with `nn::files::pytorch::load`, and write it with `nn::files::save`"
            ),
        }
    }
}

/// A text of the file in a message: its first characters, control characters escaped.
fn excerpt(text: &str) -> String {
    let end = text.char_indices().nth(MAX_CHARS).map_or(text.len(), |(end, _)| end);
    let mut short = String::new();
    for letter in text[..end].chars() {
        if letter.is_control() { short.extend(letter.escape_default()) } else { short.push(letter) }
    }
    if end < text.len() {
        // Writing to a string does not fail.
        let _ = write!(short, "... ({} bytes)", text.len());
    }
    short
}

impl File {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Wrong> {
        let format = |what: String| Wrong::Format(what);
        let (length, rest) = bytes.split_first_chunk().ok_or_else(|| {
            format(format!("it has {} bytes, expected 8 with the length of a header, and the header", bytes.len()))
        })?;
        let length = u64::from_le_bytes(*length);
        let most = MAX_HEADER.min(rest.len() as u64);
        let header = usize::try_from(length.min(most + 1)).ok().and_then(|length| rest.get(..length));
        let header = header
            .filter(|_| length <= most)
            .ok_or_else(|| format(format!("it announces a header of {length} bytes, expected at most {most}")))?;
        let data = &rest[header.len()..];
        let mut header: Header = serde_json::from_slice(header).map_err(|error| {
            let position = format!(" at line {} column {}", error.line(), error.column());
            let text = error.to_string();
            format(format!("its header is bad: {}{position}", excerpt(text.strip_suffix(&position).unwrap_or(&text))))
        })?;
        // What is wrong first does not depend on the order of the header.
        header.tensors.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut tensors = Vec::new();
        let mut ends = Vec::new();
        for (name, fields) in &header.tensors {
            let (tensor, end) = Tensor::read(name, fields, data)?;
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
        let metadata = |name: &str| header.metadata.get(name).and_then(Value::as_str);
        let is_network = metadata("nn.architecture").or(metadata("nn.network")).is_some();
        let is_pytorch = metadata("format") == Some("pt");
        if is_pytorch && !is_network {
            return Err(Wrong::PyTorch);
        }
        int8::check(&tensors, data)?;
        let architecture = metadata("nn.architecture").map(|text| {
            let number = |text| u64::from_str_radix(text, 16).ok();
            text.strip_prefix("2:").and_then(number).ok_or_else(|| match number(text) {
                Some(_) => Wrong::Version,
                None => {
                    let expected = "expected `2:` and a hexadecimal number";
                    format(format!("its `nn.architecture` is `{}`, {expected}", excerpt(text)))
                }
            })
        });
        Ok(Self {
            start: bytes.len() - data.len(),
            tensors,
            architecture: architecture.transpose()?,
            is_ours: !is_pytorch && (is_network || metadata("nn.checksum").is_some()),
        })
    }
}

/// An object of JSON whose names are all different.
#[derive(Default)]
struct Object(Vec<(String, Value)>);

impl Object {
    fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }
}

struct Header {
    tensors: Vec<(String, Object)>,
    metadata: Object,
}

/// What an object has, with an error for a name that occurs twice.
fn entries<'de, A: MapAccess<'de>>(
    mut map: A,
    mut take: impl FnMut(&mut A, String) -> Result<(), A::Error>,
) -> Result<(), A::Error> {
    let mut names = HashSet::new();
    while let Some(name) = map.next_key::<String>()? {
        if !names.insert(name.clone()) {
            return Err(A::Error::custom(format_args!("two entries with the name `{}`", excerpt(&name))));
        }
        take(&mut map, name)?;
    }
    Ok(())
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object, A::Error> {
                let mut object = Object::default();
                entries(map, |map, name| {
                    object.0.push((name, map.next_value()?));
                    Ok(())
                })?;
                Ok(object)
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

impl<'de> Deserialize<'de> for Header {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Header;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of tensors")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Header, A::Error> {
                let mut header = Header { tensors: Vec::new(), metadata: Object::default() };
                entries(map, |map, name| {
                    if name != "__metadata__" {
                        header.tensors.push((name, map.next_value()?));
                        return Ok(());
                    }
                    header.metadata = map.next_value::<Option<Object>>()?.unwrap_or_default();
                    match header.metadata.0.iter().find(|(_, value)| !value.is_string()) {
                        Some((name, _)) => {
                            Err(A::Error::custom(format_args!("`{}` of `__metadata__` is no text", excerpt(name))))
                        }
                        None => Ok(()),
                    }
                })?;
                Ok(header)
            }
        }
        deserializer.deserialize_map(Entries)
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
    fn read(name: &str, fields: &Object, data: &[u8]) -> Result<(Self, usize), Wrong> {
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
                "lies at the bytes [{start}, {end}], but the file has {} bytes of data: it is cut off",
                data.len()
            ))
        })?;
        let Some((_, bits)) = DTYPES.into_iter().find(|(known, _)| *known == dtype) else {
            return Err(wrong(format!("has numbers of type `{}`, which the format does not have", excerpt(dtype))));
        };
        let size = dims.iter().try_fold(bits, |size: usize, &axis| size.checked_mul(axis));
        if size != bytes.len().checked_mul(8) {
            return Err(wrong(format!("has {} bytes, but the shape {dims:?} of {dtype}", bytes.len())));
        }
        if let Some((index, found)) = not_finite(bytes, bits / 8).filter(|_| matches!(dtype, "F32" | "F64")) {
            return Err(wrong(format!("has {found} as number {index}, expected only finite numbers")));
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
    bytes.chunks_exact(width.max(1)).map(number).enumerate().find(|(_, number)| !number.is_finite())
}
