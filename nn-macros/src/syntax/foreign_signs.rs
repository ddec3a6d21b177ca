//! Signs and words of other languages that Rust cannot parse in an expression: `a @ b`, `~mask`, `where(mask, a, b)`,
//! `a if mask else b`, `a < x < b` and `x[:, 2:10]`. Each is reported, and written as Rust does.

use super::mend::{Mend, Rest, is, punct};
use super::words::{code, split_at};
use crate::diagnostics::messages;
use proc_macro2::{Delimiter, Group, Ident, Literal, Spacing, TokenStream, TokenTree};

/// By token: whether it ends the operand of a product. Arguments between `::<` and `>` are a part of theirs.
fn ends_of_operands(tokens: &[TokenTree]) -> Vec<bool> {
    let mut depth = 0_usize;
    let ends = |(place, token): (usize, &TokenTree)| {
        let follows_colon = place.checked_sub(1).is_some_and(|before| is(&tokens[before], ':'));
        if is(token, '<') && (follows_colon || depth > 0) {
            depth += 1;
        } else if is(token, '>') && depth > 0 {
            depth -= 1;
        } else if depth == 0 {
            return [',', ';', '=', '+', '-', '*', '/', '@', '<', '>'].iter().any(|&sign| is(token, sign));
        }
        false
    };
    tokens.iter().enumerate().map(ends).collect()
}

/// The operands before and behind the sign at this place.
fn operands(tokens: &[TokenTree], place: usize) -> [std::ops::Range<usize>; 2] {
    let ends = ends_of_operands(tokens);
    let start = ends[..place].iter().rposition(|&ends| ends).map_or(0, |end| end + 1);
    let is_return = tokens[start].to_string() == "return";
    let end = ends[place + 1..].iter().position(|&ends| ends).map_or(tokens.len(), |end| place + 1 + end);
    [start + usize::from(is_return)..place, place + 1..end]
}

/// `torch.where(mask, a, b)`, whose name is a keyword of Rust.
pub(super) fn choice(tokens: &mut Vec<TokenTree>) -> Option<Mend> {
    let place = (0..tokens.len().saturating_sub(1)).find(|&place| {
        let is_call =
            matches!(&tokens[place + 1], TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis);
        is_call && tokens[place].to_string() == "where"
    })?;
    let span = tokens[place].span();
    let start = match &tokens[..place] {
        // A module.
        [.., TokenTree::Ident(_), dot] if is(dot, '.') => place - 2,
        _ => place,
    };
    tokens.splice(start..=place, [Ident::new("select", span).into()]);
    let message = messages::where_as_function(code(&tokens[start..start + 2].iter().cloned().collect()));
    Some(Mend { span, message, rest: Rest::Parse })
}

/// `a if mask else b`, or `mask ? a : b`.
pub(super) fn conditional(tokens: &mut Vec<TokenTree>) -> Option<Mend> {
    let ends = |token: &TokenTree| [',', ';', '='].iter().any(|&sign| is(token, sign)) || token.to_string() == "return";
    let find = |from: usize, text: &str| {
        tokens.get(from..)?.iter().position(|token| token.to_string() == text).map(|place| from + place)
    };
    let (first, second, is_python) = match (find(1, "if"), find(1, "?")) {
        (Some(first), _) => (first, find(first, "else")?, true),
        (None, Some(first)) => (first, find(first, ":")?, false),
        _ => return None,
    };
    // The `=` of a comparison is no end.
    let is_end = |place: usize| {
        let is_compared = |other: Option<&TokenTree>| {
            other.is_some_and(|other| ['=', '<', '>', '!'].iter().any(|&sign| is(other, sign)))
        };
        let is_part = is_compared(place.checked_sub(1).and_then(|before| tokens.get(before)))
            || is_compared(tokens.get(place + 1));
        ends(&tokens[place]) && !(is(&tokens[place], '=') && is_part)
    };
    let start = (0..first).rev().find(|&place| is_end(place)).map_or(0, |end| end + 1);
    let end = (second..tokens.len()).find(|&place| is_end(place)).unwrap_or(tokens.len());
    let (before, between, after) = (&tokens[start..first], &tokens[first + 1..second], &tokens[second + 1..end]);
    if before.is_empty() || between.is_empty() || after.is_empty() {
        return None;
    }
    let [mask, value] = if is_python { [between, before] } else { [before, between] };
    let span = tokens[first].span();
    let comma = || punct(',', Spacing::Alone, span);
    let arguments = mask.iter().cloned().chain([comma()]).chain(value.iter().cloned()).chain([comma()]);
    let arguments: TokenStream = arguments.chain(after.iter().cloned()).collect();
    let call = [Ident::new("select", span).into(), Group::new(Delimiter::Parenthesis, arguments).into()];
    let message = messages::conditional(code(&call.iter().cloned().collect()));
    tokens.splice(start..end, call);
    Some(Mend { span, message, rest: Rest::Parse })
}

/// `a @ b`.
pub(super) fn product(tokens: &mut Vec<TokenTree>) -> Option<Mend> {
    let first = tokens.iter().position(|token| is(token, '@'))?;
    let span = tokens[first].span();
    let mut written = String::new();
    // Products of several matrices are computed from the left.
    while let Some(place) = tokens.iter().position(|token| is(token, '@')) {
        let [left, right] = operands(tokens, place);
        if left.is_empty() || right.is_empty() {
            return None;
        }
        let mut values: Vec<_> = tokens[left.clone()].to_vec();
        values.push(punct(',', Spacing::Alone, span));
        values.extend(tokens[right.clone()].iter().cloned());
        let call = [
            Ident::new("matmul", span).into(),
            Group::new(Delimiter::Parenthesis, values.into_iter().collect()).into(),
        ];
        written = code(&call.iter().cloned().collect());
        tokens.splice(left.start..right.end, call);
    }
    Some(Mend { span, message: messages::matrix_product(written), rest: Rest::Parse })
}

/// `~mask`.
pub(super) fn complement(tokens: &mut Vec<TokenTree>) -> Option<Mend> {
    let place = tokens.iter().position(|token| is(token, '~'))?;
    let span = tokens.remove(place).span();
    Some(Mend { span, message: messages::no_operator("~"), rest: Rest::Parse })
}

/// `a < x < b`.
pub(super) fn comparisons(tokens: &mut Vec<TokenTree>) -> Option<Mend> {
    let mut depth = 0_usize;
    let mut signs = Vec::new();
    for place in 1..tokens.len() {
        let before = &tokens[place - 1];
        match (is(&tokens[place], '<'), is(&tokens[place], '>')) {
            (true, _) if is(before, ':') || depth > 0 => depth += 1,
            (_, true) if depth > 0 => depth -= 1,
            (false, false) => {}
            // Not `->`, `=>` or `>>`.
            _ if ['-', '=', '<', '>'].iter().any(|&sign| is(before, sign)) => {}
            _ => signs.push(place),
        }
    }
    let &[first, second] = signs.as_slice() else { return None };
    let length = |sign: usize| 1 + usize::from(tokens.get(sign + 1).is_some_and(|next| is(next, '=')));
    let ends = |token: &TokenTree| [',', ';', '='].iter().any(|&sign| is(token, sign));
    let start = tokens[..first].iter().rposition(ends).map_or(0, |end| end + 1);
    let after = second + length(second);
    let end = tokens.get(after..)?.iter().position(ends).map_or(tokens.len(), |end| after + end);
    let middle = tokens.get(first + length(first)..second)?;
    if middle.is_empty() || middle.iter().any(ends) || start == first || after == end {
        return None;
    }
    let span = tokens[second].span();
    let group =
        |tokens: &[TokenTree]| TokenTree::from(Group::new(Delimiter::Parenthesis, tokens.iter().cloned().collect()));
    let both =
        [group(&tokens[start..second]), punct('*', Spacing::Alone, span), group(&tokens[first + length(first)..end])];
    let message = messages::chained_comparison(code(&both.iter().cloned().collect()));
    tokens.splice(start..end, both);
    Some(Mend { span, message, rest: Rest::Parse })
}

/// `x[:, 2:10]` or `x[.., 2..10]`, as an index that is a tuple: `_` is the batch, which a `:` in front is. It is reported when
/// `forward` is walked, where the axes are known.
pub(super) fn index(tokens: &mut [TokenTree]) -> Option<Mend> {
    for place in 1..tokens.len() {
        let follows_value = matches!(&tokens[place - 1], TokenTree::Ident(_) | TokenTree::Group(_));
        let TokenTree::Group(group) = &tokens[place] else { continue };
        if !follows_value || group.delimiter() != Delimiter::Bracket {
            continue;
        }
        let inner: Vec<_> = group.stream().into_iter().collect();
        let parts = split_at(&inner, ',');
        let is_python = inner.iter().any(|token| is(token, ':'));
        if parts.len() < 2 && !is_python || parts.iter().any(|part| part.is_empty()) {
            continue;
        }
        let span = group.span_open();
        let parts: Vec<_> = parts.iter().enumerate().map(|(index, part)| of_part(part, index == 0)).collect();
        let mut written: Vec<_> = parts.into_iter().collect::<Option<Vec<_>>>()?;
        let written: TokenStream = match written.len() {
            1 => written.remove(0),
            _ => {
                let comma = punct(',', Spacing::Alone, span);
                let listed = written.into_iter().flat_map(|part| part.into_iter().chain([comma.clone()]));
                TokenTree::from(Group::new(Delimiter::Parenthesis, listed.collect())).into()
            }
        };
        // The whole index is marked.
        let mut index = Group::new(Delimiter::Bracket, written);
        index.set_span(group.span());
        tokens[place] = index.into();
        return Some(Mend { span, message: String::new(), rest: Rest::Parse });
    }
    None
}

/// One part of an index in Rust's notation.
fn of_part(part: &[TokenTree], is_first: bool) -> Option<TokenStream> {
    let Some(colon) = part.iter().position(|token| is(token, ':')) else { return Some(part.iter().cloned().collect()) };
    let span = part[colon].span();
    if part.len() == 1 && is_first {
        return Some(TokenTree::from(Ident::new("_", span)).into());
    }
    let (start, end) = (&part[..colon], &part[colon + 1..]);
    if end.iter().any(|token| is(token, ':')) {
        // A step, for which a range has no place: no index is proposed.
        return Some(TokenTree::from(Literal::string("step")).into());
    }
    let dots = [punct('.', Spacing::Joint, span), punct('.', Spacing::Alone, span)];
    Some(start.iter().cloned().chain(dots).chain(end.iter().cloned()).collect())
}
