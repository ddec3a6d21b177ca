use nn::prelude::*;

network! {
    struct Net<H: Dim> {
        fc: [Linear<64, H>; 3],
        last: Linear<_, H>,
    }
    fn forward(x: Tensor<64>) -> Tensor<H> {
        x.fc().last()
    }
}

fn main() {
    let network = Net::<dim![32]>::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, 32]> = &y;
}
//~ fix: 5 |         fc: [Linear<64, 64>; 3],
