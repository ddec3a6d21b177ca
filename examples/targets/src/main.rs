//! The same networks on a desktop, on a Cortex-M4F without an operating system and in WebAssembly. The program prints one line per
//! computation, with a digest of all bits of its results. `.ci/targets` runs it on all three, and fails if two lines differ.

#![cfg_attr(any(target_os = "none", target_family = "wasm"), no_std, no_main)]

mod digest;
mod functions;
mod initialisation;
mod inputs;
mod machine;
mod predictions;
#[cfg(feature = "story")]
mod story;
mod training;

/// The language model of `examples/stories`.
#[cfg(feature = "story")]
#[path = "../../stories/model.rs"]
mod model;

/// The networks that `examples/deploy.rs` trains.
#[path = "../../networks/small.rs"]
mod small;

/// Tells a story, or runs all computations.
fn report() {
    #[cfg(feature = "story")]
    story::tell();
    #[cfg(not(feature = "story"))]
    digests();
}

/// Runs all computations, and prints a line for each.
#[cfg_attr(feature = "story", allow(dead_code))]
fn digests() {
    functions::report();
    initialisation::report();
    predictions::report();
    training::report();
}

#[cfg(not(any(target_os = "none", target_family = "wasm")))]
fn main() {
    // With `std` the kernels would use the widest vectors of this CPU, which the argument `widest` requests.
    #[cfg(feature = "std")]
    if std::env::args().nth(1).is_none_or(|argument| argument != "widest") {
        nn::simd::set_level(nn::simd::Level::BASELINE);
    }
    report();
}
