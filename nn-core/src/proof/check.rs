//! Compile-time comparisons of shapes that are named types, whose sizes `network!` cannot see.
//!
//! A constant that panics is a compile error under plain `cargo check`, with the text that is composed here.

/// A text that is composed at compile time.
pub(crate) struct Text {
    bytes: [u8; Self::MOST],
    length: usize,
}

impl Text {
    const MOST: usize = 1024;

    pub(crate) const fn new() -> Self {
        Self { bytes: [0; Self::MOST], length: 0 }
    }

    /// Adds a text; what is too long is cut off.
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

    /// The text followed by a dot, unless it is empty: the prefix of a nested name.
    pub(crate) const fn dotted(&self) -> Self {
        let same = Self { bytes: self.bytes, length: self.length };
        if self.length == 0 { same } else { same.text(".") }
    }

    /// Sixteen digits.
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

    /// `[1, 28, 28]`.
    pub(crate) const fn shape(self, dims: &[usize]) -> Self {
        self.text("[").numbers(dims).text("]")
    }

    /// `1, 28, 28`.
    const fn numbers(self, dims: &[usize]) -> Self {
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

    /// Several shapes with commas between.
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

    /// `1, 28, 28`, as between the `<>` of a type; of the first tensor.
    const fn sizes(self, of: Tensors<'_>) -> Self {
        if of.dims.is_empty() { self } else { self.sizes_of(of, 0) }
    }

    /// `1, 28, 28`, or `16, Class<1000>`.
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

    /// A text in which a word in braces stands for what only the compiler knows: for the shapes `a` and `b`, `{a}` is
    /// `[1, 28, 28]`, `{a,}` is `1, 28, 28`, `{#a}` is 784, `{a0}` is 1, and `{values}` is how many shapes `b` has.
    const fn filled(self, text: &str, a: Tensors<'_>, b: Tensors<'_>) -> Self {
        let mut this = self;
        let (mut rest, mut at) = (text, 0);
        while at < rest.len() {
            if rest.as_bytes()[at] != b'{' {
                at += 1;
                continue;
            }
            let (before, from) = rest.split_at(at);
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
            Err(_) => "the shapes do not fit",
        }
    }
}

/// The sizes of some tensors, and what each is made of: `None` for numbers, as are those for which nothing is said,
/// `Some(V)` for indices below V.
#[derive(Clone, Copy)]
struct Tensors<'a> {
    dims: &'a [&'a [usize]],
    indices: &'a [Option<usize>],
}

impl<'a> Tensors<'a> {
    const fn numbers(dims: &'a [&'a [usize]]) -> Self {
        Self { dims, indices: &[] }
    }

    const fn below(self, index: usize) -> Option<usize> {
        if index < self.indices.len() { self.indices[index] } else { None }
    }

    /// Whether the one of this number has the sizes of that one of the other, and is made of the same.
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

/// Which shape and axis a word such as `{b0}` stands for.
const fn axis_word(text: &str) -> Option<(bool, usize)> {
    let [b'{', shape @ (b'a' | b'b'), axis @ b'0'..=b'9', b'}', ..] = text.as_bytes() else { return None };
    Some((*shape == b'a', (*axis - b'0') as usize))
}

pub(crate) const fn equal_dims(a: &[usize], b: &[usize]) -> bool {
    equal_but(a, b, usize::MAX)
}

/// Whether two shapes have as many axes, all equal but that with this number.
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

/// Whether `a` is `b`.
pub const fn is_equal(a: &[&[usize]], b: &[&[usize]]) -> bool {
    Tensors::numbers(a).is(Tensors::numbers(b))
}

/// Elements of the first shape.
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

/// Whether a layer that takes the one can be given the other: each by the `DIMS` and the `INDICES` of a signal.
pub const fn is_input(
    takes: &[&[usize]],
    takes_indices: &[Option<usize>],
    given: &[&[usize]],
    given_indices: &[Option<usize>],
) -> bool {
    Tensors { dims: takes, indices: takes_indices }.is(Tensors { dims: given, indices: given_indices })
}

/// Whether `a` and `b` can be joined along this axis.
pub const fn is_joinable(a: &[&[usize]], b: &[&[usize]], axis: usize) -> bool {
    equal_but(a[0], b[0], axis)
}

/// Whether `a` has as many elements as `b`.
pub const fn is_count(a: &[&[usize]], b: &[&[usize]]) -> bool {
    count(a) == count(b)
}

/// Whether a layer gives so many values.
pub const fn is_values(count: usize, gives: &[&[usize]]) -> bool {
    gives.len() == count
}

#[track_caller]
const fn fail(text: &str, a: &[&[usize]], b: &[&[usize]]) -> ! {
    let text = Text::new().filled(text, Tensors::numbers(a), Tensors::numbers(b));
    panic!("{}", text.as_str());
}

/// `a` is `b`. If not: a compile error, with the second text where they have not as many axes.
#[track_caller]
pub const fn expect_equal(a: &[&[usize]], b: &[&[usize]], text: &str, other_rank: &str) {
    if !is_equal(a, b) {
        let same_rank = a.len() == b.len() && a.len() == 1 && a[0].len() == b[0].len();
        fail(if same_rank { text } else { other_rank }, a, b);
    }
}

/// `a` and `b` can be joined along this axis.
#[track_caller]
pub const fn expect_joinable(a: &[&[usize]], b: &[&[usize]], axis: usize, text: &str) {
    if !is_joinable(a, b, axis) {
        fail(text, a, b);
    }
}

/// `a` has as many elements as `b`.
#[track_caller]
pub const fn expect_count(a: &[&[usize]], b: &[&[usize]], text: &str) {
    if !is_count(a, b) {
        fail(text, a, b);
    }
}

/// A layer gives so many values as there are names for them.
#[track_caller]
pub const fn expect_values(count: usize, gives: &[&[usize]], text: &str) {
    if !is_values(count, gives) {
        fail(text, &[], gives);
    }
}

/// The first of the numbers that does not divide by these groups.
const fn not_shared(channels: &[usize], groups: usize) -> Option<usize> {
    let Some((&first, rest)) = channels.split_first() else { return None };
    if first.is_multiple_of(groups) { not_shared(rest, groups) } else { Some(first) }
}

/// All channels can be shared among groups, the first number. If not: a compile error, in which `{a0}` are channels that
/// cannot, `{a1}` the groups, and `{b0}` the largest number of groups below among which all channels can be shared.
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

/// What to do about a value that a layer of the user's own, or a network, does not take: texts of fixes.
pub struct InputFixes {
    /// It has as many elements on other axes, and one axis is taken.
    pub flatten: &'static str,
    /// It has as many elements on other axes.
    pub reshape: &'static str,
    /// One axis is taken.
    pub one_axis: &'static str,
    /// Anything else with one input.
    pub other: &'static str,
    /// The layer takes several inputs, and these two in the other order.
    pub swap: &'static str,
    /// The layer takes another number of inputs.
    pub number: &'static str,
    /// The layer takes several inputs of other shapes.
    pub several: &'static str,
    /// It is made of indices, and numbers are taken.
    pub embed: &'static str,
    /// It is made of numbers, and indices are taken.
    pub indices: &'static str,
}

/// A layer takes the one and is given the other, as [`is_input`] has them; `text` is what is wrong, without the fix.
#[track_caller]
pub const fn expect_input(
    takes: &[&[usize]],
    takes_indices: &[Option<usize>],
    given: &[&[usize]],
    given_indices: &[Option<usize>],
    text: &str,
    fixes: &InputFixes,
) {
    let (takes, given) =
        (Tensors { dims: takes, indices: takes_indices }, Tensors { dims: given, indices: given_indices });
    if takes.is(given) {
        return;
    }
    let fix = if takes.dims.len() != given.dims.len() {
        fixes.number
    } else if takes.dims.len() == 2 && takes.is_at(0, given, 1) && takes.is_at(1, given, 0) {
        fixes.swap
    } else if takes.dims.len() > 1 {
        fixes.several
    } else {
        match (takes.below(0), given.below(0)) {
            (None, None) => fix_numbers(takes.dims, given.dims, fixes),
            (None, Some(_)) => fixes.embed,
            (Some(_), None) => fixes.indices,
            (Some(_), Some(_)) => fixes.other,
        }
    };
    let text = Text::new().filled(text, takes, given).text("\n").filled(fix, takes, given);
    panic!("{}", text.as_str());
}

/// The fix where one tensor of numbers is taken, and another one is given.
const fn fix_numbers(takes: &[&[usize]], given: &[&[usize]], fixes: &InputFixes) -> &'static str {
    if count(takes) == count(given) {
        if takes[0].len() == 1 { fixes.flatten } else { fixes.reshape }
    } else if takes[0].len() == 1 {
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
    fn shapes_that_differ_are_named_in_decimals() {
        expect_equal(&[&[64]], &[&[64]], "", "");
        let check = |b| move || expect_equal(&[&[128]], b, "{a} but {b} from {{x}}: {b,}", "other axes: {b}");
        assert_eq!(message(check(&[&[2048]])), "[128] but [2048] from {{x}}: 2048");
        assert_eq!(message(check(&[&[1, 28]])), "other axes: [1, 28]");
        assert_eq!(message(check(&[&[1], &[28]])), "other axes: [1], [28]");
    }

    #[test]
    fn elements_are_counted() {
        expect_count(&[&[2, 8]], &[&[16]], "");
        expect_shared(&[&[4, 12, 8]], "");
        let check = |numbers| move || expect_shared(&[numbers], "{a0} among {a1}, {b0}");
        assert_eq!(message(check(&[5, 12])), "12 among 5, 4");
        assert_eq!(message(check(&[5, 15, 12])), "12 among 5, 3");
        assert_eq!(message(|| expect_count(&[&[2, 8]], &[&[15]], "{#a} of {#b}{")), "16 of 15{");
        expect_values(2, &[&[2], &[3]], "");
        assert_eq!(message(|| expect_values(2, &[&[2, 3]], "{values}")), "1 value");
        assert_eq!(message(|| expect_values(3, &[&[2], &[3]], "{values}: {b}")), "2 values: [2], [3]");
    }

    #[test]
    fn joins_look_at_all_axes_but_one() {
        expect_joinable(&[&[3, 8]], &[&[2, 8]], 0, "");
        assert_eq!(message(|| expect_joinable(&[&[3, 8]], &[&[3, 9]], 0, "{a} {b}")), "[3, 8] [3, 9]");
        assert_eq!(message(|| expect_joinable(&[&[3, 8]], &[&[3]], 0, "{a} {b}")), "[3, 8] [3]");
    }

    #[test]
    fn the_fix_suits_the_input() {
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
        const NUMBERS: [Option<usize>; 2] = [None; 2];
        type Dims = &'static [&'static [usize]];
        let check_of = |takes: Dims, takes_indices, given: Dims, given_indices| {
            message(move || expect_input(takes, takes_indices, given, given_indices, "{a}/{b}", &FIXES))
        };
        let check = |takes, given| check_of(takes, &NUMBERS, given, &NUMBERS);
        expect_input(&[&[2], &[3]], &NUMBERS, &[&[2], &[3]], &NUMBERS, "", &FIXES);
        assert_eq!(check(&[&[16]], &[&[4, 4]]), "[16]/[4, 4]\nflatten");
        assert_eq!(check(&[&[4, 4]], &[&[16]]), "[4, 4]/[16]\nreshape 4, 4");
        assert_eq!(check(&[&[16]], &[&[15]]), "[16]/[15]\none axis");
        assert_eq!(check(&[&[4, 4]], &[&[15]]), "[4, 4]/[15]\nother");
        assert_eq!(check(&[&[2], &[3]], &[&[3], &[2]]), "[2], [3]/[3], [2]\nswap");
        assert_eq!(check(&[&[2], &[3]], &[&[2], &[2]]), "[2], [3]/[2], [2]\nseveral");
        assert_eq!(check(&[&[2], &[3]], &[&[2]]), "[2], [3]/[2]\nnumber");

        expect_input(&[&[4]], &[Some(9)], &[&[4]], &[Some(9)], "", &FIXES);
        let check = |takes, given| check_of(&[&[4]], takes, &[&[4]], given);
        assert_eq!(check(&[None], &[Some(9)]), "[4]/indices [4, Class<9>]\nembed");
        assert_eq!(check(&[Some(9)], &[None]), "indices [4, Class<9>]/[4]\nindices 4, Class<9>");
        assert_eq!(check(&[Some(9)], &[Some(8)]), "indices [4, Class<9>]/indices [4, Class<8>]\nother");
        let check = |given| check_of(&[&[], &[]], &[Some(9), None], &[&[], &[]], given);
        assert_eq!(check(&[None, Some(9)]), "indices [Class<9>], []/[], indices [Class<9>]\nswap");
        assert_eq!(check(&[None, None]), "indices [Class<9>], []/[], []\nseveral");
    }

    #[test]
    fn a_long_text_is_cut() {
        let long = "x".repeat(3000);
        assert_eq!(message(move || expect_values(1, &[], &long)).len(), Text::MOST);
    }
}
