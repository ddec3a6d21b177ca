// `forward` as a method, in a wrong place, or with slips in its signature.

use nn::prelude::*;

network! {
    struct Public { fc: Linear<4, 2> }
    pub fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    struct Asynchronous { fc: Linear<4, 2> }
    async fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    struct Block { fc: Linear<4, 2> }
    impl Block { fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() } }
}

network! {
    struct Def { fc: Linear<4, 2> }
    def forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    struct NoFn { fc: Linear<4, 2> }
    forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() } struct First { fc: Linear<4, 2> }
}

network! {
    struct Inside { fc: Linear<4, 2>, fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() } }
}

network! {
    struct Init { fc: Linear<4, 2> }
    fn __init__() { fc = Linear::new(4, 2); }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    struct Twice { fc: Linear<4, 2> }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    struct OfSelf { fc: Linear<4, 2> }
    fn forward(&self, x: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    struct Mutable { fc: Linear<4, 2> }
    fn forward(mut x: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    struct Pattern { fc: Linear<4, 2> }
    fn forward((x, y): (Tensor<4>, Tensor<4>)) -> Tensor<2> { (x + y).fc() }
}

network! {
    struct NoColon { fc: Linear<4, 2> }
    fn forward(x Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    struct Colon { fc: Linear<4, 2> }
    fn forward(x: Tensor<4>): Tensor<2> { x.fc() }
}

network! {
    struct NoArrow { fc: Linear<4, 2> }
    fn forward(x: Tensor<4>) Tensor<2> { x.fc() }
}

network! {
    struct Comma { fc: Linear<4, 2> }
    fn forward(x: Tensor<4>) -> Tensor<2>, { x.fc() }
}

network! {
    struct Outputs { fc: Linear<4, 2> }
    fn forward(x: Tensor<4>) -> Tensor<2>, Tensor<4> { (x.fc(), x) }
}

network! {
    struct Where<H: Dim> { fc: Linear<4, H> } fn forward(x: Tensor<4>) -> Tensor<H> where H: Dim { x.fc() }
}

network! {
    struct Generic { fc: Linear<4, 2> }
    fn forward<B>(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

fn main() {
    Public::new(1);
    Asynchronous::new(1);
    Block::new(1);
    Def::new(1);
    NoFn::new(1);
    First::new(1);
    Inside::new(1);
    Init::new(1);
    Twice::new(1);
    OfSelf::new(1);
    Mutable::new(1);
    Pattern::new(1);
    NoColon::new(1);
    Colon::new(1);
    NoArrow::new(1);
    Comma::new(1);
    Outputs::new(1);
    Generic::new(1);
}
//~ fix: 7 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 12 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 17 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 22 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 27 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 31 |     struct First { fc: Linear<4, 2> } fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 35 |     struct Inside { fc: Linear<4, 2> } fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 40 |
//~ fix: 47 |
//~ fix: 52 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 57 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 62 |     fn forward(x: Tensor<4>, y: Tensor<4>) -> Tensor<2> { (x + y).fc() }
//~ fix: 67 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 72 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 77 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 82 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 87 |     fn forward(x: Tensor<4>) -> (Tensor<2>, Tensor<4>) { (x.fc(), x) }
//~ fix: 91 |     struct Where<H> where H: Dim { fc: Linear<4, H> } fn forward(x: Tensor<4>) -> Tensor<H> { x.fc() }
//~ fix: 96 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
