//! The arguments of a call in any notation.

use crate::syntax::{Argument, Index, Size, Value, compact};
use quote::{ToTokens, quote};
use syn::Lit;

/// An argument in any notation.
#[derive(Clone)]
pub(crate) enum Given {
    /// A number as the user wrote it, such as `-1` and `0.5`.
    Number(String),
    Named(String, Box<Given>),
    /// A tuple or a list.
    Many(Vec<Given>),
    /// The size of a value along an axis, `x.size(0)`, whose axis 0 is the batch.
    Axis(Option<u64>),
    /// Any other word, such as `True`, `"same"` or the name of a size.
    Word(String),
}

impl Given {
    pub(crate) fn of(argument: &Argument) -> Given {
        match argument {
            Argument::Infer(_) => Given::Word("_".into()),
            Argument::Size(Size::Literal(number, _)) => Given::Number(number.to_string()),
            Argument::Size(Size::Type(ty)) => Given::Word(compact(&quote!(#ty))),
            Argument::Const(value) => Given::Word(value.to_token_stream().to_string()),
            Argument::Number(literal) => Given::of_literal(literal),
            Argument::Lifetime(lifetime) => Given::Word(lifetime.to_string()),
            Argument::Several(value) => Given::of_value(value),
            Argument::Index(index @ Index::Negative(_), _) => Given::Number(index.to_string()),
            Argument::Index(index, _) => Given::Word(index.to_string()),
            Argument::Named(name, value) => Given::Named(name.to_string(), Given::of_value(value).into()),
        }
    }

    fn of_value(value: &Value) -> Given {
        match value {
            Value::Literal(literal) => Given::of_literal(literal),
            Value::Type(ty) => Given::Word(compact(&quote!(#ty))),
            Value::Built(_) => Given::Word(value.text()),
            Value::Tuple(values) | Value::List(values, _) => Given::Many(values.iter().map(Given::of_value).collect()),
        }
    }

    pub(crate) fn of_literal(literal: &Lit) -> Given {
        match literal {
            Lit::Int(number) => Given::Number(number.base10_digits().into()),
            Lit::Float(number) => Given::Number(number.base10_digits().into()),
            Lit::Str(text) => Given::Word(text.value()),
            other => Given::Word(other.to_token_stream().to_string()),
        }
    }

    /// The integer, if it is one.
    pub(in crate::catalogue::operations) fn integer(&self) -> Option<i64> {
        if let Given::Number(number) = self { number.parse().ok() } else { None }
    }

    /// A size as it is written: a number of at least 1, or a name.
    pub(in crate::catalogue::operations) fn size(&self) -> Option<String> {
        match self {
            Given::Number(number) => whole(number).filter(|&size| size > 0).map(|size| size.to_string()),
            Given::Word(name) if whole(name).is_some() => Some(name.clone()),
            Given::Word(name) if name.starts_with(char::is_uppercase) && !is_constant(name) => Some(name.clone()),
            _ => None,
        }
    }

    /// The value of an argument per axis: one integer, or one in parentheses for each.
    pub(in crate::catalogue::operations) fn per_axis(&self) -> Option<String> {
        let number = |given: &Given| match given {
            Given::Number(number) => whole(number).map(|number| number.to_string()),
            other => other.size(),
        };
        match self {
            Given::Many(all) => {
                let all: Vec<_> = all.iter().map(number).collect::<Option<_>>()?;
                match all.as_slice() {
                    [one] => Some(one.clone()),
                    [a, rest @ ..] if rest.iter().all(|b| a == b) => Some(a.clone()),
                    [_, _] | [_, _, _] => Some(format!("({})", all.join(", "))),
                    _ => None,
                }
            }
            one => number(one),
        }
    }

    /// Whether it states what holds anyway.
    pub(in crate::catalogue::operations) fn is_off(&self) -> bool {
        matches!(self, Given::Word(word) if matches!(word.as_str(), "False" | "false" | "None"))
    }
}

/// The integer that a number is, such as `2` and `2.0`.
pub(in crate::catalogue::operations) fn whole(number: &str) -> Option<u64> {
    let value = number.trim().parse::<f64>().ok().filter(|value| value.fract() == 0.0)?;
    (0.0..1e15).contains(&value).then_some(value as u64)
}

pub(in crate::catalogue::operations) fn is_constant(word: &str) -> bool {
    matches!(word, "True" | "False" | "None")
}

/// Arguments that have no counterpart, and no effect on the result.
const WITHOUT_EFFECT: &[&str] = &["inplace", "name"];
/// Arguments that are on in other frameworks unless they are turned off, and always on here.
const ALWAYS_ON: &[&str] = &["training", "train", "count_include_pad"];
/// Arguments of which `None` or `False` is a value.
const WITH_NONE: &[&str] = &["output_size", "dim", "axis", "unbiased"];

/// Splits arguments into those by place and those by name; leaves out those without effect.
pub(in crate::catalogue::operations) fn split(given: &[Given]) -> (Vec<&Given>, Vec<(&str, &Given)>) {
    let (mut places, mut names) = (Vec::new(), Vec::new());
    for argument in given {
        match argument {
            Given::Named(name, _) if WITHOUT_EFFECT.contains(&name.as_str()) => {}
            Given::Named(name, value) if ALWAYS_ON.contains(&name.as_str()) => {
                if value.is_off() {
                    names.push((name.as_str(), &**value));
                }
            }
            Given::Named(name, value) if value.is_off() && !WITH_NONE.contains(&name.as_str()) => {}
            Given::Named(name, value) => names.push((name.as_str(), &**value)),
            other => places.push(other),
        }
    }
    (places, names)
}

/// The single argument, by place or by one of these names; `Err` if there are others.
pub(in crate::catalogue::operations) fn only<'a>(given: &'a [Given], names: &[&str]) -> Result<Option<&'a Given>, ()> {
    match split(given) {
        (places, named) if places.is_empty() && named.is_empty() => Ok(None),
        (places, named) if named.is_empty() && places.len() == 1 => Ok(Some(places[0])),
        (places, named) if places.is_empty() && named.len() == 1 && names.contains(&named[0].0) => Ok(Some(named[0].1)),
        _ => Err(()),
    }
}
