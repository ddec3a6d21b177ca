//! Quantised element-wise functions: a lookup table of all 256 input values.

use crate::activation::Activation;
use crate::dim::{Dim, N};
use crate::int8::tensors::{Int8Layer, Int8Tensor, tensors};
use crate::int8::{Fault, Folded, Quantization, Quantize};
use crate::layers::Layer;
use crate::parameters::plain;
use crate::shape::Sample;
use crate::signal::Batch;
use crate::tensor::Tensor;

/// The output for each input value, indexed by the input reinterpreted as unsigned: first 0 to 127, then -128 to -1.
#[repr(C)]
pub struct Int8Table {
    table: Tensor<(N<256>,), i8>,
}

plain! { impl[] for Int8Table { table } }

impl Int8Layer for Int8Table {
    const TENSORS: &'static [Int8Tensor] = tensors!(Self { table: I8 & [256] });

    fn check(&self) -> Result<(), Fault> {
        Ok(())
    }
}

impl Int8Table {
    /// Sets the entries to those of a function, for an input and an output of these quantisations.
    pub(super) fn set(&mut self, value: impl Fn(f32) -> f32, input: Quantization, output: Quantization) {
        for (byte, y) in self.table.iter_mut().enumerate() {
            *y = output.quantize(value(input.dequantize(byte as u8 as i8)));
        }
    }

    /// Writes the entry of each element.
    #[inline(always)]
    pub(super) fn look_up(&self, x: &[i8], y: &mut [i8]) {
        for (&x, y) in x.iter().zip(y) {
            // The table has an entry for every byte.
            *y = self.table.as_slice().get(usize::from(x as u8)).copied().unwrap_or_default();
        }
    }
}

impl<A: Activation + Layer<S, f32, Out = S>, S: Sample> Quantize<S> for A {
    type Int8 = Int8Table;
    type Workspace = ();

    fn quantize(
        &self,
        _: impl Fn(usize) -> Folded,
        inputs: &[Quantization],
        output: Quantization,
        int8: &mut Int8Table,
    ) -> Result<(), Fault> {
        int8.set(A::value, inputs[0], output);
        Ok(())
    }

    #[inline]
    fn predict<B: Dim>(int8: &Int8Table, x: &Batch<S, B, i8>, y: &mut Batch<S, B, i8>, _: &mut ()) {
        int8.look_up(x.as_slice(), y.as_mut_slice());
    }
}
