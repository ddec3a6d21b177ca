//! The header of an array: its type, memory order and shape.

use crate::excerpt::Excerpt;

/// The content of a header: a Python dictionary literal with three keys.
pub(super) struct Header {
    pub(super) descr: String,
    pub(super) fortran: bool,
    pub(super) dims: Vec<usize>,
}

impl Header {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let bad = || {
            let text = Excerpt(text.trim());
            format!("its header is `{text}`, expected `{{'descr': .., 'fortran_order': .., 'shape': ..}}`")
        };
        let mut rest = text.trim().strip_prefix('{').and_then(|text| text.strip_suffix('}')).ok_or_else(bad)?.trim();
        let (mut descr, mut fortran, mut dims) = (None, None, None);
        while !rest.is_empty() {
            let (key, value) = quoted(rest).ok_or_else(bad)?;
            let value = value.trim_start().strip_prefix(':').ok_or_else(bad)?.trim_start();
            let after = match key {
                "descr" if descr.is_none() => {
                    // The type of a structured array is a list.
                    let (text, after) =
                        quoted(value).ok_or_else(|| "its elements are records, expected a scalar type".to_string())?;
                    descr = Some(text.to_string());
                    after
                }
                "fortran_order" if fortran.is_none() => {
                    let end = value.find([',', '}']).unwrap_or(value.len());
                    fortran = Some(match value[..end].trim() {
                        "True" => true,
                        "False" => false,
                        _ => return Err(bad()),
                    });
                    &value[end..]
                }
                "shape" if dims.is_none() => {
                    let (inside, after) =
                        value.strip_prefix('(').and_then(|value| value.split_once(')')).ok_or_else(bad)?;
                    dims = Some(sizes(inside).ok_or_else(bad)?);
                    after
                }
                _ => return Err(bad()),
            };
            let after = after.trim_start();
            rest = match after.strip_prefix(',') {
                Some(after) => after.trim_start(),
                None if after.is_empty() => after,
                None => return Err(bad()),
            };
        }
        let (Some(descr), Some(fortran), Some(dims)) = (descr, fortran, dims) else { return Err(bad()) };
        Ok(Self { descr, fortran, dims })
    }
}

/// Splits off a quoted text; returns it and the rest.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|letter| matches!(letter, '\'' | '"'))?;
    text[1..].split_once(quote)
}

/// Parses the sizes in a tuple, at most 32, NumPy's limit.
fn sizes(inside: &str) -> Option<Vec<usize>> {
    let inside = inside.trim();
    let inside = inside.strip_suffix(',').unwrap_or(inside);
    if inside.is_empty() {
        return Some(Vec::new());
    }
    let sizes: Vec<usize> = inside.split(',').take(33).map(|size| size.trim().parse().ok()).collect::<Option<_>>()?;
    (sizes.len() <= 32).then_some(sizes)
}
