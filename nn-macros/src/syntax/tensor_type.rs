//! Parsing of tensor types: `Tensor<1, 28, 28>`, or `Tensor<16, Class<1000>>` for indices. A type that is written in
//! another way, but has only one meaning, is reported and then read as what it means, so that `forward` is checked.

use super::ast::{TensorType, Time};
use super::sizes::{self, Size, literal_sizes, products};
use super::words::{code, compact, declared, expect, split_at, visible};
use crate::diagnostics::{Errors, Spanned, messages};
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{Ident, Lit, Path, Token, Type};

/// Types of indices in other frameworks' tensors.
const INDICES: &[&str] =
    &["bool", "i8", "i16", "i32", "i64", "int", "isize", "long", "u8", "u16", "u32", "u64", "usize"];

/// Parses the type of an input, which may contain indices.
pub(super) fn of_input(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<TensorType> {
    let tokens = type_tokens(input)?;
    Ok(read(tokens, input.span(), errors).map_or_else(TensorType::unknown, |(ty, _)| ty))
}

/// Parses the type of an output.
pub(super) fn of_output(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<TensorType> {
    let tokens = type_tokens(input)?;
    Ok(of_numbers(tokens, input.span(), errors, messages::indices_as_output).unwrap_or_else(TensorType::unknown))
}

/// Parses the type of `let h: Tensor<64> = ..`; `None` if it has no meaning, which has been reported.
pub(crate) fn of_annotation(ty: &Type, errors: &mut Errors) -> Option<TensorType> {
    let tokens = visible(ty.to_token_stream());
    of_numbers(tokens, ty.span(), errors, |_| messages::indices_as_annotation())
}

impl TensorType {
    /// A type with an error that leaves its shape open.
    fn unknown() -> Self {
        Self { sizes: Vec::new(), class: None, time: None, span: Span::call_site(), is_known: false }
    }
}

/// Takes the tokens of a type: up to a `,` outside of angles, or to what can only follow a type.
fn type_tokens(input: ParseStream<'_>) -> syn::Result<Vec<TokenTree>> {
    let (mut tokens, mut depth) = (Vec::<TokenTree>::new(), 0_usize);
    // A size in braces, as in `Tensor<{N}>`; other braces are a body.
    let is_size = |input: ParseStream<'_>, depth| depth > 0 && (input.peek2(Token![>]) || input.peek2(Token![,]));
    while !input.is_empty() && (!input.peek(syn::token::Brace) || is_size(input, depth)) && !input.peek(Token![where]) {
        if depth == 0 && (input.peek(Token![,]) || input.peek(Token![;]) || input.peek(Token![=])) {
            break;
        }
        // The `<` of this type is not closed: the next input begins here.
        if depth > 0
            && input.peek(Token![,])
            && input.peek2(Ident)
            && input.peek3(Token![:])
            && !input.peek3(Token![::])
        {
            break;
        }
        if input.peek(Token![->]) {
            tokens.push(input.parse()?);
        } else if input.peek(Token![<]) {
            depth += 1;
        } else if input.peek(Token![>]) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                // The end of the type.
                tokens.push(input.parse()?);
                break;
            }
        }
        tokens.push(input.parse()?);
    }
    Ok(visible(tokens.into_iter().collect()))
}

/// Parses a floating-point type; `wrong` formats the message for indices, from the sizes followed by the number of
/// classes.
fn of_numbers(
    tokens: Vec<TokenTree>,
    end: Span,
    errors: &mut Errors,
    wrong: impl Fn(String) -> String,
) -> Option<TensorType> {
    match read(tokens, end, errors)? {
        (TensorType { sizes, class: Some(class), .. }, span) => {
            let sizes: Vec<_> = sizes.iter().chain([&class]).map(text).collect();
            errors.at(span, wrong(sizes.join(", ")));
            None
        }
        (ty, _) => Some(ty),
    }
}

/// What is wrong in a type, and where.
type Wrong = (Span, String);

/// The parts of a tensor type, and the first thing that is wrong in it.
struct Parts {
    /// The span of `Tensor`, or of what is in its place.
    span: Span,
    sizes: Vec<Size>,
    /// Each class with the number of sizes before it.
    classes: Vec<(Size, Span, usize)>,
    /// The axes that are declared with `time = ..`.
    times: Vec<Time>,
    wrong: Option<Wrong>,
}

impl Parts {
    fn new(span: Span) -> Self {
        Self { span, sizes: Vec::new(), classes: Vec::new(), times: Vec::new(), wrong: None }
    }

    fn wrong(&mut self, span: Span, what: impl FnOnce() -> String) {
        self.wrong.get_or_insert_with(|| (span, what()));
    }

    /// The type as it is meant.
    fn meant(&self) -> String {
        let written = |(axis, size): (usize, &Size)| match self.times.iter().any(|time| time.axis == axis) {
            true => format!("time = {}", text(size)),
            false => text(size),
        };
        let mut parts: Vec<_> = self.sizes.iter().enumerate().map(written).collect();
        parts.extend(self.classes.iter().map(|(class, ..)| format!("Class<{}>", text(class))));
        format!("Tensor<{}>", parts.join(", "))
    }
}

/// Parses a type, and returns it with the span of its `Class`, or of `Tensor`; `None` if it has no meaning.
fn read(tokens: Vec<TokenTree>, end: Span, errors: &mut Errors) -> Option<(TensorType, Span)> {
    let span = tokens.first().map_or(end, TokenTree::span);
    let mut parts = Parts::new(span);
    match parts.read(&tokens).and_then(|()| parts.checked()) {
        Ok(()) => {}
        Err(error) => {
            errors.add(error);
            return None;
        }
    }
    if let Some((span, what)) = &parts.wrong {
        errors.at(*span, messages::write_instead(what, parts.meant()));
    }
    let class = parts.classes.pop();
    let of_class = class.as_ref().map_or(parts.span, |(_, span, _)| *span);
    let class = class.map(|(size, ..)| size);
    let time = parts.times.first().copied();
    Some((TensorType { sizes: parts.sizes, class, time, span: parts.span, is_known: true }, of_class))
}

impl Parts {
    fn read(&mut self, tokens: &[TokenTree]) -> syn::Result<()> {
        match tokens {
            [TokenTree::Punct(reference), rest @ ..] if reference.as_char() == '&' => {
                self.wrong(reference.span(), messages::reference_as_shape);
                let lifetime = matches!(rest, [TokenTree::Punct(quote), ..] if quote.as_char() == '\'');
                let rest = if lifetime { &rest[2..] } else { rest };
                let mutable = matches!(rest, [TokenTree::Ident(word), ..] if word == "mut");
                self.read(if mutable { &rest[1..] } else { rest })
            }
            [TokenTree::Group(group)] if group.delimiter() == Delimiter::Bracket => {
                self.wrong(group.span_open(), || messages::array_as_shape(code(&quote!(#group))));
                self.array(group)
            }
            [TokenTree::Literal(literal)] => {
                self.wrong(literal.span(), || messages::number_as_shape(literal));
                self.size(tokens, 0)
            }
            [TokenTree::Ident(_), ..] => self.named(tokens),
            [] => Err(syn::Error::new(self.span, messages::expects_tensor())),
            _ => Err(syn::Error::new(tokens[0].span(), messages::expects_tensor())),
        }
    }

    /// Reads `[3, 5]`, `[f32; 4]` or `[[f32; 5]; 3]`.
    fn array(&mut self, group: &Group) -> syn::Result<()> {
        let tokens: Vec<_> = group.stream().into_iter().collect();
        match &split_at(&tokens, ';')[..] {
            [element, length] => {
                self.size(length, self.sizes.len())?;
                match *element {
                    [TokenTree::Group(inner)] if inner.delimiter() == Delimiter::Bracket => self.array(inner),
                    [TokenTree::Ident(_)] => Ok(()),
                    _ => Err(syn::Error::new(group.span_open(), messages::expects_tensor())),
                }
            }
            _ if matches!(&tokens[..], [TokenTree::Ident(_)]) => {
                Err(syn::Error::new(group.span_open(), messages::expects_tensor()))
            }
            _ => self.list(&tokens),
        }
    }

    /// Reads a type that begins with a name.
    fn named(&mut self, tokens: &[TokenTree]) -> syn::Result<()> {
        let parser = |input: ParseStream<'_>| {
            let mut path = vec![input.call(Ident::parse_any)?];
            while input.peek(Token![::]) && !input.peek3(Token![<]) {
                input.parse::<Token![::]>()?;
                path.push(input.call(Ident::parse_any)?);
            }
            Ok((path, input.parse::<TokenStream>()?))
        };
        let (path, rest) = parser.parse2(tokens.iter().cloned().collect())?;
        let name = &path[path.len() - 1];
        let (text, rest) = (name.to_string(), rest.into_iter().collect::<Vec<_>>());
        let fails = |span, message| Err(syn::Error::new(span, message));
        if let [TokenTree::Punct(not), TokenTree::Group(group)] = &rest[..]
            && not.as_char() == '!'
        {
            self.wrong(name.span(), || messages::macro_as_shape(&text));
            return self.list(&group.stream().into_iter().collect::<Vec<_>>());
        }
        if rest.is_empty() {
            return match text.as_str() {
                "Tensor" => fails(name.span(), messages::tensor_without_sizes()),
                // Its shape stays open, since the value may be of any.
                "f32" | "f64" => fails(name.span(), messages::float_as_shape(&text)),
                _ => fails(name.span(), messages::not_a_tensor(&text)),
            };
        }
        if let [angle, sizes @ ..] = &rest[..]
            && text == "Tensor"
            && is_punct(angle, '<')
            && arguments(&rest).is_none()
        {
            self.span = name.span();
            self.wrong(angle.span(), messages::tensor_not_closed);
            return self.list(sizes);
        }
        let Some((arguments, open)) = arguments(&rest) else {
            return fails(name.span(), messages::not_a_tensor(&text));
        };
        if text == "Tensor" {
            self.span = name.span();
            if path.len() > 1 {
                self.wrong(path[0].span(), messages::tensor_with_path);
            }
            if !matches!(&rest[0], TokenTree::Punct(angle) if angle.as_char() == '<') {
                self.wrong(open, messages::sizes_in_angles);
            }
            if arguments.is_empty() {
                return fails(name.span(), messages::tensor_without_sizes());
            }
            return self.list(arguments);
        }
        let inner = split_at(arguments, ',');
        if messages::is_misspelt_tensor(&text) {
            self.wrong(name.span(), || messages::no_type(&text));
            return self.list(arguments);
        }
        let is_tensor = |token: &TokenTree| matches!(token, TokenTree::Ident(ident) if ident == "Tensor");
        match inner.iter().find(|argument| argument.iter().any(is_tensor)) {
            Some(tensor) => {
                self.wrong(name.span(), || messages::wrapped_tensor(&text));
                self.read(tensor)
            }
            None => fails(name.span(), messages::not_a_tensor(&text)),
        }
    }

    /// Reads the list of sizes.
    fn list(&mut self, tokens: &[TokenTree]) -> syn::Result<()> {
        if let Some(semicolon) = tokens.iter().find(|token| is_punct(token, ';')) {
            self.wrong(semicolon.span(), || messages::sizes_separator(";"));
        }
        let parts: Vec<_> = split_at(tokens, ';').into_iter().flat_map(|part| split_at(part, ',')).collect();
        let count = parts.len();
        for (index, part) in parts.into_iter().enumerate() {
            if part.is_empty() && index + 1 == count {
                continue;
            }
            if part.is_empty() {
                self.wrong(tokens[0].span(), messages::missing_size_between);
                continue;
            }
            self.size(part, index)?;
        }
        Ok(())
    }

    /// Reads one size, or what stands in its place.
    fn size(&mut self, tokens: &[TokenTree], index: usize) -> syn::Result<()> {
        let Some(first) = tokens.first().map(TokenTree::span) else {
            return Err(syn::Error::new(self.span, messages::missing_size()));
        };
        match tokens {
            [TokenTree::Literal(literal)] => {
                if let Some(sizes) = literal_sizes(literal) {
                    self.wrong(first, || messages::sizes_separator("x"));
                    self.sizes.extend(sizes.into_iter().map(|size| Size::Literal(size, first)));
                    return Ok(());
                }
            }
            [TokenTree::Group(group)] if group.delimiter() != Delimiter::Brace => {
                self.wrong(group.span_open(), messages::grouped_sizes);
                return self.list(&group.stream().into_iter().collect::<Vec<_>>());
            }
            [TokenTree::Ident(name), TokenTree::Punct(not), TokenTree::Group(group)]
                if name == "shape" && not.as_char() == '!' =>
            {
                self.wrong(first, messages::grouped_sizes);
                return self.list(&group.stream().into_iter().collect::<Vec<_>>());
            }
            [TokenTree::Ident(name)] if ["f32", "f64", "f16", "bf16"].iter().any(|float| name == float) => {
                self.wrong(first, || messages::element_in_tensor(name));
                return Ok(());
            }
            [TokenTree::Ident(name)] if INDICES.iter().any(|element| name == element) => {
                return Err(syn::Error::new(first, messages::index_in_tensor(name)));
            }
            [TokenTree::Ident(name), TokenTree::Punct(sign), value @ ..]
                if ['=', ':'].contains(&sign.as_char()) && !value.is_empty() && !is_punct(&value[0], ':') =>
            {
                let (text, axis) = (name.to_string(), self.sizes.len());
                let is_misspelt = messages::is_misspelt_time(&text);
                match text.as_str() {
                    "time" if sign.as_char() == '=' => {}
                    "time" => self.wrong(sign.span(), messages::time_with_colon),
                    _ if is_misspelt => self.wrong(first, || messages::misspelt_time(name)),
                    _ => self.wrong(first, || messages::named_size(name)),
                }
                if text == "time" || is_misspelt {
                    self.times.push(Time { axis, span: first });
                }
                self.size(value, index)?;
                return match self.times.last() {
                    Some(time) if time.axis == axis && self.sizes.len() != axis + 1 => {
                        Err(syn::Error::new(first, messages::time_without_size()))
                    }
                    _ => Ok(()),
                };
            }
            _ => {}
        }
        if index == 0 && self.sizes.is_empty() && is_batch(tokens) {
            self.wrong(first, || messages::batch_in_tensor(code(&tokens.iter().cloned().collect())));
            return Ok(());
        }
        if let Some(value) = products(tokens) {
            self.wrong(tokens[1].span(), messages::arithmetic);
            self.sizes.push(Size::Literal(value, first));
            return Ok(());
        }
        let parser = |input: ParseStream<'_>| {
            if input.peek(Token![_]) {
                return Err(syn::Error::new(first, messages::infer_in_signature()));
            }
            let part = match class(input)? {
                Some(class) => Ok(class),
                None => Err(sizes::size(input)?),
            };
            if !input.is_empty() {
                let rest: TokenStream = input.parse()?;
                let text = code(&tokens.iter().cloned().collect());
                let is_sign =
                    |token: &TokenTree| matches!(token, TokenTree::Punct(sign) if "+-*/".contains(sign.as_char()));
                return match rest.into_iter().next().filter(is_sign) {
                    Some(sign) => Err(syn::Error::new(sign.span(), messages::no_arithmetic())),
                    None => Err(syn::Error::new(first, messages::not_a_size(text))),
                };
            }
            Ok(part)
        };
        let stream: TokenStream = tokens.iter().cloned().collect();
        match parser.parse2(stream)? {
            Ok((size, span)) => self.classes.push((size, span, self.sizes.len())),
            Err(size) => self.sizes.push(size),
        }
        Ok(())
    }

    fn checked(&self) -> syn::Result<()> {
        let fails = |span, message| Err(syn::Error::new(span, message));
        if let [_, Time { span, .. }, ..] = &self.times[..] {
            return fails(*span, messages::time_twice());
        }
        if let [_, (_, span, _), ..] = &self.classes[..] {
            return fails(*span, messages::class_twice());
        }
        if let [(class, span, before)] = &self.classes[..]
            && *before < self.sizes.len()
        {
            let declared = declared(self.sizes.iter().map(text), text(class));
            return fails(*span, messages::class_before_sizes(declared));
        }
        if self.sizes.len() > 5 {
            return fails(self.span, messages::too_many_axes(self.sizes.len(), 5));
        }
        match (&self.wrong, self.sizes.is_empty() && self.classes.is_empty()) {
            (Some((span, what)), true) => fails(*span, messages::write_sizes_instead(what)),
            (None, true) => fails(self.span, messages::tensor_without_sizes()),
            _ => Ok(()),
        }
    }
}

fn is_punct(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

/// Returns what is between `<` and `>`, or in other brackets, with the span of the opening one; `None` if it is not
/// closed.
fn arguments(tokens: &[TokenTree]) -> Option<(&[TokenTree], Span)> {
    let tokens = match tokens {
        [a, b, rest @ ..] if is_punct(a, ':') && is_punct(b, ':') => rest,
        tokens => tokens,
    };
    match tokens {
        [open, inner @ .., close] if is_punct(open, '<') && is_punct(close, '>') => Some((inner, open.span())),
        // The sizes are read from the group.
        [TokenTree::Group(group)] if group.delimiter() != Delimiter::Brace => Some((tokens, group.span_open())),
        _ => None,
    }
}

/// Returns whether this stands for a batch, as other libraries write it: `-1`, `None`, `?` or `batch`.
fn is_batch(tokens: &[TokenTree]) -> bool {
    match tokens {
        [minus, TokenTree::Literal(one)] if is_punct(minus, '-') => one.to_string() == "1",
        [TokenTree::Ident(name)] => ["None", "batch", "batch_size"].iter().any(|batch| name == batch),
        [sign] => is_punct(sign, '?'),
        [first, .., last] => is_punct(first, '.') && is_punct(last, '.'),
        _ => false,
    }
}

/// Parses `Class<1000>`, with or without a path, and returns its size and span; `None` for anything else.
fn class(input: ParseStream<'_>) -> syn::Result<Option<(Size, Span)>> {
    let ahead = input.fork();
    let Ok(path) = ahead.call(Path::parse_mod_style) else { return Ok(None) };
    let Some(name) = path.segments.last().map(|segment| &segment.ident) else { return Ok(None) };
    let wrong = |message: String| Err(syn::Error::new(name.span(), message));
    if name != "Class" {
        // A type with one integer argument may be a size that the user defined.
        let has_number = ahead.peek(Token![<]) && ahead.peek2(Lit) && ahead.peek3(Token![>]);
        return match has_number && messages::is_misspelt_class(&name.to_string()) {
            true => wrong(messages::misspelt_class(name)),
            false => Ok(None),
        };
    }
    input.advance_to(&ahead);
    if !input.peek(Token![<]) || input.peek2(Token![>]) {
        return wrong(messages::class_without_number());
    }
    let open = input.parse::<Token![<]>()?;
    if input.peek(Token![_]) {
        return Err(syn::Error::new(input.span(), messages::infer_in_signature()));
    }
    if let Ok(Lit::Int(number)) = input.fork().parse()
        && number.base10_digits() == "0"
    {
        return Err(syn::Error::new(number.span(), messages::class_below_zero()));
    }
    let size = sizes::size(input)?;
    if input.peek(Token![,]) {
        return wrong(messages::class_without_number());
    }
    expect::<Token![>]>(input, open.span, messages::unclosed_class())?;
    Ok(Some((size, name.span())))
}

/// Formats a size as the user wrote it.
fn text(size: &Size) -> String {
    match size {
        Size::Literal(value, _) => value.to_string(),
        Size::Type(ty) => compact(&quote!(#ty)),
    }
}
