//! The quantised form of each layer.

mod add;
mod affine;
mod coerced;
mod concat;
mod convolution;
mod expression;
mod linear;
mod pad;
mod picks;
mod pool;
mod product;
mod rescale;
mod table;
mod terms;

pub use affine::Affine;
pub(in crate::int8) use affine::largest_sum;
pub use pad::Int8Pad;
pub use product::Int8Product;
pub use rescale::Int8Mean;
pub use table::Int8Table;
pub use terms::Int8Terms;
