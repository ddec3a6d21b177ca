//! Slips of notation: each changes one piece of a correct module's text, as a user of another framework or language would write
//! it. Rules that are independent of the macro predict the error, and often the whole fix, which is what stood there before.

mod body;
mod fields;
mod signature;
mod types;

use crate::architecture::{Module, Network};
use crate::random::Random;
use crate::write::{Expected, Place, Written};

/// A kind of slip: a change of the text, or `None` if the text has no place for it.
pub(crate) struct Slip {
    pub(crate) name: &'static str,
    pub(crate) make: fn(&mut Random, &Text<'_>) -> Option<Change>,
}

/// All slips.
pub(crate) fn slips() -> impl Iterator<Item = &'static Slip> {
    [types::SLIPS, fields::SLIPS, signature::SLIPS, body::SLIPS].into_iter().flatten()
}

/// The text of a correct module.
pub(crate) struct Text<'a> {
    pub(crate) module: &'a Module,
    pub(crate) written: &'a Written,
}

/// The replacement of some bytes of a text, and the error that it causes.
pub(crate) struct Change {
    start: usize,
    end: usize,
    text: String,
    /// Other replacements, behind the first.
    more: Vec<(usize, usize, String)>,
    /// The first line of the message.
    headline: String,
    /// The marked word, and its first byte in the new text, counted from `start`.
    word: String,
    at: usize,
    /// The second line, if the whole of it is predicted.
    help: Option<String>,
    /// The line behind it, if there is one.
    note: Option<String>,
}

impl Change {
    /// Replaces the bytes from `start` to `end`; the error is at `word`, whose first occurrence in the new text is marked.
    fn new(start: usize, end: usize, text: impl Into<String>, word: &str, headline: impl Into<String>) -> Self {
        let text = text.into();
        let at = text.find(word).unwrap_or_else(|| panic!("`{word}` is in `{text}`"));
        let (headline, word) = (headline.into(), word.to_string());
        Change { start, end, text, more: Vec::new(), headline, word, at, help: None, note: None }
    }

    /// Marks the last occurrence of the word.
    fn at_last(mut self) -> Self {
        self.at = self.text.rfind(&self.word).unwrap_or(self.at);
        self
    }

    /// Marks what begins this number of bytes behind the start of the change, in the new text.
    fn at(mut self, at: usize) -> Self {
        self.at = at;
        self
    }

    /// Predicts that the help proposes this code.
    fn fixed_by(mut self, code: impl std::fmt::Display) -> Self {
        self.help = Some(format!("help: write `{code}`"));
        self
    }

    /// Predicts that the help asks whether this name is meant.
    fn meaning(mut self, name: &str) -> Self {
        self.help = Some(format!("help: did you mean `{name}`?"));
        self
    }

    /// Predicts the note about types of the user's own.
    fn with_note_of(mut self, name: &str) -> Self {
        self.note = Some(format!("note: a type of your own with this name needs its path, as in `self::{name}`"));
        self
    }

    /// The new text, and the expected error.
    pub(crate) fn apply(&self, old: &str) -> (String, Expected) {
        let mut text = old.to_string();
        for (start, end, new) in self.more.iter().rev() {
            text.replace_range(start..end, new);
        }
        text.replace_range(self.start..self.end, &self.text);
        let before = &text[..self.start + self.at];
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
        let place = Place { word: self.word.clone(), line, column };
        let (headline, help, note) = (self.headline.clone(), self.help.clone(), self.note.clone());
        (text, Expected { headline, calls: Vec::new(), place, help, note_of_name: note })
    }
}

impl<'a> Text<'a> {
    fn text(&self) -> &'a str {
        &self.written.text
    }

    /// The first byte of a marked word.
    fn offset(&self, mark: crate::architecture::Mark) -> usize {
        let place = self.written.place(mark);
        let line: usize = self.text().split_inclusive('\n').take(place.line - 1).map(str::len).sum();
        line + place.column - 1
    }

    fn network(&self, random: &mut Random) -> &'a Network {
        random.one_of(&self.module.networks)
    }

    /// The first byte of a network's declaration.
    fn start_of(&self, network: &Network) -> usize {
        let heads = ["{", "<"]
            .map(|next| format!("    pub struct {}{}{next}", network.name, if next == "{" { " " } else { "" }));
        heads.iter().find_map(|head| self.text().find(head)).expect("every network is written")
    }

    /// The first byte of a piece of text in a network, and the byte behind it.
    fn find(&self, network: &Network, piece: &str) -> Option<(usize, usize)> {
        let start = self.start_of(network);
        let end = self.text()[start..].find("\n}\n").map_or(self.text().len(), |end| start + end);
        let found = start + self.text()[start..end].find(piece)?;
        Some((found, found + piece.len()))
    }
}

/// Exchanges two letters of a name, neither of which is the first; `None` if the result is the same.
fn misspelt(random: &mut Random, name: &str) -> Option<String> {
    let letters: Vec<char> = name.chars().collect();
    let can_swap = |&at: &usize| {
        letters[at] != letters[at + 1] && letters[at].is_ascii_alphabetic() && letters[at + 1].is_ascii_alphabetic()
    };
    let places: Vec<_> = (1..letters.len().saturating_sub(1)).filter(can_swap).collect();
    let at = *places.get(random.below(places.len().max(1)))?;
    let mut letters = letters;
    letters.swap(at, at + 1);
    Some(letters.into_iter().collect())
}
