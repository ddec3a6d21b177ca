//! PointNet (Qi et al. 2017), a classifier of sets of points in space.
//!
//! A layer that is shared by the points is a `Conv1d` with a kernel of 1, as in PyTorch, without the bias that the normalisation
//! cancels. `torch.max(x, 2)[0]` is `x.max::<1>()`, and `torch.bmm` is `matmul`. PyTorch adds the identity matrix to the
//! predicted transform; here the points are added to their product.

use nn::prelude::*;

network! {
    /// Predicts a 3x3 matrix from eight points.
    pub(crate) struct Transform {
        conv1: Conv1d<3, 8, kernel = 1, bias = false>,
        norm1: BatchNorm1d<8>,
        conv2: Conv1d<8, 32, kernel = 1, bias = false>,
        norm2: BatchNorm1d<32>,
        fc1: Linear<32, 16, bias = false>,
        norm3: BatchNorm1d<16>,
        fc2: Linear<16, 9>,
    }
    fn forward(points: Tensor<3, 8>) -> Tensor<3, 3> {
        let h = points.conv1().norm1().relu().conv2().norm2().relu().max::<1>();
        h.fc1().norm3().relu().fc2().reshape::<3, 3>()
    }
}

network! {
    /// Classifies eight points, whatever their order.
    pub(crate) struct PointNet {
        transform: Transform,
        conv1: Conv1d<3, 16, kernel = 1, bias = false>,
        norm1: BatchNorm1d<16>,
        conv2: Conv1d<16, 32, kernel = 1, bias = false>,
        norm2: BatchNorm1d<32>,
        fc1: Linear<32, 16, bias = false>,
        norm3: BatchNorm1d<16>,
        fc2: Linear<16, 5>,
    }
    fn forward(points: Tensor<3, 8>) -> Tensor<5> {
        let transform: Tensor<3, 3> = points.transform();
        let aligned = points + matmul(transform, points);
        let h = aligned.conv1().norm1().relu().conv2().norm2().max::<1>();
        h.fc1().norm3().relu().fc2()
    }
}
