//! A training step and a prediction allocate nothing.

#![allow(missing_docs)]

use nn::layers::{Layer, Scan};
use nn::optim::{Ema, Optimizer};
use nn::parameters::zeroed;
use nn::prelude::*;
use nn::signal::Signal;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// Counts the allocations of the current thread.
struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

fn count_one() {
    COUNT.with(|count| count.set(count.get() + 1));
}

// SAFETY: every call is forwarded to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count_one();
        // SAFETY: the caller upholds the contract.
        unsafe { System.alloc(layout) }
    }
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count_one();
        // SAFETY: the caller upholds the contract.
        unsafe { System.alloc_zeroed(layout) }
    }
    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count_one();
        // SAFETY: the caller upholds the contract.
        unsafe { System.realloc(memory, layout, size) }
    }
    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller upholds the contract.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(work: impl FnOnce()) -> usize {
    let before = COUNT.with(Cell::get);
    work();
    COUNT.with(Cell::get) - before
}

network! {
    struct Block {
        fc: Linear<32, 32>,
    }
    fn forward(x: Tensor<32>) -> Tensor<32> {
        x + x.fc().tanh()
    }
}

network! {
    struct Everything {
        fc1: Linear<64, 32>,
        blocks: [Block; 3],
        side: Linear<4, 8>,
        fc2: Linear<_, 10>,
        value: Linear<32, 1>,
    }
    fn forward(image: Tensor<8, 8>, extra: Tensor<4>) -> (Tensor<10>, Tensor<1>) {
        let h = image.flatten().fc1().leaky_relu();
        let h = h + h.blocks().relu();
        (concat(h, extra.side().sigmoid()).fc2(), h.value())
    }
}

fn steps<O: Optimizer>(optimizer: O) {
    let mut session = Session::<Everything, O, dim![16]>::new(optimizer, 1);
    let images = Tensor::<shape![16, 8, 8]>::full(0.5);
    let extra = Tensor::<shape![16, 4]>::full(0.25);
    let labels = Tensor::<shape![16], Class<dim![10]>>::zeros();
    let values = Tensor::<shape![16, 1]>::zeros();
    let weights = Tensor::<shape![10]>::full(0.5);
    let loss = (CrossEntropy.label_smoothing(0.1).weight(&weights), Mse.reduction(Reduction::Sum));
    // A tuple whose batches accumulate.
    let mean = (CrossEntropy.label_smoothing(0.1).weight(&weights).reduction(Reduction::BatchMean), Mse);
    session.clip = Clip::Norm(1.0);
    session.freeze(&["fc1", "blocks.1.fc.bias"]).unwrap();
    let mut average = Ema::new(&session.network, 0.99);
    let (mut dimages, mut dextra) = (images.clone(), extra.clone());
    let (dlabels, dvalues) = (Tensor::<shape![16, 10]>::full(0.1), Tensor::<shape![16, 1]>::full(0.1));
    // The first step lets this thread's matrix product allocate its buffer.
    session.step((&images, &extra), &loss, (&labels, &values));
    let count = allocations(|| {
        for _ in 0..10 {
            session.step((&images, &extra), &loss, (&labels, &values));
            session.accumulate((&images, &extra), &mean, (&labels, &values));
            session.accumulate((&images, &extra), &mean, (&labels, &values));
            session.update();
            session.input_gradient((&images, &extra), &loss, (&labels, &values), (&mut dimages, &mut dextra));
            session.forward((&images, &extra));
            session.backward((&images, &extra), (&dlabels, &dvalues));
            session.update();
            average.update(&session.network);
        }
    });
    assert_eq!(count, 0, "ten steps allocated");
}

#[test]
fn steps_allocate_nothing() {
    steps(Sgd::new(0.01));
    steps(Momentum::new(0.01, 0.9));
    steps(Adam::new(0.001));
    steps(AdamW::new(0.001));
    steps(AmsGrad::new(0.001).l2(0.01));
    steps(RmsProp::new(0.001));
    steps(Adagrad::new(0.001));
    steps(Lion::new(0.001).weight_decay(0.1));
    steps(Adadelta::new(0.1));
    steps(Adafactor::new(0.001).l2(0.01));
    steps(Adamax::new(0.001));
    steps(Asgd::new(0.001));
    steps(Muon::new(0.001));
    steps(NAdam::new(0.001));
    steps(RAdam::new(0.001));
    steps(RmsPropMomentum::new(0.001, 0.9).centered());
    steps(Rprop::new(0.001));
    steps(SparseAdam::new(0.001));
}

#[test]
fn minimizing_allocates_only_the_history() {
    let mut session = Session::<Everything, Sgd, dim![16]>::new(Sgd::new(0.01), 1);
    let images = Tensor::<shape![16, 8, 8]>::full(0.5);
    let extra = Tensor::<shape![16, 4]>::full(0.25);
    let labels = Tensor::<shape![16], Class<dim![10]>>::zeros();
    let values = Tensor::<shape![16, 1]>::full(0.5);
    let loss = (CrossEntropy, Mse);
    let mut lbfgs = Lbfgs::<Everything>::new(0.1).strong_wolfe().max_iter(5).history_size(3);
    let mut minimize = || {
        session.minimize(&mut lbfgs, |session| session.gradients((&images, &extra), &loss, (&labels, &values)));
    };
    minimize();
    assert_eq!(allocations(|| (0..3).for_each(|_| minimize())), 0, "three steps allocated");
}

network! {
    struct Images {
        conv1: Conv2d<2, 12, kernel = 3, padding = 1>,
        conv2: Conv2d<12, 12, kernel = 3, stride = 2, groups = 12>,
        conv3: Conv2d<12, 32, kernel = (1, 3)>,
        up: ConvTranspose2d<32, 4, kernel = 2, stride = 2>,
        fc: Linear<_, 3>,
    }
    fn forward(image: Tensor<2, 12, 12>) -> Tensor<3> {
        let h = image.conv1().relu().conv2().conv3().up();
        h.upsample::<2>().max_pool::<2>().zero_pad::<1>().avg_pool::<2>().global_avg_pool().fc()
    }
}

#[test]
fn convolutions_allocate_nothing() {
    let mut session = Session::<Images, Adam, dim![3]>::new(Adam::new(0.001), 1);
    let images = Tensor::<shape![3, 2, 12, 12]>::full(0.5);
    let labels = Tensor::<shape![3], Class<dim![3]>>::zeros();
    let count = allocations(|| {
        session.step(&images, &CrossEntropy, &labels);
        session.step(&images, &CrossEntropy, &labels);
    });
    assert_eq!(count, 0, "two steps allocated");
}

network! {
    struct Leaky {
        input: Linear<6, 6>,
    }
    fn forward(x: Tensor<6>, h: Tensor<6>) -> (Tensor<6>, Tensor<6>) {
        let h = (x.input() + h * 0.5).tanh();
        (h, h)
    }
}

network! {
    struct Spoken {
        lstm: Lstm<5, 9, layers = 2, bidirectional = true, dropout = 0.1>,
        gru: Gru<18, 6>,
        steps: Scan<Leaky>,
        start: Parameter<6>,
        rnn: Rnn<6, 3, nonlinearity = relu>,
    }
    fn forward(x: Tensor<6, 5>) -> Tensor<3> {
        let (y, _h) = steps(x.lstm().gru(), start);
        let y: Tensor<6, 6> = y;
        y.rnn().select::<0, -1>()
    }
}

#[test]
fn recurrent_layers_allocate_nothing() {
    let mut session = Session::<Spoken, Adam, dim![4]>::new(Adam::new(0.001), 1);
    let (x, labels) = (Tensor::<shape![4, 6, 5]>::full(0.5), Tensor::<shape![4], Class<dim![3]>>::zeros());
    // The first step lets this thread's matrix product allocate its buffer.
    session.step(&x, &CrossEntropy, &labels);
    let mut y = Tensor::<shape![4, 3]>::zeros();
    let mut scratch = zeroed::<<Spoken as Layer<shape![6, 5]>>::Scratch<dim![4]>>();
    let count = allocations(|| {
        session.step(&x, &CrossEntropy, &labels);
        session.step(&x, &CrossEntropy, &labels);
        session.network.predict(&x, &mut y, &mut scratch);
    });
    assert_eq!(count, 0, "two steps and a prediction allocated");
}

network! {
    struct Carried {
        lstm: Lstm<5, 9, layers = 2>,
    }
    fn forward(x: Tensor<6, 5>, h: Tensor<2, 9>, c: Tensor<2, 9>) -> (Tensor<6, 9>, Tensor<2, 9>, Tensor<2, 9>) {
        lstm(x, h, c)
    }
}

#[test]
fn carried_states_allocate_nothing() {
    let mut session = Session::<Carried, Adam, dim![4]>::new(Adam::new(0.001), 1);
    let (x, y) = (Tensor::<shape![4, 6, 5]>::full(0.5), Tensor::<shape![4, 6, 9]>::full(0.1));
    let (mut h, mut c) = (Tensor::<shape![4, 2, 9]>::zeros(), Tensor::<shape![4, 2, 9]>::zeros());
    let mut step = || {
        session.step((&x, &h, &c), &(Mse, (), ()), (&y, (), ()));
        let (_, last_h, last_c) = session.output();
        h.assign(last_h);
        c.assign(last_c);
    };
    // The first step lets this thread's matrix product allocate its buffer.
    step();
    let count = allocations(|| {
        step();
        step();
    });
    assert_eq!(count, 0, "two steps allocated");
}

network! {
    struct Text {
        embed: Embedding<100, 8>,
        topic: Embedding<7, 8>,
        fc: Linear<_, 3>,
    }
    fn forward(words: Tensor<4, Class<100>>, about: Tensor<Class<7>>, x: Tensor<4>) -> Tensor<3> {
        concat(words.embed().flatten(), about.topic(), x).fc()
    }
}

#[test]
fn indices_allocate_nothing() {
    let mut session = Session::<Text, Adam, dim![3]>::new(Adam::new(0.001), 1);
    let words = Tensor::<shape![3, 4], Class<dim![100]>>::from_fn(|[i, j]| Class::new(30 * i + j).unwrap());
    let about = Tensor::<shape![3], Class<dim![7]>>::zeros();
    let (x, labels) = (Tensor::<shape![3, 4]>::full(0.5), Tensor::<shape![3], Class<dim![3]>>::zeros());
    // The first step lets this thread's matrix product allocate its buffer.
    session.step((&words, &about, &x), &CrossEntropy, &labels);
    let count = allocations(|| {
        session.step((&words, &about, &x), &CrossEntropy, &labels);
        session.step((&words, &about, &x), &CrossEntropy, &labels);
    });
    assert_eq!(count, 0, "two steps allocated");
}

#[test]
fn predictions_allocate_nothing() {
    type In = <Everything as Network>::In;
    type Out = <Everything as Layer<In>>::Out;
    let network = Everything::new(1);
    let images = Tensor::<shape![5, 8, 8]>::full(0.5);
    let extra = Tensor::<shape![5, 4]>::full(0.25);
    let mut y = zeroed::<<Out as Signal>::Owned<dim![5], f32>>();
    let mut scratch = zeroed::<<Everything as Layer<In>>::Scratch<dim![5]>>();
    network.predict((&images, &extra), Out::by_mut(&mut y), &mut scratch);
    let count = allocations(|| network.predict((&images, &extra), Out::by_mut(&mut y), &mut scratch));
    assert_eq!(count, 0, "a prediction allocated");
    let z = network.forward(&images, &extra);
    assert_eq!(y.0, z.0);
    assert_eq!(y.1, z.1);
}

#[cfg(feature = "rayon")]
network! {
    struct Large {
        conv: Conv2d<3, 16, kernel = 3, padding = 1>,
        fc: Linear<4096, 128>,
    }
    fn forward(image: Tensor<3, 32, 32>) -> Tensor<128> {
        image.conv().relu().max_pool::<2>().flatten().fc()
    }
}

/// A sampler allocates its memory with the first token.
#[test]
fn sampling_allocates_once() {
    let logits: Vec<f32> = (0..512).map(|i| (i * 37 % 101) as f32 / 10.0).collect();
    let seen: Vec<usize> = (0..100).collect();
    let sampler = || nn::text::Sampler::new(1).repetition_penalty(1.1).unwrap();
    let samplers = [
        sampler(),
        sampler().temperature(0.0).unwrap(),
        sampler().top_k(40).unwrap(),
        sampler().top_p(0.9).unwrap(),
        sampler().temperature(0.7).unwrap().top_k(200).unwrap().top_p(0.9).unwrap(),
    ];
    for mut sampler in samplers {
        assert!(allocations(|| assert!(sampler.sample(&logits, &seen).is_ok())) > 0);
        let more = allocations(|| {
            for _ in 0..20 {
                assert!(sampler.sample(&logits, &seen).is_ok());
            }
        });
        assert_eq!(more, 0);
    }
}

/// In a pool, the calling thread does not allocate either, although its kernels are divided.
#[cfg(feature = "rayon")]
#[test]
fn steps_in_a_thread_pool_allocate_nothing() {
    let mut session = Session::<Large, Adam, dim![32]>::new(Adam::new(0.001), 1);
    let images = Tensor::<shape![32, 3, 32, 32]>::full(0.5);
    let labels = Tensor::<shape![32], Class<dim![128]>>::zeros();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    let divisions = nn::__private::kernels::divisions();
    let count = pool.install(|| {
        session.step(&images, &CrossEntropy, &labels);
        allocations(|| (0..10).for_each(|_| _ = session.step(&images, &CrossEntropy, &labels)))
    });
    assert!(nn::__private::kernels::divisions() > divisions + 100);
    assert_eq!(count, 0, "ten steps allocated");
}

#[test]
fn session_is_one_allocation() {
    let count = allocations(|| {
        let session = Session::<Everything, Adam, dim![16]>::new(Adam::new(0.001), 1);
        assert_eq!(session.steps(), 0);
    });
    assert_eq!(count, 1);
}

#[test]
fn allocator_counts_allocations() {
    assert_eq!(allocations(|| drop(std::hint::black_box(Box::new(1)))), 1);
}

network! {
    struct Padded {
        lstm: Lstm<5, 8, layers = 2, bidirectional = true>,
        gru: Gru<16, 8>,
        out: Linear<8, 3>,
    }
    fn forward(x: Tensor<6, 5>, length: Tensor<Class<7>>) -> Tensor<3> {
        let y = lstm(x, length).gru(length);
        let y = attention(y, y, y, length, heads = 2) * length.sequence_mask::<6>().unsqueeze::<1>();
        y.sum::<0>().out()
    }
}

#[test]
fn lengths_allocate_nothing() {
    let mut session = Session::<Padded, Adam, dim![4]>::new(Adam::new(0.001), 1);
    let (x, labels) = (Tensor::<shape![4, 6, 5]>::full(0.5), Tensor::<shape![4], Class<dim![3]>>::zeros());
    let lengths = Tensor::<shape![4], Class<dim![7]>>::from_fn(|[b]| Class::new(2 * b).unwrap_or_default());
    // The first step lets this thread's matrix product allocate its buffer.
    session.step((&x, &lengths), &CrossEntropy, &labels);
    let mut y = Tensor::<shape![4, 3]>::zeros();
    type In = Tuple<(shape![6, 5], nn::Indices<dim![7]>)>;
    let mut scratch = zeroed::<<Padded as Layer<In>>::Scratch<dim![4]>>();
    let count = allocations(|| {
        session.step((&x, &lengths), &CrossEntropy, &labels);
        session.step((&x, &lengths), &CrossEntropy, &labels);
        session.network.predict((&x, &lengths), &mut y, &mut scratch);
    });
    assert_eq!(count, 0, "two steps and a prediction allocated");
}
