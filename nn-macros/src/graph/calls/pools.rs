//! Max pools that also return the indices of the maxima, and their inverse, which takes these indices.

use crate::catalogue::{self, Applied, Callee, Op, Refusal};
use crate::diagnostics::{A, B, LAST, messages};
use crate::graph::comparison::Comparison;
use crate::graph::nodes::{NodeLayer, Proof, Value, ValueId};
use crate::graph::obligations::ItemId;
use crate::graph::walk::{Reported, Walk, Walked};
use crate::shape::{Dim, Shape, Verdict};
use proc_macro2::Span;

impl Walk<'_> {
    /// Applies `let (h, places) = x.max_pool::<2, return_indices = true>();`: a pool, and the indices of its maxima.
    pub(in crate::graph) fn max_pool_with_indices(
        &mut self,
        callee: Callee<'_>,
        inputs: &[ValueId],
    ) -> Walked<Vec<ValueId>> {
        let (name, span) = (callee.name.to_string(), callee.name.span());
        let operation = catalogue::read(callee, self.scope).ok_or(Reported)?;
        self.require_floats(&format!("`{name}`"), inputs, span)?;
        let [mut input] = inputs[..] else {
            return self.report(span, messages::wrong_inputs(&name, 1, inputs.len()));
        };
        let operation = self.reported(operation)?;
        let Applied { op, gives, .. } = self.perform(&operation, callee.name, &mut input)?;
        let (Op::Pool { window, .. }, [pooled, indices]) = (&op, &gives[..]) else {
            return self.report(span, messages::pool_returns_one(&name));
        };
        let positions = Op::ArgMaxPool { window: window.clone() };
        let keeps = pooled.compare(&self.graph.values[input].shape) == Verdict::Equal;
        let mut apply = |op, shape: &Shape, new| {
            self.apply(NodeLayer::Operation(op), &name, span, vec![input], vec![shape.clone()], new)[0]
        };
        Ok(vec![apply(op.clone(), pooled, !keeps), apply(positions, indices, true)])
    }

    /// Applies `max_unpool::<2>(h, places)`.
    pub(in crate::graph) fn max_unpool(&mut self, callee: Callee<'_>, inputs: &[ValueId]) -> Walked<ValueId> {
        let (name, span) = ("max_unpool", callee.name.span());
        let taker = format!("`{name}`");
        let unpool = self.reported(catalogue::unpool(callee, self.scope))?;
        let &[value, places] = inputs else {
            return self.report(span, messages::unpool_of_two(inputs.len()));
        };
        self.require_floats(&taker, &[value], span)?;
        let dims = self.known_axes(name, value, span)?;
        let Value { shape, origin, .. } = &self.graph.values[value];
        let size = match unpool.size(shape) {
            Ok(size) => size,
            Err(Refusal { expects, help }) => {
                let text = messages::misfit(taker, expects, shape, origin, help);
                return self.report_of(&[value], text, span);
            }
        };
        let Some(positions) = Shape::count(&size) else {
            let text = messages::misfit(taker, "a smaller image", shape, origin, messages::help_too_large("product"));
            return self.report_of(&[value], text, span);
        };
        let of_places = &self.graph.values[places];
        let given = of_places.shape.indices().map(|indices| (indices.dims.to_vec(), indices.below.clone()));
        let Some((given, below)) = given.filter(|(given, _)| given.len() == dims.len()) else {
            let Value { shape, origin, .. } = of_places;
            let expects = messages::indices_of_rank(dims.len());
            let text = messages::misfit(taker, expects, shape, origin, messages::help_bind_indices());
            return self.report_of(&[places], text, span);
        };

        // The value has the shape of the indices.
        let takes = Shape::real(given.clone());
        let Value { shape, origin, .. } = &self.graph.values[value];
        let value = match self.verdict(value, &takes) {
            Verdict::Equal => value,
            Verdict::Different => {
                let text = messages::misfit(taker, &takes, shape, origin, messages::help_same_indices());
                return self.report_of(&[value], text, span);
            }
            Verdict::Unknown => {
                let text = messages::misfit(taker, A, B, origin, messages::help_equal(A, B));
                let text = self.located(text, &[value], span);
                self.connect(value, takes, text, span)
            }
        };

        // The indices are below the number of positions of the output.
        let gives = Shape::of_channels(&given[0], &size);
        let bounded = Shape::index(given, positions.clone());
        let help = self.help_output_size(places);
        let origin = &self.graph.values[places].origin;
        let (places, doubt) = match self.verdict(places, &bounded) {
            Verdict::Equal => (places, None),
            Verdict::Different => {
                let text = messages::unpool_other_positions(&positions, &below, origin, help);
                return self.report_of(&[places], text, span);
            }
            Verdict::Unknown => {
                let text = messages::unpool_other_positions(LAST, "{b,}", origin, help);
                self.bound(places, bounded, text, span)
            }
        };
        let op = NodeLayer::Operation(Op::MaxUnpool { size });
        let output = self.apply(op, name, span, vec![value, places], vec![gives], true)[0];
        self.graph.values[output].doubts.extend(doubt);
        Ok(output)
    }

    /// Returns a view of indices with the bound that an item proves, and the item, which the output depends on: it has the wrong
    /// size if the bound is another one.
    fn bound(&mut self, places: ValueId, bounded: Shape, text: String, span: Span) -> (ValueId, Option<ItemId>) {
        let text = self.located(text, &[places], span);
        let Value { name, shape, .. } = &self.graph.values[places];
        let Some(comparison) = Comparison::of(&bounded, shape) else { return (places, None) };
        let (name, report, doubts) = (name.clone(), comparison.report(&text, &text), self.doubts(&[places]));
        let doubt = self.prove_of(&[places], comparison.claim, &doubts, report, span);
        (self.view(places, &name, bounded, Proof::Item, span), Some(doubt))
    }

    /// The fix for an output of another size than the input of the pool that returned the indices.
    fn help_output_size(&self, places: ValueId) -> String {
        let root = self.graph.root(places);
        let node = self.graph.nodes.iter().find(|node| node.outputs.contains(&root));
        let input = node.filter(|node| matches!(node.op(), Some(Op::ArgMaxPool { .. })));
        let sizes = input.and_then(|node| self.graph.values[node.inputs[0]].shape.known()?.get(1..));
        let written = |size: &Dim| match size {
            Dim::AtLeast(slide) => slide.size.written(),
            size => size.written(),
        };
        let written = sizes.map(|sizes| sizes.iter().map(written).collect::<Vec<_>>());
        match written.as_deref() {
            Some([one]) if one != "_" => messages::help_output_size(one),
            Some(several) if several.iter().all(|size| size != "_") => {
                messages::help_output_size(format!("({})", several.join(", ")))
            }
            _ => messages::help_some_output_size(),
        }
    }
}
