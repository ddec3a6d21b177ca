// Windows and columns whose sizes only the compiler knows.

use nn::prelude::*;

type Side = dim![3];
type Rows = dim![6];
type Columns = dim![10];

network! {
    struct Large {
        fc: Linear<16, 2>,
    }
    fn forward(x: Tensor<1, Side, 4>) -> Tensor<2> {
        x.unfold2d::<4>().flatten().fc()
    }
}

network! {
    struct Many {
        fc: Linear<4, 2>,
    }
    fn forward(x: Tensor<8, Columns>) -> Tensor<2, 4, 2> {
        x.fold2d::<2, output_size = 4>().fc()
    }
}

network! {
    struct Other {
        fc: Linear<4, 2>,
    }
    fn forward(x: Tensor<Rows, 9>) -> Tensor<1, 4, 2> {
        x.fold2d::<2, output_size = 4>().fc()
    }
}

fn main() {
    println!("{}", Large::summary());
    println!("{}", Many::summary());
    println!("{}", Other::summary());
}
//~ fix: 13 |     fn forward(x: Tensor<1, 4, 4>) -> Tensor<2> {
//~ fix: 22 |     fn forward(x: Tensor<8, 9>) -> Tensor<2, 4, 2> {
//~ fix: 31 |     fn forward(x: Tensor<4, 9>) -> Tensor<1, 4, 2> {
