//! The content of a workspace: no value is stored twice, and values that are not live at the same time share memory.

use nn::layers::Layer;
use nn::prelude::*;

/// Checks that a prediction, whose values share memory, equals that of a session, which stores every value separately.
macro_rules! same_bits {
    ($Net:ty, $In:ty, $Float:ty) => {
        for seed in 0..5 {
            let net = <$Net>::new(seed);
            let x =
                Tensor::<$In, $Float>::from_fn(|at| (at.iter().fold(7, |sum, i| sum * 31 + i) % 97) as $Float / 97.0);
            let mut session = Session::<$Net, Momentum, dim![5]>::from_network(&net, Momentum::new(0.1, 0.9), 1);
            assert_eq!(*session.forward(&x), *net.forward(&x));
        }
    };
}

network! {
    /// Two convolutions and two dense layers.
    struct Cnn {
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

/// The number of elements of each value of a sample, in the order of the forward pass.
const VALUES: [usize; 9] = [6272, 6272, 1568, 3136, 3136, 784, 64, 64, 10];

#[test]
fn training_reuses_memory_of_values_and_gradients() {
    type Batch = dim![64];
    let all = 2 * VALUES.iter().sum::<usize>() * Batch::SIZE * size_of::<f32>();
    let taken = Session::<Cnn, Momentum, Batch>::TRAIN_BYTES;
    assert!(taken <= all * 3 / 5, "{taken} of {all}");
}

/// The scratch of a prediction is the peak of its steps. The scratch of a layer lies between the layer's input and its output.
#[test]
fn prediction_scratch_is_peak_of_steps() {
    // The outputs of the first convolution and of its pooling; the scratch for padded images is smaller than those.
    assert_eq!(Cnn::SCRATCH_BYTES, (6272 + 1568) * size_of::<f32>());
}

network! {
    /// Wide, narrow, narrow, wide: two slots of the size of the largest values would be too large.
    struct Hourglass {
        fc1: Linear<10, 100>,
        fc2: Linear<100, 3>,
        fc3: Linear<3, 2>,
        fc4: Linear<2, 90>,
        fc5: Linear<90, 1>,
    }
    fn forward(x: Tensor<10>) -> Tensor<1> {
        x.fc1().relu().fc2().tanh().fc3().fc4().relu().fc5()
    }
}

#[test]
fn hourglass() {
    assert_eq!(Hourglass::SCRATCH_BYTES, (100 + 3) * size_of::<f32>());
    same_bits!(Hourglass, shape![5, 10], f32);
}

network! {
    struct WithoutDropout {
        fc1: Linear<30, 40>,
        fc2: Linear<40, 5>,
    }
    fn forward(x: Tensor<30>) -> Tensor<5> {
        x.fc1().relu().fc2()
    }
}

network! {
    struct WithDropout {
        fc1: Linear<30, 40>,
        fc2: Linear<40, 5>,
    }
    fn forward(x: Tensor<30>) -> Tensor<5> {
        x.fc1().relu().dropout().fc2()
    }
}

#[test]
fn in_place_operations_need_no_buffer() {
    type Saved<Net> = <Net as Layer<shape![30]>>::Saved<dim![8]>;
    type Scratch<Net> = <Net as Layer<shape![30]>>::Scratch<dim![8]>;
    // The 40 elements between the layers, and their gradients.
    assert_eq!(size_of::<Saved<WithoutDropout>>(), 2 * 8 * 40 * size_of::<f32>());
    assert_eq!(size_of::<Saved<WithDropout>>(), size_of::<Saved<WithoutDropout>>());
    assert_eq!(size_of::<Scratch<WithDropout>>(), size_of::<Scratch<WithoutDropout>>());
    // Nothing is dropped in a prediction.
    let x = Tensor::<shape![2, 30]>::full(0.5);
    assert_eq!(WithDropout::new(3).forward(&x), WithoutDropout::new(3).forward(&x));
}

/// The maximum number of bytes over these steps, each with the numbers of elements of its values and scratch.
fn peak<E>(steps: &[&[usize]]) -> usize {
    steps.iter().map(|step| step.iter().sum::<usize>()).max().unwrap() * size_of::<E>()
}

network! {
    /// Blocks whose inputs are read again at their end.
    #[int8(ResidualInt8)]
    struct Residual {
        stem: Linear<8, 32>,
        up1: Linear<32, 64>,
        down1: Linear<64, 32>,
        up2: Linear<32, 5>,
        down2: Linear<5, 32>,
        out: Linear<32, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        let h = x.stem().relu();
        let h = h + h.up1().relu().down1();
        (h + h.up2().relu().down2()).out()
    }
}

#[test]
fn residual_blocks() {
    // In the second layer of the first block: the input of the block, and the outputs of the first and the second layer.
    let steps: [&[usize]; 8] =
        [&[32], &[32, 64], &[32, 64, 32], &[32, 32, 32], &[32, 5], &[32, 5, 32], &[32, 32, 32], &[32]];
    assert_eq!(Residual::SCRATCH_BYTES, peak::<f32>(&steps));
    assert_eq!(Residual::SCRATCH_BYTES, 4 * (32 + 64 + 32));
    assert_eq!(ResidualInt8::SCRATCH_BYTES, peak::<i8>(&steps));
    // Each sample of a batch needs the same amount.
    type Scratch<B> = <Residual as Layer<shape![8]>>::Scratch<B>;
    assert_eq!(size_of::<Scratch<dim![17]>>(), 17 * size_of::<Scratch<dim![1]>>());
    same_bits!(Residual, shape![5, 8], f32);
}

network! {
    struct Joined {
        stem: Linear<6, 20>,
        a: Linear<20, 3>,
        b1: Linear<20, 40>,
        b2: Linear<40, 7>,
        c1: Linear<20, 9>,
        c2: Linear<9, 11>,
        out: Linear<21, 2>,
    }
    fn forward(x: Tensor<6>) -> Tensor<2> {
        let h = x.stem().tanh();
        concat(h.a().relu(), h.b1().sigmoid().b2(), h.c1().relu().c2().tanh()).out()
    }
}

#[test]
fn three_branches() {
    let steps: [&[usize]; 8] =
        [&[20], &[20, 3], &[20, 3, 40], &[20, 3, 40, 7], &[20, 3, 7, 9], &[3, 7, 9, 11], &[3, 7, 11, 21], &[21]];
    assert_eq!(Joined::SCRATCH_BYTES, peak::<f32>(&steps));
    same_bits!(Joined, shape![5, 6], f32);
}

network! {
    #[dtype(f64)]
    struct Heads {
        stem: Linear<6, 12>,
        left: Linear<12, 30>,
        right1: Linear<12, 17>,
        right2: Linear<17, 8>,
        class: Linear<30, 3>,
        value: Linear<38, 1>,
    }
    fn forward(x: Tensor<6>) -> (Tensor<3>, Tensor<1>) {
        let h = x.stem().relu();
        let left = h.left().tanh();
        let right = h.right1().relu().right2();
        (left.class(), concat(left, right).value())
    }
}

#[test]
fn two_outputs() {
    // The caller stores the outputs themselves.
    let steps: [&[usize]; 7] = [&[12], &[12, 30], &[12, 30, 17], &[30, 17, 8], &[30, 8], &[30, 8, 38], &[38]];
    assert_eq!(Heads::SCRATCH_BYTES, peak::<f64>(&steps));
    for seed in 0..5 {
        let net = Heads::new(seed);
        let x = Tensor::<shape![5, 6], f64>::from_fn(|[i, j]| ((i * 7 + j * 3) % 11) as f64 / 11.0);
        let mut session = Session::<Heads, Momentum, dim![5]>::from_network(&net, Momentum::new(0.1, 0.9), 1);
        let (found, expected) = (net.forward(&x), session.forward(&x));
        assert_eq!((&found.0, &found.1), expected);
    }
}

network! {
    /// The features at each size of the contracting path are concatenated with those of the expanding path.
    struct UNet {
        down1: Conv2d<1, 4, kernel = 3, padding = 1>,
        down2: Conv2d<4, 8, kernel = 3, padding = 1>,
        deep: Conv2d<8, 8, kernel = 3, padding = 1>,
        up: Conv2d<16, 4, kernel = 3, padding = 1>,
        out: Linear<8, 3>,
    }
    fn forward(x: Tensor<1, 16, 16>) -> Tensor<3> {
        let fine = x.down1().relu();
        let coarse = fine.max_pool::<2>().down2().relu();
        let deep = coarse.max_pool::<2>().deep().relu();
        let h = concat(coarse, deep.upsample::<2>()).up().relu();
        concat(fine, h.upsample::<2>()).global_avg_pool().out()
    }
}

#[test]
fn u_net() {
    // The scratch of a 3x3 convolution for one sample, in elements.
    type Conv<In, Out> = nn::layers::Conv2d<In, Out, nn::layers::Window<dim![3], dim![1], dim![1]>>;
    type OneSample<In, Out, Size> = <Conv<In, Out> as Layer<(In, Size, Size)>>::Scratch<dim![1]>;
    let down1 = size_of::<OneSample<dim![1], dim![4], dim![16]>>() / 4;
    let down2 = size_of::<OneSample<dim![4], dim![8], dim![8]>>() / 4;
    let deep = size_of::<OneSample<dim![8], dim![8], dim![4]>>() / 4;
    let up = size_of::<OneSample<dim![16], dim![4], dim![8]>>() / 4;
    assert!(up >= 16 * 10 * 10);
    let steps: [(&[usize], usize); 12] = [
        (&[1024], down1),
        (&[1024, 256], 0),
        (&[1024, 256, 512], down2),
        (&[1024, 512, 128], 0),
        (&[1024, 512, 128, 128], deep),
        (&[1024, 512, 128, 512], 0),
        (&[1024, 512, 512, 1024], 0),
        (&[1024, 1024, 256], up),
        (&[1024, 256, 1024], 0),
        (&[1024, 1024, 2048], 0),
        (&[2048, 8], 0),
        (&[8], 0),
    ];
    // Convolutions have scratch for eight samples at most, under every feature.
    let peak = |batch: usize| {
        let sizes = steps.iter().map(|(values, scratch)| batch * values.iter().sum::<usize>() + batch.min(8) * scratch);
        sizes.max().unwrap() * size_of::<f32>()
    };
    type Scratch<B> = <UNet as Layer<shape![1, 16, 16]>>::Scratch<B>;
    assert_eq!(UNet::SCRATCH_BYTES, peak(1));
    assert_eq!(size_of::<Scratch<dim![3]>>(), peak(3));
    assert_eq!(size_of::<Scratch<dim![64]>>(), peak(64));
    same_bits!(UNet, shape![5, 1, 16, 16], f32);
}

network! {
    struct Inner {
        fc1: Linear<32, 50>,
        fc2: Linear<50, 32>,
    }
    fn forward(x: Tensor<32>) -> Tensor<32> {
        x.fc1().tanh().fc2()
    }
}

network! {
    /// A nested network, which the macro cannot analyse: its output has the shape of the value to which it is added.
    struct Outer {
        stem: Linear<8, 32>,
        one: Inner,
        row: [Inner; 3],
        out: Linear<32, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        let h = x.stem();
        let h = h + h.one();
        (h + h.row().relu()).out()
    }
}

#[test]
fn networks_within_residual_blocks() {
    type Scratch<Net> = <Net as Layer<shape![32]>>::Scratch<dim![1]>;
    let inner = Inner::SCRATCH_BYTES;
    assert_eq!(inner, 4 * 50);
    // The input and the output of the array, and its own scratch.
    assert_eq!(Outer::SCRATCH_BYTES, 2 * 4 * 32 + size_of::<Scratch<[Inner; 3]>>());
    same_bits!(Outer, shape![5, 8], f32);
}

type Wide = dim![24];

network! {
    /// Named sizes, whose values only the compiler knows.
    struct Named {
        stem: Linear<8, Wide>,
        fc1: Linear<Wide, 7>,
        fc2: Linear<7, Wide>,
        out: Linear<Wide, 4>,
    }
    fn forward(x: Tensor<8>) -> Tensor<4> {
        let h = x.stem().relu();
        let h = h + h.fc1().relu().fc2();
        (h + h.fc1().tanh().fc2()).out()
    }
}

#[test]
fn named_sizes_share_buffers() {
    // Five values of 24 and two of 7, of which three of 24 are live at the same time, or two of 24 and one of 7.
    const { assert!(Named::SCRATCH_BYTES >= 4 * 3 * 24 && Named::SCRATCH_BYTES <= 4 * (3 * 24 + 7)) };
    same_bits!(Named, shape![5, 8], f32);
}
