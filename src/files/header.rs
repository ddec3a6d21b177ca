//! The parser of safetensors headers: it accepts what the reference implementation does, except names that occur twice.

use super::{Entry, FileError};
use crate::excerpt::{Excerpt, write_bounded};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::ops::Range;
use std::path::Path;

/// The maximum number of axes of a tensor.
const MAX_AXES: usize = 64;
/// The maximum number of characters of a parser's message that an error repeats; names in it are already an [`Excerpt`].
const MAX_REASON: usize = 300;

/// The dtypes of the format, and the number of bits of an element.
const DTYPES: [(&str, u64); 22] = [
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

/// Returns the dtype of this name and the number of bits of an element.
pub(super) fn dtype_bits(name: &str) -> Option<(&'static str, u64)> {
    DTYPES.into_iter().find(|(known, _)| *known == name)
}

/// A parsed header: tensors in the order of the header, metadata sorted by name.
pub(super) struct Header {
    pub(super) tensors: Vec<Entry>,
    pub(super) metadata: Metadata,
}

impl Header {
    /// Parses the JSON of a header; errors name `path`.
    pub(super) fn parse(json: &[u8], path: &Path) -> Result<Self, FileError> {
        let bad = |reason: String| FileError::Header { path: path.into(), reason };
        if json.first() != Some(&b'{') {
            let start = String::from_utf8_lossy(&json[..json.len().min(8)]);
            return Err(bad(format!("its header begins with {start:?}, expected `{{`")));
        }
        let mut header: Self =
            serde_json::from_slice(json).map_err(|error| bad(format!("its header is invalid: {}", reason(&error))))?;
        match header.metadata.sort() {
            Some(name) => Err(FileError::Duplicate { path: path.into(), name: stored(name) }),
            None => Ok(header),
        }
    }
}

/// Returns the parser's message, bounded in length, always with the position.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    let mut reason = String::new();
    // Writing to a string cannot fail.
    let _ = write_bounded(&mut reason, text.strip_suffix(&position).unwrap_or(&text), MAX_REASON);
    reason + &position
}

/// Returns a name for an error: unchanged, unless it is longer than any reasonable name.
pub(super) fn stored(name: &str) -> String {
    if name.len() <= 1024 { name.into() } else { Excerpt(name).to_string() }
}

/// Pairs of texts in one allocation, since a header may have millions of them.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    text: String,
    /// The start of each name, and the start and end of its value: less than 2^32, as is the length of a header. Sorted by name.
    pairs: Vec<[u32; 3]>,
}

impl Metadata {
    fn push(&mut self, name: &str, value: &str) {
        let start = self.text.len() as u32;
        self.text += name;
        let middle = self.text.len() as u32;
        self.text += value;
        self.pairs.push([start, middle, self.text.len() as u32]);
    }

    /// Sorts the pairs by name. Returns a name that occurs twice, if there is one.
    fn sort(&mut self) -> Option<&str> {
        let text = &self.text;
        let name = |&[start, middle, _]: &[u32; 3]| &text[start as usize..middle as usize];
        self.pairs.sort_unstable_by(|a, b| name(a).cmp(name(b)));
        self.pairs.windows(2).find(|pair| name(&pair[0]) == name(&pair[1])).map(|pair| name(&pair[0]))
    }

    /// Returns the value of this name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.pairs.binary_search_by(|&pair| self.pair(pair).0.cmp(name)).ok()?;
        Some(self.pair(self.pairs[found]).1)
    }

    /// Iterates over names and values, sorted by name.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|&pair| self.pair(pair))
    }

    fn pair(&self, pair: [u32; 3]) -> (&str, &str) {
        let [start, middle, end] = pair.map(|place| place as usize);
        (&self.text[start..middle], &self.text[middle..end])
    }
}

/// Checks that the tensors fill `length` bytes of data without gaps or overlaps, and sorts them by offset. The second list contains
/// the indices of the first one, sorted by name.
pub(super) fn check(mut entries: Vec<Entry>, length: u64, path: &Path) -> Result<(Vec<Entry>, Vec<u32>), FileError> {
    for entry in &entries {
        let Entry { dtype, dims, range, .. } = entry;
        let bits = dtype_bits(dtype).map_or(0, |(_, bits)| bits);
        let total = dims.iter().try_fold(bits, |product, &axis| product.checked_mul(axis as u64));
        let bytes = total.filter(|total| total % 8 == 0).map(|total| total / 8);
        if range.end.checked_sub(range.start).is_none_or(|found| Some(found) != bytes) {
            let expected = match (bytes, total) {
                (Some(bytes), _) => format!("{bytes} bytes for {dtype} with the shape {dims:?}"),
                (None, Some(_)) => format!("a whole number of bytes, not {dims:?} of {dtype}"),
                (None, None) => format!("a shape within the address space, not {dims:?}"),
            };
            return Err(misplaced(path, entry, expected));
        }
    }
    entries.sort_by_key(|entry| (entry.range.start, entry.range.end));
    // A header of less than 2^32 bytes has fewer than 2^32 entries.
    let mut names: Vec<u32> = (0..entries.len() as u32).collect();
    let name = |index: &u32| entries[*index as usize].name.as_str();
    names.sort_unstable_by(|a, b| name(a).cmp(name(b)));
    if let Some(twice) = names.windows(2).find(|pair| name(&pair[0]) == name(&pair[1])) {
        return Err(FileError::Duplicate { path: path.into(), name: stored(name(&twice[0])) });
    }
    let mut end = 0;
    for entry in &entries {
        if entry.range.start != end {
            return Err(misplaced(path, entry, format!("a start at {end}, where the previous tensor ends")));
        }
        end = entry.range.end;
    }
    if end != length {
        return Err(FileError::Length { path: path.into(), expected: end, found: length });
    }
    Ok((entries, names))
}

/// Returns the error for an entry whose byte range is not the `expected` one.
pub(super) fn misplaced(path: &Path, Entry { name, range, .. }: &Entry, expected: String) -> FileError {
    FileError::Offsets { path: path.into(), tensor: stored(name), found: [range.start, range.end], expected }
}

impl<'de> Deserialize<'de> for Header {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Header;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of tensors")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Header, A::Error> {
                let mut tensors = Vec::new();
                let mut metadata = None;
                while let Some(name) = map.next_key::<String>()? {
                    if name != "__metadata__" {
                        tensors.push(map.next_value_seed(Named(name))?);
                    } else if metadata.replace(map.next_value::<Option<Metadata>>()?).is_some() {
                        return Err(A::Error::custom("`__metadata__` occurs twice"));
                    }
                }
                Ok(Header { tensors, metadata: metadata.flatten().unwrap_or_default() })
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

impl<'de> Deserialize<'de> for Metadata {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Texts;
        impl<'de> Visitor<'de> for Texts {
            type Value = Metadata;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of strings for `__metadata__`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Metadata, A::Error> {
                let mut metadata = Metadata::default();
                while let Some((name, value)) = map.next_entry::<String, String>()? {
                    metadata.push(&name, &value);
                }
                Ok(metadata)
            }
        }
        deserializer.deserialize_map(Texts)
    }
}

/// Deserialises the value of a tensor's name.
struct Named(String);

impl<'de> DeserializeSeed<'de> for Named {
    type Value = Entry;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Entry, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Named {
    type Value = Entry;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`dtype`, `shape` and `data_offsets` of `{}`", Excerpt(&self.0))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entry, A::Error> {
        let name = Excerpt(&self.0);
        let (mut dtype, mut dims, mut offsets) = (None, None, None);
        while let Some(key) = map.next_key::<String>()? {
            let again = match key.as_str() {
                "dtype" => {
                    let text = map.next_value::<String>()?;
                    let Some((known, _)) = dtype_bits(&text) else {
                        let text = Excerpt(&text);
                        return Err(A::Error::custom(format_args!(
                            "tensor `{name}` has elements of type `{text}`, which the format does not define"
                        )));
                    };
                    dtype.replace(known).is_some()
                }
                "shape" => dims.replace(map.next_value::<Sizes>()?.0).is_some(),
                "data_offsets" => offsets.replace(map.next_value::<[u64; 2]>()?).is_some(),
                _ => map.next_value::<IgnoredAny>().map(|_| false)?,
            };
            if again {
                return Err(A::Error::custom(format_args!("`{name}` has `{key}` twice")));
            }
        }
        let missing = |field: &str| A::Error::custom(format_args!("`{name}` has no `{field}`"));
        let (dtype, dims) = (dtype.ok_or_else(|| missing("dtype"))?, dims.ok_or_else(|| missing("shape"))?);
        let [start, end] = offsets.ok_or_else(|| missing("data_offsets"))?;
        Ok(Entry { name: self.0, dtype, dims, range: Range { start, end } })
    }
}

/// The sizes of a tensor's axes, limited so that a short header cannot take much memory.
struct Sizes(Vec<usize>);

impl<'de> Deserialize<'de> for Sizes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Axes;
        impl<'de> Visitor<'de> for Axes {
            type Value = Sizes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "at most {MAX_AXES} sizes")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Sizes, A::Error> {
                let mut sizes = Vec::new();
                while let Some(size) = seq.next_element()? {
                    if sizes.len() == MAX_AXES {
                        return Err(A::Error::invalid_length(MAX_AXES + 1, &self));
                    }
                    sizes.push(size);
                }
                // A header may have a million shapes.
                sizes.shrink_to_fit();
                Ok(Sizes(sizes))
            }
        }
        deserializer.deserialize_seq(Axes)
    }
}
