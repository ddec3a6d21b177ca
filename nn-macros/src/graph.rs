//! Walks `forward` and turns it into a graph: every value with its shape, every use of a layer in order.

use crate::ast::{Field, FieldKind, Network, TensorType};
use crate::dims::Size;
use crate::error::Errors;
use crate::layers::{self, Fit, Layer};
use crate::messages;
use crate::operations;
use crate::parse;
use crate::shape::{Dim, Shape, Verdict};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use syn::spanned::Spanned;
use syn::{AngleBracketedGenericArguments, Expr, GenericArgument, Ident, Pat, Stmt};

/// An index into [`Graph::values`].
pub(crate) type ValueId = usize;

pub(crate) struct Graph {
    pub(crate) values: Vec<Value>,
    /// In the order of the forward pass.
    pub(crate) nodes: Vec<Node>,
    /// The values that leave the network, each in its own place.
    pub(crate) outputs: Vec<ValueId>,
    pub(crate) input_shapes: Vec<Shape>,
    pub(crate) output_shapes: Vec<Shape>,
    /// The layers of the fields, as far as they could be understood.
    pub(crate) layers: Vec<Option<Layer>>,
    /// Items that prove what the macro could not see.
    pub(crate) checks: Vec<TokenStream>,
    /// The bounds that arithmetic on generic parameters needs.
    pub(crate) bounds: Vec<TokenStream>,
}

pub(crate) struct Value {
    pub(crate) name: String,
    pub(crate) shape: Shape,
    pub(crate) place: Place,
    /// The layer or input that the shape comes from, as messages name it.
    origin: String,
    pub(crate) span: Span,
    /// How often a node reads it, views included.
    pub(crate) uses: usize,
    /// Whether the user said that nothing will read it.
    pub(crate) ignored: bool,
}

/// Where a value is stored.
#[derive(Clone)]
pub(crate) enum Place {
    Input(usize),
    Workspace,
    /// The caller's; of this shape, if that is proven apart from the value's own.
    Output(usize, Option<Shape>),
    /// Nowhere: another value in other clothes.
    View(ValueId, Proof),
}

/// Why a view is right.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// The compiler proves by type that there are as many elements.
    Count,
    /// An item among the checks compares the sizes.
    Item,
}

/// One use of a layer.
pub(crate) struct Node {
    pub(crate) layer: NodeLayer,
    pub(crate) name: String,
    pub(crate) span: Span,
    pub(crate) inputs: Vec<ValueId>,
    pub(crate) outputs: Vec<ValueId>,
}

pub(crate) enum NodeLayer {
    /// The field with this number.
    Field(usize),
    /// A layer without numbers: its type, which is also its value.
    Operation(TokenStream),
}

impl Graph {
    /// The value that is stored for this one.
    pub(crate) fn root(&self, id: ValueId) -> ValueId {
        match self.values[id].place {
            Place::View(of, _) => self.root(of),
            _ => id,
        }
    }

    /// The signal that a node takes.
    pub(crate) fn signal(&self, values: &[ValueId]) -> TokenStream {
        signal(values.iter().map(|&id| &self.values[id].shape))
    }
}

/// The type of one shape, or of several.
pub(crate) fn signal<'a>(shapes: impl ExactSizeIterator<Item = &'a Shape>) -> TokenStream {
    if shapes.len() == 1 { quote!(#(#shapes)*) } else { quote!(::nn::__private::Several<(#(#shapes,)*)>) }
}

/// Builds the graph of a network. What is wrong goes into `errors`.
pub(crate) fn build(network: &Network, errors: &mut Errors) -> Graph {
    let parameters: Vec<Ident> = network.generics.params.iter().filter_map(parameter_name).collect();
    let is_generic =
        |tokens: &TokenStream| layers::mentions(tokens, &|name| parameters.iter().any(|parameter| parameter == name));
    let shape_of = |ty: &TensorType| Shape::Known(ty.sizes.iter().map(|size| layers::dim(size, &is_generic)).collect());

    check_fields(&network.fields, errors);
    let layers = network.fields.iter().map(|field| declare(field, &parameters, &is_generic, errors)).collect();
    let graph = Graph {
        values: Vec::new(),
        nodes: Vec::new(),
        outputs: Vec::new(),
        input_shapes: network.forward.inputs.iter().map(|input| shape_of(&input.ty)).collect(),
        output_shapes: network.forward.outputs.iter().map(shape_of).collect(),
        layers,
        checks: Vec::new(),
        bounds: Vec::new(),
    };
    let later = network.forward.body.stmts.iter().flat_map(bound_names).collect();
    let mut walk = Walk {
        graph,
        network,
        errors,
        is_generic: &is_generic,
        variables: HashMap::new(),
        later,
        used_fields: HashSet::new(),
        concrete: parameters.is_empty(),
    };
    walk.inputs();
    let result = walk.body();
    walk.outputs(result);
    walk.nothing_unused();
    walk.bounds();
    walk.graph
}

fn parameter_name(parameter: &syn::GenericParam) -> Option<Ident> {
    match parameter {
        syn::GenericParam::Type(parameter) => Some(parameter.ident.clone()),
        syn::GenericParam::Const(parameter) => Some(parameter.ident.clone()),
        syn::GenericParam::Lifetime(_) => None,
    }
}

/// Names are used once, and not taken from an operation; something is learned.
fn check_fields(fields: &[Field], errors: &mut Errors) {
    let mut seen = HashSet::new();
    for field in fields {
        let name = field.name.to_string();
        if operations::is_operation(&name) {
            errors.at(field.name.span(), messages::named_like_an_operation(&name));
        }
        if !seen.insert(name.clone()) {
            errors.at(field.name.span(), messages::duplicate_layer(&name));
        }
    }
}

fn declare(
    field: &Field,
    parameters: &[Ident],
    is_generic: &dyn Fn(&TokenStream) -> bool,
    errors: &mut Errors,
) -> Option<Layer> {
    let (FieldKind::One(ty) | FieldKind::Array(ty, _)) = &field.kind;
    if ty.path.segments.is_empty() {
        // It could not be read, and that has been reported.
        return None;
    }
    Layer::declare(&field.name, ty, parameters, is_generic).map_err(|error| errors.add(error)).ok()
}

/// The names that a statement binds.
fn bound_names(statement: &Stmt) -> Vec<String> {
    let Stmt::Local(local) = statement else { return Vec::new() };
    pattern_names(&local.pat).unwrap_or_default().iter().flatten().map(Ident::to_string).collect()
}

/// The names of a pattern, `None` for `_`; `None` for a pattern that `forward` does not know.
fn pattern_names(pattern: &Pat) -> Option<Vec<Option<Ident>>> {
    match pattern {
        Pat::Ident(ident) if ident.by_ref.is_none() && ident.mutability.is_none() && ident.subpat.is_none() => {
            Some(vec![Some(ident.ident.clone())])
        }
        Pat::Wild(_) => Some(vec![None]),
        Pat::Type(typed) => pattern_names(&typed.pat),
        Pat::Tuple(tuple) => {
            let mut names = Vec::new();
            for element in &tuple.elems {
                match pattern_names(element)?.as_slice() {
                    [name] if !matches!(element, Pat::Tuple(_)) => names.push(name.clone()),
                    _ => return None,
                }
            }
            Some(names)
        }
        _ => None,
    }
}

/// Every identifier in the tokens.
fn idents(tokens: TokenStream) -> Vec<String> {
    tokens
        .into_iter()
        .flat_map(|token| match token {
            TokenTree::Ident(ident) => vec![ident.to_string()],
            TokenTree::Group(group) => idents(group.stream()),
            _ => Vec::new(),
        })
        .collect()
}

struct Walk<'a> {
    graph: Graph,
    network: &'a Network,
    errors: &'a mut Errors,
    is_generic: &'a dyn Fn(&TokenStream) -> bool,
    variables: HashMap<String, ValueId>,
    /// Names that a `let` binds somewhere in the body.
    later: HashSet<String>,
    used_fields: HashSet<usize>,
    /// Whether the network has no generic parameters.
    concrete: bool,
}

/// A value could not be made; the reason has been reported.
struct Reported;

type Walked<V> = Result<V, Reported>;

impl Walk<'_> {
    fn report<V>(&mut self, span: Span, message: impl std::fmt::Display) -> Walked<V> {
        self.errors.at(span, message);
        Err(Reported)
    }

    fn value(&mut self, name: &str, shape: Shape, origin: &str, place: Place, span: Span) -> ValueId {
        self.graph.values.push(Value {
            name: name.into(),
            shape,
            origin: origin.into(),
            place,
            span,
            uses: 0,
            ignored: false,
        });
        self.graph.values.len() - 1
    }

    fn inputs(&mut self) {
        for (index, input) in self.network.forward.inputs.iter().enumerate() {
            let name = input.name.to_string();
            let shape = self.graph.input_shapes[index].clone();
            let id = self.value(&name, shape, &name, Place::Input(index), input.name.span());
            self.graph.values[id].ignored = name.starts_with('_');
            match self.variables.entry(name) {
                Entry::Occupied(first) => {
                    self.errors.at(input.name.span(), messages::duplicate_input(first.key()));
                }
                Entry::Vacant(place) => {
                    place.insert(id);
                }
            }
        }
    }

    /// Walks every statement, so that all mistakes are found; gives the values of the last expression.
    fn body(&mut self) -> Walked<Vec<ValueId>> {
        let block = &self.network.forward.body;
        let mut result = None;
        let mut failed = false;
        for (index, statement) in block.stmts.iter().enumerate() {
            let is_last = index + 1 == block.stmts.len();
            match statement {
                Stmt::Local(local) => failed |= self.bind(local).is_err(),
                Stmt::Expr(expression, None) if is_last => {
                    result = Some(match expression {
                        Expr::Tuple(tuple) => {
                            let values: Vec<_> = tuple.elems.iter().map(|element| self.single(element)).collect();
                            values.into_iter().collect()
                        }
                        other => self.several(other),
                    });
                }
                Stmt::Expr(Expr::MethodCall(_) | Expr::Call(_) | Expr::Path(_), Some(semicolon)) if is_last => {
                    failed = true;
                    self.errors.at(semicolon.span(), messages::semicolon());
                }
                other => {
                    failed = true;
                    self.errors.at(other.span(), messages::only_lets());
                    if let Stmt::Expr(Expr::Assign(assign), _) = other {
                        self.forget(idents(assign.left.to_token_stream()));
                    }
                }
            }
        }
        match result {
            Some(result) => result,
            None if failed => Err(Reported),
            // A body that could not be read is empty.
            None if block.stmts.is_empty() && !self.errors.is_empty() => Err(Reported),
            None => self.report(self.network.forward.output_span, messages::no_result()),
        }
    }

    /// Later uses of these names are no mistakes of their own.
    fn forget(&mut self, names: Vec<String>) {
        for name in names {
            self.variables.remove(&name);
            self.later.insert(format!("?{name}"));
        }
    }

    fn bind(&mut self, local: &syn::Local) -> Walked<()> {
        let bound = self.bind_names(local);
        if bound.is_err() {
            self.forget(idents(local.pat.to_token_stream()));
        }
        bound
    }

    fn bind_names(&mut self, local: &syn::Local) -> Walked<()> {
        let Some(names) = pattern_names(&local.pat) else {
            if let Pat::Ident(syn::PatIdent { mutability: Some(_), ident, .. }) = &local.pat {
                return self.report(local.pat.span(), messages::no_mut(ident));
            }
            return self.report(local.pat.span(), messages::pattern());
        };
        let Some(init) = local.init.as_ref().filter(|init| init.diverge.is_none()) else {
            return self.report(local.pat.span(), messages::let_without_value());
        };
        let mut values = self.expect_values(&init.expr, names.len(), local.pat.span());
        if let (Pat::Type(typed), Ok([value])) = (&local.pat, values.as_deref()) {
            values = self.annotate(*value, &typed.ty).map(|value| vec![value]);
        }
        for (name, id) in names.iter().zip(values?) {
            match name {
                Some(name) => {
                    let text = name.to_string();
                    let value = &mut self.graph.values[id];
                    value.ignored = text.starts_with('_');
                    // An alias of an input keeps the input's name and place.
                    if !matches!(value.place, Place::Input(_)) {
                        value.name = text.clone();
                        value.span = name.span();
                    }
                    self.variables.insert(text, id);
                }
                None => self.graph.values[id].ignored = true,
            }
        }
        Ok(())
    }

    /// `let h: Tensor<64> = ..`.
    fn annotate(&mut self, value: ValueId, ty: &syn::Type) -> Walked<ValueId> {
        let declared = match parse::annotation(ty) {
            Ok(declared) => declared,
            Err(error) => {
                self.errors.add(error);
                return Err(Reported);
            }
        };
        let dims = declared.sizes.iter().map(|size| layers::dim(size, self.is_generic)).collect();
        let declared_shape = Shape::Known(dims);
        let given = &self.graph.values[value];
        match declared_shape.compare(&given.shape) {
            Verdict::Equal => Ok(value),
            Verdict::Different => {
                let message = messages::annotation(&declared_shape.to_string(), &given.shape, &given.origin);
                self.report(declared.span, message)
            }
            Verdict::Unknown => {
                let what = "this annotation".to_string();
                let help = messages::help_declare(&given.shape);
                Ok(self.connect(value, declared_shape, &what, &help, declared.span))
            }
        }
    }

    /// The values of an expression that must give so many.
    fn expect_values(&mut self, expression: &Expr, count: usize, span: Span) -> Walked<Vec<ValueId>> {
        if count == 1 {
            return self.single(expression).map(|value| vec![value]);
        }
        match expression {
            Expr::Tuple(tuple) if tuple.elems.len() == count => {
                tuple.elems.iter().map(|element| self.single(element)).collect()
            }
            Expr::Tuple(tuple) => self.report(span, messages::wrong_pattern(count, tuple.elems.len())),
            Expr::Paren(inner) => self.expect_values(&inner.expr, count, span),
            Expr::MethodCall(_) | Expr::Call(_) => self.call(expression, count),
            _ => self.report(span, messages::wrong_pattern(count, 1)),
        }
    }

    /// The values of the last expression: as many as the network declares, for a layer that gives several.
    fn several(&mut self, expression: &Expr) -> Walked<Vec<ValueId>> {
        match expression {
            Expr::Paren(inner) => self.several(&inner.expr),
            Expr::MethodCall(_) | Expr::Call(_) => {
                let count = if self.is_custom_call(expression) { self.graph.output_shapes.len() } else { 1 };
                self.call(expression, count)
            }
            other => self.single(other).map(|value| vec![value]),
        }
    }

    fn is_custom_call(&self, expression: &Expr) -> bool {
        let name = match expression {
            Expr::MethodCall(call) => call.method.to_string(),
            Expr::Call(call) => call.func.to_token_stream().to_string(),
            _ => return false,
        };
        self.field(&name).is_some_and(|index| matches!(self.graph.layers[index], Some(Layer::Custom(_))))
    }

    fn field(&self, name: &str) -> Option<usize> {
        self.network.fields.iter().position(|field| field.name == name)
    }

    fn single(&mut self, expression: &Expr) -> Walked<ValueId> {
        match expression {
            Expr::Path(path) if path.qself.is_none() && path.path.get_ident().is_some() => {
                let name = &path.path.segments[0].ident;
                self.variable(name)
            }
            Expr::Paren(inner) => self.single(&inner.expr),
            Expr::MethodCall(_) | Expr::Call(_) => self.call(expression, 1).map(|values| values[0]),
            Expr::Binary(binary) if matches!(binary.op, syn::BinOp::Add(_)) => {
                let (left, right) = (self.single(&binary.left), self.single(&binary.right));
                self.add(left?, right?, binary.op.span())
            }
            Expr::Binary(binary) => self.report(binary.op.span(), messages::unsupported_expression()),
            Expr::Field(syn::ExprField { member: syn::Member::Named(name), .. }) => {
                self.report(name.span(), messages::not_called(&name.to_string()))
            }
            other => self.report(other.span(), messages::unsupported_expression()),
        }
    }

    fn variable(&mut self, name: &Ident) -> Walked<ValueId> {
        let text = name.to_string();
        if let Some(&id) = self.variables.get(&text) {
            return Ok(id);
        }
        if self.later.contains(&format!("?{text}")) {
            return Err(Reported);
        }
        if self.later.contains(&text) {
            return self.report(name.span(), messages::used_before_definition(&text));
        }
        if self.field(&text).is_some() {
            return self.report(name.span(), messages::layer_as_value(&text));
        }
        let known: Vec<_> = self.variables.keys().cloned().collect();
        let known: Vec<_> = known.iter().map(String::as_str).collect();
        self.report(name.span(), messages::unknown_value(&text, &known))
    }

    /// `value.name::<..>(more)` or `name::<..>(values)`.
    fn call(&mut self, expression: &Expr, outputs: usize) -> Walked<Vec<ValueId>> {
        let (name, generics, arguments): (&Ident, _, Vec<&Expr>) = match expression {
            Expr::MethodCall(call) => {
                (&call.method, call.turbofish.as_ref(), core::iter::once(&*call.receiver).chain(&call.args).collect())
            }
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) if path.path.segments.len() == 1 => {
                    let segment = &path.path.segments[0];
                    let generics = match &segment.arguments {
                        syn::PathArguments::AngleBracketed(generics) => Some(generics),
                        _ => None,
                    };
                    (&segment.ident, generics, call.args.iter().collect())
                }
                other => return self.report(other.span(), messages::unsupported_expression()),
            },
            other => return self.report(other.span(), messages::unsupported_expression()),
        };
        let text = name.to_string();
        let literals = arguments.iter().filter(|argument| matches!(argument, Expr::Lit(_)));
        let literals: Vec<_> = literals.map(|literal| literal.to_token_stream().to_string()).collect();
        if !literals.is_empty() {
            return self.report(name.span(), messages::number_as_value(&text, &literals.join(", ")));
        }
        let values: Vec<_> = arguments.into_iter().map(|argument| self.single(argument)).collect();
        // The layer counts as used even where its input is broken.
        let field = self.field(&text);
        self.used_fields.extend(field);
        let values: Vec<ValueId> = values.into_iter().collect::<Walked<_>>()?;
        if field.is_some() && operations::is_operation(&text) {
            // Which of the two is meant is open, and that has been reported.
            return Err(Reported);
        }
        if let Some(field) = field {
            if generics.is_some() {
                return self.report(name.span(), messages::no_type_arguments(&text));
            }
            return self.apply_field(field, name, values, outputs);
        }
        if outputs != 1 {
            return self.report(name.span(), messages::wrong_pattern(outputs, 1));
        }
        self.operation(name, generics, values).map(|value| vec![value])
    }

    fn apply_field(
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
        let shapes = match fit {
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
        let mut shapes = shapes;
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
    fn help_shared(&self, field: usize, name: &str) -> Option<String> {
        let is_this = |node: &Node| matches!(node.layer, NodeLayer::Field(other) if other == field);
        let layer = self.graph.layers[field].as_ref().filter(|_| self.graph.nodes.iter().any(is_this))?;
        layer.another(name).map(|another| messages::help_shared(name, &another))
    }

    /// Adds a node, and a value for each of its outputs. `origin` is where the new shapes come from; by default where the
    /// first input's comes from.
    fn apply(
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

    fn read(&mut self, id: ValueId) {
        self.graph.values[id].uses += 1;
        if let Place::View(of, _) = self.graph.values[id].place {
            self.read(of);
        }
    }

    fn copy(&mut self, id: ValueId) -> ValueId {
        let Value { name, shape, span, .. } = &self.graph.values[id];
        let (name, shape, span) = (name.clone(), shape.clone(), *span);
        let identity = NodeLayer::Operation(quote!(::nn::__private::Identity));
        self.apply(identity, &name, span, vec![id], vec![shape], None)[0]
    }

    /// Whether items outside the functions can compare these shapes: they cannot name generic parameters.
    fn can_prove(&self, a: &Shape, b: &Shape) -> bool {
        let concrete = |shape: &Shape| shape.known().is_some_and(|dims| !dims.iter().any(Dim::is_generic));
        self.concrete || concrete(a) && concrete(b)
    }

    /// The same value under a shape that an item proves to be the same. Where generic parameters are in the way, the
    /// compiler proves it where the value is used.
    fn connect(&mut self, id: ValueId, expected: Shape, what: &str, help: &str, span: Span) -> ValueId {
        if !self.can_prove(&expected, &self.graph.values[id].shape) {
            return id;
        }
        self.check(&expected, id, what, help, span);
        let Value { name, origin, .. } = &self.graph.values[id];
        let (name, origin) = (name.clone(), origin.clone());
        self.value(&name, expected, &origin, Place::View(id, Proof::Item), span)
    }

    fn check(&mut self, expected: &Shape, id: ValueId, what: &str, help: &str, span: Span) {
        let Value { shape, origin, .. } = &self.graph.values[id];
        let (shape, origin) = (shape.clone(), origin.clone());
        self.check_shape(expected, &shape, &origin, what, help, span);
    }

    fn check_shape(&mut self, expected: &Shape, shape: &Shape, origin: &str, what: &str, help: &str, span: Span) {
        let signal = quote!(::nn::__private::Signal);
        let help = help.trim_start_matches("help: ");
        self.graph.checks.push(quote_spanned! {span=>
            const _: () = ::nn::__private::expect_shape(
                #what,
                <#expected as #signal>::DIMS,
                <#shape as #signal>::DIMS,
                #origin,
                #help,
            );
        });
    }

    fn add(&mut self, left: ValueId, right: ValueId, span: Span) -> Walked<ValueId> {
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

    fn operation(
        &mut self,
        name: &Ident,
        generics: Option<&AngleBracketedGenericArguments>,
        inputs: Vec<ValueId>,
    ) -> Walked<ValueId> {
        let text = name.to_string();
        if text == "concat" {
            return self.concat(name, generics, inputs);
        }
        let elementwise = operations::elementwise(&text, name.span(), generics);
        if elementwise.is_none() && !operations::METHODS.contains(&text.as_str()) {
            let fields: Vec<_> = self.network.fields.iter().map(|field| field.name.to_string()).collect();
            let known: Vec<_> = fields
                .iter()
                .map(String::as_str)
                .chain(operations::METHODS.iter().copied())
                .chain(operations::FUNCTIONS.iter().copied())
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

    fn concat(
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
            let shape = match operations::concat(&a.shape, &b.shape, axis) {
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
    fn join(&mut self, first: ValueId, second: ValueId, axis: usize, span: Span) -> ValueId {
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

    fn flatten(&mut self, name: &Ident, input: ValueId) -> Walked<ValueId> {
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

    fn reshape(
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

    /// Gives every output a place of its own.
    fn outputs(&mut self, result: Walked<Vec<ValueId>>) {
        let Ok(result) = result else { return };
        let declared = self.graph.output_shapes.clone();
        if result.len() != declared.len() {
            let message = messages::wrong_outputs(declared.len(), result.len());
            return self.errors.at(self.network.forward.output_span, message);
        }
        let mut taken = HashSet::new();
        for (index, (mut id, declared)) in result.into_iter().zip(declared).enumerate() {
            let span = self.network.forward.outputs[index].span;
            let value = &self.graph.values[id];
            let mut place = None;
            match declared.compare(&value.shape) {
                Verdict::Equal => {}
                Verdict::Different => {
                    let message = messages::output(&declared.to_string(), &value.shape, &value.origin);
                    self.errors.at(span, message);
                    continue;
                }
                Verdict::Unknown if self.can_prove(&declared, &value.shape) => {
                    let what = "the declared output".to_string();
                    let help = messages::help_declare(&value.shape);
                    self.check(&declared, id, &what, &help, span);
                    place = Some(declared);
                }
                Verdict::Unknown => {}
            }
            if !matches!(self.graph.values[id].place, Place::Workspace) || !taken.insert(id) {
                id = self.copy(id);
                taken.insert(id);
            }
            self.graph.values[id].place = Place::Output(index, place);
            self.graph.outputs.push(id);
        }
    }

    /// Every value is read, every layer is used.
    fn nothing_unused(&mut self) {
        if !self.errors.is_empty() {
            // Whatever follows a mistake is not reached, so that it would seem unused.
            return;
        }
        for (index, field) in self.network.fields.iter().enumerate() {
            if !self.used_fields.contains(&index) {
                self.errors.at(field.name.span(), messages::unused_layer(&field.name.to_string()));
            }
        }
        if !self.errors.is_empty() {
            // A value that only an unused layer could take would seem unused, too.
            return;
        }
        if self.network.fields.is_empty() {
            self.errors.at(self.network.name.span(), messages::nothing_to_learn(&self.network.name));
        }
        for value in &self.graph.values {
            let is_output = matches!(value.place, Place::Output(..));
            if value.uses == 0 && !is_output && !value.ignored {
                let message = match value.place {
                    Place::Input(_) => messages::unused_input(&value.name),
                    _ => messages::unused_value(&value.name),
                };
                self.errors.at(value.span, message);
            }
        }
    }

    fn bounds(&mut self) {
        let mut bounds = Vec::new();
        for layer in self.graph.layers.iter().flatten() {
            layer.bounds(&mut bounds);
        }
        let shapes = self.graph.values.iter().map(|value| &value.shape).chain(&self.graph.output_shapes);
        for dim in shapes.filter_map(Shape::known).flatten() {
            dim.bounds(&mut bounds);
        }
        let mut seen = HashSet::new();
        bounds.retain(|bound| seen.insert(bound.to_string()));
        self.graph.bounds = bounds;
    }
}
