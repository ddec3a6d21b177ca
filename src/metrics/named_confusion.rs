//! A confusion matrix with class names.

use super::confusion::ConfusionMatrix;
use crate::data::ClassNames;
use crate::excerpt::Excerpt;
use nn_core::Dim;
use std::fmt;

/// A [`ConfusionMatrix`] with class names, created by [`ConfusionMatrix::with_names`]. `Display` formats it as a table.
#[derive(Debug, Clone, Copy)]
pub struct NamedConfusionMatrix<'a, C: Dim> {
    matrix: &'a ConfusionMatrix<C>,
    names: &'a ClassNames<C>,
}

impl<C: Dim> ConfusionMatrix<C> {
    /// Returns the matrix with the names of its classes, for printing or conversion to CSV.
    ///
    /// ```
    /// use nn::data::ClassNames;
    /// use nn::metrics::ConfusionMatrix;
    /// use nn::prelude::*;
    /// let outputs = [0.9, 0.1, 0.2, 0.8, 0.6, 0.4];
    /// let seen = TensorDataset::<shape![2], Indices<dim![2]>>::from_classes(&outputs, &[0, 1, 1])?;
    /// let matrix = ConfusionMatrix::of(&seen.inputs, &seen.targets);
    /// let names = ClassNames::new(["cat", "parrot"])?;
    /// assert_eq!(
    ///     matrix.with_names(&names).to_string(),
    ///     "rows: true class; columns: predicted class\n\
    ///      \x20       cat  parrot\n\
    ///      \x20  cat    1       .\n\
    ///      parrot    1       1"
    /// );
    /// assert_eq!(matrix.with_names(&names).to_csv(), "true class,cat,parrot\ncat,1,0\nparrot,1,1\n");
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    pub fn with_names<'a>(&'a self, names: &'a ClassNames<C>) -> NamedConfusionMatrix<'a, C> {
        NamedConfusionMatrix { matrix: self, names }
    }
}

impl<C: Dim> NamedConfusionMatrix<'_, C> {
    /// Returns the counts as CSV: a row for each true class, named in its first cell, and a column for each predicted class, named
    /// in the header.
    pub fn to_csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let header: Vec<&str> = std::iter::once("true class").chain(self.names.iter()).collect();
        let rows = self.names.iter().enumerate().map(|(class, name)| {
            let counts = (0..C::SIZE).map(|predicted| self.matrix.count(class, predicted).to_string());
            std::iter::once(name.to_string()).chain(counts).collect::<Vec<_>>()
        });
        // Writing rows of equal length to memory cannot fail.
        let written =
            writer.write_record(header).and_then(|()| rows.into_iter().try_for_each(|row| writer.write_record(row)));
        debug_assert!(written.is_ok(), "{written:?}");
        String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}

impl<C: Dim> fmt::Display for NamedConfusionMatrix<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self.names.iter().map(|name| Excerpt(name).to_string()).collect();
        let len = |text: &str| text.chars().count();
        let widest = names.iter().map(|name| len(name)).max().unwrap_or(0);
        let width = |predicted: usize| {
            let counts = (0..C::SIZE).map(|class| len(&self.matrix.entry(class, predicted)));
            counts.max().unwrap_or(0).max(len(&names[predicted])) + 2
        };
        let widths: Vec<usize> = (0..C::SIZE).map(width).collect();
        self.matrix.write_table(f, &names, widest, &widths)
    }
}
