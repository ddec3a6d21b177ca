//! Causal convolutions over time, step by step: a stream keeps the columns that the kernel covers.

use super::axes::line;
use super::conv::Conv1d;
use super::grouping::Grouping;
use super::linear::{BiasOption, bias_of};
use super::streaming::Streaming;
use crate::dim::{Dim, N, Natural, Slide};
use crate::float::Float;
use crate::kernels::{Convolution, Sliding, conv_column};
use crate::parameters::plain;
use crate::tensor::Tensor;

/// The last columns of the input of a [`Conv1d`] in a stream of `B` sequences, `K` for each of the `D` steps of its dilation.
#[repr(C)]
pub struct ConvState<B: Dim, In: Dim, K: Dim, D: Dim, T: Float> {
    /// The column of step t is at t mod D, (t / D) mod K.
    columns: Tensor<(B, In, D, K), T>,
    /// The step, modulo D K.
    next: usize,
}

plain! { impl[B: Dim, In: Dim, K: Dim, D: Dim, T: Float] for ConvState<B, In, K, D, T> { columns, next } }

impl<B: Dim, In: Dim, K: Dim, D: Dim, T: Float> ConvState<B, In, K, D, T> {
    /// Adds a column, and copies those that the kernel covers to `taps`, the oldest first.
    #[inline(always)]
    fn push(&mut self, x: &[T], taps: &mut [T]) {
        let (phase, last) = (self.next % D::SIZE, self.next / D::SIZE % K::SIZE);
        self.next = (self.next + 1) % (D::SIZE * K::SIZE);
        let channels = self.columns.as_mut_slice().chunks_exact_mut(D::SIZE * K::SIZE).zip(x);
        for ((columns, &x), taps) in channels.zip(taps.chunks_exact_mut(K::SIZE)) {
            let columns = columns.chunks_exact_mut(K::SIZE).nth(phase).unwrap_or_default();
            columns.iter_mut().skip(last).take(1).for_each(|column| *column = x);
            let ordered = columns.iter().skip(last + 1).chain(&*columns);
            taps.iter_mut().zip(ordered).for_each(|(tap, &column)| *tap = column);
        }
    }
}

/// A causal convolution: of stride 1, with the padding of D (K - 1) zeros before the first step, which `x.zero_pad::<4, 0>()` adds
/// if D (K - 1) = 4. L is the size of the padded axis.
impl<In, Out, Win, G, Bias, T, L> Streaming<(In, L), T> for Conv1d<In, Out, Win, G, Bias, T>
where
    In: Dim,
    Out: Dim,
    Win: line::Window,
    G: Grouping<In, Out>,
    Bias: BiasOption,
    T: Float,
    L: Slide<line::Kernel<Win>, line::Stride<Win>, line::Padding<Win>, line::Dilation<Win>>,
{
    type Step = (In, N<1>);
    type StepOut = (Out, N<1>);
    type State<B: Dim> = ConvState<B, In, line::Kernel<Win>, line::Dilation<Win>, T>;
    type StepScratch<B: Dim> = Tensor<(B, In, line::Kernel<Win>), T>;

    #[cfg_attr(not(feature = "std"), inline(never))]
    fn step<B: Dim>(
        &self,
        x: &Tensor<(B, In, N<1>), T>,
        y: &mut Tensor<(B, Out, N<1>), T>,
        state: &mut Self::State<B>,
        _: usize,
        taps: &mut Self::StepScratch<B>,
    ) {
        const {
            let has_stride = <line::Stride<Win> as Natural>::SIZE > 1;
            assert!(!has_stride, "a convolution with a stride of more than 1 cannot read a sequence step by step");
            assert!(
                <line::Padding<Win> as Natural>::SIZE == 0,
                "a convolution that is padded at the end is not causal"
            );
        }
        state.push(x.as_slice(), taps.as_mut_slice());
        let kernel = [1, 1, <line::Kernel<Win> as Natural>::SIZE];
        let window = Sliding { input: kernel, kernel, ..Sliding::ELEMENT };
        let (batch, groups) = (B::SIZE, G::COUNT);
        let sizes = Convolution { batch, groups, inputs: G::Inputs::SIZE, outputs: G::Outputs::SIZE, window };
        conv_column(&sizes, taps.as_slice(), self.weight.as_slice(), bias_of(&self.bias), y.as_mut_slice());
    }
}
