use nn::prelude::*;

network! {
    struct Net<H> {
        fc1: Linear<64, H>,
    }
    fn forward(x: Tensor<64>) -> Tensor<H> {
        x.fc1()
    }
}

fn main() {
    println!("{}", Net::<dim![32]>::summary());
}
//~ fix: 4 |     struct Net<H: Dim> {
