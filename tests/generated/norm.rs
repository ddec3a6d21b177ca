//! `LayerNorm<8>`, `LayerNorm<4, 8>` and `RmsNorm<8>` over the last axes, `BatchNorm1d<8>`, `BatchNorm2d<8>` and
//! `GroupNorm<2, 8>` of channels, `PRelu` and `PRelu<8>`.
//!
//! They are drawn behind a layer alone, whose numbers have any sign and scale: a normalisation of what has no more than a
//! scale, or is constant, gives the same whatever that is, so that nothing before it learns. Nor does a bias learn of which
//! a mean takes away all. Of what a nested network gives, nothing is predicted.

use crate::architecture::Size;
use crate::draw::Scope;
use crate::groups::Groups;
use crate::layers::{Fit, Given, Help, Kind, Misfit};
use crate::shape::{Dim, Names, Shape, Verdict, list};
use crate::window::help_image;

#[derive(Clone, Debug)]
pub(crate) struct Norm {
    name: &'static str,
    /// Of a `GroupNorm`.
    pub(crate) groups: Option<u64>,
    /// Of its axes: `None` for `_`. A `PRelu` of one slope for all numbers has none.
    sizes: Vec<Option<Size>>,
    epsilon: Option<&'static str>,
    /// What each `_` turned out to be.
    inferred: Vec<Option<Dim>>,
}

/// What stands before a normalisation.
pub(crate) struct Behind {
    /// A `Linear`, and not a convolution.
    pub(crate) linear: bool,
    pub(crate) bias: bool,
    pub(crate) batch: u64,
}

impl Norm {
    /// A layer that leaves something to learn for the layer before it, and how often it is repeated, if it is.
    pub(crate) fn draw(scope: &mut Scope<'_>, given: &Shape, behind: &Behind) -> Option<(Kind, Option<usize>)> {
        let dims = given.known()?;
        let size = |dim: &Dim| dim.value().unwrap_or(1);
        let channels = size(&dims[0]);
        let places: u64 = dims[1..].iter().map(size).product();
        let last = if scope.chance.percent(40) { dims.len() } else { scope.chance.between(1, dims.len()) };
        let numbers: u64 = dims[dims.len() - last..].iter().map(size).product();
        // The bias of a convolution is constant along all axes but the first.
        let constant = !behind.linear && behind.bias && (last < dims.len() || channels < 2);
        // In a group of two numbers, or two in a batch, a normalisation leaves their order alone.
        let fits = |groups: &u64| {
            let share = channels / groups;
            channels.is_multiple_of(*groups) && share * places > 2 && (share > 1 || !behind.bias)
        };
        let divisors: Vec<u64> = dims[0].value().iter().flat_map(|&channels| 1..=channels).filter(fits).collect();
        let groups = divisors.get(scope.chance.below(divisors.len().max(1))).copied();
        let of_batch = !behind.bias && behind.batch * places > 2;
        let mut names = Vec::new();
        names.extend((numbers > 2 && !constant && (behind.bias || !behind.linear)).then_some("LayerNorm"));
        names.extend((numbers > 1 && behind.bias).then_some("RmsNorm"));
        names.extend((of_batch && dims.len() < 3).then_some("BatchNorm1d"));
        names.extend((of_batch && dims.len() == 3).then_some("BatchNorm2d"));
        names.extend(groups.map(|_| "GroupNorm"));
        names.extend(behind.bias.then_some("PRelu"));
        let name = *names.get(scope.chance.below(names.len().max(1)))?;
        let groups = groups.filter(|_| name == "GroupNorm");
        let of = match name {
            "LayerNorm" | "RmsNorm" => &dims[dims.len() - last..],
            "PRelu" if scope.chance.percent(40) => &[],
            _ => &dims[..1],
        };
        let mut sizes = Vec::new();
        for dim in of {
            let written = scope.write(dim);
            let infers = dim.is_known() && (written.is_none() || scope.chance.percent(30));
            sizes.push(if infers { None } else { Some(written?) });
        }
        let epsilon = ["1e-3", "0.01", "2.5e-4"];
        let epsilon = (name != "PRelu" && scope.chance.percent(25)).then(|| *scope.chance.one_of(&epsilon));
        // A mean of a batch, or of a channel alone, takes away all of the bias of the same layer before.
        let repeats = match groups {
            Some(groups) => channels > groups,
            None => !name.starts_with("BatchNorm"),
        };
        let count = (repeats && scope.chance.percent(15)).then(|| scope.chance.between(1, 2));
        let inferred = vec![None; sizes.len()];
        Some((Kind::Norm(Norm { name, groups, sizes, epsilon, inferred }), count))
    }

    /// Where its axes begin in a value with so many; `None` if that is not so.
    fn start(&self, axes: usize) -> Option<usize> {
        match self.name {
            "LayerNorm" | "RmsNorm" => axes.checked_sub(self.sizes.len()),
            "BatchNorm1d" => (axes < 3).then_some(0),
            "BatchNorm2d" => (axes == 3).then_some(0),
            _ => Some(0),
        }
    }

    pub(crate) fn into_written(self) -> Self {
        Norm { inferred: vec![None; self.sizes.len()], ..self }
    }

    pub(crate) fn text(&self) -> String {
        self.written(self.sizes.iter().map(|size| size.as_ref().map_or("_".into(), Size::to_string)).collect())
    }

    fn written(&self, sizes: Vec<String>) -> String {
        let groups = self.groups.map(|groups| groups.to_string());
        let epsilon = self.epsilon.map(|epsilon| format!("eps = {epsilon}"));
        let words: Vec<_> = groups.into_iter().chain(sizes).chain(epsilon).collect();
        if words.is_empty() { self.name.into() } else { format!("{}<{}>", self.name, words.join(", ")) }
    }

    pub(crate) fn sizes_mut(&mut self) -> Vec<&mut Size> {
        self.sizes.iter_mut().flatten().collect()
    }

    pub(crate) fn another(&self, name: &str) -> String {
        format!("{name}: {}", self.written(vec!["_".into(); self.sizes.len()]))
    }

    /// Its sizes, as far as they are settled.
    fn sizes(&self, names: &Names) -> Vec<Option<Dim>> {
        let written = self.sizes.iter().map(|size| size.as_ref().map(|size| names.dim(size)));
        written.zip(&self.inferred).map(|(written, inferred)| written.or_else(|| inferred.clone())).collect()
    }

    pub(crate) fn groups(&self, names: &Names) -> Option<Groups> {
        let channels = self.sizes(names).into_iter().flatten().collect();
        Some(Groups { name: self.name.into(), number: self.groups?, channels })
    }

    pub(crate) fn mentions(&self, parameter: &str, names: &Names) -> bool {
        let mentions = |dim: &Dim| dim.with(&[(parameter.into(), Dim::Number(1))]) != *dim;
        self.sizes(names).iter().flatten().any(mentions)
    }

    /// What is said of a value with another number of axes.
    fn other_rank(&self, given: &Given<'_>) -> Fit {
        let words = |size: Option<Dim>| size.map_or("_".into(), |dim| dim.to_string());
        let sizes: Vec<String> = self.sizes(given.names).into_iter().map(words).collect();
        let list = sizes.join(", ");
        let expects = match self.name {
            "BatchNorm1d" => format!("[{list}] or [{list}, length]"),
            "BatchNorm2d" => format!("[{list}, height, width]"),
            _ => format!("[.., {list}]"),
        };
        let help = match self.name {
            "BatchNorm2d" => help_image(2).into(),
            _ => format!(
                "give `{}` a value with the axes of `{}`, or declare it for those that it receives",
                given.layer,
                self.written(sizes)
            ),
        };
        Fit::Misfit(Misfit::without_result(expects, Help::Text(help)))
    }

    pub(crate) fn take(&mut self, given: &Given<'_>) -> Fit {
        let Shape::Known(dims) = given.shape else { return Fit::Unpredicted };
        if self.sizes.is_empty() {
            return Fit::Gives(dims.clone());
        }
        let Some(start) = self.start(dims.len()) else { return self.other_rank(given) };
        let found = &dims[start..start + self.sizes.len()];
        let settled = self.sizes(given.names).into_iter().zip(found);
        let sizes: Vec<Dim> = settled.map(|(size, found)| size.unwrap_or_else(|| found.clone())).collect();
        if !sizes.iter().all(Dim::is_known) {
            return Fit::Unpredicted;
        }
        self.inferred = sizes.iter().cloned().map(Some).collect();
        let takes = [&dims[..start], &sizes, &dims[start + sizes.len()..]].concat();
        let verdict = crate::shape::compare(&takes, dims);
        if verdict == Verdict::Equal {
            return Fit::Gives(takes);
        }
        let words = |dim: &Dim| if dim.is_written() { dim.to_string() } else { "_".into() };
        let fix = self.written(found.iter().map(words).collect());
        let code = match given.count {
            None => format!("{}: {fix}", given.layer),
            Some(count) => format!("{}: [{fix}; {count}]", given.layer),
        };
        let expects = format!("[{}]", list(&takes));
        let help = Help::Write { code, size: expects.clone() };
        let gives = if verdict == Verdict::Different { dims } else { &takes };
        let gives = Some(gives.clone());
        let misfit = Misfit { expects, takes: Some(takes.clone()), help_rank: help.clone(), help, gives };
        match verdict {
            Verdict::Different => Fit::Misfit(misfit),
            _ => Fit::Claims(takes, misfit),
        }
    }
}
