//! Groups of parameters that share one update rule.

use crate::float::Float;
use crate::kernels::update;
use crate::optim::WeightDecay;
use crate::parameters::{Frozen, Layout, Orientation, Parameters, Role};
use core::ops::Range;

/// A contiguous range of parameters that an optimiser treats alike: the unit of one call of
/// [`Optimizer::update`](crate::Optimizer::update).
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    range: Range<usize>,
    decay: WeightDecay,
    maximize: bool,
    buffer: bool,
    tensor: Option<(&'static [usize], Option<Orientation>)>,
}

impl Group {
    /// Returns this group's elements of a network, of its gradient, or of the optimiser state.
    #[inline]
    pub fn of<'a, T: Float, P: Parameters<T>>(&self, parameters: &'a P) -> &'a [T] {
        &parameters.as_slice()[self.range.clone()]
    }

    /// Returns this group's elements, mutably.
    #[inline]
    pub fn of_mut<'a, T: Float, P: Parameters<T>>(&self, parameters: &'a mut P) -> &'a mut [T] {
        &mut parameters.as_mut_slice()[self.range.clone()]
    }

    /// Returns the range of this group in the flat slice of all parameters.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// Returns the factor of a parameter that L2 adds to its gradient: 2 lambda, or 0.
    pub fn l2(&self) -> f64 {
        2.0 * self.decay.l2
    }

    /// Returns the factor by which decoupled decay multiplies a parameter in a step with the learning rate `lr`: 1 - lr lambda, or
    /// 1.
    pub fn keep(&self, lr: f64) -> f64 {
        1.0 - lr * self.decay.decoupled
    }

    /// Returns the factor of the gradient: -1 if the optimiser [maximises](crate::Optimizer::maximizes) the loss, otherwise 1.
    ///
    /// ```
    /// use nn::dim::N;
    /// use nn::optim::{Group, Optimizer};
    /// use nn::{Parameters, Tensor};
    /// struct Ascent(f32);
    /// impl Optimizer<f32> for Ascent {
    ///     type State<P: Parameters<f32>> = ();
    ///     fn maximizes(&self) -> bool {
    ///         true
    ///     }
    ///     fn update<P: Parameters<f32>>(&self, _step: u64, group: &Group, params: &mut P, grad: &P, _: &mut ()) {
    ///         for (w, g) in group.of_mut(params).iter_mut().zip(group.of(grad)) {
    ///             *w -= self.0 * group.sign() as f32 * g;
    ///         }
    ///     }
    /// }
    /// let mut w = Tensor::<(N<1>,)>::new([1.0]);
    /// Ascent(0.5).step(1, &mut w, &Tensor::new([2.0]), &mut ());
    /// assert_eq!(w[[0]], 2.0);
    /// ```
    pub fn sign(&self) -> f64 {
        if self.maximize { -1.0 } else { 1.0 }
    }

    /// Returns the dimensions of the tensor that this group consists of, if the optimiser is updated
    /// [by tensor](crate::Optimizer::BY_TENSOR).
    ///
    /// ```
    /// use nn::dim::N;
    /// use nn::optim::{Group, Optimizer};
    /// use nn::parameters::Orientation;
    /// use nn::{Parameters, Tensor};
    /// struct Observer;
    /// impl Optimizer<f32> for Observer {
    ///     type State<P: Parameters<f32>> = ();
    ///     const BY_TENSOR: bool = true;
    ///     fn update<P: Parameters<f32>>(&self, _step: u64, group: &Group, _: &mut P, _: &P, _: &mut ()) {
    ///         assert_eq!(group.dims(), Some(&[1, 2][..]));
    ///         assert_eq!(group.orientation(), Some(Orientation::InOut));
    ///     }
    /// }
    /// let mut w = Tensor::<(N<1>, N<2>)>::new([[1.0, 2.0]]);
    /// Observer.step(1, &mut w, &Tensor::new([[0.0, 0.0]]), &mut ());
    /// ```
    pub fn dims(&self) -> Option<&'static [usize]> {
        self.tensor.map(|(dims, _)| dims)
    }

    /// Returns the order of the first two axes of that tensor, if it is a weight of at least two axes; [`dims`](Self::dims) has an
    /// example.
    pub fn orientation(&self) -> Option<Orientation> {
        self.tensor.and_then(|(_, orientation)| orientation)
    }

    /// Returns whether the group consists of buffers, which are stored but not trained.
    #[inline]
    pub(crate) fn is_buffer(&self) -> bool {
        self.buffer
    }

    /// Returns the function of a parameter and its gradient that gives the gradient with the sign of [`sign`](Self::sign) and the
    /// term of L2.
    #[inline]
    pub(super) fn gradient<T: Float>(&self) -> impl Fn(T, T) -> T + Copy + Sync + use<T> {
        let [sign, l2] = [self.sign(), self.l2()].map(T::from_f64);
        move |w, g| sign * g + l2 * w
    }

    /// Completes an update rule by what all optimisers share: `rule` receives a parameter after decoupled decay, and its
    /// [gradient](Self::gradient).
    #[inline]
    pub(super) fn complete<T: Float, const N: usize>(
        &self,
        lr: f64,
        rule: impl Fn(T, T, [T; N]) -> (T, [T; N]) + Copy + Sync,
    ) -> impl Fn(T, T, [T; N]) -> (T, [T; N]) + Copy + Sync {
        let (keep, gradient) = (T::from_f64(self.keep(lr)), self.gradient::<T>());
        move |w, g, states| rule(keep * w, gradient(w, g), states)
    }

    /// Sets each parameter w with the gradient g and its states s to `rule(w, g, s)`, [completed](Self::complete), in one pass.
    #[inline]
    pub(super) fn update<T: Float, P: Parameters<T>, const N: usize>(
        &self,
        lr: f64,
        params: &mut P,
        grad: &P,
        states: [&mut P; N],
        rule: impl Fn(T, T, [T; N]) -> (T, [T; N]) + Copy + Sync,
    ) {
        let states = states.map(|state| self.of_mut(state));
        update(self.of_mut(params), self.of(grad), states, self.complete(lr, rule));
    }
}

/// How an optimiser treats parameters, and thus which ones form a group.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Treatment {
    pub(crate) decay: WeightDecay,
    pub(crate) maximize: bool,
    pub(crate) by_tensor: bool,
}

impl Treatment {
    /// Distinguishes only buffers from other parameters.
    pub(crate) const ALIKE: Treatment = Treatment { decay: WeightDecay::NONE, maximize: false, by_tensor: false };
}

/// Visits all parameters of a layout that are neither frozen nor constants, in as few groups as their treatment allows.
#[inline]
pub(crate) fn for_each_group(layout: &Layout, frozen: Frozen<'_>, treatment: Treatment, mut visit: impl FnMut(&Group)) {
    let Treatment { decay, maximize, by_tensor } = treatment;
    let mut group = Group { range: 0..0, decay: WeightDecay::NONE, maximize, buffer: false, tensor: None };
    layout.for_each(|param| {
        let range = param.range();
        if param.role == Role::Constant || frozen.holds(layout, range.start) {
            return;
        }
        let next = Group {
            decay: decay.of(param.role),
            maximize,
            buffer: param.role == Role::Buffer,
            tensor: by_tensor.then_some((param.dims, param.orientation)),
            range,
        };
        let alike = !by_tensor && (&group.decay, group.buffer) == (&next.decay, next.buffer);
        if alike && group.range.end == next.range.start {
            group.range.end = next.range.end;
        } else {
            if !group.range.is_empty() {
                visit(&group);
            }
            group = next;
        }
    });
    if !group.range.is_empty() {
        visit(&group);
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::parameters::Field;
    use alloc::vec::Vec;

    const LAYER: Layout = Layout::Fields(&[
        Field { name: "weight", offset: 0, layout: &Layout::weight(&[2, 2]).with_role(Role::Weight) },
        Field { name: "bias", offset: 4, layout: &Layout::weight(&[2]).with_role(Role::Bias) },
        Field { name: "mean", offset: 6, layout: &Layout::weight(&[2]).with_role(Role::Buffer) },
        Field { name: "variance", offset: 8, layout: &Layout::weight(&[2]).with_role(Role::Buffer) },
    ]);
    const LAYERS: Layout = Layout::Repeat { count: 2, stride: 10, part: &LAYER };

    fn groups(frozen: &[&str], decay: WeightDecay) -> Vec<(Range<usize>, f64, bool)> {
        let mut groups = Vec::new();
        let treatment = Treatment { decay, ..Treatment::ALIKE };
        for_each_group(&LAYERS, Frozen::new(&LAYERS, frozen).unwrap(), treatment, |group| {
            groups.push((group.range(), group.l2(), group.is_buffer()));
        });
        groups
    }

    #[test]
    fn adjacent_parameters_of_equal_decay_form_one_group() {
        let l2 = WeightDecay { l2: 0.5, ..WeightDecay::NONE };
        let trainable = [(0..6, 0.0, false), (6..10, 0.0, true), (10..16, 0.0, false), (16..20, 0.0, true)];
        assert_eq!(groups(&[], WeightDecay::NONE), trainable);
        let first = [(0..4, 1.0, false), (4..6, 0.0, false), (6..10, 0.0, true)];
        let second = [(10..14, 1.0, false), (14..16, 0.0, false), (16..20, 0.0, true)];
        assert_eq!(groups(&[], l2), [first.clone(), second].concat());
        assert_eq!(groups(&["1"], l2), first);
        assert_eq!(groups(&["0", "1.mean"], WeightDecay::NONE), [(10..16, 0.0, false), (18..20, 0.0, true)]);
        assert_eq!(groups(&["0", "1"], l2), []);
    }
    #[test]
    fn each_tensor_forms_a_group_of_an_optimizer_by_tensor() {
        let mut tensors = Vec::new();
        let treatment = Treatment { by_tensor: true, maximize: true, ..Treatment::ALIKE };
        for_each_group(&LAYERS, Frozen::new(&LAYERS, &["1", "0.mean"]).unwrap(), treatment, |group| {
            assert_eq!(group.sign(), -1.0);
            tensors.push((group.range(), group.dims().unwrap(), group.orientation(), group.is_buffer()));
        });
        let matrix = (0..4, &[2, 2][..], Some(Orientation::InOut), false);
        assert_eq!(tensors, [matrix, (4..6, &[2], None, false), (8..10, &[2], None, true)]);
    }
}
