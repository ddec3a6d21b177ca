//! Where there is no operating system, the linker is told what lies where.

fn main() {
    println!("cargo::rerun-if-changed=mps2.ld");
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "none") {
        println!("cargo::rustc-link-arg-bins=-T{}/mps2.ld", env!("CARGO_MANIFEST_DIR"));
    }
}
