// Types that are no layers, or whose fields have no fixed order.

use nn::Parameters;
use nn::init::{Init, Rng};
use nn::layers::{Layer, Pass, StepContext};
use nn::parameters::Gradient;
use nn::prelude::*;

#[derive(Parameters)]
#[repr(C)]
#[repr(align(64))]
struct Aligned {
    factor: Tensor<shape![3]>,
}

#[derive(Parameters)]
#[repr(C, packed)]
struct Packed {
    factor: Tensor<shape![3]>,
}

#[derive(Parameters)]
#[allow(dead_code)]
struct WithoutRepr {
    factor: Tensor<shape![3]>,
}

#[derive(Parameters)]
enum Enum {}

#[derive(Parameters)]
#[repr(C)]
union Union {
    factor: (),
}

#[derive(Parameters)]
#[repr(C)]
struct Role {
    #[role(wieght)]
    factor: Tensor<shape![3]>,
}

fn main() {
    let _ = |layer: Aligned| layer.factor;
    let _ = |layer: Packed| layer.factor;
    let _ = |layer: WithoutRepr| layer.factor;
    let _ = |layer: Enum| drop(layer);
    let _ = |layer: &Union| size_of_val(layer);
    let _ = |layer: Role| layer.factor;
}

// A layer that is used in spite of the mistake: one error.
#[derive(Parameters)]
#[input(D)]
struct Scale<D: Dim> {
    factor: Tensor<(D,)>,
}

impl<D: Dim> Init for Scale<D> {
    fn init<R: Rng + ?Sized>(&mut self, _: &mut R) {
        self.factor.fill(1.0);
    }
}

impl<D: Dim> Layer<(D,)> for Scale<D> {
    type Out = (D,);
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();

    fn forward<B: Dim>(&self, x: &Tensor<(B, D)>, y: &mut Tensor<(B, D)>, _: &mut ()) {
        for (x, y) in x.rows().zip(y.rows_mut()) {
            (0..D::SIZE).for_each(|i| y[[i]] = self.factor[[i]] * x[[i]]);
        }
    }
    fn forward_train<B: Dim>(&self, x: &Tensor<(B, D)>, y: &mut Tensor<(B, D)>, _: &mut (), _: StepContext) {
        self.forward(x, y, &mut ());
    }
    fn backward<B: Dim>(
        &self,
        Pass { dy, .. }: Pass<'_, Self, (D,), B>,
        dx: Option<Gradient<'_, Tensor<(B, D)>>>,
        _: Gradient<'_, Self>,
        _: StepContext,
    ) {
        if let Some(dx) = dx {
            dx.write(|i| self.factor[[i % D::SIZE]] * dy.as_slice()[i]);
        }
    }
}

network! {
    struct Net {
        fc: Linear<2, 3>,
        scale: Scale<3>,
    }
    fn forward(x: Tensor<2>) -> Tensor<3> {
        x.fc().scale()
    }
}

#[derive(Parameters)]
#[repr(C)]
struct Table {
    #[role(table)]
    values: Tensor<shape![3]>,
}

pub fn first(table: &Table) -> f32 {
    table.values[[0]]
}
//~ fix: 11 | #[allow(dead_code)]
//~ fix: 17 | #[repr(C)]
//~ fix: 23 | #[repr(C)]
//~ fix: 29 | struct Enum {}
//~ fix: 33 | struct Union {
//~ fix: 40 |     #[role(weight)]
//~ fix: 55 | #[repr(C)] #[input(D)]
//~ fix: 105 |     #[role(constant)]
