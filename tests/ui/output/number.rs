use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 32>,
        fc2: Linear<_, 12>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

fn main() {
    let mut session = Session::<Net, nn::Adam, dim![2]>::new(nn::Adam::new(1e-3), 1);
    let x = Tensor::<shape![2, 64]>::zeros();
    let target = Tensor::<shape![2, 10]>::zeros();
    session.step(&x, &nn::Mse, &target);
    println!("{}", session.network.forward(&x)[[0, 0]]);
}
//~ fix: 6 |         fc2: Linear<_, 10>,
