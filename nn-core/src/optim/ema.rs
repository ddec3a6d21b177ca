//! Exponential moving averages of weights.

use crate::float::Float;
#[cfg(feature = "alloc")]
use crate::network::Network;
use crate::optim::{Treatment, for_each_group};
use crate::parameters::{Frozen, Parameters};
use crate::setting::{Bounds, InvalidSetting};
#[cfg(feature = "alloc")]
use crate::state::{Setting, State, Visitor, visit_parameters};

/// Updates an exponential moving average: average = decay average + (1 - decay) network for all trainable parameters; buffers are
/// copied (Polyak, Juditsky 1992).
///
/// [`Ema`] calls this function; call it directly where there is no heap. `decay` is at least 0 and less than 1, such as 0.999.
///
/// # Panics
/// Panics if `decay` is not at least 0 and less than 1.
///
/// ```
/// use nn::Tensor;
/// use nn::dim::N;
/// use nn::optim::move_average;
/// let mut average = Tensor::<(N<1>,)>::new([1.0]);
/// move_average(&mut average, &Tensor::new([2.0]), 0.75);
/// assert_eq!(average[[0]], 1.25);
/// ```
#[track_caller]
pub fn move_average<T: Float, P: Parameters<T>>(average: &mut P, network: &P, decay: f64) {
    require(decay);
    let [keep, take] = [decay, 1.0 - decay].map(T::from_f64);
    for_each_group(&P::LAYOUT, Frozen::NONE, Treatment::ALIKE, |group| {
        let (average, network) = (group.of_mut(average), group.of(network));
        if group.is_buffer() {
            average.copy_from_slice(network);
        } else {
            average.iter_mut().zip(network).for_each(|(average, &w)| *average = keep * *average + take * w);
        }
    });
}

#[track_caller]
fn require(decay: f64) {
    if let Err(error) = check(decay) {
        panic!("{error}");
    }
}

fn check(decay: f64) -> Result<(), InvalidSetting> {
    Bounds::BelowOne.check("decay", decay)
}

/// The exponential moving average of a network's weights, which often generalises better than the weights of any single step.
///
/// Call [`update`](Self::update) after each step; [`network`](Self::network) is the average, a network like any other. This is
/// PyTorch's `AveragedModel` with `get_ema_multi_avg_fn(decay)`: the average is initialised to the network itself, and buffers are
/// copied from the last step.
///
/// ```
/// use nn::optim::Ema;
/// use nn::prelude::*;
/// # network! { struct Line { fc: Linear<1, 1> } fn forward(x: Tensor<1>) -> Tensor<1> { x.fc() } }
///
/// let x = Tensor::from([[0.0], [1.0], [2.0]]);
/// let y = Tensor::from([[1.0], [3.0], [5.0]]);
/// let mut session = Session::<Line, Sgd, dim![3]>::new(Sgd::new(0.1), 7);
/// let mut average = Ema::new(&session.network, 0.9);
/// for _ in 0..300 {
///     session.step(&x, &Mse, &y);
///     average.update(&session.network);
/// }
/// assert!((average.network.forward(&x)[[2, 0]] - 5.0).abs() < 0.1);
/// ```
#[cfg(feature = "alloc")]
#[derive(Debug)]
pub struct Ema<P> {
    /// The average.
    pub network: alloc::boxed::Box<P>,
    /// The decay rate of the average, at least 0 and less than 1.
    pub decay: f64,
}

#[cfg(feature = "alloc")]
impl<P> Ema<P> {
    /// Creates an average that is initialised to this network.
    ///
    /// # Panics
    /// Panics if `decay` is not at least 0 and less than 1.
    #[track_caller]
    pub fn new<T: Float>(network: &P, decay: f64) -> Self
    where
        P: Parameters<T>,
    {
        require(decay);
        Self { network: crate::parameters::boxed_clone(network), decay }
    }

    /// Checks [`decay`](Self::decay).
    ///
    /// # Errors
    /// Returns an error if the decay is not at least 0 and less than 1.
    pub fn check_settings(&self) -> Result<(), InvalidSetting> {
        check(self.decay)
    }

    /// Updates the average with this network.
    ///
    /// # Panics
    /// Panics if [`decay`](Self::decay) is not at least 0 and less than 1.
    #[track_caller]
    pub fn update<T: Float>(&mut self, network: &P)
    where
        P: Parameters<T>,
    {
        move_average(&mut *self.network, network, self.decay);
    }
}

#[cfg(feature = "alloc")]
impl<P> State for Ema<P>
where
    P: Network,
{
    fn visit(&mut self, values: &mut dyn Visitor) {
        values.setting("decay", Setting::Float(&mut self.decay));
        visit_parameters::<P::Elem, _>(values, "network", &mut *self.network);
    }
}
