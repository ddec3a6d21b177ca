//! Pictures in a folder of folders: one folder a class.

mod channels;
mod decode;
mod error;
mod files;
mod folder;

pub use channels::Channels;
pub use error::ImageError;
pub use folder::Folder;
