// Batches, targets and losses of a step that do not fit the network.

use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1()
    }
}

fn main() {
    let mut session = Session::<Net, Sgd, dim![32]>::new(Sgd::new(0.1), 1);
    let (x, target) = (Tensor::<shape![32, 64]>::zeros(), Tensor::<shape![32, 10]>::zeros());
    let labels = Tensor::<shape![32], Class<dim![10]>>::zeros();
    let smaller = Tensor::<shape![16, 64]>::zeros();
    session.step(&smaller, &Mse, &target);
    let wider = Tensor::<shape![32, 65]>::zeros();
    session.step(&wider, &CrossEntropy, &labels);
    let fewer = Tensor::<shape![31], Class<dim![10]>>::zeros();
    session.step(&x, &CrossEntropy, &fewer);
    let narrower = Tensor::<shape![32, 1]>::zeros();
    session.step(&x, &Mse, &narrower);
    session.step(&x, &nn::layers::Relu, &target);
}
//~ fix: 18 |     let smaller = Tensor::<shape![32, 64]>::zeros();
//~ fix: 20 |     let wider = Tensor::<shape![32, 64]>::zeros();
//~ fix: 22 |     let fewer = Tensor::<shape![32], Class<dim![10]>>::zeros();
//~ fix: 24 |     let narrower = Tensor::<shape![32, 10]>::zeros();
//~ fix: 26 |     session.step(&x, &Mse, &target);
