//! Word pieces: files, encoding and decoding.

use nn::init::RngExt;
use nn::text::{BytePairs, TextError, Vocabulary, VocabularyFileError};

/// A file of these pieces and scores, which declares `longest`.
fn file(longest: u32, pieces: &[(&[u8], f32)]) -> Vec<u8> {
    let mut bytes = longest.to_le_bytes().to_vec();
    for (piece, score) in pieces {
        bytes.extend(score.to_le_bytes());
        bytes.extend((piece.len() as u32).to_le_bytes());
        bytes.extend(*piece);
    }
    bytes
}

/// The pieces of a vocabulary with all bytes, some characters, and merges of these scores.
fn pieces() -> Vec<(Vec<u8>, f32)> {
    let mut pieces: Vec<(Vec<u8>, f32)> =
        ["<unk>", "\n<s>\n", "\n</s>\n"].map(|piece| (piece.as_bytes().to_vec(), 0.0)).to_vec();
    pieces.extend((0..=255).map(|byte| (format!("<0x{byte:02X}>").into_bytes(), 0.0)));
    let merges = [" t", "he", " the", "at", "cat", " cat", "th"];
    pieces.extend(merges.iter().enumerate().map(|(rank, piece)| (piece.as_bytes().to_vec(), -(rank as f32))));
    pieces.extend([" ", "a", "c", "e", "h", "t", "é"].map(|piece| (piece.as_bytes().to_vec(), -100.0)));
    pieces
}

fn read(pieces: &[(Vec<u8>, f32)]) -> BytePairs {
    let pieces: Vec<(&[u8], f32)> = pieces.iter().map(|(piece, score)| (piece.as_slice(), *score)).collect();
    BytePairs::read_from(&file(7, &pieces)[..], "pieces.bin", pieces.len()).unwrap()
}

fn message(bytes: &[u8], size: usize) -> String {
    BytePairs::read_from(bytes, "a.bin", size).unwrap_err().to_string()
}

#[test]
fn pairs_of_the_best_score_are_merged_first() {
    let vocabulary = read(&pieces());
    assert_eq!(vocabulary.size(), 3 + 256 + 14);
    let merge = |index: usize| 259 + index;
    let (t, he, the, cat, single) = (merge(0), merge(1), merge(2), merge(5), |index: usize| 266 + index);
    assert_eq!(vocabulary.encode("the cat").unwrap(), [1, the, cat]);
    // `th` has a lower score than ` t` and `he`, and is merged only where there is no space.
    assert_eq!(vocabulary.encode("the th").unwrap(), [1, the, t, single(4)]);
    assert_eq!(vocabulary.encode("hehe").unwrap(), [1, single(0), he, he]);
    assert_eq!(vocabulary.encode("\nth").unwrap(), [1, single(0), 3 + 10, merge(6)]);
    // A character of the vocabulary, and one by its three bytes.
    assert_eq!(vocabulary.encode("é茶").unwrap(), [1, single(0), single(6), 3 + 0xe8, 3 + 0x8c, 3 + 0xb6]);
    assert_eq!(vocabulary.encode("").unwrap(), [BytePairs::BEGIN]);
    assert_eq!(vocabulary.piece(the), Some((&b" the"[..], -2.0)));
    assert_eq!(vocabulary.piece(vocabulary.size()), None);
    assert_eq!(vocabulary.clone(), vocabulary);
}

#[test]
fn texts_are_restored() {
    let vocabulary = read(&pieces());
    for text in ["", " ", "the cat", "  the  cat ", "naïve\n\t茶🦀\0", "<0x41>", "<s></s>"] {
        assert_eq!(vocabulary.decode(&vocabulary.encode(text).unwrap()).unwrap(), text, "{text:?}");
    }
    // Long texts take a time that is nearly linear.
    let text = "the cat that hath a heath ".repeat(2_000);
    assert_eq!(vocabulary.decode(&vocabulary.encode(&text).unwrap()).unwrap(), text);
}

#[test]
fn one_token_after_another_gives_the_same_bytes() {
    let vocabulary = read(&pieces());
    let tokens = vocabulary.encode("the cat at 茶").unwrap();
    let pairs = tokens.windows(2).map(|pair| vocabulary.token_bytes(Some(pair[0]), pair[1]).unwrap().to_vec());
    assert_eq!(pairs.collect::<Vec<_>>().concat(), "the cat at 茶".as_bytes());
    // The space is removed only after the beginning, and raw bytes are those that they stand for.
    assert_eq!(vocabulary.decode(&[261]).unwrap(), " the");
    assert_eq!(vocabulary.decode(&[BytePairs::BEGIN, 261, 264, BytePairs::END]).unwrap(), "the cat");
    assert_eq!(vocabulary.decode(&[261, BytePairs::BEGIN, 261]).unwrap(), " thethe");
    assert_eq!(vocabulary.decode_bytes(&[3, 258, 0]).unwrap(), b"\x00\xff<unk>");
    assert_eq!(vocabulary.decode(&[258]).unwrap_err(), TextError::NotUtf8 { position: 0 });
    let error = vocabulary.decode(&[5, 273]).unwrap_err();
    assert_eq!(error.to_string(), "the token at position 1 is 273, expected 0 to 272");
}

#[test]
fn vocabulary_without_bytes_rejects_unknown_characters() {
    let few: Vec<(Vec<u8>, f32)> =
        ["<unk>", "<s>", "</s>", " ", "a"].map(|piece| (piece.as_bytes().to_vec(), 0.0)).to_vec();
    let error = read(&few).encode("aab").unwrap_err();
    assert_eq!(error, TextError::UnknownCharacter { character: 'b', position: 2, size: 5 });
    let error = read(&few[..3]).encode("a").unwrap_err();
    assert_eq!(error, TextError::UnknownCharacter { character: ' ', position: 0, size: 3 });
    // Pieces at the place of a byte that stand for another one are no fallback.
    let mut shifted = pieces();
    shifted.remove(3);
    let error = read(&shifted).encode("x").unwrap_err();
    assert_eq!(error, TextError::UnknownCharacter { character: 'x', position: 0, size: 272 });
    // Those that only look like a byte are text.
    let mut odd = few;
    odd.extend(["<0x4>", "<0xGG>", "<0x+4>", "<0x041>", "<0x41"].map(|piece| (piece.as_bytes().to_vec(), 0.0)));
    assert_eq!(read(&odd).decode(&[5, 6, 7, 8, 9]).unwrap(), "<0x4><0xGG><0x+4><0x041><0x41");
}

#[test]
fn pieces_of_equal_bytes_and_low_scores() {
    let mut twice = pieces();
    twice.push((b" the".to_vec(), 50.0));
    assert_eq!(read(&twice).encode("the").unwrap(), [1, 261]);
    let mut low = pieces();
    low[261].1 = -1e10;
    assert_eq!(read(&low).encode("the").unwrap(), [1, 259, 260]);
    low[261].1 = f32::INFINITY;
    assert_eq!(read(&low).encode("the").unwrap(), [1, 261]);
    // An empty piece and one that is not UTF-8 are pieces of their bytes.
    let mut odd = pieces();
    odd.extend([(Vec::new(), 0.0), (vec![0xff], 0.0)]);
    assert_eq!(read(&odd).decode_bytes(&[273, 274]).unwrap(), [0xff]);
}

#[test]
fn errors_name_the_file_and_the_token() {
    let three: [(&[u8], f32); 3] = [(b"<unk>", 0.0), (b"<s>", 0.0), (b"</s>", 0.0)];
    let whole = file(5, &three);
    assert!(BytePairs::read_from(&whole[..], "a.bin", 3).is_ok());
    assert_eq!(
        message(&whole, 2),
        "a.bin is read as a vocabulary of size 2, expected at least 3: the unknown token, the beginning and the end"
    );
    assert_eq!(message(&[], 3), "a.bin has 0 bytes, expected at least 4, the length of the longest piece");
    assert_eq!(message(&whole[..3], 3), "a.bin has 3 bytes, expected at least 4, the length of the longest piece");
    assert_eq!(message(&whole[..4], 3), "a.bin contains 0 tokens, expected 3");
    assert_eq!(
        message(&whole[..11], 3),
        "a.bin ends within token 0: it has 7 bytes of its score and length, expected 8"
    );
    assert_eq!(message(&whole[..15], 3), "a.bin ends within token 0: it has 3 bytes of its piece, expected 5");
    assert_eq!(message(&whole, 4), "a.bin contains 3 tokens, expected 4");
    assert_eq!(message(&[&whole[..], &[0]].concat(), 3), "a.bin contains more than 3 tokens, expected 3");
    assert_eq!(
        message(&file(4, &three), 3),
        "a.bin declares a piece of 5 bytes for token 0, expected at most 4, the length of the longest piece"
    );
    let nan: [(&[u8], f32); 3] = [(b"<unk>", 0.0), (b"<s>", f32::NAN), (b"</s>", 0.0)];
    assert_eq!(message(&file(5, &nan), 3), "a.bin has NaN as the score of token 1, expected a number");

    let missing = std::env::temp_dir().join("nn-there-is-no-such-vocabulary");
    let error = BytePairs::read(&missing, 3).unwrap_err();
    assert!(error.to_string().starts_with(&format!("cannot open {}: ", missing.display())), "{error}");
    assert_eq!(error.path(), missing);
    assert!(std::error::Error::source(&error).is_some());
    let folder = std::env::temp_dir();
    let error = BytePairs::read(&folder, 3).unwrap_err();
    assert_eq!(error.path(), folder);
}

#[test]
fn file_is_read_from_a_path() {
    let path = tempfile::NamedTempFile::new().unwrap().into_temp_path();
    let all = pieces();
    let slices: Vec<(&[u8], f32)> = all.iter().map(|(piece, score)| (piece.as_slice(), *score)).collect();
    std::fs::write(&path, file(7, &slices)).unwrap();
    assert_eq!(BytePairs::read(&path, all.len()).unwrap(), read(&all));
}

/// A reader that fails, after some bytes.
struct Failing(usize);

impl std::io::Read for Failing {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.0 == 0 {
            return Err(std::io::Error::other("the disk is gone"));
        }
        let count = buffer.len().min(self.0);
        buffer[..count].fill(0);
        self.0 -= count;
        Ok(count)
    }
}

#[test]
fn errors_of_the_reader_are_passed_on() {
    for bytes in [0, 4, 10, 40] {
        let error = BytePairs::read_from(Failing(bytes), "a.bin", 100).unwrap_err();
        assert!(matches!(error, VocabularyFileError::Read { .. }), "{error}");
        assert_eq!(error.to_string(), "cannot read a.bin: the disk is gone");
    }
}

#[test]
fn every_truncation_is_an_error() {
    let all = pieces();
    let slices: Vec<(&[u8], f32)> = all.iter().map(|(piece, score)| (piece.as_slice(), *score)).collect();
    let whole = file(7, &slices);
    for length in 0..whole.len() {
        let error = BytePairs::read_from(&whole[..length], "a.bin", all.len()).unwrap_err().to_string();
        assert!(error.contains("a.bin"), "{error}");
    }
}

#[test]
fn lengths_in_a_file_allocate_nothing() {
    // Pieces of 4 GiB, of which the file has a few bytes.
    let mut bytes = u32::MAX.to_le_bytes().to_vec();
    bytes.extend([0; 4]);
    bytes.extend(u32::MAX.to_le_bytes());
    bytes.extend([7; 9]);
    assert_eq!(
        message(&bytes, usize::MAX),
        "a.bin ends within token 0: it has 9 bytes of its piece, expected 4294967295"
    );
}

#[test]
fn any_bytes_are_a_vocabulary_or_an_error() {
    let mut rng = nn::init::rng(5);
    let all = pieces();
    let slices: Vec<(&[u8], f32)> = all.iter().map(|(piece, score)| (piece.as_slice(), *score)).collect();
    let whole = file(7, &slices);
    let mut vocabularies = 0;
    for round in 0..4000 {
        let mut bytes = whole.clone();
        if round % 2 == 0 {
            // Some bytes of a correct file are changed.
            for _ in 0..rng.random_range(1..4) {
                let place = rng.random_range(0..bytes.len() as u64) as usize;
                bytes[place] = rng.random();
            }
        } else {
            bytes = (0..rng.random_range(0..200)).map(|_| rng.random_range(0..4_u8)).collect();
        }
        let size = if round % 2 == 0 { all.len() } else { rng.random_range(3..6) };
        match BytePairs::read_from(&bytes[..], "a.bin", size) {
            Ok(vocabulary) => {
                vocabularies += 1;
                let tokens: Vec<usize> = (0..size).collect();
                assert!(vocabulary.decode_lossy(&tokens).is_ok());
                if let Ok(tokens) = vocabulary.encode("the cat 茶\n") {
                    assert!(tokens.iter().all(|&token| token < size));
                }
            }
            Err(error) => assert!(error.to_string().contains("a.bin")),
        }
    }
    assert!(vocabularies > 100, "{vocabularies}");
}

/// Tokens of the vocabulary of the model stories260K, as llama2.c computes them. `NN_TOK512` is the path of its `tok512.bin`.
#[test]
#[ignore = "needs the file tok512.bin"]
fn tokens_are_those_of_llama2_c() {
    let path = std::env::var("NN_TOK512").expect("NN_TOK512 is the path of tok512.bin");
    let vocabulary = BytePairs::read(path, 512).unwrap();
    let known: [(&str, &[usize]); 5] = [
        ("", &[1]),
        (
            "Once upon a time, there was a little girl named Lily.",
            &[1, 403, 407, 261, 378, 432, 383, 286, 261, 376, 298, 315, 421, 395, 317, 426],
        ),
        ("  two  spaces\n\ttab", &[1, 410, 410, 259, 424, 414, 410, 262, 427, 412, 331, 419, 13, 12, 413, 412, 430]),
        ("naïve 猫 é", &[1, 297, 412, 198, 178, 360, 410, 234, 143, 174, 410, 485]),
        (
            "Zyzzyva! 12,345 <s>",
            &[1, 410, 469, 422, 451, 451, 422, 435, 412, 443, 410, 475, 479, 432, 472, 484, 480, 410, 504, 419, 505],
        ),
    ];
    for (text, tokens) in known {
        assert_eq!(vocabulary.encode(text).unwrap(), tokens, "{text:?}");
        assert_eq!(vocabulary.decode(tokens).unwrap(), text);
    }
}
