// Layers of other frameworks that `nn` does not have.

use nn::prelude::*;

network! {
    struct Cell {
        cell: GruCell<2, 8>,
    }
    fn forward(x: Tensor<2>) -> Tensor<8> {
        x.cell()
    }
}

network! {
    struct Attentive {
        attention: MultiheadAttention<8, 2>,
    }
    fn forward(x: Tensor<6, 8>) -> Tensor<6, 8> {
        x.attention()
    }
}

network! {
    struct Encoder {
        encoder: [TransformerEncoderLayer<8, 2>; 3],
    }
    fn forward(x: Tensor<6, 8>) -> Tensor<6, 8> {
        x.encoder()
    }
}

mod own {
    nn::network! {
        pub struct GruCell {
            fc: Linear<2, 8>,
        }
        fn forward(x: Tensor<2>) -> Tensor<8> {
            x.fc().tanh()
        }
    }

    nn::network! {
        pub struct MultiheadAttention {
            query: Linear<8, 8>,
            key: Linear<8, 8>,
            value: Linear<8, 8>,
        }
        fn forward(x: Tensor<6, 8>) -> Tensor<6, 8> {
            let weights = matmul(x.query(), x.key().transpose::<0, 1>()).softmax();
            matmul(weights, x.value())
        }
    }
}

fn main() {
    println!("{}", Cell::summary());
    println!("{} {}", Attentive::summary(), Encoder::summary());
}
//~ fix: 7 |         cell: own::GruCell,
//~ fix: 16 |         attention: own::MultiheadAttention,
//~ fix: 25 |         encoder: [own::MultiheadAttention; 3],
