//! The networks of the workloads, and the timing loop.

pub mod timing;

use nn::prelude::*;

network! {
    /// W1: one hidden layer.
    pub struct Mlp1 {
        fc1: Linear<784, 128>,
        fc2: Linear<128, 10>,
    }
    fn forward(x: Tensor<784>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

network! {
    /// W2: two wide hidden layers.
    pub struct Mlp2 {
        fc1: Linear<784, 512>,
        fc2: Linear<512, 512>,
        fc3: Linear<512, 10>,
    }
    fn forward(x: Tensor<784>) -> Tensor<10> {
        x.fc1().relu().fc2().relu().fc3()
    }
}

network! {
    /// W3: two convolutions and two dense layers.
    pub struct Cnn {
        conv1: Conv2d<1, 8, kernel = 3, padding = 1>,
        conv2: Conv2d<8, 16, kernel = 3, padding = 1>,
        fc1: Linear<784, 64>,
        fc2: Linear<64, 10>,
    }
    fn forward(x: Tensor<1, 28, 28>) -> Tensor<10> {
        let h = x.conv1().relu().max_pool::<2>();
        let h = h.conv2().relu().max_pool::<2>();
        h.flatten().fc1().relu().fc2()
    }
}

network! {
    /// W5: so small that overhead dominates.
    pub struct Tiny {
        fc1: Linear<4, 16>,
        fc2: Linear<16, 16>,
        fc3: Linear<16, 3>,
    }
    fn forward(x: Tensor<4>) -> Tensor<3> {
        x.fc1().relu().fc2().relu().fc3()
    }
}

network! {
    /// X1: sizes that no vector length divides.
    pub struct OddMlp {
        fc1: Linear<100, 333>,
        fc2: Linear<333, 77>,
        fc3: Linear<77, 7>,
    }
    fn forward(x: Tensor<100>) -> Tensor<7> {
        x.fc1().tanh().fc2().tanh().fc3()
    }
}

network! {
    /// X2: colour images, strides and batch normalisation.
    pub struct BatchNormCnn {
        conv1: Conv2d<3, 16, kernel = 3, padding = 1, bias = false>,
        norm1: BatchNorm2d<16>,
        conv2: Conv2d<16, 32, kernel = 3, stride = 2, padding = 1, bias = false>,
        norm2: BatchNorm2d<32>,
        fc: Linear<32, 10>,
    }
    fn forward(x: Tensor<3, 32, 32>) -> Tensor<10> {
        let h = x.conv1().norm1().relu();
        h.conv2().norm2().relu().global_avg_pool().fc()
    }
}

network! {
    /// One block of X3.
    pub struct Block {
        norm: LayerNorm<65>,
        fc1: Linear<65, 131>,
        fc2: Linear<131, 65>,
    }
    fn forward(x: Tensor<65>) -> Tensor<65> {
        x + x.norm().fc1().gelu_tanh().fc2()
    }
}

network! {
    /// X3: deep and narrow.
    pub struct Deep {
        fc1: Linear<33, 65>,
        blocks: [Block; 6],
        fc2: Linear<65, 5>,
    }
    fn forward(x: Tensor<33>) -> Tensor<5> {
        x.fc1().blocks().fc2()
    }
}
