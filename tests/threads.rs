//! Whole training steps are bit-identical on one thread and on several.
//!
//! Without the feature `rayon` the steps run serially, and a digest of their bits is printed: `.ci/threads` compares it with that
//! of a build with the feature.

#![allow(missing_docs)]

use nn::Float;
use nn::layers::Layer;
use nn::optim::Optimizer;
use nn::prelude::*;
use nn::shape::Sample;

macro_rules! networks {
    ($number:ident) => {
        use nn::prelude::*;

        network! {
            /// Dense layers of odd sizes.
            #[dtype($number)]
            pub(crate) struct Dense {
                fc1: Linear<301, 523>,
                fc2: Linear<523, 257>,
                fc3: Linear<257, 10>,
            }
            fn forward(x: Tensor<301>) -> Tensor<10> {
                x.fc1().relu().dropout::<0.1>().fc2().tanh().fc3()
            }
        }

        network! {
            /// Convolutions and pools.
            #[dtype($number)]
            pub(crate) struct Images {
                conv1: Conv2d<1, 8, kernel = 3, padding = 1>,
                conv2: Conv2d<8, 16, kernel = 3, padding = 1>,
                fc1: Linear<784, 64>,
                fc2: Linear<64, 10>,
            }
            fn forward(x: Tensor<1, 28, 28>) -> Tensor<10> {
                let h = x.conv1().relu().max_pool::<2>();
                let h = h.conv2().relu().max_pool::<2>();
                h.flatten().fc1().relu().fc2()
            }
        }

        network! {
            /// Groups, strides, batch normalisation, means, dropout, a transposed convolution.
            #[dtype($number)]
            pub(crate) struct Normalized {
                conv1: Conv2d<6, 27, kernel = 3, padding = 1, groups = 3>,
                norm1: BatchNorm2d<27>,
                conv2: Conv2d<27, 20, kernel = (3, 2), stride = 2>,
                norm2: GroupNorm<5, 20>,
                up: ConvTranspose2d<20, 12, kernel = 3, stride = 2>,
                norm3: BatchNorm2d<12>,
                fc: Linear<12, 10>,
            }
            fn forward(x: Tensor<6, 25, 23>) -> Tensor<10> {
                let h = x.conv1().norm1().gelu().dropout::<0.2>().avg_pool::<3, stride = 1, padding = 1>();
                let h = h.conv2().norm2().silu().up().norm3().relu().dropout2d::<0.1>();
                h.max_pool::<3, stride = 2>().global_avg_pool().fc()
            }
        }

        network! {
            /// Recurrent layers, in one direction and in two.
            #[dtype($number)]
            pub(crate) struct Steps {
                lstm: Lstm<31, 97, layers = 2, dropout = 0.1>,
                gru: Gru<97, 65, bidirectional = true>,
                rnn: Rnn<130, 90>,
                out: Linear<90, 10>,
            }
            fn forward(x: Tensor<3, 31>) -> Tensor<10> {
                x.lstm().gru().rnn().mean::<0>().out()
            }
        }

        network! {
            /// Attention, whose masks of dropout are functions of the sample.
            #[dtype($number)]
            pub(crate) struct Attending {
                qkv: Linear<31, 120>,
                mix: Linear<40, 90>,
                out: Linear<90, 10>,
            }
            fn forward(x: Tensor<48, 31>) -> Tensor<10> {
                let (q, k, v) = chunk::<3, 1>(x.qkv());
                attention(q, k, v, heads = 5, dropout = 0.1).mix().tanh().mean::<0>().out()
            }
        }
    };
}

mod single {
    networks!(f32);
}

mod double {
    networks!(f64);
}

const STEPS: usize = 3;

/// Pseudorandom elements from -1 to 1.
fn fill<T: Float>(numbers: &mut [T]) {
    for (i, number) in (0_u32..).zip(numbers) {
        *number = T::from_f64(f64::from(i.wrapping_mul(2_654_435_769) >> 8) / f64::from(1 << 23) - 1.0);
    }
}

/// The results of some steps: losses, parameters, the gradient, and the output of a prediction.
fn train<S: Sample, B: Dim, Net, O: Optimizer<Net::Elem>>(optimizer: O) -> Vec<u64>
where
    Net: Network<In = S> + Layer<S, Net::Elem, Out = (dim![10],)>,
{
    let mut x = Tensor::<S::Batch<B>, Net::Elem>::zeros();
    fill(x.as_mut_slice());
    let mut labels = Tensor::<(B,), Class<dim![10]>>::zeros();
    labels.iter_mut().enumerate().for_each(|(i, label)| *label = Class::new(i * i % 10).unwrap());
    let mut session = Session::<Net, O, B>::new(optimizer, 5);
    let losses: Vec<_> = (0..STEPS).map(|_| session.step(&x, &CrossEntropy, &labels)).collect();
    assert!(losses[STEPS - 1] < losses[0], "the loss does not fall: {losses:?}");
    let mut y = Tensor::<(B, dim![10]), Net::Elem>::zeros();
    session.network.predict::<B>(&x, &mut y, &mut nn::parameters::zeroed());
    let numbers = [&losses[..], session.network.as_slice(), session.gradient.as_slice(), y.as_slice()];
    numbers.concat().into_iter().map(|number| number.to_f64().to_bits()).collect()
}

/// Trains on one thread, prints a digest of the bits, and compares them with those of several threads.
fn check(name: &str, train: impl Fn() -> Vec<u64> + Send + Sync) {
    let one = in_pool(1, &train);
    let digest = one.iter().fold(0_u64, |sum, bits| (sum.rotate_left(5) ^ bits).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    println!("bits of {name}: {digest:016x}");
    #[cfg(feature = "rayon")]
    for threads in [2, 3, 8] {
        let several = in_pool(threads, &train);
        let differ = one.iter().zip(&several).filter(|(one, other)| one != other).count();
        assert!(one.len() == several.len() && differ == 0, "{name}: {differ} values differ with {threads} threads");
    }
}

/// Trains in a pool of this number of threads, and checks that kernels were divided if there are several, and only then.
#[cfg(feature = "rayon")]
fn in_pool(threads: usize, train: &(impl Fn() -> Vec<u64> + Sync)) -> Vec<u64> {
    // Tests in other threads divide kernels, too.
    static ALONE: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _alone = ALONE.lock();
    let before = nn::__private::kernels::divisions();
    let bits = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(train);
    let divisions = nn::__private::kernels::divisions() - before;
    if threads == 1 {
        assert_eq!(divisions, 0);
    } else {
        // In each step, forward, backward and update have work to divide.
        assert!(divisions >= 5 * STEPS * (threads - 1), "{divisions} divisions for {threads} threads");
    }
    bits
}

#[cfg(not(feature = "rayon"))]
fn in_pool(_: usize, train: &impl Fn() -> Vec<u64>) -> Vec<u64> {
    train()
}

#[test]
fn dense_layers_are_bit_identical() {
    check("dense layers, f32", || train::<_, dim![67], single::Dense, _>(Adam::new(1e-3)));
    check("dense layers, f64", || train::<_, dim![67], double::Dense, _>(Adam::new(1e-3)));
}

/// Optimisers with a rule for each tensor.
#[test]
fn steps_by_tensor_are_bit_identical() {
    check("Muon, f32", || train::<_, dim![67], single::Dense, _>(Muon::new(1e-3)));
    check("Adafactor, f64", || train::<_, dim![67], double::Dense, _>(Adafactor::new(1e-3)));
}

#[test]
fn convolutions_are_bit_identical() {
    check("convolutions, f32", || train::<_, dim![61], single::Images, _>(Momentum::new(0.01, 0.9)));
    check("convolutions, f64", || train::<_, dim![61], double::Images, _>(Momentum::new(0.01, 0.9)));
}

#[test]
fn normalisations_are_bit_identical() {
    check("normalisations, f32", || train::<_, dim![37], single::Normalized, _>(Adam::new(1e-2)));
    check("normalisations, f64", || train::<_, dim![37], double::Normalized, _>(Adam::new(1e-2)));
}

#[test]
fn recurrent_layers_are_bit_identical() {
    check("recurrent layers, f32", || train::<_, dim![67], single::Steps, _>(Adam::new(1e-2)));
    check("recurrent layers, f64", || train::<_, dim![67], double::Steps, _>(Adam::new(1e-2)));
}

#[test]
fn attention_is_bit_identical() {
    check("attention, f32", || train::<_, dim![29], single::Attending, _>(Adam::new(1e-2)));
    check("attention, f64", || train::<_, dim![29], double::Attending, _>(Adam::new(1e-2)));
}
