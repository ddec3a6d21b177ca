//! `Linear<4, 2, bias = false>`: one axis of its inputs in, one axis of its outputs out.

use crate::architecture::Size;
use crate::draw::Scope;
use crate::layers::{Fit, Given, Help, Kind, Misfit};
use crate::shape::{Dim, Names, Shape, Verdict};

#[derive(Clone, Debug)]
pub(crate) struct Linear {
    /// `None` for `_`.
    pub(crate) input: Option<Size>,
    pub(crate) output: Size,
    pub(crate) bias: bool,
    pub(crate) init: Option<&'static str>,
    /// What `_` turned out to be.
    inferred: Option<Dim>,
    /// What a row of these layers gives, which is what it takes.
    gives: Option<Dim>,
}

/// What can be written behind `init =`.
pub(crate) const INITS: &[&str] = &[
    "nn::init::XavierNormal",
    "nn::init::XavierUniform",
    "nn::init::KaimingNormal",
    "nn::init::KaimingUniform",
    "nn::init::Zeros",
];

/// So many that a gradient check, which computes a network twice for each, takes seconds.
const MOST_WEIGHTS: u64 = 4000;

fn weights(input: &Dim, output: &Dim) -> u64 {
    input.value().unwrap_or(1) * output.value().unwrap_or(1)
}

impl Linear {
    pub(crate) fn new(input: Option<Size>, output: Size) -> Self {
        Linear { input, output, bias: true, init: None, inferred: None, gives: None }
    }

    /// A layer for a value with one axis.
    pub(crate) fn draw(scope: &mut Scope<'_>, given: &Shape) -> Option<Kind> {
        let [size] = given.dims() else { return None };
        let written = scope.write(size);
        let input = match given {
            Shape::Known(_) if size.is_known() && (written.is_none() || scope.chance.percent(35)) => None,
            _ => Some(written?),
        };
        let mut output = scope.output();
        if weights(size, &scope.names.dim(&output)) > MOST_WEIGHTS {
            output = Size::Number(scope.chance.between(1, 3) as u64);
        }
        let mut linear = Linear::new(input, output);
        linear.bias = scope.chance.percent(75);
        if scope.chance.percent(20) {
            linear.init = Some(*scope.chance.one_of(INITS));
        }
        Some(Kind::Linear(linear))
    }

    /// A layer that gives what it takes.
    pub(crate) fn draw_row(scope: &mut Scope<'_>, given: &Shape) -> Option<Kind> {
        let [size] = given.dims() else { return None };
        if weights(size, size) > MOST_WEIGHTS {
            return None;
        }
        let Kind::Linear(drawn) = Self::draw(scope, given)? else { return None };
        let output = scope.write(&given.dims()[0])?;
        Some(Kind::Linear(Linear { output, ..drawn }))
    }

    pub(crate) fn into_written(self) -> Self {
        Linear { inferred: None, gives: None, ..self }
    }

    pub(crate) fn text(&self) -> String {
        self.written(&self.input.as_ref().map_or("_".into(), Size::to_string), &self.output.to_string())
    }

    /// The type with these sizes.
    fn written(&self, input: &str, output: &str) -> String {
        let bias = if self.bias { "" } else { ", bias = false" };
        let init = self.init.map(|init| format!(", init = {init}")).unwrap_or_default();
        format!("Linear<{input}, {output}{bias}{init}>")
    }

    pub(crate) fn sizes_mut(&mut self) -> Vec<&mut Size> {
        self.input.iter_mut().chain([&mut self.output]).collect()
    }

    pub(crate) fn giving(&self, output: &str) -> String {
        let inferred = || self.inferred.as_ref().map_or("_".into(), Dim::to_string);
        self.written(&self.input.as_ref().map_or_else(inferred, Size::to_string), output)
    }

    pub(crate) fn give_what_it_takes(&mut self, names: &Names) {
        self.gives = self.input(names);
    }

    /// What it takes, if that is settled.
    fn input(&self, names: &Names) -> Option<Dim> {
        self.input.as_ref().map(|input| names.dim(input)).or_else(|| self.inferred.clone())
    }

    pub(crate) fn output(&self, names: &Names) -> Dim {
        self.gives.clone().unwrap_or_else(|| names.dim(&self.output))
    }

    pub(crate) fn mentions(&self, parameter: &str, names: &Names) -> bool {
        let mentions = |dim: Dim| dim.with(&[(parameter.into(), Dim::Number(1))]) != dim;
        self.input(names).into_iter().chain([self.output(names)]).any(mentions)
    }

    pub(crate) fn take(&mut self, given: &Given<'_>) -> Fit {
        let output = self.output(given.names);
        let output_text = output.to_string();
        let input = self.input(given.names);
        let flatten = Help::Text(format!("write `.flatten().{}()`", given.layer));
        let Some(input) = input else {
            return match given.shape.dims() {
                [size] if given.shape.known().is_some() && size.is_known() => {
                    self.inferred = Some(size.clone());
                    Fit::Gives(vec![output])
                }
                [_, _, ..] if given.shape.known().is_some() => Fit::Misfit(Misfit {
                    expects: "[features]".into(),
                    takes: None,
                    help: flatten.clone(),
                    help_rank: flatten,
                    gives: Some(vec![output]),
                }),
                _ => Fit::NotInferred(format!(
                    "write the number of inputs in place of `_`, as in `{}: {}`",
                    given.layer,
                    self.written("64", &output_text)
                )),
            };
        };
        let found = match given.shape {
            Shape::Known(dims) => match &dims[..] {
                [size] if size.is_written() => size.to_string(),
                // Only `_` can stand for what is computed.
                _ => "_".into(),
            },
            Shape::Hidden(dims, _) => crate::shape::numbers(dims),
        };
        let code = match given.count {
            None => format!("{}: {}", given.layer, self.written(&found, &output_text)),
            Some(count) => format!("{}: [{}; {count}]", given.layer, self.written(&found, &found)),
        };
        let misfit = Misfit {
            expects: format!("[{input}]"),
            takes: Some(vec![input.clone()]),
            help: Help::Write { code, size: input.to_string() },
            help_rank: flatten.clone(),
            gives: Some(vec![output.clone()]),
        };
        match given.shape {
            Shape::Hidden(..) => Fit::Claims(vec![input], misfit),
            Shape::Known(dims) => match &dims[..] {
                [size] => match input.compare(size) {
                    Verdict::Equal => Fit::Gives(vec![output]),
                    Verdict::Different => Fit::Misfit(misfit),
                    Verdict::Unknown => Fit::Claims(vec![input], misfit),
                },
                _ => Fit::Misfit(Misfit { help: flatten, ..misfit }),
            },
        }
    }
}
