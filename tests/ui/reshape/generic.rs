use nn::prelude::*;

network! {
    struct Net<H: Dim> {
        fc: Linear<64, H>,
    }
    fn forward(x: Tensor<64>) -> Tensor<15> {
        let h = x.fc();
        h.reshape::<H>()
    }
}

fn main() {
    let network = Net::<dim![15]>::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, 15]> = &y;
}
//~ fix: 7 |     fn forward(x: Tensor<64>) -> Tensor<H> {
