// A type that is no layer, in a network with a form in integers.

use nn::prelude::*;

struct Scale;

network! {
    #[int8(NetInt8)]
    struct Net {
        fc: Linear<64, 10>,
        scale: Scale,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc().scale()
    }
}

fn main() {
    let _ = (NetInt8::NAME, Scale);
    println!("{}", Net::new(1).forward(&Tensor::<shape![2, 64]>::zeros()));
}
//~ fix: 11 |         scale: Linear<10, 10>,
