// Mistakes of different stages in one network: none hides another.

use nn::prelude::*;

network! {
    #[budget(ram <= 9)]
    struct Net { a: Linear<4, 8, bais = false>; b: Linear<8, 2> }
    pub fn forward(x: &Tensor<4>) -> Tensor<2> {
        let h = self.aa(x).tahn();
        return h.b().sigmod();
    }
}

network! {
    struct Shapes<H> { a: Linear<4, 8>, b: Linear<9, H> }
    fn forward(x: Tensor<4>) -> Tensor<_> { x.a().b() }
}

fn main() {
    Net::new(1);
}
//~ fix: 6 |     #[budget(flash <= 400)]
//~ fix: 7 |     struct Net { a: Linear<4, 8, bias = false>, b: Linear<8, 2> }
//~ fix: 8 |     fn forward(x: Tensor<4>) -> Tensor<2> {
//~ fix: 9 |         let h = x.a().tanh();
//~ fix: 10 |         h.b().sigmoid()
//~ fix: 15 |     struct Shapes<H: Dim> { a: Linear<4, 8>, b: Linear<8, H> }
//~ fix: 16 |     fn forward(x: Tensor<4>) -> Tensor<H> { x.a().b() }
