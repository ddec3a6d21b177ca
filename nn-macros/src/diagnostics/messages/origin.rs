//! The layer or input that a shape comes from, as messages name it.

use proc_macro2::Span;
use std::fmt;

/// Where a shape comes from.
#[derive(Clone)]
pub(crate) struct Origin {
    pub(crate) name: String,
    /// An input of the network, not a layer.
    pub(crate) is_input: bool,
    /// The call of the layer.
    pub(crate) span: Span,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}
