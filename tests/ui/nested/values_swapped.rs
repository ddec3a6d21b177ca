use nn::prelude::*;

network! {
    struct Join {
        fc: Linear<_, 8>,
    }
    fn forward(a: Tensor<64>, b: Tensor<32>) -> Tensor<8> {
        concat(a, b).fc()
    }
}

network! {
    struct Net {
        fc: Linear<64, 32>,
        join: Join,
    }
    fn forward(x: Tensor<64>) -> Tensor<8> {
        let h = x.fc();
        join(h, x)
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, 8]> = &y;
}
//~ fix: 19 |         join(x, h)
