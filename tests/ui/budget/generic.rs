use nn::prelude::*;

network! {
    #[budget(flash <= 10_000)]
    struct Net<D: Dim> {
        fc1: Linear<64, D>,
        fc2: Linear<D, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2()
    }
}

fn main() {
    println!("{}", Net::<dim![3]>::new(1).forward(&Tensor::<shape![2, 64]>::zeros()));
}
//~ fix: 4 |     #[allow(dead_code)]
