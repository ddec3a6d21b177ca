//! What the compiler says, as data.

use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel, DiagnosticSpan};
use std::path::{Path, PathBuf};

/// One error of the compiler.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Message {
    /// What is wrong, with the `help:` lines that belong to it, without the compiler's own wrapping: no indentation, no
    /// `error:`, and of a failed evaluation no `evaluation panicked:`. The name of the program's crate is `$CRATE`, as in
    /// `trybuild`'s texts.
    pub text: String,
    /// The source text that is marked, `^^^`; of several lines the first. Empty if nothing is.
    pub marked: String,
    /// The compiler's code of the error, such as `E0308`, where it has one.
    pub code: Option<String>,
    /// The file that is marked.
    pub file: PathBuf,
    /// The line that is marked, counted from 1; `None` if nothing is.
    pub line: Option<usize>,
    /// The column at which the mark begins, in characters, counted from 1; `None` if nothing is marked.
    pub column: Option<usize>,
    /// The message with notes and marks, as `cargo check` shows it.
    pub rendered: String,
}

/// The text of a message as it is compared. Goldens and messages go through it alike.
pub(super) fn plain(text: &str) -> String {
    let text: Vec<_> = text.trim().lines().map(str::trim).collect();
    let text = text.join("\n");
    text.strip_prefix("evaluation panicked: ").map_or(text.clone(), String::from)
}

/// The message of an error in the file `program` of the crate `name`, whose package has its root in `root`; `None` for
/// what is not an error, and for the compiler's count of the errors.
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

/// The place in the program itself that what is marked was expanded from; as it stands if there is none.
fn in_program<'a>(span: &'a DiagnosticSpan, program: &Path, root: &Path) -> &'a DiagnosticSpan {
    let callers = std::iter::successors(Some(span), |span| span.expansion.as_ref().map(|expansion| &expansion.span));
    callers.into_iter().find(|span| root.join(&span.file_name) == program).unwrap_or(span)
}

/// A mark between two characters is shown below the second one, and so counts as a mark of that.
fn marked(span: &DiagnosticSpan) -> String {
    let Some(line) = span.text.first() else { return String::new() };
    let start = line.highlight_start.saturating_sub(1);
    let end = (line.highlight_end.saturating_sub(1)).max(start + 1);
    let marked: String = line.text.chars().skip(start).take(end - start).collect();
    marked.replace('\t', "    ").trim().into()
}
