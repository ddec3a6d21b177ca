//! A trained network for a machine without an operating system.
//!
//! The object exports one function, `predict`. It needs no heap, cannot panic and makes no indirect call: a reachable panic would
//! call an undefined symbol, and the object would not link. `tests/embedded.rs` links it and analyses it.

#![no_std]

// On a desktop these functions come from the C library, which is not linked; targets without an operating system provide them.
#[cfg(target_arch = "x86_64")]
mod memory;

#[cfg(feature = "autoencoder")]
mod autoencoder;
#[cfg(feature = "autoencoder_int8")]
mod autoencoder_int8;
#[cfg(feature = "blocks")]
mod blocks;
#[cfg(feature = "blocks_int8")]
mod blocks_int8;
#[cfg(feature = "cnn")]
mod cnn;
#[cfg(feature = "cnn_int8")]
mod cnn_int8;
#[cfg(feature = "digits")]
mod digits;
#[cfg(feature = "digits_int8")]
mod digits_int8;
#[cfg(feature = "prefill")]
mod prefill;
#[cfg(feature = "sine")]
mod sine;
#[cfg(feature = "sine_int8")]
mod sine_int8;
#[cfg(feature = "stream")]
mod stream;

unsafe extern "C" {
    /// An undefined function: an object in which a panic is reachable does not link.
    safe fn a_panic_can_be_reached() -> !;
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    a_panic_can_be_reached()
}
