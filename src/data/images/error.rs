//! What can be wrong with pictures.

use crate::excerpt::Excerpt;
use std::io;
use std::path::PathBuf;

/// Why pictures could not be read. Every message names the file or the folder.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum ImageError {
    /// A file or a folder that cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file or the folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file that is no picture, or a broken one.
    #[error("{} is no picture: {source}", path.display())]
    Decode {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A picture of another size.
    #[error("{} is {} by {} pixels, expected {} by {}\nhelp: `.resize()` scales pictures of any size", path.display(), found[0], found[1], expected[0], expected[1])]
    Size {
        /// The file.
        path: PathBuf,
        /// Width and height in the type.
        expected: [u32; 2],
        /// Width and height of the picture.
        found: [u32; 2],
    },
    /// Not as many folders as classes.
    #[error("{} holds {} folders ({}), expected one for each of {expected} classes", path.display(), found.len(), listed(found))]
    Classes {
        /// The folder.
        path: PathBuf,
        /// How many classes there are.
        expected: usize,
        /// The folders' names.
        found: Vec<String>,
    },
    /// The folder of a class holds no pictures.
    #[error(
        "{} holds no pictures, expected those of the class `{}`: PNG, JPEG, BMP or PNM{}",
        path.display(),
        Excerpt(class),
        if *skipped > 0 { format!("; {skipped} other files are not pictures") } else { String::new() }
    )]
    Empty {
        /// The folder of the class.
        path: PathBuf,
        /// The name of the class.
        class: String,
        /// The number of files in it that are not pictures.
        skipped: usize,
    },
    /// A picture in a format that cannot be decoded.
    #[error("{} is a picture in a format that cannot be decoded, expected PNG, JPEG, BMP or PNM\nhelp: convert it, or move it out of the folder", path.display())]
    Format {
        /// The file.
        path: PathBuf,
    },
}

nn_core::debug_by_message!(ImageError);

/// The first ten names, and how many more there are.
fn listed(names: &[String]) -> String {
    let mut text: Vec<String> = names.iter().take(10).map(|name| Excerpt(name).to_string()).collect();
    if names.len() > 10 {
        text.push(format!("and {} more", names.len() - 10));
    }
    text.join(", ")
}
