//! Programs that must not compile, and their errors: every program in `tests/ui` has a golden file, and ends with one line per
//! mistake that corrects it. The corrected program must compile and run.
//!
//! `TRYBUILD=overwrite cargo test --test ui -- --ignored` rewrites the golden files: review each of them.

#![allow(missing_docs)]

mod cases;
#[path = "cases/package.rs"]
mod package;

use cases::{Case, cases, entries, read, root, rust_files};
use package::Package;
use std::collections::HashSet;
use std::fmt::Write;
use std::path::Path;

/// The class in which several mistakes of one network are reported together. In all others, each mistake is one error.
const SEVERAL: &str = "several";
/// The class of mistakes outside of `network!`, for which the compiler composes the message.
const OUTSIDE: &str = "outside";
/// Mistakes that the macro cannot detect, for which the compiler's messages are poor. Remove entries from this list; do not add
/// any.
const POOR: &[&str] = &["argument/not_an_initialiser"];

#[test]
#[ignore = "slow: run by the gate"]
fn mistakes_do_not_compile() {
    let tests = trybuild::TestCases::new();
    for case in cases() {
        tests.compile_fail(case.path);
    }
}

/// The corrected programs are modules of one program, since a program for each would take minutes. The error of a program that does
/// not compile is in a file with the path of the case; if one panics, its path is the last one printed.
#[test]
#[ignore = "slow: run by the gate"]
fn fixed_programs_compile_and_run() {
    let (root, package) = (Path::new(env!("CARGO_MANIFEST_DIR")), Package::new("fixed"));
    let (mut modules, mut calls) = (String::new(), String::new());
    for case in cases() {
        let Case { class, name, path } = &case;
        let path = path.strip_prefix(root).unwrap();
        let file = package.path(path.to_str().unwrap());
        package.write(path.to_str().unwrap(), &case.fixed());
        writeln!(modules, "mod {class}_{name} {{ include!({file:?}); pub fn run() {{ main() }} }}").unwrap();
        writeln!(calls, "    println!(\"{}\");\n    {class}_{name}::run();", path.display()).unwrap();
    }
    package.write("src/main.rs", &format!("#![allow(warnings)]\n{modules}fn main() {{\n{calls}}}\n"));
    let output = package.cargo(&["run"]).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(output.lines().filter(|line| line.starts_with("tests/ui/")).count(), cases().len());
}

/// Ensures that the mistakes are the only reasons why a case does not compile.
#[test]
fn each_fix_changes_a_different_line() {
    for case in cases() {
        let mut corrected = HashSet::new();
        for (index, text) in case.fixes() {
            assert_ne!(case.wrong().lines().nth(index), Some(&*text), "{}: nothing is corrected", case.path.display());
            assert!(corrected.insert(index), "{}: line {} is corrected twice", case.path.display(), index + 1);
        }
    }
}

#[test]
fn every_file_belongs_to_a_case() {
    let cases = cases();
    for path in entries(&root()).iter().flat_map(|folder| entries(folder)) {
        let belongs = |case: &Case| path == case.path || path == case.path.with_extension("stderr");
        assert!(cases.iter().any(belongs), "{} belongs to no case", path.display());
    }
}

/// The rule that a golden file violates, if any: one error per mistake, decimal sizes, and the user's names.
fn fault(case: &Case) -> Option<String> {
    let golden = case.golden();
    let errors = golden.lines().filter(|line| line.starts_with("error")).count();
    let expected = if case.class == SEVERAL { errors.max(2) } else { case.fixes().len() };
    if errors != expected {
        return Some(format!("{errors} errors"));
    }
    let internals = ["UInt<", "UTerm", "B0", "B1", "__private", "__block", "nn-core/", "nn-macros/"];
    internals.into_iter().find(|internal| golden.contains(internal)).map(|internal| format!("`{internal}` is in sight"))
}

#[test]
fn mistakes_are_reported_clearly() {
    for case in cases().iter().filter(|case| case.class != OUTSIDE) {
        let id = format!("{}/{}", case.class, case.name);
        match (fault(case), POOR.contains(&id.as_str())) {
            (Some(fault), false) => panic!("{id}: {fault}"),
            (None, true) => panic!("{id} is reported clearly now: remove it from `POOR`"),
            _ => {}
        }
    }
}

/// Each message of the macro has a `help:`.
#[test]
fn every_message_has_a_help() {
    for case in cases().iter().filter(|case| case.class != OUTSIDE) {
        let golden = case.golden();
        let lines: Vec<_> = golden.lines().collect();
        for (index, line) in lines.iter().enumerate() {
            if line.starts_with("error: ") || line.starts_with("error[E0080]") {
                let next = lines.get(index + 1).unwrap_or(&"");
                assert!(next.trim_start().starts_with("help: "), "{}: {line}", case.path.display());
            }
        }
    }
}

/// A safe `impl` of an unsafe trait, on which memory safety relies, does not compile: each of these traits has a case that shows
/// it.
#[test]
fn every_unsafe_trait_has_a_case() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = ["src", "nn-core/src", "nn-macros/src"].iter().flat_map(|folder| rust_files(&root.join(folder)));
    let texts: Vec<_> = files.map(|file| read(&file)).collect();
    let traits: Vec<_> = texts
        .iter()
        .flat_map(|text| text.split("unsafe trait ").skip(1))
        .map(|after| after.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default())
        .collect();
    assert!(traits.len() >= 3, "too few are found in the sources: {traits:?}");
    let goldens: Vec<_> = cases().iter().map(Case::golden).collect();
    for name in traits {
        let is_shown = |golden: &String| {
            golden.starts_with("error[E0200]: the trait `")
                && golden.lines().next().is_some_and(|line| {
                    line.contains(&format!("`{name}` requires")) || line.contains(&format!("::{name}` requires"))
                })
        };
        assert!(goldens.iter().any(is_shown), "no case shows that a safe `impl` of `{name}` does not compile");
    }
}
