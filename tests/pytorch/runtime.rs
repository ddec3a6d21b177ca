//! What the programs of `modules.py` have in common: the tensors of a sample, a pass through its network in evaluation and in
//! training, and the results, which the script compares with PyTorch's.

use nn::layers::Layer;
use nn::losses::{Criterion, Outputs, PositionWeighted, Positionwise, SampleWeighted, Target};
use nn::parameters::zeroed;
use nn::prelude::*;
use nn::shape::{Sample, Shape};
use nn::signal::{Elements, Signal};
use nn::{Float, Parameters};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::str::FromStr;

/// A sample: its tensors by name, and what is computed from them.
pub struct Case {
    tensors: BTreeMap<String, Vec<f64>>,
    results: String,
}

impl Case {
    /// Parses lines of a name and its elements, separated by tabs.
    fn parse(text: &str) -> Self {
        let tensor = |line: &str| {
            let (name, elements) = line.split_once('\t').expect("a name and its elements");
            let elements = elements.split_whitespace().map(|x| f64::from_str(x).expect("a number")).collect();
            (name.to_string(), elements)
        };
        Self { tensors: text.lines().map(tensor).collect(), results: String::new() }
    }

    fn get(&self, name: &str) -> &[f64] {
        self.tensors.get(name).unwrap_or_else(|| panic!("no tensor {name}"))
    }

    fn fill<T: Float>(&self, name: &str, to: &mut [T]) {
        let from = self.get(name);
        assert_eq!(to.len(), from.len(), "the number of elements of {name}");
        to.iter_mut().zip(from).for_each(|(to, &from)| *to = T::from_f64(from));
    }

    pub fn floats<S: Shape, T: Float>(&self, name: &str) -> Box<Tensor<S, T>> {
        let mut tensor = Tensor::<S, T>::zeros();
        self.fill(name, tensor.as_mut_slice());
        tensor
    }

    pub fn classes<S: Shape, C: Dim>(&self, name: &str) -> Box<Tensor<S, Class<C>>> {
        let class = |&index: &f64| Class::new(index as usize).expect("a class");
        Tensor::from_slice(&self.get(name).iter().map(class).collect::<Vec<_>>()).expect("a target per position")
    }

    pub fn labels<S: Shape, C: Dim>(&self, name: &str, ignore_index: i64) -> Box<Tensor<S, Label<C>>> {
        let label = |&index: &f64| Label::from_index(index as i64, ignore_index).expect("a label");
        Tensor::from_slice(&self.get(name).iter().map(label).collect::<Vec<_>>()).expect("a label per position")
    }

    fn put<T: Float>(&mut self, name: &str, elements: &[T]) {
        self.results.push_str(name);
        for (i, element) in elements.iter().enumerate() {
            let separator = if i == 0 { '\t' } else { ' ' };
            write!(self.results, "{separator}{:?}", element.to_f64()).expect("strings are writable");
        }
        self.results.push('\n');
    }

    /// Puts the floating-point tensors of a signal: `name 0`, `name 1`, and so on.
    fn put_parts<S: Signal, B: Dim, T: Float>(&mut self, name: &str, read: S::Ref<'_, B, T>) {
        for (i, part) in S::to_parts::<B, T>(read).into_iter().flatten().enumerate() {
            if let Elements::Floats(elements) = part {
                self.put(&format!("{name} {i}"), elements);
            }
        }
    }

    /// The tensors `name 0`, `name 1` and so on of a signal.
    fn parts<S: Signal, B: Dim, T: Float>(&self, name: &str) -> Box<S::Owned<B, T>> {
        let mut owned = zeroed::<S::Owned<B, T>>();
        for (i, part) in S::to_parts_mut::<B, T>(S::by_mut(&mut owned)).into_iter().flatten().enumerate() {
            let name = format!("{name} {i}");
            match part {
                Elements::Floats(elements) => self.fill(&name, elements),
                Elements::Indices(elements) => {
                    elements.iter_mut().zip(self.get(&name)).for_each(|(to, &from)| *to = from as u32);
                }
            }
        }
        owned
    }

    /// A session of the sample's network, with its parameters, whose updates change running statistics only.
    fn session<Net: Network + Parameters<Net::Elem>, B: Dim>(&self) -> Box<Session<Net, Sgd, B>> {
        let mut session = Session::<Net, Sgd, B>::new(Sgd::new(0.0), 1);
        Net::LAYOUT.for_each(|param| {
            self.fill(&param.name.to_string(), &mut session.network.as_mut_slice()[param.range()]);
        });
        session
    }

    /// Puts the tensors of a network, or of a gradient.
    fn put_tensors<Net: Network + Parameters<Net::Elem>>(&mut self, name: &str, tensors: &Net) {
        Net::LAYOUT.for_each(|param| self.put(&format!("{name} {}", param.name), &tensors.as_slice()[param.range()]));
    }
}

/// The loss whose gradient with respect to the output is its target.
struct Given;

impl<S: Signal, T: Float> Loss<S, T> for Given {
    type Target<'a, B: Dim> = S::Ref<'a, B, T>;

    fn value_of_rows<B: Dim>(&self, _: usize, _: S::Ref<'_, B, T>, _: Self::Target<'_, B>) -> T {
        T::ZERO
    }

    fn gradient_of_rows<B: Dim>(
        &self,
        _: usize,
        _: S::Ref<'_, B, T>,
        target: Self::Target<'_, B>,
        dy: S::Mut<'_, B, T>,
    ) -> T {
        S::copy::<B, T>(target, dy);
        T::ZERO
    }
}

/// The output of a network in evaluation.
fn predict<Net: Network, B: Dim>(network: &Net, x: &<Net::In as Signal>::Owned<B, Net::Elem>) -> Box<Output<Net, B>> {
    let (mut y, mut scratch) = (zeroed::<Output<Net, B>>(), zeroed::<Net::Scratch<B>>());
    network.predict::<B>(Net::In::by_ref(x), Net::Out::by_mut(&mut y), &mut scratch);
    y
}

type Output<Net, B> =
    <<Net as Layer<<Net as Network>::In, <Net as Network>::Elem>>::Out as Signal>::Owned<B, <Net as Network>::Elem>;

/// A module: outputs in evaluation and in training, the gradients by `dy`, and the tensors after the step of training.
pub fn module<Net: Network + Parameters<Net::Elem>, B: Dim>(case: &mut Case) {
    let mut session = case.session::<Net, B>();
    let x = case.parts::<Net::In, B, Net::Elem>("x");
    let dy = case.parts::<Net::Out, B, Net::Elem>("dy");
    let y = predict::<Net, B>(&session.network, &x);
    case.put_parts::<Net::Out, B, Net::Elem>("evaluation y", Net::Out::by_ref(&y));
    let statistics = running_statistics::<Net>();
    if !statistics.is_empty() {
        session.freeze(statistics).expect("they are names of the network");
        gradients(case, &mut session, "evaluation", &x, &Given, Net::Out::by_ref(&dy));
        session.freeze(&[]).expect("no name is unknown");
    }
    gradients(case, &mut session, "training", &x, &Given, Net::Out::by_ref(&dy));
    case.put_parts::<Net::Out, B, Net::Elem>("training y", session.output());
    session.update();
    case.put_tensors("training after", &session.network);
}

/// The names of the running statistics of a network.
fn running_statistics<Net: Network + Parameters<Net::Elem>>() -> &'static [&'static str] {
    let mut names: Vec<&'static str> = Vec::new();
    Net::LAYOUT.for_each(|param| {
        let name = param.name.to_string();
        if name.contains("running_") {
            names.push(name.leak());
        }
    });
    names.leak()
}

/// Sets the gradients of a session, and puts them. Returns the loss.
fn gradients<Net: Network + Parameters<Net::Elem>, B: Dim, L: Loss<Net::Out, Net::Elem>>(
    case: &mut Case,
    session: &mut Session<Net, Sgd, B>,
    mode: &str,
    x: &<Net::In as Signal>::Owned<B, Net::Elem>,
    loss: &L,
    target: L::Target<'_, B>,
) -> Net::Elem {
    let mut dx = zeroed::<<Net::In as Signal>::Owned<B, Net::Elem>>();
    let value = session.input_gradient(Net::In::by_ref(x), loss, target, Net::In::by_mut(&mut dx));
    case.put_parts::<Net::In, B, Net::Elem>(&format!("{mode} dx"), Net::In::by_ref(&dx));
    case.put_tensors(&format!("{mode} d"), &session.gradient);
    value
}

/// A loss with a reduction: its values in evaluation and in training, and its gradients.
pub fn reduced<Net: Network + Parameters<Net::Elem>, B: Dim, L: Loss<Net::Out, Net::Elem>>(
    case: &mut Case,
    loss: &L,
    target: L::Target<'_, B>,
) {
    let mut session = case.session::<Net, B>();
    let x = case.parts::<Net::In, B, Net::Elem>("x");
    let y = predict::<Net, B>(&session.network, &x);
    let value = loss.value::<B>(Net::Out::by_ref(&y), target);
    case.put("evaluation loss", &[value]);
    let value = gradients(case, &mut session, "training", &x, loss, target);
    case.put("training loss", &[value]);
}

/// The losses of each sample; and the gradients of their sum, each times its element of `dy`.
pub fn of_samples<'a, Net, B, L>(
    case: &mut Case,
    loss: &L,
    target: <L::Target as Target<Net::Out, Net::Elem>>::Ref<'a, B>,
    dy: &'a Tensor<(B,), Net::Elem>,
) where
    Net: Network + Parameters<Net::Elem>,
    Net::Out: Outputs,
    B: Dim,
    L: Criterion<Net::Out, Net::Elem> + Copy,
{
    let mut session = case.session::<Net, B>();
    let x = case.parts::<Net::In, B, Net::Elem>("x");
    let y = predict::<Net, B>(&session.network, &x);
    let mut losses = Tensor::<(B,), Net::Elem>::zeros();
    loss.unreduced::<B>(Net::Out::by_ref(&y), target, &mut losses);
    case.put("evaluation loss", losses.as_slice());
    gradients(case, &mut session, "training", &x, &SampleWeighted(*loss), (target, dy));
}

/// The losses of each position; and the gradients of their sum, each times its element of `dy`.
pub fn of_positions<'a, Net, B, L>(
    case: &mut Case,
    loss: &L,
    target: <L::Target as Target<Net::Out, Net::Elem>>::Ref<'a, B>,
    dy: &'a Tensor<<L::Positions as Sample>::Batch<B>, Net::Elem>,
) where
    Net: Network + Parameters<Net::Elem>,
    Net::Out: Outputs,
    B: Dim,
    L: Positionwise<Net::Out, Net::Elem> + Copy,
{
    let mut session = case.session::<Net, B>();
    let x = case.parts::<Net::In, B, Net::Elem>("x");
    let y = predict::<Net, B>(&session.network, &x);
    let mut losses = Tensor::<<L::Positions as Sample>::Batch<B>, Net::Elem>::zeros();
    loss.unreduced_positions::<B>(Net::Out::by_ref(&y), target, &mut losses);
    case.put("evaluation loss", Tensor::as_slice(&losses));
    gradients(case, &mut session, "training", &x, &PositionWeighted(*loss), (target, dy));
}

/// A program, and the indices of the samples that it computes.
pub type Program = (fn(&mut Case), &'static [usize]);

/// Computes samples: reads `INDEX.txt` in the folder that is the first argument, and writes `INDEX.results`, which is the message
/// of the panic if there was one.
pub fn main(programs: &[Program]) {
    let folder = std::env::args().nth(1).expect("the folder of the samples");
    for (program, samples) in programs {
        for sample in *samples {
            let path = |extension: &str| Path::new(&folder).join(format!("{sample}.{extension}"));
            let mut case = Case::parse(&std::fs::read_to_string(path("txt")).expect("the tensors of the sample"));
            let results = match catch_unwind(AssertUnwindSafe(|| program(&mut case))) {
                Ok(()) => case.results,
                Err(panic) => {
                    let message = panic.downcast_ref::<String>().map(String::as_str);
                    let message = message.or_else(|| panic.downcast_ref::<&str>().copied());
                    format!("panic\t{}\n", message.unwrap_or("without a message"))
                }
            };
            std::fs::write(path("results"), results).expect("the folder is writable");
        }
    }
}
