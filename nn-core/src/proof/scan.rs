//! The compile-time check that a [`Scan`] accepts its inputs, whose message compares them with those of its cell.

use super::check::{Text, equal_dims};
use crate::layers::{Layer, Presence, Probe, Scan};
use crate::network::Network;
use crate::signal::Signal;

/// The shapes of a cell, as `DIMS`.
#[derive(Clone, Copy, Debug)]
pub struct CellShapes {
    inputs: &'static [&'static [usize]],
    outputs: &'static [&'static [usize]],
}

/// The constant of [`Probe`] for types that are not a [`Scan`] of a network.
pub trait NoCell {
    /// The shapes of the cell.
    const CELL: Option<CellShapes> = None;
}

impl<L, Of> NoCell for Probe<L, Of> {}

impl<C: Network, Of> Probe<Scan<C>, Of> {
    /// The shapes of the cell.
    pub const CELL: Option<CellShapes> =
        Some(CellShapes { inputs: C::In::DIMS, outputs: <<C as Layer<C::In, C::Elem>>::Out as Signal>::DIMS });
}

/// The names in the message: those of the layer, of its cell, and of the origins of its two inputs.
#[derive(Debug)]
pub struct ScanNames {
    /// The field.
    pub layer: &'static str,
    /// The type of the cell.
    pub cell: &'static str,
    /// The origin of the sequence.
    pub sequence: &'static str,
    /// The origin of the state.
    pub state: &'static str,
}

/// Asserts that a [`Scan`] accepts a sequence and a state with these `DIMS`.
///
/// # Panics
/// Panics with what its cell expects if it does not.
#[track_caller]
pub const fn expect_scan(
    accepts: bool,
    presence: &Presence,
    given: &[&[usize]],
    _: &[Option<usize>],
    cell: Option<CellShapes>,
    names: &ScanNames,
) {
    if accepts && presence.has_init {
        return;
    }
    let ([sequence, state], ScanNames { layer, cell: name, .. }) = (given, names) else { return };
    let text = match cell {
        None => Text::new()
            .text("the cell `")
            .text(name)
            .text("` of layer `")
            .text(layer)
            .text("` is not a network\nhelp: a cell is a network with a step and a state: ")
            .text("`fn forward(x: Tensor<")
            .numbers(last(sequence))
            .text(">, h: Tensor<")
            .numbers(state)
            .text(">) -> (Tensor<..>, Tensor<")
            .numbers(state)
            .text(">)`"),
        Some(cell) => misfit(cell, sequence, state, names),
    };
    panic!("{}", text.as_str());
}

/// The size of a step, as a slice.
const fn last(dims: &[usize]) -> &[usize] {
    match dims {
        [.., _] => dims.split_at(dims.len() - 1).1,
        [] => dims,
    }
}

/// The message for a network that is not the cell of these inputs.
const fn misfit(
    CellShapes { inputs, outputs }: CellShapes,
    sequence: &[usize],
    state: &[usize],
    names: &ScanNames,
) -> Text {
    let (layer, name) = (names.layer, names.cell);
    let of_cell = Text::new().text("the cell `").text(name).text("` of layer `").text(layer).text("` ");
    let of_layer = Text::new().text("layer `").text(layer).text("` expects ");
    match (inputs, outputs) {
        ([x @ [_], h @ [_]], [_, next]) if !equal_dims(h, next) => {
            let text = of_cell.text("expects a state of ").shape(h).text(" but returns one of ").shape(next);
            let text = text.text("\nhelp: return the output of the step first, then the next state, in `").text(name);
            text.text("`: `fn forward(x: Tensor<")
                .numbers(x)
                .text(">, h: Tensor<")
                .numbers(h)
                .text(">) -> (Tensor<..>, Tensor<")
                .numbers(h)
                .text(">)`")
        }
        ([x @ [step], h @ [_]], [[_], _]) => {
            if sequence.len() == 1 && state.len() == 2 {
                let text = of_layer.text("a sequence, [steps, ").number(*step).text("], then a state, ").shape(h);
                let text = text.text(", but receives ").shape(sequence).text(" and ").shape(state);
                return text
                    .text("\nhelp: write `")
                    .text(layer)
                    .text("(")
                    .text(names.state)
                    .text(", ")
                    .text(names.sequence)
                    .text(")`");
            }
            if sequence.len() != 2 || !equal_dims(last(sequence), x) {
                let text = of_layer.text("[steps, ").number(*step).text("] but receives ").shape(sequence);
                let text = text.text(" from `").text(names.sequence).text("`\nhelp: ");
                if sequence.len() != 2 {
                    return text.text("pass it a sequence, which `reshape` makes of other shapes");
                }
                return text
                    .text("write `Tensor<")
                    .numbers(last(sequence))
                    .text(">` for the step in `")
                    .text(name)
                    .text("`, or make `")
                    .text(names.sequence)
                    .text("` produce [steps, ")
                    .number(*step)
                    .text("]");
            }
            let text = of_layer.text("a state of ").shape(h).text(" but receives ").shape(state).text(" from `");
            let text = text.text(names.state).text("`\nhelp: make `").text(names.state).text("` hold ").shape(h);
            if state.len() != 1 {
                return text;
            }
            text.text(", or write `Tensor<").numbers(state).text(">` for the state in `").text(name).text("`")
        }
        _ => {
            let text = list(of_cell.text("has the inputs "), inputs);
            let text = list(text.text(", and returns "), outputs);
            text.text("\nhelp: a cell has two inputs and two outputs of one axis: ")
                .text("`fn forward(x: Tensor<")
                .numbers(last(sequence))
                .text(">, h: Tensor<")
                .numbers(last(state))
                .text(">) -> (Tensor<..>, Tensor<")
                .numbers(last(state))
                .text(">)`")
        }
    }
}

/// Appends shapes, separated by commas.
const fn list(mut text: Text, shapes: &[&[usize]]) -> Text {
    let mut i = 0;
    while i < shapes.len() {
        text = if i > 0 { text.text(", ") } else { text };
        text = text.shape(shapes[i]);
        i += 1;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(cell: Option<CellShapes>, sequence: &[usize], state: &[usize]) -> String {
        let whole = Presence { connects: true, has_init: true, has_parameters: true, has_other_parameters: false };
        let names = ScanNames { layer: "steps", cell: "Cell", sequence: "x", state: "h" };
        let check = || expect_scan(false, &whole, &[sequence, state], &[None, None], cell, &names);
        let error = std::panic::catch_unwind(std::panic::AssertUnwindSafe(check)).unwrap_err();
        let text = *error.downcast::<String>().unwrap();
        text.lines().next().unwrap().into()
    }

    #[test]
    fn reports_what_the_cell_expects() {
        let cell = |inputs, outputs| Some(CellShapes { inputs, outputs });
        let whole = cell(&[&[3], &[4]], &[&[5], &[4]]);
        for (cell, sequence, state, text) in [
            (None, &[10, 3][..], &[4][..], "the cell `Cell` of layer `steps` is not a network"),
            (whole, &[10, 7], &[4], "layer `steps` expects [steps, 3] but receives [10, 7] from `x`"),
            (whole, &[3], &[4], "layer `steps` expects [steps, 3] but receives [3] from `x`"),
            (whole, &[10, 3], &[6], "layer `steps` expects a state of [4] but receives [6] from `h`"),
            (
                whole,
                &[4],
                &[10, 3],
                "layer `steps` expects a sequence, [steps, 3], then a state, [4], but receives [4] and [10, 3]",
            ),
            (
                cell(&[&[3], &[4]], &[&[4], &[6]]),
                &[10, 3],
                &[4],
                "the cell `Cell` of layer `steps` expects a state of [4] but returns one of [6]",
            ),
            (
                cell(&[&[3]], &[&[4], &[6]]),
                &[10, 3],
                &[4],
                "the cell `Cell` of layer `steps` has the inputs [3], and returns [4], [6]",
            ),
        ] {
            assert_eq!(message(cell, sequence, state), text);
        }
    }
}
