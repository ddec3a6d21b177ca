use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<8, 4>,
        a: Linear<3, 4>,
        b: Linear<1, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        let (l, r) = split::<4>(x.fc()); l.a() + r.b()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
}
//~ fix: 10 |         let (l, r) = split::<3>(x.fc()); l.a() + r.b()
