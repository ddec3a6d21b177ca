//! The networks that are timed.

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
    /// W5: so small that only overhead is left.
    pub struct Tiny {
        fc1: Linear<4, 16>,
        fc2: Linear<16, 16>,
        fc3: Linear<16, 3>,
    }
    fn forward(x: Tensor<4>) -> Tensor<3> {
        x.fc1().relu().fc2().relu().fc3()
    }
}
