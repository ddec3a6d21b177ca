//! Pictures in a folder of folders: one folder a class.

use super::dataset::{Dataset, Draw, One};
use super::error::DataError;
use super::origin::Origin;
use image::imageops::FilterType;
use image::{DynamicImage, ImageReader};
use nn_core::{Class, Dim, Float, Indices, N, Tensor};
use std::fmt;
use std::io;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

/// Why pictures could not be read. Every message names the file or the folder.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImageError {
    /// A file or a folder that cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file or the folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file that is no picture, or a broken one.
    #[error("{} is no picture: {source}", path.display())]
    Decode {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: image::ImageError,
    },
    /// A picture of another size.
    #[error("{} is {} by {} pixels, expected {} by {}\nhelp: `.resize()` scales pictures of any size", path.display(), found[0], found[1], expected[0], expected[1])]
    Size {
        /// The file.
        path: PathBuf,
        /// Width and height in the type.
        expected: [u32; 2],
        /// Width and height of the picture.
        found: [u32; 2],
    },
    /// Not as many folders as classes.
    #[error("{} holds {} folders ({}), expected one for each of {expected} classes", path.display(), found.len(), found.join(", "))]
    Classes {
        /// The folder.
        path: PathBuf,
        /// How many classes there are.
        expected: usize,
        /// The folders' names.
        found: Vec<String>,
    },
}

/// The channels of a picture: one, grey, or three, red, green and blue.
pub trait Channels: Dim {
    #[doc(hidden)]
    fn pixels(image: DynamicImage) -> Vec<u8>;
}

impl Channels for N<1> {
    fn pixels(image: DynamicImage) -> Vec<u8> {
        image.into_luma8().into_raw()
    }
}

impl Channels for N<3> {
    fn pixels(image: DynamicImage) -> Vec<u8> {
        image.into_rgb8().into_raw()
    }
}

/// Pictures of shape `[K, H, W]`, `K` being 1 or 3 channels, and of `C` classes: those of `cats/` and `dogs/` are classes 0 and 1.
///
/// Folders are sorted by their names, and so are the files in each. A file is decoded whenever it is asked for: PNG, JPEG, BMP
/// and PNM; pixels are from 0 to 1.
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
    resize: bool,
    types: Types<K, H, W, C, T>,
}

impl<K, H, W, C, T> fmt::Debug for Folder<K, H, W, C, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} pictures of {}", self.files.len(), self.names.join(", "))
    }
}

/// The types of a data set that holds none of their values.
type Types<K, H, W, C, T> = PhantomData<fn() -> (K, H, W, C, T)>;

/// The entries of a folder whose names do not begin with a dot, sorted.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, ImageError> {
    let failed = |source| ImageError::Read { path: folder.into(), source };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

impl<K: Channels, H: Dim, W: Dim, C: Dim, T: Float> Folder<K, H, W, C, T> {
    /// Lists the pictures; none is read yet.
    ///
    /// # Errors
    /// A folder that cannot be read, or has another number of folders than there are classes.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, DataError> {
        let folder = folder.as_ref();
        let folders: Vec<PathBuf> = entries(folder)?.into_iter().filter(|path| path.is_dir()).collect();
        let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let names: Vec<String> = folders.iter().map(name).collect();
        if names.len() != C::SIZE {
            return Err(ImageError::Classes { path: folder.into(), expected: C::SIZE, found: names }.into());
        }
        let mut files = Vec::new();
        for (class, folder) in folders.iter().enumerate() {
            files.extend(entries(folder)?.into_iter().filter(|path| path.is_file()).map(|path| (path, class)));
        }
        Ok(Self { names, files, resize: false, types: PhantomData })
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
        let read = |source| ImageError::Read { path: path.clone(), source };
        let mut image = ImageReader::open(path)
            .and_then(ImageReader::with_guessed_format)
            .map_err(read)?
            .decode()
            .map_err(|source| ImageError::Decode { path: path.clone(), source })?;
        let (found, expected) = ([image.width(), image.height()], [W::SIZE as u32, H::SIZE as u32]);
        if found != expected {
            if !self.resize {
                return Err(ImageError::Size { path: path.clone(), expected, found }.into());
            }
            image = image.resize_exact(expected[0], expected[1], FilterType::Triangle);
        }
        // A file has the channels of a pixel side by side, a tensor has them apart.
        let pixels = K::pixels(image);
        let plane = H::SIZE * W::SIZE;
        for (place, x) in input.as_mut_slice().iter_mut().enumerate() {
            let (channel, pixel) = (place / plane, place % plane);
            *x = T::from_f64(f64::from(pixels[pixel * K::SIZE + channel]) / 255.0);
        }
        target[[0]] = Class::new(*class).expect("there are as many folders as classes");
        Ok(())
    }
}
