use nn::prelude::*;

network! {
    struct Net<H: Dim> {
        fc1: Linear<64, H>,
        both: Linear<_, 8>,
        fc2: Linear<9, 10>,
    }
    fn forward(x: Tensor<64>, y: Tensor<3>) -> Tensor<10> {
        concat(x.fc1(), y).both().fc2()
    }
}

fn main() {
    let network = Net::<dim![5]>::new(1);
    let y = network.forward(&Tensor::<shape![2, 64]>::zeros(), &Tensor::<shape![2, 3]>::zeros());
    assert_eq!(y.dims(), [2, 10]);
}
//~ fix: 7 |         fc2: Linear<8, 10>,
