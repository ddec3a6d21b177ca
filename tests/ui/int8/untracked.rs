use nn::prelude::*;

network! {
    #[int8(NetInt8)]
    struct Net {
        fc1: Linear<64, 10>,
        norm: BatchNorm1d<10, track_running_stats = false>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().norm()
    }
}

fn main() {
    let _ = NetInt8::NAME;
    println!("{}", Net::new(1).forward(&Tensor::<shape![2, 64]>::zeros()));
}
//~ fix: 7 |         norm: BatchNorm1d<10>,
