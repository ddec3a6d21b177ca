//! Gradient buffers, which a backward pass overwrites or accumulates into.

use crate::accumulate::{Accumulate, Target};
use crate::float::Float;
use crate::parameters::Parameters;

/// A buffer for a gradient, and whether the gradient overwrites its content or is added to it.
///
/// A value or a layer that is used twice receives two gradients. The first one *sets* the buffer, so that it need not be
/// zeroed; the others *add* to it. A layer's `backward` does not choose between the two: it writes with
/// [`write`](Gradient::write), or honours [`adds`](Gradient::adds).
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::parameters::Gradient;
/// let mut d = Tensor::<(N<2>,)>::new([1.0, 2.0]);
/// Gradient::set(&mut d).write(|i| i as f32);
/// assert_eq!(d.as_slice(), [0.0, 1.0]);
/// Gradient::add(&mut d).write(|_| 5.0);
/// assert_eq!(d.as_slice(), [5.0, 6.0]);
/// ```
#[derive(Debug)]
pub struct Gradient<'a, P: ?Sized> {
    buffer: &'a mut P,
    accumulate: Accumulate,
}

impl<'a, P: ?Sized> Gradient<'a, P> {
    /// Creates a gradient that overwrites the buffer.
    #[inline]
    pub fn set(buffer: &'a mut P) -> Self {
        Self { buffer, accumulate: Accumulate::Set }
    }

    /// Creates a gradient that is added to the buffer.
    #[inline]
    pub fn add(buffer: &'a mut P) -> Self {
        Self { buffer, accumulate: Accumulate::Add }
    }

    /// Creates a gradient that is added to the buffer if `adds`, and overwrites it otherwise.
    #[inline]
    pub fn new(buffer: &'a mut P, adds: bool) -> Self {
        if adds { Self::add(buffer) } else { Self::set(buffer) }
    }

    /// Returns whether the gradient is added to the content of the buffer.
    #[inline]
    pub fn adds(&self) -> bool {
        self.accumulate.adds()
    }

    /// Reborrows the buffer for a shorter lifetime.
    #[inline]
    pub fn reborrow(&mut self) -> Gradient<'_, P> {
        Gradient { buffer: self.buffer, accumulate: self.accumulate }
    }

    /// Returns the buffer itself. The caller must honour [`adds`](Self::adds).
    #[inline]
    pub fn into_inner(self) -> &'a mut P {
        self.buffer
    }

    /// Returns the buffer as the output of a kernel.
    #[doc(hidden)]
    #[inline]
    pub fn target<T: Float>(self) -> Target<'a, T>
    where
        P: Parameters<T>,
    {
        Target { slice: self.buffer.as_mut_slice(), accumulate: self.accumulate }
    }

    /// Narrows the gradient to a part of the buffer, such as one field of a layer: `grad.part(|grad| &mut grad.weight)`.
    #[inline]
    pub fn part<Q: ?Sized>(self, part: impl FnOnce(&'a mut P) -> &'a mut Q) -> Gradient<'a, Q> {
        Gradient { buffer: part(self.buffer), accumulate: self.accumulate }
    }

    /// Splits the gradient into two parts of the buffer, such as the weight and the bias of a layer:
    /// `let (weight, bias) = grad.split(|grad| (&mut grad.weight, &mut grad.bias));`. A layer with more tensors splits off a tuple
    /// of the others, `(&mut grad.weight, &mut grad.others)`, or reborrows: `grad.reborrow().part(|grad| &mut grad.weight)`.
    #[inline]
    pub fn split<Q, R>(
        self,
        parts: impl FnOnce(&'a mut P) -> (&'a mut Q, &'a mut R),
    ) -> (Gradient<'a, Q>, Gradient<'a, R>) {
        let (q, r) = parts(self.buffer);
        (Gradient { buffer: q, accumulate: self.accumulate }, Gradient { buffer: r, accumulate: self.accumulate })
    }

    /// Sets each element of the buffer to `gradient(i)`, or adds `gradient(i)` to it, where i is the index of the element among all
    /// elements of the buffer, which may be a tensor or a whole layer.
    #[inline]
    pub fn write<T: Float>(self, mut gradient: impl FnMut(usize) -> T)
    where
        P: Parameters<T>,
    {
        let Target { slice, accumulate } = self.target();
        let each = slice.iter_mut().enumerate();
        if accumulate.adds() {
            each.for_each(|(i, y)| *y += gradient(i));
        } else {
            each.for_each(|(i, y)| *y = gradient(i));
        }
    }

    /// Zeroes the buffer unless the gradient is added, for a part that receives no gradient.
    #[inline]
    pub fn write_zeros<T: Float>(self)
    where
        P: Parameters<T>,
    {
        self.target().zeroed();
    }
}

impl<'a, T> Gradient<'a, [T]> {
    /// Returns the slice as the output of a kernel.
    #[inline]
    pub(crate) fn slice_target(self) -> Target<'a, T> {
        Target { slice: self.buffer, accumulate: self.accumulate }
    }
}
