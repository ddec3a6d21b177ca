// Normalisations for other channels or axes.

use nn::prelude::*;

network! {
    struct ChannelsGeneric<C: Dim> {
        conv: Conv2d<3, C, kernel = 3, padding = 1>,
        norm: BatchNorm2d<16>,
    }
    fn forward(image: Tensor<3, 8, 8>) -> Tensor<C, 8, 8> {
        image.conv().norm().relu()
    }
}

type Maps = dim![16];

network! {
    struct ChannelsNamed {
        conv: Conv2d<3, Maps, kernel = 3, padding = 1>,
        norm: BatchNorm2d<8>,
    }
    fn forward(image: Tensor<3, 8, 8>) -> Tensor<16, 8, 8> {
        image.conv().norm().relu()
    }
}

network! {
    struct EpsStays {
        fc: Linear<4, 8>,
        norm: LayerNorm<6, eps = 1e-3>,
    }
    fn forward(x: Tensor<4>) -> Tensor<8> {
        x.fc().norm()
    }
}

network! {
    struct LayerNormBehindAClaim {
        conv: Conv2d<dim![1], 3, kernel = 1>,
        norm: LayerNorm<4, _, 3>,
        fc: Linear<_, 2>,
    }
    fn forward(x: Tensor<1, 1, 3>) -> Tensor<2> {
        let h: Tensor<dim![1], 1, 3> = x.relu();
        h.conv().norm().flatten().fc()
    }
}

network! {
    struct Shared {
        a: Linear<8, 6>,
        b: Linear<6, 8>,
        norm: LayerNorm<_>,
    }
    fn forward(x: Tensor<8>) -> Tensor<8> {
        x.norm().a().norm().b()
    }
}

network! {
    struct Slopes {
        conv: Conv2d<3, 16, kernel = 3, padding = 1>,
        act: PRelu<3>,
    }
    fn forward(image: Tensor<3, 8, 8>) -> Tensor<16, 8, 8> {
        image.conv().act()
    }
}

network! {
    struct TooManyAxes {
        fc: Linear<64, 64>,
        norm: LayerNorm<8, 8>,
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x.fc().norm()
    }
}

fn main() {
    ChannelsGeneric::<dim![16]>::new(1).forward(&Tensor::<shape![2, 3, 8, 8]>::zeros());
    ChannelsNamed::new(1).forward(&Tensor::<shape![2, 3, 8, 8]>::zeros());
    EpsStays::new(1).forward(&Tensor::<shape![2, 4]>::zeros());
    LayerNormBehindAClaim::new(1).forward(&Tensor::<shape![2, 1, 1, 3]>::zeros());
    Shared::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
    Slopes::new(1).forward(&Tensor::<shape![2, 3, 8, 8]>::zeros());
    TooManyAxes::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 8 |         norm: BatchNorm2d<C>,
//~ fix: 20 |         norm: BatchNorm2d<16>,
//~ fix: 30 |         norm: LayerNorm<8, eps = 1e-3>,
//~ fix: 40 |         norm: LayerNorm<3, _, 3>,
//~ fix: 56 |         x.norm().a().b().norm()
//~ fix: 63 |         act: PRelu<16>,
//~ fix: 73 |         norm: LayerNorm<64>,
