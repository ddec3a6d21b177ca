//! Initialisers in the notation of other frameworks, or with settings that are not written as those of a struct.

use crate::syntax::{Value, plain};
use proc_macro2::{TokenStream, TokenTree};
use syn::Lit;

/// Names of initialisers without settings in other frameworks; of several, the first is meant.
const WITHOUT_SETTINGS: &[(&str, &[&str])] = &[
    ("xavier", &["XavierUniform", "XavierNormal"]),
    ("glorot", &["XavierUniform", "XavierNormal"]),
    ("xavieruniform", &["XavierUniform"]),
    ("glorotuniform", &["XavierUniform"]),
    ("xaviernormal", &["XavierNormal"]),
    ("glorotnormal", &["XavierNormal"]),
    ("kaiming", &["KaimingUniform", "KaimingNormal"]),
    ("he", &["KaimingUniform", "KaimingNormal"]),
    ("kaiminguniform", &["KaimingUniform"]),
    ("heuniform", &["KaimingUniform"]),
    ("kaimingnormal", &["KaimingNormal"]),
    ("henormal", &["KaimingNormal"]),
    ("orthogonal", &["Orthogonal"]),
    ("ones", &["Ones"]),
    ("zeros", &["Zeros"]),
    ("zero", &["Zeros"]),
];

/// Names of initialisers with settings in `nn` and in other frameworks, each with an example.
const WITH_SETTINGS: &[(&str, &str)] = &[
    ("normal", "Normal { std: 0.02 }"),
    ("randomnormal", "Normal { std: 0.02 }"),
    ("uniform", "Uniform { limit: 0.1 }"),
    ("randomuniform", "Uniform { limit: 0.1 }"),
    ("truncnormal", "TruncatedNormal::new(0.02)"),
    ("truncatednormal", "TruncatedNormal::new(0.02)"),
    ("constant", "Constant { value: 0.5 }"),
];

/// Modules that contain initialisers, in `nn` and in other frameworks.
const MODULES: &[&str] = &["nn", "init", "torch", "initializers", "initialisers", "keras", "tf", "jax"];

/// The code that a value means.
pub(super) struct Meant {
    pub(super) code: String,
    /// Another initialiser that may be meant.
    pub(super) alternative: Option<&'static str>,
}

/// Returns whether `network!` accepts the value: a type, a constant, or an expression of Rust that is not one of the notations
/// that [`meant`] reads.
pub(super) fn is_accepted(value: &Value) -> bool {
    match value {
        Value::Type(_) => !word(value).is_some_and(|word| word.is_known()),
        Value::Built(tokens) => Call::of(tokens).is_none(),
        Value::Literal(_) | Value::Tuple(_) | Value::List(..) => false,
    }
}

/// Reads a value that is not accepted.
pub(super) fn meant(value: &Value) -> Option<Meant> {
    call(value)?.meant()
}

/// An initialiser for the help about a value that is not accepted: the one that is meant, or one of its kind.
pub(super) fn example(value: &Value) -> String {
    let Some(call) = call(value) else { return "nn::init::Zeros".into() };
    if let Some(meant) = call.meant() {
        return meant.code;
    }
    let code = call.with_settings().or_else(|| Some(call.without_settings()?[0])).unwrap_or("Zeros");
    format!("nn::init::{code}")
}

fn call(value: &Value) -> Option<Call> {
    match value {
        Value::Built(tokens) => Call::of(tokens),
        Value::Literal(Lit::Float(_) | Lit::Int(_)) => {
            Some(Call { name: "constant".into(), arguments: vec![(None, value.text())] })
        }
        _ => word(value),
    }
}

/// Reads a word such as `zeros_` or `"he"`.
fn word(value: &Value) -> Option<Call> {
    let text = value.text();
    let is_word = match value {
        Value::Literal(Lit::Str(_)) => true,
        Value::Type(_) => text.chars().all(|c| c.is_lowercase() || matches!(c, '_' | ':')),
        _ => false,
    };
    let name = plain(text.trim_matches('"').rsplit("::").next()?);
    is_word.then_some(Call { name, arguments: Vec::new() })
}

/// A call such as `normal_(std=0.02)`, or a path of Python such as `nn.init.zeros_`.
struct Call {
    /// In lowercase, without underscores.
    name: String,
    /// Names and values.
    arguments: Vec<(Option<String>, String)>,
}

impl Call {
    /// Reads an expression, unless it may be correct Rust: a struct with settings, or a function of the user.
    fn of(tokens: &TokenStream) -> Option<Call> {
        let (mut names, mut has_dots, mut arguments) = (Vec::new(), false, None);
        for token in tokens.clone() {
            match token {
                TokenTree::Ident(name) if arguments.is_none() => names.push(name.to_string()),
                TokenTree::Punct(punct) if arguments.is_none() => has_dots |= punct.as_char() == '.',
                TokenTree::Group(group) if arguments.is_none() => {
                    if group.delimiter() != proc_macro2::Delimiter::Parenthesis {
                        return None;
                    }
                    arguments = Some(self::arguments(group.stream()));
                }
                // A call of a method.
                _ => return None,
            }
        }
        if names.last().is_some_and(|last| last == "new") && !has_dots {
            names.pop();
            // The only one that has a constructor.
            names.last().filter(|name| *name != "TruncatedNormal")?;
        }
        let (name, modules) = names.split_last()?;
        let call = Call { name: plain(name), arguments: arguments.unwrap_or_default() };
        (modules.iter().all(|module| MODULES.contains(&module.as_str())) && call.is_known()).then_some(call)
    }

    /// Returns the initialisers of this name, if they have no settings.
    fn without_settings(&self) -> Option<&'static [&'static str]> {
        WITHOUT_SETTINGS.iter().find(|(name, _)| *name == self.name).map(|(_, names)| *names)
    }

    /// Returns an example of the initialiser of this name, if it has settings.
    fn with_settings(&self) -> Option<&'static str> {
        WITH_SETTINGS.iter().find(|(name, _)| *name == self.name).map(|(_, example)| *example)
    }

    fn is_known(&self) -> bool {
        self.without_settings().is_some() || self.with_settings().is_some()
    }

    fn meant(&self) -> Option<Meant> {
        if let Some(names) = self.without_settings() {
            let gain = match &self.arguments[..] {
                [] => String::new(),
                [(Some(name), gain)] if name == "gain" => format!(".gain({})", float(gain)?),
                _ => return None,
            };
            let alternative = names.get(1).copied().filter(|_| gain.is_empty());
            return Some(Meant { code: format!("nn::init::{}{gain}", names[0]), alternative });
        }
        let code = match self.name.as_str() {
            "normal" | "randomnormal" => format!("Normal {{ std: {} }}", self.std(&[])?),
            "truncnormal" => {
                // PyTorch's default is a limit of 2, whatever the standard deviation.
                let (std, limit) = (self.std(&["a", "b"])?, self.limit(["a", "b"])?.unwrap_or("2.0".into()));
                format!("TruncatedNormal {{ std: {std}, limit: {limit} }}")
            }
            "truncatednormal" => match (self.std(&["limit"])?, self.named(&["limit"])) {
                (std, Some(limit)) => format!("TruncatedNormal {{ std: {std}, limit: {} }}", float(limit)?),
                (std, None) => format!("TruncatedNormal::new({std})"),
            },
            "uniform" | "randomuniform" => format!("Uniform {{ limit: {} }}", self.uniform()?),
            "constant" => match &self.arguments[..] {
                [(None, value)] => constant(value)?,
                [(Some(name), value)] if matches!(name.as_str(), "val" | "value" | "fill_value") => constant(value)?,
                _ => return None,
            },
            _ => return None,
        };
        Some(Meant { code: format!("nn::init::{code}"), alternative: None })
    }

    fn named(&self, names: &[&str]) -> Option<&str> {
        let is = |name: &Option<String>| name.as_ref().is_some_and(|name| names.contains(&name.as_str()));
        self.arguments.iter().find(|(name, _)| is(name)).map(|(_, value)| value.as_str())
    }

    fn places(&self) -> Vec<&str> {
        self.arguments.iter().filter(|(name, _)| name.is_none()).map(|(_, value)| value.as_str()).collect()
    }

    /// The standard deviation of a normal distribution whose mean is 0; `others` are arguments that are read elsewhere.
    fn std(&self, others: &[&str]) -> Option<String> {
        const STD: [&str; 4] = ["std", "stddev", "scale", "sigma"];
        let known = |(name, _): &(Option<String>, String)| match name {
            Some(name) => name == "mean" || STD.contains(&name.as_str()) || others.contains(&name.as_str()),
            None => true,
        };
        let is_zero = |mean: &str| mean.parse::<f64>() == Ok(0.0);
        if !self.arguments.iter().all(known) || !self.named(&["mean"]).is_none_or(is_zero) {
            return None;
        }
        match (&self.places()[..], self.named(&STD)) {
            ([std], None) => float(std),
            ([mean, std], None) if is_zero(mean) => float(std),
            ([], Some(std)) => float(std),
            ([mean], Some(std)) if is_zero(mean) => float(std),
            _ => None,
        }
    }

    /// The limit of an interval around 0, if it is given; `None` if it is not around 0.
    fn limit(&self, [low, high]: [&str; 2]) -> Option<Option<String>> {
        match [self.named(&[low]), self.named(&[high])] {
            [None, None] => Some(None),
            [Some(low), Some(high)] => around_zero(low, high).map(Some),
            _ => None,
        }
    }

    /// The limit of a uniform distribution.
    fn uniform(&self) -> Option<String> {
        match (&self.places()[..], self.arguments.len()) {
            ([limit], 1) => float(limit),
            ([low, high], 2) => around_zero(low, high),
            ([], 1) => float(self.named(&["limit"])?),
            ([], 2) => [["a", "b"], ["low", "high"], ["minval", "maxval"]]
                .into_iter()
                .find_map(|names| self.limit(names).flatten()),
            _ => None,
        }
    }
}

/// The upper end of an interval, if the lower one is its negative.
fn around_zero(low: &str, high: &str) -> Option<String> {
    let high = float(high)?;
    (low.parse::<f64>().ok()? == -high.parse::<f64>().ok()? && !high.starts_with('-')).then_some(high)
}

/// The initialiser that assigns a number.
fn constant(value: &str) -> Option<String> {
    Some(match value.parse::<f64>() {
        Ok(0.0) => "Zeros".into(),
        Ok(1.0) => "Ones".into(),
        _ => format!("Constant {{ value: {} }}", float(value)?),
    })
}

/// A number as a literal of Rust with a decimal point or an exponent, or the name of a constant.
fn float(text: &str) -> Option<String> {
    match text.parse::<f64>() {
        Ok(_) if text.contains(['.', 'e', 'E']) => Some(text.into()),
        Ok(_) => Some(format!("{text}.0")),
        Err(_) => syn::parse_str::<syn::Path>(text).is_ok().then(|| text.into()),
    }
}

/// Reads `0.0, std = 0.02` or `std: 0.02`.
fn arguments(tokens: TokenStream) -> Vec<(Option<String>, String)> {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let is_sign =
        |token: &TokenTree, sign: &[char]| matches!(token, TokenTree::Punct(punct) if sign.contains(&punct.as_char()));
    let mut arguments = Vec::new();
    for argument in tokens.split(|token| is_sign(token, &[','])).filter(|argument| !argument.is_empty()) {
        let (name, value) = match argument {
            [TokenTree::Ident(name), sign, value @ ..] if is_sign(sign, &['=', ':']) => (Some(name.to_string()), value),
            value => (None, value),
        };
        // A number with its sign, or a path.
        arguments.push((name, value.iter().map(TokenTree::to_string).collect::<String>()));
    }
    arguments
}
