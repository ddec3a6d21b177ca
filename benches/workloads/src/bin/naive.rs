//! Prediction times of networks with about a thousand parameters, compared with plain loops over arrays: both are timed
//! in turn, and must compute the same. `cargo run --release -p nn-workloads --bin naive`.

use clap::Parser;
use nn::layers::Layer;
use nn::prelude::*;
use nn_workloads::timing::time_both;
use rand::RngExt;
use std::hint::black_box;

#[derive(Parser)]
struct Arguments {
    /// Time for each network, in seconds.
    #[arg(long, default_value_t = 2.0)]
    seconds: f64,
}

network! {
    /// A network with one hidden layer.
    struct Wide {
        fc1: Linear<20, 40>,
        fc2: Linear<40, 4>,
    }
    fn forward(x: Tensor<20>) -> Tensor<4> {
        x.fc1().relu().fc2()
    }
}

network! {
    /// A network with layers of sixteen units.
    struct Deep {
        fc1: Linear<15, 16>,
        fc2: Linear<16, 16>,
        fc3: Linear<16, 16>,
        fc4: Linear<16, 12>,
    }
    fn forward(x: Tensor<15>) -> Tensor<12> {
        x.fc1().relu().fc2().relu().fc3().relu().fc4()
    }
}

network! {
    /// A regression network whose sizes no vector length divides.
    struct Odd {
        fc1: Linear<1, 17>,
        fc2: Linear<17, 51>,
        fc3: Linear<51, 1>,
    }
    fn forward(x: Tensor<1>) -> Tensor<1> {
        x.fc1().relu().fc2().relu().fc3()
    }
}

/// A dense layer without the framework.
struct Dense<const IN: usize, const OUT: usize> {
    weight: [[f32; OUT]; IN],
    bias: [f32; OUT],
}

impl<const IN: usize, const OUT: usize> Dense<IN, OUT> {
    /// Takes the parameters of the layer from the iterator: the weight, then the bias.
    fn take(parameters: &mut impl Iterator<Item = f32>) -> Self {
        let mut next = || parameters.next().expect("the network has as many parameters");
        Self { weight: std::array::from_fn(|_| std::array::from_fn(|_| next())), bias: std::array::from_fn(|_| next()) }
    }

    #[allow(clippy::needless_range_loop)]
    fn forward(&self, x: &[f32; IN]) -> [f32; OUT] {
        let mut y = self.bias;
        for i in 0..IN {
            for j in 0..OUT {
                y[j] += x[i] * self.weight[i][j];
            }
        }
        y
    }
}

fn relu<const WIDTH: usize>(x: [f32; WIDTH]) -> [f32; WIDTH] {
    x.map(|x| x.max(0.0))
}

/// The same network as loops over arrays.
trait Naive<const IN: usize, const OUT: usize> {
    fn take(parameters: &mut impl Iterator<Item = f32>) -> Self;
    fn predict(&self, x: &[f32; IN]) -> [f32; OUT];
}

struct NaiveWide(Dense<20, 40>, Dense<40, 4>);

impl Naive<20, 4> for NaiveWide {
    fn take(from: &mut impl Iterator<Item = f32>) -> Self {
        Self(Dense::take(from), Dense::take(from))
    }

    fn predict(&self, x: &[f32; 20]) -> [f32; 4] {
        self.1.forward(&relu(self.0.forward(x)))
    }
}

struct NaiveDeep(Dense<15, 16>, Dense<16, 16>, Dense<16, 16>, Dense<16, 12>);

impl Naive<15, 12> for NaiveDeep {
    fn take(from: &mut impl Iterator<Item = f32>) -> Self {
        Self(Dense::take(from), Dense::take(from), Dense::take(from), Dense::take(from))
    }

    fn predict(&self, x: &[f32; 15]) -> [f32; 12] {
        let h = relu(self.1.forward(&relu(self.0.forward(x))));
        self.3.forward(&relu(self.2.forward(&h)))
    }
}

struct NaiveOdd(Dense<1, 17>, Dense<17, 51>, Dense<51, 1>);

impl Naive<1, 1> for NaiveOdd {
    fn take(from: &mut impl Iterator<Item = f32>) -> Self {
        Self(Dense::take(from), Dense::take(from), Dense::take(from))
    }

    fn predict(&self, x: &[f32; 1]) -> [f32; 1] {
        self.2.forward(&relu(self.1.forward(&relu(self.0.forward(x)))))
    }
}

fn compare<const IN: usize, const OUT: usize, In, Out, Net, Plainly>(name: &str, seconds: f64)
where
    In: Dim,
    Out: Dim,
    Net: Network<In = (In,), Elem = f32> + Layer<(In,), f32, Out = (Out,)>,
    Plainly: Naive<IN, OUT>,
{
    let network = Net::new(1);
    let naive = Plainly::take(&mut network.as_slice().iter().copied());
    let mut rng = nn::init::rng(1);
    let numbers: [f32; IN] = std::array::from_fn(|_| rng.random_range(-1.0..1.0));
    let (mut x, mut y) = (Tensor::<(dim![1], In)>::zeros(), Tensor::<(dim![1], Out)>::zeros());
    x.as_mut_slice().copy_from_slice(&numbers);
    let mut scratch = nn::parameters::zeroed();
    network.predict::<dim![1]>(&x, &mut y, &mut scratch);
    let expected = naive.predict(&numbers);
    assert!(y.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-5), "{y:?} {expected:?}");
    let [by_network, by_hand] = time_both(
        seconds,
        || {
            black_box(&*network).predict::<dim![1]>(black_box(&x), &mut y, &mut scratch);
            black_box(&y);
        },
        || _ = black_box(black_box(&naive).predict(black_box(&numbers))),
    );
    let ratio = by_network.median / by_hand.median;
    println!(
        "{name:22}  {:10}  {:9.1} ns  {:9.1} ns  {ratio:5.2}",
        network.as_slice().len(),
        1e3 * by_network.median,
        1e3 * by_hand.median
    );
}

fn main() {
    let Arguments { seconds } = Arguments::parse();
    println!("{:22}  {:>10}  {:>12}  {:>12}  {:>5}", "", "parameters", "by network!", "by hand", "ratio");
    compare::<20, 4, _, _, Wide, NaiveWide>("MLP 20-40-4", seconds);
    compare::<15, 12, _, _, Deep, NaiveDeep>("MLP 15-16-16-16-12", seconds);
    compare::<1, 1, _, _, Odd, NaiveOdd>("MLP 1-17-51-1", seconds);
}
