//! Parsing of arguments: of a layer, between `<>`, and of an operation in `forward`, between `::<` and `>`, which have
//! the same syntax.
//!
//! After `::<`, syn parses types and constants, but no values in parentheses, as in
//! `x.max_pool::<2, stride = (1, 3)>()`. The arguments are therefore wrapped in a macro call, which may contain any
//! tokens, and unwrapped after parsing.
//!
//! Notations of other languages whose meaning is clear, such as `Linear(784, 10)`, are parsed, too. They are recorded as a
//! [`Slip`], which becomes an error once the layer is known, so that the error can show the correct notation.

use super::ast::{Argument, Index, LayerType, Slip, Value};
use super::computed::number_of;
use super::sizes;
use super::words::{ARGUMENTS, rest, split_at};
use crate::diagnostics::{Spanned, messages};
use proc_macro2::{Delimiter, Group, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{AngleBracketedGenericArguments, Expr, ExprAssign, GenericArgument, Ident, Lit, Token, Type};

/// The first slip of a layer or a call, and what its integers are.
#[derive(Default)]
struct Slips {
    first: Option<Slip>,
    integers: Integers,
}

/// What integers are.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Integers {
    /// Sizes: `-1` and `2..10` are none.
    #[default]
    Sizes,
    /// Sizes and indices: `2..10`, and negative integers.
    Indices,
    /// Numbers of any sign.
    Numbers,
}

impl Slips {
    fn at(&mut self, span: Span, what: impl ToString) {
        self.first.get_or_insert_with(|| Slip { span, what: what.to_string() });
    }
}

/// Parses the type of a layer.
pub(crate) fn layer_type(input: ParseStream<'_>) -> syn::Result<LayerType> {
    let mut slips = Slips::default();
    let mut layer = layer(input, &mut slips)?;
    let name = layer.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
    if layer.angles.is_some() && input.peek(Token![>]) {
        slips.at(input.span(), messages::closed_twice(&name));
        input.parse::<Token![>]>()?;
    }
    // `Linear<784, 10>::new()` and `Linear<784, 10>()`.
    if input.peek(Token![::]) && input.peek3(Ident::peek_any) {
        slips.at(input.span(), messages::constructor(&name));
        input.parse::<Token![::]>()?;
        input.call(Ident::parse_any)?;
    }
    if let Some((_, group)) = group(input)? {
        slips.at(group.span(), messages::constructor(&name));
    }
    layer.slip = slips.first;
    Ok(layer)
}

/// Parses the path of a layer and its arguments, and records its slips beside it.
fn layer(input: ParseStream<'_>, slips: &mut Slips) -> syn::Result<LayerType> {
    let path = path(input, slips)?;
    let span = path.segments.last().map_or_else(|| path.span(), |segment| segment.ident.span());
    let name = path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
    let (mut arguments, mut angles) = (Vec::new(), None);
    if let Some((content, group)) = group(input)? {
        slips.at(group.span(), messages::other_delimiters(&name, &group));
        let content = created(&content).unwrap_or(content);
        let read = |content: ParseStream<'_>| listed(content, slips, &mut arguments, None);
        if read.parse2(content).is_err() {
            // The delimiters are reported, and only they.
            arguments.push(Argument::Several(Value::Tuple(Vec::new())));
        }
    } else if input.peek(Token![<]) {
        let open = input.parse::<Token![<]>()?;
        let unclosed = messages::unclosed_angle(&path);
        let close = listed(input, slips, &mut arguments, Some((open.span, unclosed)))?;
        angles = close.map(|close| [open.span, close]);
    }
    Ok(LayerType { path, arguments, angles, span, slip: None })
}

/// Parses a type that an error proposes; every token has the span of the user's type.
pub(crate) fn proposed(text: &str, span: Span) -> syn::Result<LayerType> {
    let spanned = |mut token: TokenTree| {
        token.set_span(span);
        token
    };
    layer_type.parse2(text.parse::<TokenStream>()?.into_iter().map(spanned).collect())
}

/// Parses a path without arguments, also in the notations `nn.Linear`, `Linear::<784, 10>` and `Linear::new(784, 10)`.
fn path(input: ParseStream<'_>, slips: &mut Slips) -> syn::Result<syn::Path> {
    let leading_colon = input.parse::<Option<Token![::]>>()?;
    let name = |input: ParseStream<'_>| match input.peek(Ident::peek_any) {
        true => input.call(Ident::parse_any),
        false => Err(syn::Error::new(input.span(), messages::expects_layer())),
    };
    let mut names = vec![name(input)?];
    loop {
        let span = input.span();
        if input.peek(Token![.]) && input.peek2(Ident) {
            // A module of Python: only the name of the layer counts.
            input.parse::<Token![.]>()?;
            slips.at(names[0].span(), messages::path_with_dot(&names[0]));
            names = vec![name(input)?];
        } else if input.peek(Token![::]) && input.peek3(Token![<]) {
            input.parse::<Token![::]>()?;
            slips.at(span, messages::turbofish_in_type(&names[names.len() - 1]));
            break;
        } else if input.peek(Token![::]) && input.peek3(Ident::peek_any) {
            let ahead = input.fork();
            ahead.parse::<Token![::]>()?;
            let next = name(&ahead)?;
            if ahead.peek(syn::token::Paren) && is_lowercase(&next) {
                slips.at(span, messages::constructor(&names[names.len() - 1]));
                input.advance_to(&ahead);
                break;
            }
            input.advance_to(&ahead);
            names.push(next);
        } else {
            break;
        }
    }
    let mut path = syn::Path { leading_colon, segments: Punctuated::new() };
    path.segments.extend(names.into_iter().map(syn::PathSegment::from));
    Ok(path)
}

fn is_lowercase(name: &Ident) -> bool {
    name.to_string().starts_with(|first: char| first.is_lowercase())
}

/// Parses a group in parentheses, brackets or braces, if it is next, and returns its content.
fn group(input: ParseStream<'_>) -> syn::Result<Option<(TokenStream, Group)>> {
    if !(input.peek(syn::token::Paren) || input.peek(syn::token::Bracket) || input.peek(syn::token::Brace)) {
        return Ok(None);
    }
    let group: Group = input.parse()?;
    Ok(Some((group.stream(), group)))
}

/// Parses a comma-separated list: to the `>` if `open` is given, the span of the `<` and the message for a missing `>`,
/// else to the end. Returns the span of the `>`.
fn listed(
    input: ParseStream<'_>,
    slips: &mut Slips,
    arguments: &mut Vec<Argument>,
    open: Option<(Span, String)>,
) -> syn::Result<Option<Span>> {
    loop {
        if open.is_some()
            && let Some(close) = input.parse::<Option<Token![>]>>()?
        {
            return Ok(Some(close.span));
        }
        if input.is_empty() {
            return open.map_or(Ok(None), |(span, unclosed)| Err(syn::Error::new(span, unclosed)));
        }
        if input.peek(Token![,]) {
            slips.at(input.span(), messages::comma_twice());
            input.parse::<Token![,]>()?;
            continue;
        }
        arguments.push(argument(input, slips)?);
        if input.peek(Token![+]) || input.peek(Token![-]) || input.peek(Token![*]) || input.peek(Token![/]) {
            return Err(syn::Error::new(input.span(), messages::no_arithmetic()));
        }
        let ends = input.is_empty() || open.is_some() && input.peek(Token![>]);
        if !ends && input.peek(Token![;]) {
            slips.at(input.span(), messages::semicolon_between());
            input.parse::<Token![;]>()?;
        } else if !ends && input.parse::<Option<Token![,]>>()?.is_none() {
            let begins = input.peek(Lit) || input.peek(Ident) || input.peek(Token![_]) || input.peek(syn::token::Paren);
            match &open {
                Some((span, unclosed)) if !begins => return Err(syn::Error::new(*span, unclosed)),
                _ => slips.at(input.span(), messages::comma_missing()),
            }
        }
    }
}

/// The sizes in `torch.zeros(16, 64)`, with the initialiser that it stands for.
fn created(content: &TokenStream) -> Option<TokenStream> {
    let tokens: Vec<_> = content.clone().into_iter().collect();
    let [TokenTree::Ident(_), TokenTree::Punct(dot), TokenTree::Ident(function), TokenTree::Group(sizes)] = &tokens[..]
    else {
        return None;
    };
    let init = match function.to_string().as_str() {
        "zeros" => quote!(nn::init::Zeros),
        "ones" => quote!(nn::init::Ones),
        "randn" => quote!(nn::init::Normal { std: 1.0 }),
        _ => return None,
    };
    let inner: Vec<_> = sizes.stream().into_iter().collect();
    let sizes = match &inner[..] {
        // A tuple.
        [TokenTree::Group(tuple)] => tuple.stream(),
        _ => sizes.stream(),
    };
    let is_size = |token: TokenTree| match token {
        TokenTree::Literal(_) => true,
        TokenTree::Punct(comma) => comma.as_char() == ',',
        _ => false,
    };
    let sizes: Vec<_> = split_at(&sizes.into_iter().collect::<Vec<_>>(), ',')
        .into_iter()
        .filter(|size| !size.is_empty())
        .map(|size| size.iter().cloned().collect::<TokenStream>())
        .collect();
    let are_sizes = sizes.iter().all(|size| size.clone().into_iter().all(is_size));
    (dot.as_char() == '.' && are_sizes && !sizes.is_empty()).then(|| quote!(#(#sizes),*, init = #init))
}

fn argument(input: ParseStream<'_>, slips: &mut Slips) -> syn::Result<Argument> {
    if input.peek(Token![self]) && input.peek2(Token![.]) {
        slips.at(input.span(), messages::layer_of_self());
        input.parse::<Token![self]>()?;
        input.parse::<Token![.]>()?;
    }
    let is_name = input.peek(Ident);
    if slips.integers == Integers::Indices
        && let Some(index) = index(input, slips)?
    {
        return Ok(index);
    }
    if slips.integers == Integers::Numbers && input.peek(Lit) {
        return Ok(Argument::Number(input.parse()?));
    }
    Ok(if input.peek(Token![_]) {
        Argument::Infer(input.parse::<Token![_]>()?.span)
    } else if input.peek(syn::Lifetime) {
        Argument::Lifetime(input.parse()?)
    } else if input.peek(syn::token::Brace) {
        Argument::Const(Expr::Block(input.parse()?))
    } else if is_name && input.peek2(Token![=]) {
        let name: Ident = input.parse()?;
        input.parse::<Token![=]>()?;
        if input.peek(Token![=]) {
            slips.at(input.span(), messages::equals_twice(&name));
            input.parse::<Token![=]>()?;
        }
        Argument::Named(name.clone(), named_value(&name, input, slips)?)
    } else if is_name && input.peek2(Token![:]) && !input.peek2(Token![::]) {
        let name: Ident = input.parse()?;
        slips.at(input.span(), messages::colon_in_argument(&name));
        input.parse::<Token![:]>()?;
        input.parse::<Option<Token![=]>>()?;
        Argument::Named(name.clone(), named_value(&name, input, slips)?)
    } else if is_name && input.peek2(Lit) && is_lowercase(&input.fork().parse()?) {
        let name: Ident = input.parse()?;
        slips.at(name.span(), messages::equals_missing(&name));
        Argument::Named(name.clone(), named_value(&name, input, slips)?)
    } else if input.peek(Lit) && !input.peek(syn::LitInt) {
        Argument::Number(input.parse()?)
    } else if input.peek(syn::LitInt) && input.fork().parse::<syn::LitInt>()?.base10_digits() == "0" {
        // 0 is not a size, but some operations and arguments accept it.
        Argument::Number(input.parse()?)
    } else if let Some(layer) = layer_inside(input) {
        Argument::Size(sizes::Size::Type(Box::new(layer)))
    } else if is_several(input) {
        Argument::Several(value(input)?)
    } else if is_unreadable(input) {
        let token: TokenTree = input.fork().parse()?;
        return Err(syn::Error::new(token.span(), messages::not_a_size(&token)));
    } else {
        Argument::Size(sizes::size(input)?)
    })
}

/// Parses a layer, or an array of layers, whose arguments are not those of a type, as `Vec` contains it in
/// `Vec<Conv2d<7, 3, kernel = (3, 1)>>`, if it is next.
fn layer_inside(input: ParseStream<'_>) -> Option<Type> {
    let ahead = input.fork();
    let is_layer = |input: ParseStream<'_>| {
        let mut slips = Slips::default();
        layer(input, &mut slips).is_ok_and(|layer| layer.angles.is_some()) && slips.first.is_none()
    };
    let is_inside = if input.peek(syn::token::Bracket) {
        let (content, _) = group(&ahead).ok()??;
        let read = |content: ParseStream<'_>| Ok((is_layer(content), content.parse::<TokenStream>()?));
        read.parse2(content).is_ok_and(|(is_layer, _)| is_layer)
    } else {
        input.peek(Ident) && is_layer(&ahead)
    };
    if !is_inside || input.fork().parse::<Type>().is_ok() {
        return None;
    }
    let left = rest(&ahead).len();
    let mut tokens = rest(input);
    tokens.truncate(tokens.len() - left);
    input.advance_to(&ahead);
    Some(Type::Verbatim(tokens.into_iter().collect()))
}

/// Parses `2..10`, `..-1` or `-1`, or the `2:10` of other languages, if it is next.
fn index(input: ParseStream<'_>, slips: &mut Slips) -> syn::Result<Option<Argument>> {
    let (ahead, span) = (input.fork(), input.span());
    let start = bound(&ahead)?;
    if ahead.peek(Token![:]) && !ahead.peek(Token![::]) {
        let colon = ahead.parse::<Token![:]>()?;
        let end = bound(&ahead)?;
        if !ahead.is_empty() && !ahead.peek(Token![,]) {
            return Ok(None);
        }
        input.advance_to(&ahead);
        let range = Index::Range { start, end };
        slips.at(colon.span, messages::colon_in_range());
        return Ok(Some(Argument::Index(range, span)));
    }
    if ahead.peek(Token![..]) {
        let is_inclusive = ahead.peek(Token![..=]);
        if is_inclusive {
            ahead.parse::<Token![..=]>()?;
        } else {
            ahead.parse::<Token![..]>()?;
        }
        // The last index of an inclusive range, unless it is the last one of the axis.
        let end = bound(&ahead)?.map(|end| end + i64::from(is_inclusive)).filter(|&end| !is_inclusive || end != 0);
        input.advance_to(&ahead);
        return Ok(Some(Argument::Index(Index::Range { start, end }, span)));
    }
    match start {
        Some(start) if start < 0 => {
            input.advance_to(&ahead);
            Ok(Some(Argument::Index(Index::Negative(start), span)))
        }
        _ => Ok(None),
    }
}

/// Parses an integer with its sign, if it is next.
fn bound(input: ParseStream<'_>) -> syn::Result<Option<i64>> {
    let is_negative = input.peek(Token![-]) && input.peek2(syn::LitInt);
    if !is_negative && !input.peek(syn::LitInt) {
        return Ok(None);
    }
    if is_negative {
        input.parse::<Token![-]>()?;
    }
    let literal: syn::LitInt = input.parse()?;
    match literal.base10_parse::<i64>() {
        Ok(value) if matches!(literal.suffix(), "" | "usize") => Ok(Some(if is_negative { -value } else { value })),
        _ => Err(syn::Error::new(literal.span(), messages::not_an_index(&literal))),
    }
}

/// Returns whether values in parentheses or brackets are next, rather than a type in them.
fn is_several(input: ParseStream<'_>) -> bool {
    (input.peek(syn::token::Paren) || input.peek(syn::token::Bracket)) && input.fork().parse::<Type>().is_err()
}

/// Returns whether neither a literal nor a type is next.
fn is_unreadable(input: ParseStream<'_>) -> bool {
    let is_number = input.peek(Lit) || input.peek(Token![-]) && input.peek2(Lit);
    !input.is_empty() && !is_number && input.fork().parse::<Type>().is_err()
}

/// Named arguments that may be negative: a number, and the axes of other frameworks, which messages translate.
const MAY_BE_NEGATIVE: &[&str] = &["value", "axis", "dim"];

/// Parses the value of a named argument.
fn named_value(name: &Ident, input: ParseStream<'_>, slips: &mut Slips) -> syn::Result<Value> {
    if input.is_empty() || input.peek(Token![,]) || input.peek(Token![>]) {
        return Err(syn::Error::new(name.span(), messages::argument_without_value(name)));
    }
    if MAY_BE_NEGATIVE.contains(&name.to_string().as_str())
        && (input.peek(Lit) || input.peek(Token![-]) && input.peek2(Lit))
    {
        return Ok(Value::Literal(input.parse()?));
    }
    if name == "init"
        && let Some(value) = built(input, slips)?
    {
        return Ok(value);
    }
    if NUMBERS.contains(&name.to_string().as_str())
        && let Some(number) = computed(name, input, slips)?
    {
        return Ok(number);
    }
    value(input)
}

/// Named arguments whose values are numbers with a decimal point.
const NUMBERS: &[&str] = &["scale", "eps", "theta", "momentum", "dropout", "alpha", "beta", "k"];

/// Parses a number that is written as a computation, such as `sqrt(8)` or `1.0 / 8.0`, if it is next: its value is a slip.
fn computed(name: &Ident, input: ParseStream<'_>, slips: &mut Slips) -> syn::Result<Option<Value>> {
    let ahead = input.fork();
    let mut tokens = Vec::new();
    while !ahead.is_empty() && !ahead.peek(Token![,]) && !ahead.peek(Token![>]) && !ahead.peek(Token![;]) {
        tokens.push(ahead.parse::<TokenTree>()?);
    }
    let [first, _, ..] = &tokens[..] else { return Ok(None) };
    let span = first.span();
    let Ok(computation) = syn::parse2::<Expr>(tokens.iter().cloned().collect()) else { return Ok(None) };
    if !matches!(computation, Expr::Binary(_) | Expr::Call(_) | Expr::MethodCall(_)) {
        return Ok(None);
    }
    let value = number_of(&computation).filter(|value| value.is_finite() && *value > 0.0);
    let Some(value) = value.map(|value| format!("{value:?}")) else {
        return Err(syn::Error::new(span, messages::number_not_computed(name)));
    };
    slips.at(span, messages::number_computed(name, &value));
    input.advance_to(&ahead);
    Ok(Some(Value::Literal(Lit::Float(syn::LitFloat::new(&value, span)))))
}

/// Parses an initialiser that is more than a type, such as `Normal { std: 0.02 }`, `Checks::new(3)` or `XavierNormal.gain(2.0)`,
/// or a path of Python such as `nn.init.zeros_`, if it is next.
fn built(input: ParseStream<'_>, slips: &mut Slips) -> syn::Result<Option<Value>> {
    let ahead = input.fork();
    let Ok(path) = ahead.call(syn::Path::parse_mod_style) else { return Ok(None) };
    let mut tokens = path.to_token_stream();
    let mut is_built = false;
    loop {
        if ahead.peek(Token![.]) && ahead.peek2(Ident) {
            tokens.extend([ahead.parse::<Token![.]>()?.to_token_stream(), ahead.parse::<Ident>()?.to_token_stream()]);
        } else if let Some((_, group)) = group(&ahead)? {
            tokens.extend([TokenTree::Group(with_colons(group, slips))]);
        } else {
            break;
        }
        is_built = true;
    }
    Ok(is_built.then(|| {
        input.advance_to(&ahead);
        Value::Built(tokens)
    }))
}

/// Replaces the `=` of `{ std = 0.02 }`.
fn with_colons(group: Group, slips: &mut Slips) -> Group {
    if group.delimiter() != Delimiter::Brace {
        return group;
    }
    let mut setting = None;
    let tokens = group.stream().into_iter().map(|token| match token {
        TokenTree::Punct(sign) if sign.as_char() == '=' => {
            slips.at(sign.span(), messages::equals_in_braces(setting.take().unwrap_or_default()));
            let mut colon = Punct::new(':', Spacing::Alone);
            colon.set_span(sign.span());
            TokenTree::Punct(colon)
        }
        token => {
            setting = Some(token.to_string());
            token
        }
    });
    regrouped(&group, tokens.collect())
}

/// Parses `3`, `false`, a type, or several of them in parentheses or brackets.
fn value(input: ParseStream<'_>) -> syn::Result<Value> {
    if input.peek(syn::token::Paren) {
        let content;
        syn::parenthesized!(content in input);
        let values = Punctuated::<_, Token![,]>::parse_terminated_with(&content, value)?;
        return Ok(Value::Tuple(values.into_iter().collect()));
    }
    if input.peek(syn::token::Bracket) && is_several(input) {
        let content;
        let brackets = syn::bracketed!(content in input);
        let values = Punctuated::<_, Token![,]>::parse_terminated_with(&content, value)?;
        return Ok(Value::List(values.into_iter().collect(), brackets.span.join()));
    }
    if input.peek(Token![-]) && input.peek2(Lit) {
        // A negative number is reported as an invalid size.
        sizes::size(input)?;
    }
    if is_unreadable(input) {
        let token: TokenTree = input.fork().parse()?;
        return Err(syn::Error::new(token.span(), messages::not_a_value(&token)));
    }
    Ok(if input.peek(Lit) { Value::Literal(input.parse()?) } else { Value::Type(Box::new(sizes::named(input)?)) })
}

/// The arguments of an operation, between `::<` and `>`.
pub(crate) struct Arguments {
    pub(crate) all: Vec<Argument>,
    pub(crate) slip: Option<Slip>,
}

/// Parses the arguments of an operation, whose integers are sizes.
pub(crate) fn arguments(generics: &AngleBracketedGenericArguments) -> syn::Result<Arguments> {
    arguments_with(generics, Integers::Sizes)
}

/// Parses the arguments of an operation.
pub(crate) fn arguments_with(generics: &AngleBracketedGenericArguments, integers: Integers) -> syn::Result<Arguments> {
    let (mut all, mut slips) = (Vec::new(), Slips { first: None, integers });
    (|input: ParseStream<'_>| listed(input, &mut slips, &mut all, None)).parse2(written(generics))?;
    Ok(Arguments { all, slip: slips.first })
}

/// The arguments between `::<` and `>` as they were before `for_syn` wrapped them.
fn written(generics: &AngleBracketedGenericArguments) -> TokenStream {
    match generics.args.first() {
        Some(GenericArgument::Type(Type::Macro(wrapped))) if wrapped.mac.path.is_ident(ARGUMENTS) => {
            wrapped.mac.tokens.clone()
        }
        _ => generics.args.to_token_stream(),
    }
}

/// Returns the arguments of a call between `::<` and `>`, followed by those that it names between its parentheses, as in
/// `attention(q, k, v, heads = 8)`.
pub(crate) fn with_named(
    generics: Option<&AngleBracketedGenericArguments>,
    named: &[&ExprAssign],
) -> syn::Result<AngleBracketedGenericArguments> {
    let name = Ident::new(ARGUMENTS, Span::call_site());
    let before = generics.map(written).filter(|tokens| !tokens.is_empty()).into_iter();
    let all = before.chain(named.iter().map(ToTokens::to_token_stream));
    syn::parse2(quote!(::<#name! { #(#all),* }>))
}

/// Rewrites the body of `forward` so that syn can parse it.
pub(super) fn for_syn(body: Group) -> Group {
    match rewritten(body.stream()) {
        Some(tokens) => regrouped(&body, tokens),
        None => body,
    }
}

/// Creates a group with other tokens.
pub(super) fn regrouped(group: &Group, tokens: TokenStream) -> Group {
    let mut readable = Group::new(group.delimiter(), tokens);
    // syn reports missing tokens at the end of a group.
    readable.set_span(group.span_close());
    readable
}

/// Rewrites tokens; `None` if they do not change.
fn rewritten(tokens: TokenStream) -> Option<TokenStream> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut written: Vec<TokenTree> = Vec::new();
    let (mut index, mut changed) = (0, false);
    while index < tokens.len() {
        let is_sign =
            |at: usize, sign| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == sign);
        let opens = is_sign(index, '<') && index >= 2 && is_sign(index - 1, ':') && is_sign(index - 2, ':');
        let close = if opens { closing(&tokens[index + 1..]).map(|length| index + 1 + length) } else { None };
        if let Some(close) = close {
            let arguments: TokenStream = tokens[index + 1..close].iter().cloned().collect();
            let name = Ident::new(ARGUMENTS, Span::call_site());
            written.push(tokens[index].clone());
            written.extend(quote!(#name! { #arguments }));
            written.push(tokens[close].clone());
            (index, changed) = (close + 1, true);
            continue;
        }
        match &tokens[index] {
            TokenTree::Group(group) if group.delimiter() != Delimiter::None => match rewritten(group.stream()) {
                Some(tokens) => {
                    written.push(TokenTree::Group(regrouped(group, tokens)));
                    changed = true;
                }
                None => written.push(TokenTree::Group(group.clone())),
            },
            other => written.push(other.clone()),
        }
        index += 1;
    }
    changed.then(|| written.into_iter().collect())
}

/// The number of tokens before the `>` of an argument list; `None` if there are none, or if it is not closed before the
/// end of its statement.
fn closing(tokens: &[TokenTree]) -> Option<usize> {
    let mut open = 1_usize;
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '<' => open += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' => open -= 1,
            TokenTree::Punct(punct) if punct.as_char() == ';' => return None,
            _ => {}
        }
        if open == 0 {
            return (index > 0).then_some(index);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(body: TokenStream) -> String {
        for_syn(Group::new(Delimiter::Brace, body)).stream().to_string().replace(' ', "")
    }

    #[test]
    fn arguments_of_operations_become_macro_calls() {
        for (body, readable) in [
            (quote!(x.pool::<2, a = (1, 3), b = 2>()), "x.pool::<__arguments!{2,a=(1,3),b=2}>()"),
            (quote!(f(x.pool::<a = [1, 3]>(), y)), "f(x.pool::<__arguments!{a=[1,3]}>(),y)"),
            (quote!(x.pool::<Sum<H, W>, a: 3>()), "x.pool::<__arguments!{Sum<H,W>,a:3}>()"),
        ] {
            assert_eq!(text(body), readable);
        }
    }

    #[test]
    fn other_syntax_is_unchanged() {
        for body in [
            quote!(let y = (a, b); y),
            quote!(let y: Tensor<3> = (x.fc()); y),
            quote!(x.pool()),
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
        assert!(read.slip.is_none());
        let [Argument::Size(_), Argument::Named(a, Value::Tuple(values)), Argument::Named(b, _)] = &read.all[..] else {
            panic!("three arguments")
        };
        assert_eq!((a.to_string().as_str(), values.len(), b.to_string().as_str()), ("a", 2, "b"));
    }

    #[test]
    fn negative_numbers_are_arguments_of_functions_alone() {
        let read = |integers| {
            let body = for_syn(Group::new(Delimiter::Brace, quote!(x.clip::<-2, -0.5, 3>())));
            let block: syn::Block = syn::parse2(TokenTree::Group(body).into()).unwrap();
            let [syn::Stmt::Expr(Expr::MethodCall(call), None)] = &block.stmts[..] else { panic!("a call") };
            arguments_with(call.turbofish.as_ref().unwrap(), integers)
        };
        let texts: Vec<_> = read(Integers::Numbers)
            .unwrap()
            .all
            .iter()
            .map(|argument| match argument {
                Argument::Number(Lit::Int(number)) => number.base10_digits().to_string(),
                Argument::Number(Lit::Float(number)) => number.base10_digits().to_string(),
                _ => panic!("a number"),
            })
            .collect();
        assert_eq!(texts, ["-2", "-0.5", "3"]);
        assert!(read(Integers::Sizes).is_err_and(|error| error.to_string().starts_with("`-2` is not a size")));
    }
}
