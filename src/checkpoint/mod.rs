//! Checkpoints: a [`State`](crate::state::State) saved to a file so that training resumes bit-identically, and folders of such
//! files.
//!
//! ```
//! use nn::checkpoint;
//! use nn::prelude::*;
//!
//! network! {
//!     struct Line {
//!         fc: Linear<1, 1>,
//!     }
//!     fn forward(x: Tensor<1>) -> Tensor<1> {
//!         x.fc()
//!     }
//! }
//!
//! # let path = std::env::temp_dir().join(format!("nn-checkpoint-{}.safetensors", std::process::id()));
//! let (x, y) = (Tensor::from([[1.0], [2.0]]), Tensor::from([[3.0], [5.0]]));
//! let mut session = Session::<Line, Adam, dim![2]>::new(Adam::new(0.1), 1);
//! session.step(&x, &Mse, &y);
//! checkpoint::save(&mut *session, &path)?;
//!
//! let mut again = Session::<Line, Adam, dim![2]>::new(Adam::new(0.1), 2);
//! checkpoint::load(&mut *again, &path)?;
//! assert_eq!(session.step(&x, &Mse, &y), again.step(&x, &Mse, &y));
//! assert!(session.network.fc.weight == again.network.fc.weight);
//! # std::fs::remove_file(&path).unwrap();
//! # Ok::<(), nn::files::FileError>(())
//! ```

mod file;
mod folder;
mod reader;
mod writer;

pub use file::{load, save};
pub use folder::{Checkpoints, Resumed};

#[cfg(feature = "mpi")]
pub(crate) use file::{from_bytes, to_bytes};
#[cfg(feature = "train")]
pub(crate) use folder::BEST;
