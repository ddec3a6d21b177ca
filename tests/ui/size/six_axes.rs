use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<64, 10>,
    }
    fn forward(x: Tensor<1, 2, 2, 4, 4, 1>) -> Tensor<10> {
        x.flatten().fc()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 1, 2, 2, 4, 4]>::zeros());
    let _: &Tensor<shape![2, 10]> = &y;
}
//~ fix: 7 |     fn forward(x: Tensor<1, 2, 2, 4, 4>) -> Tensor<10> {
