// Pools of what they do not take.

use nn::prelude::*;

network! {
    struct GlobalPool {
        conv: Conv2d<1, 8, kernel = 3>,
    }
    fn forward(image: Tensor<1, 8, 8>) -> Tensor<8> {
        image.conv().flatten().global_avg_pool()
    }
}

network! {
    struct PoolArgument {
        conv: Conv2d<1, 8, kernel = 3>,
    }
    fn forward(image: Tensor<1, 8, 8>) -> Tensor<8, 3, 3> {
        image.conv().avg_pool::<2, stirde = 2>()
    }
}

network! {
    struct PoolByAZero {
        conv: Conv2d<1, 8, kernel = 3>,
    }
    fn forward(image: Tensor<1, 8, 8>) -> Tensor<8, 5, 2> {
        image.conv().max_pool::<2, stride = (1, 0)>()
    }
}

network! {
    struct PoolOfASequenceByTwo {
        conv: Conv1d<1, 8, kernel = 3>,
    }
    fn forward(signal: Tensor<1, 8>) -> Tensor<8, 2> {
        signal.conv().max_pool::<2, stride = (1, 3)>()
    }
}

network! {
    struct PoolOfFeatures {
        fc: Linear<64, 64>,
    }
    fn forward(image: Tensor<64>) -> Tensor<16> {
        image.fc().max_pool::<2>().flatten()
    }
}

network! {
    struct PoolOfNothing {
        conv: Conv2d<1, 8, kernel = 3>,
    }
    fn forward(image: Tensor<1, 8, 8>) -> Tensor<8, 3, 3> {
        image.conv().avg_pool()
    }
}

network! {
    struct PoolOfThree {
        conv: Conv2d<1, 8, kernel = 3>,
    }
    fn forward(image: Tensor<1, 8, 8>) -> Tensor<8, 5, 2> {
        image.conv().max_pool::<2, stride = (1, 3, 2)>()
    }
}

fn main() {
    GlobalPool::new(1).forward(&Tensor::<shape![2, 1, 8, 8]>::zeros());
    PoolArgument::new(1).forward(&Tensor::<shape![2, 1, 8, 8]>::zeros());
    PoolByAZero::new(1).forward(&Tensor::<shape![2, 1, 8, 8]>::zeros());
    PoolOfASequenceByTwo::new(1).forward(&Tensor::<shape![2, 1, 8]>::zeros());
    PoolOfFeatures::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    PoolOfNothing::new(1).forward(&Tensor::<shape![2, 1, 8, 8]>::zeros());
    PoolOfThree::new(1).forward(&Tensor::<shape![2, 1, 8, 8]>::zeros());
}
//~ fix: 10 |         image.conv().global_avg_pool()
//~ fix: 19 |         image.conv().avg_pool::<2, stride = 2>()
//~ fix: 28 |         image.conv().max_pool::<2, stride = (1, 3)>()
//~ fix: 37 |         signal.conv().max_pool::<2, stride = 3>()
//~ fix: 46 |         image.fc().reshape::<1, 8, 8>().max_pool::<2>().flatten()
//~ fix: 55 |         image.conv().avg_pool::<2>()
//~ fix: 64 |         image.conv().max_pool::<2, stride = (1, 3)>()
