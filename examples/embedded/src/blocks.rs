//! Every layer and operation of `network!` except `Embedding`, for three samples at a time: an image that is downsampled and
//! upsampled through residual blocks, a signal of 16 steps, and both combined, through other norms and functions. The caller supplies the weights; the network is not
//! trained.

use nn::prelude::*;

network! {
    struct Residual {
        depthwise: Conv2d<8, 8, kernel = 3, padding = 1, groups = 8, bias = false>,
        norm: BatchNorm2d<8>,
        pointwise: Conv2d<8, 8, kernel = 1>,
    }
    fn forward(x: Tensor<8, 6, 6>) -> Tensor<8, 6, 6> {
        x + x.depthwise().norm().silu().pointwise()
    }
}

network! {
    struct Seen {
        conv: Conv2d<2, 4, kernel = (3, 2), padding = (2, 1), dilation = (2, 1)>,
        norm: GroupNorm<2, 4>,
        slopes: PRelu<4>,
        halve: Conv2d<4, 8, kernel = 3, stride = 2, padding = 1, groups = 2>,
        residual: [Residual; 3],
        double: ConvTranspose2d<8, 4, kernel = 3, stride = 2, padding = 1, output_padding = 1, groups = 2>,
        rows: LayerNorm<8>,
        out: Linear<72, 6, bias = false>,
    }
    fn forward(image: Tensor<2, 12, 12>) -> (Tensor<8>, Tensor<6>) {
        let h = image.conv().norm().slopes();
        let h = h.avg_pool::<3, 4, stride = 1, padding = 1>().hard_swish();
        let low = h.halve().gelu().residual().dropout2d::<0.2>();
        let (first, second) = split::<4>(low);
        let high = low.double().mish() * first.upsample::<2>();
        let padded = second.zero_pad::<1, 2, 0, 1>().max_pool::<2, 3>();
        let tiles = concat(high.tanh().max_pool::<4>(), padded).elu();
        let rows = tiles.permute::<1, 2, 0>().rows().selu();
        (tiles.global_avg_pool(), rows.flatten().leaky_relu::<0.2>().out())
    }
}

network! {
    struct Heard {
        conv: Conv1d<3, 6, kernel = 3, padding = 2, dilation = 2, groups = 3>,
        norm: BatchNorm1d<6>,
        size: RmsNorm<6, 8>,
        slope: PRelu,
        halve: Conv1d<6, 4, kernel = 2, stride = 2>,
        group: GroupNorm<2, 8>,
        gate: BatchNorm1d<8>,
    }
    fn forward(sound: Tensor<3, 16>) -> Tensor<8> {
        let h = sound.conv().norm().softplus();
        let h = h.max_pool::<2>().avg_pool::<3, stride = 1, padding = 1>().size().slope();
        let h = h.upsample::<2>().zero_pad::<1, 0>().halve().gelu_tanh();
        let (early, late) = split::<3, 1>(h);
        let steps = concat::<1>(late, early).permute::<1, 0>().softmax();
        let level = steps.global_avg_pool().group().relu();
        level * level.gate().hard_sigmoid()
    }
}

network! {
    struct Felt {
        fc: Linear<16, 32>,
        volumes: BatchNorm3d<2, momentum = None, affine = false>,
        voxels: InstanceNorm3d<2, affine = true, track_running_stats = true>,
        image: InstanceNorm2d<4>,
        maps: BatchNorm2d<4, track_running_stats = false>,
        line: InstanceNorm1d<4, affine = true, bias = false>,
        rows: LayerNorm<8, elementwise_affine = false>,
        groups: GroupNorm<2, 4, bias = false>,
        size: RmsNorm<8, elementwise_affine = false>,
    }
    fn forward(touch: Tensor<16>) -> Tensor<16> {
        let h = touch.fc().reshape::<2, 2, 2, 4>().volumes().relu6().voxels().hardtanh::<-2.0, 2.0>();
        let h = h.reshape::<4, 2, 4>().image().log_sigmoid().maps().softsign().softmax2d();
        let h = h.local_response_norm::<3>().reshape::<4, 8>().line().celu().threshold::<0.1, 0.0>();
        let h = h.softshrink::<0.01>().rows().hardshrink::<0.01>().groups().tanhshrink().size().softmin();
        h.glu().flatten()
    }
}

network! {
    #[budget(flash <= 10_384, scratch <= 23_992, macs <= 34_616)]
    pub struct Blocks {
        seen: Seen,
        heard: Heard,
        felt: Felt,
        both: Linear<16, 24>,
        out: Linear<12, 6>,
    }
    fn forward(image: Tensor<2, 12, 12>, sound: Tensor<3, 16>) -> (Tensor<6>, Tensor<2, 3>) {
        let (means, class) = image.seen();
        let both = concat(means, sound.heard()).felt().dropout::<0.2>().both().sigmoid();
        let (a, b) = split::<12>(both);
        let said = (a * b).out();
        ((class + said).log_softmax(), said.reshape::<2, 3>())
    }
}

pub type Images = Tensor<shape![3, 2, 12, 12]>;
pub type Sounds = Tensor<shape![3, 3, 16]>;
pub type Scratch = <Blocks as nn::layers::Layer<Tuple<(shape![2, 12, 12], shape![3, 16])>>>::Scratch<dim![3]>;

type Classes = Tensor<shape![3, 6]>;
type Pairs = Tensor<shape![3, 2, 3]>;
/// The type of [`predict`].
pub type Predict = extern "C" fn(&Blocks, &Images, &Sounds, &mut Classes, &mut Pairs, &mut Scratch);

/// Writes the log probabilities of six classes, and six further values, for each of three images and sounds; `scratch` may contain
/// anything.
#[unsafe(no_mangle)]
pub extern "C" fn predict(
    network: &Blocks,
    images: &Images,
    sounds: &Sounds,
    classes: &mut Classes,
    pairs: &mut Pairs,
    scratch: &mut Scratch,
) {
    network.predict((images, sounds), (classes, pairs), scratch);
}
