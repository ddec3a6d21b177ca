//! Snapshot tests of expansions: of small networks that together exercise all of `emit`, and of `examples/xor.rs`.
//!
//! `NN_BLESS=1 cargo test -p nn-macros snapshots` regenerates the snapshots.

use crate::network;
use proc_macro2::{Group, TokenStream, TokenTree};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The first lines of the expanded example.
const EXAMPLE: &str = "//! `xor.rs` with `network!` expanded; `p` stands for `::nn::__private`. A test of `nn-macros`, `snapshots`, checks\n\
                       //! that it is up to date.\n\n\
                       #![allow(clippy::all, clippy::undocumented_unsafe_blocks)]\n\nuse nn::__private as p;\n";

/// A multilayer perceptron with every kind of attribute, in-place functions and dropout.
const MLP: &str = "
/// Documentation of the user's.
#[budget(flash <= 4_096, macs <= 1_000)]
#[derive(Clone)]
pub struct Mlp {
    /// The first layer.
    pub fc1: Linear<8, 16, init = nn::init::Zeros>,
    fc2: Linear<_, 12, bias = false>,
    slope: PRelu,
    fc3: Linear<_, 4>,
}
fn forward(x: Tensor<8>) -> Tensor<4> {
    x.fc1().relu().dropout::<0.25>().fc2().slope().leaky_relu::<0.1>().fc3().softmax()
}";

/// A convolutional network in `f64`.
const CNN: &str = "
#[dtype(f64)]
struct Cnn {
    conv1: Conv2d<1, 8, kernel = 3, padding = 1>,
    norm: BatchNorm2d<8>,
    conv2: Conv2d<_, 8, kernel = (3, 5), stride = 2, groups = 8, bias = false>,
    group: GroupNorm<4, 8, eps = 1e-3>,
    up: ConvTranspose2d<8, 4, kernel = 2, stride = 2>,
    out: Linear<_, 10>,
}
fn forward(image: Tensor<1, 28, 28>) -> Tensor<10> {
    let small = image.conv1().norm().relu().max_pool::<2, stride = 2>();
    let high = small.conv2().group().gelu().zero_pad::<1>().upsample::<2>();
    let wide = high.up().dropout2d::<0.5>().avg_pool::<2, padding = 1>();
    wide.global_avg_pool().out()
}";

/// A value and a layer that are used twice, and sums whose gradients share a slot.
const RESIDUAL: &str = "
struct Residual {
    first: Linear<6, 6>,
    second: Linear<6, 6>,
    norm: LayerNorm<6>,
    out: Linear<_, 3>,
}
fn forward(x: Tensor<6>) -> Tensor<3> {
    let a = x + x.first().relu().second();
    let b = a + a.norm().first().tanh().second();
    let c = b * b.norm();
    (c + c).out()
}";

/// Indices, and a sequence.
const SEQUENCE: &str = "
struct Sequence {
    embed: Embedding<100, 8>,
    conv: Conv1d<8, 8, kernel = 3, padding = 1>,
    norm: RmsNorm<16>,
    out: Linear<_, 100>,
}
fn forward(words: Tensor<16, Class<100>>, _mask: Tensor<16>) -> Tensor<100> {
    let channels = words.embed().permute::<1, 0>();
    channels.conv().silu().norm().max_pool::<2>().flatten().out().log_softmax()
}";

/// Several inputs and outputs; one output is an input, and one is also read by another node.
const SEVERAL: &str = "
struct Several {
    left: Linear<4, 6>,
    right: Linear<4, 6>,
    out: Linear<_, 5>,
}
fn forward(a: Tensor<4>, b: Tensor<4>) -> (Tensor<5>, Tensor<12>, Tensor<2, 3>, Tensor<4>) {
    let both = concat(a.left(), b.right().sigmoid());
    let (front, back) = split::<6>(both);
    let y = (front + back).out();
    (y, both, back.reshape::<2, 3>(), b)
}";

/// Generic parameters, named sizes, nested networks and arrays of layers.
const GENERIC: &str = "
struct Generic<H: Dim, const K: usize = 3>
where
    H: Default,
{
    into: Linear<Width, H>,
    inner: [Block<H>; 2],
    row: [Linear<H, H>; 3],
    own: my::Own<K>,
    out: Linear<_, Width>,
}
fn forward(x: Tensor<Width>) -> Tensor<Width> {
    let h: Tensor<H> = x.into().inner();
    let own: Tensor<H> = h.row().own();
    x + (h + own).out()
}";

/// Named sizes, which only the compiler knows: items prove the equalities that the macro cannot.
const NAMED: &str = "
struct Named {
    first: Linear<Wide, 8>,
    inner: Inner,
    row: [Block; 2],
    pair: Pair,
    conv: Conv2d<_, Channels, kernel = Kernel, groups = Groups>,
    last: Linear<Hidden, 10>,
}
fn forward(x: Tensor<Width>, image: Tensor<3, High, 9>) -> (Tensor<10>, Tensor<Out>) {
    let h = x.first().inner().row();
    let (left, right) = h.pair(x);
    let pooled = image.conv().max_pool::<2>().flatten();
    let joined = concat(left, right) + h;
    (joined.last(), pooled.reshape::<Many>())
}";

/// An array of layers and one of nested networks in loops, once and twice, and with several values.
const LOOPS: &str = "
struct Loops {
    stem: Linear<6, 8>,
    rows: [Linear<_, 8>; 2],
    blocks: [Block; 2],
}
fn forward(x: Tensor<6>, mask: Tensor<8>) -> Tensor<8> {
    let mut h = x.stem();
    for row in rows {
        let t = row(h).relu();
        h = h + row(t) * mask;
    }
    let mut m = mask;
    for block in blocks {
        (h, m) = block(h, m);
    }
    h + m
}";

/// A network with an integer form, both with a budget.
const INTEGERS: &str = "
#[budget(scratch <= 4_096)]
#[int8(SmallInt8, flash <= 4_000, scratch <= 2_000)]
pub struct Small {
    conv: Conv2d<1, 4, kernel = 3>,
    norm: BatchNorm2d<4>,
    fc: Linear<_, 8>,
    out: Linear<8, 8>,
}
fn forward(image: Tensor<1, 10, 10>) -> Tensor<8> {
    let h = image.conv().norm().relu().max_pool::<2>().flatten().fc();
    let y = h.sigmoid().dropout::<0.5>().out();
    y + h.relu()
}";

/// A network with an axis of time: layers that keep a state, a stored tensor along time, and a nested network.
const STREAM: &str = "
#[budget(stream <= 4_000)]
pub struct Stream {
    embed: Embedding<50, 8>,
    pos: Parameter<16, 8>,
    gru: Gru<8, 8>,
    conv: Conv1d<8, 8, kernel = 3>,
    inner: Inner,
    out: Linear<8, 50>,
}
fn forward(tokens: Tensor<time = 16, Class<50>>) -> (Tensor<time = 16, 50>, Tensor<8>) {
    let h = (tokens.embed() + pos).gru().relu();
    let columns = h.permute::<1, 0>().zero_pad::<2, 0>().conv();
    let inner: Tensor<time = 16, 8> = h.inner();
    (inner.out(), columns.select::<1, -1>())
}";

/// A network with errors, of which a stub is generated.
const MISTAKES: &str = "
#[int8(WrongInt8)]
pub struct Wrong<H: Dim> {
    fc1: Linear<784, 128>,
    fc2: Linear<100, H>,
    inner: Inner,
}
fn forward(x: Tensor<784>, y: Tensor<3>) -> (Tensor<H>, Tensor<3>) {
    (x.fc1().inner().fc2(), y.fc1())
}";

const NETWORKS: &[(&str, &str)] = &[
    ("mlp", MLP),
    ("cnn", CNN),
    ("residual", RESIDUAL),
    ("sequence", SEQUENCE),
    ("several", SEVERAL),
    ("generic", GENERIC),
    ("named", NAMED),
    ("loops", LOOPS),
    ("integers", INTEGERS),
    ("stream", STREAM),
    ("mistakes", MISTAKES),
];

/// Replaces each call of `network!` with its expansion, and each call of `with_alloc!` with its items.
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
            expanded.push(Group::new(group.delimiter(), inner).into());
        }
    }
    expanded.into_iter().collect()
}

fn rustfmt(text: &str) -> String {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--config", "max_width=120,use_small_heuristics=Max"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("rustfmt is part of the toolchain file");
    rustfmt.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = rustfmt.wait_with_output().unwrap();
    assert!(output.status.success(), "no code: {text}");
    String::from_utf8(output.stdout).unwrap()
}

/// Replaces `#[doc = ".."]` attributes with `///` comments.
fn with_line_docs(text: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("# [doc = ") {
        let (doc, after) = after.split_once("\"]").expect("a text ends in quotes");
        if !before.trim().is_empty() {
            result += &format!("{before}\n");
        }
        for line in doc.trim_start_matches('r').trim_start_matches('"').split("\\n") {
            result += &format!("///{line}\n");
        }
        rest = after;
    }
    result + rest
}

/// Inserts an empty line between items, since tokens carry none.
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

/// Expands the networks of a program and formats the result like source code.
fn expanded(head: &str, source: &str) -> String {
    let file = syn::parse_file(source).unwrap();
    let items = file.items.iter().map(|item| expand_macros(quote::quote!(#item)).to_string());
    let text = format!("{head}{}\n", items.collect::<Vec<_>>().join("\n"));
    let text = text.replace("# [allow (unused_imports)] use :: nn :: __private as __nn ;", "");
    let text = text
        .replace(":: nn :: __private ::", "p::")
        .replace("__nn ::", "p::")
        .replace(":: core :: option :: Option :: Some", "Some");
    rustfmt(&with_empty_lines(&rustfmt(&with_line_docs(&text))))
}

/// Returns whether the committed snapshot equals this text; `NN_BLESS` overwrites it first.
fn is_committed(path: &Path, expanded: &str) -> bool {
    if std::env::var_os("NN_BLESS").is_some() {
        std::fs::write(path, expanded).unwrap();
    }
    std::fs::read_to_string(path).unwrap_or_default().replace('\r', "") == expanded
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).into()
}

#[test]
fn expansions_match_committed_snapshots() {
    let stale = NETWORKS.iter().filter(|(name, network)| {
        let text = expanded("", &format!("network! {{ {network} }}"));
        assert_eq!(text.contains("compile_error"), *name == "mistakes", "{text}");
        !is_committed(&root().join("src/snapshots").join(name).with_extension("rs"), &text)
    });
    let stale: Vec<_> = stale.map(|(name, _)| name).collect();
    assert!(stale.is_empty(), "stale: {stale:?}; `NN_BLESS=1 cargo test -p nn-macros snapshots` rewrites them");
}

/// The expanded example is an example itself, so it is also compiled and run.
#[test]
fn expanded_example_matches_committed_file() {
    let examples = root().join("../examples");
    let source = std::fs::read_to_string(examples.join("xor.rs")).unwrap();
    let is_committed = is_committed(&examples.join("xor_expanded.rs"), &expanded(EXAMPLE, &source));
    assert!(is_committed, "stale: `NN_BLESS=1 cargo test -p nn-macros snapshots` rewrites it");
}
