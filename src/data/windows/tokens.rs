//! Data sets of the windows of a sequence of tokens, in order.

use crate::data::adaptors::check_share;
use crate::data::dataset::{AugmentContext, Dataset};
use crate::data::error::DataError;
use nn_core::{Class, Dim, Float, Indices, N, Tensor};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::Arc;

/// A data set for the prediction of the next token: windows of `L` tokens of one long sequence, with tokens from 0 to V - 1.
///
/// The input of the window at position i is `tokens[i..i + L]`, and its target `tokens[i + 1..i + L + 1]`: after each position, the
/// token that follows. A network for it has the input `Tensor<L, Class<V>>` and the output `Tensor<L, V>`, and its loss is
/// [`CrossEntropy`](struct@nn_core::CrossEntropy).
///
/// Windows begin at each position, or [`stride`](Self::stride) positions apart; with a stride of `L`, each token is predicted at
/// most once, which suits validation. [`random`](Self::random) draws windows at random positions, other ones in each epoch, which is usual for
/// training. [`split_in_time`](Self::split_in_time) divides the sequence. All of them share the tokens in memory.
///
/// ```
/// use nn::data::TokenWindows;
/// use nn::prelude::*;
/// let tokens: Vec<usize> = (0..10).collect();
/// let windows = TokenWindows::<dim![10], dim![3]>::new(&tokens)?;
/// assert_eq!(windows.len(), 7);
/// let all = windows.clone().stride(3)?.collect()?;
/// assert_eq!(all.inputs.to_indices(), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
/// assert_eq!(all.targets.to_indices(), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
///
/// // No token is in both parts.
/// let (train, validation) = windows.split_in_time(0.6)?;
/// assert_eq!((train.len(), validation.len()), (3, 1));
/// let loader = Loader::<_, dim![8]>::new(train.random(100)?);
/// assert_eq!(loader.batches(), 13);
/// # Ok::<(), nn::data::DataError>(())
/// ```
pub struct TokenWindows<V: Dim, L, T = f32> {
    tokens: Arc<[Class<V>]>,
    /// The tokens of this part.
    part: Range<usize>,
    stride: usize,
    length: PhantomData<fn() -> (L, T)>,
}

impl<V: Dim, L: Dim, T: Float> TokenWindows<V, L, T> {
    /// Creates the windows that begin at each position of a sequence of tokens.
    ///
    /// ```
    /// use nn::data::TokenWindows;
    /// use nn::prelude::*;
    /// let error = TokenWindows::<dim![65], dim![4]>::new(&[1, 70, 2, 3, 4]).unwrap_err();
    /// assert_eq!(error.to_string(), "the token at position 1 is 70, expected 0 to 64");
    /// let error = TokenWindows::<dim![65], dim![4]>::new(&[1, 2, 3, 4]).unwrap_err();
    /// assert_eq!(error.to_string(), "the number of tokens is 4, expected at least 5, one window and the token that follows it");
    /// ```
    ///
    /// # Errors
    /// [`DataError::Argument`]: a token that is not less than `V`, and fewer than `L` + 1 tokens.
    pub fn new(tokens: &[usize]) -> Result<Self, DataError> {
        let class = |(position, &token): (usize, &usize)| {
            let expected = || format!("0 to {}", V::SIZE - 1);
            let error = || DataError::argument(format!("the token at position {position}"), token, expected());
            Class::new(token).ok_or_else(error)
        };
        let tokens: Arc<[Class<V>]> = tokens.iter().enumerate().map(class).collect::<Result<_, _>>()?;
        Self { part: 0..tokens.len(), tokens, stride: 1, length: PhantomData }.checked("the number of tokens")
    }

    /// Returns an error if there is no window.
    fn checked(self, argument: &str) -> Result<Self, DataError> {
        if self.part.len() > L::SIZE {
            return Ok(self);
        }
        let least = L::SIZE.saturating_add(1);
        let expected = format!("at least {least}, one window and the token that follows it");
        Err(DataError::argument(argument, self.part.len(), expected))
    }

    /// Sets the number of positions from the beginning of a window to that of the next one, at least 1. Defaults to 1. The tokens
    /// after the last window, fewer than one stride, are not read.
    ///
    /// # Errors
    /// [`DataError::Argument`]: a stride of 0.
    pub fn stride(mut self, stride: usize) -> Result<Self, DataError> {
        if stride == 0 {
            return Err(DataError::argument("the stride of `TokenWindows`", stride, "at least 1"));
        }
        self.stride = stride;
        Ok(self)
    }

    /// Splits the sequence in two: the first part gets `share` of the tokens, from 0 to 1, rounded, and the second part the rest.
    /// No window contains tokens of both, unlike with [`split_at`](Dataset::split_at), whose windows around the border overlap.
    ///
    /// ```
    /// use nn::data::TokenWindows;
    /// use nn::prelude::*;
    /// let windows = TokenWindows::<dim![2], dim![4]>::new(&[0, 1].repeat(10))?;
    /// let error = windows.split_in_time(0.9).unwrap_err().to_string();
    /// assert!(error.starts_with("the number of tokens in the second part of `split_in_time` is 2, expected at least 5"));
    /// # Ok::<(), nn::data::DataError>(())
    /// ```
    ///
    /// # Errors
    /// [`DataError::Argument`]: a share that is not from 0 to 1, or is NaN, and a part of fewer than `L` + 1 tokens.
    pub fn split_in_time(self, share: f64) -> Result<(Self, Self), DataError> {
        check_share(share, || "the share of `split_in_time`".into())?;
        let Range { start, end } = self.part;
        let middle = start + (share * (end - start) as f64).round() as usize;
        let first = Self { part: start..middle, ..self.clone() };
        let second = Self { part: middle..end, ..self };
        Ok((
            first.checked("the number of tokens in the first part of `split_in_time`")?,
            second.checked("the number of tokens in the second part of `split_in_time`")?,
        ))
    }

    /// Returns the tokens of this part of the sequence.
    pub fn tokens(&self) -> &[Class<V>] {
        self.tokens.get(self.part.clone()).unwrap_or_default()
    }

    /// Returns the number of windows of a stride of 1.
    pub(super) fn positions(&self) -> usize {
        self.part.len() - L::SIZE
    }

    /// Writes the window that begins at this position.
    pub(super) fn write(
        &self,
        position: usize,
        input: &mut Tensor<(N<1>, L), Class<V>>,
        target: &mut Tensor<(N<1>, L), Class<V>>,
    ) {
        let window = &self.tokens()[position..=position + L::SIZE];
        input.as_mut_slice().copy_from_slice(&window[..L::SIZE]);
        target.as_mut_slice().copy_from_slice(&window[1..]);
    }
}

impl<V: Dim, L: Dim, T: Float> Dataset for TokenWindows<V, L, T> {
    type Elem = T;
    type Input = Indices<V, (L,)>;
    type Target = Indices<V, (L,)>;

    fn len(&self) -> usize {
        self.positions().div_ceil(self.stride)
    }

    fn get(
        &self,
        index: usize,
        _: AugmentContext,
        input: &mut Tensor<(N<1>, L), Class<V>>,
        target: &mut Tensor<(N<1>, L), Class<V>>,
    ) -> Result<(), DataError> {
        self.write(index * self.stride, input, target);
        Ok(())
    }
}

impl<V: Dim, L, T> Clone for TokenWindows<V, L, T> {
    fn clone(&self) -> Self {
        Self { tokens: self.tokens.clone(), part: self.part.clone(), stride: self.stride, length: PhantomData }
    }
}

impl<V: Dim, L: Dim, T> fmt::Debug for TokenWindows<V, L, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenWindows")
            .field("classes", &V::SIZE)
            .field("length", &L::SIZE)
            .field("tokens", &self.part.len())
            .field("stride", &self.stride)
            .finish()
    }
}
