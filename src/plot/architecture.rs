//! The computation graph of a network as a diagram.

use super::PlotError;
use super::canvas::kind_of;
use crate::files;
use nn_core::Network;
use nn_core::graph::{Graph, Operand};
use std::fmt::Write;
use std::path::Path;

/// Draws the graph of a network: a box for each input and each call of a layer, from top to bottom in the order of `forward`, and
/// an arrow for each value, labelled with its shape.
///
/// The extension selects the format: an SVG, or Graphviz source (`.dot`, `.gv`).
///
/// ```
/// use nn::plot;
/// use nn::prelude::*;
///
/// network! {
///     struct Residual {
///         fc: Linear<4, 4>,
///     }
///     fn forward(x: Tensor<4>) -> Tensor<4> {
///         x + x.fc().relu()
///     }
/// }
///
/// # let path = std::env::temp_dir().join(format!("nn-architecture-{}.svg", std::process::id()));
/// plot::architecture::<Residual>(&path)?;
/// assert!(plot::architecture_dot(&Residual::GRAPH).contains("Linear<4, 4>"));
/// # std::fs::remove_file(&path).unwrap();
/// # Ok::<(), plot::PlotError>(())
/// ```
///
/// # Errors
/// Another extension, and I/O errors.
pub fn architecture<Net: Network>(path: impl AsRef<Path>) -> Result<(), PlotError> {
    let (path, graph) = (path.as_ref(), &Net::GRAPH);
    let text = match &*kind_of(path) {
        "svg" => architecture_svg(graph),
        "dot" | "gv" => architecture_dot(graph),
        _ => return Err(PlotError::Kind { path: path.into(), expected: "`.svg`, `.dot` or `.gv`" }),
    };
    Ok(files::write(path, text.as_bytes())?)
}

/// A box: its name, its kind, and the shapes of its outputs.
struct Node {
    name: String,
    kind: String,
    out: Vec<String>,
    from: Vec<Edge>,
    color: &'static str,
}

/// An arrow: the box it starts from, and the index of that box's output.
struct Edge {
    node: usize,
    output: usize,
}

const INPUT: &str = "#e8f1f8";
const LAYER: &str = "#ffffff";
const OUTPUT: &str = "#eef6ee";

/// Returns the boxes: inputs, calls of layers, and outputs.
fn nodes(graph: &Graph) -> Vec<Node> {
    let edge = |source: &Operand| match *source {
        Operand::Input(node) => Edge { node, output: 0 },
        Operand::Node(node, output) => Edge { node: graph.inputs.len() + node, output },
    };
    let inputs = graph.inputs.iter().enumerate().map(|(input, name)| Node {
        name: name.to_string(),
        kind: "input".into(),
        out: vec![graph.input_shape(input).to_string()],
        from: Vec::new(),
        color: INPUT,
    });
    let layers = graph.nodes.iter().map(|node| Node {
        name: node.name.into(),
        kind: graph.kind_of(node).to_string(),
        out: node.result_dims.iter().map(|dims| format!("{dims:?}")).collect(),
        from: node.inputs.iter().map(edge).collect(),
        color: LAYER,
    });
    let mut nodes: Vec<Node> = inputs.chain(layers).collect();
    for (index, source) in graph.outputs.iter().enumerate() {
        let name = if graph.outputs.len() == 1 { "output".to_string() } else { format!("output {index}") };
        nodes.push(Node { name, kind: String::new(), out: Vec::new(), from: vec![edge(source)], color: OUTPUT });
    }
    nodes
}

/// Returns the graph of a network as Graphviz source.
pub fn architecture_dot(graph: &Graph) -> String {
    let nodes = nodes(graph);
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    let mut text = format!("digraph \"{}\" {{\n", quoted(graph.name));
    text += "  node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\", fillcolor=white];\n";
    text += "  edge [fontname=\"sans-serif\", fontsize=10];\n";
    for (index, node) in nodes.iter().enumerate() {
        let label = match node.kind.as_str() {
            "" => quoted(&node.name),
            kind => format!("{}\\n{}", quoted(&node.name), quoted(kind)),
        };
        let _ = writeln!(text, "  n{index} [label=\"{label}\", fillcolor=\"{}\"];", node.color);
        for Edge { node: from, output } in &node.from {
            let sizes = nodes[*from].out.get(*output).map_or("", String::as_str);
            let _ = writeln!(text, "  n{from} -> n{index} [label=\"{sizes}\"];");
        }
    }
    text + "}\n"
}

/// The approximate width of a letter at font size 12.
const LETTER: f64 = 7.2;
const BOX_HEIGHT: f64 = 40.0;
/// The distance from the top of a box to that of the next.
const STEP: f64 = 76.0;
const MARGIN: f64 = 24.0;
/// The distance between two arrows beside the boxes.
const LANE: f64 = 16.0;

/// Returns the graph of a network as an SVG.
pub fn architecture_svg(graph: &Graph) -> String {
    let nodes = nodes(graph);
    let letters = |node: &Node| node.name.chars().count().max(node.kind.chars().count());
    let longest = nodes.iter().map(letters).max().unwrap_or(0).max(12);
    let width = longest as f64 * LETTER + 28.0;
    // Shapes are to the right of the arrows; arrows that bypass boxes are to the left of the boxes.
    let top = |node: usize| MARGIN + 28.0 + node as f64 * STEP;
    let lanes = lanes(&nodes);
    let left = MARGIN + LANE * (1.0 + lanes.iter().flatten().flatten().max().map_or(0.0, |&lane| 1.0 + lane as f64));
    let sizes = nodes.iter().flat_map(|node| &node.out).map(|out| out.chars().count()).max().unwrap_or(0);
    let middle = left + width / 2.0;
    let total = left + width.max(width / 2.0 + 14.0 + sizes as f64 * 6.6) + MARGIN;
    let height = top(nodes.len()) - STEP + BOX_HEIGHT + MARGIN;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{total:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {total:.0} {height:.0}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <defs><marker id=\"end\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" \
         orient=\"auto\"><path d=\"M0 0 L8 4 L0 8 z\" fill=\"#555\"/></marker></defs>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n\
         <text x=\"{middle:.0}\" y=\"{:.0}\" text-anchor=\"middle\" font-weight=\"bold\" font-size=\"14\">{}</text>\n",
        MARGIN,
        escaped(graph.name),
    );
    for (index, node) in nodes.iter().enumerate() {
        let y = top(index);
        for (number, (Edge { node: from, output }, lane)) in node.from.iter().zip(&lanes[index]).enumerate() {
            let start = top(*from) + BOX_HEIGHT;
            let sizes = escaped(nodes[*from].out.get(*output).map_or("", String::as_str));
            // Arrows to the same box end side by side.
            let apart = 26.0 * (number as f64 - (node.from.len() - 1) as f64 / 2.0);
            match lane {
                None => {
                    // A shape is on the outer side of its arrow.
                    let (side, anchor) = if apart < 0.0 { (-10.0, "end") } else { (10.0, "start") };
                    let _ = writeln!(
                        text,
                        "<path d=\"M{middle:.1} {start:.1} L{:.1} {:.1}\" stroke=\"#555\" fill=\"none\" marker-end=\"url(#end)\"/>\n\
                         <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\" fill=\"#555\" font-size=\"11\">{sizes}</text>",
                        middle + apart,
                        y - 1.0,
                        middle + apart / 2.0 + side,
                        (start + y) / 2.0 + 4.0,
                    );
                }
                Some(lane) => {
                    let x = left - LANE * (1.0 + *lane as f64);
                    let (from_y, to_y) = (start - BOX_HEIGHT / 2.0, y + BOX_HEIGHT / 2.0 + apart.clamp(-12.0, 12.0));
                    let _ = writeln!(
                        text,
                        "<path d=\"M{left:.1} {from_y:.1} H{:.1} Q{x:.1} {from_y:.1} {x:.1} {:.1} V{:.1} Q{x:.1} {to_y:.1} {:.1} {to_y:.1} H{:.1}\" \
                         stroke=\"#555\" fill=\"none\" marker-end=\"url(#end)\"><title>{sizes}</title></path>",
                        x + 6.0,
                        from_y + 6.0,
                        to_y - 6.0,
                        x + 6.0,
                        left - 1.0,
                    );
                }
            }
        }
        let _ = writeln!(
            text,
            "<rect x=\"{left:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{BOX_HEIGHT}\" rx=\"6\" fill=\"{}\" stroke=\"#888\"/>",
            node.color,
        );
        let (name, kind) = (escaped(&node.name), escaped(&node.kind));
        let line = if kind.is_empty() { y + 24.0 } else { y + 17.0 };
        let _ = writeln!(text, "<text x=\"{middle:.1}\" y=\"{line:.1}\" text-anchor=\"middle\">{name}</text>");
        if !kind.is_empty() {
            let line = y + 32.0;
            let _ = writeln!(
                text,
                "<text x=\"{middle:.1}\" y=\"{line:.1}\" text-anchor=\"middle\" fill=\"#555\" font-size=\"11\">{kind}</text>"
            );
        }
    }
    text + "</svg>\n"
}

/// Returns the lane of each arrow: `None` if it connects consecutive boxes, else the first lane beside the boxes that is free over
/// its whole length, counted from the boxes.
fn lanes(nodes: &[Node]) -> Vec<Vec<Option<usize>>> {
    let mut taken: Vec<Vec<(usize, usize)>> = Vec::new();
    let mut lane = |from: usize, to: usize| {
        let is_free = |lane: &Vec<(usize, usize)>| lane.iter().all(|&(start, end)| to < start || end < from);
        let free = taken.iter().position(is_free).unwrap_or_else(|| {
            taken.push(Vec::new());
            taken.len() - 1
        });
        taken[free].push((from, to));
        free
    };
    let arrows = |(index, node): (usize, &Node)| {
        let mut place = |edge: &Edge| (edge.node + 1 != index).then(|| lane(edge.node, index));
        node.from.iter().map(&mut place).collect()
    };
    nodes.iter().enumerate().map(arrows).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
