//! Functions of one number, applied to every element: as code, and as data.

#[allow(clippy::module_inception)]
mod activation;
mod function;
mod scalar;

pub use activation::Activation;
pub use function::Function;
pub use scalar::Scalar;
