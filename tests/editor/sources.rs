//! The networks that the editor shows, and places in them.

pub(crate) const CNN: &str = "\
use nn::prelude::*;

network! {
    /// A small CNN.
    pub struct Cnn {
        /// Edges.
        conv1: Conv2d<1, 8, kernel = 3, padding = 1>,
        conv2: Conv2d<8, 16, kernel = 3>,
        fc: Linear<2304, 10>,
    }
    fn forward(x: Tensor<1, 28, 28>) -> Tensor<10> {
        let h = x.conv1().relu().max_pool::<2>();
        h.conv2().relu().flatten().fc()
    }
}
";

/// A network with a size that only the compiler knows.
pub(crate) const NAMED: &str = "\
use nn::prelude::*;

type Width = dim![32];

network! {
    pub struct Mlp {
        fc1: Linear<784, Width>,
        fc2: Linear<32, 10>,
    }
    fn forward(x: Tensor<784>) -> Tensor<10> {
        let h = x.fc1().relu();
        h.fc2()
    }
}
";

/// Values that are added, joined and split, and a layer that is called twice.
pub(crate) const BRANCHES: &str = "\
use nn::prelude::*;

network! {
    pub struct Branches {
        fc1: Linear<16, 16>,
        fc2: Linear<24, 4>,
    }
    fn forward(x: Tensor<16>) -> (Tensor<4>, Tensor<8>) {
        let sum = x + fc1(x).relu().fc1();
        let (a, b) = split::<8>(sum);
        let all = concat(a.tanh(), sum);
        (all.fc2(), b)
    }
}
";

/// An array of layers in a loop.
pub(crate) const LOOP: &str = "\
use nn::prelude::*;

network! {
    pub struct Gated {
        stem: Linear<8, 16>,
        blocks: [Linear<16, 16>; 3],
        head: Linear<16, 4>,
    }
    fn forward(x: Tensor<8>, gate: Tensor<16>) -> Tensor<4> {
        let mut h = x.stem().relu();
        for block in blocks {
            let next = block(h).tanh();
            h = next * gate;
        }
        h.head()
    }
}
";

/// The line and the column of the `|` in `mark`, which occurs in the text without the `|`.
pub(crate) fn place(text: &str, mark: &str) -> [usize; 2] {
    let (before, after) = mark.split_once('|').unwrap();
    let start = text.find(&format!("{before}{after}")).unwrap_or_else(|| panic!("no {mark} in {text}"));
    let head = &text[..start + before.len()];
    [head.matches('\n').count(), head.len() - head.rfind('\n').map_or(0, |end| end + 1)]
}

/// Replaces the only occurrence of `from`.
pub(crate) fn edited(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from} in {text}");
    text.replace(from, to)
}

/// Networks of every kind, without errors.
pub(crate) const OTHERS: &str = "\
use nn::prelude::*;

type Width = dim![32];

network! {
    #[derive(Clone, PartialEq, Debug)]
    pub struct Residual<H: Dim> {
        blocks: [Linear<H, H>; 3],
        norm: LayerNorm<H, eps = 1e-3>,
    }
    fn forward(x: Tensor<H>) -> Tensor<H> {
        let h = x * x.blocks().gelu();
        h.norm().dropout::<0.2>()
    }
}

network! {
    #[dtype(f64)]
    struct Words {
        table: Embedding<1000, Width, init = nn::init::XavierNormal>,
        mix: Conv1d<16, 8, kernel = 3, padding = 1, bias = false>,
        out: Linear<_, 4>,
    }
    fn forward(words: Tensor<16, Class<1000>>, more: Tensor<4>) -> (Tensor<4>, Tensor<4>) {
        let h = words.table().mix().permute::<1, 0>();
        let out: Tensor<4> = h.flatten().out();
        (out + more, more.softmax())
    }
}

network! {
    #[int8(InnerInt8)]
    #[budget(flash <= 10_000)]
    struct Inner {
        conv: Conv2d<3, 4, kernel = (3, 5), stride = 2>,
        out: Linear<_, 4>,
    }
    fn forward(image: Tensor<3, 12, 12>) -> Tensor<4> {
        image.conv().relu().max_pool::<2, stride = (1, 2)>().flatten().out()
    }
}

network! {
    struct Outer {
        inner: Inner,
        out: Linear<4, 2>,
    }
    fn forward(x: Tensor<3, 12, 12>) -> Tensor<2> {
        let h: Tensor<4> = x.inner();
        h.out()
    }
}

fn outside() {
    let network = Outer::new(1);
    let result = network.forward(&Tensor::<shape![5, 3, 12, 12]>::zeros());
    let integers = InnerInt8::SCRATCH_BYTES;
}
";
