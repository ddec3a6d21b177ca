//! Messages about sizes.

pub(crate) fn not_a_size(text: &str) -> String {
    format!(
        "`{text}` is not a size\nhelp: a size is an integer of at least 1, such as `64`, or a type, such as `dim![64]`"
    )
}

pub(crate) fn missing_size() -> String {
    "a size is missing\nhelp: write an integer of at least 1, such as `64`, or a type".into()
}

pub(crate) fn missing_comma_of_sizes() -> String {
    "nothing parts this from the size before it\nhelp: write a `,` between two sizes, as in `shape![3, 28, 28]`".into()
}

pub(crate) fn zero_size() -> String {
    "a size is at least 1, found 0\nhelp: remove this axis, or write its size".into()
}

pub(crate) fn size_overflows(digits: &str, most: u64) -> String {
    format!("the size {digits} is larger than an address space\nhelp: write a size of at most {most}")
}

pub(crate) fn too_many_axes(found: usize, most: usize) -> String {
    let why = if most == 5 { " (a sample has at most 5, so that a batch fits in front)" } else { "" };
    format!("a shape has at most {most} axes, found {found} axes{why}\nhelp: flatten some of them into one")
}

pub(crate) fn count_overflows(shape: &str) -> String {
    format!("a tensor of shape {shape} has more elements than an address space\nhelp: make the sizes smaller")
}
