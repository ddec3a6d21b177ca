//! Normalisations, PReLU, dropout, and layers that only move elements: at 100 random inputs of every number of axes.

use super::{any_shape, check};
use nn::gradient_check::check_training;
use nn::layers::{
    BatchNorm1d, BatchNorm2d, BatchNorm3d, ChannelSlopes, CumulativeAverage, Dropout, Dropout2d, Embedding, GroupNorm,
    InstanceNorm1d, InstanceNorm2d, InstanceNorm3d, Layer, LayerNorm, LocalResponseNorm, MovingAverage, NoAffine,
    OneSlope, PRelu, Permute, Product, RmsNorm, ScaleOnly, Split, Untracked, WithAffine,
};
use nn::parameters::zeroed;
use nn::prelude::*;

type Norm1d<C> = BatchNorm1d<C, 10_000_000, WithAffine, MovingAverage, f64>;
type Norm2d<C> = BatchNorm2d<C, 10_000_000, WithAffine, MovingAverage, f64>;
type OverLast<S> = LayerNorm<S, 10_000_000, WithAffine, f64>;
type Rms<S> = RmsNorm<S, 0, ScaleOnly, f64>;
type InGroups<G, C> = GroupNorm<G, C, 10_000_000, WithAffine, f64>;

#[test]
fn batch_norm() {
    check::<shape![1], dim![3], Norm1d<dim![1]>>(0..15);
    check::<shape![4], dim![2], Norm1d<dim![4]>>(15..30);
    check::<shape![5], dim![7], BatchNorm1d<dim![5], 100_000_000_000, WithAffine, MovingAverage, f64>>(30..45);
    check::<shape![3, 4], dim![1], Norm1d<dim![3]>>(45..60);
    check::<shape![2, 33], dim![2], Norm1d<dim![2]>>(60..70);
    check::<shape![3, 2, 2], dim![2], Norm2d<dim![3]>>(70..85);
    check::<shape![1, 5, 7], dim![1], Norm2d<dim![1]>>(85..95);
    check::<shape![2, 3, 3], dim![3], BatchNorm2d<dim![2], 100_000_000_000, WithAffine, MovingAverage, f64>>(95..110);
}

#[test]
fn batch_norm_options() {
    type Norm<C, A, R> = BatchNorm1d<C, 10_000_000, A, R, f64>;
    check::<shape![4], dim![3], Norm<dim![4], NoAffine, MovingAverage>>(0..15);
    check::<shape![4], dim![3], Norm<dim![4], ScaleOnly, MovingAverage<500_000>>>(15..30);
    check::<shape![2, 5], dim![2], Norm<dim![2], WithAffine, CumulativeAverage>>(30..45);
    check::<shape![3], dim![4], Norm<dim![3], WithAffine, Untracked>>(45..60);
    check::<shape![2, 4], dim![2], Norm<dim![2], NoAffine, Untracked>>(60..75);
    check::<shape![2, 3, 2], dim![2], BatchNorm2d<dim![2], 10_000_000, ScaleOnly, Untracked, f64>>(75..90);
    check::<shape![2, 2, 1, 3], dim![2], BatchNorm3d<dim![2], 10_000_000, WithAffine, MovingAverage, f64>>(90..105);
}

#[test]
fn instance_norm() {
    check::<shape![3, 5], dim![2], InstanceNorm1d<dim![3], 10_000_000, NoAffine, Untracked, f64>>(0..25);
    check::<shape![2, 33], dim![1], InstanceNorm1d<dim![2], 10_000_000, WithAffine, Untracked, f64>>(25..40);
    check::<shape![2, 3, 2], dim![2], InstanceNorm2d<dim![2], 100_000_000_000, ScaleOnly, MovingAverage, f64>>(40..65);
    check::<shape![1, 2, 4], dim![3], InstanceNorm2d<dim![1], 10_000_000, NoAffine, MovingAverage<500_000>, f64>>(
        65..80,
    );
    check::<shape![2, 2, 1, 3], dim![2], InstanceNorm3d<dim![2], 10_000_000, WithAffine, Untracked, f64>>(80..100);
}

#[test]
fn local_response_norm() {
    type Strong<const SIZE: usize> = LocalResponseNorm<SIZE, 1_500_000_000_000, 750_000_000_000, 500_000_000_000>;
    check::<shape![5], dim![2], LocalResponseNorm<3>>(0..20);
    check::<shape![7], dim![2], Strong<4>>(20..40);
    check::<shape![4, 3], dim![2], Strong<2>>(40..60);
    check::<shape![3, 2, 2], dim![2], Strong<9>>(60..80);
    check::<shape![5, 1, 2, 2], dim![1], Strong<5>>(80..100);
}

#[test]
fn norms_without_bias_or_scale() {
    check::<shape![7], dim![2], LayerNorm<shape![7], 10_000_000, ScaleOnly, f64>>(0..15);
    check::<shape![3, 4], dim![2], LayerNorm<shape![4], 10_000_000, NoAffine, f64>>(15..30);
    check::<shape![3, 4], dim![2], LayerNorm<shape![3, 4], 10_000_000, NoAffine, f64>>(30..40);
    check::<shape![4], dim![3], GroupNorm<dim![2], dim![4], 10_000_000, ScaleOnly, f64>>(40..55);
    check::<shape![4, 3], dim![2], GroupNorm<dim![2], dim![4], 10_000_000, NoAffine, f64>>(55..70);
    check::<shape![6], dim![2], GroupNorm<dim![2], dim![6], 10_000_000, NoAffine, f64>>(70..80);
    check::<shape![3, 4], dim![2], RmsNorm<shape![4], 0, NoAffine, f64>>(80..100);
}

#[test]
fn layer_norm() {
    check::<shape![2], dim![3], OverLast<shape![2]>>(0..15);
    check::<shape![7], dim![2], OverLast<shape![7]>>(15..30);
    check::<shape![33], dim![2], LayerNorm<shape![33], 100_000_000_000, WithAffine, f64>>(30..40);
    check::<shape![3, 4], dim![2], OverLast<shape![4]>>(40..60);
    check::<shape![3, 4], dim![2], OverLast<shape![3, 4]>>(60..80);
    check::<shape![2, 3, 4], dim![2], OverLast<shape![4]>>(80..90);
    check::<shape![2, 3, 4], dim![2], OverLast<shape![3, 4]>>(90..100);
    check::<shape![2, 1, 2, 1, 3], dim![1], OverLast<shape![2, 1, 3]>>(100..110);
}

#[test]
fn rms_norm() {
    check::<shape![1], dim![3], Rms<shape![1]>>(0..15);
    check::<shape![7], dim![2], Rms<shape![7]>>(15..30);
    check::<shape![33], dim![2], RmsNorm<shape![33], 100_000_000_000, ScaleOnly, f64>>(30..40);
    check::<shape![3, 4], dim![2], Rms<shape![4]>>(40..60);
    check::<shape![3, 4], dim![2], Rms<shape![3, 4]>>(60..80);
    check::<shape![2, 3, 4], dim![2], Rms<shape![4]>>(80..90);
    check::<shape![2, 1, 2, 1, 3], dim![1], Rms<shape![2, 1, 3]>>(90..100);
}

#[test]
fn group_norm() {
    check::<shape![6], dim![3], InGroups<dim![2], dim![6]>>(0..20);
    check::<shape![4], dim![2], InGroups<dim![1], dim![4]>>(20..35);
    check::<shape![4, 3], dim![2], InGroups<dim![2], dim![4]>>(35..55);
    check::<shape![2, 33], dim![1], InGroups<dim![2], dim![2]>>(55..65);
    check::<shape![4, 2, 3], dim![2], GroupNorm<dim![2], dim![4], 100_000_000_000, WithAffine, f64>>(65..80);
    check::<shape![3, 2, 2], dim![2], InGroups<dim![3], dim![3]>>(80..90);
    check::<shape![2, 2, 1, 3], dim![1], InGroups<dim![1], dim![2]>>(90..95);
    check::<shape![2, 2, 1, 3, 1], dim![1], InGroups<dim![2], dim![2]>>(95..100);
}

#[test]
fn prelu() {
    any_shape!(PRelu<OneSlope, f64>);
    check::<shape![1], dim![3], PRelu<ChannelSlopes<dim![1]>, f64>>(0..20);
    check::<shape![5], dim![3], PRelu<ChannelSlopes<dim![5]>, f64>>(20..40);
    check::<shape![2, 33], dim![2], PRelu<ChannelSlopes<dim![2]>, f64>>(40..55);
    check::<shape![3, 2, 4], dim![2], PRelu<ChannelSlopes<dim![3]>, f64>>(55..75);
    check::<shape![3, 2, 1, 2], dim![2], PRelu<ChannelSlopes<dim![3]>, f64>>(75..90);
    check::<shape![2, 1, 2, 1, 3], dim![2], PRelu<ChannelSlopes<dim![2]>, f64>>(90..100);
}

/// Checks a layer that is random in training with these seeds, which also determine its randomness.
fn check_random<In: nn::signal::Signal, B: Dim, L: Layer<In, f64>>(seeds: std::ops::Range<u64>) {
    let mut layer = zeroed::<L>();
    for seed in seeds {
        check_training::<In, B, L>(&mut *layer, seed);
    }
}

#[test]
fn dropout() {
    check_random::<shape![1], dim![1], Dropout>(0..20);
    check_random::<shape![33], dim![2], Dropout<100_000>>(20..40);
    check_random::<shape![2, 3], dim![3], Dropout<900_000>>(40..60);
    check_random::<shape![2, 1, 3, 2], dim![2], Dropout>(60..80);
    check_random::<shape![2, 1, 3, 2, 1], dim![2], [Dropout<300_000>; 2]>(80..100);
    check_random::<shape![3, 2, 2], dim![4], Dropout2d>(0..40);
    check_random::<shape![1, 3, 5], dim![5], Dropout2d<200_000>>(40..80);
    check_random::<shape![5, 1, 1], dim![2], Dropout2d<800_000>>(80..100);
}

#[test]
fn permute() {
    check::<shape![3, 4], dim![2], Permute<(N<1>, N<0>)>>(0..40);
    check::<shape![2, 3, 4], dim![2], Permute<(N<2>, N<0>, N<1>)>>(40..60);
    check::<shape![2, 3, 4], dim![1], Permute<(N<0>, N<2>, N<1>)>>(60..80);
    check::<shape![2, 3, 1, 2], dim![2], Permute<(N<3>, N<1>, N<0>, N<2>)>>(80..90);
    check::<shape![2, 1, 3, 2, 2], dim![1], Permute<(N<4>, N<0>, N<2>, N<1>, N<3>)>>(90..100);
}

#[test]
fn split() {
    check::<shape![7], dim![3], Split<dim![2]>>(0..40);
    check::<shape![5, 3], dim![2], Split<dim![4]>>(40..60);
    check::<shape![3, 5], dim![2], Split<dim![1], 1>>(60..80);
    check::<shape![2, 3, 4], dim![2], Split<dim![2], 1>>(80..90);
    check::<shape![2, 3, 4], dim![2], Split<dim![3], 2>>(90..100);
}

#[test]
fn product() {
    check::<Tuple<(shape![5], shape![5])>, dim![3], Product>(0..50);
    check::<Tuple<(shape![2, 3], shape![2, 3])>, dim![2], Product>(50..100);
}

#[test]
fn embedding() {
    check::<Indices<dim![3]>, dim![4], Embedding<dim![3], dim![2], f64>>(0..25);
    check::<Indices<dim![7], shape![5]>, dim![2], Embedding<dim![7], dim![3], f64>>(25..50);
    check::<Indices<dim![1], shape![2]>, dim![3], Embedding<dim![1], dim![4], f64>>(50..65);
    check::<Indices<dim![5], shape![2, 3]>, dim![2], Embedding<dim![5], dim![1], f64>>(65..85);
    check::<Indices<dim![20], shape![1, 2, 2]>, dim![2], Embedding<dim![20], dim![3], f64>>(85..100);
}
