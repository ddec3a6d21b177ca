//! Data: samples from memory and from files, transformations, splits, and batches.
//!
//! Data flow in one direction: from a source ([`TensorDataset`], [`TokenWindows`], [`idx`], [`csv`], [`npy`], `images`, or a
//! [`Dataset`] of your own), through transformations of samples ([`Dataset::map`], [`normalize`](Dataset::normalize),
//! [`augment`](Dataset::augment), [`AugmentImages`], [`one_hot`](Dataset::one_hot)) and selections of them
//! ([`split`](Dataset::split), [`split_at`](Dataset::split_at), [`stratified_split`](Dataset::stratified_split), [`KFold`],
//! [`subset`](Dataset::subset)), to a [`Loader`], which yields batches whose shape is part of their type: in order, shuffled, or
//! drawn by a [`WeightedRandomSampler`].

mod adaptors;
mod augmentation;
mod batch;
mod class_names;
pub mod csv;
mod dataset;
mod epoch;
mod error;
mod fit;
mod gzip;
pub mod idx;
#[cfg(feature = "images")]
pub mod images;
mod loader;
mod normalizer;
pub mod npy;
mod origin;
mod predict;
mod samples;
mod sampling;
mod scaling;
mod shard;
mod split;
mod targets;
mod tensor_dataset;
mod windows;

pub use augmentation::{AugmentImages, AugmentedImages, CenterCrop, RandomCrop};
pub use batch::Batch;
pub use class_names::ClassNames;
pub use dataset::{
    AugmentContext, Augmented, Collected, Dataset, Map, Normalized, NormalizedInput, NormalizedTargets, OneHot,
    SampleMut, Subset,
};
pub use epoch::Epoch;
pub use error::DataError;
// Named by diagnostics of the compiler.
#[doc(hidden)]
pub use fit::{Channels, OneTensor};
pub use loader::Loader;
pub use normalizer::Normalizer;
pub use origin::Origin;
pub use predict::Predict;
pub use samples::{Samples, SamplesView};
pub use sampling::WeightedRandomSampler;
#[cfg(feature = "files")]
pub(crate) use scaling::spread;
pub use shard::Shard;
pub use split::{Folds, KFold, StratifiedKFold};
pub use tensor_dataset::TensorDataset;
pub use windows::{RandomTokenWindows, TokenWindows};
