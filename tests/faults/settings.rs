//! Settings of a trainer: a resumed run uses those of the program, each difference is reported, and invalid ones are
//! rejected.

use crate::line::Line;
use nn::checkpoint::Checkpoints;
use nn::lr_scheduler::{ConstantLr, ExponentialLr, ReduceLrOnPlateau, StepLr};
use nn::metrics::MeanAbsoluteError;
use nn::prelude::*;
use nn::signal::Signal;
use nn::train::{Event, TrainError, TrainerConfig};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

type Points = TensorDataset<shape![1], shape![1]>;

fn points(count: usize) -> Points {
    let x: Vec<f32> = (0..count).map(|i| i as f32 / 8.0).collect();
    let y: Vec<f32> = x.iter().map(|x| 2.0 * x + 1.0).collect();
    Points::new(Samples::from_slice(&x).unwrap(), Samples::from_slice(&y).unwrap()).unwrap()
}

/// A trainer with four steps per epoch.
macro_rules! trainer {
    ($optimizer:expr, $loss:expr) => {
        Trainer::new(Session::<Line, _, dim![2]>::new($optimizer, 1), Loader::new(points(8)), $loss)
            .progress(Progress::Hidden)
    };
}

/// Runs the first trainer for this number of epochs with checkpoints, then resumes with the second one for one more
/// epoch; returns the second trainer, its result and the changed settings.
macro_rules! resumed {
    ($epochs:expr, $first:expr, $second:expr) => {{
        let folder = tempfile::tempdir().unwrap();
        let mut first = $first.checkpoints(folder.path(), 2);
        let _ = first.run($epochs).unwrap();
        drop(first);
        let mut second = $second.checkpoints(folder.path(), 2).resume(true);
        let result = second.run($epochs + 1);
        let changes: Vec<String> = second.changed_settings().iter().map(|change| change.to_string()).collect();
        (second, result, changes)
    }};
}

#[test]
fn learning_rate_of_the_program_is_used_and_reported() {
    let (second, result, changes) = resumed!(1, trainer!(Sgd::new(0.01), Mse), trainer!(Sgd::new(0.5), Mse));
    assert_eq!(result.unwrap(), StopReason::Finished);
    assert_eq!(second.session().optimizer.lr, 0.5);
    assert_eq!(second.history().values("lr"), [(1.0, 0.01), (2.0, 0.5)]);
    assert_eq!(changes, ["learning rate: 0.01 in the checkpoint, 0.5 in this program: 0.5 is used"]);
}

#[test]
fn unchanged_settings_report_nothing() {
    let new = || {
        trainer!(Adam::new(0.01).decoupled_weight_decay(0.1), Huber::new(0.5))
            .validate(points(3))
            .metric(MeanAbsoluteError::new())
            .monitor("mae")
            .schedule(Interval::Epoch, ExponentialLr::new(0.5))
            .reduce_on_plateau(ReduceLrOnPlateau::new(0.5, 0))
            .clip(Clip::Norm(1.0))
            .early_stopping(50)
            .min_delta(1e-9)
    };
    let (_, result, changes) = resumed!(5, new(), new());
    assert_eq!(result.unwrap(), StopReason::Finished);
    assert_eq!(changes, [""; 0]);
}

/// The line is on stdout, where users see it.
#[test]
fn each_change_is_printed_on_its_own_line() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(trainer!(Sgd::new(0.01), Mse).checkpoints(folder.path(), 2).run(1).unwrap(), StopReason::Finished);
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "settings::child", "--ignored", "--nocapture"])
        .env("NN_FOLDER", folder.path())
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let line = "learning rate: 0.01 in the checkpoint, 0.25 in this program: 0.25 is used";
    assert!(text.lines().any(|found| found == line), "{text}");
}

#[test]
#[ignore = "it is started by `each_change_is_printed_on_its_own_line`"]
fn child() {
    let folder = PathBuf::from(std::env::var_os("NN_FOLDER").unwrap());
    let mut trainer = trainer!(Sgd::new(0.25), Mse).checkpoints(folder, 2).resume(true).progress(Progress::Lines);
    assert_eq!(trainer.run(2).unwrap(), StopReason::Finished);
}

#[test]
fn momentum_decay_and_clip_of_the_program_are_used() {
    let (second, result, changes) = resumed!(
        1,
        trainer!(Momentum::new(0.01, 0.9), Mse).clip(Clip::Value(3.0)),
        trainer!(Momentum::new(0.01, 0.5).nesterov().l2(0.125), Mse).clip(Clip::Norm(1e-6))
    );
    assert_eq!(result.unwrap(), StopReason::Finished);
    let session = second.session();
    assert_eq!(
        (session.optimizer.momentum, session.optimizer.weight_decay.l2, session.optimizer.nesterov),
        (0.5, 0.125, true)
    );
    assert_eq!(session.clip, Clip::Norm(1e-6));
    let expected = [
        "optimizer.momentum: 0.9 in the checkpoint, 0.5 in this program: 0.5 is used",
        "optimizer.nesterov: false in the checkpoint, true in this program: true is used",
        "optimizer.weight_decay.l2: 0.0 in the checkpoint, 0.125 in this program: 0.125 is used",
        "clip: Value(3.0) in the checkpoint, Norm(1e-6) in this program: Norm(1e-6) is used",
    ];
    assert_eq!(changes, expected);
}

/// The error of resuming with an incompatible trainer, which leaves its network unchanged.
macro_rules! refused {
    ($first:expr, $second:expr) => {{
        let second = $second;
        let before = nn::Parameters::as_slice(&second.session().network).to_vec();
        let (second, result, changes) = resumed!(1, $first, second);
        assert_eq!(nn::Parameters::as_slice(&second.session().network), before);
        assert_eq!(changes, [""; 0]);
        result.unwrap_err()
    }};
}

#[test]
fn rejects_another_kind_of_loss() {
    let error = refused!(trainer!(Sgd::new(0.01), Mse), trainer!(Sgd::new(0.01), Mae));
    assert!(matches!(error, TrainError::Incompatible { setting: "loss", .. }), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("loss is `Mse` in the checkpoint, `Mae` in this program\nhelp: "), "{text}");
}

#[test]
fn rejects_added_or_removed_schedule() {
    let plain = || trainer!(Sgd::new(0.01), Mse);
    let with = || plain().schedule(Interval::Epoch, StepLr::new(1, 0.1));
    let error = refused!(with(), plain()).to_string();
    assert!(error.contains("`one` in the checkpoint, `none` in this program"), "{error}");
    assert!(error.contains("|_: u64| 1.0"), "{error}");
    let error = refused!(plain(), with()).to_string();
    assert!(error.contains("`none` in the checkpoint, `one` in this program"), "{error}");
    let plateau = || plain().reduce_on_plateau(ReduceLrOnPlateau::new(0.5, 3));
    let error = refused!(plateau(), plain());
    assert!(matches!(error, TrainError::Incompatible { setting: "`reduce_on_plateau`", .. }), "{error:?}");
    // The advice of the help message works.
    let (second, result, changes) = resumed!(2, with(), plain().schedule(Interval::Epoch, |_: u64| 1.0));
    assert_eq!(result.unwrap(), StopReason::Finished);
    assert_eq!(second.session().optimizer.lr, 0.01);
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert!(changes[0].starts_with("schedule: StepLr { step_size: 1, gamma: 0.1 }, each epoch in"), "{changes:?}");
}

#[test]
fn rejects_another_optimizer() {
    let error = refused!(trainer!(Adam::new(0.01), Mse), trainer!(AdamW::new(0.01), Mse)).to_string();
    assert!(error.contains("optimizer is `Adam` in the checkpoint, `AdamW` in this program\nhelp: "), "{error}");
}

#[test]
fn closure_schedules_are_compared_by_their_factors() {
    let with = |factor: f64| trainer!(Sgd::new(0.5), Mse).schedule(Interval::Epoch, move |_: u64| factor);
    let (_, _, changes) = resumed!(3, with(0.5), with(0.5));
    assert_eq!(changes, [""; 0]);
    let (second, _, changes) = resumed!(3, with(0.5), with(0.25));
    let expected = "schedule: a factor of 0.5 at 2 in the checkpoint, a factor of 0.25 at 2 in this program: \
                    a factor of 0.25 at 2 is used";
    assert_eq!(changes, [expected]);
    assert_eq!(second.session().optimizer.lr, 0.125);
}

#[test]
fn larger_patience_continues_and_smaller_one_stops() {
    // With a rate of 0, nothing improves: the first epoch is the best.
    let with = |patience| trainer!(Sgd::new(0.0), Mse).early_stopping(patience);
    let folder = tempfile::tempdir().unwrap();
    let run = |patience, epochs| {
        let mut trainer = with(patience).checkpoints(folder.path(), 2).resume(true);
        let reason = trainer.run(epochs).unwrap();
        (reason, trainer.history().records.len(), trainer.changed_settings().to_vec())
    };
    assert_eq!(run(1, 10), (StopReason::Early, 2, vec![]));
    assert_eq!(run(1, 10), (StopReason::Early, 2, vec![]));
    let (reason, epochs, changes) = run(100, 5);
    assert_eq!((reason, epochs), (StopReason::Finished, 5));
    let expected = "early stopping: patience 1 in the checkpoint, patience 100 in this program: patience 100 is used";
    assert_eq!(changes[0].to_string(), expected);
    assert_eq!(run(3, 10).0, StopReason::Early);
    assert_eq!(run(3, 10).1, 5);
}

#[test]
fn another_monitor_resets_the_best_network() {
    let new = || trainer!(Sgd::new(0.01), Mse).validate(points(3)).metric(MeanAbsoluteError::new());
    let (second, result, changes) = resumed!(2, new().monitor("mae"), new().early_stopping(1));
    assert_eq!(result.unwrap(), StopReason::Finished);
    let value = second.history().records[2].value("val_loss").unwrap();
    assert_eq!(second.best_value(), Some((3, value)));
    let monitor = "monitor: `mae`, lower is better in the checkpoint, `val_loss`, lower is better in this program: \
                   `val_loss`, lower is better is used, and the search for the best network restarts";
    assert!(changes.iter().any(|change| change == monitor), "{changes:?}");

    // With other options, the loss is another quantity, too; a metric is not.
    let with = |delta, monitor| {
        let session = Session::<Line, _, dim![2]>::new(Sgd::new(0.01), 1);
        let trainer = Trainer::new(session, Loader::new(points(8)), Huber::new(delta)).progress(Progress::Hidden);
        trainer.validate(points(3)).metric(MeanAbsoluteError::new()).monitor(monitor)
    };
    let (second, _, changes) = resumed!(2, with(1.0, "val_loss"), with(1e-3, "val_loss"));
    assert_eq!(second.best_value().unwrap().0, 3);
    let loss = "loss: Huber { delta: 1.0, reduction: Mean } in the checkpoint, Huber { delta: 0.001, reduction: Mean } in \
                this program: Huber { delta: 0.001, reduction: Mean } is used, and the search for the best network restarts";
    assert_eq!(changes, [loss]);
    // The rate is equal in each epoch: the validation loss decides, but is not compared with that of another loss.
    let (second, _, changes) = resumed!(2, with(1.0, "lr"), with(1.0, "lr"));
    assert_eq!((second.best_value().unwrap().0, changes.len()), (3, 0));
    let (second, _, changes) = resumed!(2, with(1.0, "lr"), with(1e-3, "lr"));
    assert_eq!(second.best_value().unwrap().0, 2);
    assert_eq!(changes.len(), 1);
}

/// The reductions of a plateau so far are state; its parameters are settings.
#[test]
fn reduced_rate_stays_reduced() {
    let with =
        |rate, factor| trainer!(Sgd::new(rate), Mse).monitor("lr").reduce_on_plateau(ReduceLrOnPlateau::new(factor, 0));
    // `lr` is best in the first epoch, and reduced after no improvement: 1, 1, 0.5.
    let folder = tempfile::tempdir().unwrap();
    let run = |rate, factor, epochs| {
        let mut trainer = with(rate, factor).checkpoints(folder.path(), 1).resume(true);
        assert_eq!(trainer.run(epochs).unwrap(), StopReason::Finished);
        let changes: Vec<String> = trainer.changed_settings().iter().map(|change| change.to_string()).collect();
        (trainer.history().values("lr").iter().map(|&(_, lr)| lr).collect::<Vec<_>>(), changes)
    };
    let (rates, _) = run(1e-3, 0.5, 3);
    assert_eq!(rates, [1e-3, 1e-3, 5e-4]);
    let (rates, changes) = run(4e-3, 0.25, 4);
    assert_eq!(rates[3], 2e-3);
    let expected = [
        "learning rate: 0.001 in the checkpoint, 0.004 in this program: 0.004 is used, times 0.5, the reduction by \
         `reduce_on_plateau`",
        "reduce_on_plateau.factor: 0.5 in the checkpoint, 0.25 in this program: 0.25 is used",
    ];
    assert_eq!(changes, expected);
}

#[test]
fn changed_frozen_layers_and_loss_options_are_reported() {
    network! {
        struct Two {
            fc1: Linear<1, 2>,
            fc2: Linear<2, 2>,
        }
        fn forward(x: Tensor<1>) -> Tensor<2> {
            x.fc1().fc2()
        }
    }
    let data =
        TensorDataset::<shape![1], Indices<dim![2]>>::from_classes(&[0.0, 1.0, 2.0, 3.0], &[0, 0, 1, 1]).unwrap();
    let weights = Box::leak(Box::new(Tensor::<shape![2]>::new([1.0, 3.0])));
    macro_rules! new {
        ($names:expr, $loss:expr) => {{
            let mut session = Session::<Two, _, dim![2]>::new(Sgd::new(0.01), 1);
            session.freeze($names).unwrap();
            Trainer::new(session, Loader::new(data.clone()), $loss).progress(Progress::Hidden).monitor("lr")
        }};
    }
    let (second, result, changes) = resumed!(1, new!(&[], CrossEntropy), new!(&["fc1"], CrossEntropy.weight(weights)));
    assert_eq!(result.unwrap(), StopReason::Finished);
    assert_eq!(second.session().frozen().names(), ["fc1"]);
    assert_eq!(changes.len(), 2, "{changes:?}");
    assert!(changes[0].contains("weight: [1.0, 3.0], reduction: Mean }"), "{changes:?}");
    assert_eq!(changes[1], "frozen: [] in the checkpoint, [\"fc1\"] in this program: [\"fc1\"] is used");
}

/// A loss has one name, whatever its options are: changed options are accepted, not rejected.
#[test]
fn losses_are_described_by_name_and_options() {
    struct Described<'a, L, Out>(&'a L, std::marker::PhantomData<Out>);
    impl<L: Loss<Out>, Out: Signal> std::fmt::Display for Described<'_, L, Out> {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            self.0.describe(f)
        }
    }
    fn text<Out: Signal>(loss: &impl Loss<Out>) -> String {
        Described(loss, std::marker::PhantomData).to_string()
    }
    type Three = shape![3];
    let weights = Tensor::<Three>::new([1.0, 0.5, 2.0]);
    let last = Class::<dim![3]>::new(2).unwrap();
    assert_eq!(text::<Three>(&Mse), "Mse { reduction: Mean }");
    assert_eq!(text::<Three>(&Mse.reduction(Reduction::Sum)), "Mse { reduction: Sum }");
    assert_eq!(text::<Three>(&KlDiv), "KlDiv { log_target: false, reduction: BatchMean }");
    assert_eq!(text::<Three>(&SmoothL1::new(0.5)), "SmoothL1 { beta: 0.5, reduction: Mean }");
    assert_eq!(text::<Three>(&BceWithLogits), "BceWithLogits { reduction: Mean }");
    let weighted = "BceWithLogits { pos_weight: [1.0, 0.5, 2.0], reduction: Mean }";
    assert_eq!(text::<Three>(&BceWithLogits.pos_weight(&weights)), weighted);
    assert_eq!(text::<Three>(&CrossEntropy), "CrossEntropy { label_smoothing: 0.0, reduction: Mean }");
    let ignoring = CrossEntropy.weight(&weights).label_smoothing(0.1).ignore_index(last).reduction(Reduction::Sum);
    let described = "CrossEntropy { label_smoothing: 0.1, weight: [1.0, 0.5, 2.0], ignore_index: 2, reduction: Sum }";
    assert_eq!(text::<Three>(&ignoring), described);
    assert_eq!(text::<Three>(&Nll), "Nll { reduction: Mean }");
    assert_eq!(text::<Three>(&Nll.ignore_index(last)), "Nll { ignore_index: 2, reduction: Mean }");
    let soft = CrossEntropy.soft::<dim![3], f32>();
    assert_eq!(text::<Three>(&soft), "SoftCrossEntropy { label_smoothing: 0.0, reduction: Mean }");
    let margin = "MultiMargin { margin: 1.0, squared: false, reduction: Mean }";
    assert_eq!(text::<Three>(&MultiMargin::default()), margin);
    assert_eq!(text::<Tuple<(Three, shape![2])>>(&(Mse, Mae)), "(Mse { reduction: Mean }, Mae { reduction: Mean })");
}

#[test]
fn changed_seed_is_reported() {
    let with = |seed| {
        let session = Session::<Line, _, dim![2]>::new(Sgd::new(0.01), seed);
        Trainer::new(session, Loader::new(points(8)), Mse.reduction(Reduction::Sum)).progress(Progress::Hidden)
    };
    let (second, _, changes) = resumed!(1, with(3), with(4));
    assert_eq!(second.session().seed(), 3);
    assert!(
        changes[0].starts_with("seed of the session: 3 in the checkpoint, 4 in this program: 3 is used"),
        "{changes:?}"
    );
}

#[test]
fn order_of_checkpoint_methods_does_not_matter() {
    for is_first in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let trainer = trainer!(Sgd::new(0.01), Mse);
        let mut trainer = if is_first {
            trainer.checkpoint_every(1).checkpoints(folder.path(), 99)
        } else {
            trainer.checkpoints(folder.path(), 99).checkpoint_every(1)
        };
        assert_eq!(trainer.run(1).unwrap(), StopReason::Finished);
        drop(trainer);
        assert_eq!(Checkpoints::open(folder.path(), 99).unwrap().list().unwrap().len(), 4);
    }
}

/// A config contains all settings that the methods set, and both are checked in the same way.
#[test]
fn methods_set_the_config_and_a_config_replaces_them() {
    let filled = trainer!(Sgd::new(0.01), Mse)
        .checkpoint_every(7)
        .accumulate(2)
        .monitor("loss")
        .early_stopping(3)
        .min_delta(0.5)
        .checkpoints("a", 4)
        .resume(true)
        .resume_hint("again")
        .log("a.csv")
        .log("b.jsonl")
        .watch_gradient(false)
        .max_steps(9)
        .max_time(Duration::from_secs(5))
        .stop_on_ctrl_c()
        .progress(Progress::Lines);
    let mut config = TrainerConfig::default();
    config.accumulate = 2;
    config.monitor = Some("loss".into());
    config.patience = Some(3);
    config.min_delta = 0.5;
    config.checkpoint_folder = Some("a".into());
    config.keep_checkpoints = 4;
    config.checkpoint_every = Some(7);
    config.resume = true;
    config.resume_hint = Some("again".into());
    config.logs = vec!["a.csv".into(), "b.jsonl".into()];
    config.watch_gradient = false;
    config.max_steps = Some(9);
    config.max_time = Some(Duration::from_secs(5));
    config.stop_on_ctrl_c = true;
    config.progress = Progress::Lines;
    assert_eq!(filled.config(), &config);
    assert_eq!(trainer!(Sgd::new(0.01), Mse).with_config(config.clone()).config(), &config);

    config.accumulate = 0;
    assert_eq!(error(filled.with_config(config)), "`accumulate` is 0, expected at least 1 batch per step");
    let mut without_folder = TrainerConfig::default();
    without_folder.checkpoint_every = Some(5);
    assert_eq!(
        error(trainer!(Sgd::new(0.01), Mse).with_config(without_folder)),
        "`checkpoint_every` needs a folder\nhelp: call `.checkpoints(..)`"
    );
    assert!(!Path::new("a").exists() && !Path::new("a.csv").exists());
}

type Plain = Trainer<Line, Sgd, dim![2], Mse, Points>;

/// The error of a trainer, which must not have made a step.
fn error(trainer: Plain) -> String {
    let steps = Arc::new(AtomicU64::new(0));
    let counted = steps.clone();
    let mut trainer = trainer.callback(move |event| {
        counted.fetch_add(matches!(event, Event::Step { .. }).into(), Ordering::Relaxed);
        ControlFlow::Continue(())
    });
    let error = trainer.run(2).unwrap_err().to_string();
    assert_eq!((steps.load(Ordering::Relaxed), trainer.session().steps()), (0, 0));
    error
}

#[test]
fn rejects_invalid_settings_before_the_first_step() {
    let with = |rate| {
        let mut sgd = Sgd::new(0.01);
        sgd.lr = rate;
        trainer!(sgd, Mse)
    };
    let new = || with(0.01);
    let folder = Path::new("never-made");
    let rate = "expected a finite number of at least 0";
    assert_eq!(error(with(-0.1)), format!("`learning rate` is -0.1, {rate}"));
    assert_eq!(error(with(f64::NAN)), format!("`learning rate` is NaN, {rate}"));
    assert_eq!(error(with(f64::INFINITY)), format!("`learning rate` is inf, {rate}"));
    let scheduled = error(new().schedule(Interval::Step, |_: u64| -1.0));
    assert_eq!(scheduled, format!("`learning rate` is -0.01 (0.01 times the schedule's factor -1 at 0), {rate}"));
    let schedule = error(new().schedule(Interval::Step, ConstantLr { factor: f64::NAN, steps: 5 }));
    assert_eq!(schedule, format!("schedule: `factor` is NaN, {rate}"));
    assert_eq!(error(new().accumulate(0)), "`accumulate` is 0, expected at least 1 batch per step");
    assert_eq!(error(new().max_steps(0)), "`max_steps` is 0, expected at least 1 step");
    assert_eq!(error(new().min_delta(f64::NAN)), format!("`min_delta` is NaN, {rate}"));
    assert_eq!(error(new().min_delta(-0.5)), format!("`min_delta` is -0.5, {rate}"));
    for clip in [-1.0, 0.0, f64::NAN, f64::INFINITY] {
        let norm = format!("session: `Clip::Norm` is {clip}, expected a finite number above 0");
        assert_eq!(error(new().clip(Clip::Norm(clip))), norm);
    }
    for clip in [-1.0, f64::NAN] {
        assert_eq!(error(new().clip(Clip::Value(clip))), format!("session: `Clip::Value` is {clip}, {rate}"));
    }
    assert_eq!(
        error(new().checkpoints(folder, 1).checkpoint_every(0)),
        "`checkpoint_every` is 0, expected at least 1 step"
    );
    assert_eq!(error(new().checkpoint_every(5)), "`checkpoint_every` needs a folder\nhelp: call `.checkpoints(..)`");
    assert_eq!(error(new().checkpoints(folder, 0)), "`checkpoints(.., keep)` is 0, expected at least 1");
    assert_eq!(error(new().resume(true)), "`resume` needs a folder\nhelp: call `.checkpoints(..)`");
    let metric = error(new().metric(MeanAbsoluteError::new()));
    assert_eq!(metric, "the metric `mae` needs a validation set\nhelp: call `.validate(..)`");
    let mut plateau = ReduceLrOnPlateau::new(0.5, 1);
    plateau.factor = 1.5;
    let factor = "reduce_on_plateau: `factor` is 1.5, expected at least 0 and less than 1";
    assert_eq!(error(new().reduce_on_plateau(plateau)), factor);
    let mut plateau = ReduceLrOnPlateau::new(0.5, 1);
    plateau.threshold = f64::NAN;
    assert!(error(new().reduce_on_plateau(plateau)).starts_with("reduce_on_plateau: `threshold` is NaN"));
    let twice = new().schedule(Interval::Step, |_: u64| 1.0).schedule(Interval::Epoch, |_: u64| 1.0);
    assert_eq!(error(twice), "`schedule` is set twice, expected once");
    assert_eq!(error(new().validate(points(2)).validate(points(3))), "`validate` is set twice, expected once");
    let empty = "the validation set is empty\nhelp: split off at least one sample";
    assert_eq!(error(new().validate(points(0))), empty);
    assert!(!folder.exists());
}

/// The rate is checked when it is computed, and the previous steps are kept.
#[test]
fn failing_schedule_stops_before_its_step() {
    let mut trainer =
        trainer!(Sgd::new(0.01), Mse).schedule(Interval::Epoch, |epoch: u64| if epoch < 2 { 1.0 } else { f64::NAN });
    let error = trainer.run(5).unwrap_err();
    assert!(matches!(error, TrainError::Setting { name: "learning rate", .. }), "{error}");
    assert_eq!((trainer.session().steps(), trainer.history().records.len()), (8, 2));
}

#[test]
fn patience_of_0_stops_at_the_first_epoch_without_improvement() {
    let mut better = trainer!(Sgd::new(0.01), Mse).early_stopping(0);
    assert_eq!(better.run(4).unwrap(), StopReason::Finished);
    let mut same = trainer!(Sgd::new(0.0), Mse).early_stopping(0);
    assert_eq!(same.run(4).unwrap(), StopReason::Early);
    assert_eq!(same.history().records.len(), 2);
}

/// A `Result` is at least as large as its error, also in a caller's own functions; clippy warns from 128 bytes on.
#[test]
fn errors_of_training_are_small() {
    assert!(size_of::<TrainError>() < 128, "{} bytes", size_of::<TrainError>());
}
