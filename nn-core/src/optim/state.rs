//! The state of optimisers and clipping: settings of the program.

use super::Clip;
use crate::state::{Setting, State, Visitor};

/// The state of an optimiser: its name, which must stay the same, and its rates, which are settings.
macro_rules! optimizers {
    ($($optimizer:ident: $($kind:ident $field:ident),*;)*) => {
        $(
            impl State for crate::optim::$optimizer {
                fn visit(&mut self, values: &mut dyn Visitor) {
                    values.same("name", format_args!(stringify!($optimizer)));
                    $(values.setting(stringify!($field), Setting::$kind(&mut self.$field));)*
                    values.setting("decay.l2", Setting::Real(&mut self.decay.l2));
                    values.setting("decay.decoupled", Setting::Real(&mut self.decay.decoupled));
                    values.setting("decay.everywhere", Setting::Flag(&mut self.decay.everywhere));
                }
            }
        )*
    };
}
optimizers! {
    Adagrad: Real lr, Real epsilon;
    Adam: Real lr, Real beta1, Real beta2, Real epsilon;
    AdamW: Real lr, Real beta1, Real beta2, Real epsilon;
    AmsGrad: Real lr, Real beta1, Real beta2, Real epsilon;
    Lion: Real lr, Real beta1, Real beta2;
    Momentum: Real lr, Real beta, Real dampening, Flag nesterov;
    RmsProp: Real lr, Real alpha, Real epsilon;
    Sgd: Real lr;
}

impl State for Clip {
    fn visit(&mut self, values: &mut dyn Visitor) {
        // One setting, so that a difference is reported as one.
        let mut text = alloc::format!("{self:?}");
        values.setting("bound", Setting::Text(&mut text));
        if let Some(clip) = Self::parse(&text) {
            *self = clip;
        }
    }
}

impl Clip {
    /// Reads what `Debug` writes, to the bit.
    fn parse(text: &str) -> Option<Self> {
        let bound = |kind| text.strip_prefix(kind)?.strip_prefix('(')?.strip_suffix(')')?.parse().ok();
        if text == "Off" {
            return Some(Clip::Off);
        }
        bound("Norm").map(Clip::Norm).or_else(|| bound("Value").map(Clip::Value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clip_is_read_as_it_is_written() {
        for clip in [Clip::Off, Clip::Norm(1.0), Clip::Norm(1e-300), Clip::Value(0.1), Clip::Value(f64::INFINITY)] {
            assert_eq!(Clip::parse(&alloc::format!("{clip:?}")), Some(clip));
        }
        assert_eq!(["", "Norm", "Norm(", "Norm(x)", "off"].map(Clip::parse), [None; 5]);
    }
}
