//! The macros that make a layer of nn-core plain data with a layout and a connection.

/// Declares what a layer stores, as [`parameters!`](crate::parameters::parameters) does, and how it connects: `#[takes(In)]` before it
/// is the one shape that it takes.
macro_rules! layer_data {
    ($(#[takes($($dim:ty),+)])? impl[$($generics:tt)*] for $layer:ty { $($fields:tt)* }) => {
        $crate::parameters::parameters! { impl[$($generics)*] for $layer { $($fields)* } }
        impl<$($generics)*> $crate::layers::Connect for $layer {
            $crate::layers::layer_data::connection! { $($($dim),+)? }
        }
    };
}
pub(super) use layer_data;

/// The types of [`Connect`] for a layer that takes samples of these dims alone; without dims, what it is given.
macro_rules! connection {
    () => {
        type Takes<Given: $crate::signal::Signal> = Given;
        type At<Gives: $crate::signal::Signal> = Self;
    };
    ($($dim:ty),+) => {
        type Takes<Given: $crate::signal::Signal> = ($($dim,)+);
        type At<Gives: $crate::signal::Signal> = $crate::layers::Fitted<Self, Gives>;
    };
}
pub(super) use connection;
