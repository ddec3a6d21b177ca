//! The parser of expected errors: `trybuild`'s files, or the output of `cargo check`.

/// An expected error. Notes, labels, line numbers and layout are ignored: they depend on the compiler's version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The message with its `help:` lines, as [`Message::text`](super::Message::text).
    pub text: String,
    /// The source text that is marked, as [`Message::marked`](super::Message::marked).
    pub marked: String,
}

/// Parses expected errors, in order. Warnings are ignored.
///
/// The marked text is derived from the columns of `^^^`, which requires that a line of the program has at most 140 columns, and
/// that each character is one column wide: the compiler truncates longer lines.
///
/// ```
/// let stderr = "\
/// error: layer `fc2` expects [128] but receives [100] from `fc1`
///        help: write `fc2: Linear<100, 10>`, or make `fc1` produce 128
///  --> tests/networks/classifier.rs
///   |
///   |         x.fc1().relu().fc2()
///   |                        ^^^
/// ";
/// let errors = nn::compile_fail::golden(stderr);
/// assert_eq!(errors.len(), 1);
/// assert!(errors[0].text.ends_with("\nhelp: write `fc2: Linear<100, 10>`, or make `fc1` produce 128"));
/// assert_eq!(errors[0].marked, "fc2");
/// ```
pub fn golden(stderr: &str) -> Vec<Expected> {
    let mut errors = Vec::new();
    let mut lines = stderr.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(first) = headline(line) else { continue };
        let mut text = String::from(first);
        while let Some(line) = lines.next_if(|line| continues(line)) {
            text = text + "\n" + line;
        }
        let mut snippet = Vec::new();
        if lines.next_if(|line| line.trim_start().starts_with("--> ")).is_some() {
            while let Some(line) = lines.next_if(|line| in_snippet(line)) {
                snippet.extend(content(line));
            }
        }
        errors.push(Expected { text: plain(&text), marked: marked(&snippet).unwrap_or_default() });
    }
    errors
}

/// Normalises the text of a message for comparison, of expected and of reported errors alike.
pub(super) fn plain(text: &str) -> String {
    let text: Vec<_> = text.trim().lines().map(str::trim).collect();
    let text = text.join("\n");
    text.strip_prefix("evaluation panicked: ").map_or(text.clone(), String::from)
}

/// Returns the message of a line such as `error[E0308]: mismatched types`.
fn headline(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("error")?;
    let rest = match rest.strip_prefix('[') {
        Some(code) => code.split_once(']')?.1,
        None => rest,
    };
    rest.strip_prefix(": ").filter(|message| !message.starts_with("aborting due to"))
}

/// Returns whether a line continues a message: it is indented to the message's first character. Snippets and notes are indented
/// less, unless a file has 100 000 lines.
fn continues(line: &str) -> bool {
    line.starts_with("       ")
}

/// Returns whether a line belongs to a snippet, which ends at an empty line, a note, or a snippet of another file.
fn in_snippet(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("...") || line.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start().starts_with('|')
}

/// Returns the text after the `|` of a line; `None` for the ellipsis of omitted lines.
fn content(line: &str) -> Option<&str> {
    let line = line.trim_start();
    if line.starts_with("...") {
        return None;
    }
    let (_, content) = line.split_once('|')?;
    Some(content.strip_prefix(' ').unwrap_or(content))
}

/// Returns the source text above the first `^^^`, its first line if it spans several.
fn marked(snippet: &[&str]) -> Option<String> {
    let snippet: Vec<Vec<char>> = snippet.iter().map(|line| line.chars().collect()).collect();
    let (row, start) = snippet.iter().enumerate().find_map(|(row, line)| Some((row, mark(line)?)))?;
    let line = &snippet[row];
    let above = row.checked_sub(1).map(|above| snippet[above].as_slice()).unwrap_or_default();
    let length = line[start..].iter().take_while(|&&c| c == '^').count();
    // `___^` and `|___^` are an end of a mark that spans several lines: its start, or its last character.
    let bar = line[..start].iter().rposition(|&c| c != '_').filter(|&bar| line[bar] == '|');
    let several = start > 0 && line[start - 1] == '_';
    let marked: String = match bar {
        Some(bar) if several => {
            let first = snippet[..row].iter().rev().find(|line| line.get(bar) == Some(&'/'))?;
            first[bar + 1..].iter().collect()
        }
        _ if several => above.iter().skip(start).collect(),
        _ => above.iter().skip(start).take(length).collect(),
    };
    Some(marked.trim().into())
}

/// Returns the column of the first `^` in a line of marks. Such a line begins with its marks; labels follow. The label of a `---`
/// may precede the `^`, which is then at least two spaces after it.
fn mark(line: &[char]) -> Option<usize> {
    let marks = line.iter().take_while(|c| " ^-|_~+".contains(**c)).count();
    let after_label = || {
        let begins_with_mark = line[..marks].windows(2).any(|pair| pair == ['-', '-']);
        let spaces = line[marks..].windows(3).position(|three| three == [' ', ' ', '^'])?;
        begins_with_mark.then_some(marks + spaces + 2)
    };
    line[..marks].iter().position(|&c| c == '^').or_else(after_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(stderr: &str) -> Vec<(String, String)> {
        golden(stderr).into_iter().map(|error| (error.text, error.marked)).collect()
    }

    fn one(stderr: &str) -> (String, String) {
        let errors = read(stderr);
        assert_eq!(errors.len(), 1, "{errors:?}");
        errors.into_iter().next().unwrap()
    }

    fn pair(text: &str, marked: &str) -> (String, String) {
        (text.into(), marked.into())
    }

    #[test]
    fn label_may_precede_the_mark() {
        let stderr = "\
error[E0308]: mismatched types
 --> tests/ui/outside/models.rs
  |
  |     step(&optimizer, network, gradient);
  |     ---- incorrect   ^^^^^^^ expected `&Net`, found `&Other`
";
        assert_eq!(one(stderr).1, "network");
    }

    #[test]
    fn omits_notes_and_label_after_the_mark() {
        let stderr = "\
error[E0308]: mismatched types
 --> tests/ui/outside/step_labels.rs
  |
  |     session.step(&x, &CrossEntropy, &labels);
  |             ----                    ^^^^^^^ expected `^^`, found `&Box<Tensor<(N<31>,), Class<N<10>>>>`
  |             |
  |             arguments to this method are incorrect
  |
  = note: expected reference `&nn::Tensor`
             found reference `&Box`
note: method defined here
 --> nn-core/src/session.rs
  |
  |     pub fn step<L: Loss<Net::Out, Net::Elem>>(
  |            ^^^^
";
        assert_eq!(one(stderr), pair("mismatched types", "&labels"));
    }

    #[test]
    fn omits_wrapping_of_const_evaluation() {
        let stderr = "\
error[E0080]: evaluation panicked: `+` after `fc1` expects [32] but receives [64] from `fc2`
              help: make both [Hidden], or both [64]
  --> tests/ui/residual/named.rs
   |
   |         (h + h.fc2()).fc3()
   |            ^ evaluation of `_::_` failed here
";
        let text = "`+` after `fc1` expects [32] but receives [64] from `fc2`\nhelp: make both [Hidden], or both [64]";
        assert_eq!(one(stderr), pair(text, "+"));
    }

    #[test]
    fn reads_each_error_but_neither_warnings_nor_counts() {
        let stderr = "\
warning: unused variable: `a`
 --> src/main.rs:1:2
  |
1 | let a = 1;
  |     ^ help: prefix it

error: first
 --> src/main.rs:10:5
   |
10 |     x.fc1()
   |       ^^^

error: without a place

error[E0001]: third
 --> src/main.rs
  |
  | ab
  |  ^
error: aborting due to 3 previous errors
";
        assert_eq!(read(stderr), [pair("first", "fc1"), pair("without a place", ""), pair("third", "b")]);
    }

    #[test]
    fn multi_line_mark_is_read_as_its_first_line() {
        let whole = "\
error: whole
 --> a.rs
  |
  | / network! {
  | |     struct Net {
... |
  | | }
  | |_^ label
";
        assert_eq!(one(whole), pair("whole", "network! {"));
        let from_the_middle = "\
error: from the middle
 --> a.rs
  |
  |       let y = x.fc1(
  |  _____________^
  | |         2,
  | |     );
  | |_____^
";
        assert_eq!(one(from_the_middle), pair("from the middle", "x.fc1("));
        let a_mark_inside_a_secondary_one = "\
error: inside
 --> a.rs
  |
  | / network! {
  | |     struct Net {
  | |            ^^^ here
  | | }
  | |_- there
";
        assert_eq!(one(a_mark_inside_a_secondary_one), pair("inside", "Net"));
    }

    #[test]
    fn mark_past_end_of_line_is_empty() {
        assert_eq!(one("error: end\n --> a.rs\n  |\n  | ab\n  |   ^\n"), pair("end", ""));
    }

    #[test]
    fn output_without_errors_is_empty() {
        assert_eq!(read(""), []);
        assert_eq!(read("   Compiling nn\n    Finished\n"), []);
    }
}
