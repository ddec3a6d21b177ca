//! Compile-time checks that a type which `network!` knows by name alone is a layer.

use super::check::{Tensors, Text, is_equal};
use crate::layers::Presence;

/// The messages for a type that is not a layer of the network, by what is missing.
#[derive(Debug)]
pub struct LayerTexts {
    /// The type is no layer at all.
    pub none: &'static str,
    /// The type has parameters, but does not implement `Connect`.
    pub unconnected: &'static str,
    /// The type has parameters of the other element type.
    pub element: &'static str,
}

/// The messages for a type that lacks a trait of a layer.
#[derive(Debug)]
pub struct TraitTexts {
    /// The type does not implement `Layer` for its input.
    pub layer: &'static str,
    /// The type does not implement `Init`.
    pub init: &'static str,
    /// The type implements neither.
    pub both: &'static str,
}

/// Returns whether a network can contain the type, if it implements the traits of a layer.
pub const fn is_layer(presence: &Presence) -> bool {
    presence.is_layer()
}

/// Asserts that a network can contain the type, if it implements the traits of a layer.
///
/// # Panics
/// Panics with the text for what is missing if it cannot.
#[track_caller]
pub const fn expect_layer(presence: &Presence, texts: &LayerTexts) {
    let text = match presence {
        Presence { has_parameters: false, has_other_parameters: true, .. } => texts.element,
        Presence { has_parameters: false, .. } => texts.none,
        Presence { connects: false, .. } => texts.unconnected,
        _ => return,
    };
    panic!("{}", text);
}

/// Asserts that a nested network streams.
///
/// # Panics
/// Panics with the text if it does not.
#[track_caller]
pub const fn expect_streams(streams: bool, text: &str) {
    if !streams {
        panic!("{}", text);
    }
}

/// Asserts that the steps of a nested network, which streams, have these `DIMS`: of the input and of the output, those that the
/// outer network gives before those of the nested one. If the whole outputs differ, this is another error.
///
/// # Panics
/// Panics with the text if they do not.
#[track_caller]
pub const fn expect_steps(
    streams: bool,
    [[whole, of_whole], [x, of_input], [y, of_output]]: [[&[&[usize]]; 2]; 3],
    text: &str,
) {
    if streams && is_equal(whole, of_whole) && !(is_equal(x, of_input) && is_equal(y, of_output)) {
        panic!("{}", text);
    }
}

/// Returns whether the type implements `Layer` for its input, and `Init`.
pub const fn is_accepts(accepts: bool, presence: &Presence, _: &[&[usize]], _: &[Option<usize>]) -> bool {
    accepts && presence.has_init
}

/// Asserts that the type implements `Layer` for an input with these `DIMS` and `INDICES`, and `Init`.
///
/// # Panics
/// Panics with the text for what is missing if it does not.
#[track_caller]
pub const fn expect_accepts(
    accepts: bool,
    presence: &Presence,
    dims: &[&[usize]],
    indices: &[Option<usize>],
    texts: &TraitTexts,
) {
    let text = match (accepts, presence.has_init) {
        (true, true) => return,
        (false, true) => texts.layer,
        (true, false) => texts.init,
        (false, false) => texts.both,
    };
    let given = Tensors::of(dims, indices);
    panic!("{}", Text::new().filled(text, given, given).as_str());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(check: impl FnOnce() + std::panic::UnwindSafe) -> String {
        *std::panic::catch_unwind(check).unwrap_err().downcast::<String>().unwrap()
    }

    const WHOLE: Presence =
        Presence { connects: true, has_init: true, has_parameters: true, has_other_parameters: false };

    #[test]
    fn reports_what_is_missing() {
        let texts = LayerTexts { none: "none", unconnected: "unconnected", element: "element" };
        expect_layer(&WHOLE, &texts);
        for (presence, text) in [
            (Presence { has_parameters: false, ..WHOLE }, "none"),
            (Presence { has_parameters: false, has_other_parameters: true, ..WHOLE }, "element"),
            (Presence { connects: false, ..WHOLE }, "unconnected"),
        ] {
            assert_eq!(message(|| expect_layer(&presence, &texts)), text);
        }
    }

    #[test]
    fn reports_missing_traits() {
        let texts = TraitTexts { layer: "no layer of {b}", init: "no init", both: "neither for {b,}" };
        let expect = |accepts, has_init| {
            expect_accepts(accepts, &Presence { has_init, ..WHOLE }, &[&[4, 2]], &[None], &texts);
        };
        expect(true, true);
        assert_eq!(message(|| expect(false, true)), "no layer of [4, 2]");
        assert_eq!(message(|| expect(true, false)), "no init");
        assert_eq!(message(|| expect(false, false)), "neither for 4, 2");
    }
}
