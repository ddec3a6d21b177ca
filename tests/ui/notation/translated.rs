// Notations of other frameworks: each is one error, with the code that it stands for.

use nn::prelude::*;

network! {
    struct Power { fc: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { x * x.fc() ** 2 }
}

network! {
    struct Choice { fc: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { torch.where(x > 0, x.fc(), x) }
}

network! {
    struct Conditional { fc: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { x.fc() if x > 0 else x }
}

network! {
    struct Chained { fc: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { select(0 < x < 1, x.fc(), x) }
}

network! {
    struct Index { fc: Linear<4, 4> }
    fn forward(x: Tensor<3, 8>) -> Tensor<3, 4> { x[.., 0..4].fc() }
}

network! {
    struct Range { fc: Linear<4, 4> }
    fn forward(x: Tensor<8>) -> Tensor<4> { x.slice(0, 2..6).fc() }
}

network! {
    struct Kept { fc: Linear<4, 4> }
    fn forward(x: Tensor<3, 4>) -> Tensor<3, 4> { x.fc() - x.mean::<1, keepdim = true>() }
}

network! {
    struct Named { fc: Linear<4, 4> }
    fn forward(x: Tensor<3, 4>) -> Tensor<3, 4> { x.fc() - x.mean::<axis = -1>().unsqueeze::<-1>() }
}

network! {
    struct Filled { fc: Linear<4, 4>, mask: Buffer<4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { x.fc().masked_fill(mask == 0, -1e9) }
}

network! {
    struct Root { fc: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { x.fc() / sqrt(64.0) }
}

network! {
    struct Applied { fc: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { x.apply(&self.fc) }
}

network! {
    struct Listed { fc: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<8> { concat(&[x.fc(), x]) }
}

network! {
    struct Property { fc: Linear<4, 4> }
    fn forward(x: Tensor<3, 4>) -> Tensor<3, 3> { matmul(x.fc(), x.T) }
}

network! {
    struct Outputs { fc: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> (Tensor<4>, Tensor<4>) { x.fc(), x }
}

network! {
    struct Created { pos: nn.Parameter(torch.zeros(4)) }
    fn forward(x: Tensor<4>) -> Tensor<4> { x + pos }
}

network! {
    struct Plain { pos: Tensor<4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { x + pos }
}

network! {
    struct Repeated { fc: [Linear<4, 4>] * 2 }
    fn forward(x: Tensor<4>) -> Tensor<4> { x.fc() }
}

network! {
    struct Swapped { norm: GroupNorm<4, 2> }
    fn forward(x: Tensor<4>) -> Tensor<4> { x.norm() }
}

network! {
    struct Counted { blocks: [Linear<4, 4>; 2] }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        let mut h = x;
        for (_, block) in blocks.iter().enumerate() { h = block(h); }
        h
    }
}

network! {
    struct Colon { fc: Linear<2, 2> }
    fn forward(x: Tensor<3, 4>) -> Tensor<3, 2> { x.slice::<1, 2:4>().fc() }
}

fn main() {
    Power::new(1);
    Choice::new(1);
    Conditional::new(1);
    Chained::new(1);
    Index::new(1);
    Range::new(1);
    Kept::new(1);
    Named::new(1);
    Filled::new(1);
    Root::new(1);
    Applied::new(1);
    Listed::new(1);
    Property::new(1);
    Outputs::new(1);
    Created::new(1);
    Plain::new(1);
    Repeated::new(1);
    Swapped::new(1);
    Counted::new(1);
    Colon::new(1);
}
//~ fix: 7 |     fn forward(x: Tensor<4>) -> Tensor<4> { x * x.fc().pow(2) }
//~ fix: 12 |     fn forward(x: Tensor<4>) -> Tensor<4> { select(x > 0, x.fc(), x) }
//~ fix: 17 |     fn forward(x: Tensor<4>) -> Tensor<4> { select(x > 0, x.fc(), x) }
//~ fix: 22 |     fn forward(x: Tensor<4>) -> Tensor<4> { select((0 < x) * (x < 1), x.fc(), x) }
//~ fix: 27 |     fn forward(x: Tensor<3, 8>) -> Tensor<3, 4> { x.slice::<1, 0..4>().fc() }
//~ fix: 32 |     fn forward(x: Tensor<8>) -> Tensor<4> { x.slice::<0, 2..6>().fc() }
//~ fix: 37 |     fn forward(x: Tensor<3, 4>) -> Tensor<3, 4> { x.fc() - x.mean::<1, keep = true>() }
//~ fix: 42 |     fn forward(x: Tensor<3, 4>) -> Tensor<3, 4> { x.fc() - x.mean::<1>().unsqueeze::<-1>() }
//~ fix: 47 |     fn forward(x: Tensor<4>) -> Tensor<4> { select(mask == 0, -1e9, x.fc()) }
//~ fix: 52 |     fn forward(x: Tensor<4>) -> Tensor<4> { x.fc() / 8.0 }
//~ fix: 57 |     fn forward(x: Tensor<4>) -> Tensor<4> { x.fc() }
//~ fix: 62 |     fn forward(x: Tensor<4>) -> Tensor<8> { concat(x.fc(), x) }
//~ fix: 67 |     fn forward(x: Tensor<3, 4>) -> Tensor<3, 3> { matmul(x.fc(), x.transpose::<0, 1>()) }
//~ fix: 72 |     fn forward(x: Tensor<4>) -> (Tensor<4>, Tensor<4>) { (x.fc(), x) }
//~ fix: 76 |     struct Created { pos: Parameter<4, init = nn::init::Zeros> }
//~ fix: 81 |     struct Plain { pos: Parameter<4> }
//~ fix: 86 |     struct Repeated { fc: [Linear<4, 4>; 2] }
//~ fix: 91 |     struct Swapped { norm: GroupNorm<2, 4> }
//~ fix: 99 |         for block in blocks { h = block(h); }
//~ fix: 106 |     fn forward(x: Tensor<3, 4>) -> Tensor<3, 2> { x.slice::<1, 2..4>().fc() }
