//! Parsing of the body of `forward`. If syn cannot parse it, each statement is parsed separately: slips of grammar are
//! reported and mended, and what remains unreadable is kept as a verbatim expression, so that other statements are
//! checked.

use super::arguments::{for_syn, regrouped};
use super::mend::{Mend, Rest, is, punct};
use super::names::Renamed;
use super::words::{code, compact, split_at};
use crate::diagnostics::{Errors, messages};
use proc_macro2::{Delimiter, Group, Ident, Spacing, Span, TokenStream, TokenTree};
use syn::{Block, Expr, Pat, Stmt};

/// Parses the body.
pub(super) fn parse_body(body: Group, renamed: &Renamed, errors: &mut Errors) -> syn::Result<Block> {
    let tokens = with_names(body.stream(), renamed);
    let end = body.span_close();
    if let Ok(block) = block(&tokens, end) {
        return Ok(block);
    }
    let mut statements = Vec::new();
    let mut rest: Vec<TokenTree> = tokens.into_iter().collect();
    while !rest.is_empty() {
        let length = rest.iter().position(|token| is(token, ';')).map_or(rest.len(), |index| index + 1);
        let later = rest.split_off(length);
        rest = mended(rest, later, end, &mut statements, errors);
    }
    let mut block: Block = syn::parse_quote!({});
    block.stmts = statements;
    Ok(block)
}

/// Replaces calls by wrong names. A group without one keeps the places of its two delimiters.
fn with_names(tokens: TokenStream, renamed: &Renamed) -> TokenStream {
    replaced(tokens.clone(), renamed).unwrap_or(tokens)
}

/// The tokens with other names; `None` if no call is by a wrong name.
fn replaced(tokens: TokenStream, renamed: &Renamed) -> Option<TokenStream> {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let (mut written, mut index, mut is_other) = (Vec::new(), 0, false);
    while index < tokens.len() {
        if let Some((name, length)) = renamed.call(&tokens[index..]) {
            written.push(TokenTree::Ident(name));
            index += length;
            is_other = true;
            continue;
        }
        written.push(match &tokens[index] {
            TokenTree::Group(group) => match replaced(group.stream(), renamed) {
                Some(stream) => {
                    is_other = true;
                    regrouped(group, stream).into()
                }
                None => group.clone().into(),
            },
            token => token.clone(),
        });
        index += 1;
    }
    is_other.then(|| written.into_iter().collect())
}

fn block(tokens: &TokenStream, end: Span) -> syn::Result<Block> {
    let mut body = Group::new(Delimiter::Brace, tokens.clone());
    body.set_span(end);
    syn::parse2(TokenTree::Group(for_syn(body)).into())
}

/// Parses one statement, after mending it if necessary. Returns what is still to be parsed.
fn mended(
    mut tokens: Vec<TokenTree>,
    mut later: Vec<TokenTree>,
    end: Span,
    statements: &mut Vec<Stmt>,
    errors: &mut Errors,
) -> Vec<TokenTree> {
    // A statement with a block, such as an `if`, needs no `;`.
    loop {
        let error = match block(&tokens.iter().cloned().collect(), end) {
            Ok(block) => {
                statements.extend(block.stmts);
                return later;
            }
            Err(error) => error,
        };
        match mend(&mut tokens) {
            Some(Mend { span, message, rest }) => {
                if !message.is_empty() {
                    errors.at(span, message);
                }
                let rest = match rest {
                    Rest::Parse => continue,
                    Rest::Later(rest) => rest,
                    Rest::UnreadableThen(rest) => {
                        statements.extend(unreadable(&tokens));
                        return rest.into_iter().chain(later).collect();
                    }
                    Rest::Unreadable => {
                        statements.extend(unreadable(&tokens));
                        return later;
                    }
                };
                later.splice(0..0, rest);
            }
            None => {
                errors.at(error.span(), messages::unreadable_statement());
                statements.extend(unreadable(&tokens));
                return later;
            }
        }
    }
}

/// A statement that cannot be parsed, with the names that it binds.
fn unreadable(tokens: &[TokenTree]) -> Option<Stmt> {
    let is_last = !tokens.last().is_some_and(|token| is(token, ';'));
    let verbatim = Expr::Verbatim(tokens.iter().cloned().collect());
    let pattern = tokens[1..].split(|token| is(token, '=') || is(token, ':') || is(token, ';')).next();
    let pattern: Option<TokenStream> = pattern.map(|pattern| pattern.iter().cloned().collect());
    if tokens.first().is_some_and(|token| token.to_string() == "let")
        && let Some(pattern) = pattern
        && let Ok(pattern) = syn::parse::Parser::parse2(Pat::parse_single, pattern)
    {
        let mut statement: syn::Local = match syn::parse_quote!(let x = y;) {
            Stmt::Local(local) => local,
            _ => return None,
        };
        statement.pat = pattern;
        if let Some(init) = &mut statement.init {
            *init.expr = verbatim;
        }
        return Some(Stmt::Local(statement));
    }
    Some(Stmt::Expr(verbatim, (!is_last).then(Default::default)))
}

/// Mends the first slip that is recognised.
fn mend(tokens: &mut Vec<TokenTree>) -> Option<Mend> {
    statement_of_python(tokens)
        .or_else(|| names_without_parentheses(tokens))
        .or_else(|| binding(tokens))
        .or_else(|| in_groups(tokens, &mut super::foreign_signs::choice))
        .or_else(|| in_groups(tokens, &mut super::foreign_signs::conditional))
        .or_else(|| in_groups(tokens, &mut super::foreign_signs::product))
        .or_else(|| in_groups(tokens, &mut super::foreign_signs::complement))
        .or_else(|| in_groups(tokens, &mut |tokens| super::foreign_signs::index(tokens)))
        .or_else(|| chain(tokens))
        .or_else(|| in_groups(tokens, &mut double_comma))
        .or_else(|| in_groups(tokens, &mut turbofish))
        .or_else(|| in_groups(tokens, &mut |tokens| colon_of_argument(tokens)))
        .or_else(|| in_groups(tokens, &mut super::foreign_signs::comparisons))
        .or_else(|| missing_dot(tokens))
        .or_else(|| missing_semicolon(tokens))
        .or_else(|| values_without_parentheses(tokens))
        .or_else(|| dangling(tokens, &['.', '+', '*', '-', '/', ',']))
        .or_else(|| in_groups(tokens, &mut |tokens| dangling(tokens, &['.', '+', '*', '-', '/'])))
        .or_else(|| unterminated(tokens))
}

/// A statement that Rust does not have, or not in this form.
fn statement_of_python(tokens: &[TokenTree]) -> Option<Mend> {
    let first = tokens.first()?;
    let unreadable = |span, message| Some(Mend { span, message, rest: Rest::Unreadable });
    match first {
        TokenTree::Ident(word) if word == "for" && loop_of_python(tokens).is_some() => {
            let (colon, written) = loop_of_python(tokens)?;
            unreadable(colon, messages::loop_without_braces(written))
        }
        TokenTree::Ident(word) => {
            let message = messages::statement(&word.to_string())?;
            unreadable(first.span(), message)
        }
        TokenTree::Punct(hash) if hash.as_char() == '#' => unreadable(first.span(), messages::comment()),
        _ => None,
    }
}

/// The `:` of `for block in blocks: h = block(h);`, and the loop with braces.
fn loop_of_python(tokens: &[TokenTree]) -> Option<(Span, String)> {
    let [_, TokenTree::Ident(element), TokenTree::Ident(word), TokenTree::Ident(array), colon, body @ ..] = tokens
    else {
        return None;
    };
    let body: TokenStream = body.iter().cloned().collect();
    let is_loop = word == "in" && is(colon, ':') && !body.is_empty();
    is_loop.then(|| (colon.span(), format!("for {element} in {array} {{ {} }}", code(&body))))
}

/// `h := x.fc1()`, `let h x.fc1()` or `let match = ..`.
fn binding(tokens: &mut Vec<TokenTree>) -> Option<Mend> {
    if let [TokenTree::Ident(name), colon, equals, ..] = &tokens[..]
        && is(colon, ':')
        && is(equals, '=')
    {
        let (span, name) = (colon.span(), name.clone());
        tokens.remove(1);
        let value = code(&tokens[2..].iter().filter(|token| !is(token, ';')).cloned().collect());
        tokens.insert(0, Ident::new("let", name.span()).into());
        return Some(Mend { span, message: messages::walrus(&name, value), rest: Rest::Parse });
    }
    let [TokenTree::Ident(word), TokenTree::Ident(name), next, ..] = &tokens[..] else { return None };
    if ["var", "auto", "const", "val", "def"].iter().any(|other| word == other) && (is(next, '=') || is(next, ':')) {
        let (span, message) = (word.span(), messages::other_than_let(word, name));
        tokens[0] = Ident::new("let", span).into();
        return Some(Mend { span, message, rest: Rest::Parse });
    }
    if word != "let" || name == "mut" {
        return None;
    }
    let (name, span) = (name.clone(), next.span());
    if syn::parse2::<Ident>(TokenTree::Ident(name.clone()).into()).is_err() {
        let valid = format!("{name}_");
        tokens[1] = Ident::new(&valid, name.span()).into();
        let message = messages::keyword_as_name(&name, &valid);
        return Some(Mend { span: name.span(), message, rest: Rest::Parse });
    }
    if let TokenTree::Ident(result) = next
        && *result == name
    {
        let later = tokens.split_off(2);
        tokens.push(punct(';', Spacing::Alone, span));
        let (span, message) = (name.span(), messages::let_without_value(&name));
        return Some(Mend { span, message, rest: Rest::UnreadableThen(later) });
    }
    if let TokenTree::Ident(_) = next {
        tokens.insert(2, punct('=', Spacing::Alone, span));
        return Some(Mend { span, message: messages::missing_equals_sign(&name), rest: Rest::Parse });
    }
    None
}

/// `x -> fc1 -> relu`.
fn chain(tokens: &mut Vec<TokenTree>) -> Option<Mend> {
    let mut starts = Vec::new();
    for index in 0..tokens.len().saturating_sub(1) {
        let pair = (&tokens[index], &tokens[index + 1]);
        if ["->", "=>", "|>"].iter().any(|arrow| {
            let mut signs = arrow.chars();
            signs.next().is_some_and(|sign| is(pair.0, sign)) && signs.next().is_some_and(|sign| is(pair.1, sign))
        }) {
            starts.push(index);
        }
    }
    let first = *starts.first()?;
    let span = tokens[first].span();
    let has_end = tokens.last().is_some_and(|token| is(token, ';'));
    let end = tokens.len() - usize::from(has_end);
    let mut written = tokens[..first].to_vec();
    let head = written.iter().position(|token| is(token, '=')).map_or(0, |equals| equals + 1);
    let mut is_chain = first > head;
    for (index, start) in starts.iter().enumerate() {
        let stop = starts.get(index + 1).copied().unwrap_or(end);
        let call = &tokens[(start + 2).min(stop)..stop];
        is_chain &= matches!(call, [TokenTree::Ident(_), ..]);
        written.push(punct('.', Spacing::Alone, span));
        written.extend(call.iter().cloned());
        if matches!(call, [TokenTree::Ident(_)]) {
            written.push(Group::new(Delimiter::Parenthesis, TokenStream::new()).into());
        }
    }
    if !is_chain {
        return Some(Mend { span, message: messages::arrow_without_calls(), rest: Rest::Unreadable });
    }
    let message = messages::chain_of_arrows(code(&written[head..].iter().cloned().collect()));
    written.extend(tokens[end..].iter().cloned());
    *tokens = written;
    Some(Mend { span, message, rest: Rest::Parse })
}

/// Looks for a slip in the tokens, and then in every group.
fn in_groups(tokens: &mut Vec<TokenTree>, slip: &mut dyn FnMut(&mut Vec<TokenTree>) -> Option<Mend>) -> Option<Mend> {
    if let Some(mend) = slip(tokens) {
        return Some(mend);
    }
    for token in tokens {
        let TokenTree::Group(group) = token else { continue };
        let mut inner: Vec<_> = group.stream().into_iter().collect();
        if let Some(mend) = in_groups(&mut inner, slip) {
            *token = regrouped(group, inner.into_iter().collect()).into();
            return Some(mend);
        }
    }
    None
}

/// `concat(a,, b)`.
fn double_comma(tokens: &mut Vec<TokenTree>) -> Option<Mend> {
    let second = tokens.windows(2).position(|pair| is(&pair[0], ',') && is(&pair[1], ','))? + 1;
    let span = tokens.remove(second).span();
    Some(Mend { span, message: messages::second_comma(), rest: Rest::Parse })
}

/// `attention(q, k, v, heads: 8)`: every argument of the call that is named with a `:`.
fn colon_of_argument(tokens: &mut [TokenTree]) -> Option<Mend> {
    for place in 1..tokens.len() {
        let (TokenTree::Ident(_), TokenTree::Group(group)) = (&tokens[place - 1], &tokens[place]) else { continue };
        if group.delimiter() != Delimiter::Parenthesis {
            continue;
        }
        let mut inner: Vec<_> = group.stream().into_iter().collect();
        let mut first = None;
        for index in 1..inner.len() {
            let begins = index == 1 || is(&inner[index - 2], ',');
            let is_path = inner.get(index + 1).is_none_or(|next| is(next, ':'));
            let TokenTree::Ident(name) = &inner[index - 1] else { continue };
            if begins && is(&inner[index], ':') && !is_path {
                let value = split_at(&inner[index + 1..], ',')[0].iter().cloned().collect();
                let named = format!("{name} = {}", code(&value));
                let span = inner[index].span();
                first.get_or_insert((span, messages::colon_in_call(name, named)));
                inner[index] = punct('=', Spacing::Alone, span);
            }
        }
        if let Some((span, message)) = first {
            tokens[place] = regrouped(group, inner.into_iter().collect()).into();
            return Some(Mend { span, message, rest: Rest::Parse });
        }
    }
    None
}

/// `.max_pool<2>()` or `concat<1>(a, b)`.
fn turbofish(tokens: &mut Vec<TokenTree>) -> Option<Mend> {
    for start in 1..tokens.len() {
        let TokenTree::Ident(name) = &tokens[start - 1] else { continue };
        if !is(&tokens[start], '<') {
            continue;
        }
        let mut depth = 0_usize;
        let close = tokens[start..].iter().position(|token| {
            depth += usize::from(is(token, '<'));
            depth -= usize::from(depth > 0 && is(token, '>'));
            depth == 0
        });
        let Some(close) = close.map(|close| close + start) else { continue };
        let is_call = matches!(tokens.get(close + 1), Some(TokenTree::Group(group))
            if group.delimiter() == Delimiter::Parenthesis);
        if !is_call || tokens[start..close].iter().any(|token| is(token, ';')) {
            continue;
        }
        let is_method = start >= 2 && is(&tokens[start - 2], '.');
        let arguments: TokenStream = tokens[start + 1..close].iter().cloned().collect();
        let values = if is_method { String::new() } else { code(&tokens[close + 1].clone().into()) };
        let name = name.clone();
        let span = name.span();
        let call = match is_method {
            true => format!(".{name}::<{}>()", compact(&arguments)),
            false => format!("{name}::<{}>{values}", compact(&arguments)),
        };
        tokens.splice(start..start, [punct(':', Spacing::Joint, span), punct(':', Spacing::Alone, span)]);
        return Some(Mend { span, message: messages::missing_turbofish(&name, call), rest: Rest::Parse });
    }
    None
}

/// `let a, b = ..`, whose names are a tuple.
fn names_without_parentheses(tokens: &mut Vec<TokenTree>) -> Option<Mend> {
    if tokens.first()?.to_string() != "let" {
        return None;
    }
    let equals = tokens.iter().position(|token| is(token, '='))?;
    let names = &tokens[1..equals];
    let is_list = names.iter().enumerate().all(|(index, token)| match index % 2 {
        0 => matches!(token, TokenTree::Ident(_)),
        _ => is(token, ','),
    });
    if names.len() < 3 || !is_list {
        return None;
    }
    let span = names[1].span();
    let message = messages::names_without_parentheses(code(&names.iter().cloned().collect()));
    let names: TokenStream = tokens.drain(1..equals).collect();
    tokens.insert(1, Group::new(Delimiter::Parenthesis, names).into());
    Some(Mend { span, message, rest: Rest::Parse })
}

/// `x.fc1(), x.fc2()` as the result, which is a tuple.
fn values_without_parentheses(tokens: &mut Vec<TokenTree>) -> Option<Mend> {
    let is_statement = tokens.last().is_some_and(|token| is(token, ';')) || tokens.first()?.to_string() == "let";
    let start = usize::from(tokens.first()?.to_string() == "return");
    let values = split_at(&tokens[start..], ',');
    if is_statement || values.len() < 2 || values.iter().any(|value| value.is_empty()) {
        return None;
    }
    let span = tokens[start + values[0].len()].span();
    let values: TokenStream = tokens.drain(start..).collect();
    let message = messages::values_without_parentheses(code(&values));
    tokens.push(Group::new(Delimiter::Parenthesis, values).into());
    Some(Mend { span, message, rest: Rest::Parse })
}

/// `x.fc1() relu()`: a call without a value, which is that of the value before it.
fn missing_dot(tokens: &mut Vec<TokenTree>) -> Option<Mend> {
    let is_call = |token: &TokenTree, empty: bool| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Parenthesis && (!empty || group.stream().is_empty()),
        _ => false,
    };
    let name = (1..tokens.len().saturating_sub(1)).find(|&index| {
        matches!(tokens[index], TokenTree::Ident(_))
            && is_call(&tokens[index - 1], false)
            && is_call(&tokens[index + 1], true)
    })?;
    let span = tokens[name].span();
    let message = messages::missing_dot(tokens[name].to_string());
    tokens.insert(name, punct('.', Spacing::Alone, span));
    Some(Mend { span, message, rest: Rest::Parse })
}

/// Two statements without a `;` between them.
fn missing_semicolon(tokens: &mut Vec<TokenTree>) -> Option<Mend> {
    let is_word = |token: &TokenTree| syn::parse2::<Ident>(token.clone().into()).is_ok();
    let next = (1..tokens.len()).find(|&index| {
        let ends = match &tokens[index - 1] {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Parenthesis,
            token => is_word(token) || matches!(token, TokenTree::Literal(_)),
        };
        ends && (is_word(&tokens[index]) || tokens[index].to_string() == "let")
    })?;
    let later = tokens.split_off(next);
    let (span, name) = (later[0].span(), later[0].to_string());
    tokens.push(punct(';', Spacing::Alone, span));
    Some(Mend { span, message: messages::missing_semicolon(name), rest: Rest::Later(later) })
}

/// One of these signs at the end, without the rest of the expression.
fn dangling(tokens: &mut Vec<TokenTree>, signs: &[char]) -> Option<Mend> {
    let has_end = tokens.last().is_some_and(|token| is(token, ';'));
    let last = tokens.len().checked_sub(1 + usize::from(has_end))?;
    let TokenTree::Punct(sign) = &tokens[last] else { return None };
    let (span, sign) = (sign.span(), sign.as_char());
    if !signs.contains(&sign) || last == 0 {
        return None;
    }
    tokens.remove(last);
    Some(Mend { span, message: messages::dangling(sign), rest: Rest::Parse })
}

/// A `let` at the end, without `;`: there is no result, which is reported when `forward` is walked.
fn unterminated(tokens: &mut Vec<TokenTree>) -> Option<Mend> {
    let last = tokens.last()?.clone();
    if tokens[0].to_string() != "let" || is(&last, ';') || !tokens.iter().any(|token| is(token, '=')) {
        return None;
    }
    tokens.push(punct(';', Spacing::Alone, last.span()));
    Some(Mend { span: last.span(), message: String::new(), rest: Rest::Parse })
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    /// The mended body, and the messages.
    fn mended(body: &str) -> (String, String) {
        let mut errors = Errors::default();
        let body = Group::new(Delimiter::Brace, body.parse().unwrap());
        let block = parse_body(body, &Renamed::default(), &mut errors).unwrap();
        let statements = &block.stmts;
        (code(&quote!(#(#statements)*)), errors.into_tokens().to_string())
    }

    #[test]
    fn mends_slips() {
        for (body, expected, message) in [
            ("x -> fc1 -> relu", "x.fc1().relu()", "help: write `x.fc1().relu()`"),
            ("let h = x => fc1; h", "let h = x.fc1(); h", "help: write `x.fc1()`"),
            ("x.conv().max_pool<2>().fc()", "x.conv().max_pool::<2>().fc()", "help: write `.max_pool::<2>()`"),
            ("concat<1>(a, b)", "concat::<1>(a, b)", "help: write `concat::<1>(a, b)`"),
            ("concat(a,, b)", "concat(a, b)", "remove this `,`"),
            ("h := x.fc1(); h", "let h = x.fc1(); h", "help: write `let h = x.fc1();`"),
            ("let h x.fc1(); h", "let h = x.fc1(); h", "`=` is missing"),
            ("let h = x.fc1() h", "let h = x.fc1(); h", "`;` is missing before `h`"),
            ("let match = x.fc1(); x", "let match_ = x.fc1(); x", "`match_`"),
            ("x.fc1() +", "x.fc1()", "after `+`"),
            ("concat(x, x + ).fc1()", "concat(x, x).fc1()", "after `+`"),
            ("x.fc1().add(x.)", "x.fc1().add(x)", "after `.`"),
        ] {
            let (text, messages) = mended(body);
            assert_eq!(text, expected);
            assert!(messages.contains(message), "{messages}");
            assert_eq!(messages.matches("compile_error").count(), 1, "{messages}");
        }
    }

    #[test]
    fn one_unreadable_statement_does_not_hide_others() {
        let (text, messages) = mended("let h = x.fc1( 1 2 ); let g: = ; h.fc2()");
        assert!(text.ends_with("h.fc2()"), "{text}");
        assert_eq!(messages.matches("compile_error").count(), 2, "{messages}");
        assert!(!messages.contains("expected one of"), "{messages}");
    }
}
