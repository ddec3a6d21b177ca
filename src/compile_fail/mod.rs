//! Compile-fail tests of networks: programs that must not compile, and their expected errors, independent of the toolchain.
//!
//! A test is a folder of programs. For each `x.rs` with an `x.stderr` beside it, the reported errors must match `x.stderr` in
//! number, text, `help:` lines and marked code; labels, notes and line numbers may differ. If `x.stderr` is empty, the program must
//! compile.
//!
//! From an empty folder:
//!
//! 1. Create a library with `cargo init --lib`, and add these lines to its `Cargo.toml`:
//!
//!    ```toml
//!    [dependencies]
//!    typed-nn = "0.1"
//!
//!    [dev-dependencies]
//!    typed-nn = { version = "0.1", features = ["compile-fail"] }
//!    ```
//!
//! 2. Write the test, `tests/networks.rs`:
//!
//!    ```no_run
//!    #[test]
//!    fn misuse_does_not_compile() {
//!        nn::compile_fail::check("tests/networks").unwrap();
//!    }
//!    ```
//!
//! 3. Write a program with a mistake, `tests/networks/features.rs`:
//!
//!    ```compile_fail
//!    use nn::prelude::*;
//!
//!    network! {
//!        struct Classifier {
//!            fc1: Linear<16, 32>,
//!            fc2: Linear<64, 10>,
//!        }
//!        fn forward(code: Tensor<16>) -> Tensor<10> {
//!            code.fc1().relu().fc2()
//!        }
//!    }
//!
//!    fn main() {}
//!    ```
//!
//! 4. Run `NN_COMPILE_FAIL=overwrite cargo test`. The first run also checks `nn` and its dependencies, which can take a minute;
//!    later runs take seconds. It writes `tests/networks/features.stderr`:
//!
//!    ```text
//!    error: layer `fc2` expects [64] but receives [32] from `fc1`
//!           help: write `fc2: Linear<32, 10>`, or make `fc1` produce 64
//!     --> tests/networks/features.rs:9:27
//!      |
//!    9 |         code.fc1().relu().fc2()
//!      |                           ^^^
//!    ```
//!
//! 5. Read the file: are these the errors that the program should have? Then commit it. From now on `cargo test` compares. A
//!    warning in step 4 names errors that are not those of `nn`, such as the misspelt name of a method.
//!
//! `examples/own_networks/` in the repository is such a library, as a template.
//!
//! A program without a `.stderr` file is an error. One with an empty file must compile: step 4 leaves the file empty, and fails if
//! the program does not compile. Modules that programs share belong in a folder with a `mod.rs`, such as
//! `tests/networks/common/mod.rs` for `mod common;`. If messages change on purpose, step 4 writes the files that no longer match,
//! and leaves the others as they are.
//!
//! Everything that is compared is the same on every toolchain; the layout of the messages and warnings are not, so they are not
//! compared. Files of `trybuild` can be used unchanged; `trybuild` itself also compares the layout, which ties it to one toolchain.
//!
//! The programs require cargo when the test runs, and are checked (`cargo check`), not built. [`Project`] returns the errors
//! themselves, for a test that generates its programs.

mod command;
mod difference;
mod error;
mod folder;
mod golden;
mod manifest;
mod message;
mod overwrite;
mod paths;
mod project;

pub use difference::{Difference, Differences};
pub use error::Error;
pub use folder::check;
pub use golden::{Expected, golden};
pub use message::Message;
pub use project::Project;
