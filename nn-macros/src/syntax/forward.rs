//! Parsing of `forward`: its signature, and what is written around it.

use super::ast::{Field, Forward, Input, TensorType};
use super::body::parse_body;
use super::examples;
use super::names::Renamed;
use super::tensor_type;
use super::words::{code, compact, mentions, next_span, no_comment, rest, split_at};
use crate::diagnostics::{Errors, Spanned, messages};
use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseBuffer, ParseStream};
use syn::{Attribute, GenericParam, Generics, Ident, Token, Visibility};

/// The most inputs, and outputs.
const MOST: usize = 6;

/// The functions that are written in a network, of which one is `forward`.
pub(super) struct Functions<'a> {
    pub(super) network: &'a Ident,
    pub(super) fields: &'a [Field],
    pub(super) renamed: &'a Renamed,
    pub(super) errors: &'a mut Errors,
    pub(super) forward: Option<Forward>,
    /// Functions of other names, which `forward` may call.
    pub(super) others: Vec<(Ident, Forward)>,
    /// Functions of other names that cannot be read, which has been reported.
    pub(super) unreadable: Vec<Ident>,
    pub(super) is_declared: bool,
}

impl Forward {
    /// Returns whether the shape of every input and output is known.
    pub(super) fn is_declared(&self) -> bool {
        self.inputs.iter().all(|input| input.ty.is_known) && self.outputs.iter().all(|ty| ty.is_known)
    }
}

impl Functions<'_> {
    /// Returns whether a function is next: `fn name`, `pub fn name`, `def name(`, or `impl`.
    pub(super) fn starts_with(input: ParseStream<'_>) -> bool {
        let ahead = input.fork();
        if ahead.call(Attribute::parse_outer).is_err() || ahead.parse::<Visibility>().is_err() {
            return false;
        }
        if ahead.peek(Token![fn]) || ahead.peek(Token![impl]) {
            // Not `fn: Linear<..>`, a layer's name.
            return !ahead.peek2(Token![:]) || ahead.peek2(Token![::]);
        }
        let is_word = |input: ParseStream<'_>| input.call(Ident::parse_any).is_ok_and(|word| word != "struct");
        is_word(&ahead) && is_word(&ahead) && ahead.peek(syn::token::Paren)
    }

    /// Reads functions up to the end of the input, or up to the struct.
    pub(super) fn read(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        while !input.is_empty() {
            if input.peek(Token![;]) || input.peek(Token![,]) {
                let sign = input.parse::<TokenTree>()?;
                self.errors.at(sign.span(), messages::unexpected_sign(sign.to_string()));
                continue;
            }
            no_comment(input)?;
            let attributes = input.call(Attribute::parse_outer)?;
            let span = next_span(input, self.network.span());
            let visibility: Visibility = input.parse()?;
            if input.peek(Token![struct]) {
                return Ok(());
            }
            if input.peek(Token![impl]) {
                self.implementation(input)?;
                continue;
            }
            if !matches!(visibility, Visibility::Inherited) {
                self.errors.at(span, messages::public_forward(self.network));
            }
            if !self.function(input, attributes)? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Reads the functions of an `impl` block.
    fn implementation(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        self.errors.at(input.span(), messages::forward_in_impl());
        while !input.is_empty() && !input.peek(syn::token::Brace) {
            input.parse::<TokenTree>()?;
        }
        if input.is_empty() {
            return Ok(());
        }
        let content;
        syn::braced!(content in input);
        self.read(&content)
    }

    /// Reads one function; `false` if the input is anything else, which is reported and ends the network.
    fn function(&mut self, input: ParseStream<'_>, attributes: Vec<Attribute>) -> syn::Result<bool> {
        while (input.peek(Token![async]) || input.peek(Token![unsafe]) || input.peek(Token![const]))
            && !input.peek2(syn::token::Paren)
        {
            let word = input.parse::<TokenTree>()?;
            self.errors.at(word.span(), messages::word_before_fn(word.to_string()));
        }
        if input.peek(Token![fn]) {
            input.parse::<Token![fn]>()?;
        } else if input.peek(Ident) && input.peek2(syn::token::Paren) {
            let ahead = input.fork();
            let name: Ident = ahead.parse()?;
            if name != "forward" {
                return self.unexpected(input);
            }
            self.errors.at(name.span(), messages::forward_without_fn());
        } else if Self::starts_with(input) {
            let word = input.call(Ident::parse_any)?;
            let name = input.fork().call(Ident::parse_any)?;
            self.errors.at(word.span(), messages::other_than_fn(&word, name));
        } else {
            return self.unexpected(input);
        }
        let span = next_span(input, self.network.span());
        let Ok(name) = input.call(Ident::parse_any) else {
            return Err(syn::Error::new(span, messages::function_without_name()));
        };
        if name != "forward" {
            let is_other = self.forward.is_some() || has_forward(&rest(input));
            if is_other && !takes_tensors(input) {
                let message = match input.peek(Token![<]) {
                    true => messages::generic_function(&name, self.network),
                    false => messages::function_without_tensors(&name),
                };
                self.errors.at(name.span(), message);
                self.unreadable.push(name.clone());
                while !input.is_empty() && !input.peek(syn::token::Brace) {
                    input.parse::<TokenTree>()?;
                }
                input.parse::<Option<TokenTree>>()?;
                return Ok(true);
            }
            if is_other {
                let function = self.signature(input, name.clone(), attributes)?;
                self.others.push((name, function));
                return Ok(true);
            }
            let message = match messages::is_misspelt_forward(&name.to_string()) {
                true => messages::misspelt_forward(&name),
                false => messages::only_forward(&name),
            };
            self.errors.at(name.span(), message);
        } else if self.forward.is_some() {
            self.errors.at(name.span(), messages::forward_twice());
            input.parse::<TokenStream>()?;
            return Ok(false);
        }
        self.forward = Some(self.signature(input, name, attributes)?);
        Ok(true)
    }

    fn unexpected(&mut self, input: ParseStream<'_>) -> syn::Result<bool> {
        let (span, tokens) = (next_span(input, self.network.span()), rest(input));
        if self.forward.is_some() {
            self.errors.at(span, messages::nothing_after_forward());
        } else if has_forward(&tokens) {
            self.errors.at(span, messages::nothing_before_forward());
            // Skips to the function.
            while !input.is_empty() && !Self::starts_with(input) {
                input.parse::<TokenTree>()?;
            }
            return Ok(!input.is_empty());
        } else {
            return Err(syn::Error::new(span, self.expects_forward()));
        }
        // Nothing after it is read.
        input.parse::<TokenStream>()?;
        Ok(false)
    }

    pub(super) fn finish(self) -> syn::Result<Forward> {
        let wrong = syn::Error::new(self.network.span(), self.expects_forward());
        self.forward.ok_or(wrong)
    }

    fn expects_forward(&self) -> String {
        match examples::forward(self.fields) {
            Some(example) => messages::expects_forward_as(self.network, example),
            None => messages::expects_forward(self.network),
        }
    }

    /// Reports generic parameters of `forward`. A signature that mentions one of them has no meaning.
    fn no_parameters(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if !input.peek(Token![<]) {
            return Ok(());
        }
        let (start, mut tokens) = (input.span(), Vec::new());
        while !input.is_empty() && !input.peek(syn::token::Paren) {
            tokens.push(input.parse::<TokenTree>()?);
        }
        let parameters = syn::parse2::<Generics>(tokens.into_iter().collect()).unwrap_or_default();
        let name = |parameter: &GenericParam| match parameter {
            GenericParam::Lifetime(of) => of.lifetime.to_string(),
            GenericParam::Type(of) => of.ident.to_string(),
            GenericParam::Const(of) => of.ident.to_string(),
        };
        let rest: TokenStream = input.fork().parse()?;
        let mentioned = parameters.params.iter().find(|of| mentions(&rest, &|ident| ident == name(of)));
        match mentioned {
            Some(of) => Err(syn::Error::new(Spanned::span(of), messages::size_of_forward(name(of), self.network))),
            None => {
                self.errors.at(parameters.params.first().map_or(start, Spanned::span), messages::generic_forward());
                Ok(())
            }
        }
    }

    /// The error for a `forward` without an input, before this rest of it.
    fn no_input(&self, rest: ParseStream<'_>) -> String {
        let variable = rest.fork().parse().ok().and_then(examples::variable);
        messages::no_input(variable.as_deref().unwrap_or("x"), examples::input(self.fields))
    }

    fn signature(&mut self, input: ParseStream<'_>, name: Ident, attributes: Vec<Attribute>) -> syn::Result<Forward> {
        self.no_parameters(input)?;
        if !input.peek(syn::token::Paren) {
            return Err(syn::Error::new(name.span(), self.no_input(input)));
        }
        let content;
        let parentheses = syn::parenthesized!(content in input).span.join();
        let inputs = self.inputs(&content, &name)?;
        if inputs.is_empty() && self.is_declared {
            return Err(syn::Error::new(parentheses, self.no_input(input)));
        }
        if inputs.len() > MOST {
            self.errors.at(inputs[MOST].name.span(), messages::too_many_tensors("inputs", inputs.len()));
            self.is_declared = false;
        }
        self.arrow(input, &name)?;
        let output_span = input.span();
        let outputs = self.outputs(input)?;
        if outputs.is_empty() {
            return Err(syn::Error::new(output_span, messages::no_output(&name)));
        }
        if outputs.len() > MOST {
            self.errors.at(outputs[MOST].span, messages::too_many_tensors("outputs", outputs.len()));
            self.is_declared = false;
        }
        self.before_body(input, &name)?;
        let body = parse_body(input.parse()?, self.renamed, self.errors)?;
        Ok(Forward { attributes, span: name.span(), inputs, outputs, output_span, body })
    }

    fn inputs(&mut self, input: ParseStream<'_>, function: &Ident) -> syn::Result<Vec<Input>> {
        let mut inputs = Vec::new();
        while !input.is_empty() {
            self.input(input, function, &mut inputs)?;
            if input.peek(Ident) && input.peek2(Token![:]) {
                let name: Ident = input.fork().parse()?;
                self.errors.at(name.span(), messages::missing_comma_of_inputs(&name));
                continue;
            }
            if !input.is_empty() && !input.peek(Token![,]) {
                let sign = input.parse::<TokenTree>()?;
                let previous = inputs.last().map(|input| input.name.to_string()).unwrap_or_default();
                self.errors.at(sign.span(), messages::after_input(sign.to_string(), previous));
                if sign.to_string() == ";" {
                    continue;
                }
                skip_to_comma(input)?;
            }
            if input.peek(Token![,]) {
                input.parse::<Token![,]>()?;
            }
            while input.peek(Token![,]) {
                self.errors.at(input.parse::<Token![,]>()?.span, messages::second_comma());
            }
        }
        Ok(inputs)
    }

    fn input(&mut self, input: ParseStream<'_>, function: &Ident, inputs: &mut Vec<Input>) -> syn::Result<()> {
        if let Some(span) = receiver(input) {
            self.errors.at(span, messages::no_self(function));
            return skip_to_comma(input);
        }
        if input.peek(syn::token::Paren) {
            return self.tuple(input, inputs);
        }
        let is_mutable = input.peek(Token![mut]);
        if is_mutable || input.peek(Token![ref]) {
            let word = input.parse::<TokenTree>()?;
            let name = input.fork().parse::<TokenTree>().map(|name| name.to_string()).unwrap_or_default();
            let message = match is_mutable {
                true => messages::mutable_input(name),
                false => messages::word_before_input(word.to_string(), name),
            };
            self.errors.at(word.span(), message);
        }
        let span = input.span();
        let tokens = rest(input);
        let is_type = matches!(&tokens[..], [TokenTree::Ident(name), ..] if name == "Tensor");
        let Ok(word) = input.call(Ident::parse_any) else {
            self.errors.at(span, messages::input_without_name());
            self.is_declared = false;
            return skip_to_comma(input);
        };
        if is_type && !input.peek(Token![:]) {
            let is_first = inputs.is_empty();
            self.errors.at(span, messages::unnamed_input(if is_first { "x" } else { "y" }));
            self.is_declared = false;
            return skip_to_comma(input);
        }
        let name = match syn::parse2::<Ident>(TokenTree::Ident(word.clone()).into()) {
            Ok(name) => name,
            Err(_) => {
                self.errors.at(span, messages::keyword_as_name(&word, format!("{word}_")));
                self.is_declared = false;
                return skip_to_comma(input);
            }
        };
        let ty = if input.peek(Token![:]) {
            input.parse::<Token![:]>()?;
            if input.peek(syn::token::Paren) {
                return self.tuple_type(input, &name, inputs);
            }
            Some(tensor_type::of_input(input, self.errors)?)
        } else if input.peek(Token![=]) || input.peek(Ident) {
            let sign = next_span(input, span);
            input.parse::<Option<Token![=]>>()?;
            self.errors.at(sign, messages::missing_colon_of_input(&name));
            Some(tensor_type::of_input(input, self.errors)?)
        } else {
            self.errors.at(name.span(), messages::input_without_shape(&name, examples::input(self.fields)));
            None
        };
        let ty = ty.unwrap_or_else(|| TensorType { sizes: Vec::new(), class: None, time: None, span, is_known: false });
        inputs.push(Input { name, is_mutable, ty });
        Ok(())
    }

    /// Reports `x: (Tensor<4>, Tensor<2>)`, which are two inputs.
    fn tuple_type(&mut self, input: ParseStream<'_>, name: &Ident, inputs: &mut Vec<Input>) -> syn::Result<()> {
        let types;
        let span = syn::parenthesized!(types in input).span.open();
        let tokens: Vec<_> = types.parse::<TokenStream>()?.into_iter().collect();
        let types = split_at(&tokens, ',').into_iter().filter(|ty| !ty.is_empty()).enumerate();
        let names = types.map(|(index, ty)| {
            let ty: TokenStream = ty.iter().cloned().collect();
            (
                format!("{name}{}: {}", index + 1, compact(&ty)),
                format!("`{name}{}` in place of `{name}.{index}`", index + 1),
            )
        });
        let (declared, used): (Vec<_>, Vec<_>) = names.unzip();
        self.errors.at(span, messages::tuple_as_input(declared.join(", "), used.join(", ")));
        self.is_declared = false;
        let ty = TensorType { sizes: Vec::new(), class: None, time: None, span, is_known: false };
        inputs.push(Input { name: name.clone(), is_mutable: false, ty });
        Ok(())
    }

    /// Reads `(a, b): (Tensor<4>, Tensor<4>)` as two inputs.
    fn tuple(&mut self, input: ParseStream<'_>, inputs: &mut Vec<Input>) -> syn::Result<()> {
        let (names, types): (ParseBuffer<'_>, ParseBuffer<'_>);
        let span = syn::parenthesized!(names in input).span.open();
        let names = names.parse::<TokenStream>()?;
        let names: Vec<_> = names.into_iter().collect();
        let names = split_at(&names, ',').into_iter().filter_map(|name| match name {
            [TokenTree::Ident(name)] => Some(name.clone()),
            _ => None,
        });
        let names: Vec<_> = names.collect();
        let has_colon = input.parse::<Option<Token![:]>>()?.is_some();
        if !has_colon || !input.peek(syn::token::Paren) {
            self.errors.at(span, messages::input_without_name());
            self.is_declared = false;
            return skip_to_comma(input);
        }
        syn::parenthesized!(types in input);
        let types = types.parse::<TokenStream>()?;
        let tokens: Vec<_> = types.into_iter().collect();
        let types: Vec<_> = split_at(&tokens, ',').into_iter().filter(|ty| !ty.is_empty()).collect();
        let pairs = names.iter().zip(&types).map(|(name, ty)| {
            let ty: TokenStream = ty.iter().cloned().collect();
            format!("{name}: {}", compact(&ty))
        });
        self.errors.at(span, messages::tuple_of_inputs(pairs.collect::<Vec<_>>().join(", ")));
        // Its callers pass a tuple.
        self.is_declared = false;
        for (name, ty) in names.into_iter().zip(types) {
            let read = |input: ParseStream<'_>| tensor_type::of_input(input, self.errors);
            let ty = syn::parse::Parser::parse2(read, ty.iter().cloned().collect())?;
            inputs.push(Input { name, is_mutable: false, ty });
        }
        Ok(())
    }

    /// Parses `->`, or reports what is in its place.
    fn arrow(&mut self, input: ParseStream<'_>, name: &Ident) -> syn::Result<()> {
        if input.peek(Token![->]) {
            input.parse::<Token![->]>()?;
            return Ok(());
        }
        if input.is_empty() || input.peek(syn::token::Brace) || input.peek(Token![where]) {
            return Err(syn::Error::new(name.span(), messages::no_output(name)));
        }
        let (span, mut signs) = (input.span(), String::new());
        while let Ok(TokenTree::Punct(sign)) = input.fork().parse() {
            if sign.as_char() == '&' {
                break;
            }
            signs.push(sign.as_char());
            input.parse::<TokenTree>()?;
        }
        let message = if signs.is_empty() { messages::missing_arrow() } else { messages::other_than_arrow(signs) };
        self.errors.at(span, message);
        Ok(())
    }

    fn outputs(&mut self, input: ParseStream<'_>) -> syn::Result<Vec<TensorType>> {
        if input.peek(syn::token::Paren) {
            let content;
            syn::parenthesized!(content in input);
            let mut outputs = Vec::new();
            while !content.is_empty() {
                outputs.push(tensor_type::of_output(&content, self.errors)?);
                if !content.is_empty() && !content.peek(Token![,]) {
                    let sign = content.parse::<TokenTree>()?;
                    self.errors.at(sign.span(), messages::after_output(sign.to_string()));
                    skip_to_comma(&content)?;
                }
                content.parse::<Option<Token![,]>>()?;
                while content.peek(Token![,]) {
                    self.errors.at(content.parse::<Token![,]>()?.span, messages::second_comma());
                }
            }
            return Ok(outputs);
        }
        if input.is_empty() || input.peek(syn::token::Brace) {
            return Ok(Vec::new());
        }
        if let Some(TokenTree::Group(group)) = rest(input).first()
            && let Some(outputs) = self.outputs_in_brackets(group)?
        {
            input.parse::<TokenTree>()?;
            return Ok(outputs);
        }
        let mut outputs = vec![tensor_type::of_output(input, self.errors)?];
        let comma = input.span();
        while input.peek(Token![,]) && (input.peek2(Ident) && !input.peek2(Token![where])) {
            input.parse::<Token![,]>()?;
            outputs.push(tensor_type::of_output(input, self.errors)?);
        }
        if outputs.len() > 1 {
            self.errors.at(comma, messages::outputs_without_parentheses());
        }
        Ok(outputs)
    }

    /// Reads `[Tensor<4>, Tensor<2>]` as two outputs; `None` for anything else.
    fn outputs_in_brackets(&mut self, group: &proc_macro2::Group) -> syn::Result<Option<Vec<TensorType>>> {
        let tokens: Vec<_> = group.stream().into_iter().collect();
        let types: Vec<_> = split_at(&tokens, ',').into_iter().filter(|ty| !ty.is_empty()).collect();
        let is_tensor = |ty: &[TokenTree]| matches!(ty, [TokenTree::Ident(name), ..] if name == "Tensor");
        if group.delimiter() != Delimiter::Bracket || types.len() < 2 || !types.iter().all(|ty| is_tensor(ty)) {
            return Ok(None);
        }
        let texts: Vec<_> = types.iter().map(|ty| compact(&ty.iter().cloned().collect())).collect();
        self.errors.at(group.span_open(), messages::outputs_in_brackets(texts.join(", ")));
        // Its callers destructure an array.
        self.is_declared = false;
        let read = |ty: &[TokenTree], errors: &mut Errors| {
            let read = |input: ParseStream<'_>| tensor_type::of_output(input, errors);
            syn::parse::Parser::parse2(read, ty.iter().cloned().collect())
        };
        types.into_iter().map(|ty| read(ty, self.errors)).collect::<syn::Result<_>>().map(Some)
    }

    /// Skips what is wrong between the output and the body.
    fn before_body(&mut self, input: ParseStream<'_>, name: &Ident) -> syn::Result<()> {
        if input.peek(syn::token::Brace) {
            return Ok(());
        }
        let (span, ahead) = (next_span(input, name.span()), rest(input));
        let has_body =
            ahead.iter().any(|token| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace));
        if !has_body {
            return Err(syn::Error::new(name.span(), messages::no_body()));
        }
        let mut skipped = Vec::new();
        while !input.peek(syn::token::Brace) {
            skipped.push(input.parse::<TokenTree>()?);
        }
        let text = code(&skipped.iter().cloned().collect());
        let is_where = matches!(&skipped[..], [TokenTree::Ident(word), ..] if word == "where");
        let message = if is_where { messages::where_of_forward(text) } else { messages::before_body(text) };
        self.errors.at(span, message);
        Ok(())
    }
}

/// The span of `self`, `&self` or `&mut self`, if it is next.
fn receiver(input: ParseStream<'_>) -> Option<Span> {
    let ahead = input.fork();
    let span = ahead.span();
    let _ = ahead.parse::<Option<Token![&]>>();
    if ahead.peek(syn::Lifetime) {
        let _ = ahead.parse::<syn::Lifetime>();
    }
    let _ = ahead.parse::<Option<Token![mut]>>();
    ahead.peek(Token![self]).then_some(span)
}

fn skip_to_comma(input: ParseStream<'_>) -> syn::Result<()> {
    let mut depth = 0_usize;
    while !input.is_empty() && (depth > 0 || !input.peek(Token![,])) {
        if input.peek(Token![->]) {
            input.parse::<TokenTree>()?;
        } else if input.peek(Token![<]) {
            depth += 1;
        } else if input.peek(Token![>]) {
            depth = depth.saturating_sub(1);
        }
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

/// Returns whether `forward(..)` is declared in the tokens.
fn has_forward(tokens: &[TokenTree]) -> bool {
    let here = tokens.windows(2).any(|pair| {
        matches!(pair, [TokenTree::Ident(name), TokenTree::Group(inputs)]
            if name == "forward" && inputs.delimiter() == Delimiter::Parenthesis)
    });
    let is_inside = |token: &TokenTree| match token {
        TokenTree::Group(group) => has_forward(&group.stream().into_iter().collect::<Vec<_>>()),
        _ => false,
    };
    here || tokens.iter().any(is_inside)
}

/// Returns whether the inputs of a function are next, without a receiver.
fn takes_tensors(input: ParseStream<'_>) -> bool {
    match input.fork().parse::<TokenTree>() {
        Ok(TokenTree::Group(inputs)) if inputs.delimiter() == Delimiter::Parenthesis => {
            let inputs: Vec<_> = inputs.stream().into_iter().collect();
            // Whatever `self` is before them.
            let is_receiver = |part: &[TokenTree]| part.iter().any(|token| token.to_string() == "self");
            split_at(&inputs, ',').into_iter().any(|part| !part.is_empty() && !is_receiver(part))
        }
        _ => false,
    }
}
