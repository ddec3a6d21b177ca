use nn::prelude::*;


network! {
    struct Net {
        fc1: Linear<64, 64>,
    }
    fn forward(x: Tensor<64>) -> Tensor<8, 8> { x.fc1().reshape::<8, 8>() }
}

fn main() {
    let mut session = Session::<Net, Sgd, dim![32]>::new(Sgd::new(0.1), 1);
    let x = Tensor::<shape![32, 64]>::zeros();
    let labels = Tensor::<shape![32], Class<dim![64]>>::zeros();
    session.step(&x, &MultiMargin::default(), &labels);
}
//~ fix: 8 |     fn forward(x: Tensor<64>) -> Tensor<64> { x.fc1() }
