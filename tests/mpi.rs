//! Jobs of several processes, started by `mpirun`: they learn what one process learns, each processes its share of the
//! samples, and an error in one ends all of them with one message.
//!
//! The jobs are at the end of this file: `mpirun` starts this program again as several processes of one job.

#![allow(missing_docs)]

use nn::Parameters;
use nn::checkpoint::Checkpoints;
use nn::data::{AugmentContext, DataError, SampleMut, csv};
use nn::lr_scheduler::CosineAnnealingLr;
use nn::metrics::Auroc;
use nn::mpi::{self, World};
use nn::prelude::*;
use nn::train::Event;
use rand::RngExt;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

network! {
    /// In `f64`, so that the order of sums matters little; with dropout, whose mask must be that of the sample.
    #[dtype(f64)]
    struct Exact {
        fc1: Linear<6, 16>,
        fc2: Linear<16, 3>,
    }
    fn forward(x: Tensor<6>) -> Tensor<3> {
        x.fc1().relu().dropout::<0.3>().fc2()
    }
}

network! {
    /// With running statistics, so that a step has every kind of state.
    struct Net {
        fc1: Linear<6, 16>,
        norm: BatchNorm1d<16>,
        fc2: Linear<16, 3>,
    }
    fn forward(x: Tensor<6>) -> Tensor<3> {
        x.fc1().norm().relu().dropout::<0.2>().fc2()
    }
}

network! {
    /// Several pieces that are reduced while others are computed, with layers that are used twice and nested.
    #[dtype(f64)]
    struct Wide {
        fc1: Linear<6, 200>,
        inner: Inner,
        fc2: Linear<200, 200>,
        blocks: [Linear<200, 200>; 2],
        fc3: Linear<200, 3>,
    }
    fn forward(x: Tensor<6>) -> Tensor<3> {
        let h = x.fc1().relu().fc2().relu();
        let h = h.inner().blocks().inner() + h;
        h.fc2().relu().fc3()
    }
}

network! {
    #[dtype(f64)]
    struct Inner {
        fc: Linear<200, 200>,
    }
    fn forward(x: Tensor<200>) -> Tensor<200> {
        x.fc().tanh()
    }
}

network! {
    /// Another architecture, which a process might have in place of `Net`.
    struct Other {
        fc1: Linear<6, 17>,
        fc2: Linear<17, 3>,
    }
    fn forward(x: Tensor<6>) -> Tensor<3> {
        x.fc1().relu().fc2()
    }
}

network! {
    struct Two {
        fc: Linear<6, 3>,
    }
    fn forward(x: Tensor<6>) -> (Tensor<3>, Tensor<3>) {
        let h = x.fc();
        (h.tanh(), h)
    }
}

type Set<T = f32> = TensorDataset<shape![6], Indices<dim![3]>, T>;

fn samples<T: nn::Float>(count: usize, seed: u64) -> Set<T> {
    let mut rng = nn::init::rng(seed);
    let (mut numbers, mut classes) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let class = rng.random_range(0..3);
        let mut number = |i: usize| f64::from(u8::from(i % 3 == class)) + rng.random_range(-1.0..1.0);
        numbers.extend((0..6).map(|i| T::from_f64(number(i))));
        classes.push(class);
    }
    TensorDataset::from_classes(&numbers, &classes).unwrap()
}

/// Not a multiple of any batch size: in the last step of an epoch, only the first process has samples.
const SAMPLES: usize = 101;

fn noise(context: AugmentContext, x: &mut Tensor<shape![1, 6]>) {
    let mut rng = context.rng();
    x.iter_mut().for_each(|x| *x += rng.random_range(-0.1..0.1));
}

// ---- Starting jobs ----

/// The exit status of a job, its output, and the reports of its processes.
struct Outcome {
    succeeded: bool,
    text: String,
    reports: String,
}

impl Outcome {
    /// The rest of each line that starts with this.
    fn lines(&self, start: &str) -> Vec<String> {
        self.reports.lines().filter_map(|line| line.strip_prefix(start)).map(str::to_string).collect()
    }

    /// The rest of the lines that start with this, which must all be equal.
    fn one(&self, start: &str, count: usize) -> String {
        let lines = self.lines(start);
        assert_eq!(lines.len(), count, "{}", self.text);
        assert!(lines.iter().all(|line| *line == lines[0]), "{start} differs");
        lines[0].clone()
    }

    /// Checks that the job failed with this message, reported once.
    fn failed_with(&self, message: &str) {
        assert!(!self.succeeded, "{}", self.text);
        assert_eq!(self.text.matches(message).count(), 1, "`{message}` in\n{}", self.text);
        assert_eq!(self.text.matches("error in process").count(), 1, "{}", self.text);
    }
}

/// Time after which a hanging job is killed: none takes more than a few seconds.
const TIMEOUT: Duration = Duration::from_secs(120);

/// Starts a job of these programs, each with a number of processes, with these variables. `None` if there is no
/// `mpirun`.
fn start(programs: &[(usize, &Path)], job: &str, variables: &[(&str, &str)]) -> Option<Outcome> {
    // One job at a time: processes that wait for each other need a core each.
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut command = Command::new("mpirun");
    command.args(["--oversubscribe"]);
    for (i, (count, program)) in programs.iter().enumerate() {
        command.args(if i > 0 { &[":"][..] } else { &[] }).args(["-n", &count.to_string()]);
        command.arg(program).args(["--exact", "job", "--ignored", "--nocapture"]);
    }
    command.env("NN_JOB", job).envs(variables.iter().copied());
    command.env("OMPI_ALLOW_RUN_AS_ROOT", "1").env("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");
    let folder = tempfile::tempdir().unwrap();
    let reports = folder.path().join("reports");
    fs::create_dir(&reports).unwrap();
    command.env("NN_REPORTS", &reports);
    let path = folder.path().join("text");
    let file = fs::File::create(&path).unwrap();
    command.stdin(Stdio::null()).stdout(file.try_clone().unwrap()).stderr(file);
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => {
            eprintln!("SKIPPED: `mpirun` cannot be started ({error}): NO job of several processes was run");
            return None;
        }
    };
    let begin = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if begin.elapsed() > TIMEOUT {
            let _ = child.kill();
            panic!("{job} hangs:\n{}", String::from_utf8_lossy(&fs::read(&path).unwrap()));
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
    let reports =
        fs::read_dir(&reports).unwrap().map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect();
    Some(Outcome { succeeded: status.success(), text, reports })
}

fn this_program() -> PathBuf {
    std::env::current_exe().unwrap()
}

fn mpirun(ranks: usize, job: &str, variables: &[(&str, &str)]) -> Option<Outcome> {
    start(&[(ranks, &this_program())], job, variables)
}

/// The outcome of a job, which must succeed.
fn run_job(ranks: usize, job: &str, variables: &[(&str, &str)]) -> Option<Outcome> {
    let outcome = mpirun(ranks, job, variables)?;
    assert!(outcome.succeeded, "{}", outcome.text);
    Some(outcome)
}

// ---- Equal results ----

/// The result of one process with one batch of 32, without MPI.
fn single_process() -> Vec<f64> {
    let loader = Loader::<_, dim![32]>::new(samples::<f64>(SAMPLES, 1)).shuffle(5);
    let mut session = Session::<Exact, Momentum, dim![32]>::new(Momentum::new(0.1, 0.9), 7);
    for epoch in 0..3 {
        for batch in loader.epoch(epoch) {
            let batch = batch.unwrap();
            session.step_rows(batch.rows(), batch.input(), &CrossEntropy.label_smoothing(0.1), batch.target());
        }
    }
    session.network.as_slice().to_vec()
}

fn parse(line: &str) -> Vec<f64> {
    line.split_whitespace().map(|word| f64::from_bits(u64::from_str_radix(word, 16).unwrap())).collect()
}

/// The largest difference, relative to the largest element.
fn distance(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len());
    let largest = a.iter().fold(0.0, |largest: f64, a| largest.max(a.abs()));
    a.iter().zip(b).fold(0.0, |worst: f64, (a, b)| worst.max((a - b).abs())) / largest
}

#[test]
fn processes_equal_one_process_with_the_whole_batch() {
    let expected = single_process();
    for (ranks, batch) in [(1, "32"), (2, "16"), (4, "8")] {
        let Some(outcome) = run_job(ranks, "loop", &[("NN_BATCH", batch)]) else { return };
        let line = outcome.one("network: ", ranks);
        assert!(distance(&expected, &parse(&line)) < 1e-13, "{ranks}: {}", distance(&expected, &parse(&line)));
        // The same job again is bit-identical.
        let again = run_job(ranks, "loop", &[("NN_BATCH", batch)]).unwrap();
        assert_eq!(again.one("network: ", ranks), line);
    }
}

#[test]
fn accumulated_batches_are_reduced_once() {
    let expected = single_process();
    for (ranks, parts) in [(1, "4"), (2, "4"), (4, "4")] {
        let Some(outcome) = run_job(ranks, "loop", &[("NN_BATCH", "8"), ("NN_PARTS", parts)]) else { return };
        let line = outcome.one("network: ", ranks);
        assert!(distance(&expected, &parse(&line)) < 1e-13, "{ranks}");
        // 101 samples are 4 steps per epoch.
        assert_eq!(outcome.one("steps: ", ranks), "12");
    }
}

/// The total weights of two processes differ, and that of the third batch of a step is zero.
#[test]
fn processes_are_weighted_as_by_the_loss() {
    for loss in ["weights", "ignored", "sum", "batch mean"] {
        let expected = weighed_single_process(loss);
        for (ranks, batch, parts) in [(2, "16", "2"), (2, "8", "4"), (4, "8", "4")] {
            let variables = [("NN_LOSS", loss), ("NN_BATCH", batch), ("NN_PARTS", parts)];
            let Some(outcome) = run_job(ranks, "weighed", &variables) else { return };
            for start in ["by hand: ", "trainer: "] {
                let found = parse(&outcome.one(start, ranks));
                let distance = distance(&expected, &found);
                assert!(distance < 1e-12, "{loss}, {ranks} processes, {start}{distance}");
            }
        }
        let variables = [("NN_LOSS", loss), ("NN_BATCH", "8"), ("NN_PARTS", "4"), ("NN_ORDER", "1")];
        let ordered = [1, 2].map(|ranks| run_job(ranks, "weighed", &variables).unwrap().one("trainer: ", ranks));
        assert_eq!(ordered[0], ordered[1], "{loss}");
    }
}

#[test]
fn overlapped_reduction_yields_the_same_sums() {
    let mut all = Vec::new();
    // Four pieces, but `fc1`'s, and those of `fc2` with it, are complete only at the end. 5 steps per epoch with two
    // batches per step, or 3 with four; the second process has no samples for the last one.
    for (ranks, overlaps, parts) in [(1, "", "2"), (2, "", "2"), (2, "1", "2"), (2, "1", "4"), (1, "", "4")] {
        let variables = [("NN_OVERLAPS", overlaps), ("NN_PARTS", parts)];
        let Some(outcome) = run_job(ranks, "overlap", &variables) else { return };
        all.push(parse(&outcome.one("network: ", ranks)));
        let early: Vec<u64> = outcome.lines("early: ").iter().map(|line| line.parse().unwrap()).collect();
        assert_eq!(early.iter().all(|&sums| sums > 0), !overlaps.is_empty(), "{early:?}");
    }
    assert!(distance(&all[0], &all[1]) < 1e-12 && distance(&all[1], &all[2]) < 1e-12);
    assert!(distance(&all[3], &all[4]) < 1e-12);
}

#[test]
fn fixed_order_is_bit_identical_for_any_process_count() {
    let mut all = Vec::new();
    for ranks in [1, 2, 4] {
        let Some(outcome) = run_job(ranks, "loop", &[("NN_BATCH", "8"), ("NN_PARTS", "4"), ("NN_ORDER", "1")]) else {
            return;
        };
        all.push((outcome.one("network: ", ranks), outcome.one("losses: ", ranks)));
    }
    assert!(distance(&single_process(), &parse(&all[0].0)) < 1e-13);
    assert!(all[0] == all[1] && all[0] == all[2]);
}

#[test]
fn trainer_is_bit_identical_including_metrics() {
    let mut all = Vec::new();
    for ranks in [1, 2, 4] {
        let folder = tempfile::tempdir().unwrap();
        let Some(outcome) = run_job(ranks, "trainer", &[("NN_FOLDER", folder.path().to_str().unwrap())]) else {
            return;
        };
        let reports = ["network: ", "best: ", "history: "].map(|start| outcome.one(start, ranks));
        // Only the first process prints the epochs and writes the log.
        assert_eq!(outcome.text.matches("epoch 6/6").count(), 1, "{}", outcome.text);
        let table = fs::read_to_string(folder.path().join("log.csv")).unwrap();
        assert_eq!(table.lines().count(), 7, "{table}");
        all.push(reports);
    }
    assert!(all[0] == all[1] && all[0] == all[2]);
    // It has learned, and its metrics cover all 60 samples.
    let history = &all[0][2];
    let last = history.rsplit("accuracy ").next().unwrap().split(' ').next().unwrap();
    let accuracy: f64 = last.parse().unwrap();
    assert!(accuracy > 0.6 && (accuracy * 60.0 - (accuracy * 60.0).round()).abs() < 1e-9, "{history}");
}

#[test]
fn shards_partition_the_shuffled_samples() {
    let expected = Loader::<_, dim![8]>::new(samples::<f32>(SAMPLES, 1)).shuffle(5);
    for ranks in [1, 2, 4] {
        let Some(outcome) = run_job(ranks, "shards", &[]) else { return };
        for epoch in 0..2 {
            // Ordered by their indices in the steps: batch by batch, concatenated over all processes.
            let mut steps = BTreeMap::new();
            for line in outcome.lines(&format!("epoch {epoch} ")) {
                let numbers: Vec<usize> = line.split_whitespace().map(|word| word.parse().unwrap()).collect();
                assert_eq!(steps.insert((numbers[0], numbers[1]), numbers[2..].to_vec()), None);
            }
            let seen: Vec<usize> = steps.into_values().flatten().collect();
            assert_eq!(seen, expected.order(epoch), "{ranks}");
        }
    }
}

#[test]
fn resumed_run_is_bit_identical_for_another_process_count() {
    let whole = tempfile::tempdir().unwrap();
    let Some(expected) = run_job(2, "trainer", &[("NN_FOLDER", whole.path().to_str().unwrap())]) else { return };
    let expected = ["network: ", "best: "].map(|start| expected.one(start, 2));
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().to_str().unwrap();
    // 4 steps per epoch: two of the interruptions are within one.
    let mut last = None;
    for (ranks, steps) in [(4, "3"), (1, "10"), (2, "16"), (4, "1000")] {
        last = run_job(ranks, "trainer", &[("NN_FOLDER", folder), ("NN_STEPS", steps)]);
    }
    assert_eq!(["network: ", "best: "].map(|start| last.as_ref().unwrap().one(start, 4)), expected);
}

// ---- Faults ----

/// Checks that the newest checkpoint is valid, and that a run resumes from it.
fn check_resumes(folder: &Path) {
    let outcome = run_job(2, "trainer", &[("NN_FOLDER", folder.to_str().unwrap())]).unwrap();
    assert!(outcome.text.contains("resumes in epoch"), "{}", outcome.text);
    assert!(!outcome.text.contains("skipped"), "{}", outcome.text);
    let whole = tempfile::tempdir().unwrap();
    let expected = run_job(2, "trainer", &[("NN_FOLDER", whole.path().to_str().unwrap())]).unwrap();
    assert_eq!(outcome.one("network: ", 2), expected.one("network: ", 2));
}

#[test]
fn killed_process_ends_all_and_checkpoint_stays_valid() {
    for rank in ["0", "1"] {
        let folder = tempfile::tempdir().unwrap();
        let variables = [("NN_FOLDER", folder.path().to_str().unwrap()), ("NN_DIES", rank)];
        let Some(outcome) = mpirun(2, "trainer", &variables) else { return };
        assert!(!outcome.succeeded && outcome.lines("network: ").is_empty(), "{}", outcome.text);
        assert!(outcome.text.contains(&format!("process rank {rank}")), "{}", outcome.text);
        assert!(!Checkpoints::open(folder.path().join("checkpoints"), 2).unwrap().list().unwrap().is_empty());
        check_resumes(folder.path());
    }
}

#[test]
fn panic_in_one_process_ends_all() {
    let Some(outcome) = mpirun(2, "fault", &[("NN_FAULT", "panic")]) else { return };
    outcome.failed_with("error in process 1 of 2: the program panicked");
}

#[test]
fn rejects_different_programs() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other");
    let mut bytes = fs::read(this_program()).unwrap();
    bytes.push(0);
    fs::write(&other, bytes).unwrap();
    fs::set_permissions(&other, fs::metadata(this_program()).unwrap().permissions()).unwrap();
    let Some(outcome) = start(&[(1, &this_program()), (1, &other)], "loop", &[("NN_BATCH", "8")]) else { return };
    outcome.failed_with("the program of process 1 differs from process 0: ");
}

#[test]
fn rejects_mismatched_processes() {
    for (fault, message) in [
        (
            "samples",
            "the data set of process 1 differs from process 0: 90 samples in 12 batches of 8, 2 a step, seed Some(5), expected 101 samples in 13 batches of 8, 2 a step, seed Some(5)",
        ),
        ("architecture", "the architecture of process 1 differs from process 0: `Other`, "),
        ("batch", "the batch of process 1 differs from process 0: 16, expected 8"),
        ("file", "no-such-file.csv"),
        ("parameters", "after step 10 the parameters of process 1 differ from those of process 0"),
        ("parts", "steps of 3 batches cannot be divided among 2 processes"),
        ("order", "a fixed order requires 1, 2, 4, 8, .. batches per step, found 6"),
        ("number", "the input of sample 100 contains NaN"),
        (
            "divisors",
            "data-parallel steps are not possible with this tuple of losses: they divide by different weights",
        ),
    ] {
        let Some(outcome) = mpirun(2, "fault", &[("NN_FAULT", fault)]) else { return };
        outcome.failed_with(message);
    }
}

#[test]
fn stop_in_one_process_stops_all_after_the_same_step() {
    let Some(outcome) = run_job(2, "stop", &[]) else { return };
    assert_eq!(outcome.one("stopped: ", 2), "Callback after step 5");
}

// ---- The jobs ----

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Reports a line to the test, in a separate file, since `mpirun` truncates long lines and interleaves them.
fn report(text: &str) {
    let path = Path::new(&variable("NN_REPORTS").unwrap()).join(std::process::id().to_string());
    let mut file = fs::OpenOptions::new().create(true).append(true).open(path).unwrap();
    writeln!(file, "{text}").unwrap();
}

fn bits<T: nn::Float>(numbers: &[T]) -> String {
    numbers.iter().map(|number| format!("{:x} ", number.to_f64().to_bits())).collect()
}

#[test]
#[ignore = "started by `mpirun`, in the other tests"]
fn job() {
    let code = mpi::run(|world| match variable("NN_JOB").unwrap_or_default().as_str() {
        "loop" => match variable("NN_BATCH").as_deref() {
            Some("8") => by_hand::<dim![8]>(world),
            Some("16") => by_hand::<dim![16]>(world),
            _ => by_hand::<dim![32]>(world),
        },
        "trainer" => trainer(world),
        "overlap" => overlap(world),
        "weighed" => match variable("NN_BATCH").as_deref() {
            Some("8") => weighed::<dim![8]>(world),
            _ => weighed::<dim![16]>(world),
        },
        "shards" => shards(world),
        "stop" => stop(world),
        "fault" => fault(world),
        job => Err(format!("there is no job `{job}`").into()),
    });
    assert_eq!(code, ExitCode::SUCCESS);
}

fn by_hand<B: Dim>(world: &World) -> Result<(), Box<dyn Error>> {
    let world = match variable("NN_PARTS").map(|parts| parts.parse()) {
        None => world.clone(),
        Some(parts) if variable("NN_ORDER").is_some() => world.deterministic(parts?)?,
        Some(parts) => world.with_batches_per_step(parts?)?,
    };
    let loader = world.shard(Loader::<_, B>::new(samples::<f64>(SAMPLES, 1)).shuffle(5));
    // The parameters of the first process are used: the others start with different ones.
    let seed = if world.is_first() { 7 } else { 8 };
    let mut session = world.session(Session::<Exact, Momentum, B>::new(Momentum::new(0.1, 0.9), seed))?;
    let mut losses = Vec::new();
    for epoch in 0..3 {
        for batch in loader.epoch(epoch) {
            let batch = batch?;
            let (loss, target) = (CrossEntropy.label_smoothing(0.1), batch.target());
            losses.extend(session.step_rows(batch.rows(), batch.input(), &loss, target)?);
        }
    }
    report(&format!("network: {}", bits(session.network.as_slice())));
    report(&format!("losses: {}", bits(&losses)));
    report(&format!("steps: {}", session.steps()));
    Ok(())
}

network! {
    /// Without dropout, whose mask depends on the index in a step.
    #[dtype(f64)]
    struct Plain {
        fc1: Linear<6, 16>,
        fc2: Linear<16, 3>,
    }
    fn forward(x: Tensor<6>) -> Tensor<3> {
        x.fc1().tanh().fc2()
    }
}

/// Samples of which the third eighth of each 32 is of class 2, in this order.
fn sorted() -> Set<f64> {
    let set = samples::<f64>(SAMPLES, 1);
    let (mut numbers, mut classes) = (Vec::new(), Vec::new());
    for i in 0..SAMPLES {
        numbers.extend_from_slice(set.inputs.sample(i).as_slice());
        let class = set.targets.sample(i)[[0]].index();
        classes.push(if i % 32 / 8 == 2 { 2 } else { class });
    }
    TensorDataset::from_classes(&numbers, &classes).unwrap()
}

/// Runs a block with the loss of that name.
macro_rules! with_loss {
    ($name:expr, |$loss:ident| $body:expr) => {{
        let weights = Tensor::<shape![3], f64>::new([0.5, 7.0, 0.0]);
        match $name {
            "weights" => {
                let $loss = CrossEntropy.weight(&weights);
                $body
            }
            "ignored" => {
                let $loss = CrossEntropy.label_smoothing(0.1).ignore_index(Class::<dim![3]>::new(2).unwrap());
                $body
            }
            "sum" => {
                let $loss = CrossEntropy.weight(&weights).reduction(Reduction::Sum);
                $body
            }
            _ => {
                let $loss = CrossEntropy.weight(&weights).reduction(Reduction::BatchMean);
                $body
            }
        }
    }};
}

/// The network after two epochs, and the losses of its steps, with batches of 32.
fn weighed_single_process(name: &str) -> Vec<f64> {
    let mut session = Session::<Plain, Momentum, dim![32]>::new(Momentum::new(0.01, 0.9), 7);
    let loader = Loader::<_, dim![32]>::new(sorted());
    let mut losses = Vec::new();
    with_loss!(name, |loss| {
        for epoch in 0..2 {
            for batch in loader.epoch(epoch) {
                let batch = batch.unwrap();
                losses.push(session.step_rows(batch.rows(), batch.input(), &loss, batch.target()));
            }
        }
    });
    [session.network.as_slice(), &losses].concat()
}

/// The same by all processes: with a hand-written loop, and with a trainer.
fn weighed<B: Dim>(world: &World) -> Result<(), Box<dyn Error>> {
    let parts = variable("NN_PARTS").unwrap().parse()?;
    let world = if variable("NN_ORDER").is_some() {
        world.deterministic(parts)?
    } else {
        world.with_batches_per_step(parts)?
    };
    let name = variable("NN_LOSS").unwrap();
    let session = || Session::<Plain, Momentum, B>::new(Momentum::new(0.01, 0.9), 7);
    let loader = world.shard(Loader::<_, B>::new(sorted()));
    with_loss!(name.as_str(), |loss| {
        let mut session = world.session(session())?;
        let mut losses = Vec::new();
        for epoch in 0..2 {
            for batch in loader.epoch(epoch) {
                let batch = batch?;
                losses.extend(session.step_rows(batch.rows(), batch.input(), &loss, batch.target())?);
            }
        }
        report(&format!("by hand: {}", bits(&[session.network.as_slice(), &losses].concat())));
    });
    with_loss!(name.as_str(), |loss| {
        let losses = std::sync::Arc::new(Mutex::new(Vec::new()));
        let of_steps = losses.clone();
        let mut trainer = Trainer::new(session(), Loader::new(sorted()), loss)
            .data_parallel(&world)
            .progress(Progress::Hidden)
            .callback(move |event| {
                if let Event::Step { loss, .. } = event {
                    of_steps.lock().unwrap().push(*loss);
                }
                ControlFlow::Continue(())
            });
        let _ = trainer.run(2)?;
        let losses = losses.lock().unwrap();
        report(&format!("trainer: {}", bits(&[trainer.session().network.as_slice(), &losses[..]].concat())));
    });
    Ok(())
}

fn overlap(world: &World) -> Result<(), Box<dyn Error>> {
    let overlaps = variable("NN_OVERLAPS").is_some_and(|text| !text.is_empty());
    let world = world.with_batches_per_step(variable("NN_PARTS").unwrap().parse()?)?.overlapping(overlaps);
    // The last step of an epoch has samples for the first process alone.
    let loader = world.shard(Loader::<_, dim![8]>::new(samples::<f64>(66, 1)).shuffle(5));
    let mut session = world.session(Session::<Wide, Momentum, dim![8]>::new(Momentum::new(0.02, 0.9), 7))?;
    for epoch in 0..2 {
        for batch in loader.epoch(epoch) {
            let batch = batch?;
            session.step_rows(batch.rows(), batch.input(), &CrossEntropy, batch.target())?;
        }
    }
    report(&format!("network: {}", bits(session.network.as_slice())));
    report(&format!("early: {}", session.early_sums()));
    Ok(())
}

fn trainer(world: &World) -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(variable("NN_FOLDER").unwrap());
    let session = Session::<Net, Adam, dim![8]>::new(Adam::new(1e-2).decoupled_weight_decay(0.01), 7);
    let data = samples::<f32>(SAMPLES, 1).augment(noise);
    let dies = variable("NN_DIES").is_some_and(|rank| rank == world.rank().to_string());
    let mut trainer = Trainer::new(session, Loader::new(data).shuffle(5).workers(1), CrossEntropy)
        .data_parallel(&world.deterministic(4)?)
        .validate(samples(60, 2))
        .metric(Accuracy::new())
        .metric(Auroc::default())
        .monitor("accuracy")
        .schedule(Interval::Step, CosineAnnealingLr::new(100))
        .clip(Clip::Norm(1.0))
        .checkpoints(folder.join("checkpoints"), 3)
        .checkpoint_every(1)
        .resume(true)
        .log(folder.join("log.csv"))
        .progress(Progress::Lines)
        .max_steps(variable("NN_STEPS").map_or(Ok(1000), |steps| steps.parse())?)
        .callback(move |event| {
            if dies && matches!(event, Event::Step { step: 10, .. }) {
                // Like a machine that fails: no message, and no cleanup.
                let _ = Command::new("kill").args(["-9", &std::process::id().to_string()]).status();
            }
            ControlFlow::Continue(())
        });
    trainer.run(6)?.uninterrupted()?;
    report(&format!("network: {}", bits(trainer.session().network.as_slice())));
    report(&format!("best: {}", bits(trainer.best().as_slice())));
    let history: Vec<String> = trainer.history().records.iter().map(|record| record_text(&record.values)).collect();
    report(&format!("history: {}", history.join(" ")));
    Ok(())
}

fn record_text(values: &[(String, f64)]) -> String {
    values.iter().map(|(name, value)| format!("{name} {value:?} ")).collect()
}

/// A data set of indices instead of samples.
struct Numbers(usize);

impl Dataset for Numbers {
    type Elem = f32;
    type Input = shape![1];
    type Target = shape![1];
    fn len(&self) -> usize {
        self.0
    }
    fn get(
        &self,
        index: usize,
        _: AugmentContext,
        input: SampleMut<'_, shape![1], f32>,
        target: SampleMut<'_, shape![1], f32>,
    ) -> Result<(), DataError> {
        input[[0, 0]] = index as f32;
        target[[0, 0]] = 0.0;
        Ok(())
    }
}

fn shards(world: &World) -> Result<(), Box<dyn Error>> {
    let world = world.with_batches_per_step(4)?;
    let loader = world.shard(Loader::<_, dim![8]>::new(Numbers(SAMPLES)).shuffle(5));
    let share = 4 / world.size();
    for epoch in 0..2 {
        for (i, batch) in loader.epoch(epoch).enumerate() {
            let batch = batch?;
            let numbers = &batch.input().as_slice()[..batch.rows()];
            let numbers: String = numbers.iter().map(|number| format!("{number} ")).collect();
            report(&format!("epoch {epoch} {} {} {numbers}", i / share, world.rank() * share + i % share));
        }
    }
    Ok(())
}

fn stop(world: &World) -> Result<(), Box<dyn Error>> {
    let session = Session::<Net, Adam, dim![8]>::new(Adam::new(1e-2), 7);
    let is_last = world.rank() + 1 == world.size();
    let mut trainer = Trainer::new(session, Loader::new(samples(SAMPLES, 1)), CrossEntropy)
        .data_parallel(world)
        .progress(Progress::Hidden)
        .callback(move |event| match event {
            Event::Step { step: 5, .. } if is_last => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        });
    let stopped = trainer.run(2)?;
    report(&format!("stopped: {stopped:?} after step {}", trainer.session().steps()));
    assert_eq!(stopped, StopReason::Callback);
    Ok(())
}

fn fault(world: &World) -> Result<(), Box<dyn Error>> {
    let fault = variable("NN_FAULT").unwrap();
    let here = |name: &str| fault == name && world.rank() == 1;
    if here("panic") {
        panic!("on purpose");
    }
    if here("file") {
        csv::Table::read("no-such-file.csv")?;
    }
    if fault == "parts" {
        world.with_batches_per_step(3)?;
    }
    if fault == "order" {
        world.deterministic(6)?;
    }
    if here("architecture") {
        let session = Session::<Other, Adam, dim![8]>::new(Adam::new(1e-2), 7);
        train(world, session, samples(SAMPLES, 1))?;
    }
    if here("batch") {
        let session = Session::<Net, Adam, dim![16]>::new(Adam::new(1e-2), 7);
        train(world, session, samples(SAMPLES, 1))?;
    }
    if fault == "parameters" {
        let session = Session::<Net, Adam, dim![8]>::new(Adam::new(1e-2), 7);
        let mut session = world.session(session)?.compare_every(5);
        let loader = world.shard(Loader::<_, dim![8]>::new(samples(SAMPLES, 1)));
        for epoch in 0..10 {
            for batch in loader.epoch(epoch) {
                let batch = batch?;
                session.step_rows(batch.rows(), batch.input(), &CrossEntropy, batch.target())?;
                if world.rank() == 1 && session.steps() == 7 {
                    session.network.fc1.bias[[3]] += 1e-3;
                }
            }
        }
    }
    if fault == "divisors" {
        let mut session = world.session(Session::<Two, Adam, dim![8]>::new(Adam::new(1e-2), 7))?;
        let (x, y) = (Tensor::<shape![8, 6]>::zeros(), Tensor::<shape![8, 3]>::zeros());
        session.step(&x, &(Mse, Mse.reduction(Reduction::Sum)), (&y, &y))?;
    }
    let mut data = samples(if here("samples") { 90 } else { SAMPLES }, 1);
    if fault == "number" {
        let mut inputs = Samples::new();
        for i in 0..SAMPLES {
            inputs.push(|row: &mut Tensor<shape![1, 6]>| {
                row.as_mut_slice().copy_from_slice(data.inputs.sample(i).as_slice());
                row[[0, 2]] = if i == 100 { f32::NAN } else { row[[0, 2]] };
            });
        }
        data.inputs = inputs;
    }
    train(world, Session::<Net, Adam, dim![8]>::new(Adam::new(1e-2), 7), data)
}

fn train<N, B: Dim>(world: &World, session: Box<Session<N, Adam, B>>, data: Set) -> Result<(), Box<dyn Error>>
where
    N: Network<Elem = f32, In = shape![6], Out = shape![3]>,
{
    let loader = Loader::new(data).shuffle(5);
    Trainer::new(session, loader, CrossEntropy)
        .data_parallel(world)
        .progress(Progress::Hidden)
        .run(3)?
        .uninterrupted()?;
    Ok(())
}
