use nn::prelude::*;

network! {
    struct Net<H: Dim> {
        up: ConvTranspose2d<H, 3, kernel = 2, groups = 2>,
    }
    fn forward(x: Tensor<H, 6, 6>) -> Tensor<3, 7, 7> {
        x.up()
    }
}

fn main() {
    Net::<dim![4]>::new(1).forward(&Tensor::<shape![2, 4, 6, 6]>::zeros());
}
//~ fix: 5 |         up: ConvTranspose2d<H, 3, kernel = 2, groups = 1>,
