//! Type-level integers that are legible in decimal, each with its equivalent in `typenum`.
//!
//! `N<784>` is 784 and `Thousands<12, 544>` is 12 544. Arithmetic is delegated to `typenum`; every result is converted
//! back through [`FromNum`], so equal sizes are always the same type, however they were computed.

mod arithmetic;
mod checked;
mod natural;
mod pad;
mod window;

pub use arithmetic::{AddDim, Difference, DivDim, MulDim, Product, Quotient, SubDim, Sum};
pub use checked::{NamedSize, SizeIf};
pub use natural::{Dim, Followed, FromNum, Millions, MillionsArray, N, Natural, Shown, Thousands, ThousandsArray};
pub use pad::{Bordered, Circular, Crop, Fill, PadSide, PadTo, Reflect, Replicate};
pub use window::{
    AtLeast, AtMostHalf, CommonDivisor, DividedBy, LessThan, PadDim, RoundDown, RoundUp, Rounding, Slide, Spread,
};
