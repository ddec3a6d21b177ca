//! Macros that implement `Plain`, `Parameters`, `Connect` and the value traits for the layers of nn-core.

/// Declares the tensors of a layer, as [`parameters!`](crate::parameters::parameters) does, and implements `Connect` for it. A
/// leading `#[input(In)]` fixes the shape of its input.
macro_rules! layer_data {
    ($(#[input($($dim:ty),+)])? impl[$($generics:tt)*] for $layer:ty { $($fields:tt)* }) => {
        $crate::parameters::parameters! { impl[$($generics)*] for $layer { $($fields)* } }
        $crate::layers::layer_data::layer_value! { impl[$($generics)*] for $layer { $($fields)* } }
        impl<$($generics)*> $crate::layers::Connect for $layer {
            $crate::layers::layer_data::connection! { $($($dim),+)? }
        }
    };
}
pub(super) use layer_data;

/// Implements `PartialEq`, serialisation and, for a layer with tensors, `Clone`: a clone is a copy of plain data, and two layers
/// are equal if all their elements are. A layer without tensors derives `Clone` and `Copy` where it is declared.
macro_rules! layer_value {
    (impl[$($generics:tt)*] for $layer:ty { $($marker:tt),* $(,)? }) => {
        /// All values of the type are equal, since the layer stores nothing.
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
        /// Returns a copy by value. [`boxed_clone`](crate::boxed_clone) clones a boxed layer without moving it across the stack.
        impl<$($generics)*> Clone for $layer {
            #[inline]
            fn clone(&self) -> Self {
                $crate::parameters::duplicate(self)
            }
        }
        /// Two layers are equal if all their elements are, as for [`Tensor`](crate::Tensor).
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

/// Expands to the associated types of [`Connect`]: for a layer whose input has exactly these dims, or, without dims, for a layer
/// that accepts inputs of several shapes.
macro_rules! connection {
    () => {
        type Input<Given: $crate::signal::Signal> = Given;
        type Coerced<Gives: $crate::signal::Signal> = Self;
    };
    ($($dim:ty),+) => {
        type Input<Given: $crate::signal::Signal> = ($($dim,)+);
        type Coerced<Gives: $crate::signal::Signal> = $crate::layers::Coerced<Self, Gives>;
    };
}
pub(super) use connection;
