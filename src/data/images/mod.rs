//! Images in a folder with one subfolder per class.

mod channels;
mod decode;
mod error;
mod files;
mod folder;

pub use channels::Channels;
pub use error::ImageError;
pub use folder::Folder;
