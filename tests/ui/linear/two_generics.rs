use nn::prelude::*;

network! {
    struct Net<G: Dim, H: Dim> {
        fc1: Linear<64, H>,
        fc2: Linear<G, G>,
        fc3: Linear<G, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1().relu().fc2().relu().fc3()
    }
}

fn main() {
    let network = Net::<dim![3], dim![4]>::new(1);
    network.forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 6 |         fc2: Linear<H, G>,
