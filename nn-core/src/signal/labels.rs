//! Labels as the target of a data set.

use crate::dim::Dim;
use crate::float::Float;
use crate::parameters::Gradient;
use crate::shape::Sample;
use crate::signal::indices::signal_of_numbers;
use crate::signal::{Elements, Label, Parts, Read, Signal, Write, alone};
use crate::tensor::{Tensor, from_mut_slice, from_slice};
use core::marker::PhantomData;

/// A [`Signal`] of [`Label`]s of shape `S` per sample (by default a single one): classes from 0 to C - 1, some of which may be ignored.
/// The target of a data set for [`CrossEntropy.labels()`](crate::CrossEntropy::labels()).
///
/// ```
/// use nn::dim::N;
/// use nn::signal::Signal;
/// use nn::{Label, Labels, Tensor};
/// type Words = Labels<N<50>, (N<2>,)>;
/// let words = Tensor::<(N<1>, N<2>), Label<N<50>>>::new([[Label::new(7).unwrap(), Label::IGNORED]]);
/// let words: <Words as Signal>::Ref<'_, N<1>, f32> = &words;
/// assert_eq!(words[[0, 1]].class(), None);
/// ```
#[derive(Debug)]
pub struct Labels<C, S = ()>(PhantomData<(C, S)>);

signal_of_numbers!(Labels, Label);
