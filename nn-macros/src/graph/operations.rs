//! Operations: sums, joins, and other shapes for the same numbers.

use super::comparison::{Comparison, Counts};
use super::nodes::{NodeLayer, Proof, Storage, Value, ValueId};
use super::walk::{Reported, Walk, Walked, Wanted};
use crate::catalogue::{self, Bound, Op, Pairwise};
use crate::diagnostics::Spanned;
use crate::diagnostics::messages::{self, A, B, Origin};
use crate::shape::{Axes, Dim, Opaque, Shape, Source, Verdict};
use crate::syntax::{Argument, argument};
use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::parse::Parser;
use syn::{AngleBracketedGenericArguments, Expr, GenericArgument};

impl Walk<'_> {
    /// `a + b` and `a * b`: two values of the same shape.
    pub(super) fn pairwise(
        &mut self,
        pairwise: Pairwise,
        left: ValueId,
        right: ValueId,
        span: Span,
    ) -> Walked<ValueId> {
        self.numbers(&format!("`{}`", pairwise.sign()), &[left, right], span)?;
        let does = pairwise.does();
        let (a, b) = (&self.graph.values[left], &self.graph.values[right]);
        let (shape_a, shape_b) = (a.shape.clone(), b.shape.clone());
        let (mut left, mut right) = (left, right);
        let mut doubt = None;
        let verdict = match self.verdict(left, &shape_b) {
            Verdict::Different => self.verdict(right, &shape_a),
            verdict => verdict,
        };
        let shape = match verdict {
            Verdict::Equal => shape_a,
            Verdict::Different => {
                let help = help_add(&shape_a, &a.origin, &shape_b, &b.origin);
                let text =
                    messages::pairwise(does, &shape_a.to_string(), &a.origin, &shape_b.to_string(), &b.origin, &help);
                let text = self.located(text, &[&a.origin, &b.origin], span);
                return self.report(span, text);
            }
            Verdict::Unknown => {
                // The shape with names for its sizes is the one that is expected.
                let left_is_known = shape_a.known().is_some() || shape_b.known().is_none();
                let (words_a, words_b) = if left_is_known { (A, B) } else { (B, A) };
                let help = messages::help_equal(words_a, words_b);
                let text = messages::pairwise(does, words_a, &a.origin, words_b, &b.origin, &help);
                let text = self.located(text, &[&a.origin, &b.origin], span);
                let (who, doubts) = (self.roots(&[left, right]), self.doubts(&[left, right]));
                if let Some(Comparison { claim, .. }) = Comparison::of(&shape_a, &shape_b) {
                    doubt = Some(self.doubt(&claim, &doubts, span));
                }
                if left_is_known {
                    right = self.connect_as(right, shape_a.clone(), (text.clone(), text), &who, &doubts, span);
                    shape_a
                } else {
                    left = self.connect_as(left, shape_b.clone(), (text.clone(), text), &who, &doubts, span);
                    shape_b
                }
            }
        };
        let value = self.apply(
            NodeLayer::Operation(pairwise.op()),
            pairwise.sign(),
            span,
            vec![left, right],
            vec![shape],
            false,
        )[0];
        self.graph.values[value].doubts.extend(doubt);
        Ok(value)
    }

    pub(super) fn operation(
        &mut self,
        name: &Ident,
        generics: Option<&AngleBracketedGenericArguments>,
        inputs: Vec<ValueId>,
    ) -> Walked<ValueId> {
        let text = name.to_string();
        if text == "concat" {
            return self.concat(name, generics, inputs);
        }
        let operation = catalogue::read(name, generics, self.is_generic);
        if operation.is_none() && !catalogue::is_operation(&text) {
            let fields: Vec<_> = self.network.fields.iter().map(|field| field.name.to_string()).collect();
            let known: Vec<_> = fields
                .iter()
                .map(String::as_str)
                .chain(catalogue::METHODS.iter().copied())
                .chain(catalogue::FUNCTIONS.iter().copied())
                .collect();
            return self.report(name.span(), messages::unknown_method(&text, &known));
        }
        self.numbers(&format!("`{text}`"), &inputs, name.span())?;
        let [mut input] = inputs[..] else {
            return self.report(name.span(), messages::wrong_inputs(&text, 1, inputs.len()));
        };
        let operation = match operation {
            Some(Ok(operation)) => operation,
            Some(Err(error)) => {
                self.errors.add(error);
                return Err(Reported);
            }
            None if text == "flatten" => {
                return match generics {
                    Some(_) => self.report(name.span(), messages::no_type_arguments(&text)),
                    None => self.flatten(name, input),
                };
            }
            None => return self.reshape(name, generics, input),
        };
        let Value { shape, origin, .. } = &self.graph.values[input];
        let applied = match operation.apply(shape) {
            Ok(applied) => applied,
            Err(refusal) => {
                let message = messages::refusal(&text, &refusal.expects, &shape.to_string(), origin, &refusal.help);
                let message = self.located(message, &[origin], name.span());
                return self.report(name.span(), message);
            }
        };
        if let Some(takes) = applied.takes {
            let origin = origin.clone();
            let message = |walk: &Self, expects: &str, help: &str| {
                walk.located(messages::refusal(&text, expects, B, &origin, help), &[&origin], name.span())
            };
            if takes.shape.compare(shape) != Verdict::Equal {
                let message = message(self, A, &takes.help);
                input = self.connect(input, takes.shape, message, name.span());
            }
            if let Some(least) = takes.least {
                let message = message(self, &messages::at_least(A), &messages::help_minimum(&origin, A));
                input = self.connect(input, least, message, name.span());
            }
        }
        let keeps = applied.gives[0].compare(&self.graph.values[input].shape) == Verdict::Equal;
        let (layer, doubts) = (NodeLayer::Operation(applied.op), self.doubts(&[input]));
        let value = self.apply(layer, &text, name.span(), vec![input], applied.gives, !keeps)[0];
        // Its shape is computed from that of the input, also where it is a new one.
        self.graph.values[value].doubts = doubts;
        Ok(value)
    }

    pub(super) fn concat(
        &mut self,
        name: &Ident,
        generics: Option<&AngleBracketedGenericArguments>,
        inputs: Vec<ValueId>,
    ) -> Walked<ValueId> {
        let axis = match generics.map(|generics| generics.args.iter().collect::<Vec<_>>()).as_deref() {
            None => Some(0),
            Some([GenericArgument::Const(Expr::Lit(literal))]) => match &literal.lit {
                syn::Lit::Int(axis) => axis.base10_parse::<usize>().ok().filter(|&axis| axis < 5),
                _ => None,
            },
            Some(_) => None,
        };
        let Some(axis) = axis else {
            return self.report(name.span(), messages::wrong_axis());
        };
        let Some((&first, rest)) = inputs.split_first().filter(|(_, rest)| !rest.is_empty()) else {
            return self.report(name.span(), messages::concat_of_one());
        };
        self.numbers("`concat`", &inputs, name.span())?;
        let mut joined = first;
        for &next in rest {
            let (first, next) = self.join(joined, next, axis, name.span());
            joined = first;
            let (a, b) = (&self.graph.values[joined], &self.graph.values[next]);
            let shape = match catalogue::concat(&a.shape, &b.shape, axis) {
                Ok(shape) => shape,
                Err(help) => {
                    let (shape_a, shape_b) = (a.shape.to_string(), b.shape.to_string());
                    let text = messages::concat(&shape_a, &a.origin, &shape_b, &b.origin, &help);
                    let text = self.located(text, &[&a.origin, &b.origin], name.span());
                    return self.report(name.span(), text);
                }
            };
            let (span, doubts) = (name.span(), self.doubts(&[joined, next]));
            let layer = NodeLayer::Operation(Op::Concat { axis });
            joined = self.apply(layer, "concat", span, vec![joined, next], vec![shape], true)[0];
            self.graph.values[joined].doubts = doubts;
        }
        Ok(joined)
    }

    /// The two values of `concat`, with the other axes of the second proven to be those of the first.
    fn join(&mut self, first: ValueId, second: ValueId, axis: usize, span: Span) -> (ValueId, ValueId) {
        let (a, b) = (&self.graph.values[first], &self.graph.values[second]);
        let (shape_a, shape_b) = (a.shape.clone(), b.shape.clone());
        let generic = shape_a.is_generic() || shape_b.is_generic();
        // A shape that only the compiler knows has the axes of the other one.
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
        let (Some(dims_a), Some(dims_b)) = (seen_a.known(), seen_b.known()) else { return (first, second) };
        if dims_a.len() != dims_b.len() || axis >= dims_a.len() {
            return (first, second);
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
            return (first, second);
        }
        let Some(comparison) = Comparison::of_joined(&shape_a, &shape_b, axis) else { return (first, second) };
        let text = messages::concat(A, &a.origin, B, &b.origin, &messages::help_concat_axes(axis, None));
        let text = self.located(text, &[&a.origin, &b.origin], span);
        let (report, doubts) = (comparison.report(text.clone(), text), self.doubts(&[first, second]));
        let doubt = self.doubt(&comparison.claim, &doubts, span);
        self.prove(comparison.claim, &self.roots(&[first, second]), &doubts, report, span);
        let mut view = |id: ValueId, shape: Shape| {
            let Value { name, origin, .. } = &self.graph.values[id];
            let (name, origin) = (name.clone(), origin.clone());
            let view = self.value(&name, shape, &origin, Storage::View(id, Proof::Item), span);
            self.graph.values[view].doubts.push(doubt);
            view
        };
        let first = if shape_a.known().is_some() { first } else { view(first, seen_a) };
        (first, view(second, expected))
    }

    /// `let (a, b) = split::<64>(x);`: the first 64 along an axis, and the rest.
    pub(super) fn split(
        &mut self,
        name: &Ident,
        generics: Option<&AngleBracketedGenericArguments>,
        inputs: &[ValueId],
        wanted: Wanted,
    ) -> Walked<Vec<ValueId>> {
        let split = match catalogue::read(name, generics, self.is_generic) {
            Some(Ok(split)) => split,
            Some(Err(error)) => {
                self.errors.add(error);
                return Err(Reported);
            }
            None => return Err(Reported),
        };
        let [mut input] = inputs[..] else {
            return self.report(name.span(), messages::wrong_inputs("split", 1, inputs.len()));
        };
        if wanted.count() != 2 {
            return self.report(name.span(), messages::wrong_pattern(wanted.count(), 2));
        }
        self.numbers("`split`", &[input], name.span())?;
        let Value { shape, origin, .. } = &self.graph.values[input];
        let (shape, origin) = (shape.clone(), origin.clone());
        let parts = match split.apply(&shape) {
            Ok(parts) => parts,
            Err(refusal) => {
                let text = messages::refusal("split", &refusal.expects, &shape.to_string(), &origin, &refusal.help);
                let text = self.located(text, &[&origin], name.span());
                return self.report(name.span(), text);
            }
        };
        if let Some(takes) = parts.takes {
            let text = messages::refusal("split", A, B, &origin, &takes.help);
            let text = self.located(text, &[&origin], name.span());
            input = self.connect(input, takes.shape, text, name.span());
        }
        let layer = NodeLayer::Operation(parts.op);
        Ok(self.apply(layer, "split", name.span(), vec![input], parts.gives, true))
    }

    pub(super) fn flatten(&mut self, name: &Ident, input: ValueId) -> Walked<ValueId> {
        let Value { shape, origin, .. } = &self.graph.values[input];
        let flat = match &shape.axes {
            Axes::Known(dims) => match Shape::count(dims) {
                Some(count) => Shape::real(vec![count]),
                None => return self.report(name.span(), messages::count_overflows(&shape.to_string())),
            },
            Axes::Opaque(of) => Shape::opaque(Opaque { from: Source::Flat(of.clone().into()), generic: of.generic }),
        };
        let origin = origin.clone();
        Ok(self.value("flatten", flat, &origin, Storage::View(input, Proof::Count), name.span()))
    }

    pub(super) fn reshape(
        &mut self,
        name: &Ident,
        generics: Option<&AngleBracketedGenericArguments>,
        input: ValueId,
    ) -> Walked<ValueId> {
        let Some(generics) = generics.filter(|generics| generics.args.len() <= 5) else {
            return self.report(name.span(), messages::reshape_without_sizes());
        };
        let mut dims = Vec::new();
        for written in &generics.args {
            let size = match argument.parse2(written.to_token_stream()) {
                Ok(Argument::Size(size)) => size,
                Ok(_) => return self.report(written.span(), messages::reshape_without_sizes()),
                Err(error) => {
                    self.errors.at(written.span(), error);
                    return Err(Reported);
                }
            };
            dims.push(catalogue::dim(&size, self.is_generic));
        }
        let Value { shape, origin, .. } = &self.graph.values[input];
        let (shape, origin) = (shape.clone(), origin.clone());
        let target = Shape::real(dims.clone());
        let (Some(new), old) = (Shape::count(&dims), shape.known().map(Shape::count)) else {
            return self.report(name.span(), messages::count_overflows(&target.to_string()));
        };
        let old = match old {
            Some(None) => return self.report(name.span(), messages::count_overflows(&shape.to_string())),
            Some(Some(old)) => Some(old),
            None => None,
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
            let (old, new) = (old.to_string(), new.to_string());
            let text = messages::reshape(&shape.to_string(), &old, &target.to_string(), &new, &origin);
            let text = self.located(text, &[&origin], name.span());
            return self.report(name.span(), text);
        }
        let literal = matches!((&old, &new), (Some(Dim::Literal(old)), Dim::Literal(new)) if old == new);
        let (mut proof, mut doubt) = (Proof::Item, None);
        if literal || generic && counts.is_none() {
            // The two counts are compared as types.
            proof = Proof::Count;
            old.iter().chain([&new]).for_each(|count| Bound::of(count, &mut self.graph.bounds));
        } else if !matches!(counts, Some(Counts { verdict: Verdict::Equal, .. })) {
            let (comparison, to, from) = match counts {
                Some(Counts { comparison, to, from, .. }) => (comparison, to, from),
                None => (Comparison::count(&target, &shape), "{#a}".into(), "{#b}".into()),
            };
            let text = messages::reshape(B, &from, A, &to, &origin);
            let text = self.located(text, &[&origin], name.span());
            let (report, doubts) = (comparison.report(text.clone(), text), self.doubts(&[input]));
            doubt = Some(self.doubt(&comparison.claim, &doubts, name.span()));
            self.prove(comparison.claim, &self.roots(&[input]), &doubts, report, name.span());
        }
        let value = self.value("reshape", target, &origin, Storage::View(input, proof), name.span());
        self.graph.values[value].doubts.extend(doubt);
        Ok(value)
    }
}

/// The fix for two values of different shapes.
fn help_add(left: &Shape, left_origin: &Origin, right: &Shape, right_origin: &Origin) -> String {
    let count = |shape: &Shape| shape.known().and_then(Shape::count).map(|count| count.to_string());
    match (left.known(), right.known()) {
        (Some([_]), Some(_)) if count(left) == count(right) => messages::help_flatten_behind(right_origin),
        (Some(_), Some([_])) if count(left) == count(right) => messages::help_flatten_behind(left_origin),
        _ => messages::help_equal(&left.to_string(), &right.to_string()),
    }
}
