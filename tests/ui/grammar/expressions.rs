// Expressions of Rust and Python that `forward` does not have.

use nn::prelude::*;

network! {
    struct Branch { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { if true { x.fc1() } else { x } }
}

network! {
    struct Cases { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { match x { _ => x.fc1() } }
}

network! {
    struct Loop { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { for _ in 0..3 { x.fc1() } x }
}

network! {
    struct LoopOfPython { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { for i in range(3): x.fc1() }
}

network! {
    struct Closure { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { let f = |v| v.fc1(); f(x) }
}

network! {
    struct Index { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { x[0].fc1() }
}

network! {
    struct Slice { fc1: Linear<2, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { x[..2].fc1() }
}

network! {
    struct Power { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { let h = x.fc1(); h ** 2 }
}

network! {
    struct Question { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { x.fc1()? }
}

network! {
    struct Reference { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { (&x).fc1() }
}

network! {
    struct Cast { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { x.fc1() as f32 }
}

network! {
    struct Array { fc1: Linear<8, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { concat([x, x]).fc1() }
}

network! {
    struct Sign { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4, 4>) -> Tensor<4, 4> { x @ x.fc1() }
}

network! {
    struct Heads { a: Linear<4, 2>, b: Linear<4, 1> }
    fn forward(x: Tensor<4>) -> (Tensor<2>, Tensor<1>) { (x.a(), x.b()) }
}

network! {
    struct Part { heads: Heads }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.heads().0 }
}

fn main() {
    Branch::new(1);
    Cases::new(1);
    Loop::new(1);
    LoopOfPython::new(1);
    Closure::new(1);
    Index::new(1);
    Slice::new(1);
    Power::new(1);
    Question::new(1);
    Reference::new(1);
    Cast::new(1);
    Array::new(1);
    Sign::new(1);
    Heads::new(1);
    Part::new(1);
}
//~ fix: 7 |     fn forward(x: Tensor<4>) -> Tensor<4> { x.fc1() }
//~ fix: 12 |     fn forward(x: Tensor<4>) -> Tensor<4> { x.fc1() }
//~ fix: 17 |     fn forward(x: Tensor<4>) -> Tensor<4> { x.fc1().fc1().fc1() }
//~ fix: 22 |     fn forward(x: Tensor<4>) -> Tensor<4> { x.fc1().fc1().fc1() }
//~ fix: 27 |     fn forward(x: Tensor<4>) -> Tensor<4> { x.fc1() }
//~ fix: 32 |     fn forward(x: Tensor<4, 4>) -> Tensor<4> { x.select::<0, 0>().fc1() }
//~ fix: 37 |     fn forward(x: Tensor<4>) -> Tensor<4> { x.slice::<0, ..2>().fc1() }
//~ fix: 42 |     fn forward(x: Tensor<4>) -> Tensor<4> { let h = x.fc1(); h.pow(2) }
//~ fix: 47 |     fn forward(x: Tensor<4>) -> Tensor<4> { x.fc1() }
//~ fix: 52 |     fn forward(x: Tensor<4>) -> Tensor<4> { x.fc1() }
//~ fix: 57 |     fn forward(x: Tensor<4>) -> Tensor<4> { x.fc1() }
//~ fix: 62 |     fn forward(x: Tensor<4>) -> Tensor<4> { concat(x, x).fc1() }
//~ fix: 67 |     fn forward(x: Tensor<4, 4>) -> Tensor<4, 4> { matmul(x, x.fc1()) }
//~ fix: 77 |     fn forward(x: Tensor<4>) -> Tensor<2> { let (a, _) = x.heads(); a }
