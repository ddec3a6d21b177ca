//! Random well-typed networks: first the graph of values is drawn, then the way to write it.

use crate::along;
use crate::architecture::{
    Alias, Call, Declared, Expression, Form, Input, Let, Mark, Module, Network, Pairwise, Size, TensorType, Turbofish,
};
use crate::bilinear::Bilinear;
use crate::convolution::LARGEST;
use crate::embedding::{self, Embedding, Indices};
use crate::layers::{Entry, Fit, KINDS, Kind};
use crate::linear::Linear;
use crate::nested::Nested;
use crate::norm::{Behind, Norm};
use crate::operations::{OPERATIONS, Sign};
use crate::predict;
use crate::random::Random;
use crate::resize;
use crate::shape::{self, Dim, Names, Shape, Verdict};
use crate::stored::Stored;
use crate::terms::{Keeps, Terms};
use crate::tied::Tied;
use std::collections::HashSet;

/// The maximum number of steps from an input to an output.
pub(crate) const DEEPEST: usize = 12;
/// The maximum degree of products: with a higher one, large activations become infinite.
const HIGHEST: u32 = 8;
/// The size from which a size is displayed in another form.
const LARGE: usize = 1000;

/// Draws a module whose last network has this depth.
pub(crate) fn module(random: &mut Random, depth: usize) -> Module {
    loop {
        let names = ["Hidden", "Wide", "Classes", "Features"];
        let aliases = names[..random.below(4)].iter();
        let aliases: Vec<_> =
            aliases.map(|&name| Alias { name: name.into(), value: random.between(2, 9) as u64 }).collect();
        let mut module = Module { aliases, networks: vec![], arguments: vec![], batch: random.between(1, 3) as u64 };
        let mut marks = 0;
        let parameters = match random.below(10) {
            0..=6 => vec![],
            7 | 8 => vec!["H".to_string()],
            _ => vec!["H".to_string(), "G".to_string()],
        };
        // From 2 on, so that a softmax along any axis learns.
        module.arguments = parameters.iter().map(|_| random.between(2, 6) as u64).collect();
        let large = depth < 5 && parameters.is_empty() && random.percent(8);
        let inputs = if large { large_inputs(random, &mut module) } else { vec![] };
        let mut drawing = Drawing::new(random, &mut module, &mut marks, parameters, 0);
        let inputs = if large { inputs } else { drawing.inputs() };
        if let Some(network) = drawing.network("Net", inputs, depth, None)
            && predict::complaints_of(&module, &network).is_empty()
        {
            module.networks.push(network);
            return module;
        }
    }
}

/// One input of a thousand elements or more, which the first layer reduces to few.
fn large_inputs(random: &mut Random, module: &mut Module) -> Vec<Vec<Size>> {
    // Few elements, since each derivative is checked.
    module.batch = 1;
    let size = random.between(LARGE, LARGE + 100) as u64;
    vec![match random.below(3) {
        0 => vec![Size::Number(size)],
        1 => {
            module.aliases.push(Alias { name: "Pixels".into(), value: size });
            vec![Size::Name("Pixels".into())]
        }
        _ => vec![Size::Number(random.between(25, 28) as u64), Size::Number(41)],
    }]
}

/// The names and values from which sizes are drawn.
pub(crate) struct Scope<'a> {
    pub(crate) random: &'a mut Random,
    pub(crate) names: Names,
    /// The sizes of the values drawn so far: the output of a layer with one of these sizes can be added to such a value.
    outputs: Vec<Dim>,
    /// Whether parameters may be added and multiplied: not in a network whose parameters are another one's, which does
    /// not state the bounds for that.
    arithmetic: bool,
    few: bool,
}

impl Scope<'_> {
    /// Any size.
    pub(crate) fn size(&mut self) -> Size {
        if !self.names.parameters.is_empty() && self.random.percent(35) {
            return Size::Name(self.random.one_of(&self.names.parameters).clone());
        }
        let small: Vec<_> = self.names.aliases.iter().filter(|(_, value)| *value < LARGE as u64).collect();
        if !small.is_empty() && self.random.percent(25) {
            return Size::Name(self.random.one_of(&small).0.clone());
        }
        let size = match self.random.below(10) {
            0 => self.random.between(8, 12),
            1 => 1,
            _ => self.random.between(2, 8),
        };
        if self.random.percent(4) { Size::Name(format!("dim![{size}]")) } else { Size::Number(size as u64) }
    }

    /// Draws the output size of a layer.
    pub(crate) fn output(&mut self) -> Size {
        if self.few {
            return Size::Number(self.random.between(1, 2) as u64);
        }
        if !self.outputs.is_empty() && self.random.percent(40) {
            let dim = self.random.one_of(&self.outputs).clone();
            if let Some(size) = self.write(&dim) {
                return size;
            }
        }
        self.size()
    }

    /// Draws one of the ways to write a size; `None` if it can only be inferred.
    pub(crate) fn write(&mut self, dim: &Dim) -> Option<Size> {
        let Some(value) = dim.value() else {
            return match dim {
                Dim::Name(name, _) => Some(Size::Name(name.clone())),
                _ => None,
            };
        };
        let named: Vec<_> = self.names.aliases.iter().filter(|(_, other)| *other == value).collect();
        let alias = (!named.is_empty()).then(|| self.random.one_of(&named).0.clone());
        Some(match (dim, alias) {
            (Dim::Name(name, _), _) if self.random.percent(75) => Size::Name(name.clone()),
            (_, Some(alias)) if self.random.percent(25) => Size::Name(alias),
            _ if self.random.percent(3) => Size::Name(format!("dim![{value}]")),
            _ => Size::Number(value),
        })
    }

    /// Whether the sizes of this shape may be added and multiplied.
    pub(crate) fn computes(&self, shape: &Shape) -> bool {
        let computable = || shape.known().is_some_and(|dims| shape::count(dims).is_computable());
        !shape.is_generic() || self.arithmetic && computable()
    }
}

/// A value while a network is drawn.
pub(crate) struct Drawn {
    pub(crate) shape: Shape,
    pub(crate) never_positive: bool,
    /// The maximum degree of the value as a polynomial of the inputs.
    degree: u32,
    terms: Terms,
    /// Whether some of its elements are zeros from padding, so that a part of it may be all zeros.
    pub(crate) padded: bool,
    /// Whether it contains the steps of a recurrent layer, of which the first one depends on no weight of the hidden state.
    pub(crate) recurs: bool,
    depth: usize,
    uses: usize,
    /// The shape declared by its `let`.
    annotation: Option<Vec<Size>>,
    /// The name of an input.
    input: Option<String>,
}

enum What {
    Layer(usize),
    Operation(&'static str, Turbofish),
    Pairwise(Pairwise),
}

/// What is made of an input of indices.
struct Embedded {
    value: usize,
    by: By,
    input: String,
}

/// How a value is made of indices.
enum By {
    Layer(usize),
    OneHot,
    /// The elements of this input along an axis.
    Select(String, usize),
    /// The elements of this input along an axis, with indices of the same shape but for it.
    Gather(String, usize),
}

struct Step {
    what: What,
    inputs: Vec<usize>,
    outputs: Vec<usize>,
}

/// The channels of an image, by any size, its height and its width, by literals.
fn image(scope: &mut Scope<'_>) -> Vec<Size> {
    loop {
        let (channels, height, width) = (scope.size(), scope.random.between(2, 6), scope.random.between(2, 6));
        let count = scope.names.dim(&channels).value().unwrap_or(6) * (height * width) as u64;
        if count <= LARGEST {
            return vec![channels, Size::Number(height as u64), Size::Number(width as u64)];
        }
    }
}

/// `index_select(x, words)` or `gather::<1>(x, words)`.
fn taken(name: &str, values: [String; 2], axis: usize, mark: Mark) -> Expression {
    let turbofish = if axis == 0 { Turbofish::Nothing } else { Turbofish::Axis(axis) };
    let values = values.map(Expression::Value).into();
    Expression::Call(Call { name: name.into(), form: Form::Function, turbofish, values, mark })
}

/// How a nested network begins.
struct NestedInputs {
    parameters: Vec<String>,
    arguments: Vec<Size>,
    inputs: Vec<Vec<Size>>,
}

/// The maximum factor by which a network multiplies the degree of its inputs: each of its products doubles it.
fn growth(module: &Module, network: &str) -> u32 {
    let (network, mut growth) = (module.network(network), 1_u32);
    network.expressions().for_each(|expression| {
        expression.for_each(&mut |expression| {
            let factor = match expression {
                Expression::Pair(Pairwise::Product, ..) => 2,
                Expression::Call(call) => network.layer(&call.name).map_or(1, |layer| match &network.layers[layer] {
                    Declared { kind: Kind::Bilinear(_), .. } => 2,
                    Declared { kind: Kind::Nested(nested), count, .. } => {
                        self::growth(module, &nested.network).saturating_pow(count.unwrap_or(1) as u32)
                    }
                    _ => 1,
                }),
                _ => 1,
            };
            growth = growth.saturating_mul(factor);
        });
    });
    growth
}

/// Whether a layer is recurrent, or a network that contains one.
fn recurs(module: &Module, kind: &Kind) -> bool {
    match kind {
        Kind::Recurrent(_) => true,
        Kind::Nested(nested) => module.network(&nested.network).layers.iter().any(|layer| recurs(module, &layer.kind)),
        _ => false,
    }
}

/// Whether a network may use a part of its input alone, as `slice` does.
fn selects(module: &Module, network: &str) -> bool {
    let (network, mut selects) = (module.network(network), false);
    network.expressions().for_each(|expression| {
        expression.for_each(&mut |expression| {
            let Expression::Call(call) = expression else { return };
            selects |= matches!(call.name.as_str(), "slice" | "select")
                || network.layer(&call.name).is_some_and(|layer| match &network.layers[layer].kind {
                    Kind::Nested(nested) => self::selects(module, &nested.network),
                    _ => false,
                });
        });
    });
    selects
}

struct Drawing<'a> {
    scope: Scope<'a>,
    module: &'a mut Module,
    marks: &'a mut usize,
    /// The nesting depth of this network in others.
    level: usize,
    values: Vec<Drawn>,
    steps: Vec<Step>,
    layers: Vec<Declared>,
    embedded: Vec<Embedded>,
}

type Try = fn(&mut Drawing<'_>, usize) -> Option<()>;

/// How a value is used, with how often that is tried.
const STEPS: &[(usize, Try)] = &[
    (36, |drawing, from| drawing.try_layer(from)),
    (10, |drawing, from| drawing.try_used_layer(from)),
    (6, |drawing, from| drawing.try_row(from)),
    (16, |drawing, from| drawing.try_norm(from)),
    (28, |drawing, from| drawing.try_operation(from)),
    (12, |drawing, from| drawing.try_pair(from)),
    (6, |drawing, from| drawing.try_split(from)),
    (3, |drawing, from| drawing.try_parts(from)),
    (4, |drawing, from| drawing.try_product(from)),
    (2, |drawing, from| drawing.try_stack(from)),
    (9, |drawing, from| drawing.try_concat(from)),
    (8, |drawing, from| drawing.try_nested(from)),
    (7, |drawing, from| drawing.try_stored(from)),
    (6, |drawing, from| drawing.try_tied(from)),
    (6, |drawing, from| drawing.try_bilinear(from)),
];

impl<'a> Drawing<'a> {
    fn new(
        random: &'a mut Random,
        module: &'a mut Module,
        marks: &'a mut usize,
        parameters: Vec<String>,
        level: usize,
    ) -> Self {
        let aliases = module.aliases.iter().map(|alias| (alias.name.clone(), alias.value)).collect();
        let names = Names { parameters, aliases };
        let scope = Scope { random, names, outputs: vec![], arithmetic: true, few: false };
        Drawing { scope, module, marks, level, values: vec![], steps: vec![], layers: vec![], embedded: vec![] }
    }

    fn inputs(&mut self) -> Vec<Vec<Size>> {
        let count = [1, 1, 1, 1, 2, 2, 3][self.scope.random.below(7)];
        (0..count)
            .map(|_| {
                let axes = [1, 1, 1, 1, 2, 2, 3, 3, 3][self.scope.random.below(9)];
                if axes == 3 && self.scope.random.percent(80) {
                    return image(&mut self.scope);
                }
                // Few elements, since each derivative is checked.
                let size = |scope: &mut Scope<'_>| loop {
                    let size = scope.size();
                    if axes == 1 || scope.names.dim(&size).value().is_none_or(|value| value < 6) {
                        return size;
                    }
                };
                (0..axes).map(|_| size(&mut self.scope)).collect()
            })
            .collect()
    }

    /// Draws the network, with one output of the shape `output` if it is set. `None` if the draw fails to meet the requirements.
    fn network(mut self, name: &str, inputs: Vec<Vec<Size>>, depth: usize, output: Option<&[Dim]>) -> Option<Network> {
        let input_names = if self.scope.random.percent(50) { ["x", "y", "z"] } else { ["image", "left", "right"] };
        let mut declared_inputs = Vec::new();
        for (sizes, name) in inputs.into_iter().zip(input_names) {
            let shape = Shape::Known(self.scope.names.dims(&sizes));
            self.value(shape, false, 0, Some(name.into()));
            let ty = self.tensor_type(sizes);
            declared_inputs.push(Input { name: name.into(), ty, below: None });
        }
        self.scope.few = self.values[0].shape.dims().iter().filter_map(Dim::value).product::<u64>() >= LARGE as u64;
        if self.scope.few {
            self.shrink()?;
        } else if self.level == 0 && self.scope.random.percent(20) {
            let input = self.indices()?;
            let at = self.scope.random.between(0, declared_inputs.len());
            declared_inputs.insert(at, input);
        }
        self.grow(depth)?;
        self.finish(output)?;
        let deepest = self.values.iter().map(|value| value.depth).max();
        let learns = self.layers.iter().any(|layer| !matches!(layer.kind, Kind::Nested(_)));
        if !learns || output.is_none() && deepest.is_none_or(|deepest| deepest > DEEPEST.max(depth)) {
            return None;
        }
        if self.level == 0 && deepest != Some(depth) {
            return None;
        }
        let unused = self.scope.random.percent(6) && declared_inputs.len() < 3;
        if unused {
            let ty = self.tensor_type(vec![Size::Number(3)]);
            declared_inputs.push(Input { name: "_unused".into(), ty, below: None });
        }
        self.written(name, declared_inputs)
    }

    /// An input of indices, with one or two embeddings for it.
    fn indices(&mut self) -> Option<Input> {
        let name = *self.scope.random.one_of(&["words", "topic"]);
        let mut indices = Indices::draw(&mut self.scope);
        if self.scope.random.percent(30)
            && let Some(selected) = self.selected()
        {
            let (from, axis, size) = selected;
            indices.below = Size::Number(size);
            let mut dims = self.values[from].shape.dims().to_vec();
            let gathered = self.gathered(&dims, axis);
            match &gathered {
                Some(sizes) => {
                    indices.dims.clone_from(sizes);
                    dims = self.scope.names.dims(sizes);
                }
                None => {
                    indices.dims.truncate(1);
                    match indices.dims.first() {
                        Some(count) => dims[axis] = self.scope.names.dim(count),
                        None => drop(dims.remove(axis)),
                    }
                }
            }
            self.values[from].uses += 1;
            let input = self.values[from].input.clone()?;
            let by = if gathered.is_some() { By::Gather(input, axis) } else { By::Select(input, axis) };
            let value = self.value(Shape::Known(dims), false, 1, Some("chosen".into()));
            self.embedded.push(Embedded { value, by, input: name.into() });
        }
        let is_small = self.scope.names.dim(&indices.below).value().is_some_and(|below| below <= 8);
        if is_small && self.scope.random.percent(40) {
            let sizes: Vec<_> = indices.dims.iter().chain([&indices.below]).cloned().collect();
            let shape = Shape::Known(self.scope.names.dims(&sizes));
            let value = self.value(shape, false, 1, Some("hot".into()));
            self.embedded.push(Embedded { value, by: By::OneHot, input: name.into() });
        }
        for let_name in ["embedded", "weighed"].iter().take(self.scope.random.weighted(&[0, 70, 30])) {
            let embedding = Embedding::draw(&mut self.scope, &indices)?;
            let sizes: Vec<_> = indices.dims.iter().chain([&embedding.features]).cloned().collect();
            let shape = Shape::Known(self.scope.names.dims(&sizes));
            let layer = self.declare(Kind::Embedding(embedding), None);
            let value = self.value(shape, false, 1, Some(let_name.to_string()));
            self.embedded.push(Embedded { value, by: By::Layer(layer), input: name.into() });
        }
        let Indices { dims, below } = indices;
        Some(Input { name: name.into(), ty: self.tensor_type(dims), below: Some(below) })
    }

    fn mark(&mut self) -> Mark {
        *self.marks += 1;
        Mark(*self.marks)
    }

    fn tensor_type(&mut self, sizes: Vec<Size>) -> TensorType {
        TensorType { sizes, mark: self.mark() }
    }

    fn value(&mut self, shape: Shape, never_positive: bool, depth: usize, input: Option<String>) -> usize {
        if let Shape::Known(dims) = &shape
            && let [size] = &dims[..]
            && size.value().is_none_or(|size| size < LARGE as u64)
        {
            self.scope.outputs.push(size.clone());
        }
        self.values.push(Drawn {
            shape,
            never_positive,
            degree: 1,
            terms: Terms::of(self.values.len()),
            padded: false,
            recurs: false,
            depth,
            uses: 0,
            annotation: None,
            input,
        });
        self.values.len() - 1
    }

    /// Adds a step, and a value for each of its output shapes.
    fn step(&mut self, what: What, inputs: Vec<usize>, shapes: Vec<Shape>, never_positive: bool) -> Vec<usize> {
        let depth = 1 + inputs.iter().map(|&input| self.values[input].depth).max().unwrap_or(0);
        inputs.iter().for_each(|&input| self.values[input].uses += 1);
        let several = shapes.len() > 1;
        let outputs: Vec<_> = shapes.into_iter().map(|shape| self.value(shape, never_positive, depth, None)).collect();
        let padded = match &what {
            What::Layer(_) => false,
            What::Operation("zero_pad" | "constant_pad", _) => true,
            _ => inputs.iter().any(|&input| self.values[input].padded),
        };
        let recurs = matches!(&what, What::Layer(layer) if recurs(self.module, &self.layers[*layer].kind))
            || inputs.iter().any(|&input| self.values[input].recurs);
        let degrees = inputs.iter().map(|&input| self.values[input].degree);
        let degree = match &what {
            What::Pairwise(Pairwise::Product) | What::Operation("matmul" | "dot" | "outer", _) => degrees.sum(),
            What::Layer(layer) if matches!(self.layers[*layer].kind, Kind::Bilinear(_)) => degrees.sum(),
            What::Operation("sigmoid" | "hard_sigmoid" | "tanh" | "softmax", _) => 1,
            What::Layer(layer) => degrees.max().unwrap_or(1).saturating_mul(self.growth(*layer)),
            _ => degrees.max().unwrap_or(1),
        };
        for &output in &outputs {
            (self.values[output].padded, self.values[output].degree) = (padded, degree);
            self.values[output].recurs = recurs;
            for (index, &input) in inputs.iter().enumerate() {
                if let Some(keeps) = self.keeps(&what, index) {
                    let terms = self.values[input].terms.clone();
                    self.values[output].terms.extend(&terms, keeps);
                }
            }
        }
        let hidden = self.values[outputs[0]].shape.known().is_none();
        if !several && self.scope.random.percent(if hidden { 40 } else { 10 }) {
            self.annotate(outputs[0]);
        }
        self.steps.push(Step { what, inputs, outputs: outputs.clone() });
        outputs
    }

    /// How a step keeps the terms of an input; `None` if it has factors of its own. Where all elements are positive or small, most
    /// operations are the identity, and `abs` changes the sign of negative ones. A nested network may contain any of these.
    fn keeps(&self, what: &What, input: usize) -> Option<Keeps> {
        match what {
            What::Layer(layer) => matches!(self.layers[*layer].kind, Kind::Nested(_)).then_some(Keeps::Any),
            What::Pairwise(Pairwise::Product) | What::Operation("matmul" | "dot" | "outer", _) => None,
            What::Pairwise(Pairwise::Difference) if input == 1 => Some(Keeps::Opposite),
            What::Operation("abs", _) => Some(Keeps::Any),
            What::Pairwise(_) | What::Operation(..) => Some(Keeps::Sign),
        }
    }

    /// Whether a sum or a difference of two values may cancel what both contain.
    fn cancels(&self, pairwise: Pairwise, a: usize, b: usize) -> bool {
        let is_difference = pairwise == Pairwise::Difference;
        pairwise != Pairwise::Product && self.values[a].terms.cancel(&self.values[b].terms, is_difference)
    }

    /// By what a layer multiplies the degree of a value.
    fn growth(&self, layer: usize) -> u32 {
        let Declared { kind, count, .. } = &self.layers[layer];
        match kind {
            Kind::Nested(nested) => growth(self.module, &nested.network).saturating_pow(count.unwrap_or(1) as u32),
            _ => 1,
        }
    }

    fn annotate(&mut self, value: usize) {
        let dims = self.values[value].shape.dims().to_vec();
        let sizes: Option<Vec<_>> = dims.iter().map(|dim| self.scope.write(dim)).collect();
        // A tensor is declared with sizes, so a single element is not declared.
        if let Some(sizes) = sizes.filter(|sizes| !sizes.is_empty()) {
            self.values[value].shape = self.values[value].shape.declared(self.scope.names.dims(&sizes));
            self.values[value].annotation = Some(sizes);
        }
    }

    /// Reduces a large value to few elements.
    fn shrink(&mut self) -> Option<()> {
        if self.values[0].shape.dims().len() > 1 {
            let count = shape::count(self.values[0].shape.dims());
            self.step(What::Operation("flatten", Turbofish::Nothing), vec![0], vec![Shape::Known(vec![count])], false);
        }
        let last = self.values.len() - 1;
        self.try_layer(last)?;
        self.scope.few = false;
        Some(())
    }

    fn grow(&mut self, depth: usize) -> Option<()> {
        for _ in 0..200 {
            let deepest = (0..self.values.len()).max_by_key(|&value| self.values[value].depth)?;
            if self.values[deepest].depth >= depth {
                return Some(());
            }
            let unused = self.unused();
            let from = match self.scope.random.below(20) {
                0..=12 => deepest,
                13..=16 if !unused.is_empty() => *self.scope.random.one_of(&unused),
                _ => self.scope.random.below(self.values.len()),
            };
            let many = self.values[from].shape.dims().iter().filter_map(Dim::value).product::<u64>() >= LARGE as u64;
            // A single element, of `dot`, has no axis.
            if !many && !self.is_stored(from) && !self.values[from].shape.dims().is_empty() {
                let weights: Vec<_> = STEPS.iter().map(|(weight, _)| *weight).collect();
                let (_, step) = STEPS[self.scope.random.weighted(&weights)];
                step(self, from);
            }
        }
        None
    }

    fn unused(&self) -> Vec<usize> {
        (0..self.values.len()).filter(|&value| self.values[value].uses == 0).collect()
    }

    fn declare(&mut self, kind: Kind, count: Option<usize>) -> usize {
        let names: &[&str] = match kind {
            Kind::Nested(_) => &["block", "part", "body"],
            Kind::Norm(_) => &["norm", "scale"],
            Kind::Embedding(_) => &["embed", "table"],
            Kind::Convolution(_) => &["conv", "stem", "down"],
            Kind::Recurrent(_) => &["rnn", "memory", "steps"],
            Kind::Stored(_) => &["pos", "mask", "offset"],
            Kind::Tied(_) => &["tied", "scores"],
            _ => &["fc", "enc", "key", "mix", "head", "gate"],
        };
        let name = *self.scope.random.one_of(names);
        // `fc`, `fc2`, `fc3`.
        let taken = |candidate: &String| self.layers.iter().any(|layer| layer.name == *candidate);
        let mut name = Some(name.to_string())
            .filter(|name| !taken(name) && self.scope.random.percent(30))
            .unwrap_or_else(|| format!("{name}{}", self.layers.len() + 1));
        while taken(&name) {
            name.push('b');
        }
        let (mark, groups) = (self.mark(), self.mark());
        self.layers.push(Declared { name, kind, count, mark, groups });
        self.layers.len() - 1
    }

    fn try_layer(&mut self, from: usize) -> Option<()> {
        let shape = self.values[from].shape.clone();
        let kind = (self.kind().draw)(&mut self.scope, &shape)?;
        let layer = self.declare(kind, None);
        self.apply(layer, from)
    }

    /// Applies a declared layer to a value; `None` if the value does not fit.
    fn apply(&mut self, layer: usize, from: usize) -> Option<()> {
        let (names, shape) = (self.scope.names.clone(), self.values[from].shape.clone());
        let mut kind = self.layers[layer].kind.clone();
        let gives = match kind.take(&shape, &names)? {
            Fit::Gives(gives) => gives,
            Fit::Claims(takes, gives) if shape::same(&takes, shape.dims()) => gives,
            _ => return None,
        };
        self.layers[layer].kind = kind;
        self.step(What::Layer(layer), vec![from], vec![Shape::Known(gives)], false);
        Some(())
    }

    /// Reuses a declared layer.
    fn try_used_layer(&mut self, from: usize) -> Option<()> {
        let mut layers: Vec<_> = (0..self.layers.len()).collect();
        self.scope.random.shuffle(&mut layers);
        layers.into_iter().find_map(|layer| match &self.layers[layer].kind {
            // Its value is to be that of a layer.
            Kind::Norm(_) | Kind::Stored(_) | Kind::Tied(_) | Kind::Bilinear(_) => None,
            Kind::Nested(nested) => {
                let nested = nested.clone();
                self.apply_nested(layer, &nested, vec![from])
            }
            _ => self.apply(layer, from),
        })
    }

    /// `[Linear<4, 4>; 3]`.
    fn try_row(&mut self, from: usize) -> Option<()> {
        let shape = self.values[from].shape.clone();
        let kind = (self.kind().draw_row)(&mut self.scope, &shape)?;
        let count = self.scope.random.between(1, 3);
        let layer = self.declare(kind, Some(count));
        let gives = match self.layers[layer].kind.take(&shape, &self.scope.names)? {
            Fit::Gives(gives) => Shape::Known(gives),
            Fit::Claims(takes, _) => Shape::Known(takes),
            _ => return None,
        };
        self.step(What::Layer(layer), vec![from], vec![gives], false);
        Some(())
    }

    fn kind(&mut self) -> &'static Entry {
        let weights: Vec<_> = KINDS.iter().map(|entry| entry.weight).collect();
        &KINDS[self.scope.random.weighted(&weights)]
    }

    /// A normalisation or a `PRelu` of the output of a layer, which is often added for it.
    fn try_norm(&mut self, mut from: usize) -> Option<()> {
        if self.scope.random.percent(60) {
            let shape = self.values[from].shape.clone();
            let mut kind = (self.kind().draw)(&mut self.scope, &shape)?;
            // A mean cancels a bias.
            kind.set_bias(self.scope.random.percent(40));
            let layer = self.declare(kind, None);
            self.apply(layer, from)?;
            from = self.values.len() - 1;
        }
        let step = self.steps.iter().find(|step| step.outputs.contains(&from))?;
        let What::Layer(layer) = step.what else { return None };
        let (behind_linear, bias) = match &self.layers[layer].kind {
            Kind::Linear(linear) => (true, linear.bias),
            Kind::Convolution(convolution) => (false, convolution.bias),
            _ => return None,
        };
        let behind = Behind { linear: behind_linear, bias, batch: self.module.batch };
        if behind_linear && self.scope.random.percent(40) {
            from = self.as_volumes(from).unwrap_or(from);
        }
        let shape = self.values[from].shape.clone();
        let (kind, count) = Norm::draw(&mut self.scope, &shape, &behind)?;
        let layer = self.declare(kind, count);
        self.apply(layer, from)
    }

    /// Reshapes the features of a `Linear` to volumes, `[channels, depth, height, width]`.
    fn as_volumes(&mut self, from: usize) -> Option<usize> {
        let [Dim::Number(features)] = self.values[from].shape.known()? else { return None };
        let mut rest = *features;
        let mut sizes = Vec::new();
        for _ in 0..3 {
            let divisors: Vec<_> = (1..=rest).filter(|divisor| rest.is_multiple_of(*divisor)).collect();
            let size = *self.scope.random.one_of(&divisors);
            sizes.push(Size::Number(size));
            rest /= size;
        }
        sizes.push(Size::Number(rest));
        self.scope.random.shuffle(&mut sizes);
        let shape = Shape::Known(self.scope.names.dims(&sizes));
        let never_positive = self.values[from].never_positive;
        self.step(What::Operation("reshape", Turbofish::Sizes(sizes)), vec![from], vec![shape], never_positive);
        Some(self.values.len() - 1)
    }

    fn try_operation(&mut self, from: usize) -> Option<()> {
        let weights: Vec<_> = OPERATIONS.iter().map(|operation| operation.weight).collect();
        let operation = &OPERATIONS[self.scope.random.weighted(&weights)];
        let (turbofish, shape) = (operation.draw)(&mut self.scope, &self.values[from])?;
        let never_positive = match operation.sign {
            Sign::Keeps => self.values[from].never_positive,
            Sign::Any => false,
            Sign::NeverPositive => true,
        };
        self.step(What::Operation(operation.name, turbofish), vec![from], vec![shape], never_positive);
        Some(())
    }

    /// Whether two values can be added.
    fn adds(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.values[a].shape, &self.values[b].shape);
        match a.compare(b) {
            Verdict::Equal => true,
            Verdict::Different => false,
            Verdict::Unknown => shape::same(a.dims(), b.dims()),
        }
    }

    fn try_pair(&mut self, from: usize) -> Option<()> {
        let others = (0..self.values.len()).filter(|&other| self.adds(from, other) && !self.is_stored(other));
        let mut others: Vec<_> = others.collect();
        self.scope.random.shuffle(&mut others);
        // The sum of a value with itself is valid, too, but not interesting.
        let other = *others.iter().find(|&&other| other != from || self.values.len() < 3)?;
        let pairwise = match self.scope.random.below(10) {
            0..=2 => Pairwise::Product,
            3 | 4 if !self.cancels(Pairwise::Difference, from, other) => Pairwise::Difference,
            _ if !self.cancels(Pairwise::Sum, from, other) => Pairwise::Sum,
            _ => Pairwise::Product,
        };
        self.pair(pairwise, from, other)
    }

    /// A value in two parts.
    fn try_split(&mut self, from: usize) -> Option<()> {
        let shape = self.values[from].shape.clone();
        let (turbofish, shapes) = resize::draw_split(&mut self.scope, &shape)?;
        if self.values[from].padded {
            return None;
        }
        let never_positive = self.values[from].never_positive;
        self.step(What::Operation("split", turbofish), vec![from], shapes, never_positive);
        Some(())
    }

    /// An input with an axis whose size is a literal: the value, the axis and its size.
    fn selected(&mut self) -> Option<(usize, usize, u64)> {
        let mut all = Vec::new();
        for (value, drawn) in self.values.iter().enumerate() {
            let dims = drawn.shape.known().filter(|dims| drawn.input.is_some() && dims.len() > 1).unwrap_or_default();
            all.extend(dims.iter().enumerate().filter_map(|(axis, dim)| match dim {
                Dim::Number(size) => Some((value, axis, *size)),
                _ => None,
            }));
        }
        (!all.is_empty()).then(|| *self.scope.random.one_of(&all))
    }

    /// The sizes of indices for the elements of a value of these sizes along an axis: few, and only literals.
    fn gathered(&mut self, dims: &[Dim], axis: usize) -> Option<Vec<Size>> {
        let number = |dim: &Dim| if let Dim::Number(size) = dim { Some(*size) } else { None };
        let mut sizes: Vec<u64> = dims.iter().map(number).collect::<Option<_>>()?;
        sizes[axis] = self.scope.random.between(1, 3) as u64;
        let is_small = sizes.len() < 4 && sizes.iter().product::<u64>() <= 64;
        (is_small && self.scope.random.percent(60)).then(|| sizes.into_iter().map(Size::Number).collect())
    }

    /// A value in several parts.
    fn try_parts(&mut self, from: usize) -> Option<()> {
        let shape = self.values[from].shape.clone();
        if self.values[from].padded {
            return None;
        }
        let (name, turbofish, shapes) = along::draw_parts(&mut self.scope, &shape)?;
        let never_positive = self.values[from].never_positive;
        self.step(What::Operation(name, turbofish), vec![from], shapes, never_positive);
        Some(())
    }

    /// The product of two matrices or vectors.
    fn try_product(&mut self, from: usize) -> Option<()> {
        let mut others: Vec<_> = (0..self.values.len()).filter(|&other| other != from).collect();
        self.scope.random.shuffle(&mut others);
        for other in others {
            let (a, b) = if self.scope.random.percent(50) { (from, other) } else { (other, from) };
            let [left, right] = [a, b].map(|value| &self.values[value]);
            if left.padded || right.padded || left.degree + right.degree > HIGHEST {
                continue;
            }
            let (shapes, never_positive) =
                ([left.shape.clone(), right.shape.clone()], left.never_positive || right.never_positive);
            let Some((name, shape)) = along::draw_product(&mut self.scope, &shapes[0], &shapes[1]) else { continue };
            let is_scalar = shape.dims().is_empty();
            let output =
                self.step(What::Operation(name, Turbofish::Nothing), vec![a, b], vec![shape], never_positive)[0];
            if is_scalar {
                // Most operations expect an axis.
                let (turbofish, shape) = (Turbofish::Along(0, vec![], "0".into()), Shape::Known(vec![Dim::Number(1)]));
                self.step(What::Operation("unsqueeze", turbofish), vec![output], vec![shape], never_positive);
            }
            return Some(());
        }
        None
    }

    /// Two values along a new axis.
    fn try_stack(&mut self, from: usize) -> Option<()> {
        let dims = self.values[from].shape.known().filter(|dims| dims.len() < 4)?.to_vec();
        let equal = |&other: &usize| {
            let shape = &self.values[other].shape;
            other != from && shape.known().is_some() && shape.compare(&self.values[from].shape) == Verdict::Equal
        };
        let others: Vec<_> = (0..self.values.len()).filter(equal).collect();
        let other = *others.get(self.scope.random.below(others.len().max(1)))?;
        let axis = self.scope.random.below(dims.len() + 1);
        let shape = along::stacked(&dims, axis);
        let few = shape.dims().iter().map(|dim| dim.value().unwrap_or(6)).product::<u64>() <= 48;
        let never_positive = self.values[from].never_positive || self.values[other].never_positive;
        let turbofish = if axis == 0 { Turbofish::Nothing } else { Turbofish::Axis(axis) };
        few.then(|| self.step(What::Operation("stack", turbofish), vec![from, other], vec![shape], never_positive))?;
        Some(())
    }

    /// Whether a value is a stored tensor, which is used where it is drawn.
    fn is_stored(&self, value: usize) -> bool {
        let input = self.values[value].input.as_deref();
        self.layers.iter().any(|layer| matches!(layer.kind, Kind::Stored(_)) && Some(&*layer.name) == input)
    }

    /// A stored tensor, added to a value or multiplied by it.
    fn try_stored(&mut self, from: usize) -> Option<()> {
        let shape = self.values[from].shape.clone();
        let few = shape.dims().iter().map(|dim| dim.value().unwrap_or(6)).product::<u64>() <= 200;
        let kind = if few { Stored::draw(&mut self.scope, &shape)? } else { return None };
        let pairwise = if self.scope.random.percent(40) { Pairwise::Product } else { Pairwise::Sum };
        if pairwise == Pairwise::Product && self.values[from].degree + 1 > HIGHEST {
            return None;
        }
        let Kind::Stored(stored) = &kind else { return None };
        let shape = stored.shape(&self.scope.names);
        let layer = self.declare(kind, None);
        let value = self.value(shape, false, 0, Some(self.layers[layer].name.clone()));
        self.pair(pairwise, from, value)
    }

    /// A layer with the weight of another one.
    fn try_tied(&mut self, from: usize) -> Option<()> {
        let mut layers: Vec<_> = (0..self.layers.len()).filter(|&layer| self.layers[layer].count.is_none()).collect();
        self.scope.random.shuffle(&mut layers);
        let shape = self.values[from].shape.clone();
        let (leading, names) = (shape.known()?.split_last()?.1, self.scope.names.clone());
        let rows: u64 = leading.iter().map(|dim| dim.value().unwrap_or(6)).product();
        let tied = layers.into_iter().find_map(|layer| {
            let mut tied = Tied::to(&self.layers[layer].name, &self.layers[layer].kind, &names)?;
            match crate::layers::Rules::take(&mut tied, &shape, &names)? {
                Fit::Gives(gives) => {
                    let last = gives.last().and_then(Dim::value).unwrap_or(6);
                    (rows * last <= 64).then_some(tied)
                }
                _ => None,
            }
        })?;
        let layer = self.declare(Kind::Tied(tied), None);
        self.apply(layer, from)
    }

    /// A bilinear layer of a value and another one.
    fn try_bilinear(&mut self, from: usize) -> Option<()> {
        let mut others: Vec<_> = (0..self.values.len()).filter(|&other| !self.is_stored(other)).collect();
        self.scope.random.shuffle(&mut others);
        let shape = self.values[from].shape.clone();
        let (other, kind) = others.into_iter().find_map(|other| {
            let degree = self.values[from].degree + self.values[other].degree;
            let second = self.values[other].shape.clone();
            (degree <= HIGHEST).then(|| Some((other, Bilinear::draw(&mut self.scope, &shape, &second)?)))?
        })?;
        let Kind::Bilinear(bilinear) = &kind else { return None };
        let leading = shape.known()?.split_last()?.1;
        let gives = [leading, &[self.scope.names.dim(&bilinear.output)]].concat();
        let layer = self.declare(kind, None);
        self.step(What::Layer(layer), vec![from, other], vec![Shape::Known(gives)], false);
        Some(())
    }

    fn pair(&mut self, pairwise: Pairwise, a: usize, b: usize) -> Option<()> {
        let (a, b) = if self.scope.random.percent(50) { (a, b) } else { (b, a) };
        if pairwise == Pairwise::Product && self.values[a].degree + self.values[b].degree > HIGHEST {
            return None;
        }
        let (left, right) = (&self.values[a].shape, &self.values[b].shape);
        let shape = if left.known().is_some() || right.known().is_none() { left } else { right }.clone();
        let (a_is, b_is) = (self.values[a].never_positive, self.values[b].never_positive);
        let never_positive = match pairwise {
            Pairwise::Sum => a_is && b_is,
            Pairwise::Difference => a_is,
            // A factor that is nowhere negative.
            Pairwise::Product => a_is || b_is,
        };
        self.step(What::Pairwise(pairwise), vec![a, b], vec![shape], never_positive);
        Some(())
    }

    /// The axes along which two values can be joined.
    fn joins(&self, a: usize, b: usize) -> Vec<usize> {
        let (a, b) = (&self.values[a].shape, &self.values[b].shape);
        if !self.scope.computes(a) || !self.scope.computes(b) || a.dims().len() != b.dims().len() {
            return vec![];
        }
        let equal = |a: &Dim, b: &Dim| match a.compare(b) {
            Verdict::Equal => true,
            Verdict::Different => false,
            Verdict::Unknown => a.is(b),
        };
        let axes = a.dims().len();
        (0..axes)
            .filter(|&axis| (0..axes).all(|other| other == axis || equal(&a.dims()[other], &b.dims()[other])))
            .collect()
    }

    fn try_concat(&mut self, from: usize) -> Option<()> {
        let joins = |&other: &usize| !self.joins(from, other).is_empty() && !self.is_stored(other);
        let mut others: Vec<_> = (0..self.values.len()).filter(joins).collect();
        self.scope.random.shuffle(&mut others);
        let axes = self.joins(from, *others.first()?);
        let axis = *self.scope.random.one_of(&axes);
        let mut joined = vec![from, others[0]];
        if let Some(&third) = others.get(1)
            && self.joins(from, third).contains(&axis)
            && self.joins(others[0], third).contains(&axis)
            && self.scope.random.percent(30)
        {
            joined.push(third);
        }
        self.scope.random.shuffle(&mut joined);
        self.concat(joined, axis)
    }

    fn concat(&mut self, joined: Vec<usize>, axis: usize) -> Option<()> {
        let shapes: Vec<_> = joined.iter().map(|&value| &self.values[value].shape).collect();
        let known = shapes.iter().find(|shape| shape.known().is_some()).unwrap_or(&shapes[0]);
        let mut dims = known.dims().to_vec();
        let sizes = joined.iter().map(|&value| match (&self.values[value].shape, known) {
            (Shape::Hidden(dims, _), Shape::Known(_)) => Dim::Hidden(dims[axis].value().unwrap_or(1), value, axis),
            (shape, _) => shape.dims()[axis].clone(),
        });
        dims[axis] = sizes.reduce(Dim::sum).filter(Dim::is_computable)?;
        let shape = known.likewise(dims);
        let few = shape.dims().iter().filter_map(Dim::value).product::<u64>() <= 48;
        let never_positive = joined.iter().any(|&value| self.values[value].never_positive);
        let written = axis > 0 || self.scope.random.percent(20);
        let turbofish = if written { Turbofish::Axis(axis) } else { Turbofish::Nothing };
        few.then(|| self.step(What::Operation("concat", turbofish), joined, vec![shape], never_positive))?;
        Some(())
    }

    /// A nested network that accepts this value, and perhaps another one.
    fn try_nested(&mut self, from: usize) -> Option<()> {
        if self.level == 2 || self.module.networks.len() > 3 {
            return None;
        }
        let mut values = vec![from];
        if self.scope.random.percent(25) {
            values.push(self.scope.random.below(self.values.len()));
        }
        let few = |&value: &usize| {
            let shape = &self.values[value].shape;
            !shape.dims().is_empty() && shape.dims().iter().filter_map(Dim::value).product::<u64>() <= 48
        };
        if values.iter().any(|&value| self.is_stored(value)) {
            return None;
        }
        // It may begin with a ReLU.
        if !values.iter().all(few) || values.iter().any(|&value| self.values[value].never_positive) {
            return None;
        }
        let row = values.len() == 1 && self.scope.random.percent(30);
        let networks = self.module.networks.len();
        let Some(nested) = self.nested(&values, row) else {
            self.module.networks.truncate(networks);
            return None;
        };
        let count = row.then(|| self.scope.random.between(1, 3));
        let layer = self.declare(Kind::Nested(nested.clone()), count);
        self.apply_nested(layer, &nested, values)
    }

    /// Draws a network for these values, with an output of the input's shape if it is for an array.
    fn nested(&mut self, values: &[usize], row: bool) -> Option<Nested> {
        let NestedInputs { parameters, arguments, inputs } = self.nested_inputs(values)?;
        let arithmetic = !arguments.iter().any(|argument| self.scope.names.dim(argument).is_generic());
        let depth = self.scope.random.between(1, 3);
        let mut drawing =
            Drawing::new(&mut *self.scope.random, &mut *self.module, &mut *self.marks, parameters, self.level + 1);
        drawing.scope.arithmetic = arithmetic;
        let output = row.then(|| drawing.scope.names.dims(&inputs[0]));
        let prefix = ["Block", "Part"][self.level];
        let mut network = drawing.network(prefix, inputs, depth, output.as_deref())?;
        let before = self.module.networks.iter().filter(|other| other.name.starts_with(prefix)).count();
        network.name = format!("{prefix}{}", before + 1);
        if network.inputs.len() != values.len() || !predict::complaints_of(self.module, &network).is_empty() {
            return None;
        }
        let nested = Nested { network: network.name.clone(), arguments };
        self.module.networks.push(network);
        Some(nested)
    }

    /// Draws parameters, arguments and inputs of a network that accepts these values.
    fn nested_inputs(&mut self, values: &[usize]) -> Option<NestedInputs> {
        let mut nested = NestedInputs { parameters: vec![], arguments: vec![], inputs: vec![] };
        let mut dims = Vec::<Dim>::new();
        for &value in values {
            let mut sizes = Vec::new();
            for dim in self.values[value].shape.dims().to_vec() {
                let known = dims.iter().position(|other| other.is(&dim));
                let parameter = match known {
                    // Parameters are never 1, so that a softmax along them learns.
                    None if (dim.is_generic() || dim.value() != Some(1) && self.scope.random.percent(30))
                        && dims.len() < 3 =>
                    {
                        nested.parameters.push(["D", "E", "F"][dims.len()].into());
                        nested.arguments.push(self.scope.write(&dim)?);
                        dims.push(dim.clone());
                        Some(dims.len() - 1)
                    }
                    known => known,
                };
                sizes.push(match parameter {
                    Some(parameter) => Size::Name(nested.parameters[parameter].clone()),
                    None if dim.is_generic() => return None,
                    None => self.scope.write(&dim)?,
                });
            }
            nested.inputs.push(sizes);
        }
        Some(nested)
    }

    fn apply_nested(&mut self, layer: usize, nested: &Nested, values: Vec<usize>) -> Option<()> {
        let (takes, gives) = nested.signature(self.module, &self.scope.names);
        let shapes: Vec<_> = values.iter().map(|&value| self.values[value].shape.clone()).collect();
        let fits = |(takes, given): (&Vec<Dim>, &Shape)| shape::same(takes, given.dims());
        if values.iter().any(|&value| self.values[value].never_positive) {
            return None;
        }
        if values.iter().any(|&value| self.values[value].recurs) && selects(self.module, &nested.network) {
            return None;
        }
        let degree = values.iter().map(|&value| self.values[value].degree).max().unwrap_or(1);
        if degree.saturating_mul(self.growth(layer)) > HIGHEST {
            return None;
        }
        if takes.len() != shapes.len() || !takes.iter().zip(&shapes).all(fits) {
            return None;
        }
        let names = &self.scope.names;
        let mentions = |parameter: &String| self.layers[layer].kind.mentions(parameter, names);
        let generic = names.parameters.iter().any(mentions) || shapes.iter().any(Shape::is_generic);
        let gives = match self.layers[layer].count {
            Some(_) if gives.len() != 1 || !shape::same(&gives[0], &takes[0]) => return None,
            Some(_) => vec![shapes[0].clone()],
            None => gives.into_iter().map(|dims| Shape::Hidden(dims, generic)).collect(),
        };
        self.step(What::Layer(layer), values, gives, true);
        Some(())
    }

    /// Combines all values that are not used yet, so that every tensor receives a gradient.
    fn finish(&mut self, output: Option<&[Dim]>) -> Option<()> {
        let most = match output {
            Some(_) => 1,
            None => [1, 1, 1, 2, 3][self.scope.random.below(5)],
        };
        for _ in 0..30 {
            let unused = self.unused();
            if unused.len() <= most {
                break;
            }
            self.bring_together(unused[0], unused[1])?;
        }
        if let Some(dims) = output {
            let last = self.flattened(*self.unused().first()?)?;
            if !shape::same(self.values[last].shape.dims(), dims) {
                let [size] = dims else { return None };
                self.linear(last, size.clone())?;
            }
        }
        for value in self.unused() {
            let dims = self.values[value].shape.dims().to_vec();
            if !dims.iter().all(|dim| self.scope.write(dim).is_some()) {
                let value = self.flattened(value)?;
                let size = self.scope.output();
                let dim = self.scope.names.dim(&size);
                self.linear(value, dim)?;
            }
        }
        (self.unused().len() <= most).then_some(())
    }

    fn flattened(&mut self, value: usize) -> Option<usize> {
        let shape = self.values[value].shape.clone();
        if shape.dims().len() == 1 {
            return Some(value);
        }
        if !self.scope.computes(&shape) {
            return None;
        }
        let flat = shape.likewise(vec![shape::count(shape.dims())]);
        let never_positive = self.values[value].never_positive;
        self.step(What::Operation("flatten", Turbofish::Nothing), vec![value], vec![flat], never_positive);
        Some(self.values.len() - 1)
    }

    fn linear(&mut self, value: usize, output: Dim) -> Option<usize> {
        let shape = self.values[value].shape.clone();
        let Kind::Linear(mut linear) = Linear::draw(&mut self.scope, &shape)? else { return None };
        linear.sides.output = self.scope.write(&output)?;
        let layer = self.declare(Kind::Linear(linear), None);
        self.apply(layer, value)?;
        Some(self.values.len() - 1)
    }

    fn bring_together(&mut self, a: usize, b: usize) -> Option<()> {
        if self.adds(a, b) && !self.cancels(Pairwise::Sum, a, b) {
            return self.pair(Pairwise::Sum, a, b);
        }
        let (a, b) = (self.flattened(a)?, self.flattened(b)?);
        let few = |value: usize| self.values[value].shape.dims()[0].value().is_none_or(|size| size <= 24);
        if self.scope.random.percent(60) && few(a) && few(b) && self.joins(a, b).contains(&0) {
            return self.concat(vec![a, b], 0);
        }
        let size = self.scope.output();
        let size = self.scope.names.dim(&size);
        let (a, b) = (self.linear(a, size.clone())?, self.linear(b, size)?);
        if self.adds(a, b) { self.pair(Pairwise::Sum, a, b) } else { None }
    }

    /// Converts the steps to expressions: values in chains, or bound to names.
    fn written(mut self, name: &str, inputs: Vec<Input>) -> Option<Network> {
        let results = self.unused();
        let mut uses: Vec<usize> = self.values.iter().map(|value| value.uses).collect();
        results.iter().for_each(|&value| uses[value] += 1);
        let once: Vec<_> = uses.iter().map(|&uses| uses == 1).collect();
        let mut lets = Vec::new();
        let mut expressions: Vec<Option<Expression>> =
            self.values.iter().map(|value| value.input.as_ref().map(|name| Expression::Value(name.clone()))).collect();
        for Embedded { value, by, input } in std::mem::take(&mut self.embedded) {
            let mark = self.mark();
            let call = match by {
                By::Layer(layer) => embedding::call(&self.layers[layer].name, &input, mark),
                By::OneHot => embedding::call("one_hot", &input, mark),
                By::Select(from, axis) => taken("index_select", [from, input], axis, mark),
                By::Gather(from, axis) => taken("gather", [from, input], axis, mark),
            };
            if once[value] && self.scope.random.percent(60) {
                expressions[value] = Some(call);
            } else {
                let names = self.values[value].input.clone().into_iter().collect();
                lets.push(Let { names, annotation: None, value: call });
            }
        }
        for step in std::mem::take(&mut self.steps) {
            let mut operands = Vec::new();
            for &input in &step.inputs {
                uses[input] -= 1;
                // An expression that is used once is moved; a name is repeated.
                let operand = if uses[input] == 0 { expressions[input].take() } else { expressions[input].clone() };
                operands.push(operand.expect("a value is made before it is used"));
            }
            let expression = self.expression(&step.what, operands);
            let held = step.outputs.len() == 1
                && once[step.outputs[0]]
                && self.values[step.outputs[0]].annotation.is_none()
                && self.scope.random.percent(65);
            if held {
                expressions[step.outputs[0]] = Some(expression);
                continue;
            }
            let names: Vec<_> = step.outputs.iter().map(|_| String::new()).collect();
            let mut statement = Let { names, annotation: None, value: expression };
            for (name, &output) in statement.names.iter_mut().zip(&step.outputs) {
                *name = self.free_name(&expressions);
                expressions[output] = Some(Expression::Value(name.clone()));
            }
            if let Some(sizes) = self.values[step.outputs[0]].annotation.take() {
                statement.annotation = Some(self.tensor_type(sizes));
            }
            lets.push(statement);
        }
        let mut outputs = Vec::new();
        for &value in &results {
            let dims = self.values[value].shape.dims().to_vec();
            let sizes: Option<Vec<_>> = dims.iter().map(|dim| self.scope.write(dim)).collect();
            outputs.push(self.tensor_type(sizes?));
        }
        let mut result: Vec<_> = results.iter().map(|&value| expressions[value].take()).collect::<Option<_>>()?;
        if result.len() < 4 && self.scope.random.percent(6) {
            // A value may be returned twice.
            if let (Some(Expression::Value(name)), Some(output)) = (result.first().cloned(), outputs.first().cloned()) {
                result.push(Expression::Value(name));
                let output = self.tensor_type(output.sizes);
                outputs.push(output);
            }
        }
        let parameters = std::mem::take(&mut self.scope.names.parameters);
        let mut layers = std::mem::take(&mut self.layers);
        layers.iter_mut().for_each(|layer| layer.kind.forget());
        Some(Network { name: name.into(), parameters, layers, inputs, lets, result, outputs })
    }

    fn expression(&mut self, what: &What, mut values: Vec<Expression>) -> Expression {
        let mark = self.mark();
        let (name, turbofish) = match what {
            What::Pairwise(pairwise) => {
                let right = values.remove(1);
                return Expression::Pair(*pairwise, Box::new(values.remove(0)), Box::new(right), mark);
            }
            What::Layer(layer) => (self.layers[*layer].name.clone(), Turbofish::Nothing),
            What::Operation(name, turbofish) => (name.to_string(), turbofish.clone()),
        };
        let functions = match name.as_str() {
            "split" | "chunk" => 100,
            _ if values.len() > 1 => 85,
            _ => 12,
        };
        let form = if self.scope.random.percent(functions) { Form::Function } else { Form::Method };
        Expression::Call(Call { name, form, turbofish, values, mark })
    }

    /// A name that no later expression refers to.
    fn free_name(&mut self, expressions: &[Option<Expression>]) -> String {
        let mut taken = HashSet::new();
        for expression in expressions.iter().flatten() {
            expression.for_each(&mut |expression| {
                if let Expression::Value(name) = expression {
                    taken.insert(name.clone());
                }
            });
        }
        let names = ["h", "a", "b", "t", "left_part", "out", "s", "v"];
        let free: Vec<_> = names.iter().filter(|name| !taken.contains(**name)).collect();
        match free.first() {
            Some(first) if self.scope.random.percent(60) => first.to_string(),
            Some(_) => self.scope.random.one_of(&free).to_string(),
            None => format!("v{}", taken.len()),
        }
    }
}
