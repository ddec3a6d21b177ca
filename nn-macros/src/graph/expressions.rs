//! Evaluation of expressions, which produce values.

use super::elementwise::arithmetic::{number, result_of_function, takes_numbers};
use super::foreign::creates;
use super::loops::array_inside;
use super::nodes::{Call, Place, ValueId};
use super::walk::{Reported, Use, Walk, Walked, Wanted};
use crate::catalogue::{Callee, Layer, is_foreign, is_operation, is_reserved};
use crate::diagnostics::{Spanned, messages};
use crate::syntax::code;
use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::{Expr, ExprBinary, ExprUnary, UnOp};

impl Walk<'_> {
    /// Evaluates an expression that must produce `count` values.
    pub(super) fn expect_values(&mut self, expression: &Expr, count: usize, span: Span) -> Walked<Vec<ValueId>> {
        if count == 1 {
            return self.single(expression).map(|value| vec![value]);
        }
        match expression {
            Expr::Tuple(tuple) if tuple.elems.len() == count => {
                tuple.elems.iter().map(|element| self.single(element)).collect()
            }
            Expr::Tuple(tuple) => self.report(span, messages::wrong_pattern(count, tuple.elems.len())),
            Expr::Paren(inner) => self.expect_values(&inner.expr, count, span),
            Expr::MethodCall(_) | Expr::Call(_) => self.call(expression, Wanted::Names(count)),
            Expr::Verbatim(_) => Err(Reported),
            _ => self.report(span, messages::wrong_pattern(count, 1)),
        }
    }

    /// Evaluates the last expression; a layer may produce as many values as the network declares outputs.
    pub(super) fn several(&mut self, expression: &Expr) -> Walked<Vec<ValueId>> {
        match expression {
            Expr::Paren(inner) => self.several(&inner.expr),
            Expr::MethodCall(_) | Expr::Call(_) => self.call(expression, Wanted::Outputs(self.outputs)),
            other => self.single(other).map(|value| vec![value]),
        }
    }

    pub(super) fn field(&self, name: &str) -> Option<usize> {
        self.network.fields.iter().position(|field| field.name == name)
    }

    pub(super) fn single(&mut self, expression: &Expr) -> Walked<ValueId> {
        match expression {
            Expr::Path(path) if path.qself.is_none() && path.path.get_ident().is_some() => {
                self.variable(&path.path.segments[0].ident)
            }
            Expr::Paren(inner) => self.single(&inner.expr),
            Expr::MethodCall(_) | Expr::Call(_) => self.call(expression, Wanted::Names(1)).map(|values| values[0]),
            Expr::Binary(ExprBinary { left, op, right, .. }) => self.binary(left, op, right),
            Expr::Unary(ExprUnary { op: UnOp::Neg(minus), expr, .. }) if number(expr).is_none() => {
                self.negation(Spanned::span(minus), expr)
            }
            other => self.unsupported(other),
        }
    }

    fn variable(&mut self, name: &Ident) -> Walked<ValueId> {
        let text = name.to_string();
        if let Some(&id) = self.variables.get(&text) {
            return Ok(id);
        }
        if self.is_forgotten(&text) {
            return Err(Reported);
        }
        if let Some(field) = self.stored(&text) {
            return self.stored_value(field, name);
        }
        if name == "self" {
            return self.report(name.span(), messages::self_as_value());
        }
        if self.ended.contains(&text) {
            return self.report(name.span(), messages::used_after_loop(&text));
        }
        if self.later.contains(&text) {
            return self.report(name.span(), messages::used_before_definition(&text));
        }
        if let Some(Place { field, .. }) = self.place(&text) {
            if self.graph.layers[field].is_none() {
                // An error in its declaration has been reported.
                self.used_fields.insert(field);
                return Err(Reported);
            }
            return self.report(name.span(), messages::layer_as_value(&text));
        }
        let stored = self.stored_names();
        let known = self.variables.keys().chain(&stored).map(String::as_str).collect();
        self.report(name.span(), messages::unknown_value(&text, known))
    }

    /// Returns whether an expression is a call, or the name of a value that could not be computed.
    fn is_computed(&self, expression: &Expr) -> bool {
        match expression {
            Expr::MethodCall(_) => true,
            Expr::Path(path) => path.path.get_ident().is_some_and(|name| self.forgotten.contains(&name.to_string())),
            _ => false,
        }
    }

    /// Evaluates `value.name::<..>(more)` or `name::<..>(values)`.
    pub(super) fn call(&mut self, expression: &Expr, wanted: Wanted) -> Walked<Vec<ValueId>> {
        let (callee, arguments): (_, Vec<&Expr>) = match expression {
            Expr::MethodCall(call) => {
                let callee = Callee { name: &call.method, generics: call.turbofish.as_ref() };
                (callee, std::iter::once(&*call.receiver).chain(&call.args).collect())
            }
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) if path.path.segments.len() == 1 => {
                    let segment = &path.path.segments[0];
                    let generics = match &segment.arguments {
                        syn::PathArguments::AngleBracketed(generics) => Some(generics),
                        _ => None,
                    };
                    (Callee { name: &segment.ident, generics }, call.args.iter().collect())
                }
                other => return self.called_otherwise(other, &call.args),
            },
            other => return self.report(other.span(), messages::unsupported_expression()),
        };
        let named = self.named_arguments(callee, &arguments);
        let (callee, arguments) = match &named {
            Some((generics, values)) => (Callee { generics: Some(generics), ..callee }, values.clone()),
            None => (callee, arguments),
        };
        let (name, text) = (callee.name, callee.name.to_string());
        if self.is_forgotten(&text) {
            // A closure, which has been reported.
            return Err(Reported);
        }
        let is_method = matches!(expression, Expr::MethodCall(_));
        if let (true, [of, more @ ..]) = (is_method, &arguments[..]) {
            if let Some(array) = array_inside(of).filter(|array| self.is_array(array)) {
                self.used_fields.extend(self.field(&array.to_string()));
                return self.report(name.span(), messages::method_of_array(name, array));
            }
            if let (Some(Ok(of)), []) = (number(of), more) {
                return self.function_of_number(name, Some(of));
            }
        }
        // `ReLU::new().forward(x)` or `ReLU.forward(x)`.
        if let (true, "forward" | "call", [of, values @ ..]) = (is_method, text.as_str(), &arguments[..])
            && let Some(created) = created(of)
        {
            return match is_foreign(&created.to_string()) && !self.is_value_name(&created.to_string()) {
                true => self.foreign_call(Callee { name: &created, generics: None }, values, false),
                false => self.single(of).and(Err(Reported)),
            };
        }
        if let (true, "apply", [value, layer]) = (is_method, text.as_str(), &arguments[..])
            && let Some(layer) = self.layer_of(layer)
        {
            let written = format!("{}.{layer}()", code(&value.to_token_stream()));
            self.used_fields.extend(self.field(&layer.to_string()));
            let message = format!("{}\n{}", messages::unknown_operation(&text), messages::help_notation(written));
            return self.report(name.span(), message);
        }
        if let (false, "Ok", [value]) = (is_method || self.is_own_name(&text), text.as_str(), &arguments[..]) {
            self.infallible(name.span());
            return self.single(value).map(|value| vec![value]);
        }
        let is_numeric = takes_numbers(&text) && !self.is_layer_name(&text);
        // `x.select(1, 0)` is a notation of other frameworks for the element of an axis.
        let is_of_others = self.is_of_module(&arguments)
            || arguments.iter().any(|argument| matches!(argument, Expr::Assign(_)))
            || is_method && text == "select";
        if is_numeric && callee.generics.is_none() && !is_of_others {
            return self.numeric_call(name, &arguments, is_method);
        }
        if text == "einsum" && !self.is_of_module(&arguments) {
            return self.einsum(callee, &arguments, is_method, wanted);
        }
        if self.is_foreign(&text, &arguments) {
            return self.foreign_call(callee, &arguments, is_method);
        }
        if let Some(fix) = self.states_in_parentheses(name, &arguments) {
            self.used_fields.extend(self.field(&text));
            return self.report(name.span(), messages::states_in_parentheses(name, fix));
        }
        let is_computed = arguments.first().is_some_and(|first| self.is_computed(first));
        let values: Vec<_> = arguments.into_iter().map(|argument| self.single(argument)).collect();
        // The layer counts as used even if its input has an error.
        let place = self.place(&text);
        let field = place.map(|place| place.field);
        self.used_fields.extend(field);
        let is_known = field.is_some() || is_operation(&text) || self.function(&text).is_some();
        if !is_known && values.iter().any(Result::is_err) {
            // An error of its input does not hide that of its name.
            return if is_computed { self.misspelt_operation(name) } else { self.unknown(name) };
        }
        let values: Vec<ValueId> = values.into_iter().collect::<Walked<_>>()?;
        let is_custom = field.is_some_and(|field| matches!(self.graph.layers[field], Some(Layer::Custom(_))));
        let is_recurrent = field.is_some_and(|field| matches!(self.graph.layers[field], Some(Layer::Recurrent(_))));
        let has_operands = is_recurrent && values.len() > 1;
        let wanted = match wanted {
            Wanted::Outputs(count) if self.function(&text).is_some() || has_operands => Wanted::Names(count),
            Wanted::Outputs(_) if !is_custom => Wanted::Names(1),
            wanted => wanted,
        };
        let outputs = self.called_by(callee, place, values.clone(), wanted)?;
        self.graph.calls.push(Call {
            name: text,
            is_method,
            inputs: values,
            numbers: Vec::new(),
            outputs: outputs.clone(),
            place,
        });
        Ok(outputs)
    }

    /// Reports a function of a number alone.
    pub(super) fn function_of_number<V>(&mut self, name: &Ident, of: Option<f64>) -> Walked<V> {
        let text = name.to_string();
        let message = match of.and_then(|of| result_of_function(&text, of)) {
            Some(result) => messages::result_of_numbers(&text, result),
            None => messages::only_numbers(&text),
        };
        self.report(name.span(), message)
    }

    /// Returns whether this is the name of a layer or of a function of the network.
    pub(in crate::graph) fn is_own_name(&self, name: &str) -> bool {
        self.is_layer_name(name) || self.function(name).is_some()
    }

    pub(super) fn is_value_name(&self, name: &str) -> bool {
        self.variables.contains_key(name)
    }

    /// Returns whether this is the name of an array of layers.
    fn is_array(&self, name: &Ident) -> bool {
        let text = name.to_string();
        let field = self.field(&text).filter(|_| !self.is_value_name(&text));
        field.is_some_and(|field| self.network.fields[field].kind.count().is_some())
    }

    /// The layer in `fc1`, `&fc1` or `&self.fc1`.
    pub(super) fn layer_of(&self, expression: &Expr) -> Option<Ident> {
        let name = match expression {
            Expr::Path(path) => path.path.get_ident()?.clone(),
            Expr::Reference(reference) => return self.layer_of(&reference.expr),
            Expr::Field(field) => match (&*field.base, &field.member) {
                (Expr::Path(path), syn::Member::Named(name)) if path.path.is_ident("self") => name.clone(),
                _ => return None,
            },
            _ => return None,
        };
        let text = name.to_string();
        (self.is_layer_name(&text) && !self.is_value_name(&text) && self.stored(&text).is_none()).then_some(name)
    }

    /// The array of layers in `blocks[0]`, `x.blocks[0]` or `self.blocks.0`.
    fn array_of_element(&self, callee: &Expr) -> Option<Ident> {
        let array = match callee {
            Expr::Index(index) => &*index.expr,
            Expr::Field(field) if matches!(field.member, syn::Member::Unnamed(_)) => &*field.base,
            _ => return None,
        };
        let name = match array {
            Expr::Path(path) => path.path.get_ident()?.clone(),
            Expr::Field(field) => match &field.member {
                syn::Member::Named(name) => name.clone(),
                syn::Member::Unnamed(_) => return None,
            },
            _ => return None,
        };
        Some(name).filter(|name| self.is_array(name))
    }

    /// Reports a call of anything but a name: of an element of an array, or of a layer that is created by the call.
    fn called_otherwise(
        &mut self,
        callee: &Expr,
        arguments: &syn::punctuated::Punctuated<Expr, syn::Token![,]>,
    ) -> Walked<Vec<ValueId>> {
        if let Some(array) = self.array_of_element(callee) {
            self.used_fields.extend(self.field(&array.to_string()));
            return self.report(callee.span(), messages::element_of_array(array));
        }
        // `ReLU()(x)`, `MaxPool2D(2)(x)` or `nn.Linear(4, 8)(x)`.
        if let Expr::Call(created) = callee {
            let name = match &*created.func {
                Expr::Path(path) => path.path.segments.last().map(|last| last.ident.clone()),
                Expr::Field(field) => match &field.member {
                    syn::Member::Named(name) => Some(name.clone()),
                    syn::Member::Unnamed(_) => None,
                },
                _ => None,
            };
            if let Some(name) = name.filter(|name| is_foreign(&name.to_string())) {
                let values: Vec<_> = arguments.iter().chain(&created.args).collect();
                return self.foreign_call(Callee { name: &name, generics: None }, &values, false);
            }
        }
        // `nn.LogSoftmax(dim = 1)(x)`.
        if let Expr::MethodCall(created) = callee
            && is_foreign(&created.method.to_string())
        {
            let values: Vec<_> = arguments.iter().chain(&created.args).collect();
            return self.foreign_call(Callee { name: &created.method, generics: None }, &values, false);
        }
        if let Expr::Path(path) = callee
            && creates(&path.path)
        {
            let layer = &path.path.segments[path.path.segments.len() - 2].ident;
            return self.report(callee.span(), messages::created_in_forward(layer));
        }
        self.report(callee.span(), messages::unsupported_expression())
    }

    /// Applies the layer of a field, or an operation, to values.
    fn called_by(
        &mut self,
        callee: Callee<'_>,
        place: Option<Place>,
        values: Vec<ValueId>,
        wanted: Wanted,
    ) -> Walked<Vec<ValueId>> {
        let (name, text) = (callee.name, callee.name.to_string());
        if place.is_some() && is_reserved(&text) {
            // A layer has the name of an operation, so the call is ambiguous; that has been reported.
            return Err(Reported);
        }
        if let Some(Place { field, element }) = place {
            if callee.generics.is_some() {
                return self.report(name.span(), messages::no_type_arguments(&text));
            }
            return self.use_layer(Use { field, element, name: &text, span: name.span() }, values, wanted);
        }
        if let Some(function) = self.function(&text) {
            if callee.generics.is_some() {
                return self.report(name.span(), messages::no_type_arguments(&text));
            }
            return self.call_function(function, name, values, wanted);
        }
        if text == "split" || text == "chunk" {
            return self.split(callee, &values, wanted);
        }
        if text == "max_pool" && wanted.count() == 2 {
            return self.max_pool_with_indices(callee, &values);
        }
        if wanted.count() != 1 {
            return self.report(name.span(), messages::wrong_pattern(wanted.count(), 1));
        }
        self.operation(callee, &values).map(|value| vec![value])
    }
}

/// The type that an expression creates or names, such as `ReLU::new()` and `ReLU`.
fn created(expression: &Expr) -> Option<Ident> {
    let is_type = |name: &Ident| name.to_string().starts_with(char::is_uppercase);
    match expression {
        Expr::Path(path) => path.path.get_ident().filter(|name| is_type(name)).cloned(),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) if creates(&path.path) => {
                path.path.segments.iter().rev().nth(1).map(|segment| segment.ident.clone())
            }
            _ => None,
        },
        _ => None,
    }
}
