//! Checks the messages of every case in `tests/ui` on several toolchains: this one, nightly if rustup has one, and the one that
//! `NN_TOOLCHAIN` names. Also checks that `nn::compile_fail` fails where it must.

#![allow(missing_docs)]

mod cases;

use nn::compile_fail::{Difference, Error, Expected, Message, Project, golden};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The differences between nightly's messages and the golden files, all of them in the compiler's own words. The test fails for an
/// entry that is no longer needed.
const NIGHTLY: &[Other] = &[
    Other::Words("the function or associated item", "the associated function or constant"),
    Other::Mark("outside/reshape", "x", "into_shape"),
];

enum Other {
    /// The first words, in the golden file, are the second ones on nightly.
    Words(&'static str, &'static str),
    /// In this case, the second text is marked instead of the first one.
    Mark(&'static str, &'static str, &'static str),
}

impl Other {
    fn excuses(&self, case: &str, expected: &Expected, found: &Message) -> bool {
        match *self {
            Other::Words(before, after) => {
                expected.text.replace(before, after) == found.text && expected.marked == found.marked
            }
            Other::Mark(name, before, after) => {
                (name, before, after) == (case, &expected.marked, &found.marked) && expected.text == found.text
            }
        }
    }
}

fn check(project: Project) -> Result<usize, Error> {
    project.dependencies(&[]).check("tests/ui")
}

/// Checks the suite on a toolchain, and returns the indices of the entries of [`NIGHTLY`] that it needs.
fn check_with(toolchain: &str) -> HashSet<usize> {
    let differences = match check(Project::new("ui").unwrap().toolchain(toolchain)) {
        Ok(_) => return HashSet::new(),
        Err(Error::Differ(differences)) => differences,
        Err(error) => panic!("{error}"),
    };
    let mut needed = HashSet::new();
    for program in &differences.programs {
        let excuses = excuses(program).unwrap_or_else(|| panic!("{toolchain}: {program}"));
        needed.extend(excuses);
    }
    needed
}

/// The entries of [`NIGHTLY`] that explain all differences of a program, if they do.
fn excuses(Difference { path, missing, surplus, .. }: &Difference) -> Option<Vec<usize>> {
    let case = path.with_extension("");
    let case = case.strip_prefix("tests/ui").unwrap().to_str().unwrap();
    let pair = |(expected, found)| NIGHTLY.iter().position(|other| other.excuses(case, expected, found));
    (missing.len() == surplus.len()).then(|| missing.iter().zip(surplus).map(pair).collect())?
}

/// The classes of mistakes in shapes that most networks can have; the gate checks all.
#[test]
fn shape_errors_are_rejected() {
    for class in ["concat", "convolution", "linear", "residual"] {
        let checked = Project::new("shapes").unwrap().dependencies(&[]).check(format!("tests/ui/{class}")).unwrap();
        assert!(checked >= 4, "{class} has only {checked} programs");
    }
}

/// A trainer's parts that do not fit: each mistake is one error, whatever is called afterwards.
#[test]
#[ignore = "slow: run by the gate"]
fn parts_of_trainer_that_do_not_fit_are_one_error() {
    const PROGRAM: &str = "
use nn::metrics::MeanSquaredError;
use nn::prelude::*;

network! {
    struct Net {
        fc: Linear<4, 2>,
    }
    fn forward(x: Tensor<4>) -> Tensor<2> {
        x.fc()
    }
}

fn main() {
    let data = TensorDataset::<shape![4], Indices<dim![2]>>::from_classes(&[0.0; 32], &[0; 8]).unwrap();
    let (train, test) = data.split(0.8, 1).unwrap();
    let session = Session::<Net, Adam, dim![8]>::new(Adam::new(0.01), 1);
    let mut trainer = Trainer::new(session, Loader::new(train), CrossEntropy).metric(Accuracy::new());
    trainer = trainer.clip(Clip::Norm(1.0));
    trainer.run(1).unwrap();
    let _: (_, u64) = (test, trainer.session().steps());
}
";
    let programs = [
        ("right", "", "", "", ""),
        (
            "loss",
            "CrossEntropy)",
            "Mse)",
            "Mse",
            "is not a loss for targets `nn::Indices<N<2>>` and outputs of shape `(N<2>,)`",
        ),
        (
            "inputs",
            "<shape![4], Indices",
            "<shape![2, 2], Indices",
            "Trainer::new(session, Loader::new(train), CrossEntropy)",
            "do not fit a network with inputs of shape `(N<4>,)` and elements of type `f32`",
        ),
        (
            "elements",
            "Indices<dim![2]>>::from",
            "Indices<dim![2]>, f64>::from",
            "Trainer::new(session, Loader::new(train), CrossEntropy)",
            "do not fit a network with inputs of shape `(N<4>,)` and elements of type `f32`",
        ),
        (
            "batches",
            "Loader::new(train)",
            "Loader::<_, dim![4]>::new(train)",
            "Loader::<_, dim![4]>::new(train)",
            "are not those of a session with batches of `N<8>`",
        ),
        (
            "metric",
            "Accuracy::new()",
            "MeanSquaredError::new()",
            "MeanSquaredError::new()",
            "is not a metric for targets `nn::Indices<N<2>>` and outputs of shape `(N<2>,)`",
        ),
    ];
    let project = Project::new("trainer").unwrap().dependencies(&[]).feature("train");
    let project = programs.iter().fold(project, |project, (name, from, to, ..)| {
        assert!(PROGRAM.contains(from), "{name}");
        project.text(*name, PROGRAM.replace(from, to))
    });
    let checked = project.run().unwrap();
    assert_eq!(checked["right"], []);
    for (name, _, _, marked, text) in &programs[1..] {
        let [error] = &checked[*name][..] else { panic!("{name}: {:?}", checked[*name]) };
        assert!(error.text.contains(text) && error.marked == *marked, "{name}: {}", error.rendered);
    }
}

/// A normaliser that is fitted to all inputs of a data set at once: one error, which shows the methods for each of them.
#[test]
#[ignore = "slow: run by the gate"]
fn normaliser_of_several_inputs_is_one_error() {
    const PROGRAM: &str = "
use nn::data::Normalizer;
use nn::prelude::*;

fn main() {
    let (inputs, targets) = (Samples::<Tuple<(shape![1, 16], shape![2])>>::new(), Samples::<shape![1]>::new());
    let (train, test) = TensorDataset::new(inputs, targets).unwrap().split(0.8, 1).unwrap();
    let normalizer = Normalizer::fit(&train).unwrap();
    let (train, test) = (train.normalize(&normalizer), test.normalize(&normalizer));
    let loader = Loader::<_, dim![4]>::new(train);
    println!(\"{} {}\", loader.batches(), test.len());
}
";
    let project = Project::new("inputs").unwrap().dependencies(&[]).feature("data").text("fit", PROGRAM);
    let project = project.text("per_channel", PROGRAM.replace("::fit(", "::fit_per_channel("));
    let right = PROGRAM.replace("::fit(", "::fit_input::<0>(").replace(".normalize(", ".normalize_input::<0>(");
    let checked = project.text("right", right).run().unwrap();
    assert_eq!(checked["right"], []);
    for (name, method) in [("fit", "fit_input"), ("per_channel", "fit_input_per_channel")] {
        let [error] = &checked[name][..] else { panic!("{name}: {:?}", checked[name]) };
        assert!(
            error.text.contains("of this data set, `nn::signal::Tuple<((N<1>, N<16>), (N<2>,))>`, are not one tensor")
        );
        assert!(error.rendered.contains(&format!("`Normalizer::{method}::<0>(&train)?`")), "{}", error.rendered);
    }
}

/// The cases in which an incremental build has more errors than a clean one: in a generic network, types must agree in themselves.
const MORE_IF_INCREMENTAL: &[&str] = &["nested/inside_generic", "recurrent/scan_generic"];

/// Users build incrementally, and the compiler does not merge equal errors there. Without `incremental`, trybuild checks this toolchain
/// (`tests/ui.rs`), and nn::compile_fail the others.
#[test]
#[ignore = "slow: run by the gate"]
fn suite_passes_in_incremental_builds() {
    let project = Project::new("incremental").unwrap().incremental(true);
    let differing: Vec<_> = match check(project) {
        Ok(_) => Vec::new(),
        Err(Error::Differ(differences)) => {
            let surplus = differences.programs.iter().map(|program| {
                assert!(program.missing.is_empty(), "{program}");
                program.path.with_extension("").to_str().unwrap().trim_start_matches("tests/ui/").to_string()
            });
            surplus.collect()
        }
        Err(error) => panic!("{error}"),
    };
    assert_eq!(differing, MORE_IF_INCREMENTAL);
}

#[test]
#[ignore = "slow: run by the gate"]
fn suite_passes_on_nightly() {
    let Some(nightly) = installed("nightly") else {
        println!("SKIPPED: rustup has no nightly toolchain: its messages were NOT compared with the golden files");
        return;
    };
    let needed = check_with(&nightly);
    for (index, other) in NIGHTLY.iter().enumerate() {
        let (Other::Words(before, _) | Other::Mark(before, ..)) = other;
        assert!(needed.contains(&index), "{nightly} says `{before}` like the golden files: remove it from `NIGHTLY`");
    }
}

/// A toolchain between the two may need any of the entries, but need not.
#[test]
#[ignore = "slow: run by the gate"]
fn suite_passes_on_named_toolchain() {
    if let Ok(toolchain) = std::env::var("NN_TOOLCHAIN") {
        check_with(&toolchain);
    }
}

/// The name of an installed rustup toolchain that starts with this.
fn installed(toolchain: &str) -> Option<String> {
    let output = Command::new("rustup").args(["toolchain", "list"]).output().ok()?;
    let list = String::from_utf8(output.stdout).ok()?;
    let names = list.lines().filter_map(|line| line.split_whitespace().next());
    names.filter(|name| name.starts_with(toolchain)).map(String::from).next()
}

/// A golden file is read in the same way as the compiler's output: no error of the suite may be skipped or read without
/// its mark.
#[test]
fn reads_every_golden_with_its_mark() {
    for case in cases::cases() {
        let golden = case.golden();
        let errors = self::golden(&golden);
        let lines = golden.lines().filter(|line| line.starts_with("error")).count();
        assert_eq!(errors.len(), lines, "{}", case.path.display());
        let program = case.wrong();
        for error in errors {
            assert!(!error.marked.is_empty() && program.contains(&error.marked), "{}: {error:?}", case.path.display());
        }
    }
}

const MISTAKE: &str = "fn main() {\n    let x: u8 = true;\n}\n";
const GOLDEN: &str = "\
error[E0308]: mismatched types
 --> somewhere.rs
  |
  |     let x: u8 = true;
  |            --   ^^^^ expected `u8`, found `bool`
";

/// An empty folder.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile_fail").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

#[test]
fn fails_if_errors_differ_from_golden() {
    let folder = folder("differ");
    let two = MISTAKE.replace("}", "    let _: u8 = 'c';\n}");
    write(
        &folder.join("programs"),
        &[
            ("as_it_is.rs", MISTAKE),
            ("as_it_is.stderr", GOLDEN),
            ("deeper/compiles.rs", "fn main() {}"),
            ("deeper/compiles.stderr", ""),
            ("fewer.rs", MISTAKE),
            ("fewer.stderr", &format!("{GOLDEN}\n{GOLDEN}")),
            ("mark.rs", MISTAKE),
            ("mark.stderr", &GOLDEN.replace("^^^^", "^^^")),
            ("more.rs", &two),
            ("more.stderr", GOLDEN),
            ("no_error.rs", "fn main() {}"),
            ("no_error.stderr", GOLDEN),
            ("text.rs", MISTAKE),
            ("text.stderr", &GOLDEN.replace("mismatched", "Mismatched")),
            ("unexpected.rs", MISTAKE),
            ("unexpected.stderr", ""),
        ],
    );
    // Of a package without dependencies, in whose folder the programs are.
    write(&folder, &[("Cargo.toml", &manifest("differ")), ("src/lib.rs", "")]);
    let error = Project::of(&folder, "any").unwrap().check("programs").unwrap_err();
    let text = format!("{error:?}");
    let Error::Differ(differences) = error else { panic!("{text}") };
    assert_eq!(differences.checked, 8);
    let found: Vec<_> = differences
        .programs
        .iter()
        .map(|program| {
            let name = program.path.file_stem().unwrap().to_str().unwrap();
            let missing: Vec<_> = program.missing.iter().map(|error| (&*error.text, &*error.marked)).collect();
            let surplus: Vec<_> = program.surplus.iter().map(|error| (&*error.text, &*error.marked)).collect();
            (name, missing, surplus)
        })
        .collect();
    let real = ("mismatched types", "true");
    let expected = [
        ("fewer", vec![real], vec![]),
        ("mark", vec![("mismatched types", "tru")], vec![real]),
        ("more", vec![], vec![("mismatched types", "'c'")]),
        ("no_error", vec![real], vec![]),
        ("text", vec![("Mismatched types", "true")], vec![real]),
        ("unexpected", vec![], vec![real]),
    ];
    assert_eq!(found, expected);
    assert!(text.starts_with("the errors of 6 of 8 programs differ from the expected ones\n"), "{text}");
    assert!(text.contains("\n\nprograms/mark.rs:\n\nexpected, but not found, at `tru`:\nmismatched types\n"), "{text}");
    assert!(text.contains("\n\nfound, but not expected:\nerror[E0308]: mismatched types\n"), "{text}");
    let head =
        "\n\nprograms/unexpected.rs must compile (its `.stderr` file is empty), and does not:\n\nerror[E0308]: mis";
    assert!(text.contains(head), "{text}");
    assert!(text.contains("\nhelp: correct each program whose `.stderr` file is empty; if it"), "{text}");
}

#[test]
fn message_has_code_line_and_file() {
    let project =
        Project::new("place").unwrap().dependencies(&[]).text("wrong", MISTAKE).text("without main", "fn f() {}");
    let checked = project.run().unwrap();
    let [error] = &checked["wrong"][..] else { panic!("{checked:?}") };
    assert_eq!(error.code.as_deref(), Some("E0308"));
    assert_eq!((error.line, error.column), (Some(2), Some(17)));
    assert_eq!(cases::read(&error.file), MISTAKE);
    assert!(error.rendered.starts_with("error[E0308]: mismatched types\n"));
    assert_eq!(checked["without main"][0].text, "`main` function not found in crate `$CRATE`");
}

#[test]
fn fails_without_programs_or_goldens() {
    let folder = folder("nothing");
    let error = nn::compile_fail::check(&folder).unwrap_err();
    assert!(matches!(&error, Error::EmptyFolder(path) if path.ends_with("compile_fail/nothing")), "{error}");
    write(
        &folder,
        &[
            ("Cargo.toml", &manifest("nothing")),
            ("src/lib.rs", ""),
            ("programs/a/wrong.rs", MISTAKE),
            ("programs/b.rs", MISTAKE),
            ("programs/b.stderr", GOLDEN),
            ("programs/module/mod.rs", ""),
            ("programs/module/part.rs", ""),
            ("programs/module/deeper/part.rs", ""),
            ("programs/mod.rs", ""),
        ],
    );
    let project = || Project::of(&folder, "any").unwrap();
    let error = project().check("programs").unwrap_err();
    let Error::NoGolden(programs) = &error else { panic!("{error}") };
    let without_golden = ["programs/a/wrong.rs", "programs/mod.rs"].map(PathBuf::from);
    assert_eq!(*programs, without_golden);
    let text = error.to_string();
    assert!(text.contains("\n  programs/a/wrong.rs (programs/a/wrong.stderr)\n"), "{text}");
    assert!(text.contains("`NN_COMPILE_FAIL=overwrite cargo test`"), "{text}");
    // The other programs are compared nevertheless.
    write(&folder, &[("programs/b.stderr", "")]);
    let error = project().check("programs").unwrap_err();
    let Error::Differ(differences) = &error else { panic!("{error}") };
    let [b] = &differences.programs[..] else { panic!("{error}") };
    assert!(b.path == Path::new("programs/b.rs") && b.must_compile);
    assert_eq!(differences.without_golden, without_golden);
    assert!(error.to_string().ends_with(&text), "{error}");
    let error = Project::new("nothing").unwrap().run().unwrap_err();
    assert!(matches!(error, Error::NoProgram), "{error}");
    let error = nn::compile_fail::check("tests/no such folder").unwrap_err();
    assert!(matches!(&error, Error::File { path, .. } if path.ends_with("tests/no such folder")), "{error}");
}

#[test]
fn reports_failure_of_cargo() {
    let project = Project::new("cargo").unwrap().text("right", "fn main() {}");
    let error = project.clone().feature("no-such-feature").run().unwrap_err();
    assert!(matches!(&error, Error::Cargo { stderr, .. } if stderr.contains("no-such-feature")), "{error}");
    if installed("").is_some() {
        let error = project.toolchain("1.95.0-of-nowhere").run().unwrap_err();
        assert!(matches!(&error, Error::Cargo { stderr, .. } if stderr.contains("1.95.0-of-nowhere")), "{error}");
    }
}

/// A package with this library source, and these additional lines in its manifest.
fn package(name: &str, library: &str, manifest: &str) -> PathBuf {
    let folder = folder(name);
    write(&folder, &[("Cargo.toml", &(self::manifest(name) + manifest)), ("src/lib.rs", library)]);
    folder
}

fn manifest(name: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n")
}

/// A process of its own, which `check_in_process` starts: the variable is that of all tests of a process.
#[test]
fn checks_package_of_another_test() {
    if let Some(package) = std::env::var_os("NN_PACKAGE") {
        let checked = Project::of(Path::new(&package), "any").unwrap().check("tests/programs").unwrap();
        println!("{checked} programs are checked");
    }
}

/// Checks the programs of a package, with this value of the variable; returns whether the check passes, and its output.
fn check_in_process(package: &Path, variable: &str) -> (bool, String) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "checks_package_of_another_test", "--nocapture"]);
    let output = command.env("NN_PACKAGE", package).env("NN_COMPILE_FAIL", variable).output().unwrap();
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).join("\n");
    (output.status.success(), text)
}

/// Programs whose errors are hard to read back: shortened lines, marks in other files, several lines, and names of the machine.
const HARD: &[(&str, &str)] = &[
    ("crate", "fn f() {}"),
    ("deeper/file", "const TEXT: &str = include_str!(\"none.txt\");\nfn main() {}\n"),
    ("expanded", "hard::fail!(5);\nfn main() {}\n"),
    (
        "generated",
        "const TEXT: &str = include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/\", \"none.txt\"));\nfn main() {}\n",
    ),
    ("library", "fn main() {\n    Vec::new().push(1, 2);\n}\n"),
    ("lines", "const _: () = panic!(\"a\\n\\n| b\\n= note: c\\nhelp: d\");\nfn main() {}\n"),
    ("outside", "const _: () = hard::check::<1>();\nfn main() {}\n"),
    ("several", "fn main() {\n    let _: u8 = (\n        true,\n        2,\n    );\n    let _: char = 1;\n}\n"),
    ("shared", "mod common;\nfn main() {\n    let _: u8 = common::text();\n}\n"),
];

#[test]
fn overwrite_writes_what_is_read_back() {
    let library = "
        #[macro_export] macro_rules! fail { ($n:expr) => { const _: u8 = if $n > 4 { panic!(\"too many\") } else { 0 }; } }
        pub const fn check<const COUNT: usize>() { assert!(COUNT > 1, \"too few\") }
    ";
    let package = package("hard", library, "");
    let path = |name: &str| package.join("tests/programs").join(name);
    let long = format!("fn main() {{ let _ = {:?}; let _: u8 = true; let _ = {:?}; }}\n", [7; 99], [7; 99]);
    let programs = HARD.iter().copied().chain([("long", &*long), ("mistake", MISTAKE), ("right", "fn main() {}")]);
    for (name, text) in programs.clone() {
        write(&package, &[(&format!("tests/programs/{name}.rs"), text)]);
    }
    write(&package, &[("tests/programs/common/mod.rs", "pub fn text() -> &'static str { \"text\" }")]);
    let count = programs.clone().count();

    let (passes, output) = check_in_process(&package, "");
    assert!(!passes && output.contains("\n  tests/programs/mistake.rs (tests/programs/mistake.stderr)\n"), "{output}");
    let (passes, output) = check_in_process(&package, "Overwrite");
    assert!(
        !passes && output.contains("the variable NN_COMPILE_FAIL is `Overwrite`, expected `overwrite`"),
        "{output}"
    );
    assert!(!path("mistake.stderr").exists());

    let (passes, output) = check_in_process(&package, "overwrite");
    assert!(passes && output.contains(&format!("{count} programs are checked")), "{output}");
    assert!(output.contains("wrote tests/programs/mistake.stderr, errors: 1\n"), "{output}");
    assert!(output.contains("wrote tests/programs/right.stderr, errors: 0\n"), "{output}");
    // Errors that cannot be those of `nn` are named, as they may be mistakes in the test.
    let warning = "warning: tests/programs/crate.stderr expects E0601, an error of the compiler, not of `nn`: `main` function not \
                   found in crate `$CRATE`\n  help: correct the program";
    assert!(output.contains(warning), "{output}");
    for name in ["expanded", "mistake", "outside"] {
        assert!(!output.contains(&format!("warning: tests/programs/{name}.stderr")), "{output}");
    }
    let (passes, output) = check_in_process(&package, "");
    assert!(passes && output.contains(&format!("{count} programs are checked")), "{output}");

    let mut expected: Vec<_> =
        programs.clone().flat_map(|(name, _)| ["rs", "stderr"].map(|end| path(name).with_extension(end))).collect();
    expected.push(path("common/mod.rs"));
    expected.sort();
    let mut files: Vec<_> = cases::entries(&path("")).iter().flat_map(|path| files_in(path)).collect();
    files.sort();
    assert_eq!(files, expected);
    for (name, _) in programs {
        let text = cases::read(&path(name).with_extension("stderr"));
        let is_absolute = |word: &&str| {
            let word = word.trim_start_matches(['`', '\'', '"', '(']);
            word.strip_prefix('/').is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
        };
        assert_eq!(text.split_whitespace().find(is_absolute), None, "{name}: {text}");
        assert!(!text.contains("aborting") && !text.contains("could not compile"), "{name}: {text}");
        assert_eq!(golden(&text).len(), [1, 0, 2][usize::from(name == "right") + 2 * usize::from(name == "several")]);
    }
    assert_eq!(cases::read(&path("right.stderr")), "");
    let mistake = cases::read(&path("mistake.stderr"));
    let head = "error[E0308]: mismatched types\n --> tests/programs/mistake.rs:2:17\n";
    assert!(mistake.starts_with(head) && mistake.contains("^^^^ expected `u8`, found `bool`\n"), "{mistake}");
    assert!(
        cases::read(&path("crate.stderr")).starts_with("error[E0601]: `main` function not found in crate `$CRATE`\n")
    );

    // A file that expects the errors is left as it is, even if its labels are others.
    let other_label = mistake.replace("expected `u8`, found `bool`", "no number");
    write(&package, &[("tests/programs/mistake.stderr", &other_label), ("tests/programs/several.stderr", &mistake)]);
    let (passes, output) = check_in_process(&package, "");
    assert!(
        !passes && output.contains("\n\ntests/programs/several.rs:\n\nexpected, but not found, at `true`:"),
        "{output}"
    );
    assert!(output.contains("run `NN_COMPILE_FAIL=overwrite cargo test` to write them"), "{output}");
    let (passes, output) = check_in_process(&package, "overwrite");
    assert!(passes && output.matches("wrote ").count() == 1, "{output}");
    assert!(output.contains("wrote tests/programs/several.stderr, errors: 2\n"), "{output}");
    assert_eq!(cases::read(&path("mistake.stderr")), other_label);
    assert!(check_in_process(&package, "").0);

    // An empty file is left empty: its program must compile. The other files are written.
    write(&package, &[("tests/programs/right.rs", MISTAKE), ("tests/programs/several.stderr", &mistake)]);
    let (passes, output) = check_in_process(&package, "overwrite");
    let text = "\n\ntests/programs/right.rs must compile (its `.stderr` file is empty), and does not:\n\nerror[E0308]: mismatched";
    assert!(!passes && output.contains(text), "{output}");
    assert!(output.contains("wrote tests/programs/several.stderr, errors: 2\n"), "{output}");
    assert_eq!(cases::read(&path("right.stderr")), "");
}

fn files_in(path: &Path) -> Vec<PathBuf> {
    match path.is_dir() {
        true => cases::entries(path).iter().flat_map(|path| files_in(path)).collect(),
        false => vec![path.into()],
    }
}

/// A copy of the template inherits nothing from this workspace.
#[test]
fn template_can_be_copied() {
    let template = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/own_networks");
    let copy = tempfile::tempdir().unwrap();
    for file in files_in(&template) {
        let name = file.strip_prefix(&template).unwrap().to_str().unwrap();
        let text = cases::read(&file).replace("path = \"../..\"", "version = \"0.1\"");
        write(copy.path(), &[(name, &text)]);
    }
    let adapted = "\nnn = { package = \"typed-nn\", version = \"0.1\"";
    assert_eq!(cases::read(&copy.path().join("Cargo.toml")).matches(adapted).count(), 2);
    Project::of(copy.path(), "any").unwrap();
}

#[test]
fn reports_unknown_dependency() {
    let package = package("few", "", "[dev-dependencies]\nhelper = \"1\"\n");
    let error = Project::of(&package, "any").unwrap().text("right", "fn main() {}").dependencies(&["helpr"]).run();
    let error = error.unwrap_err();
    assert_eq!(error.to_string(), "the package has no dependency `helpr`, expected one of: helper");
}

#[test]
fn reports_library_that_does_not_compile() {
    let package = package("broken", "pub fn f() -> u8 { true }", "");
    let error = Project::of(&package, "any").unwrap().text("right", "fn main() {}").run().unwrap_err();
    let Error::Dependency { package, rendered } = &error else { panic!("{error}") };
    assert_eq!(package, "broken");
    assert!(rendered.contains("mismatched types"), "{rendered}");
}

#[test]
fn reports_manifest_without_package() {
    let folder = folder("virtual");
    write(&folder, &[("Cargo.toml", "[workspace]\n")]);
    let error = Project::of(&folder, "any").unwrap_err();
    assert!(matches!(&error, Error::NotAPackage(path) if path.ends_with("virtual/Cargo.toml")), "{error}");
}

/// The compiler crashes on the programs.
#[cfg(unix)]
#[test]
fn reports_crash_of_the_compiler() {
    use std::os::unix::fs::PermissionsExt;
    let package = package("dies", "", "");
    let script = "#!/bin/sh\ncase \"$*\" in *case_wrong*) echo 'out of order' >&2; exit 9;; *) exec \"$@\";; esac\n";
    let compiler = package.join("compiler");
    write(&package, &[("compiler", script)]);
    write(&package, &[(".cargo/config.toml", &format!("[build]\nrustc-wrapper = {compiler:?}\n"))]);
    fs::set_permissions(&compiler, fs::Permissions::from_mode(0o755)).unwrap();
    let project = Project::of(&package, "any").unwrap();
    let error = project.text("right", "fn main() {}").text("wrong", MISTAKE).run().unwrap_err();
    let Error::Compiler { program, stderr } = &error else { panic!("{error}") };
    assert_eq!(program, "wrong");
    assert!(stderr.contains("out of order"), "{stderr}");
}

/// Dependencies of either kind, renamed, inherited, with features, for this target alone; patched; and the package itself.
#[test]
fn programs_inherit_dependencies_of_tests() {
    let manifest = r#"
        members = ["helper", "other", "patch"]
        [workspace.dependencies]
        helper = { path = "helper", features = ["one"] }
        [features]
        loud = []
        quiet = []
        [dependencies]
        helper.workspace = true
        optional = { path = "other", package = "other", optional = true }
        [target.'cfg(any(unix, windows))'.dependencies]
        renamed = { path = "other", package = "other" }
        [dev-dependencies]
        helper = { path = "helper", features = ["two"] }
        rich = { path = ".", features = ["loud"] }
        of-no-registry = "0.1.0"
        [patch.crates-io]
        of-no-registry = { path = "patch" }
    "#;
    let library = r#"
        #[cfg(feature = "loud")] pub const LOUD: () = ();
        #[cfg(feature = "quiet")] pub const QUIET: () = ();
    "#;
    let package = package("rich", library, manifest);
    let head = |name: &str| format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    let features = "[features]\ndefault = [\"zero\"]\nzero = []\none = []\ntwo = []\n";
    write(
        &package,
        &[
            ("helper/Cargo.toml", &(head("helper") + features)),
            (
                "helper/src/lib.rs",
                "#[cfg(all(feature = \"zero\", feature = \"one\", feature = \"two\"))] pub const ALL: () = ();",
            ),
            ("patch/Cargo.toml", &head("of-no-registry")),
            ("patch/src/lib.rs", "pub const PATCHED: () = ();"),
            ("other/Cargo.toml", &head("other")),
            ("other/src/lib.rs", "pub const OTHER: () = ();"),
        ],
    );
    let checked = Project::of(&package, "any")
        .unwrap()
        .feature("quiet")
        .text("all", "fn main() { (helper::ALL, renamed::OTHER, rich::LOUD, rich::QUIET, of_no_registry::PATCHED); }")
        .text("optional", "fn main() { optional::OTHER }")
        .run()
        .unwrap();
    assert_eq!(checked["all"], []);
    assert_eq!(checked["optional"][0].marked, "optional");
}
