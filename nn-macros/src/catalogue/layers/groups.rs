//! Groups of channels: those of a convolution, and of a `GroupNorm`. Their number divides the channels.

use crate::diagnostics::messages;
use crate::shape::{Dim, Shape};
use proc_macro2::Span;

/// Channels that a layer shares among groups.
pub(crate) struct Groups<'a> {
    /// Of the layer.
    pub(super) name: &'static str,
    pub(super) groups: &'a Dim,
    /// Where their number stands.
    pub(crate) span: Span,
    /// Those that come in and those that go out, as far as they are settled.
    pub(super) channels: Vec<&'a Dim>,
}

/// How the channels of a convolution are grouped.
pub(crate) enum Grouping {
    Ungrouped,
    /// Each channel is a group.
    Depthwise,
    Groups(Dim),
}

/// What an item is to prove, of the groups and all channels, and what it says otherwise.
pub(crate) struct Shared {
    pub(crate) numbers: Shape,
    pub(crate) text: String,
}

impl Groups<'_> {
    /// What is wrong, if literals tell.
    pub(crate) fn misfit(&self) -> Option<syn::Error> {
        let groups = self.groups.literal()?;
        let all: Vec<u64> = self.channels.iter().filter_map(|channels| channels.literal()).collect();
        let divides = |groups: u64| all.iter().all(|channels| channels.is_multiple_of(groups));
        let channels = all.iter().find(|channels| !channels.is_multiple_of(groups))?;
        let nearest = (1..groups).rev().find(|&groups| divides(groups)).unwrap_or(1);
        let text = self.text(&channels.to_string(), &groups.to_string(), &nearest.to_string());
        Some(syn::Error::new(self.span, text))
    }

    /// What only the compiler can tell; nothing of generic parameters, of which an item cannot speak.
    pub(crate) fn to_prove(&self) -> Option<Shared> {
        let channels = self.channels.iter().copied().filter(|channels| !channels.is_generic());
        let numbers: Vec<_> = std::iter::once(self.groups).chain(channels).collect();
        let is_told = numbers.len() == 1 || numbers.iter().all(|dim| matches!(dim, Dim::Literal(_)));
        (!is_told && !self.groups.is_generic()).then(|| Shared {
            numbers: Shape::real(numbers.into_iter().cloned().collect()),
            text: self.text("{a0}", "{a1}", "{b0}"),
        })
    }

    /// Their number, as one that divides the channels even where a check reports that it does not.
    pub(super) fn number(&self) -> Dim {
        let groups = self.groups.clone();
        if self.to_prove().is_none() && self.misfit().is_none() {
            return groups;
        }
        self.channels.iter().filter(|channels| !channels.is_generic()).fold(groups, |size, &channels| {
            Dim::result("CommonDivisor", &size, vec![channels.clone()], size.to_string())
        })
    }

    fn text(&self, channels: &str, groups: &str, nearest: &str) -> String {
        match self.name {
            "GroupNorm" => messages::norm_groups(groups, channels, nearest),
            name => messages::groups(name, groups, channels, nearest),
        }
    }
}
