//! Parsing of arguments: of a layer, between `<>`, and of an operation in `forward`, between `::<` and `>`, which have
//! the same syntax.
//!
//! After `::<`, syn parses types and constants, but no integers in parentheses, as in
//! `x.max_pool::<2, stride = (1, 3)>()`. They are therefore wrapped in a macro call, which may contain any tokens, and
//! unwrapped after parsing.

use super::ast::{Argument, LayerType, Value};
use super::sizes;
use super::words::{SEVERAL, in_angles};
use crate::diagnostics::{Spanned, messages};
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{AngleBracketedGenericArguments, Expr, ExprLit, GenericArgument, Ident, Lit, Token, Type};

/// Parses the type of a layer.
pub(crate) fn layer_type(input: ParseStream<'_>) -> syn::Result<LayerType> {
    let path: syn::Path = input.call(syn::Path::parse_mod_style)?;
    let span = path.segments.last().map_or_else(|| path.span(), |segment| segment.ident.span());
    let mut arguments = Vec::new();
    in_angles(input, messages::unclosed_angle(&path), || {
        arguments.push(argument(input)?);
        if input.peek(Token![+]) || input.peek(Token![-]) || input.peek(Token![*]) || input.peek(Token![/]) {
            return Err(syn::Error::new(input.span(), messages::no_arithmetic()));
        }
        Ok(())
    })?;
    Ok(LayerType { path, arguments, span })
}

pub(crate) fn argument(input: ParseStream<'_>) -> syn::Result<Argument> {
    Ok(if input.peek(Token![_]) {
        Argument::Infer(input.parse::<Token![_]>()?.span)
    } else if input.peek(syn::Lifetime) {
        Argument::Lifetime(input.parse()?)
    } else if input.peek(syn::token::Brace) {
        Argument::Const(Expr::Block(input.parse()?))
    } else if input.peek(Ident) && input.peek2(Token![=]) {
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        Argument::Named(name, value(input)?)
    } else if input.peek(Lit) && !input.peek(syn::LitInt) {
        Argument::Number(input.parse()?)
    } else {
        Argument::Size(sizes::size(input)?)
    })
}

/// Parses `3`, `false`, a type, or several of them in parentheses.
fn value(input: ParseStream<'_>) -> syn::Result<Value> {
    if input.peek(syn::token::Paren) {
        let content;
        syn::parenthesized!(content in input);
        let values = Punctuated::<_, Token![,]>::parse_terminated_with(&content, value)?;
        return Ok(Value::Tuple(values.into_iter().collect()));
    }
    if input.peek(Token![-]) && input.peek2(Lit) {
        // A negative number is reported as an invalid size.
        sizes::size(input)?;
    }
    Ok(if input.peek(Lit) { Value::Literal(input.parse()?) } else { Value::Type(Box::new(sizes::named(input)?)) })
}

/// Parses the arguments of an operation.
pub(crate) fn arguments(generics: &AngleBracketedGenericArguments) -> syn::Result<Vec<Argument>> {
    generics.args.iter().map(of_operation).collect()
}

fn of_operation(generic: &GenericArgument) -> syn::Result<Argument> {
    match generic {
        // 0 is not a size, but some operations accept it.
        GenericArgument::Const(Expr::Lit(ExprLit { lit: lit @ Lit::Int(int), .. })) if int.base10_digits() == "0" => {
            Ok(Argument::Number(lit.clone()))
        }
        GenericArgument::AssocType(syn::AssocType { ident, ty: Type::Macro(several), .. })
            if several.mac.path.is_ident(SEVERAL) =>
        {
            let values = &several.mac.tokens;
            argument.parse2(quote!(#ident = #values))
        }
        other => argument.parse2(other.to_token_stream()),
    }
}

/// Rewrites the body of `forward` so that syn can parse it.
pub(super) fn for_syn(body: Group) -> Group {
    match rewritten(body.stream()) {
        Some(tokens) => regrouped(&body, tokens),
        None => body,
    }
}

/// Creates a group with other tokens.
fn regrouped(group: &Group, tokens: TokenStream) -> Group {
    let mut readable = Group::new(group.delimiter(), tokens);
    // syn reports missing tokens at the end of a group.
    readable.set_span(group.span_close());
    readable
}

/// Rewrites tokens; `None` if they do not change.
fn rewritten(tokens: TokenStream) -> Option<TokenStream> {
    let mut written: Vec<TokenTree> = Vec::new();
    let (mut open, mut changed) = (0_usize, false);
    for token in tokens {
        let is_behind = |signs: &str| {
            let before = written.iter().rev().zip(signs.chars().rev());
            let mut before =
                before.map(|(token, sign)| matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign));
            written.len() >= signs.len() && before.all(|is_sign| is_sign)
        };
        match token {
            TokenTree::Group(values) if open > 0 && values.delimiter() == Delimiter::Parenthesis && is_behind("=") => {
                let name = Ident::new(SEVERAL, Span::call_site());
                written.extend(quote!(#name! { #values }));
                changed = true;
            }
            TokenTree::Group(group) => match rewritten(group.stream()) {
                Some(tokens) => {
                    written.push(TokenTree::Group(regrouped(&group, tokens)));
                    changed = true;
                }
                None => written.push(TokenTree::Group(group)),
            },
            TokenTree::Punct(punct) => {
                match punct.as_char() {
                    '<' if open > 0 || is_behind("::") => open += 1,
                    '>' => open = open.saturating_sub(1),
                    // An unclosed argument list ends with its statement.
                    ';' => open = 0,
                    _ => {}
                }
                written.push(TokenTree::Punct(punct));
            }
            other => written.push(other),
        }
    }
    changed.then(|| written.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(body: TokenStream) -> String {
        for_syn(Group::new(Delimiter::Brace, body)).stream().to_string().replace(' ', "")
    }

    #[test]
    fn parenthesised_values_become_macro_calls() {
        for (body, readable) in [
            (quote!(x.pool::<2, a = (1, 3), b = 2>()), "x.pool::<2,a=__several!{(1,3)},b=2>()"),
            (quote!(f(x.pool::<a = (1, 3)>(), y)), "f(x.pool::<a=__several!{(1,3)}>(),y)"),
            (quote!(x.pool::<Sum<H, W>, a = (H, 3)>()), "x.pool::<Sum<H,W>,a=__several!{(H,3)}>()"),
        ] {
            assert_eq!(text(body), readable);
        }
    }

    #[test]
    fn other_syntax_is_unchanged() {
        for body in [
            quote!(let y = (a, b); y),
            quote!(let y: Tensor<3> = (x.fc()); y),
            quote!(let (a, b) = (x.pool::<2>(), x.reshape::<3, 4>()); a),
            // An unclosed argument list.
            quote!(let a = x.pool::<2; let b = (x); b),
        ] {
            assert_eq!(text(body.clone()), body.to_string().replace(' ', ""));
        }
    }

    #[test]
    fn parses_arguments_as_written() {
        let body = for_syn(Group::new(Delimiter::Brace, quote!(x.pool::<2, a = (1, dim![3]), b = 2>())));
        let block: syn::Block = syn::parse2(TokenTree::Group(body).into()).unwrap();
        let [syn::Stmt::Expr(Expr::MethodCall(call), None)] = &block.stmts[..] else { panic!("a call") };
        let read = arguments(call.turbofish.as_ref().unwrap()).unwrap();
        let [Argument::Size(_), Argument::Named(a, Value::Tuple(values)), Argument::Named(b, _)] = &read[..] else {
            panic!("three arguments")
        };
        assert_eq!((a.to_string().as_str(), values.len(), b.to_string().as_str()), ("a", 2, "b"));
    }
}
