use nn::prelude::*;

type Wide = dim![4];

network! {
    struct Net<H: Dim> {
        fc: Linear<H, 10>,
    }
    fn forward(x: Tensor<H>, y: Tensor<H, Wide>) -> (Tensor<10>, Tensor<H, Wide>) {
        let y: Tensor<H, 5> = y.relu();
        (x.fc(), y.tanh())
    }
}

fn main() {
    println!("{}", Net::<dim![5]>::summary());
}
//~ fix: 10 |         let y: Tensor<H, 4> = y.relu();
