use nn::prelude::*;

network! {
    struct Net<C: Dim> {
        fc: Linear<C, 10>,
    }
    fn forward(left: Tensor<3, C>, right: Tensor<3, 8>, x: Tensor<C>) -> (Tensor<10>, Tensor<6, C>) {
        (x.fc(), concat(left, right))
    }
}

fn main() {
    println!("{}", Net::<dim![3]>::summary());
}
//~ fix: 7 |     fn forward(left: Tensor<3, C>, right: Tensor<3, C>, x: Tensor<C>) -> (Tensor<10>, Tensor<6, C>) {
