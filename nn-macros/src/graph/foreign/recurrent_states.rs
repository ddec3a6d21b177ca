//! Uses of the states that a recurrent layer of other frameworks returns beside its output.

use crate::catalogue::Layer;
use crate::diagnostics::messages;
use crate::graph::walk::Walk;
use crate::syntax::code;
use quote::ToTokens;
use syn::{Expr, Pat};

impl Walk<'_> {
    /// The error for `let (y, (h, c)) = x.lstm();`, with its fix: the output, or its last step if only the state is used.
    pub(in crate::graph) fn states_of_pattern(&self, pattern: &Pat, call: &Expr) -> Option<String> {
        let Pat::Tuple(tuple) = pattern else { return None };
        let layer = self.recurrent_call(call)?;
        let call = code(&call.to_token_stream());
        let fix = match tuple.elems.first()? {
            Pat::Ident(output) => format!("let {} = {call};", output.ident),
            _ => format!("let h = {call}.select::<0, -1>();"),
        };
        Some(messages::recurrent_states(layer, fix))
    }

    /// The error for `x.lstm().0`, with its fix.
    pub(in crate::graph) fn states_of_part(&self, call: &Expr, part: u32) -> Option<String> {
        let layer = self.recurrent_call(call)?;
        let call = code(&call.to_token_stream());
        let fix = if part == 0 { call } else { format!("{call}.select::<0, -1>()") };
        Some(messages::recurrent_states(layer, fix))
    }

    /// The name of the recurrent layer that an expression calls.
    fn recurrent_call(&self, call: &Expr) -> Option<String> {
        let name = match call {
            Expr::MethodCall(call) => call.method.to_string(),
            Expr::Call(call) => self.layer_of(&call.func)?.to_string(),
            _ => return None,
        };
        let layer = self.graph.layers[self.field(&name)?].as_ref();
        matches!(layer, Some(Layer::Recurrent(_))).then_some(name)
    }
}
