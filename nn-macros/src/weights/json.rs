//! What the header of a file holds: texts, and objects of JSON whose names are all different.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;
use std::collections::HashSet;
use std::fmt::{self, Write};

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

/// An object of JSON whose names are all different.
#[derive(Default)]
pub(super) struct Object(pub(super) Vec<(String, Value)>);

impl Object {
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }
}

/// What an object has, with an error for a name that occurs twice.
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
