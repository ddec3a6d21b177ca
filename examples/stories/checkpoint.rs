//! Reading of a model in the format of llama2.c: seven integers, then all tensors in `f32`, little-endian.

use crate::model::{Length, Stories, Vocab};
use nn::layers::{Linear, NoBias};
use nn::prelude::*;
use std::error::Error;
use std::fs;
use std::path::Path;

/// The header: width, hidden width, blocks, heads, heads of keys and values, tokens, longest text.
const HEADER: [i32; 7] = [64, 172, 5, 8, 4, Vocab::SIZE as i32, Length::SIZE as i32];
/// The elements of two tables of rotary frequencies, which are not used.
const TABLES: usize = Length::SIZE * 8;

/// Reads a model.
///
/// # Errors
/// A file that cannot be read, is of another model, or is truncated or too long.
pub(crate) fn read(path: &Path) -> Result<Box<Stories>, Box<dyn Error>> {
    let name = path.display();
    let bytes = fs::read(path).map_err(|error| format!("cannot read {name}: {error}"))?;
    let (words, _) = bytes.as_chunks::<4>();
    let expected = 4 * (HEADER.len() + Stories::PARAMETERS + TABLES);
    let header: Vec<i32> = words.iter().take(HEADER.len()).map(|&word| i32::from_le_bytes(word)).collect();
    if header != HEADER {
        return Err(format!("{name} is of another model: its header is {header:?}, expected {HEADER:?}").into());
    }
    if bytes.len() != expected {
        return Err(format!("{name} has {} bytes, expected {expected}", bytes.len()).into());
    }
    let mut file =
        File(words[HEADER.len()..].iter().map(|&word| f32::from_le_bytes(word)).collect::<Vec<_>>().into_iter());
    let mut model = Stories::new(0);
    let Stories { embed, blocks, norm, .. } = &mut *model;
    file.fill(&mut embed.weight);
    // Each kind of tensor of all blocks, one after another.
    blocks.iter_mut().for_each(|block| file.fill(&mut block.attention_norm.weight));
    blocks.iter_mut().for_each(|block| file.transpose(&mut block.query));
    blocks.iter_mut().for_each(|block| file.transpose(&mut block.key));
    blocks.iter_mut().for_each(|block| file.transpose(&mut block.value));
    blocks.iter_mut().for_each(|block| file.transpose(&mut block.project));
    blocks.iter_mut().for_each(|block| file.fill(&mut block.mlp_norm.weight));
    blocks.iter_mut().for_each(|block| file.transpose(&mut block.gate));
    blocks.iter_mut().for_each(|block| file.transpose(&mut block.down));
    blocks.iter_mut().for_each(|block| file.transpose(&mut block.up));
    file.fill(&mut norm.weight);
    Ok(model)
}

/// The elements of a file that have not been read.
struct File(std::vec::IntoIter<f32>);

impl File {
    fn fill<S: nn::shape::Shape>(&mut self, tensor: &mut Tensor<S>) {
        tensor.as_mut_slice().iter_mut().zip(&mut self.0).for_each(|(to, x)| *to = x);
    }

    /// Reads a matrix `[out, in]`.
    fn transpose<In: Dim, Out: Dim>(&mut self, layer: &mut Linear<In, Out, NoBias>) {
        for o in 0..Out::SIZE {
            for (i, x) in (0..In::SIZE).zip(&mut self.0) {
                layer.weight[[i, o]] = x;
            }
        }
    }
}
