//! Expressions that `forward` does not support: each is reported as what it is, and evaluated as what it means if it
//! can mean only one thing.

use super::elementwise::arithmetic::number;
use super::nodes::ValueId;
use super::walk::{Reported, Walk, Walked};
use crate::catalogue;
use crate::diagnostics::{Spanned, messages};
use crate::syntax::{code, mentions};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Expr, ExprLit, ExprUnary, Lit, Member, UnOp};

impl Walk<'_> {
    /// Reports an expression that `forward` does not support.
    pub(super) fn unsupported(&mut self, expression: &Expr) -> Walked<ValueId> {
        let span = expression.span();
        match expression {
            // An unreadable statement has been reported.
            Expr::Verbatim(_) => Err(Reported),
            Expr::If(of) => {
                let message = match self.select_of(of) {
                    Some(select) => messages::choice(select),
                    None => messages::no_branch("if"),
                };
                self.report(span, message)
            }
            Expr::Match(_) => self.report(span, messages::no_branch("match")),
            Expr::ForLoop(_) => self.report(span, messages::for_as_value()),
            Expr::While(_) => self.report(span, messages::no_loop("while")),
            Expr::Loop(_) => self.report(span, messages::no_loop("loop")),
            Expr::Closure(_) => self.report(span, messages::no_closure()),
            Expr::Macro(call) => self.report(span, messages::macro_inside(code(&call.mac.path.to_token_stream()))),
            Expr::Lit(literal) => {
                let text = code(&literal.to_token_stream());
                self.report(
                    span,
                    match literal.lit {
                        Lit::Int(_) | Lit::Float(_) => messages::number_in_expression(text),
                        _ => messages::literal_in_expression(text),
                    },
                )
            }
            Expr::Array(_) | Expr::Repeat(_) => self.report(span, messages::array_as_value()),
            Expr::Block(_) | Expr::Unsafe(_) | Expr::Async(_) | Expr::Const(_) => {
                self.report(span, messages::block_as_value())
            }
            Expr::Index(index) => {
                let value = code(&index.expr.to_token_stream());
                let span = index.bracket_token.span.join();
                let errors = self.errors.count();
                let of = self.single(&index.expr).ok();
                if of.is_none() && self.errors.count() > errors && !matches!(&*index.expr, Expr::Path(_)) {
                    // What is indexed is no value.
                    return Err(Reported);
                }
                let rank = of.and_then(|of| Some(self.graph.values[of].shape.known()?.len()));
                self.report(span, of_index(&value, &index.index, rank))
            }
            Expr::Range(range) => {
                // What an editor has not finished is the end of the range.
                if let Some(start) = &range.start {
                    self.start(start);
                }
                let message = match (range.start.as_deref(), range.end.as_deref()) {
                    (Some(start), Some(end @ (Expr::Call(_) | Expr::MethodCall(_)))) => {
                        messages::single_dot(code(&quote!(#start.#end)))
                    }
                    _ => messages::range_as_value(),
                };
                self.report(range.limits.span(), message)
            }
            Expr::Try(question) => {
                self.infallible(question.question_token.span());
                self.single(&question.expr)
            }
            Expr::Await(awaited) => {
                self.errors.at(awaited.await_token.span(), messages::no_await());
                self.single(&awaited.base)
            }
            Expr::Reference(reference) => {
                self.errors.at(span, messages::no_reference());
                self.single(&reference.expr)
            }
            Expr::Cast(cast) => {
                self.errors.at(cast.as_token.span(), messages::no_cast());
                match number(&cast.expr) {
                    Some(_) => Err(Reported),
                    None => self.single(&cast.expr),
                }
            }
            Expr::Field(field) => match &field.member {
                Member::Named(name) if self.is_of_self(&field.base) && self.stored(&name.to_string()).is_some() => {
                    self.errors.at(field.base.span(), messages::stored_of_self(name));
                    self.single(&syn::parse_quote!(#name))
                }
                Member::Named(name)
                    if ["weight", "bias", "kernel"].iter().any(|tensor| name == tensor)
                        && !self.is_layer_name(&name.to_string())
                        && self.layer_of(&field.base).is_some() =>
                {
                    self.used_fields
                        .extend(self.layer_of(&field.base).and_then(|layer| self.field(&layer.to_string())));
                    self.report(name.span(), messages::tensor_of_layer(name, code(&field.base.to_token_stream())))
                }
                Member::Named(name) => {
                    let base = &field.base;
                    let call: Expr = syn::parse_quote!(#base.#name());
                    let text = name.to_string();
                    if !self.is_layer_name(&text) && catalogue::is_foreign(&text) && !catalogue::is_operation(&text) {
                        // The error of the call names what is meant.
                        return self.single(&call);
                    }
                    self.errors.at(name.span(), messages::not_called(name, code(&call.to_token_stream())));
                    self.single(&call)
                }
                Member::Unnamed(_) if self.is_forgotten_value(&field.base) => Err(Reported),
                Member::Unnamed(index) => {
                    if let Some(message) = self.states_of_part(&field.base, index.index) {
                        return self.report(index.span(), message);
                    }
                    let mut names = vec!["_".to_string(); (index.index as usize + 1).max(2)];
                    names[index.index as usize] = "a".into();
                    let base = code(&field.base.to_token_stream());
                    let binding = format!("let ({}) = {base};", names.join(", "));
                    self.report(index.span(), messages::no_part(binding))
                }
            },
            Expr::Unary(ExprUnary { op: UnOp::Neg(_), .. }) => {
                self.report(span, messages::number_in_expression(code(&expression.to_token_stream())))
            }
            Expr::Unary(ExprUnary { op, expr, .. }) => {
                let _ = self.single(expr);
                let sign = code(&op.to_token_stream());
                self.report(op.span(), messages::no_operator(&sign))
            }
            Expr::Path(path) if is_constant(&path.path) => {
                self.report(span, messages::constant_in_expression(&code(&expression.to_token_stream())))
            }
            _ => self.report(span, messages::unsupported_expression()),
        }
    }

    /// Reports that no call can fail, once.
    pub(super) fn infallible(&mut self, span: Span) {
        if !self.is_infallible {
            self.is_infallible = true;
            let functions = self.network.functions.iter().map(|(_, function)| function);
            let bodies = std::iter::once(&self.network.forward).chain(functions).map(|function| &function.body);
            let bodies = bodies.map(ToTokens::to_token_stream).collect();
            self.errors.at(span, messages::infallible(count_of(&bodies, "?"), count_of(&bodies, "Ok") > 0));
        }
    }

    /// The `select` of an `if` that compares values, and whose branches are expressions.
    fn select_of(&self, of: &syn::ExprIf) -> Option<String> {
        let only = |block: &syn::Block| match &block.stmts[..] {
            [syn::Stmt::Expr(value, None)] => Some(code(&value.to_token_stream())),
            _ => None,
        };
        let mentions_value = mentions(&of.cond.to_token_stream(), &|name| self.is_value_name(name));
        if !is_comparison(&of.cond) || !mentions_value {
            return None;
        }
        let Expr::Block(otherwise) = &*of.else_branch.as_ref()?.1 else { return None };
        let otherwise = only(&otherwise.block)?;
        Some(format!("select({}, {}, {otherwise})", code(&of.cond.to_token_stream()), only(&of.then_branch)?))
    }

    /// Returns whether this is the name of a value for which an error has been reported.
    fn is_forgotten_value(&self, base: &Expr) -> bool {
        matches!(base, Expr::Path(path) if path.path.get_ident().is_some_and(|name| self.is_forgotten(&name.to_string())))
    }

    fn is_of_self(&self, base: &Expr) -> bool {
        matches!(base, Expr::Path(path) if path.path.is_ident("self"))
    }

    /// Evaluates the start of a range for its own errors; a number has none.
    fn start(&mut self, operand: &Expr) {
        if !matches!(without_sign(operand), Expr::Lit(_)) {
            let _ = self.single(operand);
        }
    }
}

/// The number of tokens that read like this, within groups, too.
fn count_of(tokens: &TokenStream, text: &str) -> usize {
    let count = |token| match token {
        TokenTree::Group(group) => count_of(&group.stream(), text),
        token => usize::from(token.to_string() == text),
    };
    tokens.clone().into_iter().map(count).sum()
}

/// Returns whether a path is that of a constant, such as `std::f32::consts::PI`.
fn is_constant(path: &syn::Path) -> bool {
    let last = path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
    path.segments.len() > 1 && last.len() > 1 && !last.contains(char::is_lowercase)
}

/// Returns the operand of a minus sign.
fn without_sign(operand: &Expr) -> &Expr {
    match operand {
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => expr,
        Expr::Paren(inner) => without_sign(&inner.expr),
        other => other,
    }
}

/// Returns whether an expression compares two others.
fn is_comparison(expression: &Expr) -> bool {
    use syn::BinOp::{Eq, Ge, Gt, Le, Lt, Ne};
    matches!(expression, Expr::Binary(binary) if matches!(binary.op, Lt(_) | Le(_) | Gt(_) | Ge(_) | Eq(_) | Ne(_)))
}

/// The message for `x[..2]`, which is a slice, for `x[0]`, which is one element, for both along several axes, and for other
/// indices. `rank` is the number of axes of the value, if it is known.
fn of_index(value: &str, index: &Expr, rank: Option<usize>) -> String {
    let parts: Vec<&Expr> = match index {
        Expr::Tuple(tuple) => tuple.elems.iter().collect(),
        mask if is_comparison(mask) => return messages::no_mask_as_index(value, code(&index.to_token_stream())),
        other => vec![other],
    };
    // The batch in front, which is no axis of a sample.
    let is_batch = match parts[..] {
        [Expr::Infer(_), _, ..] => true,
        [Expr::Range(all), _, ..] => all.start.is_none() && all.end.is_none() && rank == Some(parts.len() - 1),
        _ => false,
    };
    let parts = &parts[usize::from(is_batch)..];
    if parts.len() > 1 && rank.is_none_or(|rank| parts.len() > rank) {
        return messages::no_indexing();
    }
    // A selected axis is no longer there, so the last ones come first.
    let calls: Option<Vec<_>> = parts.iter().enumerate().rev().map(|(axis, part)| part_of(axis, part)).collect();
    match calls.map(|calls| calls.concat()) {
        Some(calls) if !calls.is_empty() => messages::no_slice(format!("{value}{calls}")),
        _ => messages::no_indexing(),
    }
}

/// The call for one index along an axis; empty for all elements.
fn part_of(axis: usize, part: &Expr) -> Option<String> {
    let number = |expression: &Expr| match expression {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.base10_parse::<i64>().ok(),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => match &**expr {
            Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.base10_parse::<i64>().ok().map(|number| -number),
            _ => None,
        },
        _ => None,
    };
    if let Some(index) = number(part) {
        return Some(format!(".select::<{axis}, {index}>()"));
    }
    let Expr::Range(range) = part else { return None };
    if !matches!(range.limits, syn::RangeLimits::HalfOpen(_)) {
        return None;
    }
    // The text of a bound, if it is an integer or missing.
    let bound = |bound: &Option<Box<Expr>>| match bound.as_deref() {
        None => Some(String::new()),
        Some(bound) => number(bound).map(|number| number.to_string()),
    };
    let (start, end) = (bound(&range.start)?, bound(&range.end)?);
    let is_all = start.is_empty() && end.is_empty();
    Some(if is_all { String::new() } else { format!(".slice::<{axis}, {start}..{end}>()") })
}
