//! Parts of a data set: in its order, with the shares of its classes, and as the folds of a cross-validation.

mod at;
mod classes;
mod k_fold;
mod stratified;

pub(super) use classes::samples_by_class;
pub use k_fold::{Folds, KFold, StratifiedKFold};
