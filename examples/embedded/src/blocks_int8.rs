//! All layers and operations that have an integer form, in one network. The caller supplies the weights.

use nn::prelude::*;

network! {
    #[int8(BlocksInt8, scratch <= 4_096)]
    pub struct Blocks {
        down: Conv2d<1, 8, kernel = 3, padding = 1>,
        norm: BatchNorm2d<8>,
        inner: Conv2d<8, 8, kernel = 3, padding = 1, groups = 2>,
        up: Conv2d<10, 4, kernel = 3, padding = 1>,
        wave: Conv1d<4, 3, kernel = 3, stride = 2>,
        volume: Conv3d<1, 2, kernel = 2>,
        last: Linear<12, 3>,
    }
    fn forward(x: Tensor<1, 8, 6>) -> (Tensor<3>, Tensor<2, 24>, Tensor<2>, Tensor<3>) {
        let a = x.down().norm().relu();
        let h = a.max_pool::<2>().inner().tanh().pixel_shuffle::<2>();
        let h = concat(a.channel_shuffle::<2>(), h).up();
        let squeezed = h.pixel_unshuffle::<2>().avg_pool::<2, stride = 1>().global_avg_pool();
        let cube = squeezed.reshape::<1, 4, 2, 2>().volume().global_avg_pool();
        let h = h.slice::<1, 2..6>().dropout();
        let line = h.select::<2, 1>().wave().global_avg_pool();
        let (left, right) = split::<1>(h);
        let (first, second, third) = right.split::<1, 1, 1>();
        let moved = concat(first.flip::<1>(), second.roll::<2, 1>(), third.slice::<1, ..2>().repeat::<1, 2>());
        let rows = left.select::<0, 0>().transpose::<0, 1>().max::<1>();
        let windows = moved.select::<0, 1>().unfold::<0, 2, 2>().min::<2>();
        let pair = stack(rows, windows.select::<0, 1>()).permute::<1, 0>().flatten();
        let sum = pair * pair + pair - pair * 0.5;
        (sum.last(), moved.slice::<0, ..2>().reshape::<2, 24>(), cube, line)
    }
}

type Image = Tensor<shape![1, 1, 8, 6], i8>;
type Outputs =
    (Tensor<shape![1, 3], i8>, Tensor<shape![1, 2, 24], i8>, Tensor<shape![1, 2], i8>, Tensor<shape![1, 3], i8>);
type Scratch = <BlocksInt8 as Quantized>::Scratch<dim![1]>;

/// Writes the outputs for an image, all in the network's integers; `scratch` may contain anything.
#[unsafe(no_mangle)]
pub extern "C" fn predict(network: &BlocksInt8, image: &Image, outputs: &mut Outputs, scratch: &mut Scratch) {
    let (a, b, c, d) = outputs;
    network.predict(image, (a, b, c, d), scratch);
}
