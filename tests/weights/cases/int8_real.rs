use nn::prelude::*;

network! {
    #[int8(SineInt8)]
    struct Sine {
        fc1: Linear<1, 16>,
        fc2: Linear<16, 16>,
        fc3: Linear<16, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.fc1().relu().fc2().relu().fc3()
    }
}

static SINE: &SineInt8 = nn::include_weights!(SineInt8, "weights/int8_real.safetensors");

fn main() {
    println!("{}", SINE.forward(&Tensor::<shape![1, 1]>::zeros()));
}
