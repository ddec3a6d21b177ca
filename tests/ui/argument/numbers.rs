// The numbers of activations, and axes that are halved.

use nn::prelude::*;

network! {
    struct Limits {
        fc: Linear<8, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        x.fc().hardtanh::<2.0, -2.0>()
    }
}

network! {
    struct OneLimit {
        fc: Linear<8, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        x.fc().hardtanh::<2.0>()
    }
}

network! {
    struct NoThreshold {
        fc: Linear<8, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        x.fc().threshold()
    }
}

network! {
    struct ZeroFactor {
        fc: Linear<8, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        x.fc().softplus::<0.0>()
    }
}

network! {
    struct Odd {
        fc: Linear<8, 5>,
        out: Linear<2, 3>,
    }
    fn forward(x: Tensor<8>) -> Tensor<3> {
        x.fc().glu().out()
    }
}

type Seven = dim![7];

network! {
    struct OddByName {
        fc: Linear<8, Seven>,
        out: Linear<_, 3>,
    }
    fn forward(x: Tensor<8>) -> Tensor<3> {
        x.fc().glu().out()
    }
}

network! {
    struct NoAxis {
        fc: Linear<8, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<2> {
        x.fc().glu::<1>()
    }
}

network! {
    struct Pixels {
        fc: Linear<8, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        x.fc().softmax2d()
    }
}

network! {
    struct NoWindow {
        conv: Conv2d<1, 8, kernel = 3>,
    }
    fn forward(image: Tensor<1, 8, 8>) -> Tensor<8, 6, 6> {
        image.conv().local_response_norm()
    }
}

fn main() {
    Limits::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
    OneLimit::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
    NoThreshold::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
    ZeroFactor::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
    Odd::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
    OddByName::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
    NoAxis::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
    Pixels::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
    NoWindow::new(1).forward(&Tensor::<shape![2, 1, 8, 8]>::zeros());
}
//~ fix: 10 |         x.fc().hardtanh::<-2.0, 2.0>()
//~ fix: 19 |         x.fc().hardtanh::<-2.0, 2.0>()
//~ fix: 28 |         x.fc().threshold::<0.1, 0.0>()
//~ fix: 37 |         x.fc().softplus::<2.0>()
//~ fix: 43 |         fc: Linear<8, 4>,
//~ fix: 51 | type Seven = dim![6];
//~ fix: 68 |         x.fc().glu()
//~ fix: 77 |         x.fc().softmax()
//~ fix: 86 |         image.conv().local_response_norm::<5>()
