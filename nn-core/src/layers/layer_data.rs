//! The macros that make a layer of nn-core plain data with a layout and a connection.

/// Declares what a layer stores, as [`parameters!`](crate::parameters::parameters) does, and how it connects: `#[takes(In)]` before it
/// is the one shape that it takes.
macro_rules! layer_data {
    ($(#[takes($($dim:ty),+)])? impl[$($generics:tt)*] for $layer:ty { $($fields:tt)* }) => {
        $crate::parameters::parameters! { impl[$($generics)*] for $layer { $($fields)* } }
        $crate::layers::layer_data::layer_value! { impl[$($generics)*] for $layer { $($fields)* } }
        impl<$($generics)*> $crate::layers::Connect for $layer {
            $crate::layers::layer_data::connection! { $($($dim),+)? }
        }
    };
}
pub(super) use layer_data;

/// A layer as a value: it is cloned as plain data, and two are equal if all their elements are. What stores nothing is `Copy` where it
/// is declared.
macro_rules! layer_value {
    (impl[$($generics:tt)*] for $layer:ty { $($marker:tt),* $(,)? }) => {
        /// Equal to every value of its type: nothing is stored.
        impl<$($generics)*> PartialEq for $layer {
            fn eq(&self, _: &Self) -> bool {
                true
            }
        }
        impl<$($generics)*> Eq for $layer {}
        #[cfg(feature = "serde")]
        $crate::serialization::serialization! { [$($generics)*] $layer, f32 }
    };
    (impl[$($generics:tt)*] for $layer:ty { $($fields:tt)+ }) => {
        /// A copy by value: that of a `Box` is made in place by [`boxed_clone`](crate::boxed_clone).
        impl<$($generics)*> Clone for $layer {
            #[inline]
            fn clone(&self) -> Self {
                $crate::parameters::duplicate(self)
            }
        }
        /// Equal where all elements are equal, as [`Tensor`](crate::Tensor) has it.
        impl<$($generics)*> PartialEq for $layer {
            fn eq(&self, other: &Self) -> bool {
                $crate::parameters::Parameters::<T>::as_slice(self) == $crate::parameters::Parameters::<T>::as_slice(other)
            }
        }
        #[cfg(feature = "serde")]
        $crate::serialization::serialization! { [$($generics)*] $layer, T, Sized }
    };
}
pub(super) use layer_value;

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
