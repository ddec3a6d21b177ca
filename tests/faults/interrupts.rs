//! Signals: what one does before, in and after a run, and that an interrupted run is not taken for a complete one.
#![cfg(unix)]
#![deny(unfulfilled_lint_expectations)]

use crate::line::Line;
use nn::data::{Loader, Pairs};
use nn::prelude::*;
use nn::train::{Event, Go, Show, Stopped, TrainError, Trainer};
use nn::{Mse, Sgd, files};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::low_level::raise;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, ExitCode, ExitStatus, Stdio, Termination};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Barrier};

type Points = Pairs<shape![1], shape![1]>;

/// Four steps an epoch.
fn trainer() -> Trainer<Line, Sgd, dim![2], Mse, Points> {
    let x = Tensor::<shape![8, 1]>::from_fn(|[i, _]| i as f32 / 8.0);
    let data = Points::from_batch::<dim![8]>(&x, &x);
    let session = Session::<Line, Sgd, dim![2]>::new(Sgd::new(0.001), 1);
    Trainer::new(session, Loader::new(data), Mse).show(Show::Nothing).stop_on_ctrl_c()
}

/// Raises a signal this number of times in this step.
fn raising(signal: i32, step: u64, times: u64) -> Trainer<Line, Sgd, dim![2], Mse, Points> {
    trainer().callback(move |event| {
        if matches!(event, Event::Step { step: now, .. } if *now == step) {
            (0..times).for_each(|_| raise(signal).unwrap());
        }
        Go::On
    })
}

/// A test of the same name below runs each of these in a process of its own.
fn case(name: &str, folder: &Path) {
    match name {
        "after_a_run_a_signal_ends_the_process" => {
            let signal = std::env::var("NN_SIGNAL").unwrap().parse().unwrap();
            assert_eq!(trainer().run(2).unwrap(), Stopped::Finished);
            let _ = raise(signal);
        }
        "in_a_run_a_signal_stops_it_and_no_other" => {
            let stopped = raising(SIGTERM, 2, 1).run(9).unwrap();
            assert_eq!((stopped, stopped.exit_code()), (Stopped::Interrupted, ExitCode::from(143)));
            assert_eq!(trainer().run(2).unwrap(), Stopped::Finished);
            let stopped = raising(SIGINT, 2, 1).run(9).unwrap();
            assert_eq!((stopped, stopped.exit_code()), (Stopped::Interrupted, ExitCode::from(130)));
        }
        "a_second_signal_ends_the_process" => {
            let _ = raising(SIGINT, 2, 2).run(9);
        }
        "one_signal_stops_all_runs_that_are_under_way" => {
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
                    Go::On
                };
                // Made in its thread: with the feature `mpi` a trainer cannot be sent to another one.
                std::thread::spawn(move || trainer().callback(callback).run(9).unwrap())
            };
            let runs = [run(true), run(false)].map(|run| run.join().unwrap());
            assert_eq!(runs, [Stopped::Interrupted; 2]);
        }
        "a_signal_in_the_last_epoch_is_not_lost" => {
            let mut trainer = trainer().callback(|event| {
                if matches!(event, Event::Epoch { record, .. } if record.epoch == 2) {
                    raise(SIGINT).unwrap();
                }
                Go::On
            });
            assert_eq!(trainer.run(2).unwrap(), Stopped::Interrupted);
            assert_eq!(trainer.history().records.len(), 2);
        }
        "an_ignored_signal_stays_ignored" => {
            assert_eq!(raising(SIGHUP, 2, 1).run(2).unwrap(), Stopped::Finished);
            raise(SIGHUP).unwrap();
        }
        "a_handler_of_the_program_stays_in_force" => {
            let seen = Arc::new(AtomicBool::new(false));
            signal_hook::flag::register(SIGINT, seen.clone()).unwrap();
            assert_eq!(raising(SIGINT, 2, 1).run(2).unwrap(), Stopped::Interrupted);
            assert!(seen.swap(false, Ordering::SeqCst));
            raise(SIGINT).unwrap();
            assert!(seen.load(Ordering::SeqCst));
        }
        "an_interrupted_run_leaves_the_good_network" => {
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
        "a_process_has_the_exit_code_of_its_run" => {
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

/// Runs a case in a process of its own: how that ended, and whether the case came to its end.
fn run(name: &str, setup: impl FnOnce(&mut Command)) -> (ExitStatus, bool) {
    let folder = tempfile::tempdir().unwrap();
    // `exec` keeps what the shell ignores. A job in the background ignores SIGINT, so that it is set to its default where `env` can.
    let mut command = Command::new("sh");
    let (ignored, default) =
        if name.starts_with("an_ignored") { ("trap '' HUP; ", "INT,TERM") } else { ("", "INT,TERM,HUP") };
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
    in_a_run_a_signal_stops_it_and_no_other
    one_signal_stops_all_runs_that_are_under_way
    a_signal_in_the_last_epoch_is_not_lost
    an_interrupted_run_leaves_the_good_network
}

// Which signals are ignored, or handled by the program, is known on Linux alone.
#[cfg(target_os = "linux")]
passes! {
    an_ignored_signal_stays_ignored
    a_handler_of_the_program_stays_in_force
}

#[test]
fn after_a_run_a_signal_ends_the_process() {
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        let (status, is_done) = run("after_a_run_a_signal_ends_the_process", |command| {
            command.env("NN_SIGNAL", signal.to_string());
        });
        assert_eq!((status.signal(), is_done), (Some(signal), false), "{status}");
    }
}

#[test]
fn a_second_signal_ends_the_process() {
    let (status, is_done) = run("a_second_signal_ends_the_process", |_| ());
    assert_eq!((status.signal(), is_done), (Some(SIGINT), false), "{status}");
}

#[test]
fn a_process_has_the_exit_code_of_its_run() {
    let (status, _) = run("a_process_has_the_exit_code_of_its_run", |_| ());
    assert_eq!(status.code(), Some(143), "{status}");
}

/// The compiler warns where nobody looks at why a run ended, and this fails to compile if it does not.
#[test]
fn the_reason_of_a_stop_must_be_used() {
    static STEPS: AtomicU64 = AtomicU64::new(0);
    let mut trainer = trainer().max_steps(1).callback(|_| {
        STEPS.fetch_add(1, Ordering::Relaxed);
        Go::On
    });
    #[expect(unused_must_use)]
    {
        trainer.run(1).unwrap();
    }
    assert_eq!(STEPS.load(Ordering::Relaxed), 1);
}
