// Arguments of operations as other frameworks write them.

use nn::prelude::*;

network! {
    struct Parentheses {
        scale: PRelu,
    }
    fn forward(x: Tensor<1, 8, 8>) -> Tensor<1, 4, 4> {
        x.scale().max_pool(2, 2)
    }
}

network! {
    struct Renamed {
        scale: PRelu,
    }
    fn forward(x: Tensor<1, 8, 8>) -> Tensor<1, 4, 4> {
        x.scale().max_pool2d(kernel_size = 2)
    }
}

network! {
    struct NamedKernel {
        scale: PRelu,
    }
    fn forward(x: Tensor<1, 8, 8>) -> Tensor<1, 4, 4> {
        x.scale().avg_pool::<kernel = 2>()
    }
}

network! {
    struct List {
        scale: PRelu,
    }
    fn forward(x: Tensor<1, 8, 8>) -> Tensor<1, 4, 4> {
        x.scale().max_pool::<[2, 2]>()
    }
}

network! {
    struct Colon {
        scale: PRelu,
    }
    fn forward(x: Tensor<1, 8, 8>) -> Tensor<1, 4, 4> {
        x.scale().max_pool::<2, stride: 2>()
    }
}

network! {
    struct NoComma {
        scale: PRelu,
    }
    fn forward(x: Tensor<1, 8, 8>) -> Tensor<1, 4, 4> {
        x.scale().max_pool::<2 stride = 2>()
    }
}

network! {
    struct Scale {
        scale: PRelu,
    }
    fn forward(x: Tensor<1, 8, 8>) -> Tensor<1, 16, 16> {
        x.scale().upsample(scale_factor = 2)
    }
}

network! {
    struct Probability {
        scale: PRelu,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.scale().dropout(p = 0.2)
    }
}

network! {
    struct Slope {
        scale: PRelu,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.scale().leaky_relu::<negative_slope = 0.1>()
    }
}

network! {
    struct Axis {
        scale: PRelu,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.scale().softmax(dim = 1)
    }
}

network! {
    struct Sizes {
        scale: PRelu,
    }
    fn forward(x: Tensor<4>) -> Tensor<2, 2> {
        x.scale().reshape(2, -1)
    }
}

network! {
    struct Inferred {
        scale: PRelu,
    }
    fn forward(x: Tensor<4>) -> Tensor<2, 2> {
        x.scale().reshape::<2, _>()
    }
}

network! {
    struct Batch {
        scale: PRelu,
    }
    fn forward(x: Tensor<4, 2>) -> Tensor<2, 4> {
        x.scale().permute(0, 2, 1)
    }
}

network! {
    struct Layer {
        scale: PRelu,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.scale(2)
    }
}

network! {
    struct Joined {
        scale: PRelu,
    }
    fn forward(x: Tensor<4>) -> Tensor<8> {
        concat([x.scale(), x], 1)
    }
}

fn main() {
    println!("{}", Parentheses::summary());
    println!("{}", Renamed::summary());
    println!("{}", NamedKernel::summary());
    println!("{}", List::summary());
    println!("{}", Colon::summary());
    println!("{}", NoComma::summary());
    println!("{}", Scale::summary());
    println!("{}", Probability::summary());
    println!("{}", Slope::summary());
    println!("{}", Axis::summary());
    println!("{}", Sizes::summary());
    println!("{}", Inferred::summary());
    println!("{}", Batch::summary());
    println!("{}", Layer::summary());
    println!("{}", Joined::summary());
}
//~ fix: 10 |         x.scale().max_pool::<2, stride = 2>()
//~ fix: 19 |         x.scale().max_pool::<2>()
//~ fix: 28 |         x.scale().avg_pool::<2>()
//~ fix: 37 |         x.scale().max_pool::<2>()
//~ fix: 46 |         x.scale().max_pool::<2, stride = 2>()
//~ fix: 55 |         x.scale().max_pool::<2, stride = 2>()
//~ fix: 64 |         x.scale().upsample::<2>()
//~ fix: 73 |         x.scale().dropout::<0.2>()
//~ fix: 82 |         x.scale().leaky_relu::<0.1>()
//~ fix: 91 |         x.scale().softmax()
//~ fix: 100 |         x.scale().reshape::<2, 2>()
//~ fix: 109 |         x.scale().reshape::<2, 2>()
//~ fix: 118 |         x.scale().permute::<1, 0>()
//~ fix: 127 |         x.scale()
//~ fix: 136 |         concat(x.scale(), x)
