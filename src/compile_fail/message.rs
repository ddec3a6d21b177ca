//! Compiler diagnostics as data.

use super::golden::{Expected, golden, plain};
use super::paths::{Folders, display};
use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel, DiagnosticSpan};
use std::path::{Path, PathBuf};

/// An error reported by the compiler.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Message {
    /// The message with its `help:` lines, without the compiler's decoration: no indentation, no `error:`, and no
    /// `evaluation panicked:` of a failed evaluation. The name of the program's crate is `$CRATE`, as in `trybuild`, and paths in the
    /// package are relative to it.
    pub text: String,
    /// The source text that is marked with `^^^`; the first line if it spans several. Empty if nothing is marked.
    pub marked: String,
    /// The compiler's error code, such as `E0308`, if there is one.
    pub code: Option<String>,
    /// The file of the marked text.
    pub file: PathBuf,
    /// The line of the marked text, counted from 1; `None` if nothing is marked.
    pub line: Option<usize>,
    /// The column at which the marked text begins, in characters, counted from 1; `None` if nothing is marked.
    pub column: Option<usize>,
    /// The complete diagnostic with notes and marks, as `cargo check` prints it.
    pub rendered: String,
    golden: String,
}

impl Message {
    /// Returns the text of a file of expected errors that expects this error alone: `rendered`, as far as it is the same on every
    /// machine.
    pub(super) fn golden(&self) -> &str {
        &self.golden
    }
}

impl PartialEq<Message> for Expected {
    /// Compares the message and the marked text.
    fn eq(&self, message: &Message) -> bool {
        self.text == message.text && self.marked == message.marked
    }
}

/// Returns the message of an error in the file `program` of the crate `name`, whose package is at `root`; `None` for diagnostics
/// other than errors, and for the compiler's summary of errors.
pub(super) fn read(
    diagnostic: Diagnostic,
    name: &str,
    program: &Path,
    root: &Path,
    folders: &Folders,
) -> Option<Message> {
    if diagnostic.level != DiagnosticLevel::Error || diagnostic.message.starts_with("aborting due to") {
        return None;
    }
    let marks = diagnostic.spans.iter().filter(|span| span.is_primary).map(|span| in_program(span, program, root));
    let mark = marks.min_by_key(|span| (span.line_start, span.column_start));
    let mut message = Message {
        text: folders.omit(&plain(&diagnostic.message)).replace(name, "$CRATE"),
        marked: mark.map(marked).unwrap_or_default(),
        code: diagnostic.code.map(|code| code.code),
        file: mark.map_or(program.into(), |span| root.join(&span.file_name)),
        line: mark.map(|span| span.line_start),
        column: mark.map(|span| span.column_start),
        rendered: diagnostic.rendered.unwrap_or(diagnostic.message),
        golden: String::new(),
    };
    let rendered = without_machine(&message.rendered, name, folders);
    message.golden = if is_read_as(&rendered, &message) { rendered } else { shortened(&message, folders) };
    Some(message)
}

/// Returns whether a text of expected errors expects this one.
fn is_read_as(text: &str, message: &Message) -> bool {
    matches!(&golden(text)[..], [expected] if expected == message)
}

/// Returns a rendered message without what depends on the machine: paths, and the note about a file for the name of a type that is
/// too long to print.
fn without_machine(rendered: &str, name: &str, folders: &Folders) -> String {
    let is_about_file =
        |line: &str| line.contains("has been written to '") || line.contains("`--verbose` to print the full type name");
    let lines = rendered.trim_end().lines().filter(|line| !is_about_file(line));
    let line = |line| folders.place(line).unwrap_or_else(|| folders.omit(line).replace(name, "$CRATE")) + "\n";
    lines.map(line).collect()
}

/// Returns a text of expected errors that has the message and the marked text alone, for a rendered message from which they cannot
/// be read, since the compiler shortens long lines, or marks another file than the program.
fn shortened(message: &Message, folders: &Folders) -> String {
    let code = message.code.as_deref().map(|code| format!("[{code}]")).unwrap_or_default();
    let head = format!("error{code}: ");
    let indented = message.text.replace('\n', &format!("\n{:1$}", "", head.len()));
    let line = message.line.map(|line| line.to_string()).unwrap_or_default();
    let margin = " ".repeat(line.len());
    let column = message.column.map(|column| format!(":{column}")).unwrap_or_default();
    let separator = if line.is_empty() { "" } else { ":" };
    let file = display(&folders.relative(&message.file));
    let mut text = format!("{head}{indented}\n{margin}--> {file}{separator}{line}{column}\n");
    if !message.marked.is_empty() {
        let marks = "^".repeat(message.marked.chars().count());
        text += &format!("{margin} |\n{line} | ... {}\n{margin} |     {marks}\n", message.marked);
    }
    text
}

/// Returns the span in the program itself from which the marked code was expanded; the span itself if there is none.
fn in_program<'a>(span: &'a DiagnosticSpan, program: &Path, root: &Path) -> &'a DiagnosticSpan {
    let callers = std::iter::successors(Some(span), |span| span.expansion.as_ref().map(|expansion| &expansion.span));
    callers.into_iter().find(|span| root.join(&span.file_name) == program).unwrap_or(span)
}

/// Returns the marked text. A mark between two characters is printed below the second one, and is treated as a mark of that
/// character.
fn marked(span: &DiagnosticSpan) -> String {
    let Some(line) = span.text.first() else { return String::new() };
    let start = line.highlight_start.saturating_sub(1);
    let end = (line.highlight_end.saturating_sub(1)).max(start + 1);
    let marked: String = line.text.chars().skip(start).take(end - start).collect();
    marked.replace('\t', "    ").trim().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn folders() -> Folders {
        Folders::new(vec![PathBuf::from("/a")])
    }

    fn message(text: &str, marked: &str) -> Message {
        Message {
            text: text.into(),
            marked: marked.into(),
            code: Some("E0080".into()),
            file: "/a/tests/x.rs".into(),
            line: Some(7),
            column: Some(12),
            rendered: String::new(),
            golden: String::new(),
        }
    }

    #[test]
    fn shortened_message_is_read_as_itself() {
        let texts = ["one", "one\nhelp: two", "one\n\n| three", "a\n= note: b\n--> c", "expected `|`, found `^`"];
        for text in texts {
            for marked in ["x.fc1()", "^", "-> | ^^", "é", "", "..."] {
                let message = message(text, marked);
                let shortened = shortened(&message, &folders());
                assert!(is_read_as(&shortened, &message), "{shortened}");
            }
        }
        let text = "\
error[E0080]: one
              help: two
 --> tests/x.rs:7:12
  |
7 | ... x.fc1()
  |     ^^^^^^^
";
        assert_eq!(shortened(&message("one\nhelp: two", "x.fc1()"), &folders()), text);
    }

    #[test]
    fn machine_is_not_in_golden() {
        let rendered = "\
error[E0308]: mismatched types in `case_x`
   --> /a/tests/x.rs:2:18
    |
  2 |     let x: u8 = true;
    |                 ^^^^ expected `u8`, found `bool`
    |
   ::: /a/tests/y.rs:2:18
    = note: the full name for the type has been written to '/a/target/case_x.long-type-1.txt'
    = note: consider using `--verbose` to print the full type name to the console

";
        let expected = "\
error[E0308]: mismatched types in `$CRATE`
   --> tests/x.rs:2:18
    |
  2 |     let x: u8 = true;
    |                 ^^^^ expected `u8`, found `bool`
    |
   ::: tests/y.rs:2:18
";
        assert_eq!(without_machine(rendered, "case_x", &folders()), expected);
    }
}
