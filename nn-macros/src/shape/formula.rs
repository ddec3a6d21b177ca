//! Formulas of sizes as text, with the fewest parentheses that preserve their value; quotients are rounded down.

use std::fmt;

/// A formula as text.
#[derive(Clone, Debug)]
pub(crate) struct Formula {
    text: String,
    last: Last,
}

/// The operation of a formula that is computed last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Last {
    /// None: a number or a name.
    Nothing,
    /// Multiplications alone.
    Product,
    /// A chain of multiplications and divisions, which are computed from left to right.
    Quotient,
    /// Additions and subtractions.
    Sum,
}

impl Formula {
    /// A number, a name, or the call of a function.
    pub(crate) fn atom(text: impl fmt::Display) -> Self {
        Self { text: text.to_string(), last: Last::Nothing }
    }

    pub(crate) fn plus(self, other: impl Into<Self>) -> Self {
        Self { text: format!("{self} + {}", other.into()), last: Last::Sum }
    }

    pub(crate) fn minus(self, other: impl Into<Self>) -> Self {
        Self { text: format!("{self} - {}", other.into().within(&[Last::Sum])), last: Last::Sum }
    }

    pub(crate) fn times(self, other: impl Into<Self>) -> Self {
        let last = if self.last == Last::Quotient { Last::Quotient } else { Last::Product };
        // A product of a quotient, which is rounded down first.
        let other = other.into().within(&[Last::Sum, Last::Quotient]);
        Self { text: format!("{} * {other}", self.within(&[Last::Sum])), last }
    }

    pub(crate) fn over(self, divisor: impl Into<Self>) -> Self {
        let divisor = divisor.into().within(&[Last::Sum, Last::Product, Last::Quotient]);
        Self { text: format!("{} / {divisor}", self.within(&[Last::Sum])), last: Last::Quotient }
    }

    /// The formula with the other sign, as the first term of a sum.
    pub(crate) fn negated(self) -> Self {
        Self { text: format!("-{}", self.within(&[Last::Sum])), last: Last::Sum }
    }

    /// The formula as an operand, in parentheses if its last operation is one of these.
    fn within(self, operations: &[Last]) -> String {
        if operations.contains(&self.last) { format!("({})", self.text) } else { self.text }
    }
}

impl From<u64> for Formula {
    fn from(number: u64) -> Self {
        Self::atom(number)
    }
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::{BinOp, Expr, Lit, UnOp};

    /// The value of a formula as text, by the usual rules.
    fn value(text: &str) -> i64 {
        fn of(expression: &Expr) -> i64 {
            match expression {
                Expr::Paren(inner) => of(&inner.expr),
                Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => -of(&unary.expr),
                Expr::Lit(literal) => match &literal.lit {
                    Lit::Int(number) => number.base10_parse().unwrap(),
                    _ => panic!("a number is not an integer"),
                },
                Expr::Binary(binary) => {
                    let (left, right) = (of(&binary.left), of(&binary.right));
                    match binary.op {
                        BinOp::Add(_) => left + right,
                        BinOp::Sub(_) => left - right,
                        BinOp::Mul(_) => left * right,
                        BinOp::Div(_) => left.div_euclid(right),
                        _ => panic!("this operator is in no formula"),
                    }
                }
                _ => panic!("this is no formula"),
            }
        }
        of(&syn::parse_str(text).unwrap())
    }

    type Operation = (fn(Formula, Formula) -> Formula, fn(i64, i64) -> i64);

    const OPERATIONS: [Operation; 4] = [
        (|a, b| a.plus(b), |a, b| a + b),
        (|a, b| a.minus(b), |a, b| a - b),
        (|a, b| a.times(b), |a, b| a * b),
        (|a, b| a.over(b), |a, b| a.div_euclid(b)),
    ];

    /// All formulas of this number of operations, with their values.
    fn formulas(operations: usize, numbers: &mut impl Iterator<Item = i64>) -> Vec<(Formula, i64)> {
        if operations == 0 {
            let number = numbers.next().unwrap();
            return vec![(Formula::atom(number), number)];
        }
        let mut all = Vec::new();
        for left in 0..operations {
            let (lefts, rights) = (formulas(left, numbers), formulas(operations - 1 - left, numbers));
            for (a, of_a) in &lefts {
                for (b, of_b) in &rights {
                    for (write, compute) in OPERATIONS {
                        if *of_b != 0 {
                            all.push((write(a.clone(), b.clone()), compute(*of_a, *of_b)));
                        }
                    }
                }
            }
        }
        all
    }

    #[test]
    fn text_has_the_value_of_the_formula() {
        let mut count = 0;
        for operations in 0..=3 {
            for (formula, expected) in formulas(operations, &mut [23, 7, 5, 3, 2].into_iter().cycle()) {
                assert_eq!(value(&formula.to_string()), expected, "{formula}");
                count += 1;
            }
        }
        assert!(count > 300, "{count} formulas");
    }

    /// Without any one pair of its parentheses, the text has another value for some sizes.
    #[test]
    fn every_parenthesis_is_needed() {
        let letters = ["a", "b", "c", "d"];
        let of = |pick: &[usize], sizes: [i64; 4]| {
            let atom = |index: usize| Formula::atom(sizes[index]);
            let (first, second, third) = (OPERATIONS[pick[0]].0, OPERATIONS[pick[1]].0, OPERATIONS[pick[2]].0);
            let inner = second(atom(1), atom(2));
            third(first(atom(0), inner), atom(3)).to_string()
        };
        let sizes = [[23, 7, 5, 3], [8, 24, 4, 5], [17, 9, 2, 6], [31, 11, 4, 2], [7, 3, 2, 5], [99, 12, 8, 7]];
        for code in 0..64 {
            let pick = [code / 16, code / 4 % 4, code % 4];
            let texts = sizes.map(|sizes| of(&pick, sizes));
            let opens: Vec<_> =
                texts[0].match_indices('(').map(|(at, _)| texts[0][..at].matches('(').count()).collect();
            for open in opens {
                let differs = texts.iter().any(|text| {
                    let begin = text.match_indices('(').nth(open).unwrap().0;
                    let mut depth = 0;
                    let end = text[begin..].find(|character: char| {
                        depth += i32::from(character == '(') - i32::from(character == ')');
                        depth == 0
                    });
                    let end = begin + end.unwrap();
                    let without = format!("{}{}{}", &text[..begin], &text[begin + 1..end], &text[end + 1..]);
                    value(&without) != value(text)
                });
                assert!(differs, "{} of {letters:?} has superfluous parentheses", texts[0]);
            }
        }
    }
}
