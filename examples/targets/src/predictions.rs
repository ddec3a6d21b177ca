//! Predictions of the trained networks of `examples/embedded`: one sample at a time, and in batches.

use crate::digest::Digest;
use crate::inputs::{number, zeroed};
use crate::small::{Digits, DigitsInt8, Sine, SineInt8};
use core::f32::consts::TAU;
use nn::prelude::*;

static SINE: &Sine = nn::include_weights!(Sine, "../../tests/weights/sine.safetensors");
static SINE_INT8: &SineInt8 = nn::include_weights!(SineInt8, "../../tests/weights/sine_int8.safetensors");
static DIGITS: &Digits = nn::include_weights!(Digits, "../../tests/weights/digits.safetensors");
static DIGITS_INT8: &DigitsInt8 = nn::include_weights!(DigitsInt8, "../../tests/weights/digits_int8.safetensors");

/// The number of samples for each network.
const SAMPLES: usize = 256;

pub(crate) fn report() {
    sine::<dim![1]>();
    sine::<dim![16]>();
    sine_int8();
    digits::<dim![1]>();
    digits::<dim![16]>();
    digits_int8();
}

/// Returns an angle from 0 to 2 pi.
fn angle(i: usize) -> f32 {
    TAU * i as f32 / (SAMPLES - 1) as f32
}

/// Returns a pixel from 0 to 1 in steps of 1/16, as in the data set of digits.
fn pixel(sample: usize, i: usize) -> f32 {
    (17.0 * number(64 * sample + i)) as u8 as f32 / 16.0
}

fn sine<B: Dim>() {
    let (mut x, mut y, mut scratch) = (zeroed::<Tensor<(B, dim![1])>>(), zeroed::<Tensor<(B, dim![1])>>(), zeroed());
    let mut digest = Digest::new();
    for first in (0..SAMPLES).step_by(B::SIZE) {
        x.fill_with(|[row, _]| angle(first + row));
        SINE.predict::<B>(&x, &mut y, &mut scratch);
        digest.numbers(y.as_slice());
    }
    digest.print(format_args!("sine, {SAMPLES} predictions, {} at a time", B::SIZE));
}

fn sine_int8() {
    let scale = SINE_INT8.input(0).expect("it has one input");
    let (mut y, mut scratch) = (Tensor::new([[0_i8]]), zeroed());
    let mut digest = Digest::new();
    for i in 0..SAMPLES {
        let x = scale.quantize(angle(i));
        SINE_INT8.predict::<dim![1]>(&Tensor::new([[x]]), &mut y, &mut scratch);
        digest.bits(x as u64);
        y.iter().for_each(|&y| digest.bits(y as u64));
    }
    digest.print(format_args!("sine in integers, {SAMPLES} predictions"));
}

fn digits<B: Dim>() {
    let (mut x, mut y, mut scratch) = (zeroed::<Tensor<(B, dim![64])>>(), zeroed::<Tensor<(B, dim![10])>>(), zeroed());
    let mut digest = Digest::new();
    for first in (0..SAMPLES).step_by(B::SIZE) {
        x.fill_with(|[row, i]| pixel(first + row, i));
        DIGITS.predict::<B>(&x, &mut y, &mut scratch);
        digest.numbers(y.as_slice());
    }
    digest.print(format_args!("digits, {SAMPLES} predictions, {} at a time", B::SIZE));
}

fn digits_int8() {
    let scale = DIGITS_INT8.input(0).expect("it has one input");
    let (mut x, mut y, mut scratch) = (zeroed::<Tensor<shape![1, 64], i8>>(), Tensor::new([[0_i8; 10]]), zeroed());
    let mut digest = Digest::new();
    for sample in 0..SAMPLES {
        x.fill_with(|[_, i]| scale.quantize(pixel(sample, i)));
        DIGITS_INT8.predict::<dim![1]>(&x, &mut y, &mut scratch);
        y.iter().for_each(|&y| digest.bits(y as u64));
    }
    digest.print(format_args!("digits in integers, {SAMPLES} predictions"));
}
