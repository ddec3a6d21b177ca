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
