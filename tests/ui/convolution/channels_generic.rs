use nn::prelude::*;

network! {
    struct Net<C: Dim> {
        conv1: Conv2d<1, C, kernel = 3, padding = 1>,
        conv2: Conv2d<8, 16, kernel = 3, padding = 1>,
    }
    fn forward(image: Tensor<1, 14, 14>) -> Tensor<16, 14, 14> {
        image.conv1().relu().conv2()
    }
}

fn main() {
    Net::<dim![8]>::new(1).forward(&Tensor::<shape![2, 1, 14, 14]>::zeros());
}
//~ fix: 6 |         conv2: Conv2d<C, 16, kernel = 3, padding = 1>,
