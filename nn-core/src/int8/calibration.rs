//! Post-training quantisation: calibration of the ranges of a trained network.

use super::{QuantizeError, Quantized, Range};
use crate::dim::Dim;
use crate::network::Input;
use crate::parameters::zeroed;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::marker::PhantomData;

/// Records the ranges of the values between the layers for representative samples, typically a few hundred, and builds a quantised
/// network with these ranges. Values outside of them saturate.
///
/// [`Quantized`] has an example.
#[derive(Debug)]
pub struct Calibration<'a, Net: Quantized> {
    network: &'a Net::FloatNetwork,
    ranges: Vec<Range>,
    made: PhantomData<Net>,
}

impl<'a, Net: Quantized> Calibration<'a, Net> {
    /// Creates a calibration of a trained network, without any samples.
    pub fn new(network: &'a Net::FloatNetwork) -> Self {
        Self { network, ranges: alloc::vec![Range::default(); Net::VALUES], made: PhantomData }
    }

    /// Records the ranges for a batch of samples.
    pub fn observe<B: Dim>(&mut self, x: Input<'_, Net::FloatNetwork, B>) -> &mut Self {
        Net::observe::<B>(self.network, x, &mut self.ranges);
        self
    }

    /// Returns the quantised network.
    ///
    /// # Errors
    /// Returns an error if no sample was recorded, if a parameter or an intermediate value is not finite, or if a sum could
    /// overflow.
    pub fn build(&self) -> Result<Box<Net>, QuantizeError> {
        let mut int8 = zeroed::<Net>();
        int8.set(self.network, &self.ranges)?;
        Ok(int8)
    }
}
