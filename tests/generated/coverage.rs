//! The drawn networks cover all layers, operations and arguments.

use crate::architecture::{Expression, Form, Turbofish};
use crate::catalogue::operation_names;
use crate::draw::DEEPEST;
use crate::mistakes::MISTAKES;
use crate::operations::OPERATIONS;
use crate::pair::Pair;
use crate::slips::slips;
use crate::{PAIRS, SEED};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

/// Drawn once for all tests.
static MANY: LazyLock<Vec<Pair>> = LazyLock::new(|| (0..1000).map(|number| Pair::draw(SEED, number)).collect());

/// The pairs that the gate checks.
fn fixed() -> &'static [Pair] {
    &MANY[..PAIRS as usize]
}

/// The names before the `<` of declared layers.
fn layers(pairs: &[Pair]) -> BTreeSet<String> {
    let layers = pairs.iter().flat_map(|pair| &pair.right.networks).flat_map(|network| &network.layers);
    layers.map(|layer| layer.kind.text().split('<').next().unwrap_or_default().to_string()).collect()
}

/// The names of all calls that are no layers, and `+` and `*`.
fn operations(pairs: &[Pair]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for network in pairs.iter().flat_map(|pair| &pair.right.networks) {
        network.expressions().for_each(|expression| {
            expression.for_each(&mut |expression| match expression {
                Expression::Call(call) if network.layer(&call.name).is_none() => drop(names.insert(call.name.clone())),
                Expression::Pair(pairwise, ..) => drop(names.insert(pairwise.sign().into())),
                _ => {}
            });
        });
    }
    names
}

/// The names of named arguments such as `stride`, each with an example in the sources of the macros.
fn named_arguments() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut paths = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("nn-macros/src/catalogue")];
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            paths.extend(fs::read_dir(path).unwrap().map(|file| file.unwrap().path()));
            continue;
        }
        let text = fs::read_to_string(path).unwrap();
        let pairs = text.split("(\"").filter_map(|rest| rest.split_once("\", \""));
        let named = pairs.filter(|(name, example)| example.starts_with(&format!("{name} = ")));
        names.extend(named.map(|(name, _)| name.to_string()));
    }
    names
}

/// Operations of `network!` that are drawn in random expressions (`expressions.rs`), and not here.
const NEVER_DRAWN: &[&str] = &[
    "attention",
    "rotary",
    "exp",
    "expm1",
    "ln",
    "log1p",
    "square",
    "sqrt",
    "rsqrt",
    "recip",
    "sign",
    "floor",
    "detach",
    "pow",
    "clamp",
    "sum",
    "mean",
    "var",
    "normal_noise",
    "std",
    "norm",
    "argmax",
    "argmin",
    "sequence_mask",
    "max_unpool",
    "einsum",
    "logsumexp",
    "expand",
    "minimum",
    "maximum",
];

#[test]
fn same_seed_draws_the_same_pairs() {
    for number in 0..20 {
        let [a, b] = [(); 2].map(|()| Pair::draw(5, number));
        assert_eq!((a.right_text, a.wrong_text, a.expected), (b.right_text, b.wrong_text, b.expected));
    }
    assert_ne!(Pair::draw(5, 0).right_text, Pair::draw(6, 0).right_text);
}

/// Fails if a layer or an operation of `network!` is never drawn. CONTRIBUTING describes how to add one.
#[test]
fn every_layer_and_operation_is_drawn() {
    let mut drawn = layers(&MANY);
    drawn.extend(operations(&MANY));
    for name in operation_names() {
        let never = NEVER_DRAWN.contains(&name.as_str());
        assert!(drawn.contains(&name) != never, "`{name}` is {}drawn", if never { "" } else { "never " });
    }
}

/// The argument of a layer whose gradient is not its derivative, so that no gradient check passes, and those of operations that are
/// drawn in random expressions.
const OTHERS: &[&str] = &[
    "padding_idx",
    "return_indices",
    "output_size",
    "heads",
    "causal",
    "window",
    "scale",
    "kv_heads",
    "alibi",
    "theta",
    "interleaved",
];

#[test]
fn every_named_argument_is_drawn() {
    let names = named_arguments();
    assert!(names.len() > 7, "only these names are found: {names:?}");
    for name in names.into_iter().filter(|name| !OTHERS.contains(&name.as_str())) {
        let written = format!("{name} = ");
        assert!(MANY.iter().any(|pair| pair.right_text.contains(&written)), "`{name} = ..` is never drawn");
    }
}

/// Forms of the sizes and arguments of layers and operations other than a single small number.
#[test]
fn arguments_of_every_form_are_drawn() {
    let lines: Vec<_> = MANY.iter().flat_map(|pair| pair.right_text.lines()).collect();
    type Feature = (&'static str, fn(&str) -> bool);
    let features: [Feature; 10] = [
        ("thousands of numbers", |line| line.contains("Tensor<Pixels>")),
        ("rows of convolutions over images", |line| line.contains("[Conv2d<")),
        ("rows of convolutions over sequences", |line| line.contains("[Conv1d<")),
        ("rows of normalisations", |line| line.contains("Norm<") && line.contains("]")),
        ("two numbers of a convolution", |line| line.contains("Conv2d<") && line.contains("= (")),
        ("two numbers of a pool", |line| line.contains("_pool::<") && line.contains("= (")),
        ("windows of a pool with two sizes", |line| line.contains("_pool::<2, 1") || line.contains("_pool::<1, 2")),
        ("normalisations over several axes", |line| line.contains("LayerNorm<_, _")),
        ("groups of channels", |line| line.contains("groups = ")),
        ("differences", |line| line.contains(" - ")),
    ];
    for (feature, is_one) in features {
        assert!(lines.iter().any(|line| is_one(line)), "no network has {feature}");
    }
}

/// Three of ten twins have a slip of notation, of every kind.
#[test]
fn every_slip_is_drawn() {
    let drawn: BTreeSet<_> = MANY.iter().filter(|pair| pair.number % 10 < 3).map(|pair| pair.mistake).collect();
    let slips: BTreeSet<_> = slips().map(|slip| slip.name).collect();
    assert_eq!(drawn, slips);
}

/// The fixed pairs alone cover most of this.
#[test]
fn fixed_pairs_cover_features_and_mistakes() {
    let pairs = fixed();
    for depth in 1..=DEEPEST {
        assert!(pairs.iter().any(|pair| pair.depth == depth), "no network is {depth} steps deep");
    }
    let mistakes: BTreeSet<_> = pairs.iter().map(|pair| pair.mistake).collect();
    for mistake in MISTAKES {
        assert!(mistakes.contains(mistake.name), "the mistake `{}` is not drawn", mistake.name);
    }
    assert!(layers(pairs).is_superset(&["Linear", "Conv2d"].map(String::from).into()));
    assert!(operations(pairs).len() > OPERATIONS.len() / 2);
    let texts = || pairs.iter().map(|pair| pair.right_text.as_str());
    let features = [
        ("names for sizes", "type Hidden"),
        ("generic networks", "<H: Dim>"),
        ("generic networks as layers", "<D: Dim>"),
        ("inferred sizes", "Linear<_, "),
        ("layers without bias", "bias = false"),
        ("initialisers", "init = "),
        ("rows of layers", "[Linear<"),
        ("rows of networks", "[Block"),
        ("networks as layers", ": Block1"),
        ("networks in networks in networks", "Part1"),
        ("several inputs", ", right: Tensor<"),
        ("several outputs", ") -> (Tensor<"),
        ("several values of a layer", "let ("),
        ("claimed shapes", ": Tensor<"),
        ("sizes written in place", "dim!["),
        ("joins along other axes", "concat::<1>("),
        ("inputs that are not used", "_unused"),
        ("inputs of indices", ", Class<"),
        ("tables that are inferred", "Embedding<_, "),
    ];
    for (feature, sign) in features {
        assert!(texts().any(|text| text.contains(sign)), "no network has {feature}");
    }
    // Both stages at which a mistake of shapes can be reported.
    let by_names = |pair: &&Pair| pair.by_names;
    let names = pairs.iter().filter(by_names).count();
    assert!((15..80).contains(&names), "{names} of 100 mistakes need the value of a name");
}

#[test]
fn layers_are_called_in_both_forms_and_reused() {
    let pairs = fixed();
    let (mut forms, mut again, mut turbofish) = (BTreeSet::new(), 0, 0);
    for network in pairs.iter().flat_map(|pair| &pair.right.networks) {
        let mut called = Vec::new();
        network.expressions().for_each(|expression| {
            expression.for_each(&mut |expression| {
                if let Expression::Call(call) = expression {
                    forms.insert((call.form == Form::Method, network.layer(&call.name).is_some()));
                    turbofish += usize::from(call.turbofish != Turbofish::Nothing);
                    called.extend(network.layer(&call.name));
                }
            });
        });
        let different: BTreeSet<_> = called.iter().collect();
        again += called.len() - different.len();
    }
    assert_eq!(forms.len(), 4, "methods and functions, of layers and operations");
    assert!(again > 10 && turbofish > 20, "{again} layers are used again, {turbofish} calls have arguments");
}
