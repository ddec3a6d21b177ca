//! The text of a table: decoding, and detection of unclosed quotes.

use super::CsvError;
use crate::data::gzip::{self, Gunzip};
use std::io::Read;
use std::path::Path;

/// The default limit of the size of a decompressed table: 512 MiB.
pub(super) const MAX_EXPANDED: u64 = 512 << 20;

/// The magic bytes of files that are not tables, and a description of each.
const FOREIGN: [(&[u8], &str); 11] = [
    (
        b"PK\x03\x04",
        "it is a zip archive, as an Excel workbook (.xlsx) is: save the sheet as CSV, or unpack the archive",
    ),
    (b"PK\x05\x06", "it is an empty zip archive: save the sheet as CSV"),
    (
        b"\xd0\xcf\x11\xe0",
        "it is a document of Microsoft Office, such as an Excel workbook (.xls): save the sheet as CSV",
    ),
    (b"BZh", "it is compressed by bzip2: decompress it first"),
    (b"\xfd7zXZ\0", "it is compressed by xz: decompress it first"),
    (b"\x28\xb5\x2f\xfd", "it is compressed by Zstandard: decompress it first"),
    (b"PAR1", "it is a Parquet file: write it as CSV, such as with pandas' `to_csv`"),
    (b"\x89HDF", "it is an HDF5 file: write the table as CSV"),
    (b"\x93NUMPY", "it is a NumPy array: `nn::data::npy` reads it"),
    (b"%PDF", "it is a PDF document: write the table as CSV"),
    (b"SQLite format 3\0", "it is an SQLite database: write the table as CSV"),
];

/// Reads a complete text: UTF-8, or UTF-16 with a byte-order mark, compressed by gzip or not.
pub(super) fn read(mut from: impl Read, path: &Path, max_expanded: u64) -> Result<String, CsvError> {
    let failed = |source: std::io::Error| CsvError::Read { path: path.into(), source: source.into() };
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes).map_err(failed)?;
    if bytes.starts_with(&gzip::MAGIC) {
        let mut expanded = Vec::new();
        let limit = max_expanded.saturating_add(1);
        Gunzip::new(&bytes[..]).take(limit).read_to_end(&mut expanded).map_err(failed)?;
        if expanded.len() as u64 > max_expanded {
            let reason = format!(
                "it is compressed by gzip, and expands to more than {max_expanded} bytes: `Table::read_within` sets another limit"
            );
            return Err(CsvError::NotText { path: path.into(), reason });
        }
        bytes = expanded;
    }
    decode(bytes).map_err(|reason| CsvError::NotText { path: path.into(), reason })
}

fn decode(mut bytes: Vec<u8>) -> Result<String, String> {
    if bytes.starts_with(b"\xff\xfe\0\0") || bytes.starts_with(b"\0\0\xfe\xff") {
        return Err("it is in UTF-32: save it as UTF-8".into());
    }
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return utf16(rest, u16::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return utf16(rest, u16::from_be_bytes);
    }
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    if let Some((start, reason)) = FOREIGN.iter().find(|(start, _)| bytes.starts_with(start)) {
        // `PAR1` may be the name of a column: check the rest of the file.
        let may_be_text = start.iter().all(|&byte| byte.is_ascii_graphic());
        if !may_be_text || bytes.contains(&0) || std::str::from_utf8(&bytes).is_err() {
            return Err((*reason).into());
        }
    }
    if let Some(place) = bytes.iter().position(|&byte| byte == 0) {
        let line = line_of(&bytes, place);
        return Err(format!(
            "line {line} contains a zero byte, as in UTF-16 without a byte-order mark, or a binary file: save it as UTF-8"
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        let (line, byte) = (line_of(error.as_bytes(), place), error.as_bytes()[place]);
        format!(
            "line {line} has the byte {byte:#04x}, which is invalid UTF-8 there: convert a file in another encoding, such as Latin-1 \
             (ISO 8859-1) or Windows-1252, to UTF-8, such as by `iconv -f WINDOWS-1252 -t UTF-8`"
        )
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, String> {
    let (units, rest) = bytes.as_chunks::<2>();
    let text: String =
        char::decode_utf16(units.iter().map(|&bytes| unit(bytes))).collect::<Result<_, _>>().map_err(|error| {
            format!("it has the byte-order mark of UTF-16, but the lone surrogate {:#06x}", error.unpaired_surrogate())
        })?;
    if rest.is_empty() {
        Ok(text)
    } else {
        Err("it has the byte-order mark of UTF-16, but an odd number of bytes".into())
    }
}

/// Returns the line of a byte, from 1.
fn line_of(bytes: &[u8], place: usize) -> usize {
    1 + bytes[..place].iter().filter(|&&byte| byte == b'\n').count()
}

/// The position of an unclosed quote: the line of the opening quote and, if it is closed in the middle of a cell on a later line,
/// that line.
pub(super) type Unclosed = (u64, Option<u64>);

/// Checks that each quoted cell is closed. The `csv` crate would read the rest of the file as part of an unclosed cell.
///
/// A cell that spans several lines and whose closing quote is followed by more than spaces is an error, too: it was closed by the
/// opening quote of a later cell. Within one line such a cell is accepted, as by the `csv` crate.
pub(super) fn check_quotes(text: &str, delimiter: u8) -> Result<(), Unclosed> {
    enum At {
        Start,
        Unquoted,
        /// In a cell that was opened on this line.
        Quoted(u64),
        /// Directly after a quote in a quoted cell: it closes the cell, or is the first of an escaped pair.
        Quote(u64),
        Closed(u64),
    }
    let (mut at, mut line) = (At::Start, 1);
    for byte in text.bytes() {
        let ends = byte == delimiter || byte == b'\n' || byte == b'\r';
        at = match (at, byte) {
            (At::Start, b'"') => At::Quoted(line),
            (At::Quoted(opened), b'"') => At::Quote(opened),
            (At::Quote(opened), b'"') => At::Quoted(opened),
            (At::Quoted(opened), _) => At::Quoted(opened),
            _ if ends => At::Start,
            (At::Quote(opened) | At::Closed(opened), b' ' | b'\t') => At::Closed(opened),
            (At::Quote(opened) | At::Closed(opened), _) if opened < line => return Err((opened, Some(line))),
            _ => At::Unquoted,
        };
        line += u64::from(byte == b'\n');
    }
    if let At::Quoted(opened) = at { Err((opened, None)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_unclosed_quotes() {
        let check = |text| check_quotes(text, b',');
        for text in [
            "",
            "a,b\n",
            "\"a\",\"b\"\n",
            "\"a\n,\"\"b\",c",
            "5\" pipe,\"5\"\" pipe\"",
            "\"a\nb\" ,c",
            "a, \"b\n",
            "\"a\"b,c\n",
            "\"\"",
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
        assert_eq!(check("a\n\"b\nc\n"), Err((2, None)));
        assert_eq!(check("a,b\n1,\"x\n2,\"y\"\n3,z\n"), Err((2, Some(3))));
        assert_eq!(check("\"\"\"\n"), Err((1, None)));
        assert_eq!(check_quotes("a;\"b", b';'), Err((1, None)));
    }

    #[test]
    fn limits_size_of_decompressed_text() {
        use std::io::Write;
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(&[b'1'; 1000]).unwrap();
        let bytes = encoder.finish().unwrap();
        assert_eq!(read(&bytes[..], "a.gz".as_ref(), 1000).unwrap().len(), 1000);
        let error = read(&bytes[..], "a.gz".as_ref(), 999).unwrap_err().to_string();
        assert!(error.contains("a.gz") && error.contains("more than 999 bytes"), "{error}");
    }

    #[test]
    fn decodes_utf16_of_either_byte_order() {
        let units: Vec<u16> = "\u{feff}é,😀\n".encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        assert_eq!((decode(little.clone()), decode(big)), (Ok("é,😀\n".into()), Ok("é,😀\n".into())));
        assert!(decode(little[..little.len() - 1].to_vec()).unwrap_err().contains("odd number"));
        assert!(decode(b"\xff\xfe\x00\xd8".to_vec()).unwrap_err().contains("surrogate 0xd800"));
    }
}
