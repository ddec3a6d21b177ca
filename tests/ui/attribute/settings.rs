// Attributes of a network that are misspelt, given twice, or written in another form.

use nn::prelude::*;

network! {
    #[dtype(f64)]
    #[dtype(f32)]
    struct Twice { fc: Linear<4, 2> }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    #[dtype = "f64"]
    struct Equals { fc: Linear<4, 2> }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    #[dtype("f64")]
    struct Quoted { fc: Linear<4, 2> }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    #[dtype(torch.float64)]
    struct OfTorch { fc: Linear<4, 2> }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    #[budget(flash < 40_000)]
    struct Less { fc: Linear<4, 2> }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    #[budget(flash = 40_000)]
    struct Sign { fc: Linear<4, 2> }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    #[budget(flash <= 40_000kb)]
    struct Unit { fc: Linear<4, 2> }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    #[budget(flsh <= 40_000)]
    struct Resource { fc: Linear<4, 2> }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

network! {
    #[budgett(flash <= 40_000)]
    struct Misspelt { fc: Linear<4, 2> }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
}

// No further error for a network whose element type is unknown.
network! {
    #[dtype(f64)]
    struct Outer { equals: Equals, quoted: [Generic<2>; 2] }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.equals().quoted() }
}

network! {
    #[dtype = "f64"]
    struct Generic<D: Dim> { fc: Linear<D, D> }
    fn forward(x: Tensor<D>) -> Tensor<D> { x.fc() }
}

fn main() {
    Twice::new(1);
    Equals::new(1);
    Quoted::new(1);
    OfTorch::new(1);
    Less::new(1);
    Sign::new(1);
    Unit::new(1);
    Resource::new(1);
    Misspelt::new(1);
}
//~ fix: 7 |
//~ fix: 13 |     #[dtype(f64)]
//~ fix: 19 |     #[dtype(f64)]
//~ fix: 25 |     #[dtype(f64)]
//~ fix: 31 |     #[budget(flash <= 40_000)]
//~ fix: 37 |     #[budget(flash <= 40_000)]
//~ fix: 43 |     #[budget(flash <= 40000000)]
//~ fix: 49 |     #[budget(flash <= 40_000)]
//~ fix: 55 |     #[budget(flash <= 40_000)]
//~ fix: 68 |     #[dtype(f64)]
