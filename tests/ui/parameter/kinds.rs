// Generic parameters that no network has, or with bounds that do not fit their use.

use nn::prelude::*;

network! {
    struct Lifetime<'a, H: Dim> {
        fc: Linear<4, H>,
    }
    fn forward(x: Tensor<4>) -> Tensor<H> {
        x.fc()
    }
}

network! {
    struct NoBound<H> {
        fc: Linear<4, H>,
    }
    fn forward(x: Tensor<4>) -> Tensor<H> {
        x.fc()
    }
}

network! {
    struct OtherBound<H: Clone> {
        fc: Linear<4, H>,
    }
    fn forward(x: Tensor<4>) -> Tensor<H> {
        x.fc()
    }
}

network! {
    struct InWhere<H>
    where
        H: Default,
    {
        fc: Linear<4, H>,
    }
    fn forward(x: Tensor<4>) -> Tensor<H> {
        x.fc()
    }
}

network! {
    struct Number<H: usize> {
        fc: Linear<4, H>,
    }
    fn forward(x: Tensor<4>) -> Tensor<H> {
        x.fc()
    }
}

network! {
    struct Unused<H: Dim, K: Dim = dim![3]> {
        fc: Linear<4, H>,
    }
    fn forward(x: Tensor<4>) -> Tensor<H> {
        x.fc()
    }
}

network! {
    struct OfNoLayer<B: Dim> { fc: Linear<4, 2> } fn forward(a: Tensor<B>, x: Tensor<4>) -> (Tensor<B>, Tensor<2>) { (a.relu(), x.fc()) }
}

network! {
    struct LastLayer<L> {
        fc: Linear<4, 4>,
        last: L,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc().last()
    }
}

network! {
    #[dtype(f64)]
    struct InnerLayer<L: nn::layers::Layer> {
        inner: L,
        fc: Linear<8, 2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.inner().fc()
    }
}

network! {
    struct OfForward {
        fc: Linear<4, 2>,
    }
    fn forward<B: Dim>(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

type Small = dim![3];

fn main() {
    Lifetime::<Small>::new(1);
    NoBound::<Small>::new(1).forward(&Tensor::from([[0.0; 4]]));
    OtherBound::<Small>::new(1);
    InWhere::<Small>::new(1);
    Number::<Small>::new(1);
    Session::<Unused<Small>, Adam, Small>::new(Adam::new(0.01), 1);
    println!("{}", LastLayer::<nn::layers::Linear<dim![4], dim![2]>>::summary());
    InnerLayer::<nn::layers::Linear<dim![4], dim![8], nn::layers::WithBias, f64>>::new(1);
    println!("{} {}", OfForward::FLOPS, OfForward::PARAMETERS);
}
//~ fix: 6 |     struct Lifetime<H: Dim> {
//~ fix: 15 |     struct NoBound<H: Dim> {
//~ fix: 24 |     struct OtherBound<H: Dim> {
//~ fix: 35 |         H: Dim,
//~ fix: 45 |     struct Number<H: Dim> {
//~ fix: 54 |     struct Unused<H: Dim> {
//~ fix: 63 |     struct OfNoLayer { fc: Linear<4, 2> } fn forward(a: Tensor<3>, x: Tensor<4>) -> (Tensor<3>, Tensor<2>) { (a.relu(), x.fc()) }
//~ fix: 67 |     struct LastLayer<L: nn::layers::Layer<shape![4], Out = shape![2]> + nn::init::Init + nn::layers::Connect> {
//~ fix: 78 |     struct InnerLayer<L: nn::layers::Layer<shape![4], f64, Out = shape![8]> + nn::init::Init + nn::layers::Connect> {
//~ fix: 91 |     fn forward(x: Tensor<4>) -> Tensor<2> {
