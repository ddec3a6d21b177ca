//! 2.1 Linear transformation: Y = X W + b, with the shapes X `[batch, in]`, W `[in, out]`, b `[out]` and Y `[batch, out]`.

use nn::gradient_check::fill;
use nn::layers::{Linear, NoBias, WithBias};
use nn::parameters::zeroed;
use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<3, 2>,
    }
    fn forward(x: Tensor<3>) -> Tensor<2> {
        x.fc()
    }
}

/// Values that every floating-point type represents exactly, so that the sums are exact, too.
#[test]
fn matches_example_by_hand() {
    let mut net = Net::new(1);
    net.fc.weight = Tensor::<shape![3, 2]>::new([[1.0, -2.0], [0.5, 4.0], [-3.0, 0.25]]);
    net.fc.bias = Tensor::<shape![2]>::new([10.0, -20.0]);
    let x = Tensor::<shape![4, 3]>::new([[1.0, 0.0, 0.0], [0.0, 0.0, 0.0], [2.0, 4.0, -1.0], [1.0, 1.0, 1.0]]);
    let y: Box<Tensor<shape![4, 2]>> = net.forward(&x);
    assert_eq!(y.as_slice(), [11.0, -22.0, 10.0, -20.0, 17.0, -8.25, 8.5, -17.75]);
}

/// Y_bj = sum_i X_bi W_ij + B_j, and the same with the operations of tensors; without a bias, Y = XW.
fn check<B: Dim, In: Dim, Out: Dim>(seed: u64) {
    let mut rng = nn::init::rng(seed);
    let mut linear = zeroed::<Linear<In, Out, WithBias, f64>>();
    let mut plain = zeroed::<Linear<In, Out, NoBias, f64>>();
    let mut x = Tensor::<(B, In), f64>::zeros();
    [linear.weight.as_mut_slice(), linear.bias.as_mut_slice(), Tensor::as_mut_slice(&mut x)]
        .into_iter()
        .for_each(|numbers| fill(numbers, &mut rng));
    plain.weight.assign(&linear.weight);
    let y: Box<Tensor<(B, Out), f64>> = crate::passes::forward::<(In,), B, f64, _>(&*linear, &x);
    let xw: Box<Tensor<(B, Out), f64>> = crate::passes::forward::<(In,), B, f64, _>(&*plain, &x);
    let whole = x.matmul(&linear.weight).plus_row(&linear.bias);
    for b in 0..B::SIZE {
        for j in 0..Out::SIZE {
            let product: f64 = (0..In::SIZE).map(|i| x[[b, i]] * linear.weight[[i, j]]).sum();
            assert!((xw[[b, j]] - product).abs() < 1e-12);
            assert!((y[[b, j]] - (product + linear.bias[[j]])).abs() < 1e-12);
            assert!((whole[[b, j]] - y[[b, j]]).abs() < 1e-12);
        }
    }
}

#[test]
fn every_element_matches_formula() {
    check::<dim![1], dim![1], dim![1]>(1);
    check::<dim![1], dim![7], dim![3]>(2);
    check::<dim![8], dim![3], dim![5]>(3);
    check::<dim![33], dim![17], dim![9]>(4);
    check::<dim![4], dim![100], dim![41]>(5);
}
