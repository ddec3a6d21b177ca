//! Writing files of expected errors.

use super::Message;
use super::error::{Error, at};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Returns whether the variable `NN_COMPILE_FAIL` asks to write the files.
pub(super) fn is_requested() -> Result<bool, Error> {
    match std::env::var_os("NN_COMPILE_FAIL") {
        None => Ok(false),
        Some(value) if value.is_empty() => Ok(false),
        Some(value) if value == "overwrite" => Ok(true),
        Some(value) => Err(Error::Variable { value: value.to_string_lossy().into() }),
    }
}

/// Writes the errors of a program to its file of expected errors.
pub(super) fn write(path: &Path, errors: &[Message]) -> Result<(), Error> {
    let errors: Vec<_> = errors.iter().map(Message::golden).collect();
    replace(path, &errors.join("\n")).map_err(at(path))
}

/// Writes a temporary file beside the file, and renames it: a reader sees the old text or the new one.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    static WRITTEN: AtomicUsize = AtomicUsize::new(0);
    // A symbolic link is followed, and a file without write permission is not replaced.
    let before = path.canonicalize().and_then(|path| {
        let file = OpenOptions::new().write(true).open(&path)?;
        Ok((path, file.metadata()?.permissions()))
    });
    let (target, permissions) = match before {
        Ok((path, permissions)) => (path, Some(permissions)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => (path.into(), None),
        Err(error) => return Err(error),
    };
    let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
    let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let temporary = target.with_file_name(format!(".{name}.{}-{number}.unfinished", std::process::id()));
    let written = fs::File::create(&temporary).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        file.sync_all()?;
        fs::rename(&temporary, &target)
    });
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// Reports what was written, also if the test passes: libtest only captures what is printed by macros.
pub(super) fn report(written: &[String]) {
    let lines: String = written.iter().map(|line| format!("wrote {line}\n")).collect();
    let _ = io::stderr().write_all(lines.as_bytes());
}
