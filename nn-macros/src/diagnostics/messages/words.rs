//! Words that several messages share.

/// The nearest of the known names, if one is near enough to be meant.
pub(super) fn meant<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|&known| (strsim::damerau_levenshtein(name, known), known))
        .filter(|&(distance, known)| distance <= 1 + known.len().min(name.len()) / 4)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, known)| known)
}

pub(super) fn did_you_mean(name: &str, known: &[&str], otherwise: &str) -> String {
    match meant(name, known) {
        Some(known) => format!("help: did you mean `{known}`?"),
        None => format!("help: {otherwise}"),
    }
}

pub(super) fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
