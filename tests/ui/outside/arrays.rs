// Arrays that are not the elements of a tensor.

use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<4, 2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

fn main() {
    println!("{}", Net::new(1).forward(&Tensor::new([[0.0, 1.0, 2.0]])));
    println!("{}", Net::new(1).forward(&Tensor::new([0.0, 1.0, 2.0, 3.0])));
    println!("{}", Tensor::<shape![2]>::new([1.0, 2.0, 3.0]));
    println!("{}", Tensor::<shape![2]>::new([1, 2]));
}
//~ fix: 15 |     println!("{}", Net::new(1).forward(&Tensor::new([[0.0, 1.0, 2.0, 3.0]])));
//~ fix: 16 |     println!("{}", Net::new(1).forward(&Tensor::new([[0.0, 1.0, 2.0, 3.0]; 2])));
//~ fix: 17 |     println!("{}", Tensor::<shape![2]>::new([1.0, 2.0]));
//~ fix: 18 |     println!("{}", Tensor::<shape![2]>::new([1.0, 2.0_f32]));
