//! Formatting of a graph as a table.

use super::{Graph, Node, Op, Step};
use crate::describe::width;
use core::fmt;

impl Graph {
    /// Returns the shape of an input's sample as declared, such as `[3, 28, 28]` or `[16, Class<1000>]`.
    ///
    /// # Panics
    /// Panics if `input` is out of range.
    pub fn input_shape(&self, input: usize) -> impl fmt::Display {
        Shapes(&self.input_dims[input..=input], &self.input_indices[input..=input])
    }

    /// Returns the layer type of a node with the values of this network's generic parameters: `Linear<8, 8>` for `Linear<D, D>`. For
    /// an expression, it is the formula, with the operands a, b and so on.
    ///
    /// ```
    /// use nn::prelude::*;
    ///
    /// network! {
    ///     struct Wide<D: Dim> {
    ///         fc: Linear<D, 1>,
    ///     }
    ///     fn forward(x: Tensor<D>) -> Tensor<1> {
    ///         x.fc()
    ///     }
    /// }
    ///
    /// let graph = Wide::<dim![8]>::summary();
    /// assert_eq!(graph.nodes[0].kind, "Linear<D, 1>");
    /// assert_eq!(graph.kind_of(&graph.nodes[0]).to_string(), "Linear<8, 1>");
    /// ```
    pub fn kind_of(&self, node: &Node) -> impl fmt::Display {
        Kind { text: node.kind, sizes: self.sizes, op: node.op }
    }
}

/// A type as written, displayed with the values of named sizes, or the formula of an expression.
#[derive(Clone, Copy)]
struct Kind {
    text: &'static str,
    sizes: &'static [(&'static str, usize)],
    op: Op,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Op::Fused { steps, .. } = self.op {
            return Step::formula(steps).fmt(f);
        }
        let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
        let mut rest = self.text;
        while !rest.is_empty() {
            let word = rest.find(|letter| !is_letter(letter)).unwrap_or(rest.len());
            let between = rest[word..].find(is_letter).unwrap_or(rest.len() - word);
            match self.sizes.iter().find(|(name, _)| *name == &rest[..word]) {
                Some((_, size)) => write!(f, "{size}")?,
                None => f.write_str(&rest[..word])?,
            }
            f.write_str(&rest[word..word + between])?;
            rest = &rest[word + between..];
        }
        Ok(())
    }
}

/// The name of a network, with the sizes of its generic parameters: `Wide<D = 8>`.
#[derive(Clone, Copy)]
struct Named(&'static str, &'static [(&'static str, usize)]);

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)?;
        for (i, (name, size)) in self.1.iter().enumerate() {
            write!(f, "{}{name} = {size}", if i == 0 { "<" } else { ", " })?;
        }
        f.write_str(if self.1.is_empty() { "" } else { ">" })
    }
}

/// Shapes, displayed as `[3, 28, 28]`, or as `[16, Class<1000>]` for indices, and separated by commas.
#[derive(Clone, Copy)]
struct Shapes(&'static [&'static [usize]], &'static [Option<usize>]);

impl fmt::Display for Shapes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, dims) in self.0.iter().enumerate() {
            f.write_str(if i == 0 { "" } else { ", " })?;
            let Some(below) = self.1.get(i).copied().flatten() else {
                write!(f, "{dims:?}")?;
                continue;
            };
            f.write_str("[")?;
            for size in *dims {
                write!(f, "{size}, ")?;
            }
            write!(f, "Class<{below}>]")?;
        }
        Ok(())
    }
}

/// An integer, displayed with a space between thousands: `101 770`.
struct Grouped(usize);

impl fmt::Display for Grouped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 >= 1000 {
            write!(f, "{} {:03}", Grouped(self.0 / 1000), self.0 % 1000)
        } else {
            write!(f, "{}", self.0)
        }
    }
}

/// Writes `shown`, padded with blanks after it, or before it if it is aligned to the right.
fn cell(f: &mut fmt::Formatter<'_>, shown: impl fmt::Display, to: usize, right: bool) -> fmt::Result {
    let blanks = to.saturating_sub(width(&shown));
    if right { write!(f, "{:blanks$}{shown}", "") } else { write!(f, "{shown}{:blanks$}", "") }
}

impl fmt::Display for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widest =
            |column: &dyn Fn(&Node) -> usize, least: usize| self.nodes.iter().map(column).fold(least, usize::max);
        let input = Shapes(self.input_dims, self.input_indices);
        let name = widest(&|node| width(node.name), 5);
        let total = Named(self.name, self.sizes);
        let least = if self.sizes.is_empty() { 4 } else { width(total) };
        let kind = widest(&|node| width(self.kind_of(node)), least);
        let out = widest(&|node| width(Shapes(node.result_dims, &[])), 6).max(width(input));
        let parameters = width(Grouped(self.parameters())).max(10);
        let macs = width(Grouped(self.macs())).max(4);
        let mut line = |cells: [&dyn fmt::Display; 5]| {
            cell(f, cells[0], name, false)?;
            f.write_str("  ")?;
            cell(f, cells[1], kind, false)?;
            f.write_str("  ")?;
            if width(cells[3]) == 0 {
                // An input has no costs, and lines have no trailing blanks.
                return writeln!(f, "{}", cells[2]);
            }
            cell(f, cells[2], out, false)?;
            f.write_str("  ")?;
            cell(f, cells[3], parameters, true)?;
            f.write_str("  ")?;
            cell(f, cells[4], macs, true)?;
            f.write_str("\n")
        };
        line([&"layer", &"type", &"output", &"parameters", &"MACs"])?;
        line([&"input", &"", &input, &"", &""])?;
        for node in self.nodes {
            let out = Shapes(node.result_dims, &[]);
            line([&node.name, &self.kind_of(node), &out, &Grouped(node.parameters()), &Grouped(node.macs)])?;
        }
        line([&"total", &total, &"", &Grouped(self.parameters()), &Grouped(self.macs())])?;
        write!(f, "{} bytes of parameters", Grouped(self.parameters() * self.element_bytes))
    }
}
