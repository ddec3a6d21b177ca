//! A network that is right, and its broken twin.

use crate::architecture::Module;
use crate::chance::Chance;
use crate::draw::{self, DEEPEST};
use crate::mistakes::{self, Broken};
use crate::write::{self, Expected};

pub(crate) struct Pair {
    pub(crate) seed: u64,
    pub(crate) number: u64,
    /// The longest way from an input to an output of the last network.
    pub(crate) depth: usize,
    pub(crate) right: Module,
    pub(crate) right_text: String,
    pub(crate) wrong_text: String,
    pub(crate) mistake: &'static str,
    /// The one error of the broken twin.
    pub(crate) expected: Expected,
}

impl Pair {
    /// The pair with this number of all that a seed gives. Every depth is drawn in its turn.
    pub(crate) fn draw(seed: u64, number: u64) -> Self {
        let mut chance = Chance::of_pair(seed, number);
        let depth = 1 + number as usize % DEEPEST;
        loop {
            let right = draw::module(&mut chance, depth);
            if let Some(Broken { module, mistake, complaint }) = mistakes::broken(&mut chance, &right) {
                let (right_text, wrong) = (write::module(&right).text, write::module(&module));
                let expected = wrong.expected(&complaint);
                return Pair { seed, number, depth, right, right_text, wrong_text: wrong.text, mistake, expected };
            }
        }
    }
}
