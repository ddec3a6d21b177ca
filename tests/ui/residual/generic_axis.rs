use nn::prelude::*;

type Wide = dim![4];

network! {
    struct Net<H: Dim> {
        fc: Linear<H, 10>,
    }
    fn forward(x: Tensor<H>, left: Tensor<H, Wide>, right: Tensor<H, 5>) -> (Tensor<10>, Tensor<H, Wide>) {
        (x.fc(), left + right)
    }
}

fn main() {
    println!("{}", Net::<dim![5]>::summary());
}
//~ fix: 9 |     fn forward(x: Tensor<H>, left: Tensor<H, Wide>, right: Tensor<H, 4>) -> (Tensor<10>, Tensor<H, Wide>) {
