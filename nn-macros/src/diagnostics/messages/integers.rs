//! Messages about networks in integers.

use super::words::texts;

texts! {
    wrong_int8():
        "`int8` names the network in integers\nhelp: write `#[int8(DigitsInt8)]`, or `#[int8(DigitsInt8, flash <= 4_000, scratch <= 64)]`";
    int8_twice(): "the network has a form in integers already\nhelp: remove this `int8`";
    int8_macs():
        "the network in integers has the multiply-accumulates of this one\nhelp: write `#[budget(macs <= ..)]`";
    int8_dtype(): "a network in integers is made of one of `f32`\nhelp: remove `#[dtype(f64)]`";
    int8_of_generic(name):
        "`{name}` has generic parameters: it has no form in integers\nhelp: put `int8` on a network with sizes, and its layers into that";
    int8_indices(name):
        "`{name}` is of indices: a network in integers takes numbers\nhelp: make a network of what comes behind the `Embedding`";
    int8_too_many(what, found):
        "a network in integers has at most 4 {what}, found {found}\nhelp: join some of them with `concat` outside";
    int8_none(name):
        "`{name}` has no form in integers\nhelp: these have one: `Linear`, `Conv1d`, `Conv2d`, batch normalisation directly behind one, functions of each number, pools, `+`, `*`";
    int8_array(name): "`{name}` is an array of layers: it has no form in integers\nhelp: declare its layers one by one";
    int8_used_twice(name):
        "`{name}` is used twice: in integers each use would have numbers of its own\nhelp: declare another layer like it";
    int8_norm(name):
        "`{name}` is not directly behind a `Linear`, `Conv1d` or `Conv2d`, in whose weights it would be in integers\nhelp: call it on what such a layer gives, and use that nowhere else";
}
