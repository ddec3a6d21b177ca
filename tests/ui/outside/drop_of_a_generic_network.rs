use nn::prelude::*;

trait Release {
    fn drop(&mut self);
}

network! {
    struct Block<D: Dim> {
        fc1: Linear<D, D>,
        fc2: Linear<D, D>,
    }
    fn forward(x: Tensor<D>) -> Tensor<D> {
        x.fc1().relu().fc2()
    }
}

impl<D: Dim> Drop for Block<D> {
    fn drop(&mut self) {}
}

fn main() {
    Block::<dim![64]>::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 17 | impl<D: Dim> Release for Block<D> {
