//! `docs/gallery.md` is generated from the cases of `tests/ui`: their code, their errors, and the line that corrects them.
//!
//! `NN_BLESS=1 cargo test --test gallery` rewrites it.

#![allow(missing_docs)]

mod cases;

use cases::{Case, cases, entries, root};
use std::fmt::Write;
use std::path::Path;

/// The classes in the order of the page, each with its title and its best cases, four at most.
const CLASSES: &[(&str, &str, &[&str])] = &[
    ("linear", "A layer does not fit the one before it", &["literal", "named", "generic", "input"]),
    ("rank", "A layer receives a shape with more axes", &["image", "named"]),
    ("convolution", "The channels of a convolution do not fit", &["channels", "channels_named", "groups", "flat"]),
    ("embedding", "Indices meet numbers", &["linear", "named", "numbers", "nested_below"]),
    ("window", "A window is larger than what it slides over", &["convolution", "named", "pool"]),
    ("norm", "A normalisation is for other channels", &["channels", "rank", "last_axes", "groups"]),
    ("residual", "`+` adds two shapes", &["literal", "named", "rank"]),
    ("concat", "`concat` joins what does not fit", &["other_axis", "named_axis", "rank", "axis_too_large"]),
    ("reshape", "`reshape` changes the number of elements", &["literal", "inferred"]),
    ("output", "`forward` gives another shape than it declares", &["literal", "named", "rank"]),
    ("annotation", "A value is not what its `let` says", &["literal", "named"]),
    ("nested", "A network inside a network does not fit", &["input", "behind", "input_rank", "too_few_values"]),
    ("repeat", "A layer that is repeated changes its shape", &["linear", "block", "named"]),
    ("shared", "A layer is used twice, on two shapes", &["literal", "named", "inferred"]),
    ("arity", "There are more values than expected, or fewer", &["layer", "two_names", "outputs_too_few"]),
    ("layer_type", "A type is not a layer", &["unknown", "unbounded_parameter"]),
    ("argument", "An argument of a layer is wrong or missing", &["misspelt", "missing", "none", "slope"]),
    ("size", "A size is not a size", &["zero", "float", "negative", "overflowing"]),
    ("method", "A layer, an operation or a value is not there", &["layer", "operation", "value", "layer_as_value"]),
    ("name", "A name is taken", &["duplicate_layer", "like_an_operation"]),
    ("order", "A value is used before its `let`", &["before_let"]),
    ("unused", "Something is never used", &["layer", "value", "input"]),
    ("empty", "A network has nothing to learn", &["no_layer"]),
    ("half_typed", "A network is half typed", &["no_angle", "empty_body", "no_type", "semicolon"]),
    ("budget", "A network needs more than its budget", &["flash", "scratch", "macs"]),
    ("int8", "A network has no form in integers", &["softmax", "norm", "used_twice", "flash"]),
    ("attribute", "A network cannot have this attribute", &["cfg", "repr"]),
    ("several", "There are several mistakes", &["all_at_once", "names"]),
    (
        OUTSIDE,
        "The mistake is outside of `network!`",
        &["forward_features", "step_classes", "loss_of_an_image", "shape_zero"],
    ),
];

/// The class of mistakes outside of `network!`, which `main` contains or shows.
const OUTSIDE: &str = "outside";

const HEAD: &str = "\
# Gallery of errors

What you see when a network is wrong. Each case is a program in `tests/ui`: `-` is the line with the mistake, `+` the line
that mends it, and below is what the compiler prints for the program with the mistake, in full but for line numbers. The
test suite holds every one of these texts, and those of all other cases there.

<!-- Made by `NN_BLESS=1 cargo test --test gallery`. -->
";

fn gallery() -> String {
    let cases = cases();
    let mut page = String::from(HEAD);
    for (class, title, names) in CLASSES {
        write!(page, "\n## {title}\n").unwrap();
        for name in *names {
            let case = cases.iter().find(|case| (&*case.class, &*case.name) == (class, name));
            let case = case.unwrap_or_else(|| panic!("there is no case `{class}/{name}`: show another one"));
            let (code, golden) = (code(case), case.golden());
            write!(page, "\n`{class}/{name}`\n\n```diff\n{code}```\n\n```text\n{}\n```\n", golden.trim_end()).unwrap();
        }
    }
    page
}

/// The items of the program without the imports, and without `main` if the mistake is inside `network!`. The wrong line and the
/// corrected one are marked.
fn code(case: &Case) -> String {
    let (wrong, right) = (case.wrong(), case.fixed());
    let mut items: Vec<(bool, String)> = Vec::new();
    let mut continues = false;
    for (wrong, right) in wrong.lines().zip(right.lines()) {
        if wrong.is_empty() {
            continues = false;
            continue;
        }
        if !continues {
            items.push((false, String::new()));
            continues = true;
        }
        let (differs, item) = items.last_mut().unwrap();
        if wrong == right {
            writeln!(item, " {wrong}").unwrap();
        } else {
            *differs = true;
            writeln!(item, "-{wrong}\n+{right}").unwrap();
        }
    }
    let is_shown = |differs: bool, item: &str| {
        let left_out = item.starts_with(" use ") || item.starts_with(" fn main()") && case.class != OUTSIDE;
        differs || !left_out
    };
    let shown: Vec<_> = items.iter().filter(|(differs, item)| is_shown(*differs, item)).collect();
    shown.iter().map(|(_, item)| item.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_class_is_shown() {
    for folder in entries(&root()) {
        let class = folder.file_name().unwrap().to_str().unwrap();
        assert!(CLASSES.iter().any(|(shown, ..)| *shown == class), "class `{class}` has no title in `CLASSES`");
    }
    assert!(CLASSES.iter().all(|(.., names)| (1..=4).contains(&names.len())));
}

#[test]
fn the_committed_gallery_is_that_of_the_cases() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/gallery.md");
    let gallery = gallery();
    if std::env::var_os("NN_BLESS").is_some() {
        std::fs::write(&path, &gallery).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed.replace('\r', "") == gallery.replace('\r', ""),
        "docs/gallery.md is stale: write it anew with `NN_BLESS=1 cargo test --test gallery`"
    );
}
