//! The architecture of a network as data.

mod fingerprint;
mod summary;

pub use fingerprint::{fingerprint, fingerprint_with_elements};
pub use summary::{Flow, Row, Summary};
