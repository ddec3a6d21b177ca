//! `Bilinear<4, 3, 2, bias = false>`: a layer with two inputs, of which it maps the last axes.

use crate::architecture::Size;
use crate::draw::Scope;
use crate::layers::{Fit, Kind, Misfit, Rules};
use crate::linear::INITS;
use crate::shape::{self, Dim, Names, Shape, Verdict, list};

/// The most axes of an input.
const MOST_AXES: usize = 4;

#[derive(Clone, Debug)]
pub(crate) struct Bilinear {
    /// `None` for `_`.
    inputs: [Option<Size>; 2],
    pub(crate) output: Size,
    bias: bool,
    init: Option<&'static str>,
    /// The size inferred for each `_`.
    inferred: [Option<Dim>; 2],
}

impl Bilinear {
    /// Draws a layer for two values with the same axes, except for the last one.
    pub(crate) fn draw(scope: &mut Scope<'_>, first: &Shape, second: &Shape) -> Option<Kind> {
        let [first, second] = [first.known()?, second.known()?];
        let leading = [first.split_last()?.1, second.split_last()?.1];
        if first.len() > MOST_AXES || shape::compare(leading[0], leading[1]) != Verdict::Equal {
            return None;
        }
        let mut inputs = [None, None];
        for (input, dim) in inputs.iter_mut().zip([first.last()?, second.last()?]) {
            let written = scope.write(dim);
            let infers = dim.is_known() && (written.is_none() || scope.random.percent(30));
            *input = if infers { None } else { Some(written?) };
        }
        let size = |dims: &[Dim]| dims.iter().map(|dim| dim.value().unwrap_or(6)).product::<u64>();
        if size(first) * second.last()?.value().unwrap_or(6) > 200 {
            return None;
        }
        let output = Size::Number(scope.random.between(1, 3) as u64);
        let (bias, init) = (scope.random.percent(70), scope.random.percent(20).then(|| *scope.random.one_of(INITS)));
        Some(Kind::Bilinear(Bilinear { inputs, output, bias, init, inferred: [None, None] }))
    }

    fn input(&self, index: usize, names: &Names) -> Option<Dim> {
        self.inputs[index].as_ref().map(|input| names.dim(input)).or_else(|| self.inferred[index].clone())
    }

    /// The verdict on an input, if the axes before the last one are these.
    pub(crate) fn take_one(&mut self, index: usize, leading: &[Dim], given: &Shape, names: &Names) -> Fit {
        if leading.len() >= MOST_AXES {
            return Fit::Misfit(Misfit::without_result(format!("at most {MOST_AXES} axes")));
        }
        let found = given.known().and_then(<[Dim]>::last).filter(|found| found.is_known());
        let Some(size) = self.input(index, names).or_else(|| found.cloned()) else { return Fit::NotInferred };
        self.inferred[index] = Some(size.clone());
        let takes = [leading, &[size]].concat();
        let gives = [leading, &[names.dim(&self.output)]].concat();
        match given.known().map_or(Verdict::Unknown, |dims| shape::compare(&takes, dims)) {
            Verdict::Equal => Fit::Gives(gives),
            Verdict::Unknown => Fit::Claims(takes, gives),
            Verdict::Different => {
                let expects = format!("[{}]", list(&takes));
                Fit::Misfit(Misfit { expects, takes: Some(takes), gives: None })
            }
        }
    }
}

impl Rules for Bilinear {
    fn text(&self) -> String {
        let [first, second] = self.inputs.each_ref().map(|input| input.as_ref().map_or("_".into(), Size::to_string));
        let bias = if self.bias { "" } else { ", bias = false" };
        let init = self.init.map(|init| format!(", init = {init}")).unwrap_or_default();
        format!("Bilinear<{first}, {second}, {}{bias}{init}>", self.output)
    }

    fn sizes_mut(&mut self) -> Vec<&mut Size> {
        self.inputs.iter_mut().flatten().chain([&mut self.output]).collect()
    }

    fn settled(&self, names: &Names) -> Vec<Dim> {
        [0, 1].into_iter().filter_map(|index| self.input(index, names)).chain([names.dim(&self.output)]).collect()
    }

    fn forget(&mut self) {
        self.inferred = [None, None];
    }
}
