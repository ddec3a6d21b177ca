//! Malformed tables: unclosed quotes, duplicate column names, other encodings, archives, huge cells.

use crate::gzip::gzip;
use nn::data::csv::{CsvError, Format, Missing, Table};
use nn::prelude::*;

fn read(bytes: &[u8]) -> Result<Table, CsvError> {
    Table::from_reader(bytes, "t.csv", Format::default())
}

fn error(bytes: &[u8]) -> String {
    read(bytes).unwrap_err().to_string()
}

#[test]
fn rejects_unclosed_quote() {
    let text = "t.csv, line 2: the quote that opens a cell here is not closed";
    assert_eq!(error(b"a,b\n1,\"x\n2,y\n3,z\n"), text);
    assert_eq!(error("\u{feff}\"a\",b\n1,\"x\n".as_bytes()), text);
    // The quote of a later line would close it.
    let closed = error(b"a,b\n1,\"x\n2,\"y\"\n3,z\n");
    assert_eq!(closed, format!("{text} before line 3, where another quote follows within a cell"));
}

#[test]
fn reads_closed_quotes() {
    let table = read(b"a,b\n1,\"x\ny, \"\"z\"\"\"\n2,5\" pipe\n3,\"q\" \n").unwrap();
    assert_eq!(table.distinct("b").unwrap(), ["5\" pipe", "q", "x\ny, \"z\""]);
    assert_eq!([0, 1, 2].map(|row| table.line(row)), [2, 4, 5]);
}

#[test]
fn rejects_duplicate_column_names() {
    assert!(error(b"a,b,a\n1,2,3\n").starts_with("t.csv has two columns `a`, columns 1 and 3\nhelp: "));
    assert!(read(b"a,b, a \n1,2,3\n").is_err());
    // Unnamed columns are no reason to reject a table, but cannot be selected by name.
    let table = read(b"a,,\n1,2,3\n").unwrap();
    assert_eq!(table.numeric::<shape![1], f32>(&["a"]).unwrap().as_slice(), [1.0]);
    let error = table.numeric::<shape![1], f32>(&[""]).unwrap_err().to_string();
    assert!(error.contains("columns 2 and 3"), "{error}");
    assert!(table.missing(Missing::Value(0.0), &[""]).is_err());
    assert_eq!(read(b"\"\",b\n1,2\n").unwrap().numeric::<shape![1], f32>(&[""]).unwrap().as_slice(), [1.0]);
}

#[test]
fn reads_utf16_with_byte_order_mark() {
    let units: Vec<u16> = "\u{feff}a,b\n1,café\n".encode_utf16().collect();
    let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    for bytes in [&little, &big] {
        let table = read(bytes).unwrap();
        assert_eq!((table.columns(), table.distinct("b").unwrap()), (&["a".to_string(), "b".into()][..], vec!["café"]));
        assert_eq!(read(&gzip(bytes)).unwrap().len(), 1);
    }
    let unmarked = error(&little[2..]);
    assert!(unmarked.contains("t.csv") && unmarked.contains("UTF-16"), "{unmarked}");
    assert!(error(b"\xff\xfe\0\0a\0\0\0").contains("UTF-32"));
}

#[test]
fn reads_compressed_tables() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.csv.gz");
    // Two members, as `cat a.gz b.gz` produces, and the zero padding of tape blocks.
    std::fs::write(&path, [gzip(b"a,b\n1,2\n"), gzip(b"3,4\n"), vec![0; 512]].concat()).unwrap();
    let table = Table::read(&path).unwrap();
    assert_eq!(table.numeric::<shape![2], f32>(&["a", "b"]).unwrap().as_slice(), [1.0, 2.0, 3.0, 4.0]);
    let limited = Table::read_within(&path, Format::default(), 11).unwrap_err().to_string();
    assert!(limited.contains("t.csv.gz") && limited.contains("more than 11 bytes"), "{limited}");
    assert!(Table::read_within(&path, Format::default(), 12).is_ok());
    let cut = gzip(b"a,b\n1,2\n");
    assert!(error(&cut[..cut.len() - 4]).starts_with("cannot read t.csv: "));
}

#[test]
fn names_other_encodings() {
    let latin1 = error(b"a,b\n1,caf\xe9\n");
    for word in ["t.csv", "line 2", "0xe9", "Latin-1", "iconv"] {
        assert!(latin1.contains(word), "{word}: {latin1}");
    }
}

#[test]
fn names_archives_and_other_file_types() {
    let starts: [(&[u8], &str); 5] = [
        (b"PK\x03\x04\x14\0\x06\0xl/workbook.xml", "Excel workbook (.xlsx)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls"),
        (b"\xfd7zXZ\0\0", "xz"),
        (b"PAR1\x15\0", "Parquet"),
        (b"a,b\n1,\0\n", "line 2 contains a zero byte"),
    ];
    for (bytes, name) in starts {
        let error = error(bytes);
        assert!(error.starts_with("cannot read t.csv as a table: ") && error.contains(name), "{error}");
    }
    assert_eq!(read(b"PAR1,PAR2\n1,2\n").unwrap().columns(), ["PAR1", "PAR2"]);
    let zipped = error(&gzip(b"PK\x03\x04\x14\0"));
    assert!(zipped.contains("zip archive"), "{zipped}");
}

#[test]
fn rejects_invalid_delimiters() {
    for delimiter in [b'"', b'\n', b'\r', 0xa7] {
        let format = Format::default().delimiter(delimiter);
        let error = Table::from_reader(&b"a\n1\n"[..], "t.csv", format).unwrap_err().to_string();
        assert!(error.contains("t.csv with the delimiter"), "{error}");
    }
    let format = Format::default().delimiter(b'\t');
    assert_eq!(Table::from_reader(&b"a\tb\n1\t2\n"[..], "t.csv", format).unwrap().columns().len(), 2);
}

#[test]
fn messages_are_short_and_without_control_characters() {
    let long = format!("\u{1b}[2J{}", "x".repeat(1 << 20));
    let short = |text: String| {
        assert!(text.len() < 4096 && !text.contains('\u{1b}'), "a message of {} bytes", text.len());
    };
    let table = read(format!("a\n{long}\n").as_bytes()).unwrap();
    let error = table.numeric::<shape![1], f32>(&["a"]).unwrap_err();
    short(error.to_string());
    short(format!("{error:?}"));
    short(table.classes::<dim![2], f32>("a", &["c", "b"]).unwrap_err().to_string());
    short(table.classes::<dim![1], f32>("a", &[&long[1..]]).unwrap_err().to_string());
    short(table.clone().missing(Missing::Mean, &["a"]).unwrap_err().to_string());
    short(table.distinct(&long).unwrap_err().to_string());
    let table = read(format!("{long},b\n,1\n").as_bytes()).unwrap();
    short(table.numeric::<shape![1], f32>(&[&long]).unwrap_err().to_string());
    short(table.distinct("c").unwrap_err().to_string());
    short(self::error(format!("{long},{long}\n").as_bytes()));
    // Many columns are not listed completely.
    let header: Vec<String> = (0..100_000).map(|column| format!("column {column}")).collect();
    let error = read(header.join(",").as_bytes()).unwrap().distinct("c").unwrap_err().to_string();
    assert!(error.ends_with("`column 19` and 99980 more"), "{error}");
}

#[test]
fn rejects_mismatched_class_names() {
    let table = read(b"kind\ncat\ndog\n").unwrap();
    for names in [&["cat"][..], &["cat", "dog", "fish"], &["cat", "cat"]] {
        let error = table.classes::<dim![2], f32>("kind", names).unwrap_err().to_string();
        assert!(error.contains("the 2 classes of column `kind` of t.csv"), "{error}");
    }
}
