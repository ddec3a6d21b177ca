//! `attention` and `rotary` with arguments of other frameworks, and `scaled_dot_product_attention`.

use super::given::{Given, is_constant};
use crate::diagnostics::messages;

/// Returns whether an argument between the parentheses is in the notation of another framework.
pub(crate) fn is_foreign_argument(name: &str, value: &str) -> bool {
    let is_foreign = matches!(
        name,
        "num_heads"
            | "n_heads"
            | "num_kv_heads"
            | "num_key_value_heads"
            | "is_causal"
            | "dropout_p"
            | "attn_mask"
            | "enable_gqa"
    );
    is_foreign || is_constant(value)
}

/// What is wrong with arguments between the parentheses, and the index of the first one to which this applies.
pub(crate) fn wrong_arguments(given: &[Given]) -> (usize, String) {
    let wrong = given.iter().enumerate().find_map(|(index, argument)| match argument {
        Given::Named(name, value) => match &**value {
            Given::Word(word)
                if is_constant(word)
                    && matches!(name.as_str(), "causal" | "window" | "scale" | "alibi" | "dropout") =>
            {
                Some((index, messages::wrong_value("attention", name, word)))
            }
            _ => is_foreign_argument(name, "").then(|| (index, messages::argument_of_others("attention", name))),
        },
        _ => Some((index, messages::arguments_are_named())),
    });
    wrong.unwrap_or((0, messages::named_before_values()))
}

/// The call in the notation of `forward`, if every argument has a meaning.
pub(super) fn attention_of(given: &[Given], values: &[String]) -> Option<String> {
    if !matches!(values.len(), 3 | 4) {
        return None;
    }
    let mut arguments = Vec::new();
    for argument in given {
        let Given::Named(name, value) = argument else { return None };
        arguments.extend(match (name.as_str(), &**value) {
            ("heads" | "num_heads" | "n_heads", Given::Number(number)) => Some(format!("heads = {number}")),
            ("causal" | "is_causal", Given::Word(word)) => match word.as_str() {
                "true" | "True" => Some("causal = true".into()),
                "false" | "False" => None,
                _ => return None,
            },
            ("kv_heads" | "num_kv_heads" | "num_key_value_heads", Given::Number(number)) => {
                Some(format!("kv_heads = {number}"))
            }
            ("alibi", Given::Word(word)) if word == "true" || word == "True" => Some("alibi = true".into()),
            ("alibi", Given::Word(word)) if word == "false" || word == "False" => None,
            ("scale" | "window", Given::Number(number)) => Some(format!("{name} = {number}")),
            ("scale" | "window", Given::Word(word)) if word == "None" => None,
            ("dropout" | "dropout_p", Given::Number(number)) if matches!(number.as_str(), "0" | "0.0") => None,
            // An integer is out of the range of a probability below 1.
            ("dropout" | "dropout_p", Given::Number(number)) if number.contains(['.', 'e']) => {
                Some(format!("dropout = {number}"))
            }
            _ => return None,
        });
    }
    Some(format!("attention({})", [values, &arguments].concat().join(", ")))
}

/// The call of `rotary` in the notation of `forward`, if every argument has a meaning.
pub(super) fn rotary_of(given: &[Given]) -> Option<String> {
    let mut arguments = Vec::new();
    for argument in given {
        let Given::Named(name, value) = argument else { return None };
        arguments.extend(match (name.as_str(), &**value) {
            ("heads" | "num_heads" | "n_heads", value) => Some(format!("heads = {}", value.size()?)),
            ("theta" | "base" | "rope_theta", Given::Number(number)) => Some(format!("theta = {number}")),
            ("interleaved", Given::Word(word)) => match word.as_str() {
                "true" | "True" => None,
                "false" | "False" => Some("interleaved = false".into()),
                _ => return None,
            },
            _ => return None,
        });
    }
    let arguments = if arguments.is_empty() { String::new() } else { format!("::<{}>", arguments.join(", ")) };
    Some(format!(".rotary{arguments}()"))
}
