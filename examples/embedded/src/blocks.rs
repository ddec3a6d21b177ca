//! Every layer and operation of `network!` except `Embedding`, `Tied` and `Bilinear`, for three samples at a time: an image
//! that is downsampled and upsampled through residual blocks, the same image as a volume, a signal of 16 steps, and all combined,
//! through other norms and functions. The caller supplies the weights; the network is not trained.

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
    struct Remembered {
        lstm: Lstm<4, 5, proj_size = 3, layers = 2>,
        gru: Gru<3, 2, bidirectional = true>,
        rnn: Rnn<4, 4, nonlinearity = relu, bias = false>,
        carried: Lstm<4, 4>,
        stacked: Gru<4, 2, bidirectional = true>,
    }
    fn forward(steps: Tensor<8, 4>) -> Tensor<8, 4> {
        let length = steps.flatten().slice::<0, ..9>().argmax::<0>();
        let first = lstm(steps, length).gru().rnn(length) + steps;
        let (second, h, c) = carried(first, steps.select::<0, 0>(), steps.select::<0, -1>(), length);
        let (third, last) = stacked(second, (h + c).reshape::<2, 2>());
        third + last.flatten()
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
        remembered: Remembered,
        gate: BatchNorm1d<8>,
    }
    fn forward(sound: Tensor<3, 16>) -> Tensor<8> {
        let h = sound.conv().norm().softplus();
        let h = h.max_pool::<2>().avg_pool::<3, stride = 1, padding = 1>().size().slope();
        let h = h.upsample::<2>().zero_pad::<1, 0>().halve().gelu_tanh();
        let (early, late) = split::<3, 1>(h);
        let steps: Tensor<8, 4> = concat::<1>(late, early).permute::<1, 0>().softmax().remembered();
        let level = steps.global_avg_pool().group().relu();
        level * level.gate().hard_sigmoid()
    }
}

network! {
    struct Turned {
        fc: Linear<12, 12>,
    }
    fn forward(x: Tensor<12>) -> Tensor<12> {
        let h = x.fc();
        let rows = h.reshape::<1, 3, 4>().unfold2d::<2>().fold2d::<2, output_size = (3, 4)>().squeeze::<0>();
        let (a, b, c) = chunk::<3>(rows);
        let both = stack(a.squeeze::<0>(), b.squeeze::<0>()).log_softmax::<0>();
        let (q, k, v) = split::<1, 1, 2, axis = 1>(both);
        let mixed = matmul(einsum("ik,jk->ij", q, k).softmax::<0>(), v).flatten();
        let keys = rows.slice::<1, ..2>().rotary::<interleaved = false>();
        let queries = rows.rotary::<heads = 2>();
        let count = h.slice::<0, ..4>().argmax::<0>();
        let mask = count.sequence_mask::<3>().unsqueeze::<1>();
        let seen =
            attention(queries, keys, keys, count, heads = 2, kv_heads = 1, causal = true, alibi = true, dropout = 0.1) * mask;
        let windows = seen.flip::<1>().roll::<0, 1>().unfold::<1, 2, 1>();
        let extrema = windows.max::<2>().min::<0, keep = true>().repeat::<0, 4>();
        let sums = c.select::<0, 0>().cumsum::<0>();
        let scale = dot(mixed, sums).unsqueeze::<0>().repeat::<0, 12>();
        (outer(mixed + sums, h.slice::<0, ..-1, step = 4>()) + extrema).flatten() * scale
    }
}

network! {
    /// The image as a small volume, with the paddings and pools that the other networks do not have.
    struct Scanned {
        conv: Conv3d<2, 4, kernel = (2, 3, 3), stride = (1, 2, 2), padding = (0, 1, 1)>,
        up: ConvTranspose3d<4, 2, kernel = 2, stride = (1, 1, 2)>,
        tone: ConvTranspose1d<4, 2, kernel = 3, padding = 1>,
    }
    fn forward(volume: Tensor<2, 2, 6, 12>) -> Tensor<6> {
        let h = volume.conv().replicate_pad::<1, 0, 0, 1, 0, 1>();
        let h = h.max_pool::<2, stride = (1, 1, 2), ceil_mode = true>();
        let h = h.avg_pool::<2, stride = 1, padding = 1, count_include_pad = false>();
        let h = h.up().adaptive_avg_pool::<2, 4, 4>().reshape::<4, 4, 4>();
        let h = h.circular_pad::<1, 2, 0, 1>().reflect_pad::<-1, 0, 1, 0>().pixel_unshuffle::<2>();
        let h = h.channel_shuffle::<4>().pixel_shuffle::<2>().lp_pool::<2>();
        let h = h.upsample::<2, mode = bilinear>().constant_pad::<0, 1, 0, 0, value = 0.5>();
        let h = h.adaptive_max_pool::<2, 3>().upsample::<2, mode = bicubic, align_corners = true>();
        h.reshape::<4, 24>().tone().adaptive_max_pool::<3>().flatten()
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
    /// Arithmetic, and stored tensors.
    struct Figured {
        scale: Parameter<12, init = nn::init::Ones>,
        mask: Buffer<3, 4>,
        fc: Linear<12, 12>,
    }
    fn forward(x: Tensor<12>) -> Tensor<12> {
        let scaled = (x * scale).clamp(-2, 2).reshape::<3, 4>() - mask;
        let rows = (scaled - scaled.mean::<1, keep = true>()) / (scaled.var::<1, keep = true>() + 0.1).sqrt();
        let logs = maximum(rows.abs(), 0.1).ln() + rows.square().log1p() - minimum(rows, 1.0).exp().recip();
        let waves = rows.sin() * rows.cos() + rows.erf() * rows.floor().detach() - rows.expm1().sign();
        let spread = logs.std::<0>().expand::<3, 4>() + waves.pow(3) * select(rows > 0, 0.1, 0.2);
        let peaks = rows.logsumexp::<1, keep = true>() * (rows.norm::<1, keep = true>() + 1).rsqrt();
        let sums = rows.sum::<0, keep = true>() + spread * peaks;
        let best = rows.argmax::<1>();
        let picked = index_select(rows.transpose::<0, 1>(), best).sum::<1, keep = true>() * best.one_hot();
        let low = gather(rows, rows.argmin::<0, keep = true>());
        let (peaks, places) = rows.max_pool::<2, return_indices = true>();
        let kept = max_unpool::<2>(peaks, places);
        (sums + picked - low + kept + 0.1 * rows.normal_noise()).flatten().fc()
    }
}

network! {
    #[budget(flash <= 15_656, scratch <= 20_528, macs <= 45_364)]
    pub struct Blocks {
        seen: Seen,
        heard: Heard,
        felt: Felt,
        scanned: Scanned,
        both: Linear<16, 24>,
        turned: Turned,
        figured: Figured,
        out: Linear<12, 6>,
    }
    fn forward(image: Tensor<2, 12, 12>, sound: Tensor<3, 16>) -> (Tensor<6>, Tensor<2, 3>) {
        let (means, class) = image.seen();
        let both = concat(means, sound.heard()).felt().dropout::<0.2>().both().sigmoid();
        let (a, b) = split::<12>(both);
        let said = (a * b.turned()).figured().out();
        let class = class + image.reshape::<2, 2, 6, 12>().scanned();
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
