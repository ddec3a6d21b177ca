use nn::prelude::*;

network! {
    struct Net<V: Dim> {
        embed: Embedding<1000, 32>,
    }
    fn forward(words: Tensor<16, Class<V>>) -> Tensor<16, 32> {
        words.embed()
    }
}

fn main() {
    println!("{}", Net::<dim![1000]>::summary());
}
//~ fix: 5 |         embed: Embedding<V, 32>,
