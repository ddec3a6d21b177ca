//! Calls in the notation of other frameworks, such as `x.view(8, 8)` or `x.max_pool(2)`, which are errors.

use crate::catalogue::{self, Callee, Given};
use crate::diagnostics::{Spanned, messages};
use crate::graph::elementwise::arithmetic::{number, result_of_function, takes_numbers};
use crate::graph::nodes::ValueId;
use crate::graph::walk::{Reported, Walk, Walked};
use crate::shape::Shape;
use crate::syntax::{arguments as arguments_of_call, code, compact};
use quote::{ToTokens, quote};
use syn::{Expr, ExprCall, ExprMethodCall, Lit, UnOp};

/// The names of modules of other frameworks whose functions are methods of values here.
const MODULES: &[&str] = &["F", "torch", "nn", "tf", "keras", "jnp", "jax", "np", "lax", "math"];

/// The argument that an expression stands for; `None` for a value. `is_layer` tells whether a name is that of a layer.
fn given(expression: &Expr, is_layer: &dyn Fn(&str) -> bool) -> Option<Given> {
    let given = |expression: &Expr| given(expression, is_layer);
    let word = |expression: &Expr| Given::Word(compact(&quote!(#expression)));
    match expression {
        Expr::Lit(literal) => Some(Given::of_literal(&literal.lit)),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) && matches!(&*unary.expr, Expr::Lit(_)) => {
            Some(Given::Number(compact(&quote!(#unary)).replace(' ', "")))
        }
        Expr::Assign(assign) => {
            let name = assign.left.to_token_stream().to_string();
            Some(Given::Named(name, given(&assign.right).unwrap_or_else(|| word(&assign.right)).into()))
        }
        Expr::Tuple(syn::ExprTuple { elems, .. }) | Expr::Array(syn::ExprArray { elems, .. }) if !elems.is_empty() => {
            elems.iter().map(given).collect::<Option<Vec<_>>>().map(Given::Many)
        }
        Expr::Path(path)
            if path.path.get_ident().is_some_and(|name| matches!(&*name.to_string(), "True" | "False" | "None")) =>
        {
            Some(word(expression))
        }
        // `x.size(0)`, `x.shape(0)` and `x.shape[0]`.
        Expr::MethodCall(call)
            if (call.method == "size" || call.method == "shape") && !is_layer(&call.method.to_string()) =>
        {
            Some(Given::Axis(call.args.first().and_then(axis)))
        }
        Expr::Index(index) => match &*index.expr {
            Expr::Field(field) if field.member.to_token_stream().to_string() == "shape" => {
                Some(Given::Axis(axis(&index.index)))
            }
            _ => None,
        },
        Expr::Paren(inner) => given(&inner.expr),
        Expr::Range(range) => {
            let is_bound = |bound: &Option<Box<Expr>>| {
                bound.as_deref().is_none_or(|bound| matches!(number(bound), Some(Ok(place)) if place.fract() == 0.0))
            };
            (is_bound(&range.start) && is_bound(&range.end))
                .then(|| Given::Word(compact(&quote!(#range)).replace(' ', "")))
        }
        _ => None,
    }
}

/// An axis as a literal.
fn axis(expression: &Expr) -> Option<u64> {
    match expression {
        Expr::Lit(syn::ExprLit { lit: Lit::Int(axis), .. }) => axis.base10_parse().ok(),
        _ => None,
    }
}

/// The values in a list of values, as in `cat([a, b])`, or the expression itself.
fn listed(expression: &Expr) -> Vec<&Expr> {
    match expression {
        Expr::Tuple(syn::ExprTuple { elems, .. }) | Expr::Array(syn::ExprArray { elems, .. }) => elems.iter().collect(),
        Expr::Reference(reference) => match listed(&reference.expr)[..] {
            [_] => vec![expression],
            _ => listed(&reference.expr),
        },
        other => vec![other],
    }
}

/// The call with a list in place of `vec![a, b]`, if its first argument is one.
pub(super) fn with_list(call: &ExprCall) -> Option<Expr> {
    let Some(Expr::Macro(list)) = call.args.first() else { return None };
    if !list.mac.path.is_ident("vec") {
        return None;
    }
    let (function, tokens, more) = (&call.func, &list.mac.tokens, call.args.iter().skip(1));
    syn::parse2(quote!(#function([#tokens] #(, #more)*))).ok()
}

/// The first name of a path in Python's notation, such as `nn.functional`.
fn module(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        Expr::Field(field) => module(&field.base),
        _ => None,
    }
}

impl Walk<'_> {
    fn given(&self, expression: &Expr) -> Option<Given> {
        given(expression, &|name| self.is_layer_name(name))
    }

    /// Returns whether a call is in the notation of another framework: by its name, or by arguments that are not values.
    pub(in crate::graph) fn is_foreign(&self, name: &str, arguments: &[&Expr]) -> bool {
        let is_field = self.is_own_name(name);
        let is_operation = catalogue::is_operation(name);
        !is_field && !is_operation && catalogue::is_foreign(name)
            || !is_field && self.is_of_module(arguments)
            || arguments.iter().any(|argument| self.given(argument).is_some())
            || !is_field && arguments.iter().skip(1).any(|argument| self.size_name(name, argument, 1).is_some())
            || matches!(name, "concat" | "stack") && arguments.iter().any(|argument| listed(argument).len() > 1)
    }

    /// The name of a size among the arguments of a call that takes sizes, behind its value.
    fn size_name(&self, call: &str, argument: &Expr, values: usize) -> Option<Given> {
        let Expr::Path(path) = argument else { return None };
        let name = path.path.get_ident()?.to_string();
        let is_value = self.variables.contains_key(&name) || self.is_layer_name(&name);
        (values == 1 && !is_value && catalogue::takes_sizes(call)).then_some(Given::Word(name))
    }

    /// Returns whether a call is that of a function in a module of another framework, such as `F.relu(x)`.
    pub(in crate::graph) fn is_of_module(&self, arguments: &[&Expr]) -> bool {
        let [first, _, ..] = arguments else { return false };
        module(first).is_some_and(|name| {
            MODULES.contains(&name.as_str()) && !self.variables.contains_key(&name) && !self.is_layer_name(&name)
        })
    }

    /// Returns whether a call is that of a function of another framework on a value, such as `F.max_pool2d(x, 2)`, which is more
    /// than a layer or an operation that is called on a module.
    pub(super) fn is_foreign_function(&self, call: &ExprMethodCall) -> bool {
        let name = call.method.to_string();
        let arguments: Vec<&Expr> = std::iter::once(&*call.receiver).chain(&call.args).collect();
        let is_known = self.is_layer_name(&name) || catalogue::is_operation(&name);
        let has_numbers = call.args.iter().any(|argument| self.given(argument).is_some());
        let joins = matches!(call.args.first(), Some(Expr::Array(_)));
        !joins && self.is_of_module(&arguments) && (has_numbers || !is_known && catalogue::is_foreign(&name))
    }

    /// Reports such a call, with its translation if it has one.
    pub(in crate::graph) fn foreign_call(
        &mut self,
        callee: Callee<'_>,
        arguments: &[&Expr],
        is_method: bool,
    ) -> Walked<Vec<ValueId>> {
        let (name, text) = (callee.name, callee.name.to_string());
        let field = self.place(&text).map(|place| place.field);
        self.used_fields.extend(field);
        let of_module = self.is_of_module(arguments);
        let (mut numbers, mut places, mut values) = (Vec::new(), Vec::new(), Vec::new());
        let mut span = name.span();
        for argument in &arguments[usize::from(of_module)..] {
            let number = self.given(argument).or_else(|| self.size_name(&text, argument, values.len()));
            match number {
                Some(number) => {
                    // A function of values is correct but for the number.
                    if numbers.is_empty() && catalogue::FUNCTIONS.contains(&text.as_str()) {
                        span = argument.span();
                    }
                    numbers.push(number);
                    places.push(argument.span());
                }
                None => values.extend(listed(argument)),
            }
        }
        if let ([], [Given::Number(of)]) = (&values[..], &numbers[..])
            && (of_module || result_of_function(&text, 1.0).is_some())
        {
            return self.function_of_number(name, of.parse().ok());
        }
        let ids: Vec<_> = values.iter().map(|value| self.single(value)).collect();
        let ids: Vec<ValueId> = ids.into_iter().collect::<Walked<_>>()?;
        if let Some(generics) = callee.generics {
            let read = self.reported(arguments_of_call(generics))?;
            numbers.extend(read.all.iter().map(Given::of));
        }
        let is_known = field.is_some() || catalogue::is_operation(&text);
        let what = match arguments.first().and_then(|first| module(first)).filter(|_| of_module) {
            Some(module) => {
                span = arguments[0].span();
                messages::module_of_others(module, &text)
            }
            None if is_known && numbers.is_empty() => messages::list_of_values(&text),
            None if takes_numbers(&text) && text != "select" => messages::no_named_operands(&text),
            None if is_known && text == "attention" => {
                let (wrong, what) = catalogue::wrong_arguments(&numbers);
                span = places.get(wrong).copied().unwrap_or(span);
                what
            }
            None if is_known => messages::number_in_parentheses(&text),
            None => messages::unknown_operation(&text),
        };
        let codes: Vec<_> = values.iter().map(|value| code(&value.to_token_stream())).collect();
        let is_method = is_method && !of_module;
        if field.is_some() {
            let value = codes.first().filter(|_| !is_method).map(String::as_str).unwrap_or_default();
            return self.report(span, format!("{what}\n{}", messages::help_notation(format!("{value}.{text}()"))));
        }
        let fields: Vec<_> = self.network.fields.iter().map(|field| field.name.to_string()).collect();
        let fields: Vec<_> = fields.iter().map(String::as_str).collect();
        if catalogue::may_be_a_layer(&text)
            && let Some(layer) = messages::meant(&text, &fields)
        {
            return self.report(span, format!("{what}\n{}", messages::help_meant(layer)));
        }
        let shape = ids.first().map(|&id| self.graph.values[id].shape.clone());
        let is_plain = numbers.iter().all(|number| matches!(number, Given::Number(_)));
        // A function of values and numbers in a module has the same arguments here.
        if of_module
            && is_plain
            && catalogue::FUNCTIONS.contains(&text.as_str())
            && (takes_numbers(&text) || numbers.is_empty())
        {
            let is_matrix = shape.as_ref().and_then(Shape::known).is_some_and(|dims| dims.len() > 1);
            let function = if text == "dot" && is_matrix { "matmul" } else { &*text };
            let all: Vec<_> = arguments[1..].iter().flat_map(|argument| listed(argument)).collect();
            let all: Vec<_> = all.iter().map(|argument| code(&argument.to_token_stream())).collect();
            let help = messages::help_notation(format!("{function}({})", all.join(", ")));
            return self.report(span, format!("{what}\n{help}"));
        }
        let help = catalogue::help_foreign(&text, &numbers, &codes, shape.as_ref(), is_method);
        self.report(span, format!("{what}\n{help}"))?;
        Err(Reported)
    }
}
