//! Layers that preserve the shape of their input, with parameters for some of its axes: normalisations and `PRelu`.

use super::arguments::{Arguments, Known};
use super::groups::Groups;
use super::signature::{Describe, Fit, Numbers, Signature, declaration};
use super::window::{axes_of, product};
use crate::catalogue::bounds::Bound;
use crate::diagnostics::{Origin, messages};
use crate::shape::{Dim, Scope, Shape, Verdict};
use crate::syntax::LayerType;
use proc_macro2::Span;

/// The type of the layer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    BatchNorm1d,
    BatchNorm2d,
    GroupNorm,
    LayerNorm,
    RmsNorm,
    PRelu,
}

/// The axes for which a layer has parameters, and the ranks that it accepts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Axes {
    /// The first axis, of values with a rank in this range.
    Channels { least: usize, most: usize },
    /// The last axes, as many as sizes are declared.
    Last,
}

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
    pub(crate) span: Span,
}

/// The name, type, axes and an example of a layer.
type Entry = (&'static str, Kind, Axes, &'static str);

const LAYERS: &[Entry] = &[
    ("BatchNorm1d", Kind::BatchNorm1d, Axes::Channels { least: 1, most: 2 }, "BatchNorm1d<64>"),
    ("BatchNorm2d", Kind::BatchNorm2d, Axes::Channels { least: 3, most: 3 }, "BatchNorm2d<16>"),
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
        const NAMED: Known = &[("eps", "eps = 1e-5")];
        let named = if kind == Kind::PRelu { &[] } else { NAMED };
        let mut arguments = Arguments::read(name, ty.span, &ty.arguments, named, scope)?;
        let mut sizes = arguments.all_sizes();
        let groups = match (kind, sizes.len()) {
            (Kind::GroupNorm, 2) => match sizes.remove(0) {
                (Some(groups), span) => Some((groups, span)),
                (None, span) => return Err(syn::Error::new(span, messages::groups_not_inferred())),
            },
            // One slope for all channels, or one per channel.
            (Kind::PRelu, 0 | 1) => None,
            (Kind::LayerNorm | Kind::RmsNorm, 1..=5) | (Kind::BatchNorm1d | Kind::BatchNorm2d, 1) => None,
            (_, found) => return Err(syn::Error::new(ty.span, messages::wrong_sizes(name, found, form))),
        };
        let sizes: Vec<_> = sizes.into_iter().map(|(size, _)| size).collect();
        let epsilon = arguments.trillionths("eps")?;
        Ok(Norm { kind, name, axes, sizes, groups, epsilon, span: ty.span })
    }

    /// Formats the type with these sizes.
    fn written(&self, sizes: &[String]) -> String {
        let groups = self.groups.iter().map(|(groups, _)| groups.to_string());
        let epsilon = self.epsilon.iter().map(|(_, epsilon)| format!("eps = {epsilon}"));
        let words: Vec<_> = groups.chain(sizes.iter().cloned()).chain(epsilon).collect();
        match words.is_empty() {
            true => self.name.into(),
            false => format!("{}<{}>", self.name, words.join(", ")),
        }
    }

    /// Formats the type with example sizes in place of `_`.
    fn example(&self) -> String {
        let size = match &self.groups {
            Some((Dim::Literal(groups), _)) if 64 % groups != 0 => 4 * groups,
            _ => 64,
        };
        self.written(&self.words(&size.to_string()))
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

    /// The fix for a value with the expected channels, but of the rank of the other batch normalisation.
    fn help_other_rank(&self, given: &Shape, name: &str, count: Option<usize>) -> Option<String> {
        let dims = given.known()?;
        let other = match (self.kind, dims.len()) {
            (Kind::BatchNorm1d, 3) => "BatchNorm2d",
            (Kind::BatchNorm2d, 1 | 2) => "BatchNorm1d",
            _ => return None,
        };
        let is_other = self.sizes[0].as_ref().is_some_and(|size| size.compare(&dims[0]) == Verdict::Different);
        let layer = self.written(&self.words("_")).replacen(self.name, other, 1);
        (!is_other).then(|| messages::help_declare_layer(declaration(name, &layer, count)))
    }

    /// Describes the expected shape, for a value of a wrong rank.
    fn expects(&self) -> String {
        let words = self.words("_").join(", ");
        match self.axes {
            Axes::Channels { least: 3, .. } => format!("[{words}, height, width]"),
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
    fn take(&mut self, given: &Shape, name: &str, count: Option<usize>, origin: &Origin) -> Fit {
        if self.sizes.is_empty() {
            return Fit::Gives(given.clone());
        }
        // An opaque value is assumed to have the minimum rank that the layer requires.
        let rank = match (given.known(), self.axes) {
            (Some(dims), _) => dims.len(),
            (None, Axes::Channels { least: 3, .. }) => 3,
            (None, _) => self.sizes.len(),
        };
        let (Some(dims), Some(start)) = (axes_of(given, rank), self.start(rank)) else {
            let help = match self.help_other_rank(given, name, count) {
                Some(help) => help,
                None => messages::help_norm_axes(name, self.written(&self.words("_"))),
            };
            return Fit::Misfit { expects: self.expects(), takes: None, help, gives: Some(given.clone()) };
        };
        if given.known().is_none() && self.sizes.iter().any(Option::is_none) {
            return Fit::NotInferred { help: messages::help_size_not_known(name, self.example()) };
        }
        for (size, found) in self.sizes.iter_mut().zip(&dims[start..]) {
            size.get_or_insert_with(|| found.clone());
        }
        let mut takes = dims.clone();
        for (place, size) in takes[start..].iter_mut().zip(self.sizes.iter().flatten()) {
            *place = size.clone();
        }
        let takes = Shape::real(takes);
        let found: Vec<_> = dims[start..].iter().take(self.sizes.len()).map(Dim::written).collect();
        let fix = declaration(name, &self.written(&found), count);
        let help = messages::help_write(&fix, &takes, origin);
        // After a mismatch, the output has the shape of the actual input.
        let gives = if takes.compare(given) == Verdict::Different { given.clone() } else { takes.clone() };
        Fit::of(takes, gives, given, [help.clone(), help])
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
        let each = if matches!(self.kind, Kind::PRelu | Kind::RmsNorm) { 1 } else { 2 };
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
