use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 10>,
    }

}

fn main() {
    let mut session = Session::<Net, nn::optim::Adam, dim![2]>::new(nn::optim::Adam::new(1e-3), 1);
    let x = Tensor::<shape![2, 64]>::zeros();
    let target = Tensor::<shape![2, 10]>::zeros();
    session.step(&x, &nn::losses::Mse, &target);
    println!("{}", session.network.forward(&x)[[0, 0]]);
}
//~ fix: 7 |     fn forward(x: Tensor<64>) -> Tensor<10> { x.fc1() }
