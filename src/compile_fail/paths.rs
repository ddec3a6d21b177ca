//! Paths in the compiler's messages, without the folders of this machine.

use std::borrow::Cow;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

/// The folders of a package, whose names are omitted from paths in them.
pub(super) struct Folders(Vec<PathBuf>);

impl Folders {
    pub(super) fn new(mut folders: Vec<PathBuf>) -> Self {
        // One may be in another.
        folders.sort_by_key(|folder| std::cmp::Reverse(folder.as_os_str().len()));
        Self(folders)
    }

    /// Omits the names of the folders in a text.
    pub(super) fn omit(&self, text: &str) -> String {
        self.0.iter().fold(text.into(), |text, folder| omit(&text, &format!("{}{MAIN_SEPARATOR}", folder.display())))
    }

    /// Returns a path without the machine's folders: relative to one of these folders, or else to the folder of the package to
    /// which the file belongs, such as `core/src/option.rs`, or to `library`, the folder of the standard library.
    pub(super) fn relative(&self, path: &Path) -> PathBuf {
        if let Some(path) = self.0.iter().find_map(|folder| path.strip_prefix(folder).ok()) {
            return path.into();
        }
        if path.is_relative() {
            return path.into();
        }
        let package = path.ancestors().skip(1).find(|folder| folder.join("Cargo.toml").is_file());
        let library = || path.ancestors().find(|folder| folder.ends_with("library"));
        let above = package.and_then(Path::parent).or_else(library).or(path.parent());
        above.and_then(|above| path.strip_prefix(above).ok()).unwrap_or(path).into()
    }

    /// Returns a line with the place of a mark, such as `  --> src/main.rs:3:5`, with a [`relative`](Self::relative) path; `None`
    /// for another line.
    pub(super) fn place(&self, line: &str) -> Option<String> {
        let start = line.find(|c: char| !c.is_ascii_whitespace())?;
        let arrow = ["--> ", "::: "].into_iter().find(|&arrow| line[start..].starts_with(arrow))?;
        let (before, place) = line.split_at(start + arrow.len());
        let path = place.trim_end_matches(|c: char| c.is_ascii_digit() || c == ':');
        let relative = self.relative(Path::new(path));
        Some(format!("{before}{}{}", relative.display(), &place[path.len()..]))
    }
}

/// Removes a prefix of paths wherever a path begins with it.
fn omit(text: &str, prefix: &str) -> String {
    let mut parts = text.split(prefix);
    let mut shorter = String::from(parts.next().unwrap_or_default());
    for part in parts {
        let continues = shorter.ends_with(|c: char| c.is_alphanumeric() || "._-/\\".contains(c));
        shorter = shorter + if continues { prefix } else { "" } + part;
    }
    shorter
}

/// Returns the displayed path, with `/` between its parts.
pub(super) fn display(path: &Path) -> String {
    let path: Cow<'_, str> = path.to_string_lossy();
    path.replace(MAIN_SEPARATOR, "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folders() -> Folders {
        Folders::new(["/a/all", "/a/all/one"].map(PathBuf::from).into())
    }

    #[test]
    fn folders_are_omitted_where_a_path_begins() {
        let text = "`/a/all/one/x.rs`, /a/all/two/y.rs (/b/a/all/z.rs, /a/all.rs)";
        assert_eq!(folders().omit(text), "`x.rs`, two/y.rs (/b/a/all/z.rs, /a/all.rs)");
    }

    #[test]
    fn places_are_relative_to_a_package() {
        let place = |line| folders().place(line);
        assert_eq!(place(" --> /a/all/one/x.rs:3:14").unwrap(), " --> x.rs:3:14");
        assert_eq!(place("  ::: /a/all/two/y.rs:3:14").unwrap(), "  ::: two/y.rs:3:14");
        assert_eq!(place(" --> src/x.rs:1:1").unwrap(), " --> src/x.rs:1:1");
        assert_eq!(place(" --> /no/where/z.rs:1:1").unwrap(), " --> z.rs:1:1");
        assert_eq!(place(" --> /no/where/library/core/src/a.rs:1:1").unwrap(), " --> core/src/a.rs:1:1");
        let here = format!(" --> {}:1:1", Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs").display());
        assert!(place(&here).unwrap().ends_with("/src/lib.rs:1:1"));
        assert!(!place(&here).unwrap().contains(" /"));
        assert_eq!(place("1 | let x --> /a/all/one/x.rs:1:1;"), None);
    }
}
