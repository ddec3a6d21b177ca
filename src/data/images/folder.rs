//! A folder of pictures as a data set.

use super::decode::decode;
use super::files::{Found, entries};
use super::{Channels, ImageError};
use crate::data::{DataError, Dataset, Draw, One, Origin};
use nn_core::{Class, Dim, Float, Indices, N, Tensor};
use std::fmt;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

/// Pictures of shape `[K, H, W]`, `K` being 1 or 3 channels, and of `C` classes: those of `cats/` and `dogs/` are classes 0 and 1.
///
/// Folders are sorted by their names, and so are the files in each. Pictures may lie deeper, in folders inside of a class's folder.
/// A file is decoded whenever it is asked for: PNG, JPEG, BMP and PNM; pixels are from 0 to 1. A colour picture becomes grey as by
/// Pillow's `convert("L")`: 0.299 red + 0.587 green + 0.114 blue. Transparency is ignored.
///
/// A file is a picture if its name ends in `.png`, `.jpg`, `.jpeg`, `.jfif`, `.bmp`, `.pnm`, `.pbm`, `.pgm`, `.ppm` or `.pam`, in
/// letters of either case, or if it begins as a PNG or JPEG does. Others, such as `Thumbs.db`, are not read, and are listed by
/// [`skipped`](Self::skipped). Files and folders whose names begin with a dot are ignored.
///
/// ```no_run
/// use nn::data::images::Folder;
/// use nn::data::{Dataset, Loader};
/// use nn::prelude::*;
/// let pets = Folder::<dim![3], dim![64], dim![64], dim![2]>::open("pets")?.resize();
/// println!("{:?}", pets.names());
/// let (train, test) = pets.split(0.8, 1);
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
        write!(f, "{} pictures of {}", self.files.len(), self.names.join(", "))
    }
}

/// The types of a data set that holds none of their values.
type Types<K, H, W, C, T> = PhantomData<fn() -> (K, H, W, C, T)>;

impl<K: Channels, H: Dim, W: Dim, C: Dim, T: Float> Folder<K, H, W, C, T> {
    /// Lists the pictures; none is decoded yet.
    ///
    /// # Errors
    /// A folder that cannot be read, or has another number of folders than there are classes; a class without pictures; a picture in
    /// a format that cannot be decoded (AVIF, GIF, HEIC, JPEG XL, OpenEXR, QOI, TGA, TIFF, WebP).
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

    /// Turns pictures upright by the orientation in their EXIF data, as Pillow's `ImageOps.exif_transpose` does. Cameras store
    /// pictures as the sensor sees them, with the orientation beside; unless this is set it is ignored, as by torchvision.
    pub fn exif_transpose(mut self) -> Self {
        self.transpose = true;
        self
    }

    /// Scales pictures of other sizes, their proportions too, instead of refusing them.
    pub fn resize(mut self) -> Self {
        self.resize = true;
        self
    }

    /// The names of the classes: those of the folders.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The files with their classes.
    pub fn files(&self) -> &[(PathBuf, usize)] {
        &self.files
    }

    /// The files in the classes' folders that are not pictures.
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
        _: Draw,
        input: One<'_, (K, H, W), T>,
        target: &mut Tensor<(N<1>,), Class<C>>,
    ) -> Result<(), DataError> {
        let (path, class) = &self.files[index];
        // A file has the channels of a pixel side by side, a tensor has them apart.
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
