//! Checks of the parameters of an integer network: the file itself proves that no sum can overflow.

use super::tensor::{Tensor, Wrong};

/// The largest sum that fits 32 bits.
const LARGEST: u64 = i32::MAX as u64;
/// The largest distance of a quantised value from the zero point of its tensor.
const FARTHEST: u64 = 255;
/// The largest multiplier and shift of a sum of two values.
const ADD: (i32, i8) = (1 << 21, 30);

/// Checks the constraints of `nn_core::int8` on the parameters of each layer.
pub(super) fn check(tensors: &[Tensor], data: &[u8]) -> Result<(), Wrong> {
    let find = |name: &str| tensors.iter().find(|tensor| tensor.name == name);
    for tensor in tensors {
        let wrong = |what: String| Err(Wrong::Tensor(tensor.name.clone(), what));
        let (layer, part) = tensor.name.rsplit_once('.').unwrap_or(("", &tensor.name));
        // A sum of two values has two input zero points and two multipliers.
        let adds = |name: &str| find(&format!("{layer}.{name}")).is_some_and(|tensor| tensor.dims == [2]);
        let adds = adds("input_zero_point") && adds("multiplier");
        match (tensor.dtype.as_str(), part) {
            ("I8", "weight") => {
                let Some(bias) = find(&format!("{layer}.bias")).filter(|bias| bias.dtype == "I32") else { continue };
                let biases = words(bias, data);
                let rows = tensor.bytes(data).chunks_exact((tensor.size() / biases.len().max(1)).max(1));
                for (row, (weights, bias)) in rows.zip(biases).enumerate() {
                    let sum: u64 = weights.iter().map(|&weight| u64::from((weight as i8).unsigned_abs())).sum();
                    let most = FARTHEST * sum + u64::from(bias.unsigned_abs());
                    if most > LARGEST {
                        return wrong(format!(
                            "has a row, {row}, whose sum can reach {most}, expected less than 2^31: 255 times the sum of its absolute weights, plus its absolute bias"
                        ));
                    }
                }
            }
            ("I8", "shift") => {
                let most = if adds { ADD.1 } else { 62 };
                if let Some(&shift) = tensor.bytes(data).first()
                    && !(1..=most).contains(&(shift as i8))
                {
                    return wrong(format!("is {}, expected a shift from 1 to {most}", shift as i8));
                }
            }
            ("I32", "multiplier") => {
                let most = if adds { ADD.0 } else { i32::MAX };
                if let Some(found) = words(tensor, data).into_iter().find(|found| !(0..=most).contains(found)) {
                    return wrong(format!("has {found}, expected multipliers from 0 to {most}"));
                }
            }
            ("F32", "scale") => {
                let scale = words(tensor, data).first().map(|&bits| f32::from_bits(bits as u32));
                if let Some(scale) = scale.filter(|scale| !scale.is_finite() || *scale <= 0.0) {
                    return wrong(format!("is {scale}, expected a positive, finite scale"));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Reads the elements of a tensor as 32-bit integers.
fn words(tensor: &Tensor, data: &[u8]) -> Vec<i32> {
    tensor.bytes(data).as_chunks().0.iter().map(|word| i32::from_le_bytes(*word)).collect()
}
