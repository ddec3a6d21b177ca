use nn::prelude::*;

network! {
    struct Net<H> {
        fc1: Linear<64, H>,
    }
    fn forward(x: Tensor<64>) -> Tensor<H> {
        x.fc1()
    }
}

fn main() {
    let network = Net::<dim![32]>::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, 32]> = &y;
}
//~ fix: 4 |     struct Net<H: Dim> {
