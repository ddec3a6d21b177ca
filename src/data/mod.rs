//! Data: samples from memory and from files, how they are changed and cut into batches.
//!
//! Data flow one way: a source ([`Pairs`], [`idx`], [`csv`], [`npy`], `images`, or a [`Dataset`] of your own), what changes
//! samples ([`Dataset::map`], [`normalize`](Dataset::normalize), [`augment`](Dataset::augment), [`one_hot`](Dataset::one_hot)),
//! some of them ([`split`](Dataset::split), [`subset`](Dataset::subset)), and a [`Loader`], which gives batches whose shape is in
//! their type.

mod augment;
pub mod csv;
mod dataset;
mod error;
mod gzip;
pub mod idx;
#[cfg(feature = "images")]
pub mod images;
mod loader;
mod map;
mod normalize;
pub mod npy;
mod one_hot;
mod origin;
mod predict;
mod rows;
mod subset;

pub use augment::Augmented;
pub use dataset::{Collected, Dataset, Draw, One, Pairs};
pub use error::DataError;
pub use loader::{Batch, Epoch, Last, Loader, Shard};
pub use map::Map;
pub use normalize::{Normalized, Normalizer};
pub use one_hot::OneHot;
pub use origin::Origin;
pub use predict::Predict;
pub use rows::{Rows, RowsView};
pub use subset::Subset;
