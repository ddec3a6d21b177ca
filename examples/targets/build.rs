//! Passes the linker script with the memory layout to the linker, for targets without an operating system.

fn main() {
    println!("cargo::rerun-if-changed=mps2.ld");
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "none") {
        println!("cargo::rustc-link-arg-bins=-T{}/mps2.ld", env!("CARGO_MANIFEST_DIR"));
    }
}
