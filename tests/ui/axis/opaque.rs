// Operations that need the axes of a value, which only the compiler knows: after a nested network, and after a layer of one's own.

use nn::Parameters;
use nn::init::Init;
use nn::layers::{Layer, Pass, StepContext};
use nn::parameters::Gradient;
use nn::prelude::*;

#[derive(Parameters)]
#[repr(C)]
struct Gain {
    by: Tensor<shape![1]>,
}

impl Init for Gain {
    fn init<R: nn::init::Rng + ?Sized>(&mut self, _: &mut R) {
        self.by.fill(1.0);
    }
}

impl<H: Dim, W: Dim> Layer<(H, W)> for Gain {
    type Out = (H, W);
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    fn forward<B: Dim>(&self, x: &Tensor<(B, H, W)>, y: &mut Tensor<(B, H, W)>, _: &mut ()) {
        for (x, y) in x.as_slice().iter().zip(y.as_mut_slice()) {
            *y = x * self.by[[0]];
        }
    }
    fn forward_train<B: Dim>(
        &self,
        x: &Tensor<(B, H, W)>,
        y: &mut Tensor<(B, H, W)>,
        _: &mut (),
        _: StepContext,
    ) {
        self.forward(x, y, &mut ());
    }
    fn backward<B: Dim>(
        &self,
        Pass { x, dy, .. }: Pass<'_, Self, (H, W), B>,
        dx: Option<Gradient<'_, Tensor<(B, H, W)>>>,
        grad: Gradient<'_, Self>,
        _: StepContext,
    ) {
        grad.write(|_| x.as_slice().iter().zip(dy.as_slice()).map(|(x, dy)| x * dy).sum::<f32>());
        if let Some(dx) = dx {
            dx.write(|i| dy.as_slice()[i] * self.by[[0]]);
        }
    }
}

network! {
    struct Body {
        conv: Conv2d<1, 4, kernel = 3>,
    }
    fn forward(x: Tensor<1, 6, 6>) -> Tensor<4, 4, 4> {
        x.conv().relu()
    }
}

network! {
    struct Rows<H: Dim> {
        fc: Linear<H, 4>,
    }
    fn forward(x: Tensor<6, H>) -> Tensor<6, 4> {
        x.fc()
    }
}

network! {
    struct Select {
        body: Body,
        fc: Linear<16, 3>,
    }
    fn forward(x: Tensor<1, 6, 6>) -> Tensor<3> {
        x.body().select::<0, 0>().flatten().fc()
    }
}

network! {
    struct Softmax {
        body: Body,
    }
    fn forward(x: Tensor<1, 6, 6>) -> Tensor<4, 4, 4> {
        x.body().softmax::<0>()
    }
}

network! {
    struct Slice {
        body: Body,
    }
    fn forward(x: Tensor<1, 6, 6>) -> Tensor<4, 2, 4> {
        x.body().slice::<1, 0..2>()
    }
}

network! {
    struct Max {
        body: Body,
    }
    fn forward(x: Tensor<1, 6, 6>) -> Tensor<4> {
        x.body().max::<1>().min::<1>()
    }
}

network! {
    struct CumSum {
        body: Body,
    }
    fn forward(x: Tensor<1, 6, 6>) -> Tensor<4, 4> {
        x.body().cumsum::<1>().select::<1, 2>().softmax::<1>()
    }
}

network! {
    struct Argmax {
        body: Body,
        embed: Embedding<4, 2>,
    }
    fn forward(x: Tensor<1, 6, 6>) -> Tensor<4, 4, 2> {
        x.body().argmax::<0>().embed()
    }
}

network! {
    struct FromTheEnd {
        body: Body,
    }
    fn forward(x: Tensor<1, 6, 6>) -> Tensor<4, 4> {
        x.body().select::<-1, 0>()
    }
}

network! {
    struct Chunk {
        body: Body,
    }
    fn forward(x: Tensor<1, 6, 6>) -> Tensor<2, 4, 4> {
        let (a, b) = chunk::<2>(x.body()); a * b
    }
}

network! {
    struct Unsqueeze {
        body: Body,
    }
    fn forward(x: Tensor<1, 6, 6>) -> Tensor<1, 4, 4, 4> {
        x.body().unsqueeze::<0>()
    }
}

network! {
    struct Stack {
        body: Body,
    }
    fn forward(x: Tensor<1, 6, 6>) -> Tensor<2, 4, 4, 4> {
        let h = x.body(); stack(h, h.relu())
    }
}

network! {
    struct MatMul {
        body: Body,
    }
    fn forward(x: Tensor<1, 6, 6>) -> Tensor<4, 4, 4> {
        let h = x.body(); matmul(h, h.relu())
    }
}

network! {
    struct LogSumExp {
        body: Body,
    }
    fn forward(x: Tensor<1, 6, 6>) -> Tensor<4, 4> {
        x.body().logsumexp::<1>()
    }
}

network! {
    struct Halves {
        body: Body,
    }
    fn forward(x: Tensor<1, 6, 6>) -> Tensor<4, 4, 2> {
        x.body().glu()
    }
}

network! {
    struct Pooled {
        gain: Gain,
    }
    fn forward(x: Tensor<4, 6>) -> Tensor<4, 3> {
        x.gain().max_pool::<2>()
    }
}

network! {
    struct First {
        gain: Gain,
        fc: Linear<6, 2>,
    }
    fn forward(x: Tensor<4, 6>) -> Tensor<2> {
        x.gain().select::<0, 0>().fc()
    }
}

network! {
    struct Largest {
        gain: Gain,
    }
    fn forward(x: Tensor<4, 6>) -> Tensor<4> {
        x.gain().max::<1>().max::<1>()
    }
}

network! {
    struct Generic<H: Dim> {
        rows: Rows<H>,
    }
    fn forward(x: Tensor<6, H>) -> Tensor<6, 4> {
        x.rows().softmax::<0>()
    }
}

fn main() {
    println!("{} {} {} {}", Select::summary(), Softmax::summary(), Slice::summary(), Max::summary());
    println!("{} {} {} {}", CumSum::summary(), Argmax::summary(), FromTheEnd::summary(), Chunk::summary());
    println!("{} {} {} {}", Unsqueeze::summary(), Stack::summary(), MatMul::summary(), LogSumExp::summary());
    println!("{} {} {} {}", Halves::summary(), Pooled::summary(), First::summary(), Largest::summary());
    println!("{}", Generic::<dim![3]>::summary());
}
//~ fix: 77 |         let h: Tensor<4, 4, 4> = x.body(); h.select::<0, 0>().flatten().fc()
//~ fix: 86 |         let h: Tensor<4, 4, 4> = x.body(); h.softmax::<0>()
//~ fix: 95 |         let h: Tensor<4, 4, 4> = x.body(); h.slice::<1, 0..2>()
//~ fix: 104 |         let h: Tensor<4, 4, 4> = x.body(); h.max::<1>().min::<1>()
//~ fix: 113 |         let h: Tensor<4, 4, 4> = x.body(); h.cumsum::<1>().select::<1, 2>().softmax::<1>()
//~ fix: 123 |         let h: Tensor<4, 4, 4> = x.body(); h.argmax::<0>().embed()
//~ fix: 132 |         let h: Tensor<4, 4, 4> = x.body(); h.select::<-1, 0>()
//~ fix: 141 |         let h: Tensor<4, 4, 4> = x.body(); let (a, b) = chunk::<2>(h); a * b
//~ fix: 150 |         let h: Tensor<4, 4, 4> = x.body(); h.unsqueeze::<0>()
//~ fix: 159 |         let h: Tensor<4, 4, 4> = x.body(); stack(h, h.relu())
//~ fix: 168 |         let h: Tensor<4, 4, 4> = x.body(); matmul(h, h.relu())
//~ fix: 177 |         let h: Tensor<4, 4, 4> = x.body(); h.logsumexp::<1>()
//~ fix: 186 |         let h: Tensor<4, 4, 4> = x.body(); h.glu()
//~ fix: 195 |         let h: Tensor<4, 6> = x.gain(); h.max_pool::<2>()
//~ fix: 205 |         let h: Tensor<4, 6> = x.gain(); h.select::<0, 0>().fc()
//~ fix: 214 |         x.gain().max::<1>()
//~ fix: 223 |         let h: Tensor<6, 4> = x.rows(); h.softmax::<0>()
