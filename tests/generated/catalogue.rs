//! The names of all layers and operations of `network!`, read from the sources of the macros.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use syn::{Expr, Item, Lit};

/// All layers and operations, and `+`, `-` and `*`.
pub(crate) fn operation_names() -> BTreeSet<String> {
    let mut names: BTreeSet<_> = ["+", "-", "*"].map(String::from).into();
    for (file, name) in [
        ("catalogue/layers/layer.rs", "KNOWN"),
        ("catalogue/layers/norm.rs", "LAYERS"),
        ("catalogue/operations/names.rs", "METHODS"),
        ("catalogue/operations/names.rs", "FUNCTIONS"),
    ] {
        names.extend(list(file, name));
    }
    names
}

/// The names in a constant list of the macros' sources.
fn list(file: &str, name: &str) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("nn-macros/src").join(file);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let items = syn::parse_file(&text).unwrap().items;
    let list = items.into_iter().find_map(|item| match item {
        Item::Const(item) if item.ident == name => Some(*item.expr),
        _ => None,
    });
    let Some(Expr::Reference(list)) = list else { panic!("{file} has no list `{name}`") };
    let Expr::Array(list) = *list.expr else { panic!("`{name}` is a list") };
    list.elems.into_iter().map(first_text).collect()
}

/// A string literal, or the first element of a tuple.
fn first_text(element: Expr) -> String {
    match element {
        Expr::Lit(syn::ExprLit { lit: Lit::Str(text), .. }) => text.value(),
        Expr::Tuple(tuple) => tuple.elems.into_iter().next().map(first_text).unwrap_or_default(),
        _ => panic!("an element of the list is not a string literal"),
    }
}
