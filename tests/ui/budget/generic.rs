// Budgets of networks with concrete sizes, whose declarations are generic.

use nn::prelude::*;

network! {
    struct Encoder<H: Dim> {
        fc1: Linear<64, H>,
        fc2: Linear<H, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

type Small = Encoder<dim![32]>;

nn::budget!(Small, flash <= 9_640, scratch <= 100, macs <= 2_368);

nn::budget!(Encoder<dim![33]>, flash <= 9_640);

nn::budget!(Encoder<dim![40]>, flsh <= 20_000);

nn::budget!(flash <= 20_000);

fn main() {
    println!("{}", Small::new(1).forward(&Tensor::<shape![2, 64]>::zeros()));
}
//~ fix: 17 | nn::budget!(Small, flash <= 9_640, scratch <= 128, macs <= 2_368);
//~ fix: 19 | nn::budget!(Encoder<dim![33]>, flash <= 9_940);
//~ fix: 21 | nn::budget!(Encoder<dim![40]>, flash <= 20_000);
//~ fix: 23 | nn::budget!(Small, flash <= 20_000);
