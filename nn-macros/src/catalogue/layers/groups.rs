//! Channel groups of convolutions and `GroupNorm`; their number must divide the channels.

use crate::diagnostics::messages;
use crate::shape::{Dim, Shape};
use proc_macro2::Span;

/// The channel groups of a layer.
pub(crate) struct Groups<'a> {
    /// The name of the layer.
    pub(super) name: &'static str,
    pub(super) groups: &'a Dim,
    /// The span of the number of groups.
    pub(crate) span: Span,
    /// The numbers of input and output channels that are known.
    pub(super) channels: Vec<&'a Dim>,
}

/// The grouping of a convolution's channels.
#[derive(Clone)]
pub(crate) enum Grouping {
    Ungrouped,
    /// One group per channel.
    Depthwise,
    Groups(Dim),
}

/// The sizes that an item checks, groups and channels, and its message.
pub(crate) struct Shared {
    pub(crate) numbers: Shape,
    pub(crate) text: String,
}

/// Returns the largest number below another one that divides all of these.
pub(crate) fn nearest_divisor(below: u64, all: &[u64]) -> Option<u64> {
    let most = all.iter().copied().min()?.min(below.saturating_sub(1));
    (1..=most).rev().find(|&divisor| all.iter().all(|number| number.is_multiple_of(divisor)))
}

impl Groups<'_> {
    /// Returns the error if literals show that the groups do not divide the channels.
    pub(crate) fn misfit(&self) -> Option<syn::Error> {
        let groups = self.groups.literal()?;
        let all: Vec<u64> = self.channels.iter().filter_map(|channels| channels.literal()).collect();
        let channels = all.iter().find(|channels| !channels.is_multiple_of(groups))?;
        let nearest = nearest_divisor(groups, &all).unwrap_or(1);
        if self.name == "GroupNorm" && groups > *channels && groups.is_multiple_of(*channels) {
            return Some(syn::Error::new(self.span, messages::norm_swapped(groups, channels)));
        }
        let text = self.text(&channels.to_string(), &groups.to_string(), &nearest.to_string());
        Some(syn::Error::new(self.span, text))
    }

    /// Returns what only the compiler can check; `None` for generic parameters, which an item cannot refer to.
    pub(crate) fn to_prove(&self) -> Option<Shared> {
        let channels = self.channels.iter().copied().filter(|channels| !channels.is_generic());
        let numbers: Vec<_> = std::iter::once(self.groups).chain(channels).collect();
        let is_told = numbers.len() == 1 || numbers.iter().all(|dim| matches!(dim, Dim::Literal(_)));
        (!is_told && !self.groups.is_generic()).then(|| Shared {
            numbers: Shape::real(numbers.into_iter().cloned().collect()),
            text: self.text("{a0}", "{a1}", "{b0}"),
        })
    }

    /// Returns a number of groups that divides the channels even if a check reports that the declared number does not.
    pub(super) fn number(&self) -> Dim {
        let groups = self.groups.clone();
        if self.to_prove().is_none() && self.misfit().is_none() {
            return groups;
        }
        self.channels
            .iter()
            .filter(|channels| !channels.is_generic())
            .fold(groups, |size, &channels| Dim::result("CommonDivisor", &size, vec![channels.clone()], size.formula()))
    }

    fn text(&self, channels: &str, groups: &str, nearest: &str) -> String {
        match self.name {
            "GroupNorm" => messages::norm_groups(groups, channels, nearest),
            name => messages::groups(name, groups, channels, nearest),
        }
    }
}
