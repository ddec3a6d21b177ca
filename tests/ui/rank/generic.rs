use nn::prelude::*;

network! {
    struct Net<C: Dim> {
        fc1: Linear<C, 10>,
    }
    fn forward(image: Tensor<C, 28>) -> Tensor<10> {
        image.fc1()
    }
}

fn main() {
    println!("{}", Net::<dim![3]>::summary());
}
//~ fix: 7 |     fn forward(image: Tensor<C>) -> Tensor<10> {
