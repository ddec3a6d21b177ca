//! Tests of the errors for layers and operations in other notations.
//!
//! `snapshots/notations.txt` contains types of a field and calls in `forward`, each followed by its errors, indented. Each is
//! one mistake and one error, or none. `NN_BLESS=1 cargo test -p nn-macros notations` rewrites the errors.

use crate::network;
use proc_macro2::{TokenStream, TokenTree};

/// The texts of all `compile_error!`s.
fn errors(tokens: TokenStream) -> Vec<String> {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        let is_error = |token: &TokenTree| matches!(token, TokenTree::Ident(name) if name == "compile_error");
        if index >= 2 && is_error(&tokens[index - 2]) {
            let text: syn::LitStr = syn::parse2(group.stream()).unwrap();
            found.push(text.value());
        } else {
            found.extend(errors(group.stream()));
        }
    }
    found
}

/// The errors of a network with a field of this type, or with this call.
fn of(text: &str, is_call: bool) -> Vec<String> {
    let field = |ty: &str, input: &str| {
        format!("struct Net {{ a: {ty} }} fn forward(x: {input}) -> Tensor<2> {{ x.a().global_avg_pool() }}")
    };
    let network = match is_call {
        true => format!(
            "struct Net {{ fc: Linear<4, 4>, conv: Conv2d<1, 3, kernel = 3> }}
            fn forward(x: Tensor<4>, y: Tensor<4>, image: Tensor<1, 8, 8>) -> (Tensor<4>, Tensor<4>, Tensor<3, 6, 6>) {{
                let _ = {text};
                (x.fc(), y, image.conv())
            }}"
        ),
        false if text.contains("Embed") => field(text, "Tensor<6, Class<10>>"),
        false => field(text, "Tensor<1, 8, 8>"),
    };
    errors(network::network(network.parse().unwrap()))
}

/// Returns whether an error is about shapes, which a type or a call that is only correct by itself may cause.
fn is_about_shapes(error: &str) -> bool {
    [
        "expects [",
        "expects at least",
        "declares the output",
        "elements but receives",
        "expects indices",
        "expects one axis of indices",
        "cannot join",
        "expects 2 axes",
    ]
    .iter()
    .any(|words| error.contains(words))
}

/// The text with the correction that the help of its error proposes, if it is a single piece of code.
fn corrected(text: &str, error: &str) -> Option<String> {
    let help = error.lines().find_map(|line| line.strip_prefix("help: write `"))?;
    let code = help.strip_suffix('`').filter(|code| !code.contains('`') && !code.starts_with("let "))?;
    Some(match code.starts_with('.') {
        true => format!("{}{code}", text.split('.').next()?),
        false => code.into(),
    })
}

#[test]
fn errors_show_the_notation_of_the_macro() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/snapshots/notations.txt");
    let committed = std::fs::read_to_string(&path).unwrap();
    let (mut written, mut is_call) = (String::new(), false);
    for line in committed.lines().filter(|line| !line.starts_with("    ")) {
        written += &format!("{line}\n");
        if line.is_empty() || line.starts_with('#') {
            is_call |= line == "# Calls";
            continue;
        }
        let found: Vec<_> = of(line, is_call).into_iter().filter(|error| !is_about_shapes(error)).collect();
        assert!(found.len() <= 1, "{line}: {found:#?}");
        for error in found {
            written += &format!("    {}\n", error.replace('\n', "\n    "));
            if let Some(corrected) = corrected(line, &error) {
                let others: Vec<_> =
                    of(&corrected, is_call).into_iter().filter(|error| !is_about_shapes(error)).collect();
                assert!(others.is_empty(), "{line}: {corrected}: {others:#?}");
            }
        }
    }
    if std::env::var_os("NN_BLESS").is_some() {
        std::fs::write(&path, &written).unwrap();
    } else if committed != written {
        let differ = committed.lines().zip(written.lines()).find(|(old, new)| old != new);
        panic!("stale: {differ:?}; `NN_BLESS=1 cargo test -p nn-macros notations` rewrites the file");
    }
}
