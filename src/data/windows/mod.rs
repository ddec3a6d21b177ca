//! Windows of one long sequence of tokens.

mod random;
mod tokens;

pub use random::RandomTokenWindows;
pub use tokens::TokenWindows;
