//! Deep Sets (Zaheer et al. 2017): a function of a set, which does not depend on the order of its elements.
//!
//! A `Linear` maps the last axis, so one layer maps every element of the set. Sets of different sizes have the same type: the
//! mask is 1 for the elements that exist, and 0 for padding.

use nn::prelude::*;

network! {
    /// Maps up to 12 elements of four features to one value.
    pub(crate) struct DeepSets {
        phi1: Linear<4, 16>,
        phi2: Linear<16, 16>,
        rho1: Linear<16, 16>,
        rho2: Linear<16, 1>,
    }
    fn forward(set: Tensor<12, 4>, mask: Tensor<12, 1>) -> Tensor<1> {
        let elements = set.phi1().relu().phi2().relu() * mask;
        elements.sum::<0>().rho1().relu().rho2()
    }
}
