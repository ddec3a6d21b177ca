//! The scopes of names in `forward`: loops, and what their names hide.

use super::nodes::{Place, ValueId};

/// A loop whose body is walked.
pub(super) struct Loop {
    /// The name of the layer of an iteration.
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) is_called: bool,
    /// What the names that the body binds meant before, in the order in which they were bound.
    pub(super) hidden: Vec<Hidden>,
}

/// The former meaning of a name.
pub(super) struct Hidden {
    pub(super) name: String,
    pub(super) value: Option<ValueId>,
    pub(super) binding: Option<Binding>,
}

/// How a `let` binds a name.
#[derive(Clone, Copy)]
pub(super) struct Binding {
    /// The number of loops around it.
    pub(super) depth: usize,
    pub(super) is_mutable: bool,
}
