//! The text of `einsum`: the axes of its operands and of its result, by letters.

use super::axis::MOST_AXES;
use crate::diagnostics::messages;

/// The axes of a sum of products: a letter for each.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Einsum {
    /// Those of one or two operands.
    pub(crate) operands: Vec<Vec<char>>,
    pub(crate) result: Vec<char>,
}

/// The sets of letters of a product of two operands, each of whose letters occurs in the other operand or in the result.
pub(crate) struct Product {
    /// Those of both operands and of the result.
    pub(crate) batch: Vec<char>,
    /// Those of the first operand and of the result.
    pub(crate) rows: Vec<char>,
    /// Those of the second operand and of the result.
    pub(crate) columns: Vec<char>,
    /// Those that are summed over.
    pub(crate) summed: Vec<char>,
}

impl Einsum {
    /// Parses a text such as `ij,jk->ik`, or returns the error. Without `->`, the result has the letters that occur once, in
    /// alphabetical order.
    pub(crate) fn parse(text: &str) -> Result<Einsum, String> {
        if text.contains("..") {
            return Err(messages::einsum_ellipsis());
        }
        let mut parts = text.split("->");
        let operands: Vec<Vec<char>> =
            parts.next().unwrap_or_default().split(',').map(letters).collect::<Result<_, _>>()?;
        let result = parts.next().map(letters).transpose()?;
        if parts.next().is_some() {
            return Err(messages::einsum_arrows());
        }
        for operand in &operands {
            if let Some(letter) = repeated(operand) {
                return Err(messages::einsum_diagonal(letter, operand.iter().collect::<String>()));
            }
        }
        let mut all = operands.concat();
        all.sort_unstable();
        let result = result.unwrap_or_else(|| {
            let runs = all.chunk_by(|letter, next| letter == next);
            runs.filter(|run| run.len() == 1).map(|run| run[0]).collect()
        });
        if let Some(letter) = repeated(&result) {
            return Err(messages::einsum_repeated(letter, result.iter().collect::<String>()));
        }
        if let Some(letter) = result.iter().find(|letter| !all.contains(letter)) {
            all.dedup();
            return Err(messages::einsum_of_no_operand(letter, all.iter().collect::<String>()));
        }
        if result.len() > MOST_AXES {
            return Err(messages::einsum_most_axes(result.len(), MOST_AXES));
        }
        Ok(Einsum { operands, result })
    }

    /// The text without the first letter of each operand and of the result, if it is the same for all: that of the batch, which
    /// other frameworks write.
    pub(crate) fn without_batch(&self) -> Option<String> {
        let mut all = self.operands.iter().chain([&self.result]);
        let batch = self.result.first()?;
        all.all(|letters| letters.first() == Some(batch)).then(|| {
            let text = |letters: &Vec<char>| letters[1..].iter().collect::<String>();
            format!("{}->{}", self.operands.iter().map(text).collect::<Vec<_>>().join(","), text(&self.result))
        })
    }

    /// The text without the letter of the batch, if the first operand has one in addition to this number of axes.
    pub(super) fn of_sample(text: &str, rank: usize) -> String {
        let einsum = Einsum::parse(text).ok().filter(|einsum| einsum.operands[0].len() == rank + 1);
        einsum.and_then(|einsum| einsum.without_batch()).unwrap_or_else(|| text.into())
    }

    /// Sorts the letters of a product. Those of the result are in its order, those that are summed over in that of the first
    /// operand.
    pub(crate) fn product(&self, first: &[char], second: &[char]) -> Product {
        let of_result = |is_first: bool, is_second: bool| {
            let fits = |letter: &&char| first.contains(letter) == is_first && second.contains(letter) == is_second;
            self.result.iter().filter(fits).copied().collect()
        };
        Product {
            batch: of_result(true, true),
            rows: of_result(true, false),
            columns: of_result(false, true),
            summed: first.iter().filter(|letter| !self.result.contains(letter)).copied().collect(),
        }
    }
}

/// The letters of an operand or of the result.
fn letters(text: &str) -> Result<Vec<char>, String> {
    let letters = text.chars().filter(|letter| !letter.is_whitespace());
    letters
        .map(|letter| if letter.is_ascii_alphabetic() { Ok(letter) } else { Err(messages::einsum_sign(letter)) })
        .collect()
}

/// A letter that occurs again behind its first place.
fn repeated(letters: &[char]) -> Option<char> {
    letters.iter().enumerate().find(|(index, letter)| letters[..*index].contains(letter)).map(|(_, letter)| *letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The operands and the result, separated by spaces.
    fn parsed(text: &str) -> String {
        let einsum = Einsum::parse(text).unwrap();
        let all = einsum.operands.iter().chain([&einsum.result]);
        all.map(|letters| letters.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn reads_operands_and_result() {
        for (text, expected) in [
            ("ij,jk->ik", "ij jk ik"),
            (" i j , j k -> k i ", "ij jk ki"),
            ("ij->", "ij "),
            ("i,->i", "i  i"),
            // As NumPy: the letters that occur once, upper-case ones first.
            ("ij,jk", "ij jk ik"),
            ("ba", "ba ab"),
            ("aB,cB", "aB cB ac"),
            ("bA", "bA Ab"),
            ("i,i", "i i "),
        ] {
            assert_eq!(parsed(text), expected, "{text}");
        }
    }

    #[test]
    fn refuses_what_has_no_meaning() {
        for (text, message) in [
            ("...ij,jk->ik", "does not support `...`"),
            ("ii->i", "`i` occurs twice in `ii`: `einsum` does not support diagonals"),
            ("ij->ii", "`i` occurs twice in the result `ii`"),
            ("ij->ik", "`k` is in the result, and in no operand\nhelp: write letters of the operands, as in `->ij`"),
            ("i1->i", "`1` is not the letter of an axis"),
            ("ij-ji", "`-` is not the letter of an axis"),
            ("ij->ji->ij", "has one result"),
            ("abc,def->abcdef", "the result of `einsum` has 6 axes\nhelp: sum over some of them, for at most 5 axes"),
        ] {
            let error = Einsum::parse(text).unwrap_err();
            assert!(error.contains(message), "{text}: {error}");
        }
    }

    #[test]
    fn finds_the_letter_of_the_batch() {
        let shorter = |text| Einsum::parse(text).unwrap().without_batch();
        assert_eq!(shorter("bij,bjk->bik").as_deref(), Some("ij,jk->ik"));
        assert_eq!(shorter("bij,jk->bik"), None);
        assert_eq!(shorter("bij->"), None);
    }

    #[test]
    fn sorts_letters_of_products() {
        let einsum = Einsum::parse("bimk,kbjm->jib").unwrap();
        let Product { batch, rows, columns, summed } = einsum.product(&einsum.operands[0], &einsum.operands[1]);
        assert_eq!([batch, rows, columns, summed].map(String::from_iter), ["b", "i", "j", "mk"]);
    }
}
