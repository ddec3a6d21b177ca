//! Flips and crops of an image `[channels, height, width]`.

use nn_core::Float;

/// Mirrors each row of `width` pixels.
pub(super) fn flip_horizontally<T: Float>(image: &mut [T], width: usize) {
    image.chunks_exact_mut(width).for_each(<[T]>::reverse);
}

/// Reverses the rows of each channel.
pub(super) fn flip_vertically<T: Float>(image: &mut [T], [height, width]: [usize; 2]) {
    for channel in image.chunks_exact_mut(height * width) {
        let (upper, lower) = channel.split_at_mut(height / 2 * width);
        for (above, below) in upper.chunks_exact_mut(width).zip(lower.chunks_exact_mut(width).rev()) {
            above.swap_with_slice(below);
        }
    }
}

/// Copies the window of an image that begins at row `top` and column `left`, which may be negative; pixels outside of the image are
/// zeros.
pub(super) fn crop<T: Float>(
    image: &[T],
    [height, width]: [usize; 2],
    window: &mut [T],
    [rows, columns]: [usize; 2],
    [top, left]: [isize; 2],
) {
    window.fill(T::ZERO);
    // The columns of the window that are within the image.
    let start = left.min(0).unsigned_abs().min(columns);
    let end = columns.min(width.saturating_add_signed(-left)).max(start);
    for (channel, window) in image.chunks_exact(height * width).zip(window.chunks_exact_mut(rows * columns)) {
        for (row, to) in window.chunks_exact_mut(columns).enumerate() {
            let Some(row) = row.checked_add_signed(top).filter(|&row| row < height) else { continue };
            let from = &channel[row * width..][..width];
            to[start..end].iter_mut().enumerate().for_each(|(i, to)| *to = from[(start + i).wrapping_add_signed(left)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two channels of 2 rows and 3 columns.
    const IMAGE: [f32; 12] = [1., 2., 3., 4., 5., 6., 10., 20., 30., 40., 50., 60.];

    #[test]
    fn flips_are_their_own_inverse() {
        let mut image = IMAGE;
        flip_horizontally(&mut image, 3);
        assert_eq!(image, [3., 2., 1., 6., 5., 4., 30., 20., 10., 60., 50., 40.]);
        flip_horizontally(&mut image, 3);
        flip_vertically(&mut image, [2, 3]);
        assert_eq!(image, [4., 5., 6., 1., 2., 3., 40., 50., 60., 10., 20., 30.]);
        // With an odd number of rows the middle one is unchanged.
        let mut image = [1.0_f32, 2., 3., 4., 5., 6.];
        flip_vertically(&mut image, [3, 2]);
        assert_eq!(image, [5., 6., 3., 4., 1., 2.]);
    }

    /// Compares every window of every size, pixel by pixel.
    #[test]
    fn crop_matches_window_of_zero_padded_image() {
        for (rows, columns) in [(1, 1), (2, 3), (1, 2), (4, 5)] {
            for top in -5..=5 {
                for left in -6..=6 {
                    let mut window = vec![f32::NAN; 2 * rows * columns];
                    crop(&IMAGE, [2, 3], &mut window, [rows, columns], [top, left]);
                    for channel in 0..2 {
                        for i in 0..rows {
                            for j in 0..columns {
                                let (y, x) = (i as isize + top, j as isize + left);
                                let is_inside = (0..2).contains(&y) && (0..3).contains(&x);
                                let pixel = || IMAGE[channel * 6 + y as usize * 3 + x as usize];
                                let expected = if is_inside { pixel() } else { 0.0 };
                                assert_eq!(window[(channel * rows + i) * columns + j], expected, "{top} {left}");
                            }
                        }
                    }
                }
            }
        }
    }
}
