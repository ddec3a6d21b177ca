//! Pictures in a folder of folders: one folder a class.

use super::dataset::{Dataset, Draw, One};
use super::error::DataError;
use super::origin::Origin;
use crate::excerpt::Excerpt;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use nn_core::{Class, Dim, Float, Indices, N, Tensor};
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
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
    #[error("{} holds {} folders ({}), expected one for each of {expected} classes", path.display(), found.len(), listed(found))]
    Classes {
        /// The folder.
        path: PathBuf,
        /// How many classes there are.
        expected: usize,
        /// The folders' names.
        found: Vec<String>,
    },
    /// The folder of a class holds no pictures.
    #[error(
        "{} holds no pictures, expected those of the class `{}`: PNG, JPEG, BMP or PNM{}",
        path.display(),
        Excerpt(class),
        if *skipped > 0 { format!("; {skipped} other files are not pictures") } else { String::new() }
    )]
    Empty {
        /// The folder of the class.
        path: PathBuf,
        /// The name of the class.
        class: String,
        /// The number of files in it that are not pictures.
        skipped: usize,
    },
    /// A picture in a format that cannot be decoded.
    #[error("{} is a picture in a format that cannot be decoded, expected PNG, JPEG, BMP or PNM\nhelp: convert it, or move it out of the folder", path.display())]
    Format {
        /// The file.
        path: PathBuf,
    },
}

/// The first ten names, and how many more there are.
fn listed(names: &[String]) -> String {
    let mut text: Vec<String> = names.iter().take(10).map(|name| Excerpt(name).to_string()).collect();
    if names.len() > 10 {
        text.push(format!("and {} more", names.len() - 10));
    }
    text.join(", ")
}

/// The channels of a picture: one, grey, or three, red, green and blue.
pub trait Channels: Dim {
    /// The picture in these channels, 8 bits each.
    #[doc(hidden)]
    fn convert(image: DynamicImage) -> DynamicImage;
}

impl Channels for N<1> {
    fn convert(image: DynamicImage) -> DynamicImage {
        if !image.color().has_color() {
            return image.into_luma8().into();
        }
        let image = image.into_rgb8();
        let (width, height) = image.dimensions();
        let pixels = image.into_raw();
        let grey = pixels.chunks_exact(3).map(|pixel| luma([pixel[0], pixel[1], pixel[2]])).collect();
        GrayImage::from_raw(width, height, grey).unwrap_or_default().into()
    }
}

/// The luma of ITU-R BT.601, (299 red + 587 green + 114 blue) / 1000, with Pillow's weights in units of 2^-16.
fn luma([red, green, blue]: [u8; 3]) -> u8 {
    ((u32::from(red) * 19595 + u32::from(green) * 38470 + u32::from(blue) * 7471 + 0x8000) >> 16) as u8
}

impl Channels for N<3> {
    fn convert(image: DynamicImage) -> DynamicImage {
        image.into_rgb8().into()
    }
}

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

/// The files of a class.
#[derive(Default)]
struct Found {
    pictures: Vec<PathBuf>,
    others: Vec<PathBuf>,
}

impl Found {
    /// Adds the files in a folder, and in the folders inside of it. `above` are the folders that lead here, links resolved: a link to
    /// one of them would go on without end.
    fn add(&mut self, folder: &Path, above: &mut Vec<PathBuf>) -> Result<(), ImageError> {
        let failed = |source| ImageError::Read { path: folder.into(), source };
        let real = folder.canonicalize().map_err(failed)?;
        if above.contains(&real) {
            return Err(failed(io::Error::other(format!("it is a link to {}, which contains it", real.display()))));
        }
        above.push(real);
        for path in entries(folder)? {
            // A link to nothing is an error: a picture would be missing.
            let kind = path.metadata().map_err(|source| ImageError::Read { path: path.clone(), source })?;
            if kind.is_dir() {
                self.add(&path, above)?;
            } else if kind.is_file() && is_picture(&path)? {
                self.pictures.push(path);
            } else {
                self.others.push(path);
            }
        }
        above.pop();
        Ok(())
    }
}

/// Picture formats that are known by name only.
const FOREIGN: [&str; 11] = ["avif", "exr", "gif", "heic", "heif", "jxl", "qoi", "tga", "tif", "tiff", "webp"];

/// Whether a file is a picture, by the end of its name, else by its first bytes.
fn is_picture(path: &Path) -> Result<bool, ImageError> {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    let format = extension.as_ref().and_then(ImageFormat::from_extension);
    if format.is_some_and(|format| format.reading_enabled()) {
        return Ok(true);
    }
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(8).read_to_end(&mut start));
    read.map_err(|source| ImageError::Read { path: path.into(), source })?;
    // Few bytes identify the other formats, and text may begin with them.
    if matches!(image::guess_format(&start), Ok(ImageFormat::Png | ImageFormat::Jpeg)) {
        return Ok(true);
    }
    match extension {
        Some(extension) if FOREIGN.contains(&&*extension) => Err(ImageError::Format { path: path.into() }),
        _ => Ok(false),
    }
}

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

    /// Decodes a picture, upright if so set, in the channels and the size of the type.
    fn decode(&self, path: &Path) -> Result<DynamicImage, ImageError> {
        let read = |source| ImageError::Read { path: path.into(), source };
        let failed = |source| ImageError::Decode { path: path.into(), source };
        let reader = ImageReader::open(path).and_then(ImageReader::with_guessed_format).map_err(read)?;
        let mut decoder = reader.into_decoder().map_err(failed)?;
        let orientation = match self.transpose {
            true => decoder.orientation().map_err(failed)?,
            false => Orientation::NoTransforms,
        };
        let (width, height) = decoder.dimensions();
        let found = if is_sideways(orientation) { [height, width] } else { [width, height] };
        let expected = [W::SIZE as u32, H::SIZE as u32];
        if found != expected && !self.resize {
            return Err(ImageError::Size { path: path.into(), expected, found });
        }
        // The limits of a decoder do not cover the pixels themselves.
        let mut limits = Limits::default();
        limits.reserve(decoder.total_bytes()).map_err(failed)?;
        decoder.set_limits(limits).map_err(failed)?;
        let mut image = DynamicImage::from_decoder(decoder).map_err(failed)?;
        image.apply_orientation(orientation);
        let image = K::convert(image);
        Ok(match found == expected {
            true => image,
            false => image.resize_exact(expected[0], expected[1], FilterType::Triangle),
        })
    }
}

/// Whether a picture with this orientation is stored with width and height exchanged.
fn is_sideways(orientation: Orientation) -> bool {
    use Orientation::*;
    matches!(orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
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
        let pixels = self.decode(path)?.into_bytes();
        let plane = H::SIZE * W::SIZE;
        for (place, x) in input.as_mut_slice().iter_mut().enumerate() {
            let (channel, pixel) = (place / plane, place % plane);
            *x = T::from_f64(f64::from(pixels[pixel * K::SIZE + channel]) / 255.0);
        }
        target[[0]] = Class::new(*class).expect("there are as many folders as classes");
        Ok(())
    }
}
