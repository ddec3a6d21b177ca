//! The parts of a file's header: texts, and JSON objects with distinct keys.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;
use std::collections::HashSet;
use std::fmt::{self, Write};

/// The maximum number of characters of a text from the file that an error quotes.
const MAX_CHARS: usize = 80;

/// Quotes a text from the file in a message: its first characters, with control characters escaped.
pub(super) fn excerpt(text: &str) -> String {
    let end = text.char_indices().nth(MAX_CHARS).map_or(text.len(), |(end, _)| end);
    let mut short = String::new();
    for letter in text[..end].chars() {
        if letter.is_control() { short.extend(letter.escape_default()) } else { short.push(letter) }
    }
    if end < text.len() {
        // Writing to a string cannot fail.
        let _ = write!(short, "... ({} bytes)", text.len());
    }
    short
}

/// A JSON object with distinct keys.
#[derive(Default)]
pub(super) struct Object(pub(super) Vec<(String, Value)>);

impl Object {
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }
}

/// Visits the entries of an object, and rejects a key that occurs twice.
pub(super) fn entries<'de, A: MapAccess<'de>>(
    mut map: A,
    mut take: impl FnMut(&mut A, String) -> Result<(), A::Error>,
) -> Result<(), A::Error> {
    let mut names = HashSet::new();
    while let Some(name) = map.next_key::<String>()? {
        if !names.insert(name.clone()) {
            return Err(A::Error::custom(format_args!("two entries with the name `{}`", excerpt(&name))));
        }
        take(&mut map, name)?;
    }
    Ok(())
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Object::default())
    }
}

impl<'de> Visitor<'de> for Object {
    type Value = Object;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, map: A) -> Result<Object, A::Error> {
        entries(map, |map, name| {
            self.0.push((name, map.next_value()?));
            Ok(())
        })?;
        Ok(self)
    }
}
