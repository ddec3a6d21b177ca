//! Suggestions for tensor names that do not exist.

use super::error::Name;
use strsim::levenshtein;

/// Returns the name closest to `name` in `names`, if it is close: at most two edits away, or one is a suffix of the other after a
/// dot.
fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let is_end = |whole: &str, end: &str| whole.strip_suffix(end).is_some_and(|start| start.ends_with('.'));
    // The edit distance is at least the difference in length; it is expensive to compute for long texts.
    let distance = |known: &str| {
        let is_near = name.chars().count().abs_diff(known.chars().count()) <= 2;
        if is_near { levenshtein(name, known) } else { usize::MAX }
    };
    names
        .map(|known| (distance(known), known))
        .filter(|&(distance, known)| distance <= 2 || is_end(name, known) || is_end(known, name))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, known)| known)
}

/// Returns the advice for a tensor that is missing among `names`; empty if no name is close.
pub(super) fn missing_help<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> String {
    let Some(near) = nearest(name, names) else { return String::new() };
    let help = format!("it has a tensor `{}`", Name(near));
    match near.strip_suffix(name) {
        Some(prefix) => {
            format!("{help}: `.strip_prefix(\"{}\")` of `nn::files::LoadOptions` removes the prefix", Name(prefix))
        }
        None => help,
    }
}

/// Replaces the first parts `from` of a name by `to`; `None` if the name does not start with them. Both may end with a dot, and may
/// be empty.
pub(super) fn replace_prefix(name: &str, from: &str, to: &str) -> Option<String> {
    let (from, to) = (from.trim_end_matches('.'), to.trim_end_matches('.'));
    let rest = match name.strip_prefix(from)? {
        rest if from.is_empty() => rest,
        "" => "",
        rest => rest.strip_prefix('.')?,
    };
    match (to, rest) {
        // The name would become empty.
        ("", "") => None,
        ("", rest) => Some(rest.into()),
        (to, "") => Some(to.into()),
        (to, rest) => Some(format!("{to}.{rest}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_nearest_name() {
        let names = ["fc1.weight", "fc1.bias", "fc2.weight", "model.fc3.weight"];
        assert_eq!(nearest("fc3.weight", names.into_iter().take(3)), Some("fc1.weight"));
        assert_eq!(nearest("encoder.conv.weight", names.into_iter()), None);
        assert_eq!(nearest("model.fc1.bias", names.into_iter()), Some("fc1.bias"));
    }

    #[test]
    fn prefixes_match_whole_parts_of_names() {
        let cases = [
            ("module.fc.weight", "module.", "", Some("fc.weight")),
            ("module.fc.weight", "module", "", Some("fc.weight")),
            ("modules.fc.weight", "module", "", None),
            ("module", "module", "", None),
            ("0.weight", "0", "fc1", Some("fc1.weight")),
            ("01.weight", "0", "fc1", None),
            ("weight", "", "fc1", Some("fc1.weight")),
            ("a.b.weight", "a.b", "c.d.", Some("c.d.weight")),
            ("head.weight", "head.weight", "embed.weight", Some("embed.weight")),
        ];
        for (name, from, to, expected) in cases {
            assert_eq!(replace_prefix(name, from, to).as_deref(), expected, "{name}: {from} to {to}");
        }
    }

    #[test]
    fn help_suggests_strip_prefix() {
        let help = missing_help("fc.weight", ["_orig_mod.fc.weight"].into_iter());
        assert!(help.contains("`.strip_prefix(\"_orig_mod.\")`"), "{help}");
        assert_eq!(missing_help("fc.weight", ["fcl.weight"].into_iter()), "it has a tensor `fcl.weight`");
    }
}
