//! Reports of gradients that are complete, while the backward pass is still running.

use std::cell::Cell;
use std::ops::Range;

/// A callback that receives the addresses of a gradient to which nothing more is added.
pub type Callback = fn(Range<usize>);

std::thread_local! {
    static CALLBACK: Cell<Option<Callback>> = const { Cell::new(None) };
}

/// Runs `backward`, a backward pass, and calls `callback` for each gradient that is complete: those of the network's layers, in
/// the order in which their last uses are done.
///
/// Gradients that nobody reports are complete when `backward` returns.
pub fn with_callback<R>(callback: Callback, backward: impl FnOnce() -> R) -> R {
    struct Before(Option<Callback>);
    impl Drop for Before {
        fn drop(&mut self) {
            CALLBACK.set(self.0);
        }
    }
    let _before = Before(CALLBACK.replace(Some(callback)));
    backward()
}

/// Reports that a gradient is complete.
pub(crate) fn report<P>(gradient: &P) {
    if let Some(callback) = CALLBACK.get() {
        // Exposed, so that the callback may read there.
        let start = std::ptr::from_ref(gradient).expose_provenance();
        callback(start..start + size_of::<P>());
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
        with_callback(
            |addresses| REPORTED.set(REPORTED.get() + addresses.len()),
            || {
                // SAFETY: nobody writes to it.
                unsafe {
                    context.complete::<Part, _>(&gradient);
                    context.layer(0).complete::<Whole, _>(&gradient);
                    assert_eq!(REPORTED.get(), 0);
                    context.complete::<Whole, _>(&gradient);
                }
            },
        );
        assert_eq!(REPORTED.get(), size_of_val(&gradient));
    }
}
