//! `for` over an array of layers: the body is walked once for each layer, with values that are passed on to the next iteration.

use super::bindings::{bound_names, compound, compound_value, targets};
use super::comparison::Comparison;
use super::nodes::{Assigned, NodeLayer, Place, Proof, Storage, Value, ValueId};
use super::scopes::{Binding, Hidden, Loop};
use super::walk::{Reported, Walk, Walked};
use crate::catalogue::{is_operation, is_reserved};
use crate::diagnostics::{A, B, Spanned, messages};
use crate::shape::Verdict;
use crate::syntax::{code, idents};
use proc_macro2::{Ident, Span};
use quote::ToTokens;
use std::collections::HashSet;
use syn::{Expr, ExprForLoop, ExprPath, Pat, Stmt};

/// The array in `self.blocks`, `&blocks` or `blocks.iter()`.
pub(super) fn array_inside(expression: &Expr) -> Option<Ident> {
    match expression {
        Expr::Path(path) => path.path.get_ident().cloned(),
        Expr::Paren(inner) => array_inside(&inner.expr),
        Expr::Reference(reference) => array_inside(&reference.expr),
        Expr::Field(field) => match (&*field.base, &field.member) {
            (Expr::Path(ExprPath { path, .. }), syn::Member::Named(name)) if path.is_ident("self") => {
                Some(name.clone())
            }
            _ => None,
        },
        Expr::MethodCall(call) if call.args.is_empty() => {
            let is_iterator = ["iter", "iter_mut", "into_iter"].iter().any(|name| call.method == name);
            array_inside(&call.receiver).filter(|_| is_iterator)
        }
        _ => None,
    }
}

impl Walk<'_> {
    /// The layer of this name: that of a loop, or a field.
    pub(super) fn place(&mut self, name: &str) -> Option<Place> {
        let mut loops = self.loops[self.first_loop..].iter_mut().rev();
        if let Some(of) = loops.find(|of| of.name == name) {
            of.is_called = true;
            return Some(of.place);
        }
        self.field(name).map(|field| Place { field, element: None })
    }

    /// Returns whether this is the name of a layer.
    pub(super) fn is_layer_name(&self, name: &str) -> bool {
        self.field(name).is_some() || self.loops[self.first_loop..].iter().any(|of| of.name == name)
    }

    /// Returns whether a loop over this field is being walked.
    pub(super) fn is_open(&self, field: usize) -> bool {
        self.loops.iter().any(|of| of.place.field == field)
    }

    /// Binds a name to a value, within the innermost loop.
    pub(super) fn define(&mut self, name: &str, id: ValueId, is_mutable: bool) {
        let depth = self.loops.len();
        let value = self.variables.insert(name.into(), id);
        let binding = self.bindings.insert(name.into(), Binding { depth, is_mutable });
        let is_local = binding.is_some_and(|binding| binding.depth == depth);
        if let (false, Some(of)) = (is_local, self.loops[self.first_loop..].last_mut()) {
            of.hidden.push(Hidden { name: name.into(), value, binding });
        }
    }

    /// Walks a `for` over an array of layers.
    pub(super) fn repeat(&mut self, of: &ExprForLoop) -> Walked<()> {
        self.attributes(&of.attrs);
        if let Some(label) = &of.label {
            return self.report(label.name.span(), messages::label_of_loop());
        }
        let (name, field, count) = self.header(of)?;
        let first_value = self.graph.values.len();
        let (errors, first_site) = (self.errors.count(), self.sites);
        let mut is_called = true;
        for element in 0..count {
            self.sites = first_site;
            let place = Place { field, element: Some(element) };
            self.loops.push(Loop { name: name.to_string(), place, is_called: false, hidden: Vec::new() });
            let result = self.iteration(&of.body.stmts);
            if let Some(of) = self.loops.pop() {
                is_called &= of.is_called;
                self.note_shadows(&of.hidden);
                of.hidden.into_iter().rev().for_each(|hidden| self.restore(hidden));
            }
            // The other iterations would repeat the errors of the first one.
            if result.is_err() || self.errors.count() > errors {
                return Err(Reported);
            }
        }
        for name in of.body.stmts.iter().flat_map(bound_names) {
            if !self.variables.contains_key(&name) {
                self.ended.insert(name);
            }
        }
        if self.loops.is_empty() {
            self.looped.push(first_value..self.graph.values.len());
        }
        if is_called { Ok(()) } else { self.report(name.span(), messages::element_unused(&name)) }
    }

    /// Records the values of an iteration that take the name of a value before the loop, which they may be meant to replace.
    fn note_shadows(&mut self, hidden: &[Hidden]) {
        for Hidden { name, value, binding } in hidden {
            if let (Some(_), Some(&id)) = (value, self.variables.get(name)) {
                let before = match binding {
                    None => messages::and_copy_input(name),
                    Some(binding) if !binding.is_mutable => messages::and_declare_mutable(name),
                    Some(_) => String::new(),
                };
                self.shadows.insert(id, before);
            }
        }
    }

    /// Gives a name its former meaning again.
    fn restore(&mut self, Hidden { name, value, binding }: Hidden) {
        match value {
            Some(value) => self.variables.insert(name.clone(), value),
            None => self.variables.remove(&name),
        };
        match binding {
            Some(binding) => self.bindings.insert(name, binding),
            None => self.bindings.remove(&name),
        };
    }

    /// Checks the head of a loop; returns the name of its layer, the field of the array, and its length.
    fn header(&mut self, of: &ExprForLoop) -> Walked<(Ident, usize, usize)> {
        let element = match &*of.pat {
            Pat::Ident(pat) if pat.by_ref.is_none() && pat.mutability.is_none() && pat.subpat.is_none() => {
                Some(pat.ident.clone())
            }
            _ => None,
        };
        let array = array_inside(&of.expr);
        let field = array.as_ref().and_then(|name| self.field(&name.to_string()));
        if let (Some(field), Some(array)) = (field, &array) {
            self.used_fields.insert(field);
            if self.network.fields[field].kind.count().is_none() {
                return self.report(of.expr.span(), messages::for_of_layer(array));
            }
        }
        let is_name = |_: &&Ident| field.is_some() || matches!(*of.expr, Expr::Path(_));
        // The layer of `(i, block)`.
        let numbered = match &*of.pat {
            Pat::Tuple(tuple) => tuple.elems.last().and_then(|last| match last {
                Pat::Ident(last) => Some(last.ident.to_string()),
                _ => None,
            }),
            _ => None,
        };
        let example = element.as_ref().filter(is_name).map(Ident::to_string).or(numbered);
        let example = example.unwrap_or_else(|| "layer".into());
        let (Some(element), Some(field)) = (element, field) else {
            let place = if field.is_some() { of.pat.span() } else { of.expr.span() };
            let mut arrays = self.network.fields.iter().filter(|field| field.kind.count().is_some());
            let array = field.map(|field| &self.network.fields[field]).or_else(|| arrays.next());
            let is_zipped = idents(of.expr.to_token_stream()).iter().any(|word| word == "zip");
            let message = match array {
                Some(_) if is_zipped => messages::for_of_two(),
                Some(array) => messages::for_of_other(example, &array.name),
                None => messages::for_without_array(),
            };
            return self.report(place, message);
        };
        if !matches!(*of.expr, Expr::Path(_)) {
            self.errors.at(of.expr.span(), messages::for_of_array(&element, &self.network.fields[field].name));
        }
        let what = match element.to_string() {
            name if self.field(&name).is_some() => Some("a field"),
            name if self.function(&name).is_some() => Some("a function"),
            name if is_operation(&name) || is_reserved(&name) => Some("an operation"),
            name if self.is_layer_name(&name) => Some("the layer of another loop"),
            name if self.variables.contains_key(&name) => Some("a value"),
            _ => None,
        };
        if let Some(what) = what {
            return self.report(element.span(), messages::element_like_another(what, &element));
        }
        // An error in its declaration has been reported.
        let count = self.graph.counts[field].filter(|_| self.graph.layers[field].is_some()).ok_or(Reported)?;
        Ok((element, field, count))
    }

    /// Walks the body of a loop once.
    fn iteration(&mut self, statements: &[Stmt]) -> Walked<()> {
        let mut result = Ok(());
        self.later.extend(statements.iter().flat_map(bound_names));
        for (index, statement) in statements.iter().enumerate() {
            let done = match statement {
                Stmt::Expr(Expr::Assign(assign), _) => {
                    let done = self.assign(&assign.left, &assign.right, assign.eq_token.span());
                    self.forget_after(&done, &assign.left);
                    done
                }
                Stmt::Expr(Expr::Binary(binary), _) if compound(&binary.op).is_some() => {
                    let value = compound_value(binary);
                    let done = self.assign(&binary.left, &value, binary.op.span());
                    self.forget_after(&done, &binary.left);
                    done
                }
                Stmt::Expr(jump @ (Expr::Return(_) | Expr::Break(_) | Expr::Continue(_)), _) => {
                    let word = jump.to_token_stream().into_iter().next().map(|word| word.to_string());
                    self.report(jump.span(), messages::jump_in_loop(word.unwrap_or_default()))
                }
                other => self.statement_of_body(other, &statements[index + 1..], None),
            };
            result = result.and(done);
        }
        result
    }

    /// Suppresses errors at later uses of names whose values could not be computed.
    fn forget_after(&mut self, result: &Walked<()>, target: &Expr) {
        if result.is_err() {
            self.forget(idents(target.to_token_stream()));
        }
    }

    /// Walks an assignment in a loop.
    fn assign(&mut self, target: &Expr, value: &Expr, sign: Span) -> Walked<()> {
        let Some(names) = targets(target) else {
            return self.report(sign, messages::assigned_elsewhere());
        };
        for name in names.iter().flatten() {
            self.assignable(name, target, value)?;
        }
        let value = self.called(value);
        let values = self.expect_values(&value, names.len(), target.span())?;
        let mut assigned = Vec::new();
        for (name, to) in names.into_iter().zip(values) {
            let Some(name) = name else {
                self.ignore(to);
                continue;
            };
            let Some(&from) = self.variables.get(&name.to_string()) else { return Err(Reported) };
            let to = self.in_shape_of(name, from, to)?;
            assigned.push((name, to));
            self.graph.assigned.push(Assigned { site: self.sites, from, to });
            self.sites += 1;
        }
        for (name, to) in assigned {
            self.name_value(name, to);
            self.variables.insert(name.to_string(), to);
        }
        Ok(())
    }

    /// Reports a name that a loop cannot assign to.
    fn assignable(&mut self, name: &Ident, target: &Expr, value: &Expr) -> Walked<()> {
        let text = name.to_string();
        if self.is_forgotten(&text) {
            return Err(Reported);
        }
        if !self.variables.contains_key(&text) {
            return self.report(name.span(), messages::assigned_unknown(name));
        }
        match self.bindings.get(&text) {
            // Its `mut` has been reported.
            None if self.network.forward.inputs.iter().any(|input| input.is_mutable && input.name == text) => {
                Err(Reported)
            }
            None => self.report(name.span(), messages::assigned_input(name)),
            Some(binding) if binding.depth == self.loops.len() => {
                let (target, value) = (code(&target.to_token_stream()), code(&value.to_token_stream()));
                self.report(name.span(), messages::assigned(target, value))
            }
            Some(binding) if !binding.is_mutable => self.report(name.span(), messages::assigned_without_mut(name)),
            Some(_) => Ok(()),
        }
    }

    /// The value that is assigned to a variable, in the shape of the variable.
    fn in_shape_of(&mut self, name: &Ident, from: ValueId, to: ValueId) -> Walked<ValueId> {
        let (declared, span) = (self.graph.values[from].shape.clone(), name.span());
        let Value { shape, origin, misfits, .. } = &self.graph.values[to];
        let are_indices = declared.indices().is_some() || shape.indices().is_some();
        let help = |sizes| {
            let declaration = self.help_array(to, sizes);
            declaration.unwrap_or_else(|| messages::help_reassigned(name, &declared))
        };
        match self.verdict(to, &declared) {
            Verdict::Equal => Ok(to),
            Verdict::Unknown if !are_indices => {
                let text = messages::reassigned(name, A, B, origin, help(Some("{a,}".into())));
                let text = self.located(text, &[to], span);
                let Some(Comparison { claim, .. }) = Comparison::of(&declared, shape) else {
                    // In a generic network the compiler compares the types.
                    return match (shape.is_opaque(), declared.is_opaque()) {
                        (true, false) => Ok(self.view(to, &name.to_string(), declared, Proof::Types, span)),
                        _ => Ok(to),
                    };
                };
                // After a mismatch, no iteration after it is another mistake.
                let (who, doubts) = (self.roots(&[to]), self.doubts(&[from, to]));
                let value = self.connect_as(to, declared, [&text; 2], &who, &doubts, span);
                let doubt = self.doubt(&claim, &doubts, span);
                self.graph.values[value].doubts = vec![doubt];
                Ok(value)
            }
            // A layer that does not accept the variable may return another shape, too.
            _ if misfits.iter().any(|misfit| misfit.compare(&declared) == Verdict::Equal) => Err(Reported),
            _ => {
                let text = messages::reassigned(name, &declared, shape, origin, help(declared.declaration()));
                self.report_of(&[to], text, span)
            }
        }
    }

    /// The fix for a value that must have other sizes: the declaration of the array whose layer determines its shape.
    fn help_array(&self, id: ValueId, sizes: Option<String>) -> Option<String> {
        let node = self.graph.nodes.iter().find(|node| node.outputs.contains(&self.graph.root(id)))?;
        let NodeLayer::Field(field) = node.layer else {
            let [input] = node.inputs[..] else { return None };
            let [before, after] = [input, id].map(|id| &self.graph.values[id].shape);
            return self.help_array(input, sizes).filter(|_| before.compare(after) == Verdict::Equal);
        };
        let of = &self.network.fields[field];
        let count = of.kind.count().filter(|_| node.element.is_some())?;
        let layer = self.graph.known_layer(field)?.giving("", &self.graph.values[id].shape)?;
        let layer = layer.trim_start_matches(": ").replace("{a,}", &sizes?);
        Some(messages::help_field(&of.name, format!("[{layer}; {count}]")))
    }

    /// Lets a value remain unused that the last iteration assigns for the next one.
    pub(super) fn ignore_last_values(&mut self) {
        let assigned = std::mem::take(&mut self.graph.assigned);
        let is_used = |of: &&Assigned| {
            let Value { uses, storage, .. } = &self.graph.values[of.to];
            *uses > 0 || matches!(storage, Storage::Output(..))
        };
        let used: HashSet<_> = assigned.iter().filter(is_used).map(|of| of.site).collect();
        assigned.iter().filter(|of| used.contains(&of.site)).for_each(|of| self.ignore(of.to));
        self.graph.assigned = assigned;
    }
}
