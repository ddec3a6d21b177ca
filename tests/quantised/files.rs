//! Files of int8 networks: they round-trip, and a file whose sums could overflow is rejected.

use nn::files::{self, FileError, SafeTensors};
use nn::int8::Calibration;
use nn::prelude::*;
use std::io::Cursor;

network! {
    #[int8(TinyInt8)]
    struct Tiny {
        fc1: Linear<4, 8>,
        fc2: Linear<_, 3>,
    }
    fn forward(x: Tensor<4>) -> Tensor<3> {
        x.fc1().relu().fc2()
    }
}

network! {
    #[int8(OtherInt8)]
    struct Other {
        fc1: Linear<4, 8>,
        fc2: Linear<_, 3>,
    }
    fn forward(x: Tensor<4>) -> Tensor<3> {
        x.fc1().fc2()
    }
}

fn tiny() -> Box<TinyInt8> {
    let net = Tiny::new(1);
    let mut calibration = Calibration::<TinyInt8>::new(&net);
    calibration.observe(&Tensor::<shape![16, 4]>::from_fn(|[i, j]| (i * 4 + j) as f32 / 32.0 - 1.0));
    calibration.build().unwrap()
}

fn read(bytes: &[u8]) -> Result<Box<TinyInt8>, FileError> {
    files::read_int8_from(SafeTensors::new(Cursor::new(bytes), "tiny")?)
}

#[test]
fn written_network_round_trips() {
    let tiny = tiny();
    let bytes = files::int8_to_bytes(&*tiny);
    assert_eq!(read(&bytes).unwrap().as_bytes(), tiny.as_bytes());
    // The data of the file are the bytes of the network.
    assert!(bytes.ends_with(tiny.as_bytes()));
}

#[test]
fn rejects_damaged_and_mismatched_files() {
    let bytes = files::int8_to_bytes(&*tiny());
    let text = |bytes: &[u8]| read(bytes).err().expect("it is wrong").to_string();
    assert!(text(&bytes[..bytes.len() - 1]).contains("truncated"));
    let mut damaged = bytes.clone();
    let last = damaged.len() - 40;
    damaged[last] ^= 1;
    assert!(text(&damaged).contains("corrupt"));
    let net = Tiny::new(1);
    assert!(text(&files::to_bytes(&*net)).contains("has no tensor `input.scale`"));
    let other = Other::new(1);
    let mut calibration = Calibration::<OtherInt8>::new(&other);
    calibration.observe(&Tensor::<shape![16, 4]>::from_fn(|[i, j]| (i * 4 + j) as f32 / 32.0 - 1.0));
    assert!(text(&files::int8_to_bytes(&*calibration.build().unwrap())).contains("another architecture"));
}

/// A bias of almost 2^31 leaves no margin for the products, whose inputs are up to 255 away from their zero point.
#[test]
fn rejects_bias_that_could_overflow() {
    let tiny = tiny();
    assert!((255 * 127..1 << 31).contains(&tiny.largest_sum()));
    let field = TinyInt8::FIELDS.iter().find(|field| field.name == "fc2").unwrap();
    let mut bytes = files::int8_to_bytes(&*tiny);
    let start = bytes.len() - tiny.as_bytes().len() + field.offset;
    let place = |name| start + field.tensors.iter().find(|tensor| tensor.name == name).unwrap().offset;
    let weights = &bytes[place("weight")..][..8];
    let sum: i32 = weights.iter().map(|&weight| i32::from(weight.cast_signed()).abs()).sum();
    let at = place("bias");
    bytes[at..][..4].copy_from_slice(&(i32::MAX - 254 * sum).to_le_bytes());
    // Breaks the key of the checksum, as if the file had been saved with this bias.
    let end = bytes.windows(8).position(|text| text == b"checksum").unwrap();
    bytes[end] = b'x';
    let error = read(&bytes).err().unwrap().to_string();
    assert!(error.contains("`fc2`: the sum of output 0 can reach"), "{error}");
    // The same network without the check: its largest sum is that of the error.
    let mut over = nn::parameters::zeroed::<TinyInt8>();
    over.as_mut_bytes().copy_from_slice(&bytes[bytes.len() - tiny.as_bytes().len()..]);
    assert!(error.contains(&format!("can reach {},", over.largest_sum())), "{error}: {}", over.largest_sum());
}
