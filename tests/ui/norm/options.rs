// Options of normalisations that contradict each other, or whose values are wrong.

use nn::prelude::*;

network! {
    struct BiasWithoutScale {
        conv: Conv2d<3, 16, kernel = 3, padding = 1>,
        norm: BatchNorm2d<16, affine = false, bias = true>,
    }
    fn forward(image: Tensor<3, 8, 8>) -> Tensor<16, 8, 8> {
        image.conv().norm()
    }
}

network! {
    struct BiasOfInstances {
        conv: Conv2d<3, 16, kernel = 3, padding = 1>,
        norm: InstanceNorm2d<16, bias = true>,
    }
    fn forward(image: Tensor<3, 8, 8>) -> Tensor<16, 8, 8> {
        image.conv().norm()
    }
}

network! {
    struct MomentumOfNothing {
        conv: Conv2d<3, 16, kernel = 3, padding = 1>,
        norm: BatchNorm2d<16, track_running_stats = false, momentum = 0.2>,
    }
    fn forward(image: Tensor<3, 8, 8>) -> Tensor<16, 8, 8> {
        image.conv().norm()
    }
}

network! {
    struct CumulativeInstances {
        conv: Conv2d<3, 16, kernel = 3, padding = 1>,
        norm: InstanceNorm2d<16, track_running_stats = true, momentum = None>,
    }
    fn forward(image: Tensor<3, 8, 8>) -> Tensor<16, 8, 8> {
        image.conv().norm()
    }
}

network! {
    struct LargeMomentum {
        fc: Linear<3, 16>,
        norm: BatchNorm1d<16, momentum = 1.5>,
    }
    fn forward(x: Tensor<3>) -> Tensor<16> {
        x.fc().norm()
    }
}

network! {
    struct NotAFlag {
        fc: Linear<3, 16>,
        norm: LayerNorm<16, elementwise_affine = 0>,
    }
    fn forward(x: Tensor<3>) -> Tensor<16> {
        x.fc().norm()
    }
}

network! {
    struct Python {
        fc: Linear<3, 16>,
        norm: BatchNorm1d(16, affine = False),
    }
    fn forward(x: Tensor<3>) -> Tensor<16> {
        x.fc().norm()
    }
}

network! {
    struct OtherRank {
        fc: Linear<3, 16>,
        norm: InstanceNorm2d<4, affine = true>,
    }
    fn forward(x: Tensor<3>) -> Tensor<4, 4> {
        x.fc().reshape::<4, 4>().norm()
    }
}

network! {
    struct Volumes {
        fc: Linear<3, 16>,
        norm: BatchNorm2d<2, momentum = None>,
    }
    fn forward(x: Tensor<3>) -> Tensor<2, 2, 2, 2> {
        x.fc().reshape::<2, 2, 2, 2>().norm()
    }
}

network! {
    struct OptionsStay {
        fc: Linear<3, 16>,
        norm: BatchNorm1d<8, momentum = 0.2, bias = false>,
    }
    fn forward(x: Tensor<3>) -> Tensor<16> {
        x.fc().norm()
    }
}

fn main() {
    BiasWithoutScale::new(1).forward(&Tensor::<shape![2, 3, 8, 8]>::zeros());
    BiasOfInstances::new(1).forward(&Tensor::<shape![2, 3, 8, 8]>::zeros());
    MomentumOfNothing::new(1).forward(&Tensor::<shape![2, 3, 8, 8]>::zeros());
    CumulativeInstances::new(1).forward(&Tensor::<shape![2, 3, 8, 8]>::zeros());
    LargeMomentum::new(1).forward(&Tensor::<shape![2, 3]>::zeros());
    NotAFlag::new(1).forward(&Tensor::<shape![2, 3]>::zeros());
    Python::new(1).forward(&Tensor::<shape![2, 3]>::zeros());
    OtherRank::new(1).forward(&Tensor::<shape![2, 3]>::zeros());
    Volumes::new(1).forward(&Tensor::<shape![2, 3]>::zeros());
    OptionsStay::new(1).forward(&Tensor::<shape![2, 3]>::zeros());
}
//~ fix: 8 |         norm: BatchNorm2d<16, affine = true>,
//~ fix: 18 |         norm: InstanceNorm2d<16, affine = true, bias = true>,
//~ fix: 28 |         norm: BatchNorm2d<16, track_running_stats = true, momentum = 0.2>,
//~ fix: 38 |         norm: InstanceNorm2d<16, track_running_stats = true, momentum = 0.1>,
//~ fix: 48 |         norm: BatchNorm1d<16, momentum = 0.01>,
//~ fix: 58 |         norm: LayerNorm<16, elementwise_affine = false>,
//~ fix: 68 |         norm: BatchNorm1d<16, affine = false>,
//~ fix: 78 |         norm: InstanceNorm1d<4, affine = true>,
//~ fix: 88 |         norm: BatchNorm3d<2, momentum = None>,
//~ fix: 98 |         norm: BatchNorm1d<16, momentum = 0.2, bias = false>,
