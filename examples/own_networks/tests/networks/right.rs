use nn::prelude::*;
use own_networks::{Code, Encoder};

fn main() {
    let pictures = Tensor::<shape![32, 8, 8]>::zeros();
    let _: Box<Tensor<shape![32, Code]>> = Encoder::new(1).forward(&pictures);
}
