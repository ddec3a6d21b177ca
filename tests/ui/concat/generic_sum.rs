use nn::prelude::*;

network! {
    struct Net<A: Dim, B: Dim> {
        a: Linear<64, A>,
        b: Linear<64, B>,
        fa: Linear<A, 10>,
        fb: Linear<B, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        concat(x.a(), x.b()).fa() + x.b().fb()
    }
}

fn main() {
    println!("{}", Net::<dim![3], dim![4]>::summary());
}
//~ fix: 11 |         x.a().fa() + x.b().fb()
