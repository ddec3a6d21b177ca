//! What `network!` adds to the kernels, in instructions: a training step and a prediction of an MLP, a residual network and a CNN
//! by the macro, against functions with plain arrays that call the same kernels, written by hand in
//! `benches/workloads/src/bin/zero_cost.rs`. Valgrind counts them, exactly and the same each time; it has no AVX-512, so that the
//! kernels of AVX2 run. A prediction executes the same number of instructions for every input.
//!
//! `cargo test --release --test zero_cost -- --nocapture` prints the counts. Valgrind is installed by `apt-get` if it is not here.

#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

const WORKLOADS: [&str; 3] = ["mlp", "residual", "cnn"];
/// Names of one length, so that nothing but the inputs differs: where the program's stack begins depends on its arguments, and how
/// many instructions it takes to clear memory on where that begins.
const INPUTS: [&str; 5] = ["ordinary", "all-zero", "all-nans", "infinite", "denormal"];
/// Of the instructions that the function written by hand takes: one in a hundred more is a failure. That of the macro may take
/// fewer, since it has every size in its types where a slice must be asked for its length; but if it takes a lot fewer, then the
/// function is not what one would write by hand, and says nothing.
const MOST: f64 = 1.01;
const LEAST: f64 = 0.97;

fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}:\n{}", String::from_utf8_lossy(&output.stderr));
    output
}

/// Whether instructions can be counted here.
fn has_valgrind() -> bool {
    static HAS: OnceLock<bool> = OnceLock::new();
    *HAS.get_or_init(|| {
        let does = |program: &str, arguments: &[&str]| {
            Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
        };
        let has = || does("valgrind", &["--version"]);
        let installs = || does("apt-get", &["update", "-qq"]) && does("apt-get", &["install", "-y", "-qq", "valgrind"]);
        let has = has() || installs() && has();
        if !has {
            eprintln!("SKIPPED: valgrind is not here and could not be installed: NO instructions were counted");
        }
        has
    })
}

/// The program, built for release.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("zero_cost");
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--release", "--package", "nn-workloads", "--bin", "zero_cost", "--message-format=json"]);
        let output = run(cargo.arg("--target-dir").arg(target).current_dir(env!("CARGO_MANIFEST_DIR")));
        let messages = String::from_utf8(output.stdout).unwrap();
        let mut executables = messages.lines().filter_map(|line| {
            let message: serde_json::Value = serde_json::from_str(line).unwrap();
            message["executable"].as_str().map(PathBuf::from)
        });
        executables.next_back().expect("cargo tells the path of the program")
    })
}

/// What the program prints, and how many instructions it takes, start and end included.
fn count(arguments: &[&str], calls: u32) -> (String, u64) {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let mut valgrind = Command::new("valgrind");
    valgrind.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", folder.path().join("out").display()));
    valgrind.arg(format!("--log-file={}", log.display())).arg(program()).args(&arguments[..3]);
    let output = run(valgrind.arg(calls.to_string()).args(&arguments[3..]));
    let log = std::fs::read_to_string(log).unwrap();
    let collected = log.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok());
    let collected = collected.unwrap_or_else(|| panic!("no count in:\n{log}"));
    (String::from_utf8(output.stdout).unwrap(), collected)
}

/// A digest of the results (of a prediction, of what it was given, too), and the instructions of three calls, without start and
/// end: those of four less those of one.
fn three_calls(arguments: &[&str]) -> (String, u64) {
    let ((_, one), (digest, four)) = (count(arguments, 1), count(arguments, 4));
    assert_eq!(digest.trim().len(), 16, "{digest}");
    (digest, four - one)
}

#[test]
#[cfg_attr(debug_assertions, ignore = "of release builds: cargo test --release --test zero_cost")]
fn a_network_takes_the_instructions_of_code_written_by_hand() {
    if !has_valgrind() {
        return;
    }
    let mut failures = Vec::new();
    for workload in WORKLOADS {
        for what in ["step", "predict"] {
            let (network, by_network) = three_calls(&[workload, what, "network"]);
            let (kernels, by_hand) = three_calls(&[workload, what, "kernels"]);
            let ratio = by_network as f64 / by_hand as f64;
            println!(
                "{workload:<9} {what:<8} {:>12} by network! {:>12} by hand {:>+8.3} %",
                by_network / 3,
                by_hand / 3,
                100.0 * (ratio - 1.0),
            );
            if !(LEAST..=MOST).contains(&ratio) {
                failures.push(format!("{workload} {what}: {by_network} and {by_hand} instructions"));
            }
            if network != kernels {
                failures.push(format!("{workload} {what}: the results differ"));
            }
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
#[cfg_attr(debug_assertions, ignore = "of release builds: cargo test --release --test zero_cost")]
fn a_prediction_takes_the_same_instructions_for_every_input() {
    if !has_valgrind() {
        return;
    }
    for workload in WORKLOADS {
        let counts = INPUTS.map(|inputs| {
            let (digest, count) = three_calls(&[workload, "predict", "network", "--inputs", inputs]);
            println!("{workload:<9} {inputs} {count:>12} by three predictions, which end at {}", digest.trim());
            (inputs, digest, count)
        });
        for (index, (inputs, digest, count)) in counts.iter().enumerate() {
            let (_, _, ordinary) = counts[0];
            assert_eq!(*count, ordinary, "{workload}: {inputs} take other instructions than ordinary numbers");
            // The inputs were not the same.
            assert!(counts[..index].iter().all(|(_, other, _)| other != digest), "{workload}: {inputs}");
        }
    }
}
