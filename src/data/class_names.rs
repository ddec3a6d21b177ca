//! The names of classes, with their number checked against the type.

use super::error::DataError;
use crate::excerpt::Excerpt;
use nn_core::{Class, Dim};
use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Index;

/// The names of `C` classes, in the order of the classes, all different.
///
/// `nn::files::save_with` stores them in a network's file,
/// [`ConfusionMatrix::with_names`](crate::metrics::ConfusionMatrix::with_names) prints them, and `nn::plot::confusion` plots them.
///
/// ```
/// use nn::data::ClassNames;
/// use nn::prelude::*;
/// let names = ClassNames::<dim![3]>::new(["cat", "dog", "fish"])?;
/// let dog = Class::new(1).unwrap();
/// assert_eq!((&names[dog], names.class("fish").map(Class::index)), ("dog", Some(2)));
///
/// let error = ClassNames::<dim![3]>::new(["cat", "dog"]).unwrap_err();
/// assert_eq!(error.to_string(), "the number of class names is 2, expected 3, one for each class");
/// # Ok::<(), nn::data::DataError>(())
/// ```
pub struct ClassNames<C> {
    names: Vec<String>,
    classes: PhantomData<fn() -> C>,
}

impl<C: Dim> ClassNames<C> {
    /// Creates the names of the classes, starting with class 0.
    ///
    /// # Errors
    /// [`DataError::Argument`] if the number of names is not the number of classes, or if a name occurs twice.
    pub fn new<N: Into<String>>(names: impl IntoIterator<Item = N>) -> Result<Self, DataError> {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        if names.len() != C::SIZE {
            let expected = format!("{}, one for each class", C::SIZE);
            return Err(DataError::argument("the number of class names", names.len(), expected));
        }
        let mut seen = HashMap::new();
        for (class, name) in names.iter().enumerate() {
            if let Some(first) = seen.insert(name, class) {
                let (argument, found) = (format!("the name of class {class}"), format!("`{}`", Excerpt(name)));
                let expected = format_args!("a name other than that of class {first}");
                return Err(DataError::argument(argument, found, expected));
            }
        }
        Ok(Self { names, classes: PhantomData })
    }

    /// Iterates over the names, in the order of the classes.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Returns the names as a vector, the argument type of [`Table::classes`](crate::data::csv::Table::classes).
    pub fn to_vec(&self) -> Vec<&str> {
        self.iter().collect()
    }

    /// Returns the name of the class with this index, such as one of `argmax_rows`; `None` if it is not below `C`.
    ///
    /// ```
    /// use nn::data::ClassNames;
    /// use nn::prelude::*;
    /// let names = ClassNames::<dim![2]>::new(["cat", "dog"])?;
    /// assert_eq!((names.get(1), names.get(2)), (Some("dog"), None));
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    pub fn get(&self, index: usize) -> Option<&str> {
        self.names.get(index).map(String::as_str)
    }

    /// Returns the class with this name, if there is one.
    pub fn class(&self, name: &str) -> Option<Class<C>> {
        self.iter().position(|known| known == name).and_then(Class::new)
    }
}

impl<C: Dim> Index<Class<C>> for ClassNames<C> {
    type Output = str;

    fn index(&self, class: Class<C>) -> &str {
        &self.names[class.index()]
    }
}

impl<C> Clone for ClassNames<C> {
    fn clone(&self) -> Self {
        Self { names: self.names.clone(), classes: PhantomData }
    }
}

impl<C> PartialEq for ClassNames<C> {
    fn eq(&self, other: &Self) -> bool {
        self.names == other.names
    }
}
impl<C> Eq for ClassNames<C> {}

impl<C> fmt::Debug for ClassNames<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ClassNames").field(&self.names).finish()
    }
}
