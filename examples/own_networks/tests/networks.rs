//! What must not compile with the networks of this library, and what the errors say.

#[test]
fn misuse_is_told_well() {
    nn::messages::hold("tests/networks").unwrap();
}
