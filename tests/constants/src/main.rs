//! Prints every public constant of twelve networks, and the bits of their predictions and of their trained parameters.
//! `.ci/features` runs it in a build with each feature, and fails if two outputs differ.

mod networks;
mod report;

use networks::*;
use report::{common_constants, constants, int8_constants, predictions, quantised, training};

/// A network with a generic size.
type Wide = Generic<nn::dim![20]>;

fn main() {
    // With `std`, the kernels would use the widest vectors of this CPU by default.
    #[cfg(feature = "std")]
    if std::env::args().nth(1).is_none_or(|argument| argument != "widest") {
        nn::simd::set_level(nn::simd::Level::BASELINE);
    }
    macro_rules! networks {
        ($($network:ident)*) => {$(
            println!("{}", stringify!($network));
            constants!($network: PARAMETERS MACS PARAMETER_BYTES FLASH_BYTES FLOPS GRADIENT_BYTES SCRATCH_BYTES);
            common_constants::<$network>();
            predictions::<$network>();
            training::<$network>();
        )*};
    }
    networks!(Dense Double Image Wave Groups Norms Words Blocks Pair Wide Residual Quantised);
    macro_rules! in_integers {
        ($($network:ident)*) => {$(
            println!("{}", stringify!($network));
            constants!($network: FLASH_BYTES SCRATCH_BYTES);
            int8_constants::<$network>();
            quantised::<$network>();
        )*};
    }
    in_integers!(QuantisedInt8);
}
