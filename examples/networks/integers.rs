//! Quantises a trained network to integers, and measures its accuracy.

use nn::data::SamplesView;
use nn::int8::Calibration;
use nn::metrics::Metric;
use nn::prelude::*;
use nn::signal::Signal;
use std::error::Error;

/// Returns the network in integers, calibrated on `learned`, and its accuracy on `unseen`, in batches of `B`.
pub(crate) fn quantize<Net, B, C, Learned, Unseen>(
    network: &Net::FloatNetwork,
    learned: Learned,
    unseen: Unseen,
) -> Result<(Box<Net>, f64), Box<dyn Error>>
where
    Net: Quantized<Out = (C,)>,
    B: Dim,
    C: Dim,
    Learned: Dataset<Elem = f32, Input = <Net::FloatNetwork as Network>::In> + 'static,
    Unseen: Dataset<Elem = f32, Input = <Net::FloatNetwork as Network>::In, Target = Indices<C>> + 'static,
{
    let mut calibration = Calibration::<Net>::new(network);
    for batch in Loader::<_, B>::new(learned).epoch(0) {
        calibration.observe::<B>(batch?.input());
    }
    let int8 = calibration.build()?;
    let mut accuracy = Accuracy::new();
    for batch in Loader::<_, B>::new(unseen).epoch(0) {
        let batch = batch?;
        let logits = int8.forward::<B>(batch.input());
        let logits = SamplesView::<(C,), f32>::of_batch::<B>(<(C,)>::by_ref(&logits), batch.rows());
        Metric::<(C,), Indices<C>, f32>::update(
            &mut accuracy,
            logits,
            SamplesView::of_batch::<B>(batch.target(), batch.rows()),
        );
    }
    let accuracy = Metric::<(C,), Indices<C>, f32>::value(&accuracy);
    Ok((int8, accuracy))
}
