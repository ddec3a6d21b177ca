//! Signals before, during and after a run; an interrupted run is never mistaken for a complete one.
#![cfg(unix)]
#![deny(unfulfilled_lint_expectations)]

use crate::line::Line;
use nn::files;
use nn::prelude::*;
use nn::train::{Event, TrainError};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::low_level::raise;
use std::ops::ControlFlow;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, ExitCode, ExitStatus, Stdio, Termination};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Barrier};

type Points = TensorDataset<shape![1], shape![1]>;

/// A trainer with four steps per epoch.
fn trainer() -> Trainer<Line, Sgd, dim![2], Mse, Points> {
    let x = Tensor::<shape![8, 1]>::from_fn(|[i, _]| i as f32 / 8.0);
    let data = Points::from_batch::<dim![8]>(&x, &x);
    let session = Session::<Line, Sgd, dim![2]>::new(Sgd::new(0.001), 1);
    Trainer::new(session, Loader::new(data), Mse).progress(Progress::Hidden).stop_on_ctrl_c()
}

/// A trainer that raises a signal `times` times in this step.
fn raising(signal: i32, step: u64, times: u64) -> Trainer<Line, Sgd, dim![2], Mse, Points> {
    trainer().callback(move |event| {
        if matches!(event, Event::Step { step: now, .. } if *now == step) {
            (0..times).for_each(|_| raise(signal).unwrap());
        }
        ControlFlow::Continue(())
    })
}

/// The cases, each of which the test of the same name below runs in a separate process.
fn case(name: &str, folder: &Path) {
    match name {
        "signal_after_a_run_ends_the_process" => {
            let signal = std::env::var("NN_SIGNAL").unwrap().parse().unwrap();
            assert_eq!(trainer().run(2).unwrap(), StopReason::Finished);
            let _ = raise(signal);
        }
        "signal_stops_only_the_current_run" => {
            let reason = raising(SIGTERM, 2, 1).run(9).unwrap();
            assert_eq!((reason, reason.exit_code()), (StopReason::Interrupted, ExitCode::from(143)));
            assert_eq!(trainer().run(2).unwrap(), StopReason::Finished);
            let reason = raising(SIGINT, 2, 1).run(9).unwrap();
            assert_eq!((reason, reason.exit_code()), (StopReason::Interrupted, ExitCode::from(130)));
        }
        "second_signal_ends_the_process" => {
            let _ = raising(SIGINT, 2, 2).run(9);
        }
        "signal_stops_all_concurrent_runs" => {
            let barrier = Arc::new(Barrier::new(2));
            let run = |raises: bool| {
                let barrier = barrier.clone();
                let callback = move |event: &Event<'_, Line>| {
                    if matches!(event, Event::Step { step: 2, .. }) {
                        barrier.wait();
                        if raises {
                            raise(SIGINT).unwrap();
                        }
                        barrier.wait();
                    }
                    ControlFlow::Continue(())
                };
                // Created in its thread: with the feature `mpi`, a trainer is not `Send`.
                std::thread::spawn(move || trainer().callback(callback).run(9).unwrap())
            };
            let runs = [run(true), run(false)].map(|run| run.join().unwrap());
            assert_eq!(runs, [StopReason::Interrupted; 2]);
        }
        "signal_in_the_last_epoch_is_not_lost" => {
            let mut trainer = trainer().callback(|event| {
                if matches!(event, Event::Epoch { record, .. } if record.epoch == 2) {
                    raise(SIGINT).unwrap();
                }
                ControlFlow::Continue(())
            });
            assert_eq!(trainer.run(2).unwrap(), StopReason::Interrupted);
            assert_eq!(trainer.history().records.len(), 2);
        }
        "ignored_signal_stays_ignored" => {
            assert_eq!(raising(SIGHUP, 2, 1).run(2).unwrap(), StopReason::Finished);
            raise(SIGHUP).unwrap();
        }
        "handler_of_the_program_stays_active" => {
            let seen = Arc::new(AtomicBool::new(false));
            signal_hook::flag::register(SIGINT, seen.clone()).unwrap();
            assert_eq!(raising(SIGINT, 2, 1).run(2).unwrap(), StopReason::Interrupted);
            assert!(seen.swap(false, Ordering::SeqCst));
            raise(SIGINT).unwrap();
            assert!(seen.load(Ordering::SeqCst));
        }
        "interrupted_run_keeps_the_saved_network" => {
            let path = folder.join("net.safetensors");
            files::save(&*Line::new(99), &path).unwrap();
            let good = std::fs::read(&path).unwrap();
            let train = || {
                let mut trainer = raising(SIGINT, 2, 1);
                trainer.run(9)?.uninterrupted()?;
                files::save(trainer.best(), &path)?;
                Ok::<_, Box<dyn std::error::Error>>(())
            };
            let error = train().unwrap_err();
            assert!(matches!(error.downcast_ref(), Some(TrainError::Interrupted)), "{error}");
            assert_eq!(std::fs::read(&path).unwrap(), good);
        }
        "process_has_the_exit_code_of_its_run" => {
            let code = Termination::report(raising(SIGTERM, 2, 1).run(9).unwrap());
            let code = (0..=255_u8).find(|&number| ExitCode::from(number) == code).unwrap();
            std::process::exit(code.into());
        }
        name => panic!("there is no case {name}"),
    }
    std::fs::write(folder.join("done"), "").unwrap();
}

#[test]
#[ignore = "it is started by other tests"]
fn child() {
    case(&std::env::var("NN_CASE").unwrap(), Path::new(&std::env::var_os("NN_FOLDER").unwrap()));
}

/// Runs a case in a separate process: its exit status, and whether the case reached its end.
fn run(name: &str, setup: impl FnOnce(&mut Command)) -> (ExitStatus, bool) {
    let folder = tempfile::tempdir().unwrap();
    // `exec` preserves ignored signals. A background job ignores SIGINT, so the default action is restored if `env` can
    // do so.
    let mut command = Command::new("sh");
    let (ignored, default) =
        if name.starts_with("ignored") { ("trap '' HUP; ", "INT,TERM") } else { ("", "INT,TERM,HUP") };
    let set = format!("env --default-signal={default}");
    command.arg("-c").arg(format!(
        "{ignored}{set} true 2> /dev/null && set -- {set} \"$0\" || set -- \"$0\"; \
         exec \"$@\" --exact interrupts::child --ignored --nocapture --test-threads 1"
    ));
    command.arg(std::env::current_exe().unwrap());
    command.env("NN_CASE", name).env("NN_FOLDER", folder.path()).stdout(Stdio::null());
    setup(&mut command);
    let status = command.status().unwrap();
    (status, folder.path().join("done").exists())
}

macro_rules! passes {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                let (status, is_done) = run(stringify!($name), |_| ());
                assert!(status.success() && is_done, "{status}");
            }
        )*
    };
}
passes! {
    signal_stops_only_the_current_run
    signal_stops_all_concurrent_runs
    signal_in_the_last_epoch_is_not_lost
    interrupted_run_keeps_the_saved_network
}

// Only Linux reports which signals the program ignores or handles.
#[cfg(target_os = "linux")]
passes! {
    ignored_signal_stays_ignored
    handler_of_the_program_stays_active
}

#[test]
fn signal_after_a_run_ends_the_process() {
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        let (status, is_done) = run("signal_after_a_run_ends_the_process", |command| {
            command.env("NN_SIGNAL", signal.to_string());
        });
        assert_eq!((status.signal(), is_done), (Some(signal), false), "{status}");
    }
}

#[test]
fn second_signal_ends_the_process() {
    let (status, is_done) = run("second_signal_ends_the_process", |_| ());
    assert_eq!((status.signal(), is_done), (Some(SIGINT), false), "{status}");
}

#[test]
fn process_has_the_exit_code_of_its_run() {
    let (status, _) = run("process_has_the_exit_code_of_its_run", |_| ());
    assert_eq!(status.code(), Some(143), "{status}");
}

/// The compiler warns if the stop reason is unused; this fails to compile if it does not.
#[test]
fn stop_reason_must_be_used() {
    static STEPS: AtomicU64 = AtomicU64::new(0);
    let mut trainer = trainer().max_steps(1).callback(|_| {
        STEPS.fetch_add(1, Ordering::Relaxed);
        ControlFlow::Continue(())
    });
    #[expect(unused_must_use)]
    {
        trainer.run(1).unwrap();
    }
    assert_eq!(STEPS.load(Ordering::Relaxed), 1);
}
