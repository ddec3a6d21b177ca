//! Compile-fail tests of the networks of this library.

#[test]
fn misuse_is_told_well() {
    nn::messages::hold("tests/networks").unwrap();
}
