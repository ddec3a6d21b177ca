//! Reports of completed gradients while the backward pass is still running.

use std::cell::Cell;
use std::ops::Range;

/// A callback that receives the address range of a completed gradient.
pub type Callback = fn(Range<usize>);

std::thread_local! {
    static CALLBACK: Cell<Option<Callback>> = const { Cell::new(None) };
}

/// Runs `backward`, a backward pass, and calls `callback` whenever the gradient of one of the network's layers is complete: after
/// the last contribution to it.
///
/// Gradients that are not reported are complete when `backward` returns.
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
        // The provenance is exposed so that the callback may read the gradient.
        let start = std::ptr::from_ref(gradient).expose_provenance();
        callback(start..start + size_of::<P>());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::StepContext;

    std::thread_local! {
        static REPORTED: Cell<usize> = const { Cell::new(0) };
    }

    /// A nested network reports nothing, even if a hand-written layer passes its context on unchanged: that layer might use the
    /// network twice, and the gradient would be sent before the second use has added to it.
    #[test]
    fn only_outermost_network_reports_gradients() {
        struct Whole;
        struct Part;
        let context = StepContext::new(1, 1).watched::<Whole>();
        let gradient = [0.0_f32; 3];
        with_callback(
            |addresses| REPORTED.set(REPORTED.get() + addresses.len()),
            || {
                // SAFETY: nothing writes to the gradient.
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
