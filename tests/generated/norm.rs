//! `LayerNorm<8>` and `RmsNorm<8>` over the last axis, `BatchNorm1d<8>`, `BatchNorm2d<8>` and `GroupNorm<2, 8>` of channels,
//! `PRelu` and `PRelu<8>`.
//!
//! They are drawn behind a layer alone, whose numbers have any sign and scale: a normalisation of what has no more than a
//! scale, or is constant, gives the same whatever that is, so that nothing before it learns. Nor does a bias learn of which
//! a mean takes away all. Of what a nested network gives, nothing is predicted.

use crate::architecture::Size;
use crate::draw::Scope;
use crate::layers::{Fit, Given, Help, Kind, Misfit};
use crate::shape::{Dim, Names, Shape, Verdict, list};
use crate::window::help_image;

#[derive(Clone, Debug)]
pub(crate) struct Norm {
    name: &'static str,
    /// Of a `GroupNorm`.
    groups: Option<u64>,
    /// `Some(None)` for `_`; `None` of one slope for all numbers.
    size: Option<Option<Size>>,
    /// What `_` turned out to be.
    inferred: Option<Dim>,
}

/// What stands before a normalisation.
pub(crate) struct Behind {
    /// A `Linear`, and not a convolution.
    pub(crate) linear: bool,
    pub(crate) bias: bool,
    pub(crate) batch: u64,
}

impl Norm {
    /// A layer that leaves something to learn for the layer before it.
    pub(crate) fn draw(scope: &mut Scope<'_>, given: &Shape, behind: &Behind) -> Option<Kind> {
        let dims = given.known()?;
        let size = |dim: &Dim| dim.value().unwrap_or(1);
        let (channels, last) = (size(&dims[0]), size(dims.last()?));
        let places: u64 = dims[1..].iter().map(size).product();
        // In a group of two numbers, or two in a batch, a normalisation leaves their order alone.
        let (name, groups) = match scope.chance.below(6) {
            // The bias of a convolution is constant along the last axis.
            0 if last > 2 && behind.bias && behind.linear => ("LayerNorm", None),
            1 if last > 1 && behind.bias => ("RmsNorm", None),
            0..=3 | 5 if !behind.bias && behind.batch * places > 2 => match dims.len() {
                1 | 2 => ("BatchNorm1d", None),
                3 => ("BatchNorm2d", None),
                _ => return None,
            },
            4 if dims[0].value().is_some() => {
                let fits = |groups: &u64| {
                    let share = channels / groups;
                    channels.is_multiple_of(*groups) && share * places > 2 && (share > 1 || !behind.bias)
                };
                let groups: Vec<_> = (1..=channels).filter(fits).collect();
                let index = scope.chance.below(groups.len().max(1));
                ("GroupNorm", Some(*groups.get(index)?))
            }
            _ if behind.bias => ("PRelu", None),
            _ => return None,
        };
        let size = match name == "PRelu" && scope.chance.percent(40) {
            true => None,
            false => {
                let dim = dims[Self::axis(name, dims)].clone();
                let written = scope.write(&dim);
                let infers = dim.is_known() && (written.is_none() || scope.chance.percent(30));
                Some(if infers { None } else { Some(written?) })
            }
        };
        Some(Kind::Norm(Norm { name, groups, size, inferred: None }))
    }

    fn axis(name: &str, dims: &[Dim]) -> usize {
        if matches!(name, "LayerNorm" | "RmsNorm") { dims.len() - 1 } else { 0 }
    }

    /// What it takes, if that has not so many axes.
    fn other_rank(&self, axes: usize, names: &Names) -> Option<String> {
        let size = self.size(names).map_or("_".into(), |dim| dim.to_string());
        match (self.name, axes) {
            ("BatchNorm1d", 1 | 2) | ("BatchNorm2d", 3) => None,
            ("BatchNorm1d", _) => Some(format!("[{size}] or [{size}, length]")),
            ("BatchNorm2d", _) => Some(format!("[{size}, height, width]")),
            _ => None,
        }
    }

    pub(crate) fn into_written(self) -> Self {
        Norm { inferred: None, ..self }
    }

    pub(crate) fn text(&self) -> String {
        let size = self.size.as_ref().map(|size| size.as_ref().map_or("_".into(), Size::to_string));
        size.map_or_else(|| self.name.into(), |size| self.written(&size))
    }

    fn written(&self, size: &str) -> String {
        let groups = self.groups.map(|groups| format!("{groups}, ")).unwrap_or_default();
        format!("{}<{groups}{size}>", self.name)
    }

    pub(crate) fn sizes_mut(&mut self) -> Vec<&mut Size> {
        self.size.iter_mut().flatten().collect()
    }

    pub(crate) fn another(&self, name: &str) -> String {
        format!("{name}: {}", if self.size.is_some() { self.written("_") } else { self.name.into() })
    }

    fn size(&self, names: &Names) -> Option<Dim> {
        self.size.iter().flatten().next().map(|size| names.dim(size)).or_else(|| self.inferred.clone())
    }

    pub(crate) fn mentions(&self, parameter: &str, names: &Names) -> bool {
        self.size(names).is_some_and(|dim| dim.with(&[(parameter.into(), Dim::Number(1))]) != dim)
    }

    pub(crate) fn take(&mut self, given: &Given<'_>) -> Fit {
        let Shape::Known(dims) = given.shape else { return Fit::Unpredicted };
        if self.size.is_none() {
            return Fit::Gives(dims.clone());
        }
        if let Some(expects) = self.other_rank(dims.len(), given.names) {
            let size = self.size(given.names).map_or("_".into(), |dim| dim.to_string());
            let help = match self.name {
                "BatchNorm2d" => help_image(2).into(),
                _ => format!(
                    "give `{}` a value with the axes of `{}`, or declare it for those that it receives",
                    given.layer,
                    self.written(&size)
                ),
            };
            return Fit::Misfit(Misfit::without_result(expects, Help::Text(help)));
        }
        let axis = Self::axis(self.name, dims);
        let size = self.size(given.names).unwrap_or_else(|| dims[axis].clone());
        let divides = |groups: u64| size.value().is_some_and(|size| size.is_multiple_of(groups));
        if !size.is_known() || self.groups.is_some_and(|groups| !divides(groups)) {
            return Fit::Unpredicted;
        }
        self.inferred = Some(size.clone());
        let mut takes = dims.clone();
        takes[axis] = size;
        let verdict = crate::shape::compare(&takes, dims);
        if verdict == Verdict::Equal {
            return Fit::Gives(takes);
        }
        let found = if dims[axis].is_written() { dims[axis].to_string() } else { "_".into() };
        let expects = format!("[{}]", list(&takes));
        let help = Help::Write { code: format!("{}: {}", given.layer, self.written(&found)), size: expects.clone() };
        let gives = if verdict == Verdict::Different { dims } else { &takes };
        let gives = Some(gives.clone());
        let misfit = Misfit { expects, takes: Some(takes.clone()), help_rank: help.clone(), help, gives };
        match verdict {
            Verdict::Different => Fit::Misfit(misfit),
            _ => Fit::Claims(takes, misfit),
        }
    }
}
