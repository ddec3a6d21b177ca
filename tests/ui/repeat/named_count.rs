use nn::prelude::*;

network! {
    struct Net {
        fc: [Linear<64, 64>; COUNT],
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x.fc()
    }
}

const COUNT: usize = 3;

fn main() {
    assert_eq!(COUNT, Net::new(1).fc.len());
}
//~ fix: 5 |         fc: [Linear<64, 64>; 3],
