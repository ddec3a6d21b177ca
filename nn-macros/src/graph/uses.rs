//! Uses of layers: a node, and a value for each of its outputs.

use super::*;

impl Walk<'_> {
    pub(super) fn apply_field(
        &mut self,
        field: usize,
        name: &Ident,
        mut inputs: Vec<ValueId>,
        outputs: usize,
    ) -> Walked<Vec<ValueId>> {
        let text = name.to_string();
        if inputs.is_empty() {
            return self.report(name.span(), messages::layer_without_input(&text));
        }
        if self.graph.layers[field].is_none() {
            // Its declaration is broken, and has been reported.
            return Err(Reported);
        }
        let count = match self.network.fields[field].kind {
            FieldKind::One(_) => None,
            FieldKind::Array(_, count) => Some(count),
        };
        let is_custom = matches!(self.graph.layers[field], Some(Layer::Custom(_)));
        if !is_custom && inputs.len() != 1 {
            return self.report(name.span(), messages::wrong_inputs(&text, 1, inputs.len()));
        }
        if (!is_custom || count.is_some()) && outputs != 1 {
            return self.report(name.span(), messages::wrong_pattern(outputs, 1));
        }
        let given = self.graph.values[inputs[0]].shape.clone();
        let origin = self.graph.values[inputs[0]].origin.clone();
        let is_input = self.network.forward.inputs.iter().any(|input| input.name == origin);
        let from = messages::Origin { name: origin.clone(), is_input };
        let fit = match &mut self.graph.layers[field] {
            Some(layer) => layer.take(&given, &text, count, &from),
            None => return Err(Reported),
        };
        let mut shapes = match fit {
            Fit::Gives(shape) => vec![shape],
            Fit::Expects { takes, gives, help } => {
                let what = format!("layer `{text}`");
                let help = self.help_shared(field, &text).unwrap_or(help);
                inputs[0] = self.connect(inputs[0], takes, &what, &help, name.span());
                vec![gives]
            }
            Fit::Misfit { expects, help } => {
                let help = self.help_shared(field, &text).unwrap_or(help);
                return self.report(name.span(), messages::misfit(&text, &expects, &given.to_string(), &origin, &help));
            }
            Fit::NotInferred { help } => {
                return self.report(name.span(), messages::input_not_inferred(&text, &origin, &help));
            }
            Fit::Unknown if count.is_some() && inputs.len() == 1 => vec![given.clone()],
            Fit::Unknown => {
                let element = self.network.element.to_token_stream();
                let Some(Layer::Custom(custom)) = &self.graph.layers[field] else { return Err(Reported) };
                let layer = custom.alias();
                let signal = self.graph.signal(&inputs);
                let out = crate::expand::respan(
                    quote!(<#layer as ::nn::__private::Layer<#signal, #element>>::Out),
                    name.span(),
                );
                if outputs == 1 {
                    vec![Shape::Opaque(out)]
                } else {
                    (0..outputs)
                        .map(|index| Shape::Opaque(quote!(<#out as ::nn::__private::Nth<#index>>::Shape)))
                        .collect()
                }
            }
        };
        if let Some(count) = count {
            let (given, result) = (self.graph.values[inputs[0]].shape.clone(), shapes[0].clone());
            match result.compare(&given) {
                Verdict::Equal => {}
                Verdict::Different => {
                    let message = messages::array_changes_shape(&text, count, &given.to_string(), &result.to_string());
                    return self.report(name.span(), message);
                }
                Verdict::Unknown if self.can_prove(&given, &result) => {
                    let what = format!("layer `{text}`, repeated {count} times,");
                    let help = messages::help_repeat(count);
                    self.check_shape(&given, &result, &text, &what, &help, name.span());
                    if let Some(layer) = &mut self.graph.layers[field] {
                        layer.give_what_it_takes();
                    }
                    shapes[0] = given;
                }
                Verdict::Unknown => {}
            }
        }
        let node = NodeLayer::Field(field);
        Ok(self.apply(node, &text, name.span(), inputs, shapes, Some(&text)))
    }

    /// The fix for a layer that has been used before, and cannot be changed for this use alone.
    pub(super) fn help_shared(&self, field: usize, name: &str) -> Option<String> {
        let is_this = |node: &Node| matches!(node.layer, NodeLayer::Field(other) if other == field);
        let layer = self.graph.layers[field].as_ref().filter(|_| self.graph.nodes.iter().any(is_this))?;
        layer.another(name).map(|another| messages::help_shared(name, &another))
    }

    /// Adds a node, and a value for each of its outputs. `origin` is where the new shapes come from; by default where the
    /// first input's comes from.
    pub(super) fn apply(
        &mut self,
        layer: NodeLayer,
        name: &str,
        span: Span,
        mut inputs: Vec<ValueId>,
        shapes: Vec<Shape>,
        origin: Option<&str>,
    ) -> Vec<ValueId> {
        // A gradient has one place for each input, so the same value cannot go in twice.
        for index in 1..inputs.len() {
            let root = self.graph.root(inputs[index]);
            if inputs[..index].iter().any(|&other| self.graph.root(other) == root) {
                inputs[index] = self.copy(inputs[index]);
            }
        }
        for &input in &inputs {
            self.read(input);
        }
        let origin = origin.map_or_else(|| self.graph.values[inputs[0]].origin.clone(), str::to_string);
        let outputs: Vec<_> =
            shapes.into_iter().map(|shape| self.value(name, shape, &origin, Place::Workspace, span)).collect();
        self.graph.nodes.push(Node { layer, name: name.into(), span, inputs, outputs: outputs.clone() });
        outputs
    }

    pub(super) fn read(&mut self, id: ValueId) {
        self.graph.values[id].uses += 1;
        if let Place::View(of, _) = self.graph.values[id].place {
            self.read(of);
        }
    }

    pub(super) fn copy(&mut self, id: ValueId) -> ValueId {
        let Value { name, shape, span, .. } = &self.graph.values[id];
        let (name, shape, span) = (name.clone(), shape.clone(), *span);
        let identity = NodeLayer::Operation(quote!(::nn::__private::Identity));
        self.apply(identity, &name, span, vec![id], vec![shape], None)[0]
    }
}
