use nn::prelude::*;

network! {
    #[int8(NetInt8)]
    struct Net {
        embed: Embedding<50, 10>,
    }
    fn forward(x: Tensor<64, Class<50>>) -> Tensor<64, 10> {
        x.embed()
    }
}

fn main() {
    let _ = Net::PARAMETERS;
}
//~ fix: 4 |     #[allow(dead_code)]
