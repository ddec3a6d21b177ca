use nn::prelude::*;

network! {
    /// Docs.
    pub struct Digits {
        fc1: Linear<64, 32>,
        fc2: Linear<_, 10>,
    }
    fn forward(image: Tensor<64>) -> Tensor<10> {
        image.fc1().relu().fc2()
    }
}

type Hidden = dim![32];
network! {
    struct Res<H: Dim> { a: Linear<8, H>, b: Linear<H, H>, blocks: [Linear<H,H>; 3], c: Linear<_, 3> , d: Linear<Hidden, 4>, e: Linear<32, Hidden>}
    fn forward(x: Tensor<2, 4>, z: Tensor<Hidden>) -> (Tensor<3>, Tensor<4>) {
        let h = x.flatten().a().relu();
        let h = h + h.b().relu();
        let k = h.blocks() + h + h;
        (k.c(), z.e().d())
    }
}

#[test]
fn first() {
    let d = Digits::new(1);
    let x = Tensor::<shape![5, 64]>::zeros();
    let y = d.forward(&x);
    println!("{} {:?}", Digits::summary(), y.as_slice());
}
