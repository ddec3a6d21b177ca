use nn::prelude::*;

network! {
    struct Net<H: Dim> {
        fc: Linear<_, H>,
        out: Linear<_, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc().fc().out()
    }
}

fn main() {
    let network = Net::<dim![32]>::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros());
    let _: &Tensor<shape![2, 10]> = &y;
}
//~ fix: 9 |         x.fc().out()
