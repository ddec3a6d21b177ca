use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<8, 4>,
    }
    fn forward(image: Tensor<8>) -> Tensor<4> {
        image.fc().elu::<-1.0>()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 8]>::zeros());
}
//~ fix: 8 |         image.fc().elu::<0.5>()
