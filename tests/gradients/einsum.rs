//! Gradients of `einsum`, which becomes products of matrices and of elements, sums and permutations.

use super::check;
use nn::prelude::*;

/// Declares a network for each text, and checks its gradients.
macro_rules! cases {
    ($($name:ident: $text:literal, $($value:ident: [$($size:literal),*]),+ => [$($out:literal),*];)*) => {$(
        #[test]
        fn $name() {
            network! {
                #[dtype(f64)]
                struct Net {}
                fn forward($($value: Tensor<$($size),*>),+) -> Tensor<$($out),*> {
                    einsum($text, $($value),+)
                }
            }
            check::<<Net as nn::Network>::In, dim![3], Net>(0..3);
        }
    )*};
}

cases! {
    matrices: "ij,jk->ik", a: [3, 4], b: [4, 2] => [3, 2];
    exchanged_matrices: "ij,jk->ki", a: [3, 4], b: [4, 2] => [2, 3];
    mixed_axes: "hqk,khd->qhd", a: [2, 3, 5], b: [5, 2, 4] => [3, 2, 4];
    several_summed_axes: "cij,ojic->o", a: [2, 3, 4], b: [5, 4, 3, 2] => [5];
    outer_products: "ab,cd->dcab", a: [3, 2], b: [2, 4] => [4, 2, 3, 2];
    element_products: "ij,ji->ij", a: [3, 4], b: [4, 3] => [3, 4];
    repeated_operands: "jk,ikj->ikj", a: [4, 3], b: [2, 3, 4] => [2, 3, 4];
    row_products: "ij,ji->i", a: [3, 4], b: [4, 3] => [3];
    summed_operands: "ijk,kl->l", a: [2, 3, 4], b: [4, 5] => [5];
    sums: "ijk->ki", a: [2, 3, 4] => [4, 2];
}

type Heads = dim![2];
type Width = dim![6];
type Same = dim![6];

network! {
    /// Attention over named sizes, two of which are compared by the compiler.
    #[dtype(f64)]
    struct Attention {
        q: Linear<Width, 6>,
        scale: Parameter<Same, Heads>,
    }
    fn forward(x: Tensor<4, Width>, keys: Tensor<5, Heads, 3>, values: Tensor<5, Width>) -> (Tensor<4, Width>, Tensor<Heads, 1>) {
        let q = x.q().reshape::<4, Heads, 3>();
        let weights = einsum("qhd,khd->hqk", q, keys).softmax();
        let mixed = einsum("hqk,kw->qwh", weights, values);
        let scaled = einsum("qwh,wh->qw", mixed, scale);
        (scaled, einsum("wh,qw->h", scale, scaled).unsqueeze::<1>())
    }
}

network! {
    /// Sizes that are parameters, one value on both sides, and a value without axes.
    #[dtype(f64)]
    struct Generic<D: Dim> {
        fc: Linear<D, D>,
    }
    fn forward(x: Tensor<4, D>, y: Tensor<D, 2, 3>) -> (Tensor<4, 4>, Tensor<4>, Tensor<3, D, 2>, Tensor<3, 2>) {
        let h = x.fc();
        let total = einsum("ij,ij->", h, h) * 0.1;
        let product = einsum("ij,jkl->kil", h, y);
        (einsum("ij,kj->ik", h, h), einsum("ij,ij->i", h, h), einsum(",jkl->ljk", total, y), einsum("kil->lk", product))
    }
}

#[test]
fn networks() {
    check::<<Attention as nn::Network>::In, dim![2], Attention>(0..5);
    check::<<Generic<dim![5]> as nn::Network>::In, dim![2], Generic<dim![5]>>(0..5);
}
