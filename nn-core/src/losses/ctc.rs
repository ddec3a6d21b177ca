//! Connectionist temporal classification: the loss of a sequence of labels without an alignment.

use crate::criterion;
use crate::dim::{AddDim, Dim, N, Sum};
use crate::float::Float;
use crate::losses::{Both, Criterion, PerPosition, Reduction};
use crate::plain::{duplicate, zero};
use crate::signal::{Class, Label};
use crate::tensor::Tensor;
use core::fmt;
use core::marker::PhantomData;

/// The connectionist temporal classification of `C` classes, one of which is the blank, for targets of at most `S` labels: L = -ln
/// of the probability that the sequence of positions, without repetitions and then without blanks, is the target, as PyTorch's
/// `CTCLoss` (Graves et al. 2006).
///
/// The output is a sequence of log-probabilities `(L, C)`, such as that of [`LogSoftmax`](crate::LogSoftmax). The target of a batch
/// is `&Tensor<(B, S), Label<C>>`: the labels of each sample, which end at the first [`Label::IGNORED`]. For sequences of different
/// lengths, [`input_lengths`](Self::input_lengths) expects the number of positions of each sample, too. Labels are never the blank,
/// which is class 0 unless set by [`blank`](Self::blank).
///
/// The probability is the sum over all alignments: with z = (blank, t_1, blank, t_2, .., blank) and the probabilities p of the
/// outputs, alpha_l(s) = p_l(z_s) (alpha_{l-1}(s) + alpha_{l-1}(s - 1) + alpha_{l-1}(s - 2)), where the last term exists only if
/// z_s is neither blank nor equal to z_{s-2}. The gradient with respect to the log-probability of a class at a position is minus
/// the probability, given the target, that the alignment has the class there; at positions after the end of a sample it is 0.
/// PyTorch's gradient also contains p, which the gradient of a log-softmax cancels.
///
/// With `Reduction::Mean`, the loss of a sample is divided by the number of its labels (by 1 without labels) before it is averaged
/// over the batch, as in PyTorch; with `Sum` and `BatchMean`, it is not. If a target is longer than the sequence permits, the loss
/// is infinity and the gradient NaN, unless [`zero_infinity`](Self::zero_infinity) is set.
///
/// Sums are computed in the logarithmic domain in `f64`, so that long sequences do not underflow. Nothing is allocated: the
/// backward pass computes some positions again, which takes about log2(L / 16) / 2 additional forward passes, and needs about (20 +
/// log2(L)) (2 S + 1) `f64` of the stack.
///
/// ```
/// use nn::losses::Ctc;
/// use nn::prelude::*;
/// use nn::Label;
/// // Two positions with the probabilities 0.25 of the blank, 0.5 of class 1 and 0.25 of class 2.
/// let y = Tensor::<shape![1, 2, 3]>::new([[[0.25_f32.ln(), 0.5_f32.ln(), 0.25_f32.ln()]; 2]]);
/// let target = Tensor::<shape![1, 2], Label<dim![3]>>::new([[Label::new(1).unwrap(), Label::IGNORED]]);
/// // The alignments are 11, 1-, and -1.
/// let loss = Ctc::new().value(&y, &target);
/// assert!((loss - -(0.5_f32 * 0.5 + 0.5 * 0.25 + 0.25 * 0.5).ln()).abs() < 1e-6);
/// ```
pub struct Ctc<C: Dim, S: Dim, I = WholeInput> {
    blank: Class<C>,
    zero_infinity: bool,
    reduction: Reduction,
    form: PhantomData<fn() -> (S, I)>,
}

/// All samples of a batch have all positions. The default of [`Ctc`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct WholeInput;

/// The samples of a batch differ in length: set by [`Ctc::input_lengths`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct InputLengths;

impl<C: Dim, S: Dim, I> Copy for Ctc<C, S, I> {}
impl<C: Dim, S: Dim, I> Clone for Ctc<C, S, I> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<C: Dim, S: Dim, I> PartialEq for Ctc<C, S, I> {
    fn eq(&self, other: &Self) -> bool {
        (self.blank, self.zero_infinity, self.reduction) == (other.blank, other.zero_infinity, other.reduction)
    }
}
impl<C: Dim, S: Dim, I> fmt::Debug for Ctc<C, S, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f)
    }
}

impl<C: Dim, S: Dim> Default for Ctc<C, S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C: Dim, S: Dim> Ctc<C, S> {
    /// Creates the loss with the blank 0, for samples that have all positions, as in PyTorch.
    pub fn new() -> Self {
        Self { blank: Class::default(), zero_infinity: false, reduction: Reduction::Mean, form: PhantomData }
    }
}

impl<C: Dim, S: Dim, I> Ctc<C, S, I> {
    /// Returns this loss with another class as blank.
    ///
    /// ```
    /// use nn::losses::Ctc;
    /// use nn::prelude::*;
    /// let loss = Ctc::<dim![28], dim![10]>::new().blank(Class::new(27).unwrap());
    /// assert!(loss != Ctc::new());
    /// ```
    pub fn blank(self, blank: Class<C>) -> Self {
        Self { blank, ..self }
    }

    /// Returns this loss with infinite losses and their gradients replaced by 0. They occur for a target that is longer than its
    /// sequence permits, with a blank between equal labels.
    ///
    /// ```
    /// use nn::losses::Ctc;
    /// use nn::prelude::*;
    /// use nn::Label;
    /// let y = Tensor::<shape![1, 1, 2]>::new([[[0.0, 0.0]]]);
    /// let target = Tensor::<shape![1, 2], Label<dim![2]>>::new([[Label::new(1).unwrap(); 2]]);
    /// assert_eq!(Ctc::new().value(&y, &target), f32::INFINITY);
    /// assert_eq!(Ctc::new().zero_infinity().value(&y, &target), 0.0);
    /// ```
    pub fn zero_infinity(self) -> Self {
        Self { zero_infinity: true, ..self }
    }

    /// Returns this loss with another reduction; `Mean` unless set. The terms are those of the samples: `Mean` divides each by the
    /// number of its labels, and their sum by the number of samples.
    pub fn reduction(self, reduction: Reduction) -> Self {
        Self { reduction, ..self }
    }

    /// Returns this loss for samples of different lengths. The target of a batch is a pair: the labels, and the number of positions
    /// of each sample, from 0 to L, `&Tensor<(B,), Class<Sum<L, N<1>>>>`. The outputs after the end of a sample are ignored. The
    /// target of a data set is `Tuple<(Labels<C, (S,)>, Indices<dim![51]>)>` for 50 positions.
    ///
    /// ```
    /// use nn::losses::Ctc;
    /// use nn::prelude::*;
    /// use nn::Label;
    /// let y = Tensor::<shape![1, 2, 2]>::new([[[-2.0, -1.0], [f32::NAN, f32::NAN]]]);
    /// let target = Tensor::<shape![1, 1], Label<dim![2]>>::new([[Label::new(1).unwrap()]]);
    /// let lengths = Tensor::<shape![1], Class<dim![3]>>::new([Class::new(1).unwrap()]);
    /// assert_eq!(Ctc::new().input_lengths().value(&y, (&target, &lengths)), 1.0);
    /// ```
    pub fn input_lengths(self) -> Ctc<C, S, InputLengths> {
        let Self { blank, zero_infinity, reduction, .. } = self;
        Ctc { blank, zero_infinity, reduction, form: PhantomData }
    }

    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Ctc");
        shown.field("blank", &self.blank).field("zero_infinity", &self.zero_infinity);
        shown.field("reduction", &self.reduction).finish()
    }

    /// Returns the term of a sample with this number of positions.
    fn term_of<T: Float>(
        &self,
        y: &[T],
        target: &[Label<C>],
        length: usize,
        divisor: f64,
        mut dy: Option<&mut [T]>,
    ) -> f64 {
        let labels = target.iter().position(|label| label.class().is_none()).unwrap_or(target.len());
        let y = y.get(..length * C::SIZE).unwrap_or(y);
        let trellis = Trellis { y, labels: &target[..labels], blank: self.blank };
        let negative = -trellis.log_likelihood::<S>();
        // A mean divides the loss of a sample by the number of its labels.
        let share = if self.reduction == Reduction::Mean { labels.max(1) as f64 } else { 1.0 };
        let is_infinite = negative == f64::INFINITY;
        if let Some(dy) = &mut dy {
            dy.fill(if is_infinite && !self.zero_infinity { T::from_f64(f64::NAN) } else { T::ZERO });
            if let Some(rest) = dy.get_mut(y.len()..) {
                rest.fill(T::ZERO);
            }
            if !is_infinite && !y.is_empty() {
                trellis.backward::<S>(negative, 1.0 / (share * divisor), dy);
            }
        }
        if is_infinite && self.zero_infinity { 0.0 } else { negative / share }
    }
}

criterion!(impl[L: Dim, C: Dim, S: Dim, T: Float] Loss<(L, C), T> for Ctc<C, S>);

impl<L: Dim, C: Dim, S: Dim, T: Float> Criterion<(L, C), T> for Ctc<C, S> {
    type Target = PerPosition<Label<C>, (S,)>;

    fn term(&self, y: &[T], target: &[Label<C>], divisor: f64, dy: Option<&mut [T]>) -> f64 {
        self.term_of(y, target, L::SIZE, divisor, dy)
    }

    fn reduction(&self) -> Reduction {
        self.reduction
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f)
    }
}

criterion!(impl[L: AddDim<N<1>>, C: Dim, S: Dim, T: Float] Loss<(L, C), T> for Ctc<C, S, InputLengths>);

impl<L: AddDim<N<1>>, C: Dim, S: Dim, T: Float> Criterion<(L, C), T> for Ctc<C, S, InputLengths> {
    type Target = Both<PerPosition<Label<C>, (S,)>, Class<Sum<L, N<1>>>>;

    fn term(
        &self,
        y: &[T],
        (target, length): (&[Label<C>], Class<Sum<L, N<1>>>),
        divisor: f64,
        dy: Option<&mut [T]>,
    ) -> f64 {
        self.term_of(y, target, length.index(), divisor, dy)
    }

    fn reduction(&self) -> Reduction {
        self.reduction
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f)
    }
}

/// The number of positions of which the backward pass stores all states at the same time.
const BLOCK: usize = 16;

/// The states of all alignments of one sample: the labels, with a blank before, between and after them.
struct Trellis<'a, C: Dim, T> {
    /// The log-probabilities of the positions.
    y: &'a [T],
    labels: &'a [Label<C>],
    blank: Class<C>,
}

/// The logarithms of one number per state, at one position.
struct States<S: Dim> {
    /// The state of the blank before the first label.
    first: f64,
    /// The states of each label, and of the blank after it.
    rest: Tensor<(S, N<2>), f64>,
}

impl<S: Dim> States<S> {
    fn impossible() -> Self {
        let mut rest: Tensor<(S, N<2>), f64> = zero();
        rest.as_mut_slice().fill(f64::NEG_INFINITY);
        Self { first: f64::NEG_INFINITY, rest }
    }

    fn copy(&self) -> Self {
        Self { first: self.first, rest: duplicate(&self.rest) }
    }

    #[inline]
    fn get(&self, state: usize) -> f64 {
        match state.checked_sub(1) {
            None => self.first,
            Some(index) => self.rest.as_slice().get(index).copied().unwrap_or(f64::NEG_INFINITY),
        }
    }

    #[inline]
    fn set(&mut self, state: usize, value: f64) {
        match state.checked_sub(1) {
            None => self.first = value,
            Some(index) => {
                if let Some(place) = self.rest.as_mut_slice().get_mut(index) {
                    *place = value;
                }
            }
        }
    }
}

/// Returns the logarithm of the sum of the exponentials. NaN propagates.
#[inline]
fn log_sum(terms: [f64; 3]) -> f64 {
    let largest =
        terms.into_iter().fold(f64::NEG_INFINITY, |largest, x| if x > largest || x.is_nan() { x } else { largest });
    if largest == f64::NEG_INFINITY || largest.is_nan() {
        return largest;
    }
    largest + Float::ln(terms.into_iter().map(|x| Float::exp(x - largest)).sum::<f64>())
}

impl<C: Dim, T: Float> Trellis<'_, C, T> {
    fn positions(&self) -> usize {
        self.y.len() / C::SIZE
    }

    fn states(&self) -> usize {
        2 * self.labels.len() + 1
    }

    /// Returns the class of a state.
    #[inline]
    fn class(&self, state: usize) -> usize {
        let label = if state % 2 == 1 { self.labels.get(state / 2).and_then(|label| label.class()) } else { None };
        label.unwrap_or(self.blank).index()
    }

    /// Returns whether an alignment may enter a state from the one two before, without the blank between them.
    #[inline]
    fn may_skip(&self, state: usize) -> bool {
        state % 2 == 1 && state > 1 && self.class(state) != self.class(state - 2)
    }

    /// Returns the log-probability of the class of a state at a position.
    #[inline]
    fn emission(&self, position: usize, state: usize) -> f64 {
        self.y[position * C::SIZE + self.class(state)].to_f64()
    }

    /// Returns the states before the first position, from which alignments enter the first blank or the first label.
    fn start<S: Dim>(&self) -> States<S> {
        let mut alpha = States::impossible();
        alpha.first = 0.0;
        alpha
    }

    /// Replaces the log-probabilities of all alignments up to the position before by those up to `position`.
    fn advance<S: Dim>(&self, alpha: &mut States<S>, position: usize) {
        for state in (0..self.states()).rev() {
            let own = alpha.get(state);
            let before = if state > 0 { alpha.get(state - 1) } else { f64::NEG_INFINITY };
            let skipped = if self.may_skip(state) { alpha.get(state - 2) } else { f64::NEG_INFINITY };
            alpha.set(state, log_sum([own, before, skipped]) + self.emission(position, state));
        }
    }

    /// Returns the log-probability of the labels.
    fn log_likelihood<S: Dim>(&self) -> f64 {
        let mut alpha = self.start::<S>();
        (0..self.positions()).for_each(|position| self.advance(&mut alpha, position));
        let last = self.states() - 1;
        let before = if last > 0 { alpha.get(last - 1) } else { f64::NEG_INFINITY };
        log_sum([alpha.get(last), before, f64::NEG_INFINITY])
    }

    /// Subtracts `scale` times the probability of each class at each position from `dy`, given the labels, whose negative
    /// log-probability is `negative`.
    fn backward<S: Dim>(&self, negative: f64, scale: f64, dy: &mut [T]) {
        // An alignment ends in the last label or in the blank after it.
        let mut beta = States::<S>::impossible();
        let last = self.states() - 1;
        beta.set(last, 0.0);
        if last > 0 {
            beta.set(last - 1, 0.0);
        }
        let pass = Pass { trellis: self, negative, scale };
        pass.segment(&self.start::<S>(), 0, self.positions(), &mut beta, dy);
    }
}

/// The constants of a backward pass.
struct Pass<'p, 'a, C: Dim, T> {
    trellis: &'p Trellis<'a, C, T>,
    negative: f64,
    scale: f64,
}

impl<C: Dim, T: Float> Pass<'_, '_, C, T> {
    /// Processes the positions from `from` to `to`, last first. `alpha` has the log-probabilities of the alignments before `from`;
    /// `beta` those of the rest of the alignments after the last position, which is replaced by those after the position before
    /// `from`.
    ///
    /// The states of a long segment are computed again for each half of it, so that not all of them are stored at the same time.
    fn segment<S: Dim>(&self, alpha: &States<S>, from: usize, to: usize, beta: &mut States<S>, dy: &mut [T]) {
        if to - from <= BLOCK {
            return self.block(alpha, from, to, beta, dy);
        }
        let middle = from.midpoint(to);
        let mut of_middle = alpha.copy();
        (from..middle).for_each(|position| self.trellis.advance(&mut of_middle, position));
        self.segment(&of_middle, middle, to, beta, dy);
        self.segment(alpha, from, middle, beta, dy);
    }

    /// Processes at most [`BLOCK`] positions, all of whose states are stored.
    #[inline(never)]
    fn block<S: Dim>(&self, alpha: &States<S>, from: usize, to: usize, beta: &mut States<S>, dy: &mut [T]) {
        let trellis = self.trellis;
        let mut alphas: [States<S>; BLOCK] = core::array::from_fn(|_| States::impossible());
        for (i, position) in (from..to).enumerate() {
            let mut states = if i == 0 { alpha.copy() } else { alphas[i - 1].copy() };
            trellis.advance(&mut states, position);
            alphas[i] = states;
        }
        for (alpha, position) in alphas.iter().zip(from..to).rev() {
            let row = &mut dy[position * C::SIZE..][..C::SIZE];
            for state in 0..trellis.states() {
                let share = Float::exp(alpha.get(state) + beta.get(state) + self.negative);
                let place = &mut row[trellis.class(state)];
                *place -= T::from_f64(share * self.scale);
            }
            self.retreat(beta, position);
        }
    }

    /// Replaces the log-probabilities of the rest of the alignments after `position` by those after the position before.
    fn retreat<S: Dim>(&self, beta: &mut States<S>, position: usize) {
        let trellis = self.trellis;
        let (states, of) =
            (trellis.states(), |beta: &States<S>, state: usize| beta.get(state) + trellis.emission(position, state));
        for state in 0..states {
            let next = if state + 1 < states { of(beta, state + 1) } else { f64::NEG_INFINITY };
            let skipped =
                if state + 2 < states && trellis.may_skip(state + 2) { of(beta, state + 2) } else { f64::NEG_INFINITY };
            let own = of(beta, state);
            beta.set(state, log_sum([own, next, skipped]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::losses::Loss;

    type Five<T> = Tensor<(N<1>, N<5>, N<3>), T>;
    type Labels = Tensor<(N<1>, N<4>), Label<N<3>>>;

    fn labels(indices: [i64; 4]) -> Labels {
        Tensor::new([indices.map(|index| Label::from_index(index, -1).unwrap())])
    }

    /// Five positions with probabilities that depend on the position and the class.
    fn probabilities() -> [[f64; 3]; 5] {
        core::array::from_fn(|l| {
            let row: [f64; 3] = core::array::from_fn(|c| 1.0 + ((7 * l + 5 * c) % 11) as f64);
            row.map(|x| x / row.iter().sum::<f64>())
        })
    }

    /// The probability that an alignment of `length` positions is these labels, and that it also has a class at a position.
    fn by_enumeration(p: &[[f64; 3]], expected: &[usize], blank: usize, at: Option<(usize, usize)>) -> f64 {
        let mut sum = 0.0;
        for alignment in 0..3_usize.pow(p.len() as u32) {
            let class = |l: usize| alignment / 3_usize.pow(l as u32) % 3;
            let mut rest = expected.iter();
            let mut is_equal = true;
            let mut probability = 1.0;
            for (l, row) in p.iter().enumerate() {
                probability *= row[class(l)];
                if class(l) != blank && (l == 0 || class(l) != class(l - 1)) {
                    is_equal &= rest.next() == Some(&class(l));
                }
            }
            if is_equal && rest.next().is_none() && at.is_none_or(|(l, own)| class(l) == own) {
                sum += probability;
            }
        }
        sum
    }

    #[test]
    fn matches_sum_over_all_alignments() {
        let p = probabilities();
        let y = Five::<f64>::new([p.map(|row| row.map(libm::log))]);
        for (indices, blank) in [
            ([1, 2, -1, 0], 0),
            ([1, 1, -1, 0], 0),
            ([2, 2, 2, -1], 0),
            ([1, 2, 1, 2], 0),
            ([-1, 1, 1, 1], 0),
            ([0, 1, 1, -1], 2),
            ([1, 0, -1, -1], 2),
        ] {
            for length in [5, 4, 2] {
                let target = labels(indices);
                let expected: [usize; 4] = indices.map(|index| index.max(0) as usize);
                let count = indices.iter().position(|&index| index < 0).unwrap_or(4);
                let expected = &expected[..count];
                let loss = Ctc::new().blank(Class::new(blank).unwrap()).reduction(Reduction::Sum).input_lengths();
                let lengths = Tensor::<(N<1>,), Class<N<6>>>::new([Class::new(length).unwrap()]);
                let mut dy = Five::new([[[f64::NAN; 3]; 5]]);
                let value: f64 = loss.gradient(&y, (&target, &lengths), &mut dy);
                let probability = by_enumeration(&p[..length], expected, blank, None);
                if probability == 0.0 {
                    assert_eq!(value, f64::INFINITY);
                    continue;
                }
                assert!((value + libm::log(probability)).abs() < 1e-13, "{indices:?} {length}: {value}");
                for (i, dy) in dy.iter().enumerate() {
                    let (l, class) = (i / 3, i % 3);
                    let posterior = if l < length {
                        by_enumeration(&p[..length], expected, blank, Some((l, class))) / probability
                    } else {
                        0.0
                    };
                    assert!((dy + posterior).abs() < 1e-13, "{indices:?} {length} {i}: {dy}");
                }
            }
        }
    }

    #[test]
    fn infinite_losses() {
        let y = Five::<f32>::new([[[0.0; 3]; 5]]);
        let mut dy = Five::new([[[0.0; 3]; 5]]);
        // Three equal labels need two blanks between them, and four do not fit.
        let (fits, not) = (labels([1, 1, 1, -1]), labels([1, 1, 1, 1]));
        assert!(Ctc::new().value(&y, &fits).is_finite());
        assert_eq!(Ctc::new().gradient(&y, &not, &mut dy), f32::INFINITY);
        assert!(dy.iter().all(|dy| dy.is_nan()));
        assert_eq!(Ctc::new().zero_infinity().gradient(&y, &not, &mut dy), 0.0);
        assert_eq!(dy.as_slice(), [0.0; 15]);
        // Without positions, only a target without labels is possible.
        let none = Tensor::<(N<1>,), Class<N<6>>>::new([Class::default()]);
        let loss = Ctc::new().input_lengths();
        assert_eq!(loss.value(&y, (&fits, &none)), f32::INFINITY);
        assert_eq!(loss.gradient(&y, (&labels([-1; 4]), &none), &mut dy), 0.0);
        assert_eq!(dy.as_slice(), [0.0; 15]);
    }

    #[test]
    fn special_values() {
        let mut dy = Five::new([[[0.0; 3]; 5]]);
        // A certain alignment has a loss of 0, although other classes are impossible.
        let impossible = f32::NEG_INFINITY;
        let row = |class| core::array::from_fn(|c| if c == class { 0.0 } else { impossible });
        let y = Five::<f32>::new([[1, 1, 0, 2, 0].map(row)]);
        let target = labels([1, 2, -1, -1]);
        assert_eq!(Ctc::new().gradient(&y, &target, &mut dy), 0.0);
        assert_eq!(dy.as_slice(), [0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0].map(|x: i8| -f32::from(x) / 2.0));
        // Log-probabilities far below the range of an exponential.
        let y = Five::<f32>::new([[[-1e4, -1e4, -2e4]; 5]]);
        let value = Ctc::new().reduction(Reduction::Sum).gradient(&y, &labels([1, -1, 0, 0]), &mut dy);
        // 15 of the alignments are blanks and class 1 only: 5 + 4 + 3 + 2 + 1.
        assert!((value - (5e4 - libm::logf(15.0))).abs() < 0.02, "{value}");
        assert!(dy.iter().all(|dy| (-1.0..=0.0).contains(dy)));
        let mut nan = y;
        nan.as_mut_slice()[4] = f32::NAN;
        assert!(Ctc::new().value(&nan, &labels([1, 2, -1, -1])).is_nan());
    }
}
