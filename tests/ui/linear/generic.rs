use nn::prelude::*;

network! {
    struct Net<H: Dim> {
        fc1: Linear<64, H>,
        fc2: Linear<128, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

fn main() {
    println!("{}", Net::<dim![128]>::summary());
}
//~ fix: 6 |         fc2: Linear<H, 10>,
