use nn::prelude::*;

network! {
    struct Net<H: Dim> {
        fc: Linear<64, H>,
    }
    fn forward(x: Tensor<64>) -> Tensor<H> {
        let h = x.fc();
        h.reshape::<2, H>().flatten()
    }
}

fn main() {
    let network = Net::<dim![15]>::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, 15]> = &y;
}
//~ fix: 9 |         h.reshape::<H>().flatten()
