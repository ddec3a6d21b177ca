//! Batch normalisation: each channel by its mean and variance over the samples and positions of a batch.

use super::channels::{Channels, add_to_channels, map_channels};
use super::vectorized::vectorized;

vectorized! {
    /// y = (x - mean_c) / sqrt(variance_c + epsilon) weight_c + bias_c, c being the channel of x: batch normalisation in
    /// inference. `scale` is room for one number a channel.
    ///
    /// # Panics
    /// If the slices do not fit the sizes.
    ///
    /// ```
    /// use nn_core::kernels::{Channels, batch_norm};
    /// let (mut y, mut scale) = ([0.0; 2], [0.0]);
    /// let sizes = Channels { channels: 1, positions: 2 };
    /// batch_norm(sizes, 0.0, &[5.0, 9.0], [&[2.0], &[1.0]], [&[7.0], &[4.0]], &mut scale, &mut y);
    /// assert_eq!(y, [-1.0, 3.0]);
    /// ```
    pub fn batch_norm<'a, T>(
        sizes: Channels,
        epsilon: T,
        x: &'a [T],
        weight_and_bias: [&'a [T]; 2],
        mean_and_variance: [&'a [T]; 2],
        scale: &'a mut [T],
        y: &'a mut [T],
    ) {
        let ([weight, bias], [mean, variance]) = (weight_and_bias, mean_and_variance);
        sizes.check(&[x.len(), y.len()], &[weight, bias, mean, variance, scale].map(|slice| slice.len()));
        for (c, scale) in scale.iter_mut().enumerate() {
            *scale = weight[c] / (variance[c] + epsilon).sqrt();
        }
        map_channels(sizes, [x], [mean, scale, bias], false, y, |[x], [mean, scale, bias]| (x - mean) * scale + bias);
    }
}

vectorized! {
    /// The mean of each channel and its variance, the mean of the squared distances from the mean (divided by the number of
    /// numbers, not by one less).
    ///
    /// # Panics
    /// If the slices do not fit the sizes.
    ///
    /// ```
    /// use nn_core::kernels::{Channels, channel_moments};
    /// let (mut mean, mut variance) = ([0.0; 2], [0.0; 2]);
    /// let sizes = Channels { channels: 2, positions: 1 };
    /// channel_moments(sizes, &[1.0, 5.0, 3.0, 5.0], &mut mean, &mut variance);
    /// assert_eq!((mean, variance), ([2.0, 5.0], [1.0, 0.0]));
    /// ```
    pub fn channel_moments<'a, T>(sizes: Channels, x: &'a [T], mean: &'a mut [T], variance: &'a mut [T]) |simd| {
        sizes.check(&[x.len()], &[mean.len(), variance.len()]);
        let count = T::from_f64((x.len() / sizes.channels) as f64);
        mean.fill(T::ZERO);
        add_to_channels(simd, sizes, [x], [], [&mut *mean], |[x], []| [x]);
        mean.iter_mut().for_each(|mean| *mean /= count);
        variance.fill(T::ZERO);
        add_to_channels(simd, sizes, [x], [mean], [&mut *variance], |[x], [mean]| [(x - mean) * (x - mean)]);
        variance.iter_mut().for_each(|variance| *variance /= count);
    }
}

/// What the backward pass of batch normalisation knows of the forward pass, one number a channel each.
#[derive(Debug, Clone, Copy)]
pub struct BatchStatistics<'a, T> {
    /// The learned factors.
    pub weight: &'a [T],
    /// The means of the batch.
    pub mean: &'a [T],
    /// Its variances, plus epsilon.
    pub variance: &'a [T],
}

vectorized! {
    /// The gradients of batch normalisation in training, where mean and variance are those of x: with
    /// n = (x - mean_c) / sqrt(variance_c + epsilon) and N numbers a channel, dbias_c is the sum of dy, dweight_c that of dy n,
    /// and dx = weight_c / sqrt(variance_c + epsilon) (dy - dbias_c / N - n dweight_c / N).
    ///
    /// `dweight` and `dbias` are set, `dx` too, or added to where its flag says so. `room` are three numbers a channel.
    ///
    /// # Panics
    /// If the slices do not fit the sizes.
    ///
    /// ```
    /// use nn_core::kernels::{BatchStatistics, Channels, batch_norm_backward};
    /// let ([mut dweight, mut dbias], mut dx, mut room) = ([[0.0]; 2], [0.0; 2], [[0.0]; 3]);
    /// let sizes = Channels { channels: 1, positions: 2 };
    /// let statistics = BatchStatistics { weight: &[2.0], mean: &[3.0], variance: &[4.0] };
    /// let room = room.each_mut().map(|room| &mut room[..]);
    /// batch_norm_backward(sizes, statistics, &[1.0, 5.0], &[1.0, 0.0], room, [&mut dweight, &mut dbias], Some((false, &mut dx)));
    /// assert_eq!((dweight, dbias, dx), ([-1.0], [1.0], [0.0, 0.0]));
    /// ```
    pub fn batch_norm_backward<'a, T>(
        sizes: Channels,
        statistics: BatchStatistics<'a, T>,
        x: &'a [T],
        dy: &'a [T],
        room: [&'a mut [T]; 3],
        dweight_and_dbias: [&'a mut [T]; 2],
        dx: Option<(bool, &'a mut [T])>,
    ) |simd| {
        let BatchStatistics { weight, mean, variance } = statistics;
        let ([of_dy, of_x, constant], [dweight, dbias]) = (room, dweight_and_dbias);
        let dx_len = dx.as_ref().map_or(x.len(), |(_, dx)| dx.len());
        let of_channels = [weight, mean, variance, of_dy, of_x, constant, dweight, dbias].map(|slice| slice.len());
        sizes.check(&[x.len(), dy.len(), dx_len], &of_channels);
        dweight.fill(T::ZERO);
        dbias.fill(T::ZERO);
        add_to_channels(simd, sizes, [x, dy], [mean], [&mut *dweight, &mut *dbias], |[x, dy], [mean]| [dy * (x - mean), dy]);
        let share = T::ONE / T::from_f64((x.len() / sizes.channels) as f64);
        for c in 0..sizes.channels {
            let inverse = T::ONE / variance[c].sqrt();
            dweight[c] *= inverse;
            of_dy[c] = weight[c] * inverse;
            of_x[c] = -of_dy[c] * inverse * dweight[c] * share;
            constant[c] = -of_dy[c] * dbias[c] * share;
        }
        if let Some((adds, dx)) = dx {
            let p: [&[T]; 4] = [mean, of_dy, of_x, constant];
            map_channels(sizes, [x, dy], p, adds, dx, |[x, dy], [mean, of_dy, of_x, constant]| {
                of_dy * dy + (of_x * (x - mean) + constant)
            });
        }
    }
}
