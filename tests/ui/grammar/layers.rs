// Structs and layers with slips of grammar.

use nn::prelude::*;

network! {
    class Class { fc: Linear<4, 2> }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    pub enum Enum { fc: Linear<4, 2> }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    struct TupleStruct(Linear<4, 2>); fn forward(x: Tensor<4>) -> Tensor<2> { x.0() }
}

network! {
    struct Semicolons { fc1: Linear<4, 8>; fc2: Linear<8, 2>; }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc1().relu().fc2() }
}

network! {
    struct Commas { fc: Linear<4, 2>,, }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    struct Rest { fc: Linear<4, 2>, .. }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    struct Let { let fc: Linear<4, 2> }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    struct EqualsSign { fc = Linear<4, 2> }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    struct NoColon { fc Linear<4, 2> }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    struct NoName { fc: Linear<4, 2>, Linear<4, 2> }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    struct Keyword { match: Linear<4, 2> } fn forward(x: Tensor<4>) -> Tensor<2> { x.match() }
}

network! {
    struct Digit { 1st: Linear<4, 2> } fn forward(x: Tensor<4>) -> Tensor<2> { x.1st() }
}

network! {
    struct Dash { fc-1: Linear<4, 2> }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc_1() }
}

network! {
    struct Unit { row: [Linear<4, 4>; 3x] }
    fn forward(x: Tensor<4>) -> Tensor<4> { x.row() }
}

network! {
    struct Closed { fc: Linear<4, 2> };
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

fn main() {
    Class::new(1);
    Enum::new(1);
    TupleStruct::new(1);
    Semicolons::new(1);
    Commas::new(1);
    Rest::new(1);
    Let::new(1);
    EqualsSign::new(1);
    NoColon::new(1);
    NoName::new(1);
    Keyword::new(1);
    Digit::new(1);
    Dash::new(1);
    Unit::new(1);
    Closed::new(1);
}
//~ fix: 6 |     struct Class { fc: Linear<4, 2> }
//~ fix: 11 |     pub struct Enum { fc: Linear<4, 2> }
//~ fix: 16 |     struct TupleStruct { layer1: Linear<4, 2> } fn forward(x: Tensor<4>) -> Tensor<2> { x.layer1() }
//~ fix: 20 |     struct Semicolons { fc1: Linear<4, 8>, fc2: Linear<8, 2>, }
//~ fix: 25 |     struct Commas { fc: Linear<4, 2> }
//~ fix: 30 |     struct Rest { fc: Linear<4, 2> }
//~ fix: 35 |     struct Let { fc: Linear<4, 2> }
//~ fix: 40 |     struct EqualsSign { fc: Linear<4, 2> }
//~ fix: 45 |     struct NoColon { fc: Linear<4, 2> }
//~ fix: 50 |     struct NoName { fc: Linear<4, 2> }
//~ fix: 55 |     struct Keyword { match_: Linear<4, 2> } fn forward(x: Tensor<4>) -> Tensor<2> { x.match_() }
//~ fix: 59 |     struct Digit { st1: Linear<4, 2> } fn forward(x: Tensor<4>) -> Tensor<2> { x.st1() }
//~ fix: 63 |     struct Dash { fc_1: Linear<4, 2> }
//~ fix: 68 |     struct Unit { row: [Linear<4, 4>; 3] }
//~ fix: 73 |     struct Closed { fc: Linear<4, 2> }
