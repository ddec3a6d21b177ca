//! Texts of a file in messages.

use std::fmt::Write;

/// The most characters of a text of the file that an error repeats.
const MAX_CHARS: usize = 80;

/// A text of the file in a message: its first characters, control characters escaped.
pub(super) fn excerpt(text: &str) -> String {
    let end = text.char_indices().nth(MAX_CHARS).map_or(text.len(), |(end, _)| end);
    let mut short = String::new();
    for letter in text[..end].chars() {
        if letter.is_control() { short.extend(letter.escape_default()) } else { short.push(letter) }
    }
    if end < text.len() {
        // Writing to a string does not fail.
        let _ = write!(short, "... ({} bytes)", text.len());
    }
    short
}
