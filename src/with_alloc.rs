//! Items that need the heap, kept or dropped by the feature `alloc`.

/// Keeps items that need the heap.
#[cfg(feature = "alloc")]
#[doc(hidden)]
#[macro_export]
macro_rules! with_alloc {
    ($($items:tt)*) => { $($items)* };
}

/// Drops items that need the heap.
#[cfg(not(feature = "alloc"))]
#[doc(hidden)]
#[macro_export]
macro_rules! with_alloc {
    ($($items:tt)*) => {};
}
