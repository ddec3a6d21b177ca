//! Uses of layers: a node, and a value for each of its outputs.

use super::*;
use crate::layers::Shared;

impl Walk<'_> {
    pub(super) fn apply_field(
        &mut self,
        field: usize,
        name: &Ident,
        mut inputs: Vec<ValueId>,
        wanted: Wanted,
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
        if (!is_custom || count.is_some()) && wanted.count() != 1 {
            return self.report(name.span(), messages::wrong_pattern(wanted.count(), 1));
        }
        self.kinds(field, &text, &inputs, name.span())?;
        let Value { shape: given, origin, .. } = &self.graph.values[inputs[0]];
        let (given, origin) = (given.clone(), origin.clone());
        let layer = self.graph.layers[field].as_mut().and_then(Layer::known_mut);
        let Some(fit) = layer.map(|layer| layer.take(&given, &text, count, &origin)) else {
            return self.apply_custom(field, name, inputs, wanted);
        };
        let misfit = |walk: &Self, expects: &str, found: &str, help: String| {
            let help = walk.help_shared(field, &text).unwrap_or(help);
            walk.located(messages::misfit(&text, expects, found, &origin, &help), &[&origin], name.span())
        };
        // A layer that is used again, or that gives what it takes, may be made for another shape than this one: what it
        // would give of this one is not certain.
        let keeps = self.graph.layers[field].as_ref().and_then(Layer::known).is_some_and(Known::keeps_shape);
        let is_certain = count.is_none() && !keeps && self.help_shared(field, &text).is_none();
        let mut doubt = None;
        let mut shape = match fit {
            Fit::Gives(shape) => shape,
            Fit::Expects { takes, gives, help, help_rank } => {
                let texts = Texts { text: misfit(self, A, B, help), other_rank: misfit(self, A, B, help_rank) };
                (inputs[0], doubt) = self.claim_input(inputs[0], takes, texts, &text, is_certain, name.span());
                gives
            }
            // What rests on a proof is proven behind it.
            Fit::Misfit { takes: Some(takes), help, gives: Some(gives), .. } if self.is_doubtful(inputs[0], &takes) => {
                let texts = misfit(self, A, B, help).into();
                // What comes out is what the layer takes, if that is so.
                let gives = if keeps { takes.clone() } else { gives };
                (inputs[0], doubt) = self.claim_input(inputs[0], takes, texts, &text, is_certain, name.span());
                gives
            }
            Fit::Misfit { expects, help, gives, .. } => {
                let before = &self.graph.values[inputs[0]].misfits;
                if before.iter().any(|before| before.to_string() == expects) {
                    // Layers are called in another order, which has been reported.
                    return Err(Reported);
                }
                let message = misfit(self, &expects, &given.to_string(), help);
                let is_new = self.refused.insert((field, given.to_string()));
                if self.blames(inputs[0], &expects) && is_new {
                    self.errors.at(name.span(), message);
                }
                // What comes behind can be wrong, too.
                let gives = gives.filter(|_| is_certain).ok_or(Reported)?;
                let values = self.apply(NodeLayer::Field(field), &text, name.span(), inputs, vec![gives], true);
                self.graph.values[values[0]].misfits.push(given);
                return Ok(values);
            }
            Fit::NotInferred { help } => {
                let text = messages::input_not_inferred(&text, &origin, &help);
                let text = self.located(text, &[&origin], name.span());
                return self.report(name.span(), text);
            }
        };
        self.share(field, &text)?;
        let layer = self.graph.layers[field].as_ref().and_then(Layer::known);
        if let Some(room) = layer.and_then(|layer| layer.room(&self.graph.values[inputs[0]].shape))
            && room.compare(&self.graph.values[inputs[0]].shape) == Verdict::Unknown
        {
            let message = misfit(self, &messages::at_least(A), B, messages::help_room(&origin, A));
            inputs[0] = self.connect(inputs[0], room, message.into(), name.span());
        }
        let mut at = None;
        if let Some(count) = count {
            let given = self.graph.values[inputs[0]].shape.clone();
            let verdict = self.verdict(inputs[0], &shape);
            match verdict {
                Verdict::Equal => {}
                Verdict::Different => {
                    let message = messages::array_changes_shape(&text, count, &given.to_string(), &shape.to_string());
                    return self.report(name.span(), message);
                }
                Verdict::Unknown => {
                    if let Some(comparison) = Comparison::of(&given, &shape) {
                        let message = messages::array_changes_shape(&text, count, A, B);
                        let texts = comparison.arguments(message.into());
                        let doubts = self.graph.values[inputs[0]].doubts.clone();
                        doubt = Some(self.doubt(&comparison.claim, &doubts, name.span()));
                        self.prove(comparison.claim, &self.roots(&inputs), &doubts, texts, name.span());
                        if let Some(layer) = self.graph.layers[field].as_mut().and_then(Layer::known_mut) {
                            layer.give_what_it_takes();
                            // Its other sizes may be wrong, too, which the item says.
                            let layer = layer.keeps_sizes().then(|| layer.tokens(self.network.element));
                            at = layer.map(|layer| quote!(::nn::__private::Fitted<#layer, #given>));
                        }
                        shape = given;
                    }
                }
            }
        }
        let mut doubts: Vec<_> = doubt.into_iter().collect();
        if self.graph.layers[field].as_ref().and_then(Layer::known).is_some_and(Known::keeps_sizes) {
            doubts.extend(self.doubts(&inputs));
        }
        let values = self.apply(NodeLayer::Field(field), &text, name.span(), inputs, vec![shape], true);
        self.graph.values[values[0]].doubts = doubts;
        if let Some(node) = self.graph.nodes.last_mut() {
            node.at = at;
        }
        Ok(values)
    }

    /// That the channels of a layer can be shared among its groups: of those that are written, its declaration has told.
    fn share(&mut self, field: usize, layer: &str) -> Walked<()> {
        let Some(groups) = self.graph.layers[field].as_ref().and_then(Layer::known).and_then(Known::groups) else {
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
            let claim = Claim::Shared(numbers.to_token_stream());
            self.prove(claim, &format!("`{layer}`"), &[], text.to_token_stream(), span);
        }
        Ok(())
    }

    /// The claim that a value is what a layer takes, as that it goes in, and what rests on it, if anything does. The same
    /// layer is told once of the same shape.
    fn claim_input(
        &mut self,
        id: ValueId,
        takes: Shape,
        texts: Texts,
        layer: &str,
        is_certain: bool,
        span: Span,
    ) -> (ValueId, Option<Ident>) {
        let Value { shape, doubts, .. } = &self.graph.values[id];
        let Some(Comparison { claim, .. }) = Comparison::of(&takes, shape) else { return (id, None) };
        let doubts = doubts.clone();
        let doubt = (!is_certain).then(|| self.doubt(&claim, &doubts, span));
        let view = self.connect_as(id, takes, texts, &format!("`{layer}`"), &doubts, span);
        self.graph.values[view].doubts.extend(doubt.clone());
        (view, doubt)
    }

    /// A use of a layer of the user's own, or of a network: what it takes and gives, only the compiler knows.
    fn apply_custom(
        &mut self,
        field: usize,
        name: &Ident,
        inputs: Vec<ValueId>,
        wanted: Wanted,
    ) -> Walked<Vec<ValueId>> {
        let (text, span) = (name.to_string(), name.span());
        let element = self.network.element.to_token_stream();
        let Some(Layer::Custom(custom)) = &self.graph.layers[field] else { return Err(Reported) };
        let (layer, ty, generic) = (custom.alias(), custom.text().to_string(), custom.is_generic());
        let given = self.graph.signal(&inputs);
        let is_array = matches!(self.network.fields[field].kind, FieldKind::Array(..));
        let shape = self.graph.values[inputs[0]].shape.clone();
        if generic || inputs.iter().any(|&input| self.graph.values[input].shape.is_generic()) {
            // An item cannot name it, so the compiler proves it at the call.
            let out = crate::expand::respan(quote!(<#layer as ::nn::__private::Layer<#given, #element>>::Out), span);
            let opaque = |ty: TokenStream| Shape::Opaque(Opaque { ty, generic: true });
            let shapes = match wanted.count() {
                _ if is_array => vec![shape],
                1 => vec![opaque(out)],
                count => {
                    (0..count).map(|index| opaque(quote!(<#out as ::nn::__private::Nth<#index>>::Shape))).collect()
                }
            };
            return Ok(self.apply(NodeLayer::Field(field), &text, span, inputs, shapes, true));
        }
        let takes = quote!(<#layer as ::nn::__private::Connect>::Takes<#given>);
        let takes = crate::expand::fixed(crate::expand::respan(takes, span));
        let out = quote!(<#layer as ::nn::__private::Layer<#takes, #element>>::Out);
        let out = crate::expand::fixed(self.name_signal(crate::expand::respan(out, span), span));
        let doubts = self.doubts(&inputs);
        let input = Claim::Input(takes.clone(), given.clone());
        let fixes = self.input_fixes(&inputs, &text, &ty, span);
        let mut doubt = self.doubt(&input, &doubts, span);
        self.prove(input, &self.roots(&inputs), &doubts, fixes, span);
        let opaque = |ty: TokenStream| Shape::Opaque(Opaque { ty, generic: false });
        let (claim, arguments, shapes, gives) = if let FieldKind::Array(_, count) = self.network.fields[field].kind {
            let message = messages::array_changes_shape(&text, count, A, B);
            (Claim::equal(&shape, &out), Texts::from(message).arguments(), vec![shape], given)
        } else {
            let message = match wanted {
                Wanted::Names(1) => messages::one_of_several(&text),
                Wanted::Names(names) => messages::other_number(&text, names),
                Wanted::Outputs(declared) => messages::other_number_of_outputs(&text, declared),
            };
            let parts = (0..wanted.count()).map(|index| quote!(<#out as ::nn::__private::Part<#index>>::Shape));
            let shapes: Vec<_> = parts.map(|part| opaque(crate::expand::respan(part, span))).collect();
            let gives = signal(shapes.iter());
            (Claim::Values(wanted.count(), out), quote!(#message), shapes, gives)
        };
        let doubts = [doubt];
        doubt = self.doubt(&claim, &doubts, span);
        self.prove(claim, &self.roots(&inputs), &doubts, arguments, span);
        let values = self.apply(NodeLayer::Field(field), &text, span, inputs, shapes, true);
        for &value in &values {
            self.graph.values[value].doubts.push(doubt.clone());
        }
        if let Some(node) = self.graph.nodes.last_mut() {
            node.at = Some(quote!(<#layer as ::nn::__private::Connect>::At<#gives>));
        }
        Ok(values)
    }

    /// A short name for a signal: without it, each type in a row of layers would hold all types before it.
    fn name_signal(&mut self, signal: TokenStream, span: Span) -> TokenStream {
        let name = format_ident!("__Gives{}", self.graph.checks.len(), span = span);
        let item = quote! {
            struct #name;
            impl ::nn::__private::Named for #name {
                type Signal = #signal;
            }
        };
        self.graph.checks.push(crate::expand::respan(item, span));
        crate::expand::respan(quote!(<#name as ::nn::__private::Named>::Signal), span)
    }

    /// What the values rest on.
    pub(super) fn doubts(&self, values: &[ValueId]) -> Vec<Ident> {
        let mut seen = HashSet::new();
        let all = values.iter().flat_map(|&id| &self.graph.values[id].doubts);
        all.filter(|doubt| seen.insert(doubt.to_string())).cloned().collect()
    }

    /// Notes that a value is not what is expected of it; `false` if that is known already.
    pub(super) fn blames(&mut self, value: ValueId, expected: &str) -> bool {
        let root = self.graph.root(value);
        self.blamed.insert((root, expected.into()))
    }

    /// What is said of values that a layer does not take: the arguments of `expect_input`.
    fn input_fixes(&self, inputs: &[ValueId], name: &str, ty: &str, span: Span) -> TokenStream {
        let values: Vec<_> = inputs.iter().map(|&id| &self.graph.values[id]).collect();
        let origins: Vec<_> = values.iter().map(|value| &value.origin).collect();
        let text = self.located(messages::input(name, &origins), &[], span);
        let note = self.located(String::new(), &origins, span);
        // The value as its producer gives it, so that another declaration of the producer makes it another value.
        let (value, origin) = (values[0], origins[0]);
        let declared = if origin.is_input {
            let shape = self.network.forward.inputs.iter().position(|input| input.name == origin.name);
            shape
                .filter(|&index| self.graph.input_shapes[index].compare(&value.shape) == Verdict::Equal)
                .map(|_| format!("{origin}: Tensor<{{a,}}>"))
        } else {
            self.field(&origin.name).and_then(|field| {
                match (&self.network.fields[field].kind, &self.graph.layers[field]) {
                    (FieldKind::One(_), Some(Layer::Known(layer))) => layer.giving(&origin.name, &value.shape),
                    _ => None,
                }
            })
        };
        let words = match declared {
            _ if !self.is_producer(inputs[0]) => messages::fix_give(),
            Some(code) => messages::fix_write(&code),
            None => messages::fix_produce(origin),
        };
        let any_rank = match origin.is_input {
            true => words.clone(),
            false if self.is_producer(inputs[0]) => messages::fix_produce(origin),
            false => messages::fix_give(),
        };
        let fix = |help: String| format!("{help}{note}");
        let (one_axis, other) = (fix(messages::help_input(&words, ty)), fix(messages::help_input(&any_rank, ty)));
        let (flatten, reshape) = (fix(messages::help_flatten(name)), fix(messages::help_reshape(name)));
        let (swap, number) = (fix(messages::help_swap(name)), fix(messages::help_number_of_inputs(name)));
        let several = fix(messages::help_several_inputs(name));
        let embed = fix(value.shape.indices().map_or(String::new(), |of| self.help_embed(&of.below, &origin.name)));
        let words = if origin.is_input { words } else { messages::fix_indices() };
        let indices = fix(messages::help_input(&words, ty));
        quote! {
            #text,
            &::nn::__private::InputFixes {
                flatten: #flatten,
                reshape: #reshape,
                one_axis: #one_axis,
                other: #other,
                swap: #swap,
                number: #number,
                several: #several,
                embed: #embed,
                indices: #indices,
            }
        }
    }

    /// Whether a value is its producer's own, in the producer's shape: not another view of it.
    pub(super) fn is_producer(&self, id: ValueId) -> bool {
        let value = &self.graph.values[id];
        match value.place {
            Place::View(of, _) => {
                value.shape.compare(&self.graph.values[of].shape) == Verdict::Equal && self.is_producer(of)
            }
            _ => true,
        }
    }

    /// The fix for a layer that has been used before, and cannot be changed for this use alone.
    pub(super) fn help_shared(&self, field: usize, name: &str) -> Option<String> {
        let is_this = |node: &Node| matches!(node.layer, NodeLayer::Field(other) if other == field);
        let layer = self.graph.layers[field].as_ref().filter(|_| self.graph.nodes.iter().any(is_this))?;
        layer.known().map(|layer| messages::help_shared(name, &layer.another(name)))
    }

    /// Adds a node, and a value for each of its outputs, whose shapes are new or those of the first input.
    pub(super) fn apply(
        &mut self,
        layer: NodeLayer,
        name: &str,
        span: Span,
        mut inputs: Vec<ValueId>,
        shapes: Vec<Shape>,
        new: bool,
    ) -> Vec<ValueId> {
        // A gradient has one place for each input, so the same value cannot go in twice. Indices have none.
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
        // A new shape does not rest on what went in.
        let doubts = if new { Vec::new() } else { self.doubts(&inputs) };
        let outputs: Vec<_> =
            shapes.into_iter().map(|shape| self.value(name, shape, &origin, Place::Workspace, span)).collect();
        for &output in &outputs {
            self.graph.values[output].doubts.extend_from_slice(&doubts);
            self.graph.values[output].misfits.extend_from_slice(&misfits);
        }
        self.graph.nodes.push(Node { layer, name: name.into(), span, inputs, outputs: outputs.clone(), at: None });
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
        let identity = NodeLayer::unit(quote!(::nn::__private::Identity));
        self.apply(identity, &name, span, vec![id], vec![shape], false)[0]
    }
}
