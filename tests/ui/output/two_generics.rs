use nn::prelude::*;

network! {
    struct Net<G: Dim, H: Dim> {
        fc1: Linear<G, H>,
    }
    fn forward(x: Tensor<G>) -> Tensor<G> {
        x.fc1()
    }
}

fn main() {
    println!("{}", Net::<dim![3], dim![4]>::summary());
}
//~ fix: 7 |     fn forward(x: Tensor<G>) -> Tensor<H> {
