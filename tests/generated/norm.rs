//! `LayerNorm<8>`, `LayerNorm<4, 8>` and `RmsNorm<8>` over the last axes, `BatchNorm1d<8>`, `BatchNorm2d<8>`,
//! `InstanceNorm1d<8>`, `GroupNorm<2, 8>` of channels and the like, `PRelu` and `PRelu<8>`.
//!
//! A `BatchNorm` always has running statistics: without, the output for a sample depends on the other samples of its batch, and the
//! interpreter computes one sample at a time.
//!
//! They directly follow a layer, whose outputs have any sign and scale. The normalisation of a value that is constant, or fixed up
//! to a scale, does not depend on it, so the layers before it would receive no gradient; neither would a bias that a mean cancels.
//! For the output of a nested network, nothing is predicted.

use crate::architecture::Size;
use crate::draw::Scope;
use crate::groups::Groups;
use crate::layers::{Fit, Kind, Misfit, Rules};
use crate::shape::{self, Dim, Names, Shape, Verdict, list};

#[derive(Clone, Debug)]
pub(crate) struct Norm {
    name: &'static str,
    /// Of a `GroupNorm`.
    groups: Option<u64>,
    /// The sizes of its axes; `None` for `_`. A `PRelu` with one slope for all elements has none.
    sizes: Vec<Option<Size>>,
    /// The named arguments.
    named: Vec<&'static str>,
    /// The size inferred for each `_`.
    inferred: Vec<Option<Dim>>,
}

/// The layer before a normalisation.
pub(crate) struct Behind {
    /// A `Linear`, and not a convolution.
    pub(crate) linear: bool,
    pub(crate) bias: bool,
    pub(crate) batch: u64,
}

impl Norm {
    /// Draws a layer that lets a gradient reach the layer before it, and the number of repetitions in an array, if any.
    pub(crate) fn draw(scope: &mut Scope<'_>, given: &Shape, behind: &Behind) -> Option<(Kind, Option<usize>)> {
        let dims = given.known()?;
        let size = |dim: &Dim| dim.value().unwrap_or(1);
        let channels = size(&dims[0]);
        let places: u64 = dims[1..].iter().map(size).product();
        let last = if scope.random.percent(40) { dims.len() } else { scope.random.between(1, dims.len()) };
        let numbers: u64 = dims[dims.len() - last..].iter().map(size).product();
        // The bias of a convolution is constant along all axes but the first.
        let constant = !behind.linear && behind.bias && (last < dims.len() || channels < 2);
        // Of two elements in a group or in a batch, a normalisation preserves nothing but their order.
        let fits = |groups: &u64| {
            let share = channels / groups;
            channels.is_multiple_of(*groups) && share * places > 2 && (share > 1 || !behind.bias)
        };
        let divisors: Vec<u64> = dims[0].value().iter().flat_map(|&channels| 1..=channels).filter(fits).collect();
        let groups = divisors.get(scope.random.below(divisors.len().max(1))).copied();
        let of_batch = !behind.bias && behind.batch * places > 2;
        let mut names = Vec::new();
        names.extend((numbers > 2 && !constant && (behind.bias || !behind.linear)).then_some("LayerNorm"));
        names.extend((numbers > 1 && behind.bias).then_some("RmsNorm"));
        names.extend((of_batch && dims.len() < 3).then_some("BatchNorm1d"));
        names.extend((of_batch && dims.len() == 3).then_some("BatchNorm2d"));
        names.extend((of_batch && dims.len() == 4).then_some("BatchNorm3d"));
        let of_instance = (places > 2 && !behind.bias).then_some(dims.len());
        let instances = [(2, "InstanceNorm1d"), (3, "InstanceNorm2d"), (4, "InstanceNorm3d")];
        names.extend(instances.iter().filter(|(rank, _)| of_instance == Some(*rank)).map(|(_, name)| name));
        names.extend(groups.map(|_| "GroupNorm"));
        names.extend(behind.bias.then_some("PRelu"));
        let name = *names.get(scope.random.below(names.len().max(1)))?;
        let groups = groups.filter(|_| name == "GroupNorm");
        let of = match name {
            "LayerNorm" | "RmsNorm" => &dims[dims.len() - last..],
            "PRelu" if scope.random.percent(40) => &[],
            _ => &dims[..1],
        };
        let mut sizes = Vec::new();
        for dim in of {
            let written = scope.write(dim);
            let infers = dim.is_known() && (written.is_none() || scope.random.percent(30));
            sizes.push(if infers { None } else { Some(written?) });
        }
        let named = Self::draw_named(scope, name);
        // A mean over a batch, or over a single channel, cancels the bias of the preceding layer of the array.
        let repeats = match groups {
            Some(groups) => channels > groups,
            None => !name.starts_with("BatchNorm") && !name.starts_with("InstanceNorm"),
        };
        let count = (repeats && scope.random.percent(15)).then(|| scope.random.between(1, 2));
        let inferred = vec![None; sizes.len()];
        Some((Kind::Norm(Norm { name, groups, sizes, named, inferred }), count))
    }

    /// Draws the named arguments.
    fn draw_named(scope: &mut Scope<'_>, name: &str) -> Vec<&'static str> {
        let mut named = Vec::new();
        if name == "PRelu" {
            return named;
        }
        if scope.random.percent(25) {
            named.push(*scope.random.one_of(&["eps = 1e-3", "eps = 0.01", "eps = 2.5e-4"]));
        }
        let is_instance = name.starts_with("InstanceNorm");
        let mut tracks = name.starts_with("BatchNorm");
        if (tracks || is_instance) && scope.random.percent(30) {
            tracks |= scope.random.percent(50);
            named.push(if tracks { "track_running_stats = true" } else { "track_running_stats = false" });
        }
        if tracks && scope.random.percent(40) {
            let momenta = ["momentum = 0.01", "momentum = 1.0", "momentum = 0.25", "momentum = None"];
            named.push(*scope.random.one_of(&momenta[..if is_instance { 3 } else { 4 }]));
        }
        let mut scales = !is_instance;
        if scope.random.percent(35) {
            scales = scope.random.percent(50);
            named.push(match (matches!(name, "LayerNorm" | "RmsNorm"), scales) {
                (true, true) => "elementwise_affine = true",
                (true, false) => "elementwise_affine = false",
                (false, true) => "affine = true",
                (false, false) => "affine = false",
            });
        }
        if scales && name != "RmsNorm" && scope.random.percent(30) {
            named.push(*scope.random.one_of(&["bias = false", "bias = true"]));
        }
        scope.random.shuffle(&mut named);
        named
    }

    /// The index of its first axis in a value with this number of axes; `None` if the value does not fit.
    fn start(&self, axes: usize) -> Option<usize> {
        match self.name {
            "LayerNorm" | "RmsNorm" => axes.checked_sub(self.sizes.len()),
            "BatchNorm1d" => (axes < 3).then_some(0),
            "InstanceNorm1d" => (axes == 2).then_some(0),
            "BatchNorm2d" | "InstanceNorm2d" => (axes == 3).then_some(0),
            "BatchNorm3d" | "InstanceNorm3d" => (axes == 4).then_some(0),
            _ => Some(0),
        }
    }

    /// Its sizes, as far as they are known.
    fn sizes(&self, names: &Names) -> Vec<Option<Dim>> {
        let written = self.sizes.iter().map(|size| size.as_ref().map(|size| names.dim(size)));
        written.zip(&self.inferred).map(|(written, inferred)| written.or_else(|| inferred.clone())).collect()
    }

    /// The verdict on a value with another number of axes.
    fn other_rank(&self, names: &Names) -> Fit {
        let words = |size: Option<Dim>| size.map_or("_".into(), |dim| dim.to_string());
        let list = self.sizes(names).into_iter().map(words).collect::<Vec<_>>().join(", ");
        let expects = match self.name {
            "BatchNorm1d" => format!("[{list}] or [{list}, length]"),
            "InstanceNorm1d" => format!("[{list}, length]"),
            "BatchNorm2d" | "InstanceNorm2d" => format!("[{list}, height, width]"),
            "BatchNorm3d" | "InstanceNorm3d" => format!("[{list}, depth, height, width]"),
            _ => format!("[.., {list}]"),
        };
        Fit::Misfit(Misfit::without_result(expects))
    }

    /// Checks the shape of a value.
    fn fit(&mut self, dims: &[Dim], names: &Names) -> Fit {
        if self.sizes.is_empty() {
            return Fit::Gives(dims.to_vec());
        }
        let Some(start) = self.start(dims.len()) else { return self.other_rank(names) };
        let settled = self.sizes(names).into_iter().zip(&dims[start..start + self.sizes.len()]);
        let sizes: Vec<Dim> = settled.map(|(size, found)| size.unwrap_or_else(|| found.clone())).collect();
        if !sizes.iter().all(Dim::is_known) {
            return Fit::Unpredicted;
        }
        self.inferred = sizes.iter().cloned().map(Some).collect();
        let takes = [&dims[..start], &sizes, &dims[start + sizes.len()..]].concat();
        match shape::compare(&takes, dims) {
            Verdict::Equal => Fit::Gives(takes),
            Verdict::Different => {
                let (expects, gives) = (format!("[{}]", list(&takes)), Some(dims.to_vec()));
                Fit::Misfit(Misfit { expects, takes: Some(takes), gives })
            }
            Verdict::Unknown => Fit::Claims(takes.clone(), takes),
        }
    }
}

impl Rules for Norm {
    fn text(&self) -> String {
        let groups = self.groups.map(|groups| groups.to_string());
        let sizes = self.sizes.iter().map(|size| size.as_ref().map_or("_".into(), Size::to_string));
        let named = self.named.iter().map(|named| (*named).to_string());
        let words: Vec<_> = groups.into_iter().chain(sizes).chain(named).collect();
        if words.is_empty() { self.name.into() } else { format!("{}<{}>", self.name, words.join(", ")) }
    }

    fn sizes_mut(&mut self) -> Vec<&mut Size> {
        self.sizes.iter_mut().flatten().collect()
    }

    fn settled(&self, names: &Names) -> Vec<Dim> {
        self.sizes(names).into_iter().flatten().collect()
    }

    fn forget(&mut self) {
        self.inferred = vec![None; self.sizes.len()];
    }

    fn groups(&self, names: &Names) -> Option<Groups> {
        Some(Groups { name: self.name.into(), number: self.groups?, channels: self.settled(names) })
    }

    fn groups_mut(&mut self) -> Option<&mut u64> {
        self.groups.as_mut()
    }

    fn groups_word(&self) -> Option<(usize, String)> {
        Some(("GroupNorm<".len(), self.groups?.to_string()))
    }

    fn take(&mut self, given: &Shape, names: &Names) -> Option<Fit> {
        Some(given.known().map_or(Fit::Unpredicted, |dims| self.fit(dims, names)))
    }

    fn keeps_shape(&self) -> bool {
        true
    }
}
