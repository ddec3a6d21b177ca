//! Compile-fail tests of the networks of this library.

#[test]
fn misuse_does_not_compile() {
    nn::compile_fail::check("tests/networks").unwrap();
}
