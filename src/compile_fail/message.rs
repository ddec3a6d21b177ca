//! Compiler diagnostics as data.

use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel, DiagnosticSpan};
use std::path::{Path, PathBuf};

/// An error reported by the compiler.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Message {
    /// The message with its `help:` lines, without the compiler's decoration: no indentation, no `error:`, and no
    /// `evaluation panicked:` of a failed evaluation. The name of the program's crate is `$CRATE`, as in `trybuild`.
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
}

/// Normalises the text of a message for comparison, of expected and of reported errors alike.
pub(super) fn plain(text: &str) -> String {
    let text: Vec<_> = text.trim().lines().map(str::trim).collect();
    let text = text.join("\n");
    text.strip_prefix("evaluation panicked: ").map_or(text.clone(), String::from)
}

/// Returns the message of an error in the file `program` of the crate `name`, whose package is at `root`; `None` for diagnostics
/// other than errors, and for the compiler's summary of errors.
pub(super) fn read(diagnostic: Diagnostic, name: &str, program: &Path, root: &Path) -> Option<Message> {
    if diagnostic.level != DiagnosticLevel::Error || diagnostic.message.starts_with("aborting due to") {
        return None;
    }
    let marks = diagnostic.spans.iter().filter(|span| span.is_primary).map(|span| in_program(span, program, root));
    let mark = marks.min_by_key(|span| (span.line_start, span.column_start));
    Some(Message {
        text: plain(&diagnostic.message).replace(name, "$CRATE"),
        marked: mark.map(marked).unwrap_or_default(),
        code: diagnostic.code.map(|code| code.code),
        file: mark.map_or(program.into(), |span| root.join(&span.file_name)),
        line: mark.map(|span| span.line_start),
        column: mark.map(|span| span.column_start),
        rendered: diagnostic.rendered.unwrap_or(diagnostic.message),
    })
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
