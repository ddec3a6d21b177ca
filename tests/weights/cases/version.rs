use nn::prelude::*;

network! {
    struct Sine {
        fc1: Linear<1, 16>,
        fc2: Linear<16, 16>,
        fc3: Linear<16, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.fc1().relu().fc2().relu().fc3()
    }
}

static SINE: &Sine = nn::include_weights!(Sine, "weights/version.safetensors");

fn main() {
    println!("{}", SINE.forward(&Tensor::<shape![1, 1]>::zeros()));
}
