//! Budgets of a network: limits on bytes and multiply-accumulates, checked at compile time.

use crate::dim::N;
use crate::graph::{Graph, Node, Op};
use crate::layers::Probe;
use crate::network::Network;
use crate::proof::{Text, count};
use crate::stream::StreamingNetwork;

/// Asserts that the parameters and buffers occupy at most `most` bytes.
///
/// # Panics
/// Panics if they occupy more, with both figures and the most expensive layer. In a constant, this is a compile error.
#[track_caller]
pub const fn expect_flash<Net: Network>(most: usize) {
    Costs::of::<Net>().expect_flash(most);
}

/// Asserts that the scratch for inference of one sample is at most `most` bytes.
///
/// # Panics
/// Panics if it is larger, as [`expect_flash`] does.
#[track_caller]
pub const fn expect_scratch<Net: Network>(most: usize) {
    Costs::of::<Net>().expect_scratch(most);
}

/// Asserts that inference of one sample takes at most `most` multiply-accumulates.
///
/// # Panics
/// Panics if it takes more, as [`expect_flash`] does.
#[track_caller]
pub const fn expect_macs<Net: Network>(most: usize) {
    Costs::of::<Net>().expect_macs(most);
}

/// Asserts that a stream of one sequence occupies at most `most` bytes. The sizes are those of the stream, its state and its scratch.
///
/// # Panics
/// Panics if it occupies more, with the sizes of its parts. In a constant, this is a compile error.
#[track_caller]
pub const fn expect_stream<Net: Network>(sizes: [usize; 3], most: usize) {
    Costs::of::<Net>().expect_stream(sizes, most);
}

/// What a network costs.
#[derive(Clone, Copy, Debug)]
pub struct Costs {
    flash: usize,
    scratch: usize,
    macs: usize,
    graph: &'static Graph,
}

impl Costs {
    const fn of<Net: Network>() -> Costs {
        let (flash, scratch) = (size_of::<Net>(), size_of::<Net::Scratch<N<1>>>());
        Costs { flash, scratch, macs: Net::MACS, graph: &Net::GRAPH }
    }

    #[track_caller]
    const fn expect_flash(self, most: usize) {
        if self.flash > most {
            exceeded(self.graph, self.flash, " bytes of flash", most, Cost::Flash);
        }
    }

    #[track_caller]
    const fn expect_scratch(self, most: usize) {
        if self.scratch > most {
            exceeded(self.graph, self.scratch, " bytes of scratch", most, Cost::Scratch);
        }
    }

    #[track_caller]
    const fn expect_macs(self, most: usize) {
        if self.macs > most {
            exceeded(self.graph, self.macs, " multiply-accumulates", most, Cost::Macs);
        }
    }

    #[track_caller]
    const fn expect_stream(self, [needed, state, scratch]: [usize; 3], most: usize) {
        if needed > most {
            let text = too_much(self.graph, needed, " bytes of stream", most);
            let text = text
                .text("\nhelp: the state between two steps takes ")
                .number(state)
                .text(" bytes, and the scratch of a step ");
            panic!("{}", text.number(scratch).text(" bytes").as_str());
        }
    }
}

/// The constants of [`Probe`] for types that are not networks, or do not stream.
pub trait NoNetwork {
    /// What the network costs.
    const COSTS: Option<Costs> = None;
    /// The bytes of a stream, its state and its scratch.
    const STREAM_SIZES: Option<[usize; 3]> = None;
}

impl<Net, Of> NoNetwork for Probe<Net, Of> {}

impl<Net: Network, Of> Probe<Net, Of> {
    /// What the network costs.
    pub const COSTS: Option<Costs> = Some(Costs::of::<Net>());
}

impl<Net: StreamingNetwork, Of> Probe<Net, Of> {
    /// The bytes of a stream, its state and its scratch.
    pub const STREAM_SIZES: Option<[usize; 3]> = Some(Net::STREAM_SIZES);
}

/// Asserts that a type is a network that keeps a limit, `of` one of the resources of `budget!`. If it is not a network, the first of
/// its limits reports it.
///
/// # Panics
/// Panics if it exceeds the limit, as [`expect_flash`] does, if it does not stream, or with the name of the type if it is not a
/// network.
#[track_caller]
pub const fn expect_limit(
    costs: Option<Costs>,
    stream: Option<[usize; 3]>,
    of: &str,
    most: usize,
    name: &str,
    is_first: bool,
) {
    let Some(costs) = costs else {
        if is_first {
            let text = Text::new().text("`").text(name).text("` is not a network\nhelp: write the name of a network");
            panic!("{}", text.text(", which `network!` declares").as_str());
        }
        return;
    };
    match (of.as_bytes(), stream) {
        (b"flash", _) => costs.expect_flash(most),
        (b"scratch", _) => costs.expect_scratch(most),
        (b"macs", _) => costs.expect_macs(most),
        (b"stream", Some(sizes)) => costs.expect_stream(sizes, most),
        (b"stream", None) => {
            let text =
                Text::new().text("`").text(costs.graph.name).text("` has no axis of time, so it does not stream");
            let text = text.text("\nhelp: write `time = ` before a size of its input, or remove this limit");
            panic!("{}", text.as_str());
        }
        _ => {}
    }
}

#[derive(Clone, Copy)]
pub(crate) enum Cost {
    Flash,
    Scratch,
    Macs,
}

impl Cost {
    /// Returns the cost of one use of a layer; for scratch, the bytes of its outputs.
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
const fn exceeded(graph: &Graph, needed: usize, what: &str, most: usize, cost: Cost) -> ! {
    let text = too_much(graph, needed, what, most);
    panic!("{}", most_is_for(text, graph, cost, graph.element_bytes).as_str());
}

/// The first line of the error.
const fn too_much(graph: &Graph, needed: usize, what: &str, most: usize) -> Text {
    let text = Text::new().text("`").text(graph.name).text("` needs ").number(needed).text(what);
    text.text(", its budget is ").number(most)
}

/// The most expensive layer, in nested networks too: its cost, its path and its type.
struct Most {
    cost: usize,
    path: Text,
    kind: &'static str,
}

impl Most {
    /// Returns the most expensive layer of `graph`, or this one if none is more expensive; `path` is that of the graph.
    const fn or_in(mut self, graph: &Graph, path: &Text, cost: Cost, element: usize) -> Most {
        let mut i = 0;
        while i < graph.nodes.len() {
            let node = &graph.nodes[i];
            let of = cost.of(node, element);
            let path = path.dotted().text(node.name);
            match node.op {
                // No part of a network costs more than the whole, except for scratch: an intermediate value may be larger
                // than the outputs.
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

/// Appends a help that names the most expensive layer of a network, with elements of `element` bytes.
pub(crate) const fn most_is_for(mut text: Text, graph: &Graph, cost: Cost, element: usize) -> Text {
    let nothing = Most { cost: 0, path: Text::new(), kind: "" };
    let Most { cost: of, path, kind } = nothing.or_in(graph, &Text::new(), cost, element);
    if of > 0 {
        text = text.text("\nhelp: the largest part is `").text(path.as_str());
        if !kind.is_empty() {
            text = text.text(": ").text(kind);
        }
        text = text.text("`, ").number(of);
        text = text.text(match cost {
            Cost::Macs => "",
            Cost::Flash => " bytes",
            Cost::Scratch => " bytes of output",
        });
    }
    text
}
