// Axes along which nothing can be joined.

use nn::prelude::*;

network! {
    struct AxisNotANumber {
        fc: Linear<_, 10>,
    }
    fn forward(left: Tensor<3>, right: Tensor<2>) -> Tensor<10> {
        concat::<_>(left, right).fc()
    }
}

network! {
    struct GenericAxis<C: Dim> {
        fc: Linear<C, 10>,
    }
    fn forward(left: Tensor<3, C>, right: Tensor<3, 8>, x: Tensor<C>) -> (Tensor<10>, Tensor<6, C>) {
        (x.fc(), concat(left, right))
    }
}

type Wide = dim![4];

network! {
    struct GenericOtherAxis<H: Dim> {
        fc: Linear<H, 10>,
    }
    fn forward(x: Tensor<H>, left: Tensor<H, Wide>, right: Tensor<H, 5>) -> (Tensor<10>, Tensor<10>) {
        let both = concat(left, right).flatten().relu();
        let _ = both;
        (x.fc(), x.fc())
    }
}

network! {
    struct OneValue {
        fc: Linear<_, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        concat(x).fc()
    }
}

network! {
    struct WrongAxis {
        fc: Linear<_, 10>,
    }
    fn forward(left: Tensor<3, 8>, right: Tensor<3, 9>) -> Tensor<10> {
        concat(left, right).flatten().fc()
    }
}

network! {
    struct AxisBeyondTwo {
        fc: Linear<_, 10>,
    }
    fn forward(left: Tensor<3, 8>, right: Tensor<3, 8>) -> Tensor<10> {
        concat::<2>(left, right).flatten().fc()
    }
}

fn main() {
    println!("{}", AxisNotANumber::summary());
    println!("{}", GenericAxis::<dim![3]>::summary());
    println!("{}", GenericOtherAxis::<dim![5]>::summary());
    let _: Box<Tensor<shape![2, 10]>> = OneValue::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    println!("{}", WrongAxis::summary());
    println!("{}", AxisBeyondTwo::summary());
}
//~ fix: 10 |         concat::<0>(left, right).fc()
//~ fix: 18 |     fn forward(left: Tensor<3, C>, right: Tensor<3, C>, x: Tensor<C>) -> (Tensor<10>, Tensor<6, C>) {
//~ fix: 29 |     fn forward(x: Tensor<H>, left: Tensor<H, Wide>, right: Tensor<H, 4>) -> (Tensor<10>, Tensor<10>) {
//~ fix: 41 |         concat(x, x).fc()
//~ fix: 50 |         concat::<1>(left, right).flatten().fc()
//~ fix: 59 |         concat::<1>(left, right).flatten().fc()
