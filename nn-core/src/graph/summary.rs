//! The architecture as a table.

use core::fmt;

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// The input with this number.
    Input(usize),
    /// What the row with this number gives: the first number; the second one says which of its outputs.
    Row(usize, usize),
}

/// One use of a layer in a [`Summary`].
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The name of the field, or of the operation.
    pub name: &'static str,
    /// The layer's type as the user wrote it.
    pub kind: &'static str,
    /// What it takes: inputs, and outputs of rows before it.
    pub from: &'static [Flow],
    /// The sizes of each output's sample.
    pub out: &'static [&'static [usize]],
    /// The learned numbers; 0 where a layer is used again.
    pub parameters: usize,
    /// Multiply-accumulates a sample.
    pub macs: usize,
}

/// A network's architecture; `Display` shows it as a table.
#[derive(Debug, Clone, Copy)]
pub struct Summary {
    pub(crate) name: &'static str,
    pub(crate) names: &'static [&'static str],
    pub(crate) input: &'static [&'static [usize]],
    /// What each input is made of, as [`Signal::INDICES`](crate::Signal::INDICES) has it.
    pub(crate) indices: &'static [Option<usize>],
    pub(crate) rows: &'static [Row],
    pub(crate) outputs: &'static [Flow],
    pub(crate) element: usize,
}

impl Summary {
    /// The name of the network.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The inputs: their names, and the sizes of a sample as they are shown, such as `[3, 28, 28]`.
    pub fn inputs(&self) -> impl Iterator<Item = (&'static str, impl fmt::Display)> {
        let shape = |i: usize| Shapes(&self.input[i..i + 1], self.indices.get(i..i + 1).unwrap_or_default());
        self.names.iter().enumerate().map(move |(i, &name)| (name, shape(i)))
    }

    /// Where the outputs of the network come from.
    ///
    /// ```
    /// use nn::prelude::*;
    /// use nn::Flow;
    ///
    /// network! {
    ///     struct Line {
    ///         fc: Linear<1, 1>,
    ///     }
    ///     fn forward(x: Tensor<1>) -> Tensor<1> {
    ///         x + x.fc()
    ///     }
    /// }
    ///
    /// let summary = Line::summary();
    /// let flows: Vec<_> = summary.rows().iter().map(|row| row.from).collect();
    /// assert_eq!(flows, [&[Flow::Input(0)][..], &[Flow::Input(0), Flow::Row(0, 0)]]);
    /// assert_eq!(summary.outputs(), [Flow::Row(1, 0)]);
    /// ```
    pub fn outputs(&self) -> &'static [Flow] {
        self.outputs
    }

    /// One row a use of a layer, in the order of the forward pass.
    pub fn rows(&self) -> &'static [Row] {
        self.rows
    }

    /// The learned numbers.
    pub fn parameters(&self) -> usize {
        self.rows.iter().map(|row| row.parameters).sum()
    }

    /// Multiply-accumulates a sample.
    pub fn macs(&self) -> usize {
        self.rows.iter().map(|row| row.macs).sum()
    }
}

/// Sizes as `[3, 28, 28]`, of indices as `[16, Class<1000>]`, several of them with commas between.
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

/// A number with its thousands apart: `101 770`.
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

/// Counts the characters that are written to it.
struct Width(usize);

impl fmt::Write for Width {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.chars().count();
        Ok(())
    }
}

fn width(shown: impl fmt::Display) -> usize {
    let mut width = Width(0);
    let _ = fmt::write(&mut width, format_args!("{shown}"));
    width.0
}

/// Writes `shown` and fills up with blanks: behind it, or before it.
fn cell(f: &mut fmt::Formatter<'_>, shown: impl fmt::Display, to: usize, right: bool) -> fmt::Result {
    let blanks = to.saturating_sub(width(&shown));
    if right { write!(f, "{:blanks$}{shown}", "") } else { write!(f, "{shown}{:blanks$}", "") }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widest =
            |column: &dyn Fn(&Row) -> usize, least: usize| self.rows.iter().map(column).fold(least, usize::max);
        let input = Shapes(self.input, self.indices);
        let name = widest(&|row| width(row.name), 5);
        let kind = widest(&|row| width(row.kind), 4);
        let out = widest(&|row| width(Shapes(row.out, &[])), 6).max(width(input));
        let parameters = width(Grouped(self.parameters())).max(10);
        let macs = width(Grouped(self.macs())).max(4);
        let mut line = |cells: [&dyn fmt::Display; 5]| {
            cell(f, cells[0], name, false)?;
            f.write_str("  ")?;
            cell(f, cells[1], kind, false)?;
            f.write_str("  ")?;
            if width(cells[3]) == 0 {
                // An input costs nothing, and a line ends without blanks.
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
        for row in self.rows {
            line([&row.name, &row.kind, &Shapes(row.out, &[]), &Grouped(row.parameters), &Grouped(row.macs)])?;
        }
        line([&"total", &self.name, &"", &Grouped(self.parameters()), &Grouped(self.macs())])?;
        write!(f, "{} bytes of parameters", Grouped(self.parameters() * self.element))
    }
}
