//! 7.1 Universal Approximation Theorem: with one hidden layer, the error decreases as the layer widens.
//! `examples/universal_approximation.rs` shows it for three functions.

use nn::lr_scheduler::CosineAnnealingLr;
use nn::prelude::*;

network! {
    struct OneHidden<H: Dim> {
        hidden: Linear<1, H>,
        out: Linear<H, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.hidden().tanh().out()
    }
}

/// The root mean squared error on [-3, 3] that a layer of width H reaches.
fn error<H: Dim>(f: fn(f32) -> f32) -> f32 {
    let x = Tensor::<shape![64, 1]>::from_fn(|[i, _]| i as f32 / 10.5 - 3.0);
    let y = x.map(f);
    let mut session = Session::<OneHidden<H>, Adam, dim![64]>::new(Adam::new(0.03), 1);
    let schedule = CosineAnnealingLr::new(1000);
    let mut loss = 0.0;
    for step in 0..1000 {
        session.optimizer.lr = 0.03 * schedule.factor(step);
        loss = session.step(&x, &Mse, &y);
    }
    loss.sqrt()
}

#[test]
fn error_decreases_with_width() {
    for f in [|x: f32| (2.0 * x).sin(), |x: f32| x.abs()] {
        let errors = [error::<dim![1]>(f), error::<dim![4]>(f), error::<dim![16]>(f)];
        assert!(errors[0] > 0.1, "one unit is not enough: {errors:?}");
        assert!(errors[1] < 0.5 * errors[0] && errors[2] < 0.5 * errors[1], "{errors:?}");
        assert!(errors[2] < 0.1 * errors[0], "{errors:?}");
    }
}
