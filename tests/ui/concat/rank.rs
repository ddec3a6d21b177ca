use nn::prelude::*;

network! {
    struct Net {
        a: Linear<64, 16>,
        fc: Linear<80, 10>,
    }
    fn forward(image: Tensor<8, 8>) -> Tensor<10> {
        concat(image.flatten().a(), image).fc()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 8, 8]>::zeros());
    let _: &Tensor<shape![2, 10]> = &y;
}
//~ fix: 9 |         concat(image.flatten().a(), image.flatten()).fc()
