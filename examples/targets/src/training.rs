//! Training without a heap: networks after initialisation, and after some steps.

use crate::digest::Digest;
use crate::inputs::{fill, zeroed};
use core::mem::MaybeUninit;
use nn::prelude::*;
use nn::layers::Layer;
use nn::optim::Optimizer;
use nn::shape::Sample;

network! {
    /// Dense layers, a normalisation, dropout, functions that compute exponentials.
    struct Dense {
        fc1: Linear<12, 24, init = nn::init::KaimingNormal>,
        norm: LayerNorm<24>,
        fc2: Linear<24, 16, init = nn::init::Orthogonal>,
        fc3: Linear<16, 10>,
    }
    fn forward(x: Tensor<12>) -> Tensor<10> {
        x.fc1().norm().gelu().dropout::<0.1>().fc2().tanh().fc3()
    }
}

network! {
    /// The same in `f64`, for which the target may have no hardware.
    #[dtype(f64)]
    struct Double {
        fc1: Linear<12, 24>,
        fc2: Linear<24, 16>,
        fc3: Linear<16, 10>,
    }
    fn forward(x: Tensor<12>) -> Tensor<10> {
        x.fc1().silu().fc2().softplus().fc3()
    }
}

network! {
    /// Convolutions, batch normalisation, pooling.
    struct Images {
        conv1: Conv2d<1, 6, kernel = 3, padding = 1>,
        norm1: BatchNorm2d<6>,
        conv2: Conv2d<6, 8, kernel = 3, stride = 2, groups = 2>,
        fc: Linear<8, 10>,
    }
    fn forward(x: Tensor<1, 13, 11>) -> Tensor<10> {
        x.conv1().norm1().relu().max_pool::<2>().conv2().mish().global_avg_pool().fc()
    }
}

const STEPS: u64 = 32;

pub(crate) fn report() {
    train::<shape![12], Dense, _>(Adam::new(1e-2).decoupled_weight_decay(0.01));
    train::<shape![12], Double, _>(Adam::new(1e-2));
    train::<shape![1, 13, 11], Images, _>(Momentum::new(0.05, 0.9));
}

/// Trains a network. Prints digests of its initial parameters, and of all losses, the final parameters, the gradient and
/// predictions.
fn train<S: Sample, Net, O: Optimizer<Net::Elem>>(optimizer: O)
where
    Net: Network<In = S> + Layer<S, Net::Elem, Out = (dim![10],)>,
{
    type Batch = dim![20];
    let mut x = zeroed::<Tensor<S::Batch<Batch>, Net::Elem>>();
    fill(x.as_mut_slice());
    let mut labels = zeroed::<Tensor<shape![Batch], Class<dim![10]>>>();
    labels.fill_with(|[i]| Class::new(i * i % 10).expect("the remainder is less than 10"));

    let mut place = MaybeUninit::uninit();
    let session = Session::<Net, O, Batch>::new_in(&mut place, optimizer, 5);
    session.clip = Clip::Norm(2.0);
    let mut digest = Digest::new();
    digest.numbers(session.network.as_slice());
    digest.print(format_args!("{}, initial parameters", Net::GRAPH.name));

    let mut digest = Digest::new();
    for _ in 0..STEPS {
        digest.number(session.step(&x, &CrossEntropy, &labels));
    }
    digest.numbers(session.network.as_slice());
    digest.numbers(session.gradient.as_slice());
    let mut y = zeroed::<Tensor<shape![Batch, 10], Net::Elem>>();
    session.network.predict::<Batch>(&x, &mut y, &mut zeroed());
    digest.numbers(y.as_slice());
    digest.print(format_args!("{}, after {STEPS} steps", Net::GRAPH.name));

    let mut digest = Digest::new();
    let mut scratch = zeroed();
    let mut sample = zeroed::<Tensor<S::Batch<dim![1]>, Net::Elem>>();
    for x in x.as_slice().chunks_exact(sample.as_slice().len()) {
        sample.as_mut_slice().copy_from_slice(x);
        let mut y = zeroed::<Tensor<shape![1, 10], Net::Elem>>();
        session.network.predict::<dim![1]>(&sample, &mut y, &mut scratch);
        digest.numbers(y.as_slice());
    }
    digest.print(format_args!("{}, predictions after training, one at a time", Net::GRAPH.name));
}
