//! `attention` with its arguments between the parentheses, and `scaled_dot_product_attention`.

use super::given::Given;

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
            ("scale" | "window", Given::Number(number)) => Some(format!("{name} = {number}")),
            ("scale" | "window", Given::Word(word)) if word == "None" => None,
            ("dropout_p", Given::Number(number)) if matches!(number.as_str(), "0" | "0.0") => None,
            _ => return None,
        });
    }
    let arguments = if arguments.is_empty() { String::new() } else { format!("::<{}>", arguments.join(", ")) };
    Some(format!("attention{arguments}({})", values.join(", ")))
}
