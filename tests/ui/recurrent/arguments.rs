// Arguments of recurrent layers, and the notation of other frameworks.

use nn::prelude::*;

network! {
    struct Upper {
        lstm: LSTM<28, 64>,
    }
    fn forward(x: Tensor<9, 28>) -> Tensor<9, 64> {
        x.lstm()
    }
}

network! {
    struct Torch {
        lstm: nn.LSTM(28, 64, num_layers = 2, batch_first = True),
    }
    fn forward(x: Tensor<9, 28>) -> Tensor<9, 64> {
        x.lstm()
    }
}

network! {
    struct NumLayers {
        lstm: Lstm<28, 64, num_layers = 2>,
    }
    fn forward(x: Tensor<9, 28>) -> Tensor<9, 64> {
        x.lstm()
    }
}

network! {
    struct BatchFirst {
        gru: Gru<28, 64, batch_first = true>,
    }
    fn forward(x: Tensor<9, 28>) -> Tensor<9, 64> {
        x.gru()
    }
}

network! {
    struct HiddenSize {
        gru: Gru<28, hidden_size = 64>,
    }
    fn forward(x: Tensor<9, 28>) -> Tensor<9, 64> {
        x.gru()
    }
}

network! {
    struct Keras {
        rnn: SimpleRNN<64>,
    }
    fn forward(x: Tensor<9, 28>) -> Tensor<9, 64> {
        x.rnn()
    }
}

network! {
    struct Dropout {
        gru: Gru<28, 64, dropout = 0.5>,
    }
    fn forward(x: Tensor<9, 28>) -> Tensor<9, 64> {
        x.gru()
    }
}

network! {
    struct Nine {
        gru: Gru<28, 28, layers = 9>,
    }
    fn forward(x: Tensor<9, 28>) -> Tensor<9, 28> {
        x.gru()
    }
}

network! {
    struct Function {
        rnn: Rnn<28, 64, nonlinearity = gelu>,
    }
    fn forward(x: Tensor<9, 28>) -> Tensor<9, 64> {
        x.rnn()
    }
}

network! {
    struct Cell {
        cell: GRUCell<28, 64>,
    }
    fn forward(x: Tensor<9, 28>) -> Tensor<9, 64> {
        x.cell()
    }
}

network! {
    struct States {
        lstm: Lstm<28, 64>,
    }
    fn forward(x: Tensor<9, 28>) -> Tensor<9, 64> {
        let (y, (h, c)) = x.lstm();
        y
    }
}

network! {
    struct Last {
        gru: Gru<28, 64>,
    }
    fn forward(x: Tensor<9, 28>) -> Tensor<64> {
        let (_, h) = gru(x);
        h
    }
}

network! {
    struct Part {
        rnn: Rnn<28, 64>,
    }
    fn forward(x: Tensor<9, 28>) -> Tensor<9, 64> {
        x.rnn().0
    }
}

network! {
    struct Percent {
        lstm: Lstm<28, 64, layers = 2, dropout = 20>,
    }
    fn forward(x: Tensor<9, 28>) -> Tensor<9, 64> {
        x.lstm()
    }
}

network! {
    struct Projection {
        lstm: Lstm<28, 64, proj_size = 0>,
    }
    fn forward(x: Tensor<9, 28>) -> Tensor<9, 32> {
        x.lstm()
    }
}

network! {
    struct ProjectedGru {
        gru: Gru<28, 64, proj_size = 32>,
    }
    fn forward(x: Tensor<9, 28>) -> Tensor<9, 32> {
        x.gru()
    }
}

network! {
    struct TorchProjection {
        lstm: nn.LSTM(28, 64, proj_size = 32, batch_first = True),
    }
    fn forward(x: Tensor<9, 28>) -> Tensor<9, 32> {
        x.lstm()
    }
}

fn main() {
    println!("{} {} {}", Upper::summary(), Torch::summary(), NumLayers::summary());
    println!("{} {} {}", BatchFirst::summary(), HiddenSize::summary(), Keras::summary());
    println!("{} {} {} {}", Dropout::summary(), Nine::summary(), Function::summary(), Cell::summary());
    println!("{} {} {} {}", States::summary(), Last::summary(), Part::summary(), Percent::summary());
    println!("{} {} {}", Projection::summary(), ProjectedGru::summary(), TorchProjection::summary());
}
//~ fix: 7 |         lstm: Lstm<28, 64>,
//~ fix: 16 |         lstm: Lstm<28, 64, layers = 2>,
//~ fix: 25 |         lstm: Lstm<28, 64, layers = 2>,
//~ fix: 34 |         gru: Gru<28, 64>,
//~ fix: 43 |         gru: Gru<28, 64>,
//~ fix: 52 |         rnn: Rnn<_, 64>,
//~ fix: 61 |         gru: Gru<28, 64, layers = 2, dropout = 0.5>,
//~ fix: 70 |         gru: Gru<28, 28, layers = 8>,
//~ fix: 79 |         rnn: Rnn<28, 64, nonlinearity = relu>,
//~ fix: 88 |         cell: Gru<28, 64>,
//~ fix: 100 |         let y = x.lstm();
//~ fix: 110 |         let h = gru(x).select::<0, -1>();
//~ fix: 120 |         x.rnn()
//~ fix: 126 |         lstm: Lstm<28, 64, layers = 2, dropout = 0.2>,
//~ fix: 135 |         lstm: Lstm<28, 64, proj_size = 32>,
//~ fix: 144 |         gru: Gru<28, 32>,
//~ fix: 153 |         lstm: Lstm<28, 64, proj_size = 32>,
