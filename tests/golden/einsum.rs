//! `einsum` against PyTorch's: `tests/golden/einsum.py` writes `tests/golden/einsum.json`.

use super::joins::check_of;
use nn::parameters::zeroed;
use nn::prelude::*;
use serde_json::Value;
use std::sync::LazyLock;

static GOLDEN: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(include_str!("einsum.json")).unwrap());

/// Declares a network for each text, whose result may be viewed in another shape, and compares it with the case of its name.
macro_rules! cases {
    ($(
        $name:ident: $text:literal, $($value:ident: [$($size:literal),*]),+ => [$($out:literal),*]
        $(, $view:ident::<$axis:literal>)?;
    )*) => {$(
        mod $name {
            use super::*;

            pub(super) mod single {
                use super::*;

                network! {
                    pub(super) struct Net {}
                    fn forward($($value: Tensor<$($size),*>),+) -> Tensor<$($out),*> {
                        einsum($text, $($value),+)$(.$view::<$axis>())?
                    }
                }
            }

            network! {
                #[dtype(f64)]
                struct Net {}
                fn forward($($value: Tensor<$($size),*>),+) -> Tensor<$($out),*> {
                    einsum($text, $($value),+)$(.$view::<$axis>())?
                }
            }

            #[test]
            fn equals_the_reference() {
                check_of::<<Net as nn::Network>::In, f64, Net>(&GOLDEN, stringify!($name), &*zeroed::<Net>());
                type In = <single::Net as nn::Network>::In;
                check_of::<In, f32, single::Net>(&GOLDEN, stringify!($name), &*zeroed::<single::Net>());
            }
        }
    )*};
}

cases! {
    matrices: "ij,jk->ik", a: [3, 4], b: [4, 2] => [3, 2];
    exchanged: "ij,jk->ki", a: [3, 4], b: [4, 2] => [2, 3];
    transposed: "ji,kj->ik", a: [4, 3], b: [2, 4] => [3, 2];
    implicit: "kj,ji", a: [3, 4], b: [4, 2] => [2, 3];
    vector: "i,jik->kj", a: [3], b: [2, 3, 4] => [4, 2];
    heads: "qhd,khd->hqk", a: [3, 2, 4], b: [5, 2, 4] => [2, 3, 5];
    mixed: "hqk,khd->qhd", a: [2, 3, 5], b: [5, 2, 4] => [3, 2, 4];
    convolved: "cij,ojic->o", a: [2, 3, 4], b: [5, 4, 3, 2] => [5];
    many: "abcdk,bkcae->edbac", a: [2, 1, 3, 2, 4], b: [1, 4, 3, 2, 2] => [2, 2, 1, 2, 3];
    outer: "i,j->ij", a: [3], b: [4] => [3, 4];
    outer_exchanged: "ab,cd->dcab", a: [3, 2], b: [2, 4] => [4, 2, 3, 2];
    elements: "ij,ji->ij", a: [3, 4], b: [4, 3] => [3, 4];
    scaled: "jk,ikj->ikj", a: [4, 3], b: [2, 3, 4] => [2, 3, 4];
    scaled_rows: "ij,i->ji", a: [3, 4], b: [3] => [4, 3];
    row_dots: "ij,ji->i", a: [3, 4], b: [4, 3] => [3];
    column_dots: "ijk,kij->ki", a: [3, 2, 4], b: [4, 3, 2] => [4, 3];
    summed: "ijk,kl->l", a: [2, 3, 4], b: [4, 5] => [5];
    all: "ij,jk->", a: [3, 4], b: [4, 2] => [1], unsqueeze::<0>;
    permuted: "ijk->kij", a: [2, 3, 4] => [4, 2, 3];
    alphabetical: "bca", a: [2, 3, 4] => [4, 2, 3];
    reduced: "ijk->ki", a: [2, 3, 4] => [4, 2];
    total: "ijk->", a: [2, 3, 4] => [1], unsqueeze::<0>;
}
