//! A story by the language model of `examples/stories`, one token after another, without a heap: the weights are constants, and the
//! keys and values of all tokens are on the stack. `examples/stories/cortex-m DIR` builds and runs it.

use crate::machine::print;
use crate::model::{Stories, Vocab};
use nn::Stream;
use nn::prelude::*;

static MODEL: &Stories = nn::include_weights!(Stories, "story/stories260K.safetensors");
static PIECES: &[u8] = include_bytes!("../story/tok512.bin");

/// The token that begins a text; a model that generates it, or the one after it, has finished.
const BEGIN: usize = 1;
const STEPS: usize = 200;

/// Prints the most probable story.
pub(crate) fn tell() {
    let mut stream = Stream::<Stories>::new();
    let mut logits = Tensor::<shape![1, 1, Vocab]>::new([[[0.0; Vocab::SIZE]]]);
    let mut token = BEGIN;
    for _ in 0..STEPS {
        let input = Tensor::<shape![1, 1], Class<Vocab>>::new([[Class::new(token).expect("a token of the vocabulary")]]);
        stream.step_into(MODEL, &input, &mut logits).expect("fewer steps than the model accepts");
        let next = logits.argmax();
        if next == BEGIN || next == BEGIN + 1 {
            return;
        }
        let piece = piece(next);
        print(if token == BEGIN { piece.strip_prefix(' ').unwrap_or(piece) } else { piece });
        token = next;
    }
}

/// The text of a token. The file consists of the longest length, then a score, a length and the bytes of each piece.
fn piece(token: usize) -> &'static str {
    let mut rest = &PIECES[4..];
    for _ in 0..token {
        rest = &rest[8 + length(rest)..];
    }
    let bytes = &rest[8..][..length(rest)];
    if bytes == b"<0x0A>" { "\n" } else { core::str::from_utf8(bytes).expect("text") }
}

/// The length of the first piece.
fn length(pieces: &[u8]) -> usize {
    u32::from_le_bytes([pieces[4], pieces[5], pieces[6], pieces[7]]) as usize
}
