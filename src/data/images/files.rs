//! The image files of a folder.

use super::ImageError;
use image::ImageFormat;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Returns the entries of a folder whose names do not begin with a dot, sorted.
pub(super) fn entries(folder: &Path) -> Result<Vec<PathBuf>, ImageError> {
    let failed = |source| ImageError::Read { path: folder.into(), source };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

/// The files of a class.
#[derive(Default)]
pub(super) struct Found {
    pub(super) pictures: Vec<PathBuf>,
    pub(super) others: Vec<PathBuf>,
}

impl Found {
    /// Adds the files in a folder and its subfolders. `above` are the enclosing folders, with links resolved: a link to one of them
    /// would recurse without end.
    pub(super) fn add(&mut self, folder: &Path, above: &mut Vec<PathBuf>) -> Result<(), ImageError> {
        let failed = |source| ImageError::Read { path: folder.into(), source };
        let real = folder.canonicalize().map_err(failed)?;
        if above.contains(&real) {
            return Err(failed(io::Error::other(format!("it is a link to {}, which contains it", real.display()))));
        }
        above.push(real);
        for path in entries(folder)? {
            // A dangling link is an error, since an image would be missing.
            let kind = path.metadata().map_err(|source| ImageError::Read { path: path.clone(), source })?;
            if kind.is_dir() {
                self.add(&path, above)?;
            } else if kind.is_file() && is_picture(&path)? {
                self.pictures.push(path);
            } else {
                self.others.push(path);
            }
        }
        above.pop();
        Ok(())
    }
}

/// Image formats that are recognised by extension, but cannot be decoded.
const FOREIGN: [&str; 11] = ["avif", "exr", "gif", "heic", "heif", "jxl", "qoi", "tga", "tif", "tiff", "webp"];

/// Returns whether a file is an image, by its extension or else by its first bytes.
fn is_picture(path: &Path) -> Result<bool, ImageError> {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    let format = extension.as_ref().and_then(ImageFormat::from_extension);
    if format.is_some_and(|format| format.reading_enabled()) {
        return Ok(true);
    }
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(8).read_to_end(&mut start));
    read.map_err(|source| ImageError::Read { path: path.into(), source })?;
    // Other formats are identified by few bytes, which may also begin a text.
    if matches!(image::guess_format(&start), Ok(ImageFormat::Png | ImageFormat::Jpeg)) {
        return Ok(true);
    }
    match extension {
        Some(extension) if FOREIGN.contains(&&*extension) => Err(ImageError::Format { path: path.into() }),
        _ => Ok(false),
    }
}
