//! The names that statements bind.

use proc_macro2::Ident;
use syn::{Pat, Stmt};

/// The names that a statement binds.
pub(super) fn bound_names(statement: &Stmt) -> Vec<String> {
    let Stmt::Local(local) = statement else { return Vec::new() };
    pattern_names(&local.pat).unwrap_or_default().iter().flatten().map(Ident::to_string).collect()
}

/// The names of a pattern, `None` for `_`; `None` for a pattern that `forward` does not know.
pub(super) fn pattern_names(pattern: &Pat) -> Option<Vec<Option<Ident>>> {
    match pattern {
        Pat::Ident(ident) if ident.by_ref.is_none() && ident.mutability.is_none() && ident.subpat.is_none() => {
            Some(vec![Some(ident.ident.clone())])
        }
        Pat::Wild(_) => Some(vec![None]),
        Pat::Type(typed) => pattern_names(&typed.pat),
        Pat::Tuple(tuple) => {
            let mut names = Vec::new();
            for element in &tuple.elems {
                match pattern_names(element)?.as_slice() {
                    [name] if !matches!(element, Pat::Tuple(_)) => names.push(name.clone()),
                    _ => return None,
                }
            }
            Some(names)
        }
        _ => None,
    }
}
