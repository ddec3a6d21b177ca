//! Writing files: where they go, what they replace, and what is left after an error.

use crate::line::Line;
use nn::checkpoint::Checkpoints;
use nn::files;
use nn::prelude::*;
use std::fs;
use std::path::Path;
use std::process::Command;

fn save(path: impl AsRef<Path>) -> Result<(), String> {
    files::save(&*Line::new(1), path).map_err(|error| error.to_string())
}

fn is_network(path: impl AsRef<Path>) -> bool {
    files::load::<Line>(path).is_ok_and(|line| line.fc.weight == Line::new(1).fc.weight)
}

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(name).collect();
    names.sort();
    names
}

#[test]
fn writes_names_of_255_bytes() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["n".repeat(250), "n".repeat(255), "é".repeat(127), ".".to_string() + &"漢".repeat(84)] {
        save(folder.path().join(&name)).unwrap();
        assert!(is_network(folder.path().join(&name)), "{name}");
    }
    assert_eq!(names(folder.path()).len(), 4);
}

#[test]
fn temporary_files_of_other_writers_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let others: Vec<_> = (0..50).map(|n| format!(".net.{}-{n}.unfinished", std::process::id())).collect();
    others.iter().for_each(|name| fs::write(folder.path().join(name), "not yours").unwrap());
    save(folder.path().join("net")).unwrap();
    others.iter().for_each(|name| assert_eq!(fs::read(folder.path().join(name)).unwrap(), b"not yours"));
    assert_eq!(names(folder.path()).len(), 51);
}

#[test]
fn concurrent_writers_of_one_file_succeed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net");
    save(&path).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..100).for_each(|_| save(&path).unwrap()));
        }
        (0..100).for_each(|_| assert!(is_network(&path)));
    });
    assert_eq!(names(folder.path()), ["net"]);
}

#[test]
fn failed_write_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir(root.join("folder")).unwrap();
    fs::write(root.join("file"), "old").unwrap();
    for (path, reason) in [
        ("folder", "it is a folder, expected a file"),
        ("folder/", "it is a folder, expected a file"),
        ("new/", "it is a folder, expected a file"),
        ("no/such/net", "there is no folder `"),
        ("file/net", ""),
        ("..", "it is a folder"),
    ] {
        let error = save(root.join(path)).unwrap_err();
        let start = format!("cannot write {}: {reason}", root.join(path).display());
        assert!(error.starts_with(&start), "{error}");
    }
    assert!(save("").unwrap_err().contains("it is not a file name"));
    assert_eq!(names(root), ["file", "folder"]);
    assert_eq!(fs::read(root.join("file")).unwrap(), b"old");
}

#[test]
fn removes_only_abandoned_files_of_checkpoints() {
    let folder = tempfile::tempdir().unwrap();
    let abandoned =
        [".step-00000000042.safetensors.AbCdEfGh1234.unfinished", ".best.safetensors.AbCdEfGh1234.unfinished"];
    let written = ".step-00000000043.safetensors.AbCdEfGh1234.unfinished";
    let foreign = [
        ".history.csv.AbCdEfGh1234.unfinished",
        ".step-42.safetensors.AbCdEfGh1234.unfinished",
        ".step-00000000042.safetensors.my-notes.unfinished",
        "best.safetensors.AbCdEfGh1234.unfinished",
        "chapter 3.unfinished",
    ];
    for name in abandoned.iter().chain(&foreign).chain([&written]) {
        fs::write(folder.path().join(name), "text").unwrap();
    }
    // Another process is writing this one.
    let lock = fs::File::open(folder.path().join(written)).unwrap();
    lock.lock().unwrap();
    drop(Checkpoints::open(folder.path(), 1).unwrap());
    let mut expected: Vec<_> = foreign.iter().chain([&written, &".lock"]).map(|name| name.to_string()).collect();
    expected.sort();
    assert_eq!(names(folder.path()), expected);
}

/// The process whose files are limited to 1024 bytes, a part of the test below.
#[test]
#[ignore = "it is started by `full_disk_leaves_the_old_file`"]
fn writer_without_space() {
    let path = std::env::var_os("NN_WRITING_PATH").expect("the file");
    let error = files::save(&*Wide::new(1), path).unwrap_err();
    let files::FileError::Io { action: "write", source, .. } = &error else { panic!("{error}") };
    assert_eq!(source.kind(), std::io::ErrorKind::FileTooLarge, "{error}");
}

network! {
    struct Wide {
        fc: Linear<64, 64>,
    }
    fn forward(x: Tensor<64>) -> Tensor<64> {
        x.fc()
    }
}

#[cfg(unix)]
#[test]
fn full_disk_leaves_the_old_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net");
    fs::write(&path, "old").unwrap();
    // A limit on the size of files acts like a full disk.
    let output = Command::new("sh")
        .args(["-c", r#"trap "" XFSZ; ulimit -f 2; exec "$0" writing::writer_without_space --exact --ignored"#])
        .arg(std::env::current_exe().unwrap())
        .env("NN_WRITING_PATH", &path)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
    assert_eq!(fs::read(&path).unwrap(), b"old");
    assert_eq!(names(folder.path()), ["net"]);
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::io::Read;
    use std::os::fd::AsRawFd;
    use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, symlink};

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn symbolic_links_are_followed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("real/deep")).unwrap();
        fs::write(root.join("real/deep/net"), "old").unwrap();
        symlink("deep/net", root.join("real/link")).unwrap();
        // A link to a link, and a link to a missing target.
        symlink("real/link", root.join("net")).unwrap();
        symlink("real/new", root.join("new")).unwrap();
        for (link, target) in [("net", "real/deep/net"), ("new", "real/new")] {
            save(root.join(link)).unwrap();
            assert!(fs::symlink_metadata(root.join(link)).unwrap().is_symlink(), "{link}");
            assert!(is_network(root.join(target)), "{target}");
        }
        assert!(fs::symlink_metadata(root.join("real/link")).unwrap().is_symlink());

        symlink("loop", root.join("loop")).unwrap();
        symlink("no/folder/net", root.join("nowhere")).unwrap();
        save(root.join("loop")).unwrap_err();
        assert!(save(root.join("nowhere")).unwrap_err().contains("there is no folder `"));
        assert_eq!(names(root), ["loop", "net", "new", "nowhere", "real"]);
    }

    #[test]
    fn writes_to_a_fifo() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        let reader = std::thread::spawn({
            let path = path.clone();
            move || fs::read(path).unwrap()
        });
        save(&path).unwrap();
        assert!(fs::symlink_metadata(&path).unwrap().file_type().is_fifo());
        assert!(reader.join().unwrap() == files::to_bytes(&*Line::new(1)));
        assert_eq!(names(folder.path()), ["pipe"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn writes_to_a_file_descriptor() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("net");
        let (mut reader, writer) = std::io::pipe().unwrap();
        symlink(format!("/proc/self/fd/{}", writer.as_raw_fd()), &link).unwrap();
        save(&link).unwrap();
        drop(writer);
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).unwrap();
        assert!(bytes == files::to_bytes(&*Line::new(1)));
        // An open file without a name.
        fs::remove_file(&link).unwrap();
        let mut file = tempfile::tempfile_in(folder.path()).unwrap();
        symlink(format!("/proc/self/fd/{}", file.as_raw_fd()), &link).unwrap();
        save(&link).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        assert!(bytes == files::to_bytes(&*Line::new(1)));
        assert_eq!(names(folder.path()), ["net"]);
    }

    #[test]
    fn permissions_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("net");
        for kept in [0o600, 0o640, 0o666, 0o755] {
            fs::write(&path, "old").unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(kept)).unwrap();
            save(&path).unwrap();
            assert_eq!(mode(&path), kept);
            assert!(is_network(&path));
        }
        // A new file gets the default permissions.
        let [new, plain] = ["new", "plain"].map(|name| folder.path().join(name));
        save(&new).unwrap();
        fs::write(&plain, "").unwrap();
        assert_eq!(mode(&new), mode(&plain));
    }

    #[test]
    fn owner_and_group_are_kept_by_root() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("net");
        fs::write(&path, "old").unwrap();
        if std::os::unix::fs::chown(&path, Some(1), Some(2)).is_err() {
            return println!("SKIPPED: only root can give files away");
        }
        save(&path).unwrap();
        let metadata = fs::metadata(&path).unwrap();
        assert_eq!((metadata.uid(), metadata.gid()), (1, 2));
    }

    #[test]
    fn rejects_read_only_files_and_folders() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("net");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
        if fs::OpenOptions::new().write(true).open(&path).is_ok() {
            return println!("SKIPPED: root may write everything");
        }
        assert!(save(&path).unwrap_err().contains("ermission denied"));
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o500)).unwrap();
        let error = save(folder.path().join("new")).unwrap_err();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
        assert!(error.contains("no file can be created in the folder `"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["net"]);
    }

    #[test]
    fn lock_does_not_modify_link_target() {
        let folder = tempfile::tempdir().unwrap();
        let run = folder.path().join("run");
        fs::create_dir(&run).unwrap();
        fs::write(folder.path().join("precious"), "data").unwrap();
        symlink("../precious", run.join(".lock")).unwrap();
        let checkpoints = Checkpoints::open(&run, 1).unwrap();
        Checkpoints::open(&run, 1).unwrap_err();
        drop(checkpoints);
        assert_eq!(fs::read(folder.path().join("precious")).unwrap(), b"data");

        fs::remove_file(run.join(".lock")).unwrap();
        assert!(Command::new("mkfifo").arg(run.join(".lock")).status().unwrap().success());
        let error = Checkpoints::open(&run, 1).unwrap_err().to_string();
        assert!(error.contains("`.lock` in it is not a regular file"), "{error}");
    }
}
