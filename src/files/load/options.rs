//! The options for loading a network from a file, and the detection of the file's source.

use super::LoadReport;
use super::plan::{Plan, Tensor};
use super::renamed::Names;
use crate::files::checks::{architecture, other_architecture, unexpected};
use crate::files::format::{ARCHITECTURE, DEFAULT_MAX_HEADER, Entry, Source};
use crate::files::header::stored;
use crate::files::names::replace_prefix;
use crate::files::state_dict::{is_counter, turned};
use crate::files::{Conversion, FileError, SafeTensors, dtype};
use nn_core::graph::Architecture;
use nn_core::{Network, fingerprint_with_elements, zeroed};
use std::collections::HashMap;
use std::fmt;
use std::io::{Read, Seek};
use std::path::Path;

/// The options for loading a network from a file: the source of the file, the names of its tensors, and dtype conversions.
///
/// [`load`](crate::files::load()), [`pytorch::load`](crate::files::pytorch::load) and
/// [`load_partial`](crate::files::load_partial) are shorthands for the usual cases.
///
/// # The source of a file
///
/// Dense weights are `[in, out]` in files of `nn` and `[out, in]` in those of PyTorch, which are transposed when they are loaded.
/// The metadata determine the source ([`SafeTensors::source`]). Without them it is set by [`source`](Self::source), or else
/// detected by the shapes of the dense weights; if these are all square, loading is an error ([`FileError::Ambiguous`]).
///
/// # Names
///
/// Prefix rules ([`strip_prefix`](Self::strip_prefix), [`rename_prefix`](Self::rename_prefix)) change the names in the file, in the
/// order in which they are added. [`alias`](Self::alias) and [`rename`](Self::rename) then set from which of these names a tensor
/// of the network is loaded; defaults to its own name.
///
/// ```
/// use nn::files::{Conversion, LoadOptions, Source, pytorch};
/// use nn::prelude::*;
///
/// network! {
///     struct Net {
///         hidden: Linear<4, 4>,
///         out: Linear<4, 2>,
///     }
///     fn forward(x: Tensor<4>) -> Tensor<2> {
///         x.hidden().relu().out()
///     }
/// }
///
/// network! {
///     struct Renamed {
///         first: Linear<4, 4>,
///         last: Linear<4, 2>,
///     }
///     fn forward(x: Tensor<4>) -> Tensor<2> {
///         x.first().relu().last()
///     }
/// }
///
/// # let path = std::env::temp_dir().join(format!("nn-load-options-{}.safetensors", std::process::id()));
/// let net = Net::new(1);
/// pytorch::save(&*net, &path)?;
/// let renamed: Box<Renamed> = LoadOptions::new()
///     .source(Source::PyTorch)
///     .rename_prefix("hidden", "first")
///     .rename_prefix("out", "last")
///     .convert(Conversion::Exact)
///     .load(&path)?;
/// assert!(renamed.first.weight == net.hidden.weight);
/// # std::fs::remove_file(&path).unwrap();
/// # Ok::<(), nn::files::FileError>(())
/// ```
pub struct LoadOptions<'a> {
    source: Option<Source>,
    /// Set by shorthands: a file of another source is an error, as with `source`, but weights that fit both orientations are still
    /// ambiguous.
    expected: Option<Source>,
    ignore_metadata: bool,
    /// Prefixes of names in the file, and their replacements.
    prefixes: Vec<(String, String)>,
    /// Prefixes of names in the network, and the names they are loaded from.
    aliases: Vec<(String, String)>,
    rename: Option<Rename<'a>>,
    conversion: Conversion,
    ignore_unused: bool,
    max_header: u64,
}

type Rename<'a> = Box<dyn Fn(&str) -> Option<String> + 'a>;

impl Default for LoadOptions<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for LoadOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoadOptions")
            .field("source", &self.source)
            .field("ignore_metadata", &self.ignore_metadata)
            .field("prefixes", &self.prefixes)
            .field("aliases", &self.aliases)
            .field("rename", &self.rename.is_some())
            .field("conversion", &self.conversion)
            .field("ignore_unused", &self.ignore_unused)
            .field("max_header", &self.max_header)
            .finish_non_exhaustive()
    }
}

impl<'a> LoadOptions<'a> {
    /// Creates options for a file whose names and types are those of the network, and whose source can be detected.
    pub fn new() -> Self {
        Self {
            source: None,
            expected: None,
            ignore_metadata: false,
            prefixes: Vec::new(),
            aliases: Vec::new(),
            rename: None,
            conversion: Conversion::None,
            ignore_unused: false,
            max_header: DEFAULT_MAX_HEADER,
        }
    }

    /// Sets the source of the file. A file whose metadata state another one is an error, see
    /// [`ignore_metadata`](Self::ignore_metadata).
    pub fn source(mut self, source: Source) -> Self {
        self.source = Some(source);
        self
    }

    /// Sets the source that a shorthand requires: a file of another source, or of an ambiguous one, is an error.
    pub(in crate::files) fn expect(mut self, source: Source) -> Self {
        self.expected = Some(source);
        self
    }

    /// Ignores the source and the architecture in the metadata: for a file with wrong metadata, such as one whose weights a script
    /// has transposed. The source is then set by [`source`](Self::source), or detected by shapes.
    pub fn ignore_metadata(mut self) -> Self {
        self.ignore_metadata = true;
        self
    }

    /// Removes a prefix from the names in the file that have it: `strip_prefix("module.")` for a model wrapped in `DataParallel`,
    /// `strip_prefix("_orig_mod.")` for `torch.compile`. The prefix consists of whole parts of the name, with or without the final
    /// dot. Other names are unchanged.
    pub fn strip_prefix(self, prefix: impl Into<String>) -> Self {
        self.rename_prefix(prefix, "")
    }

    /// Replaces a prefix of the names in the file: `rename_prefix("0", "fc1")` renames the `0.weight` of a `Sequential` to
    /// `fc1.weight`. The prefix consists of whole parts of the name, so that `0` is not a prefix of `01.weight`. An empty prefix
    /// matches every name.
    pub fn rename_prefix(mut self, from: impl Into<String>, to: impl Into<String>) -> Self {
        self.prefixes.push((from.into(), to.into()));
        self
    }

    /// Sets the function that maps the name of a tensor of the network to the name it is loaded from, after the prefix rules;
    /// `None` for a tensor that is not loaded.
    pub fn rename(mut self, rename: impl Fn(&str) -> Option<String> + 'a) -> Self {
        self.rename = Some(Box::new(rename));
        self
    }

    /// Loads a tensor of the network, or all tensors of a part, from where another one is loaded: for weights that are tied in
    /// PyTorch and therefore stored once. `alias("head.weight", "embed.weight")` is for a tensor, `alias("decoder", "encoder")` for
    /// a part.
    ///
    /// A file written by `safetensors.torch.save_model` lists tied tensors in its metadata; they are loaded without an alias.
    pub fn alias(mut self, name: impl Into<String>, of: impl Into<String>) -> Self {
        self.aliases.push((name.into(), of.into()));
        self
    }

    /// Sets which dtypes are converted to that of the network. Defaults to [`Conversion::None`].
    pub fn convert(mut self, conversion: Conversion) -> Self {
        self.conversion = conversion;
        self
    }

    /// Allows tensors in the file that the network does not have, for [`load`](Self::load) and its variants.
    pub fn ignore_unused(mut self) -> Self {
        self.ignore_unused = true;
        self
    }

    /// Sets the maximum length of a header, in bytes, at most [`MAX_HEADER`](crate::files::MAX_HEADER). Defaults to
    /// [`DEFAULT_MAX_HEADER`](crate::files::DEFAULT_MAX_HEADER).
    pub fn max_header(mut self, bytes: u64) -> Self {
        self.max_header = bytes;
        self
    }

    /// Loads a network from a file that has all of its tensors.
    ///
    /// # Errors
    /// [`FileError`]: a file that is of another source, does not have exactly these tensors, or has elements that are not finite. A
    /// file of `nn` must be from the same architecture, unless names are changed or unused tensors ignored.
    pub fn load<Net: Network>(&self, path: impl AsRef<Path>) -> Result<Box<Net>, FileError> {
        self.read_from(SafeTensors::open_limited(path, self.max_header)?)
    }

    /// Loads into an existing network, as [`load`](Self::load). After an error the network is unchanged.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn load_into<Net: Network>(&self, network: &mut Net, path: impl AsRef<Path>) -> Result<(), FileError> {
        let read: Box<Net> = self.load(path)?;
        network.as_mut_slice().copy_from_slice(read.as_slice());
        Ok(())
    }

    /// Loads from an open file, or from bytes in memory, as [`load`](Self::load). The header has been read already, so that
    /// [`max_header`](Self::max_header) has no effect.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn read_from<Net: Network, R: Read + Seek>(&self, mut file: SafeTensors<R>) -> Result<Box<Net>, FileError> {
        let mut network = zeroed::<Net>();
        let _ = self.read(&mut file, &mut *network, false)?;
        Ok(network)
    }

    /// Loads the tensors that a network and a file have in common, by name, shape and type, and reports them; the rest of the
    /// network is unchanged. After an error the whole network is unchanged.
    ///
    /// # Errors
    /// A file that is not a safetensors file, is of another source, is damaged, or has elements that are not finite in the tensors
    /// to be loaded.
    pub fn load_partial<Net: Network>(
        &self,
        network: &mut Net,
        path: impl AsRef<Path>,
    ) -> Result<LoadReport, FileError> {
        self.read_partial_from(network, SafeTensors::open_limited(path, self.max_header)?)
    }

    /// Loads from an open file, or from bytes in memory, as [`load_partial`](Self::load_partial).
    ///
    /// # Errors
    /// As [`load_partial`](Self::load_partial).
    pub fn read_partial_from<Net: Network, R: Read + Seek>(
        &self,
        network: &mut Net,
        mut file: SafeTensors<R>,
    ) -> Result<LoadReport, FileError> {
        let mut read = zeroed::<Net>();
        read.as_mut_slice().copy_from_slice(network.as_slice());
        let report = self.read(&mut file, &mut *read, true)?;
        network.as_mut_slice().copy_from_slice(read.as_slice());
        Ok(report)
    }

    /// Loads into a network whose content is unspecified after an error.
    fn read<Net: Network, R: Read + Seek>(
        &self,
        file: &mut SafeTensors<R>,
        network: &mut Net,
        is_partial: bool,
    ) -> Result<LoadReport, FileError> {
        let stated = self.stated_source(file)?;
        let tensors = self.tensors::<Net, R>(file)?;
        let source = match stated {
            Some(source) => source,
            None => self.source_by_shapes(file, &tensors, is_partial)?,
        };
        let mut plan = Plan {
            path: file.path().into(),
            source,
            may_be_other: self.ignore_metadata || file.source().is_none(),
            conversion: self.conversion,
            is_partial,
            report: LoadReport::default(),
            reads: HashMap::new(),
        };
        let (element, mut used) = (dtype::<Net::Elem>(), vec![false; file.entries().len()]);
        for tensor in tensors {
            if let Some(index) = tensor.entry {
                used[index] = true;
            }
            plan.add(tensor, element, file)?;
        }
        let ignored = |name: &str| source == Source::PyTorch && is_counter(name);
        let unused = file.entries().iter().zip(&used).filter(|(entry, used)| !**used && !ignored(&entry.name));
        if is_partial {
            plan.report.unused = unused.map(|(entry, _)| entry.name.clone()).collect();
        } else if let Some((entry, _)) = unused.into_iter().next().filter(|_| !self.ignore_unused) {
            let help = "to load only the matching tensors, call `nn::files::load_partial`";
            return Err(unexpected(file.path(), entry, help));
        }
        if !is_partial && source == Source::Nn {
            self.check_architecture::<Net, R>(file)?;
        }
        plan.fill(file, network)
    }

    /// Returns the source that the options or the metadata state.
    fn stated_source<R: Read + Seek>(&self, file: &SafeTensors<R>) -> Result<Option<Source>, FileError> {
        let found = file.source().filter(|_| !self.ignore_metadata);
        let expected = self.source.or(self.expected);
        let Some(found) = found.filter(|found| expected.is_some_and(|expected| expected != *found)) else {
            return Ok(found.or(self.source));
        };
        let help = match found {
            Source::Nn => {
                "call `nn::files::load`, or set `.source(Source::Nn)` of `nn::files::LoadOptions`; if the metadata is wrong, call its \
                 `ignore_metadata`"
            }
            Source::PyTorch => {
                "call `nn::files::pytorch::load`, or set `.source(Source::PyTorch)` of `nn::files::LoadOptions`; if the metadata is \
                 wrong, call its `ignore_metadata`"
            }
        };
        Err(FileError::Source { path: file.path().into(), found, help: help.into() })
    }

    /// Returns every tensor of the network, with the file's entry that it is loaded from.
    fn tensors<Net: Network, R: Read + Seek>(&self, file: &SafeTensors<R>) -> Result<Vec<Tensor>, FileError> {
        let names = Names::new(file, &self.prefixes)?;
        let mut tensors = Vec::new();
        Net::LAYOUT.for_each(|param| {
            let name = param.name.to_string();
            let alias = self.aliases.iter().find_map(|(from, to)| replace_prefix(&name, from, to));
            let own = alias.as_deref().unwrap_or(&name);
            let wanted = match &self.rename {
                Some(rename) => rename(own),
                None => Some(own.into()),
            };
            let entry = wanted.as_deref().and_then(|wanted| names.position(wanted));
            let turned = turned(param.orientation, param.dims);
            tensors.push(Tensor { name, wanted, entry, range: param.range(), dims: param.dims, turned });
        });
        Ok(tensors)
    }

    /// Detects the source by the shapes of the weights that PyTorch stores transposed, if neither options nor metadata state it.
    fn source_by_shapes<R: Read + Seek>(
        &self,
        file: &SafeTensors<R>,
        tensors: &[Tensor],
        is_partial: bool,
    ) -> Result<Source, FileError> {
        let mut square = None;
        for Tensor { turned, entry, dims, .. } in tensors {
            let (Some([rows, columns]), Some(entry)) = (*turned, entry.map(|index| &file.entries()[index])) else {
                continue;
            };
            match (entry.dims == *dims, entry.dims == [columns, rows]) {
                // A 1 x 1 matrix is its own transpose.
                (true, true) if rows > 1 => square = square.or(Some(entry)),
                // If the detected source is not the one that a shorthand requires, loading this tensor reports an error.
                (true, false) => return Ok(self.expected.unwrap_or(Source::Nn)),
                (false, true) => return Ok(self.expected.unwrap_or(Source::PyTorch)),
                _ => {}
            }
        }
        let Some(Entry { name, dims, .. }) = square else { return Ok(self.expected.unwrap_or(Source::Nn)) };
        let help = if is_partial {
            "if PyTorch wrote it, for `nn::files::pytorch::load`, set `.source(Source::PyTorch)` of `nn::files::LoadOptions` and call \
             `load_partial`; if its dense weights are `[in, out]`, as `nn::files::load` expects them, `.source(Source::Nn)`"
        } else {
            "if PyTorch wrote it, call `nn::files::pytorch::load`; if its dense weights are `[in, out]`, as `nn::files::load` expects \
             them, set `.source(Source::Nn)` of `nn::files::LoadOptions` and call its `load`"
        };
        Err(FileError::Ambiguous {
            path: file.path().into(),
            tensor: stored(name),
            found: dims.clone(),
            help: help.into(),
        })
    }

    /// Checks that the file is from the same architecture, if it records one and the complete file is to be loaded.
    fn check_architecture<Net: Network, R: Read + Seek>(&self, file: &SafeTensors<R>) -> Result<(), FileError> {
        let is_renamed = !self.prefixes.is_empty() || !self.aliases.is_empty() || self.rename.is_some();
        if self.ignore_metadata || self.ignore_unused || is_renamed {
            return Ok(());
        }
        let Some(found) = file.metadata(ARCHITECTURE) else { return Ok(()) };
        let expected = architecture::<Net>();
        // The element type is part of the fingerprint.
        let others = [4, 8].map(|bytes| Architecture(fingerprint_with_elements::<Net>(bytes)).to_string());
        if found == expected || self.conversion != Conversion::None && others.iter().any(|other| found == other) {
            return Ok(());
        }
        let help = "if it is from this architecture, load it with `.ignore_metadata()` of `nn::files::LoadOptions`, and write it \
                    with `nn::files::save`";
        Err(other_architecture(file.path(), expected, found, help))
    }
}
