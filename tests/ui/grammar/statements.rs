// Statements that are not a `let`, and `let`s with slips.

use nn::prelude::*;

network! {
    struct Assigned { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { x = x.fc1(); x }
}

network! {
    struct AssignedInPython { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { x = self.fc1(x); x }
}

network! {
    struct Added { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { let h = x.fc1(); h += x; h }
}

network! {
    struct Returned { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { return x.fc1(); }
}

network! {
    struct Printed { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { println!("{x}"); x.fc1() }
}

network! {
    struct NotBound { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { x.fc1(); x.fc1() }
}

network! {
    struct Walrus { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { h := x.fc1(); h }
}

network! {
    struct NoSemicolon { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { let h = x.fc1() h }
}

network! {
    struct NoEqualsSign { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { let h x.fc1(); h }
}

network! {
    struct Keyword { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { let type = x.fc1(); x }
}

network! {
    struct LeftOut { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { #[cfg(test)] let x = x.relu(); x.fc1() }
}

network! {
    struct Inlined { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { #[inline] let x = x.relu(); x.fc1() }
}

network! {
    struct Item { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { use nn::layers; x.fc1() }
}

network! {
    struct Pair { fc1: Linear<4, 4> }
    fn forward(x: Tensor<4>) -> Tensor<4> { let (a, b): (Tensor<2>, Tensor<3>) = split::<2>(x); concat(a, b).fc1() }
}

fn main() {
    Assigned::new(1);
    AssignedInPython::new(1);
    Added::new(1);
    Returned::new(1);
    Printed::new(1);
    NotBound::new(1);
    Walrus::new(1);
    NoSemicolon::new(1);
    NoEqualsSign::new(1);
    Keyword::new(1);
    LeftOut::new(1);
    Inlined::new(1);
    Item::new(1);
    Pair::new(1);
}
//~ fix: 7 |     fn forward(x: Tensor<4>) -> Tensor<4> { let x = x.fc1(); x }
//~ fix: 12 |     fn forward(x: Tensor<4>) -> Tensor<4> { let x = x.fc1(); x }
//~ fix: 17 |     fn forward(x: Tensor<4>) -> Tensor<4> { let h = x.fc1(); let h = h + x; h }
//~ fix: 22 |     fn forward(x: Tensor<4>) -> Tensor<4> { x.fc1() }
//~ fix: 27 |     fn forward(x: Tensor<4>) -> Tensor<4> { x.fc1() }
//~ fix: 32 |     fn forward(x: Tensor<4>) -> Tensor<4> { x.fc1() }
//~ fix: 37 |     fn forward(x: Tensor<4>) -> Tensor<4> { let h = x.fc1(); h }
//~ fix: 42 |     fn forward(x: Tensor<4>) -> Tensor<4> { let h = x.fc1(); h }
//~ fix: 47 |     fn forward(x: Tensor<4>) -> Tensor<4> { let h = x.fc1(); h }
//~ fix: 52 |     fn forward(x: Tensor<4>) -> Tensor<4> { let type_ = x.fc1(); type_ }
//~ fix: 57 |     fn forward(x: Tensor<4>) -> Tensor<4> { let x = x.relu(); x.fc1() }
//~ fix: 62 |     fn forward(x: Tensor<4>) -> Tensor<4> { let x = x.relu(); x.fc1() }
//~ fix: 67 |     fn forward(x: Tensor<4>) -> Tensor<4> { x.fc1() }
//~ fix: 72 |     fn forward(x: Tensor<4>) -> Tensor<4> { let (a, b): (Tensor<2>, Tensor<2>) = split::<2>(x); concat(a, b).fc1() }
