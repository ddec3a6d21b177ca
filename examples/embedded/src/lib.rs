//! A trained network for a machine without an operating system.
//!
//! One function is exported, `predict`. It needs no heap, does not panic and calls nothing by a pointer: a panic would call a symbol
//! that there is not, and the object would not link. `tests/embedded.rs` links it and looks at it.

#![no_std]

// A desktop's target leaves these functions to a C library, which is not linked; one without an operating system brings them.
#[cfg(target_arch = "x86_64")]
mod memory;

#[cfg(feature = "autoencoder")]
mod autoencoder;
#[cfg(feature = "autoencoder_int8")]
mod autoencoder_int8;
#[cfg(feature = "blocks")]
mod blocks;
#[cfg(feature = "cnn")]
mod cnn;
#[cfg(feature = "cnn_int8")]
mod cnn_int8;
#[cfg(feature = "digits")]
mod digits;
#[cfg(feature = "digits_int8")]
mod digits_int8;
#[cfg(feature = "sine")]
mod sine;
#[cfg(feature = "sine_int8")]
mod sine_int8;

unsafe extern "C" {
    /// There is no such function: a panic that could be reached would not link.
    safe fn a_panic_can_be_reached() -> !;
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    a_panic_can_be_reached()
}
