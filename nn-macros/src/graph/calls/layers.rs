//! Calls of layers: each adds a node, and a value for each of its outputs.

use crate::catalogue::{Array, Fit, Layer, Op, Shared, Signature};
use crate::diagnostics::{A, B, Origin, messages};
use crate::graph::comparison::Comparison;
use crate::graph::fields::tied_sizes;
use crate::graph::nodes::{At, Node, NodeLayer, Storage, Value, ValueId};
use crate::graph::obligations::{Claim, InputFixes, ItemId, LayerTexts, Report, ScanNames, TraitTexts};
use crate::graph::walk::{Reported, Use, Walk, Walked, Wanted};
use crate::shape::{Opaque, Shape, Signal, Source, Verdict};
use crate::syntax::{Network, compact};
use proc_macro2::Span;
use quote::ToTokens;
use std::collections::HashSet;

/// The array that is called, or that the called layer is an element of.
pub(super) fn array_of<'a>(network: &'a Network, of: Use<'_>) -> Option<Array<'a>> {
    let (field, is_whole) = (&network.fields[of.field], of.element.is_none());
    field.kind.count().map(|count| Array { name: &field.name, count, is_whole })
}

impl Walk<'_> {
    /// Applies a layer and returns its outputs; checks its input, or adds an obligation to prove that it fits.
    pub(in crate::graph) fn use_layer(
        &mut self,
        of: Use<'_>,
        mut inputs: Vec<ValueId>,
        wanted: Wanted,
    ) -> Walked<Vec<ValueId>> {
        let Use { field, element, name, span } = of;
        if matches!(self.graph.layers[field], Some(Layer::Stored(_))) {
            return self.report(span, messages::stored_called(name));
        }
        if inputs.is_empty() {
            return self.report(span, messages::layer_without_input(name));
        }
        if self.graph.layers[field].is_none() {
            // An error in its declaration has been reported.
            return Err(Reported);
        }
        if let Some(Layer::Bilinear(_)) = self.graph.layers[field] {
            return self.use_bilinear(of, inputs, wanted);
        }
        if element.is_none() && self.is_open(field) {
            return self.report(span, messages::array_in_its_loop(name));
        }
        if let Some(layer) = self.with_operands(field, &inputs, wanted) {
            return self.use_with_operands(of, &layer, inputs, wanted);
        }
        let count = self.count(of);
        let is_custom = matches!(self.graph.layers[field], Some(Layer::Custom(_)));
        if matches!(&self.graph.layers[field], Some(Layer::Custom(custom)) if custom.cell().is_some()) {
            self.scans(of, &inputs, wanted)?;
        }
        if !is_custom && inputs.len() != 1 {
            return self.report(span, messages::wrong_inputs(name, 1, inputs.len()));
        }
        if (!is_custom || count.is_some()) && wanted.count() != 1 {
            return self.report(span, messages::wrong_pattern(wanted.count(), 1));
        }
        self.kinds(of, &inputs)?;
        self.settle(of)?;
        let Value { shape: given, origin, .. } = &self.graph.values[inputs[0]];
        let (given, origin) = (given.clone(), origin.clone());
        let array = array_of(self.network, of);
        let layer = self.graph.layers[field].as_mut().and_then(Layer::known_mut);
        let Some((fit, expected)) =
            layer.map(|layer| (layer.take(&given, name, array, &origin), layer.expected(&given)))
        else {
            return self.apply_custom(of, inputs, wanted);
        };
        let input = inputs[0];
        let misfit = |walk: &Self, expects: &str, found: &str, help: String| {
            let help = walk.help_shared(of).unwrap_or(help);
            let text = messages::misfit(format!("layer `{name}`"), expects, found, &origin, help);
            walk.located(text, &[input], span)
        };
        // A layer that is used again, or whose output has axes of its input, may be intended for another shape, so
        // its output for this one is not certain.
        let keeps = self.graph.known_layer(field).is_some_and(Signature::keeps_shape);
        let keeps_axes = self.graph.known_layer(field).is_some_and(|layer| layer.keeps_axes(&given));
        let is_certain = count.is_none() && !keeps && !keeps_axes && self.help_shared(of).is_none();
        let mut doubt = None;
        let mut shape = match fit {
            Fit::Gives(shape) => shape,
            Fit::Expects { takes, gives, help, help_rank } => {
                let texts = [&*misfit(self, &expected, B, help), &*misfit(self, A, B, help_rank)];
                let rank = self.assume_rank(input, &takes, span);
                (inputs[0], doubt) = self.claim_input(of, input, takes, texts, is_certain);
                // The axes of a value are reported once, whatever reads it.
                for id in [input, inputs[0]] {
                    self.graph.values[id].depend_on(rank);
                }
                gives
            }
            // A value that depends on a proof is checked by an item that runs after that proof.
            Fit::Misfit { takes: Some(takes), help, gives: Some(gives), .. } if self.is_doubtful(input, &takes) => {
                let message = misfit(self, &expected, B, help);
                // If the claim holds, the output has the shape that the layer expects.
                let gives = if keeps { takes.clone() } else { gives };
                (inputs[0], doubt) = self.claim_input(of, input, takes, [&message; 2], is_certain);
                gives
            }
            Fit::Misfit { expects, help, gives, .. } => {
                if self.is_assumed(&[input]) {
                    let message = misfit(self, &expects, &given.to_string(), help);
                    return self.report_if_assumed(&[input], message, span);
                }
                let before = &self.graph.values[input].misfits;
                if before.iter().any(|before| before.to_string() == expects) {
                    // The layers are called in a different order, which has been reported.
                    return Err(Reported);
                }
                let message = misfit(self, &expects, &given.to_string(), help);
                let is_new = self.refused.insert((field, given.to_string()));
                if self.blames(input, &expects) && is_new {
                    self.errors.at(span, message);
                }
                // If the output is certain, the walk continues, so that later errors are found, too.
                let gives = gives.filter(|_| is_certain).ok_or(Reported)?;
                let values = self.apply_layer(of, inputs, vec![gives], None);
                self.graph.values[values[0]].misfits.push(given);
                return Ok(values);
            }
            Fit::NotInferred { help } => {
                let unknown = messages::input_not_inferred(name, &origin, help);
                let text = messages::input_not_inferred(name, &origin, messages::help_declare_axes());
                return self.report_unknown(input, unknown, text, span);
            }
        };
        self.share(of)?;
        let layer = self.graph.known_layer(field);
        if let Some(minimum) = layer.and_then(|layer| layer.minimum_input(&self.graph.values[inputs[0]].shape))
            && minimum.compare(&self.graph.values[inputs[0]].shape) == Verdict::Unknown
        {
            let message = misfit(self, &messages::at_least(A), B, messages::help_minimum(&origin, A));
            inputs[0] = self.connect(inputs[0], minimum, message, span);
        }
        let mut at = None;
        if let Some(count) = count {
            let given = self.graph.values[inputs[0]].shape.clone();
            match self.verdict(inputs[0], &shape) {
                Verdict::Equal => {}
                Verdict::Different => {
                    return self.report(span, messages::array_changes_shape(name, count, given, shape));
                }
                Verdict::Unknown => {
                    if let Some(comparison) = Comparison::of(&given, &shape) {
                        let message = messages::array_changes_shape(name, count, A, B);
                        let report = comparison.report(&message, &message);
                        let doubts = self.graph.values[inputs[0]].doubts.clone();
                        doubt = Some(self.prove_of(&inputs, comparison.claim, &doubts, report, span));
                        if let Some(layer) = self.graph.layers[field].as_mut().and_then(Layer::known_mut) {
                            layer.give_what_it_takes();
                            // Its other sizes may be wrong, too, which the item reports.
                            at = layer.keeps_sizes().then(|| At::Coerced(given.clone()));
                        }
                        shape = given;
                    }
                }
            }
        }
        let mut doubts: Vec<_> = doubt.into_iter().collect();
        // The output of an embedding has the axes of its indices.
        let of_indices = self.graph.values[inputs[0]].shape.indices().is_some();
        if keeps_axes || of_indices || self.graph.known_layer(field).is_some_and(Signature::keeps_sizes) {
            doubts.extend(self.doubts(&inputs));
        }
        let values = self.apply_layer(of, inputs, vec![shape], at);
        self.graph.values[values[0]].depend_on(doubts);
        Ok(values)
    }

    /// Checks that the groups of a layer divide its channels; literal channels are checked when they are declared or
    /// inferred.
    fn share(&mut self, Use { field, name, .. }: Use<'_>) -> Walked<()> {
        let Some(groups) = self.graph.known_layer(field).and_then(Signature::groups) else {
            return Ok(());
        };
        let (span, misfit, to_prove) = (groups.span, groups.misfit(), groups.to_prove());
        if let Some(misfit) = misfit {
            if self.refused.insert((field, "groups".into())) {
                self.errors.add(misfit);
            }
            return Err(Reported);
        }
        if let Some(Shared { numbers, text }) = to_prove {
            self.prove(Claim::Shared(numbers), &format!("`{name}`"), &[], Report::Text(text), span);
        }
        Ok(())
    }

    /// Adds the claim that a value has the shape that the layer expects. Returns the value as the layer's input, and
    /// the item that dependent values wait for, if any. A mismatch is reported once per layer and shape.
    fn claim_input(
        &mut self,
        Use { name, span, .. }: Use<'_>,
        id: ValueId,
        takes: Shape,
        texts: [&str; 2],
        is_certain: bool,
    ) -> (ValueId, Option<ItemId>) {
        let Value { shape, doubts, .. } = &self.graph.values[id];
        let Some(Comparison { claim, .. }) = Comparison::of(&takes, shape) else { return (id, None) };
        let doubts = doubts.clone();
        let doubt = (!is_certain).then(|| self.doubt(&claim, &doubts, span));
        let view = self.connect_as(id, takes, texts, &format!("`{name}`"), &doubts, span);
        self.graph.values[view].doubts.extend(doubt);
        (view, doubt)
    }

    /// Applies a custom layer or a nested network, whose input and output shapes only the compiler knows.
    fn apply_custom(&mut self, of: Use<'_>, inputs: Vec<ValueId>, wanted: Wanted) -> Walked<Vec<ValueId>> {
        let (Use { field, name, span, .. }, element) = (of, self.network.element);
        let Some(Layer::Custom(custom)) = &self.graph.layers[field] else { return Err(Reported) };
        let (layer, ty) = (custom.alias.clone(), custom.text.clone());
        let given = self.graph.signal(&inputs);
        let count = self.count(of);
        let shape = self.graph.values[inputs[0]].shape.clone();
        let part = |of: &Opaque, index| {
            let from = Source::Part { of: of.clone().into(), index, span };
            Shape::opaque(Opaque { from, generic: of.generic })
        };
        if !layer.parameters.is_empty() || inputs.iter().any(|&input| self.graph.values[input].shape.is_generic()) {
            // An item cannot refer to generic parameters, so the compiler proves it at the call.
            let out = Opaque { from: Source::Output { layer, element, given, span }, generic: true };
            let shapes = match wanted.count() {
                _ if count.is_some() => vec![shape],
                1 => vec![Shape::opaque(out)],
                count => (0..count).map(|index| part(&out, index)).collect(),
            };
            return Ok(self.apply_layer(of, inputs, shapes, None));
        }
        let from = Source::Input { layer: layer.clone(), given: given.clone(), span };
        let takes = Shape::opaque(Opaque { from, generic: false });
        let doubts = self.is_layer(of, &inputs, takes.clone());
        let from = Source::Output { layer, element, given: Signal(vec![takes.clone()]), span };
        let out = self.name_signal(Opaque { from, generic: false }, span);
        let input = Claim::Input(takes, given.clone());
        let fixes = self.input_fixes(of, &inputs, &ty);
        let takes_it = self.prove_of(&inputs, input, &doubts, fixes, span);
        let (claim, report, shapes, gives) = if let Some(count) = count {
            let text = messages::array_changes_shape(name, count, A, B);
            let claim = Claim::Equal(shape.clone(), Shape::opaque(out));
            (claim, Report::Shapes { other_rank: text.clone(), text }, vec![shape], given)
        } else {
            let text = match wanted {
                Wanted::Names(1) => messages::one_of_several(name),
                Wanted::Names(names) => messages::other_number(name, names),
                Wanted::Outputs(declared) => messages::other_number_of_outputs(name, declared),
            };
            let shapes: Vec<_> = (0..wanted.count()).map(|index| part(&out, index)).collect();
            let claim = Claim::Values(wanted.count(), Shape::opaque(out));
            (claim, Report::Text(text), shapes.clone(), Signal(shapes))
        };
        let doubt = self.prove_of(&inputs, claim, &[takes_it], report, span);
        let values = self.apply_layer(of, inputs, shapes, Some(At::Gives(gives)));
        for &value in &values {
            self.graph.values[value].doubts.push(doubt);
        }
        Ok(values)
    }

    /// Checks that a `Scan` is called with a sequence and a state, and returns two values.
    fn scans(&mut self, of: Use<'_>, inputs: &[ValueId], wanted: Wanted) -> Walked<()> {
        let Use { name, span, .. } = of;
        if self.count(of).is_some() {
            return self.report(span, messages::scan_in_array(name));
        }
        if inputs.len() != 2 {
            return self.report(span, messages::inputs_of_scan(name, inputs.len()));
        }
        self.require_floats(&format!("layer `{name}`"), inputs, span)?;
        match wanted.count() {
            2 => Ok(()),
            names => self.report(span, messages::outputs_of_scan(name, names)),
        }
    }

    /// Adds the claims that the type of a custom layer is a layer of this network, and that it implements the traits of a
    /// layer. Returns the items that the call depends on.
    fn is_layer(&mut self, Use { field, name, span, .. }: Use<'_>, inputs: &[ValueId], takes: Shape) -> Vec<ItemId> {
        let mut doubts = self.doubts(inputs);
        let Some(Layer::Custom(custom)) = &self.graph.layers[field] else { return doubts };
        if !self.network.generics.params.is_empty() {
            return doubts;
        }
        let (alias, ty, network) = (custom.alias.clone(), custom.text.clone(), &self.network.name);
        let path = compact(&custom.path.to_token_stream());
        let place = custom.path.segments.last().map_or(span, |last| last.ident.span());
        let (element, other) = self.network.element.names();
        let cell = custom.cell();
        let path = cell.clone().unwrap_or(path);
        let texts = LayerTexts {
            none: match &cell {
                Some(cell) => messages::no_cell(cell, name),
                None => messages::no_layer(&ty, name, &path),
            },
            unconnected: messages::not_connected(&ty, &path),
            element: messages::other_element(name, other, network, element, &path),
        };
        // `shape![..]` cannot express indices, nor several values.
        let is_shape = inputs.len() == 1 && self.graph.values[inputs[0]].shape.indices().is_none();
        let element = if element == "f32" { "" } else { ", f64" };
        let layer = if is_shape { messages::layer_for_shape(element) } else { messages::LAYER_FOR_INPUT.into() };
        let traits = TraitTexts {
            layer: match custom.arguments.is_empty() {
                true => messages::accepts_not(&ty, &path, &layer),
                false => messages::accepts_not_with(&ty, &path, &layer),
            },
            init: messages::no_init(&ty, &path),
            both: messages::accepts_not(&ty, &path, messages::and_init(&layer)),
        };
        let who = format!("`{name}`");
        let traits = match (cell, inputs) {
            (Some(cell), &[sequence, state]) => {
                let [sequence, state] = [sequence, state].map(|id| self.graph.values[id].origin.to_string());
                Report::Scan(ScanNames { alias: alias.clone(), layer: name.into(), cell, sequence, state })
            }
            _ => Report::Traits(traits),
        };
        let claims =
            [(Claim::Layer(alias.clone()), Report::Layer(texts), place), (Claim::Accepts(alias, takes), traits, span)];
        for (claim, report, span) in claims {
            let doubt = self.doubt(&claim, &doubts, span);
            self.prove(claim, &who, &doubts, report, span);
            doubts.push(doubt);
        }
        doubts
    }

    /// Tells a layer with the weight of another one the sizes of that weight.
    fn settle(&mut self, Use { field, name, span, .. }: Use<'_>) -> Walked<()> {
        let Some(Layer::Tied(tied)) = &self.graph.layers[field] else { return Ok(()) };
        let of = tied.of.clone();
        let target = tied.field;
        let sizes = target.and_then(|target| tied_sizes(self.graph.layers[target].as_ref()?));
        if let Some(target) = target
            && matches!(self.graph.layers[target], Some(Layer::Stored(_)))
        {
            // It need not be a value.
            self.used_fields.insert(target);
        }
        let Some(sizes) = sizes else {
            let help = messages::help_tied_later(name, &of);
            return self.report(span, messages::tied_later(name, of, help));
        };
        if let Some(Layer::Tied(tied)) = &mut self.graph.layers[field] {
            tied.settle(sizes);
        }
        Ok(())
    }

    /// Adds a node for the layer, called as the type `at`, and its output values.
    pub(super) fn apply_layer(
        &mut self,
        of: Use<'_>,
        inputs: Vec<ValueId>,
        gives: Vec<Shape>,
        at: Option<At>,
    ) -> Vec<ValueId> {
        let (layer, at) = match &self.graph.layers[of.field] {
            Some(Layer::Tied(tied)) => (tied.field.unwrap_or(of.field), Some(At::Transposed(of.field))),
            _ => (of.field, at),
        };
        let element = of.element.map(|element| format!("{}[{element}]", self.network.fields[of.field].name));
        let name = element.as_deref().unwrap_or(of.name);
        let values = self.apply(NodeLayer::Field(layer), name, of.span, inputs, gives, true);
        if let Some(node) = self.graph.nodes.last_mut() {
            (node.at, node.element) = (at, of.element);
        }
        values
    }

    /// The items that these values depend on, without duplicates.
    pub(in crate::graph) fn doubts(&self, values: &[ValueId]) -> Vec<ItemId> {
        let mut seen = HashSet::new();
        let all = values.iter().flat_map(|&id| &self.graph.values[id].doubts);
        all.filter(|&&doubt| seen.insert(doubt)).copied().collect()
    }

    /// Records that a value is not what is expected of it; returns `false` if that was recorded before.
    pub(in crate::graph) fn blames(&mut self, value: ValueId, expected: &str) -> bool {
        let root = self.graph.root(value);
        self.blamed.insert((root, expected.into()))
    }

    /// Reports that a value is not what is expected of it, once.
    pub(in crate::graph) fn blame(&mut self, value: ValueId, expected: &str, text: String, span: Span) {
        if self.blames(value, expected) {
            self.errors.at(span, text);
        }
    }

    /// The report for inputs that a layer does not accept, with the fix for each kind of mismatch.
    fn input_fixes(&self, Use { name, span, .. }: Use<'_>, inputs: &[ValueId], ty: &str) -> Report {
        let values: Vec<_> = inputs.iter().map(|&id| &self.graph.values[id]).collect();
        let origins: Vec<_> = values.iter().map(|value| &value.origin).collect();
        let (text, note) = (messages::input(name, &origins), self.located(String::new(), inputs, span));
        // The fix can be another declaration of the first input's producer, if the input has the producer's shape.
        let (value, origin) = (values[0], origins[0]);
        let stored = self.stored(&origin.name).filter(|_| origin.is_input);
        let declared = if let Some(field) = stored {
            self.graph.known_layer(field).and_then(|layer| layer.giving(&origin.name, &value.shape))
        } else if origin.is_input {
            let shape = self.network.forward.inputs.iter().position(|input| input.name == origin.name);
            shape
                .filter(|&index| self.graph.input_shapes[index].compare(&value.shape) == Verdict::Equal)
                .map(|_| format!("{origin}: Tensor<{{a,}}>"))
        } else {
            let field = self.field(&origin.name).filter(|&field| self.graph.counts[field].is_none());
            field.and_then(|field| self.graph.known_layer(field)?.giving(&origin.name, &value.shape))
        };
        let is_producer = self.is_producer(inputs[0]);
        let words = match declared {
            _ if !is_producer => messages::fix_give(),
            Some(code) => messages::fix_write(code),
            None => messages::fix_produce(origin),
        };
        let any_rank = if origin.is_input || !is_producer { words.clone() } else { messages::fix_produce(origin) };
        let fix = |help: String| format!("{help}{note}");
        let (one_axis, other) = (fix(messages::help_input(&words, ty)), fix(messages::help_input(&any_rank, ty)));
        let (flatten, reshape) = (fix(messages::help_flatten(name)), fix(messages::help_reshape("{a,}", name)));
        let (swap, number) = (fix(messages::help_swap(name)), fix(messages::help_number_of_inputs(name)));
        let several = fix(messages::help_several_inputs(name));
        let embed = fix(value.shape.indices().map_or(String::new(), |of| self.help_embed(of.below, origin)));
        let words = if origin.is_input { words } else { messages::fix_indices() };
        let indices = fix(messages::help_input(&words, ty));
        let fixes = InputFixes { flatten, reshape, one_axis, other, swap, number, several, embed, indices };
        Report::Input { text, fixes: fixes.into() }
    }

    /// Returns whether a value has the shape in which its producer returned it, and is not a view with another shape.
    pub(in crate::graph) fn is_producer(&self, id: ValueId) -> bool {
        let value = &self.graph.values[id];
        match value.storage {
            Storage::View(of, _) => {
                value.shape.compare(&self.graph.values[of].shape) == Verdict::Equal && self.is_producer(of)
            }
            _ => true,
        }
    }

    /// The fix for a layer that has an earlier use, and cannot be changed for this use alone.
    pub(super) fn help_shared(&self, of: Use<'_>) -> Option<String> {
        let Use { field, name, .. } = of;
        let is_this = |node: &Node| matches!(node.layer, NodeLayer::Field(other) if other == field);
        let layer = self.graph.layers[field].as_ref().filter(|_| self.graph.nodes.iter().any(is_this))?;
        layer.known().map(|layer| match array_of(self.network, of) {
            None => messages::help_shared(name, layer.another(name)),
            Some(array) => {
                let other = layer.another(&array.name.to_string());
                let (other, layer) = other.split_once(": ").unwrap_or_default();
                messages::help_shared(name, format!("{other}: [{layer}; {}]", array.count))
            }
        })
    }

    /// The number of layers of a call, if it is that of an array as a whole.
    pub(in crate::graph) fn count(&self, of: Use<'_>) -> Option<usize> {
        self.graph.counts[of.field].filter(|_| of.element.is_none())
    }

    /// Adds a node, and a value for each of its outputs; unless `new`, these have the shape of the first input. The outputs of an
    /// operation depend on the proofs of its inputs.
    pub(in crate::graph) fn apply(
        &mut self,
        layer: NodeLayer,
        name: &str,
        span: Span,
        mut inputs: Vec<ValueId>,
        shapes: Vec<Shape>,
        new: bool,
    ) -> Vec<ValueId> {
        // Each input of a node has its own gradient, so a value that is passed twice is copied. Indices have no
        // gradient.
        for index in 1..inputs.len() {
            if self.graph.values[inputs[index]].shape.indices().is_some() {
                continue;
            }
            let root = self.graph.root(inputs[index]);
            if inputs[..index].iter().any(|&other| self.graph.root(other) == root) {
                inputs[index] = self.copy(inputs[index]);
            }
        }
        for &input in &inputs {
            self.read(input);
        }
        let origin = match new {
            true => Origin { name: name.into(), is_input: false, span },
            false => self.graph.values[inputs[0]].origin.clone(),
        };
        let misfits: Vec<_> = inputs.iter().flat_map(|&id| self.graph.values[id].misfits.clone()).collect();
        // An operation's shapes are computed from those of its inputs; a layer with new shapes has its own, whose number depends
        // on that of the input.
        let mut doubts = self.doubts(&inputs);
        if matches!(layer, NodeLayer::Field(_)) && new {
            doubts.retain(|doubt| self.assumptions.contains(doubt));
        }
        let outputs: Vec<_> =
            shapes.into_iter().map(|shape| self.value(name, shape, origin.clone(), Storage::Workspace, span)).collect();
        for &output in &outputs {
            self.graph.values[output].doubts.extend_from_slice(&doubts);
            self.graph.values[output].misfits.extend_from_slice(&misfits);
        }
        self.graph.nodes.push(Node {
            layer,
            name: name.into(),
            span,
            inputs,
            outputs: outputs.clone(),
            element: None,
            at: None,
            steps: None,
        });
        outputs
    }

    pub(in crate::graph) fn read(&mut self, id: ValueId) {
        self.graph.values[id].uses += 1;
        if let Storage::View(of, _) = self.graph.values[id].storage {
            self.read(of);
        }
    }

    pub(in crate::graph) fn copy(&mut self, id: ValueId) -> ValueId {
        let Value { name, shape, span, .. } = &self.graph.values[id];
        let (name, shape, span) = (name.clone(), shape.clone(), *span);
        self.apply(NodeLayer::Operation(Op::Copy), &name, span, vec![id], vec![shape], false)[0]
    }
}
