// A `Scan` that its sequence and state do not fit, and cells that are none.

use nn::layers::Scan;
use nn::prelude::*;

network! {
    struct Cell {
        a: Linear<3, 4>,
    }
    fn forward(x: Tensor<3>, h: Tensor<4>) -> (Tensor<4>, Tensor<4>) {
        let h = (x.a() + h).tanh();
        (h * h, h)
    }
}

network! {
    struct Stateless {
        a: Linear<3, 4>,
    }
    fn forward(x: Tensor<3>) -> (Tensor<4>, Tensor<4>) {
        (x.a(), x.a())
    }
}

network! {
    struct Silent {
        a: Linear<3, 4>,
    }
    fn forward(x: Tensor<3>, h: Tensor<4>) -> Tensor<4> {
        x.a() + h
    }
}

network! {
    struct Rows {
        a: Linear<3, 4>,
    }
    fn forward(x: Tensor<2, 3>, h: Tensor<4>) -> (Tensor<4>, Tensor<4>) {
        (h, x.a().mean::<0>() + h)
    }
}

network! {
    struct Swapped {
        a: Linear<3, 4>,
    }
    fn forward(x: Tensor<3>, h: Tensor<4>) -> (Tensor<4>, Tensor<3>) {
        (x.a() + h, x)
    }
}

#[expect(dead_code)]
pub struct Plain;

network! {
    struct Step {
        steps: Scan<Cell>,
    }
    fn forward(x: Tensor<10, 5>, h: Tensor<4>) -> (Tensor<10, 4>, Tensor<4>) {
        let (y, h) = steps(x, h);
        (y, h)
    }
}

network! {
    struct State {
        steps: Scan<Cell>,
        start: Parameter<5>,
    }
    fn forward(x: Tensor<10, 3>) -> (Tensor<10, 4>, Tensor<4>) {
        let (y, h) = steps(x, start);
        (y, h)
    }
}

network! {
    struct OneStep {
        steps: Scan<Cell>,
    }
    fn forward(x: Tensor<3>, h: Tensor<4>) -> (Tensor<1, 4>, Tensor<4>) {
        let (y, h) = steps(x, h);
        (y, h)
    }
}

network! {
    struct Order {
        steps: Scan<Cell>,
    }
    fn forward(x: Tensor<10, 3>, h: Tensor<4>) -> (Tensor<10, 4>, Tensor<4>) {
        let (y, h) = steps(h, x);
        (y, h)
    }
}

network! {
    struct Alone {
        steps: Scan<Cell>,
    }
    fn forward(x: Tensor<10, 3>, h: Tensor<4>) -> (Tensor<10, 4>, Tensor<4>) {
        let (y, _h) = steps(x);
        (y, h)
    }
}

network! {
    struct OneName {
        steps: Scan<Cell>,
    }
    fn forward(x: Tensor<10, 3>, h: Tensor<4>) -> (Tensor<10, 4>, Tensor<4>) {
        let y = steps(x, h);
        (y, h)
    }
}

network! {
    struct Array {
        steps: [Scan<Cell>; 2],
    }
    fn forward(x: Tensor<10, 3>, h: Tensor<4>) -> (Tensor<10, 4>, Tensor<4>) {
        let (y, h) = steps(x, h);
        (y, h)
    }
}

network! {
    struct Inputs {
        steps: Scan<Stateless>,
    }
    fn forward(x: Tensor<10, 3>, h: Tensor<4>) -> (Tensor<10, 4>, Tensor<4>) {
        let (y, h) = steps(x, h);
        (y, h)
    }
}

network! {
    struct Outputs {
        steps: Scan<Silent>,
    }
    fn forward(x: Tensor<10, 3>, h: Tensor<4>) -> (Tensor<10, 4>, Tensor<4>) {
        let (y, h) = steps(x, h);
        (y, h)
    }
}

network! {
    struct Axes {
        steps: Scan<Rows>,
    }
    fn forward(x: Tensor<10, 3>, h: Tensor<4>) -> (Tensor<10, 4>, Tensor<4>) {
        let (y, h) = steps(x, h);
        (y, h)
    }
}

network! {
    struct Next {
        steps: Scan<Swapped>,
    }
    fn forward(x: Tensor<10, 3>, h: Tensor<4>) -> (Tensor<10, 4>, Tensor<4>) {
        let (y, h) = steps(x, h);
        (y, h)
    }
}

network! {
    struct NoNetwork {
        steps: Scan<Plain>,
    }
    fn forward(x: Tensor<10, 3>, h: Tensor<4>) -> (Tensor<10, 4>, Tensor<4>) {
        let (y, h) = steps(x, h);
        (y, h)
    }
}

network! {
    struct OfNn {
        steps: Scan<Gru<3, 4>>,
    }
    fn forward(x: Tensor<10, 3>, h: Tensor<4>) -> (Tensor<10, 4>, Tensor<4>) {
        let (y, h) = steps(x, h);
        (y, h)
    }
}

fn main() {
    println!("{} {} {} {}", Step::summary(), State::summary(), OneStep::summary(), Order::summary());
    println!("{} {} {} {}", Alone::summary(), OneName::summary(), Array::summary(), Inputs::summary());
    println!("{} {} {} {}", Outputs::summary(), Axes::summary(), Next::summary(), NoNetwork::summary());
    println!("{}", OfNn::summary());
}

//~ fix: 59 |     fn forward(x: Tensor<10, 3>, h: Tensor<4>) -> (Tensor<10, 4>, Tensor<4>) {
//~ fix: 68 |         start: Parameter<4>,
//~ fix: 81 |         let (y, h) = steps(x.reshape::<1, 3>(), h);
//~ fix: 91 |         let (y, h) = steps(x, h);
//~ fix: 101 |         let (y, h) = steps(x, h);
//~ fix: 111 |         let (y, h) = steps(x, h);
//~ fix: 118 |         steps: Scan<Cell>,
//~ fix: 128 |         steps: Scan<Cell>,
//~ fix: 138 |         steps: Scan<Cell>,
//~ fix: 148 |         steps: Scan<Cell>,
//~ fix: 158 |         steps: Scan<Cell>,
//~ fix: 168 |         steps: Scan<Cell>,
//~ fix: 178 |         steps: Scan<Cell>,
