//! Counters that a checkpoint sets to the largest integer: arithmetic on them does not overflow.

use nn::lr_scheduler::ReduceLrOnPlateau;
use nn::prelude::*;
use nn::state::{FloatsMut, State, Visitor};
use std::fmt::Arguments;

network! {
    struct Net {
        fc: Linear<2, 3>,
        norm: BatchNorm1d<3>,
        out: Linear<3, 1>,
    }
    fn forward(x: Tensor<2>) -> Tensor<1> {
        x.fc().norm().relu().dropout().out()
    }
}

/// Sets every integer of a state to this value.
struct Integers(u64);

impl Visitor for Integers {
    fn integer(&mut self, _: &str, value: &mut u64) {
        *value = self.0;
    }
    fn float(&mut self, _: &str, _: &mut f64) {}
    fn flag(&mut self, _: &str, _: &mut bool) {}
    fn bytes(&mut self, _: &str, _: &mut Vec<u8>) {}
    fn tensor(&mut self, _: Arguments<'_>, _: &[usize], _: FloatsMut<'_>) {}
    fn must_match(&mut self, _: &str, _: Arguments<'_>) {}
    fn part(&mut self, _: &str, part: &mut dyn State) {
        part.visit(self);
    }
}

#[test]
fn session_steps_with_saturated_counters() {
    let (x, y) = (Tensor::<shape![4, 2]>::from_fn(|[i, j]| (i + 2 * j) as f32), Tensor::<shape![4, 1]>::zeros());
    let mut session = Session::<Net, Adam, dim![4]>::new(Adam::new(0.01), u64::MAX);
    session.visit(&mut Integers(u64::MAX));
    assert!(session.step(&x, &Mse, &y).is_finite());
    assert_eq!(session.steps(), u64::MAX);
    session.visit(&mut Integers(u64::MAX));
    // This makes the accumulated batches sums.
    let sum = Mse.reduction(Reduction::Sum);
    assert!(session.accumulate(&x, &sum, &y).is_finite());
    assert!(session.accumulate_rows(3, &x, &sum, &y).is_finite());
    session.update();
    assert!(nn::Parameters::as_slice(&session.network).iter().all(|w| w.is_finite()));
}

#[test]
fn plateau_with_saturated_counters_keeps_the_rate() {
    let mut schedule = ReduceLrOnPlateau::new(0.5, u64::MAX);
    schedule.step(0.1, 1.0);
    schedule.visit(&mut Integers(u64::MAX));
    assert_eq!((0..3).map(|_| schedule.step(0.1, 2.0)).collect::<Vec<_>>(), [0.1; 3]);
}
