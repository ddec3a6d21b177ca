//! Files that are there whole, or as they were before.

use super::error::FileError;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// How the name of a file that is being written ends.
pub(crate) const UNFINISHED: &str = ".unfinished";

/// Writes a file: to a temporary one in the same folder, which is synced, gets the name, and then the folder is synced. A
/// reader sees the old file or the new one, never a part, also after a loss of power; after an error the old one stands.
///
/// A process that is killed on the way leaves a file whose name ends in `.unfinished`.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let failed = |source| FileError::Io { path: path.into(), action: "write", source };
    let temporary = beside(path).map_err(failed)?;
    let result = fill(&temporary, bytes).and_then(|()| fs::rename(&temporary, path));
    if result.is_err() {
        // The first error is the one to tell.
        let _ = fs::remove_file(&temporary);
    }
    result.and_then(|()| sync_folder(path)).map_err(failed)
}

fn fill(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A name in the same folder that no other writer has.
fn beside(path: &Path) -> io::Result<PathBuf> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let name =
        path.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "that is no name of a file"))?;
    let mut temporary = std::ffi::OsString::from(".");
    temporary.push(name);
    let (process, number) = (std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    temporary.push(format!(".{process}-{number}{UNFINISHED}"));
    Ok(path.with_file_name(temporary))
}

/// Makes a name in a folder last, where a folder can be synced.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
