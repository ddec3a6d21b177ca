//! Inputs and `let` statements, which bind names to values.

use super::comparison::Comparison;
use super::nodes::{Storage, Value, ValueId};
use super::walk::{Reported, Walk, Walked};
use crate::diagnostics::{A, B, Origin, Spanned, messages};
use crate::shape::{Shape, Verdict};
use crate::syntax::{TensorType, idents, of_annotation};
use proc_macro2::Ident;
use quote::ToTokens;
use syn::{Expr, Pat, Stmt};

/// The names that a statement binds.
fn bound_names(statement: &Stmt) -> Vec<String> {
    let Stmt::Local(local) = statement else { return Vec::new() };
    pattern_names(&local.pat).unwrap_or_default().iter().flatten().map(Ident::to_string).collect()
}

/// The names of a pattern, with `None` for `_`; `None` for a pattern that `forward` does not support.
fn pattern_names(pattern: &Pat) -> Option<Vec<Option<Ident>>> {
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

impl Walk<'_> {
    pub(super) fn inputs(&mut self) {
        for (index, input) in self.network.forward.inputs.iter().enumerate() {
            let name = input.name.to_string();
            let shape = self.graph.input_shapes[index].clone();
            let span = input.name.span();
            let origin = Origin { name: name.clone(), is_input: true, span };
            let id = self.value(&name, shape, origin, Storage::Input(index), span);
            self.graph.values[id].ignored = name.starts_with('_');
            if *self.variables.entry(name.clone()).or_insert(id) != id {
                self.errors.at(span, messages::duplicate("input", name));
            }
        }
    }

    /// Walks every statement, to find all errors; returns the values of the last expression.
    pub(super) fn body(&mut self) -> Walked<Vec<ValueId>> {
        let block = &self.network.forward.body;
        self.later = block.stmts.iter().flat_map(bound_names).collect();
        let mut result = None;
        let mut failed = false;
        for (index, statement) in block.stmts.iter().enumerate() {
            let is_last = index + 1 == block.stmts.len();
            match statement {
                Stmt::Local(local) => {
                    if self.bind(local).is_err() {
                        failed = true;
                        self.forget(idents(local.pat.to_token_stream()));
                    }
                }
                Stmt::Expr(expression, None) if is_last => {
                    result = Some(match expression {
                        Expr::Tuple(tuple) => {
                            let values: Vec<_> = tuple.elems.iter().map(|element| self.single(element)).collect();
                            values.into_iter().collect()
                        }
                        other => self.several(other),
                    });
                }
                Stmt::Expr(Expr::MethodCall(_) | Expr::Call(_) | Expr::Path(_), Some(semicolon)) if is_last => {
                    failed = true;
                    self.errors.at(semicolon.span(), messages::semicolon());
                }
                other => {
                    failed = true;
                    self.errors.at(other.span(), messages::only_lets());
                    if let Stmt::Expr(Expr::Assign(assign), _) = other {
                        self.forget(idents(assign.left.to_token_stream()));
                    }
                }
            }
        }
        match result {
            Some(result) => result,
            None if failed => Err(Reported),
            // A body that could not be parsed is empty.
            None if block.stmts.is_empty() && !self.errors.is_empty() => Err(Reported),
            None => self.report(self.network.forward.output_span, messages::no_result()),
        }
    }

    /// Suppresses errors at later uses of these names.
    fn forget(&mut self, names: Vec<String>) {
        for name in names {
            self.variables.remove(&name);
            self.later.insert(format!("?{name}"));
        }
    }

    fn bind(&mut self, local: &syn::Local) -> Walked<()> {
        let Some(names) = pattern_names(&local.pat) else {
            if let Pat::Ident(syn::PatIdent { mutability: Some(_), ident, .. }) = &local.pat {
                return self.report(local.pat.span(), messages::no_mut(ident));
            }
            return self.report(local.pat.span(), messages::pattern());
        };
        let Some(init) = local.init.as_ref().filter(|init| init.diverge.is_none()) else {
            return self.report(local.pat.span(), messages::let_without_value());
        };
        let mut values = self.expect_values(&init.expr, names.len(), local.pat.span());
        if let (Pat::Type(typed), Ok([value])) = (&local.pat, values.as_deref()) {
            values = self.annotate(*value, &typed.ty).map(|value| vec![value]);
        }
        for (name, id) in names.iter().zip(values?) {
            match name {
                Some(name) => {
                    let text = name.to_string();
                    let value = &mut self.graph.values[id];
                    value.ignored = text.starts_with('_');
                    // An alias of an input keeps the input's name and location.
                    if !matches!(value.storage, Storage::Input(_)) {
                        value.name = text.clone();
                        value.span = name.span();
                    }
                    self.variables.insert(text, id);
                }
                None => self.graph.values[id].ignored = true,
            }
        }
        Ok(())
    }

    /// Checks the annotation of `let h: Tensor<64> = ..`.
    fn annotate(&mut self, value: ValueId, ty: &syn::Type) -> Walked<ValueId> {
        let TensorType { sizes, span, .. } = self.reported(of_annotation(ty))?;
        let declared = Shape::real(self.scope.dims(&sizes));
        let Value { shape, origin, doubts, .. } = &self.graph.values[value];
        if shape.indices().is_some() {
            let text = messages::annotation(declared, shape, origin, messages::help_no_annotation());
            return self.report(span, text);
        }
        match self.verdict(value, &declared) {
            Verdict::Equal => Ok(value),
            Verdict::Different => {
                let help = messages::help_declare(shape.declaration(), false);
                self.report_of(&[value], messages::annotation(declared, shape, origin, help), span)
            }
            Verdict::Unknown => {
                let help = messages::help_declare(shape.declaration(), true);
                let text = self.located(messages::annotation(A, B, origin, help), &[value], span);
                let (comparison, doubts) = (Comparison::of(&declared, shape), doubts.clone());
                let value = self.connect(value, declared, text, span);
                if let Some(Comparison { claim, .. }) = comparison {
                    let doubt = self.doubt(&claim, &doubts, span);
                    self.graph.values[value].doubts = vec![doubt];
                }
                Ok(value)
            }
        }
    }
}
