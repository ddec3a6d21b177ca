//! Sets the cfg `unoptimized` in builds with `opt-level = 0`, which no cfg of the compiler tells: `debug_assertions` may be on in
//! optimised builds.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(unoptimized)");
    if std::env::var("OPT_LEVEL").is_ok_and(|level| level == "0") {
        println!("cargo::rustc-cfg=unoptimized");
    }
}
