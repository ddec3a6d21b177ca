//! From a trained network to one in integers.

use super::{QuantizeError, Quantized, Range};
use crate::dim::Dim;
use crate::network::Input;
use crate::parameters::zeroed;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::marker::PhantomData;

/// Looks at what the values between the layers become for samples, a few hundred like those that the network will be given, and makes
/// a network in integers with these ranges: what is outside of them later is cut off.
///
/// An example is at [`Quantized`].
#[derive(Debug)]
pub struct Calibration<'a, Net: Quantized> {
    real: &'a Net::Real,
    ranges: Vec<Range>,
    made: PhantomData<Net>,
}

impl<'a, Net: Quantized> Calibration<'a, Net> {
    /// Of a trained network. No sample was seen yet.
    pub fn new(real: &'a Net::Real) -> Self {
        Self { real, ranges: alloc::vec![Range::default(); Net::VALUES], made: PhantomData }
    }

    /// Takes a batch of samples in.
    pub fn see<B: Dim>(&mut self, x: Input<'_, Net::Real, B>) -> &mut Self {
        Net::observe::<B>(self.real, x, &mut self.ranges);
        self
    }

    /// The network in integers.
    ///
    /// # Errors
    /// No sample was seen; a number of the network, or a value, is not finite; or a sum could overflow.
    pub fn finish(&self) -> Result<Box<Net>, QuantizeError> {
        let mut network = zeroed::<Net>();
        network.set(self.real, &self.ranges)?;
        Ok(network)
    }
}
