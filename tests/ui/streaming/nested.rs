// Nested networks and custom layers that do not stream, or along another axis.

use nn::prelude::*;

network! {
    struct Inner {
        gru: Gru<8, 8>,
    }
    fn forward(x: Tensor<16, 8>) -> Tensor<16, 8> {
        x.gru()
    }
}

network! {
    struct Outer {
        inner: Inner,
        out: Linear<8, 3>,
    }
    fn forward(x: Tensor<time = 16, 8>) -> Tensor<16, 3> {
        let h: Tensor<time = 16, 8> = x.inner();
        h.out()
    }
}

network! {
    struct Columns {
        fc: Linear<16, 16>,
    }
    fn forward(x: Tensor<16, time = 16>) -> Tensor<16, 16> {
        x.permute::<1, 0>().fc().permute::<1, 0>()
    }
}

network! {
    struct Rows {
        columns: Columns,
    }
    fn forward(x: Tensor<time = 16, 16>) -> Tensor<16, 16> {
        x.columns()
    }
}

fn main() {
    println!("{} {} {} {}", Inner::summary(), Outer::summary(), Columns::summary(), Rows::summary());
}

//~ fix: 9 |     fn forward(x: Tensor<time = 16, 8>) -> Tensor<16, 8> {
//~ fix: 38 |     fn forward(x: Tensor<16, time = 16>) -> Tensor<16, 16> {
