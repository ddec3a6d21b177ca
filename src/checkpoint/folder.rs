//! A folder of checkpoints, of which the newest are kept.

use super::file;
use crate::files::{FileError, folder_of, remove_unfinished, sync_folder, unfinished};
use nn_core::State;
use std::collections::HashSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The name of the best network's file, beside the checkpoints.
pub(crate) const BEST: &str = "best.safetensors";

/// The name of the file by which a folder is locked.
const LOCK: &str = ".lock";

/// The checkpoints of one run: `step-00000000042.safetensors` and so on, the newest few of them.
///
/// While it lives, the folder is locked: a second process that opens it is refused. Files of other names in the folder are left alone.
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
    /// The steps of the checkpoints that were written or verified here, all of which are valid.
    valid: Mutex<HashSet<u64>>,
    /// Locked as long as it is open.
    _lock: File,
}

/// Where a run goes on.
#[derive(Debug)]
#[non_exhaustive]
pub struct Resumed {
    /// The checkpoint's file.
    pub path: PathBuf,
    /// The number that it was saved under.
    pub step: u64,
    /// Newer checkpoints that are damaged, and what is wrong with each.
    pub skipped: Vec<FileError>,
}

impl Checkpoints {
    /// Opens the folder, which is created if there is none, and removes the temporary files of checkpoints, and of the best network,
    /// that a killed run has left. The newest `keep` valid checkpoints will be kept, at least one.
    ///
    /// # Errors
    /// What the system reports; and a folder in which another process works.
    pub fn open(folder: impl Into<PathBuf>, keep: usize) -> Result<Self, FileError> {
        let folder = folder.into();
        let failed = |action| FileError::io(&folder, action);
        if !folder.is_dir() {
            fs::create_dir_all(&folder).map_err(failed("make"))?;
            // The folder must not be lost where its checkpoints are not; an older one is not ours to sync.
            sync_folder(folder_of(&folder)).map_err(failed("make"))?;
        }
        let lock = open_lock(&folder.join(LOCK)).map_err(failed("lock"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::Error(source)) => return Err(failed("lock")(source)),
            Err(TryLockError::WouldBlock) => {
                let reason = "another process keeps its checkpoints there";
                return Err(failed("lock")(io::Error::new(io::ErrorKind::WouldBlock, reason)));
            }
        }
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

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Saves a state under a number that grows, such as that of steps, and removes older checkpoints: of those with a smaller number,
    /// the newest are kept so that there are `keep` valid ones, this one included. Damaged ones do not count, and newer ones are left
    /// alone, such as damaged ones that [`resume`](Self::resume) has skipped.
    ///
    /// # Errors
    /// As [`save`](super::save); the checkpoints before are still there then. Where an old one cannot be removed, the new one is there.
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

    /// Whether a checkpoint is valid. One that was written or read here is not read again for that.
    fn is_valid(&self, step: u64, path: &Path) -> bool {
        let mut valid = self.valid();
        valid.contains(&step) || file::open(path).is_ok() && valid.insert(step)
    }

    fn valid(&self) -> std::sync::MutexGuard<'_, HashSet<u64>> {
        self.valid.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The checkpoints with their numbers, the newest first.
    ///
    /// # Errors
    /// What the system reports.
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

    /// Sets a state from the newest checkpoint that is whole. `None` where there is none: a new run.
    ///
    /// # Errors
    /// A checkpoint of another network, optimiser or run; checkpoints of which none is whole. The state is as before then.
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

/// The name of a checkpoint's file.
fn name_of(step: u64) -> String {
    format!("step-{step:011}.safetensors")
}

/// The step of a checkpoint by the name of its file; `None` for another file, also for one that is named in a similar way.
fn step_of(name: &str) -> Option<u64> {
    let step = name.strip_prefix("step-")?.strip_suffix(".safetensors")?.parse().ok()?;
    (name_of(step) == name).then_some(step)
}

/// Opens the file by which a folder is locked, and leaves its content alone: it may be another file's by a link.
fn open_lock(path: &Path) -> io::Result<File> {
    // Opening a FIFO would wait for its other end.
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        return Err(io::Error::other(format!("`{LOCK}` in it is not a regular file")));
    }
    OpenOptions::new().write(true).create(true).truncate(false).open(path)
}
