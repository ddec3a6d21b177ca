//! Which checkpoints a folder keeps, and that a checkpoint is read from the verified bytes.

use crate::line::Line;
use nn::checkpoint::{self, Checkpoints};
use nn::prelude::*;
use rand::RngExt;
use std::fs;
use std::io::{Seek, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

type Training = Session<Line, Adam, dim![1]>;

fn training() -> Box<Training> {
    Training::new(Adam::new(0.1), 1)
}

/// Saves checkpoints at these steps, each after one more training step.
fn save(checkpoints: &Checkpoints, session: &mut Training, steps: &[u64]) {
    let x = Tensor::new([[1.0]]);
    for &step in steps {
        session.step(&x, &Mse, &x);
        checkpoints.save(step, session).unwrap();
    }
}

fn damage(folder: &Path, step: u64) {
    let path = folder.join(format!("step-{step:011}.safetensors"));
    let mut bytes = fs::read(&path).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&path, bytes).unwrap();
}

fn steps(checkpoints: &Checkpoints) -> Vec<u64> {
    checkpoints.list().unwrap().into_iter().map(|(step, _)| step).collect()
}

/// A folder with checkpoints of the steps 10 to 40, of which some are damaged.
fn folder(damaged: &[u64]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    save(&Checkpoints::open(folder.path(), 4).unwrap(), &mut training(), &[10, 20, 30, 40]);
    damaged.iter().for_each(|&step| damage(folder.path(), step));
    folder
}

#[test]
fn checkpoint_written_after_damaged_ones_is_kept() {
    for (keep, left) in [(1, vec![40, 30, 21]), (2, vec![40, 30, 21, 20]), (3, vec![40, 30, 21, 20, 10])] {
        let folder = folder(&[30, 40]);
        let checkpoints = Checkpoints::open(folder.path(), keep).unwrap();
        let mut session = training();
        let resumed = checkpoints.resume(&mut *session).unwrap().unwrap();
        assert_eq!((resumed.step, resumed.skipped.len()), (20, 2));
        save(&checkpoints, &mut session, &[21]);
        assert_eq!(steps(&checkpoints), left, "keep = {keep}");
        assert_eq!(checkpoints.resume(&mut *training()).unwrap().unwrap().step, 21);
        // The damaged ones are removed as soon as they are older than the ones that are kept.
        save(&checkpoints, &mut session, &[41, 42, 43]);
        assert_eq!(steps(&checkpoints), [43, 42, 41][..keep]);
    }
}

#[test]
fn damaged_checkpoints_do_not_count_without_resume() {
    let folder = folder(&[30, 40]);
    let checkpoints = Checkpoints::open(folder.path(), 2).unwrap();
    save(&checkpoints, &mut training(), &[50]);
    assert_eq!(steps(&checkpoints), [50, 40, 30, 20]);
    damage(folder.path(), 50);
    assert_eq!(checkpoints.resume(&mut *training()).unwrap().unwrap().step, 20);
    // A checkpoint that this process saved and then found damaged does not count, either.
    save(&checkpoints, &mut training(), &[60]);
    assert_eq!(steps(&checkpoints), [60, 50, 40, 30, 20]);
}

#[test]
fn newer_checkpoints_are_left_alone() {
    let folder = folder(&[]);
    let checkpoints = Checkpoints::open(folder.path(), 1).unwrap();
    save(&checkpoints, &mut training(), &[15]);
    assert_eq!(steps(&checkpoints), [40, 30, 20, 15]);
}

#[test]
fn files_with_similar_names_are_left_alone() {
    let folder = folder(&[]);
    let others = ["step-5.safetensors", "step-+0000000007.safetensors", "step-00000000008.safetensors.bak"];
    others.iter().for_each(|name| fs::write(folder.path().join(name), "not a checkpoint").unwrap());
    let checkpoints = Checkpoints::open(folder.path(), 1).unwrap();
    save(&checkpoints, &mut training(), &[50]);
    assert_eq!(steps(&checkpoints), [50]);
    others.iter().for_each(|name| assert!(folder.path().join(name).exists(), "{name}"));
}

#[test]
fn verified_bytes_are_the_bytes_read() {
    // Large enough for a reader and a writer to overlap in time.
    network! {
        struct Wide {
            fc: Linear<128, 128>,
        }
        fn forward(x: Tensor<128>) -> Tensor<128> {
            x.fc()
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("checkpoint");
    let bytes = |session: &mut Session<Wide, Adam, dim![1]>, path: &Path| {
        checkpoint::save(session, path).unwrap();
        fs::read(path).unwrap()
    };
    // The learning rate is in the header, the weights are after it.
    let contents = [1, 2].map(|seed| {
        let mut session = Session::<Wide, Adam, dim![1]>::new(Adam::new(0.1 * seed as f64), seed);
        bytes(&mut session, &path)
    });
    assert_eq!(contents[0].len(), contents[1].len());
    let mut session = Session::<Wide, Adam, dim![1]>::new(Adam::new(0.1), 3);
    let start = Instant::now();
    checkpoint::load(&mut *session, &path).unwrap();
    let time = start.elapsed();
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut file = fs::OpenOptions::new().write(true).open(&path).unwrap();
            let mut rng = nn::init::rng(1);
            for content in contents.iter().cycle() {
                if is_over.load(Ordering::Relaxed) {
                    break;
                }
                file.rewind().unwrap();
                file.write_all(content).unwrap();
                // Long enough for a file to be verified, and short enough for it to change before it is read again.
                std::thread::sleep(time.mul_f64(rng.random_range(0.0..2.0)));
            }
        });
        // Even if an assertion fails: otherwise the scope would wait forever.
        let _end = End(&is_over);
        let mut before = contents[1].clone();
        for load in 0..50 {
            let result = checkpoint::load(&mut *session, &path);
            let after = bytes(&mut session, &folder.path().join("again"));
            match result {
                Ok(()) => assert!(contents.contains(&after), "load {load} is a mixture"),
                Err(error) => assert!(error.is_damage() && after == before, "{error}"),
            }
            before = after;
        }
    });
}

/// Sets a flag when it is dropped.
struct End<'a>(&'a AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
