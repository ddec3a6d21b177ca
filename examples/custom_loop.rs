//! A training loop by hand, without a trainer: `cargo run --release --example custom_loop`.
//!
//! The loop needs a few lines around `step`: a schedule, batches from a loader, a metric, an exponential moving average of the
//! weights, and a file with the best network. The data are embedded (see `examples/data/README.md`). The last line of the output is
//! the test accuracy of the averaged weights.

use nn::lr_scheduler::OneCycleLr;
use nn::optim::Ema;
use nn::prelude::*;
use nn::{files, train};
use std::error::Error;

#[path = "data/digits.rs"]
mod data;

network! {
    /// Classifies handwritten digits.
    struct Digits {
        fc1: Linear<64, 128>,
        fc2: Linear<_, 10>,
    }
    fn forward(image: Tensor<64>) -> Tensor<10> {
        image.fc1().relu().dropout::<0.3>().fc2()
    }
}

type Batch = dim![32];
const EPOCHS: u64 = 20;
const LEARNING_RATE: f64 = 1e-2;

fn main() -> Result<(), Box<dyn Error>> {
    let all = data::read()?;
    let learned = Loader::<_, Batch>::new(all.clone().subset(0..1437)).shuffle(1).workers(1);
    let unseen = Loader::<_, Batch>::new(all.subset(1437..1797));
    let schedule = OneCycleLr::new(EPOCHS * learned.batches() as u64);

    println!("{}\n", Digits::summary());
    let mut session = Session::<Digits, AdamW, Batch>::new(AdamW::new(LEARNING_RATE), 1);
    session.clip = Clip::Norm(1.0);
    let mut average = Ema::new(&session.network, 0.98);
    let mut metrics: [train::NetworkMetric<Digits, _>; 1] = [Box::new(Accuracy::new())];
    let path = std::env::temp_dir().join(format!("nn-custom-loop-{}.safetensors", std::process::id()));
    let mut best = 0.0;
    for epoch in 0..EPOCHS {
        let mut loss = 0.0;
        for batch in learned.epoch(epoch) {
            let batch = batch?;
            session.optimizer.lr = LEARNING_RATE * schedule.factor(session.steps());
            let value = session.step_rows(batch.rows(), batch.input(), &CrossEntropy, batch.target());
            loss += f64::from(value) * batch.rows() as f64 / 1437.0;
            average.update(&session.network);
        }
        let test = train::evaluate(&*average.network, &unseen, &CrossEntropy, &mut metrics)?;
        let accuracy = metrics[0].value();
        println!("epoch {:2}  loss {loss:.4}  test loss {test:.4}  test accuracy {accuracy:.4}", epoch + 1);
        if accuracy > best {
            best = accuracy;
            files::save(&*average.network, &path)?;
        }
    }
    let kept: Box<Digits> = files::load(&path)?;
    std::fs::remove_file(&path)?;
    train::evaluate(&*kept, &unseen, &CrossEntropy, &mut metrics)?;
    println!("test accuracy: {:.4}", metrics[0].value());
    Ok(())
}
