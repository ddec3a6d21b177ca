// Inputs and outputs of `forward` that do not fit the network.

use nn::prelude::*;

network! {
    struct Net {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1()
    }
}

network! {
    #[dtype(f64)]
    struct Precise {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>) -> Tensor<10> {
        x.fc1()
    }
}

network! {
    struct Generic<H: Dim> {
        fc1: Linear<H, 10>,
    }
    fn forward(x: Tensor<H>) -> Tensor<10> {
        x.fc1()
    }
}

network! {
    struct Two {
        fc1: Linear<64, 10>,
    }
    fn forward(x: Tensor<64>, y: Tensor<10>) -> Tensor<10> {
        x.fc1() + y
    }
}

network! {
    struct Image {
        fc1: Linear<784, 10>,
    }
    fn forward(image: Tensor<1, 28, 28>) -> Tensor<10> {
        image.flatten().fc1()
    }
}

fn main() {
    let (x, y) = (Tensor::<shape![2, 64]>::zeros(), Tensor::<shape![2, 10]>::zeros());
    let sample = Tensor::<shape![64]>::zeros();
    Net::new(1).forward(&sample);
    let _: Box<Tensor<shape![2, 12]>> = Net::new(1).forward(&x);
    let other_type = Tensor::<shape![2, 64]>::zeros();
    Precise::new(1).forward(&other_type);
    let large = Tensor::<shape![32, 100]>::zeros();
    Generic::<dim![1784]>::new(1).forward(&large);
    Two::new(1).forward(&x);
    let three = Tensor::<shape![3, 10]>::zeros();
    Two::new(1).forward(&x, &three);
    let flat = Tensor::<shape![32, 784]>::zeros();
    Image::new(1).forward(&flat);
    // What one network gives and another one takes.
    let code = Net::new(1).forward(&x);
    Generic::<dim![12]>::new(1).forward(&code);
    drop(y);
}
//~ fix: 53 |     let sample = Tensor::<shape![1, 64]>::zeros();
//~ fix: 55 |     let _: Box<Tensor<shape![2, 10]>> = Net::new(1).forward(&x);
//~ fix: 56 |     let other_type = Tensor::<shape![2, 64], f64>::zeros();
//~ fix: 58 |     let large = Tensor::<shape![32, 1784]>::zeros();
//~ fix: 60 |     Two::new(1).forward(&x, &y);
//~ fix: 61 |     let three = Tensor::<shape![2, 10]>::zeros();
//~ fix: 63 |     let flat = Tensor::<shape![32, 1, 28, 28]>::zeros();
//~ fix: 67 |     Generic::<dim![10]>::new(1).forward(&code);
