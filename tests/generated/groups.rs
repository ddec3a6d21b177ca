//! Groups of channels, of a convolution and of a `GroupNorm`: it is a mistake if their number does not divide all channels.

use crate::shape::Dim;

pub(crate) struct Groups {
    /// The name of the layer's type.
    pub(crate) name: String,
    pub(crate) number: u64,
    /// The input and output channels, as far as they are known.
    pub(crate) channels: Vec<Dim>,
}

/// The verdict on groups.
pub(crate) enum Sharing {
    Fits,
    /// They do not divide some channels, by literals in the text of the network.
    Misfit(String),
    /// They do not divide some channels, by the values of names.
    MisfitOfNames(String),
    /// For generic parameters, nothing is predicted.
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

    /// The message about the first channels that leave a remainder.
    fn misfit(&self, all: &[u64]) -> Option<String> {
        let Groups { name, number, .. } = self;
        let channels = all.iter().find(|channels| !channels.is_multiple_of(*number))?;
        Some(format!("`{name}` cannot divide {channels} channels into {number} equal groups"))
    }
}
