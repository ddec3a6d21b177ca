//! The trait of quantised networks, which `network!` generates from `#[int8(Name)]`.

use super::layers::largest_sum;
use super::tensors::{Dtype, Int8Field, Int8Tensor};
use super::{Integers, Quantization, QuantizeError, Range, Scale};
use crate::dim::{Dim, N};
use crate::network::Network;
use crate::parameters::Plain;
#[cfg(feature = "alloc")]
use crate::parameters::zeroed;
use crate::proof::{Cost, Text, most_is_for};
#[cfg(feature = "alloc")]
use crate::signal::{Elements, Signal};
use core::fmt;

/// A reference to an input batch of a quantised network.
pub type QuantizedInput<'a, Net, B> = <<<Net as Quantized>::FloatNetwork as Network>::In as Integers>::Read<'a, B>;
/// A mutable reference to an output batch of a quantised network.
pub type QuantizedOutput<'a, Net, B> = <<Net as Quantized>::Out as Integers>::Write<'a, B>;

/// A quantised network: the layers of [`FloatNetwork`](Quantized::FloatNetwork) with 8-bit integers.
///
/// ```
/// use nn::int8::Calibration;
/// use nn::prelude::*;
///
/// network! {
///     #[int8(SmallInt8)]
///     struct Small {
///         fc1: Linear<4, 8>,
///         fc2: Linear<_, 2>,
///     }
///     fn forward(x: Tensor<4>) -> Tensor<2> {
///         x.fc1().relu().fc2()
///     }
/// }
///
/// let small = Small::new(1);
/// let samples = Tensor::<shape![16, 4]>::from_fn(|[i, j]| (i * 4 + j) as f32 / 64.0);
/// let mut calibration = Calibration::<SmallInt8>::new(&small);
/// calibration.observe(&samples);
/// let int8 = calibration.build()?;
/// let (real, found) = (small.forward(&samples), int8.forward(&samples));
/// assert!(real.iter().zip(found.iter()).all(|(real, found)| (real - found).abs() < 0.02));
/// assert!(SmallInt8::FLASH_BYTES < Small::FLASH_BYTES);
/// # Ok::<(), nn::int8::QuantizeError>(())
/// ```
pub trait Quantized: Plain {
    /// The floating-point network from which it is quantised.
    type FloatNetwork: Network<Elem = f32, In: Integers, Out = Self::Out>;
    /// The output of both networks.
    type Out: Integers;
    /// The scratch memory of a prediction, for the values between input and output.
    type Scratch<B: Dim>: Plain;
    /// The name of the struct.
    const NAME: &'static str;
    /// The layers in memory order, without gaps.
    const FIELDS: &'static [Int8Field];
    /// The number of values whose ranges are calibrated.
    #[doc(hidden)]
    const VALUES: usize;

    /// Updates the ranges with the values of a prediction.
    #[cfg(feature = "alloc")]
    #[doc(hidden)]
    fn observe<B: Dim>(network: &Self::FloatNetwork, x: crate::Input<'_, Self::FloatNetwork, B>, ranges: &mut [Range]);
    /// Quantises `network` with these ranges.
    #[doc(hidden)]
    fn set(&mut self, network: &Self::FloatNetwork, ranges: &[Range]) -> Result<(), QuantizeError>;
    #[doc(hidden)]
    fn input_scales(&self) -> &[Scale];
    #[doc(hidden)]
    fn output_scales(&self) -> &[Scale];

    /// Checks that no sum of any layer can overflow, and that shifts, multipliers and scales are valid. This holds for every
    /// network that a calibration returns.
    ///
    /// # Errors
    /// Returns an error with the layer and its fault.
    fn check(&self) -> Result<(), QuantizeError>;

    /// Returns the largest absolute value that a sum in any layer with weights can have, for any input: the maximum over the
    /// outputs of 255 times the sum of the absolute weights, plus the absolute bias. It is less than 2^31 if
    /// [`check`](Quantized::check) succeeds, and 0 if no layer has weights.
    ///
    /// ```
    /// # use nn::int8::Calibration;
    /// # use nn::prelude::*;
    /// # network! {
    /// #     #[int8(LineInt8)]
    /// #     struct Line {
    /// #         fc: Linear<1, 1>,
    /// #     }
    /// #     fn forward(x: Tensor<1>) -> Tensor<1> {
    /// #         x.fc()
    /// #     }
    /// # }
    /// # let line = Line::new(1);
    /// # let mut calibration = Calibration::<LineInt8>::new(&line);
    /// # calibration.observe(&Tensor::<shape![2, 1]>::new([[-1.0], [1.0]]));
    /// # let int8 = calibration.build()?;
    /// // One weight, whose absolute value is 127, as that of the largest weight of every row.
    /// let bias = int8.largest_sum() - 255 * 127;
    /// assert!(bias < (1 << 31) - 255 * 127);
    /// # Ok::<(), nn::int8::QuantizeError>(())
    /// ```
    fn largest_sum(&self) -> u64 {
        let bytes = self.as_bytes();
        let sums = Self::FIELDS.iter().filter_map(|field| {
            let find = |name, dtype| {
                let tensor = field.tensors.iter().find(|tensor| tensor.name == name && tensor.dtype == dtype)?;
                bytes.get(field.offset + tensor.offset..)?.get(..tensor.size())
            };
            let (weights, biases) = (find("weight", Dtype::I8)?, find("bias", Dtype::I32)?.as_chunks().0);
            let rows = weights.chunks_exact(weights.len() / biases.len()).zip(biases);
            let of_row = |(row, &bias): (&[u8], _)| {
                largest_sum(row.iter().map(|&weight| weight as i8), i32::from_le_bytes(bias))
            };
            rows.map(of_row).max()
        });
        sums.max().unwrap_or(0)
    }

    /// Runs inference in integers only, without heap allocation: computes `y` from a batch `x`. `scratch` holds intermediate
    /// values; its initial contents do not matter.
    ///
    /// ```
    /// # use nn::int8::Calibration;
    /// # use nn::prelude::*;
    /// # network! {
    /// #     #[int8(LineInt8)]
    /// #     struct Line {
    /// #         fc: Linear<1, 1>,
    /// #     }
    /// #     fn forward(x: Tensor<1>) -> Tensor<1> {
    /// #         x.fc()
    /// #     }
    /// # }
    /// # let line = Line::new(1);
    /// # let mut calibration = Calibration::<LineInt8>::new(&line);
    /// # calibration.observe(&Tensor::<shape![2, 1]>::new([[-1.0], [1.0]]));
    /// # let int8 = calibration.build()?;
    /// let (input, output) = (int8.input(0).unwrap(), int8.output(0).unwrap());
    /// let x = Tensor::<shape![1, 1], i8>::new([[input.quantize(0.5)]]);
    /// let mut y = Tensor::<shape![1, 1], i8>::new([[0]]);
    /// let mut scratch = nn::parameters::zeroed();
    /// int8.predict(&x, &mut y, &mut *scratch);
    /// let real = line.forward(&Tensor::from([[0.5]]))[[0, 0]];
    /// assert!((output.dequantize(y[[0, 0]]) - real).abs() < 0.02);
    /// # Ok::<(), nn::int8::QuantizeError>(())
    /// ```
    fn predict<B: Dim>(
        &self,
        x: QuantizedInput<'_, Self, B>,
        y: QuantizedOutput<'_, Self, B>,
        scratch: &mut Self::Scratch<B>,
    );

    /// Returns the quantisation of an input tensor, or `None` if the index is out of range.
    fn input(&self, index: usize) -> Option<Quantization> {
        self.input_scales().get(index).map(Scale::get)
    }

    /// Returns the quantisation of an output tensor, or `None` if the index is out of range.
    fn output(&self, index: usize) -> Option<Quantization> {
        self.output_scales().get(index).map(Scale::get)
    }

    /// Runs [`predict`](Quantized::predict) from `f32` to `f32`, with heap allocation, for comparison with the floating-point
    /// network.
    #[cfg(feature = "alloc")]
    fn forward<B: Dim>(
        &self,
        x: crate::Input<'_, Self::FloatNetwork, B>,
    ) -> alloc::boxed::Box<<Self::Out as Signal>::Owned<B, f32>> {
        type In<Net> = <<Net as Quantized>::FloatNetwork as Network>::In;
        let mut input = zeroed::<<In<Self> as Integers>::Storage<B>>();
        let parts = In::<Self>::to_parts::<B, f32>(x).into_iter().flatten();
        let kept = In::<Self>::parts::<B>(&mut input).into_iter().flatten();
        for ((x, kept), scale) in parts.filter_map(Elements::floats).zip(kept).zip(self.input_scales()) {
            let quantization = scale.get();
            kept.iter_mut().zip(x).for_each(|(kept, &x)| *kept = quantization.quantize(x));
        }
        let mut output = zeroed::<<Self::Out as Integers>::Storage<B>>();
        let mut scratch = zeroed::<Self::Scratch<B>>();
        self.predict::<B>(In::<Self>::read::<B>(&input), Self::Out::write::<B>(&mut output), &mut scratch);
        let mut y = zeroed::<<Self::Out as Signal>::Owned<B, f32>>();
        let parts = Self::Out::to_parts_mut::<B, f32>(Self::Out::by_mut(&mut y)).into_iter().flatten();
        let kept = Self::Out::parts::<B>(&mut output).into_iter().flatten();
        for ((y, kept), scale) in parts.filter_map(Elements::floats).zip(kept).zip(self.output_scales()) {
            let quantization = scale.get();
            y.iter_mut().zip(kept).for_each(|(y, kept)| *y = quantization.dequantize(*kept));
        }
        y
    }

    /// Returns the bytes of the network, which are also the tensor data of its file.
    fn as_bytes(&self) -> &[u8] {
        const { assert!(align_of::<Self>() == 1) };
        // SAFETY: the network consists of contiguous tensors of bytes and words, all aligned to one byte, so there is no padding.
        unsafe { core::slice::from_raw_parts(core::ptr::from_ref(self).cast(), size_of::<Self>()) }
    }

    /// Returns the bytes of the network, mutably.
    #[doc(hidden)]
    fn as_mut_bytes(&mut self) -> &mut [u8] {
        const { assert!(align_of::<Self>() == 1) };
        // SAFETY: as above; in addition, the network is plain data, for which every bit pattern is valid.
        unsafe { core::slice::from_raw_parts_mut(core::ptr::from_mut(self).cast(), size_of::<Self>()) }
    }
}

/// Writes the name of a network, and its layers with the shapes and some elements of their tensors.
pub fn write_network<Net: Quantized>(network: &Net, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let bytes = network.as_bytes();
    let mut layers = f.debug_struct(Net::NAME);
    for field in Net::FIELDS {
        let bytes = bytes.get(field.offset..).unwrap_or_default();
        let tensors = field.tensors.iter();
        let entry = |tensor: &'static Int8Tensor| {
            (fmt::from_fn(|f| f.write_str(tensor.name)), fmt::from_fn(move |f| tensor.write(bytes, f)))
        };
        layers.field(field.name, &fmt::from_fn(|f| f.debug_map().entries(tensors.clone().map(entry)).finish()));
    }
    layers.finish()
}

/// Asserts that the network has at most `most` bytes. Otherwise panics, which is a compile error in a constant, with both figures
/// and the largest layer.
#[track_caller]
pub const fn expect_flash<Net: Quantized>(most: usize) {
    let needed = size_of::<Net>();
    if needed <= most {
        return;
    }
    let (mut largest, mut index) = (0, 0);
    while index < Net::FIELDS.len() {
        if bytes(&Net::FIELDS[index]) > bytes(&Net::FIELDS[largest]) {
            largest = index;
        }
        index += 1;
    }
    let text = exceeded::<Net>(needed, " bytes of flash", most).text("\nhelp: the largest part is `");
    let text = text.text(Net::FIELDS[largest].name).text("`, ").number(bytes(&Net::FIELDS[largest])).text(" bytes");
    panic!("{}", text.as_str());
}

/// Asserts that inference of one sample needs at most `most` bytes of scratch memory between input and output.
#[track_caller]
pub const fn expect_scratch<Net: Quantized>(most: usize) {
    let needed = size_of::<Net::Scratch<N<1>>>();
    if needed > most {
        let text = exceeded::<Net>(needed, " bytes of scratch", most);
        panic!("{}", most_is_for(text, &<Net::FloatNetwork as Network>::GRAPH, Cost::Scratch, 1).as_str());
    }
}

const fn exceeded<Net: Quantized>(needed: usize, what: &str, most: usize) -> Text {
    let text = Text::new().text("`").text(Net::NAME).text("` needs ").number(needed).text(what);
    text.text(", its budget is ").number(most)
}

const fn bytes(field: &Int8Field) -> usize {
    let (mut bytes, mut index) = (0, 0);
    while index < field.tensors.len() {
        bytes += field.tensors[index].size();
        index += 1;
    }
    bytes
}
