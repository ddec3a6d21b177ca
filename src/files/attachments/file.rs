//! A network and its attachments in one file.

use super::metadata;
use super::parts::Attachments;
use crate::files::checks::check_finite;
use crate::files::error::FileError;
use crate::files::format::{DEFAULT_MAX_HEADER, Source};
use crate::files::load::LoadOptions;
use crate::files::network::content;
use crate::files::safetensors::SafeTensors;
use crate::files::write;
use nn_core::Network;
use std::io::{Read, Seek};
use std::path::Path;

/// Saves a network and its attachments, which are stored in the metadata of the file: every other function that loads a network
/// accepts this file. Otherwise as [`save`](crate::files::save()).
///
/// A normaliser is stored as JSON with its shape, means and standard deviations, one per channel if all values of each channel are
/// equal; class names are a JSON array, lists of texts a JSON object of arrays. Rules for missing values are a JSON object: by
/// column the replacement, or null for a row that is removed, and the texts that mark a missing value. Values are stored exactly.
///
/// ```
/// use nn::data::{ClassNames, Normalizer};
/// use nn::files::{self, Attachments};
/// use nn::prelude::*;
///
/// network! {
///     struct Pets {
///         fc: Linear<2, 3>,
///     }
///     fn forward(x: Tensor<2>) -> Tensor<3> {
///         x.fc()
///     }
/// }
///
/// # let path = std::env::temp_dir().join(format!("nn-attachments-{}.safetensors", std::process::id()));
/// let normalizer = Normalizer::new(&Tensor::new([30.0, 4.5]), &Tensor::new([10.0, 2.0]))?;
/// let names = ClassNames::new(["cat", "dog", "fish"])?;
/// let attachments = Attachments::new().with_input_normalizer(&normalizer).with_class_names(&names);
/// files::save_with(&*Pets::new(1), &attachments, &path)?;
///
/// let (pets, attachments) = files::load_with::<Pets>(&path)?;
/// let mut x = Tensor::<shape![1, 2]>::new([[40.0, 4.5]]);
/// attachments.input_normalizer().unwrap().apply::<dim![1]>(&mut x);
/// assert_eq!(x.as_slice(), [1.0, 0.0]);
/// let class = pets.forward(&x).argmax_rows()[[0]];
/// println!("{}", attachments.class_names().unwrap().get(class).unwrap_or("?"));
/// # std::fs::remove_file(&path).unwrap();
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`save`](crate::files::save()); and [`FileError::HeaderLimit`] if the normalisers are so large that the header would exceed
/// the default limit for reading.
pub fn save_with<Net: Network>(
    network: &Net,
    attachments: &Attachments<Net>,
    path: impl AsRef<Path>,
) -> Result<(), FileError> {
    let path = path.as_ref();
    check_finite(network, path)?;
    let mut content = content(network);
    metadata::write(attachments, &mut content);
    let bytes = content.into_bytes();
    let header = bytes.first_chunk().map_or(0, |length| u64::from_le_bytes(*length));
    if header > DEFAULT_MAX_HEADER {
        return Err(FileError::HeaderLimit { path: path.into(), found: header, limit: DEFAULT_MAX_HEADER });
    }
    write(path, &bytes)
}

/// Loads a network and the attachments that [`save_with`] stored, which are empty for a file written by
/// [`save`](crate::files::save()). Otherwise as [`load`](crate::files::load()).
///
/// # Errors
/// As [`load`](crate::files::load()); a normaliser of another shape ([`FileError::Shape`], with both shapes) or of another element
/// type ([`FileError::Dtype`]); a normaliser that is malformed, and class names that are malformed, not as many as the elements of
/// the output, or not all different, and texts and rules for missing values that are malformed ([`FileError::Value`]).
pub fn load_with<Net: Network>(path: impl AsRef<Path>) -> Result<(Box<Net>, Attachments<Net>), FileError> {
    let file = SafeTensors::open(path)?;
    let attachments = Attachments::read(&file);
    // Until the checksum has been compared, an error about the content may be caused by damage.
    let network = LoadOptions::new().expect(Source::Nn).read_from(file)?;
    Ok((network, attachments?))
}

impl<Net: Network> Attachments<Net> {
    /// Reads the attachments that [`save_with`] stored from an open file, such as one from [`SafeTensors::new`] for bytes in
    /// memory. [`SafeTensors::verify`] compares the checksum.
    ///
    /// # Errors
    /// As [`load_with`].
    pub fn read<R: Read + Seek>(file: &SafeTensors<R>) -> Result<Self, FileError> {
        metadata::read(file)
    }
}
