//! Axes in another order.

use crate::float::Float;

/// At most so many axes, without the batch.
const RANK: usize = 5;

/// y = x with its axes in another order, sample by sample: axis i of y is axis `axes[i]` of x. `dims` are the sizes of a
/// sample of x.
///
/// # Panics
/// If there are more than five axes, `axes` does not name each of them once, or the slices are not equally many samples.
///
/// ```
/// let mut y = [0.0; 6];
/// nn_core::kernels::permute(&[2, 3], &[1, 0], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &mut y);
/// assert_eq!(y, [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
/// ```
pub fn permute<T: Float>(dims: &[usize], axes: &[usize], x: &[T], y: &mut [T]) {
    for_each_row(dims, axes, x.len(), y.len(), |start, stride, row| {
        for (y, x) in y[row].iter_mut().zip(x[start..].iter().step_by(stride)) {
            *y = *x;
        }
    });
}

/// The backward pass of [`permute`]: each number of dy goes back to where it came from; set, or added where `adds`.
///
/// # Panics
/// As [`permute`].
///
/// ```
/// let mut dx = [1.0; 6];
/// nn_core::kernels::permute_backward(&[2, 3], &[1, 0], &[1.0, 4.0, 2.0, 5.0, 3.0, 6.0], true, &mut dx);
/// assert_eq!(dx, [2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
/// ```
pub fn permute_backward<T: Float>(dims: &[usize], axes: &[usize], dy: &[T], adds: bool, dx: &mut [T]) {
    for_each_row(dims, axes, dx.len(), dy.len(), |start, stride, row| {
        for (dy, dx) in dy[row].iter().zip(dx[start..].iter_mut().step_by(stride)) {
            *dx = if adds { *dx + *dy } else { *dy };
        }
    });
}

/// Calls `f` for each row of y, that is each run along its last axis: with the place in x of its first number, the distance
/// in x between neighbours, and the row's place in y.
fn for_each_row(
    dims: &[usize],
    axes: &[usize],
    of_x: usize,
    of_y: usize,
    mut f: impl FnMut(usize, usize, core::ops::Range<usize>),
) {
    let rank = dims.len();
    let size: usize = dims.iter().product();
    let each_once = axes.len() == rank && (0..rank).all(|axis| axes.contains(&axis));
    assert!(
        (1..=RANK).contains(&rank) && each_once && size > 0 && of_x == of_y && of_x.is_multiple_of(size),
        "the order {axes:?} does not fit samples of {dims:?} in slices of {of_x} and {of_y} elements"
    );
    // Size of y's axes, and the distance in x of neighbours along them.
    let (mut sizes, mut strides) = ([1; RANK], [0; RANK]);
    for (i, &axis) in axes.iter().enumerate() {
        sizes[i] = dims[axis];
        strides[i] = dims[axis + 1..].iter().product();
    }
    let (length, stride) = (sizes[rank - 1], strides[rank - 1]);
    for sample in 0..of_x / size {
        let mut index = [0; RANK];
        for row in 0..size / length {
            let start: usize = (0..rank - 1).map(|i| index[i] * strides[i]).sum();
            let place = sample * size + row * length;
            f(sample * size + start, stride, place..place + length);
            for i in (0..rank - 1).rev() {
                index[i] += 1;
                if index[i] < sizes[i] {
                    break;
                }
                index[i] = 0;
            }
        }
    }
}
