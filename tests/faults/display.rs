//! The output of training: if it cannot be written, training continues.

use crate::line::Line;
use nn::prelude::*;
use std::io::{BufRead, BufReader};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

#[test]
#[ignore = "it is started by other tests"]
fn child() {
    let x = Tensor::<shape![2, 1]>::from_fn(|[i, _]| i as f32);
    let data = TensorDataset::<shape![1], shape![1]>::from_batch::<dim![2]>(&x, &x);
    let session = Session::<Line, Sgd, dim![2]>::new(Sgd::new(0.001), 1);
    let mut trainer = Trainer::new(session, Loader::new(data), Mse).progress(Progress::Lines).callback(|_| {
        std::thread::sleep(Duration::from_millis(10));
        ControlFlow::Continue(())
    });
    if trainer.run(20).ok() == Some(StopReason::Finished) {
        let folder = std::env::var_os("NN_FOLDER").unwrap();
        std::fs::write(Path::new(&folder).join("done"), "").unwrap();
    }
}

#[test]
fn training_survives_closed_output() {
    let folder = tempfile::tempdir().unwrap();
    let mut process = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "display::child", "--ignored", "--nocapture", "--test-threads", "1"])
        .env("NN_FOLDER", folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // As with `program | head`: after some lines, nobody reads stdout or stderr any more.
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let first = lines.by_ref().map_while(Result::ok).find(|line| line.starts_with("epoch  1/20"));
    assert!(first.is_some());
    drop((lines, process.stderr.take()));
    // The test harness may fail to write at its end; that is not the run's failure.
    let _ = process.wait().unwrap();
    assert!(folder.path().join("done").exists(), "training ended early");
}
