use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<{ SIZE }, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc()
    }
}

const SIZE: usize = 64;

fn main() {
    let y = Net::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    assert_eq!(y.as_slice().len(), 2 * 10 * SIZE / 64);
}
//~ fix: 5 |         fc: Linear<64, 10>,
