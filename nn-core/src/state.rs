//! Serialisable training state: the values that a checkpoint saves and restores.

use crate::float::Float;
use crate::float::FloatsMut;
use crate::parameters::Parameters;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// Serialisable training state: passes every value that a resumed run depends on to a [`Visitor`], which saves or restores it.
///
/// One method serves both directions: a [`Visitor`] that saves reads the values, one that loads writes them, so that the two cannot
/// diverge. The restored state is bit-identical. Values that never change in a run, such as the number of classes, are not state;
/// values that must match when a state is loaded are passed to [`Visitor::must_match`]. A value that the program chooses, such as a
/// learning rate, is a [`Setting`].
///
/// Sessions, optimisers, averages and stateful schedules implement it. An implementation for a custom type:
///
/// ```
/// use nn::state::{State, Visitor};
///
/// /// Counts epochs without progress.
/// struct Patience {
///     best: f64,
///     epochs: u64,
/// }
///
/// impl State for Patience {
///     fn visit(&mut self, values: &mut dyn Visitor) {
///         values.float("best", &mut self.best);
///         values.integer("epochs", &mut self.epochs);
///     }
/// }
///
/// /// Collects the names and values.
/// struct Names(Vec<String>);
///
/// impl Visitor for Names {
///     fn integer(&mut self, name: &str, value: &mut u64) {
///         self.0.push(format!("{name} {value}"));
///     }
///     fn float(&mut self, name: &str, value: &mut f64) {
///         self.0.push(format!("{name} {value}"));
///     }
///     fn flag(&mut self, _: &str, _: &mut bool) {}
///     fn bytes(&mut self, _: &str, _: &mut Vec<u8>) {}
///     fn tensor(&mut self, _: fmt::Arguments<'_>, _: &[usize], _: nn::state::FloatsMut<'_>) {}
///     fn must_match(&mut self, _: &str, _: fmt::Arguments<'_>) {}
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
    /// Passes each value to the visitor, under a name that is unique within this state.
    ///
    /// Which values are visited may depend on values that were visited before, as the value of an option does on its flag.
    fn visit(&mut self, values: &mut dyn Visitor);
}

/// A visitor that saves or sets the values of a [`State`].
///
/// The visitor records failures itself, such as a missing value: the state continues with its remaining values.
pub trait Visitor {
    /// Visits an integer.
    fn integer(&mut self, name: &str, value: &mut u64);

    /// Visits a floating-point number, whose bits are preserved, also those of NaN and infinities.
    fn float(&mut self, name: &str, value: &mut f64);

    /// Visits a boolean.
    fn flag(&mut self, name: &str, value: &mut bool);

    /// Visits a byte string of any length.
    fn bytes(&mut self, name: &str, value: &mut Vec<u8>);

    /// Visits the elements of a tensor with these dimensions.
    fn tensor(&mut self, name: fmt::Arguments<'_>, dims: &[usize], elements: FloatsMut<'_>);

    /// Visits a text that must be the same on loading as on saving, such as the name of an optimiser. It is never written to
    /// the state.
    fn must_match(&mut self, name: &str, text: fmt::Arguments<'_>);

    /// Visits a setting, such as a learning rate: saved like any other value, so that a load can restore it or compare it with
    /// the program's. A setting that is missing from a file keeps its value.
    ///
    /// The default visits it as a plain value, and a [fixed](Setting::Fixed) one with [`must_match`](Self::must_match).
    fn setting(&mut self, name: &str, setting: Setting<'_>) {
        match setting {
            Setting::Integer(value) => self.integer(name, value),
            Setting::Float(value) => self.float(name, value),
            Setting::Flag(value) => self.flag(name, value),
            Setting::Text(value) => {
                let mut bytes = core::mem::take(value).into_bytes();
                self.bytes(name, &mut bytes);
                *value = String::from_utf8_lossy(&bytes).into_owned();
            }
            Setting::Fixed(text) => self.must_match(name, text),
        }
    }

    /// Visits all values of a nested state, under this name.
    fn part(&mut self, name: &str, part: &mut dyn State);
}

/// A value in a [`State`] that the program chooses, such as a learning rate, a momentum or a gradient clipping bound, in contrast
/// to values that training computes.
///
/// A plain load (`nn::checkpoint::load`) restores settings with everything else. A resumed `nn::train::Trainer` keeps the settings
/// of the program and reports each one that differs from the checkpoint's.
///
/// ```
/// use nn::state::{Setting, State, Visitor};
///
/// /// Gradient descent with a growing step size.
/// struct Growing {
///     lr: f64,
///     step: f64,
/// }
///
/// impl State for Growing {
///     fn visit(&mut self, values: &mut dyn Visitor) {
///         values.setting("lr", Setting::Float(&mut self.lr));
///         values.float("step", &mut self.step);
///     }
/// }
/// # let _ = Growing { lr: 0.1, step: 1.0 };
/// ```
#[derive(Debug)]
pub enum Setting<'a> {
    /// An integer.
    Integer(&'a mut u64),
    /// A floating-point number.
    Float(&'a mut f64),
    /// A boolean.
    Flag(&'a mut bool),
    /// A string.
    Text(&'a mut String),
    /// The text form of a setting that cannot be restored, such as names that are constants of the program.
    Fixed(fmt::Arguments<'a>),
}

/// Visits every tensor of a network, or of a value composed of networks, under its name in
/// [`LAYOUT`](Parameters::LAYOUT), prefixed with `name`.
///
/// ```
/// use nn::dim::N;
/// use nn::layers::Linear;
/// use nn::parameters::zeroed;
/// use nn::state::{State, Visitor, visit_parameters};
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
    let elements = parameters.as_mut_slice();
    P::LAYOUT.for_each(|param| {
        let elements = T::floats_mut(&mut elements[param.range()]);
        let dot = if param.name.is_root() { "" } else { "." };
        values.tensor(format_args!("{name}{dot}{}", param.name), param.dims, elements);
    });
}

/// Visits an optional floating-point number: a flag named `is_some`, then the number under `name` if there is one.
///
/// ```
/// use nn::state::{State, Visitor, visit_option};
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
        values.float(name, value.get_or_insert(0.0));
    } else {
        *value = None;
    }
}
