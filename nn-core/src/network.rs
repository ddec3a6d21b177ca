//! The trait of networks made by `network!`: layers whose input is fixed.

use crate::dim::Dim;
use crate::float::Float;
use crate::graph::{Graph, Node};
use crate::layers::{Init, Layer};
use crate::signal::Signal;

/// A batch of a network's input, by reference.
pub type Input<'a, Net, B> = <<Net as Network>::In as Signal>::Ref<'a, B, <Net as Network>::Elem>;
/// A batch of a network's output, by mutable reference.
pub type Output<'a, Net, B> =
    <<Net as Layer<<Net as Network>::In, <Net as Network>::Elem>>::Out as Signal>::Mut<'a, B, <Net as Network>::Elem>;

/// A network made by `network!`: a [`Layer`](crate::Layer) whose input is fixed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a network",
    note = "a network is declared with `network! {{ struct Name {{ .. }} fn forward(..) -> .. {{ .. }} }}`"
)]
pub trait Network: Layer<<Self as Network>::In, <Self as Network>::Elem> + Init {
    /// `f32`, or `f64` with `#[dtype(f64)]`.
    type Elem: Float;
    /// The shape of one sample of the input, or its [`Indices`](crate::Indices).
    type In: Signal;
    /// The network as data.
    const GRAPH: Graph;
    /// The nodes of the graph.
    #[doc(hidden)]
    const NODES: &'static [Node];

    /// A new network on the heap, initialised from `seed`: the same numbers on every machine.
    #[cfg(feature = "alloc")]
    fn new(seed: u64) -> alloc::boxed::Box<Self> {
        let mut network = crate::parameters::zeroed::<Self>();
        network.init(&mut crate::init::rng(seed));
        network
    }

    /// Inference without the heap: computes `y` from a batch `x`, with `scratch` for the values between.
    ///
    /// `x` is `&Tensor<(B, ..)>`, `y` is `&mut Tensor<(B, ..)>`; tuples of those where there are several. The scratch may
    /// hold anything, and be used again.
    ///
    /// ```
    /// use nn::prelude::*;
    ///
    /// network! {
    ///     struct Tiny {
    ///         fc1: Linear<3, 4>,
    ///         fc2: Linear<_, 2>,
    ///     }
    ///     fn forward(x: Tensor<3>) -> Tensor<2> {
    ///         x.fc1().relu().fc2()
    ///     }
    /// }
    ///
    /// let tiny = Tiny::new(1);
    /// let mut scratch = nn::zeroed();
    /// let mut y = Tensor::<shape![1, 2]>::new([[0.0; 2]]);
    /// tiny.predict(&Tensor::new([[1.0, 2.0, 3.0]]), &mut y, &mut *scratch);
    /// assert_eq!(y, *tiny.forward(&Tensor::new([[1.0, 2.0, 3.0]])));
    /// ```
    #[inline]
    fn predict<B: Dim>(&self, x: Input<'_, Self, B>, y: Output<'_, Self, B>, scratch: &mut Self::Scratch<B>) {
        self.forward(x, y, scratch);
    }

    /// The architecture as a table.
    ///
    /// ```
    /// use nn::prelude::*;
    ///
    /// network! {
    ///     struct Line {
    ///         fc: Linear<1, 1>,
    ///     }
    ///     fn forward(x: Tensor<1>) -> Tensor<1> {
    ///         x.fc()
    ///     }
    /// }
    ///
    /// assert_eq!(
    ///     Line::summary().to_string(),
    ///     "layer  type          output  parameters  MACs\n\
    ///      input                [1]\n\
    ///      fc     Linear<1, 1>  [1]              2     1\n\
    ///      total  Line                           2     1\n\
    ///      8 bytes of parameters"
    /// );
    /// ```
    fn summary() -> &'static Graph {
        &Self::GRAPH
    }
}

/// The output for a batch, on the heap: what `forward` of a network calls.
#[cfg(feature = "alloc")]
#[doc(hidden)]
pub fn infer<Net, B>(
    network: &Net,
    x: Input<'_, Net, B>,
) -> alloc::boxed::Box<<Net::Out as Signal>::Owned<B, Net::Elem>>
where
    Net: Network,
    B: Dim,
{
    let mut scratch = crate::parameters::zeroed::<Net::Scratch<B>>();
    let mut y = crate::parameters::zeroed::<<Net::Out as Signal>::Owned<B, Net::Elem>>();
    network.predict(x, Net::Out::by_mut(&mut y), &mut scratch);
    y
}
