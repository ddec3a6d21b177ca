//! The platform-specific parts of the program: its entry point and its output.

#[cfg(target_os = "none")]
mod cortex_m;
#[cfg(not(any(target_os = "none", target_family = "wasm")))]
mod desktop;
#[cfg(target_family = "wasm")]
mod wasm;

#[cfg(target_os = "none")]
pub(crate) use cortex_m::print;
#[cfg(not(any(target_os = "none", target_family = "wasm")))]
pub(crate) use desktop::print;
#[cfg(target_family = "wasm")]
pub(crate) use wasm::print;
