//! Decompression of gzip streams.

use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, Read};

/// The two bytes at the start of every gzip stream.
pub(super) const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Decompresses a gzip stream of one or several members, as Python's `gzip` does: members may be concatenated (`cat a.gz b.gz`,
/// pigz, bgzip), and zeros may pad the end. Anything else after a member is an error.
pub(super) struct Gunzip<R> {
    member: Option<GzDecoder<R>>,
}

impl<R: BufRead> Gunzip<R> {
    pub(super) fn new(from: R) -> Self {
        Self { member: Some(GzDecoder::new(from)) }
    }
}

impl<R: BufRead> Read for Gunzip<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if to.is_empty() {
            return Ok(0);
        }
        while let Some(member) = &mut self.member {
            let count = member.read(to)?;
            if count > 0 {
                return Ok(count);
            }
            if is_at_end(member.get_mut())? {
                self.member = None;
            } else if let Some(member) = self.member.take() {
                self.member = Some(GzDecoder::new(member.into_inner()));
            }
        }
        Ok(0)
    }
}

/// Skips zeros; returns whether the stream ends after them.
fn is_at_end(from: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let bytes = from.fill_buf()?;
        if bytes.is_empty() {
            return Ok(true);
        }
        let zeros = bytes.iter().take_while(|&&byte| byte == 0).count();
        if zeros < bytes.len() {
            from.consume(zeros);
            return Ok(false);
        }
        from.consume(zeros);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn member(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// Reads through a buffer of one byte, so that every boundary falls between two reads.
    fn read(bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut all = Vec::new();
        Gunzip::new(io::BufReader::with_capacity(1, bytes)).read_to_end(&mut all)?;
        Ok(all)
    }

    #[test]
    fn reads_all_members() {
        let members = [member(b"abc"), member(b""), member(b"d"), member(b"")].concat();
        assert_eq!(read(&members).unwrap(), b"abcd");
        assert_eq!(read(&member(b"")).unwrap(), b"");
    }

    #[test]
    fn accepts_zero_padding_after_members() {
        assert_eq!(read(&[member(b"abc"), vec![0; 700]].concat()).unwrap(), b"abc");
        assert_eq!(read(&[member(b"abc"), vec![0; 3], member(b"d"), vec![0]].concat()).unwrap(), b"abcd");
    }

    #[test]
    fn rejects_other_trailing_bytes() {
        for tail in [&b"x"[..], &[0, 0, 1], &[0x1f], &[0x1f, 0x8b, 8]] {
            assert!(read(&[&member(b"abc")[..], tail].concat()).is_err(), "{tail:?}");
        }
        let whole = [member(b"abc"), member(b"d")].concat();
        let boundary = member(b"abc").len();
        for cut in 1..whole.len() {
            assert_eq!(read(&whole[..cut]).is_ok(), cut == boundary, "{cut} bytes");
        }
    }
}
