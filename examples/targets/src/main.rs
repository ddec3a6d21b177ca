//! The same networks on a desktop, on a Cortex-M4F without an operating system and in WebAssembly: a line for each thing that is
//! computed, with a digest of all of its bits. `.ci/targets` runs it on all three, and fails where two lines differ.

#![cfg_attr(any(target_os = "none", target_family = "wasm"), no_std, no_main)]

mod digest;
mod functions;
mod initialisation;
mod inputs;
mod machine;
mod predictions;
mod training;

/// `examples/deploy.rs` trains them.
#[path = "../../networks/small.rs"]
mod small;

/// Computes everything, and prints a line for each part.
fn report() {
    functions::report();
    initialisation::report();
    predictions::report();
    training::report();
}

#[cfg(not(any(target_os = "none", target_family = "wasm")))]
fn main() {
    // With `std` the kernels would take the widest vectors of this CPU, as they do if asked to.
    #[cfg(feature = "std")]
    if std::env::args().nth(1).is_none_or(|argument| argument != "widest") {
        nn::simd::set_level(nn::simd::Level::BASELINE);
    }
    report();
}
