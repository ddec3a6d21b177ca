// Shapes in the signature of `forward` and in annotations, as they are written elsewhere.

use nn::prelude::*;

network! {
    struct Reference { fc: Linear<4, 2> }
    fn forward(x: &Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    struct Path { fc: Linear<4, 2> }
    fn forward(x: nn::Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    struct Colons { fc: Linear<4, 2> }
    fn forward(x: Tensor::<4>) -> Tensor<2> { x.fc() }
}

network! {
    struct Brackets { fc: Linear<4, 2> }
    fn forward(x: Tensor[4]) -> Tensor<2> { x.fc() }
}

network! {
    struct Element { fc: Linear<4, 2> }
    fn forward(x: Tensor<4, f32>) -> Tensor<2> { x.fc() }
}

network! {
    struct Lower { fc: Linear<4, 2> }
    fn forward(x: tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    struct Array { fc: Linear<4, 2> }
    fn forward(x: [f32; 4]) -> Tensor<2> { x.fc() }
}

network! {
    struct Shape { fc: Linear<4, 2> }
    fn forward(x: Tensor<shape![4]>) -> Tensor<2> { x.fc() }
}

network! {
    struct Alone { fc: Linear<4, 2> }
    fn forward(x: shape![4]) -> Tensor<2> { x.fc() }
}

network! {
    struct Number { fc: Linear<4, 2> }
    fn forward(x: 4) -> Tensor<2> { x.fc() }
}

network! {
    struct Empty { fc: Linear<4, 2> }
    fn forward(x: Tensor<>) -> Tensor<2> { x.fc() }
}

network! {
    struct NoSizes { fc: Linear<4, 2> }
    fn forward(x: Tensor) -> Tensor<2> { x.fc() }
}

network! {
    struct Open { fc: Linear<4, 2> }
    fn forward(x: Tensor<4) -> Tensor<2> { x.fc() }
}

network! {
    struct Unknown { fc: Linear<4, 2> }
    fn forward(x: None, _y: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    struct Vector { fc: Linear<4, 2> }
    fn forward(x: Vec<Tensor<4>>) -> Tensor<2> { x.fc() }
}

network! {
    struct Boxed { fc: Linear<4, 2> }
    fn forward(x: Tensor<4>) -> Box<Tensor<2>> { x.fc() }
}

network! {
    struct ByX { fc: Linear<12, 2> }
    fn forward(x: Tensor<3x4>) -> Tensor<2> { x.flatten().fc() }
}

network! {
    struct Semicolon { fc: Linear<12, 2> }
    fn forward(x: Tensor<3; 4>) -> Tensor<2> { x.flatten().fc() }
}

network! {
    struct List { fc: Linear<12, 2> }
    fn forward(x: Tensor<[3, 4]>) -> Tensor<2> { x.flatten().fc() }
}

network! {
    struct MinusOne { fc: Linear<12, 2> }
    fn forward(x: Tensor<-1, 3, 4>) -> Tensor<2> { x.flatten().fc() }
}

network! {
    struct Batch { fc: Linear<12, 2> }
    fn forward(x: Tensor<batch, 3, 4>) -> Tensor<2> { x.flatten().fc() }
}

network! {
    struct Names { fc: Linear<12, 2> }
    fn forward(x: Tensor<rows = 3, 4>) -> Tensor<2> { x.flatten().fc() }
}

network! {
    struct Computed { fc: Linear<12, 2> }
    fn forward(x: Tensor<3 * 4>) -> Tensor<2> { x.fc() }
}

network! {
    struct Float { fc: Linear<4, 1> }
    fn forward(x: Tensor<4>) -> f32 { x.fc() }
}

network! {
    struct Annotation { fc: Linear<4, 2> }
    fn forward(x: Tensor<4>) -> Tensor<2> { let h: [f32; 2] = x.fc(); h }
}

fn main() {
    Reference::new(1);
    Path::new(1);
    Colons::new(1);
    Brackets::new(1);
    Element::new(1);
    Lower::new(1);
    Array::new(1);
    Shape::new(1);
    Alone::new(1);
    Number::new(1);
    Empty::new(1);
    NoSizes::new(1);
    Open::new(1);
    Unknown::new(1);
    Vector::new(1);
    Boxed::new(1);
    ByX::new(1);
    Semicolon::new(1);
    List::new(1);
    MinusOne::new(1);
    Batch::new(1);
    Names::new(1);
    Computed::new(1);
    Float::new(1);
    Annotation::new(1);
}
//~ fix: 7 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 12 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 17 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 22 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 27 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 32 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 37 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 42 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 47 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 52 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 57 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 62 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 67 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 72 |     fn forward(x: Tensor<4>, _y: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 77 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 82 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 87 |     fn forward(x: Tensor<3, 4>) -> Tensor<2> { x.flatten().fc() }
//~ fix: 92 |     fn forward(x: Tensor<3, 4>) -> Tensor<2> { x.flatten().fc() }
//~ fix: 97 |     fn forward(x: Tensor<3, 4>) -> Tensor<2> { x.flatten().fc() }
//~ fix: 102 |     fn forward(x: Tensor<3, 4>) -> Tensor<2> { x.flatten().fc() }
//~ fix: 107 |     fn forward(x: Tensor<3, 4>) -> Tensor<2> { x.flatten().fc() }
//~ fix: 112 |     fn forward(x: Tensor<3, 4>) -> Tensor<2> { x.flatten().fc() }
//~ fix: 117 |     fn forward(x: Tensor<12>) -> Tensor<2> { x.fc() }
//~ fix: 122 |     fn forward(x: Tensor<4>) -> Tensor<1> { x.fc() }
//~ fix: 127 |     fn forward(x: Tensor<4>) -> Tensor<2> { let h: Tensor<2> = x.fc(); h }
