use nn::prelude::*;

network! {
    struct Square {
        fc: Linear<3, 3>,
    }
    fn forward(x: Tensor<3>) -> Tensor<3> {
        x.fc()
    }
}

static SQUARE: &Square = nn::include_weights!(Square, "weights/square_bare.safetensors");

fn main() {
    println!("{}", SQUARE.forward(&Tensor::<shape![1, 3]>::zeros()));
}
