//! Messages about networks in integers.

use std::fmt::Display;

pub(crate) fn wrong_int8() -> String {
    "`int8` names the network in integers\nhelp: write `#[int8(DigitsInt8)]`, or `#[int8(DigitsInt8, flash <= 4_000, scratch <= 64)]`"
        .into()
}

pub(crate) fn int8_twice() -> String {
    "the network has a form in integers already\nhelp: remove this `int8`".into()
}

pub(crate) fn int8_macs() -> String {
    "the network in integers has the multiply-accumulates of this one\nhelp: write `#[budget(macs <= ..)]`".into()
}

pub(crate) fn int8_dtype() -> String {
    "a network in integers is made of one of `f32`\nhelp: remove `#[dtype(f64)]`".into()
}

pub(crate) fn int8_of_generic(name: impl Display) -> String {
    format!(
        "`{name}` has generic parameters: it has no form in integers\nhelp: put `int8` on a network with sizes, and its layers into that"
    )
}

pub(crate) fn int8_indices(name: impl Display) -> String {
    format!(
        "`{name}` is of indices: a network in integers takes numbers\nhelp: make a network of what comes behind the `Embedding`"
    )
}

pub(crate) fn int8_too_many(what: &str, found: usize) -> String {
    format!("a network in integers has at most 4 {what}, found {found}\nhelp: join some of them with `concat` outside")
}

pub(crate) fn int8_none(name: &str) -> String {
    format!(
        "`{name}` has no form in integers\nhelp: these have one: `Linear`, `Conv1d`, `Conv2d`, batch normalisation directly behind one, functions of each number, pools, `+`, `*`"
    )
}

pub(crate) fn int8_array(name: &str) -> String {
    format!("`{name}` is an array of layers: it has no form in integers\nhelp: declare its layers one by one")
}

pub(crate) fn int8_used_twice(name: &str) -> String {
    format!(
        "`{name}` is used twice: in integers each use would have numbers of its own\nhelp: declare another layer like it"
    )
}

pub(crate) fn int8_norm(name: &str) -> String {
    format!(
        "`{name}` is not directly behind a `Linear`, `Conv1d` or `Conv2d`, in whose weights it would be in integers\nhelp: call it on what such a layer gives, and use that nowhere else"
    )
}
