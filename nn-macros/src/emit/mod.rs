//! Code generation, the only stage that produces tokens: the expansion of a network, or the stub after an error.

mod backward;
mod code;
mod derives;
mod editor;
mod expansion;
mod forward;
mod frame;
mod integers;
mod interface;
mod items;
mod layer;
mod methods;
mod names;
mod network;
mod pass;
mod plain;
mod skeleton;
mod spans;
mod streaming;
mod structure;
mod types;
mod workspace;

pub(crate) use editor::{in_editor, is_editor, shown};
pub(crate) use expansion::network;
pub(crate) use plain::plain_alone;
pub(crate) use skeleton::{name_alone, outline, skeleton, unreadable};
pub(crate) use types::{check_traits_of_sizes, dim, sample, shape};
