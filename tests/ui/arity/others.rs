// More or fewer values than expected.

use nn::prelude::*;

network! {
    struct Nothing {
        fc: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        fc() + x.fc()
    }
}

network! {
    struct Operation {
        fc: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        relu(x.fc(), x)
    }
}

network! {
    struct OutputsTooMany {
        fc: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        (x.fc(), x)
    }
}

network! {
    struct TupleNames {
        fc: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        let (h, _) = (x.fc(), x, x);
        h
    }
}

fn main() {
    let _: Box<Tensor<shape![2, 10]>> = Nothing::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = Operation::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = OutputsTooMany::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let _: Box<Tensor<shape![2, 10]>> = TupleNames::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 10 |         fc(x) + x.fc()
//~ fix: 19 |         relu(x.fc())
//~ fix: 28 |         x.fc()
//~ fix: 37 |         let (h, _) = (x.fc(), x);
