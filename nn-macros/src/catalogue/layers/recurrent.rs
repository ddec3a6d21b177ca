//! `Lstm<inputs, units, proj_size = 32, layers = 2, bidirectional = true, bias = false, dropout = 0.2>`, `Gru` and `Rnn`, along the
//! first axis.

use super::arguments::{Arguments, Known};
use super::notation::example;
use super::signature::{Array, Describe, Fit, Numbers, Signature, declaration};
use super::window::{axes_of, product};
use crate::catalogue::bounds::Bound;
use crate::diagnostics::{Origin, messages};
use crate::shape::{Dim, Scope, Shape};
use crate::syntax::LayerType;
use proc_macro2::Span;

/// The most layers: so many have names in files.
pub(super) const MOST_LAYERS: u64 = 8;

/// The cell of a recurrent layer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cell {
    Lstm,
    Gru,
    Rnn { relu: bool },
}

#[derive(Clone)]
pub(crate) struct Recurrent {
    pub(crate) cell: Cell,
    /// `None` until the first use determines it.
    pub(crate) input: Option<Dim>,
    pub(crate) units: Dim,
    /// The size of the hidden state, if it is a projection of the units of an `Lstm`.
    pub(crate) projection: Option<Dim>,
    /// The size of the output.
    pub(crate) width: Dim,
    pub(crate) layers: u64,
    pub(crate) bidirectional: bool,
    pub(crate) bias: bool,
    /// The probability of the dropout between layers, in units of 10^-6 and as written.
    pub(crate) dropout: Option<(u32, String)>,
    pub(crate) span: Span,
}

impl Recurrent {
    pub(super) const NAMES: [&'static str; 3] = ["Lstm", "Gru", "Rnn"];

    /// Parses the layer of this name, one of [`NAMES`](Self::NAMES).
    pub(super) fn declare(name: &'static str, ty: &LayerType, scope: &Scope) -> syn::Result<Recurrent> {
        const COMMON: Known = &[
            ("layers", "layers = 2"),
            ("bidirectional", "bidirectional = true"),
            ("bias", "bias = false"),
            ("dropout", "dropout = 0.2"),
        ];
        const OF_RNN: Known = &[COMMON[0], COMMON[1], ("nonlinearity", "nonlinearity = relu"), COMMON[2], COMMON[3]];
        const OF_LSTM: Known = &[("proj_size", "proj_size = 32"), COMMON[0], COMMON[1], COMMON[2], COMMON[3]];
        let known = match name {
            "Lstm" => OF_LSTM,
            "Rnn" => OF_RNN,
            _ => COMMON,
        };
        let mut arguments = Arguments::read(name, ty.span, &ty.arguments, known, scope)?;
        let form = example(name, ty, scope, &format!("{name}<28, 64>"));
        let (input, units) = arguments.inputs_and_outputs(|found| messages::wrong_count(name, found, &form))?;
        let projection = arguments.per_axis("proj_size", 1, 1)?.and_then(|(sizes, _)| sizes.into_iter().next());
        let hidden = projection.as_ref().unwrap_or(&units);
        let relu = arguments.one_of("nonlinearity", &["tanh", "relu"])? == Some("relu");
        let cell = match name {
            "Lstm" => Cell::Lstm,
            "Gru" => Cell::Gru,
            _ => Cell::Rnn { relu },
        };
        let layers = match arguments.index("layers")? {
            None => 1,
            Some((layers @ 1..=MOST_LAYERS, _)) => layers,
            Some((_, span)) => {
                return Err(syn::Error::new(span, messages::number_of_recurrent_layers(name, MOST_LAYERS)));
            }
        };
        let bidirectional = arguments.flag("bidirectional")?.is_some_and(|(both, _)| both);
        let span = arguments.span_of("dropout");
        let dropout = arguments.fraction("dropout")?;
        if let Some(span) = span.filter(|_| layers == 1) {
            return Err(syn::Error::new(span, messages::dropout_without_layers(name)));
        }
        let width = match bidirectional {
            true => hidden
                .clone()
                .sum(hidden.clone())
                .ok_or_else(|| syn::Error::new(ty.span, messages::wide_output(name)))?,
            false => hidden.clone(),
        };
        Ok(Recurrent {
            cell,
            input,
            units,
            projection,
            width,
            layers,
            bidirectional,
            bias: arguments.bias()?,
            dropout,
            span: ty.span,
        })
    }

    pub(crate) fn name(&self) -> &'static str {
        match self.cell {
            Cell::Lstm => "Lstm",
            Cell::Gru => "Gru",
            Cell::Rnn { .. } => "Rnn",
        }
    }

    pub(crate) fn directions(&self) -> u64 {
        if self.bidirectional { 2 } else { 1 }
    }

    /// The shape of its hidden states, or of its cell states: `[units]` for one layer in one direction, else with an axis of all
    /// directions of all layers. A hidden state may be a projection.
    pub(crate) fn states(&self, are_hidden: bool) -> Shape {
        let count = self.layers * self.directions();
        let stacked = (count > 1).then_some(Dim::Literal(count));
        let size = if are_hidden { self.hidden() } else { &self.units };
        Shape::real(stacked.into_iter().chain([size.clone()]).collect())
    }

    /// The size of the hidden state of a direction.
    fn hidden(&self) -> &Dim {
        self.projection.as_ref().unwrap_or(&self.units)
    }

    /// Formats the type with this number of features.
    fn written(&self, input: &str) -> String {
        let mut text = format!("{}<{input}, {}", self.name(), self.units);
        if let Some(size) = &self.projection {
            text += &format!(", proj_size = {size}");
        }
        if self.layers > 1 {
            text += &format!(", layers = {}", self.layers);
        }
        if self.bidirectional {
            text += ", bidirectional = true";
        }
        if self.cell == (Cell::Rnn { relu: true }) {
            text += ", nonlinearity = relu";
        }
        if !self.bias {
            text += ", bias = false";
        }
        if let Some((_, dropout)) = &self.dropout {
            text += &format!(", dropout = {dropout}");
        }
        text + ">"
    }

    fn input_or(&self, unknown: &str) -> String {
        self.input.as_ref().map_or(unknown.into(), Dim::to_string)
    }

    /// The fix for a value that is not a sequence: a reshape of its elements to steps of the layer's features, if there is one.
    fn help_rank(&self, given: &Shape, name: &str) -> String {
        let features = self.input.as_ref().map_or(Some(1), Dim::literal);
        match (given.known().and_then(product), features) {
            (Some(count), Some(features)) if count % features == 0 => {
                messages::help_reshape(format!("{}, {features}", count / features), name)
            }
            _ => messages::help_sequence(name, self.input_or("features")),
        }
    }
}

impl Signature for Recurrent {
    fn take(&mut self, given: &Shape, name: &str, array: Option<Array<'_>>, origin: &Origin) -> Fit {
        let Some(dims) = axes_of(given, 2) else {
            let expects = messages::steps_first(self.input_or("features"));
            return Fit::Misfit { expects, takes: None, help: self.help_rank(given, name), gives: None };
        };
        let [steps, features] = &dims[..] else { unreachable!("two axes") };
        let Some(input) = &self.input else {
            if features.is_opaque() {
                return Fit::NotInferred { help: messages::help_size_not_known(name) };
            }
            self.input = Some(features.clone());
            return self.take(given, name, array, origin);
        };
        let of_steps = |last: &Dim| Shape::real(vec![steps.clone(), last.clone()]);
        let found = given.known().map_or("{b1}".into(), |_| features.written());
        let fix = declaration(name, &self.written(&found), array);
        let mut help = messages::help_write(&fix, messages::features_of_steps(input), origin);
        // The features may come first, as the channels of a convolution do.
        if steps.literal().is_some_and(|steps| input.literal() == Some(steps)) {
            help.push_str(&messages::or_transpose(name));
        }
        Fit::of(of_steps(input), of_steps(&self.width), given, [help, messages::help_sequence(name, input)])
    }

    fn keeps_sizes(&self) -> bool {
        true
    }

    fn needs_scratch(&self) -> bool {
        true
    }

    fn give_what_it_takes(&mut self) {
        if let Some(input) = self.input.clone().filter(|_| !self.bidirectional) {
            *self.projection.as_mut().unwrap_or(&mut self.units) = input.clone();
            self.width = input;
        }
    }

    fn numbers(&self, given: &Shape) -> Option<Numbers> {
        let gates = match self.cell {
            Cell::Lstm => 4,
            Cell::Gru => 3,
            Cell::Rnn { .. } => 1,
        };
        let (input, units, width) = (self.input.as_ref()?.literal()?, self.units.literal()?, self.width.literal()?);
        let (gates, steps) = (units.checked_mul(gates)?, given.known()?.first()?.literal()?);
        let hidden = self.hidden().literal()?;
        let projection = if self.projection.is_some() { units.checked_mul(hidden)? } else { 0 };
        let weights = |input: u64| input.checked_add(hidden)?.checked_mul(gates)?.checked_add(projection);
        let above = weights(width)?.checked_mul(self.layers - 1)?;
        let weights = weights(input)?.checked_add(above)?.checked_mul(self.directions())?;
        let biases = if self.bias { gates.checked_mul(2 * self.layers * self.directions())? } else { 0 };
        Some(Numbers { parameters: weights.checked_add(biases)?, macs: weights.checked_mul(steps)? })
    }

    fn bounds(&self, bounds: &mut Vec<Bound>) {
        let sizes = self.input.iter().chain([&self.units, &self.width]).chain(&self.projection);
        sizes.for_each(|dim| Bound::of(dim, bounds));
    }
}

impl Describe for Recurrent {
    fn another(&self, name: &str) -> String {
        format!("{name}_2: {}", self.written("_"))
    }

    fn text(&self) -> String {
        self.written(&self.input_or("_"))
    }
}
