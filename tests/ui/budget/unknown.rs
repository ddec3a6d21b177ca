use nn::prelude::*;

network! {
    #[budget(ram <= 4_096)]
    struct Net {
        fc1: Linear<64, 32>,
        fc2: Linear<_, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

fn main() {
    println!("{}", Net::new(1).forward(&Tensor::<shape![2, 64]>::zeros()));
}
//~ fix: 4 |     #[budget(scratch <= 4_096)]
