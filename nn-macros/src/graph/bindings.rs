//! The names that statements bind and assign to.

use crate::diagnostics::Spanned;
use crate::syntax::idents;
use proc_macro2::{Ident, Span};
use quote::ToTokens;
use std::collections::HashSet;
use syn::{BinOp, Expr, ExprBinary, Pat, PatIdent, Stmt};

/// The operator of `+=` or `*=`.
pub(super) fn compound(sign: &BinOp) -> Option<BinOp> {
    match sign {
        BinOp::AddAssign(sign) => Some(BinOp::Add(syn::Token![+](sign.spans[0]))),
        BinOp::MulAssign(sign) => Some(BinOp::Mul(syn::Token![*](sign.spans[0]))),
        BinOp::SubAssign(sign) => Some(BinOp::Sub(syn::Token![-](sign.spans[0]))),
        BinOp::DivAssign(sign) => Some(BinOp::Div(syn::Token![/](sign.spans[0]))),
        _ => None,
    }
}

/// The value of `h + x` that `h += x` assigns.
pub(super) fn compound_value(binary: &ExprBinary) -> Expr {
    let (left, sign, right) = (&binary.left, compound(&binary.op), &binary.right);
    match **right {
        Expr::Binary(_) => syn::parse_quote!(#left #sign (#right)),
        _ => syn::parse_quote!(#left #sign #right),
    }
}

/// Removes every `mut` of a pattern, and returns the names that follow one, with its span.
pub(super) fn without_mut(pattern: &mut Pat) -> Vec<(Ident, Span)> {
    match pattern {
        Pat::Ident(PatIdent { mutability, ident, .. }) => {
            mutability.take().map(|word| (ident.clone(), word.span())).into_iter().collect()
        }
        Pat::Type(typed) => without_mut(&mut typed.pat),
        Pat::Tuple(tuple) => tuple.elems.iter_mut().flat_map(without_mut).collect(),
        _ => Vec::new(),
    }
}

/// The names that a statement binds.
pub(super) fn bound_names(statement: &Stmt) -> Vec<String> {
    let Stmt::Local(local) = statement else { return Vec::new() };
    let mut pattern = local.pat.clone();
    without_mut(&mut pattern);
    pattern_names(&pattern).unwrap_or_default().iter().flatten().map(Ident::to_string).collect()
}

/// The names of a pattern, with `None` for `_`; `None` for a pattern that `forward` does not support.
pub(super) fn pattern_names(pattern: &Pat) -> Option<Vec<Option<Ident>>> {
    match pattern {
        Pat::Ident(ident) if ident.by_ref.is_none() && ident.mutability.is_none() && ident.subpat.is_none() => {
            Some(vec![Some(ident.ident.clone())])
        }
        Pat::Wild(_) => Some(vec![None]),
        Pat::Type(typed) => pattern_names(&typed.pat),
        Pat::Tuple(tuple) => {
            let name = |element| match pattern_names(element)?.as_slice() {
                [name] if !matches!(element, Pat::Tuple(_)) => Some(name.clone()),
                _ => None,
            };
            tuple.elems.iter().map(name).collect()
        }
        _ => None,
    }
}

/// The names that loops among these statements assign to.
pub(super) fn assigned_in_loops(statements: &[Stmt]) -> HashSet<String> {
    let mut names = HashSet::new();
    for statement in statements {
        if let Stmt::Expr(Expr::ForLoop(of), _) = statement {
            names.extend(assigned(&of.body.stmts));
        }
    }
    names
}

/// The names that statements assign to, in inner loops, too.
pub(super) fn assigned(statements: &[Stmt]) -> HashSet<String> {
    let mut names = assigned_in_loops(statements);
    for statement in statements {
        let target = match statement {
            Stmt::Expr(Expr::Assign(assign), _) => &assign.left,
            Stmt::Expr(Expr::Binary(binary), _) if compound(&binary.op).is_some() => &binary.left,
            _ => continue,
        };
        names.extend(idents(target.to_token_stream()));
    }
    names
}

/// The names on the left of an assignment, with `None` for `_`; `None` if it is neither a name nor a tuple of names.
pub(super) fn targets(target: &Expr) -> Option<Vec<Option<&Ident>>> {
    match target {
        Expr::Path(path) => path.path.get_ident().map(|name| vec![Some(name)]),
        Expr::Infer(_) => Some(vec![None]),
        Expr::Paren(inner) => targets(&inner.expr),
        Expr::Tuple(tuple) => {
            let name = |element| match targets(element)?.as_slice() {
                [name] if !matches!(element, Expr::Tuple(_)) => Some(*name),
                _ => None,
            };
            tuple.elems.iter().map(name).collect()
        }
        _ => None,
    }
}
