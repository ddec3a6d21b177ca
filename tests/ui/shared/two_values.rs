use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<32, 8>,
        out: Linear<8, 10>,
    }
    fn forward(left: Tensor<64>, right: Tensor<64>) -> Tensor<10> {
        (left.fc() + right.fc()).out()
    }
}

fn main() {
    let network = Net::new(1);
    let x = Tensor::<shape![2, 64]>::zeros();
    let y = network.forward(&x, &x);
    assert_eq!(y.dims(), [2, 10]);
}
//~ fix: 5 |         fc: Linear<64, 8>,
