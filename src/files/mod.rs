//! Networks in files: safetensors, read and written by name, and PyTorch's.
//!
//! The tensors lie in the order of a network's [`LAYOUT`](nn::Parameters::LAYOUT) and begin at a multiple of
//! [`ALIGNMENT`] bytes, so that the data of the file are the bytes of the network. The metadata carry the network's
//! [`fingerprint`](nn::fingerprint) and a checksum of all that is said. Every other tool that reads safetensors reads
//! these files; where weights of dense layers are wanted as `[out, in]`, see [`pytorch`]. How a file is read, whose it is, under which
//! names and in which types, is set by [`LoadOptions`]; the functions are shorthands of it. With the feature `data`, `save_with` stores
//! normalisers and class names beside the parameters.
//!
//! A file is written to a temporary one in the same folder, which is synced and renamed: whatever happens on the way, there is the old
//! file or the new one. Apart from that it is written as by [`std::fs::write`]: a symbolic link is followed, permissions are kept (owner
//! and group where the system allows it), a read-only file is refused, and what is no regular file, such as a FIFO or a device, is
//! written in place. Of several hard links the others keep the old content, since the name alone gets the new file; access control lists
//! and extended attributes are not copied. After an error while the folder is synced the new file has the name already.
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

mod atomic;
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

#[cfg(feature = "data")]
pub use attachments::{Attachments, load_with, save_with};
pub use error::FileError;
pub use format::{ALIGNMENT, DEFAULT_MAX_HEADER, Entry, MAX_HEADER, Source};
pub use int8::{int8_to_bytes, load_int8, read_int8_from, save_int8};
pub use load::{LoadOptions, Matched};
pub use network::{load, load_into, load_matching, read_from, save, to_bytes};
pub use numbers::Conversion;
pub use safetensors::SafeTensors;

pub(crate) use atomic::{folder_of, remove_unfinished, sync_folder, unfinished, write};
#[cfg(feature = "train")]
pub(crate) use atomic::{in_folder, is_stream};
pub(crate) use checks::{find, first_version};
pub(crate) use content::Content;
pub(crate) use numbers::{dtype, from_little_endian, to_little_endian};
