//! Bytes and characters, and errors in converting text.

use nn::text::{Bytes, Characters, TextError, Vocabulary};

#[test]
fn texts_are_restored() {
    let text = "Tea for two,\n\tünd 茶 für 🦀!\0";
    let characters = Characters::new(text);
    let vocabularies: [&dyn Vocabulary; 2] = [&Bytes, &characters];
    for vocabulary in vocabularies {
        let tokens = vocabulary.encode(text).unwrap();
        assert!(tokens.iter().all(|&token| token < vocabulary.size()));
        assert_eq!(vocabulary.decode(&tokens).unwrap(), text);
        assert_eq!(vocabulary.decode_lossy(&tokens).unwrap(), text);
        assert_eq!(vocabulary.decode_bytes(&tokens).unwrap(), text.as_bytes());
        assert_eq!((vocabulary.encode("").unwrap(), vocabulary.decode(&[]).unwrap()), (vec![], String::new()));
    }
    assert_eq!(Bytes.encode(text).unwrap().len(), text.len());
    assert_eq!(characters.encode(text).unwrap().len(), text.chars().count());
}

#[test]
fn characters_are_sorted_and_distinct() {
    let vocabulary = Characters::new("zöba🦀ab\n");
    assert_eq!((vocabulary.as_str(), vocabulary.size()), ("\nabzö🦀", 6));
    assert_eq!(['\n', 'a', 'b', 'z', 'ö', '🦀'].map(|c| vocabulary.token(c)), [0, 1, 2, 3, 4, 5].map(Some));
    assert_eq!(vocabulary.token('c'), None);
    assert_eq!(Characters::new(vocabulary.as_str()), vocabulary);
    assert_eq!((Characters::new("").size(), Characters::new("").as_str()), (0, ""));
}

#[test]
fn every_token_has_its_bytes() {
    let characters = Characters::new("aé茶");
    let bytes = |vocabulary: &dyn Vocabulary, token| vocabulary.token_bytes(None, token).map(<[u8]>::to_vec);
    assert_eq!(
        [0, 1, 2].map(|token| bytes(&characters, token).unwrap()),
        ["a", "é", "茶"].map(|c| c.as_bytes().to_vec())
    );
    assert_eq!([0, 255].map(|token| bytes(&Bytes, token).unwrap()), [[0], [255]]);
    for token in [3, usize::MAX] {
        assert_eq!(bytes(&characters, token), None);
    }
    assert_eq!((bytes(&Bytes, 256), bytes(&Bytes, usize::MAX)), (None, None));
}

#[test]
fn errors_name_character_token_and_position() {
    let vocabulary = Characters::new("abc");
    let error = vocabulary.encode("abécé").unwrap_err();
    assert_eq!(error, TextError::UnknownCharacter { character: 'é', position: 2, size: 3 });
    assert_eq!(
        error.to_string(),
        "the character 'é' (U+00E9) at position 2 of the text is not in the vocabulary of size 3"
    );
    // The position counts characters, not bytes, and an invisible character is shown by its code.
    let error = Characters::new("é").encode("éé\u{feff}").unwrap_err().to_string();
    assert_eq!(
        error,
        "the character '\\u{feff}' (U+FEFF) at position 2 of the text is not in the vocabulary of size 1"
    );
    for error in [vocabulary.decode(&[0, 2, 3]), vocabulary.decode_lossy(&[0, 2, 3])].map(Result::unwrap_err) {
        assert_eq!(error, TextError::UnknownToken { token: 3, position: 2, size: 3 });
        assert_eq!(error.to_string(), "the token at position 2 is 3, expected 0 to 2");
    }
    let error = Bytes.decode_bytes(&[256]).unwrap_err().to_string();
    assert_eq!(error, "the token at position 0 is 256, expected 0 to 255");
    let error = Characters::new("").decode(&[0]).unwrap_err().to_string();
    assert_eq!(error, "the token at position 0 is 0, but the vocabulary is empty");
    let error = Bytes.decode(&[0x61, 0xe8, 0x8c]).unwrap_err();
    assert_eq!(error, TextError::NotUtf8 { position: 1 });
    assert_eq!(format!("{error:?}"), error.to_string());
    assert_eq!(Bytes.decode_lossy(&[0x61, 0xe8, 0x8c, 0x62]).unwrap(), "a\u{fffd}b");
}
