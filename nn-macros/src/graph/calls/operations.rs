//! Operations: element-wise sums and products, concatenation and splitting, and reshapes.

use crate::catalogue::{
    self, Applied, Binary, Bound, Callee, Given, Layer, Op, Operation, Rank, Refusal, Repeats, Requirement, Step,
};
use crate::diagnostics::{A, B, Origin, messages};
use crate::graph::assumptions::other_rank;
use crate::graph::comparison::{Comparison, Counts};
use crate::graph::elementwise::broadcast::Aligned;
use crate::graph::elementwise::reductions::is_reduction;
use crate::graph::nodes::{NodeLayer, Proof, ValueId};
use crate::graph::walk::{Reported, Walk, Walked, Wanted};
use crate::shape::{Axes, Dim, Opaque, Shape, Source, Verdict};
use crate::syntax::{Argument, Index, Integers, arguments_with};
use proc_macro2::{Ident, Span};

impl Walk<'_> {
    /// Applies `a + b` or `a * b` to two values. If they have the same shape, it is a layer of its own.
    pub(in crate::graph) fn pairwise(&mut self, binary: Binary, values: [ValueId; 2], span: Span) -> Walked<ValueId> {
        let (sign, does, op) = match binary {
            Binary::Multiply => ("*", "`*` cannot multiply", Op::Multiply),
            _ => ("+", "`+` cannot add", Op::Add),
        };
        self.require_floats(&format!("`{sign}`"), &values, span)?;
        let Aligned { values, largest, doubt } = self.align(values, does, sign, span)?;
        let [shape, other] = [largest, 1 - largest].map(|index| self.graph.values[values[index]].shape.clone());
        let value = if Repeats::is_broadcast(&other, &shape) {
            let origin = self.graph.values[values[largest]].origin.clone();
            let value = self.expression(sign, span, values.into(), vec![Step::Combine(binary, 0, 1)], shape);
            self.graph.values[value].origin = origin;
            value
        } else {
            self.apply(NodeLayer::Operation(op), sign, span, values.into(), vec![shape], false)[0]
        };
        self.graph.values[value].doubts.extend(doubt);
        Ok(value)
    }

    pub(in crate::graph) fn operation(&mut self, callee: Callee<'_>, inputs: &[ValueId]) -> Walked<ValueId> {
        let (name, text) = (callee.name, callee.name.to_string());
        match text.as_str() {
            "concat" => return self.concat(callee, inputs),
            "expand" => return self.expand(callee, inputs),
            name if is_reduction(name) => return self.reduce(callee, inputs),
            "stack" => return self.stack(callee, inputs),
            "matmul" | "dot" | "outer" => return self.product(callee, inputs),
            "attention" => return self.attention(callee, inputs),
            "rotary" => return self.rotary(callee, inputs),
            "index_select" => return self.index_select(callee, inputs),
            "gather" => return self.gather(callee, inputs),
            "one_hot" => return self.one_hot(callee, inputs),
            "sequence_mask" => return self.sequence_mask(callee, inputs),
            "max_unpool" => return self.max_unpool(callee, inputs),
            _ => {}
        }
        let operation = catalogue::read(callee, self.scope);
        if operation.is_none() && !catalogue::is_operation(&text) {
            return self.unknown(name);
        }
        self.require_floats(&format!("`{text}`"), inputs, name.span())?;
        let [mut input] = inputs[..] else {
            let message = match text.as_str() {
                "max" | "min" if inputs.len() == 2 => messages::extremum_of_two(&text),
                _ => messages::wrong_inputs(&text, 1, inputs.len()),
            };
            return self.report(name.span(), message);
        };
        let operation = match operation {
            Some(operation) => self.reported(operation)?,
            None => {
                return match (text.as_str(), callee.generics) {
                    ("reshape", _) => self.reshape(callee, input),
                    ("flatten", None) => self.flatten(name, input),
                    ("flatten", Some(_)) => self.report(name.span(), messages::no_type_arguments(&text)),
                    _ => self.unknown(name),
                };
            }
        };
        let Applied { op, mut gives, .. } = self.perform(&operation, name, &mut input)?;
        if gives.len() == 2 {
            return self.report(name.span(), messages::pool_returns_two(&text));
        }
        if catalogue::is_view(&text) {
            return Ok(self.view(input, &text, gives.remove(0), Proof::Item, name.span()));
        }
        if let Op::Slice { start, .. } = &op {
            Bound::of(start, &mut self.graph.bounds);
        }
        let keeps = gives[0].compare(&self.graph.values[input].shape) == Verdict::Equal;
        let view = op.view(&gives[0]);
        let value = self.apply(NodeLayer::Operation(op), &text, name.span(), vec![input], gives, !keeps)[0];
        Ok(match view {
            Some(shape) => self.result(value, &text, shape, Proof::Item, name.span()),
            None => value,
        })
    }

    /// Reports a name that is neither a layer nor an operation.
    pub(in crate::graph) fn unknown<V>(&mut self, name: &Ident) -> Walked<V> {
        let own = self.own_names();
        self.report(name.span(), messages::unknown_method(&name.to_string(), &callable(&own), &own))
    }

    /// The names of the layers and functions of the network.
    fn own_names(&self) -> Vec<String> {
        let fields = self.network.fields.iter().map(|field| field.name.to_string());
        fields.chain(self.network.functions.iter().map(|(name, _)| name.to_string())).collect()
    }

    /// Returns whether a name is that of a layer, a function or an operation, in any notation, or similar to one.
    pub(in crate::graph) fn is_near(&self, name: &str) -> bool {
        let is_known = self.is_own_name(name) || catalogue::is_operation(name);
        is_known || catalogue::is_foreign(name) || messages::meant(name, &callable(&self.own_names())).is_some()
    }

    /// Reports a call with a misspelt name on a value that could not be computed.
    pub(in crate::graph) fn misspelt_operation<V>(&mut self, name: &Ident) -> Walked<V> {
        match messages::meant(&name.to_string(), &callable(&self.own_names())) {
            Some(_) => self.unknown(name),
            None => Err(Reported),
        }
    }

    /// Applies an operation to a value, which first becomes a view of the shape that the operation expects.
    pub(super) fn perform(&mut self, operation: &Operation, name: &Ident, input: &mut ValueId) -> Walked<Applied> {
        let (taker, span, value) = (format!("`{name}`"), name.span(), *input);
        let (shape, origin) = (self.graph.values[value].shape.clone(), self.graph.values[value].origin.clone());
        let mut applied = match operation(&shape) {
            Ok(applied) => applied,
            // Without its axes, no value can be refused for them.
            Err(_) if shape.is_opaque() => {
                return self.needs_axes(name, value, span);
            }
            Err(Refusal { expects, help }) => {
                return self.report_of(&[value], messages::misfit(taker, expects, &shape, &origin, help), span);
            }
        };
        if let Some(Requirement { rank: Rank::Fewest, .. }) = applied.requires
            && shape.is_generic()
        {
            // No item can check the assumption.
            return self.needs_axes(name, value, span);
        }
        if let Some(Requirement { shape: takes, help, least, rank }) = applied.requires.take() {
            let text = |walk: &Self, expects: &str, help: &str| {
                walk.located(messages::misfit(&taker, expects, B, &origin, help), &[value], span)
            };
            let of_shape = text(self, A, &help);
            let of_rank = self.located(other_rank(name, &origin, rank, &help), &[value], span);
            let help = match applied.op {
                Op::Slice { .. } | Op::Unfold { .. } => messages::help_larger_axis(&origin, A),
                _ if catalogue::is_padding(&name.to_string()) => messages::help_minimum_of_padding(&origin, A),
                _ => messages::help_minimum(&origin, A),
            };
            let of_least = text(self, &messages::at_least(A), &help);
            let (who, doubts) = (self.roots(&[value]), self.doubts(&[value]));
            *input = self.connect_as(value, takes.clone(), [&of_shape, &of_rank], &who, &doubts, span);
            if *input != value
                && let Some(comparison) = Comparison::of(&takes, &shape)
            {
                let doubt = self.doubt(&comparison.claim, &doubts, span);
                self.graph.values[*input].doubts.push(doubt);
                if rank != Rank::Known {
                    self.assumptions.insert(doubt);
                }
            }
            if let Some(least) = least {
                *input = self.connect(*input, least, of_least, span);
            }
        }
        Ok(applied)
    }

    fn concat(&mut self, callee: Callee<'_>, inputs: &[ValueId]) -> Walked<ValueId> {
        let span = callee.name.span();
        let axis = self.axis_of(callee, || messages::wrong_axis_of("concat"))?;
        if inputs.len() < 2 {
            return self.report(span, messages::several_of_one("concat"));
        }
        self.require_floats("`concat`", inputs, span)?;
        self.joined("concat", inputs, axis, span)
    }

    /// Joins two or more values along an axis, for an operation of this name.
    pub(in crate::graph) fn joined(
        &mut self,
        name: &str,
        inputs: &[ValueId],
        axis: usize,
        span: Span,
    ) -> Walked<ValueId> {
        let mut joined = inputs[0];
        for &next in &inputs[1..] {
            let values = self.join([joined, next], axis, span);
            let [a, b] = values.map(|id| &self.graph.values[id]);
            let shape = match catalogue::concat(&a.shape, &b.shape, axis) {
                Ok(shape) => shape,
                Err(help) => {
                    let text = messages::pair("`concat` cannot join", &a.shape, &a.origin, &b.shape, &b.origin, help);
                    return self.report_of(&values, text, span);
                }
            };
            let layer = NodeLayer::Operation(Op::Concat { axis });
            joined = self.apply(layer, name, span, values.into(), vec![shape], true)[0];
        }
        Ok(joined)
    }

    /// Prepares the two operands of `concat`: adds the obligation that all axes except the joined one are equal.
    fn join(&mut self, values: [ValueId; 2], axis: usize, span: Span) -> [ValueId; 2] {
        let [first, second] = values;
        let [a, b] = values.map(|id| &self.graph.values[id]);
        let [shape_a, shape_b] = [a, b].map(|value| value.shape.clone());
        let generic = shape_a.is_generic() || shape_b.is_generic();
        // An opaque shape is viewed with the axes of the other operand, which the item proves.
        let seen = |shape: &Shape, other: &Shape| match (shape.known(), other.known()) {
            (None, Some(other)) if axis < other.len() && !generic => {
                let mut dims = other.to_vec();
                if let Axes::Opaque(of) = &shape.axes {
                    dims[axis] = Dim::Axis { of: of.clone(), axis };
                }
                Shape::real(dims)
            }
            _ => shape.clone(),
        };
        let (seen_a, seen_b) = (seen(&shape_a, &shape_b), seen(&shape_b, &shape_a));
        let (Some(dims_a), Some(dims_b)) = (seen_a.known(), seen_b.known()) else { return values };
        if dims_a.len() != dims_b.len() || axis >= dims_a.len() {
            return values;
        }
        let mut expected = dims_a.to_vec();
        expected[axis] = dims_b[axis].clone();
        let expected = Shape::real(expected);
        let doubtful = self.is_doubtful(first, &shape_b) || self.is_doubtful(second, &shape_a);
        let certain = match expected.compare(&shape_b) {
            Verdict::Equal => true,
            Verdict::Different => !doubtful,
            Verdict::Unknown => false,
        };
        if certain && shape_a.known().is_some() {
            return values;
        }
        let Some(comparison) = Comparison::of_joined(&shape_a, &shape_b, axis) else { return values };
        let help = messages::help_concat_axes(axis, None);
        let text =
            self.located(messages::pair("`concat` cannot join", A, &a.origin, B, &b.origin, help), &values, span);
        let (report, doubts) = (comparison.report(&text, &text), self.doubts(&values));
        let doubt = self.prove_of(&values, comparison.claim, &doubts, report, span);
        let mut view = |id: ValueId, shape: Shape| {
            let name = self.graph.values[id].name.clone();
            let view = self.view(id, &name, shape, Proof::Item, span);
            self.graph.values[view].doubts.push(doubt);
            view
        };
        let first = if shape_a.known().is_some() { first } else { view(first, seen_a) };
        [first, view(second, expected)]
    }

    /// Applies `let (a, b) = split::<64>(x);`: the first 64 elements along an axis, and the rest; or a split into several
    /// parts, or into equal ones by `chunk`.
    pub(in crate::graph) fn split(
        &mut self,
        callee: Callee<'_>,
        inputs: &[ValueId],
        wanted: Wanted,
    ) -> Walked<Vec<ValueId>> {
        let name = callee.name;
        let split = catalogue::read(callee, self.scope).ok_or(Reported)?;
        let split = self.reported(split)?;
        let (text, span) = (name.to_string(), name.span());
        let [mut input] = inputs[..] else {
            return self.report(span, messages::wrong_inputs(&text, 1, inputs.len()));
        };
        self.require_floats(&format!("`{text}`"), &[input], span)?;
        let Applied { op, gives, .. } = self.perform(&split, name, &mut input)?;
        if wanted.count() != gives.len() {
            return self.report(span, messages::wrong_pattern(wanted.count(), gives.len()));
        }
        let Op::Slice { axis, mut start, step, keep, .. } = op else {
            return Ok(self.apply(NodeLayer::Operation(op), &text, span, vec![input], gives, true));
        };
        let mut parts = Vec::new();
        for shape in gives {
            let Some(count) = shape.known().map(|dims| dims[axis].clone()) else { continue };
            Bound::of(&start, &mut self.graph.bounds);
            let next = match start.literal() {
                Some(0) => Some(count.clone()),
                _ => start.clone().sum(count.clone()),
            };
            let op = Op::Slice { axis, start, count, step: step.clone(), keep };
            parts.push(self.apply(NodeLayer::Operation(op), &text, span, vec![input], vec![shape], true)[0]);
            start = next.unwrap_or(Dim::Literal(0));
        }
        Ok(parts)
    }

    fn flatten(&mut self, name: &Ident, input: ValueId) -> Walked<ValueId> {
        let shape = &self.graph.values[input].shape;
        let flat = match &shape.axes {
            Axes::Known(dims) => match Shape::count(dims) {
                Some(count) => Shape::real(vec![count]),
                None => return self.report(name.span(), messages::count_overflows(shape)),
            },
            Axes::Opaque(of) => Shape::opaque(Opaque { from: Source::Flat(of.clone().into()), generic: of.generic }),
        };
        Ok(self.view(input, "flatten", flat, Proof::Count, name.span()))
    }

    fn reshape(&mut self, Callee { name, generics }: Callee<'_>, input: ValueId) -> Walked<ValueId> {
        let span = name.span();
        let arguments = generics.map(|generics| arguments_with(generics, Integers::Indices)).transpose();
        let arguments = self.reported(arguments)?;
        let Some(arguments) = arguments.filter(|arguments| arguments.all.len() <= 5) else {
            return self.report(span, messages::reshape_without_sizes());
        };
        let mut dims = Vec::new();
        for argument in &arguments.all {
            match argument {
                Argument::Infer(span) | Argument::Index(Index::Negative(_), span) => {
                    let given: Vec<_> = arguments.all.iter().map(Given::of).collect();
                    let shape = &self.graph.values[input].shape;
                    let help = catalogue::help_foreign("reshape", &given, &[], Some(shape), true);
                    return self.report(*span, format!("{}\n{help}", messages::reshape_not_inferred()));
                }
                Argument::Size(size) => dims.push(self.scope.dim(size)),
                zero if zero.is_zero() => return self.report(zero.span(), messages::zero_size()),
                other => return self.report(other.span(), messages::reshape_without_sizes()),
            }
        }
        let (shape, origin) = (self.graph.values[input].shape.clone(), self.graph.values[input].origin.clone());
        let target = Shape::real(dims.clone());
        let Some(new) = Shape::count(&dims) else {
            return self.report(span, messages::count_overflows(&target));
        };
        let old = match shape.known().map(Shape::count) {
            Some(None) => return self.report(span, messages::count_overflows(&shape)),
            old => old.flatten(),
        };
        let generic = target.is_generic() || shape.is_generic();
        let counts = if generic { Comparison::of_counts(&target, &shape) } else { None };
        let is_doubtful = match counts {
            Some(_) => !self.graph.values[input].doubts.is_empty(),
            None => self.is_doubtful(input, &target),
        };
        if let Some(old) = &old
            && !is_doubtful
            && match &counts {
                Some(counts) => counts.verdict == Verdict::Different,
                None => !old.may_equal(&new),
            }
        {
            return self.report_of(&[input], messages::reshape(&shape, old, &target, &new, &origin), span);
        }
        let literal = matches!((&old, &new), (Some(Dim::Literal(old)), Dim::Literal(new)) if old == new);
        let (mut proof, mut doubt) = (Proof::Item, None);
        if literal || generic && counts.is_none() {
            // The compiler compares the two counts as types.
            proof = Proof::Count;
            old.iter().chain([&new]).for_each(|count| Bound::of(count, &mut self.graph.bounds));
        } else if !matches!(counts, Some(Counts { verdict: Verdict::Equal, .. })) {
            let (comparison, to, from) = match counts {
                Some(Counts { comparison, to, from, .. }) => (comparison, to, from),
                None => (Comparison::count(&target, &shape), "{#a}".into(), "{#b}".into()),
            };
            let text = self.located(messages::reshape(B, from, A, to, &origin), &[input], span);
            let (report, doubts) = (comparison.report(&text, &text), self.doubts(&[input]));
            doubt = Some(self.prove_of(&[input], comparison.claim, &doubts, report, span));
        }
        let value = self.view(input, "reshape", target, proof, span);
        self.graph.values[value].doubts.extend(doubt);
        Ok(value)
    }

    /// The fix for two values of different shapes.
    pub(in crate::graph) fn help_add(
        &self,
        left: &Shape,
        left_origin: &Origin,
        right: &Shape,
        right_origin: &Origin,
    ) -> String {
        let count = |shape: &Shape| shape.known().and_then(Shape::count).map(|count| count.to_string());
        if let Some(help) = help_dropped(left, right, right_origin).or_else(|| help_dropped(right, left, left_origin)) {
            return help;
        }
        for (origin, other) in [(left_origin, right), (right_origin, left)] {
            if let Some(field) = self.stored(&origin.name).filter(|_| origin.is_input)
                && let Some(Layer::Stored(stored)) = &self.graph.layers[field]
                && let Some(written) = stored.with_shape(&origin.name, other)
            {
                return messages::help_declare_layer(written);
            }
        }
        match (left.known(), right.known()) {
            (Some([_]), Some(_)) if count(left) == count(right) => messages::help_flatten_behind(right_origin),
            (Some(_), Some([_])) if count(left) == count(right) => messages::help_flatten_behind(left_origin),
            // The shortcut of a residual block, with another number of channels.
            (Some([from, sizes @ ..]), Some([to, others @ ..]))
                if sizes.len() == 2
                    && others.len() == 2
                    && sizes.iter().zip(others).all(|(a, b)| a.compare(b) == Verdict::Equal) =>
            {
                let (from, to, origin) = match right_origin.is_input && !left_origin.is_input {
                    true => (to, from, right_origin),
                    false => (from, to, left_origin),
                };
                let names = ["project", "shortcut", "project_shortcut"];
                let name = names.iter().find(|name| self.field(name).is_none()).unwrap_or(&names[0]);
                let layer = format!("{name}: Conv2d<{}, {}, kernel = 1>", from.written(), to.written());
                match to.written().as_str() {
                    "_" => messages::help_equal(left, right),
                    _ => messages::help_project(layer, origin, left, right),
                }
            }
            _ => messages::help_equal(left, right),
        }
    }
}

/// The fix for a reduction that lacks exactly one axis of the other value.
fn help_dropped(whole: &Shape, reduced: &Shape, origin: &Origin) -> Option<String> {
    let (whole, rest) = (whole.known()?, reduced.known()?);
    let is_without = |axis: &usize| {
        let others = whole.iter().enumerate().filter(|(index, _)| index != axis).map(|(_, size)| size);
        others.map(Dim::key).eq(rest.iter().map(Dim::key))
    };
    let axis = (0..whole.len()).find(is_without).filter(|_| whole.len() == rest.len() + 1)?;
    is_reduction(&origin.name).then(|| messages::help_keep(&origin.name, axis))
}

/// The names that can be called.
fn callable(own: &[String]) -> Vec<&str> {
    let functions = catalogue::FUNCTIONS.iter().filter(|name| !catalogue::METHODS.contains(name));
    let operations = catalogue::METHODS.iter().chain(functions).copied();
    own.iter().map(String::as_str).chain(operations).collect()
}
