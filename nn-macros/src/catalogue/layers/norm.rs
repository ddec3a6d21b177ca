//! Layers that preserve the shape of their input, with parameters for some of its axes: normalisations and `PRelu`.

use super::arguments::{Arguments, Known};
use super::groups::Groups;
use super::signature::{Array, Describe, Fit, Numbers, Signature, declaration};
use super::window::{axes_of, product};
use crate::catalogue::bounds::Bound;
use crate::diagnostics::Origin;
use crate::diagnostics::messages::{self, place_of};
use crate::shape::{Dim, Scope, Shape, Verdict};
use crate::syntax::LayerType;
use proc_macro2::Span;

/// The type of the layer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    BatchNorm1d,
    BatchNorm2d,
    BatchNorm3d,
    InstanceNorm1d,
    InstanceNorm2d,
    InstanceNorm3d,
    GroupNorm,
    LayerNorm,
    RmsNorm,
    PRelu,
}

impl Kind {
    pub(crate) fn is_batch(self) -> bool {
        matches!(self, Kind::BatchNorm1d | Kind::BatchNorm2d | Kind::BatchNorm3d)
    }

    pub(crate) fn is_instance(self) -> bool {
        matches!(self, Kind::InstanceNorm1d | Kind::InstanceNorm2d | Kind::InstanceNorm3d)
    }

    /// The named arguments that the layer supports.
    fn known(self) -> Known {
        const OF_BATCH: Known = &[
            ("eps", "eps = 1e-5"),
            ("momentum", "momentum = 0.01"),
            ("affine", "affine = false"),
            ("track_running_stats", "track_running_stats = false"),
            ("bias", "bias = false"),
        ];
        const OF_GROUP: Known = &[("eps", "eps = 1e-5"), ("affine", "affine = false"), ("bias", "bias = false")];
        const OF_LAYER: Known =
            &[("eps", "eps = 1e-5"), ("elementwise_affine", "elementwise_affine = false"), ("bias", "bias = false")];
        match self {
            Kind::GroupNorm => OF_GROUP,
            Kind::LayerNorm => OF_LAYER,
            Kind::RmsNorm => &OF_LAYER[..2],
            Kind::PRelu => &[],
            _ => OF_BATCH,
        }
    }

    /// The name of the argument for a scale and a shift.
    fn affine(self) -> &'static str {
        if matches!(self, Kind::LayerNorm | Kind::RmsNorm) { "elementwise_affine" } else { "affine" }
    }

    /// The scale and shift without arguments.
    fn default_affine(self) -> Affine {
        match self {
            Kind::RmsNorm => Affine::Scale,
            _ if self.is_instance() => Affine::Nothing,
            _ => Affine::ScaleAndShift,
        }
    }
}

/// The trainable tensors of a normalisation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Affine {
    ScaleAndShift,
    Scale,
    Nothing,
}

/// The running statistics of a normalisation.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Statistics {
    /// Moving averages, with their momentum in units of 10^-6 and as written, unless it is the default.
    MovingAverage(Option<(u32, String)>),
    CumulativeAverage,
    Untracked,
}

/// The axes for which a layer has parameters, and the ranks that it accepts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Axes {
    /// The first axis, of values with a rank in this range.
    Channels { least: usize, most: usize },
    /// The last axes, as many as sizes are declared.
    Last,
}

#[derive(Clone)]
pub(crate) struct Norm {
    pub(crate) kind: Kind,
    pub(crate) name: &'static str,
    axes: Axes,
    /// The sizes of the axes; `None` until the first use determines them.
    sizes: Vec<Option<Dim>>,
    /// The number of groups, with its span.
    groups: Option<(Dim, Span)>,
    /// The constant added to a variance, in units of 10^-12 and as written.
    epsilon: Option<(u64, String)>,
    pub(crate) affine: Affine,
    pub(crate) statistics: Statistics,
    pub(crate) span: Span,
}

/// The name, type, axes and an example of a layer.
type Entry = (&'static str, Kind, Axes, &'static str);

const LAYERS: &[Entry] = &[
    ("BatchNorm1d", Kind::BatchNorm1d, Axes::Channels { least: 1, most: 2 }, "BatchNorm1d<64>"),
    ("BatchNorm2d", Kind::BatchNorm2d, Axes::Channels { least: 3, most: 3 }, "BatchNorm2d<16>"),
    ("BatchNorm3d", Kind::BatchNorm3d, Axes::Channels { least: 4, most: 4 }, "BatchNorm3d<16>"),
    ("InstanceNorm1d", Kind::InstanceNorm1d, Axes::Channels { least: 2, most: 2 }, "InstanceNorm1d<64>"),
    ("InstanceNorm2d", Kind::InstanceNorm2d, Axes::Channels { least: 3, most: 3 }, "InstanceNorm2d<16>"),
    ("InstanceNorm3d", Kind::InstanceNorm3d, Axes::Channels { least: 4, most: 4 }, "InstanceNorm3d<16>"),
    ("GroupNorm", Kind::GroupNorm, Axes::Channels { least: 1, most: 5 }, "GroupNorm<4, 16>"),
    ("LayerNorm", Kind::LayerNorm, Axes::Last, "LayerNorm<64>"),
    ("RmsNorm", Kind::RmsNorm, Axes::Last, "RmsNorm<64>"),
    ("PRelu", Kind::PRelu, Axes::Channels { least: 1, most: 5 }, "PRelu"),
];

impl Norm {
    /// Parses the layer; `None` if it is not one of these.
    pub(super) fn declare(ty: &LayerType, scope: &Scope) -> Option<syn::Result<Norm>> {
        LAYERS.iter().find(|layer| ty.path.is_ident(layer.0)).map(|layer| Self::read(layer, ty, scope))
    }

    fn read(&(name, kind, axes, form): &Entry, ty: &LayerType, scope: &Scope) -> syn::Result<Norm> {
        let mut arguments = Arguments::read(name, ty.span, &ty.arguments, kind.known(), scope)?;
        let mut sizes = arguments.all_sizes();
        let groups = match (kind, sizes.len()) {
            (Kind::GroupNorm, 2) => match sizes.remove(0) {
                (Some(groups), span) => Some((groups, span)),
                (None, span) => return Err(syn::Error::new(span, messages::groups_not_inferred())),
            },
            // One slope for all channels, or one per channel.
            (Kind::PRelu, 0 | 1) => None,
            (Kind::LayerNorm | Kind::RmsNorm, 1..=5) => None,
            (kind, 1) if kind.is_batch() || kind.is_instance() => None,
            (_, found) => return Err(syn::Error::new(ty.span, messages::wrong_sizes(name, found, form))),
        };
        let sizes: Vec<_> = sizes.into_iter().map(|(size, _)| size).collect();
        let epsilon = arguments.trillionths("eps")?;
        let affine = Self::read_affine(kind, name, &mut arguments)?;
        let statistics = Self::read_statistics(kind, name, &mut arguments)?;
        Ok(Norm { kind, name, axes, sizes, groups, epsilon, affine, statistics, span: ty.span })
    }

    fn read_affine(kind: Kind, name: &str, arguments: &mut Arguments<'_>) -> syn::Result<Affine> {
        let scales = arguments.flag(kind.affine())?.map(|(scales, _)| scales);
        let bias = arguments.flag("bias")?;
        let default = kind.default_affine();
        match (scales.unwrap_or(default != Affine::Nothing), bias) {
            (false, Some((true, span))) => {
                Err(syn::Error::new(span, messages::bias_without_scale(name, kind.affine())))
            }
            (false, _) => Ok(Affine::Nothing),
            (true, Some((false, _))) => Ok(Affine::Scale),
            (true, _) if kind == Kind::RmsNorm => Ok(Affine::Scale),
            (true, _) => Ok(Affine::ScaleAndShift),
        }
    }

    fn read_statistics(kind: Kind, name: &str, arguments: &mut Arguments<'_>) -> syn::Result<Statistics> {
        if !kind.is_batch() && !kind.is_instance() {
            return Ok(Statistics::Untracked);
        }
        let tracks = arguments.flag("track_running_stats")?.map_or(kind.is_batch(), |(tracks, _)| tracks);
        let span = arguments.span_of("momentum");
        match (arguments.momentum()?, span) {
            (Some(_), Some(span)) if !tracks => Err(syn::Error::new(span, messages::momentum_without_statistics(name))),
            (Some(None), Some(span)) if kind.is_instance() => {
                Err(syn::Error::new(span, messages::cumulative_instances(name)))
            }
            (Some(None), _) => Ok(Statistics::CumulativeAverage),
            (Some(momentum), _) => Ok(Statistics::MovingAverage(momentum)),
            (None, _) if tracks => Ok(Statistics::MovingAverage(None)),
            (None, _) => Ok(Statistics::Untracked),
        }
    }

    /// Formats the named arguments, without those that are the defaults.
    fn named(&self) -> Vec<String> {
        let mut named: Vec<_> = self.epsilon.iter().map(|(_, epsilon)| format!("eps = {epsilon}")).collect();
        match &self.statistics {
            Statistics::MovingAverage(Some((_, momentum))) => named.push(format!("momentum = {momentum}")),
            Statistics::CumulativeAverage => named.push("momentum = None".into()),
            _ => {}
        }
        let affine = self.kind.affine();
        let (is, default) = (self.affine, self.kind.default_affine());
        let scales = is != Affine::Nothing;
        if scales != (default != Affine::Nothing) {
            named.push(format!("{affine} = {scales}"));
        }
        let tracks = self.statistics != Statistics::Untracked;
        if tracks != self.kind.is_batch() {
            named.push(format!("track_running_stats = {tracks}"));
        }
        if is == Affine::Scale && default != Affine::Scale {
            named.push("bias = false".into());
        }
        named
    }

    /// Formats the type with these sizes.
    fn written(&self, sizes: &[String]) -> String {
        let groups = self.groups.iter().map(|(groups, _)| groups.to_string());
        let words: Vec<_> = groups.chain(sizes.iter().cloned()).chain(self.named()).collect();
        match words.is_empty() {
            true => self.name.into(),
            false => format!("{}<{}>", self.name, words.join(", ")),
        }
    }

    /// Formats the sizes, with `unknown` for those that are to be inferred.
    fn words(&self, unknown: &str) -> Vec<String> {
        self.sizes.iter().map(|size| size.as_ref().map_or(unknown.into(), Dim::to_string)).collect()
    }

    /// Returns the index of the first axis with parameters in a value of this rank; `None` if the rank is not accepted.
    fn start(&self, rank: usize) -> Option<usize> {
        match self.axes {
            Axes::Channels { least, most } => (least..=most).contains(&rank).then_some(0),
            Axes::Last => rank.checked_sub(self.sizes.len()),
        }
    }

    /// The fix for a value with the expected channels, but of the rank of another normalisation over the same statistics.
    fn help_other_rank(&self, given: &Shape, name: &str, array: Option<Array<'_>>) -> Option<String> {
        let dims = given.known()?;
        let other = match dims.len() {
            1 if self.kind.is_batch() => "BatchNorm1d",
            2 if self.kind.is_batch() => "BatchNorm1d",
            3 if self.kind.is_batch() => "BatchNorm2d",
            4 if self.kind.is_batch() => "BatchNorm3d",
            2 if self.kind.is_instance() => "InstanceNorm1d",
            3 if self.kind.is_instance() => "InstanceNorm2d",
            4 if self.kind.is_instance() => "InstanceNorm3d",
            _ => return None,
        };
        let is_other = self.sizes[0].as_ref().is_some_and(|size| size.compare(&dims[0]) == Verdict::Different);
        let layer = self.written(&self.words("_")).replacen(self.name, other, 1);
        (!is_other).then(|| messages::help_declare_layer(declaration(name, &layer, array)))
    }

    /// Describes the expected shape, for a value of a wrong rank.
    fn expects(&self) -> String {
        let words = self.words("_").join(", ");
        match self.axes {
            Axes::Channels { least: 4, .. } => format!("[{words}, depth, height, width]"),
            Axes::Channels { least: 3, .. } => format!("[{words}, height, width]"),
            Axes::Channels { least: 2, .. } => format!("[{words}, length]"),
            Axes::Channels { most: 2, .. } => format!("[{words}] or [{words}, length]"),
            Axes::Channels { .. } => format!("[{words}, ..]"),
            Axes::Last => format!("[.., {words}]"),
        }
    }

    /// Returns the sizes for the type. After another error a size may not be inferred; the number of groups is then
    /// used, which divides itself.
    pub(crate) fn settled_sizes(&self) -> Vec<Dim> {
        let otherwise = self.groups.as_ref().map_or(Dim::Literal(1), |(groups, _)| groups.clone());
        self.sizes.iter().map(|size| size.clone().unwrap_or(otherwise.clone())).collect()
    }

    /// The number of groups, for the type.
    pub(crate) fn group_number(&self) -> Option<Dim> {
        self.groups().map(|groups| groups.number())
    }

    /// The constant added to a variance, in units of 10^-12.
    pub(crate) fn trillionths(&self) -> u64 {
        let default = if self.kind == Kind::RmsNorm { 0 } else { 10_000_000 };
        self.epsilon.as_ref().map_or(default, |(trillionths, _)| *trillionths)
    }
}

impl Signature for Norm {
    fn take(&mut self, given: &Shape, name: &str, array: Option<Array<'_>>, origin: &Origin) -> Fit {
        if self.sizes.is_empty() {
            return Fit::Gives(given.clone());
        }
        // An opaque value is assumed to have the minimum rank that the layer requires.
        let rank = match (given.known(), self.axes) {
            (Some(dims), _) => dims.len(),
            (None, Axes::Channels { least, .. }) => least,
            (None, Axes::Last) => self.sizes.len(),
        };
        let (Some(dims), Some(start)) = (axes_of(given, rank), self.start(rank)) else {
            let help = match self.help_other_rank(given, name, array) {
                Some(help) => help,
                None => messages::help_norm_axes(name, self.written(&self.words("_"))),
            };
            return Fit::Misfit { expects: self.expects(), takes: None, help, gives: Some(given.clone()) };
        };
        if given.known().is_none() && self.sizes.iter().any(Option::is_none) {
            return Fit::NotInferred { help: messages::help_size_not_known(name) };
        }
        for (size, found) in self.sizes.iter_mut().zip(&dims[start..]) {
            size.get_or_insert_with(|| found.clone());
        }
        let mut takes = dims.clone();
        for (place, size) in takes[start..].iter_mut().zip(self.sizes.iter().flatten()) {
            *place = size.clone();
        }
        let takes = Shape::real(takes);
        let is_opaque = given.known().is_none();
        let found = dims.iter().enumerate().skip(start).take(self.sizes.len());
        let written = |(axis, dim): (usize, &Dim)| if is_opaque { place_of(axis) } else { dim.written() };
        let fix = declaration(name, &self.written(&found.map(written).collect::<Vec<_>>()), array);
        let help = messages::help_write(&fix, &takes, origin);
        let help_rank = if is_opaque { messages::help_declare_axes() } else { help.clone() };
        // After a mismatch, the output has the shape of the actual input.
        let gives = if takes.compare(given) == Verdict::Different { given.clone() } else { takes.clone() };
        Fit::of(takes, gives, given, [help, help_rank])
    }

    fn groups(&self) -> Option<Groups<'_>> {
        let (groups, span) = self.groups.as_ref()?;
        Some(Groups { name: self.name, groups, span: *span, channels: self.sizes.iter().flatten().collect() })
    }

    fn keeps_shape(&self) -> bool {
        true
    }

    fn needs_scratch(&self) -> bool {
        self.kind != Kind::PRelu
    }

    fn numbers(&self, _: &Shape) -> Option<Numbers> {
        let sizes: Option<Vec<_>> = self.sizes.iter().cloned().collect();
        let count = product(&sizes?)?;
        let each = match self.affine {
            Affine::Nothing => 0,
            _ if self.kind == Kind::PRelu => 1,
            Affine::Scale => 1,
            Affine::ScaleAndShift => 2,
        };
        Some(Numbers { parameters: count.checked_mul(each)?, macs: 0 })
    }

    fn bounds(&self, bounds: &mut Vec<Bound>) {
        self.sizes.iter().flatten().for_each(|size| Bound::of(size, bounds));
        if let (Some((groups, _)), [Some(channels)]) = (&self.groups, self.sizes.as_slice())
            && (groups.is_generic() || channels.is_generic())
        {
            let (size, arguments) = (channels.clone(), vec![groups.clone()]);
            bounds.push(Bound::Dim { size, name: "DividedBy", arguments });
        }
    }
}

impl Describe for Norm {
    fn another(&self, name: &str) -> String {
        format!("{name}_2: {}", self.written(&vec!["_".to_string(); self.sizes.len()]))
    }

    fn text(&self) -> String {
        self.written(&self.words("_"))
    }
}
