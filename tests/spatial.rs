//! Networks over sequences, images and volumes with every option of pools, paddings, upsampling and convolutions: their gradients,
//! their graphs, and sizes that are names or parameters.

#![allow(missing_docs)]

#[path = "generated/interpreter.rs"]
#[allow(dead_code)]
mod interpreter;

use nn::gradient_check::check_layer;
use nn::graph::{AxisWindow, Op, PadMode};
use nn::parameters::zeroed;
use nn::prelude::*;

type Side = dim![6];
type Channels = dim![4];

network! {
    #[dtype(f64)]
    struct Sequence {
        conv: Conv1d<2, 4, kernel = 3>,
        up: ConvTranspose1d<_, 4, kernel = 3, stride = 2, padding = 1, output_padding = 1>,
        out: Linear<12, 3>,
    }
    fn forward(x: Tensor<2, 9>) -> Tensor<3> {
        let h = x.reflect_pad::<2, -1>().conv();
        let h = h.max_pool::<3, stride = 2, ceil_mode = true>().circular_pad::<1>().channel_shuffle::<2>();
        let h = h.upsample::<2, mode = linear>().avg_pool::<3, stride = 2, padding = 1, count_include_pad = false>();
        let h = h.up().lp_pool::<2, norm_type = 4>().constant_pad::<1, 0, value = -0.5>().adaptive_max_pool::<5>();
        h.replicate_pad::<-1>().adaptive_avg_pool::<3>().flatten().out()
    }
}

network! {
    #[dtype(f64)]
    struct Image {
        conv: Conv2d<2, Channels, kernel = (3, 1), padding = (1, 0)>,
        out: Linear<4, 3>,
    }
    fn forward(x: Tensor<2, Side, 7>) -> Tensor<3> {
        let h = x.conv().reflect_pad::<1, 2, 3, 0>().max_pool::<2, 3, ceil_mode = true>();
        let h = h.replicate_pad::<2>().avg_pool::<2, divisor_override = 3, ceil_mode = true>();
        let h = h.circular_pad::<1, 0, -1, 1>().upsample::<2, mode = bilinear, align_corners = true>();
        let h = h.adaptive_avg_pool::<4, 5>().upsample::<1, 2, mode = bicubic>();
        let h = h.pixel_shuffle::<2>().zero_pad::<0, -1, 1, 1>().adaptive_max_pool::<6>().pixel_unshuffle::<3>();
        let h = h.channel_shuffle::<3>().lp_pool::<2>().reshape::<9>().reshape::<1, 3, 3>();
        let h = h.constant_pad::<1, value = 2.0>().upsample::<2>().adaptive_avg_pool::<2>();
        h.flatten().out()
    }
}

network! {
    #[dtype(f64)]
    struct Volume {
        conv: Conv3d<2, 4, kernel = (2, 3, 3), stride = (1, 2, 2), padding = (0, 1, 1), groups = 2>,
        up: ConvTranspose3d<_, 2, kernel = 2, stride = (1, 1, 2), output_padding = (0, 0, 1)>,
        out: Linear<2, 3>,
    }
    fn forward(x: Tensor<2, 2, 6, 5>) -> Tensor<3> {
        let h = x.conv().replicate_pad::<1, 0, 0, 1, 0, 1>();
        let h = h.max_pool::<2, stride = (1, 1, 2), ceil_mode = true>();
        let h = h.avg_pool::<2, stride = 1, padding = 1, count_include_pad = false>();
        let h = h.up().adaptive_max_pool::<2, 4, 3>().reflect_pad::<1>().circular_pad::<0, 0, 0, 0, -1, 0>();
        let h = h.upsample::<2, 1, 2, mode = trilinear>().lp_pool::<1, 2, 2>().channel_shuffle::<2>();
        let h = h.upsample::<1, 2, 1>().constant_pad::<1, 0, 0, 0, 0, 0, value = 1e-3>().adaptive_avg_pool::<2>();
        h.zero_pad::<0, 1, 0, 1, 1, 0>().global_avg_pool().out()
    }
}

network! {
    /// Sizes that are parameters.
    #[dtype(f64)]
    struct Generic<C: Dim, H: Dim, K: Dim> {
        rows: LayerNorm<H>,
        conv: Conv2d<C, C, kernel = 3>,
        images: LayerNorm<K, K>,
    }
    fn forward(x: Tensor<C, H, H>) -> Tensor<C, K, K> {
        x.rows().reflect_pad::<1>().conv().replicate_pad::<1, -1, 0, 2>().adaptive_avg_pool::<K>().images()
    }
}

network! {
    /// Windows that keep the sizes of a generic image, whose padding makes up for what they cut off.
    #[dtype(f64)]
    struct Kept<H: Dim, W: Dim> {
        at: Parameter<2, H, W>,
        conv: Conv2d<2, 4, kernel = (3, 5), padding = (1, 2)>,
        wide: Conv2d<4, 2, kernel = 3, padding = 2, dilation = 2>,
    }
    fn forward(x: Tensor<2, H, W>) -> Tensor<2, H, W> {
        let h: Tensor<4, H, W> = (x + at).conv();
        h.avg_pool::<3, stride = 1, padding = 1>().wide() + x
    }
}

network! {
    /// Sizes that are names, which only the compiler compares.
    #[dtype(f64)]
    struct Named {
        conv: Conv2d<Channels, 1, kernel = 2>,
    }
    fn forward(x: Tensor<Channels, Side, Side>) -> Tensor<1, 3, 2> {
        let h = x.reflect_pad::<5>().circular_pad::<0, 0, -1, 0>().max_pool::<5, stride = 4, ceil_mode = true>();
        h.pixel_shuffle::<2>().pixel_unshuffle::<2>().adaptive_max_pool::<4, 3>().conv()
    }
}

network! {
    /// Windows as columns, mixed by products with the axes in any order, and summed to images.
    #[dtype(f64)]
    struct Columns {
        mix: Parameter<3, 12>,
        out: Linear<6, 3>,
    }
    fn forward(x: Tensor<2, Side, 5>) -> (Tensor<3>, Tensor<2, 4, 6>) {
        let columns = x.unfold2d::<3, 2, stride = (2, 1), padding = (1, 0), dilation = (1, 2)>();
        let mixed = einsum("oi,ip->po", mix, columns).tanh();
        let image = einsum("po,oi->ip", mixed, mix).fold2d::<2, 3, output_size = (4, 6), stride = 2, padding = 1>();
        (image.mean::<0, 1>().out(), image)
    }
}

#[test]
fn gradients_match_central_differences() {
    for seed in 0..4 {
        check_layer::<shape![2, 9], dim![2], _>(&mut *zeroed::<Sequence>(), seed);
        check_layer::<shape![2, 6, 7], dim![2], _>(&mut *zeroed::<Image>(), seed);
        check_layer::<shape![2, 2, 6, 5], dim![2], _>(&mut *zeroed::<Volume>(), seed);
        check_layer::<shape![2, 4, 4], dim![2], _>(&mut *zeroed::<Generic<dim![2], dim![4], dim![3]>>(), seed);
        check_layer::<shape![2, 4, 3], dim![2], _>(&mut *zeroed::<Kept<dim![4], dim![3]>>(), seed);
        check_layer::<shape![4, 6, 6], dim![2], _>(&mut *zeroed::<Named>(), seed);
        check_layer::<shape![2, 6, 5], dim![2], _>(&mut *zeroed::<Columns>(), seed);
    }
}

#[test]
fn graphs_compute_the_same() {
    for seed in 0..4 {
        interpreter::compare::<dim![3], Sequence>(seed).unwrap();
        interpreter::compare::<dim![3], Image>(seed).unwrap();
        interpreter::compare::<dim![3], Volume>(seed).unwrap();
        interpreter::compare::<dim![1], Volume>(seed).unwrap();
        interpreter::compare::<dim![2], Generic<dim![2], dim![4], dim![3]>>(seed).unwrap();
        interpreter::compare::<dim![2], Kept<dim![5], dim![7]>>(seed).unwrap();
        interpreter::compare::<dim![2], Named>(seed).unwrap();
        interpreter::compare::<dim![2], Columns>(seed).unwrap();
    }
}

#[test]
fn paddings_keep_their_attributes() {
    let pad = &Sequence::GRAPH.nodes[0].op;
    assert_eq!(*pad, Op::Pad { mode: PadMode::Reflect, borders: &[[2, -1]] });
}

#[test]
fn windows_keep_their_attributes() {
    const fn window(kernel: usize, stride: usize, padding: usize, dilation: usize) -> AxisWindow {
        AxisWindow { kernel, stride, padding, dilation }
    }
    const UNFOLD: [AxisWindow; 2] = [window(3, 2, 1, 1), window(2, 1, 0, 2)];
    const FOLD: [AxisWindow; 2] = [window(2, 2, 1, 1), window(3, 2, 1, 1)];
    let ops: Vec<_> = Columns::GRAPH.nodes.iter().map(|node| node.op).collect();
    assert!(ops.contains(&Op::UnfoldWindows { windows: &UNFOLD }), "{ops:?}");
    assert!(ops.contains(&Op::FoldWindows { windows: &FOLD }), "{ops:?}");
}
