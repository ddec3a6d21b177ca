//! Text from a file or a caller as part of an error message: bounded in length, without control characters.

use std::fmt::{self, Display, Write};

/// The maximum number of characters of a foreign text that a message repeats.
const MAX_CHARS: usize = 80;

/// Displays a foreign text in a message: at most its first 80 characters, with control characters escaped; a longer text ends with
/// `...` and its length in bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Excerpt<'a>(pub(crate) &'a str);

impl Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_bounded(f, self.0, MAX_CHARS)
    }
}

/// Writes at most `max_chars` characters of a foreign text as [`Excerpt`] does.
pub(crate) fn write_bounded(f: &mut impl Write, text: &str, max_chars: usize) -> fmt::Result {
    let end = text.char_indices().nth(max_chars).map_or(text.len(), |(end, _)| end);
    for letter in text[..end].chars() {
        // Directional overrides and the like would change how the rest of the message reads.
        let hidden =
            matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        if letter.is_control() || hidden {
            write!(f, "{}", letter.escape_default())?;
        } else {
            f.write_char(letter)?;
        }
    }
    if end < text.len() {
        write!(f, "... ({} bytes)", text.len())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_are_shown_whole() {
        assert_eq!(Excerpt("fc1.weight").to_string(), "fc1.weight");
        assert_eq!(Excerpt("é".repeat(80).as_str()).to_string(), "é".repeat(80));
    }

    #[test]
    fn long_texts_end_with_their_length() {
        assert_eq!(Excerpt(&"é".repeat(1_000_000)).to_string(), "é".repeat(80) + "... (2000000 bytes)");
    }

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(Excerpt("a\x1b[31m\n\u{202e}b").to_string(), r"a\u{1b}[31m\n\u{202e}b");
    }
}
