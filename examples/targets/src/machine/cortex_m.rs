//! A Cortex-M4F without an operating system: it starts at `reset`, and prints through its debugger (Arm semihosting).

use core::arch::{asm, global_asm};
use core::panic::PanicInfo;

// The vector table: the initial stack pointer, the entry point, and one handler for every fault. Coprocessors 10 and 11 are the
// floating-point unit, which is disabled after a reset (CPACR of the ARMv7-M architecture).
global_asm!(
    ".section .vectors, \"a\"",
    ".word stack_top",
    ".word reset",
    ".rept 14",
    ".word fault",
    ".endr",
    ".section .text.reset, \"ax\"",
    ".global reset",
    ".thumb_func",
    "reset:",
    "ldr r0, =0xE000ED88",
    "ldr r1, [r0]",
    "orr r1, r1, #0x00F00000",
    "str r1, [r0]",
    "dsb",
    "isb",
    "bl {run}",
    ".thumb_func",
    "fault:",
    "bl {fault}",
    run = sym run,
    fault = sym fault,
);

/// The semihosting operation that writes one character.
const SYS_WRITEC: u32 = 0x03;
/// The semihosting operation that ends the program.
const SYS_EXIT: u32 = 0x18;
/// The reason of a regular end.
const APPLICATION_EXIT: u32 = 0x20026;
/// The reason of an end by a fault.
const RUN_TIME_ERROR: u32 = 0x20023;

/// Calls the debugger.
///
/// # Safety
/// `parameter` must be valid for the operation.
unsafe fn ask(operation: u32, parameter: u32) {
    // SAFETY: the debugger reads what the parameter points to, which is valid as the caller guarantees, and answers in r0.
    unsafe { asm!("bkpt 0xAB", inout("r0") operation => _, in("r1") parameter, options(nostack)) }
}

fn exit(reason: u32) -> ! {
    loop {
        // SAFETY: the parameter of this operation is a number.
        unsafe { ask(SYS_EXIT, reason) }
    }
}

pub(crate) fn print(text: &str) {
    for byte in text.as_bytes() {
        // SAFETY: the parameter of this operation is the address of a byte.
        unsafe { ask(SYS_WRITEC, core::ptr::from_ref(byte) as u32) }
    }
}

extern "C" fn run() -> ! {
    crate::report();
    exit(APPLICATION_EXIT)
}

extern "C" fn fault() -> ! {
    print("hardware fault\n");
    exit(RUN_TIME_ERROR)
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    crate::digest::print_line(format_args!("{info}"));
    exit(RUN_TIME_ERROR)
}
