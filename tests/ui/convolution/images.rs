// Images of other sizes than expected.

use nn::prelude::*;

network! {
    struct BlockShrinks {
        convs: [Conv2d<8, 8, kernel = 3>; 2],
    }
    fn forward(image: Tensor<8, 7, 7>) -> Tensor<8, 7, 7> {
        image.convs()
    }
}

network! {
    struct NothingLeft {
        up: ConvTranspose2d<8, 4, kernel = 2, padding = 2>,
    }
    fn forward(image: Tensor<8, 2, 2>) -> Tensor<4, 1, 1> {
        image.up()
    }
}

network! {
    struct OneAxis {
        conv: Conv1d<8, 4, kernel = 3>,
    }
    fn forward(image: Tensor<8, 7, 7>) -> Tensor<4, 47> {
        image.conv()
    }
}

fn main() {
    BlockShrinks::new(1).forward(&Tensor::<shape![2, 8, 7, 7]>::zeros());
    NothingLeft::new(1).forward(&Tensor::<shape![2, 8, 2, 2]>::zeros());
    OneAxis::new(1).forward(&Tensor::<shape![2, 8, 7, 7]>::zeros());
}
//~ fix: 7 |         convs: [Conv2d<8, 8, kernel = 3, padding = 1>; 2],
//~ fix: 16 |         up: ConvTranspose2d<8, 4, kernel = 2, padding = 1>,
//~ fix: 28 |         image.reshape::<8, 49>().conv()
