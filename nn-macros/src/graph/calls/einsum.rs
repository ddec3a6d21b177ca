//! `einsum("ij,jk->ik", a, b)`: sums, permutations and products, in terms of other operations.

use crate::catalogue::{Binary, Callee, Einsum, Op, Product, Step};
use crate::diagnostics::messages;
use crate::graph::comparison::Comparison;
use crate::graph::nodes::{Call, NodeLayer, Proof, ValueId};
use crate::graph::walk::{Walk, Walked, Wanted};
use crate::shape::{Dim, Shape, Verdict};
use proc_macro2::Span;
use syn::{Expr, ExprLit, Lit, LitStr};

/// A value with a letter for each axis.
#[derive(Clone)]
struct Operand {
    value: ValueId,
    letters: Vec<char>,
}

impl Operand {
    /// The axis of a letter that it has.
    fn axis(&self, letter: char) -> Option<usize> {
        self.letters.iter().position(|&of| of == letter)
    }
}

/// A literal of text.
fn literal(expression: &Expr) -> Option<&LitStr> {
    match expression {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text),
        Expr::Group(inner) => literal(&inner.expr),
        _ => None,
    }
}

impl Walk<'_> {
    /// Evaluates `einsum(text, values)`.
    pub(in crate::graph) fn einsum(
        &mut self,
        callee: Callee<'_>,
        arguments: &[&Expr],
        is_method: bool,
        wanted: Wanted,
    ) -> Walked<Vec<ValueId>> {
        let span = callee.name.span();
        let text = arguments.first().and_then(|first| literal(first)).filter(|_| !is_method);
        // The layers that compute the values count as used even if the text has an error.
        let values = arguments.iter().filter(|argument| literal(argument).is_none());
        let values: Vec<_> = values.map(|value| self.single(value)).collect();
        let Some(text) = text else { return self.report(span, messages::einsum_without_text()) };
        if callee.generics.is_some() {
            return self.report(span, messages::einsum_with_arguments());
        }
        let einsum = match Einsum::parse(&text.value()) {
            Ok(einsum) => einsum,
            Err(message) => return self.report(text.span(), message),
        };
        let operands = einsum.operands.len();
        if operands != values.len() || operands > 2 {
            return self.report(text.span(), messages::einsum_operands(&text.value(), operands, values.len()));
        }
        if let Wanted::Names(count @ 2..) = wanted {
            return self.report(span, messages::wrong_pattern(count, 1));
        }
        let values: Vec<ValueId> = values.into_iter().collect::<Walked<_>>()?;
        self.require_floats("`einsum`", &values, span)?;
        let mut operands = Vec::new();
        for (&value, letters) in values.iter().zip(&einsum.operands) {
            self.has_axes(value, letters, &einsum, &values, span)?;
            operands.push(Operand { value, letters: letters.clone() });
        }
        let result = match operands.as_mut_slice() {
            [a, b] => {
                let doubts = self.equal_letters(a, b, span)?;
                let result = self.product_of(&einsum, a.clone(), b.clone(), span)?;
                self.graph.values[result.value].doubts.extend(doubts);
                result
            }
            [operand] => self.summed(operand.clone(), |letter| einsum.result.contains(&letter), span),
            _ => return self.report(text.span(), messages::einsum_without_text()),
        };
        let output = self.permuted(&result, &einsum.result, span).value;
        let numbers = std::iter::once(true).chain(values.iter().map(|_| false)).collect();
        let (name, outputs) = ("einsum".into(), vec![output]);
        self.graph.calls.push(Call { name, is_method, inputs: values, numbers, outputs, place: None });
        Ok(vec![output])
    }

    /// Checks that a value has an axis for each letter.
    fn has_axes(
        &mut self,
        value: ValueId,
        letters: &[char],
        einsum: &Einsum,
        values: &[ValueId],
        span: Span,
    ) -> Walked<()> {
        let dims = self.known_axes("einsum", value, span)?;
        if dims.len() == letters.len() {
            return Ok(());
        }
        let rank = |id: ValueId| self.graph.values[id].shape.known().map_or(0, <[Dim]>::len);
        let has_batch = values.iter().zip(&einsum.operands).all(|(&id, letters)| rank(id) + 1 == letters.len());
        let shorter = if has_batch { einsum.without_batch() } else { None };
        let of = &self.graph.values[value];
        let text = messages::einsum_rank(&String::from_iter(letters), &of.shape, &of.origin, shorter);
        self.report_of(&[value], text, span)
    }

    /// Proves that the letters of both operands have one size each, and views the second operand with the sizes of the first one.
    /// Returns the items that the result depends on.
    fn equal_letters(&mut self, a: &Operand, b: &mut Operand, span: Span) -> Walked<Vec<usize>> {
        let values = [a.value, b.value];
        let [dims_a, mut dims_b] = values.map(|id| self.graph.values[id].shape.known().unwrap_or_default().to_vec());
        let given = dims_b.clone();
        let mut doubts = self.doubts(&values);
        for (axis, &letter) in b.letters.iter().enumerate() {
            let Some(of_a) = a.axis(letter) else { continue };
            let [size_a, size_b] = [&dims_a[of_a], &given[axis]];
            let verdict = size_a.compare(size_b);
            if verdict == Verdict::Equal {
                continue;
            }
            let text = |sizes: [&dyn std::fmt::Display; 2]| {
                let [origin_a, origin_b] = values.map(|id| &self.graph.values[id].origin);
                messages::einsum_sizes(letter, sizes[0], origin_a, sizes[1], origin_b)
            };
            if verdict == Verdict::Different && doubts.is_empty() {
                return self.report_of(&values, text([size_a, size_b]), span);
            }
            let [one, other] = [size_a, size_b].map(|size| Shape::real(vec![size.clone()]));
            let Some(comparison) = Comparison::of(&one, &other) else { continue };
            let text = self.located(text([&"{a0}", &"{b0}"]), &values, span);
            let report = comparison.report(&text, &text);
            let doubt = self.prove_of(&values, comparison.claim, &doubts, report, span);
            doubts.push(doubt);
            dims_b[axis] = size_a.clone();
        }
        b.value = self.viewed(b.value, Shape::real(dims_b), span);
        Ok(doubts)
    }

    /// A view of a value, unless it has this shape.
    fn viewed(&mut self, value: ValueId, shape: Shape, span: Span) -> ValueId {
        match shape.compare(&self.graph.values[value].shape) {
            Verdict::Equal => value,
            _ => self.view(value, "einsum", shape, Proof::Item, span),
        }
    }

    /// The same for the output of a node.
    fn as_result(&mut self, output: ValueId, shape: Shape, span: Span) -> ValueId {
        match shape.compare(&self.graph.values[output].shape) {
            Verdict::Equal => output,
            _ => self.result(output, "einsum", shape, Proof::Item, span),
        }
    }

    /// The sizes of these letters of an operand; 1 for letters that it does not have.
    fn sizes(&self, operand: &Operand, letters: &[char]) -> Vec<Dim> {
        let dims = self.graph.values[operand.value].shape.known().unwrap_or_default();
        letters.iter().map(|&letter| operand.axis(letter).map_or(Dim::Literal(1), |axis| dims[axis].clone())).collect()
    }

    /// The operand with its axes in the order of these letters, of which it may lack some.
    fn permuted(&mut self, operand: &Operand, order: &[char], span: Span) -> Operand {
        let letters: Vec<_> = order.iter().copied().filter(|&letter| operand.axis(letter).is_some()).collect();
        if letters == operand.letters {
            return operand.clone();
        }
        let axes = letters.iter().filter_map(|&letter| operand.axis(letter)).collect();
        let gives = Shape::real(self.sizes(operand, &letters));
        let layer = NodeLayer::Operation(Op::Permute { order: axes });
        let value = self.apply(layer, "einsum", span, vec![operand.value], vec![gives], true)[0];
        Operand { value, letters }
    }

    /// The sum over all letters but these.
    fn summed(&mut self, operand: Operand, stays: impl Fn(char) -> bool, span: Span) -> Operand {
        let letters: Vec<_> = operand.letters.iter().copied().filter(|&letter| stays(letter)).collect();
        let axes: Vec<_> = (0..operand.letters.len()).filter(|&axis| !stays(operand.letters[axis])).collect();
        if axes.is_empty() {
            return operand;
        }
        let shape = Shape::real(self.sizes(&operand, &letters));
        let sum = self.sum_over("einsum", span, vec![operand.value], Vec::new(), axes);
        Operand { value: self.as_result(sum, shape, span), letters }
    }

    /// The sum of the products of two operands, with the axes of the result in any order.
    fn product_of(&mut self, einsum: &Einsum, a: Operand, b: Operand, span: Span) -> Walked<Operand> {
        let [of_a, of_b] = [&a, &b].map(|operand| operand.letters.clone());
        let a = self.summed(a, |letter| einsum.result.contains(&letter) || of_b.contains(&letter), span);
        let b = self.summed(b, |letter| einsum.result.contains(&letter) || of_a.contains(&letter), span);
        let product = einsum.product(&a.letters, &b.letters);
        let Product { batch, rows, columns, summed } = &product;
        if summed.is_empty() && (rows.is_empty() || columns.is_empty()) {
            return Ok(self.repeated_product(einsum, [a, b], span));
        }
        if rows.is_empty() && columns.is_empty() {
            return Ok(self.sum_of_products(&product, a, &b, span));
        }
        let is_exchanged = [&batch[..], columns, rows].concat() == einsum.result;
        let [first, second] = if is_exchanged { [b, a] } else { [a, b] };
        self.product_of_matrices(&einsum.product(&first.letters, &second.letters), &first, &second, span)
    }

    /// The product of two operands of which one has all letters of the result, along which the other one is repeated.
    fn repeated_product(&mut self, einsum: &Einsum, operands: [Operand; 2], span: Span) -> Operand {
        let letters = &einsum.result;
        let operands = operands.map(|operand| self.permuted(&operand, letters, span));
        if operands[0].letters == operands[1].letters {
            let shape = Shape::real(self.sizes(&operands[0], letters));
            let values = operands.map(|operand| operand.value).into();
            let layer = NodeLayer::Operation(Op::Multiply);
            return Operand {
                value: self.apply(layer, "einsum", span, values, vec![shape], true)[0],
                letters: letters.clone(),
            };
        }
        let largest = usize::from(operands[1].letters == *letters);
        let whole = Shape::real(self.sizes(&operands[largest], letters));
        let values = operands.map(|operand| {
            // Axes before the first one of its own need not be written.
            let start = letters.iter().position(|&letter| operand.axis(letter).is_some()).unwrap_or(letters.len());
            let shape = Shape::real(self.sizes(&operand, &letters[start..]));
            self.viewed(operand.value, shape, span)
        });
        let steps = vec![Step::Combine(Binary::Multiply, 0, 1)];
        Operand { value: self.expression("einsum", span, values.into(), steps, whole), letters: letters.clone() }
    }

    /// The sums of the products of two operands with the same letters.
    fn sum_of_products(&mut self, product: &Product, a: Operand, b: &Operand, span: Span) -> Operand {
        let b = self.permuted(b, &a.letters, span);
        let axes = product.summed.iter().filter_map(|&letter| a.axis(letter)).collect();
        let letters: Vec<_> = a.letters.iter().copied().filter(|letter| product.batch.contains(letter)).collect();
        let shape = Shape::real(self.sizes(&a, &letters));
        let steps = vec![Step::Combine(Binary::Multiply, 0, 1)];
        let sum = self.sum_over("einsum", span, vec![a.value, b.value], steps, axes);
        Operand { value: self.as_result(sum, shape, span), letters }
    }

    /// The product of two operands as matrices.
    fn product_of_matrices(
        &mut self,
        product: &Product,
        first: &Operand,
        second: &Operand,
        span: Span,
    ) -> Walked<Operand> {
        let Product { batch, rows, columns, summed } = product;
        let first = self.permuted(first, &[&batch[..], rows, summed].concat(), span);
        let second = self.permuted(second, &[&batch[..], summed, columns].concat(), span);
        // At most three: an operand has at most five axes, two of which are those of the matrices.
        let before = self.sizes(&first, batch);
        let mut matrix = |operand: &Operand, letters: [&[char]; 2]| {
            let mut dims = before.clone();
            for letters in letters {
                let sizes = self.sizes(operand, letters);
                dims.push(self.joined_axes(&sizes, span)?);
            }
            Ok(dims)
        };
        let (left, right) = (matrix(&first, [rows, summed])?, matrix(&second, [summed, columns])?);
        let mut gives = left.clone();
        gives.truncate(before.len() + 1);
        gives.extend(right.last().cloned());
        let values = vec![
            self.viewed(first.value, Shape::real(left), span),
            self.viewed(second.value, Shape::real(right), span),
        ];
        let layer = NodeLayer::Operation(Op::MatMul);
        let value = self.apply(layer, "einsum", span, values, vec![Shape::real(gives)], true)[0];
        let letters = [&batch[..], rows, columns].concat();
        let sizes = [self.sizes(&first, batch), self.sizes(&first, rows), self.sizes(&second, columns)].concat();
        Ok(Operand { value: self.as_result(value, Shape::real(sizes), span), letters })
    }

    /// The size of several axes as one.
    fn joined_axes(&mut self, sizes: &[Dim], span: Span) -> Walked<Dim> {
        match Shape::count(sizes) {
            Some(count) => Ok(count),
            None => self.report(span, messages::count_overflows(Shape::real(sizes.to_vec()))),
        }
    }
}
