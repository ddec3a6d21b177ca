use nn::prelude::*;
use own_networks::Encoder;

fn main() {
    let flat = Tensor::<shape![32, 64]>::zeros();
    Encoder::new(1).forward(&flat);
}
