use nn::prelude::*;

network! {
    struct Net {
        conv: Conv1d<1, 8, kernel = 3>,
    }
    fn forward(signal: Tensor<1, 8>) -> Tensor<8, 2> {
        signal.conv().max_pool::<2, stride = (1, 3)>()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 1, 8]>::zeros());
}
//~ fix: 8 |         signal.conv().max_pool::<2, stride = 3>()
