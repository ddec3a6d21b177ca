use nn::prelude::*;

network! {
    struct Heads {
        p: Linear<64, 2>,
        q: Linear<64, 3>,
    }
    fn forward(x: Tensor<64>) -> (Tensor<2>, Tensor<3>) {
        (x.p(), x.q())
    }
}

network! {
    struct Net {
        heads: Heads,
        fc: Linear<2, 8>,
    }
    fn forward(x: Tensor<64>) -> Tensor<8> {
        let p = x.heads();
        p.fc()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, 8]> = &y;
}
//~ fix: 19 |         let (p, _) = x.heads();
