//! Expressions that `forward` does not support: each is reported as what it is, and evaluated as what it means if it
//! can mean only one thing.

use super::nodes::ValueId;
use super::walk::{Reported, Walk, Walked};
use crate::diagnostics::{Spanned, messages};
use crate::syntax::code;
use proc_macro2::Span;
use quote::{ToTokens, quote};
use syn::{BinOp, Expr, ExprLit, ExprUnary, Lit, Member, UnOp};

impl Walk<'_> {
    /// Reports an expression that `forward` does not support.
    pub(super) fn unsupported(&mut self, expression: &Expr) -> Walked<ValueId> {
        let span = expression.span();
        match expression {
            // An unreadable statement has been reported.
            Expr::Verbatim(_) => Err(Reported),
            Expr::If(_) => self.report(span, messages::no_branch("if")),
            Expr::Match(_) => self.report(span, messages::no_branch("match")),
            Expr::ForLoop(_) => self.report(span, messages::no_loop("for")),
            Expr::While(_) => self.report(span, messages::no_loop("while")),
            Expr::Loop(_) => self.report(span, messages::no_loop("loop")),
            Expr::Closure(_) => self.report(span, messages::no_closure()),
            Expr::Macro(call) => self.report(span, messages::macro_inside(code(&call.mac.path.to_token_stream()))),
            Expr::Lit(literal) => self.report(span, messages::number_in_expression(code(&literal.to_token_stream()))),
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
                    let _ = self.operand(start);
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
            Expr::Unary(ExprUnary { op, expr, .. }) => {
                let _ = self.single(expr);
                let sign = code(&op.to_token_stream());
                self.report(op.span(), messages::no_operator(sign))
            }
            _ => self.report(span, messages::unsupported_expression()),
        }
    }

    /// Reports `a - b`, `a == b`, and numbers as operands of `+` and `*`; `None` for the sum or product of two values.
    pub(super) fn operands(&mut self, left: &Expr, sign: &BinOp, right: &Expr) -> Option<Walked<ValueId>> {
        let text = code(&sign.to_token_stream());
        match sign {
            BinOp::Mul(star) => {
                if let Expr::Unary(ExprUnary { op: UnOp::Deref(_), expr: exponent, .. }) = right {
                    let _ = self.single(left);
                    return Some(self.report(star.span(), of_power(left, exponent)));
                }
            }
            BinOp::Add(_) => {}
            _ => {
                let _ = (self.operand(left), self.operand(right));
                let is_comparison = matches!(
                    sign,
                    BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_)
                );
                let message = match is_comparison {
                    true => messages::no_comparison(text),
                    false => messages::no_operator(text),
                };
                return Some(self.report(sign.span(), message));
            }
        }
        let number = [left, right].into_iter().find_map(|operand| match without_sign(operand) {
            Expr::Lit(_) => Some((operand.span(), code(&operand.to_token_stream()))),
            _ => None,
        });
        let (span, number): (Span, String) = number?;
        let _ = (self.operand(left), self.operand(right));
        Some(self.report(span, messages::number_operand(text, number)))
    }

    fn is_of_self(&self, base: &Expr) -> bool {
        matches!(base, Expr::Path(path) if path.path.is_ident("self"))
    }

    /// Evaluates an operand for its own errors; a number has been reported.
    fn operand(&mut self, operand: &Expr) -> Walked<ValueId> {
        match without_sign(operand) {
            Expr::Lit(_) => Err(Reported),
            _ => self.single(operand),
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

/// The message for `x[..2]`, of which `split` gives one part, and for other indices.
fn of_index(value: &str, index: &Expr) -> String {
    let number = |expression: &Option<Box<Expr>>| match expression.as_deref() {
        Some(Expr::Lit(ExprLit { lit: Lit::Int(number), .. })) => number.base10_parse::<u64>().ok(),
        _ => None,
    };
    if let Expr::Range(range) = index
        && matches!(range.limits, syn::RangeLimits::HalfOpen(_))
    {
        let first_at = |size: u64| messages::no_slice(format!("let (first, _) = split::<{size}>({value});"));
        let second_at = |size: u64| messages::no_slice(format!("let (_, second) = split::<{size}>({value});"));
        match (number(&range.start), &range.start, number(&range.end), &range.end) {
            (None, None, Some(end), _) | (Some(0), _, Some(end), _) if end > 0 => return first_at(end),
            (Some(start), _, None, None) if start > 0 => return second_at(start),
            _ => {}
        }
    }
    messages::no_indexing()
}

/// The message for `h ** 2`.
fn of_power(base: &Expr, exponent: &Expr) -> String {
    match (base, exponent) {
        (Expr::Path(_), Expr::Lit(ExprLit { lit: Lit::Int(times), .. })) => match times.base10_parse::<usize>() {
            Ok(times @ 2..=4) => {
                let base = code(&base.to_token_stream());
                messages::power(vec![base; times].join(" * "))
            }
            _ => messages::power_of_expression(),
        },
        _ => messages::power_of_expression(),
    }
}
