//! A correct network and its broken twin.

use crate::architecture::Module;
use crate::draw::{self, DEEPEST};
use crate::mistakes::{self, Broken, MISTAKES};
use crate::predict::Stage;
use crate::random::Random;
use crate::write::{self, Expected};

pub(crate) struct Pair {
    pub(crate) seed: u64,
    pub(crate) number: u64,
    /// The longest path from an input to an output of the last network.
    pub(crate) depth: usize,
    pub(crate) right: Module,
    pub(crate) right_text: String,
    pub(crate) wrong_text: String,
    pub(crate) mistake: &'static str,
    /// Whether only the value of a name shows the mistake, so that the compiler reports it.
    pub(crate) by_names: bool,
    /// The one error of the broken twin.
    pub(crate) expected: Expected,
}

impl Pair {
    /// Draws the pair with this index of a seed. Depths and mistakes are drawn in turn; after twenty networks that cannot have the
    /// mistake, any mistake is drawn.
    pub(crate) fn draw(seed: u64, number: u64) -> Self {
        let mut random = Random::of_pair(seed, number);
        let depth = 1 + number as usize % DEEPEST;
        for attempt in 0.. {
            let right = draw::module(&mut random, depth);
            let mistake = match attempt {
                0..20 => &MISTAKES[number as usize % MISTAKES.len()],
                _ => random.one_of(MISTAKES),
            };
            let Some(Broken { module, mistake, complaint }) = mistakes::broken(&mut random, &right, mistake) else {
                continue;
            };
            let (right_text, wrong) = (write::module(&right).text, write::module(&module));
            let (expected, by_names) = (wrong.expected(&complaint), complaint.stage == Stage::Names);
            let wrong_text = wrong.text;
            return Pair { seed, number, depth, right, right_text, wrong_text, mistake, by_names, expected };
        }
        unreachable!("some network has a place for some mistake")
    }
}
