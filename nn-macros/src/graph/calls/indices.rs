//! Operations on indices: one-hot vectors, and the selection of elements by indices.

use crate::catalogue::{Callee, Op};
use crate::diagnostics::{A, B, messages};
use crate::graph::nodes::{NodeLayer, Value, ValueId};
use crate::graph::walk::{Walk, Walked};
use crate::shape::{Dim, Shape, Verdict};
use crate::syntax::declared;
use proc_macro2::Span;

/// A selection of elements along an axis.
struct Selection<'a> {
    name: &'a str,
    axis: usize,
    /// The sizes of the value.
    dims: Vec<Dim>,
    span: Span,
}

impl Walk<'_> {
    /// Reads the axis and the value of a selection by indices, which has this axis.
    fn selection<'a>(
        &mut self,
        name: &'a str,
        callee: Callee<'_>,
        inputs: &[ValueId],
    ) -> Walked<(Selection<'a>, [ValueId; 2])> {
        let span = callee.name.span();
        let axis = self.axis_of(callee, || messages::wrong_axis_of(name))?;
        let &[value, indices] = inputs else {
            return self.report(span, messages::two_values(name, inputs.len()));
        };
        self.require_floats(&format!("`{name}`"), &[value], span)?;
        let dims = self.known_axes(name, value, span)?;
        if axis >= dims.len() {
            let Value { shape, origin, .. } = &self.graph.values[value];
            let (expects, help) = (messages::least_axes(axis as i64 + 1), messages::help_axis_of(dims.len()));
            let text = messages::misfit(format!("`{name}`"), expects, shape, origin, help);
            return self.report_of(&[value], text, span);
        }
        Ok((Selection { name, axis, dims, span }, [value, indices]))
    }

    /// Returns the value of a selection as a view in the shape that the indices require; `help` is the fix if it has another one.
    fn selected(&mut self, of: &Selection<'_>, value: ValueId, takes: Shape, help: String) -> Walked<ValueId> {
        let (taker, Value { shape, origin, .. }) = (format!("`{}`", of.name), &self.graph.values[value]);
        match self.verdict(value, &takes) {
            Verdict::Equal => Ok(value),
            Verdict::Different => {
                let text = messages::misfit(taker, &takes, shape, origin, help);
                self.report_of(&[value], text, of.span)
            }
            Verdict::Unknown => {
                let text = messages::misfit(taker, A, B, origin, messages::help_equal(A, B));
                let text = self.located(text, &[value], of.span);
                Ok(self.connect(value, takes, text, of.span))
            }
        }
    }

    /// Adds the node of an operation on a value and indices.
    fn by_indices(&mut self, of: &Selection<'_>, op: Op, values: [ValueId; 2], gives: Vec<Dim>) -> ValueId {
        self.apply(NodeLayer::Operation(op), of.name, of.span, values.into(), vec![Shape::real(gives)], true)[0]
    }

    /// Applies `index_select(x, indices)` or `index_select::<1>(x, indices)`.
    pub(in crate::graph) fn index_select(&mut self, callee: Callee<'_>, inputs: &[ValueId]) -> Walked<ValueId> {
        let (of, [value, indices]) = self.selection("index_select", callee, inputs)?;
        let Value { shape, origin, .. } = &self.graph.values[indices];
        let Some(given) = shape.indices().filter(|indices| indices.dims.len() < 2) else {
            let (expects, help) = (messages::expects_indices(), messages::help_index_axes());
            let text = messages::misfit(format!("`{}`", of.name), expects, shape, origin, help);
            return self.report_of(&[indices], text, of.span);
        };
        let (count, below) = (given.dims.first().cloned(), given.below.clone());
        let mut takes = of.dims.clone();
        takes[of.axis] = below.clone();
        let help = match origin.is_input {
            true => messages::help_index_of(origin, &below, &of.dims[of.axis]),
            false => messages::help_indices_below(origin, &of.dims[of.axis], &below),
        };
        let value = self.selected(&of, value, Shape::real(takes), help)?;
        let mut gives = of.dims.clone();
        match count {
            Some(count) => gives[of.axis] = count,
            None => drop(gives.remove(of.axis)),
        }
        Ok(self.by_indices(&of, Op::IndexSelect { axis: of.axis }, [value, indices], gives))
    }

    /// Applies `gather(x, indices)` or `gather::<1>(x, indices)`.
    pub(in crate::graph) fn gather(&mut self, callee: Callee<'_>, inputs: &[ValueId]) -> Walked<ValueId> {
        let (of, [value, indices]) = self.selection("gather", callee, inputs)?;
        let Value { shape, origin, .. } = &self.graph.values[indices];
        let (rank, size) = (of.dims.len(), &of.dims[of.axis]);
        // The indices as they should be declared, with as many along the axis as there are.
        let given = shape.indices().map(|indices| (indices.dims.to_vec(), indices.below.clone()));
        let found = given.as_ref().map(|(dims, _)| &dims[..]).or(shape.known());
        let mut written = of.dims.clone();
        written[of.axis] = found.and_then(|dims| dims.get(of.axis)).cloned().unwrap_or(Dim::Literal(1));
        let written = declared(&written, size);
        let Some((dims, below)) = given.clone().filter(|(dims, _)| dims.len() == rank) else {
            let help = match given {
                Some((dims, _)) if origin.name.starts_with("arg") && !origin.is_input && dims.len() + 1 == rank => {
                    messages::help_keep_axis(&origin.name, of.axis)
                }
                Some(_) if !origin.is_input => messages::help_equal_but(of.axis),
                Some((dims, _)) if dims.len() < 2 => messages::help_select_or_declare(origin, written),
                None if !origin.is_input || self.stored(&origin.name).is_some() || !self.is_producer(indices) => {
                    messages::help_give_indices(of.name, written)
                }
                _ => messages::help_declare_indices(origin, written),
            };
            let text = messages::misfit(format!("`{}`", of.name), messages::indices_of_rank(rank), shape, origin, help);
            return self.report_of(&[indices], text, of.span);
        };
        let help = match origin.is_input {
            true => messages::help_declare_indices(origin, written),
            false if below.compare(size) == Verdict::Different => messages::help_indices_below(origin, size, &below),
            false => messages::help_equal_but(of.axis),
        };
        let mut takes = dims.clone();
        takes[of.axis] = below;
        let value = self.selected(&of, value, Shape::real(takes), help)?;
        Ok(self.by_indices(&of, Op::Gather { axis: of.axis }, [value, indices], dims))
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
