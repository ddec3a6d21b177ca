use nn::prelude::*;

network! {
    #[budget(flash <= 10_000)]
    struct Net<const K: usize> {
        fc1: Linear<64, 3>,
        fc2: Linear<3, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

fn main() {
    println!("{}", Net::<3>::new(1).forward(&Tensor::<shape![2, 64]>::zeros()));
}
//~ fix: 4 |     #[allow(dead_code)]
