//! The normalisers, class names, rules for missing values and texts of a network.

use crate::data::csv::MissingRules;
use crate::data::{ClassNames, Normalizer};
use nn_core::{Dim, Network};
use std::collections::BTreeMap;
use std::fmt;

/// The data that a program needs in addition to a network's parameters: the normalisation of inputs and targets, the names of
/// the classes, the rules for missing values of a table, and texts such as the categories of a column.
/// [`save_with`](super::save_with) stores it in the network's file, [`load_with`](super::load_with) returns it.
///
/// Shapes are checked at compile time: the input normaliser has the shape of the network's input, the target normaliser the shape
/// of its output, and there is one name for each element of the output.
pub struct Attachments<Net: Network> {
    pub(super) input: Option<Normalizer<Net::In, Net::Elem>>,
    pub(super) target: Option<Normalizer<Net::Out, Net::Elem>>,
    /// One name for each element of the output.
    pub(super) names: Option<Vec<String>>,
    pub(super) missing: Option<MissingRules>,
    /// Lists of texts by name.
    pub(super) texts: BTreeMap<String, Vec<String>>,
}

impl<Net: Network> Attachments<Net> {
    /// Creates empty attachments.
    pub fn new() -> Self {
        Self { input: None, target: None, names: None, missing: None, texts: BTreeMap::new() }
    }

    /// Adds the normaliser of the inputs that the network was trained on.
    pub fn with_input_normalizer(mut self, normalizer: &Normalizer<Net::In, Net::Elem>) -> Self {
        self.input = Some(normalizer.clone());
        self
    }

    /// Adds the normaliser of the targets that the network was trained on, for [`Normalizer::inverse`] of its output.
    pub fn with_target_normalizer(mut self, normalizer: &Normalizer<Net::Out, Net::Elem>) -> Self {
        self.target = Some(normalizer.clone());
        self
    }

    /// Adds the names of the classes, one for each element of the output.
    pub fn with_class_names<C: Dim>(mut self, names: &ClassNames<C>) -> Self
    where
        Net: Network<Out = (C,)>,
    {
        self.names = Some(names.iter().map(str::to_string).collect());
        self
    }

    /// Adds the rules by which missing values of the training table were handled: the table itself (`&train`), or its
    /// [`MissingRules`], without that of the target, if it has one.
    ///
    /// ```
    /// use nn::data::csv::{Column, Format, Missing, Table};
    /// use nn::files::{self, Attachments};
    /// use nn::prelude::*;
    ///
    /// network! {
    ///     struct Rent {
    ///         fc: Linear<3, 1>,
    ///     }
    ///     fn forward(flat: Tensor<3>) -> Tensor<1> {
    ///         flat.fc()
    ///     }
    /// }
    ///
    /// # let path = std::env::temp_dir().join(format!("nn-missing-{}.safetensors", std::process::id()));
    /// // In the program that trains.
    /// let text = "rooms,city\n3,Rome\n,Oslo\n2,Oslo\n";
    /// let train = Table::from_reader(text.as_bytes(), "flats.csv", Format::default())?;
    /// let train = train.missing(Missing::Mean, &["rooms"])?.missing(Missing::MostFrequent, &["city"])?;
    /// let cities = train.distinct("city")?;
    /// let attachments = Attachments::new().with_missing_rules(&train).with_texts("city", &cities);
    /// files::save_with(&*Rent::new(1), &attachments, &path)?;
    ///
    /// // In the program that predicts.
    /// let (rent, attachments) = files::load_with::<Rent>(&path)?;
    /// let new = Table::from_reader("city,rooms\nRome,\n?,4\n".as_bytes(), "new.csv", Format::default())?;
    /// let new = new.missing_as(attachments.missing_rules().ok_or("no rules")?)?;
    /// let cities = attachments.texts("city").ok_or("no cities")?;
    /// let x = new.features::<shape![3], f32>(&[Column::Numeric("rooms"), Column::OneHot("city", &cities)])?;
    /// assert_eq!(x.as_slice(), [2.5, 0.0, 1.0, 4.0, 1.0, 0.0]);
    /// assert_eq!(rent.predict_samples::<dim![1]>(&x).len(), 2);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_missing_rules(mut self, rules: impl Into<MissingRules>) -> Self {
        self.missing = Some(rules.into());
        self
    }

    /// Adds a list of texts under a name, and replaces one that was added under the same name: the categories of a column
    /// ([`Column::OneHot`](crate::data::csv::Column::OneHot)), or a version. [`with_missing_rules`](Self::with_missing_rules) has
    /// an example.
    pub fn with_texts(mut self, name: &str, texts: &[impl AsRef<str>]) -> Self {
        self.texts.insert(name.into(), texts.iter().map(|text| text.as_ref().into()).collect());
        self
    }

    /// Returns the list of texts under a name, if there is one.
    pub fn texts(&self, name: &str) -> Option<Vec<&str>> {
        self.texts.get(name).map(|texts| texts.iter().map(String::as_str).collect())
    }

    /// Returns the rules for missing values, if there are any, for [`Table::missing_as`](crate::data::csv::Table::missing_as).
    pub fn missing_rules(&self) -> Option<&MissingRules> {
        self.missing.as_ref()
    }

    /// Returns the normaliser of inputs, if there is one.
    pub fn input_normalizer(&self) -> Option<&Normalizer<Net::In, Net::Elem>> {
        self.input.as_ref()
    }

    /// Returns the normaliser of targets, if there is one.
    pub fn target_normalizer(&self) -> Option<&Normalizer<Net::Out, Net::Elem>> {
        self.target.as_ref()
    }

    /// Returns the names of the classes, if there are any.
    pub fn class_names<C: Dim>(&self) -> Option<ClassNames<C>>
    where
        Net: Network<Out = (C,)>,
    {
        self.names.as_ref().and_then(|names| ClassNames::new(names.as_slice()).ok())
    }
}

impl<Net: Network> Default for Attachments<Net> {
    fn default() -> Self {
        Self::new()
    }
}

impl<Net: Network> Clone for Attachments<Net> {
    fn clone(&self) -> Self {
        Self {
            input: self.input.clone(),
            target: self.target.clone(),
            names: self.names.clone(),
            missing: self.missing.clone(),
            texts: self.texts.clone(),
        }
    }
}

impl<Net: Network> fmt::Debug for Attachments<Net> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attachments")
            .field("input_normalizer", &self.input)
            .field("target_normalizer", &self.target)
            .field("class_names", &self.names)
            .field("missing_rules", &self.missing)
            .field("texts", &self.texts)
            .finish()
    }
}
