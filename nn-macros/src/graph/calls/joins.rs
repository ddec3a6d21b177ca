//! Operations on several values: `stack`, products of matrices and the selection by indices.

use crate::catalogue::{self, Callee, Factors, Op};
use crate::diagnostics::{A, B, messages};
use crate::graph::nodes::{NodeLayer, Proof, Value, ValueId};
use crate::graph::walk::{Walk, Walked};
use crate::shape::{Dim, Shape, Verdict};
use crate::syntax::{Argument, Size, arguments, declared};
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
    fn verdict_of(&self, [first, second]: [ValueId; 2], expected: &Shape) -> Verdict {
        match self.verdict(second, expected) {
            Verdict::Different if self.is_doubtful(first, &self.graph.values[first].shape) => Verdict::Unknown,
            verdict => verdict,
        }
    }

    /// Returns a view of the second of two values in the shape that it must have because of the first.
    fn connect_second(&mut self, values: [ValueId; 2], expected: Shape, text: String, span: Span) -> ValueId {
        let text = self.located(text, &values, span);
        let (who, doubts) = (self.roots(&values), self.doubts(&values));
        self.connect_as(values[1], expected, [&text, &text], &who, &doubts, span)
    }

    /// The sizes of a value, whose number the operation must know.
    fn known_axes(&mut self, name: &str, value: ValueId, span: Span) -> Walked<Vec<Dim>> {
        let Value { shape, origin, .. } = &self.graph.values[value];
        match shape.known() {
            Some(dims) => Ok(dims.to_vec()),
            None => {
                let taker = format!("`{name}`");
                let text = messages::misfit(taker, "a known shape", shape, origin, messages::help_annotate());
                self.report_of(&[value], text, span)
            }
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
        let doubts = self.doubts(&values);
        let layer = NodeLayer::Operation(Op::MatMul);
        let value = self.apply(layer, &name, span, values.into(), vec![product.clone()], true)[0];
        self.graph.values[value].doubts = doubts;
        Ok(match product.compare(&gives) {
            Verdict::Equal => value,
            _ => self.view(value, &name, gives, Proof::Item, span),
        })
    }

    /// Applies `index_select(x, indices)` or `index_select::<1>(x, indices)`.
    pub(in crate::graph) fn index_select(&mut self, callee: Callee<'_>, inputs: &[ValueId]) -> Walked<ValueId> {
        let (name, span) = ("index_select", callee.name.span());
        let axis = self.axis_of(callee, || messages::wrong_axis_of(name))?;
        let &[value, indices] = inputs else {
            return self.report(span, messages::two_values(name, inputs.len()));
        };
        self.require_floats(&format!("`{name}`"), &[value], span)?;
        let mut dims = self.known_axes(name, value, span)?;
        let Value { shape, origin, .. } = &self.graph.values[value];
        let Some(size) = dims.get(axis).cloned() else {
            let (expects, help) = (messages::least_axes(axis as i64 + 1), messages::help_axis_of(dims.len()));
            let text = messages::misfit(format!("`{name}`"), expects, shape, origin, help);
            return self.report_of(&[value], text, span);
        };
        let Value { shape: of_indices, origin: of_input, .. } = &self.graph.values[indices];
        let Some(given) = of_indices.indices().filter(|indices| indices.dims.len() < 2) else {
            let (expects, help) = (messages::expects_indices(), messages::help_index_axes());
            let text = messages::misfit(format!("`{name}`"), expects, of_indices, of_input, help);
            return self.report_of(&[indices], text, span);
        };
        let (count, below) = (given.dims.first().cloned(), given.below.clone());
        let mut takes = dims.clone();
        takes[axis] = below.clone();
        let takes = Shape::real(takes);
        let help = messages::help_index_of(of_input, &below, &size);
        let value = match self.verdict(value, &takes) {
            Verdict::Equal => value,
            Verdict::Different => {
                let text = messages::misfit(format!("`{name}`"), &takes, shape, origin, help);
                return self.report_of(&[value], text, span);
            }
            Verdict::Unknown => {
                let text = messages::misfit(format!("`{name}`"), A, B, origin, messages::help_equal(A, B));
                let text = self.located(text, &[value], span);
                self.connect(value, takes, text, span)
            }
        };
        match count {
            Some(count) => dims[axis] = count,
            None => drop(dims.remove(axis)),
        }
        let (layer, doubts) = (NodeLayer::Operation(Op::IndexSelect { axis }), self.doubts(&[value]));
        let value = self.apply(layer, name, span, vec![value, indices], vec![Shape::real(dims)], true)[0];
        self.graph.values[value].doubts = doubts;
        Ok(value)
    }

    /// Applies `words.one_hot()`.
    pub(in crate::graph) fn one_hot(&mut self, callee: Callee<'_>, inputs: &[ValueId]) -> Walked<ValueId> {
        let (name, span) = ("one_hot", callee.name.span());
        if callee.generics.is_some() {
            return self.report(span, messages::no_type_arguments(name));
        }
        let &[input] = inputs else {
            return self.report(span, messages::wrong_inputs(name, 1, inputs.len()));
        };
        let Value { shape, origin, .. } = &self.graph.values[input];
        let Some(indices) = shape.indices() else {
            let help = match shape.known() {
                Some(dims) if origin.is_input && self.is_producer(input) => {
                    messages::help_declare_indices(origin, declared(dims, "10"))
                }
                _ => messages::help_give_indices(name, declared(["16"], "10")),
            };
            let text = messages::misfit(format!("`{name}`"), messages::INDICES, shape, origin, help);
            return self.report_of(&[input], text, span);
        };
        if indices.dims.len() > 4 {
            let (expects, help) = (messages::indices_of_axes(4), messages::help_fewer_axes(origin));
            let text = messages::misfit(format!("`{name}`"), expects, shape, origin, help);
            return self.report_of(&[input], text, span);
        }
        let gives = Shape::real(indices.all());
        Ok(self.apply(NodeLayer::Operation(Op::OneHot), name, span, vec![input], vec![gives], true)[0])
    }
}
