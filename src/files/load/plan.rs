//! The plan of loading: which tensor of a network is read from which entry of a file.

use super::LoadReport;
use crate::files::checks::finite;
use crate::files::header::stored;
use crate::files::names::missing_help;
use crate::files::numbers::{Conversion, convert, dtype};
use crate::files::state_dict::{is_counter, transpose};
use crate::files::{Entry, FileError, SafeTensors, Source};
use nn_core::Network;
use std::collections::HashMap;
use std::io::{Read, Seek};
use std::ops::Range;
use std::path::PathBuf;

/// A tensor of a network, and the entry it is read from.
pub(super) struct Tensor {
    pub(super) name: String,
    /// The name in the file, after the prefix rules; `None` if it is not to be loaded.
    pub(super) wanted: Option<String>,
    /// The index of the file's entry, if there is one.
    pub(super) entry: Option<usize>,
    /// Its range in the network's flat slice.
    pub(super) range: Range<usize>,
    pub(super) dims: &'static [usize],
    /// Its rows and columns, if PyTorch stores it transposed.
    pub(super) turned: Option<[usize; 2]>,
}

/// The tensors to read, and the report of them.
pub(super) struct Plan {
    pub(super) path: PathBuf,
    pub(super) source: Source,
    /// Whether the file could be of the other source, since its metadata state none or are ignored.
    pub(super) may_be_other: bool,
    pub(super) conversion: Conversion,
    pub(super) is_partial: bool,
    pub(super) report: LoadReport,
    /// Tensors by the index of the entry that they are read from.
    pub(super) reads: HashMap<usize, Vec<Tensor>>,
}

impl Plan {
    /// Adds a tensor of a network with elements of type `element`: to the tensors to read, or to the missing or different ones.
    pub(super) fn add<R: Read + Seek>(
        &mut self,
        tensor: Tensor,
        element: &'static str,
        file: &SafeTensors<R>,
    ) -> Result<(), FileError> {
        let turned = tensor.turned.filter(|_| self.source == Source::PyTorch).map(|[rows, columns]| [columns, rows]);
        let expected: &[usize] = turned.as_ref().map_or(tensor.dims, |dims| dims);
        let Some(index) = tensor.entry else {
            if self.is_partial {
                self.report.missing.push(tensor.name);
                return Ok(());
            }
            let (wanted, help) = match &tensor.wanted {
                Some(wanted) => (wanted, missing_help(wanted, file.entries().iter().map(|entry| entry.name.as_str()))),
                None => (&tensor.name, "`rename` returned `None` for it".into()),
            };
            return Err(FileError::Missing {
                path: self.path.clone(),
                tensor: stored(wanted),
                dtype: element,
                expected: expected.into(),
                help,
            });
        };
        let entry = &file.entries()[index];
        let is_count = self.source == Source::PyTorch && is_counter(&tensor.name) && entry.dtype == "I64";
        let is_readable = is_count || self.conversion.allows(entry.dtype, element);
        if entry.dims == expected && is_readable {
            self.report.loaded.push(tensor.name.clone());
            self.reads.entry(index).or_default().push(tensor);
            return Ok(());
        }
        if self.is_partial {
            let text = |dtype: &str, dims: &[usize]| format!("{dtype} {dims:?}");
            self.report.mismatched.push((tensor.name, text(element, expected), text(entry.dtype, &entry.dims)));
            return Ok(());
        }
        let (path, name) = (self.path.clone(), stored(&entry.name));
        if entry.dims != expected {
            let is_other = match tensor.turned {
                Some([rows, columns]) if self.source == Source::Nn => entry.dims == [columns, rows],
                Some(_) => entry.dims == tensor.dims,
                None => false,
            };
            let help = match self.source {
                _ if !is_other || !self.may_be_other => "",
                Source::Nn => "these are PyTorch's `[out, in]`: call `nn::files::pytorch::load`",
                Source::PyTorch => "these are `[in, out]`, as in `nn`: call `nn::files::load`",
            };
            let (expected, found) = (expected.into(), entry.dims.clone());
            return Err(FileError::Shape { path, tensor: name, expected, found, help: help.into() });
        }
        let needed = Conversion::needed(entry.dtype, element);
        let help = needed.map(|needed| format!("to convert it, set `.convert({needed})` of `nn::files::LoadOptions`"));
        let (found, help) = (entry.dtype.into(), help.unwrap_or_default());
        Err(FileError::Dtype { path, tensor: name, expected: element, found, help })
    }

    /// Reads the data, each entry once, so that the elements are those of the bytes whose checksum is compared.
    pub(super) fn fill<Net: Network, R: Read + Seek>(
        self,
        file: &mut SafeTensors<R>,
        network: &mut Net,
    ) -> Result<LoadReport, FileError> {
        let Self { path, source, report, reads, .. } = self;
        let numbers = network.as_mut_slice();
        // Damage of the file takes precedence over errors that may follow from it.
        let mut wrong = Ok(());
        file.read_once(
            |index| reads.contains_key(&index),
            |index, Entry { name, dtype: from, .. }, bytes| {
                for Tensor { range, turned, .. } in reads.get(&index).into_iter().flatten() {
                    let numbers = &mut numbers[range.clone()];
                    let read = convert(from, bytes, numbers).map_err(|(index, found)| FileError::Overflow {
                        path: path.clone(),
                        tensor: stored(name),
                        index,
                        found,
                        dtype: dtype::<Net::Elem>(),
                    });
                    let read = read.and_then(|()| finite(numbers, name, &path));
                    wrong = std::mem::replace(&mut wrong, Ok(())).and(read);
                    if let Some([rows, columns]) = turned.filter(|_| source == Source::PyTorch) {
                        numbers.copy_from_slice(&transpose(numbers, [columns, rows]));
                    }
                }
            },
        )?;
        wrong.map(|()| report)
    }
}
