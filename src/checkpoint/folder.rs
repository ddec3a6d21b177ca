//! A folder of checkpoints, of which the newest are kept.

use crate::files::{FileError, UNFINISHED};
use nn_core::State;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The checkpoints of one run: `step-00000000042.safetensors` and so on, the newest few of them.
///
/// While it lives, the folder is locked: a second process that opens it is refused.
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
    /// Locked as long as it is open.
    _lock: File,
}

/// Where a run goes on.
#[derive(Debug)]
pub struct Resumed {
    /// The checkpoint's file.
    pub path: PathBuf,
    /// The number that it was saved under.
    pub step: u64,
    /// Newer checkpoints that are damaged, and what is wrong with each.
    pub skipped: Vec<FileError>,
}

impl Checkpoints {
    /// Opens the folder, which is made if there is none, and takes away what a killed run left half-written. The newest `keep`
    /// checkpoints will be kept, at least one.
    ///
    /// # Errors
    /// What the system says; and a folder in which another process works.
    pub fn open(folder: impl Into<PathBuf>, keep: usize) -> Result<Self, FileError> {
        let folder = folder.into();
        let failed = |action| {
            let path = folder.clone();
            move |source| FileError::Io { path, action, source }
        };
        fs::create_dir_all(&folder).map_err(failed("make"))?;
        let lock = File::create(folder.join(".lock")).map_err(failed("lock"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::Error(source)) => return Err(failed("lock")(source)),
            Err(TryLockError::WouldBlock) => {
                let reason = "another process keeps its checkpoints there";
                return Err(failed("lock")(io::Error::new(io::ErrorKind::WouldBlock, reason)));
            }
        }
        for entry in fs::read_dir(&folder).map_err(failed("read"))? {
            let path = entry.map_err(failed("read"))?.path();
            if path.to_str().is_some_and(|path| path.ends_with(UNFINISHED)) {
                fs::remove_file(path).map_err(failed("clean"))?;
            }
        }
        Ok(Self { folder, keep: keep.max(1), _lock: lock })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Saves a state under a number that grows, such as that of steps, and takes away the oldest checkpoints that are too many.
    ///
    /// # Errors
    /// As [`save`](super::save); the checkpoints before are still there then.
    pub fn save(&self, step: u64, state: &mut dyn State) -> Result<PathBuf, FileError> {
        let path = self.folder.join(format!("step-{step:011}.safetensors"));
        super::save(state, &path)?;
        for (_, old) in self.list()?.into_iter().skip(self.keep) {
            fs::remove_file(&old).map_err(|source| FileError::Io { path: old, action: "remove", source })?;
        }
        Ok(path)
    }

    /// The checkpoints with their numbers, the newest first.
    ///
    /// # Errors
    /// What the system says.
    pub fn list(&self) -> Result<Vec<(u64, PathBuf)>, FileError> {
        let failed = |source| FileError::Io { path: self.folder.clone(), action: "read", source };
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let number = name.strip_prefix("step-").and_then(|name| name.strip_suffix(".safetensors"));
            if let Some(step) = number.and_then(|number| number.parse().ok()) {
                found.push((step, path));
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
            match super::load(state, &path) {
                Ok(()) => return Ok(Some(Resumed { path, step, skipped })),
                Err(error) if error.is_damage() => skipped.push(error),
                Err(error) => return Err(error),
            }
        }
        skipped.into_iter().next().map_or(Ok(None), Err)
    }
}
