//! Compares the steps of a network with the whole network, bit by bit at the baseline level, and with several steps at once. The
//! generated programs include this file.

use nn::layers::{Layer, Streaming};
use nn::parameters::zeroed;
use nn::signal::{Elements, Signal};
use nn::simd::{Level, set_level};
use nn::{Dim, Network, Parameters, Stream, StreamingNetwork, dim};
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

type Step<Net> = <Net as Streaming<<Net as Network>::In, f32>>::Step;
type StepOut<Net> = <Net as Streaming<<Net as Network>::In, f32>>::StepOut;
type Out<Net> = <Net as Layer<<Net as Network>::In, f32>>::Out;

/// The axes of time of inputs or outputs, without the batch; `None` for one without time.
pub(crate) type Axes = &'static [Option<usize>];

/// The elements of a part of a tensor: these steps along an axis, or all of them.
fn part<T: Copy>(all: &[T], batch: usize, dims: &[usize], axis: Option<usize>, times: Range<usize>) -> Vec<T> {
    let Some(axis) = axis else { return all.to_vec() };
    let (outer, inner) = (batch * dims[..axis].iter().product::<usize>(), dims[axis + 1..].iter().product::<usize>());
    let steps = |i: usize| &all[(i * dims[axis] + times.start) * inner..][..times.len() * inner];
    (0..outer).flat_map(steps).copied().collect()
}

/// Copies these steps of the input of a network to a signal of as many steps.
fn copy<Net, Steps: Signal, B: Dim>(
    x: &<Net::In as Signal>::Owned<B, f32>,
    axes: Axes,
    times: Range<usize>,
    to: &mut Steps::Owned<B, f32>,
) where
    Net: Network<Elem = f32>,
{
    let whole = Net::In::to_parts::<B, f32>(Net::In::by_ref(x));
    let steps = Steps::to_parts_mut::<B, f32>(Steps::by_mut(to));
    let parts = whole.into_iter().flatten().zip(steps.into_iter().flatten());
    for (((from, to), dims), &axis) in parts.zip(Net::In::DIMS).zip(axes) {
        match (from, to) {
            (Elements::Floats(from), Elements::Floats(to)) => {
                to.copy_from_slice(&part(from, B::SIZE, dims, axis, times.clone()))
            }
            (Elements::Indices(from), Elements::Indices(to)) => {
                to.copy_from_slice(&part(from, B::SIZE, dims, axis, times.clone()))
            }
            _ => panic!("a step has the elements of the sequence"),
        }
    }
}

/// Selects a level for the whole process, until the guard is dropped.
pub(crate) fn at(level: Level) -> MutexGuard<'static, ()> {
    static LEVEL: Mutex<()> = Mutex::new(());
    let alone = LEVEL.lock().unwrap_or_else(PoisonError::into_inner);
    set_level(level);
    alone
}

/// Fills the tensors of a signal with values from -1 to 1, and with indices.
fn fill<S: Signal, B: Dim>(owned: &mut S::Owned<B, f32>, seed: usize) {
    let parts = S::to_parts_mut::<B, f32>(S::by_mut(owned));
    for (number, (part, below)) in parts.into_iter().flatten().zip(S::INDICES).enumerate() {
        let at = |i: usize| (i + 1) * (2 * seed + 2 * number + 7919) % 10_007;
        match part {
            Elements::Floats(floats) => {
                floats.iter_mut().enumerate().for_each(|(i, x)| *x = at(i) as f32 / 5003.5 - 1.0)
            }
            Elements::Indices(indices) => {
                indices.iter_mut().enumerate().for_each(|(i, x)| *x = (at(i) % below.unwrap_or(1)) as u32)
            }
        }
    }
}

/// Computes all steps of a batch, and compares each with the whole network.
fn compare<Net, B: Dim>(
    net: &Net,
    axes: [Axes; 2],
    steps: usize,
    is_same: impl Fn(f32, f32) -> bool,
) -> Result<(), String>
where
    Net: StreamingNetwork + Network<Elem = f32>,
{
    let (batch, [axes_in, axes_out]) = (B::SIZE, axes);
    let mut x = zeroed::<<Net::In as Signal>::Owned<B, f32>>();
    fill::<Net::In, B>(&mut x, 5);
    let mut y = zeroed::<<Out<Net> as Signal>::Owned<B, f32>>();
    net.predict::<B>(
        Net::In::by_ref(&x),
        Out::<Net>::by_mut(&mut y),
        &mut zeroed::<<Net as Layer<Net::In, f32>>::Scratch<B>>(),
    );
    let mut stream = Stream::<Net, B>::boxed();
    let mut x_step = zeroed::<<Step<Net> as Signal>::Owned<B, f32>>();
    let mut y_step = zeroed::<<StepOut<Net> as Signal>::Owned<B, f32>>();
    for time in 0..steps {
        copy::<Net, Step<Net>, B>(&x, axes_in, time..time + 1, &mut x_step);
        let written = StepOut::<Net>::by_mut(&mut y_step);
        stream.step_into(net, Step::<Net>::by_ref(&x_step), written).expect("the sequence has not ended");
        let whole = Out::<Net>::to_parts::<B, f32>(Out::<Net>::by_ref(&y));
        let step = StepOut::<Net>::to_parts::<B, f32>(StepOut::<Net>::by_ref(&y_step));
        let parts = whole.into_iter().flatten().zip(step.into_iter().flatten());
        for (((all, step), dims), &axis) in parts.zip(Out::<Net>::DIMS).zip(axes_out) {
            let (all, step) = (all.floats().unwrap(), step.floats().unwrap());
            let expected = part(all, batch, dims, axis, time..time + 1);
            assert_eq!(expected.len(), step.len());
            // An output without time is that of the last step.
            if axis.is_some() || time + 1 == steps {
                let differ = expected.iter().zip(step).find(|&(&a, &b)| !is_same(a, b));
                if let Some((a, b)) = differ {
                    return Err(format!("step {time}, batch {batch}: {b} instead of {a}"));
                }
                if !expected.iter().all(|y| y.is_finite()) || expected.iter().all(|y| *y == 0.0) {
                    return Err(format!("step {time}, batch {batch}: {expected:?} shows nothing"));
                }
            }
        }
    }
    let ended = stream.step_into(net, Step::<Net>::by_ref(&x_step), StepOut::<Net>::by_mut(&mut y_step));
    match (ended.is_err(), Stream::<Net>::CAPACITY) {
        (true, Some(capacity)) if capacity == steps => Ok(()),
        (false, None) => Ok(()),
        (has_ended, capacity) => Err(format!("step {steps} is an error: {has_ended}; the capacity is {capacity:?}")),
    }
}

/// Compares a step after two at once with a step after two steps, bit by bit.
fn prefill<Net, B: Dim>(net: &Net, axes: Axes) -> Result<(), String>
where
    Net: StreamingNetwork + Network<Elem = f32>,
{
    let mut x = zeroed::<<Net::In as Signal>::Owned<B, f32>>();
    fill::<Net::In, B>(&mut x, 5);
    let mut both = zeroed::<<Net::Steps<dim![2]> as Signal>::Owned<B, f32>>();
    copy::<Net, Net::Steps<dim![2]>, B>(&x, axes, 0..2, &mut both);
    let mut one = zeroed::<<Step<Net> as Signal>::Owned<B, f32>>();
    let (mut stream, mut prefilled) = (Stream::<Net, B>::boxed(), Stream::<Net, B>::boxed());
    let mut y = zeroed::<<StepOut<Net> as Signal>::Owned<B, f32>>();
    for time in 0..2 {
        copy::<Net, Step<Net>, B>(&x, axes, time..time + 1, &mut one);
        y = stream.step(net, Step::<Net>::by_ref(&one)).map_err(|ended| ended.to_string())?;
    }
    let steps = <Net::Steps<dim![2]> as Signal>::by_ref(&both);
    let mut found = prefilled.prefill(net, steps).map_err(|ended| ended.to_string())?;
    for _ in 0..2 {
        let [expected, found_parts] =
            [&y, &found].map(|y| StepOut::<Net>::to_parts::<B, f32>(StepOut::<Net>::by_ref(y)));
        if expected != found_parts || stream.steps() != prefilled.steps() {
            return Err(format!("after {} steps at once: {found_parts:?} instead of {expected:?}", prefilled.steps()));
        }
        // A sequence of two steps has ended.
        match [&mut stream, &mut prefilled].map(|stream| stream.step(net, Step::<Net>::by_ref(&one))) {
            [Ok(next), Ok(next_found)] => (y, found) = (next, next_found),
            [Err(_), Err(_)] => break,
            _ => return Err("only one of both sequences has ended".into()),
        }
    }
    let is_full = Stream::<Net, B>::CAPACITY.is_some_and(|capacity| prefilled.steps() as usize + 2 > capacity);
    match prefilled.prefill(net, steps).is_err() == is_full {
        true => Ok(()),
        false => Err(format!("the end after {} steps", prefilled.steps())),
    }
}

/// Checks the steps of one and of three sequences, bit by bit at the baseline level, and within this error at the widest one, which
/// rounds differently for one row than for many.
pub(crate) fn check<Net>(axes: [Axes; 2], steps: usize, error: f32) -> Result<(), String>
where
    Net: StreamingNetwork + Network<Elem = f32>,
{
    let mut net = Net::new(3);
    // Biases and stored tensors that are 0 would hide mistakes.
    let all = Parameters::<f32>::as_mut_slice(&mut *net);
    all.iter_mut().enumerate().for_each(|(i, w)| *w += ((i * 7919 % 1009) as f32 / 1009.0 - 0.5) / 8.0);
    let usual = Level::all().next().expect("there is the baseline");
    let alone = at(usual);
    let near = |a: f32, b: f32| (a - b).abs() <= error * a.abs().max(1.0);
    compare::<Net, dim![1]>(&net, axes, steps, near)?;
    compare::<Net, dim![3]>(&net, axes, steps, near)?;
    drop(alone);
    let _alone = at(Level::BASELINE);
    let is_same = |a: f32, b: f32| a.to_bits() == b.to_bits();
    compare::<Net, dim![1]>(&net, axes, steps, is_same)?;
    compare::<Net, dim![3]>(&net, axes, steps, is_same)?;
    prefill::<Net, dim![3]>(&net, axes[0])
}
