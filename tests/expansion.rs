//! `examples/xor_expanded.rs` is `examples/xor.rs` with what `network!` writes in its place.
//!
//! `NN_BLESS=1 cargo test --test expansion` writes it anew.

#![allow(dead_code, missing_docs, unreachable_pub)]

#[path = "../nn-macros/src/ast.rs"]
mod ast;
#[path = "../nn-macros/src/dims.rs"]
mod dims;
#[path = "../nn-macros/src/error.rs"]
mod error;
#[path = "../nn-macros/src/expand/mod.rs"]
mod expand;
#[path = "../nn-macros/src/fallback.rs"]
mod fallback;
#[path = "../nn-macros/src/graph/mod.rs"]
mod graph;
#[path = "../nn-macros/src/layers/mod.rs"]
mod layers;
#[path = "../nn-macros/src/messages.rs"]
mod messages;
#[path = "../nn-macros/src/network.rs"]
mod network;
#[path = "../nn-macros/src/operations/mod.rs"]
mod operations;
#[path = "../nn-macros/src/parse.rs"]
mod parse;
#[path = "../nn-macros/src/shape.rs"]
mod shape;
#[path = "../nn-macros/src/table.rs"]
mod table;
#[path = "../nn-macros/src/tensor_type.rs"]
mod tensor_type;
#[path = "../nn-macros/src/turbofish.rs"]
mod turbofish;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Puts the expansion of `network!` in its place, and the items of `with_alloc!` as they are.
fn expand_macros(tokens: TokenStream) -> TokenStream {
    let mut expanded: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let TokenTree::Group(group) = token else {
            expanded.push(token);
            continue;
        };
        let texts: Vec<String> = expanded.iter().rev().take(8).map(TokenTree::to_string).collect();
        if texts.starts_with(&["!".into(), "network".into()]) {
            expanded.truncate(expanded.len() - 2);
            expanded.extend(expand_macros(network::network(group.stream())));
        } else if texts.starts_with(&["!".into(), "with_alloc".into()]) {
            // `::nn::__private::with_alloc!`
            expanded.truncate(expanded.len() - 10);
            expanded.extend(expand_macros(group.stream()));
        } else {
            let inner = expand_macros(group.stream());
            expanded.push(proc_macro2::Group::new(group.delimiter(), inner).into());
        }
    }
    expanded.into_iter().collect()
}

fn rustfmt(text: &str, root: &Path) -> String {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("rustfmt is part of the toolchain file");
    rustfmt.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = rustfmt.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// Documentation as people write it.
fn with_line_docs(text: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("# [doc = ") {
        let (doc, after) = after.split_once("\"]").expect("a text ends in quotes");
        if !before.trim().is_empty() {
            result += &format!("{before}\n");
        }
        result += &format!("///{}\n", doc.trim_start_matches('r').trim_start_matches('"'));
        rest = after;
    }
    result + rest
}

/// Puts an empty line between two items: tokens have none.
fn with_empty_lines(text: &str) -> String {
    const STARTS: [&str; 9] = ["#[", "///", "unsafe impl", "impl", "fn ", "pub ", "const ", "type ", "struct "];
    let mut result = String::new();
    let mut before = "";
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        let ends = before.trim_start() == "}" && before.len() == indent + 1;
        if ends && STARTS.iter().any(|start| line.trim_start().starts_with(start)) {
            result.push('\n');
        }
        result.push_str(line);
        result.push('\n');
        before = line;
    }
    result
}

#[test]
fn the_committed_expansion_is_what_the_macro_writes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let source = std::fs::read_to_string(root.join("examples/xor.rs")).unwrap();
    let file = syn::parse_file(&source).unwrap();
    let items = file.items.iter().map(|item| expand_macros(item.to_token_stream()));
    let items: Vec<String> = items.map(|item| item.to_string()).collect();
    let text = format!(
        "//! What `network!` makes of `xor.rs`: the same program, with `p` for `::nn::__private`. The test `expansion` keeps\n\
         //! it as it is.\n\n\
         #![allow(clippy::all, clippy::undocumented_unsafe_blocks)]\n\nuse nn::__private as p;\n{}\n",
        items.join("\n"),
    );
    let text = text.replace(":: nn :: __private ::", "p::").replace(":: core :: option :: Option :: Some", "Some");
    let text = with_line_docs(&text);
    let expanded = rustfmt(&with_empty_lines(&rustfmt(&text, root)), root);
    let path = root.join("examples/xor_expanded.rs");
    if std::env::var_os("NN_BLESS").is_some() {
        std::fs::write(&path, &expanded).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed.replace('\r', "") == expanded,
        "examples/xor_expanded.rs is stale: write it anew with `NN_BLESS=1 cargo test --test expansion`"
    );
}
