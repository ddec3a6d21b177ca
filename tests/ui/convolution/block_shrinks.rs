use nn::prelude::*;

network! {
    struct Net {
        convs: [Conv2d<8, 8, kernel = 3>; 2],
    }
    fn forward(image: Tensor<8, 7, 7>) -> Tensor<8, 7, 7> {
        image.convs()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 8, 7, 7]>::zeros());
}
//~ fix: 5 |         convs: [Conv2d<8, 8, kernel = 3, padding = 1>; 2],
