use nn::prelude::*;

type Wide = dim![4];

network! {
    struct Net<H: Dim> {
        fc: Linear<H, 10>,
    }
    fn forward(x: Tensor<H>, y: Tensor<H, Wide>) -> (Tensor<10>, Tensor<H, 5>) {
        (x.fc(), y.relu())
    }
}

fn main() {
    println!("{}", Net::<dim![5]>::summary());
}
//~ fix: 9 |     fn forward(x: Tensor<H>, y: Tensor<H, Wide>) -> (Tensor<10>, Tensor<H, 4>) {
