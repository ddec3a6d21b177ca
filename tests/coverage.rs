//! Checks that every public layer, loss, optimiser, schedule and initialiser has its tests: a gradient check (layers
//! and losses), values from PyTorch or from another reference, and documentation with an example.
//!
//! The names are read from the sources, so this test fails for an item that is added without them.

#![allow(missing_docs)]

mod cases;

use cases::{read, rust_files};
use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::path::Path;
use syn::{Attribute, Item, Visibility};

/// The requirements on the public structs of a folder.
struct Kind {
    folder: &'static str,
    gradients: bool,
    /// The tests that compare it with values of another implementation.
    values: &'static [&'static str],
    /// Structs of another kind, such as arguments or saved values.
    others: &'static [&'static str],
    /// Structs that users never name, and the methods that return them.
    made_by: &'static [(&'static str, &'static str)],
}

const KINDS: &[Kind] = &[
    Kind {
        folder: "layers",
        gradients: true,
        values: &["tests/golden"],
        others: &[
            "Alibi",
            "AllKeys",
            "AllWeights",
            "ArraySaved",
            "AttentionState",
            "AttentionStepScratch",
            "BatchNormSaved",
            "Causal",
            "CausalWindow",
            "CumulativeAverage",
            "InstanceNormSaved",
            "InverseRoot",
            "MovingAverage",
            "NoAffine",
            "ScaleBy",
            "ScaleOnly",
            "Untracked",
            "WithAffine",
            "ChannelSlopes",
            "Coerced",
            "ConvState",
            "CountPadding",
            "CubicMode",
            "Depthwise",
            "DropWeights",
            "Fused",
            "DivideBy",
            "Either",
            "GroupedQueries",
            "Groups",
            "HalvedPairs",
            "InterleavedPairs",
            "IgnorePadding",
            "LinearMode",
            "NearestMode",
            "Transposed",
            "NoBias",
            "NoLayer",
            "OneSlope",
            "Pass",
            "Presence",
            "Probe",
            "StepContext",
            "Ungrouped",
            "Window",
            "WithBias",
            "GruCell",
            "LstmCell",
            "RecurrentSaved",
            "RecurrentScratch",
            "RecurrentState",
            "RecurrentStepScratch",
            "RecurrentWeights",
            "RnnCell",
            "ScanSaved",
            "ScanScratch",
            "StartedState",
        ],
        made_by: &[],
    },
    Kind {
        folder: "losses",
        gradients: true,
        values: &["tests/golden"],
        others: &[
            "Axis",
            "Both",
            "ByRank",
            "Classes",
            "InputLengths",
            "LabelsOrIgnored",
            "LossSum",
            "PerPosition",
            "Unweighted",
            "WholeInput",
        ],
        made_by: &[("ClassWeights", "weight"), ("SoftCrossEntropy", "soft")],
    },
    Kind {
        folder: "optim",
        gradients: false,
        values: &["tests/golden", "tests/optimizers.rs", "tests/theory"],
        others: &["WeightDecay", "Ema", "Group"],
        made_by: &[],
    },
    Kind {
        folder: "optim/lr_scheduler",
        gradients: false,
        values: &["tests/golden"],
        others: &[],
        made_by: &[("Chained", "chain"), ("Sequential", "then")],
    },
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn collect_names(tokens: TokenStream, names: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                names.insert(ident.to_string());
            }
            TokenTree::Group(group) => collect_names(group.stream(), names),
            _ => {}
        }
    }
}

/// All names in the code of these tests, except those that are only imported.
fn names(paths: &[&str]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for file in paths.iter().flat_map(|path| rust_files(&root().join(path))) {
        let code = syn::parse_file(&read(&file)).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        for item in code.items.iter().filter(|item| !matches!(item, Item::Use(_))) {
            collect_names(quote::ToTokens::to_token_stream(item), &mut names);
        }
    }
    names
}

fn docs(attributes: &[Attribute]) -> String {
    let text = attributes.iter().filter(|attribute| attribute.path().is_ident("doc")).map(|attribute| {
        let syn::Meta::NameValue(pair) = &attribute.meta else { return String::new() };
        quote::ToTokens::to_token_stream(&pair.value).to_string()
    });
    text.collect::<Vec<_>>().join("\n")
}

/// The structs that a folder exports, each with its documentation.
fn structs(folder: &str) -> Vec<(String, String)> {
    let mut structs = Vec::new();
    let module = syn::parse_file(&read(&root().join("nn-core/src").join(folder).join("mod.rs"))).unwrap();
    let mut exported = BTreeSet::new();
    for item in module.items {
        match item {
            Item::Use(item) if matches!(item.vis, Visibility::Public(_)) => {
                collect_names(quote::ToTokens::to_token_stream(&item.tree), &mut exported);
            }
            _ => {}
        }
    }
    for file in rust_files(&root().join("nn-core/src").join(folder)) {
        let code = syn::parse_file(&read(&file)).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        for item in code.items {
            if let Item::Struct(item) = item
                && exported.contains(&item.ident.to_string())
            {
                structs.push((item.ident.to_string(), docs(&item.attrs)));
            }
        }
    }
    structs
}

/// The missing items, one line each.
fn missing(kind: &Kind, gradients: &BTreeSet<String>, values: &BTreeSet<String>) -> Vec<String> {
    let mut missing = Vec::new();
    for (name, docs) in structs(kind.folder) {
        if kind.others.contains(&name.as_str()) {
            continue;
        }
        let made_by = kind.made_by.iter().find(|(made, _)| *made == name);
        let used = made_by.map_or(name.as_str(), |(_, method)| method);
        if kind.gradients && !gradients.contains(used) {
            missing.push(format!("{}: `{name}` has no gradient check in tests/gradients", kind.folder));
        }
        if !values.contains(used) {
            missing.push(format!("{}: `{name}` has no values to compare with in {:?}", kind.folder, kind.values));
        }
        if made_by.is_none() && !docs.contains("```") {
            missing.push(format!("{}: `{name}` has no example in its documentation", kind.folder));
        }
    }
    missing
}

#[test]
fn every_public_item_has_its_tests() {
    let gradients = names(&["tests/gradients"]);
    let missing: Vec<_> = KINDS.iter().flat_map(|kind| missing(kind, &gradients, &names(kind.values))).collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn finds_missing_tests() {
    let none = BTreeSet::new();
    let layers = &KINDS[0];
    let all = structs(layers.folder).len() - layers.others.len();
    assert!(all > 20);
    assert_eq!(missing(layers, &none, &none).len(), 2 * all);
    let lines = missing(layers, &names(&["tests/gradients"]), &none);
    assert!(lines.contains(&"layers: `Linear` has no values to compare with in [\"tests/golden\"]".to_string()));
}

#[test]
fn exceptions_are_all_needed() {
    for kind in KINDS {
        let structs = structs(kind.folder);
        for other in kind.others.iter().chain(kind.made_by.iter().map(|(made, _)| made)) {
            assert!(structs.iter().any(|(name, _)| name == other), "{}: there is no `{other}`", kind.folder);
        }
    }
}
