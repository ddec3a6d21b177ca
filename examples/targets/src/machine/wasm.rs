//! WebAssembly: the host provides a function that prints, and calls `run`.

use core::panic::PanicInfo;

#[link(wasm_import_module = "host")]
unsafe extern "C" {
    /// Prints `bytes` bytes of UTF-8 in the memory of this module.
    #[link_name = "print"]
    fn host_print(text: *const u8, bytes: usize);
}

pub(crate) fn print(text: &str) {
    // SAFETY: the host only reads these bytes, and keeps no reference to them.
    unsafe { host_print(text.as_ptr(), text.len()) }
}

#[unsafe(no_mangle)]
extern "C" fn run() {
    crate::report();
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    crate::digest::print_line(format_args!("{info}"));
    core::arch::wasm32::unreachable()
}
