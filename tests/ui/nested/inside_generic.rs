use nn::prelude::*;

network! {
    struct Block<D: Dim> {
        fc: Linear<D, D>,
    }
    fn forward(x: Tensor<D>) -> Tensor<D> {
        x + x.fc().tanh()
    }
}

network! {
    struct Net<H: Dim> {
        fc: Linear<64, H>,
        block: Block<64>,
    }
    fn forward(x: Tensor<64>) -> Tensor<H> {
        x.fc().block()
    }
}

fn main() {
    println!("{}", Net::<dim![32]>::summary());
}
//~ fix: 15 |         block: Block<H>,
