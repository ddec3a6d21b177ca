//! What is drawn is spread over all that there is.

use crate::architecture::{Expression, Form, Turbofish};
use crate::draw::DEEPEST;
use crate::mistakes::MISTAKES;
use crate::operations::OPERATIONS;
use crate::pair::Pair;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use syn::{Expr, Item, Lit};

/// The fixed pairs of `cargo test`.
fn fixed() -> Vec<Pair> {
    (0..100).map(|number| Pair::draw(0, number)).collect()
}

fn many() -> Vec<Pair> {
    (0..1000).map(|number| Pair::draw(1, number)).collect()
}

/// The names in a constant list in the sources of the macros.
fn list(file: &str, name: &str) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("nn-macros/src").join(file);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let items = syn::parse_file(&text).unwrap().items;
    let list = items.into_iter().find_map(|item| match item {
        Item::Const(item) if item.ident == name => Some(*item.expr),
        _ => None,
    });
    let Some(Expr::Reference(list)) = list else { panic!("{file} has no list `{name}`") };
    let Expr::Array(list) = *list.expr else { panic!("`{name}` is a list") };
    list.elems.into_iter().map(first_text).collect()
}

/// A text, or the first part of a tuple.
fn first_text(element: Expr) -> String {
    match element {
        Expr::Lit(syn::ExprLit { lit: Lit::Str(text), .. }) => text.value(),
        Expr::Tuple(tuple) => tuple.elems.into_iter().next().map(first_text).unwrap_or_default(),
        other => panic!("{other:?} is no text"),
    }
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

/// What `network!` knows and no network has: the list is to get shorter.
const NEVER_DRAWN: &[&str] = &[];

#[test]
fn a_seed_gives_the_same_pairs_each_time() {
    for number in 0..20 {
        let [a, b] = [(); 2].map(|()| Pair::draw(5, number));
        assert_eq!((a.right_text, a.wrong_text, a.expected), (b.right_text, b.wrong_text, b.expected));
    }
    assert_ne!(Pair::draw(5, 0).right_text, Pair::draw(6, 0).right_text);
}

/// A layer or an operation that `network!` knows is drawn, or this fails: CONTRIBUTING says how one joins.
#[test]
fn every_layer_and_operation_is_drawn() {
    let pairs = many();
    let mut drawn = layers(&pairs);
    drawn.extend(operations(&pairs));
    let mut known: BTreeSet<_> = ["+", "*"].map(String::from).into();
    for (file, name) in [
        ("layers/mod.rs", "KNOWN"),
        ("layers/norm.rs", "LAYERS"),
        ("operations/mod.rs", "METHODS"),
        ("operations/mod.rs", "FUNCTIONS"),
    ] {
        known.extend(list(file, name));
    }
    for name in known {
        let never = NEVER_DRAWN.contains(&name.as_str());
        assert!(drawn.contains(&name) != never, "`{name}` is {}drawn", if never { "" } else { "never " });
    }
}

/// The set of `cargo test` alone has the most of what there is.
#[test]
fn the_fixed_pairs_are_spread() {
    let pairs = fixed();
    for depth in 1..=DEEPEST {
        assert!(pairs.iter().any(|pair| pair.depth == depth), "no network is {depth} steps deep");
    }
    let mistakes: BTreeSet<_> = pairs.iter().map(|pair| pair.mistake).collect();
    assert_eq!(mistakes.len(), MISTAKES.len(), "{mistakes:?}");
    assert!(layers(&pairs).is_superset(&["Linear", "Conv2d"].map(String::from).into()));
    assert!(operations(&pairs).len() > OPERATIONS.len() * 3 / 4);
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
        ("thousands", "Tensor<Pixels>"),
        ("inputs that are not used", "_unused"),
        ("inputs of indices", ", Class<"),
        ("tables that are inferred", "Embedding<_, "),
    ];
    for (feature, sign) in features {
        assert!(texts().any(|text| text.contains(sign)), "no network has {feature}");
    }
    // Both stages at which a mistake can be told.
    let by_names = |pair: &&Pair| pair.by_names;
    let names = pairs.iter().filter(by_names).count();
    assert!((20..80).contains(&names), "{names} of 100 mistakes need the value of a name");
}

#[test]
fn layers_are_called_in_both_ways_and_used_again() {
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
