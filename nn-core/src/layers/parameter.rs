//! A trainable tensor as a value of `forward`.

use super::layer_data::layer_value;
use super::same_in_training::same_in_training;
use crate::dim::Dim;
use crate::float::Float;
use crate::graph::Op;
use crate::init::{Initializer, Zeros};
use crate::kernels::{fill_rows, sum_rows};
use crate::layers::{Connect, Init, Layer, Pass, StepContext};
use crate::parameters::{Gradient, Role, parameters};
use crate::shape::{Sample, Shape};
use crate::signal::{Batch, Signal, Tuple};
use crate::tensor::Tensor;
use core::fmt;
use core::marker::PhantomData;
use rand::Rng;

/// A trainable tensor of shape `S` (PyTorch's `nn.Parameter`): a layer without input, whose output is `value` for every sample.
///
/// In `network!`: `pos: Parameter<16, 64>`, whose name is a value in `forward`: `x + pos`. The gradient of the value is the sum of dy
/// over the batch. Its role, by which optimisers select weight decay, is that of a weight; `role = bias` or `role = norm` sets
/// another one. It is initialised to 0; `init = ..` sets another initialiser, for which the first axis are the outputs, as in
/// PyTorch. Its name in files is that of the field, without a suffix, as in a `state_dict`.
///
/// ```
/// use nn::prelude::*;
///
/// network! {
///     struct Positions {
///         pos: Parameter<2, 3, role = bias>,
///         scale: Parameter<2, 3, init = nn::init::Ones>,
///     }
///     fn forward(x: Tensor<2, 3>) -> Tensor<2, 3> {
///         x * scale + pos
///     }
/// }
///
/// assert_eq!(Positions::PARAMETERS, 12);
/// let mut network = Positions::new(1);
/// network.pos.value[[1, 2]] = 5.0;
/// let x = Tensor::new([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]);
/// assert_eq!(*network.forward(&x), Tensor::new([[[1.0, 2.0, 3.0], [4.0, 5.0, 11.0]]]));
/// ```
#[repr(transparent)]
pub struct Parameter<S: Sample, R: ParameterRole = WeightRole, T: Float = f32> {
    /// The elements.
    pub value: Tensor<S, T>,
    role: PhantomData<fn() -> R>,
}

/// The role of a [`Parameter`]: [`WeightRole`], [`BiasRole`] or [`NormRole`]. Sealed.
#[diagnostic::on_unimplemented(message = "`{Self}` is not the role of a parameter")]
pub trait ParameterRole: sealed::Sealed + 'static {
    /// The role in the layout.
    #[doc(hidden)]
    const ROLE: Role;
    /// The argument of the type as written in `network!`, after the sizes.
    #[doc(hidden)]
    const WORDS: &'static str;
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! roles {
    ($($(#[$docs:meta])* $name:ident $role:ident $words:literal;)*) => {$(
        $(#[$docs])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name;

        impl sealed::Sealed for $name {}
        impl ParameterRole for $name {
            const ROLE: Role = Role::$role;
            const WORDS: &'static str = $words;
        }
    )*};
}

roles! {
    /// The parameter has [`Role::Weight`](crate::Role::Weight).
    WeightRole Weight "";
    /// The parameter has [`Role::Bias`](crate::Role::Bias).
    BiasRole Bias ", role = bias";
    /// The parameter has [`Role::Norm`](crate::Role::Norm).
    NormRole Norm ", role = norm";
}

parameters! { impl[S: Sample, R: ParameterRole, T: Float] for Parameter<S, R, T> = value: R::ROLE; role }
layer_value! { impl[S: Sample, R: ParameterRole, T: Float] for Parameter<S, R, T> { value: Weight } }

impl<S: Sample, R: ParameterRole, T: Float> Connect for Parameter<S, R, T> {
    type Input<Given: Signal> = Tuple<()>;
    type Coerced<Gives: Signal> = Self;
}

/// Initialises the elements of a tensor of shape `S` with PyTorch's fans: `fan_in` is the product of the sizes without the first,
/// `fan_out` that without the second.
pub(super) fn fill<S: Shape, T: Float, R: Rng + ?Sized>(
    value: &mut Tensor<S, T>,
    initializer: &impl Initializer,
    rng: &mut R,
) {
    let without = |axis: usize| S::SIZE / S::DIMS.get(axis).copied().unwrap_or(1);
    initializer.fill_by_output(value.as_mut_slice(), without(0), without(1), rng);
}

impl<S: Sample, R: ParameterRole, T: Float> Parameter<S, R, T> {
    /// Initialises the elements with `initializer`.
    ///
    /// In `network!`: `pos: Parameter<16, 64, init = XavierNormal>`.
    pub fn init_with<G: Rng + ?Sized>(&mut self, initializer: &impl Initializer, rng: &mut G) {
        fill(&mut self.value, initializer, rng);
    }
}

impl<S: Sample, R: ParameterRole, T: Float> Init for Parameter<S, R, T> {
    fn init<G: Rng + ?Sized>(&mut self, rng: &mut G) {
        self.init_with(&Zeros, rng);
    }
}

impl<S: Sample, R: ParameterRole, T: Float> Layer<Tuple<()>, T> for Parameter<S, R, T> {
    type Out = S;
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();
    const OP: Op = Op::Stored;

    #[inline]
    fn forward<B: Dim>(&self, (): (), y: &mut Batch<S, B, T>, _: &mut ()) {
        fill_rows(self.value.as_slice(), Tensor::as_mut_slice(y));
    }

    same_in_training!(Tuple<()>, T);

    #[inline]
    fn backward<B: Dim>(
        &self,
        Pass { dy, .. }: Pass<'_, Self, Tuple<()>, B, T>,
        (): (),
        grad: Gradient<'_, Self>,
        _: StepContext,
    ) {
        sum_rows(Tensor::as_slice(dy), grad.target());
    }
}

/// Writes `Parameter<16, 64, role = bias>`.
pub(super) fn write_stored(f: &mut fmt::Formatter<'_>, name: &str, sizes: &[usize], role: &str) -> fmt::Result {
    f.write_str(name)?;
    for (i, size) in sizes.iter().enumerate() {
        write!(f, "{}{size}", if i == 0 { "<" } else { ", " })?;
    }
    write!(f, "{role}>")
}

impl<S: Sample, R: ParameterRole, T: Float> fmt::Debug for Parameter<S, R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_stored(f, "Parameter", S::DIMS, R::WORDS)
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::dim::N;
    use crate::init::{Orthogonal, rng};
    use crate::parameters::{Layout, Orientation, Parameters, zeroed};

    type Three = Parameter<(N<3>,)>;

    #[test]
    fn output_is_the_value_for_each_sample() {
        let mut parameter = zeroed::<Three>();
        parameter.value.as_mut_slice().copy_from_slice(&[f32::NAN, 3e38, -0.0]);
        let mut y = Tensor::<(N<2>, N<3>)>::full(1.0);
        parameter.forward::<N<2>>((), &mut y, &mut ());
        assert!(y[[0, 0]].is_nan() && y[[1, 0]].is_nan());
        assert_eq!([y[[0, 1]], y[[1, 1]], y[[0, 2]], y[[1, 2]]], [3e38, 3e38, 0.0, 0.0]);
    }

    #[test]
    fn gradient_is_the_sum_over_the_batch() {
        let (parameter, mut grad) = (zeroed::<Three>(), zeroed::<Three>());
        grad.value.as_mut_slice().fill(f32::NAN);
        let dy = Tensor::<(N<2>, N<3>)>::new([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]]);
        for (adds, expected) in [(false, [11.0, 22.0, 33.0]), (true, [22.0, 44.0, 66.0])] {
            let pass = Pass { x: (), y: &dy, saved: &mut (), dy: &dy };
            parameter.backward::<N<2>>(pass, (), Gradient::new(&mut *grad, adds), StepContext::default());
            assert_eq!(Parameters::<f32>::as_slice(&*grad), expected);
        }
    }

    #[test]
    fn layout_is_one_tensor_in_pytorch_order() {
        let layout = |layout: Layout| layout;
        let of = layout(<Parameter<(N<2>, N<3>)> as Parameters>::LAYOUT);
        let orientation = Some(Orientation::OutIn);
        assert_eq!(of, Layout::Tensor { dims: &[2, 3], role: Role::Weight, orientation });
        let of = layout(<Parameter<(N<2>, N<3>), BiasRole> as Parameters>::LAYOUT);
        assert_eq!(of, Layout::Tensor { dims: &[2, 3], role: Role::Bias, orientation: None });
    }

    #[test]
    fn initialisers_see_the_first_axis_as_outputs() {
        let mut parameter = zeroed::<Parameter<(N<2>, N<3>), WeightRole, f64>>();
        parameter.init_with(&Orthogonal, &mut rng(1));
        let [a, b] = [0, 1].map(|row| [0, 1, 2].map(|column| parameter.value[[row, column]]));
        let dot = |a: [f64; 3], b: [f64; 3]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        assert!(dot(a, b).abs() < 1e-14 && (dot(a, a) - 1.0).abs() < 1e-14);
        parameter.init(&mut rng(1));
        assert_eq!(parameter.value.as_slice(), [0.0; 6]);
    }
}
