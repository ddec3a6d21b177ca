// Names that are not sizes: types of other kinds, and constants of types.

use nn::prelude::*;

type Number = f32;
type Hidden = dim![8];
type Pixels = shape![8, 8];

#[allow(dead_code)]
enum Species {
    Setosa,
    Versicolor,
    Virginica,
}

struct Config;

#[allow(dead_code)]
impl Config {
    const KERNEL: usize = 3;
    const INPUT: usize = 4;
}

network! {
    struct Other { fc1: Linear<4, Number>, fc2: Linear<Number, 2> }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc1().relu().fc2() }
}

network! {
    struct Primitive { fc1: Linear<4, usize>, fc2: Linear<_, 2> }
    fn forward(x: Tensor<4>) -> Tensor<2> { x.fc1().relu().fc2() }
}

network! {
    struct Enum { fc: Linear<4, Species> } fn forward(x: Tensor<4>) -> Tensor<Species> { x.fc() }
}

network! {
    struct Image { conv: Conv2d<1, 2, kernel = 3> }
    fn forward(x: Tensor<Pixels>) -> Tensor<2, 6, 6> { x.reshape::<1, 8, 8>().conv() }
}

network! {
    struct Kernel { conv: Conv2d<1, 2, kernel = Config::KERNEL> }
    fn forward(x: Tensor<1, 8, 8>) -> Tensor<2, 6, 6> { x.conv() }
}

network! {
    struct Constant { fc: Linear<4, 2> }
    fn forward(x: Tensor<Config::INPUT>) -> Tensor<2> { x.fc() }
}

network! {
    struct Generic<const H: usize> { fc: Linear<4, H> }
    fn forward(x: Tensor<4>) -> Tensor<H> { x.fc() }
}

fn main() {
    Other::new(1);
    Primitive::new(1);
    Enum::new(1);
    Image::new(1);
    Kernel::new(1);
    Constant::new(1);
}
//~ fix: 25 |     struct Other { fc1: Linear<4, Hidden>, fc2: Linear<Hidden, 2> }
//~ fix: 30 |     struct Primitive { fc1: Linear<4, 8>, fc2: Linear<_, 2> }
//~ fix: 35 |     struct Enum { fc: Linear<4, 3> } fn forward(x: Tensor<4>) -> Tensor<3> { x.fc() }
//~ fix: 40 |     fn forward(x: Tensor<64>) -> Tensor<2, 6, 6> { x.reshape::<1, 8, 8>().conv() }
//~ fix: 44 |     struct Kernel { conv: Conv2d<1, 2, kernel = 3> }
//~ fix: 50 |     fn forward(x: Tensor<4>) -> Tensor<2> { x.fc() }
//~ fix: 54 |     struct Generic<H: Dim> { fc: Linear<4, H> }
