//! Prefill: a stream reads several steps at once.

use crate::dim::Dim;
use crate::float::Float;
use crate::layers::Streaming;
use crate::network::Network;
use crate::plain::zero;
use crate::signal::{Elements, Signal};
use crate::stream::{EndOfSequence, StepOutput, StepSignal, Stream, StreamingNetwork};

/// A batch of `N` steps of a network's input, by shared reference. It has the shapes of the whole input, with a time axis of size
/// `N`.
pub type StepsInput<'a, Net, N, B> =
    <<Net as StreamingNetwork>::Steps<N> as Signal>::Ref<'a, B, <Net as Network>::Elem>;

impl<Net: StreamingNetwork, B: Dim> Stream<Net, B> {
    /// Reads the next `N` steps, and returns the output of the last one of them. An input without a time axis is the same in each
    /// step. The stream and the output are those of `N` calls of [`step`](Self::step), which this function is, too: it needs no
    /// scratch for more than one step, and takes as long.
    ///
    /// ```
    /// use nn::Stream;
    /// use nn::prelude::*;
    ///
    /// network! {
    ///     struct Next {
    ///         embed: Embedding<32, 8>,
    ///         q: Linear<8, 8>,
    ///         out: Linear<8, 32>,
    ///     }
    ///     fn forward(tokens: Tensor<time = 20, Class<32>>) -> Tensor<20, 32> {
    ///         let x = tokens.embed();
    ///         (x + attention(x.q(), x, x, causal = true)).out()
    ///     }
    /// }
    ///
    /// let next = Next::new(1);
    /// let mut stream = Stream::<Next>::boxed();
    /// // A prompt of six tokens, then one of the model.
    /// let prompt = Tensor::<shape![1, 6], Class<dim![32]>>::from_fn(|[_, t]| Class::new(5 * t).unwrap_or_default());
    /// let scores = stream.prefill(&next, &prompt)?;
    /// let best = (0..32).max_by(|&i, &j| scores[[0, 0, i]].total_cmp(&scores[[0, 0, j]])).unwrap_or(0);
    /// stream.step(&next, &Tensor::full(Class::new(best).unwrap_or_default()))?;
    /// assert_eq!(stream.steps(), 7);
    /// # Ok::<(), nn::EndOfSequence>(())
    /// ```
    ///
    /// # Errors
    /// Returns [`EndOfSequence`] if the network cannot read `N` more steps, and reads none of them.
    #[cfg(feature = "alloc")]
    pub fn prefill<N: Dim>(
        &mut self,
        network: &Net,
        x: StepsInput<'_, Net, N, B>,
    ) -> Result<alloc::boxed::Box<crate::stream::StepOwned<Net, B>>, EndOfSequence> {
        let mut y = crate::parameters::zeroed::<crate::stream::StepOwned<Net, B>>();
        self.prefill_into::<N>(network, x, <Net as Streaming<_, _>>::StepOut::by_mut(&mut y))?;
        Ok(y)
    }

    /// Reads the next `N` steps, and writes the output of the last one of them to `y`, without allocating: the input of a step is
    /// on the stack. See [`prefill`](Self::prefill).
    ///
    /// # Errors
    /// The same as [`prefill`](Self::prefill); `y` is unchanged.
    pub fn prefill_into<N: Dim>(
        &mut self,
        network: &Net,
        x: StepsInput<'_, Net, N, B>,
        mut y: StepOutput<'_, Net, B>,
    ) -> Result<(), EndOfSequence> {
        self.check_steps(N::SIZE as u64)?;
        let mut step = zero::<<StepSignal<Net> as Signal>::Owned<B, Net::Elem>>();
        for time in 0..N::SIZE {
            copy_step::<Net::Steps<N>, StepSignal<Net>, B, Net::Elem>(x, time, StepSignal::<Net>::by_mut(&mut step));
            self.next(
                network,
                StepSignal::<Net>::by_ref(&step),
                <Net as Streaming<_, _>>::StepOut::reborrow_mut(&mut y),
            );
        }
        Ok(())
    }
}

/// Copies a step of all steps of a signal; what has no time axis is copied as it is.
#[inline(always)]
fn copy_step<All: Signal, One: Signal, B: Dim, T: Float>(x: All::Ref<'_, B, T>, time: usize, y: One::Mut<'_, B, T>) {
    let sizes = const { sizes(All::DIMS, One::DIMS) };
    let parts = All::to_parts::<B, T>(x).into_iter().zip(One::to_parts_mut::<B, T>(y)).zip(sizes);
    for ((from, to), sizes) in parts {
        match (from, to) {
            (Some(Elements::Floats(x)), Some(Elements::Floats(y))) => copy(sizes, time, x, y),
            (Some(Elements::Indices(x)), Some(Elements::Indices(y))) => copy(sizes, time, x, y),
            _ => {}
        }
    }
}

/// Copies a step of a tensor. The sizes are at least 1, which the compiler does not know.
fn copy<T: Copy>([size, after]: [usize; 2], time: usize, x: &[T], y: &mut [T]) {
    let [size, after] = [size, after].map(|size| size.max(1));
    let time = if size > 1 { time } else { 0 };
    for (x, y) in x.chunks_exact(after).skip(time).step_by(size).zip(y.chunks_exact_mut(after)) {
        y.iter_mut().zip(x).for_each(|(y, &x)| *y = x);
    }
}

/// The number of steps of each tensor, and the number of elements of the axes after time: the axis in which all steps differ from
/// one. A tensor without such an axis is a single step.
const fn sizes(all: &[&[usize]], one: &[&[usize]]) -> [[usize; 2]; 6] {
    let mut sizes = [[1, 1]; 6];
    let mut part = 0;
    while part < all.len() {
        let (mut size, mut after, mut axis) = (1, 1, all[part].len());
        while axis > 0 && size == 1 {
            axis -= 1;
            if all[part][axis] == one[part][axis] {
                after *= all[part][axis];
            } else {
                size = all[part][axis];
            }
        }
        sizes[part] = [size, after];
        part += 1;
    }
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_find_the_axis_of_time() {
        let found = sizes(&[&[3, 5, 2], &[7], &[5], &[2, 1]], &[&[3, 1, 2], &[7], &[1], &[2, 1]]);
        assert_eq!(found[..4], [[5, 2], [1, 7], [5, 1], [1, 2]]);
    }
}
