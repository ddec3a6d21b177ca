//! Normalisers, class names, rules for missing values and lists of texts as texts in a file's metadata.

use super::parts::Attachments;
use crate::data::csv::{MissingRules, Rule};
use crate::data::{Normalizer, spread};
use crate::excerpt::Excerpt;
use crate::files::content::Content;
use crate::files::error::FileError;
use crate::files::numbers::dtype;
use crate::files::safetensors::SafeTensors;
use crate::narrow::narrow;
use nn_core::{Float, Network, Signal};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Read, Seek};
use std::path::Path;

/// The metadata key of the normaliser of inputs.
const INPUT: &str = "nn.input_normalizer";
/// The metadata key of the normaliser of targets.
const TARGET: &str = "nn.target_normalizer";
/// The metadata key of the names of the classes.
const NAMES: &str = "nn.class_names";
/// The metadata key of the rules for missing values.
const MISSING: &str = "nn.missing_rules";
/// The metadata key of the lists of texts.
const TEXTS: &str = "nn.texts";

/// Adds the attachments that are set.
pub(super) fn write<Net: Network>(attachments: &Attachments<Net>, content: &mut Content) {
    if let Some(normalizer) = &attachments.input {
        content.metadata(INPUT, text(normalizer));
    }
    if let Some(normalizer) = &attachments.target {
        content.metadata(TARGET, text(normalizer));
    }
    if let Some(names) = &attachments.names {
        content.metadata(NAMES, Value::from(names.as_slice()).to_string());
    }
    if let Some(rules) = &attachments.missing {
        content.metadata(MISSING, rules_text(rules));
    }
    if !attachments.texts.is_empty() {
        content.metadata(TEXTS, json!(attachments.texts).to_string());
    }
}

/// Reads the attachments of a file.
pub(super) fn read<Net: Network, R: Read + Seek>(file: &SafeTensors<R>) -> Result<Attachments<Net>, FileError> {
    let path = file.path();
    Ok(Attachments {
        input: file.metadata(INPUT).map(|text| normalizer(text, INPUT, path)).transpose()?,
        target: file.metadata(TARGET).map(|text| normalizer(text, TARGET, path)).transpose()?,
        names: file.metadata(NAMES).map(|text| names::<Net>(text, path)).transpose()?,
        missing: file.metadata(MISSING).map(|text| rules(text, path)).transpose()?,
        texts: file.metadata(TEXTS).map(|text| texts(text, path)).transpose()?.unwrap_or_default(),
    })
}

/// Formats a normaliser as JSON: with one value per channel if all values of each channel are equal.
fn text<S: Signal, T: Float>(normalizer: &Normalizer<S, T>) -> String {
    let dims = dims::<S>();
    let (mean, std) = normalizer.parts();
    let each = mean.len() / channels(dims);
    let is_per_channel = [mean, std].iter().all(|numbers| numbers.chunks(each).all(|channel| is_constant(channel)));
    let step = if is_per_channel { each } else { 1 };
    let list = |numbers: &[T]| numbers.iter().step_by(step).map(|number| number.to_f64()).collect::<Vec<_>>();
    json!({ "shape": dims, "dtype": dtype::<T>(), "mean": list(mean), "std": list(std) }).to_string()
}

fn is_constant<T: Float>(numbers: &[T]) -> bool {
    numbers.iter().all(|number| number.to_bits() == numbers[0].to_bits())
}

/// Returns the shape of a signal's first tensor, which is the only one of a signal that has a normaliser.
fn dims<S: Signal>() -> &'static [usize] {
    S::DIMS.first().copied().unwrap_or_default()
}

/// Returns the size of the first axis.
fn channels(dims: &[usize]) -> usize {
    dims.first().copied().unwrap_or(1)
}

/// Parses a normaliser; `name` is the metadata key.
fn normalizer<S: Signal, T: Float>(text: &str, name: &str, path: &Path) -> Result<Normalizer<S, T>, FileError> {
    let bad = |found: String, expected: &str| FileError::Value {
        path: path.into(),
        name: name.into(),
        expected: expected.into(),
        found,
    };
    let json: Value =
        serde_json::from_str(text).map_err(|error| bad(format!("invalid JSON ({error})"), "a normalizer as JSON"))?;
    let sizes = json["shape"].as_array();
    let sizes: Option<Vec<usize>> =
        sizes.and_then(|sizes| sizes.iter().map(|size| usize::try_from(size.as_u64()?).ok()).collect());
    let found = sizes.ok_or_else(|| bad("no `shape`".into(), "a list of sizes as `shape`"))?;
    let is_numbers = S::DIMS.len() == 1 && S::INDICES.iter().all(Option::is_none);
    if found.as_slice() != dims::<S>() || !is_numbers {
        let expected = if is_numbers { dims::<S>().into() } else { Vec::new() };
        let help = if is_numbers { "" } else { "the network's input is not a single floating-point tensor" };
        return Err(FileError::Shape { path: path.into(), tensor: name.into(), expected, found, help: help.into() });
    }
    let kind = json["dtype"].as_str().unwrap_or("nothing");
    if kind != dtype::<T>() {
        let (found, expected) = (kind.into(), dtype::<T>());
        return Err(FileError::Dtype { path: path.into(), tensor: name.into(), expected, found, help: String::new() });
    }
    let list = |key: &str, least: f64| {
        let numbers: Option<Vec<T>> = json[key].as_array().and_then(|numbers| {
            numbers.iter().map(|number| number.as_f64().filter(|&number| number >= least).and_then(narrow)).collect()
        });
        let size: usize = found.iter().product();
        let numbers = numbers
            .ok_or_else(|| bad(format!("no list of finite numbers in `{key}`"), "one, with `std` at least 0"))?;
        if numbers.len() != size && numbers.len() != channels(&found) {
            let expected = format!("{size}, or one for each of {} channels", channels(&found));
            return Err(bad(format!("{} values in `{key}`", numbers.len()), &expected));
        }
        Ok(spread(&numbers, size))
    };
    Ok(Normalizer::from_parts(list("mean", f64::NEG_INFINITY)?, list("std", 0.0)?))
}

/// Formats rules for missing values as JSON: a number or a string that replaces them, or `null` if their rows are removed.
fn rules_text(rules: &MissingRules) -> String {
    let value = |rule: &Rule| match rule {
        Rule::Number(number) => Value::from(*number),
        Rule::Text(text) => Value::from(text.as_str()),
        Rule::SkipRow | Rule::Reject => Value::Null,
    };
    let columns: serde_json::Map<_, _> =
        rules.columns.iter().map(|(column, rule)| (column.clone(), value(rule))).collect();
    json!({ "columns": columns, "na_values": rules.na_values() }).to_string()
}

/// Parses rules for missing values.
fn rules(text: &str, path: &Path) -> Result<MissingRules, FileError> {
    let bad = |found: String| FileError::Value {
        path: path.into(),
        name: MISSING.into(),
        expected: "an object `columns` of numbers, strings and nulls, and a list of strings or null as `na_values`"
            .into(),
        found,
    };
    let json: Value = serde_json::from_str(text).map_err(|error| bad(format!("invalid JSON ({error})")))?;
    let na_values = serde_json::from_value(json["na_values"].clone());
    let na_values = na_values.map_err(|error| bad(format!("no list of strings in `na_values` ({error})")))?;
    let columns = json["columns"].as_object().ok_or_else(|| bad("no object `columns`".into()))?;
    let columns = columns.iter().map(|(column, value)| match rule(value) {
        Some(rule) => Ok((column.clone(), rule)),
        None => Err(bad(format!("no rule for `{}`", Excerpt(column)))),
    });
    Ok(MissingRules { columns: columns.collect::<Result<_, _>>()?, na_values })
}

/// Returns the rule that [`rules_text`] writes as this value.
fn rule(value: &Value) -> Option<Rule> {
    match value {
        Value::Null => Some(Rule::SkipRow),
        Value::String(text) => Some(Rule::Text(text.clone())),
        Value::Number(number) => number.as_f64().filter(|number| number.is_finite()).map(Rule::Number),
        _ => None,
    }
}

/// Parses the lists of texts by name.
fn texts(text: &str, path: &Path) -> Result<BTreeMap<String, Vec<String>>, FileError> {
    serde_json::from_str(text).map_err(|error| FileError::Value {
        path: path.into(),
        name: TEXTS.into(),
        expected: "lists of strings by name".into(),
        found: format!("no lists of strings ({error})"),
    })
}

/// Parses the names of the classes, one for each element of the output.
fn names<Net: Network>(text: &str, path: &Path) -> Result<Vec<String>, FileError> {
    let size: usize = dims::<Net::Out>().iter().product();
    let bad = |found: String| FileError::Value {
        path: path.into(),
        name: NAMES.into(),
        expected: format!("a list of {size} distinct class names"),
        found,
    };
    let names: Vec<String> =
        serde_json::from_str(text).map_err(|error| bad(format!("no list of strings ({error})")))?;
    if names.len() != size {
        return Err(bad(format!("{} names", names.len())));
    }
    let mut sorted: Vec<&str> = names.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(twice) => Err(bad(format!("`{}` twice", twice[0]))),
        None => Ok(names),
    }
}
