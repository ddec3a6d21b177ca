//! What `network!` lets the compiler compare: shapes behind names, whose sizes the macro cannot see.
//!
//! A constant that panics is a compile error under plain `cargo check`, with the text that is composed here.

/// A text that is composed at compile time.
struct Text {
    bytes: [u8; Self::MOST],
    length: usize,
}

impl Text {
    const MOST: usize = 1024;

    const fn new() -> Self {
        Self { bytes: [0; Self::MOST], length: 0 }
    }

    /// Adds a text; what is too long is cut off.
    const fn text(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        let mut i = 0;
        while i < text.len() && self.length < Self::MOST {
            self.bytes[self.length] = text[i];
            self.length += 1;
            i += 1;
        }
        self
    }

    const fn number(self, number: usize) -> Self {
        let this = if number >= 10 { self.number(number / 10) } else { self };
        const DIGITS: &str = "0123456789";
        this.text(DIGITS.split_at(number % 10).1.split_at(1).0)
    }

    /// `[1, 28, 28]`.
    const fn shape(self, dims: &[usize]) -> Self {
        let mut this = self.text("[");
        let mut axis = 0;
        while axis < dims.len() {
            if axis > 0 {
                this = this.text(", ");
            }
            this = this.number(dims[axis]);
            axis += 1;
        }
        this.text("]")
    }

    /// Several shapes with commas between.
    const fn shapes(self, shapes: &[&[usize]]) -> Self {
        let mut this = self;
        let mut i = 0;
        while i < shapes.len() {
            if i > 0 {
                this = this.text(", ");
            }
            this = this.shape(shapes[i]);
            i += 1;
        }
        this
    }

    const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            Err(_) => "the shapes do not fit",
        }
    }
}

const fn equal(a: &[&[usize]], b: &[&[usize]]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i].len() != b[i].len() {
            return false;
        }
        let mut axis = 0;
        while axis < a[i].len() {
            if a[i][axis] != b[i][axis] {
                return false;
            }
            axis += 1;
        }
        i += 1;
    }
    true
}

const fn count(shapes: &[&[usize]]) -> usize {
    let mut count = 1;
    let mut axis = 0;
    while axis < shapes[0].len() {
        count *= shapes[0][axis];
        axis += 1;
    }
    count
}

/// `what` expects the one shape and receives the other: a compile error if they differ.
#[track_caller]
pub const fn expect_shape(what: &str, expected: &[&[usize]], found: &[&[usize]], origin: &str, help: &str) {
    if !equal(expected, found) {
        let text = Text::new().text(what).text(" expects ").shapes(expected).text(" but receives ").shapes(found);
        let text = text.text(" from `").text(origin).text("`\nhelp: ").text(help);
        panic!("{}", text.as_str());
    }
}

/// A reshape to the one shape from the other: a compile error if they have not as many elements.
#[track_caller]
pub const fn expect_count(to: &[&[usize]], from: &[&[usize]], origin: &str) {
    let (new, old) = (count(to), count(from));
    if new != old {
        let text =
            Text::new().text("`reshape` makes ").shapes(to).text(" of ").shapes(from).text(" from `").text(origin);
        let text = text.text("`: ").number(new).text(" elements of ").number(old);
        let text = text.text("\nhelp: write sizes whose product is ").number(old);
        panic!("{}", text.as_str());
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
        expect_shape("layer `fc`", &[&[64]], &[&[64]], "x", "");
        assert_eq!(
            message(|| expect_shape("layer `fc2`", &[&[128]], &[&[1, 2048]], "fc1", "make them equal")),
            "layer `fc2` expects [128] but receives [1, 2048] from `fc1`\nhelp: make them equal"
        );
        expect_count(&[&[2, 8]], &[&[16]], "x");
        assert_eq!(
            message(|| expect_count(&[&[2, 8]], &[&[15]], "x")),
            "`reshape` makes [2, 8] of [15] from `x`: 16 elements of 15\nhelp: write sizes whose product is 15"
        );
    }

    #[test]
    fn a_long_text_is_cut() {
        let long = "x".repeat(3000);
        assert_eq!(message(move || expect_shape(&long, &[&[1]], &[&[2]], "", "")).len(), Text::MOST);
    }
}
