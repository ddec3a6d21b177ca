use nn::prelude::*;

network! {
    struct Net<H: Dim> {
        fc1: Linear<H, 10>,
    }
    fn forward(x: Tensor<H>) -> Tensor<10> {
        x.fc1()
    }
}

fn main() {
    let x = Tensor::<shape![32, 100]>::zeros();
    Net::<dim![1784]>::new(1).forward(&x);
}
//~ fix: 13 |     let x = Tensor::<shape![32, 1784]>::zeros();
