//! The overhead of `network!` over the kernels, in instructions: a training step and a prediction of an MLP, a residual
//! network and a CNN by the macro, compared with hand-written functions that call the same kernels on plain arrays,
//! `benches/workloads/src/bin/zero_cost.rs`. Valgrind counts them, exactly and reproducibly; it lacks AVX-512, so the
//! AVX2 kernels run. A prediction executes the same number of instructions for every input.
//!
//! `cargo test --release --test zero_cost -- --nocapture` prints the counts. `apt-get` installs Valgrind if it is
//! missing.

#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

const WORKLOADS: [&str; 3] = ["mlp", "residual", "cnn"];
/// Names of equal length, so that only the inputs differ: the arguments determine where the program's stack starts, and
/// that determines how many instructions it takes to clear memory.
const INPUTS: [&str; 5] = ["ordinary", "all-zero", "all-nans", "infinite", "denormal"];
/// The tolerance relative to the hand-written function: 1 % more is a failure. The macro may take fewer instructions,
/// since its types contain every size where a slice has a length; but if it takes far fewer, the function is not what
/// one would write by hand, and proves nothing.
const MAX_RATIO: f64 = 1.01;
const MIN_RATIO: f64 = 0.97;

fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}:\n{}", String::from_utf8_lossy(&output.stderr));
    output
}

/// Whether Valgrind is available; tries to install it.
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
        executables.next_back().expect("cargo reports the path of the program")
    })
}

/// The output of the program, and the number of its instructions, including start and end.
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

/// A digest of the results (of a prediction, also of its inputs), and the instructions of three calls, without start
/// and end: those of four calls minus those of one.
fn three_calls(arguments: &[&str]) -> (String, u64) {
    let ((_, one), (digest, four)) = (count(arguments, 1), count(arguments, 4));
    assert_eq!(digest.trim().len(), 16, "{digest}");
    (digest, four - one)
}

#[test]
#[cfg_attr(debug_assertions, ignore = "of release builds: cargo test --release --test zero_cost")]
fn network_matches_instructions_of_hand_written_code() {
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
            if !(MIN_RATIO..=MAX_RATIO).contains(&ratio) {
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
fn prediction_cost_is_independent_of_input() {
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
            assert_eq!(*count, ordinary, "{workload}: {inputs} inputs execute another number of instructions");
            // The inputs must differ.
            assert!(counts[..index].iter().all(|(_, other, _)| other != digest), "{workload}: {inputs}");
        }
    }
}
