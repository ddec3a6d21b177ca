//! All texts that a user sees, by topic.

mod derive;
mod grammar;
mod indices;
mod integers;
mod layers;
mod nested;
mod origin;
mod shapes;
mod sizes;
mod values;
mod words;

pub(crate) use derive::*;
pub(crate) use grammar::*;
pub(crate) use indices::*;
pub(crate) use integers::*;
pub(crate) use layers::*;
pub(crate) use nested::*;
pub(crate) use origin::Origin;
pub(crate) use shapes::*;
pub(crate) use sizes::*;
pub(crate) use values::*;
