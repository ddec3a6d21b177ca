//! Objects of JSON whose names are all different.

use super::excerpt::excerpt;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;
use std::collections::HashSet;
use std::fmt;

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
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object, A::Error> {
                let mut object = Object::default();
                entries(map, |map, name| {
                    object.0.push((name, map.next_value()?));
                    Ok(())
                })?;
                Ok(object)
            }
        }
        deserializer.deserialize_map(Entries)
    }
}
