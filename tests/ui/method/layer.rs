use nn::prelude::*;

network! {
    struct Net {
        hidden: Linear<64, 32>,
        output: Linear<_, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.hiden().relu().output()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, 10]> = &y;
}
//~ fix: 9 |         x.hidden().relu().output()
