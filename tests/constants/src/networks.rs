//! The networks, which together contain every kind of layer and every way in which `network!` lays out values.

use nn::prelude::*;

network! {
    /// Activations between dense layers.
    pub(crate) struct Dense {
        fc1: Linear<12, 40, init = nn::init::KaimingNormal>,
        fc2: Linear<_, 24, bias = false>,
        slopes: PRelu<24>,
        fc3: Linear<_, 10>,
    }
    fn forward(x: Tensor<12>) -> Tensor<10> {
        x.fc1().gelu().dropout::<0.1>().fc2().slopes().fc3().log_softmax()
    }
}

network! {
    /// With `f64` parameters.
    #[dtype(f64)]
    pub(crate) struct Double {
        fc1: Linear<6, 30>,
        fc2: Linear<30, 4>,
    }
    fn forward(x: Tensor<6>) -> Tensor<4> {
        x.fc1().silu().fc2().softplus()
    }
}

network! {
    /// Images that are large enough for several threads, downsampled and upsampled.
    pub(crate) struct Image {
        conv1: Conv2d<3, 24, kernel = 3, padding = 1>,
        norm: BatchNorm2d<24>,
        conv2: Conv2d<24, 16, kernel = (3, 5), stride = (1, 2), padding = (1, 2)>,
        up: ConvTranspose2d<16, 4, kernel = 2, stride = 2>,
        fc: Linear<4, 10>,
    }
    fn forward(x: Tensor<3, 32, 32>) -> Tensor<10> {
        x.conv1().norm().relu().max_pool::<2>().conv2().relu().up().global_avg_pool().fc()
    }
}

network! {
    /// Sequences.
    pub(crate) struct Wave {
        conv1: Conv1d<2, 8, kernel = 5, stride = 2>,
        norm: BatchNorm1d<8>,
        conv2: Conv1d<8, 8, kernel = 3, dilation = 2, groups = 4>,
        fc: Linear<_, 6>,
    }
    fn forward(x: Tensor<2, 64>) -> Tensor<6> {
        x.conv1().norm().leaky_relu::<0.2>().avg_pool::<2>().conv2().tanh().flatten().fc()
    }
}

network! {
    /// Grouped and depthwise convolutions.
    pub(crate) struct Groups {
        depthwise: Conv2d<6, 6, kernel = 3, padding = 1, groups = 6>,
        pointwise: Conv2d<6, 8, kernel = 1>,
        grouped: Conv2d<8, 8, kernel = 3, groups = 2, bias = false>,
        up: ConvTranspose2d<8, 8, kernel = 3, stride = 2, output_padding = 1, groups = 2>,
    }
    fn forward(x: Tensor<6, 9, 7>) -> Tensor<8> {
        x.depthwise().hard_swish().pointwise().relu().grouped().mish().up().global_avg_pool()
    }
}

network! {
    /// Normalisations.
    pub(crate) struct Norms {
        fc1: Linear<8, 24>,
        layer: LayerNorm<24>,
        fc2: Linear<24, 24>,
        group: GroupNorm<4, 24>,
        fc3: Linear<24, 24>,
        rms: RmsNorm<24, eps = 1e-6>,
        fc4: Linear<24, 24>,
        batch: BatchNorm1d<24>,
    }
    fn forward(x: Tensor<8>) -> Tensor<24> {
        x.fc1().layer().elu().fc2().group().selu().fc3().rms().sigmoid().fc4().batch()
    }
}

network! {
    /// Inputs of indices.
    pub(crate) struct Words {
        embed: Embedding<50, 8>,
        fc1: Linear<40, 16>,
        fc2: Linear<_, 50>,
    }
    fn forward(words: Tensor<5, Class<50>>) -> Tensor<50> {
        words.embed().flatten().fc1().tanh().fc2()
    }
}

network! {
    /// A block that other networks contain.
    pub(crate) struct Block {
        fc: Linear<16, 16>,
        norm: LayerNorm<16>,
    }
    fn forward(x: Tensor<16>) -> Tensor<16> {
        x + x.norm().fc().relu()
    }
}

network! {
    /// Nested and repeated networks, and a layer that is used twice.
    pub(crate) struct Blocks {
        first: Linear<4, 16>,
        blocks: [Block; 3],
        shared: Linear<16, 16>,
    }
    fn forward(x: Tensor<4>) -> Tensor<16> {
        x.first().blocks().shared().tanh().shared()
    }
}

network! {
    /// Several inputs and outputs.
    pub(crate) struct Pair {
        left: Linear<7, 12>,
        right: Conv2d<1, 2, kernel = 2>,
        heads: Linear<20, 9>,
    }
    fn forward(numbers: Tensor<7>, image: Tensor<1, 3, 3>) -> (Tensor<3, 2>, Tensor<3>, Tensor<12>) {
        let left = numbers.left().hard_sigmoid();
        let (six, three) = split::<6>(concat(left, image.right().flatten()).heads());
        (six.reshape::<3, 2>(), three.softmax(), left)
    }
}

network! {
    /// A generic size.
    pub(crate) struct Generic<H: Dim> {
        fc1: Linear<5, H>,
        fc2: Linear<H, H>,
        fc3: Linear<H, 3>,
    }
    fn forward(x: Tensor<5>) -> Tensor<3> {
        let h = x.fc1().relu();
        (h + h.fc2().gelu_tanh()).fc3()
    }
}

network! {
    /// Sums, products, and permuted axes.
    pub(crate) struct Residual {
        conv1: Conv2d<4, 4, kernel = 3, padding = 1>,
        conv2: Conv2d<4, 4, kernel = 1>,
        fc: Linear<_, 5>,
    }
    fn forward(x: Tensor<4, 6, 6>) -> Tensor<5> {
        let h = x + x.conv1().relu();
        let h = h * h.conv2().sigmoid();
        h.upsample::<2>().zero_pad::<1>().permute::<2, 0, 1>().flatten().fc()
    }
}

network! {
    /// A network with an int8 form.
    #[int8(QuantisedInt8)]
    #[budget(flash <= 65_536, macs <= 1_000_000)]
    pub(crate) struct Quantised {
        conv1: Conv2d<1, 6, kernel = 3, padding = 1>,
        norm: BatchNorm2d<6>,
        conv2: Conv2d<6, 8, kernel = 3, groups = 2>,
        fc: Linear<_, 10>,
    }
    fn forward(x: Tensor<1, 10, 10>) -> Tensor<10> {
        x.conv1().norm().relu().max_pool::<2>().conv2().relu().flatten().fc()
    }
}
