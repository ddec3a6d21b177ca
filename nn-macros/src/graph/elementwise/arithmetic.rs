//! Arithmetic: operators and functions between values and numbers, element by element.

use crate::catalogue::{Binary, Function, Fused, Op, Repeats, Step, is_operation};
use crate::diagnostics::{Spanned, messages};
use crate::graph::nodes::{Call, NodeLayer, ValueId};
use crate::graph::walk::{Walk, Walked};
use crate::shape::Shape;
use crate::syntax::code;
use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::{BinOp, Expr, ExprLit, ExprUnary, Lit, UnOp};

/// A value, or a number that stands for each element.
#[derive(Clone, Copy)]
pub(in crate::graph) enum Operand {
    Value(ValueId),
    Number(f64),
}

/// The operators of `forward`: the operation, and whether its operands are exchanged.
fn operator(sign: &BinOp) -> Option<(Binary, bool)> {
    Some(match sign {
        BinOp::Add(_) => (Binary::Add, false),
        BinOp::Sub(_) => (Binary::Subtract, false),
        BinOp::Mul(_) => (Binary::Multiply, false),
        BinOp::Div(_) => (Binary::Divide, false),
        BinOp::Eq(_) => (Binary::Equal, false),
        BinOp::Ne(_) => (Binary::NotEqual, false),
        BinOp::Gt(_) => (Binary::Greater, false),
        BinOp::Ge(_) => (Binary::GreaterOrEqual, false),
        BinOp::Lt(_) => (Binary::Greater, true),
        BinOp::Le(_) => (Binary::GreaterOrEqual, true),
        _ => return None,
    })
}

/// What an operator does to its operands, in messages.
fn does(sign: &str) -> String {
    let verb = match sign {
        "+" => "add",
        "-" => "subtract",
        "*" => "multiply",
        "/" => "divide",
        "==" | "!=" | "<" | ">" | "<=" | ">=" => "compare",
        _ => "combine",
    };
    format!("`{sign}` cannot {verb}")
}

/// Returns the number that an expression is, with its sign.
pub(in crate::graph) fn number(expression: &Expr) -> Option<syn::Result<f64>> {
    match expression {
        Expr::Lit(ExprLit { lit, .. }) => {
            let (digits, suffix) = match lit {
                Lit::Int(number) => (number.base10_digits().to_string(), number.suffix().to_string()),
                Lit::Float(number) => (number.base10_digits().to_string(), number.suffix().to_string()),
                _ => return None,
            };
            let text = lit.to_token_stream().to_string();
            if !matches!(&*suffix, "" | "f32" | "f64") {
                return Some(Err(syn::Error::new(lit.span(), messages::unit_of_number(text, digits))));
            }
            match digits.parse::<f64>() {
                Ok(value) if value.is_finite() => Some(Ok(value)),
                _ => Some(Err(syn::Error::new(lit.span(), messages::number_too_large(text)))),
            }
        }
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => Some(number(expr)?.map(|value| -value)),
        Expr::Paren(inner) => number(&inner.expr),
        Expr::Group(inner) => number(&inner.expr),
        _ => None,
    }
}

/// The power of the last factor of an expression, as code, unless it is a number without a finite value: it binds tighter than a
/// product and a minus sign.
fn powered(base: &Expr, exponent: &Expr) -> Option<String> {
    let text = |expression: &Expr| code(&expression.to_token_stream());
    match base {
        Expr::Binary(binary) if matches!(binary.op, BinOp::Mul(_) | BinOp::Div(_)) => {
            let sign = code(&binary.op.to_token_stream());
            Some(format!("{} {sign} {}", text(&binary.left), powered(&binary.right, exponent)?))
        }
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => Some(format!("-{}", powered(expr, exponent)?)),
        _ => match (number(base), number(exponent)) {
            (Some(Ok(base)), Some(Ok(exponent))) => written(base.powf(exponent)),
            _ => Some(format!("{}.pow({})", text(base), text(exponent))),
        },
    }
}

/// The result of a function of a number, as code.
pub(in crate::graph) fn result_of_function(name: &str, of: f64) -> Option<String> {
    let result = match name {
        "sqrt" => of.sqrt(),
        "rsqrt" => of.sqrt().recip(),
        "square" => of * of,
        "recip" => of.recip(),
        "exp" => of.exp(),
        "ln" | "log" => of.ln(),
        _ => return None,
    };
    written(result)
}

/// The result of an operator between two numbers, as code.
fn result_of(binary: Binary, left: f64, right: f64) -> Option<String> {
    let result = match binary {
        Binary::Add => left + right,
        Binary::Subtract => left - right,
        Binary::Multiply => left * right,
        Binary::Divide => left / right,
        _ => return None,
    };
    written(result)
}

/// A number as code.
fn written(number: f64) -> Option<String> {
    number.is_finite().then(|| format!("{number:?}"))
}

/// Functions and methods of values and numbers: the name, and the number of operands.
const FUNCTIONS: &[(&str, usize)] = &[("pow", 2), ("minimum", 2), ("maximum", 2), ("clamp", 3), ("select", 3)];

/// Returns whether a call of this name takes numbers beside values.
pub(in crate::graph) fn takes_numbers(name: &str) -> bool {
    FUNCTIONS.iter().any(|(known, _)| *known == name)
}

impl Walk<'_> {
    /// Evaluates `left sign right`.
    pub(in crate::graph) fn binary(&mut self, left: &Expr, sign: &BinOp, right: &Expr) -> Walked<ValueId> {
        let (span, text) = (sign.span(), code(&sign.to_token_stream()));
        if let Some(call) = self.piped(left, sign, right) {
            let _ = self.single(&call);
            return self.report(span, messages::chain_of_arrows(code(&call.to_token_stream())));
        }
        let power = match (sign, right) {
            (BinOp::Mul(star), Expr::Unary(ExprUnary { op: UnOp::Deref(_), expr, .. })) => {
                Some((star.span(), "**", &**expr))
            }
            (BinOp::BitXor(sign), exponent) if number(exponent).is_some() => Some((sign.span(), "^", exponent)),
            _ => None,
        };
        if let Some((span, sign, exponent)) = power {
            let _ = self.single(left);
            let written = powered(left, exponent);
            return self.report(
                span,
                written.map_or_else(|| messages::only_numbers(sign), |code| messages::power(sign, code)),
            );
        }
        let (left, right) = (self.operand(left), self.operand(right));
        let Some((binary, is_exchanged)) = operator(sign) else {
            return self.report(span, messages::no_operator(&text));
        };
        let (left, right) = (left?, right?);
        if let (Operand::Number(left), Operand::Number(right)) = (left, right)
            && let Some(result) = result_of(binary, left, right)
        {
            return self.report(span, messages::result_of_numbers(&text, result));
        }
        let output = match (binary, left, right) {
            (Binary::Add | Binary::Multiply, Operand::Value(left), Operand::Value(right)) => {
                self.pairwise(binary, [left, right], span)?
            }
            _ => {
                let operands = if is_exchanged { vec![right, left] } else { vec![left, right] };
                self.elementwise(&text, &does(&text), span, operands, |of, steps| {
                    steps.push(Step::Combine(binary, of[0], of[1]));
                })?
            }
        };
        self.called_on(&text, false, &[left, right], output);
        Ok(output)
    }

    /// The calls that `x >> fc1 >> relu` or `x | fc1` stands for: behind the sign is the name of a layer or an operation.
    fn piped(&self, left: &Expr, sign: &BinOp, right: &Expr) -> Option<Expr> {
        let (BinOp::Shr(_) | BinOp::BitOr(_), Expr::Path(path)) = (sign, right) else { return None };
        let name = path.path.get_ident()?;
        let text = name.to_string();
        if self.is_value_name(&text) || !self.is_layer_name(&text) && !is_operation(&text) {
            return None;
        }
        let left = match left {
            Expr::Binary(inner) => self.piped(&inner.left, &inner.op, &inner.right).unwrap_or_else(|| left.clone()),
            _ => left.clone(),
        };
        Some(syn::parse_quote!(#left.#name()))
    }

    /// Evaluates `-x`.
    pub(in crate::graph) fn negation(&mut self, minus: Span, of: &Expr) -> Walked<ValueId> {
        let value = self.single(of)?;
        self.require_floats("`-`", &[value], minus)?;
        let output = self.map(Function::Negate, "-", minus, value);
        self.called_on("-", false, &[Operand::Value(value)], output);
        Ok(output)
    }

    /// Evaluates `x.pow(2)`, `minimum(a, b)` and other functions of values and numbers.
    pub(in crate::graph) fn numeric_call(
        &mut self,
        name: &Ident,
        arguments: &[&Expr],
        is_method: bool,
    ) -> Walked<Vec<ValueId>> {
        let (text, span) = (name.to_string(), name.span());
        let operands: Vec<_> = arguments.iter().map(|argument| self.operand(argument)).collect();
        let operands: Vec<_> = operands.into_iter().collect::<Walked<_>>()?;
        let count = FUNCTIONS.iter().find(|(known, _)| *known == text).map_or(2, |(_, count)| *count);
        if operands.len() != count {
            return self.report(span, messages::wrong_operands(&text, count, operands.len()));
        }
        let (all, does) = (operands.clone(), does(&text));
        let output = match (text.as_str(), &operands[..]) {
            ("pow", &[Operand::Value(base), Operand::Number(exponent)]) => {
                self.require_floats("`pow`", &[base], span)?;
                self.power(base, exponent, span)?
            }
            ("clamp", &[_, Operand::Number(low), Operand::Number(high)]) if low > high => {
                return self.report(span, messages::empty_limits(low, high));
            }
            _ => self.elementwise(&text, &does, span, operands, |of, steps| {
                steps.push(match text.as_str() {
                    "pow" => Step::Combine(Binary::Power, of[0], of[1]),
                    "minimum" => Step::Combine(Binary::Minimum, of[0], of[1]),
                    "maximum" => Step::Combine(Binary::Maximum, of[0], of[1]),
                    "clamp" => Step::Clamp(of[0], of[1], of[2]),
                    _ => Step::Select(of[0], of[1], of[2]),
                });
            })?,
        };
        self.called_on(&text, is_method, &all, output);
        Ok(vec![output])
    }

    /// Raises a value to a power; those with a shorter form use it.
    fn power(&mut self, base: ValueId, exponent: f64, span: Span) -> Walked<ValueId> {
        let function = match exponent {
            2.0 => Function::Square,
            0.5 => Function::Sqrt,
            -0.5 => Function::Rsqrt,
            -1.0 => Function::Recip,
            3.0 => {
                return self.elementwise("pow", "", span, vec![Operand::Value(base)], |of, steps| {
                    // The square is the step after the operand.
                    let cube = [Step::Apply(Function::Square, None, of[0]), Step::Combine(Binary::Multiply, 1, of[0])];
                    steps.extend(cube);
                });
            }
            _ => {
                let operands = vec![Operand::Value(base), Operand::Number(exponent)];
                return self.elementwise("pow", "", span, operands, |of, steps| {
                    steps.push(Step::Combine(Binary::Power, of[0], of[1]));
                });
            }
        };
        Ok(self.map(function, "pow", span, base))
    }

    /// Applies a function to each element of a value.
    pub(in crate::graph) fn map(&mut self, function: Function, name: &str, span: Span, value: ValueId) -> ValueId {
        let shape = self.graph.values[value].shape.clone();
        self.apply(NodeLayer::Operation(Op::Map(function, None)), name, span, vec![value], vec![shape], false)[0]
    }

    /// Evaluates an operand: a value or a number.
    fn operand(&mut self, operand: &Expr) -> Walked<Operand> {
        match number(operand) {
            Some(number) => self.reported(number).map(Operand::Number),
            None => self.single(operand).map(Operand::Value),
        }
    }

    /// Adds an expression of values, which are broadcast to the shape of one of them, and of numbers. `steps` receives the number
    /// of the step of each operand, and the steps so far.
    fn elementwise(
        &mut self,
        name: &str,
        does: &str,
        span: Span,
        operands: Vec<Operand>,
        steps: impl FnOnce(&[usize], &mut Vec<Step>),
    ) -> Walked<ValueId> {
        let mut values: Vec<ValueId> = Vec::new();
        let mut index_of = Vec::new();
        for operand in &operands {
            let Operand::Value(id) = *operand else {
                index_of.push(None);
                continue;
            };
            self.require_floats(&format!("`{name}`"), &[id], span)?;
            let known = values.iter().position(|&other| other == id);
            index_of.push(Some(known.unwrap_or(values.len())));
            if known.is_none() {
                values.push(id);
            }
        }
        if values.is_empty() {
            return self.report(span, messages::only_numbers(name));
        }
        // The operand that determines the shape of the result.
        let (mut largest, mut doubts) = (0, Vec::new());
        for next in 1..values.len() {
            let aligned = self.align([values[largest], values[next]], does, name, span)?;
            [values[largest], values[next]] = aligned.values;
            largest = [largest, next][aligned.largest];
            doubts.extend(aligned.doubt);
        }
        let whole = self.graph.values[values[largest]].shape.clone();
        let mut all = Vec::new();
        let mut numbers = Vec::new();
        for (operand, index) in operands.iter().zip(index_of) {
            all.push(index.unwrap_or_else(|| {
                if let Operand::Number(value) = *operand {
                    numbers.push(Step::Number(value));
                }
                values.len() + numbers.len() - 1
            }));
        }
        steps(&all, &mut numbers);
        let origin = self.graph.values[values[largest]].origin.clone();
        let output = self.expression(name, span, values, numbers, whole);
        let value = &mut self.graph.values[output];
        value.origin = origin;
        value.doubts.extend(doubts);
        Ok(output)
    }

    /// Adds the node of an expression without a reduction.
    pub(in crate::graph) fn expression(
        &mut self,
        name: &str,
        span: Span,
        values: Vec<ValueId>,
        steps: Vec<Step>,
        whole: Shape,
    ) -> ValueId {
        let fits = values.iter().map(|&id| Repeats::of(&self.graph.values[id].shape, &whole)).collect();
        let fused = Fused { steps, fits, whole: whole.clone(), reduction: None };
        self.apply(NodeLayer::Operation(Op::Fused(fused.into())), name, span, values, vec![whole], false)[0]
    }

    /// Records a call for the editor.
    fn called_on(&mut self, name: &str, is_method: bool, operands: &[Operand], output: ValueId) {
        let values = operands.iter().filter_map(|operand| match operand {
            Operand::Value(id) => Some(*id),
            Operand::Number(_) => None,
        });
        let (name, inputs, outputs) = (name.to_string(), values.collect(), vec![output]);
        let numbers = operands.iter().map(|operand| matches!(operand, Operand::Number(_))).collect();
        self.graph.calls.push(Call { name, is_method, inputs, numbers, outputs, place: None });
    }
}
