//! `Linear<4, 2, bias = false>`: its input and its output have one axis.

use crate::architecture::Size;
use crate::draw::Scope;
use crate::layers::{Fit, Kind, Misfit, Rules};
use crate::shape::{Dim, Names, Shape, Verdict};
use crate::sides::Sides;

#[derive(Clone, Debug)]
pub(crate) struct Linear {
    pub(crate) sides: Sides,
    pub(crate) bias: bool,
    pub(crate) init: Option<&'static str>,
}

/// The initialisers for `init =`.
pub(crate) const INITS: &[&str] = &[
    "nn::init::XavierNormal",
    "nn::init::XavierUniform",
    "nn::init::KaimingNormal",
    "nn::init::KaimingUniform",
    "nn::init::Zeros",
];

/// The maximum number of weights: a gradient check evaluates the network twice for each of them, which takes seconds.
const MOST_WEIGHTS: u64 = 4000;

fn weights(input: &Dim, output: &Dim) -> u64 {
    input.value().unwrap_or(1) * output.value().unwrap_or(1)
}

impl Linear {
    /// Draws a layer for a value with one axis.
    pub(crate) fn draw(scope: &mut Scope<'_>, given: &Shape) -> Option<Kind> {
        let [size] = given.dims() else { return None };
        let written = scope.write(size);
        let input = match given {
            Shape::Known(_) if size.is_known() && (written.is_none() || scope.random.percent(35)) => None,
            _ => Some(written?),
        };
        let mut output = scope.output();
        if weights(size, &scope.names.dim(&output)) > MOST_WEIGHTS {
            output = Size::Number(scope.random.between(1, 3) as u64);
        }
        let bias = scope.random.percent(75);
        let init = scope.random.percent(20).then(|| *scope.random.one_of(INITS));
        Some(Kind::Linear(Linear { sides: Sides::new(input, output), bias, init }))
    }

    /// Draws a layer whose output has the shape of its input.
    pub(crate) fn draw_row(scope: &mut Scope<'_>, given: &Shape) -> Option<Kind> {
        let [size] = given.dims() else { return None };
        if weights(size, size) > MOST_WEIGHTS {
            return None;
        }
        let Kind::Linear(mut drawn) = Self::draw(scope, given)? else { return None };
        drawn.sides.output = scope.write(&given.dims()[0])?;
        Some(Kind::Linear(drawn))
    }
}

impl Rules for Linear {
    fn text(&self) -> String {
        let bias = if self.bias { "" } else { ", bias = false" };
        let init = self.init.map(|init| format!(", init = {init}")).unwrap_or_default();
        format!("Linear<{}{bias}{init}>", self.sides.text())
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

    fn give_what_it_takes(&mut self, names: &Names) {
        self.sides.give_what_it_takes(names);
    }

    fn take(&mut self, given: &Shape, names: &Names) -> Option<Fit> {
        let gives = vec![self.sides.output(names)];
        let Some(input) = self.sides.input(names) else {
            return Some(match given.dims() {
                [size] if given.known().is_some() && size.is_known() => {
                    self.sides.inferred = Some(size.clone());
                    Fit::Gives(gives)
                }
                [_, _, ..] if given.known().is_some() => {
                    Fit::Misfit(Misfit { expects: "[features]".into(), takes: None, gives: Some(gives) })
                }
                _ => Fit::NotInferred,
            });
        };
        let (expects, takes) = (format!("[{input}]"), vec![input.clone()]);
        let verdict = match given {
            Shape::Hidden(..) => Verdict::Unknown,
            Shape::Known(dims) => match &dims[..] {
                [size] => input.compare(size),
                _ => Verdict::Different,
            },
        };
        Some(match verdict {
            Verdict::Equal => Fit::Gives(gives),
            Verdict::Different => Fit::Misfit(Misfit { expects, takes: Some(takes), gives: Some(gives) }),
            Verdict::Unknown => Fit::Claims(takes, gives),
        })
    }
}
