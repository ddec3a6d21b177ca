use nn::prelude::*;

type Hidden = dim![16];

network! {
    struct Net {
        fc: Linear<64, Hidden>,
        out: Linear<Hidden, Hidden>,
        last: Linear<16, 10>,
    }
    fn forward(x: Tensor<64>) -> (Tensor<16>, Tensor<10>) {
        let h = x.fc().relu();
        let (a, b) = (h.out(), x.out());
        (a, (b + b).last())
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    assert_eq!(y.1.dims(), [2, 10]);
}
//~ fix: 13 |         let (a, b) = (h.out(), h.out());
