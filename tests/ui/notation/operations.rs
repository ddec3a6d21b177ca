// Operations as other frameworks call them.

use nn::prelude::*;

network! {
    struct View {
        scale: PRelu,
    }
    fn forward(x: Tensor<2, 2>) -> Tensor<4> {
        x.scale().view(-1, 4)
    }
}

network! {
    struct Batch {
        scale: PRelu,
    }
    fn forward(x: Tensor<4>) -> Tensor<2, 2> {
        x.scale().view(x.size(0), 2, 2)
    }
}

network! {
    struct Unsqueeze {
        scale: PRelu,
    }
    fn forward(x: Tensor<4>) -> Tensor<1, 4> {
        x.scale().unsqueeze(0)
    }
}

network! {
    struct Squeeze {
        scale: PRelu,
    }
    fn forward(x: Tensor<1, 4>) -> Tensor<4> {
        x.scale().squeeze()
    }
}

network! {
    struct Transpose {
        scale: PRelu,
    }
    fn forward(x: Tensor<4, 2>) -> Tensor<2, 4> {
        x.scale().transpose(1, 2)
    }
}

network! {
    struct Adaptive {
        scale: PRelu,
    }
    fn forward(x: Tensor<3, 8, 8>) -> Tensor<3> {
        x.scale().adaptive_avg_pool2d(1)
    }
}

network! {
    struct Spelt {
        scale: PRelu,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.scale().ReLU()
    }
}

network! {
    struct Swish {
        scale: PRelu,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.scale().swish()
    }
}

network! {
    struct Clone {
        scale: PRelu,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.scale().clone()
    }
}

network! {
    struct Sum {
        scale: PRelu,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.scale().add(x)
    }
}

network! {
    struct Product {
        scale: PRelu,
    }
    fn forward(x: Tensor<4, 4>) -> Tensor<4, 4> {
        x.scale().mm(x)
    }
}

network! {
    struct Module {
        scale: PRelu,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        F.relu(x.scale())
    }
}

network! {
    struct Missing {
        scale: PRelu,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.scale().batch_norm()
    }
}

fn main() {
    println!("{}", View::summary());
    println!("{}", Batch::summary());
    println!("{}", Unsqueeze::summary());
    println!("{}", Squeeze::summary());
    println!("{}", Transpose::summary());
    println!("{}", Adaptive::summary());
    println!("{}", Spelt::summary());
    println!("{}", Swish::summary());
    println!("{}", Clone::summary());
    println!("{}", Sum::summary());
    println!("{}", Product::summary());
    println!("{}", Module::summary());
    println!("{}", Missing::summary());
}
//~ fix: 10 |         x.scale().flatten()
//~ fix: 19 |         x.scale().reshape::<2, 2>()
//~ fix: 28 |         x.scale().unsqueeze::<0>()
//~ fix: 37 |         x.scale().squeeze::<0>()
//~ fix: 46 |         x.scale().transpose::<0, 1>()
//~ fix: 55 |         x.scale().global_avg_pool()
//~ fix: 64 |         x.scale().relu()
//~ fix: 73 |         x.scale().silu()
//~ fix: 82 |         x.scale()
//~ fix: 91 |         (x.scale() + x)
//~ fix: 100 |         matmul(x.scale(), x)
//~ fix: 109 |         x.scale().relu()
//~ fix: 118 |         x.scale().scale()
