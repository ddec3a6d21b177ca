//! Serialisable training state: the values that a checkpoint saves and restores.

use crate::float::Float;
use crate::float::Numbers;
use crate::parameters::Parameters;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// Something whose state can be saved and restored bit for bit: it shows a [`Visitor`] every value that it resumes from.
///
/// One method does both: a [`Visitor`] that saves reads the values, one that loads writes them, so that the two cannot
/// differ. What never changes in a run, such as the number of classes, is no state; what must match when a state is loaded is
/// reported by [`Visitor::same`]. A value that the program chooses, such as a learning rate, is a [`Setting`].
///
/// Sessions, optimisers, averages and schedules with a memory have it. For your own:
///
/// ```
/// use nn_core::{State, Visitor};
///
/// /// Counts epochs without progress.
/// struct Patience {
///     best: f64,
///     epochs: u64,
/// }
///
/// impl State for Patience {
///     fn visit(&mut self, values: &mut dyn Visitor) {
///         values.real("best", &mut self.best);
///         values.integer("epochs", &mut self.epochs);
///     }
/// }
///
/// /// Shows what there is.
/// struct Names(Vec<String>);
///
/// impl Visitor for Names {
///     fn integer(&mut self, name: &str, value: &mut u64) {
///         self.0.push(format!("{name} {value}"));
///     }
///     fn real(&mut self, name: &str, value: &mut f64) {
///         self.0.push(format!("{name} {value}"));
///     }
///     fn flag(&mut self, _: &str, _: &mut bool) {}
///     fn bytes(&mut self, _: &str, _: &mut Vec<u8>) {}
///     fn tensor(&mut self, _: fmt::Arguments<'_>, _: &[usize], _: nn_core::Numbers<'_>) {}
///     fn same(&mut self, _: &str, _: fmt::Arguments<'_>) {}
///     fn part(&mut self, _: &str, part: &mut dyn State) {
///         part.visit(self);
///     }
/// }
///
/// use std::fmt;
/// let mut names = Names(Vec::new());
/// Patience { best: 0.5, epochs: 3 }.visit(&mut names);
/// assert_eq!(names.0, ["best 0.5", "epochs 3"]);
/// ```
pub trait State {
    /// Shows each value, under a name that no other one of this state has.
    ///
    /// Which values it shows may depend on those that it has shown already, as one of an option does.
    fn visit(&mut self, values: &mut dyn Visitor);
}

/// A visitor of the values of a [`State`], which saves them or sets them.
///
/// A failure, such as a value that is not there, is the visitor's own to keep: a state goes on, and shows the rest.
pub trait Visitor {
    /// An integer.
    fn integer(&mut self, name: &str, value: &mut u64);

    /// A number, to the bit, NaN and infinities too.
    fn real(&mut self, name: &str, value: &mut f64);

    /// Yes or no.
    fn flag(&mut self, name: &str, value: &mut bool);

    /// Bytes, of any number.
    fn bytes(&mut self, name: &str, value: &mut Vec<u8>);

    /// A tensor with these sizes.
    fn tensor(&mut self, name: fmt::Arguments<'_>, dims: &[usize], numbers: Numbers<'_>);

    /// What must be the same when the state is set as when it was saved, such as the name of an optimiser. It is never
    /// written to the state.
    fn same(&mut self, name: &str, text: fmt::Arguments<'_>);

    /// A setting, such as a learning rate: saved like any other value, so that a load can restore it or compare it with that of
    /// the program. A setting that a file does not have stays as it is.
    ///
    /// Defaults to showing it as the value that it is, and a [fixed](Setting::Fixed) one by [`same`](Self::same).
    fn setting(&mut self, name: &str, setting: Setting<'_>) {
        match setting {
            Setting::Integer(value) => self.integer(name, value),
            Setting::Real(value) => self.real(name, value),
            Setting::Flag(value) => self.flag(name, value),
            Setting::Text(value) => {
                let mut bytes = core::mem::take(value).into_bytes();
                self.bytes(name, &mut bytes);
                *value = String::from_utf8_lossy(&bytes).into_owned();
            }
            Setting::Fixed(text) => self.same(name, text),
        }
    }

    /// All values of a part, under this name.
    fn part(&mut self, name: &str, part: &mut dyn State);
}

/// A value in a [`State`] that the program chooses, such as a learning rate, a momentum or a bound of the gradient, in contrast to
/// those that training computes.
///
/// A plain load (`nn::checkpoint::load`) restores settings with everything else. A resumed `nn::train::Trainer` keeps the settings
/// of the program, and reports each that differs from the checkpoint's.
///
/// ```
/// use nn_core::{Setting, State, Visitor};
///
/// /// Gradient descent whose step grows.
/// struct Growing {
///     lr: f64,
///     step: f64,
/// }
///
/// impl State for Growing {
///     fn visit(&mut self, values: &mut dyn Visitor) {
///         values.setting("lr", Setting::Real(&mut self.lr));
///         values.real("step", &mut self.step);
///     }
/// }
/// # let _ = Growing { lr: 0.1, step: 1.0 };
/// ```
#[derive(Debug)]
pub enum Setting<'a> {
    /// An integer.
    Integer(&'a mut u64),
    /// A floating-point number.
    Real(&'a mut f64),
    /// Yes or no.
    Flag(&'a mut bool),
    /// A text.
    Text(&'a mut String),
    /// The text of a setting that cannot be restored, such as names that are constants of the program.
    Fixed(fmt::Arguments<'a>),
}

/// Shows every tensor of a network, or of what is made of networks, by its name in
/// [`LAYOUT`](Parameters::LAYOUT), below `name`.
///
/// ```
/// use nn_core::{Linear, N, State, Visitor, visit_parameters, zeroed};
///
/// struct Best {
///     network: Box<Linear<N<3>, N<2>>>,
/// }
///
/// impl State for Best {
///     fn visit(&mut self, values: &mut dyn Visitor) {
///         visit_parameters::<f32, _>(values, "network", &mut *self.network);
///     }
/// }
/// # let _ = Best { network: zeroed() };
/// ```
pub fn visit_parameters<T: Float, P: Parameters<T>>(values: &mut dyn Visitor, name: &str, parameters: &mut P) {
    let numbers = parameters.as_mut_slice();
    P::LAYOUT.for_each(|param| {
        let numbers = T::numbers(&mut numbers[param.range()]);
        let dot = if param.name.is_root() { "" } else { "." };
        values.tensor(format_args!("{name}{dot}{}", param.name), param.dims, numbers);
    });
}

/// Shows an option of a number.
///
/// ```
/// use nn_core::{State, Visitor, visit_option};
///
/// struct Best(Option<f64>);
///
/// impl State for Best {
///     fn visit(&mut self, values: &mut dyn Visitor) {
///         visit_option(values, ["has_best", "best"], &mut self.0);
///     }
/// }
/// # let _ = Best(None);
/// ```
pub fn visit_option(values: &mut dyn Visitor, [is_some, name]: [&str; 2], value: &mut Option<f64>) {
    let mut some = value.is_some();
    values.flag(is_some, &mut some);
    if some {
        values.real(name, value.get_or_insert(0.0));
    } else {
        *value = None;
    }
}
