// Types that are not layers, or lack something of a layer.

use nn::layers::{Layer, Pass, StepContext};
use nn::parameters::Gradient;
use nn::prelude::*;

struct Scale(#[allow(dead_code)] f32);

type Factor = Scale;

/// A layer with parameters, and nothing else.
#[derive(nn::Parameters)]
#[repr(C)]
#[input(D)]
struct Affine<D: Dim> {
    scale: Tensor<(D,)>,
}

type Scaled<D> = Affine<D>;

macro_rules! implement_layer {
    ($name:ident) => {
        impl<D: Dim> Layer<(D,)> for $name<D> {
            type Out = (D,);
            type Saved<B: Dim> = ();
            type Scratch<B: Dim> = ();
            fn forward<B: Dim>(&self, x: &Tensor<(B, D)>, y: &mut Tensor<(B, D)>, _: &mut ()) {
                y.as_mut_slice().copy_from_slice(x.as_slice());
            }
            fn forward_train<B: Dim>(
                &self,
                x: &Tensor<(B, D)>,
                y: &mut Tensor<(B, D)>,
                _: &mut (),
                _: StepContext,
            ) {
                self.forward(x, y, &mut ());
            }
            fn backward<B: Dim>(
                &self,
                _: Pass<'_, Self, (D,), B>,
                _: Option<Gradient<'_, Tensor<(B, D)>>>,
                _: Gradient<'_, Self>,
                _: StepContext,
            ) {
            }
        }
    };
}

#[derive(nn::Parameters)]
#[repr(C)]
struct WithoutInit<D: Dim> {
    scale: Tensor<(D,)>,
}
implement_layer!(WithoutInit);

network! {
    #[dtype(f64)]
    struct Double {
        fc: Linear<4, 4>,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.fc()
    }
}

network! {
    struct Block {
        fc: Linear<4, 4>,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.fc()
    }
}

network! {
    #[derive(Clone, PartialEq, Debug)]
    struct NoLayer {
        scale: Factor,
        fc: Linear<4, 2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.scale().fc()
    }
}

network! {
    struct Unimplemented {
        fc: Linear<4, 4>,
        affine: Scaled<4>,
        out: Linear<4, 2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc().affine().relu().out()
    }
}

network! {
    struct Uninitialised {
        fc: Linear<4, 4>,
        own: WithoutInit<4>,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.fc().own()
    }
}

network! {
    struct OtherElements {
        blocks: [Double; 3],
        fc: Linear<4, 2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.blocks().fc()
    }
}

network! {
    struct TooFew {
        own: WithoutInit,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.own()
    }
}

network! {
    struct TooMany {
        block: Block<16>,
    }
    fn forward(x: Tensor<4>) -> Tensor<4> {
        x.block()
    }
}

fn main() {
    NoLayer::new(1).forward(&Tensor::from([[0.0; 4]]));
    Session::<Unimplemented, Adam, dim![8]>::new(Adam::new(0.01), 1);
    println!("{} {}", Uninitialised::FLOPS, Uninitialised::PARAMETERS);
    println!("{} {}", OtherElements::FLASH_BYTES, OtherElements::summary());
    TooFew::new(1);
}
//~ fix: 9 | type Factor = nn::layers::Linear<dim![4], dim![4]>;
//~ fix: 19 | type Scaled<D> = nn::layers::Linear<D, dim![4]>;
//~ fix: 56 | implement_layer!(WithoutInit); #[rustfmt::skip] impl<D: Dim> nn::init::Init for WithoutInit<D> { fn init<R: nn::init::Rng + ?Sized>(&mut self, _: &mut R) {} }
//~ fix: 111 |         blocks: [Block; 3],
//~ fix: 121 |         own: WithoutInit<4>,
//~ fix: 130 |         block: Block,
