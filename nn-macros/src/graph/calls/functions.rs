//! Functions beside `forward`: a call is replaced by the body of the function.

use crate::catalogue::is_reserved;
use crate::diagnostics::{A, B, messages};
use crate::graph::comparison::Comparison;
use crate::graph::nodes::ValueId;
use crate::graph::outputs::help_declare;
use crate::graph::walk::{Reported, Walk, Walked, Wanted};
use crate::shape::{Shape, Verdict};
use crate::syntax::{Forward, TensorType};
use proc_macro2::{Ident, Span};
use std::collections::{HashMap, HashSet};

impl Walk<'_> {
    /// The function of this name, unless it is a layer.
    pub(in crate::graph) fn function(&self, name: &str) -> Option<usize> {
        let index = self.network.functions.iter().position(|(of, _)| of == name)?;
        (!self.is_layer_name(name)).then_some(index)
    }

    /// Checks that the names of functions are unique, and that none is that of an operation or a layer.
    pub(in crate::graph) fn name_functions(&mut self) {
        let mut seen = HashSet::new();
        for (index, (name, _)) in self.network.functions.iter().enumerate() {
            let text = name.to_string();
            let message = if is_reserved(&text) {
                messages::function_like_an_operation(&text)
            } else if self.field(&text).is_some() {
                messages::function_like_a_layer(&text)
            } else if !seen.insert(text.clone()) {
                messages::duplicate("function", &text)
            } else {
                continue;
            };
            self.errors.at(name.span(), message);
            self.functions[index].is_wrong = true;
        }
    }

    /// Walks the body of a function with these values as its inputs.
    pub(in crate::graph) fn call_function(
        &mut self,
        index: usize,
        callee: &Ident,
        values: Vec<ValueId>,
        wanted: Wanted,
    ) -> Walked<Vec<ValueId>> {
        let network = self.network;
        let (name, function) = &network.functions[index];
        let (text, span) = (name.to_string(), callee.span());
        self.functions[index].is_called = true;
        if self.functions[index].is_wrong {
            return Err(Reported);
        }
        if self.functions[index].is_open {
            return self.report(span, messages::function_calls_itself(&text));
        }
        if function.inputs.len() != values.len() {
            return self.report(span, messages::wrong_arguments(&text, function.inputs.len(), values.len()));
        }
        if function.outputs.len() != wanted.count() {
            return self.report(span, messages::wrong_pattern(wanted.count(), function.outputs.len()));
        }
        let mut inputs = HashMap::new();
        for (input, value) in function.inputs.iter().zip(values) {
            let value = self.passed(&text, value, &input.ty, span)?;
            self.graph.times.extend(input.ty.time.map(|time| (value, time)));
            inputs.insert(input.name.to_string(), value);
        }
        // The body sees only its own names.
        let variables = std::mem::replace(&mut self.variables, inputs);
        let later = std::mem::take(&mut self.later);
        let outputs = std::mem::replace(&mut self.outputs, function.outputs.len());
        let bindings = std::mem::take(&mut self.bindings);
        let first_loop = std::mem::replace(&mut self.first_loop, self.loops.len());
        self.functions[index].is_open = true;
        let result = self.body(function).and_then(|results| self.returned_by(&text, results, function));
        self.functions[index].is_open = false;
        self.functions[index].is_wrong = result.is_err();
        (self.variables, self.later, self.outputs) = (variables, later, outputs);
        (self.bindings, self.first_loop) = (bindings, first_loop);
        result
    }

    /// A value in the shape that a function declares for its input.
    fn passed(&mut self, name: &str, value: ValueId, ty: &TensorType, span: Span) -> Walked<ValueId> {
        if !ty.is_known {
            return Err(Reported);
        }
        let dims = self.scope.dims(&ty.sizes);
        let declared = match &ty.class {
            None => Shape::real(dims),
            Some(class) => Shape::index(dims, self.scope.dim(class)),
        };
        let (shape, origin) = (self.graph.values[value].shape.clone(), self.graph.values[value].origin.clone());
        let taker = format!("function `{name}`");
        match self.verdict(value, &declared) {
            Verdict::Equal => Ok(value),
            Verdict::Different => {
                let help = messages::help_argument(&origin, &declared);
                self.report_of(&[value], messages::misfit(taker, &declared, &shape, &origin, help), span)
            }
            Verdict::Unknown => {
                let text = messages::misfit(taker, A, B, &origin, messages::help_argument(&origin, A));
                let text = self.located(text, &[value], span);
                Ok(self.connect(value, declared, text, span))
            }
        }
    }

    /// The results of a function in the shapes that it declares.
    fn returned_by(&mut self, name: &str, results: Vec<ValueId>, function: &Forward) -> Walked<Vec<ValueId>> {
        if results.len() != function.outputs.len() {
            let message = messages::wrong_results(name, function.outputs.len(), results.len());
            return self.report(function.output_span, message);
        }
        let mut all = Vec::new();
        for (value, ty) in results.into_iter().zip(&function.outputs) {
            if !ty.is_known {
                return Err(Reported);
            }
            let declared = Shape::real(self.scope.dims(&ty.sizes));
            let (shape, origin) = (self.graph.values[value].shape.clone(), self.graph.values[value].origin.clone());
            all.push(match self.verdict(value, &declared) {
                Verdict::Equal => value,
                Verdict::Different => {
                    let help = help_declare(&shape);
                    let text = messages::result(name, declared, shape, &origin, help);
                    return self.report_of(&[value], text, ty.span);
                }
                Verdict::Unknown => {
                    let help = messages::help_declare(shape.declaration(), true);
                    let text = messages::result(name, A, B, &origin, help);
                    let text = self.located(text, &[value], ty.span);
                    let doubts = self.doubts(&[value]);
                    let comparison = Comparison::of(&declared, &shape);
                    let connected = self.connect(value, declared, text, ty.span);
                    if let Some(Comparison { claim, .. }) = comparison {
                        let doubt = self.doubt(&claim, &doubts, ty.span);
                        self.graph.values[connected].doubts = vec![doubt];
                    }
                    connected
                }
            });
            self.graph.times.extend(ty.time.and_then(|time| Some((*all.last()?, time))));
        }
        Ok(all)
    }

    /// Reports functions that are never called.
    pub(in crate::graph) fn no_function_unused(&mut self) {
        for (index, (name, _)) in self.network.functions.iter().enumerate() {
            if !self.functions[index].is_called && !self.functions[index].is_wrong {
                self.errors.at(name.span(), messages::unused_function(name));
            }
        }
    }
}
