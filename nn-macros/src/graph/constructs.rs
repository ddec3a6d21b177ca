//! Expressions that `forward` does not support: each is reported as what it is, and evaluated as what it means if it
//! can mean only one thing.

use super::nodes::ValueId;
use super::walk::{Reported, Walk, Walked};
use crate::catalogue;
use crate::diagnostics::{Spanned, messages};
use crate::syntax::code;
use quote::{ToTokens, quote};
use syn::{Expr, ExprLit, ExprUnary, Lit, Member, UnOp};

impl Walk<'_> {
    /// Reports an expression that `forward` does not support.
    pub(super) fn unsupported(&mut self, expression: &Expr) -> Walked<ValueId> {
        let span = expression.span();
        match expression {
            // An unreadable statement has been reported.
            Expr::Verbatim(_) => Err(Reported),
            Expr::If(_) => self.report(span, messages::no_branch("if")),
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
                let (span, message) = (index.bracket_token.span.join(), of_index(&value, &index.index));
                let _ = self.single(&index.expr);
                self.report(span, message)
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
                self.errors.at(question.question_token.span(), messages::no_question_mark());
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
                self.single(&cast.expr)
            }
            Expr::Field(field) => match &field.member {
                Member::Named(name) if self.is_of_self(&field.base) && self.stored(&name.to_string()).is_some() => {
                    self.errors.at(field.base.span(), messages::stored_of_self(name));
                    self.single(&syn::parse_quote!(#name))
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
                Member::Unnamed(index) => {
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
            _ => self.report(span, messages::unsupported_expression()),
        }
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

/// Returns the operand of a minus sign.
fn without_sign(operand: &Expr) -> &Expr {
    match operand {
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => expr,
        Expr::Paren(inner) => without_sign(&inner.expr),
        other => other,
    }
}

/// The message for `x[..2]`, which is a slice, for `x[0]`, which is one element, and for other indices.
fn of_index(value: &str, index: &Expr) -> String {
    let number = |expression: &Expr| match expression {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.base10_parse::<i64>().ok(),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => match &**expr {
            Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.base10_parse::<i64>().ok().map(|number| -number),
            _ => None,
        },
        _ => None,
    };
    if let Some(index) = number(index) {
        return messages::no_slice(format!("{value}.select::<0, {index}>()"));
    }
    if let Expr::Range(range) = index
        && matches!(range.limits, syn::RangeLimits::HalfOpen(_))
    {
        // The text of a bound, if it is an integer or missing.
        let bound = |bound: &Option<Box<Expr>>| match bound.as_deref() {
            None => Some(String::new()),
            Some(bound) => number(bound).map(|number| number.to_string()),
        };
        if let (Some(start), Some(end)) = (bound(&range.start), bound(&range.end))
            && !(start.is_empty() && end.is_empty())
        {
            return messages::no_slice(format!("{value}.slice::<0, {start}..{end}>()"));
        }
    }
    messages::no_indexing()
}
