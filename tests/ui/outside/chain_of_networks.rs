use nn::prelude::*;

network! {
    struct Encoder {
        fc: Linear<64, 16>,
    }
    fn forward(x: Tensor<64>) -> Tensor<16> {
        x.fc()
    }
}

network! {
    struct Decoder<Code: Dim> {
        fc: Linear<Code, 64>,
    }
    fn forward(x: Tensor<Code>) -> Tensor<64> {
        x.fc()
    }
}

fn main() {
    let code = Encoder::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    Decoder::<dim![12]>::new(1).forward(&code);
}
//~ fix: 23 |     Decoder::<dim![16]>::new(1).forward(&code);
