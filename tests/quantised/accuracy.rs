//! The digits: int8 loses at most one percentage point of accuracy, and needs less than a third of the flash.

use flate2::read::GzDecoder;
use nn::data::csv::{Format, Table};
use nn::int8::Calibration;
use nn::prelude::*;

network! {
    #[int8(DenseInt8, flash <= 10_592)]
    struct Dense {
        fc1: Linear<64, 128>,
        fc2: Linear<128, 10>,
    }
    fn forward(image: Tensor<64>) -> Tensor<10> {
        image.fc1().relu().fc2()
    }
}

network! {
    #[int8(ConvolutionalInt8, flash <= 7_000)]
    struct Convolutional {
        conv1: Conv2d<1, 8, kernel = 3, padding = 1>,
        norm1: BatchNorm2d<8>,
        conv2: Conv2d<8, 8, kernel = 3, padding = 1>,
        fc1: Linear<128, 32>,
        fc2: Linear<32, 10>,
    }
    fn forward(image: Tensor<64>) -> Tensor<10> {
        let h = image.reshape::<1, 8, 8>().conv1().norm1().relu();
        let h = (h + h.conv2()).relu().max_pool::<2>();
        h.flatten().fc1().relu().fc2()
    }
}

type Train = dim![1437];
type Test = dim![360];

/// Pixels from 0 to 1, and digits: 1,437 for training, 360 by other writers for testing.
fn digits() -> (Vec<f32>, Vec<usize>) {
    let file = GzDecoder::new(&include_bytes!("../../examples/data/digits.csv.gz")[..]);
    let table = Table::from_reader(file, "digits.csv.gz", Format::default().header(false)).unwrap();
    let columns: Vec<&str> = table.columns().iter().map(String::as_str).collect();
    let pixels = table.numeric::<shape![64], f32>(&columns[..64]).unwrap();
    let digits = table.numeric::<shape![1], f32>(&columns[64..]).unwrap();
    (
        pixels.as_slice().iter().map(|x| x / 16.0).collect(),
        digits.as_slice().iter().map(|&digit| digit as usize).collect(),
    )
}

macro_rules! accuracy {
    ($test:ident, $net:ident, $int8:ident) => {
        #[test]
        fn $test() {
            let (pixels, digits) = digits();
            let of = |i: usize, j: usize| pixels[i * 64 + j];
            let train = Tensor::<shape![Train, 64]>::from_fn(|[i, j]| of(i, j));
            let test = Tensor::<shape![Test, 64]>::from_fn(|[i, j]| of(1437 + i, j));
            let mut session = Session::<$net, Adam, dim![64]>::new(Adam::new(2e-3), 1);
            for step in 0..600 {
                let pick = |i: usize| (step * 64 + i * 29) % 1437;
                let x = Tensor::<shape![64, 64]>::from_fn(|[i, j]| of(pick(i), j));
                let y = Tensor::<shape![64], Class<dim![10]>>::from_fn(|[i]| Class::new(digits[pick(i)]).unwrap());
                session.step(&x, &CrossEntropy, &y);
            }
            let mut calibration = Calibration::<$int8>::new(&session.network);
            calibration.observe(&train);
            let int8 = calibration.build().unwrap();
            let right = |logits: &Tensor<shape![Test, 10]>| {
                logits.argmax_rows().iter().zip(&digits[1437..]).filter(|&(found, digit)| found == digit).count() as f64
                    / 360.0
            };
            let (real, found) = (right(&session.network.forward(&test)), right(&int8.forward(&test)));
            println!(
                "{}: accuracy {real:.4}, in integers {found:.4}; flash {} and {} bytes, scratch {} and {}",
                stringify!($net),
                $net::FLASH_BYTES,
                $int8::FLASH_BYTES,
                $net::SCRATCH_BYTES,
                $int8::SCRATCH_BYTES,
            );
            assert!(real > 0.87 && found >= real - 0.01, "{real}, {found}");
            const { assert!($int8::FLASH_BYTES * 3 < $net::FLASH_BYTES) };
        }
    };
}
accuracy!(dense_layers, Dense, DenseInt8);
accuracy!(convolutions, Convolutional, ConvolutionalInt8);
