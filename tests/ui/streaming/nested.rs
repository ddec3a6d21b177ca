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

network! {
    struct Cell {
        fc: Linear<8, 16>,
    }
    fn forward(x: Tensor<8>, h: Tensor<16>) -> (Tensor<16>, Tensor<16>) {
        let h = h + x.fc();
        (h, h)
    }
}

network! {
    struct Square {
        scan: nn::layers::Scan<Cell>,
        start: Buffer<16>,
    }
    fn forward(x: Tensor<time = 16, 8>) -> (Tensor<16, 16>, Tensor<16>) {
        scan(x, start)
    }
}

network! {
    struct Declared {
        columns: Columns,
    }
    fn forward(x: Tensor<16, time = 16>) -> Tensor<16, 16> {
        let h: Tensor<16, 8> = x.columns();
        h
    }
}

fn main() {
    println!("{} {} {} {}", Inner::summary(), Outer::summary(), Columns::summary(), Rows::summary());
    println!("{} {} {}", Cell::summary(), Square::summary(), Declared::summary());
}

//~ fix: 9 |     fn forward(x: Tensor<time = 16, 8>) -> Tensor<16, 8> {
//~ fix: 38 |     fn forward(x: Tensor<16, time = 16>) -> Tensor<16, 16> {
//~ fix: 58 |     fn forward(x: Tensor<time = 16, 8>) -> (Tensor<time = 16, 16>, Tensor<16>) {
//~ fix: 68 |         let h: Tensor<16, time = 16> = x.columns();
