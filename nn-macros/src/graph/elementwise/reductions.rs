//! Reductions over axes, `x.sum::<1>()`, and `x.expand::<3, 4>()`, which repeats a value.

use crate::catalogue::{self, Binary, Bound, Broadcast, Callee, Function, Fused, Op, Reduction, Repeats, Step};
use crate::diagnostics::{B, messages};
use crate::graph::nodes::{NodeLayer, Proof, ValueId};
use crate::graph::walk::{Walk, Walked};
use crate::shape::{Dim, Shape, Verdict};
use crate::syntax::{Argument, Index, Integers, Size, Value, arguments, arguments_with};
use proc_macro2::Span;
use syn::Lit;

/// The axes that a reduction combines.
struct Axes {
    /// Sorted.
    axes: Vec<usize>,
    /// Whether they stay, with a size of 1.
    keep: bool,
    /// What is subtracted from the number of elements, for a variance.
    correction: u64,
}

/// Returns whether an operation of this name is a reduction.
pub(in crate::graph) fn is_reduction(name: &str) -> bool {
    matches!(name, "sum" | "mean" | "var" | "std" | "norm" | "logsumexp")
}

impl Walk<'_> {
    /// Applies a reduction to a value.
    pub(in crate::graph) fn reduce(&mut self, callee: Callee<'_>, inputs: &[ValueId]) -> Walked<ValueId> {
        let (name, span) = (callee.name.to_string(), callee.name.span());
        let [value] = *inputs else {
            return self.report(span, messages::wrong_inputs(&name, 1, inputs.len()));
        };
        self.require_floats(&format!("`{name}`"), inputs, span)?;
        let shape = self.graph.values[value].shape.clone();
        let Some(dims) = shape.known().map(<[Dim]>::to_vec) else {
            return self.needs_axes(&name, value, span);
        };
        let axes = self.axes(callee, value, dims.len())?;
        let reduced = match name.as_str() {
            "sum" | "mean" => self.reduction(&name, span, vec![value], Vec::new(), &axes, name == "mean"),
            "norm" => {
                let square = vec![Step::Apply(Function::Square, None, 0)];
                let squares = self.reduction(&name, span, vec![value], square, &axes, false);
                self.map(Function::RootOfSquares, &name, span, squares)
            }
            "logsumexp" => self.log_sum_exp(span, value, &axes)?,
            _ => {
                let variance = self.variance(&name, span, value, &axes)?;
                if name == "std" { self.map(Function::RootOfSquares, &name, span, variance) } else { variance }
            }
        };
        let size = |(axis, size): (usize, Dim)| match (axes.axes.contains(&axis), axes.keep) {
            (false, _) => Some(size),
            (true, keep) => keep.then_some(Dim::Literal(1)),
        };
        let mut left: Vec<_> = dims.into_iter().enumerate().filter_map(size).collect();
        if left.is_empty() {
            // A value has at least one axis.
            left.push(Dim::Literal(1));
        }
        let shape = Shape::real(left);
        Ok(match shape.compare(&self.graph.values[reduced].shape) {
            Verdict::Equal => reduced,
            _ => self.result(reduced, &name, shape, Proof::Item, span),
        })
    }

    /// The sum of the squared differences from the mean, divided by the number of elements minus the correction.
    fn variance(&mut self, name: &str, span: Span, value: ValueId, axes: &Axes) -> Walked<ValueId> {
        let mean = self.reduction(name, span, vec![value], Vec::new(), axes, true);
        let whole = self.graph.values[value].shape.clone();
        let mut steps = vec![Step::Combine(Binary::Subtract, 0, 1), Step::Apply(Function::Square, None, 2)];
        let is_mean = axes.correction == 0;
        if !is_mean {
            let dims = whole.known().unwrap_or_default();
            let count = Shape::count(&axes.axes.iter().map(|&axis| dims[axis].clone()).collect::<Vec<_>>());
            let Some(count) = count.as_ref().and_then(Dim::literal) else {
                return self.report(span, messages::unknown_count(name));
            };
            if count <= axes.correction {
                return self.report(span, messages::too_few(name, axes.correction));
            }
            steps.extend([Step::Number(1.0 / (count - axes.correction) as f64), Step::Combine(Binary::Multiply, 3, 4)]);
        }
        Ok(self.reduction(name, span, vec![value, mean], steps, axes, is_mean))
    }

    /// The logarithm of the sum of exponentials, without the axes. Each series of adjacent axes is viewed as one axis, and those of
    /// several series are reduced one after another: the result for the results along one axis is that along both.
    fn log_sum_exp(&mut self, span: Span, value: ValueId, axes: &Axes) -> Walked<ValueId> {
        let name = "logsumexp";
        let mut dims = self.graph.values[value].shape.known().unwrap_or_default().to_vec();
        let mut reduced = value;
        for series in axes.axes.chunk_by(|&axis, &next| axis + 1 == next).rev() {
            let (axis, end) = (series[0], series[0] + series.len());
            let Some(count) = Shape::count(&dims[axis..end]) else {
                return self.report(span, messages::count_overflows(Shape::real(dims)));
            };
            if series.len() > 1 {
                Bound::of(&count, &mut self.graph.bounds);
                dims.splice(axis..end, [count]);
                reduced = self.view(reduced, name, Shape::real(dims.clone()), Proof::Item, span);
            }
            dims.remove(axis);
            let layer = NodeLayer::Operation(Op::LogSumExp { axis });
            reduced = self.apply(layer, name, span, vec![reduced], vec![Shape::real(dims.clone())], true)[0];
        }
        Ok(reduced)
    }

    /// Adds the node of a reduction, whose loop has the shape of the first value.
    fn reduction(
        &mut self,
        name: &str,
        span: Span,
        values: Vec<ValueId>,
        steps: Vec<Step>,
        axes: &Axes,
        is_mean: bool,
    ) -> ValueId {
        let whole = self.graph.values[values[0]].shape.clone();
        let dims = whole.known().unwrap_or_default();
        let size = |(axis, size): (usize, &Dim)| if axes.axes.contains(&axis) { Dim::Literal(1) } else { size.clone() };
        let gives = Shape::real(dims.iter().enumerate().map(size).collect());
        let fits = values.iter().map(|&id| Repeats::of(&self.graph.values[id].shape, &whole)).collect();
        let reduction = Some(Reduction { gives: gives.clone(), is_mean });
        let fused = Fused { steps, fits, whole, reduction };
        self.apply(NodeLayer::Operation(Op::Fused(fused.into())), name, span, values, vec![gives], true)[0]
    }

    /// The sum of the results of steps over these axes, which stay with a size of 1.
    pub(in crate::graph) fn sum_over(
        &mut self,
        name: &str,
        span: Span,
        values: Vec<ValueId>,
        steps: Vec<Step>,
        axes: Vec<usize>,
    ) -> ValueId {
        self.reduction(name, span, values, steps, &Axes { axes, keep: true, correction: 0 }, false)
    }

    /// Reads the axes of a reduction; without arguments, all.
    fn axes(&mut self, callee: Callee<'_>, value: ValueId, rank: usize) -> Walked<Axes> {
        let name = callee.name.to_string();
        let is_variance = matches!(name.as_str(), "var" | "std");
        let mut all = Axes { axes: Vec::new(), keep: false, correction: u64::from(is_variance) };
        let arguments =
            self.reported(callee.generics.map(|generics| arguments_with(generics, Integers::Indices)).transpose())?;
        let given = arguments.as_ref().map(|arguments| &arguments.all[..]).unwrap_or_default();
        let shape = self.graph.values[value].shape.clone();
        let written = || catalogue::in_notation(&name, given, &shape).map(messages::help_notation);
        let known: catalogue::Known = match is_variance {
            true => &[("keep", "keep = true"), ("correction", "correction = 0")],
            false => &[("keep", "keep = true")],
        };
        let mut named = Vec::new();
        for argument in arguments.iter().flat_map(|arguments| &arguments.all) {
            if let Argument::Named(word, _) = argument {
                if named.contains(word) {
                    return self.report(word.span(), messages::argument_twice(&name, word));
                }
                named.push(word.clone());
            }
            let axis = match argument {
                Argument::Size(Size::Literal(axis, _)) => i128::from(*axis),
                Argument::Index(Index::Negative(axis), _) => i128::from(*axis),
                zero if zero.is_zero() => 0,
                Argument::Named(word, Value::Literal(Lit::Bool(keep))) if word == "keep" => {
                    all.keep = keep.value;
                    continue;
                }
                Argument::Named(word, Value::Literal(Lit::Int(number))) if is_variance && word == "correction" => {
                    all.correction = self.reported(number.base10_parse::<u32>())?.into();
                    continue;
                }
                Argument::Named(word, value) => {
                    let (span, word, value) = (word.span(), word.to_string(), value.text());
                    let message = match known.iter().find(|(known, _)| *known == word) {
                        Some((_, example)) => messages::unaccepted_value(&name, &word, &value, example),
                        None => match written() {
                            Some(help) => format!("{}\n{help}", messages::argument_of_others(&name, &word)),
                            None => messages::unknown_argument(&name, &word, &value, known),
                        },
                    };
                    return self.report(span, message);
                }
                other => {
                    let wrong = messages::wrong_axes(&name);
                    let message = match (wrong.lines().next(), written()) {
                        (Some(what), Some(help)) => format!("{what}\n{help}"),
                        _ => wrong,
                    };
                    return self.report(other.span(), message);
                }
            };
            let from_start = if axis < 0 { axis + rank as i128 } else { axis };
            let Some(axis) = usize::try_from(from_start).ok().filter(|&axis| axis < rank) else {
                let help = messages::help_axis_of(rank);
                let text = messages::reduction_of_axis(&name, axis, &self.graph.values[value].shape, help);
                return self.report_of(&[value], text, argument.span());
            };
            if all.axes.contains(&axis) {
                return self.report(argument.span(), messages::axis_twice(&name, axis));
            }
            all.axes.push(axis);
        }
        if let Some(slip) = arguments.and_then(|arguments| arguments.slip) {
            return self.report(slip.span, messages::wrong_axes(&name));
        }
        if all.axes.is_empty() {
            all.axes = (0..rank).collect();
        }
        all.axes.sort_unstable();
        Ok(all)
    }

    /// Applies `x.expand::<3, 4>()`: repeats a value along the axes that it lacks, and along those of size 1.
    pub(in crate::graph) fn expand(&mut self, callee: Callee<'_>, inputs: &[ValueId]) -> Walked<ValueId> {
        let span = callee.name.span();
        let [value] = *inputs else {
            return self.report(span, messages::wrong_inputs("expand", 1, inputs.len()));
        };
        self.require_floats("`expand`", inputs, span)?;
        let arguments = self.reported(callee.generics.map(arguments).transpose())?;
        let mut dims = Vec::new();
        for argument in arguments.iter().flat_map(|arguments| &arguments.all) {
            match argument {
                Argument::Size(size) => dims.push(self.scope.dim(size)),
                zero if zero.is_zero() => return self.report(zero.span(), messages::zero_size()),
                other => return self.report(other.span(), messages::expand_without_sizes()),
            }
        }
        if dims.is_empty() || dims.len() > 5 {
            return self.report(span, messages::expand_without_sizes());
        }
        let (shape, origin) = (self.graph.values[value].shape.clone(), self.graph.values[value].origin.clone());
        let Some(given) = shape.known() else {
            return self.needs_axes("expand", value, span);
        };
        let whole = Shape::real(dims.clone());
        if given.len() > dims.len() || catalogue::broadcast(&dims, given) != Broadcast::To(0) {
            let text = messages::cannot_expand(&shape, &origin, &whole);
            return self.report_of(&[value], text, span);
        }
        let expected = catalogue::aligned(given, &dims);
        let text = messages::cannot_expand(B, &origin, &whole);
        let text = self.located(text, &[value], span);
        let value = self.connect(value, expected, text, span);
        Ok(self.expression("expand", span, vec![value], Vec::new(), whole))
    }
}
