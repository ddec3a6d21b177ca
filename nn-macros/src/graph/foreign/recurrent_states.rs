//! Uses of the states of a recurrent layer in the notation of other frameworks.

use crate::catalogue::Layer;
use crate::diagnostics::messages;
use crate::graph::walk::Walk;
use crate::syntax::code;
use proc_macro2::Ident;
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Expr, Pat, Token};

impl Walk<'_> {
    /// The error for `let (y, (h, c)) = x.lstm();`, with its fix: the output, or its last step if only the state is used. If the
    /// call has initial states, each state is a value of its own.
    pub(in crate::graph) fn states_of_pattern(&self, pattern: &Pat, call: &Expr) -> Option<String> {
        let Pat::Tuple(tuple) = pattern else { return None };
        let (layer, arguments) = self.recurrent_call(call)?;
        let call = code(&call.to_token_stream());
        if arguments.len() > 1 {
            let names: Vec<_> = tuple.elems.iter().flat_map(bound).collect();
            let is_nested = names.len() > tuple.elems.len() || self.has_tuple(&arguments);
            let names = names.join(", ");
            let fix = format!("let ({names}) = {layer}({});", flat(&arguments));
            return is_nested.then(|| messages::states_in_parentheses(layer, fix));
        }
        let fix = match tuple.elems.first()? {
            Pat::Ident(output) => format!("let {} = {call};", output.ident),
            _ => format!("let h = {call}.select::<0, -1>();"),
        };
        Some(messages::recurrent_states(layer, fix))
    }

    /// The error for `x.lstm().0`, with its fix.
    pub(in crate::graph) fn states_of_part(&self, call: &Expr, part: u32) -> Option<String> {
        let (layer, arguments) = self.recurrent_call(call)?;
        if arguments.len() > 1 {
            let Some(Layer::Recurrent(of)) = &self.graph.layers[self.field(&layer)?] else { return None };
            return Some(messages::final_states(&layer, of.number_of_states(), of.call_with_states(&layer, false)));
        }
        let call = code(&call.to_token_stream());
        let fix = if part == 0 { call } else { format!("{call}.select::<0, -1>()") };
        Some(messages::recurrent_states(layer, fix))
    }

    /// The call in place of `lstm(x, (h, c))`.
    pub(in crate::graph) fn states_in_parentheses(&self, name: &Ident, arguments: &[&Expr]) -> Option<String> {
        let layer = self.graph.layers[self.field(&name.to_string())?].as_ref();
        let is_recurrent = matches!(layer, Some(Layer::Recurrent(_)));
        (is_recurrent && self.has_tuple(arguments)).then(|| format!("{name}({})", flat(arguments)))
    }

    /// Returns whether the states of a call are a tuple.
    fn has_tuple(&self, arguments: &[&Expr]) -> bool {
        arguments.iter().skip(1).any(|argument| matches!(argument, Expr::Tuple(_)))
    }

    /// The name of the recurrent layer that an expression calls, and the arguments, of which the first one may be before the dot.
    fn recurrent_call<'a>(&self, call: &'a Expr) -> Option<(String, Vec<&'a Expr>)> {
        let all = |arguments: &'a Punctuated<Expr, Token![,]>| arguments.iter();
        let (name, arguments) = match call {
            Expr::MethodCall(call) => {
                (call.method.to_string(), std::iter::once(&*call.receiver).chain(all(&call.args)).collect())
            }
            Expr::Call(call) => (self.layer_of(&call.func)?.to_string(), all(&call.args).collect()),
            _ => return None,
        };
        let layer = self.graph.layers[self.field(&name)?].as_ref();
        matches!(layer, Some(Layer::Recurrent(_))).then_some((name, arguments))
    }
}

/// The arguments of a call, with the values of a tuple in its place.
fn flat(arguments: &[&Expr]) -> String {
    let each = |argument: &&Expr| match argument {
        Expr::Tuple(tuple) => tuple.elems.iter().map(|element| code(&element.to_token_stream())).collect(),
        other => vec![code(&other.to_token_stream())],
    };
    arguments.iter().flat_map(each).collect::<Vec<_>>().join(", ")
}

/// The names of a pattern, with those of a tuple in its place.
fn bound(pattern: &Pat) -> Vec<String> {
    match pattern {
        Pat::Tuple(tuple) => tuple.elems.iter().map(|element| code(&element.to_token_stream())).collect(),
        other => vec![code(&other.to_token_stream())],
    }
}
