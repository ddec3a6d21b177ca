//! Groups of channels, of a convolution and of a `GroupNorm`: their number divides all channels, or that is the mistake.

use crate::shape::Dim;

pub(crate) struct Groups {
    /// Of the layer.
    pub(crate) name: String,
    pub(crate) number: u64,
    /// Those that come in and those that go out, as far as they are settled.
    pub(crate) channels: Vec<Dim>,
}

/// What is said of groups.
pub(crate) enum Sharing {
    Fits,
    /// The text of the network says that they do not divide some channels.
    Misfit(String),
    /// The values of names say that.
    MisfitOfNames(String),
    /// Of generic parameters, nothing is predicted.
    Unpredicted,
}

impl Groups {
    pub(crate) fn sharing(&self) -> Sharing {
        let literal = |dim: &Dim| if let Dim::Number(number) = dim { Some(*number) } else { None };
        let literals: Vec<u64> = self.channels.iter().filter_map(literal).collect();
        if let Some(text) = self.misfit(&literals) {
            return Sharing::Misfit(text);
        }
        let numbers: Option<Vec<u64>> = self.channels.iter().map(Dim::value).collect();
        match numbers {
            _ if self.number == 1 => Sharing::Fits,
            Some(numbers) => self.misfit(&numbers).map_or(Sharing::Fits, Sharing::MisfitOfNames),
            None => Sharing::Unpredicted,
        }
    }

    /// What is said of the first channels that a rest is left of.
    fn misfit(&self, all: &[u64]) -> Option<String> {
        let Groups { name, number, .. } = self;
        let channels = all.iter().find(|channels| !channels.is_multiple_of(*number))?;
        Some(format!("`{name}` cannot share {channels} channels among {number} groups: a rest is left"))
    }
}
