//! Iteration over elements a constant distance apart.

/// Calls `f` with each item of `x` and the corresponding element of `strided`, whose elements are taken `stride` apart, from the
/// first on.
///
/// Common strides have separate loops, which the compiler vectorises.
#[inline(always)]
pub(super) fn with_each<X, Y>(x: impl IntoIterator<Item = X>, strided: &[Y], stride: usize, mut f: impl FnMut(X, &Y)) {
    let mut x = x.into_iter();
    match stride {
        1 => x.zip(strided).for_each(|(x, y)| f(x, y)),
        2 => {
            let pairs = strided.chunks_exact(2);
            let last = pairs.remainder().first();
            pairs.zip(x.by_ref()).for_each(|(pair, x)| f(x, &pair[0]));
            last.into_iter().zip(x).for_each(|(y, x)| f(x, y));
        }
        _ => x.zip(strided.iter().step_by(stride)).for_each(|(x, y)| f(x, y)),
    }
}

/// Does the same as [`with_each`], with mutable strided elements.
#[inline(always)]
pub(super) fn with_each_mut<X, Y>(x: &[X], strided: &mut [Y], stride: usize, mut f: impl FnMut(&X, &mut Y)) {
    match stride {
        1 => x.iter().zip(strided).for_each(|(x, y)| f(x, y)),
        2 => {
            let count = x.len().min(strided.len() / 2);
            let (whole, rest) = x.split_at(count);
            let (pairs, last) = strided.split_at_mut(2 * count);
            whole.iter().zip(pairs.chunks_exact_mut(2)).for_each(|(x, pair)| f(x, &mut pair[0]));
            rest.iter().zip(last).for_each(|(x, y)| f(x, y));
        }
        _ => x.iter().zip(strided.iter_mut().step_by(stride)).for_each(|(x, y)| f(x, y)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_elements_for_every_stride_and_length() {
        for stride in 1..5 {
            for count in 0..6 {
                for length in 0..20_usize {
                    let numbers: [usize; 20] = core::array::from_fn(|i| i);
                    let pairs = count.min(length.div_ceil(stride));
                    let mut x = [100; 6];
                    with_each(&mut x[..count], &numbers[..length], stride, |x, y| *x = *y);
                    for (i, x) in x.into_iter().enumerate() {
                        assert_eq!(x, if i < pairs { i * stride } else { 100 });
                    }
                    let mut y = numbers;
                    with_each_mut(&[100; 6][..count], &mut y[..length], stride, |x, y| *y += x);
                    for (i, y) in y.into_iter().enumerate() {
                        assert_eq!(y, if i % stride == 0 && i / stride < pairs { i + 100 } else { i });
                    }
                }
            }
        }
    }
}
