// Mistakes at a `split`.

use nn::prelude::*;

network! {
    struct Split {
        fc: Linear<8, 4>,
        a: Linear<3, 4>,
        b: Linear<1, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        let (l, r) = split::<4>(x.fc()); l.a() + r.b()
    }
}

network! {
    struct SplitNothing {
        fc: Linear<8, 4>,
        a: Linear<3, 4>,
        b: Linear<1, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        let (l, r) = split(x.fc()); l.a() + r.b()
    }
}

network! {
    struct SplitOneName {
        fc: Linear<8, 4>,
        a: Linear<3, 4>,
        b: Linear<1, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        let (l, r, _) = split::<3>(x.fc()); l.a() + r.b()
    }
}

network! {
    struct SplitPart {
        fc: Linear<8, 4>,
        a: Linear<3, 4>,
        b: Linear<2, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        let (l, r) = split::<3>(x.fc()); l.a() + r.b()
    }
}

network! {
    struct SplitOfNoAxis {
        fc: Linear<8, 4>,
    }
    fn forward(x: Tensor<8>) -> (Tensor<3>, Tensor<1>) {
        let (a, b) = split::<3, 1>(x.fc());
        (a, b)
    }
}

network! {
    struct SplitOfOne {
        fc: Linear<8, 1>,
    }
    fn forward(x: Tensor<8>) -> (Tensor<1>, Tensor<1>) {
        let (a, b) = split::<1>(x.fc());
        (a, b)
    }
}

fn main() {
    Split::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
    SplitNothing::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
    SplitOneName::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
    SplitPart::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
    println!("{}", SplitOfNoAxis::summary());
    println!("{}", SplitOfOne::summary());
}
//~ fix: 12 |         let (l, r) = split::<3>(x.fc()); l.a() + r.b()
//~ fix: 23 |         let (l, r) = split::<3>(x.fc()); l.a() + r.b()
//~ fix: 34 |         let (l, r) = split::<3>(x.fc()); l.a() + r.b()
//~ fix: 42 |         b: Linear<1, 4>,
//~ fix: 54 |         let (a, b) = split::<3>(x.fc());
//~ fix: 61 |         fc: Linear<8, 2>,
