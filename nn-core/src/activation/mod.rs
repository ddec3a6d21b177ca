//! Element-wise activation functions, as code and as data.

#[allow(clippy::module_inception)]
mod activation;
mod function;
mod scalar;

pub use activation::Activation;
pub use function::Function;
pub use scalar::Scalar;
