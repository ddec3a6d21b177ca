// A layer of one's own: one that says what it takes, and one that may take any shape.

use nn::prelude::*;
use nn::Parameters;
use nn::init::Init;
use nn::layers::{Layer, Pass, StepContext};
use nn::parameters::Gradient;

#[derive(Parameters)]
#[repr(C)]
#[input(D)]
struct Shift<D: Dim> {
    by: Tensor<(D,)>,
}

#[derive(Parameters)]
#[repr(C)]
struct OfAny<D: Dim> {
    by: Tensor<(D,)>,
}

macro_rules! adds_a_number_to_each_feature {
    ($Shift:ident) => {
        impl<D: Dim> Init for $Shift<D> {
            fn init<R: nn::init::Rng + ?Sized>(&mut self, _: &mut R) {}
        }

        impl<D: Dim> Layer<(D,)> for $Shift<D> {
            type Out = (D,);
            type Saved<B: Dim> = ();
            type Scratch<B: Dim> = ();
            fn forward<B: Dim>(&self, x: &Tensor<(B, D)>, y: &mut Tensor<(B, D)>, _: &mut ()) {
                for (x, y) in x.rows().zip(y.rows_mut()) {
                    for i in 0..D::SIZE {
                        y[[i]] = x[[i]] + self.by[[i]];
                    }
                }
            }
            fn forward_train<B: Dim>(&self, x: &Tensor<(B, D)>, y: &mut Tensor<(B, D)>, _: &mut (), _: StepContext) {
                self.forward(x, y, &mut ());
            }
            fn backward<B: Dim>(
                &self,
                Pass { dy, .. }: Pass<'_, Self, (D,), B>,
                dx: Option<Gradient<'_, Tensor<(B, D)>>>,
                grad: Gradient<'_, Self>,
                _: StepContext,
            ) {
                grad.write(|i| dy.rows().map(|dy| dy[[i]]).sum::<f32>());
                if let Some(dx) = dx {
                    dx.write(|i| dy.as_slice()[i]);
                }
            }
        }
    };
}
adds_a_number_to_each_feature!(Shift);
adds_a_number_to_each_feature!(OfAny);

network! {
    struct Net {
        fc: Linear<64, 32>,
        shift: Shift<16>,
    }
    fn forward(x: Tensor<64>) -> Tensor<32> {
        x.fc().shift()
    }
}

network! {
    struct Other {
        fc: Linear<64, 32>,
        shift: OfAny<16>,
    }
    fn forward(x: Tensor<64>) -> Tensor<32> {
        x.fc().shift()
    }
}

fn main() {
    Net::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
    Other::new(1).forward(&Tensor::<shape![2, 64]>::zeros());
}
//~ fix: 63 |         shift: Shift<32>,
//~ fix: 73 |         shift: OfAny<32>,
