use nn::prelude::*;

type Two = dim![2];

network! {
    struct Net<H: Dim> {
        fc: Linear<H, 10>,
    }
    fn forward(x: Tensor<H>, y: Tensor<Two, H>) -> (Tensor<10>, Tensor<2, H>) {
        let y: Tensor<2, H> = y.relu();
        (x.fc(), y.reshape::<3, H>())
    }
}

fn main() {
    let network = Net::<dim![5]>::new(1);
    let y = network.forward(&Tensor::<shape![2, 5]>::zeros(), &Tensor::<shape![2, 2, 5]>::zeros());
    assert_eq!(y.1.dims(), [2, 2, 5]);
}
//~ fix: 11 |         (x.fc(), y.reshape::<2, H>())
