//! The architecture as a table, for the documentation of the struct.

use super::nodes::{At, Graph, Node, NodeLayer};
use crate::shape::Shape;
use crate::syntax::Network;

/// The type of a node's layer as the user wrote it; empty for an operation.
pub(crate) fn kind(graph: &Graph, node: &Node) -> String {
    if let Some(At::Transposed(field)) = node.at {
        return graph.layers[field].as_ref().map(|layer| layer.text()).unwrap_or_default();
    }
    match &node.layer {
        NodeLayer::Operation(_) => String::new(),
        NodeLayer::Field(index) => {
            let layer = graph.layers[*index].as_ref().map(|layer| layer.text()).unwrap_or_default();
            match graph.count(node) {
                None => layer,
                Some(count) => format!("[{layer}; {count}]"),
            }
        }
    }
}

/// Formats an integer with a space between groups of three digits.
fn grouped(number: u64) -> String {
    match number {
        0..1000 => number.to_string(),
        _ => format!("{} {:03}", grouped(number / 1000), number % 1000),
    }
}

/// Formats the table as a code block.
pub(crate) fn summary(network: &Network, graph: &Graph) -> String {
    let mut rows: Vec<[String; 5]> = vec![["layer", "type", "output", "parameters", "MACs"].map(String::from)];
    for (input, shape) in network.forward.inputs.iter().zip(&graph.input_shapes) {
        let shape = shape.indices().map_or(shape.to_string(), |indices| format!("[{}]", indices.declared()));
        rows.push([input.name.to_string(), "input".into(), shape, String::new(), String::new()]);
    }
    // `?` marks a number that only the compiler knows.
    let shown = |number: Option<u64>| number.map_or("?".into(), grouped);
    let (mut all_parameters, mut all_macs) = (Some(0_u64), Some(0_u64));
    for (row, node) in graph.nodes.iter().enumerate() {
        let (parameters, macs) = match &node.layer {
            NodeLayer::Operation(_) => (Some(0), Some(0)),
            NodeLayer::Field(index) => {
                let count = graph.count(node).map_or(1, |count| count as u64);
                let none = Shape::real(Vec::new());
                let given = graph.main_input(node).map_or(&none, |id| &graph.values[id].shape);
                let numbers_of = |field: usize| graph.known_layer(field).and_then(|layer| layer.numbers(given));
                let numbers = match node.at {
                    Some(At::Transposed(field)) => numbers_of(field),
                    _ => numbers_of(*index),
                };
                let parameters = match graph.is_first_use(row) {
                    true => numbers_of(*index).map(|numbers| numbers.parameters * count),
                    false => Some(0),
                };
                (parameters, numbers.map(|numbers| numbers.macs * count))
            }
        };
        all_parameters = all_parameters.zip(parameters).map(|(all, one)| all + one);
        all_macs = all_macs.zip(macs).map(|(all, one)| all + one);
        let shapes: Vec<_> = node.outputs.iter().map(|&id| graph.values[graph.result(id)].shape.to_string()).collect();
        let (name, kind, shapes) = (node.name.clone(), kind(graph, node), shapes.join(", "));
        rows.push([name, kind, shapes, shown(parameters), shown(macs)]);
    }
    rows.push(["total".into(), String::new(), String::new(), shown(all_parameters), shown(all_macs)]);
    let widths: [usize; 5] =
        std::array::from_fn(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0));
    let mut text = String::from("\n```text\n");
    for row in rows {
        let [a, b, c, d, e] = row;
        let [wa, wb, wc, wd, we] = widths;
        text += format!("{a:wa$}  {b:wb$}  {c:wc$}  {d:>wd$}  {e:>we$}").trim_end();
        text.push('\n');
    }
    text += "```";
    text
}

#[cfg(test)]
mod tests {
    use crate::network::network;

    /// A recurrent layer counts the steps of its sequence, also with a length, which is its first input.
    #[test]
    fn layer_with_a_length_is_counted() {
        let input = "struct Net { gru: Gru<3, 4>, out: Linear<4, 2> } \
            fn forward(x: Tensor<5, 3>, n: Tensor<Class<6>>) -> Tensor<5, 2> { gru(x, n).out() }";
        let text = network(input.parse().unwrap()).to_string();
        let text = text.replace("\\n", "\n");
        let rows = text.lines().map(str::trim);
        let rows: Vec<_> = rows.filter(|row| row.starts_with("gru ") || row.starts_with("total ")).collect();
        let numbers: Vec<Vec<_>> = rows.iter().map(|row| row.split_whitespace().rev().take(2).collect()).collect();
        assert_eq!(numbers, [["420", "108"], ["460", "118"]], "{rows:?}");
    }
}
