//! Operations on several values: `stack` and products of matrices.

use crate::catalogue::{self, Callee, Factors, Op};
use crate::diagnostics::{A, B, messages};
use crate::graph::nodes::{NodeLayer, Proof, Value, ValueId};
use crate::graph::walk::{Walk, Walked};
use crate::shape::{Dim, Shape, Verdict};
use crate::syntax::{Argument, Size, arguments};
use proc_macro2::Span;

impl Walk<'_> {
    /// Reads the axis of a function of several values, 0 unless it is written.
    pub(in crate::graph) fn axis_of(
        &mut self,
        Callee { name, generics }: Callee<'_>,
        wrong: impl Fn() -> String,
    ) -> Walked<usize> {
        let arguments = self.reported(generics.map(arguments).transpose())?;
        let axis = match arguments.as_ref().map(|arguments| (&arguments.slip, arguments.all.as_slice())) {
            None => Some(0),
            Some((None, [Argument::Size(Size::Literal(axis, _))])) => usize::try_from(*axis).ok(),
            Some((None, [zero])) if zero.is_zero() => Some(0),
            Some(_) => None,
        };
        match axis.filter(|&axis| axis < 5) {
            Some(axis) => Ok(axis),
            None => self.report(name.span(), wrong()),
        }
    }

    /// Applies `stack(a, b, ..)` or `stack::<1>(a, b, ..)`: joins values along a new axis.
    pub(in crate::graph) fn stack(&mut self, callee: Callee<'_>, inputs: &[ValueId]) -> Walked<ValueId> {
        let span = callee.name.span();
        let axis = self.axis_of(callee, || messages::wrong_axis_of("stack"))?;
        let Some((&first, rest)) = inputs.split_first().filter(|(_, rest)| !rest.is_empty()) else {
            return self.report(span, messages::several_of_one("stack"));
        };
        self.require_floats("`stack`", inputs, span)?;
        let dims = self.known_axes("stack", first, span)?;
        let Some(shape) = catalogue::with_axis(&dims, axis) else {
            let Value { shape, origin, .. } = &self.graph.values[first];
            let (expects, help) = match axis > dims.len() {
                true => (messages::least_axes(axis as i64), messages::help_position(dims.len())),
                false => (messages::most_axes(4), messages::help_flatten_first()),
            };
            let text = messages::misfit("`stack`", expects, shape, origin, help);
            return self.report_of(&[first], text, span);
        };
        let mut values = vec![first];
        for &next in rest {
            values.push(self.equal_to("`stack` cannot join", first, next, span)?);
        }
        let values = values.into_iter().map(|value| self.view(value, "stack", shape.clone(), Proof::Item, span));
        let values: Vec<_> = values.collect();
        self.joined("stack", &values, axis, span)
    }

    /// Returns a value that is to have the shape of another one, as a view in that shape if an item proves it.
    fn equal_to(&mut self, does: &str, first: ValueId, next: ValueId, span: Span) -> Walked<ValueId> {
        let [a, b] = [first, next].map(|id| &self.graph.values[id]);
        let (shape, other) = (a.shape.clone(), b.shape.clone());
        match self.verdict_of([first, next], &shape) {
            Verdict::Equal => Ok(next),
            Verdict::Different => {
                let help = messages::help_equal(&shape, &other);
                let text = messages::pair(does, &shape, &a.origin, &other, &b.origin, help);
                self.report_of(&[first, next], text, span)
            }
            Verdict::Unknown => {
                let text = messages::pair(does, A, &a.origin, B, &b.origin, messages::help_equal(A, B));
                Ok(self.connect_second([first, next], shape, text, span))
            }
        }
    }

    /// What the macro can determine about the second of two values, which must have this shape because of the first.
    pub(super) fn verdict_of(&self, [first, second]: [ValueId; 2], expected: &Shape) -> Verdict {
        match self.verdict(second, expected) {
            Verdict::Different if self.is_doubtful(first, &self.graph.values[first].shape) => Verdict::Unknown,
            verdict => verdict,
        }
    }

    /// Returns a view of the second of two values in the shape that it must have because of the first.
    pub(super) fn connect_second(
        &mut self,
        values: [ValueId; 2],
        expected: Shape,
        text: String,
        span: Span,
    ) -> ValueId {
        let text = self.located(text, &values, span);
        let (who, doubts) = (self.roots(&values), self.doubts(&values));
        self.connect_as(values[1], expected, [&text, &text], &who, &doubts, span)
    }

    /// The sizes of a value, whose number the operation must know.
    pub(super) fn known_axes(&mut self, name: &str, value: ValueId, span: Span) -> Walked<Vec<Dim>> {
        match self.graph.values[value].shape.known() {
            Some(dims) => Ok(dims.to_vec()),
            None => self.needs_axes(name, value, span),
        }
    }

    /// Applies `matmul(a, b)`, `dot(a, b)` or `outer(a, b)`.
    pub(in crate::graph) fn product(&mut self, callee: Callee<'_>, inputs: &[ValueId]) -> Walked<ValueId> {
        let (name, span) = (callee.name.to_string(), callee.name.span());
        if callee.generics.is_some() {
            return self.report(span, messages::no_arguments(&name));
        }
        let &[a, b] = inputs else {
            return self.report(span, messages::two_values(&name, inputs.len()));
        };
        self.require_floats(&format!("`{name}`"), inputs, span)?;
        let (dims_a, dims_b) = (self.known_axes(&name, a, span)?, self.known_axes(&name, b, span)?);
        let of_b = &self.graph.values[b];
        let factors = match catalogue::factors(&name, &dims_a, &dims_b) {
            Ok(factors) => factors,
            Err(help) => {
                let of_a = &self.graph.values[a];
                let does = messages::cannot_multiply(&name);
                let text = messages::pair(does, &of_a.shape, &of_a.origin, &of_b.shape, &of_b.origin, help);
                return self.report_of(inputs, text, span);
            }
        };
        let Factors { second, matrices, product, gives } = factors;
        let text = messages::misfit(format!("`{name}`"), A, B, &of_b.origin, messages::help_inner());
        let b = match self.verdict_of([a, b], &second) {
            Verdict::Equal => b,
            Verdict::Different => {
                let (of_a, help) = (&self.graph.values[a], catalogue::help_product(&name, &dims_a, &dims_b));
                let does = messages::cannot_multiply(&name);
                let text = messages::pair(does, &of_a.shape, &of_a.origin, &of_b.shape, &of_b.origin, help);
                return self.report_of(inputs, text, span);
            }
            Verdict::Unknown => self.connect_second([a, b], second, text, span),
        };
        let [first, second] = [a, b];
        let mut as_matrix = |value: ValueId, matrix: Shape| match matrix.compare(&self.graph.values[value].shape) {
            Verdict::Equal => value,
            _ => self.view(value, &name, matrix, Proof::Item, span),
        };
        let [left, right] = matrices;
        let values = [as_matrix(first, left), as_matrix(second, right)];
        let layer = NodeLayer::Operation(Op::MatMul);
        let value = self.apply(layer, &name, span, values.into(), vec![product.clone()], true)[0];
        Ok(match product.compare(&gives) {
            Verdict::Equal => value,
            _ => self.result(value, &name, gives, Proof::Item, span),
        })
    }
}
