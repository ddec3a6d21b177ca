// Mistakes in other notations, after which other mistakes are found.

use nn::prelude::*;

network! {
    struct Net {
        fc1: Liner<4, 8>,
        fc2: Linear(8, 8),
        fc3: Linear<8, 2, bais = false>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        let h = x.fc1().view(2, 2);
        h.fc2().sigmod().fc3()
    }
}

fn main() {
    println!("{}", Net::summary());
}
//~ fix: 7 |         fc1: Linear<4, 8>,
//~ fix: 8 |         fc2: Linear<8, 8>,
//~ fix: 9 |         fc3: Linear<8, 2, bias = false>,
//~ fix: 12 |         let h = x.fc1();
//~ fix: 13 |         h.fc2().sigmoid().fc3()
