//! Augmentations of images: their results, how often they apply, and that they are the same for any number of workers.

use nn::data::{AugmentContext, AugmentImages, DataError};
use nn::prelude::*;
use std::collections::HashSet;

type Image = shape![2, 3, 4];
type Images = TensorDataset<Image, shape![1]>;

/// Images whose pixels all differ and are not zero; the target is the index.
fn images(count: usize) -> Images {
    let inputs = Samples::from_fn(count, |i, image: &mut Tensor<shape![1, 2, 3, 4]>| {
        image.fill_with(|[_, channel, y, x]| (1 + i * 24 + channel * 12 + y * 4 + x) as f32);
    });
    TensorDataset::new(inputs, Samples::from_fn(count, |i, y: &mut Tensor<shape![1, 1]>| y[[0, 0]] = i as f32)).unwrap()
}

/// Reads one image of a data set in an epoch.
fn image<D>(data: &D, index: usize, epoch: u64) -> Vec<f32>
where
    D: Dataset<Elem = f32, Input = Image, Target = shape![1]>,
{
    let (mut x, mut y) = (Tensor::<shape![1, 2, 3, 4]>::zeros(), Tensor::<shape![1, 1]>::zeros());
    x.fill(f32::NAN);
    data.get(index, AugmentContext { seed: 7, epoch, index: index as u64 }, &mut x, &mut y).unwrap();
    assert_eq!(y[[0, 0]], index as f32);
    x.to_vec()
}

fn mirrored(image: &[f32]) -> Vec<f32> {
    image.chunks(4).flat_map(|row| row.iter().rev()).copied().collect()
}

fn upside_down(image: &[f32]) -> Vec<f32> {
    image.chunks(12).flat_map(|channel| channel.chunks(4).rev().flatten()).copied().collect()
}

#[test]
fn flips_occur_with_given_probability() {
    let plain = images(10);
    let [always, never] = [1.0, 0.0].map(|p| plain.clone().random_horizontal_flip(p).unwrap());
    let vertical = plain.clone().random_vertical_flip(1.0).unwrap();
    let half = plain.clone().random_horizontal_flip(0.5).unwrap();
    let mut flipped = 0;
    for epoch in 0..100 {
        for index in 0..10 {
            let before = image(&plain, index, epoch);
            assert_eq!(image(&always, index, epoch), mirrored(&before));
            assert_eq!(image(&never, index, epoch), before);
            assert_eq!(image(&vertical, index, epoch), upside_down(&before));
            let after = image(&half, index, epoch);
            assert!(after == before || after == mirrored(&before));
            flipped += usize::from(after != before);
            assert_eq!(after, image(&half, index, epoch));
        }
    }
    assert!((420..580).contains(&flipped), "{flipped}");
}

#[test]
fn augmentations_of_different_kinds_are_independent() {
    let plain = images(1);
    let both = plain.clone().random_horizontal_flip(0.5).unwrap().random_vertical_flip(0.5).unwrap();
    let before = image(&plain, 0, 0);
    let kinds = [before.clone(), mirrored(&before), upside_down(&before), upside_down(&mirrored(&before))];
    let mut counts = [0; 4];
    for epoch in 0..400 {
        let after = image(&both, 0, epoch);
        counts[kinds.iter().position(|kind| *kind == after).unwrap()] += 1;
    }
    assert!(counts.iter().all(|count| (60..140).contains(count)), "{counts:?}");
}

#[test]
fn shifts_reach_every_offset_within_range() {
    let plain = images(1);
    let shifted = plain.clone().random_shift([1, 2]).unwrap();
    let before = image(&plain, 0, 0);
    let seen: HashSet<Vec<u32>> =
        (0..500).map(|epoch| image(&shifted, 0, epoch).iter().map(|x| x.to_bits()).collect()).collect();
    let mut expected = HashSet::new();
    for dy in -1..=1_isize {
        for dx in -2..=2_isize {
            let pixel = |channel: usize, y: isize, x: isize| {
                let is_inside = (0..3).contains(&y) && (0..4).contains(&x);
                if is_inside { before[channel * 12 + y as usize * 4 + x as usize].to_bits() } else { 0 }
            };
            let places = (0..2).flat_map(|c| (0..3).flat_map(move |y| (0..4).map(move |x| (c, y, x))));
            expected.insert(places.map(|(c, y, x)| pixel(c, y + dy, x + dx)).collect::<Vec<u32>>());
        }
    }
    assert_eq!(seen, expected);
}

#[test]
fn crops_are_windows_of_the_padded_image() {
    // As large as the image: with a padding of one, a shift by up to one.
    let plain = images(1);
    let crops = plain.clone().random_crop::<dim![3], dim![4]>(1).unwrap();
    let shifts = plain.clone().random_shift([1, 1]).unwrap();
    let all = |image: &dyn Fn(u64) -> Vec<f32>| -> HashSet<Vec<u32>> {
        (0..500).map(|epoch| image(epoch).iter().map(|x| x.to_bits()).collect()).collect()
    };
    assert_eq!(all(&|epoch| image(&crops, 0, epoch)), all(&|epoch| image(&shifts, 0, epoch)));

    // Smaller, and without padding: every pixel is one of the image.
    let small = plain.random_crop::<dim![2], dim![2]>(0).unwrap();
    let mut seen = HashSet::new();
    for epoch in 0..200 {
        let (mut x, mut y) = (Tensor::<shape![1, 2, 2, 2]>::zeros(), Tensor::<shape![1, 1]>::zeros());
        small.get(0, AugmentContext { seed: 1, epoch, index: 0 }, &mut x, &mut y).unwrap();
        let first = x[[0, 0, 0, 0]];
        assert_eq!(x.to_vec(), [0.0, 1.0, 4.0, 5.0, 12.0, 13.0, 16.0, 17.0].map(|offset| first + offset));
        seen.insert(first as usize);
    }
    assert_eq!(seen, HashSet::from([1, 2, 3, 5, 6, 7]));
}

#[test]
fn images_are_identical_for_any_number_of_workers() {
    let data = || {
        let data = images(40).random_horizontal_flip(0.5).unwrap().random_shift([1, 1]).unwrap();
        data.random_crop::<dim![2], dim![3]>(1).unwrap()
    };
    let epoch = |workers, epoch, first| -> Vec<Vec<f32>> {
        let loader = Loader::<_, dim![8]>::new(data()).shuffle(3).workers(workers);
        loader.epoch_from(epoch, first).map(|batch| batch.unwrap().input().to_vec()).collect()
    };
    let expected = epoch(0, 1, 0);
    assert_eq!(epoch(3, 1, 0), expected);
    assert_eq!(epoch(2, 1, 3), expected[3..]);
    assert_ne!(epoch(0, 2, 0), expected);
}

#[test]
fn rejects_invalid_settings() {
    let message = |error: DataError| {
        assert!(matches!(error, DataError::Argument { .. }));
        error.to_string()
    };
    for p in [-0.5, 1.5, f64::NAN, f64::INFINITY] {
        let expected = |name| format!("the probability of `{name}` is {p}, expected a number from 0 to 1");
        let error = images(1).random_horizontal_flip(p).unwrap_err();
        assert_eq!(message(error), expected("random_horizontal_flip"));
        let error = images(1).random_vertical_flip(p).unwrap_err();
        assert_eq!(message(error), expected("random_vertical_flip"));
    }
    let error = images(1).random_shift([3, 0]).unwrap_err();
    assert_eq!(message(error), "the distance of `random_shift` is [3, 0], expected less than the image, [3, 4]");
    let error = images(1).random_crop::<dim![2], dim![4]>(2).unwrap_err();
    assert_eq!(message(error), "the padding of `random_crop` is 2, expected less than the window, [2, 4]");
    let error = images(1).random_crop::<dim![2], dim![4]>(usize::MAX).unwrap_err();
    assert!(message(error).starts_with("the padding of `random_crop` is 18446744073709551615"));
    let error = images(1).random_crop::<dim![6], dim![5]>(1).unwrap_err();
    let expected =
        "the window of `random_crop` is [6, 5], expected at most [5, 6], an image of [3, 4] with a padding of 1";
    assert_eq!(message(error), expected);
}
