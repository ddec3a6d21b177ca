use nn::prelude::*;

network! {
    struct Net<H: Dim> {
        fc1: Linear<64, H>,
        fc2: Linear<H, 10>,
    }
    fn forward(x: Tensor<64>) Tensor<10> {
        x.fc1().fc2()
    }
}

impl<H: Dim> Net<H> {
    fn twice(&self) -> f32 {
        2.0 * self.forward(&Tensor::<shape![2, 64]>::zeros())[[0, 0]]
    }
}

fn main() {
    println!("{}", Net::<dim![3]>::new(1).twice());
}
//~ fix: 8 |     fn forward(x: Tensor<64>) -> Tensor<10> {
