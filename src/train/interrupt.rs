//! Ctrl-C as a wish that the step be finished.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// How often Ctrl-C was pressed.
static PRESSED: AtomicU32 = AtomicU32::new(0);

/// From now on the first Ctrl-C is counted alone, and the second ends the process, as it would have without this. Where it cannot
/// be caught, since another part of the program does, that is the answer, each time.
pub(super) fn catch() -> Result<(), ctrlc::Error> {
    static CAUGHT: OnceLock<()> = OnceLock::new();
    if CAUGHT.get().is_none() {
        ctrlc::set_handler(|| {
            if PRESSED.fetch_add(1, Ordering::Relaxed) > 0 {
                std::process::exit(130);
            }
        })?;
        let _ = CAUGHT.set(());
    }
    Ok(())
}

/// Whether Ctrl-C was pressed.
pub(super) fn is_wanted() -> bool {
    PRESSED.load(Ordering::Relaxed) > 0
}

/// The wish was granted: the next Ctrl-C is the first again.
pub(super) fn clear() {
    PRESSED.store(0, Ordering::Relaxed);
}
