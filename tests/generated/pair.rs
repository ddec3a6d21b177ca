//! A correct network and its broken twin.

use crate::architecture::Module;
use crate::draw::{self, DEEPEST};
use crate::mistakes::{self, Broken, MISTAKES};
use crate::predict::Stage;
use crate::random::Random;
use crate::slips::{Text, slips};
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
    /// Draws the pair with this index of a seed. Three of ten have a slip of notation. Depths and mistakes are drawn in turn; after
    /// twenty networks that cannot have the mistake, any mistake is drawn.
    pub(crate) fn draw(seed: u64, number: u64) -> Self {
        let mut random = Random::of_pair(seed, number);
        let depth = 1 + number as usize % DEEPEST;
        if number % 10 < 3 {
            return Self::with_slip(random, seed, number, depth);
        }
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

    /// The pair whose twin differs by a slip.
    fn with_slip(mut random: Random, seed: u64, number: u64, depth: usize) -> Self {
        let slips: Vec<_> = slips().collect();
        // The slips in turn: of each ten pairs, three have one.
        let turn = (number / 10 * 3 + number % 10) as usize;
        for attempt in 0.. {
            let right = draw::module(&mut random, depth);
            let slip = match attempt {
                0..20 => slips[turn % slips.len()],
                _ => *random.one_of(&slips),
            };
            let written = write::module(&right);
            let Some(change) = (slip.make)(&mut random, &Text { module: &right, written: &written }) else { continue };
            let (wrong_text, expected) = change.apply(&written.text);
            let (right_text, mistake, by_names) = (written.text.clone(), slip.name, false);
            return Pair { seed, number, depth, right, right_text, wrong_text, mistake, by_names, expected };
        }
        unreachable!("some network has a place for some slip")
    }
}
