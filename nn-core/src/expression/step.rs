//! The steps of an expression as data.

use crate::activation::{Function, Scalar};
use core::fmt;

/// One step of an element-wise expression, an attribute of [`Op::Fused`](crate::graph::Op::Fused). Its result is known to later
/// steps by the index of the step; the result of the last step is that of the expression.
///
/// ```
/// use nn::graph::{Binary, Scalar, Step};
/// // a * 0.5
/// let steps = [Step::Operand(0), Step::Number(Scalar::new(0.5)), Step::Binary(Binary::Multiply, 0, 1)];
/// assert_eq!(Step::formula(&steps).to_string(), "a * 0.5");
/// ```
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The element of the operand with this index, which is repeated along the axes that it lacks and along those of size 1.
    Operand(usize),
    /// A number.
    Number(Scalar),
    /// A function of the result of a step.
    Unary(Function, usize),
    /// An operator between the results of two steps.
    Binary(Binary, usize, usize),
    /// The result of the second step where that of the first is not 0, else that of the third.
    Select(usize, usize, usize),
    /// min(max(x, low), high), of the results of three steps. The derivative with respect to x is 1 for low <= x <= high, also at
    /// low and at high, unlike that of [`Function::Clip`]; else it is 0. Those with respect to low and high are 0.
    Clamp(usize, usize, usize),
}

/// An operator between two elements a and b: an attribute of [`Step::Binary`]. Comparisons give 1 or 0, and have no gradient.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Binary {
    /// a + b.
    Add,
    /// a - b.
    Subtract,
    /// a b.
    Multiply,
    /// a / b.
    Divide,
    /// a to the power of b.
    Power,
    /// The smaller of the two, or NaN if one is NaN.
    Minimum,
    /// The larger of the two, or NaN if one is NaN.
    Maximum,
    /// 1 if a = b, else 0.
    Equal,
    /// 0 if a = b, else 1.
    NotEqual,
    /// 1 if a > b, else 0.
    Greater,
    /// 1 if a >= b, else 0.
    GreaterOrEqual,
}

impl Step {
    /// Formats steps as a formula, with the operands a, b and so on. Steps that are used more than once are repeated.
    pub fn formula(steps: &[Step]) -> impl fmt::Display + '_ {
        Formula { steps, step: steps.len().saturating_sub(1), is_part: false }
    }
}

/// The result of a step, in parentheses if it is `part` of another formula and needs them.
struct Formula<'a> {
    steps: &'a [Step],
    step: usize,
    is_part: bool,
}

impl Formula<'_> {
    /// The result of another step.
    fn of(&self, step: usize) -> Formula<'_> {
        Formula { steps: self.steps, step, is_part: false }
    }

    /// The result of another step as an operand of an operator.
    fn part(&self, step: usize) -> Formula<'_> {
        Formula { is_part: true, ..self.of(step) }
    }
}

impl fmt::Display for Formula<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(step) = self.steps.get(self.step) else { return Ok(()) };
        match *step {
            Step::Operand(index) => write!(f, "{}", char::from(b'a'.saturating_add(u8::try_from(index).unwrap_or(25)))),
            Step::Number(number) => write!(f, "{}", number.get()),
            Step::Unary(Function::Negation, x) => write!(f, "-{}", self.part(x)),
            Step::Unary(function, x) => write!(f, "{}({})", function.name(), self.of(x)),
            Step::Binary(operator, a, b) => match operator.sign() {
                Ok(sign) if self.is_part => write!(f, "({} {sign} {})", self.part(a), self.part(b)),
                Ok(sign) => write!(f, "{} {sign} {}", self.part(a), self.part(b)),
                Err(name) => write!(f, "{name}({}, {})", self.of(a), self.of(b)),
            },
            Step::Select(mask, a, b) => write!(f, "select({}, {}, {})", self.of(mask), self.of(a), self.of(b)),
            Step::Clamp(x, low, high) => write!(f, "clamp({}, {}, {})", self.of(x), self.of(low), self.of(high)),
        }
    }
}

impl Binary {
    /// The sign of the operator, or its name if it is written as a function.
    const fn sign(self) -> Result<&'static str, &'static str> {
        match self {
            Binary::Add => Ok("+"),
            Binary::Subtract => Ok("-"),
            Binary::Multiply => Ok("*"),
            Binary::Divide => Ok("/"),
            Binary::Equal => Ok("=="),
            Binary::NotEqual => Ok("!="),
            Binary::Greater => Ok(">"),
            Binary::GreaterOrEqual => Ok(">="),
            Binary::Power => Err("pow"),
            Binary::Minimum => Err("minimum"),
            Binary::Maximum => Err("maximum"),
        }
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn formulas_have_the_parentheses_that_they_need() {
        let number = |value| Step::Number(Scalar::new(value));
        let steps = [
            Step::Operand(0),
            Step::Operand(1),
            Step::Binary(Binary::Subtract, 0, 1),
            number(0.5),
            Step::Binary(Binary::Multiply, 2, 3),
            Step::Unary(Function::Exponential, 4),
            Step::Unary(Function::Negation, 5),
            Step::Binary(Binary::Maximum, 6, 3),
            Step::Binary(Binary::Greater, 7, 2),
            Step::Select(8, 2, 3),
            Step::Clamp(9, 0, 1),
        ];
        let text = |count: usize| Step::formula(&steps[..count]).to_string();
        assert_eq!(text(0), "");
        assert_eq!(text(3), "a - b");
        assert_eq!(text(5), "(a - b) * 0.5");
        assert_eq!(text(7), "-exp((a - b) * 0.5)");
        assert_eq!(text(8), "maximum(-exp((a - b) * 0.5), 0.5)");
        assert_eq!(text(9), "maximum(-exp((a - b) * 0.5), 0.5) > (a - b)");
        assert!(text(11).starts_with("clamp(select(maximum(") && text(11).ends_with(", a - b, 0.5), a, b)"));
    }
}
