//! Predicts the errors of a network, by rules that are independent of the macro. The prediction is the first line of a message,
//! which names the rule, the shapes and their origins; the proposed fixes are checked by the golden files of `tests/ui`.
//!
//! Some mistakes are visible in the text of the network, and the macro reports them, with sizes as they are written. Others depend
//! on the value of a name, or on the shapes of a nested network: the compiler reports these, with decimal sizes.

use crate::along;
use crate::architecture::{Call, Expression, Mark, Module, Network, Pairwise, Size, TensorType, Turbofish};
use crate::groups::Sharing;
use crate::layers::{Fit, Kind, Misfit};
use crate::operations;
use crate::resize;
use crate::shape::{self, Dim, Names, Shape, Verdict, list, numbers};
use std::collections::HashSet;

mod indices;

/// An error that must be reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Complaint {
    /// The first line of the message.
    pub(crate) headline: String,
    /// The calls whose line numbers the message contains, if they are not its own.
    pub(crate) calls: Vec<(String, Mark)>,
    pub(crate) mark: Mark,
    pub(crate) stage: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// By the macro.
    Text,
    /// By the compiler, with the macro's words.
    Names,
    /// By the compiler, in words that are not predicted.
    Types,
    /// Not a mistake of shapes.
    Other,
}

/// A value, with everything that messages about it contain.
#[derive(Clone)]
pub(crate) struct Value {
    pub(crate) shape: Shape,
    /// An identifier that all views of a value share.
    root: usize,
    origin: Origin,
    /// Whether its shape depends on a claim that only the compiler can prove.
    doubtful: bool,
    /// Whether that claim is wrong, so that nothing more is reported about the value.
    broken: bool,
    /// The expectations of earlier layers that its path has violated.
    misfits: Vec<String>,
    /// The bound, for indices.
    below: Option<Dim>,
}

/// The layer or input that a shape comes from.
#[derive(Clone)]
struct Origin {
    name: String,
    /// The layer's call; `None` for an input.
    call: Option<Mark>,
}

/// Every error of a module, in the order of its text.
pub(crate) fn complaints(module: &Module) -> Vec<Complaint> {
    module.networks.iter().flat_map(|network| complaints_of(module, network)).collect()
}

/// Every error of one of its networks, or of a network that is being drawn for it.
pub(crate) fn complaints_of(module: &Module, network: &Network) -> Vec<Complaint> {
    Walk::new(module, network).all()
}

/// The walk through one network.
pub(crate) struct Walk<'a> {
    module: &'a Module,
    network: &'a Network,
    names: Names,
    layers: Vec<Kind>,
    /// The layers that `forward` mentions; `called` has those that it has called.
    mentioned: HashSet<usize>,
    /// Layers whose declaration is wrong.
    unreadable: HashSet<usize>,
    called: HashSet<usize>,
    variables: Vec<Variable>,
    values: usize,
    complaints: Vec<Complaint>,
    /// The keys of errors that were reported, and are not reported again.
    reported: HashSet<String>,
}

struct Variable {
    name: String,
    /// `None` if it could not be computed.
    value: Option<Value>,
    used: bool,
}

/// A shape in a message: as written in the text, or in decimal.
fn words(dims: &[Dim], stage: Stage) -> String {
    format!("[{}]", if stage == Stage::Text { list(dims) } else { numbers(dims) })
}

fn signal(shapes: &[Vec<Dim>]) -> String {
    shapes.iter().map(|dims| words(dims, Stage::Names)).collect::<Vec<_>>().join(", ")
}

impl<'a> Walk<'a> {
    pub(crate) fn new(module: &'a Module, network: &'a Network) -> Self {
        Walk {
            module,
            network,
            names: Names::of(module, network),
            layers: network.layers.iter().map(|layer| layer.kind.clone()).collect(),
            mentioned: HashSet::new(),
            unreadable: HashSet::new(),
            called: HashSet::new(),
            variables: Vec::new(),
            values: 0,
            complaints: Vec::new(),
            reported: HashSet::new(),
        }
    }

    fn all(mut self) -> Vec<Complaint> {
        for index in 0..self.layers.len() {
            if let Some(Sharing::Misfit(_)) = self.layers[index].groups(&self.names).map(|groups| groups.sharing()) {
                self.share(index, self.network.layers[index].mark);
                self.unreadable.insert(index);
            }
        }
        for input in &self.network.inputs {
            let shape = Shape::Known(self.names.dims(&input.ty.sizes));
            let origin = Origin { name: input.name.clone(), call: None };
            let below = input.below.as_ref().map(|below| self.names.dim(below));
            let value = Value { below, ..self.value(shape, origin) };
            self.variables.push(Variable { name: input.name.clone(), value: Some(value), used: false });
        }
        for statement in &self.network.lets {
            let values = self.several(&statement.value, statement.names.len(), false);
            let values = match (&statement.annotation, values) {
                (Some(declared), Some(values)) => self.annotate(&values[0], declared).map(|value| vec![value]),
                (_, values) => values,
            };
            let values = values.filter(|values| values.len() == statement.names.len());
            if values.is_none() && self.complaints.is_empty() {
                // One value for several names.
                self.unclear(Mark(usize::MAX));
            }
            for (index, name) in statement.names.iter().enumerate() {
                let value = values.as_ref().map(|values| values[index].clone());
                self.variables.push(Variable { name: name.clone(), value, used: false });
            }
        }
        let result = match &self.network.result[..] {
            [one] => self.several(one, self.network.outputs.len(), true),
            several => {
                let values: Vec<_> = several.iter().map(|value| self.single(value)).collect();
                values.into_iter().collect()
            }
        };
        if let Some(result) = result {
            self.outputs(&result);
        }
        self.leftovers();
        self.complaints
    }

    /// Reports what is declared and never used.
    fn leftovers(&mut self) {
        if self.complaints.iter().any(|complaint| complaint.stage == Stage::Text) {
            return;
        }
        for (index, layer) in self.network.layers.iter().enumerate() {
            if !self.mentioned.contains(&index) {
                let what = if matches!(layer.kind, Kind::Stored(_)) { "" } else { "layer " };
                self.complain(format!("{what}`{}` is never used", layer.name), &[], layer.mark, Stage::Text);
            }
        }
        let unused = |variable: &Variable| !variable.used && !variable.name.starts_with('_');
        let parameters = &self.network.parameters;
        let mentioned = |parameter: &String| self.layers.iter().any(|layer| layer.mentions(parameter, &self.names));
        if self.variables.iter().any(unused) || !parameters.iter().all(mentioned) {
            self.complain("something is never used".into(), &[], Mark(usize::MAX), Stage::Other);
        }
    }

    fn value(&mut self, shape: Shape, origin: Origin) -> Value {
        self.values += 1;
        Value { shape, root: self.values, origin, doubtful: false, broken: false, misfits: Vec::new(), below: None }
    }

    /// A new value: the output of a layer, or of an operation that messages name as an origin.
    pub(crate) fn produced(&mut self, name: &str, call: Mark, shape: Shape, of: &[&Value]) -> Value {
        let value = self.value(shape, Origin { name: name.into(), call: Some(call) });
        Value { misfits: of.iter().flat_map(|value| value.misfits.clone()).collect(), ..value }
    }

    /// A new value with the origin of the first one: the output of an operation that messages do not name as an origin.
    pub(crate) fn kept(&mut self, shape: Shape, of: &[&Value]) -> Value {
        let value = self.value(shape, of[0].origin.clone());
        Value {
            misfits: of.iter().flat_map(|value| value.misfits.clone()).collect(),
            doubtful: of.iter().any(|value| value.doubtful),
            broken: of.iter().any(|value| value.broken),
            ..value
        }
    }

    /// The output of an operation on several values, which depends on what they depend on.
    pub(crate) fn combined(&mut self, name: &str, call: Mark, shape: Shape, of: &[&Value]) -> Value {
        let (doubtful, broken) = (of.iter().any(|value| value.doubtful), of.iter().any(|value| value.broken));
        Value { doubtful, broken, ..self.produced(name, call, shape, of) }
    }

    /// The output of an operation, which becomes the origin if the shape has changed.
    pub(crate) fn reshaped(&mut self, value: &Value, call: &Call, shape: Shape) -> Value {
        match shape.compare(&value.shape) {
            Verdict::Equal => self.kept(shape, &[value]),
            // The shape is computed from that of the value.
            _ => {
                let (doubtful, broken) = (value.doubtful, value.broken);
                Value { doubtful, broken, ..self.produced(&call.name, call.mark, shape, &[value]) }
            }
        }
    }

    /// Reports that an operation does not accept a value.
    pub(crate) fn refuse(&mut self, value: &Value, call: &Call, expects: &str) -> Option<Value> {
        let (name, found, origin) = (&call.name, words(value.shape.dims(), Stage::Text), &value.origin);
        let text = format!("`{name}` expects {expects} but receives {found} from `{}`", origin.name);
        self.complain(text, &[origin], call.mark, Stage::Text);
        None
    }

    /// The same value in another shape.
    pub(crate) fn view(value: &Value, shape: Shape) -> Value {
        Value { shape, ..value.clone() }
    }

    fn complain(&mut self, headline: String, origins: &[&Origin], mark: Mark, stage: Stage) {
        let call = |origin: &&Origin| Some((origin.name.clone(), origin.call?));
        let calls = origins.iter().filter_map(call).collect();
        self.complaints.push(Complaint { headline, calls, mark, stage });
    }

    /// Reports a mistake that is a type error of the compiler, whose message is not predicted.
    pub(crate) fn unclear(&mut self, mark: Mark) {
        self.complain("the compiler's own words".into(), &[], mark, Stage::Types);
    }

    /// Compares a value with an expected shape. If the value depends on an unproven claim, the result is unknown.
    fn verdict(value: &Value, expected: &Shape) -> Verdict {
        match value.shape.compare(expected) {
            Verdict::Different if Self::is_doubtful(value, expected) => Verdict::Unknown,
            verdict => verdict,
        }
    }

    fn is_doubtful(value: &Value, expected: &Shape) -> bool {
        value.doubtful && shape::comparable(&value.shape, expected)
    }

    /// A claim that only the compiler can prove, and whether it holds. It is reported once for the same values.
    fn claim(&mut self, holds: bool, broken: bool, key: String, text: String, origins: &[&Origin], mark: Mark) {
        if self.reported.insert(key) && !holds && !broken {
            self.complain(text, origins, mark, Stage::Names);
        }
    }

    fn single(&mut self, expression: &Expression) -> Option<Value> {
        match expression {
            Expression::Value(name) if self.stored(name).is_some() => {
                let layer = self.stored(name)?;
                self.mentioned.insert(layer);
                let Kind::Stored(stored) = &self.layers[layer] else { return None };
                let (shape, origin) = (stored.shape(&self.names), Origin { name: name.clone(), call: None });
                // One value, however often it is used.
                let root = usize::MAX - layer;
                Some(Value { root, ..self.value(shape, origin) })
            }
            Expression::Value(name) => {
                let variable = self.variables.iter_mut().rev().find(|variable| variable.name == *name);
                let variable = variable.expect("a value is bound before it is used");
                variable.used = true;
                variable.value.clone()
            }
            Expression::Call(call) => Some(self.call(call, 1, false)?.remove(0)),
            Expression::Pair(pairwise, left, right, mark) => {
                let (left, right) = (self.single(left), self.single(right));
                self.pairwise(*pairwise, &left?, &right?, *mark)
            }
        }
    }

    /// The stored tensor of this name, unless a variable has it, too.
    fn stored(&self, name: &str) -> Option<usize> {
        let is_variable = self.variables.iter().any(|variable| variable.name == name);
        self.network.layer(name).filter(|&layer| !is_variable && matches!(self.layers[layer], Kind::Stored(_)))
    }

    /// Evaluates an expression to one value per name, or per output.
    fn several(&mut self, expression: &Expression, count: usize, outputs: bool) -> Option<Vec<Value>> {
        match expression {
            Expression::Call(call) if count > 1 || outputs => self.call(call, count, outputs),
            other => self.single(other).map(|value| vec![value]),
        }
    }

    fn call(&mut self, call: &Call, count: usize, outputs: bool) -> Option<Vec<Value>> {
        let values: Vec<_> = call.values.iter().map(|value| self.single(value)).collect();
        let layer = self.network.layer(&call.name);
        self.mentioned.extend(layer);
        let values: Vec<Value> = values.into_iter().collect::<Option<_>>()?;
        if layer.is_some_and(|layer| self.unreadable.contains(&layer)) {
            return None;
        }
        let of: Vec<_> = values.iter().collect();
        let Some(layer) = layer else {
            match call.name.as_str() {
                "one_hot" => return Some(vec![self.one_hot(call, &values[0])?]),
                "index_select" => return Some(vec![self.index_select(call, &values)?]),
                "gather" => return Some(vec![self.gather(call, &values)?]),
                _ => {}
            }
            self.numbers(&format!("`{}`", call.name), &of, call.mark)?;
            match (call.name.as_str(), &call.turbofish) {
                ("chunk", _) | ("split", Turbofish::Along(..)) => return along::parts(self, call, &values[0]),
                ("split", _) => return resize::split(self, call, &values[0]),
                _ => {}
            }
            let operation = operations::of(call);
            return Some(vec![(operation.take)(self, call, &values)?]);
        };
        if let (Some(count), Some(below)) = (self.network.layers[layer].count, &values[0].below) {
            self.row_of_indices(&call.name, count, &values[0], below, call.mark);
            return None;
        }
        match self.layers[layer].clone() {
            Kind::Nested(_) if values.iter().any(|value| value.below.is_some()) => {
                self.unclear(call.mark);
                None
            }
            Kind::Nested(nested) => self.nested(layer, &nested, &values, call.mark, count, outputs),
            Kind::Embedding(_) => Some(vec![self.look_up(layer, &values[0], call.mark)?]),
            Kind::Bilinear(_) => Some(vec![self.bilinear(layer, &values, call.mark)?]),
            Kind::Stored(_) => {
                let text = format!("`{}` is a stored tensor, which is not called", call.name);
                self.complain(text, &[], call.mark, Stage::Other);
                None
            }
            _ if values.len() != 1 => {
                self.complain("a layer with too many inputs".into(), &[], call.mark, Stage::Other);
                None
            }
            _ => {
                self.numbers(&format!("layer `{}`", call.name), &of, call.mark)?;
                if let Kind::Tied(mut tied) = self.layers[layer].clone() {
                    if let Some(target) = self.network.layer(&tied.of) {
                        tied.settle(&self.layers[target], &self.names);
                    }
                    if !tied.is_settled() {
                        let (name, of) = (&call.name, &tied.of);
                        let text = format!("layer `{name}` has the weight of `{of}`, whose sizes are inferred later");
                        self.complain(text, &[], call.mark, Stage::Text);
                        return None;
                    }
                    self.layers[layer] = Kind::Tied(tied);
                }
                Some(vec![self.layer(layer, values.into_iter().next()?, call.mark)?])
            }
        }
    }

    /// A layer with one input and one output.
    fn layer(&mut self, index: usize, value: Value, mark: Mark) -> Option<Value> {
        let declared = &self.network.layers[index];
        let (name, count) = (declared.name.as_str(), declared.count);
        let fit = self.layers[index].take(&value.shape, &self.names)?;
        // The input, in the shape that the layer expects.
        let mut given = value.clone();
        let called_before = self.called.contains(&index);
        // A layer that is used again, or that preserves the shape, may be intended for another shape: its output for this one is
        // not certain.
        let keeps = self.layers[index].keeps_shape() || self.layers[index].keeps_axes(&value.shape);
        let is_certain = count.is_none() && !called_before && !keeps;
        let text = |expects: &str, stage: Stage| {
            let (found, origin) = (words(value.shape.dims(), stage), &value.origin.name);
            format!("layer `{name}` expects {expects} but receives {found} from `{origin}`")
        };
        let mut is_claimed = false;
        let gives = match fit {
            Fit::Gives(gives) => gives,
            Fit::NotInferred => {
                let origin = &value.origin;
                let known = format!("only the compiler knows the output shape of `{}`", origin.name);
                let text = format!("the input size of layer `{name}` cannot be inferred: {known}");
                self.complain(text, &[origin], mark, Stage::Text);
                return None;
            }
            Fit::Unpredicted => {
                self.unclear(mark);
                return None;
            }
            Fit::Misfit(Misfit { takes: Some(takes), gives: Some(gives), .. })
                if Self::is_doubtful(&value, &Shape::Known(takes.clone())) =>
            {
                let expects = self.layers[index].expected(&takes, &numbers);
                let text = text(&expects, Stage::Names);
                self.claim_layer(index, &takes, &mut given, is_certain, text, mark);
                is_claimed = true;
                gives
            }
            Fit::Claims(takes, gives) => {
                if !shape::comparable(&value.shape, &Shape::Known(takes.clone())) {
                    if !shape::same(&takes, value.shape.dims()) {
                        self.unclear(mark);
                    }
                } else {
                    let same_rank = takes.len() == value.shape.dims().len();
                    let expects = match same_rank {
                        true => self.layers[index].expected(&takes, &numbers),
                        false => words(&takes, Stage::Names),
                    };
                    let text = text(&expects, Stage::Names);
                    self.claim_layer(index, &takes, &mut given, is_certain, text, mark);
                    is_claimed = true;
                }
                gives
            }
            Fit::Misfit(Misfit { expects, gives, .. }) => {
                if value.misfits.contains(&expects) {
                    // The layers are called in another order, which was already reported.
                    return None;
                }
                let text = text(&expects, Stage::Text);
                // A value that does not fit two layers is one mistake, and so is a layer that does not fit two values.
                let of_value = self.reported.insert(format!("{} is not {expects}", value.root));
                let of_layer = self.reported.insert(format!("{name} does not take {}", value.shape));
                if of_value && of_layer {
                    self.complain(text, &[&value.origin], mark, Stage::Text);
                }
                let gives = gives.filter(|_| is_certain)?;
                self.called.insert(index);
                let mut result = self.produced(name, mark, Shape::Known(gives), &[&value]);
                result.misfits.push(value.shape.to_string());
                return Some(result);
            }
        };
        self.share(index, mark)?;
        self.called.insert(index);
        let mut shape = Shape::Known(gives);
        let rests = is_claimed && !is_certain;
        let (mut doubtful, mut broken) = (rests && given.doubtful, rests && given.broken);
        if let Some(count) = count {
            let text = |stage: Stage| {
                let (result, given) = (words(shape.dims(), stage), words(given.shape.dims(), stage));
                format!("layer `{name}` is repeated {count} times, but maps {given} to {result}")
            };
            match Self::verdict(&given, &shape) {
                Verdict::Equal => {}
                Verdict::Different => {
                    self.complain(text(Stage::Text), &[], mark, Stage::Text);
                    return None;
                }
                Verdict::Unknown if shape::comparable(&given.shape, &shape) => {
                    let holds = shape::same(given.shape.dims(), shape.dims());
                    let key = format!("{} of {} is {shape}", value.root, given.shape);
                    self.claim(holds, given.broken, key, text(Stage::Names), &[], mark);
                    (doubtful, broken) = (true, given.broken || !holds);
                    self.layers[index].give_what_it_takes(&self.names);
                    shape = given.shape;
                }
                Verdict::Unknown => {
                    if !shape::same(given.shape.dims(), shape.dims()) {
                        self.unclear(mark);
                    }
                }
            }
        }
        if self.layers[index].keeps_sizes() || self.layers[index].keeps_axes(&value.shape) {
            (doubtful, broken) = (doubtful || value.doubtful, broken || value.broken);
        }
        Some(Value { doubtful, broken, ..self.produced(name, mark, shape, &[&value]) })
    }

    /// A layer of two values.
    fn bilinear(&mut self, index: usize, values: &[Value], mark: Mark) -> Option<Value> {
        let name = self.network.layers[index].name.clone();
        let [first, second] = values else {
            self.complain("a layer with another number of inputs".into(), &[], mark, Stage::Other);
            return None;
        };
        self.numbers(&format!("layer `{name}`"), &[first, second], mark)?;
        let known = first.shape.known().or(second.shape.known());
        let leading = known.and_then(<[Dim]>::split_last).map_or(Vec::new(), |(_, leading)| leading.to_vec());
        let (mut doubtful, mut broken, mut gives) = (false, false, Vec::new());
        for (position, value) in [first, second].into_iter().enumerate() {
            let Kind::Bilinear(mut layer) = self.layers[index].clone() else { return None };
            let fit = layer.take_one(position, &leading, &value.shape, &self.names);
            self.layers[index] = Kind::Bilinear(layer);
            let text = |expects: &str, stage: Stage| {
                let (found, origin) = (words(value.shape.dims(), stage), &value.origin.name);
                format!("layer `{name}` expects {expects} but receives {found} from `{origin}`")
            };
            let takes = match fit {
                Fit::Gives(shape) => {
                    (doubtful, broken, gives) = (doubtful || value.doubtful, broken || value.broken, shape);
                    continue;
                }
                Fit::Claims(takes, shape) => {
                    gives = shape;
                    takes
                }
                Fit::Misfit(Misfit { takes: Some(takes), .. })
                    if Self::is_doubtful(value, &Shape::Known(takes.clone())) =>
                {
                    takes
                }
                Fit::Misfit(Misfit { expects, .. }) => {
                    let text = text(&expects, Stage::Text);
                    if self.reported.insert(format!("{} is not {expects}", value.root)) {
                        self.complain(text, &[&value.origin], mark, Stage::Text);
                    }
                    return None;
                }
                _ => {
                    self.unclear(mark);
                    return None;
                }
            };
            let holds = shape::same(&takes, value.shape.dims());
            if !shape::comparable(&value.shape, &Shape::Known(takes.clone())) {
                if !holds {
                    self.unclear(mark);
                }
                continue;
            }
            let key = format!("bilinear {index} takes {} as {position}", value.shape);
            let text = text(&words(&takes, Stage::Names), Stage::Names);
            self.claim(holds, value.broken, key, text, &[&value.origin], mark);
            (doubtful, broken) = (true, broken || value.broken || !holds);
        }
        self.called.insert(index);
        let result = self.produced(&name, mark, Shape::Known(gives), &[first, second]);
        Some(Value { doubtful, broken, ..result })
    }

    /// Checks that the groups of a layer called here divide its channels.
    fn share(&mut self, index: usize, call: Mark) -> Option<()> {
        let Some(groups) = self.layers[index].groups(&self.names) else { return Some(()) };
        let mark = self.network.layers[index].groups;
        let (text, stage) = match groups.sharing() {
            Sharing::Fits => return Some(()),
            Sharing::Unpredicted => {
                self.unclear(call);
                return None;
            }
            Sharing::Misfit(text) => (text, Stage::Text),
            Sharing::MisfitOfNames(text) => (text, Stage::Names),
        };
        if self.reported.insert(format!("groups of {index}")) {
            self.complain(text, &[], mark, stage);
        }
        (stage == Stage::Names).then_some(())
    }

    /// The claim that a value has the shape that a layer expects; the layer then uses that shape. It is reported once per layer and
    /// shape.
    fn claim_layer(
        &mut self,
        index: usize,
        takes: &[Dim],
        given: &mut Value,
        is_certain: bool,
        text: String,
        mark: Mark,
    ) {
        let holds = shape::same(takes, given.shape.dims());
        let hidden = if given.shape.known().is_none() { given.root } else { 0 };
        let key = format!("layer {index} takes {} {hidden}", given.shape);
        self.claim(holds, given.broken, key, text, &[&given.origin.clone()], mark);
        let (doubtful, broken) = (given.doubtful || !is_certain, given.broken || !is_certain && !holds);
        *given = Value { doubtful, broken, ..Self::view(given, Shape::Known(takes.to_vec())) };
    }

    /// A network as a layer.
    fn nested(
        &mut self,
        index: usize,
        nested: &crate::nested::Nested,
        values: &[Value],
        mark: Mark,
        count: usize,
        outputs: bool,
    ) -> Option<Vec<Value>> {
        let declared = &self.network.layers[index];
        let name = declared.name.as_str();
        let (takes, gives) = nested.signature(self.module, &self.names);
        let given: Vec<_> = values.iter().map(|value| value.shape.dims().to_vec()).collect();
        let fits = takes.len() == given.len() && takes.iter().zip(&given).all(|(a, b)| shape::same(a, b));
        let of: Vec<_> = values.iter().collect();
        self.called.insert(index);
        let parameters = &self.network.parameters;
        let is_generic = parameters.iter().any(|parameter| declared.kind.mentions(parameter, &self.names));
        let keeps = gives.len() == 1 && shape::same(&gives[0], &takes[0]);
        if is_generic || values.iter().any(|value| value.shape.is_generic()) {
            let counted = if declared.count.is_some() { keeps } else { gives.len() == count };
            if !fits || !counted {
                self.unclear(mark);
                return None;
            }
            let shapes = match declared.count {
                Some(_) => vec![values[0].shape.clone()],
                None => gives.into_iter().map(|dims| Shape::Hidden(dims, true)).collect(),
            };
            return Some(shapes.into_iter().map(|shape| self.produced(name, mark, shape, &of)).collect());
        }
        let origins: Vec<_> = values.iter().map(|value| &value.origin).collect();
        let from = origins.iter().map(|origin| format!("`{}`", origin.name)).collect::<Vec<_>>().join(", ");
        let (expects, receives) = (signal(&takes), signal(&given));
        let text = format!("layer `{name}` expects {expects} but receives {receives} from {from}");
        let broken = values.iter().any(|value| value.broken);
        let roots: Vec<_> = values.iter().map(|value| value.root).collect();
        self.claim(fits, broken, format!("nested {index} takes {roots:?}"), text, &origins, mark);
        let mut broken = broken || !fits;
        let shapes = match declared.count {
            Some(times) => {
                let result = signal(&gives);
                let holds = gives.len() == 1 && shape::same(&gives[0], values[0].shape.dims());
                let of = words(values[0].shape.dims(), Stage::Names);
                let text = format!("layer `{name}` is repeated {times} times, but maps {of} to {result}");
                self.claim(holds, broken, format!("nested {index} repeats {roots:?}"), text, &[], mark);
                broken |= !holds;
                vec![values[0].shape.clone()]
            }
            None => {
                let found = format!("{} value{}", gives.len(), if gives.len() == 1 { "" } else { "s" });
                let result = signal(&gives);
                let text = match count {
                    _ if outputs => {
                        let outputs = if count == 1 { "output" } else { "outputs" };
                        format!("`forward` declares {count} {outputs} but `{name}` returns {found}, {result}")
                    }
                    1 => format!("`{name}` returns {found}, {result}, where one is expected"),
                    _ => format!("{count} names for the {found} of `{name}`, {result}"),
                };
                let holds = gives.len() == count;
                self.claim(holds, broken, format!("nested {index} gives {count} {roots:?}"), text, &[], mark);
                broken |= !holds;
                let dims = |part: usize| gives.get(part).cloned().unwrap_or_else(|| vec![Dim::Number(1)]);
                (0..count).map(|part| Shape::Hidden(dims(part), false)).collect()
            }
        };
        let value = |shape| Value { doubtful: true, broken, ..self.produced(name, mark, shape, &of) };
        Some(shapes.into_iter().map(value).collect())
    }

    fn pairwise(&mut self, pairwise: Pairwise, left: &Value, right: &Value, mark: Mark) -> Option<Value> {
        self.numbers(&format!("`{}`", pairwise.sign()), &[left, right], mark)?;
        let (a, b) = (&left.shape, &right.shape);
        if let Some((a, b)) = a.known().zip(b.known())
            && let Some(larger) = broadcast(a, b)
        {
            return self.broadcast(pairwise, [left, right], larger, mark);
        }
        let verdict = match Self::verdict(left, b) {
            Verdict::Different => Self::verdict(right, a),
            verdict => verdict,
        };
        let text = |stage: Stage| {
            let (a, b) = (words(a.dims(), stage), words(b.dims(), stage));
            format!("{} {a} from `{}` and {b} from `{}`", pairwise.does(), left.origin.name, right.origin.name)
        };
        match verdict {
            Verdict::Equal => Some(self.kept(a.clone(), &[left, right])),
            Verdict::Different => {
                self.complain(text(Stage::Text), &[&left.origin, &right.origin], mark, Stage::Text);
                None
            }
            Verdict::Unknown => {
                let shape = if a.known().is_some() || b.known().is_none() { a } else { b };
                let holds = shape::same(a.dims(), b.dims());
                if !shape::comparable(a, b) {
                    if !holds {
                        self.unclear(mark);
                        return None;
                    }
                    return Some(self.kept(shape.clone(), &[left, right]));
                }
                let (broken, origins) = (left.broken || right.broken, [&left.origin, &right.origin]);
                let key = format!("{a} {b} {} {} equal", left.root, right.root);
                self.claim(holds, broken, key, text(Stage::Names), &origins, mark);
                let sum = self.kept(shape.clone(), &[left, right]);
                Some(Value { doubtful: true, broken: broken || !holds, ..sum })
            }
        }
    }

    /// An operation on two values of which one is repeated, or both would be.
    fn broadcast(&mut self, of: Pairwise, values: [&Value; 2], larger: Option<usize>, mark: Mark) -> Option<Value> {
        let [left, right] = values;
        let Some(larger) = larger else {
            let dims = [left, right].map(|value| words(value.shape.dims(), Stage::Text));
            let (names, sign) = ([left, right].map(|value| &value.origin.name), of.sign());
            let both = words(&enlarged(left.shape.dims(), right.shape.dims()), Stage::Text);
            let text = format!(
                "`{sign}` would repeat both {} from `{}` and {} from `{}`, to {both}",
                dims[0], names[0], dims[1], names[1]
            );
            self.complain(text, &[&left.origin, &right.origin], mark, Stage::Text);
            return None;
        };
        let [dims, whole] = [1 - larger, larger].map(|index| values[index].shape.dims());
        let is_certain = |(own, of): (&Dim, &Dim)| is_one(own) || own.compare(of) == Verdict::Equal;
        if !dims.iter().rev().zip(whole.iter().rev()).all(is_certain) || left.doubtful || right.doubtful {
            // An item compares the sizes, of which this does not foresee the words.
            self.unclear(mark);
            return None;
        }
        Some(self.kept(values[larger].shape.clone(), &[values[larger], values[1 - larger]]))
    }

    pub(crate) fn concat(&mut self, values: &[Value], axis: usize, mark: Mark) -> Option<Value> {
        let mut joined = values[0].clone();
        for next in &values[1..] {
            joined = self.join(&joined, next, axis, mark)?;
        }
        Some(joined)
    }

    fn join(&mut self, first: &Value, second: &Value, axis: usize, mark: Mark) -> Option<Value> {
        let (a, b) = (first.shape.dims(), second.shape.dims());
        let origins = [&first.origin, &second.origin];
        let text = |stage: Stage| {
            let (a, b) = (words(a, stage), words(b, stage));
            format!("`concat` cannot join {a} from `{}` and {b} from `{}`", origins[0].name, origins[1].name)
        };
        let generic = first.shape.is_generic() || second.shape.is_generic();
        let joinable =
            a.len() == b.len() && axis < a.len() && (0..a.len()).all(|other| other == axis || a[other].is(&b[other]));
        let (mut doubtful, mut broken) = (first.doubtful || second.doubtful, first.broken || second.broken);
        // The output of a nested network is claimed to have the sizes of the other value, except along the axis of concatenation.
        let seen = |value: &Value, other: &Value| match (value.shape.known(), other.shape.known()) {
            (None, Some(other)) if axis < other.len() && !generic => {
                let mut dims = other.to_vec();
                let size = value.shape.dims().get(axis).and_then(Dim::value);
                dims[axis] = Dim::Hidden(size.unwrap_or(1), value.root, axis);
                Shape::Known(dims)
            }
            _ => value.shape.clone(),
        };
        let (mut seen_a, mut seen_b) = (seen(first, second), seen(second, first));
        if let (Some(dims_a), Some(dims_b)) = (seen_a.known(), seen_b.known())
            && dims_a.len() == dims_b.len()
            && axis < dims_a.len()
            && shape::comparable_but(&first.shape, &second.shape, axis)
        {
            let mut expected = dims_a.to_vec();
            expected[axis] = dims_b[axis].clone();
            let expected = Shape::Known(expected);
            let is_doubtful = Self::is_doubtful(first, &second.shape) || Self::is_doubtful(second, &first.shape);
            let certain = match expected.compare(&second.shape) {
                Verdict::Equal => true,
                Verdict::Different => !is_doubtful,
                Verdict::Unknown => false,
            };
            if !certain || first.shape.known().is_none() {
                let key = format!("{} {} {} {} joined by {axis}", first.shape, second.shape, first.root, second.root);
                self.claim(joinable, broken, key, text(Stage::Names), &origins, mark);
                (doubtful, broken) = (true, broken || !joinable);
                seen_b = expected;
            } else {
                (seen_a, seen_b) = (first.shape.clone(), second.shape.clone());
            }
        }
        let (Some(dims_a), Some(dims_b)) = (seen_a.known(), seen_b.known()) else {
            if !joinable {
                self.unclear(mark);
                return None;
            }
            let mut dims = a.to_vec();
            dims[axis] = a[axis].clone().sum(b[axis].clone());
            let value = self.produced("concat", mark, Shape::Hidden(dims, generic), &[first, second]);
            return Some(Value { doubtful, broken, ..value });
        };
        let differ = |axis: usize| dims_a[axis].compare(&dims_b[axis]) == Verdict::Different;
        if dims_a.len() != dims_b.len()
            || axis >= dims_a.len()
            || (0..dims_a.len()).any(|other| other != axis && differ(other))
        {
            self.complain(text(Stage::Text), &origins, mark, Stage::Text);
            return None;
        }
        if generic && !joinable {
            self.unclear(mark);
            return None;
        }
        let mut dims = dims_a.to_vec();
        dims[axis] = dims_a[axis].clone().sum(dims_b[axis].clone());
        let value = self.produced("concat", mark, Shape::Known(dims), &[first, second]);
        Some(Value { doubtful, broken, ..value })
    }

    pub(crate) fn flatten(&mut self, value: &Value) -> Value {
        let count = shape::count(value.shape.dims());
        Self::view(value, value.shape.likewise(vec![count]))
    }

    pub(crate) fn reshape(&mut self, value: &Value, sizes: &[Size], mark: Mark) -> Option<Value> {
        let target = self.names.dims(sizes);
        let dims = value.shape.dims();
        let (old, new) = (shape::count(dims), shape::count(&target));
        let expected = Shape::Known(target.clone());
        let text = |stage: Stage| {
            let (to, from, origin) = (words(&target, stage), words(dims, stage), &value.origin.name);
            let (old, new) = match stage {
                Stage::Text => (old.to_string(), new.to_string()),
                _ => (shape::counted(dims), shape::counted(&target)),
            };
            format!("`reshape` to {to} expects {new} elements but receives {old}: {from} from `{origin}`")
        };
        let generic = value.shape.is_generic() || expected.is_generic();
        let known = value.shape.known().is_some();
        let countable = generic && known && shape::countable(dims, &target);
        let product = |dims: &[Dim]| shape::count(&[&[Dim::Number(1)], &shape::factors(dims).0[..]].concat());
        // Products of literals can be compared in the text, those with names only by the compiler.
        let verdict = match countable {
            true => product(&target).compare(&product(dims)),
            false if known && !old.may_be(&new) => Verdict::Different,
            false if known && old == new && matches!(old, Dim::Number(_)) => Verdict::Equal,
            false => Verdict::Unknown,
        };
        let is_doubtful = if countable { value.doubtful } else { Self::is_doubtful(value, &expected) };
        let holds = if countable { product(dims).is(&product(&target)) } else { old.is(&new) };
        let view = Self::view(value, expected);
        match verdict {
            Verdict::Equal => Some(view),
            Verdict::Different if !is_doubtful => {
                self.complain(text(Stage::Text), &[&value.origin], mark, Stage::Text);
                None
            }
            _ if generic && !countable => {
                // By types.
                if !holds {
                    self.unclear(mark);
                    return None;
                }
                Some(view)
            }
            _ => {
                let key = format!("{} {} {} count", value.shape, view.shape, value.root);
                self.claim(holds, value.broken, key, text(Stage::Names), &[&value.origin], mark);
                Some(Value { doubtful: true, broken: value.broken || !holds, ..view })
            }
        }
    }

    fn annotate(&mut self, value: &Value, declared: &TensorType) -> Option<Value> {
        if let Some(below) = &value.below {
            self.annotated_indices(value, below, declared);
            return None;
        }
        let expected = Shape::Known(self.names.dims(&declared.sizes));
        let text = |stage: Stage| {
            let (expected, found) = (words(expected.dims(), stage), words(value.shape.dims(), stage));
            format!("this value is declared as {expected} but is {found} from `{}`", value.origin.name)
        };
        match Self::verdict(value, &expected) {
            Verdict::Equal => Some(value.clone()),
            Verdict::Different => {
                self.complain(text(Stage::Text), &[&value.origin], declared.mark, Stage::Text);
                None
            }
            Verdict::Unknown => {
                let holds = shape::same(value.shape.dims(), expected.dims());
                if !shape::comparable(&value.shape, &expected) {
                    if !holds {
                        self.unclear(declared.mark);
                    }
                    return Some(value.clone());
                }
                let key = format!("{} {expected} {} equal", value.shape, value.root);
                self.claim(holds, value.broken, key, text(Stage::Names), &[&value.origin], declared.mark);
                let broken = value.broken || !holds;
                Some(Value { doubtful: true, broken, ..Self::view(value, expected) })
            }
        }
    }

    fn outputs(&mut self, result: &[Value]) {
        let declared = &self.network.outputs;
        if result.len() != declared.len() {
            return self.unclear(declared[0].mark);
        }
        for (value, ty) in result.iter().zip(declared) {
            if let Some(below) = &value.below {
                self.output_of_indices(value, below, ty);
                continue;
            }
            let expected = Shape::Known(self.names.dims(&ty.sizes));
            let text = |stage: Stage| {
                let (expected, found) = (words(expected.dims(), stage), words(value.shape.dims(), stage));
                format!("`forward` declares the output {expected} but returns {found} from `{}`", value.origin.name)
            };
            match Self::verdict(value, &expected) {
                Verdict::Equal => {}
                Verdict::Different => {
                    if self.reported.insert(format!("{} is not {expected}", value.root)) {
                        self.complain(text(Stage::Text), &[&value.origin], ty.mark, Stage::Text);
                    }
                }
                Verdict::Unknown => {
                    let holds = shape::same(value.shape.dims(), expected.dims());
                    if !shape::comparable(&value.shape, &expected) {
                        if !holds {
                            self.unclear(ty.mark);
                        }
                        continue;
                    }
                    let key = format!("{} {expected} {} equal", value.shape, value.root);
                    self.claim(holds, value.broken, key, text(Stage::Names), &[&value.origin], ty.mark);
                }
            }
        }
    }
}

fn is_one(dim: &Dim) -> bool {
    matches!(dim, Dim::Number(1))
}

/// If one of two shapes, aligned at their last axes, lacks axes or has a 1 where the other one has not: the index of the larger
/// one, or `None` in it if each would be enlarged. `None` if no shape is, or if sizes differ.
fn broadcast(a: &[Dim], b: &[Dim]) -> Option<Option<usize>> {
    let mut is_smaller = [a.len() < b.len(), b.len() < a.len()];
    for (a, b) in a.iter().rev().zip(b.iter().rev()) {
        match (is_one(a), is_one(b)) {
            (true, false) => is_smaller[0] = true,
            (false, true) => is_smaller[1] = true,
            _ if a.compare(b) == Verdict::Different => return None,
            _ => {}
        }
    }
    match is_smaller {
        [true, true] => Some(None),
        [true, false] => Some(Some(1)),
        [false, true] => Some(Some(0)),
        [false, false] => None,
    }
}

/// The shape to which both would be enlarged.
fn enlarged(a: &[Dim], b: &[Dim]) -> Vec<Dim> {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let mut all = long.to_vec();
    let first = long.len() - short.len();
    for (size, other) in all[first..].iter_mut().zip(short) {
        if is_one(size) {
            *size = other.clone();
        }
    }
    all
}
