//! Runs the parsers on every input that the fuzz targets have found interesting (`fuzz/corpus`).

#[path = "../fuzz/parsers.rs"]
mod parsers;

fn replay(name: &str, parse: fn(&[u8])) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let mut files = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        parse(&std::fs::read(entry.unwrap().path()).unwrap());
        files += 1;
    }
    assert!(files >= 10, "{files} files in {}", folder.display());
}

#[test]
fn csv() {
    replay("csv", parsers::csv);
}

#[test]
fn idx() {
    replay("idx", parsers::idx);
}

#[test]
fn idx_gzip() {
    replay("idx_gzip", parsers::idx_gzip);
}

#[test]
fn npy() {
    replay("npy", parsers::npy);
}

#[test]
fn safetensors() {
    replay("safetensors", parsers::safetensors);
}

#[test]
fn vocabulary() {
    replay("vocabulary", parsers::vocabulary);
}
