//! Compile-fail tests of networks: what must not compile, and what the errors say, on any toolchain.
//!
//! A test of a library of networks, of layers or of architectures is a folder of programs, each with the errors that it
//! must give beside it:
//!
//! ```toml
//! # Cargo.toml
//! [dev-dependencies]
//! nn = { version = "0.1", features = ["messages"] }
//! ```
//!
//! ```no_run
//! // tests/networks.rs
//! #[test]
//! fn misuse_is_told_well() {
//!     nn::messages::hold("tests/networks").unwrap();
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
//! The last text is `tests/networks/features.stderr`. An empty one says that a program compiles: begin with that, run the
//! test, read the error that it shows, and put it into the file. `examples/own_networks/` in the repository is such a
//! library, to be copied.
//!
//! Compared are the text of each error with its `help:` lines, the source text that is marked, and the number of errors:
//! what stays the same from one toolchain to the next. Layout, labels, notes, line numbers and warnings are not. Texts of
//! `trybuild` can be held as they are; it compares the layout, too, and is tied to one toolchain by that.
//!
//! Programs need cargo at test time, and are checked (`cargo check`), not built. [`Project`] gives the errors themselves,
//! for a test that generates its programs.

mod difference;
mod error;
mod folder;
mod golden;
mod manifest;
mod message;
mod project;

pub use difference::{Difference, Differences};
pub use error::Error;
pub use folder::hold;
pub use golden::{Expected, golden};
pub use message::Message;
pub use project::Project;
