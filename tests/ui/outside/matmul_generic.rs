use nn::prelude::*;

fn product<H: Dim>(x: &Tensor<shape![32, 784]>) -> Box<Tensor<shape![32, 10]>> {
    let w = Tensor::<shape![H, 10]>::zeros();
    x.matmul(&w)
}

fn main() {
    product::<dim![3]>(&Tensor::zeros());
}
//~ fix: 4 |     let w = Tensor::<shape![784, 10]>::zeros();
