//! A desktop with an operating system.

pub(crate) fn print(text: &str) {
    std::print!("{text}");
}
