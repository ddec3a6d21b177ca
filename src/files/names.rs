//! What may have been meant by a name that is not there.

use strsim::levenshtein;

/// Of `names`, the one that is nearest to `name`, if it is near: a few letters away, or one is the end of the other, behind a dot.
pub(crate) fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let is_end = |whole: &str, end: &str| whole.strip_suffix(end).is_some_and(|start| start.ends_with('.'));
    names
        .map(|known| (levenshtein(name, known), known))
        .filter(|&(distance, known)| distance <= 2 || is_end(name, known) || is_end(known, name))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names() {
        let names = ["fc1.weight", "fc1.bias", "fc2.weight", "model.fc3.weight"];
        assert_eq!(nearest("fc3.weight", names.into_iter().take(3)), Some("fc1.weight"));
        assert_eq!(nearest("encoder.conv.weight", names.into_iter()), None);
        assert_eq!(nearest("model.fc1.bias", names.into_iter()), Some("fc1.bias"));
    }
}
