//! The content of a safetensors file to be written.

use super::checksum::Checksum;
use super::format::{ALIGNMENT, CHECKSUM, Entry};
use super::header::dtype_bits;
use std::collections::HashSet;
use std::ops::Range;

/// The tensors and metadata of a file to be written.
#[derive(Debug, Default)]
pub(crate) struct Content {
    tensors: Vec<(String, &'static str, Vec<usize>, Vec<u8>)>,
    metadata: Vec<(String, String)>,
    /// Whether the tensors keep the order in which they were added, even if a tensor of wider elements is then unaligned.
    keeps_order: bool,
}

impl Content {
    /// Creates an empty content that keeps the order in which tensors are added.
    pub(crate) fn in_order() -> Self {
        Self { keeps_order: true, ..Self::default() }
    }

    /// Adds a tensor of `dtype`, one of the format's types, with its bytes in little endian, whose number matches the shape.
    pub(crate) fn tensor(&mut self, name: String, dtype: &'static str, dims: &[usize], bytes: Vec<u8>) {
        self.tensors.push((name, dtype, dims.to_vec(), bytes));
    }

    pub(crate) fn metadata(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.metadata.push((name.into(), value.into()));
    }

    /// Returns a name that two tensors, or two metadata entries, share.
    pub(crate) fn twice(&self) -> Option<&str> {
        let mut names = HashSet::new();
        let tensors = self.tensors.iter().map(|(name, ..)| name.as_str());
        let all = tensors.chain(self.metadata.iter().map(|(name, _)| name.as_str()));
        all.into_iter().find(|name| !names.insert(*name))
    }

    /// Serialises the content. Unless the order is to be kept, tensors with wider elements come first, so that each is aligned;
    /// otherwise the order is stable.
    pub(crate) fn into_bytes(mut self) -> Vec<u8> {
        if !self.keeps_order {
            self.tensors.sort_by_key(|&(_, dtype, ..)| std::cmp::Reverse(dtype_bits(dtype).map(|(_, bits)| bits)));
        }
        let mut end = 0;
        let entries: Vec<Entry> = (self.tensors.iter())
            .map(|(name, dtype, dims, bytes)| {
                let begin = end;
                end += bytes.len() as u64;
                Entry { name: name.clone(), dtype, dims: dims.clone(), range: begin..end }
            })
            .collect();
        let mut sum = Checksum::of_header(&entries, self.metadata.iter().map(|(name, value)| (&**name, &**value)));
        self.tensors.iter().for_each(|(.., bytes)| sum.update(bytes));
        self.metadata.push((CHECKSUM.into(), sum.text()));

        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let metadata: Vec<_> =
            self.metadata.iter().map(|(name, value)| format!("{}:{}", quoted(name), quoted(value))).collect();
        let mut header = format!("{{\"__metadata__\":{{{}}}", metadata.join(","));
        for Entry { name, dtype, dims, range } in &entries {
            let (name, dims) = (quoted(name), serde_json::Value::from(dims.as_slice()));
            let Range { start, end } = range;
            header += &format!(r#",{name}:{{"dtype":"{dtype}","shape":{dims},"data_offsets":[{start},{end}]}}"#);
        }
        header.push('}');
        while !(8 + header.len()).is_multiple_of(ALIGNMENT) {
            header.push(' ');
        }
        let mut bytes = Vec::with_capacity(8 + header.len() + end as usize);
        bytes.extend((header.len() as u64).to_le_bytes());
        bytes.extend(header.as_bytes());
        self.tensors.iter().for_each(|(.., data)| bytes.extend(data));
        bytes
    }
}
