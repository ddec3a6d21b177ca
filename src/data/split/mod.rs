//! Splits of a data set: at an index, stratified by class, and into folds for cross-validation.

mod at;
mod classes;
mod k_fold;
mod stratified;

pub(super) use classes::samples_by_class;
pub use k_fold::{Folds, KFold, StratifiedKFold};
pub(super) use stratified::stratified_indices;
