// Calls of layers and operations, as other languages and libraries write them.

use nn::prelude::*;

network! {
    struct OfSelf { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { self.fc1(x) }
}

network! {
    struct Nested { fc1: Linear<4, 4>, fc2: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { self.fc2(F.relu(self.fc1(x))) }
}

network! {
    struct Forward { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { self.fc1.forward(x) }
}

network! {
    struct OfLayer { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { fc1.forward(x) }
}

network! {
    struct Path { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { F::relu(x.fc1()) }
}

network! {
    struct Arrows { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { x -> fc1 -> relu }
}

network! {
    struct NoCall { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { x.fc1.relu() }
}

network! {
    struct TwoDots { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { x..fc1() }
}

network! {
    struct Angles { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { x.leaky_relu<0.1>().fc1() }
}

network! {
    struct AnglesOfFunction { fc1: Linear<8, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { concat<0>(x, x).fc1() }
}

network! {
    struct Commas { fc1: Linear<8, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { concat(x,, x).fc1() }
}

fn main() {
    OfSelf::new(1);
    Nested::new(1);
    Forward::new(1);
    OfLayer::new(1);
    Path::new(1);
    Arrows::new(1);
    NoCall::new(1);
    TwoDots::new(1);
    Angles::new(1);
    AnglesOfFunction::new(1);
    Commas::new(1);
}
//~ fix: 7 |     fn forward(x: Tensor<4>) -> Tensor<4> { x.fc1() }
//~ fix: 12 |     fn forward(x: Tensor<4>) -> Tensor<4> { x.fc1().relu().fc2() }
//~ fix: 17 |     fn forward(x: Tensor<4>) -> Tensor<4> { x.fc1() }
//~ fix: 22 |     fn forward(x: Tensor<4>) -> Tensor<4> { x.fc1() }
//~ fix: 27 |     fn forward(x: Tensor<4>) -> Tensor<4> { x.fc1().relu() }
//~ fix: 32 |     fn forward(x: Tensor<4>) -> Tensor<4> { x.fc1().relu() }
//~ fix: 37 |     fn forward(x: Tensor<4>) -> Tensor<4> { x.fc1().relu() }
//~ fix: 42 |     fn forward(x: Tensor<4>) -> Tensor<4> { x.fc1() }
//~ fix: 47 |     fn forward(x: Tensor<4>) -> Tensor<4> { x.leaky_relu::<0.1>().fc1() }
//~ fix: 52 |     fn forward(x: Tensor<4>) -> Tensor<4> { concat::<0>(x, x).fc1() }
//~ fix: 57 |     fn forward(x: Tensor<4>) -> Tensor<4> { concat(x, x).fc1() }
