//! Frozen layers, selected by name.

use crate::parameters::Layout;
use crate::report::debug_by_message;
use core::fmt;
use core::ops::Range;

/// The names of frozen layers: an optimiser's step leaves all elements under them unchanged, buffers included.
///
/// A name is a path in the network's [`LAYOUT`](crate::Parameters::LAYOUT) and selects everything under it: `fc1`, `blocks`,
/// `blocks.3`, `encoder.fc1.weight`. Names are checked when they are set: with [`Session::freeze`](crate::Session::freeze) for
/// a session, or with [`Frozen::new`] for [`Optimizer::step_except`](crate::Optimizer::step_except) in a custom training loop.
///
/// ```
/// use nn::Parameters;
/// use nn::dim::N;
/// use nn::layers::Linear;
/// use nn::optim::Frozen;
/// let layout = <[Linear<N<3>, N<2>>; 4] as Parameters>::LAYOUT;
/// assert!(Frozen::new(&layout, &["0", "3.bias"]).is_ok());
/// let error = Frozen::new(&layout, &["0", "4"]).unwrap_err();
/// assert_eq!(error.to_string(), "there is no layer or tensor `4`\nhelp: the parts are `0` to `3`");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Frozen<'a> {
    names: &'a [&'a str],
}

impl<'a> Frozen<'a> {
    /// Freezes nothing.
    pub const NONE: Frozen<'static> = Frozen { names: &[] };

    /// Freezes everything under these names of the layout.
    ///
    /// # Errors
    /// Returns [`UnknownName`] if a name is not in the layout.
    pub fn new(layout: &Layout, names: &'a [&'a str]) -> Result<Self, UnknownName<'a>> {
        names.iter().try_for_each(|name| find(layout, name).map(|_| ()))?;
        Ok(Self { names })
    }

    /// Returns the names.
    pub const fn names(&self) -> &'a [&'a str] {
        self.names
    }

    /// Returns whether the element at this index of the layout's flat slice is under one of the names.
    pub(crate) fn holds(&self, layout: &Layout, place: usize) -> bool {
        self.names.iter().any(|name| find(layout, name).is_ok_and(|range| range.contains(&place)))
    }
}

/// A name that is not in a network's layout.
#[derive(Clone, Copy)]
pub struct UnknownName<'a> {
    /// The name.
    pub name: &'a str,
    /// The length of the prefix of the name that is in the layout, in bytes.
    known: usize,
    /// The layout under that prefix.
    inside: Layout,
}

impl fmt::Display for UnknownName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no layer or tensor `{}`\nhelp: ", self.name)?;
        let whole = &self.name[..self.known];
        match self.inside {
            Layout::Tensor { .. } if whole.is_empty() => f.write_str("there is a single tensor, without a name"),
            Layout::Tensor { .. } => write!(f, "`{whole}` is a tensor and has no parts"),
            Layout::Fields([]) => f.write_str("there are no parameters"),
            Layout::Repeat { .. } | Layout::Fields(_) => {
                f.write_str("the parts ")?;
                if !whole.is_empty() {
                    write!(f, "of `{whole}` ")?;
                }
                f.write_str("are ")?;
                match self.inside {
                    Layout::Fields(fields) => fields
                        .iter()
                        .enumerate()
                        .try_for_each(|(i, field)| write!(f, "{}`{}`", if i == 0 { "" } else { ", " }, field.name)),
                    Layout::Repeat { count, .. } => write!(f, "`0` to `{}`", count.saturating_sub(1)),
                    Layout::Tensor { .. } => Ok(()),
                }
            }
        }
    }
}

impl core::error::Error for UnknownName<'_> {}

debug_by_message!(UnknownName<'_>);

/// Returns the range of the flat slice that this name selects.
fn find<'a>(layout: &Layout, name: &'a str) -> Result<Range<usize>, UnknownName<'a>> {
    let (mut inside, mut offset, mut known, mut next) = (*layout, 0, 0, 0);
    for part in name.split('.') {
        let found = match inside {
            Layout::Tensor { .. } => None,
            Layout::Fields(fields) => {
                fields.iter().find(|field| field.name == part).map(|field| (*field.layout, field.offset))
            }
            Layout::Repeat { count, stride, part: each } => {
                let index = part.parse::<usize>().ok().filter(|&index| index < count);
                index.map(|index| (*each, index * stride))
            }
        };
        let Some((layout, place)) = found else { return Err(UnknownName { name, known, inside }) };
        (inside, offset) = (layout, offset + place);
        known = next + part.len();
        next = known + 1;
    }
    Ok(offset..offset + inside.size())
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::parameters::{Field, Role};
    use alloc::string::ToString;
    use alloc::vec::Vec;

    const WEIGHT: Layout = Layout::weight(&[2, 3]);
    const BIAS: Layout = Layout::weight(&[3]).with_role(Role::Bias);
    const FC: Layout = Layout::Fields(&[
        Field { name: "weight", offset: 0, layout: &WEIGHT },
        Field { name: "bias", offset: 6, layout: &BIAS },
    ]);
    const NETWORK: Layout = Layout::Fields(&[
        Field { name: "fc1", offset: 0, layout: &FC },
        Field { name: "fc10", offset: 9, layout: &FC },
        Field { name: "blocks", offset: 18, layout: &Layout::Repeat { count: 3, stride: 9, part: &FC } },
    ]);

    fn held(names: &[&str]) -> Vec<usize> {
        let frozen = Frozen::new(&NETWORK, names).unwrap();
        (0..NETWORK.size()).filter(|&place| frozen.holds(&NETWORK, place)).collect()
    }

    #[test]
    fn name_freezes_exactly_its_subtree() {
        assert_eq!(held(&[]), [0; 0]);
        assert_eq!(held(&["fc1"]), (0..9).collect::<Vec<_>>());
        assert_eq!(held(&["fc10.bias"]), [15, 16, 17]);
        assert_eq!(held(&["blocks"]), (18..45).collect::<Vec<_>>());
        assert_eq!(held(&["blocks.1.weight", "fc1.bias"]), [6, 7, 8, 27, 28, 29, 30, 31, 32]);
    }

    #[test]
    fn unknown_name_is_an_error() {
        let message = |name| Frozen::new(&NETWORK, &["fc1", name]).unwrap_err().to_string();
        assert_eq!(message("fc2"), "there is no layer or tensor `fc2`\nhelp: the parts are `fc1`, `fc10`, `blocks`");
        assert_eq!(message(""), "there is no layer or tensor ``\nhelp: the parts are `fc1`, `fc10`, `blocks`");
        assert_eq!(message("fc"), "there is no layer or tensor `fc`\nhelp: the parts are `fc1`, `fc10`, `blocks`");
        assert_eq!(
            message("blocks.3"),
            "there is no layer or tensor `blocks.3`\nhelp: the parts of `blocks` are `0` to `2`"
        );
        assert_eq!(
            message("blocks.x"),
            "there is no layer or tensor `blocks.x`\nhelp: the parts of `blocks` are `0` to `2`"
        );
        let part = "there is no layer or tensor `blocks.2.scale`\nhelp: the parts of `blocks.2` are `weight`, `bias`";
        assert_eq!(message("blocks.2.scale"), part);
        let tensor = "there is no layer or tensor `fc1.weight.0`\nhelp: `fc1.weight` is a tensor and has no parts";
        assert_eq!(message("fc1.weight.0"), tensor);
        let empty = Frozen::new(&Layout::EMPTY, &["fc"]).unwrap_err();
        assert_eq!(empty.to_string(), "there is no layer or tensor `fc`\nhelp: there are no parameters");
        assert_eq!(Frozen::new(&BIAS, &["b"]).unwrap_err().name, "b");
    }
}
