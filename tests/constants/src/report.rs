//! The output for each network.

use nn::dim::{N, Natural};
use nn::graph::fingerprint;
use nn::int8::{Calibration, Int8Field, Quantized};
use nn::optim::{Adam, Sgd};
use nn::parameters::zeroed;
use nn::signal::{Elements, Signal};
use nn::{Dim, Float, Network, Session};

/// The associated constants with these names.
macro_rules! constants {
    ($network:ident: $($name:ident)*) => {
        $(println!("  {} {}", stringify!($name), $network::$name);)*
    };
}
pub(crate) use constants;

/// Batch sizes: one, which has specialised kernels; a few; and many.
type One = N<1>;
type Few = N<3>;
type Many = N<32>;

/// The constants of every network, whatever its name.
pub(crate) fn common_constants<Net: Network>() {
    println!("  fingerprint {:016x}", fingerprint::<Net>());
    let graph = &Net::GRAPH;
    println!("  GRAPH {} {:?} {:?} {:?}", graph.name, graph.inputs, graph.input_dims, graph.input_indices);
    Net::LAYOUT.for_each(|part| {
        println!("  LAYOUT {}@{} {:?} {:?} {:?}", part.name, part.offset, part.dims, part.role, part.orientation);
    });
    println!("  layout of {}, {} trainable", Net::LAYOUT.size(), Net::LAYOUT.trainable());
    graph.nodes.iter().for_each(|node| println!("  NODE {node:?}"));
    println!("  OUTPUTS {:?} {:?}", graph.outputs, graph.output_dims);
    sizes::<Net, One>();
    sizes::<Net, Many>();
}

fn sizes<Net: Network, B: Dim>() {
    type Trained<Net, B> = Session<Net, Adam, B>;
    let bytes = [size_of::<Net::Scratch<B>>(), size_of::<Net::Saved<B>>(), Trained::<Net, B>::TRAIN_BYTES];
    println!("  batches of {}: scratch, saved, session {bytes:?}", B::SIZE);
    println!("  batches of {}: WORKSPACE_BYTES {}", B::SIZE, Trained::<Net, B>::WORKSPACE_BYTES);
}

/// The constants of every int8 network.
pub(crate) fn int8_constants<Net: Quantized>() {
    println!("  NAME {}", Net::NAME);
    for Int8Field { name, offset, tensors } in Net::FIELDS {
        println!("  FIELD {name}@{offset} {tensors:?}");
    }
    let sizes = [size_of::<Net>(), size_of::<Net::Scratch<One>>(), size_of::<Net::Scratch<Many>>()];
    println!("  bytes, scratch for {} and {}: {sizes:?}", One::SIZE, Many::SIZE);
}

/// A pseudorandom number from 0 to 1.
fn unit(i: usize) -> f64 {
    f64::from((i as u32).wrapping_mul(2_654_435_769) >> 8) / f64::from(1 << 24)
}

/// A pseudorandom batch of samples, or of gradients.
fn batch<S: Signal, B: Dim, T: Float>() -> Box<S::Owned<B, T>> {
    let mut owned = zeroed::<S::Owned<B, T>>();
    for (part, bound) in S::to_parts_mut::<B, T>(S::by_mut(&mut owned)).into_iter().flatten().zip(S::INDICES) {
        match part {
            Elements::Floats(numbers) => {
                numbers.iter_mut().enumerate().for_each(|(i, number)| *number = T::from_f64(2.0 * unit(i) - 1.0));
            }
            Elements::Indices(indices) => {
                let bound = bound.expect("indices have a bound") as f64;
                indices.iter_mut().enumerate().for_each(|(i, index)| *index = (bound * unit(i)) as u32);
            }
        }
    }
    owned
}

/// FNV-1a of 64 bits over the bits of numbers.
fn digest<T: Float>(numbers: &[T]) -> u64 {
    let bytes = numbers.iter().flat_map(|number| number.to_bits().to_le_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Digests of the tensors of an output.
fn outputs<S: Signal, B: Dim, T: Float>(y: S::Ref<'_, B, T>) -> String {
    let tensors = S::to_parts::<B, T>(y).into_iter().flatten().filter_map(Elements::floats);
    tensors.map(|numbers| format!(" {:016x}", digest(numbers))).collect()
}

/// The bits of the initial parameters, and of the predictions with them.
pub(crate) fn predictions<Net: Network>() {
    println!("  initialised to {:016x}", digest(Net::new(1).as_slice()));
    predicted::<Net, One>();
    predicted::<Net, Few>();
    predicted::<Net, Many>();
}

fn predicted<Net: Network, B: Dim>() {
    let (network, x) = (Net::new(1), batch::<Net::In, B, Net::Elem>());
    let mut y = zeroed::<<Net::Out as Signal>::Owned<B, Net::Elem>>();
    network.predict::<B>(Net::In::by_ref(&x), Net::Out::by_mut(&mut y), &mut zeroed::<Net::Scratch<B>>());
    println!("  predicts for {}:{}", B::SIZE, outputs::<Net::Out, B, Net::Elem>(Net::Out::by_ref(&y)));
}

/// The bits of a network after a few training steps.
pub(crate) fn training<Net: Network>() {
    trained::<Net, One>();
    trained::<Net, Many>();
}

fn trained<Net: Network, B: Dim>() {
    let (x, dy) = (batch::<Net::In, B, Net::Elem>(), batch::<Net::Out, B, Net::Elem>());
    let mut session = Session::<Net, Sgd, B>::new(Sgd::new(0.01), 1);
    for step in 1..=2 {
        session.forward(Net::In::by_ref(&x));
        let y = outputs::<Net::Out, B, Net::Elem>(session.output());
        session.backward(Net::In::by_ref(&x), Net::Out::by_ref(&dy));
        let gradient = digest(session.gradient.as_slice());
        session.update();
        let network = digest(session.network.as_slice());
        println!("  step {step} of {}: output{y}, gradient {gradient:016x}, network {network:016x}", B::SIZE);
    }
}

/// The bits of an int8 network, and of its predictions.
pub(crate) fn quantised<Net: Quantized>() {
    let real = <Net::FloatNetwork as Network>::new(1);
    type In<Net> = <<Net as Quantized>::FloatNetwork as Network>::In;
    let x = batch::<In<Net>, Many, f32>();
    let mut calibration = Calibration::<Net>::new(&real);
    calibration.observe::<Many>(In::<Net>::by_ref(&x));
    let int8 = calibration.build().expect("its values are finite");
    let bytes: Vec<_> = int8.as_bytes().iter().map(|&byte| f32::from(byte)).collect();
    println!("  quantised to {:016x}", digest(&bytes));
    let y = int8.forward::<Many>(In::<Net>::by_ref(&x));
    println!("  predicts for {}:{}", Many::SIZE, outputs::<Net::Out, Many, f32>(Net::Out::by_ref(&y)));
}
