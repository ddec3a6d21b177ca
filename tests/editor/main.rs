//! What an editor shows of a network: answers of rust-analyzer about a small crate.
//!
//! `cargo test --test editor -- --ignored --nocapture` prints them.

#![allow(missing_docs)]

mod client;
#[path = "../cases/package.rs"]
mod package;
mod sources;

use client::Client;
use package::Package;
use serde_json::{Value, json};
use sources::{BRANCHES, CNN, LOOP, NAMED, OTHERS, edited, place};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

/// The most characters that a hover over a layer may have.
const MOST: usize = 1_500;

/// Returns the path of rust-analyzer, if it is installed with the sources of std, without which it knows no types of std.
fn server() -> Option<PathBuf> {
    let path = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).output().ok()?;
        Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
    };
    let sources = path("rustc", &["--print", "sysroot"])?.join("lib/rustlib/src/rust/library");
    path("rustup", &["which", "rust-analyzer"]).filter(|server| server.is_file() && sources.is_dir())
}

/// An editor with one open file.
struct Editor {
    client: Client,
    file: PathBuf,
    text: String,
}

/// An entry of a completion: what it inserts, and its type.
struct Entry {
    label: String,
    detail: String,
}

impl Editor {
    /// Replaces the text of the file.
    fn show(&mut self, text: &str) {
        self.text = text.into();
        self.client.change(&self.file, text);
    }

    fn hover(&mut self, mark: &str) -> String {
        let answer = self.client.ask("textDocument/hover", &self.file, place(&self.text, mark));
        let text = answer["contents"]["value"].as_str().unwrap_or_default().trim().to_string();
        println!("\n## Hover at `{mark}`: {} characters\n\n{text}", text.chars().count());
        text
    }

    /// The files and lines to which the definition leads.
    fn definitions(&mut self, mark: &str) -> Vec<(PathBuf, String)> {
        let answer = self.client.ask("textDocument/definition", &self.file, place(&self.text, mark));
        let target = |place: &Value| {
            let path = PathBuf::from(place["uri"].as_str().unwrap().trim_start_matches("file://"));
            let text = if path == self.file { self.text.clone() } else { fs::read_to_string(&path).unwrap() };
            let line = place["range"]["start"]["line"].as_u64().unwrap() as usize;
            (path, text.lines().nth(line).unwrap_or_default().trim().to_string())
        };
        let targets: Vec<_> = answer.as_array().unwrap().iter().map(target).collect();
        println!("\n## Definition of `{mark}`: {targets:?}");
        targets
    }

    fn completion(&mut self, mark: &str) -> Vec<Entry> {
        let answer = self.client.ask("textDocument/completion", &self.file, place(&self.text, mark));
        let items = answer["items"].as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
        let entries: Vec<_> =
            items.iter().map(|item| Entry { label: text(&item["label"]), detail: text(&item["detail"]) }).collect();
        println!("\n## Completion at `{mark}`: {} entries", entries.len());
        for Entry { label, detail } in &entries {
            println!("  {label}: {detail}");
        }
        entries
    }

    /// Replaces the text by one without errors.
    fn show_correct(&mut self, text: &str) {
        self.show(text);
        self.client.wait_without(&self.file, "the file has no errors", |_| true);
    }

    /// Replaces a text without errors, and returns the diagnostics that the server finds itself.
    fn diagnostics(&mut self, text: &str) -> Vec<String> {
        let start = Instant::now();
        self.show(text);
        self.client.wait_for(&self.file, "an error is shown", |_| true);
        println!("\n## Error shown {} ms after the keystroke", start.elapsed().as_millis());
        self.shown()
    }

    /// The diagnostics that are shown.
    fn shown(&self) -> Vec<String> {
        let diagnostics = self.client.diagnostics(&self.file).iter().map(|diagnostic| {
            let start = &diagnostic["range"]["start"];
            let (line, column) = (start["line"].as_u64().unwrap(), start["character"].as_u64().unwrap());
            let rest = &self.text.lines().nth(line as usize).unwrap_or_default()[column as usize..];
            let word: String = rest.chars().take_while(|letter| letter.is_alphanumeric()).collect();
            let [source, code, message] =
                ["source", "code", "message"].map(|key| diagnostic[key].as_str().unwrap_or_default());
            format!("at `{word}`, {source} {code}: {message}")
        });
        let diagnostics: Vec<_> = diagnostics.collect();
        diagnostics.iter().for_each(|diagnostic| println!("{diagnostic}"));
        diagnostics
    }
}

fn detail<'a>(entries: &'a [Entry], label: &str) -> &'a str {
    let entry = entries.iter().find(|entry| entry.label.trim_end_matches("()").trim_end_matches('(') == label);
    &entry.unwrap_or_else(|| panic!("{label} is not completed")).detail
}

#[test]
#[ignore = "slow: run by the gate"]
fn an_editor_shows_networks() {
    let Some(server) = server() else {
        println!("SKIPPED: rust-analyzer or rust-src is not installed: NOTHING that an editor shows was checked");
        return;
    };
    let package = Package::new("editor");
    package.write("src/lib.rs", CNN);
    let options = json!({ "checkOnSave": true, "cachePriming": { "enable": false }, "procMacro": { "enable": true } });
    let start = Instant::now();
    let client = Client::start(&server, &package.path(""), &Package::target(), options);
    println!("# A crate with a network, loaded in {} ms", start.elapsed().as_millis());
    let mut editor = Editor { client, file: package.path("src/lib.rs"), text: CNN.into() };
    editor.client.open(&editor.file, CNN);
    layers(&mut editor);
    operations(&mut editor);
    branches(&mut editor);
    loops(&mut editor);
    calls_are_completed(&mut editor);
    arguments_are_completed(&mut editor);
    others(&mut editor);
    errors(&mut editor);
}

/// A layer, where it is called and where it is declared, and the types of values.
fn layers(editor: &mut Editor) {
    for mark in ["x.|conv1()", "|conv1: "] {
        let text = editor.hover(mark);
        assert!(text.contains("conv1: Conv2d<1, 8, kernel = 3, padding = 1>"), "{text}");
        assert!(text.contains("`[1, 28, 28]` to `[8, 28, 28]`") && text.contains("Edges."), "{text}");
        assert!(text.chars().count() <= MOST);
    }
    let [(file, line)] = &editor.definitions("x.|conv1()")[..] else { panic!("one definition") };
    assert_eq!(*file, editor.file);
    assert!(line.starts_with("conv1: Conv2d<1, 8"), "{line}");
    for mark in ["let |h", "|h.conv2()"] {
        assert!(editor.hover(mark).contains("let h: Tensor<8, 14, 14>"));
    }
    assert!(editor.hover("|x.conv1()").contains("x: Tensor<1, 28, 28>"));
    assert!(editor.hover("Conv2d<1, 8, |kernel").contains("The size of the window"));
    assert!(editor.hover("x: |Tensor").contains("A tensor of shape"));
    // rust-analyzer looks for hints in files, and not in what macros expand to.
    println!("\n## Inlay hints: {}", editor.client.inlay_hints(&editor.file, CNN.lines().count()));
}

fn operations(editor: &mut Editor) {
    for (mark, text) in [("conv1().|relu()", "max(0, x)"), (".|max_pool::<2>()", "The maximum of each window")] {
        let shown = editor.hover(mark);
        assert!(shown.contains(text) && shown.contains("/struct.") && shown.chars().count() <= MOST, "{shown}");
        assert!(shown.contains("Tensor<8, 28, 28>"), "{shown}");
        let [(file, line)] = &editor.definitions(mark)[..] else { panic!("one definition") };
        assert!(
            file.ends_with("src/editor.rs") && mark.contains(line.split("::").last().unwrap().trim_end_matches(';'))
        );
    }
}

/// Values that are added, joined and split.
fn branches(editor: &mut Editor) {
    editor.show(BRANCHES);
    for (mark, text) in [
        ("let |sum", "let sum: Tensor<16>"),
        ("(|a, b)", "a: Tensor<8>"),
        ("let |all", "let all: Tensor<24>"),
        ("all.|fc2", "`[24]` to `[4]`"),
        ("+ |fc1(x)", "`[16]` to `[16]`"),
        ("= |concat(", "Joins values along an axis"),
    ] {
        let shown = editor.hover(mark);
        assert!(shown.contains(text) && shown.chars().count() <= MOST, "{shown}");
    }
}

/// The layers and values of a loop.
fn loops(editor: &mut Editor) {
    editor.show(LOOP);
    for (mark, text) in [
        ("let mut |h", "Tensor<16>"),
        ("let |next", "let next: Tensor<16>"),
        ("= |block(h)", "blocks: [Linear<16, 16>; 3]"),
        ("|h = next", "Tensor<16>"),
        ("= |next *", "Tensor<16>"),
        ("h.|head()", "`[16]` to `[4]`"),
    ] {
        let shown = editor.hover(mark);
        assert!(shown.contains(text) && shown.chars().count() <= MOST, "{mark}: {shown}");
    }
}

/// Calls where `forward` is not finished.
fn calls_are_completed(editor: &mut Editor) {
    let last = "h.conv2().relu().flatten().fc()";
    for (to, mark) in [
        ("h.conv2().", "h.conv2().|"),
        ("h.conv2().rel", "h.conv2().rel|"),
        ("h.conv2()..flatten().fc()", "h.conv2().|."),
        ("let g = h.conv2().\n        g.fc()", "h.conv2().|\n"),
    ] {
        editor.show(&edited(CNN, last, to));
        let entries = editor.completion(mark);
        assert_eq!(detail(&entries, "relu"), "fn(self) -> Tensor<16, 12, 12>");
        assert_eq!(detail(&entries, "flatten"), "fn(self) -> Tensor<2304>");
        assert_eq!(detail(&entries, "global_avg_pool"), "fn(self) -> Tensor<16>");
        assert!(entries.iter().any(|entry| entry.label.starts_with("max_pool")));
        assert!(!entries.iter().any(|entry| entry.label.starts_with("conv")), "a layer that has been called");
    }
    editor.show(&edited(CNN, last, "h.conv2().relu().flatten()."));
    assert_eq!(detail(&editor.completion("flatten().|"), "fc"), "fn(self) -> Tensor<10>");
}

fn arguments_are_completed(editor: &mut Editor) {
    for (to, mark) in [("1, 8, ker", "1, 8, ker|"), ("1, 8, ", "1, 8, |"), ("1, 8, kernel = 3, pad", "3, pad|")] {
        editor.show(&edited(CNN, "1, 8, kernel = 3, padding = 1", to));
        let entries = editor.completion(mark);
        for name in ["kernel = ", "stride = ", "padding = ", "bias = "] {
            assert!(entries.iter().any(|entry| entry.label.starts_with(name)), "{name}");
        }
        assert!(entries.len() < 10, "nothing else");
    }
}

/// Errors of the macro are shown at the keystroke; those that only the compiler finds, when the file is saved. Nothing else
/// is shown.
fn errors(editor: &mut Editor) {
    for (from, to, word, message) in [
        ("Linear<2304, 10>", "Linear<2305, 10>", "fc", "`fc` expects [2305]"),
        ("x.conv1()", "x.conf1()", "conf1", "`conf1`"),
        ("flatten().fc()", "flatten().", "", "after `.`"),
        ("flatten().fc()", "flatten().fl", "fl", "`fl`"),
        ("kernel = 3, padding = 1", "ker", "ker", "takes 2 sizes"),
        ("kernel = 3, padding = 1", "", "Conv2d", "kernel"),
    ] {
        editor.show_correct(CNN);
        let diagnostics = editor.diagnostics(&edited(CNN, from, to));
        let expected = |text: &String| text.contains(&format!("at `{word}`")) && text.contains(message);
        assert!(diagnostics.iter().any(expected), "{diagnostics:#?}");
        assert!(diagnostics.iter().all(|text| text.contains("macro-error")), "{diagnostics:#?}");
    }
    editor.show_correct(NAMED);
    assert!(editor.hover("let |h").contains("let h: Tensor<Width>"));
    let text = edited(NAMED, "dim![32]", "dim![64]");
    let start = Instant::now();
    editor.show(&text);
    fs::write(&editor.file, &text).unwrap();
    editor.client.save(&editor.file, &text);
    let is_of_size = |diagnostic: &Value| diagnostic["message"].as_str().unwrap().contains("`fc2` expects [32]");
    editor.client.wait_for(&editor.file, "the compiler's error is shown", is_of_size);
    println!("\n## Error of a named size shown {} ms after saving the file", start.elapsed().as_millis());
    editor.shown();
}

/// Networks of every kind: nothing is reported that the compiler does not report.
fn others(editor: &mut Editor) {
    editor.show_correct(CNN);
    editor.diagnostics(&edited(OTHERS, "h.norm()", "h.morm()"));
    editor.show_correct(OTHERS);
    for (mark, text) in [
        ("let |h = x * x", "let h: Tensor<H>"),
        ("|words: Tensor", "words: Tensor<16, Class<1000>>"),
        ("let |h = words", "let h: Tensor<Width_plus_2_minus_3_plus_1, 8>"),
        ("let |h: Tensor<4>", "let h: Tensor<4>"),
        ("x.|blocks()", "blocks: [Linear<H, H>; 3]"),
        ("= x.|inner()", "inner: Inner"),
        ("let |network", "let network: Box<Outer>"),
        ("let |result", "let result: Box<Tensor<(N<5>, N<2>)>>"),
        ("let |integers", "let integers: usize"),
    ] {
        let shown = editor.hover(mark);
        assert!(shown.contains(text) && shown.chars().count() <= MOST, "{shown}");
    }
}
