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
    let x = Tensor::<shape![32, 64]>::zeros();
    let labels = Tensor::<shape![32], Class<dim![100]>>::zeros();
    session.step(&x, &CrossEntropy, &labels);
}
//~ fix: 16 |     let labels = Tensor::<shape![32], Class<dim![10]>>::zeros();
