use nn::prelude::*;

type Height = dim![28];

network! {
    struct Net {
        fc1: Linear<784, 10>,
    }
    fn forward(image: Tensor<Height, 28>) -> Tensor<10> {
        image.relu().fc1()
    }
}

fn main() {
    let network = Net::new(1);
    let y = network.forward(&Tensor::<shape![2, 28, 28]>::zeros());
    let _: &Tensor<shape![2, 10]> = &y;
}
//~ fix: 10 |         image.relu().flatten().fc1()
