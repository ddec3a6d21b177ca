use nn::prelude::*;

network! {
    struct Attention {
        q: Linear<8, 8>,
        k: Linear<8, 8>,
    }
    fn forward(query: Tensor<8>, keys: Tensor<4, 8>) -> Tensor<4> {
        let (q, k) = (query.q(), keys.flatten().slice::<0, ..8>().k());
        matmul(stack(q, k), keys).select::<0, 0>()
    }
}

fn main() {
    println!("{}", Attention::summary());
}
//~ fix: 10 |         matmul(stack(q, k), keys.transpose::<0, 1>()).select::<0, 0>()
