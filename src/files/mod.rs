//! Networks in safetensors files: saving, loading by name, and exchange with PyTorch.
//!
//! The tensors are stored in the order of a network's [`LAYOUT`](nn::Parameters::LAYOUT), starting at a multiple of [`ALIGNMENT`]
//! bytes, so that the data section of the file equals the bytes of the network. The metadata contain the network's
//! [`fingerprint`](nn::graph::fingerprint) and a checksum of header and data. Any other tool that supports safetensors can read
//! these files; for dense weights with the orientation `[out, in]`, see [`pytorch`]. [`LoadOptions`] sets which library's file is
//! read, under which names and with which conversions; the functions are shorthands for it. With the feature `data`, `save_with`
//! stores normalisers and class names along with the parameters.
//!
//! A file is written to a temporary file in the same folder, which is synced and renamed: at any point of failure either the old
//! file or the new one exists. Otherwise the behaviour is that of [`std::fs::write`]: symbolic links are followed, permissions are
//! kept (owner and group where the system allows it), writing to a read-only file is an error, and anything but a regular file,
//! such as a FIFO or a device, is written in place. Other hard links to the file keep the old content, since only this name refers
//! to the new file; access control lists and extended attributes are not copied. If syncing the folder fails, the new file already
//! has the name.
//!
//! ```
//! use nn::files;
//! use nn::prelude::*;
//!
//! network! {
//!     struct Line {
//!         fc: Linear<1, 1>,
//!     }
//!     fn forward(x: Tensor<1>) -> Tensor<1> {
//!         x.fc()
//!     }
//! }
//!
//! # let path = std::env::temp_dir().join(format!("nn-files-{}.safetensors", std::process::id()));
//! let line = Line::new(1);
//! files::save(&*line, &path)?;
//! let again: Box<Line> = files::load(&path)?;
//! assert!(again.fc.weight == line.fc.weight);
//! # std::fs::remove_file(&path).unwrap();
//! # Ok::<(), files::FileError>(())
//! ```

#[cfg(feature = "data")]
mod attachments;
mod checks;
mod checksum;
mod content;
mod error;
mod format;
mod header;
mod int8;
mod load;
mod names;
mod network;
mod numbers;
pub mod pytorch;
mod safetensors;
mod state_dict;
mod write;

#[cfg(feature = "data")]
pub use attachments::{Attachments, load_with, save_with};
pub use error::FileError;
pub use format::{ALIGNMENT, DEFAULT_MAX_HEADER, Entry, MAX_HEADER, Source};
pub use int8::{int8_to_bytes, load_int8, read_int8_from, save_int8};
pub use load::{LoadOptions, LoadReport};
pub use network::{load, load_into, load_partial, read_from, save, to_bytes};
pub use numbers::Conversion;
pub use safetensors::SafeTensors;

pub(crate) use checks::{find, first_version};
pub(crate) use content::Content;
pub(crate) use numbers::{dtype, from_little_endian, to_little_endian};
pub(crate) use write::write;
