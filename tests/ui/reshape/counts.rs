// Other numbers of elements, with names and parameters.

use nn::prelude::*;

network! {
    struct GenericCount<H: Dim> {
        fc: Linear<64, H>,
    }
    fn forward(x: Tensor<64>) -> Tensor<H> {
        let h = x.fc();
        h.reshape::<2, H>().flatten()
    }
}

type Two = dim![2];

network! {
    struct GenericElements<H: Dim> {
        fc: Linear<H, 10>,
    }
    fn forward(x: Tensor<H>, y: Tensor<Two, H>) -> (Tensor<10>, Tensor<2, H>) {
        let y: Tensor<2, H> = y.relu();
        (x.fc(), y.reshape::<3, H>())
    }
}

type Hidden = dim![60];

network! {
    struct Named {
        fc: Linear<64, Hidden>,
    }
    fn forward(x: Tensor<64>) -> Tensor<4, 15> {
        x.fc().reshape::<4, 16>()
    }
}

fn main() {
    let _: Box<Tensor<shape![2, 15]>> = GenericCount::<dim![15]>::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    let y = GenericElements::<dim![5]>::new(1).forward(&Tensor::<shape![2, 5]>::zeros(), &Tensor::<shape![2, 2, 5]>::zeros());
    assert_eq!(y.1.dims(), [2, 2, 5]);
    let _: Box<Tensor<shape![2, 4, 15]>> = Named::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 11 |         h.reshape::<H>().flatten()
//~ fix: 23 |         (x.fc(), y.reshape::<2, H>())
//~ fix: 34 |         x.fc().reshape::<4, 15>()
