//! A run that was interrupted or killed and then resumed is bit-identical to an uninterrupted one.

use nn::Parameters;
use nn::checkpoint::{self, Checkpoints};
use nn::data::AugmentContext;
use nn::files::{self, FileError, SafeTensors};
use nn::lr_scheduler::{CosineAnnealingLr, ReduceLrOnPlateau};
use nn::prelude::*;
use nn::state::State;
use nn::train::{Event, TrainError};
use rand::RngExt;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

network! {
    /// Running statistics and dropout: everything that carries state from step to step.
    struct Net {
        fc1: Linear<64, 32>,
        norm: BatchNorm1d<32>,
        fc2: Linear<32, 5>,
    }
    fn forward(x: Tensor<64>) -> Tensor<5> {
        x.fc1().norm().relu().dropout::<0.2>().fc2()
    }
}

type Batch = dim![16];
type Set = TensorDataset<shape![64], Indices<dim![5]>>;

/// Points around five centres.
fn samples(count: usize, seed: u64) -> Set {
    let mut rng = nn::init::rng(seed);
    let (mut numbers, mut classes) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let class = rng.random_range(0..5);
        numbers.extend((0..64).map(|i| (if i % 5 == class { 1.0 } else { 0.0 }) + rng.random_range(-1.5..1.5_f32)));
        classes.push(class);
    }
    TensorDataset::from_classes(&numbers, &classes).unwrap()
}

fn noise(context: AugmentContext, x: &mut Tensor<shape![1, 64]>) {
    let mut rng = context.rng();
    x.iter_mut().for_each(|x| *x += rng.random_range(-0.1..0.1));
}

/// 150 samples in batches of 16, two per step, the last one incomplete: 5 steps per epoch. Every kind of state occurs.
macro_rules! trainer {
    ($workers:expr) => {{
        let data = samples(150, 1).augment(noise);
        let session = Session::<Net, Adam, Batch>::new(Adam::new(3e-3).decoupled_weight_decay(0.01), 7);
        Trainer::new(session, Loader::new(data).shuffle(5).workers($workers), CrossEntropy.label_smoothing(0.1))
            .validate(samples(70, 2))
            .metric(Accuracy::new())
            .monitor("accuracy")
            .schedule(Interval::Step, CosineAnnealingLr::new(100))
            .reduce_on_plateau(ReduceLrOnPlateau::new(0.5, 0))
            .clip(Clip::Norm(1.0))
            .accumulate(2)
            .progress(Progress::Hidden)
    }};
}

const EPOCHS: u64 = 8;

/// The bits of a network.
fn bits(network: &Net) -> Vec<u32> {
    network.as_slice().iter().map(|number| number.to_bits()).collect()
}

/// The bits after all epochs: of the last network, and of the best.
fn uninterrupted() -> [Vec<u32>; 2] {
    let mut trainer = trainer!(0);
    assert_eq!(trainer.run(EPOCHS).unwrap(), StopReason::Finished);
    [bits(&trainer.session().network), bits(trainer.best())]
}

#[test]
fn run_in_two_halves_equals_one_run() {
    let whole = uninterrupted();
    for first in [1, 3, 7] {
        let folder = tempfile::tempdir().unwrap();
        let mut trainer = trainer!(2).checkpoints(folder.path(), 2);
        assert_eq!(trainer.run(first).unwrap(), StopReason::Finished);
        drop(trainer);
        let mut trainer = trainer!(1).checkpoints(folder.path(), 2).resume(true);
        assert_eq!(trainer.run(EPOCHS).unwrap(), StopReason::Finished);
        assert_eq!([bits(&trainer.session().network), bits(trainer.best())], whole, "after {first} epochs");
        assert_eq!(trainer.history().records.len() as u64, EPOCHS);
        // Within one process, too.
        let mut trainer = trainer!(0);
        assert_eq!(trainer.run(first).unwrap(), StopReason::Finished);
        assert_eq!(trainer.run(EPOCHS).unwrap(), StopReason::Finished);
        assert_eq!([bits(&trainer.session().network), bits(trainer.best())], whole, "after {first} epochs, in memory");
    }
}

#[test]
fn run_stopped_after_any_step_equals_one_run() {
    let whole = uninterrupted();
    for steps in [1, 4, 5, 6, 23] {
        let folder = tempfile::tempdir().unwrap();
        let mut trainer = trainer!(0).checkpoints(folder.path(), 1).max_steps(steps);
        assert_eq!(trainer.run(EPOCHS).unwrap(), StopReason::Steps);
        assert_eq!(trainer.session().steps(), steps);
        drop(trainer);
        // Another call executes no further step.
        let mut trainer = trainer!(0).checkpoints(folder.path(), 1).resume(true).max_steps(steps);
        assert_eq!(trainer.run(EPOCHS).unwrap(), StopReason::Steps);
        assert_eq!(trainer.session().steps(), steps);
        drop(trainer);
        let mut trainer = trainer!(3).checkpoints(folder.path(), 1).resume(true);
        assert_eq!(trainer.run(EPOCHS).unwrap(), StopReason::Finished);
        assert_eq!([bits(&trainer.session().network), bits(trainer.best())], whole, "after {steps} steps");
        let best: Box<Net> = files::load(folder.path().join("best.safetensors")).unwrap();
        assert_eq!(bits(&best), whole[1]);
    }
}

#[test]
fn callback_and_time_limit_stop_a_run() {
    let whole = uninterrupted();
    let folder = tempfile::tempdir().unwrap();
    let mut trainer = trainer!(0).checkpoints(folder.path(), 1).callback(|event| match event {
        Event::Step { step: 7, .. } => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    assert_eq!(trainer.run(EPOCHS).unwrap(), StopReason::Callback);
    drop(trainer);
    let mut trainer = trainer!(0).checkpoints(folder.path(), 1).resume(true).max_time(Duration::ZERO);
    assert_eq!(trainer.run(EPOCHS).unwrap(), StopReason::Time);
    assert_eq!(trainer.session().steps(), 8);
    drop(trainer);
    let mut trainer = trainer!(0).checkpoints(folder.path(), 1).resume(true);
    assert_eq!(trainer.run(EPOCHS).unwrap(), StopReason::Finished);
    assert_eq!(bits(&trainer.session().network), whole[0]);
}

#[test]
fn skips_damaged_checkpoints() {
    let whole = uninterrupted();
    let folder = tempfile::tempdir().unwrap();
    let mut trainer = trainer!(0).checkpoints(folder.path(), 3);
    assert_eq!(trainer.run(4).unwrap(), StopReason::Finished);
    drop(trainer);
    let list = Checkpoints::open(folder.path(), 3).unwrap().list().unwrap();
    assert_eq!(list.iter().map(|(step, _)| *step).collect::<Vec<_>>(), [20, 15, 10]);
    // The newest one is truncated, and the one before has a flipped bit.
    let bytes = std::fs::read(&list[0].1).unwrap();
    std::fs::write(&list[0].1, &bytes[..bytes.len() / 2]).unwrap();
    let mut bytes = std::fs::read(&list[1].1).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&list[1].1, &bytes).unwrap();

    let mut session = Session::<Net, Adam, Batch>::new(Adam::new(3e-3).decoupled_weight_decay(0.01), 7);
    let error = checkpoint::load(&mut *session, &list[1].1).unwrap_err();
    assert!(error.is_damage() && error.to_string().contains("is corrupt"), "{error}");

    let mut trainer = trainer!(0).checkpoints(folder.path(), 3).resume(true);
    assert_eq!(trainer.run(EPOCHS).unwrap(), StopReason::Finished);
    assert_eq!(bits(&trainer.session().network), whole[0]);
}

#[test]
fn rejects_checkpoints_of_other_runs() {
    let folder = tempfile::tempdir().unwrap();
    let mut trainer = trainer!(0).checkpoints(folder.path(), 2);
    assert_eq!(trainer.run(1).unwrap(), StopReason::Finished);
    // The folder is locked during the run; afterwards, a run in it without `resume` fails with a clear error.
    drop(trainer);
    let error = trainer!(0).checkpoints(folder.path(), 2).run(1).unwrap_err();
    assert!(matches!(error, TrainError::Occupied { step: 5, .. }), "{error}");

    // Another order of the samples.
    let session = Session::<Net, Adam, Batch>::new(Adam::new(3e-3).decoupled_weight_decay(0.01), 7);
    let mut other = Trainer::new(session, Loader::new(samples(150, 1)).shuffle(6), CrossEntropy)
        .checkpoints(folder.path(), 2)
        .resume(true)
        .progress(Progress::Hidden);
    let before = bits(&other.session().network);
    let error = other.run(1).unwrap_err().to_string();
    assert!(error.contains("for `plan`, expected `150 samples in 10 batches of 16, 1 a step"), "{error}");
    assert_eq!(bits(&other.session().network), before);

    // Another optimiser, with another state.
    let mut session = Session::<Net, Sgd, Batch>::new(Sgd::new(0.1), 7);
    let path = folder.path().join("session.safetensors");
    checkpoint::save(&mut *Session::<Net, Adam, Batch>::new(Adam::new(3e-3), 7), &path).unwrap();
    let before = bits(&session.network);
    let error = checkpoint::load(&mut *session, &path).unwrap_err().to_string();
    assert!(error.contains("has `Adam` for `optimizer.name`, expected `Sgd`"), "{error}");
    assert_eq!(bits(&session.network), before);

    // Two processes, or two parts of one, in one folder.
    let _first = Checkpoints::open(folder.path(), 1).unwrap();
    let error = Checkpoints::open(folder.path(), 1).unwrap_err().to_string();
    assert!(error.contains("another process is using it for its checkpoints"), "{error}");
}

#[test]
fn checkpoint_restores_session_exactly() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.safetensors");
    let x = Tensor::<shape![Batch, 64]>::from_fn(|[i, j]| ((i * 7 + j * 3) % 11) as f32 / 11.0);
    let labels = Tensor::<shape![Batch], Class<dim![5]>>::from_fn(|[i]| Class::new(i % 5).unwrap());
    let mut session = Session::<Net, Adam, Batch>::new(Adam::new(1e-2), 1);
    session.step(&x, &CrossEntropy, &labels);
    // In the middle of a step of two batches, the first of which is not full.
    session.accumulate_rows(5, &x, &CrossEntropy, &labels);
    checkpoint::save(&mut *session, &path).unwrap();
    let mut again = Session::<Net, Adam, Batch>::new(Adam::new(1.0), 2);
    checkpoint::load(&mut *again, &path).unwrap();
    for session in [&mut session, &mut again] {
        session.accumulate_rows(16, &x, &CrossEntropy, &labels);
        session.update();
        session.step(&x, &CrossEntropy, &labels);
    }
    assert_eq!(bits(&session.network), bits(&again.network));
    assert_eq!(session.optimizer.lr, again.optimizer.lr);

    // The set of frozen layers must be the same.
    again.freeze(&["fc1"]).unwrap();
    let error = checkpoint::load(&mut *again, &path).unwrap_err().to_string();
    assert!(error.contains("for `frozen`"), "{error}");
}

#[test]
fn rejects_duplicate_names() {
    struct Twins;
    impl State for Twins {
        fn visit(&mut self, values: &mut dyn nn::state::Visitor) {
            values.integer("a", &mut 1);
            values.integer("a", &mut 2);
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let error = checkpoint::save(&mut Twins, folder.path().join("a")).unwrap_err().to_string();
    assert!(error.contains("two values named `a`"), "{error}");
}

network! {
    /// Large enough that its products are divided among threads.
    struct Wide {
        fc1: Linear<784, 128>,
        fc2: Linear<128, 10>,
    }
    fn forward(x: Tensor<784>) -> Tensor<10> {
        x.fc1().relu().dropout().fc2()
    }
}

#[test]
fn resumes_on_another_number_of_threads() {
    let data = || {
        let mut rng = nn::init::rng(3);
        let pixels: Vec<f32> = (0..96 * 784).map(|_| rng.random_range(0.0..1.0)).collect();
        let classes: Vec<usize> = (0..96).map(|_| rng.random_range(0..10)).collect();
        TensorDataset::<shape![784], Indices<dim![10]>>::from_classes(&pixels, &classes).unwrap()
    };
    let run = |threads: usize, folder: &Path, epochs: u64, resume: bool| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let session = Session::<Wide, Adam, dim![32]>::new(Adam::new(1e-3), 1);
            let mut trainer = Trainer::new(session, Loader::new(data()).shuffle(1).workers(threads), CrossEntropy)
                .checkpoints(folder, 1)
                .resume(resume)
                .progress(Progress::Hidden);
            assert_eq!(trainer.run(epochs).unwrap(), StopReason::Finished);
            trainer.session().network.as_slice().iter().map(|parameter| parameter.to_bits()).collect::<Vec<_>>()
        })
    };
    let whole = tempfile::tempdir().unwrap();
    let expected = run(1, whole.path(), 4, false);
    for [first, second] in [[1, 1], [2, 2], [1, 2], [2, 1]] {
        let folder = tempfile::tempdir().unwrap();
        run(first, folder.path(), 2, false);
        assert_eq!(run(second, folder.path(), 4, true), expected, "{first} threads, then {second}");
    }
}

/// The process that is killed, a part of the test below.
#[test]
#[ignore = "it is started by `survives_kill_at_any_moment`"]
fn child() {
    let folder = PathBuf::from(std::env::var_os("NN_RESUME_FOLDER").expect("the folder of the run"));
    let pause = Duration::from_millis(std::env::var("NN_RESUME_PAUSE").unwrap().parse().unwrap());
    let mut trainer =
        trainer!(2).checkpoints(&folder, 3).checkpoint_every(1).log(folder.join("history.csv")).resume(true).callback(
            move |_| {
                std::thread::sleep(pause);
                ControlFlow::Continue(())
            },
        );
    assert_eq!(trainer.run(KILLED_EPOCHS).unwrap(), StopReason::Finished);
    files::save(&trainer.session().network, folder.join("last.safetensors")).unwrap();
}

/// The process that reads continuously while others write and are killed, a part of the test below. It prints how many
/// files it has read when the parent closes its input.
#[test]
#[ignore = "it is started by `survives_kill_at_any_moment`"]
fn reader() {
    let folder = PathBuf::from(std::env::var_os("NN_RESUME_FOLDER").expect("the folder of the run"));
    let is_over = Arc::new(AtomicBool::new(false));
    std::thread::spawn({
        let is_over = is_over.clone();
        move || {
            std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
            is_over.store(true, Ordering::Relaxed);
        }
    });
    // The number of consecutive listings none of whose checkpoints still existed when they were read.
    let (mut reads, mut newest, mut without) = ([0_u64; 2], 0, 0);
    while !is_over.load(Ordering::Relaxed) {
        let mut read_one = false;
        for name in public_names(&folder) {
            let path = folder.join(&name);
            // A listed checkpoint may be removed a moment later.
            let Some(bytes) = unless_gone(std::fs::read(&path)) else { continue };
            let verified = SafeTensors::new(std::io::Cursor::new(bytes), &path).and_then(|mut file| file.verify());
            assert!(verified.unwrap_or_else(|error| panic!("{error}")), "{name} has no checksum");
            match SafeTensors::open(&path) {
                Err(FileError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {}
                file => assert!(file.and_then(|mut file| file.verify()).unwrap_or_else(|error| panic!("{error}"))),
            }
            if let Some(step) = step_of(&name) {
                newest = newest.max(step);
                reads[0] += 1;
                read_one = true;
            } else {
                // `best.safetensors`, and at the end `last.safetensors`.
                files::load::<Net>(&path).unwrap_or_else(|error| panic!("{error}"));
                reads[1] += 1;
            }
        }
        without = if read_one { 0 } else { without + 1 };
        assert!(newest == 0 || without < 1000, "no checkpoint is left after that of step {newest}");
    }
    println!("read {} checkpoints, up to step {newest}, and networks {} times", reads[0], reads[1]);
    assert!(reads.iter().all(|&reads| reads > 0), "{reads:?}");
}

/// The names of the safetensors files in a folder that are not hidden.
fn public_names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| !name.starts_with('.') && name.ends_with(".safetensors")).collect()
}

fn step_of(name: &str) -> Option<u64> {
    name.strip_prefix("step-")?.strip_suffix(".safetensors")?.parse().ok()
}

/// The step of the newest checkpoint; 0 if there is none.
fn newest(folder: &Path) -> u64 {
    public_names(folder).iter().filter_map(|name| step_of(name)).max().unwrap_or(0)
}

fn unless_gone<T>(result: std::io::Result<T>) -> Option<T> {
    match result {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        result => Some(result.unwrap()),
    }
}

const KILLS: usize = 50;
/// 5 steps each, of at least 10 ms: more than the processes live together, with up to 6 steps and up to 3 in turn.
const KILLED_EPOCHS: u64 = 62;

#[test]
#[cfg_attr(debug_assertions, ignore = "slow: run by the gate in the profile `release`")]
fn survives_kill_at_any_moment() {
    let mut whole = trainer!(0);
    assert_eq!(whole.run(KILLED_EPOCHS).unwrap(), StopReason::Finished);
    let folder = tempfile::tempdir().unwrap();
    let process = |test: &str| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args([test, "--exact", "--ignored", "--nocapture"]).env("NN_RESUME_FOLDER", folder.path());
        command
    };
    let start = |pause: &str| {
        let mut command = process("child");
        command.env("NN_RESUME_PAUSE", pause).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let mut reader =
        process("reader").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut rng = nn::init::rng(std::process::id().into());
    let mut reached = 0;
    for kill in 0..KILLS {
        let mut process = start("10");
        // Every second process is killed during its start, or at any later point; the others after a new checkpoint, whatever the
        // speed of the machine.
        let mut most = 60_000;
        if kill % 2 == 1 {
            let start = Instant::now();
            while newest(folder.path()) <= reached && start.elapsed() < Duration::from_secs(30) {
                std::thread::sleep(Duration::from_millis(1));
            }
            most = 12_000;
        }
        std::thread::sleep(Duration::from_micros(rng.random_range(0..most)));
        // SIGKILL, on Unix.
        process.kill().unwrap();
        assert!(!process.wait().unwrap().success(), "the run ended before kill {kill}");
        // Every file under the name of a checkpoint is complete, and the newest step never decreases.
        for name in public_names(folder.path()) {
            let mut file = SafeTensors::open(folder.path().join(&name)).unwrap();
            assert!(file.verify().unwrap(), "{name} after kill {kill}");
        }
        let newest = newest(folder.path());
        assert!(newest >= reached, "step {newest} after kill {kill}, {reached} before");
        reached = newest;
    }
    assert!(reached >= KILLS as u64 / 2, "only {reached} steps were made");
    assert!(start("0").wait().unwrap().success());
    drop(reader.stdin.take());
    let output = reader.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert!(output.status.success(), "{}{}", said[0], said[1]);
    let last: Box<Net> = files::load(folder.path().join("last.safetensors")).unwrap();
    assert_eq!(bits(&last), bits(&whole.session().network));
    let best: Box<Net> = files::load(folder.path().join("best.safetensors")).unwrap();
    assert_eq!(bits(&best), bits(whole.best()));
    // The log is that of a run that was never killed, except for the two columns of time at its end.
    let lines = std::fs::read_to_string(folder.path().join("history.csv")).unwrap();
    let values = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.rsplitn(3, ',').last().unwrap().to_string()).collect()
    };
    assert_eq!(values(&lines), values(&whole.history().to_csv()));
    // Partially written files were removed at the next start, and nothing else is there.
    let hidden = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let hidden: Vec<_> = hidden.filter(|name| name.to_str().unwrap().starts_with('.')).collect();
    assert_eq!(hidden, [".lock"]);
    said[0].lines().filter(|line| line.starts_with("read ")).for_each(|line| println!("{line}"));
    println!("{KILLS} kills, the last one after step {reached} of {}", whole.session().steps());
}
