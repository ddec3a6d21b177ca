//! `attention(q, k, v, heads = 8)`: the queries, keys and values of an attention, its mask, and the number of its keys.

use super::lengths::counted;
use crate::catalogue::{self, Callee};
use crate::diagnostics::{A, B, messages};
use crate::graph::nodes::{NodeLayer, Value, ValueId};
use crate::graph::obligations::{Claim, Report};
use crate::graph::walk::{Reported, Walk, Walked};
use crate::shape::{Dim, Shape, Verdict};
use crate::syntax::with_named;
use proc_macro2::Span;
use quote::ToTokens;
use syn::{AngleBracketedGenericArguments, Expr};

const NAME: &str = "attention";

impl Walk<'_> {
    /// Divides the arguments of `attention(q, k, v, heads = 8)` into those that are named, which are equivalent to arguments
    /// between `::<` and `>`, and values; `None` for other calls, and for arguments in the notation of another framework.
    pub(in crate::graph) fn named_arguments<'a>(
        &self,
        callee: Callee<'_>,
        arguments: &[&'a Expr],
    ) -> Option<(AngleBracketedGenericArguments, Vec<&'a Expr>)> {
        let is_field = self.is_own_name(NAME);
        if callee.name != NAME || is_field || self.is_of_module(arguments) {
            return None;
        }
        let first = arguments.iter().position(|argument| matches!(argument, Expr::Assign(_)))?;
        let (values, named) = arguments.split_at(first);
        let own = |argument: &&'a Expr| match argument {
            Expr::Assign(assign) => {
                let [name, value] = [&assign.left, &assign.right].map(|side| side.to_token_stream().to_string());
                (!catalogue::is_foreign_argument(&name, &value)).then_some(assign)
            }
            _ => None,
        };
        let named: Vec<_> = named.iter().map(own).collect::<Option<_>>()?;
        Some((with_named(callee.generics, &named).ok()?, values.to_vec()))
    }

    /// Applies `attention(q, k, v)` or `attention(q, k, v, mask)`, with the named arguments between `::<` and `>`, and the number of
    /// keys as the last value if it has one.
    pub(in crate::graph) fn attention(&mut self, callee: Callee<'_>, inputs: &[ValueId]) -> Walked<ValueId> {
        let span = callee.name.span();
        let attention = self.reported(catalogue::attention(callee, self.scope))?;
        let mut values = inputs.to_vec();
        let (length, inputs) = (self.take_length(&mut values), &values);
        if inputs.iter().skip(3).any(|&id| self.graph.values[id].shape.indices().is_some()) {
            return self.report(span, messages::length_last(NAME, messages::ATTENTION_WITH_LENGTH));
        }
        let ([q, k, v] | [q, k, v, _]) = inputs[..] else {
            return self.report(span, messages::attention_values(inputs.len()));
        };
        self.require_floats("`attention`", inputs, span)?;
        for &input in inputs {
            let dims = self.known_axes(NAME, input, span)?;
            if dims.len() != 2 {
                let Value { shape, origin, .. } = &self.graph.values[input];
                let (expects, help) = (messages::length_and_features(), messages::help_length_and_features(NAME));
                let text = messages::misfit("`attention`", expects, shape, origin, help);
                return self.report_of(&[input], text, span);
            }
        }
        let [of_q, of_k, of_v] = [q, k, v].map(|id| self.graph.values[id].shape.known().unwrap_or_default());
        let Some(operands) = self.reported(attention.operands([of_q, of_k, of_v]))? else {
            return self.report(span, messages::attention_values(inputs.len()));
        };
        if attention.is_grouped() {
            // The expected shape of the keys depends on what these items check.
            for (numbers, text, span) in attention.to_prove(&operands.features) {
                let doubts = self.doubts(inputs);
                let doubt = self.prove_of(inputs, Claim::Shared(numbers), &doubts, Report::Text(text), span);
                self.graph.values[q].doubts.push(doubt);
            }
        }
        let keys = self.fitting([q, k], operands.keys, messages::cannot_compare(), operands.help_keys, span)?;
        let (does, help) = (messages::cannot_pair(), messages::help_keys());
        let values = self.fitting([k, v], operands.values, does, help, span)?;
        let mut operands_of = vec![q, keys, values];
        if let Some(&mask) = inputs.get(3) {
            operands_of.push(self.mask(mask, [q, k], operands.mask, span)?);
        }
        if let Some(length) = length {
            let count = self.graph.values[k].shape.known().and_then(<[Dim]>::first).cloned().ok_or(Reported)?;
            let text = counted(&count, "key");
            operands_of.push(self.length("`attention`", [k, length], (&count, &text), span)?);
        }
        if let Some(misfit) = attention.misfit(&operands.features) {
            return self.reported(Err(misfit));
        }
        if !attention.is_grouped() {
            for (numbers, text, span) in attention.to_prove(&operands.features) {
                let doubts = self.doubts(inputs);
                self.prove(Claim::Shared(numbers), "`attention`", &doubts, Report::Text(text), span);
            }
        }
        let (op, bounds) = attention.op(&operands.features);
        self.graph.bounds.extend(bounds);
        Ok(self.apply(NodeLayer::Operation(op), NAME, span, operands_of, vec![operands.gives], true)[0])
    }

    /// Returns the second of two values as a view in the shape that it must have because of the first.
    fn fitting(
        &mut self,
        values: [ValueId; 2],
        expected: Shape,
        does: String,
        help: String,
        span: Span,
    ) -> Walked<ValueId> {
        let [first, second] = values.map(|id| &self.graph.values[id]);
        match self.verdict_of(values, &expected) {
            Verdict::Equal => Ok(values[1]),
            Verdict::Different => {
                let text = messages::pair(does, &first.shape, &first.origin, &second.shape, &second.origin, help);
                self.report_of(&values, text, span)
            }
            Verdict::Unknown => {
                let text = messages::misfit("`attention`", A, B, &second.origin, help);
                Ok(self.connect_second(values, expected, text, span))
            }
        }
    }

    /// Returns the mask as a view in the shape that it must have because of the queries and keys.
    fn mask(&mut self, mask: ValueId, others: [ValueId; 2], expected: Shape, span: Span) -> Walked<ValueId> {
        let Value { shape, origin, .. } = &self.graph.values[mask];
        let help = messages::help_mask();
        let values = [others[0], others[1], mask];
        let is_doubtful = others.iter().any(|&id| self.is_doubtful(id, &self.graph.values[id].shape));
        match self.verdict(mask, &expected) {
            Verdict::Equal => Ok(mask),
            Verdict::Different if !is_doubtful => {
                let text = messages::misfit("`attention`", &expected, shape, origin, help);
                self.report_of(&values, text, span)
            }
            Verdict::Different | Verdict::Unknown => {
                let text = messages::misfit("`attention`", A, B, origin, help);
                let text = self.located(text, &values, span);
                let (who, doubts) = (self.roots(&values), self.doubts(&values));
                Ok(self.connect_as(mask, expected, [&text, &text], &who, &doubts, span))
            }
        }
    }
}
