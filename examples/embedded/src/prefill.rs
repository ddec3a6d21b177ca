//! A stream that reads several steps at once, whose layers begin with states. The caller supplies the weights.

use nn::Stream;
use nn::prelude::*;

network! {
    /// A recurrent layer of a formula of its own.
    pub struct Cell {
        gate: Linear<16, 8>,
    }
    fn forward(x: Tensor<8>, h: Tensor<8>) -> (Tensor<8>, Tensor<8>) {
        let gate = concat(x, h).gate().sigmoid();
        let h = gate * h + (1 - gate) * x;
        (h, h)
    }
}

network! {
    /// States that are trained, that are 0, and that the caller supplies.
    pub struct States {
        start: Parameter<24>,
        zeros: Buffer<2, 24>,
        gru: Gru<4, 24>,
        lstm: Lstm<24, 24, layers = 2>,
        rnn: Rnn<24, 8>,
        scan: nn::layers::Scan<Cell>,
    }
    fn forward(x: Tensor<4, time = 32>, h: Tensor<8>) -> (Tensor<time = 32, 8>, Tensor<8>) {
        let (y, _) = gru(x.permute::<1, 0>(), start);
        let (y, _, cell) = lstm(y, zeros, zeros);
        let (y, end) = rnn(y, h);
        let (y, _end) = scan(y, h);
        let y: Tensor<time = 32, 8> = y;
        (y, end + cell.slice::<1, ..8>().sum::<0>())
    }
}

type Y = Tensor<shape![1, 1, 8]>;
type H = Tensor<shape![1, 8]>;

/// Reads eight steps, then one, and writes the output of the last one; returns whether the sequence has not ended. All zeros are the
/// stream before its first step.
#[unsafe(no_mangle)]
pub extern "C" fn predict(
    net: &States,
    prompt: &Tensor<shape![1, 4, 8]>,
    x: &Tensor<shape![1, 4, 1]>,
    h: &H,
    y: &mut Y,
    end: &mut H,
    stream: &mut Stream<States>,
) -> bool {
    stream.prefill_into(net, (prompt, h), (y, end)).is_ok() && stream.step_into(net, (x, h), (y, end)).is_ok()
}
