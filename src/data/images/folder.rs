//! A folder of images as a data set.

use super::decode::decode;
use super::files::{Found, entries};
use super::{Channels, ImageError};
use crate::data::{AugmentContext, DataError, Dataset, Origin, SampleMut};
use nn_core::{Class, Dim, Float, Indices, N, Tensor};
use std::fmt;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

/// Images of shape `[K, H, W]`, with `K` being 1 or 3 channels, of `C` classes: the images in `cats/` and `dogs/` are of class 0
/// and 1.
///
/// Folders are sorted by name, and so are the files in each. Images may be in subfolders of a class's folder. A file is decoded
/// each time its sample is read: PNG, JPEG, BMP and PNM; pixels range from 0 to 1. A colour image is converted to grey as by
/// Pillow's `convert("L")`: 0.299 red + 0.587 green + 0.114 blue. Transparency is ignored.
///
/// A file is an image if its extension is `.png`, `.jpg`, `.jpeg`, `.jfif`, `.bmp`, `.pnm`, `.pbm`, `.pgm`, `.ppm` or `.pam`, in
/// upper or lower case, or if it begins as a PNG or JPEG file does. Other files, such as `Thumbs.db`, are not read;
/// [`skipped`](Self::skipped) lists them. Files and folders whose names begin with a dot are ignored.
///
/// ```no_run
/// use nn::data::images::Folder;
/// use nn::prelude::*;
/// let pets = Folder::<dim![3], dim![64], dim![64], dim![2]>::open("pets")?.resize();
/// println!("{:?}", pets.names());
/// let (train, test) = pets.split(0.8, 1)?;
/// let loader = Loader::<_, dim![32]>::new(train).shuffle(1).workers(2);
/// # Ok::<(), nn::data::DataError>(())
/// ```
pub struct Folder<K, H, W, C, T = f32> {
    names: Vec<String>,
    files: Vec<(PathBuf, usize)>,
    skipped: Vec<PathBuf>,
    resize: bool,
    transpose: bool,
    types: Types<K, H, W, C, T>,
}

impl<K, H, W, C, T> fmt::Debug for Folder<K, H, W, C, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} images of {}", self.files.len(), self.names.join(", "))
    }
}

/// Marks the type parameters of a data set that holds no values of them.
type Types<K, H, W, C, T> = PhantomData<fn() -> (K, H, W, C, T)>;

impl<K: Channels, H: Dim, W: Dim, C: Dim, T: Float> Folder<K, H, W, C, T> {
    /// Lists the images of a folder; none is decoded yet.
    ///
    /// # Errors
    /// A folder that cannot be read, or whose number of subfolders is not the number of classes; a class without images; an image
    /// in a format that cannot be decoded (AVIF, GIF, HEIC, JPEG XL, OpenEXR, QOI, TGA, TIFF, WebP).
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, DataError> {
        let folder = folder.as_ref();
        let folders: Vec<PathBuf> = entries(folder)?.into_iter().filter(|path| path.is_dir()).collect();
        let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let names: Vec<String> = folders.iter().map(name).collect();
        if names.len() != C::SIZE {
            return Err(ImageError::Classes { path: folder.into(), expected: C::SIZE, found: names }.into());
        }
        let (mut files, mut skipped) = (Vec::new(), Vec::new());
        for (class, (folder, name)) in folders.iter().zip(&names).enumerate() {
            let mut found = Found::default();
            found.add(folder, &mut Vec::new())?;
            if found.pictures.is_empty() {
                let (path, class, skipped) = (folder.clone(), name.clone(), found.others.len());
                return Err(ImageError::Empty { path, class, skipped }.into());
            }
            files.extend(found.pictures.into_iter().map(|path| (path, class)));
            skipped.append(&mut found.others);
        }
        Ok(Self { names, files, skipped, resize: false, transpose: false, types: PhantomData })
    }

    /// Rotates images upright by the orientation in their EXIF data, as Pillow's `ImageOps.exif_transpose` does. Cameras store
    /// images as the sensor records them, with the orientation as metadata; unless this is set it is ignored, as torchvision does.
    pub fn exif_transpose(mut self) -> Self {
        self.transpose = true;
        self
    }

    /// Scales images of other sizes, without keeping the aspect ratio, instead of rejecting them.
    pub fn resize(mut self) -> Self {
        self.resize = true;
        self
    }

    /// Returns the names of the classes, which are those of the folders.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Returns the files with their classes.
    pub fn files(&self) -> &[(PathBuf, usize)] {
        &self.files
    }

    /// Returns the files in the classes' folders that are not images.
    pub fn skipped(&self) -> &[PathBuf] {
        &self.skipped
    }
}

impl<K: Channels, H: Dim, W: Dim, C: Dim, T: Float> Dataset for Folder<K, H, W, C, T> {
    type Elem = T;
    type Input = (K, H, W);
    type Target = Indices<C>;

    fn len(&self) -> usize {
        self.files.len()
    }

    fn origin(&self, index: usize) -> Origin {
        Origin::new(index).file(&self.files[index].0)
    }

    fn get(
        &self,
        index: usize,
        _: AugmentContext,
        input: SampleMut<'_, (K, H, W), T>,
        target: &mut Tensor<(N<1>,), Class<C>>,
    ) -> Result<(), DataError> {
        let (path, class) = &self.files[index];
        // A file stores the channels of a pixel next to each other; a tensor stores each channel as a plane.
        let expected = [W::SIZE as u32, H::SIZE as u32];
        let pixels = decode::<K>(path, expected, self.resize, self.transpose)?.into_bytes();
        let plane = H::SIZE * W::SIZE;
        for (place, x) in input.as_mut_slice().iter_mut().enumerate() {
            let (channel, pixel) = (place / plane, place % plane);
            *x = T::from_f64(f64::from(pixels[pixel * K::SIZE + channel]) / 255.0);
        }
        target[[0]] = Class::new(*class).expect("there are as many folders as classes");
        Ok(())
    }
}
