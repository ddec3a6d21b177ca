//! The smallest network, for tests of everything around a network.

use nn::prelude::*;

network! {
    pub(crate) struct Line {
        pub(crate) fc: Linear<1, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.fc()
    }
}
