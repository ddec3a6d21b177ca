//! Networks that are computed step by step: the axis of time of each value, and the graph of one step. Pure: no tokens.

mod layers;
mod operations;
mod place;
mod refusal;
mod roles;
mod steps;
#[cfg(test)]
mod tests;

pub(crate) use steps::{has_time, steps};
