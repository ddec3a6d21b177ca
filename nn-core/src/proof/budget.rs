//! Budgets of a network: bytes and multiply-accumulates that it may not exceed, held by the compiler.

use crate::dim::N;
use crate::graph::Row;
use crate::network::Network;
use crate::proof::{Text, count};

/// The weights are at most so many bytes. If not: a compile error with both figures and the layer that costs most.
#[track_caller]
pub const fn expect_flash<Net: Network>(most: usize) {
    let needed = size_of::<Net>();
    if needed > most {
        exceeded::<Net>(needed, " bytes of flash", most, Cost::Flash);
    }
}

/// What inference of one sample needs between input and output is at most so many bytes.
#[track_caller]
pub const fn expect_scratch<Net: Network>(most: usize) {
    let needed = size_of::<Net::Scratch<N<1>>>();
    if needed > most {
        exceeded::<Net>(needed, " bytes of scratch", most, Cost::Scratch);
    }
}

/// Inference of one sample is at most so many multiply-accumulates.
#[track_caller]
pub const fn expect_macs<Net: Network>(most: usize) {
    if Net::MACS > most {
        exceeded::<Net>(Net::MACS, " multiply-accumulates", most, Cost::Macs);
    }
}

#[derive(Clone, Copy)]
pub(crate) enum Cost {
    Flash,
    Scratch,
    Macs,
}

impl Cost {
    /// What a use of a layer costs: of scratch, what it gives.
    const fn of(self, row: &Row, element: usize) -> usize {
        match self {
            Cost::Flash => row.parameters * element,
            Cost::Macs => row.macs,
            Cost::Scratch => {
                let mut elements = 0;
                let mut i = 0;
                while i < row.out.len() {
                    elements += count(&[row.out[i]]);
                    i += 1;
                }
                elements * element
            }
        }
    }
}

#[track_caller]
const fn exceeded<Net: Network>(needed: usize, what: &str, most: usize, cost: Cost) -> ! {
    let text = Text::new().text("`").text(Net::NAME).text("` needs ").number(needed).text(what);
    let text = text.text(", its budget is ").number(most);
    panic!("{}", most_is_for(text, Net::ROWS, cost, size_of::<Net::Elem>()).as_str());
}

/// Which of these uses of layers costs most, with numbers of so many bytes.
pub(crate) const fn most_is_for(mut text: Text, rows: &[Row], cost: Cost, element: usize) -> Text {
    let (mut largest, mut of, mut row) = (0, 0, 0);
    while row < rows.len() {
        let costs = cost.of(&rows[row], element);
        if costs > of {
            (largest, of) = (row, costs);
        }
        row += 1;
    }
    if of > 0 {
        let Row { name, kind, .. } = &rows[largest];
        text = text.text("\nhelp: most is for `").text(name);
        if !kind.is_empty() {
            text = text.text(": ").text(kind);
        }
        text = text.text("`, ").number(of);
        text = text.text(match cost {
            Cost::Macs => "",
            Cost::Flash => " bytes",
            Cost::Scratch => " bytes of what it gives",
        });
    }
    text
}
