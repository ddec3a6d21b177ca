//! What a workspace holds: no value twice, and in one place what is never needed at the same time.

use nn::prelude::*;
use nn::{Layer, Momentum};

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

/// How many numbers each value of a sample has, in the order of the forward pass.
const VALUES: [usize; 9] = [6272, 6272, 1568, 3136, 3136, 784, 64, 64, 10];

#[test]
fn training_takes_little_more_than_half_of_all_values_and_gradients() {
    type Batch = dim![64];
    let all = 2 * VALUES.iter().sum::<usize>() * Batch::SIZE * size_of::<f32>();
    let taken = Session::<Cnn, Momentum, Batch>::TRAIN_BYTES;
    assert!(taken <= all * 3 / 5, "{taken} of {all}");
}

/// The peak: in some step all of a prediction's place is in use. Where a layer needs room, it stands between what it is given and
/// what it gives.
#[test]
fn a_prediction_takes_what_the_largest_step_needs() {
    // The first convolution's output and its pool's; the rooms, in which images have their borders, are smaller than those.
    assert_eq!(Cnn::SCRATCH_BYTES, (6272 + 1568) * size_of::<f32>());
}

network! {
    /// Wide, narrow, narrow, wide: two places of the size of the largest values would be too much.
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
fn an_hourglass() {
    assert_eq!(Hourglass::SCRATCH_BYTES, (100 + 3) * size_of::<f32>());
    for seed in 0..5 {
        // What is computed at the two ends is what a session computes, which keeps every value apart.
        let net = Hourglass::new(seed);
        let x = Tensor::<shape![5, 10]>::from_fn(|[i, j]| ((i * 7 + j * 3) % 11) as f32 / 11.0);
        let mut session = Session::<Hourglass, Momentum, dim![5]>::from_network(&net, Momentum::new(0.1, 0.9), 1);
        assert_eq!(*session.forward(&x), *net.forward(&x));
    }
}

network! {
    struct Kept {
        fc1: Linear<30, 40>,
        fc2: Linear<40, 5>,
    }
    fn forward(x: Tensor<30>) -> Tensor<5> {
        x.fc1().relu().fc2()
    }
}

network! {
    struct Dropped {
        fc1: Linear<30, 40>,
        fc2: Linear<40, 5>,
    }
    fn forward(x: Tensor<30>) -> Tensor<5> {
        x.fc1().relu().dropout().fc2()
    }
}

#[test]
fn what_is_done_in_place_takes_no_place() {
    type Saved<Net> = <Net as Layer<shape![30]>>::Saved<dim![8]>;
    type Scratch<Net> = <Net as Layer<shape![30]>>::Scratch<dim![8]>;
    // The 40 numbers between the layers, and their gradients.
    assert_eq!(size_of::<Saved<Kept>>(), 2 * 8 * 40 * size_of::<f32>());
    assert_eq!(size_of::<Saved<Dropped>>(), size_of::<Saved<Kept>>());
    assert_eq!(size_of::<Scratch<Dropped>>(), size_of::<Scratch<Kept>>());
    // Nothing is dropped in a prediction.
    let x = Tensor::<shape![2, 30]>::full(0.5);
    assert_eq!(Dropped::new(3).forward(&x), Kept::new(3).forward(&x));
}

network! {
    /// Values that are needed again later, in branches of other depths.
    #[dtype(f64)]
    struct Branches {
        fc1: Linear<3, 5>,
        fc2: Linear<5, 5>,
        fc3: Linear<5, 5>,
        fc4: Linear<5, 5>,
        fc5: Linear<10, 2>,
    }
    fn forward(x: Tensor<3>) -> (Tensor<2>, Tensor<5>) {
        let a = x.fc1();
        let b = a.fc2().tanh();
        let c = b.fc3().sigmoid() + a;
        let d = c.fc4().relu().fc3() * b;
        (concat(d, c.relu()).fc5(), d + a)
    }
}

#[test]
fn nothing_is_overwritten_that_is_needed() {
    use nn::gradient_check::check_layer;
    for seed in 0..20 {
        check_layer::<shape![3], dim![4], _>(&mut *nn::zeroed::<Branches>(), seed);
    }
}
