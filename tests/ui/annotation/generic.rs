use nn::prelude::*;

network! {
    struct Net<H: Dim> {
        fc1: Linear<64, H>,
        fc2: Linear<_, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        let h: Tensor<64> = x.fc1().relu();
        h.fc2()
    }
}

fn main() {
    let network = Net::<dim![32]>::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, 10]> = &y;
}
//~ fix: 9 |         let h: Tensor<H> = x.fc1().relu();
