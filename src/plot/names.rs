//! The names of classes that a plot accepts.

use crate::data::ClassNames;
use nn_core::Dim;

/// The names of at most `C` classes, starting with class 0: [`ClassNames`], or a slice, an array or a vector of texts.
///
/// ```
/// use nn::data::ClassNames;
/// use nn::plot::Names;
/// use nn::prelude::*;
/// let names = ClassNames::<dim![2]>::new(["cat", "dog"])?;
/// assert_eq!(names.names(), Names::<dim![2]>::names(&["cat", "dog"]));
/// # Ok::<(), nn::data::DataError>(())
/// ```
pub trait Names<C: Dim> {
    /// Returns the names.
    fn names(&self) -> Vec<&str>;
}

impl<C: Dim> Names<C> for ClassNames<C> {
    fn names(&self) -> Vec<&str> {
        self.to_vec()
    }
}

impl<C: Dim> Names<C> for [&str] {
    fn names(&self) -> Vec<&str> {
        self.to_vec()
    }
}

impl<C: Dim, const K: usize> Names<C> for [&str; K] {
    fn names(&self) -> Vec<&str> {
        self.to_vec()
    }
}

impl<C: Dim> Names<C> for Vec<&str> {
    fn names(&self) -> Vec<&str> {
        self.clone()
    }
}
