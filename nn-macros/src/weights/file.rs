//! The checks of a safetensors file that do not depend on the network, with the same rules as in `nn::files`.

use super::integers;
use super::json::{Object, entries, excerpt};
use super::tensor::{Tensor, Wrong};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;
use std::fmt;

/// The maximum length of a header in the format, in bytes.
const MAX_HEADER: u64 = 100_000_000;

/// The tensors and metadata of a file.
pub(super) struct File {
    /// The offset of the data in the file.
    pub(super) start: usize,
    pub(super) tensors: Vec<Tensor>,
    /// The fingerprint of the network that the file was saved from.
    pub(super) architecture: Option<u64>,
    /// Whether the metadata was written by `nn`.
    pub(super) is_ours: bool,
}

impl File {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Wrong> {
        let format = |what: String| Wrong::Format(what);
        let (length, rest) = bytes.split_first_chunk().ok_or_else(|| {
            format(format!("it has {} bytes, expected an 8-byte header length and the header", bytes.len()))
        })?;
        let length = u64::from_le_bytes(*length);
        let most = MAX_HEADER.min(rest.len() as u64);
        let header = usize::try_from(length.min(most + 1)).ok().and_then(|length| rest.get(..length));
        let header = header
            .filter(|_| length <= most)
            .ok_or_else(|| format(format!("it declares a header of {length} bytes, expected at most {most}")))?;
        let data = &rest[header.len()..];
        let mut header: Header = serde_json::from_slice(header).map_err(|error| {
            let position = format!(" at line {} column {}", error.line(), error.column());
            let text = error.to_string();
            format(format!(
                "its header is invalid: {}{position}",
                excerpt(text.strip_suffix(&position).unwrap_or(&text))
            ))
        })?;
        // Sorted, so that the first error does not depend on the order of the header.
        header.tensors.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut tensors = Vec::new();
        let mut ends = Vec::new();
        for (name, fields) in &header.tensors {
            let (tensor, end) = Tensor::read(name, fields, data)?;
            ends.push((tensor.offset, end));
            tensors.push(tensor);
        }
        // The tensors must fill the data without gaps or overlaps.
        ends.sort_unstable();
        let end = ends.iter().try_fold(0, |end, &(from, to)| (from == end).then_some(to));
        if end != Some(data.len()) {
            let what = "the tensors do not cover it: it is truncated, too long, or has gaps";
            return Err(format(format!("it has {} bytes of data, and {what}", data.len())));
        }
        let metadata = |name: &str| header.metadata.get(name).and_then(Value::as_str);
        let is_network = metadata("nn.architecture").or(metadata("nn.network")).is_some();
        let is_pytorch = metadata("format") == Some("pt");
        if is_pytorch && !is_network {
            return Err(Wrong::PyTorch);
        }
        integers::check(&tensors, data)?;
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

#[derive(Default)]
struct Header {
    tensors: Vec<(String, Object)>,
    metadata: Object,
}

impl<'de> Deserialize<'de> for Header {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Header::default())
    }
}

impl<'de> Visitor<'de> for Header {
    type Value = Header;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of tensors")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, map: A) -> Result<Header, A::Error> {
        entries(map, |map, name| {
            if name != "__metadata__" {
                self.tensors.push((name, map.next_value()?));
                return Ok(());
            }
            self.metadata = map.next_value::<Option<Object>>()?.unwrap_or_default();
            match self.metadata.0.iter().find(|(_, value)| !value.is_string()) {
                Some((name, _)) => {
                    Err(A::Error::custom(format_args!("`{}` of `__metadata__` is not a string", excerpt(name))))
                }
                None => Ok(()),
            }
        })?;
        Ok(self)
    }
}
