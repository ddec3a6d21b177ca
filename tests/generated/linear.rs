//! `Linear<4, 2, bias = false>`, which maps the last axis.

use crate::architecture::Size;
use crate::draw::Scope;
use crate::layers::{Fit, Kind, Misfit, Rules};
use crate::shape::{Dim, Names, Shape, Verdict, list};
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

/// The maximum number of outputs for several rows.
const MOST_ELEMENTS: u64 = 48;
/// The maximum number of weights: a gradient check evaluates the network twice for each of them, which takes seconds.
const MOST_WEIGHTS: u64 = 4000;

fn weights(input: &Dim, output: &Dim) -> u64 {
    input.value().unwrap_or(1) * output.value().unwrap_or(1)
}

impl Linear {
    /// Draws a layer for the last axis of a value. The output of a nested network must have one axis, unless it is declared.
    pub(crate) fn draw(scope: &mut Scope<'_>, given: &Shape) -> Option<Kind> {
        let (size, leading) = given.dims().split_last()?;
        if given.known().is_none() && !leading.is_empty() {
            return None;
        }
        let rows: u64 = leading.iter().map(|dim| dim.value().unwrap_or(6)).product();
        let written = scope.write(size);
        let input = match given {
            Shape::Known(_) if size.is_known() && (written.is_none() || scope.random.percent(35)) => None,
            _ => Some(written?),
        };
        let mut output = scope.output();
        let elements = rows * scope.names.dim(&output).value().unwrap_or(6);
        if weights(size, &scope.names.dim(&output)) > MOST_WEIGHTS || rows > 1 && elements > MOST_ELEMENTS {
            output = Size::Number(scope.random.between(1, 3) as u64);
        }
        let bias = scope.random.percent(75);
        let init = scope.random.percent(20).then(|| *scope.random.one_of(INITS));
        Some(Kind::Linear(Linear { sides: Sides::new(input, output), bias, init }))
    }

    /// Draws a layer whose output has the shape of its input.
    pub(crate) fn draw_row(scope: &mut Scope<'_>, given: &Shape) -> Option<Kind> {
        let size = given.dims().last()?;
        if weights(size, size) > MOST_WEIGHTS {
            return None;
        }
        let Kind::Linear(mut drawn) = Self::draw(scope, given)? else { return None };
        drawn.sides.output = scope.write(given.dims().last()?)?;
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
        let output = self.sides.output(names);
        let Some(input) = self.sides.input(names) else {
            return Some(match given.known().and_then(<[Dim]>::split_last) {
                Some((size, leading)) if size.is_known() => {
                    self.sides.inferred = Some(size.clone());
                    Fit::Gives([leading, &[output]].concat())
                }
                _ => Fit::NotInferred,
            });
        };
        Some(of_last_axis(&input, &output, given))
    }

    fn expected(&self, takes: &[Dim], words: &dyn Fn(&[Dim]) -> String) -> String {
        expected(takes, words)
    }

    fn keeps_axes(&self, given: &Shape) -> bool {
        given.known().is_some_and(|dims| dims.len() > 1)
    }
}

/// The verdict of a layer that maps the last axis.
pub(crate) fn of_last_axis(input: &Dim, output: &Dim, given: &Shape) -> Fit {
    let (found, leading) = match given.known().and_then(<[Dim]>::split_last) {
        Some((found, leading)) => (Some(found), leading),
        None => (None, &[][..]),
    };
    let [takes, gives] = [input, output].map(|size| [leading, std::slice::from_ref(size)].concat());
    match found.map_or(Verdict::Unknown, |found| input.compare(found)) {
        Verdict::Equal => Fit::Gives(gives),
        Verdict::Different => {
            let expects = expected(&takes, &|dims| list(dims));
            Fit::Misfit(Misfit { expects, takes: Some(takes), gives: Some(gives) })
        }
        Verdict::Unknown => Fit::Claims(takes, gives),
    }
}

/// `[128]`, or `[.., 128]` for a value with several axes.
pub(crate) fn expected(takes: &[Dim], words: &dyn Fn(&[Dim]) -> String) -> String {
    let before = if takes.len() > 1 { ".., " } else { "" };
    format!("[{before}{}]", words(&takes[takes.len() - 1..]))
}
