//! Images and their classes in IDX files, such as MNIST.

use super::{IdxError, Reader};
use crate::data::{AugmentContext, DataError, Dataset, SampleMut};
use nn_core::{Class, Dim, Float, Indices, N, Sample};
use std::fmt;
use std::io;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

/// Images of 8-bit pixels and their classes, such as MNIST: a pixel from 0 to 255 is scaled to the range from 0 to 1 when its
/// sample is read.
///
/// `S` is the shape of an image, with or without a channel axis: `shape![1, 28, 28]` and `shape![28, 28]` both fit MNIST.
///
/// ```
/// use nn::data::idx::Images;
/// use nn::prelude::*;
/// # let path = |name| std::env::temp_dir().join(format!("nn-images-{}-{name}", std::process::id()));
/// let (images, labels) = (path("images"), path("labels"));
/// std::fs::write(&images, [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 51])?;
/// std::fs::write(&labels, [0, 0, 8, 1, 0, 0, 0, 1, 7])?;
/// let set = Images::<shape![1, 1, 2], dim![10]>::open(&images, &labels)?.collect()?;
/// assert_eq!((set.inputs.as_slice(), set.targets.sample(0)[[0]].index()), (&[0.0, 0.2][..], 7));
/// # std::fs::remove_file(&images)?;
/// # std::fs::remove_file(&labels)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Images<S, C, T = f32> {
    pixels: Vec<u8>,
    labels: Vec<u8>,
    types: Types<S, C, T>,
}

/// Marks the type parameters of a data set that holds no values of them.
type Types<S, C, T> = PhantomData<fn() -> (S, C, T)>;

impl<S: Sample, C: Dim, T: Float> Images<S, C, T> {
    /// Reads the two files, each gzipped or not.
    ///
    /// # Errors
    /// As [`read`](super::read); images of another shape, different numbers of images and labels, and a label that is not a class.
    pub fn open(images: impl AsRef<Path>, labels: impl AsRef<Path>) -> Result<Self, DataError> {
        Reader::new().images(images, labels)
    }
}

impl<S: Sample, C: Dim, T: Float> Dataset for Images<S, C, T> {
    type Elem = T;
    type Input = S;
    type Target = Indices<C>;

    fn len(&self) -> usize {
        self.labels.len()
    }

    fn get(
        &self,
        index: usize,
        _: AugmentContext,
        input: SampleMut<'_, S, T>,
        target: SampleMut<'_, Indices<C>, T>,
    ) -> Result<(), DataError> {
        let input = input.as_mut_slice();
        let pixels = &self.pixels[index * input.len()..][..input.len()];
        input.iter_mut().zip(pixels).for_each(|(x, &pixel)| *x = T::from_f64(f64::from(pixel) / 255.0));
        target[[0]] = Class::new(self.labels[index].into()).expect("`open` has checked every label");
        Ok(())
    }
}

impl<S: Sample, C: Dim, T> fmt::Debug for Images<S, C, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} images of {:?} and {} classes", self.labels.len(), S::DIMS, C::SIZE)
    }
}

impl Reader {
    /// Reads images and their labels, as [`Images::open`] does.
    ///
    /// # Errors
    /// As [`Images::open`].
    pub fn images<S: Sample, C: Dim, T: Float>(
        &self,
        images: impl AsRef<Path>,
        labels: impl AsRef<Path>,
    ) -> Result<Images<S, C, T>, DataError> {
        let (images_path, labels_path) = (images.as_ref(), labels.as_ref());
        let images = self.read(images_path, 3)?;
        let labels = self.read(labels_path, 1)?;
        let expected = S::DIMS.iter().copied().skip_while(|&size| size == 1);
        if !images.dims[1..].iter().copied().skip_while(|&size| size == 1).eq(expected) {
            let found = images.dims[1..].to_vec();
            return Err(DataError::Shape { path: images_path.into(), expected: S::DIMS.into(), found });
        }
        if images.dims[0] != labels.dims[0] {
            let of = vec![images_path.into(), labels_path.into()];
            return Err(DataError::Length { inputs: images.dims[0], targets: labels.dims[0], of });
        }
        if let Some(sample) = labels.bytes.iter().position(|&label| usize::from(label) >= C::SIZE) {
            let found = labels.bytes[sample].into();
            return Err(DataError::Label { path: labels_path.into(), sample, found, classes: C::SIZE });
        }
        Ok(Images { pixels: images.bytes, labels: labels.bytes, types: PhantomData })
    }

    /// Reads the files of MNIST in a folder, as [`mnist`] does.
    ///
    /// # Errors
    /// As [`mnist`].
    pub fn mnist<S: Sample, T: Float>(&self, folder: impl AsRef<Path>) -> Result<[Images<S, N<10>, T>; 2], DataError> {
        let folder = folder.as_ref();
        let open = |part: &str| {
            self.images(find(folder, &format!("{part}-images"), 3)?, find(folder, &format!("{part}-labels"), 1)?)
        };
        Ok([open("train")?, open("t10k")?])
    }
}

/// Reads the training images and the test images of MNIST from the folder of the files.
///
/// The files may be gzipped or not, and have any of their usual names: `train-images-idx3-ubyte`, `train-images.idx3-ubyte`, either
/// with `.gz`, or in a folder of the same name, as some archives unpack; likewise `train-labels-idx1-ubyte`,
/// `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`.
///
/// ```no_run
/// use nn::data::idx;
/// use nn::prelude::*;
/// let [train, test] = idx::mnist::<shape![1, 28, 28], f32>("mnist")?;
/// # let _ = (train, test);
/// # Ok::<(), nn::data::DataError>(())
/// ```
///
/// # Errors
/// As [`Images::open`]; a file that is not in the folder under any of its names.
pub fn mnist<S: Sample, T: Float>(folder: impl AsRef<Path>) -> Result<[Images<S, N<10>, T>; 2], DataError> {
    Reader::new().mnist(folder)
}

/// Returns the path of one of MNIST's files under the name that it has in this folder.
fn find(folder: &Path, name: &str, axes: usize) -> Result<PathBuf, IdxError> {
    let names = [format!("{name}-idx{axes}-ubyte"), format!("{name}.idx{axes}-ubyte")];
    let forms = |name: &String| {
        [folder.join(name), folder.join(format!("{name}.gz")), folder.join(name).join(name)].into_iter()
    };
    if let Some(path) = names.iter().flat_map(forms).find(|path| path.is_file()) {
        return Ok(path);
    }
    let [first, second] = &names;
    let path = folder.join(first);
    // A path that exists but is not a file, or is not accessible, is reported with the system's error.
    let source = match path.metadata() {
        Err(error) if error.kind() != io::ErrorKind::NotFound => error,
        _ => io::Error::new(
            io::ErrorKind::NotFound,
            format!("neither this file nor `{second}` exists, with or without `.gz`"),
        ),
    };
    Err(IdxError::Open { path, source })
}
