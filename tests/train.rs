//! The trainer: its measurements, when it stops, what it keeps, and its output.

use nn::Parameters;
use nn::lr_scheduler::{ExponentialLr, ReduceLrOnPlateau};
use nn::metrics::MeanAbsoluteError;
use nn::prelude::*;
use nn::train::{self, Event, TrainError};
use std::ops::ControlFlow;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

network! {
    struct Line {
        fc: Linear<1, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.fc()
    }
}

type Points = TensorDataset<shape![1], shape![1]>;

/// y = 2 x + 1 at this number of points.
fn points(count: usize) -> Points {
    let x = |i: usize| i as f32 / count as f32 - 0.5;
    TensorDataset::new(
        Samples::from_fn(count, |i, row: &mut Tensor<shape![1, 1]>| row[[0, 0]] = x(i)),
        Samples::from_fn(count, |i, row: &mut Tensor<shape![1, 1]>| row[[0, 0]] = 2.0 * x(i) + 1.0),
    )
    .unwrap()
}

fn session(lr: f64) -> Box<Session<Line, Sgd, dim![4]>> {
    Session::new(Sgd::new(lr), 1)
}

/// The mean squared error of a line over all points.
fn error(line: &Line, points: &Points) -> f64 {
    let (w, b) = (f64::from(line.fc.weight[[0, 0]]), f64::from(line.fc.bias[[0]]));
    let pairs = points.inputs.as_slice().iter().zip(points.targets.as_slice());
    let sum: f64 = pairs.map(|(&x, &y)| (w * f64::from(x) + b - f64::from(y)).powi(2)).sum();
    sum / points.len() as f64
}

#[test]
fn losses_are_averaged_over_all_samples() {
    // Ten samples in batches of four: the last one has two.
    let data = points(10);
    let mut trainer = Trainer::new(session(0.0), Loader::new(data.clone()), Mse)
        .validate(data.clone())
        .metric(MeanAbsoluteError::new())
        .progress(Progress::Hidden);
    assert_eq!(trainer.run(1).unwrap(), StopReason::Finished);
    let record = &trainer.history().records[0];
    let expected = error(&trainer.session().network, &data);
    for name in ["loss", "val_loss"] {
        let found = record.value(name).unwrap();
        assert!((found - expected).abs() < 1e-6 * expected, "{name} {found}, expected {expected}");
    }
    assert_eq!((record.epoch, record.step, record.value("lr")), (1, 3, Some(0.0)));
    assert_eq!(trainer.history().names(), ["loss", "val_loss", "mae", "lr"]);
}

/// A hand-written loop with the same batches is bit-identical.
#[test]
fn trainer_equals_hand_written_loop() {
    let loader = || Loader::<_, dim![4]>::new(points(30)).shuffle(3);
    let optimizer = Momentum::new(0.1, 0.9);
    let mut by_hand = Session::<Line, Momentum, dim![4]>::new(optimizer, 1);
    by_hand.clip = Clip::Norm(0.5);
    for epoch in 0..5 {
        by_hand.optimizer.lr = 0.1 * 0.5_f64.powi(epoch as i32);
        for batch in loader().epoch(epoch) {
            let batch = batch.unwrap();
            by_hand.step_rows(batch.rows(), batch.input(), &Mse, batch.target());
        }
    }
    let session = Session::<Line, Momentum, dim![4]>::new(optimizer, 1);
    let mut trainer = Trainer::new(session, loader(), Mse)
        .schedule(Interval::Epoch, ExponentialLr::new(0.5))
        .clip(Clip::Norm(0.5))
        .progress(Progress::Hidden);
    assert_eq!(trainer.run(5).unwrap(), StopReason::Finished);
    assert_eq!(trainer.session().network.as_slice(), by_hand.network.as_slice());
    assert_eq!(trainer.session().steps(), by_hand.steps());
}

#[test]
fn early_stopping_returns_the_best_network() {
    // The rate grows until it is too large: there is a best epoch in the middle.
    let kept = Arc::new(Mutex::new(Vec::new()));
    let all = kept.clone();
    let mut trainer = Trainer::new(session(0.05), Loader::new(points(20)), Mse)
        .validate(points(20))
        .schedule(Interval::Epoch, |epoch: u64| if epoch < 4 { 1.0 } else { 60.0 })
        .early_stopping(3)
        .watch_gradient(false)
        .callback(move |event| {
            if let Event::Epoch { record, is_best, network } = event {
                let loss = record.value("val_loss").unwrap();
                all.lock().unwrap().push((loss, *is_best, network.as_slice().to_vec()));
            }
            ControlFlow::Continue(())
        })
        .progress(Progress::Hidden);
    assert_eq!(trainer.run(50).unwrap(), StopReason::Early);
    let epochs = kept.lock().unwrap();
    let best = (0..epochs.len()).min_by(|&a, &b| epochs[a].0.total_cmp(&epochs[b].0)).unwrap();
    assert_eq!(trainer.best_value(), Some((best as u64 + 1, epochs[best].0)));
    assert_eq!(epochs.len(), best + 1 + 3);
    assert_eq!(trainer.best().as_slice(), epochs[best].2);
    assert_ne!(trainer.best().as_slice(), trainer.session().network.as_slice());
    assert!(epochs[best].1 && !epochs[best + 1].1);
    // The run has ended: another call executes no step.
    let steps = trainer.session().steps();
    assert_eq!(trainer.run(50).unwrap(), StopReason::Early);
    assert_eq!(trainer.session().steps(), steps);
}

#[test]
fn monitors_rising_metric_and_reduces_rate_on_plateau() {
    let numbers: Vec<f32> = (0..40).map(|i| i as f32 / 20.0 - 1.0).collect();
    let classes: Vec<usize> = (0..40).map(|i| (i >= 20).into()).collect();
    network! {
        struct Sign {
            fc: Linear<1, 2>,
        }
        fn forward(x: Tensor<1>) -> Tensor<2> {
            x.fc()
        }
    }
    let data = || TensorDataset::<shape![1], Indices<dim![2]>>::from_classes(&numbers, &classes).unwrap();
    let session = Session::<Sign, Sgd, dim![8]>::new(Sgd::new(0.5), 1);
    let mut trainer = Trainer::new(session, Loader::new(data()).shuffle(1), CrossEntropy)
        .validate(data())
        .metric(Accuracy::new())
        .monitor("accuracy")
        .reduce_on_plateau(ReduceLrOnPlateau::new(0.5, 1))
        .progress(Progress::Hidden);
    assert_eq!(trainer.run(12).unwrap(), StopReason::Finished);
    let accuracies = trainer.history().values("accuracy");
    let best = accuracies.iter().fold(0.0_f64, |best, &(_, accuracy)| best.max(accuracy));
    // Of equal accuracies, that of the lowest validation loss.
    let losses = trainer.history().values("val_loss");
    let equal = (0..accuracies.len()).filter(|&epoch| accuracies[epoch].1 == best);
    let lowest = equal.min_by(|&a, &b| losses[a].1.total_cmp(&losses[b].1)).unwrap();
    assert_eq!(trainer.best_value(), Some((lowest as u64 + 1, best)));
    // Once the metric no longer rises, the rate is halved after every second epoch.
    let rates = trainer.history().values("lr");
    assert_eq!(rates[0].1, 0.5);
    assert!(rates[11].1 <= 0.125, "{rates:?}");
}

#[test]
fn rejects_missing_and_duplicate_metrics() {
    let error = |trainer: &mut Trainer<Line, Sgd, dim![4], Mse, Points>| trainer.run(1).unwrap_err().to_string();
    let trainer = || Trainer::new(session(0.1), Loader::new(points(5)), Mse).progress(Progress::Hidden);
    assert_eq!(
        error(&mut trainer().monitor("accuracy")),
        "there is no metric `accuracy` to select the best network by, expected one of loss, lr\n\
         help: `val_loss` and the metrics need a validation set: call `.validate(..)`"
    );
    let twice = trainer().validate(points(3)).metric(MeanAbsoluteError::new()).metric(MeanAbsoluteError::new());
    let mut twice = twice;
    assert_eq!(error(&mut twice), "two metrics are called `mae`");
    let mut empty = Trainer::new(session(0.1), Loader::new(points(0)), Mse).progress(Progress::Hidden);
    assert_eq!(error(&mut empty), "the data set is empty");
    let few = Loader::<_, dim![4]>::new(points(3)).drop_last(true);
    let no_batch = "no batch: 3 samples are fewer than one batch of 4, and `drop_last` drops the rest\n\
                    help: choose a smaller batch, or remove `.drop_last(true)`";
    assert_eq!(error(&mut Trainer::new(session(0.1), few.clone(), Mse).progress(Progress::Hidden)), no_batch);
    assert_eq!(train::evaluate(&session(0.1).network, &few, &Mse, &mut []).unwrap_err().to_string(), no_batch);
}

/// An accuracy is often equal in many epochs, while the validation loss still falls.
#[test]
fn validation_loss_decides_between_equal_metrics() {
    network! {
        struct Sign {
            fc: Linear<1, 2>,
        }
        fn forward(x: Tensor<1>) -> Tensor<2> {
            x.fc()
        }
    }
    let numbers: Vec<f32> = (0..16).map(|i| if i < 8 { -1.0 } else { 1.0 }).collect();
    let classes: Vec<usize> = (0..16).map(|i| usize::from(i >= 8)).collect();
    let data = || TensorDataset::<shape![1], Indices<dim![2]>>::from_classes(&numbers, &classes).unwrap();
    let new = || {
        let session = Session::<Sign, Sgd, dim![16]>::new(Sgd::new(0.5), 1);
        Trainer::new(session, Loader::new(data()), CrossEntropy)
            .validate(data())
            .metric(Accuracy::new())
            .monitor("accuracy")
            .early_stopping(3)
            .progress(Progress::Hidden)
    };
    let mut trainer = new();
    assert_eq!(trainer.run(20).unwrap(), StopReason::Finished);
    assert_eq!(trainer.best_value(), Some((20, 1.0)));
    assert_eq!(trainer.best().as_slice(), trainer.session().network.as_slice());

    // Resumed from a checkpoint, in which the loss of the best network is kept.
    let folder = tempfile::tempdir().unwrap();
    let resumable = || new().checkpoints(folder.path(), 1).resume(true);
    assert_eq!(resumable().run(10).unwrap(), StopReason::Finished);
    let mut resumed = resumable();
    assert_eq!(resumed.run(20).unwrap(), StopReason::Finished);
    assert_eq!(resumed.best_value(), Some((20, 1.0)));
    assert_eq!(resumed.best().as_slice(), trainer.best().as_slice());

    // Where a smallest change is set, an equal metric is no improvement.
    let mut strict = new().min_delta(1e-6);
    assert_eq!(strict.run(20).unwrap(), StopReason::Early);
    let accuracies = strict.history().values("accuracy");
    let first = accuracies.iter().position(|&(_, accuracy)| accuracy == 1.0).unwrap();
    assert_eq!(strict.best_value(), Some((first as u64 + 1, 1.0)));
}

network! {
    struct Deep {
        fc1: Linear<1, 4>,
        fc2: Linear<4, 4>,
        fc3: Linear<4, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.fc1().relu().fc2().relu().fc3()
    }
}

#[test]
fn divergence_error_names_the_layer() {
    let deep = |lr: f64| Session::<Deep, Sgd, dim![4]>::new(Sgd::new(lr), 1);
    let run = |session: Box<Session<Deep, Sgd, dim![4]>>, data: Points| {
        let mut trainer = Trainer::new(session, Loader::new(data), Mse).progress(Progress::Hidden);
        match trainer.run(100).unwrap_err() {
            TrainError::Diverged { epoch, step, layer, what } => {
                // The parameters are from before the step.
                let finite = trainer.session().network.as_slice().iter().all(|w| w.is_finite());
                (epoch, step, layer.unwrap_or_default(), what, finite)
            }
            error => panic!("{error}"),
        }
    };
    let (epoch, step, layer, what, finite) = run(deep(1e20), points(8));
    assert!(epoch == 1 && step <= 3 && finite && !layer.is_empty(), "{epoch} {step} {layer} {what}");

    // The gradient overflows although the loss does not: it is that of the layer with the huge input.
    let mut session = deep(0.1);
    session.network.fc1.weight.fill(1e25);
    session.network.fc1.bias.fill(1e25);
    session.network.fc2.weight.fill(1e-25);
    session.network.fc3.weight.fill(1e15);
    let (epoch, step, layer, what, _) = run(session, points(8));
    assert_eq!((epoch, step), (1, 1), "{what}");
    assert!(layer.starts_with("fc"), "{what}");

    // A parameter that was not finite from the beginning.
    let mut session = deep(0.1);
    session.network.fc2.bias[[1]] = f32::NAN;
    let (.., layer, what, _) = run(session, points(8));
    assert_eq!((layer.as_str(), what.as_str()), ("fc2", "`fc2.bias` contains NaN after the previous step"));
}

/// The program whose output the tests below check.
#[test]
#[ignore = "it is started by other tests"]
fn child() {
    let pause: u64 = std::env::var("NN_TRAIN_PAUSE").unwrap().parse().unwrap();
    let folder = std::env::var_os("NN_TRAIN_FOLDER").unwrap();
    let mut trainer = Trainer::new(session(0.1), Loader::new(points(40)).shuffle(1), Mse)
        .validate(points(10))
        .metric(MeanAbsoluteError::new())
        .checkpoints(&folder, 2)
        .resume(true)
        .resume_hint("start me again")
        .stop_on_ctrl_c()
        .callback(move |_| {
            std::thread::sleep(Duration::from_millis(pause));
            ControlFlow::Continue(())
        });
    let stopped = trainer.run(3).unwrap();
    println!("{stopped:?}");
}

/// This program, with the default action of SIGINT if `env` can restore it: a background job of a shell ignores it.
fn this_program() -> Command {
    let program = std::env::current_exe().unwrap();
    let default = "--default-signal=INT";
    if Command::new("env").args([default, "true"]).output().is_ok_and(|output| output.status.success()) {
        let mut command = Command::new("env");
        command.arg(default).arg(program);
        command
    } else {
        Command::new(program)
    }
}

fn start(folder: &std::path::Path, pause: u64) -> Command {
    let mut command = this_program();
    command
        .args(["child", "--exact", "--ignored", "--nocapture"])
        .env("NN_TRAIN_FOLDER", folder)
        .env("NN_TRAIN_PAUSE", pause.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

#[test]
fn prints_one_line_per_epoch_into_a_pipe() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("run");
    let output = start(&folder, 0).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.contains('\u{1b}') && !text.contains('\r'), "{text:?}");
    assert!(text.contains("total  Line"), "{text}");
    let lines: Vec<_> = text.lines().filter(|line| line.starts_with("epoch ")).collect();
    assert_eq!(lines.len(), 3, "{text}");
    for (number, line) in lines.iter().enumerate() {
        assert!(line.starts_with(&format!("epoch {}/3  loss ", number + 1)), "{line}");
        for value in ["val_loss ", "mae ", "lr 0.1000", " samples/s"] {
            assert!(line.contains(value), "{line}");
        }
    }
    assert!(text.contains("Finished"));
}

/// The program whose output the test below checks.
#[test]
#[ignore = "it is started by another test"]
fn early_stopping_child() {
    let trainer = || Trainer::new(session(0.1), Loader::new(points(8)), Mse);
    for (name, trainer) in [
        ("validated", trainer().early_stopping(3).validate(points(4))),
        ("chosen", trainer().early_stopping(3).monitor("loss")),
        ("never", trainer()),
        ("training", trainer().early_stopping(3)),
    ] {
        println!("\n# {name}");
        let mut trainer = trainer;
        assert_eq!(trainer.run(1).unwrap(), StopReason::Finished);
    }
}

#[test]
fn reports_early_stopping_by_training_loss() {
    let arguments = ["early_stopping_child", "--exact", "--ignored", "--nocapture"];
    let output = this_program().args(arguments).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let (others, training) = text.split_once("# training").unwrap();
    assert!(others.contains("# never") && !others.contains("early stopping"), "{text}");
    let line = "early stopping monitors the training `loss`, because there is no validation set: call `.validate(..)` to monitor \
                `val_loss`, or `.monitor(\"loss\")` if this is intended";
    assert_eq!(training.lines().filter(|found| *found == line).count(), 1, "{text}");
}

/// Ctrl-C: the step is finished, a checkpoint is written, and the command to resume is shown and works.
#[cfg(unix)]
#[test]
fn ctrl_c_saves_and_reports_how_to_resume() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("run");
    let process = start(&folder, 20).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(250));
    let signal = Command::new("bash").args(["-c", &format!("kill -INT {}", process.id())]).status().unwrap();
    assert!(signal.success());
    let output = process.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    assert!(text.contains("stopped in epoch ") && text.contains("; saved in "), "{text}");
    assert!(text.contains("to resume: start me again") && text.contains("Interrupted"), "{text}");
    let output = start(&folder, 0).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("resumes in epoch ") && text.contains("Finished"), "{text}");
}
