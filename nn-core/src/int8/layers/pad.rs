//! Quantised padding: the output has the quantisation of the input, in which 0 is an integer.

use crate::dim::{Circular, Dim, Fill, PadSide, PadTo, Reflect, Replicate};
use crate::int8::tensors::{Int8Layer, Int8Tensor, tensors};
use crate::int8::{Fault, Folded, Quantization, Quantize};
use crate::kernels::pad;
use crate::layers::{Pad1d, Pad2d, Pad3d, Padding};
use crate::parameters::plain;
use crate::tensor::Tensor;

/// A quantised padding: the integer that stands for 0.
#[repr(C)]
pub struct Int8Pad {
    zero_point: i8,
}

plain! { impl[] for Int8Pad { zero_point } }

impl Int8Layer for Int8Pad {
    const TENSORS: &'static [Int8Tensor] = tensors!(Self { zero_point: I8 & [] });

    fn check(&self) -> Result<(), Fault> {
        Ok(())
    }
}

/// A padding by zeros or by elements of the input, which the quantisation of the input represents.
pub trait PicksOrZero: Padding {}

impl PicksOrZero for Fill<0> {}
impl PicksOrZero for Reflect {}
impl PicksOrZero for Replicate {}
impl PicksOrZero for Circular {}

macro_rules! pads {
    ($layer:ident<$($side:ident),+>: [$($axis:ident $before:ident $after:ident),+]) => {
        impl<C, Mode, $($axis,)+ $($side),+> Quantize<(C, $($axis),+)> for $layer<Mode, $($side),+>
        where
            C: Dim,
            Mode: PicksOrZero,
            $($axis: PadTo<Mode, $before, $after>,)+
            $($side: PadSide,)+
        {
            type Int8 = Int8Pad;
            type Workspace = ();

            fn quantize(
                &self,
                _: impl Fn(usize) -> Folded,
                inputs: &[Quantization],
                _: Quantization,
                int8: &mut Int8Pad,
            ) -> Result<(), Fault> {
                int8.zero_point = inputs[0].zero_point;
                Ok(())
            }

            #[cfg_attr(not(feature = "std"), inline(never))]
            fn predict<Rows: Dim>(
                int8: &Int8Pad,
                x: &Tensor<(Rows, C, $($axis),+), i8>,
                y: &mut Tensor<(Rows, C, $($axis::Output),+), i8>,
                (): &mut (),
            ) {
                let border = const { Self::border::<$($axis),+>() };
                pad(&border, const { Mode::VALUES }, int8.zero_point, x.as_slice(), y.as_mut_slice());
            }
        }
    };
}
pads!(Pad1d<Left, Right>: [L Left Right]);
pads!(Pad2d<Left, Right, Top, Bottom>: [H Top Bottom, W Left Right]);
pads!(Pad3d<Left, Right, Top, Bottom, Front, Back>: [D Front Back, H Top Bottom, W Left Right]);
