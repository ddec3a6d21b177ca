//! The network that `mnist` and `mnist_mpi` train, its hyperparameters and its augmentation.

use nn::data::AugmentContext;
use nn::init::RngExt;
use nn::prelude::*;

network! {
    /// Classifies handwritten digits of 28x28 pixels.
    #[int8(CnnInt8)]
    pub(crate) struct Cnn {
        conv1: Conv2d<1, 8, kernel = 5, padding = 2>,
        conv2: Conv2d<_, 16, kernel = 5, padding = 2>,
        fc1: Linear<_, 64>,
        fc2: Linear<_, 10>,
    }
    fn forward(image: Tensor<1, 28, 28>) -> Tensor<10> {
        let h = image.conv1().max_pool::<2>().relu();
        let h = h.conv2().max_pool::<2>().relu();
        h.flatten().fc1().relu().fc2()
    }
}

pub(crate) type Image = shape![1, 28, 28];

/// The amount of label smoothing.
pub(crate) const SMOOTHING: f64 = 0.05;
/// The highest learning rate of the cycle.
pub(crate) const LEARNING_RATE: f64 = 6e-3;
/// The weight decay of AdamW.
pub(crate) const DECAY: f64 = 0.01;
/// The maximum shift of an image, in pixels.
const SHIFT: i32 = 1;

/// Shifts an image by up to a pixel in each direction, as augmentation: the class does not depend on the position.
pub(crate) fn shift(context: AugmentContext, image: &mut Tensor<shape![1, 1, 28, 28]>) {
    let mut rng = context.rng();
    let [dx, dy] = [(); 2].map(|()| rng.random_range(-SHIFT..=SHIFT) as isize);
    let old = image.to_boxed();
    image.fill_with(|[_, _, y, x]| match (y.checked_add_signed(dy), x.checked_add_signed(dx)) {
        (Some(y), Some(x)) if y < 28 && x < 28 => old[[0, 0, y, x]],
        _ => 0.0,
    });
}
