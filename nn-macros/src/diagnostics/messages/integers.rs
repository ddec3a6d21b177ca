//! Messages about integer networks.

use super::words::texts;

texts! {
    wrong_int8():
        "`#[int8(..)]` expects a name for the integer network\nhelp: write one, as in `#[int8(DigitsInt8)]`, or `#[int8(DigitsInt8, flash <= 4_000, scratch <= 64)]`";
    int8_of_text(name): "the name of the integer network is written without quotation marks\nhelp: write `#[int8({name})]`";
    int8_named_as_network(name):
        "`{name}` is the name of this network\nhelp: write `#[int8({name}Int8)]`, which names the integer network";
    int8_twice(): "`int8` is set twice\nhelp: remove this `int8`";
    int8_macs():
        "the integer network has the same multiply-accumulates as this one\nhelp: write `#[budget(macs <= ..)]`";
    int8_dtype(): "only a network of `f32` can be quantised\nhelp: remove `#[dtype(f64)]`";
    int8_of_generic(name):
        "`{name}` has generic parameters, so it cannot be quantised\nhelp: move its layers into a network with concrete sizes, and put `#[int8(..)]` on that";
    int8_indices(name):
        "`{name}` contains indices, which an integer network does not support\nhelp: declare the layers after the `Embedding` as a separate network";
    int8_too_many(what, found):
        "an integer network has at most 4 {what}, found {found}\nhelp: join some of them with `concat` outside of it";
    int8_none(name):
        "`{name}` cannot be quantised\nhelp: supported are `Linear`, `Conv1d`, `Conv2d`, `Conv3d`, batch normalisation directly after one of these, functions of one value, `max_pool`, `avg_pool` with neither `ceil_mode` nor `count_include_pad = false`, `global_avg_pool`, `max` and `min` over an axis, `+`, `-` and `*` of two values, arithmetic of a value and numbers, `concat`, `zero_pad`, `reflect_pad`, `replicate_pad`, `circular_pad`, and operations that select or move elements, such as `slice`, `split`, `flip`, `repeat`, `permute`";
    int8_array(name): "`{name}` is an array of layers, which cannot be quantised\nhelp: declare its layers one by one";
    int8_used_twice(name):
        "`{name}` is used twice, but each use needs its own scales\nhelp: declare another layer like it";
    int8_untracked(name):
        "`{name}` has no running statistics, so it is not the same factor and shift for every input\nhelp: remove `track_running_stats = false`, and train it again";
    int8_norm(name):
        "`{name}` does not directly follow a `Linear` with one axis, a `Conv1d`, `Conv2d` or `Conv3d` into which it can be folded\nhelp: call it on the output of such a layer, and use that output nowhere else";
}
