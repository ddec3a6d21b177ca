//! What an editor shows of a network: answers of rust-analyzer about a small crate.
//!
//! `cargo test --test editor -- --ignored --nocapture` prints them.

#![allow(missing_docs)]

#[path = "../cases/package.rs"]
mod package;

mod client;

use client::Client;
use package::Package;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

const CNN: &str = "\
use nn::prelude::*;

network! {
    /// A small CNN.
    pub struct Cnn {
        /// Edges.
        conv1: Conv2d<1, 8, kernel = 3, padding = 1>,
        conv2: Conv2d<8, 16, kernel = 3>,
        fc: Linear<2304, 10>,
    }
    fn forward(x: Tensor<1, 28, 28>) -> Tensor<10> {
        let h = x.conv1().relu().max_pool::<2>();
        h.conv2().relu().flatten().fc()
    }
}
";

/// Returns the path of the server, unless it is not installed and cannot be.
fn server() -> Option<PathBuf> {
    let find = || {
        let output = Command::new("rustup").args(["which", "rust-analyzer"]).output().ok()?;
        let path = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim());
        path.is_file().then_some(path)
    };
    find()
}

fn place(text: &str, mark: &str) -> [usize; 2] {
    let before = mark.find('|').unwrap();
    let needle = mark.replacen('|', "", 1);
    let start = text.find(&needle).unwrap_or_else(|| panic!("no {needle} in {text}")) + before;
    let line = text[..start].matches('\n').count();
    [line, start - text[..start].rfind('\n').map_or(0, |end| end + 1)]
}

fn hover_text(answer: &Value) -> &str {
    answer["contents"]["value"].as_str().unwrap_or("")
}

#[test]
#[ignore = "slow: run by the gate"]
fn an_editor_shows_shapes() {
    let Some(server) = server() else {
        println!("SKIPPED: rust-analyzer is not installed, and could not be: NOTHING of what an editor shows was checked");
        return;
    };
    let package = Package::new("editor");
    package.write("src/lib.rs", CNN);
    let file = package.path("src/lib.rs");
    let options = json!({ "checkOnSave": true, "cachePriming": { "enable": false }, "procMacro": { "enable": true } });
    let start = Instant::now();
    let mut client = Client::start(&server, &package.path(""), &Package::target(), options);
    println!("loaded in {:?}", start.elapsed());
    client.open(&file, CNN);
    for mark in ["x.|conv1()", "let |h", "().|relu()", "|h.conv2", "|conv1: ", "|Conv2d<1", "k|ernel = 3", "Tensor<|1"] {
        let answer = client.ask("textDocument/hover", &file, place(CNN, mark));
        let text = hover_text(&answer);
        let shown: String = text.chars().take(700).collect();
        println!("== hover at {mark}: {} characters\n{shown}", text.chars().count());
        let answer = client.ask("textDocument/definition", &file, place(CNN, mark));
        println!("-- definition: {answer}");
    }
    println!("== hints: {}", client.inlay_hints(&file, 15));
    for (from, to, mark) in [
        ("h.conv2().relu().flatten().fc()", "h.conv2().", "h.conv2().|"),
        ("h.conv2().relu().flatten().fc()", "h.conv2().rel", "h.conv2().rel|"),
        ("h.conv2().relu().flatten().fc()", "h.conv2()..flatten()", "h.conv2().|."),
        ("kernel = 3, padding = 1>", "ker>", "ker|"),
        ("kernel = 3, padding = 1>", ">", "8, |"),
    ] {
        let text = CNN.replace(from, to);
        client.change(&file, &text);
        let answer = client.ask("textDocument/completion", &file, place(&text, mark));
        let items = answer["items"].as_array().cloned().unwrap_or_default();
        println!("== completion at {mark}: {} items", items.len());
        for item in items.iter().take(12) {
            println!("  {} | {} | {}", item["label"], item["labelDetails"], item["detail"]);
        }
    }
    for (from, to) in [("2304, 10", "2305, 10"), ("x.conv1()", "x.conf1()")] {
        client.change(&file, CNN);
        client.wait_without(&file, "no errors", |_| true);
        let text = CNN.replace(from, to);
        let start = Instant::now();
        client.change(&file, &text);
        client.wait_for(&file, "a diagnostic", |_| true);
        println!("== {to}: {:?}: {}", start.elapsed(), client.diagnostics(&file)[0]);
    }
}
