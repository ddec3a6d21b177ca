//! Networks with inputs of indices: they learn, can be nested, share their inputs, and return no gradient for indices.

#![allow(missing_docs)]

use nn::Parameters;
use nn::init::Init;
use nn::layers::{Layer, Pass, StepContext};
use nn::parameters::{Gradient, zeroed};
use nn::prelude::*;
use nn::signal::Signal;
use std::collections::HashMap;

/// The letters of `TEXT`, of which the blank is the last one.
const TEXT: &str = "she sells sea shells by the sea shore the shells she sells are sea shells i am sure ";

fn letter(at: usize) -> usize {
    let byte = TEXT.as_bytes()[at % TEXT.len()];
    if byte == b' ' { 26 } else { usize::from(byte - b'a') }
}

type Letters = dim![27];

network! {
    /// Predicts a letter from the four before it (Bengio et al. 2003).
    struct NextLetter {
        embed: Embedding<Letters, 8>,
        hidden: Linear<32, 32>,
        out: Linear<_, Letters>,
    }
    fn forward(letters: Tensor<4, Class<Letters>>) -> Tensor<Letters> {
        letters.embed().flatten().hidden().tanh().out()
    }
}

/// The number of positions at which the best rule on the four preceding letters predicts the letter.
fn best() -> usize {
    let mut counts = HashMap::<[usize; 4], [usize; Letters::SIZE]>::new();
    for at in 0..TEXT.len() {
        counts.entry(std::array::from_fn(|j| letter(at + j))).or_insert([0; Letters::SIZE])[letter(at + 4)] += 1;
    }
    counts.values().filter_map(|next| next.iter().max()).sum()
}

#[test]
fn learns_to_predict_the_next_letter() {
    type Rows = dim![84];
    assert_eq!(TEXT.len(), Rows::SIZE);
    let letters = Tensor::<shape![Rows, 4], Class<Letters>>::from_fn(|[i, j]| Class::new(letter(i + j)).unwrap());
    let next = Tensor::<shape![Rows], Class<Letters>>::from_fn(|[i]| Class::new(letter(i + 4)).unwrap());
    let mut session = Session::<NextLetter, Adam, Rows>::new(Adam::new(0.01), 1);
    let right = |network: &NextLetter| {
        let predicted = network.forward(&letters).argmax_rows();
        predicted.iter().zip(&*next).filter(|&(&class, label)| class == label.index()).count()
    };
    let before = right(&session.network);
    for _ in 0..300 {
        session.step(&letters, &CrossEntropy, &next);
    }
    let (after, best) = (right(&session.network), best());
    assert!(before < 20, "{before} of 84 are correct before training");
    assert!(after + 1 >= best, "{after} are correct, of {best} by the best rule");
    assert!(best > 70);
}

network! {
    /// Two embeddings of the same words, one of them also of a second input; and a floating-point input.
    #[dtype(f64)]
    struct Tables<V: Dim> {
        embed: Embedding<V, 3>,
        weigh: Embedding<_, 1, init = nn::init::Zeros>,
        out: Linear<8, 2>,
    }
    fn forward(words: Tensor<2, Class<V>>, topic: Tensor<Class<V>>, x: Tensor<2>, _day: Tensor<Class<7>>) -> Tensor<2> {
        let values: Tensor<2, 3> = words.embed();
        let weights = words.weigh().flatten();
        let topic = topic;
        let topic = topic.embed();
        let h = concat(values.permute::<1, 0>().global_avg_pool(), weights * x);
        concat(h, topic).out()
    }
}

type Words = dim![5];
type TablesInput = Tuple<(Indices<Words, shape![2]>, Indices<Words>, shape![2], Indices<dim![7]>)>;

#[test]
fn gradients_of_shared_tables_are_correct() {
    for seed in 0..5 {
        nn::gradient_check::check_layer::<TablesInput, dim![3], _>(&mut *zeroed::<Tables<Words>>(), seed);
    }
}

#[test]
fn signal_and_constants_match_declaration() {
    fn has_input<A, B>()
    where
        A: Signal,
        B: Network<In = A>,
    {
    }
    has_input::<TablesInput, Tables<Words>>();
    has_input::<Indices<Letters, shape![4]>, NextLetter>();
    assert_eq!(Tables::<Words>::PARAMETERS, 5 * 3 + 5 + 8 * 2 + 2);
    // A row is copied: only the other layer multiplies.
    assert_eq!(Tables::<Words>::MACS, 8 * 2);
    assert!(Tables::<Words>::new(1).weigh.weight.iter().all(|&weight| weight == 0.0));
}

/// `input_gradient` also has an argument for the gradient of an input of indices, and leaves it unchanged.
#[test]
fn indices_receive_no_gradient() {
    let words = Tensor::<shape![1, 2], Class<Words>>::new([[1, 4].map(|word| Class::new(word).unwrap())]);
    let topic = Tensor::<shape![1], Class<Words>>::new([Class::new(1).unwrap()]);
    let (x, day) = (Tensor::<shape![1, 2], f64>::full(0.5), Tensor::<shape![1], Class<dim![7]>>::zeros());
    let mut session = Session::<Tables<Words>, Sgd, dim![1]>::new(Sgd::new(0.1), 3);
    session.network.weigh.weight.as_mut_slice().fill(1.0);
    let (mut dwords, mut dtopic, mut dx, mut dday) = (words.to_boxed(), topic.to_boxed(), x.clone(), day.clone());
    let target = Tensor::<shape![1, 2], f64>::zeros();
    let inputs = (&words, &topic, &*x, &*day);
    session.input_gradient(inputs, &Mse, &target, (&mut *dwords, &mut *dtopic, &mut *dx, &mut *dday));
    assert_eq!((&words, &topic, &day), (&*dwords, &*dtopic, &dday));
    assert!(dx.iter().all(|&dx| dx != 0.5 && dx != 0.0));
    // Only the rows that were read have a gradient.
    let has_gradient: Vec<_> =
        session.gradient.embed.weight.rows().map(|row| row.iter().any(|&dw| dw != 0.0)).collect();
    assert_eq!(has_gradient, [false, true, false, false, true]);
    let has_gradient: Vec<_> = session.gradient.weigh.weight.iter().map(|&dw| dw != 0.0).collect();
    assert_eq!(has_gradient, [false, true, false, false, true]);
}

type Vocabulary = dim![27];

network! {
    /// The two layers of [`NextLetter`] after its embedding.
    struct Head {
        hidden: Linear<32, 32>,
        out: Linear<_, 27>,
    }
    fn forward(letters: Tensor<32>) -> Tensor<27> {
        letters.hidden().tanh().out()
    }
}

network! {
    /// An embedding with named sizes.
    struct Table<V: Dim> {
        embed: Embedding<V, 8>,
    }
    fn forward(letters: Tensor<4, Class<V>>) -> Tensor<4, 8> {
        letters.embed()
    }
}

network! {
    /// Two nested networks that form [`NextLetter`].
    struct Nested {
        table: Table<27>,
        head: Head,
    }
    fn forward(letters: Tensor<4, Class<Vocabulary>>) -> Tensor<27> {
        letters.table().flatten().head()
    }
}

network! {
    /// Has inputs of indices and of floating point, and reads the same indices twice.
    struct Both {
        embed: Embedding<27, 8>,
        other: Embedding<Vocabulary, 8>,
    }
    fn forward(letters: Tensor<4, Class<27>>, again: Tensor<4, Class<27>>, x: Tensor<4, 8>) -> Tensor<4, 8> {
        letters.embed() * again.other() + x
    }
}

network! {
    struct NestedBoth<V: Dim> {
        both: Both,
        table: Table<V>,
    }
    fn forward(letters: Tensor<4, Class<27>>, words: Tensor<4, Class<V>>) -> Tensor<4, 8> {
        let x = words.table();
        both(letters, letters, x) + x
    }
}

/// The output of a network with these parameters, and the gradient of all parameters.
fn run<Net>(numbers: &[f32], letters: &Tensor<shape![3, 4], Class<Letters>>) -> [Vec<f32>; 2]
where
    Net: Layer<Indices<Letters, shape![4]>, Out = shape![27]> + Parameters,
{
    let (mut network, mut gradient) = (zeroed::<Net>(), zeroed::<Net>());
    network.as_mut_slice().copy_from_slice(numbers);
    let mut saved = zeroed::<Net::Saved<dim![3]>>();
    let mut y = Tensor::<shape![3, 27]>::zeros();
    let dy = Tensor::<shape![3, 27]>::from_fn(|[i, j]| ((i * 7 + j) as f32).sin());
    network.forward_train(letters, &mut y, &mut saved, StepContext::default());
    let pass = Pass { x: letters, y: &*y, saved: &mut *saved, dy: &*dy };
    network.backward(pass, (), Gradient::set(&mut gradient), StepContext::default());
    [y.as_slice().to_vec(), gradient.as_slice().to_vec()]
}

#[test]
fn nested_network_accepts_indices() {
    let letters = Tensor::<shape![3, 4], Class<Letters>>::from_fn(|[i, j]| Class::new(letter(5 * i + j)).unwrap());
    let flat = NextLetter::new(7);
    let expected = run::<NextLetter>(flat.as_slice(), &letters);
    assert_eq!(run::<Nested>(flat.as_slice(), &letters), expected);
    assert!(expected[1].iter().any(|&number| number != 0.0));
    type NestedInput = Tuple<(Indices<dim![27], shape![4]>, Indices<dim![9], shape![4]>)>;
    assert_eq!(<NestedBoth<dim![9]> as Network>::GRAPH.nodes.len(), 3);
    let network = NestedBoth::<dim![9]>::new(1);
    let words = Tensor::<shape![3, 4], Class<dim![9]>>::zeros();
    let y = network.forward(&letters, &words);
    for (row, letters) in y.rows().zip(letters.rows()) {
        let x = &network.table.embed.weight;
        for (place, letter) in letters.iter().enumerate() {
            let both = &network.both;
            let product = both.embed.weight[[letter.index(), 0]] * both.other.weight[[letter.index(), 0]];
            assert_eq!(row[[place, 0]], product + x[[0, 0]] + x[[0, 0]]);
        }
    }
    fn has_input<In: Signal, Net: Network<In = In>>() {}
    has_input::<NestedInput, NestedBoth<dim![9]>>();
}

/// One-hot vectors: a custom layer with an input of indices.
#[derive(Parameters)]
struct OneHot;

impl Init for OneHot {
    fn init<R: nn::init::Rng + ?Sized>(&mut self, _: &mut R) {}
}

impl<V: Dim> Layer<Indices<V>> for OneHot {
    type Out = (V,);
    type Saved<B: Dim> = ();
    type Scratch<B: Dim> = ();

    fn forward<B: Dim>(&self, x: &Tensor<(B,), Class<V>>, y: &mut Tensor<(B, V)>, _: &mut ()) {
        y.as_mut_slice().fill(0.0);
        x.iter().zip(y.rows_mut()).for_each(|(class, row)| row[[class.index()]] = 1.0);
    }
    fn forward_train<B: Dim>(&self, x: &Tensor<(B,), Class<V>>, y: &mut Tensor<(B, V)>, _: &mut (), _: StepContext) {
        Layer::<Indices<V>>::forward(self, x, y, &mut ());
    }
    fn backward<B: Dim>(&self, _: Pass<'_, Self, Indices<V>, B>, _: (), _: Gradient<'_, Self>, _: StepContext) {}
}

network! {
    struct OneHotNetwork {
        hot: OneHot,
        rows: Linear<5, 3, bias = false>,
    }
    fn forward(word: Tensor<Class<Words>>) -> Tensor<3> {
        let word: Tensor<5> = word.hot();
        word.rows()
    }
}

network! {
    struct LookupNetwork {
        rows: Embedding<_, 3>,
    }
    fn forward(word: Tensor<Class<Words>>) -> Tensor<3> {
        word.rows()
    }
}

/// An embedding equals a dense layer of one-hot vectors.
#[test]
fn custom_layer_accepts_indices() {
    let hot = OneHotNetwork::new(3);
    let mut lookup = LookupNetwork::new(4);
    lookup.as_mut_slice().copy_from_slice(hot.as_slice());
    let words = Tensor::<shape![4], Class<Words>>::new([0, 3, 4, 3].map(|word| Class::new(word).unwrap()));
    assert_eq!(hot.forward(&words), lookup.forward(&words));
    let target = Tensor::<shape![4, 3]>::full(0.5);
    let mut hot = Session::<OneHotNetwork, Sgd, dim![4]>::from_network(&hot, Sgd::new(0.1), 1);
    let mut lookup = Session::<LookupNetwork, Sgd, dim![4]>::from_network(&lookup, Sgd::new(0.1), 1);
    hot.step(&words, &Mse, &target);
    lookup.step(&words, &Mse, &target);
    for (a, b) in hot.network.as_slice().iter().zip(lookup.network.as_slice()) {
        assert!((a - b).abs() < 1e-6, "{a}, {b}");
    }
}
