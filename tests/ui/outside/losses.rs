// One loss for a network with two outputs.

use nn::prelude::*;

network! {
    struct Net {
        class: Linear<4, 3>,
        value: Linear<4, 1>,
    }
    fn forward(x: Tensor<4>) -> (Tensor<3>, Tensor<1>) {
        (x.class(), x.value())
    }
}

fn main() {
    let mut session = Session::<Net, Sgd, dim![8]>::new(Sgd::new(0.1), 1);
    let x = Tensor::<shape![8, 4]>::zeros();
    let (class, value) = (Tensor::<shape![8, 3]>::zeros(), Tensor::<shape![8, 1]>::zeros());
    session.step(&x, &Mse, (&class, &value));
}
//~ fix: 19 |     session.step(&x, &(Mse, Mse), (&class, &value));
