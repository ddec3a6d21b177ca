//! `Lstm<3, 4, layers = 2, bidirectional = true, bias = false, dropout = 0.2>`, also with a `proj_size`, `Gru`, and `Rnn` with a
//! `nonlinearity`, along the first axis.
//!
//! The input is a sequence whose steps and features are known from the text: nothing is predicted for others.

use crate::architecture::Size;
use crate::draw::Scope;
use crate::layers::{Fit, Kind, Misfit, Rules};
use crate::shape::{self, Dim, Names, Shape, Verdict, list};
use crate::sides::Sides;

#[derive(Clone, Debug)]
pub(crate) struct Recurrent {
    name: &'static str,
    sides: Sides,
    /// Of an `Lstm`.
    projection: Option<u64>,
    layers: u64,
    bidirectional: bool,
    /// Of an `Rnn`.
    is_relu: bool,
    bias: bool,
    /// Of several layers.
    dropout: Option<&'static str>,
}

/// The maximum number of elements of a sequence: each derivative is checked.
const LARGEST: u64 = 48;

impl Recurrent {
    pub(crate) fn draw(scope: &mut Scope<'_>, given: &Shape) -> Option<Kind> {
        let Shape::Known(dims) = given else { return None };
        let [steps, features] = &dims[..] else { return None };
        // In a single step, the state is 0, so `weight_hh` has no gradient.
        let steps = steps.value().filter(|steps| *steps > 1)?;
        if steps * features.value().unwrap_or(6) > LARGEST {
            return None;
        }
        let written = scope.write(features);
        let infers = features.is_known() && (written.is_none() || scope.random.percent(35));
        let input = if infers { None } else { Some(written?) };
        let few = |dim: Dim| dim.value().unwrap_or(6) <= 6;
        let output = Some(scope.output()).filter(|output| few(scope.names.dim(output)));
        let output = output.unwrap_or_else(|| Size::Number(scope.random.between(1, 3) as u64));
        let name = *scope.random.one_of(&["Lstm", "Gru", "Rnn"]);
        let layers = if scope.random.percent(35) { 2 } else { 1 };
        let is_projected = name == "Lstm" && scope.random.percent(30);
        let projection = is_projected.then(|| scope.random.between(1, 3) as u64);
        let dropout = Some("0.25").filter(|_| layers > 1 && scope.random.percent(40));
        Some(Kind::Recurrent(Recurrent {
            name,
            sides: Sides::new(input, output),
            projection,
            layers,
            bidirectional: scope.random.percent(35),
            is_relu: name == "Rnn" && scope.random.percent(30),
            bias: scope.random.percent(75),
            dropout,
        }))
    }

    /// Draws a layer whose output has the shape of its input.
    pub(crate) fn draw_row(scope: &mut Scope<'_>, given: &Shape) -> Option<Kind> {
        let Kind::Recurrent(mut drawn) = Self::draw(scope, given)? else { return None };
        drawn.sides.output = scope.write(given.dims().last()?)?;
        Some(Kind::Recurrent(Recurrent { bidirectional: false, projection: None, ..drawn }))
    }
}

impl Rules for Recurrent {
    fn text(&self) -> String {
        let projection = self.projection.map(|size| format!(", proj_size = {size}")).unwrap_or_default();
        let layers = if self.layers > 1 { format!(", layers = {}", self.layers) } else { String::new() };
        let both = if self.bidirectional { ", bidirectional = true" } else { "" };
        let function = if self.is_relu { ", nonlinearity = relu" } else { "" };
        let bias = if self.bias { "" } else { ", bias = false" };
        let dropout = self.dropout.map(|dropout| format!(", dropout = {dropout}")).unwrap_or_default();
        format!("{}<{}{projection}{layers}{both}{function}{bias}{dropout}>", self.name, self.sides.text())
    }

    fn sizes_mut(&mut self) -> Vec<&mut Size> {
        self.sides.sizes_mut()
    }

    fn settled(&self, names: &Names) -> Vec<Dim> {
        self.sides.settled(names)
    }

    fn forget(&mut self) {
        self.sides.forget();
    }

    fn set_bias(&mut self, bias: bool) {
        self.bias = bias;
    }

    fn take(&mut self, given: &Shape, names: &Names) -> Option<Fit> {
        let (output, input) = (self.sides.output(names), self.sides.input(names));
        let Some(dims) = given.known() else { return Some(Fit::Unpredicted) };
        let [steps, features] = dims else {
            let expects = input.as_ref().map_or("features".into(), Dim::to_string);
            return Some(Fit::Misfit(Misfit::without_result(format!("[steps, {expects}]"))));
        };
        if input.is_none() && !features.is_known() {
            return Some(Fit::NotInferred);
        }
        let input = input.unwrap_or_else(|| features.clone());
        self.sides.inferred = Some(input.clone());
        let hidden = self.projection.map_or(output, Dim::Number);
        let width = if self.bidirectional { hidden.clone().sum(hidden) } else { hidden };
        let [takes, gives] = [input, width].map(|size| vec![steps.clone(), size]);
        Some(match shape::compare(&takes, dims) {
            Verdict::Equal => Fit::Gives(gives),
            Verdict::Different => {
                Fit::Misfit(Misfit { expects: format!("[{}]", list(&takes)), takes: Some(takes), gives: Some(gives) })
            }
            Verdict::Unknown => Fit::Claims(takes, gives),
        })
    }

    fn keeps_sizes(&self) -> bool {
        true
    }

    fn give_what_it_takes(&mut self, names: &Names) {
        if !self.bidirectional {
            self.sides.give_what_it_takes(names);
        }
    }
}
