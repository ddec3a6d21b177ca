//! The log of a trainer: its cost, its content after a resume, and the consequences of write errors.

use crate::line::Line;
use nn::checkpoint::Checkpoints;
use nn::metrics::MeanAbsoluteError;
use nn::prelude::*;
use nn::train::{Event, History};
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

type Data = TensorDataset<shape![1], shape![1]>;
type LineTrainer = Trainer<Line, Sgd, dim![2], Mse, Data>;

fn data() -> Data {
    let x = Tensor::<shape![2, 1]>::from_fn(|[i, _]| i as f32);
    Data::from_batch::<dim![2]>(&x, &x)
}

fn trainer() -> LineTrainer {
    let session = Session::<Line, Sgd, dim![2]>::new(Sgd::new(0.001), 1);
    Trainer::new(session, Loader::new(data()), Mse).progress(Progress::Hidden)
}

/// Checks that a log equals the history.
fn check(path: &Path, history: &History) {
    let is_csv = path.extension().is_some_and(|extension| extension == "csv");
    let expected = if is_csv { history.to_csv() } else { history.to_json_lines() };
    assert_eq!(fs::read_to_string(path).unwrap(), expected, "{}", path.display());
}

/// The bytes that this thread has written so far.
#[cfg(target_os = "linux")]
fn written() -> u64 {
    let text = fs::read_to_string("/proc/thread-self/io").unwrap();
    text.lines().find_map(|line| line.strip_prefix("wchar: ")).unwrap().parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn each_log_line_is_written_once() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["log.jsonl", "log.csv"] {
        let path = folder.path().join(name);
        let before = written();
        let mut trainer = trainer().log(&path);
        let _ = trainer.run(500).unwrap();
        let (written, length) = (written() - before, fs::metadata(&path).unwrap().len());
        assert!((length..2 * length).contains(&written), "{written} bytes written for a log of {length}");
        check(&path, trainer.history());
    }
}

#[test]
fn unopenable_log_is_an_error_before_the_first_step() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("folder.csv")).unwrap();
    for (name, reason) in [("no/such/log.csv", "there is no folder `"), ("folder.csv", "")] {
        let path = folder.path().join(name);
        let mut trainer = trainer().log(&path);
        let error = trainer.run(3).unwrap_err().to_string();
        assert!(error.starts_with(&format!("cannot write {}: {reason}", path.display())), "{error}");
        assert_eq!(trainer.session().steps(), 0);
    }
}

/// A trainer with a log that a callback replaces by a folder after the second epoch; after the fifth, it removes the
/// folder if `removed`.
fn with_obstacle(folder: &Path, removed: bool) -> LineTrainer {
    let path = folder.join("log.csv");
    let logged = path.clone();
    trainer().checkpoints(folder.join("run"), 2).log(logged).callback(move |event: &Event<'_, Line>| {
        match event {
            Event::Epoch { record, .. } if record.epoch == 2 => {
                fs::remove_file(&path).unwrap();
                fs::create_dir(&path).unwrap();
            }
            Event::Epoch { record, .. } if record.epoch == 5 && removed => fs::remove_dir(&path).unwrap(),
            _ => {}
        }
        ControlFlow::Continue(())
    })
}

#[test]
fn failing_log_does_not_prevent_checkpoints() {
    let folder = tempfile::tempdir().unwrap();
    let mut trainer = with_obstacle(folder.path(), false);
    let error = trainer.run(4).unwrap_err().to_string();
    assert!(error.starts_with("cannot write ") && error.contains("log.csv"), "{error}");
    assert_eq!(trainer.history().records.len(), 4);
    let steps = trainer.session().steps();
    drop(trainer);
    let list = Checkpoints::open(folder.path().join("run"), 2).unwrap().list().unwrap();
    assert_eq!((list.len(), list[0].0), (2, steps));
}

#[test]
fn log_recovers_from_temporary_failure() {
    let folder = tempfile::tempdir().unwrap();
    let mut trainer = with_obstacle(folder.path(), true);
    let _ = trainer.run(7).unwrap();
    check(&folder.path().join("log.csv"), trainer.history());
}

#[test]
fn failing_checkpoint_does_not_prevent_log_lines() {
    let folder = tempfile::tempdir().unwrap();
    let [path, run] = ["log.csv", "run"].map(|name| folder.path().join(name));
    let obstacle = run.join("step-00000000002.safetensors");
    let mut trainer = trainer().checkpoints(&run, 2).log(&path).callback(move |_| {
        if !obstacle.exists() {
            fs::create_dir(&obstacle).unwrap();
        }
        ControlFlow::Continue(())
    });
    trainer.run(4).unwrap_err();
    assert_eq!(trainer.history().records.len(), 2);
    check(&path, trainer.history());
}

#[test]
fn failure_to_save_best_network_keeps_checkpoint() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("best.safetensors")).unwrap();
    trainer().checkpoints(folder.path(), 2).run(4).unwrap_err();
    assert_eq!(Checkpoints::open(folder.path(), 2).unwrap().list().unwrap().len(), 1);
}

#[test]
fn resumed_log_equals_log_of_one_run() {
    for (name, left) in [("log.csv", 0), ("log.csv", 40), ("log.jsonl", 70), ("log.jsonl", usize::MAX)] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        let new = || trainer().checkpoints(folder.path().join("run"), 2).log(&path);
        let _ = new().run(3).unwrap();
        // The process was killed before everything was written, or after one line more than the checkpoint contains.
        let mut text = fs::read_to_string(&path).unwrap();
        match left {
            usize::MAX => text += "{\"epoch\":4,\"step\":4,\"lo",
            left => text.truncate(left),
        }
        fs::write(&path, text).unwrap();
        let mut resumed = new().resume(true);
        let _ = resumed.run(3).unwrap();
        check(&path, resumed.history());
        let _ = resumed.run(5).unwrap();
        assert_eq!(resumed.history().records.len(), 5);
        check(&path, resumed.history());
    }
}

#[test]
fn externally_changed_log_is_rewritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    let logged = path.clone();
    let mut trainer = trainer().log(&path).callback(move |event: &Event<'_, Line>| {
        match event {
            Event::Epoch { record, .. } if record.epoch == 2 => fs::remove_file(&logged).unwrap(),
            Event::Epoch { record, .. } if record.epoch == 4 => fs::write(&logged, "other").unwrap(),
            _ => {}
        }
        ControlFlow::Continue(())
    });
    let _ = trainer.run(6).unwrap();
    check(&path, trainer.history());
}

#[test]
fn older_log_is_kept_until_the_first_epoch_ends() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    fs::write(&path, "an older run").unwrap();
    let _ = trainer().log(&path).callback(|_| ControlFlow::Break(())).run(0).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"an older run");
    let mut trainer = trainer().log(&path);
    let _ = trainer.run(1).unwrap();
    check(&path, trainer.history());
}

#[test]
fn metric_added_on_resume_gets_a_column() {
    let folder = tempfile::tempdir().unwrap();
    let paths = ["log.csv", "log.jsonl"].map(|name| folder.path().join(name));
    let new = || {
        let trainer = trainer().validate(data()).checkpoints(folder.path().join("run"), 2).resume(true);
        paths.iter().fold(trainer, |trainer, path| trainer.log(path))
    };
    let _ = new().run(2).unwrap();
    let mut added = new().metric(MeanAbsoluteError::new());
    let _ = added.run(4).unwrap();
    paths.iter().for_each(|path| check(path, added.history()));
    drop(added);
    // A value that an epoch lacks is empty after another resume, too.
    let mut again = new().metric(MeanAbsoluteError::new());
    let _ = again.run(5).unwrap();
    paths.iter().for_each(|path| check(path, again.history()));
    let text = fs::read_to_string(&paths[0]).unwrap();
    let rows: Vec<Vec<_>> = text.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows[0][..6], ["epoch", "step", "loss", "val_loss", "lr", "mae"]);
    assert_eq!(rows.iter().map(|row| row[5].is_empty()).collect::<Vec<_>>(), [false, true, true, false, false, false]);
}

#[cfg(unix)]
#[test]
fn fifo_receives_every_epoch() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipe.csv");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    let reader = std::thread::spawn({
        let path = path.clone();
        move || fs::read_to_string(path).unwrap()
    });
    let mut trainer = trainer().log(&path);
    let _ = trainer.run(2).unwrap();
    let _ = trainer.run(3).unwrap();
    let expected = trainer.history().to_csv();
    drop(trainer);
    assert_eq!(reader.join().unwrap(), expected);
}
