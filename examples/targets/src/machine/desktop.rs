//! An operating system.

pub(crate) fn print(text: &str) {
    std::print!("{text}");
}
