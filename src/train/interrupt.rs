//! Signals that request a run to stop after its current step.
//!
//! A signal has this effect only during a run that opted in. Otherwise, and from the second signal on, it has its usual effect.
//! Handlers stay installed, since they cannot be removed; their effect depends on whether a run is in progress.

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::{SigId, flag, low_level};
use std::ffi::c_int;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[cfg(unix)]
const SIGNALS: [c_int; 3] = [SIGINT, SIGTERM, signal_hook::consts::SIGHUP];
#[cfg(not(unix))]
const SIGNALS: [c_int; 2] = [SIGINT, SIGTERM];

/// The signal handlers of the process.
struct Handlers {
    /// The signals that are handled, each with whether its usual effect is the default one, which ends the process.
    signals: Vec<(c_int, bool)>,
    /// Whether the next signal ends the process at once: no run is in progress, or those in progress have been asked to stop.
    at_once: Arc<AtomicBool>,
    /// The number of runs in progress.
    runs: usize,
}

static HANDLERS: Mutex<Option<Handlers>> = Mutex::new(None);

/// The last signal that stopped a run, 0 before the first.
static LAST: AtomicUsize = AtomicUsize::new(0);

fn handlers() -> MutexGuard<'static, Option<Handlers>> {
    HANDLERS.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Handlers {
    fn install() -> io::Result<Self> {
        let at_once = Arc::new(AtomicBool::new(true));
        let mut signals = Vec::new();
        for signal in SIGNALS {
            let usual = usual_effect(signal);
            // A signal that the process was started to ignore, such as SIGHUP under `nohup`, stays ignored.
            if usual == Usual::Ignored {
                continue;
            }
            let is_default = usual == Usual::Default;
            if is_default {
                // The order matters: the first signal of a run finds `at_once` unset, and sets it for the next one.
                flag::register_conditional_default(signal, at_once.clone())?;
                flag::register(signal, at_once.clone())?;
            }
            signals.push((signal, is_default));
        }
        Ok(Self { signals, at_once, runs: 0 })
    }
}

/// The effect of a signal without these handlers.
#[derive(Debug, PartialEq)]
enum Usual {
    Default,
    Ignored,
    /// Another part of the program handles it; that handler is still called, before these.
    Handled,
}

fn usual_effect(signal: c_int) -> Usual {
    // On systems without this file the default is assumed.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    if has_signal(&status, "SigIgn:", signal) {
        Usual::Ignored
    } else if has_signal(&status, "SigCgt:", signal) {
        Usual::Handled
    } else {
        Usual::Default
    }
}

/// Returns whether a signal mask in Linux's `/proc/self/status` contains this signal.
fn has_signal(status: &str, field: &str, signal: c_int) -> bool {
    let mask = status.lines().find_map(|line| line.strip_prefix(field));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    u32::try_from(signal - 1).is_ok_and(|bit| mask.checked_shr(bit).unwrap_or(0) & 1 == 1)
}

/// Records signals during a run.
pub(super) struct Watch {
    /// The number of the received signal, 0 if there was none.
    signal: Arc<AtomicUsize>,
    actions: Vec<SigId>,
}

impl Watch {
    /// Starts recording: from now on a signal is a request to stop. Earlier signals are not.
    pub(super) fn begin() -> io::Result<Self> {
        let mut handlers = handlers();
        let handlers = match &mut *handlers {
            Some(handlers) => handlers,
            none => none.insert(Handlers::install()?),
        };
        let signal = Arc::<AtomicUsize>::default();
        let mut actions = Vec::new();
        for &(number, _) in &handlers.signals {
            match flag::register_usize(number, signal.clone(), number as usize) {
                Ok(action) => actions.push(action),
                Err(error) => {
                    unregister(&mut actions);
                    return Err(error);
                }
            }
        }
        handlers.runs += 1;
        handlers.at_once.store(false, Ordering::SeqCst);
        Ok(Self { signal, actions })
    }

    /// Returns the number of the received signal, 0 if there was none.
    pub(super) fn signal(&self) -> Arc<AtomicUsize> {
        self.signal.clone()
    }

    /// Ends the run. `was_interrupted` is whether a signal stopped the run, or `None` if it ended with an error. A signal that came
    /// too late to interrupt the run now has its usual effect.
    pub(super) fn end(self, was_interrupted: Option<bool>) {
        let signal = self.signal.clone();
        drop(self);
        let signal = signal.load(Ordering::SeqCst);
        match was_interrupted {
            Some(true) => LAST.store(signal, Ordering::SeqCst),
            Some(false) if signal != 0 && ends_process(signal) => {
                // The installed handler now acts as the default one, which ends the process.
                let _ = low_level::raise(signal as c_int);
            }
            _ => {}
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(handlers) = &mut *handlers() {
            handlers.runs -= 1;
            if handlers.runs == 0 {
                handlers.at_once.store(true, Ordering::SeqCst);
            }
        }
        unregister(&mut self.actions);
    }
}

fn unregister(actions: &mut Vec<SigId>) {
    for action in actions.drain(..) {
        low_level::unregister(action);
    }
}

/// Returns whether a signal ends the process now: no run is in progress, and nothing else handles it.
fn ends_process(signal: usize) -> bool {
    let handlers = handlers();
    let is_default = |&(number, is_default): &(c_int, bool)| number as usize == signal && is_default;
    handlers.as_ref().is_some_and(|handlers| handlers.runs == 0 && handlers.signals.iter().any(is_default))
}

/// Returns the exit code of a process that a signal stopped: 128 plus its number, as shells do; 130, that of Ctrl-C, if this
/// process stopped together with others without receiving a signal itself.
pub(super) fn exit_code() -> u8 {
    match LAST.load(Ordering::SeqCst) {
        0 => 130,
        signal => u8::try_from(128 + signal).unwrap_or(u8::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_signal_masks() {
        // As under `nohup`, where SIGHUP, number 1, is ignored, in a program that handles SIGTERM, number 15.
        let status = "Name:\tnn\nSigBlk:\t0000000000000000\nSigIgn:\t0000000000000001\nSigCgt:\t0000000000004000\n";
        let has = |field, signal| has_signal(status, field, signal);
        assert!(has("SigIgn:", 1) && has("SigCgt:", 15));
        assert!(!has("SigIgn:", 2) && !has("SigIgn:", 15) && !has("SigCgt:", 1) && !has("SigCgt:", 64));
        assert!(!has("SigCgt:", 65) && !has("SigNone:", 1) && !has_signal("", "SigIgn:", 1));
    }
}
