//! The errors of image files.

use crate::excerpt::Excerpt;
use std::io;
use std::path::PathBuf;

/// An error in reading images. Every message names the file or the folder.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum ImageError {
    /// A file or a folder cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file or the folder.
        path: PathBuf,
        /// The I/O error.
        source: io::Error,
    },
    /// A file is not an image, or is damaged.
    #[error("{} is not a readable image: {source}", path.display())]
    Decode {
        /// The file.
        path: PathBuf,
        /// The error of the decoder.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// An image has another size than the type.
    #[error("{} is {} by {} pixels, expected {} by {}\nhelp: scale the images with `.resize()`", path.display(), found[0], found[1], expected[0], expected[1])]
    Size {
        /// The file.
        path: PathBuf,
        /// Width and height of the type.
        expected: [u32; 2],
        /// Width and height of the image.
        found: [u32; 2],
    },
    /// The number of folders is not the number of classes.
    #[error("{} contains {} folders ({}), expected one for each of {expected} classes", path.display(), found.len(), listed(found))]
    Classes {
        /// The folder.
        path: PathBuf,
        /// The number of classes.
        expected: usize,
        /// The names of the folders.
        found: Vec<String>,
    },
    /// The folder of a class contains no images.
    #[error(
        "{} contains no images, expected those of the class `{}`: PNG, JPEG, BMP or PNM{}",
        path.display(),
        Excerpt(class),
        if *skipped > 0 { format!("; {skipped} other files are not images") } else { String::new() }
    )]
    Empty {
        /// The folder of the class.
        path: PathBuf,
        /// The name of the class.
        class: String,
        /// The number of files in it that are not images.
        skipped: usize,
    },
    /// An image has a format that cannot be decoded.
    #[error("{} is an image in an unsupported format, expected PNG, JPEG, BMP or PNM\nhelp: convert it, or move it out of the folder", path.display())]
    Format {
        /// The file.
        path: PathBuf,
    },
}

nn_core::debug_by_message!(ImageError);

/// Lists the first ten names, and the number of the others.
fn listed(names: &[String]) -> String {
    let mut text: Vec<String> = names.iter().take(10).map(|name| Excerpt(name).to_string()).collect();
    if names.len() > 10 {
        text.push(format!("and {} more", names.len() - 10));
    }
    text.join(", ")
}
