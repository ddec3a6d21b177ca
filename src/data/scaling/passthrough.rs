//! Elements that a normaliser leaves unchanged.

use crate::data::error::DataError;
use crate::data::normalizer::Normalizer;
use nn_core::{Float, Sample};

impl<S: Sample, T: Float> Normalizer<S, T> {
    /// Leaves these elements of a sample unchanged, by a mean of 0 and a standard deviation of 1: scikit-learn's `"passthrough"` in
    /// a `ColumnTransformer`. [`fit`](Self::fit) normalises all elements, including those of one-hot columns, whose indices
    /// [`Column::one_hot_elements`](crate::data::csv::Column::one_hot_elements) returns.
    ///
    /// ```
    /// use nn::data::Normalizer;
    /// use nn::data::csv::{Column, Format, Table};
    /// use nn::prelude::*;
    /// let text = "age,colour,price\n3,red,10\n5,green,20\n";
    /// let table = Table::from_reader(text.as_bytes(), "cats.csv", Format::default())?;
    /// let columns = [Column::Numeric("age"), Column::OneHot("colour", &["black", "green", "red"])];
    /// let train = TensorDataset::new(table.features::<shape![4], f32>(&columns)?, table.numeric::<shape![1], _>(&["price"])?)?;
    /// let normalizer = Normalizer::fit(&train)?.passthrough(&Column::one_hot_elements(&columns))?;
    /// let inputs = train.normalize(&normalizer).collect()?.inputs;
    /// assert_eq!(inputs.as_slice(), [-1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0]);
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    ///
    /// # Errors
    /// [`DataError::Argument`]: an index that is not less than the number of elements.
    pub fn passthrough(mut self, elements: &[usize]) -> Result<Self, DataError> {
        for &element in elements {
            if element >= S::SIZE {
                let expected = format!("an index of one of the {} elements of {:?}", S::SIZE, S::DIMS);
                return Err(DataError::argument("the element of `passthrough`", element, expected));
            }
            (self.mean[element], self.std[element]) = (T::ZERO, T::ONE);
        }
        Ok(self)
    }
}
