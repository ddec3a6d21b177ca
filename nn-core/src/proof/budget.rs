//! Budgets of a network: limits of bytes and multiply-accumulates, checked at compile time.

use crate::dim::N;
use crate::graph::{Graph, Node, Op};
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
    const fn of(self, node: &Node, element: usize) -> usize {
        match self {
            Cost::Flash => node.parameters() * element,
            Cost::Macs => node.macs,
            Cost::Scratch => {
                let mut elements = 0;
                let mut i = 0;
                while i < node.output_dims.len() {
                    elements += count(&[node.output_dims[i]]);
                    i += 1;
                }
                elements * element
            }
        }
    }
}

#[track_caller]
const fn exceeded<Net: Network>(needed: usize, what: &str, most: usize, cost: Cost) -> ! {
    let graph = &Net::GRAPH;
    let text = Text::new().text("`").text(graph.name).text("` needs ").number(needed).text(what);
    let text = text.text(", its budget is ").number(most);
    panic!("{}", most_is_for(text, graph, cost, graph.element_bytes).as_str());
}

/// The layer that costs most, wherever in nested networks it is: its cost, its path and its type.
struct Most {
    cost: usize,
    path: Text,
    kind: &'static str,
}

impl Most {
    /// The layer of `graph` that costs more than this one, or this one; `path` is that of the graph.
    const fn or_in(mut self, graph: &Graph, path: &Text, cost: Cost, element: usize) -> Most {
        let mut i = 0;
        while i < graph.nodes.len() {
            let node = &graph.nodes[i];
            let of = cost.of(node, element);
            let path = path.dotted().text(node.name);
            match node.op {
                // No part of a network costs more than the whole, unless it is what it gives on the way.
                Op::Subgraph(nested) if of > 0 || matches!(cost, Cost::Scratch) => {
                    self = self.or_in(nested, &path, cost, element);
                }
                _ if of > self.cost => self = Most { cost: of, path, kind: node.kind },
                _ => {}
            }
            i += 1;
        }
        self
    }
}

/// Which of the layers of a network costs most, with elements of so many bytes.
pub(crate) const fn most_is_for(mut text: Text, graph: &Graph, cost: Cost, element: usize) -> Text {
    let nothing = Most { cost: 0, path: Text::new(), kind: "" };
    let Most { cost: of, path, kind } = nothing.or_in(graph, &Text::new(), cost, element);
    if of > 0 {
        text = text.text("\nhelp: most is for `").text(path.as_str());
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
