//! Compile-time comparisons of shapes that are named types, whose sizes `network!` does not know.
//!
//! A panic in a constant is a compile error, under `cargo check` too, and its message is composed here.

/// A string that is composed at compile time.
pub(crate) struct Text {
    bytes: [u8; Self::MOST],
    length: usize,
}

impl Text {
    const MOST: usize = 1024;

    pub(crate) const fn new() -> Self {
        Self { bytes: [0; Self::MOST], length: 0 }
    }

    /// Appends a string; what exceeds the capacity is cut off.
    pub(crate) const fn text(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        let mut i = 0;
        while i < text.len() && self.length < Self::MOST {
            self.bytes[self.length] = text[i];
            self.length += 1;
            i += 1;
        }
        self
    }

    pub(crate) const fn number(self, number: usize) -> Self {
        let this = if number >= 10 { self.number(number / 10) } else { self };
        const DIGITS: &str = "0123456789";
        this.text(DIGITS.split_at(number % 10).1.split_at(1).0)
    }

    /// Returns the text followed by a dot, or an empty text if it is empty: the prefix of a nested name.
    pub(crate) const fn dotted(&self) -> Self {
        let same = Self { bytes: self.bytes, length: self.length };
        if self.length == 0 { same } else { same.text(".") }
    }

    /// Appends sixteen hexadecimal digits.
    pub(crate) const fn hexadecimal(self, number: u64) -> Self {
        const DIGITS: &str = "0123456789abcdef";
        let mut this = self;
        let mut shift = 64;
        while shift > 0 {
            shift -= 4;
            this = this.text(DIGITS.split_at((number >> shift & 15) as usize).1.split_at(1).0);
        }
        this
    }

    /// Appends `[1, 28, 28]`.
    pub(crate) const fn shape(self, dims: &[usize]) -> Self {
        self.text("[").numbers(dims).text("]")
    }

    /// Appends `1, 28, 28`.
    pub(crate) const fn numbers(self, dims: &[usize]) -> Self {
        let mut this = self;
        let mut axis = 0;
        while axis < dims.len() {
            if axis > 0 {
                this = this.text(", ");
            }
            this = this.number(dims[axis]);
            axis += 1;
        }
        this
    }

    /// Appends several shapes, separated by commas.
    const fn shapes(self, of: Tensors<'_>) -> Self {
        let mut this = self;
        let mut i = 0;
        while i < of.dims.len() {
            if i > 0 {
                this = this.text(", ");
            }
            this = match of.below(i) {
                None => this.shape(of.dims[i]),
                Some(_) => this.text("indices [").sizes_of(of, i).text("]"),
            };
            i += 1;
        }
        this
    }

    /// Appends the sizes of the first tensor, `1, 28, 28`, as between the `<>` of a type.
    const fn sizes(self, of: Tensors<'_>) -> Self {
        if of.dims.is_empty() { self } else { self.sizes_of(of, 0) }
    }

    /// Appends `1, 28, 28`, or `16, Class<1000>` for indices.
    const fn sizes_of(self, of: Tensors<'_>, index: usize) -> Self {
        let dims = of.dims[index];
        let this = self.numbers(dims);
        match of.below(index) {
            None => this,
            Some(below) => {
                let this = if dims.is_empty() { this } else { this.text(", ") };
                this.text("Class<").number(below).text(">")
            }
        }
    }

    /// Appends a template whose placeholders are replaced with what only the compiler knows: for the shapes `a` and `b`, `{a}` is
    /// `[1, 28, 28]`, `{a,}` is `1, 28, 28`, `{#a}` is 784, `{a0}` is 1, and `{values}` is the number of shapes of `b`, such as
    /// `2 values`. Of `{rows|A|B|C|}`, A is for shapes with equal last axes, B for shapes with the same number of elements, and C for
    /// others.
    pub(super) const fn filled(self, text: &str, a: Tensors<'_>, b: Tensors<'_>) -> Self {
        let mut this = self;
        let (mut rest, mut at) = (text, 0);
        while at < rest.len() {
            if rest.as_bytes()[at] != b'{' {
                at += 1;
                continue;
            }
            let (before, from) = rest.split_at(at);
            if starts_with(from, "{rows|") {
                let (rows, from) = until_bar(from.split_at(6).1);
                let (elements, from) = until_bar(from);
                let (other, from) = until_bar(from);
                let chosen = if is_last(a.dims, b.dims) {
                    rows
                } else if count(a.dims) == count(b.dims) {
                    elements
                } else {
                    other
                };
                this = this.text(before).filled(chosen, a, b);
                // After the `}`.
                rest = from.split_at(if from.is_empty() { 0 } else { 1 }).1;
                at = 0;
                continue;
            }
            let word = if starts_with(from, "{values}") {
                this = this.text(before).number(b.dims.len());
                this = this.text(if b.dims.len() == 1 { " value" } else { " values" });
                "{values}"
            } else if starts_with(from, "{a}") {
                this = this.text(before).shapes(a);
                "{a}"
            } else if starts_with(from, "{b}") {
                this = this.text(before).shapes(b);
                "{b}"
            } else if let Some((is_a, axis)) = axis_word(from) {
                let dims = if is_a { a.dims[0] } else { b.dims[0] };
                this = this.text(before).number(if axis < dims.len() { dims[axis] } else { 1 });
                from.split_at(4).0
            } else if starts_with(from, "{a,}") {
                this = this.text(before).sizes(a);
                "{a,}"
            } else if starts_with(from, "{b,}") {
                this = this.text(before).sizes(b);
                "{b,}"
            } else if starts_with(from, "{#a}") {
                this = this.text(before).number(count(a.dims));
                "{#a}"
            } else if starts_with(from, "{#b}") {
                this = this.text(before).number(count(b.dims));
                "{#b}"
            } else {
                at += 1;
                continue;
            };
            rest = from.split_at(word.len()).1;
            at = 0;
        }
        this.text(rest)
    }

    pub(crate) const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            Err(_) => "the shapes do not match",
        }
    }
}

/// The sizes of tensors, and the kind of the elements of each: `None` for floating point, which is the default for tensors without
/// an entry, `Some(V)` for indices below V.
#[derive(Clone, Copy)]
pub(super) struct Tensors<'a> {
    dims: &'a [&'a [usize]],
    indices: &'a [Option<usize>],
}

impl<'a> Tensors<'a> {
    pub(super) const fn of(dims: &'a [&'a [usize]], indices: &'a [Option<usize>]) -> Self {
        Self { dims, indices }
    }

    const fn numbers(dims: &'a [&'a [usize]]) -> Self {
        Self { dims, indices: &[] }
    }

    const fn below(self, index: usize) -> Option<usize> {
        if index < self.indices.len() { self.indices[index] } else { None }
    }

    /// Returns whether the tensor `index` has the sizes and the kind of elements of the tensor `at` of `other`.
    const fn is_at(self, index: usize, other: Self, at: usize) -> bool {
        let of_the_same = match (self.below(index), other.below(at)) {
            (None, None) => true,
            (Some(a), Some(b)) => a == b,
            _ => false,
        };
        of_the_same && equal_dims(self.dims[index], other.dims[at])
    }

    const fn is(self, other: Self) -> bool {
        if self.dims.len() != other.dims.len() {
            return false;
        }
        let mut i = 0;
        while i < self.dims.len() {
            if !self.is_at(i, other, i) {
                return false;
            }
            i += 1;
        }
        true
    }
}

pub(crate) const fn starts_with(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let mut i = 0;
    while i < word.len() {
        if i >= text.len() || text[i] != word[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// Divides a text at its first `|`, which is omitted.
const fn until_bar(text: &str) -> (&str, &str) {
    let mut at = 0;
    while at < text.len() && text.as_bytes()[at] != b'|' {
        at += 1;
    }
    let (before, after) = text.split_at(at);
    (before, after.split_at(if after.is_empty() { 0 } else { 1 }).1)
}

/// Returns whether the last axes of the first shapes are equal.
const fn is_last(a: &[&[usize]], b: &[&[usize]]) -> bool {
    match (a, b) {
        ([[.., a], ..], [[.., b], ..]) => *a == *b,
        _ => false,
    }
}

/// Returns the shape and the axis of a placeholder such as `{b0}`; the shape as whether it is `a`.
const fn axis_word(text: &str) -> Option<(bool, usize)> {
    let [b'{', shape @ (b'a' | b'b'), axis @ b'0'..=b'9', b'}', ..] = text.as_bytes() else { return None };
    Some((*shape == b'a', (*axis - b'0') as usize))
}

pub(crate) const fn equal_dims(a: &[usize], b: &[usize]) -> bool {
    equal_but(a, b, usize::MAX)
}

/// Returns whether two shapes have the same rank, and the same sizes on all axes except `but`.
const fn equal_but(a: &[usize], b: &[usize], but: usize) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut axis = 0;
    while axis < a.len() {
        if axis != but && a[axis] != b[axis] {
            return false;
        }
        axis += 1;
    }
    true
}

/// Returns whether `a` equals `b`.
pub const fn is_equal(a: &[&[usize]], b: &[&[usize]]) -> bool {
    Tensors::numbers(a).is(Tensors::numbers(b))
}

/// Returns whether `a` has as many axes as `b`.
pub const fn is_rank(a: &[&[usize]], b: &[&[usize]]) -> bool {
    match (a, b) {
        ([a], [b]) => a.len() == b.len(),
        _ => false,
    }
}

/// Returns the number of elements of the first shape; 0 if there is none.
pub(crate) const fn count(shapes: &[&[usize]]) -> usize {
    let Some((dims, _)) = shapes.split_first() else { return 0 };
    let mut count = 1usize;
    let mut axis = 0;
    while axis < dims.len() {
        count = count.saturating_mul(dims[axis]);
        axis += 1;
    }
    count
}

/// Returns whether a layer that expects `expected` accepts `received`, each described by the `DIMS` and the `INDICES` of a signal.
pub const fn is_input(
    expected: &[&[usize]],
    expected_indices: &[Option<usize>],
    received: &[&[usize]],
    received_indices: &[Option<usize>],
) -> bool {
    Tensors { dims: expected, indices: expected_indices }.is(Tensors { dims: received, indices: received_indices })
}

/// Returns whether `a` and `b` can be concatenated along this axis.
pub const fn is_joinable(a: &[&[usize]], b: &[&[usize]], axis: usize) -> bool {
    equal_but(a[0], b[0], axis)
}

/// Returns whether `a` has as many elements as `b`.
pub const fn is_count(a: &[&[usize]], b: &[&[usize]]) -> bool {
    count(a) == count(b)
}

/// Returns whether a layer returns `count` values.
pub const fn is_values(count: usize, outputs: &[&[usize]]) -> bool {
    outputs.len() == count
}

#[track_caller]
const fn fail(text: &str, a: &[&[usize]], b: &[&[usize]]) -> ! {
    let text = Text::new().filled(text, Tensors::numbers(a), Tensors::numbers(b));
    panic!("{}", text.as_str());
}

/// Asserts that `a` equals `b`.
///
/// # Panics
/// Panics if they differ, which is a compile error in a constant: with `text` if both are a single shape of the same rank, else
/// with `other_rank`.
#[track_caller]
pub const fn expect_equal(a: &[&[usize]], b: &[&[usize]], text: &str, other_rank: &str) {
    if !is_equal(a, b) {
        let same_rank = a.len() == b.len() && a.len() == 1 && a[0].len() == b[0].len();
        fail(if same_rank { text } else { other_rank }, a, b);
    }
}

/// Asserts that `a` and `b` can be concatenated along this axis.
///
/// # Panics
/// Panics with `text` if they cannot.
#[track_caller]
pub const fn expect_joinable(a: &[&[usize]], b: &[&[usize]], axis: usize, text: &str) {
    if !is_joinable(a, b, axis) {
        fail(text, a, b);
    }
}

/// Asserts that `a` has as many elements as `b`.
///
/// # Panics
/// Panics with `text` if it has not.
#[track_caller]
pub const fn expect_count(a: &[&[usize]], b: &[&[usize]], text: &str) {
    if !is_count(a, b) {
        fail(text, a, b);
    }
}

/// Asserts that a layer returns as many values as there are names for them.
///
/// # Panics
/// Panics with `text` if it does not.
#[track_caller]
pub const fn expect_values(count: usize, outputs: &[&[usize]], text: &str) {
    if !is_values(count, outputs) {
        fail(text, &[], outputs);
    }
}

/// Returns the first of `channels` that is not divisible by `groups`.
const fn not_shared(channels: &[usize], groups: usize) -> Option<usize> {
    let Some((&first, rest)) = channels.split_first() else { return None };
    if first.is_multiple_of(groups) { not_shared(rest, groups) } else { Some(first) }
}

/// Returns whether the number of groups, the first of `numbers`, divides all numbers of channels, the others.
pub const fn is_shared(numbers: &[&[usize]]) -> bool {
    let Some((&groups, all)) = numbers[0].split_first() else { return true };
    not_shared(all, groups).is_none()
}

/// Asserts that the number of groups, the first of `numbers`, divides all numbers of channels, the others.
///
/// # Panics
/// Panics with `text` if it does not. In `text`, `{a0}` is a number of channels that is not divisible, `{a1}` the number of groups,
/// and `{b0}` the next smaller number of groups that divides all channels.
#[track_caller]
pub const fn expect_shared(numbers: &[&[usize]], text: &str) {
    let Some((&groups, all)) = numbers[0].split_first() else { return };
    let Some(channels) = not_shared(all, groups) else { return };
    let mut nearest = groups - 1;
    while not_shared(all, nearest).is_some() {
        nearest -= 1;
    }
    fail(text, &[&[channels, groups]], &[&[nearest]]);
}

/// The fixes to propose for a value that does not match the input of a custom layer or of a network, by case.
pub struct InputFixes {
    /// The value has as many elements as the layer expects, but on several axes instead of one.
    pub flatten: &'static str,
    /// The value has as many elements as the layer expects, but another shape.
    pub reshape: &'static str,
    /// The layer expects one axis, and another number of elements.
    pub one_axis: &'static str,
    /// Any other mismatch of a single input.
    pub other: &'static str,
    /// The layer expects the two values in the opposite order.
    pub swap: &'static str,
    /// The layer expects another number of inputs.
    pub number: &'static str,
    /// The layer expects several inputs of other shapes.
    pub several: &'static str,
    /// The value consists of indices, and the layer expects floating point.
    pub embed: &'static str,
    /// The value is floating point, and the layer expects indices.
    pub indices: &'static str,
}

/// Asserts that a layer that expects `expected` accepts `received`, as [`is_input`] determines.
///
/// # Panics
/// Panics if it does not, with `text`, which states the mismatch, followed by the fix.
#[track_caller]
pub const fn expect_input(
    expected: &[&[usize]],
    expected_indices: &[Option<usize>],
    received: &[&[usize]],
    received_indices: &[Option<usize>],
    text: &str,
    fixes: &InputFixes,
) {
    let (expected, received) =
        (Tensors { dims: expected, indices: expected_indices }, Tensors { dims: received, indices: received_indices });
    if expected.is(received) {
        return;
    }
    let fix = if expected.dims.len() != received.dims.len() {
        fixes.number
    } else if expected.dims.len() == 2 && expected.is_at(0, received, 1) && expected.is_at(1, received, 0) {
        fixes.swap
    } else if expected.dims.len() > 1 {
        fixes.several
    } else {
        match (expected.below(0), received.below(0)) {
            (None, None) => fix_numbers(expected.dims, received.dims, fixes),
            (None, Some(_)) => fixes.embed,
            (Some(_), None) => fixes.indices,
            (Some(_), Some(_)) => fixes.other,
        }
    };
    let text = Text::new().filled(text, expected, received).text("\n").filled(fix, expected, received);
    panic!("{}", text.as_str());
}

/// Returns the fix for one floating-point tensor of the wrong shape.
const fn fix_numbers(expected: &[&[usize]], received: &[&[usize]], fixes: &InputFixes) -> &'static str {
    if count(expected) == count(received) {
        if expected[0].len() == 1 { fixes.flatten } else { fixes.reshape }
    } else if expected[0].len() == 1 {
        fixes.one_axis
    } else {
        fixes.other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(f: impl FnOnce() + std::panic::UnwindSafe) -> String {
        let panic = std::panic::catch_unwind(f).unwrap_err();
        panic.downcast_ref::<String>().cloned().unwrap_or_else(|| (*panic.downcast_ref::<&str>().unwrap()).into())
    }

    #[test]
    fn different_shapes_are_shown_in_decimals() {
        expect_equal(&[&[64]], &[&[64]], "", "");
        let check = |b| move || expect_equal(&[&[128]], b, "{a} but {b} from {{x}}: {b,}", "other axes: {b}");
        assert_eq!(message(check(&[&[2048]])), "[128] but [2048] from {{x}}: 2048");
        assert_eq!(message(check(&[&[1, 28]])), "other axes: [1, 28]");
        assert_eq!(message(check(&[&[1], &[28]])), "other axes: [1], [28]");
    }

    #[test]
    fn counts_elements() {
        expect_count(&[&[2, 8]], &[&[16]], "");
        expect_shared(&[&[4, 12, 8]], "");
        assert!(is_shared(&[&[4, 12, 8]]) && !is_shared(&[&[4, 12, 6]]));
        let check = |numbers| move || expect_shared(&[numbers], "{a0} among {a1}, {b0}");
        assert_eq!(message(check(&[5, 12])), "12 among 5, 4");
        assert_eq!(message(check(&[5, 15, 12])), "12 among 5, 3");
        assert_eq!(message(|| expect_count(&[&[2, 8]], &[&[15]], "{#a} of {#b}{")), "16 of 15{");
        expect_values(2, &[&[2], &[3]], "");
        assert_eq!(message(|| expect_values(2, &[&[2, 3]], "{values}")), "1 value");
        assert_eq!(message(|| expect_values(3, &[&[2], &[3]], "{values}: {b}")), "2 values: [2], [3]");
    }

    #[test]
    fn chooses_between_rows_and_all_elements() {
        let check = |b| move || expect_equal(&[&[32]], b, "", "of {b}: {rows|rows {b,}|all {#b}|neither|}.");
        assert_eq!(message(check(&[&[4, 32]])), "of [4, 32]: rows 4, 32.");
        assert_eq!(message(check(&[&[4, 8]])), "of [4, 8]: all 32.");
        assert_eq!(message(check(&[&[4, 9]])), "of [4, 9]: neither.");
        assert_eq!(message(|| expect_equal(&[&[1]], &[&[2, 2]], "", "{rows|a")), "");
    }

    #[test]
    fn is_rank_compares_numbers_of_axes() {
        assert!(is_rank(&[&[2, 3]], &[&[4, 5]]) && !is_rank(&[&[2]], &[&[4, 5]]) && !is_rank(&[&[2]], &[]));
    }

    #[test]
    fn joins_compare_all_axes_but_one() {
        expect_joinable(&[&[3, 8]], &[&[2, 8]], 0, "");
        assert_eq!(message(|| expect_joinable(&[&[3, 8]], &[&[3, 9]], 0, "{a} {b}")), "[3, 8] [3, 9]");
        assert_eq!(message(|| expect_joinable(&[&[3, 8]], &[&[3]], 0, "{a} {b}")), "[3, 8] [3]");
    }

    #[test]
    fn chooses_fix_by_input_shape() {
        const FIXES: InputFixes = InputFixes {
            flatten: "flatten",
            reshape: "reshape {a,}",
            one_axis: "one axis",
            other: "other",
            swap: "swap",
            number: "number",
            several: "several",
            embed: "embed",
            indices: "indices {a,}",
        };
        const FLOATS: [Option<usize>; 2] = [None; 2];
        type Dims = &'static [&'static [usize]];
        let check_of = |expected: Dims, expected_indices, received: Dims, received_indices| {
            message(move || expect_input(expected, expected_indices, received, received_indices, "{a}/{b}", &FIXES))
        };
        let check = |expected, received| check_of(expected, &FLOATS, received, &FLOATS);
        expect_input(&[&[2], &[3]], &FLOATS, &[&[2], &[3]], &FLOATS, "", &FIXES);
        assert_eq!(check(&[&[16]], &[&[4, 4]]), "[16]/[4, 4]\nflatten");
        assert_eq!(check(&[&[4, 4]], &[&[16]]), "[4, 4]/[16]\nreshape 4, 4");
        assert_eq!(check(&[&[16]], &[&[15]]), "[16]/[15]\none axis");
        assert_eq!(check(&[&[4, 4]], &[&[15]]), "[4, 4]/[15]\nother");
        assert_eq!(check(&[&[2], &[3]], &[&[3], &[2]]), "[2], [3]/[3], [2]\nswap");
        assert_eq!(check(&[&[2], &[3]], &[&[2], &[2]]), "[2], [3]/[2], [2]\nseveral");
        assert_eq!(check(&[&[2], &[3]], &[&[2]]), "[2], [3]/[2]\nnumber");

        expect_input(&[&[4]], &[Some(9)], &[&[4]], &[Some(9)], "", &FIXES);
        let check = |expected, received| check_of(&[&[4]], expected, &[&[4]], received);
        assert_eq!(check(&[None], &[Some(9)]), "[4]/indices [4, Class<9>]\nembed");
        assert_eq!(check(&[Some(9)], &[None]), "indices [4, Class<9>]/[4]\nindices 4, Class<9>");
        assert_eq!(check(&[Some(9)], &[Some(8)]), "indices [4, Class<9>]/indices [4, Class<8>]\nother");
        let check = |received| check_of(&[&[], &[]], &[Some(9), None], &[&[], &[]], received);
        assert_eq!(check(&[None, Some(9)]), "indices [Class<9>], []/[], indices [Class<9>]\nswap");
        assert_eq!(check(&[None, None]), "indices [Class<9>], []/[], []\nseveral");
    }

    #[test]
    fn truncates_long_text() {
        let long = "x".repeat(3000);
        assert_eq!(message(move || expect_values(1, &[], &long)).len(), Text::MOST);
    }
}
