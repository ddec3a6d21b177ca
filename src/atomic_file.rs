//! Atomic file writes: a reader sees the old content or the new one, never a part of it.
//!
//! `tempfile` creates, names and removes the temporary file. This module adds what it leaves to its caller: symbolic links, files
//! that are not regular, permissions, and syncing.

use std::ffi::OsStr;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The suffix of a temporary file's name.
const UNFINISHED: &str = ".unfinished";

/// The number of random letters and digits in a temporary file's name.
const RANDOM: usize = 12;

/// The maximum number of bytes of the final name in a temporary file's name, so that the whole fits the shortest limit of a file
/// system in use, 143 bytes.
const MAX_NAME: usize = 100;

/// The maximum number of symbolic links to follow, as on Linux.
const MAX_LINKS: usize = 40;

/// Writes a file to a temporary one in the same folder, which is synced and renamed; then the folder is synced. A reader sees the
/// old content or the new one, also after a power failure. After an error the old content is unchanged, unless only the sync of the
/// folder failed.
///
/// As `std::fs::write` does, it follows symbolic links, fails for a file without write permission, and writes to a FIFO or a device
/// instead of replacing it. Permissions, and owner and group where the system allows it, are those of the previous file. Other hard
/// links to it keep the old content; access control lists and extended attributes are not copied.
///
/// A process that is killed while writing leaves a temporary file, whose name ends in [`UNFINISHED`].
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // Resolved by the system, which has more reasons not to follow a link than `follow`.
    let before = match fs::metadata(path) {
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let is_folder = match &before {
        Some(metadata) => metadata.is_dir(),
        None => path.as_os_str().as_encoded_bytes().last().is_some_and(|&byte| std::path::is_separator(byte.into())),
    };
    if is_folder {
        return Err(io::Error::new(ErrorKind::IsADirectory, "it is a folder, expected a file"));
    }
    match follow(path) {
        Some(target) if before.as_ref().is_none_or(Metadata::is_file) => rename(&target, before, bytes),
        _ => in_place(path, bytes),
    }
}

/// Returns whether a path refers to something other than a regular file, such as a FIFO, or to a file whose location only the
/// system knows, as `/dev/stdout` does: it can be written to, but neither be replaced nor truncated.
#[cfg(feature = "train")]
pub(crate) fn is_stream(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() || follow(path).is_none())
}

/// Returns the target of symbolic links; `None` for a link in `/proc`, such as `/dev/stdout`, whose text need not be a path.
fn follow(path: &Path) -> Option<PathBuf> {
    let mut target = path.to_path_buf();
    for _ in 0..MAX_LINKS {
        let Ok(link) = fs::read_link(&target) else { break };
        if cfg!(unix) && target.starts_with("/proc") {
            return None;
        }
        target = folder_of(&target).join(link);
    }
    Some(target)
}

/// Returns the folder of a file.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes to a file that cannot be replaced.
fn in_place(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).truncate(true).open(path)?;
    file.write_all(bytes)?;
    unless_unsupported(file.sync_all())
}

/// Writes a regular file, or one that does not exist yet, to a temporary one that is then renamed.
fn rename(target: &Path, before: Option<Metadata>, bytes: &[u8]) -> io::Result<()> {
    let Some(name) = target.file_name() else {
        return Err(io::Error::new(ErrorKind::InvalidInput, "it is not a file name"));
    };
    if before.is_some() {
        // A file without write permission must not be replaced either, although its folder would allow it.
        OpenOptions::new().write(true).open(target)?;
    }
    let folder = folder_of(target);
    let prefix = prefix(name);
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(UNFINISHED).rand_bytes(RANDOM);
    let temporary = builder.make_in(folder, |path| create(path, before.is_some()));
    let mut temporary = temporary.map_err(|error| in_folder(folder, &error))?;
    // The lock marks the file as being written for other processes. It is best-effort: some file systems have no locks.
    let _ = temporary.as_file().try_lock();
    temporary.as_file_mut().write_all(bytes)?;
    if let Some(before) = &before {
        keep_access(temporary.as_file(), before)?;
    }
    temporary.as_file().sync_all()?;
    if cfg!(windows) {
        // On Windows a lock would block readers, and outlast the rename.
        let _ = temporary.as_file().unlock();
    }
    temporary.persist(target).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Creates the temporary file. One that will get the permissions of another file is private until then.
fn create(path: &Path, is_private: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, if is_private { 0o600 } else { 0o666 });
    #[cfg(not(unix))]
    let _ = is_private;
    options.open(path)
}

/// Adds the folder to an error of creating a file in it.
pub(crate) fn in_folder(folder: &Path, error: &io::Error) -> io::Error {
    let text = match error.kind() {
        ErrorKind::NotFound => format!("there is no folder `{}`", folder.display()),
        _ => format!("no file can be created in the folder `{}`: {error}", folder.display()),
    };
    io::Error::new(error.kind(), text)
}

/// Sets the group, owner and permissions of a file to those of another one, as far as the system allows it.
#[cfg(unix)]
fn keep_access(file: &File, before: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let now = file.metadata()?;
    let mut mode = before.mode() & 0o777;
    if now.gid() != before.gid() && fchown(file, None, Some(before.gid())).is_err() {
        // The members of a different group must not get more access than everyone.
        mode &= 0o707 | (mode & 0o007) << 3;
    }
    if now.uid() != before.uid() {
        let _ = fchown(file, Some(before.uid()), None);
    }
    match file.set_permissions(fs::Permissions::from_mode(mode)) {
        // File systems without permissions of their own report this error.
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(()),
        result => unless_unsupported(result),
    }
}

/// On other systems a writable file has no permissions to keep.
#[cfg(not(unix))]
fn keep_access(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}

/// Makes a name in a folder durable, on systems where folders can be synced.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    match File::open(folder) {
        // A folder may allow creating files without being readable.
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(()),
        folder => unless_unsupported(folder?.sync_all()),
    }
}

/// Ignores the error of an operation that the file system does not support.
fn unless_unsupported(result: io::Result<()>) -> io::Result<()> {
    result.or_else(|error| match error.kind() {
        ErrorKind::InvalidInput | ErrorKind::Unsupported => Ok(()),
        _ => Err(error),
    })
}

/// Returns a temporary file's name up to its random part.
fn prefix(name: &OsStr) -> String {
    let name = name.to_string_lossy();
    let mut end = name.len().min(MAX_NAME);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    format!(".{}.", &name[..end])
}

/// Returns the final name of a temporary file, if `name` is that of a temporary file.
#[cfg(feature = "files")]
pub(crate) fn unfinished(name: &str) -> Option<&str> {
    let (name, random) = name.strip_prefix('.')?.strip_suffix(UNFINISHED)?.rsplit_once('.')?;
    (random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(name)
}

/// Removes a temporary file that no process is writing to any more.
#[cfg(feature = "files")]
pub(crate) fn remove_unfinished(path: &Path) -> io::Result<()> {
    // A writer's lock is released when its process ends.
    let is_abandoned = File::open(path).and_then(|file| Ok(file.try_lock()?)).is_ok();
    if !is_abandoned {
        return Ok(());
    }
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        result => result,
    }
}
