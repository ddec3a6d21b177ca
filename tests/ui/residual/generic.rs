use nn::prelude::*;

network! {
    struct Block<D: Dim, H: Dim> {
        fc1: Linear<D, H>,
        fc2: Linear<H, D>,
    }
    fn forward(x: Tensor<D>) -> Tensor<D> {
        let h = x.fc1().relu();
        (x + h).fc2()
    }
}

fn main() {
    Block::<dim![2], dim![3]>::new(1);
}
//~ fix: 10 |         x + h.fc2()
