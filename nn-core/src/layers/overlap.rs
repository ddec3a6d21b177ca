//! Who is told when a gradient is whole, while the backward pass goes on.

use std::cell::Cell;
use std::ops::Range;

/// Who is told the addresses of gradients to which nothing more is added.
pub type Told = fn(Range<usize>);

std::thread_local! {
    static TOLD: Cell<Option<Told>> = const { Cell::new(None) };
}

/// Does this, a backward pass, while `told` is told of each gradient that is whole: those of the network's layers, in the order in
/// which the last uses of them are done.
///
/// Only networks of crates that are built with the feature `overlap` tell; what is not told is whole in the end.
pub fn telling<R>(told: Told, backward: impl FnOnce() -> R) -> R {
    struct Before(Option<Told>);
    impl Drop for Before {
        fn drop(&mut self) {
            TOLD.set(self.0);
        }
    }
    let _before = Before(TOLD.replace(Some(told)));
    backward()
}

/// Tells of a gradient.
pub(crate) fn tell<P>(gradient: &P) {
    if let Some(told) = TOLD.get() {
        // Exposed, so that whoever is told may read there.
        let start = std::ptr::from_ref(gradient).expose_provenance();
        told(start..start + size_of::<P>());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::Context;

    std::thread_local! {
        static REPORTED: Cell<usize> = const { Cell::new(0) };
    }

    /// A network that is a part of another one reports nothing, although a layer by hand hands on the context as it is: the layer might
    /// use the network twice, while the first gradient is sent.
    #[test]
    fn the_network_of_the_session_alone_reports() {
        struct Whole;
        struct Part;
        let context = Context::new(1, 1).watched::<Whole>();
        let gradient = [0.0_f32; 3];
        telling(
            |addresses| REPORTED.set(REPORTED.get() + addresses.len()),
            || {
                // SAFETY: nobody writes to it.
                unsafe {
                    context.learned::<Part, _>(&gradient);
                    context.unwatched().learned::<Whole, _>(&gradient);
                    assert_eq!(REPORTED.get(), 0);
                    context.learned::<Whole, _>(&gradient);
                }
            },
        );
        assert_eq!(REPORTED.get(), size_of_val(&gradient));
    }
}
