//! A folder of checkpoints in which the newest ones are kept.

use super::file;
use crate::atomic_file::{folder_of, remove_unfinished, sync_folder, unfinished};
use crate::files::FileError;
use nn_core::State;
use std::collections::HashSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The name of the file with the best network, in the folder of the checkpoints.
pub(crate) const BEST: &str = "best.safetensors";

/// The name of the file that is locked while a folder is open.
const LOCK: &str = ".lock";

/// The checkpoints of one run: `step-00000000042.safetensors` and so on, of which the newest are kept.
///
/// The folder is locked while this value exists: another process that opens it gets an error. Files with other names in the folder
/// are left alone.
///
/// ```
/// use nn::checkpoint::Checkpoints;
/// use nn::lr_scheduler::ReduceLrOnPlateau;
/// # let folder = std::env::temp_dir().join(format!("nn-checkpoints-{}", std::process::id()));
/// let checkpoints = Checkpoints::open(&folder, 2)?;
/// let mut plateau = ReduceLrOnPlateau::new(0.5, 3);
/// for step in 1..=5 {
///     plateau.step(0.1, 1.0 / step as f64);
///     checkpoints.save(step, &mut plateau)?;
/// }
/// let mut again = ReduceLrOnPlateau::new(0.5, 3);
/// let resumed = checkpoints.resume(&mut again)?.unwrap();
/// assert_eq!((resumed.step, again.best(), checkpoints.list()?.len()), (5, Some(0.2), 2));
/// # std::fs::remove_dir_all(&folder).unwrap();
/// # Ok::<(), nn::files::FileError>(())
/// ```
#[derive(Debug)]
pub struct Checkpoints {
    folder: PathBuf,
    keep: usize,
    /// The steps of the checkpoints that were written or verified by this value, all of which are valid.
    valid: Mutex<HashSet<u64>>,
    _lock: Lock,
}

/// The checkpoint that a run resumed from.
#[derive(Debug)]
#[non_exhaustive]
pub struct Resumed {
    /// The checkpoint's file.
    pub path: PathBuf,
    /// The step that it was saved under.
    pub step: u64,
    /// Newer checkpoints that were skipped because they are damaged, each with its error.
    pub skipped: Vec<FileError>,
}

impl Checkpoints {
    /// Opens the folder, creating it if it does not exist, and removes the temporary files of checkpoints, and of the best network,
    /// that a killed run has left. The newest `keep` valid checkpoints will be kept, at least one.
    ///
    /// # Errors
    /// I/O errors; and a folder that another process has open.
    pub fn open(folder: impl Into<PathBuf>, keep: usize) -> Result<Self, FileError> {
        let folder = folder.into();
        let failed = |action| FileError::io(&folder, action);
        if !folder.is_dir() {
            fs::create_dir_all(&folder).map_err(failed("make"))?;
            // A new folder must be durable before its checkpoints are; an existing one is not ours to sync.
            sync_folder(folder_of(&folder)).map_err(failed("make"))?;
        }
        let lock = Lock::take(&folder.join(LOCK)).map_err(failed("lock"))?;
        for entry in fs::read_dir(&folder).map_err(failed("read"))? {
            let entry = entry.map_err(failed("read"))?;
            let name = entry.file_name();
            let target = name.to_str().and_then(unfinished);
            if target.is_some_and(|name| name == BEST || step_of(name).is_some()) {
                remove_unfinished(&entry.path()).map_err(failed("clean"))?;
            }
        }
        Ok(Self { folder, keep: keep.max(1), valid: Mutex::default(), _lock: lock })
    }

    /// Returns the path of the folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Saves a state under an increasing number, such as the step, and removes older checkpoints: of those with a smaller number,
    /// the newest are kept so that `keep` valid ones remain, including this one. Damaged checkpoints do not count towards `keep`.
    /// Checkpoints with a larger number are left alone, such as damaged ones that [`resume`](Self::resume) has skipped.
    ///
    /// # Errors
    /// As [`save`](super::save); the earlier checkpoints are then unchanged. If an old checkpoint cannot be removed, the new one
    /// has been saved.
    pub fn save(&self, step: u64, state: &mut dyn State) -> Result<PathBuf, FileError> {
        let path = self.folder.join(name_of(step));
        file::save(state, &path)?;
        self.valid().insert(step);
        let mut left = self.keep - 1;
        for (old, path) in self.list()?.into_iter().filter(|&(old, _)| old < step) {
            if left > 0 {
                left -= usize::from(self.is_valid(old, &path));
                continue;
            }
            self.valid().remove(&old);
            match fs::remove_file(&path) {
                Err(source) if source.kind() != io::ErrorKind::NotFound => {
                    return Err(FileError::io(&path, "remove")(source));
                }
                _ => {}
            }
        }
        Ok(path)
    }

    /// Returns whether a checkpoint is valid. One that was written or read by this value is not read again.
    fn is_valid(&self, step: u64, path: &Path) -> bool {
        let mut valid = self.valid();
        valid.contains(&step) || file::open(path).is_ok() && valid.insert(step)
    }

    fn valid(&self) -> std::sync::MutexGuard<'_, HashSet<u64>> {
        self.valid.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the checkpoints with their steps, newest first.
    ///
    /// # Errors
    /// I/O errors.
    pub fn list(&self) -> Result<Vec<(u64, PathBuf)>, FileError> {
        let failed = FileError::io(&self.folder, "read");
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(&failed)? {
            let entry = entry.map_err(&failed)?;
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if let Some(step) = entry.file_name().to_str().and_then(step_of).filter(|_| !is_folder) {
                found.push((step, entry.path()));
            }
        }
        found.sort_by(|a, b| b.cmp(a));
        Ok(found)
    }

    /// Loads a state from the newest valid checkpoint. Returns `None` if there are no checkpoints: a new run.
    ///
    /// # Errors
    /// A checkpoint of another network, optimiser or run; and a folder in which every checkpoint is damaged. The state is then
    /// unchanged.
    pub fn resume(&self, state: &mut dyn State) -> Result<Option<Resumed>, FileError> {
        let mut skipped = Vec::new();
        for (step, path) in self.list()? {
            match file::load(state, &path) {
                Ok(()) => {
                    self.valid().insert(step);
                    return Ok(Some(Resumed { path, step, skipped }));
                }
                Err(error) if error.is_damage() => {
                    self.valid().remove(&step);
                    skipped.push(error);
                }
                Err(error) => return Err(error),
            }
        }
        skipped.into_iter().next().map_or(Ok(None), Err)
    }
}

/// Returns the file name of a checkpoint.
fn name_of(step: u64) -> String {
    format!("step-{step:011}.safetensors")
}

/// Returns the step of a checkpoint from its file name; `None` for any other file, including names that differ only in their
/// padding.
fn step_of(name: &str) -> Option<u64> {
    let step = name.strip_prefix("step-")?.strip_suffix(".safetensors")?.parse().ok()?;
    (name_of(step) == name).then_some(step)
}

/// The lock of a folder, held until it is dropped.
#[derive(Debug)]
struct Lock(File);

impl Lock {
    /// Opens and locks the file without changing its content: it may be a link to another file.
    fn take(path: &Path) -> io::Result<Self> {
        // Opening a FIFO would block until its other end is opened.
        if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
            return Err(io::Error::other(format!("`{LOCK}` in it is not a regular file")));
        }
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::Error(source)) => Err(source),
            Err(TryLockError::WouldBlock) => {
                Err(io::Error::new(io::ErrorKind::WouldBlock, "another process is using it for its checkpoints"))
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file releases the lock only with its last copy, and a child process that is about to start still has one. If
        // unlocking fails, closing the file is all that is left to do.
        let _ = self.0.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A child process has a copy of every open file from `fork` to `exec`.
    #[test]
    fn duplicated_descriptor_does_not_keep_folder_locked() {
        let folder = tempfile::tempdir().unwrap();
        let checkpoints = Checkpoints::open(folder.path(), 1).unwrap();
        let _copy = checkpoints._lock.0.try_clone().unwrap();
        assert!(Checkpoints::open(folder.path(), 1).is_err());
        drop(checkpoints);
        Checkpoints::open(folder.path(), 1).unwrap();
    }
}
