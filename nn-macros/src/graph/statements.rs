//! Inputs and `let` statements, which bind names to values.

use super::bindings::{assigned, assigned_in_loops, bound_names, compound, compound_value, pattern_names, without_mut};
use super::comparison::Comparison;
use super::elementwise::arithmetic::number;
use super::nodes::{Proof, Storage, Value, ValueId};
use super::outputs::help_declare;
use super::walk::{Reported, Walk, Walked};
use crate::diagnostics::{A, B, Origin, Spanned, messages};
use crate::shape::{Shape, Verdict};
use crate::syntax::{Forward, TensorType, code, idents, of_annotation};
use proc_macro2::{Ident, Span};
use quote::ToTokens;
use std::collections::HashSet;
use syn::{Expr, ExprBinary, Pat, Stmt};

impl Walk<'_> {
    pub(super) fn inputs(&mut self) {
        for (index, input) in self.network.forward.inputs.iter().enumerate() {
            let name = input.name.to_string();
            let shape = self.graph.input_shapes[index].clone();
            let span = input.name.span();
            if !input.ty.is_known {
                self.forget(vec![name]);
                continue;
            }
            let origin = Origin { name: name.clone(), is_input: true, span };
            let id = self.value(&name, shape, origin, Storage::Input(index), span);
            self.graph.values[id].ignored = name.starts_with('_');
            if *self.variables.entry(name.clone()).or_insert(id) != id {
                self.errors.at(span, messages::duplicate("input", name));
            }
        }
    }

    /// Walks every statement, to find all errors; returns the values of the last expression.
    pub(super) fn body(&mut self, function: &Forward) -> Walked<Vec<ValueId>> {
        let block = &function.body;
        self.later.extend(block.stmts.iter().flat_map(bound_names));
        let mut result = None;
        let mut failed = false;
        for (index, statement) in block.stmts.iter().enumerate() {
            let is_last = index + 1 == block.stmts.len();
            match statement {
                Stmt::Expr(Expr::Return(returned), _) => result = Some(self.returned(returned)),
                Stmt::Expr(expression, None) if is_last => {
                    let expression = self.called(expression);
                    result = Some(self.values(&expression));
                }
                other => {
                    let semicolon = match other {
                        Stmt::Expr(_, semicolon) => semicolon.as_ref().filter(|_| is_last).map(Spanned::span),
                        _ => None,
                    };
                    failed |= self.statement_of_body(other, &block.stmts[index + 1..], semicolon).is_err();
                }
            }
        }
        match result {
            Some(result) => result,
            None if failed => Err(Reported),
            // A body that could not be parsed is empty.
            None if block.stmts.is_empty() && !self.errors.is_empty() => Err(Reported),
            None => self.report(function.output_span, messages::no_result()),
        }
    }

    /// Walks a statement that is not a result; these statements are `after` it, and `semicolon` is the one behind the last
    /// expression of `forward`.
    pub(super) fn statement_of_body(
        &mut self,
        statement: &Stmt,
        after: &[Stmt],
        semicolon: Option<Span>,
    ) -> Walked<()> {
        match statement {
            Stmt::Local(local) => {
                self.attributes(&local.attrs);
                let result = self.bind(local, after);
                if result.is_err() {
                    self.forget(idents(local.pat.to_token_stream()));
                }
                result
            }
            Stmt::Expr(Expr::ForLoop(of), _) => self.repeat(of),
            // An empty statement, `;`.
            Stmt::Expr(Expr::Verbatim(tokens), _) if tokens.is_empty() && semicolon.is_none() => Ok(()),
            Stmt::Expr(expression, _) => {
                self.statement(expression, semicolon);
                Err(Reported)
            }
            Stmt::Macro(call) => {
                let name = code(&call.mac.path.to_token_stream());
                self.report(call.mac.path.span(), messages::macro_inside(name))
            }
            Stmt::Item(item) => self.report(item.span(), messages::item_inside()),
        }
    }

    /// The values of the last expression.
    fn values(&mut self, expression: &Expr) -> Walked<Vec<ValueId>> {
        match expression {
            Expr::Array(array) if array.elems.len() == self.outputs && self.outputs > 1 => {
                let elements: Vec<_> = array.elems.iter().map(|element| code(&element.to_token_stream())).collect();
                self.errors.at(array.bracket_token.span.open(), messages::outputs_in_brackets(elements.join(", ")));
                let values: Vec<_> = array.elems.iter().map(|element| self.single(element)).collect();
                values.into_iter().collect()
            }
            Expr::Tuple(tuple) => {
                let values: Vec<_> = tuple.elems.iter().map(|element| self.single(element)).collect();
                values.into_iter().collect()
            }
            other => self.several(other),
        }
    }

    /// Reports `return`, and returns the values of its expression.
    fn returned(&mut self, returned: &syn::ExprReturn) -> Walked<Vec<ValueId>> {
        let span = returned.return_token.span();
        let Some(expression) = &returned.expr else {
            return self.report(span, messages::return_without_value());
        };
        let expression = self.on_input(expression, &mut None);
        self.errors.at(span, messages::returned(code(&expression.to_token_stream())));
        self.values(&expression)
    }

    /// Reports an expression that is a statement; `semicolon` is the one behind the last expression.
    fn statement(&mut self, expression: &Expr, semicolon: Option<Span>) {
        match expression {
            Expr::Assign(assign) => {
                let value = self.on_input(&assign.right, &mut None);
                self.assigned(&assign.left, &value, assign.eq_token.span());
            }
            Expr::Binary(binary) => match compound(&binary.op) {
                Some(_) => {
                    let right = Box::new(self.on_input(&binary.right, &mut None));
                    let value = compound_value(&ExprBinary { right, ..binary.clone() });
                    self.assigned(&binary.left, &value, binary.op.span());
                }
                None => self.unused(expression, semicolon),
            },
            // An empty statement, `;`.
            Expr::Verbatim(tokens) if tokens.is_empty() => {
                if let Some(span) = semicolon {
                    self.errors.at(span, messages::semicolon());
                }
            }
            Expr::Verbatim(_) => {}
            _ => self.unused(expression, semicolon),
        }
    }

    /// Reports an assignment, and binds the name as a `let` would.
    fn assigned(&mut self, target: &Expr, value: &Expr, sign: Span) {
        let name = match target {
            Expr::Path(path) => path.path.get_ident().cloned(),
            _ => None,
        };
        let Some(name) = name else {
            self.errors.at(sign, messages::assigned_elsewhere());
            self.forget(idents(target.to_token_stream()));
            return;
        };
        let is_mutable = self.bindings.get(&name.to_string()).is_some_and(|binding| binding.is_mutable);
        let value_code = code(&value.to_token_stream());
        let message = match is_mutable {
            true => messages::assigned_mutable(&name, value_code),
            false => messages::assigned(&name, value_code),
        };
        self.errors.at(name.span(), message);
        match self.single(value) {
            // A loop that assigns to it, too, is no other mistake.
            Ok(id) => self.define(&name.to_string(), id, true),
            Err(Reported) => self.forget(vec![name.to_string()]),
        }
    }

    /// Reports an expression whose value is not bound.
    fn unused(&mut self, expression: &Expr, semicolon: Option<Span>) {
        let is_value = matches!(
            expression,
            Expr::MethodCall(_) | Expr::Call(_) | Expr::Path(_) | Expr::Binary(_) | Expr::Paren(_) | Expr::Tuple(_)
        );
        if !is_value {
            let _ = self.single(expression);
            return;
        }
        if let Expr::Call(call) = expression
            && let Expr::Path(path) = &*call.func
            && let Some(word) = path.path.get_ident().filter(|word| *word == "print" && !self.is_layer_name("print"))
        {
            return self.errors.at(word.span(), messages::no_function(word));
        }
        if let Expr::MethodCall(call) = expression
            && let Some(kind) = messages::stored_kind(&call.method.to_string())
        {
            return self.errors.at(call.method.span(), messages::stored_in_forward(&call.method, kind));
        }
        let expression = self.called(expression);
        let is_tuple = matches!(*expression, Expr::Tuple(_));
        if !is_tuple && semicolon.is_none() && self.several(&expression).is_err() {
            // What is wrong with the call itself has been reported.
            return;
        }
        match semicolon {
            Some(span) => self.errors.at(span, messages::semicolon()),
            None if self.loops.len() > self.first_loop => {
                self.errors.at(expression.span(), messages::unused_call_in_loop());
            }
            None => self.errors.at(expression.span(), messages::unused_call()),
        }
        if !is_tuple && semicolon.is_some() {
            let _ = self.several(&expression);
        }
    }

    /// Rejects attributes that would have an effect: no statement can be left out.
    pub(super) fn attributes(&mut self, attributes: &[syn::Attribute]) {
        for attribute in attributes {
            let path = attribute.path();
            if path.is_ident("cfg") || path.is_ident("cfg_attr") {
                self.errors.at(path.span(), messages::cfg_inside());
            } else if !["allow", "expect", "warn", "deny", "forbid", "doc"].iter().any(|lint| path.is_ident(lint)) {
                self.errors.at(path.span(), messages::attribute_of_let(code(&path.to_token_stream())));
            }
        }
    }

    /// Suppresses errors at later uses of these names.
    pub(super) fn forget(&mut self, names: Vec<String>) {
        for name in names {
            self.variables.remove(&name);
            self.forgotten.insert(name);
        }
    }

    /// Returns whether an error has been reported for what this name is bound to.
    pub(super) fn is_forgotten(&self, name: &str) -> bool {
        !self.variables.contains_key(name) && self.forgotten.contains(name)
    }

    /// Binds the names of a `let`, after which these statements follow.
    fn bind(&mut self, local: &syn::Local, after: &[Stmt]) -> Walked<()> {
        let mut local = local.clone();
        let mut mutable = HashSet::new();
        for (name, span) in without_mut(&mut local.pat) {
            let is_assigned = |names: HashSet<String>| names.contains(&name.to_string());
            if !is_assigned(assigned_in_loops(after)) {
                match has_loop(after) || is_assigned(assigned(after)) {
                    // An error in the loop, or of the assignment, may be the reason.
                    true => self.needless.push((span, messages::no_mut(&name))),
                    false => self.errors.at(span, messages::no_mut(&name)),
                }
            }
            mutable.insert(name);
        }
        if let Some(init) = &local.init
            && let Some(message) = self.states_of_pattern(&local.pat, &init.expr)
        {
            return self.report(local.pat.span(), message);
        }
        let Some(names) = pattern_names(&local.pat) else {
            return self.report(local.pat.span(), messages::pattern());
        };
        let Some(init) = local.init.as_ref().filter(|init| init.diverge.is_none()) else {
            return self.report(local.pat.span(), messages::let_without_value(code(&local.pat.to_token_stream())));
        };
        if let (Some(Ok(_)), [Some(name)]) = (number(&init.expr), &names[..]) {
            // A counter of a `while`, which is reported.
            if has_endless_loop(after) && mutable.contains(name) {
                return Err(Reported);
            }
            let number = code(&init.expr.to_token_stream());
            return self.report(init.expr.span(), messages::number_of_name(number, name));
        }
        let expression = self.called(&init.expr);
        let mut values = self.expect_values(&expression, names.len(), local.pat.span());
        if let (Pat::Type(typed), Ok(found)) = (&local.pat, values.as_deref()) {
            values = match (&*typed.ty, found) {
                (syn::Type::Tuple(types), _) if matches!(*typed.pat, Pat::Tuple(_)) => {
                    if types.elems.len() != found.len() {
                        let message = messages::wrong_annotation(found.len(), types.elems.len());
                        return self.report(typed.ty.span(), message);
                    }
                    let pairs: Vec<_> = found.iter().copied().zip(&types.elems).collect();
                    let annotated: Vec<_> = pairs.into_iter().map(|(value, ty)| self.annotate(value, ty)).collect();
                    annotated.into_iter().collect()
                }
                (ty, &[value]) => self.annotate(value, ty).map(|value| vec![value]),
                (ty, _) => self.report(ty.span(), messages::wrong_annotation(found.len(), 1)),
            };
        }
        for (name, id) in names.iter().zip(values?) {
            match name {
                Some(name) => {
                    self.name_value(name, id);
                    self.define(&name.to_string(), id, mutable.contains(name));
                }
                None => self.ignore(id),
            }
        }
        Ok(())
    }

    /// Gives a value the name that it is bound to.
    pub(super) fn name_value(&mut self, name: &Ident, id: ValueId) {
        let text = name.to_string();
        if text.starts_with('_') {
            self.ignore(id);
        }
        let value = &mut self.graph.values[id];
        // An alias of an input keeps the input's name and location.
        if !matches!(value.storage, Storage::Input(_)) {
            value.name = text;
            value.span = name.span();
        }
    }

    /// Records that a value need not be read; nor need one that it is a view of.
    pub(super) fn ignore(&mut self, id: ValueId) {
        self.graph.values[id].ignored = true;
        let root = self.graph.root(id);
        if matches!(self.graph.values[root].storage, Storage::Workspace) {
            self.graph.values[root].ignored = true;
        }
    }

    /// Checks the annotation of `let h: Tensor<64> = ..`.
    fn annotate(&mut self, value: ValueId, ty: &syn::Type) -> Walked<ValueId> {
        let ty = of_annotation(ty, self.errors).ok_or(Reported)?;
        let annotated = self.annotate_shape(value, &ty)?;
        self.graph.times.extend(ty.time.map(|time| (annotated, time)));
        Ok(annotated)
    }

    fn annotate_shape(&mut self, value: ValueId, TensorType { sizes, span, .. }: &TensorType) -> Walked<ValueId> {
        let span = *span;
        let declared = Shape::real(self.scope.dims(sizes));
        let Value { shape, origin, doubts, .. } = &self.graph.values[value];
        if shape.indices().is_some() {
            let text = messages::annotation(declared, shape, origin, messages::help_no_annotation(origin));
            return self.report(span, text);
        }
        match self.verdict(value, &declared) {
            Verdict::Equal => Ok(value),
            Verdict::Different => {
                let help = help_declare(shape);
                self.report_of(&[value], messages::annotation(declared, shape, origin, help), span)
            }
            Verdict::Unknown => {
                let help = messages::help_declare(shape.declaration(), true);
                let text = self.located(messages::annotation(A, B, origin, help), &[value], span);
                let (comparison, doubts) = (Comparison::of(&declared, shape), doubts.clone());
                if comparison.is_none() && shape.is_opaque() {
                    let name = self.graph.values[value].name.clone();
                    return Ok(self.view(value, &name, declared, Proof::Types, span));
                }
                let value = self.connect(value, declared, text, span);
                if let Some(Comparison { claim, .. }) = comparison {
                    let doubt = self.doubt(&claim, &doubts, span);
                    self.graph.values[value].doubts = vec![doubt];
                }
                Ok(value)
            }
        }
    }
}

/// Returns whether a loop of any kind is among these statements.
fn has_loop(statements: &[Stmt]) -> bool {
    let is_loop = |word: &String| ["for", "while", "loop"].contains(&word.as_str());
    statements.iter().any(|statement| idents(statement.to_token_stream()).iter().any(is_loop))
}

/// Returns whether a `while` or a `loop` is among these statements.
fn has_endless_loop(statements: &[Stmt]) -> bool {
    statements.iter().any(|statement| matches!(statement, Stmt::Expr(Expr::While(_) | Expr::Loop(_), _)))
}
