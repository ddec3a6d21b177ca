//! Classification and regression on a CSV table: `cargo run --release --example tabular`.
//!
//! 178 wines of three cultivars, with 13 measurements each (see `examples/data/README.md`). The classification predicts the
//! cultivar from all measurements; the regression predicts the alcohol content from the others, with normalised targets and an
//! error in percent. The normalisers are fitted to the training samples. The last two lines of the output are the results on the
//! test samples.

use nn::data::Normalizer;
use nn::data::csv::Table;
use nn::metrics::{Average, ConfusionMatrix, FBeta, InUnits, MeanAbsoluteError, R2, measure};
use nn::prelude::*;
use std::error::Error;

network! {
    /// Classifies a wine by its cultivar.
    struct Vine {
        fc1: Linear<13, 32>,
        fc2: Linear<_, 3>,
    }
    fn forward(measures: Tensor<13>) -> Tensor<3> {
        measures.fc1().relu().dropout::<0.2>().fc2()
    }
}

network! {
    /// Predicts the alcohol content of a wine.
    struct Alcohol {
        fc1: Linear<12, 32>,
        fc2: Linear<_, 1>,
    }
    fn forward(measures: Tensor<12>) -> Tensor<1> {
        measures.fc1().tanh().fc2()
    }
}

type Batch = dim![16];
const SEED: u64 = 1;
/// The fraction of the samples that is used for training.
const LEARNED: f64 = 0.7;

fn main() -> Result<(), Box<dyn Error>> {
    let table = Table::from_reader(&include_bytes!("data/wine.csv")[..], "wine.csv", Default::default())?;
    let columns = table.columns();
    let (alcohol, others, cultivar) = (&columns[0], &columns[1..13], &columns[13]);
    println!("{} wines: {}\n", table.len(), columns.join(", "));

    let measures = table.numeric(&columns[..13])?;
    let vines = table.classes(cultivar, &["0", "1", "2"])?;
    classify(TensorDataset::new(measures, vines)?)?;

    let measures = table.numeric(others)?;
    let alcohol = table.numeric(&[alcohol])?;
    regress(TensorDataset::new(measures, alcohol)?)
}

fn classify(wines: TensorDataset<shape![13], Indices<dim![3]>>) -> Result<(), Box<dyn Error>> {
    let (train, test) = wines.split(LEARNED, SEED)?;
    let normalizer = Normalizer::fit(&train)?;
    let test = test.normalize(&normalizer).collect()?;
    let loader = Loader::<_, Batch>::new(train.normalize(&normalizer)).shuffle(SEED);
    let session = Session::<Vine, Adam, Batch>::new(Adam::new(5e-3), SEED);
    let mut trainer = Trainer::new(session, loader, CrossEntropy)
        .validate(test.clone())
        .metric(Accuracy::new())
        .metric(FBeta::<dim![3]>::new(1.0, Average::Macro))
        .progress(Progress::Lines);
    trainer.run(15)?.uninterrupted()?;
    let output = trainer.session().network.predict_samples::<Batch>(&test.inputs);
    println!("\n{}\n", ConfusionMatrix::of(&output, &test.targets));
    println!("cultivar: test accuracy {:.3}\n", measure(Accuracy::new(), &output, &test.targets));
    Ok(())
}

fn regress(wines: TensorDataset<shape![12], shape![1]>) -> Result<(), Box<dyn Error>> {
    let (train, test) = wines.split(LEARNED, SEED)?;
    let (measures, percent) = (Normalizer::fit(&train)?, Normalizer::fit_targets(&train)?);
    let test = test.normalize(&measures).normalize_targets(&percent).collect()?;
    let train = train.normalize(&measures).normalize_targets(&percent);
    let loader = Loader::<_, Batch>::new(train).shuffle(SEED);
    let session = Session::<Alcohol, AdamW, Batch>::new(AdamW::new(1e-2).weight_decay(0.1), SEED);
    let mut trainer = Trainer::new(session, loader, Mse)
        .validate(test.clone())
        .metric(InUnits::new(MeanAbsoluteError::new(), &percent))
        .metric(R2::new())
        .early_stopping(10)
        .progress(Progress::Lines);
    trainer.run(200)?.uninterrupted()?;
    let output = trainer.best().predict_samples::<Batch>(&test.inputs);
    let mae = measure(InUnits::new(MeanAbsoluteError::new(), &percent), &output, &test.targets);
    let r2 = measure(R2::new(), &output, &test.targets);
    println!("\nalcohol: mean absolute error {mae:.3} percent, R2 {r2:.3}");
    Ok(())
}
