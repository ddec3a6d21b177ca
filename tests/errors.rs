//! Errors as users see them: `main` and `unwrap` print `Debug`, which is the message with its causes.

#![allow(missing_docs)]

use nn::Parameters;
use nn::data::DataError;
use nn::data::csv::CsvError;
use nn::data::idx::IdxError;
use nn::data::images::ImageError;
use nn::data::npy::NpyError;
use nn::dim::N;
use nn::files::FileError;
use nn::int8::Fault;
use nn::layers::Linear;
use nn::optim::Frozen;
use nn::plot::PlotError;
use nn::session::{InvalidSetting, SkippedUpdate};
use nn::shape::LengthError;
use nn::simd::Level;
use nn::train::TrainError;
use std::error::Error;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Checks that `Debug`, which `main` prints after `Error: ` and `unwrap` prints in its panic, is the error's message.
#[track_caller]
fn by_message<E: Error>(error: E, message: &str) {
    assert_eq!(error.to_string(), message);
    for shown in [format!("{error:?}"), format!("{error:#?}")] {
        assert_eq!(shown, message);
    }
    let unwrapped = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| unwrap(Err(error))));
    let panic = *unwrapped.unwrap_err().downcast::<String>().unwrap();
    assert_eq!(panic, format!("called `Result::unwrap()` on an `Err` value: {message}"));
}

fn unwrap<E: Error>(result: Result<(), E>) {
    result.unwrap();
}

fn path() -> PathBuf {
    PathBuf::from("a.bin")
}

fn refused() -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, "permission denied")
}

#[test]
fn debug_of_core_errors_is_their_message() {
    by_message(LengthError { shape: &[2, 2], found: 3 }, "a tensor of shape [2, 2] expects 4 elements, found 3");
    let setting = InvalidSetting::new("lr", -1.0, "a finite number of at least 0");
    by_message(setting, "`lr` is -1, expected a finite number of at least 0");
    by_message(
        SkippedUpdate::Setting(setting),
        "the update was skipped: `lr` is -1, expected a finite number of at least 0",
    );
    by_message(
        SkippedUpdate::Gradient { norm: f64::INFINITY },
        "the update was skipped: the norm of the gradient is inf, which `Clip::Norm` cannot clip",
    );
    by_message(Fault::Scale(0.0).at("fc1"), "`fc1` has the scale 0, expected a positive, finite one");
    let unknown = Frozen::new(&<Linear<N<1>, N<1>> as Parameters>::LAYOUT, &["weights"]).err().unwrap();
    by_message(unknown, "there is no layer or tensor `weights`\nhelp: the parts are `weight`, `bias`");
    if let Err(missing) = Level::avx512() {
        by_message(missing, "this CPU has no AVX-512");
    }
}

#[test]
fn debug_of_file_and_data_errors_is_their_message() {
    let io = |source| FileError::Io { path: path(), action: "open", source };
    by_message(io(refused()), "cannot open a.bin: permission denied");
    by_message(IdxError::Read { path: path(), source: refused() }, "cannot read a.bin: permission denied");
    by_message(CsvError::Read { path: path(), source: "bad".into() }, "cannot read a.bin: bad");
    by_message(NpyError::Open { path: path(), source: refused() }, "cannot open a.bin: permission denied");
    by_message(ImageError::Decode { path: path(), source: "bad".into() }, "a.bin is not a readable image: bad");
    by_message(DataError::Empty, "the data set is empty");
    by_message(
        DataError::Shape { path: path(), expected: vec![1], found: vec![2] },
        "a.bin contains samples of [2], expected [1]",
    );
    by_message(
        DataError::from(IdxError::Read { path: path(), source: refused() }),
        "cannot read a.bin: permission denied",
    );
    by_message(PlotError::from(io(refused())), "cannot open a.bin: permission denied");
    by_message(PlotError::Png("no memory".into()), "cannot compress the image: no memory");
    by_message(nn::compile_fail::Error::NoProgram, "there are no programs to check");
    by_message(
        nn::compile_fail::Error::EmptyFolder("tests/networks".into()),
        "there is no program, a file `*.rs`, in tests/networks",
    );
    by_message(
        nn::compile_fail::Error::NoGolden(vec!["tests/a.rs".into(), "tests/b.rs".into()]),
        "there is no file of expected errors for:\n  tests/a.rs (tests/a.stderr)\n  tests/b.rs (tests/b.stderr)\nhelp: run \
         `NN_COMPILE_FAIL=overwrite cargo test` to write the errors of each program, or create an empty file if it must \
         compile; a module that programs share belongs in a folder with a `mod.rs`",
    );
    by_message(
        nn::compile_fail::Error::Variable { value: "yes".into() },
        "the variable NN_COMPILE_FAIL is `yes`, expected `overwrite`, which writes the files of expected errors\nhelp: unset \
         it to compare the errors with the files",
    );
    by_message(nn::compile_fail::Error::File { path: path(), source: refused() }, "a.bin: permission denied");
}

#[test]
fn debug_of_training_errors_is_their_message() {
    by_message(
        TrainError::Occupied { folder: "runs".into(), step: 7 },
        "runs contains checkpoints of an earlier run, the newest of step 7\nhelp: call `.resume(true)` to resume it, \
         or choose another folder",
    );
    by_message(TrainError::Interrupt(refused()), "cannot handle Ctrl-C: permission denied");
    by_message(
        TrainError::from(DataError::from(NpyError::Open { path: path(), source: refused() })),
        "cannot open a.bin: permission denied",
    );
    let error: Box<dyn Error> = TrainError::EmptyValidation.into();
    assert_eq!(format!("{error:?}"), "the validation set is empty\nhelp: split off at least one sample");
}

#[test]
fn debug_appends_causes_missing_from_the_message() {
    #[derive(Debug)]
    struct Own(io::Error);
    impl std::fmt::Display for Own {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("no samples today")
        }
    }
    impl Error for Own {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }
    let error = DataError::Other(Box::new(Own(refused())));
    assert_eq!(error.to_string(), "no samples today");
    assert_eq!(format!("{error:?}"), "no samples today\ncaused by: permission denied");
    let error = TrainError::from(error);
    assert_eq!(format!("{error:?}"), "no samples today\ncaused by: permission denied");
}

/// The files that declare errors, found by their derived trait.
fn sources(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
}

/// Every error of `nn` and `nn-core` has the `Debug` of `debug_by_message!`.
#[test]
fn every_error_type_uses_debug_by_message() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    sources(&root.join("nn-core/src"), &mut files);
    let mut errors = 0;
    for (path, text) in &files {
        let code = text.split("mod tests {").next().unwrap();
        let lines: Vec<&str> = code.lines().collect();
        let names = lines.iter().enumerate().filter_map(|(index, line)| {
            if line.starts_with("#[derive(") && line.contains("thiserror::Error") {
                let item = lines[index..].iter().find(|line| line.starts_with("pub ")).unwrap();
                return item.split([' ', '<', '(', '{']).nth(2);
            }
            let implemented =
                line.strip_prefix("impl core::error::Error for ").or(line.strip_prefix("impl Error for "));
            implemented.and_then(|name| name.split([' ', '<']).next())
        });
        for name in names {
            let by_message = format!("debug_by_message!({name}");
            assert!(code.contains(&by_message), "{}: `{name}` has no `debug_by_message!`", path.display());
            errors += 1;
        }
    }
    assert!(errors >= 16, "too few are found in the sources: {errors}");
}
