//! Operations: sums, joins, and other shapes for the same numbers.

use super::*;

impl Walk<'_> {
    pub(super) fn add(&mut self, left: ValueId, right: ValueId, span: Span) -> Walked<ValueId> {
        let (a, b) = (&self.graph.values[left], &self.graph.values[right]);
        let (shape_a, shape_b) = (a.shape.clone(), b.shape.clone());
        let (mut left, mut right) = (left, right);
        let shape = match shape_a.compare(&shape_b) {
            Verdict::Equal => shape_a,
            Verdict::Different => {
                let help = messages::help_add(&shape_a, &a.origin, &shape_b, &b.origin);
                let message = messages::add(&shape_a.to_string(), &a.origin, &shape_b.to_string(), &b.origin, &help);
                return self.report(span, message);
            }
            Verdict::Unknown => {
                let help = messages::help_equal(&shape_a.to_string(), &shape_b.to_string());
                if shape_a.known().is_some() || shape_b.known().is_none() {
                    let what = format!("`+` behind `{}`", a.origin);
                    right = self.connect(right, shape_a.clone(), &what, &help, span);
                    shape_a
                } else {
                    let what = format!("`+` before `{}`", b.origin);
                    left = self.connect(left, shape_b.clone(), &what, &help, span);
                    shape_b
                }
            }
        };
        let layer = NodeLayer::Operation(quote_spanned!(span=> ::nn::__private::Add));
        Ok(self.apply(layer, "+", span, vec![left, right], vec![shape], None)[0])
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
        let elementwise = crate::operations::elementwise(&text, name.span(), generics);
        if elementwise.is_none() && !crate::operations::METHODS.contains(&text.as_str()) {
            let fields: Vec<_> = self.network.fields.iter().map(|field| field.name.to_string()).collect();
            let known: Vec<_> = fields
                .iter()
                .map(String::as_str)
                .chain(crate::operations::METHODS.iter().copied())
                .chain(crate::operations::FUNCTIONS.iter().copied())
                .collect();
            return self.report(name.span(), messages::unknown_method(&text, &known));
        }
        let [input] = inputs[..] else {
            return self.report(name.span(), messages::wrong_inputs(&text, 1, inputs.len()));
        };
        let shape = self.graph.values[input].shape.clone();
        match elementwise {
            Some(Ok(operation)) => {
                if operation.needs_axis && shape.known().is_some_and(<[Dim]>::is_empty) {
                    return self.report(name.span(), messages::needs_axis(&text));
                }
                let layer = NodeLayer::Operation(operation.ty);
                Ok(self.apply(layer, &text, name.span(), vec![input], vec![shape], None)[0])
            }
            Some(Err(error)) => {
                self.errors.add(error);
                Err(Reported)
            }
            None if text == "flatten" => match generics {
                Some(_) => self.report(name.span(), messages::no_type_arguments(&text)),
                None => self.flatten(name, input),
            },
            None => self.reshape(name, generics, input),
        }
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
        let mut joined = first;
        for &next in rest {
            let next = self.join(joined, next, axis, name.span());
            let (a, b) = (&self.graph.values[joined], &self.graph.values[next]);
            let shape = match crate::operations::concat(&a.shape, &b.shape, axis) {
                Ok(shape) => shape,
                Err(help) => {
                    let message =
                        messages::concat(&a.shape.to_string(), &a.origin, &b.shape.to_string(), &b.origin, &help);
                    return self.report(name.span(), message);
                }
            };
            let span = name.span();
            let layer = NodeLayer::Operation(quote_spanned!(span=> ::nn::__private::Concat::<#axis>));
            joined = self.apply(layer, "concat", span, vec![joined, next], vec![shape], Some("concat"))[0];
        }
        Ok(joined)
    }

    /// The second value of `concat`, with the other axes proven to be those of the first.
    pub(super) fn join(&mut self, first: ValueId, second: ValueId, axis: usize, span: Span) -> ValueId {
        let Value { shape, origin, .. } = &self.graph.values[first];
        let (Some(a), Some(b)) = (shape.known(), self.graph.values[second].shape.known()) else { return second };
        if a.len() != b.len() || axis >= a.len() {
            return second;
        }
        let mut expected = a.to_vec();
        expected[axis] = b[axis].clone();
        let expected = Shape::Known(expected);
        if expected.compare(&self.graph.values[second].shape) != Verdict::Unknown {
            return second;
        }
        let what = format!("`concat` with {shape} from `{origin}`");
        self.connect(second, expected, &what, &messages::help_concat_axes(axis, None), span)
    }

    pub(super) fn flatten(&mut self, name: &Ident, input: ValueId) -> Walked<ValueId> {
        let Value { shape, origin, .. } = &self.graph.values[input];
        let flat = match shape {
            Shape::Known(dims) => match Shape::count(dims) {
                Some(count) => Shape::Known(vec![count]),
                None => return self.report(name.span(), messages::count_overflows(&shape.to_string())),
            },
            Shape::Opaque(ty) => Shape::Opaque(quote!((<#ty as ::nn::__private::Counted>::Count,))),
        };
        let origin = origin.clone();
        Ok(self.value("flatten", flat, &origin, Place::View(input, Proof::Count), name.span()))
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
        for argument in &generics.args {
            let size = match syn::parse::Parser::parse2(parse::parse_argument, argument.to_token_stream()) {
                Ok(crate::ast::Argument::Size(size)) => size,
                Ok(_) => return self.report(argument.span(), messages::reshape_without_sizes()),
                Err(error) => {
                    self.errors.at(argument.span(), error);
                    return Err(Reported);
                }
            };
            dims.push(match &size {
                Size::Literal(..) | Size::Type(_) => layers::dim(&size, self.is_generic),
            });
        }
        let Value { shape, origin, .. } = &self.graph.values[input];
        let (shape, origin) = (shape.clone(), origin.clone());
        let target = Shape::Known(dims.clone());
        let (Some(new), old) = (Shape::count(&dims), shape.known().map(Shape::count)) else {
            return self.report(name.span(), messages::count_overflows(&target.to_string()));
        };
        let old = match old {
            Some(None) => return self.report(name.span(), messages::count_overflows(&shape.to_string())),
            Some(Some(old)) => Some(old),
            None => None,
        };
        if let (Some(Dim::Literal(old)), Dim::Literal(new)) = (&old, &new)
            && old != new
        {
            let message = messages::reshape(&shape.to_string(), *old, &target.to_string(), *new, &origin);
            return self.report(name.span(), message);
        }
        let literal = matches!((&old, &new), (Some(Dim::Literal(_)), Dim::Literal(_)));
        let proof = if literal || !self.can_prove(&target, &shape) { Proof::Count } else { Proof::Item };
        if proof == Proof::Item {
            let signal = quote!(::nn::__private::Signal);
            self.graph.checks.push(quote_spanned! {name.span()=>
                const _: () = ::nn::__private::expect_count(
                    <#target as #signal>::DIMS,
                    <#shape as #signal>::DIMS,
                    #origin,
                );
            });
        }
        Ok(self.value("reshape", target, &origin, Place::View(input, proof), name.span()))
    }
}
