//! A file of tensors to be written.

use super::checksum::Checksum;
use super::format::{ALIGNMENT, CHECKSUM, Entry};
use super::header::dtype_bits;
use std::collections::HashSet;
use std::ops::Range;

/// What is to be written: tensors and metadata.
#[derive(Debug, Default)]
pub(crate) struct Content {
    tensors: Vec<(String, &'static str, Vec<usize>, Vec<u8>)>,
    metadata: Vec<(String, String)>,
    /// Whether the tensors stand as they were put in, even if one of wider numbers is not aligned then.
    keeps_order: bool,
}

impl Content {
    /// Tensors that will stand as they are put in.
    pub(crate) fn in_order() -> Self {
        Self { keeps_order: true, ..Self::default() }
    }

    /// A tensor of `dtype`, which the format knows, with bytes in little endian, as many as the sizes say.
    pub(crate) fn tensor(&mut self, name: String, dtype: &'static str, dims: &[usize], bytes: Vec<u8>) {
        self.tensors.push((name, dtype, dims.to_vec(), bytes));
    }

    pub(crate) fn metadata(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.metadata.push((name.into(), value.into()));
    }

    /// A name that two tensors, or two pieces of metadata, share.
    pub(crate) fn twice(&self) -> Option<&str> {
        let mut names = HashSet::new();
        let tensors = self.tensors.iter().map(|(name, ..)| name.as_str());
        let all = tensors.chain(self.metadata.iter().map(|(name, _)| name.as_str()));
        all.into_iter().find(|name| !names.insert(*name))
    }

    /// The file. Tensors keep their order, but those of wider numbers come first, so that each is aligned, unless the order is to
    /// be kept.
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
