//! The layers and the body of `forward` as the user wrote them, finished or not: tokens are read without parsing them, so
//! that nothing before the cursor depends on what is missing behind it.

use crate::syntax::{compact, split_at};
use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::ext::IdentExt;

/// The layers with named arguments that the editor completes.
const LAYERS: &[&str] = &[
    "Linear",
    "Bilinear",
    "Conv1d",
    "Conv2d",
    "Conv3d",
    "ConvTranspose1d",
    "ConvTranspose2d",
    "ConvTranspose3d",
    "Embedding",
    "Lstm",
    "Gru",
    "Rnn",
    "Parameter",
    "Buffer",
    "BatchNorm1d",
    "BatchNorm2d",
    "BatchNorm3d",
    "InstanceNorm1d",
    "InstanceNorm2d",
    "InstanceNorm3d",
    "LayerNorm",
    "GroupNorm",
    "RmsNorm",
    "PRelu",
];

pub(super) struct Source {
    name: Option<Ident>,
    fields: Vec<Field>,
    body: Vec<TokenTree>,
}

/// A layer: its name, and its type as tokens.
struct Field {
    name: Ident,
    ty: Vec<TokenTree>,
}

impl Source {
    pub(super) fn of(input: &TokenStream) -> Source {
        let mut source = Source { name: None, fields: Vec::new(), body: Vec::new() };
        // The last function whose name was read, if it is not `forward`.
        let mut is_other = false;
        let mut tokens = input.clone().into_iter().peekable();
        while let Some(token) = tokens.next() {
            match &token {
                TokenTree::Ident(word) if word == "struct" => {
                    if let (None, Some(TokenTree::Ident(name))) = (&source.name, tokens.peek()) {
                        source.name = Some(name.clone());
                    }
                }
                TokenTree::Ident(word) if word == "fn" => {
                    is_other = !tokens.peek().is_some_and(|name| is_word(name, "forward"));
                }
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    let inner: Vec<_> = group.stream().into_iter().collect();
                    if source.fields.is_empty() && source.body.is_empty() {
                        source.fields = split_at(&inner, ',').into_iter().filter_map(field).collect();
                    } else if !is_other {
                        source.body = inner;
                    }
                }
                _ => {}
            }
        }
        source
    }

    pub(super) fn name(&self) -> Option<&Ident> {
        self.name.as_ref()
    }

    /// The declaration of a layer, as written.
    pub(super) fn declaration(&self, name: &str) -> Option<String> {
        let field = self.fields.iter().find(|field| field.name == name)?;
        Some(format!("{name}: {}", compact(&field.ty.iter().cloned().collect())))
    }

    /// The named arguments of the layers, as associated types of a trait for each kind of layer.
    pub(super) fn layers(&self) -> TokenStream {
        let layers = self.fields.iter().filter_map(|field| {
            let inner: Vec<TokenTree> = match &field.ty[..] {
                [TokenTree::Group(array), ..] => array.stream().into_iter().collect(),
                ty => ty.to_vec(),
            };
            let [TokenTree::Ident(layer), open, rest @ ..] = &inner[..] else { return None };
            let known = LAYERS.iter().find(|known| layer == *known).filter(|_| is(open, '<'))?;
            let (known, close) = (Ident::new(known, Span::call_site()), rest.iter().rposition(|token| is(token, '>')));
            let arguments = split_at(&rest[..close.unwrap_or(rest.len())], ',').into_iter().filter_map(named);
            Some(quote!(_: impl ::nn::__private::editor::#known<#(#arguments),*>))
        });
        quote!(fn layers(#(#layers),*) {})
    }

    /// The body of `forward`, with calls as calls of methods without arguments, and without types.
    pub(super) fn body(&self) -> TokenStream {
        statements(&self.body).into_iter().collect()
    }
}

fn is(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

fn parentheses(token: &TokenTree) -> Option<&Group> {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => Some(group),
        _ => None,
    }
}

/// A named argument, finished or not, without its value unless that is a name. The name of an argument begins with a
/// lower-case letter; a size does not.
fn named(argument: &[TokenTree]) -> Option<TokenStream> {
    match argument {
        [TokenTree::Ident(name), equals, value @ ..] if is(equals, '=') => Some(match value {
            [TokenTree::Ident(value)] => quote!(#name = #value),
            _ => quote!(#name = ()),
        }),
        [TokenTree::Ident(name)] if name.to_string().starts_with(char::is_lowercase) => Some(quote!(#name)),
        _ => None,
    }
}

fn field(tokens: &[TokenTree]) -> Option<Field> {
    let colon = tokens.iter().position(|token| is(token, ':'))?;
    let TokenTree::Ident(name) = tokens.get(colon.checked_sub(1)?)? else { return None };
    Some(Field { name: name.unraw(), ty: tokens[colon + 1..].to_vec() })
}

/// The statements of a body.
fn statements(tokens: &[TokenTree]) -> Vec<TokenTree> {
    let (mut written, mut rest) = (Vec::new(), tokens);
    while !rest.is_empty() {
        if let Some((body, length)) = body_of_loop(rest) {
            let mut body = Group::new(Delimiter::Brace, statements(&body).into_iter().collect());
            body.set_span(rest[length - 1].span());
            written.push(body.into());
            rest = &rest[length..];
            continue;
        }
        let length = rest.iter().position(|token| is(token, ';')).map_or(rest.len(), |index| index + 1);
        written.extend(expression(&without_type(&rest[..length])));
        rest = &rest[length..];
    }
    written
}

/// The body of a `for` at the beginning, and the number of tokens of the loop.
fn body_of_loop(tokens: &[TokenTree]) -> Option<(Vec<TokenTree>, usize)> {
    tokens.first().filter(|word| is_word(word, "for"))?;
    tokens.iter().enumerate().find_map(|(index, token)| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            Some((group.stream().into_iter().collect(), index + 1))
        }
        _ => None,
    })
}

/// Removes the type of a `let`.
fn without_type(statement: &[TokenTree]) -> Vec<TokenTree> {
    let equals = statement.iter().position(|token| is(token, '='));
    let colon = statement.iter().position(|token| is(token, ':'));
    match (statement.first(), colon, equals) {
        (Some(first), Some(colon), Some(equals)) if is_word(first, "let") && colon < equals => {
            [&statement[..colon], &statement[equals..]].concat()
        }
        _ => statement.to_vec(),
    }
}

/// Writes `a.f::<1>()` as `a.f()`, and `f(a, b)` and `f(a, b, c = 1)` as `(a, b).f()`.
fn expression(tokens: &[TokenTree]) -> Vec<TokenTree> {
    let (mut written, mut index): (Vec<TokenTree>, _) = (Vec::new(), 0);
    while index < tokens.len() {
        let token = &tokens[index];
        match token {
            TokenTree::Ident(name) => {
                let next = index + 1 + arguments(&tokens[index + 1..]);
                let is_method = written.last().is_some_and(|before| is(before, '.'));
                match tokens.get(next).and_then(parentheses) {
                    Some(values) if !is_method && name != "let" => {
                        written.push(group(&without_named(values)));
                        written.push(Punct::new('.', Spacing::Alone).into());
                        written.push(token.clone());
                        written.push(Group::new(Delimiter::Parenthesis, TokenStream::new()).into());
                        index = next + 1;
                    }
                    Some(_) => {
                        written.push(token.clone());
                        index = next;
                    }
                    None => {
                        written.push(token.clone());
                        index += 1;
                    }
                }
            }
            TokenTree::Group(inner) => {
                written.push(group(inner));
                index += 1;
            }
            _ => {
                written.push(token.clone());
                index += 1;
                // A dot without a name is an error of grammar, which the editor would report at the macro.
                let is_unfinished = is(token, '.') && tokens.get(index).is_none_or(|next| is(next, ';'));
                if is_unfinished {
                    written.push(format_ident!("unfinished").into());
                }
            }
        }
    }
    written
}

fn group(group: &Group) -> TokenTree {
    let inner: Vec<_> = group.stream().into_iter().collect();
    let mut new = Group::new(group.delimiter(), expression(&inner).into_iter().collect());
    new.set_span(group.span());
    new.into()
}

/// Removes the named arguments, which are the last ones.
fn without_named(arguments: &Group) -> Group {
    let tokens: Vec<_> = arguments.stream().into_iter().collect();
    let is_named = |at: usize| {
        matches!(&tokens[at..], [comma, TokenTree::Ident(_), equals, rest @ ..]
            if is(comma, ',') && is(equals, '=') && !rest.first().is_some_and(|next| is(next, '=')))
    };
    let end = (0..tokens.len()).find(|&at| is_named(at)).unwrap_or(tokens.len());
    let mut values = Group::new(arguments.delimiter(), tokens[..end].iter().cloned().collect());
    values.set_span(arguments.span());
    values
}

/// The number of tokens of `::<..>` at the beginning.
fn arguments(tokens: &[TokenTree]) -> usize {
    let [a, b, open, ..] = tokens else { return 0 };
    if !is(a, ':') || !is(b, ':') || !is(open, '<') {
        return 0;
    }
    let mut depth = 0_usize;
    let close = tokens[2..].iter().position(|token| {
        depth += usize::from(is(token, '<'));
        depth -= usize::from(is(token, '>'));
        depth == 0
    });
    close.map_or(0, |close| close + 3)
}
