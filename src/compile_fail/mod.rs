//! Compile-fail tests of networks: programs that must not compile, and their expected errors, independent of the toolchain.
//!
//! A test of a library of networks, of layers or of architectures is a folder of programs, each with its expected errors in a file
//! next to it:
//!
//! ```toml
//! # Cargo.toml
//! [dev-dependencies]
//! typed-nn = { version = "0.1", features = ["compile-fail"] }
//! ```
//!
//! ```no_run
//! // tests/networks.rs
//! #[test]
//! fn misuse_does_not_compile() {
//!     nn::compile_fail::check("tests/networks").unwrap();
//! }
//! ```
//!
//! ```compile_fail
//! // tests/networks/features.rs
//! use nn::prelude::*;
//!
//! network! {
//!     struct Classifier {
//!         fc1: Linear<16, 32>,
//!         fc2: Linear<64, 10>,
//!     }
//!     fn forward(code: Tensor<16>) -> Tensor<10> {
//!         code.fc1().relu().fc2()
//!     }
//! }
//!
//! fn main() {}
//! ```
//!
//! ```text
//! error: layer `fc2` expects [64] but receives [32] from `fc1`
//!        help: write `fc2: Linear<32, 10>`, or make `fc1` produce 64
//!   --> tests/networks/features.rs:9:27
//!    |
//!  9 |         code.fc1().relu().fc2()
//!    |                           ^^^
//! ```
//!
//! The last text is `tests/networks/features.stderr`. An empty one declares that a program compiles: start with an empty file, run
//! the test, read the error it reports, and copy it to the file. `examples/own_networks/` in the repository is such a library, as a
//! template.
//!
//! The test compares the text of each error with its `help:` lines, the source text that is marked, and the number of errors: what
//! is stable across toolchains. It does not compare layout, labels, notes, line numbers and warnings. Expected texts of `trybuild`
//! can be used unchanged; `trybuild` itself also compares the layout, which ties it to one toolchain.
//!
//! The programs require cargo when the test runs, and are checked (`cargo check`), not built. [`Project`] returns the errors
//! themselves, for a test that generates its programs.

mod difference;
mod error;
mod folder;
mod golden;
mod manifest;
mod message;
mod project;

pub use difference::{Difference, Differences};
pub use error::Error;
pub use folder::check;
pub use golden::{Expected, golden};
pub use message::Message;
pub use project::Project;
