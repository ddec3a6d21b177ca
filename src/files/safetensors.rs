//! The format: eight bytes with the length of a header, the header in JSON, and the tensors' bytes.
//!
//! <https://huggingface.co/docs/safetensors/index#format>. Tensors lie one behind the other without gaps, in little endian.
//! A header that is written here is padded with blanks, so that the data begin at a multiple of [`ALIGNMENT`].

use super::error::FileError;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Where data begin in a file that is written here: at a multiple of so many bytes, a cache line.
pub const ALIGNMENT: usize = 64;
/// The longest header that is read, in bytes, as in the format's reference.
pub const MAX_HEADER: u64 = 100_000_000;
/// The most axes that a tensor may have.
const MAX_AXES: usize = 64;
const CHECKSUM: &str = "nn.checksum";

/// The types of numbers that the format knows and their sizes in bytes.
const DTYPES: [(&str, usize); 16] = [
    ("F64", 8),
    ("I64", 8),
    ("U64", 8),
    ("C64", 8),
    ("F32", 4),
    ("I32", 4),
    ("U32", 4),
    ("F16", 2),
    ("BF16", 2),
    ("I16", 2),
    ("U16", 2),
    ("F8_E5M2", 1),
    ("F8_E4M3", 1),
    ("I8", 1),
    ("U8", 1),
    ("BOOL", 1),
];

fn dtype_size(name: &str) -> Option<(&'static str, usize)> {
    DTYPES.into_iter().find(|(known, _)| *known == name)
}

/// A tensor in a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// The type of its numbers, such as `F32`.
    pub dtype: &'static str,
    /// Its sizes.
    pub dims: Vec<usize>,
    /// Where its bytes lie in the data.
    pub range: Range<u64>,
}

impl Entry {
    /// How many numbers it has.
    pub fn size(&self) -> usize {
        self.dims.iter().product()
    }
}

/// A file of tensors, opened: its header is read and valid, its data are read on demand.
///
/// ```
/// use nn::files::SafeTensors;
/// # use nn::prelude::*;
/// # network! {
/// #     struct Line {
/// #         fc: Linear<1, 1>,
/// #     }
/// #     fn forward(x: Tensor<1>) -> Tensor<1> {
/// #         x.fc()
/// #     }
/// # }
/// let bytes = nn::files::to_bytes(&*Line::new(1));
/// let file = SafeTensors::new(std::io::Cursor::new(&bytes), "line")?;
/// let names: Vec<_> = file.entries().iter().map(|entry| entry.name.as_str()).collect();
/// assert_eq!(names, ["fc.weight", "fc.bias"]);
/// # Ok::<(), nn::files::FileError>(())
/// ```
#[derive(Debug)]
pub struct SafeTensors<R = BufReader<File>> {
    reader: R,
    path: PathBuf,
    data: u64,
    entries: Vec<Entry>,
    metadata: Vec<(String, String)>,
}

impl SafeTensors {
    /// Opens a file and reads its header.
    ///
    /// # Errors
    /// No file, or one whose header is not valid: [`FileError`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, FileError> {
        let path = path.as_ref();
        let file = File::open(path).map_err(|source| FileError::Io { path: path.into(), action: "open", source })?;
        Self::new(BufReader::new(file), path)
    }
}

impl<R: Read + Seek> SafeTensors<R> {
    /// Reads the header from anything; `path` is what errors call it.
    ///
    /// # Errors
    /// What is no valid header: [`FileError`]. What it says of sizes costs no memory before it is known to be true.
    pub fn new(mut reader: R, path: impl AsRef<Path>) -> Result<Self, FileError> {
        let path = path.as_ref();
        let io = |source| FileError::Io { path: path.into(), action: "read", source };
        let header = |reason: String| FileError::Header { path: path.into(), reason };
        let length = reader.seek(SeekFrom::End(0)).map_err(io)?;
        reader.seek(SeekFrom::Start(0)).map_err(io)?;
        let mut start = [0; 8];
        if length < 8 {
            return Err(header(format!(
                "it has {length} bytes, expected 8 with the length of a header, and the header"
            )));
        }
        reader.read_exact(&mut start).map_err(io)?;
        let size = u64::from_le_bytes(start);
        let most = (length - 8).min(MAX_HEADER);
        if size > most {
            return Err(header(format!("it announces a header of {size} bytes, expected at most {most}")));
        }
        let mut json = vec![0; size as usize];
        reader.read_exact(&mut json).map_err(io)?;
        if json.first() != Some(&b'{') {
            return Err(header(format!("its header begins with {:?}, expected `{{`", text_start(&json))));
        }
        let parsed: Header =
            serde_json::from_slice(&json).map_err(|error| header(format!("its header is bad: {error}")))?;
        let data = 8 + size;
        let entries = check(parsed.tensors, length - data, path)?;
        let mut names = HashSet::new();
        if let Some((name, _)) = parsed.metadata.iter().find(|(name, _)| !names.insert(name)) {
            return Err(FileError::Duplicate { path: path.into(), name: name.clone() });
        }
        Ok(Self { reader, path: path.into(), data, entries, metadata: parsed.metadata })
    }

    /// The tensors, in the order of their bytes.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The name of the file in errors.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What stands in `__metadata__` by this name.
    pub fn metadata(&self, name: &str) -> Option<&str> {
        self.metadata.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The bytes of a tensor of this file.
    ///
    /// # Errors
    /// What the system says.
    pub fn read(&mut self, entry: &Entry) -> Result<Vec<u8>, FileError> {
        let mut bytes = vec![0; (entry.range.end - entry.range.start) as usize];
        self.reader
            .seek(SeekFrom::Start(self.data + entry.range.start))
            .and_then(|_| self.reader.read_exact(&mut bytes))
            .map_err(|source| FileError::Io { path: self.path.clone(), action: "read", source })?;
        Ok(bytes)
    }

    /// Whether the content is what was written, if the file says so; whether it says so.
    ///
    /// # Errors
    /// [`FileError::Checksum`], and what the system says.
    pub fn verify(&mut self) -> Result<bool, FileError> {
        let Some(expected) = self.metadata(CHECKSUM).map(str::to_string) else { return Ok(false) };
        let mut sum = Checksum::of_header(&self.entries, &self.metadata);
        for index in 0..self.entries.len() {
            let entry = self.entries[index].clone();
            sum.update(&self.read(&entry)?);
        }
        let found = sum.text();
        if found != expected {
            return Err(FileError::Checksum { path: self.path.clone(), expected, found });
        }
        Ok(true)
    }
}

/// The checksum of what a file says: of names, types, sizes and metadata, but itself, and of the data.
struct Checksum(crc32fast::Hasher);

impl Checksum {
    fn of_header(entries: &[Entry], metadata: &[(String, String)]) -> Self {
        let mut sum = Self(crc32fast::Hasher::new());
        for entry in entries {
            sum.text_of(&entry.name);
            sum.text_of(entry.dtype);
            sum.text_of(&format!("{:?}", entry.dims));
        }
        let mut metadata: Vec<_> = metadata.iter().filter(|(name, _)| name != CHECKSUM).collect();
        metadata.sort();
        for (name, value) in metadata {
            sum.text_of(name);
            sum.text_of(value);
        }
        sum
    }

    fn text_of(&mut self, text: &str) {
        self.update(text.as_bytes());
        self.update(&(text.len() as u64).to_le_bytes());
    }

    fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn text(self) -> String {
        format!("{:08x}", self.0.finalize())
    }
}

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
            self.tensors.sort_by_key(|&(_, dtype, ..)| std::cmp::Reverse(dtype_size(dtype).map(|(_, size)| size)));
        }
        let mut end = 0;
        let entries: Vec<Entry> = (self.tensors.iter())
            .map(|(name, dtype, dims, bytes)| {
                let begin = end;
                end += bytes.len() as u64;
                Entry { name: name.clone(), dtype, dims: dims.clone(), range: begin..end }
            })
            .collect();
        let mut sum = Checksum::of_header(&entries, &self.metadata);
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

/// The first letters of what should be a header.
fn text_start(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes[..bytes.len().min(8)]).into_owned()
}

/// Whether the tensors fill the data without gaps and overlaps; gives them in the order of their bytes.
fn check(tensors: Vec<Raw>, length: u64, path: &Path) -> Result<Vec<Entry>, FileError> {
    let mut entries = Vec::with_capacity(tensors.len());
    for Raw { name, dtype, dims, offsets: [begin, end] } in tensors {
        let Some((dtype, size)) = dtype_size(&dtype) else {
            let reason = format!("tensor `{name}` has numbers of type `{dtype}`, which the format does not have");
            return Err(FileError::Header { path: path.into(), reason });
        };
        let product = dims.iter().try_fold(size as u64, |product, &axis| product.checked_mul(axis as u64));
        if end.checked_sub(begin).is_none() || end.checked_sub(begin) != product {
            let expected = match product {
                Some(bytes) => format!("{bytes} bytes for {dtype} with the shape {dims:?}"),
                None => format!("a shape that can be, not {dims:?}"),
            };
            return Err(FileError::Offsets { path: path.into(), tensor: name, found: [begin, end], expected });
        }
        entries.push(Entry { name, dtype, dims, range: begin..end });
    }
    let mut names = HashMap::new();
    if let Some(entry) = entries.iter().find(|entry| names.insert(entry.name.as_str(), ()).is_some()) {
        return Err(FileError::Duplicate { path: path.into(), name: entry.name.clone() });
    }
    entries.sort_by_key(|entry| (entry.range.start, entry.range.end));
    let mut end = 0;
    for Entry { name, range, .. } in &entries {
        if range.start != end {
            let expected = format!("a beginning at {end}, where the one before it ends");
            let found = [range.start, range.end];
            return Err(FileError::Offsets { path: path.into(), tensor: name.clone(), found, expected });
        }
        end = range.end;
    }
    if end != length {
        return Err(FileError::Length { path: path.into(), expected: end, found: length });
    }
    Ok(entries)
}

/// A header as it is written, with every name that stands in it, even twice.
struct Header {
    tensors: Vec<Raw>,
    metadata: Vec<(String, String)>,
}

struct Raw {
    name: String,
    dtype: String,
    dims: Vec<usize>,
    offsets: [u64; 2],
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
                let mut header = Header { tensors: Vec::new(), metadata: Vec::new() };
                while let Some(name) = map.next_key::<String>()? {
                    if name == "__metadata__" {
                        header.metadata.extend(map.next_value::<Pairs>()?.0);
                    } else {
                        header.tensors.push(map.next_value_seed(Named(name))?);
                    }
                }
                Ok(header)
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

/// An object of texts.
struct Pairs(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Texts;
        impl<'de> Visitor<'de> for Texts {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of texts for `__metadata__`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Texts)
    }
}

/// The value behind a tensor's name.
struct Named(String);

impl<'de> DeserializeSeed<'de> for Named {
    type Value = Raw;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Named {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`dtype`, `shape` and `data_offsets` of `{}`", self.0)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let (mut dtype, mut dims, mut offsets) = (None, None, None);
        while let Some(key) = map.next_key::<String>()? {
            let again = match key.as_str() {
                "dtype" => dtype.replace(map.next_value::<String>()?).is_some(),
                "shape" => dims.replace(map.next_value::<Sizes>()?.0).is_some(),
                "data_offsets" => offsets.replace(map.next_value::<[u64; 2]>()?).is_some(),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    return Err(A::Error::custom(format_args!("`{}` has an unknown field `{key}`", self.0)));
                }
            };
            if again {
                return Err(A::Error::custom(format_args!("`{}` has `{key}` twice", self.0)));
            }
        }
        let missing = |field: &str| A::Error::custom(format_args!("`{}` has no `{field}`", self.0));
        Ok(Raw {
            dtype: dtype.ok_or_else(|| missing("dtype"))?,
            dims: dims.ok_or_else(|| missing("shape"))?,
            offsets: offsets.ok_or_else(|| missing("data_offsets"))?,
            name: self.0,
        })
    }
}

/// Sizes of axes, not so many that a short header takes much memory.
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
                Ok(Sizes(sizes))
            }
        }
        deserializer.deserialize_seq(Axes)
    }
}
