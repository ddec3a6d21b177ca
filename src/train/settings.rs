//! A trainer's settings: checked before the first step, recorded in checkpoints, compared when a run is resumed.
//!
//! State comes from the checkpoint, settings from the program.

use super::error::TrainError;
use super::trainer::{Each, Trainer};
use crate::data::Dataset;
use crate::excerpt::Excerpt;
use nn_core::lr_scheduler::{Better, LrScheduler, ReduceLrOnPlateau};
use nn_core::{Dim, Layer, LearningRate, Loss, Network, Numbers, Optimizer, Setting, Signal, State, Visitor};
use std::fmt;
use std::marker::PhantomData;
use std::path::Path;

/// A setting that is another one in the program than in the checkpoint that its run was resumed from.
///
/// [`Trainer::changed_settings`](super::Trainer::changed_settings) has those of a run; each is shown as a line, too.
///
/// ```text
/// learning rate: 0.01 in the checkpoint, 0.5 in this program: 0.5 is used
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SettingChange {
    /// The name, such as `learning rate` or `optimizer.beta1`.
    pub name: String,
    /// The value in the checkpoint.
    pub saved: String,
    /// The value in the program.
    pub program: String,
    /// What is used: that of the program, with what follows from it.
    pub used: String,
}

impl SettingChange {
    pub(super) fn new(name: impl Into<String>, saved: String, program: String) -> Self {
        let used =
            if program.len() <= SHORT { format!("{program} is used") } else { "that of this program is used".into() };
        Self { name: name.into(), saved, program, used }
    }
}

/// The longest value that a line shows whole.
const SHORT: usize = 60;

/// Two values that differ, from shortly before the difference on where one is long.
fn difference<'a>(a: &'a str, b: &'a str) -> [(&'static str, &'a str); 2] {
    if a.len().max(b.len()) <= SHORT {
        return [("", a), ("", b)];
    }
    let same =
        a.char_indices().zip(b.chars()).find(|((_, a), b)| a != b).map_or(a.len().min(b.len()), |((at, _), _)| at);
    // The beginning is the same in both, so that a boundary of one is a boundary of the other.
    let start = a[..same].char_indices().rev().nth(SHORT / 3).map_or(0, |(at, _)| at);
    let dots = if start > 0 { ".." } else { "" };
    [(dots, &a[start..]), (dots, &b[start..])]
}

impl fmt::Display for SettingChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, saved, program, used } = self;
        let [saved, program] = difference(saved, program).map(|(dots, text)| format!("{dots}{}", Excerpt(text)));
        write!(f, "{name}: {saved} in the checkpoint, {program} in this program: {used}")
    }
}

/// What a checkpoint records of a trainer's settings, beside those that the session and the run have themselves.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Recorded {
    /// What must be the same, by name: the kind of the loss, with or without a schedule.
    pub(super) same: [(&'static str, String); 3],
    /// What may be changed, by name.
    pub(super) settings: Vec<(&'static str, String)>,
}

/// Names in [`Recorded`] that more than a line hangs on.
pub(super) const LOSS: &str = "loss";
pub(super) const MONITOR: &str = "monitor";
pub(super) const SCHEDULE: &str = "schedule";
pub(super) const VALIDATION: &str = "validation set";
const LOSS_KIND: &str = "loss kind";
const SCHEDULE_KIND: &str = "schedule kind";
const PLATEAU_KIND: &str = "plateau kind";
/// The name of the optimiser in the session's own state.
const OPTIMIZER: &str = "session.optimizer.name";

/// Shows a part of a state to a visitor, but keeps the part's settings: those that the visitor would set otherwise are noted.
pub(super) struct KeepSettings<'a> {
    pub(super) inner: &'a mut dyn Visitor,
    /// The names of the parts that are being shown, each followed by a dot.
    pub(super) prefix: String,
    pub(super) changes: &'a mut Vec<SettingChange>,
}

impl KeepSettings<'_> {
    /// Hands on a copy of a setting, and compares.
    fn keep<V: Clone + PartialEq>(&mut self, name: &str, value: &V, show: fn(&V) -> String, hand_on: HandOn<V>) {
        let mut saved = value.clone();
        hand_on(self.inner, name, &mut saved);
        if saved != *value {
            let name = format!("{}{name}", self.prefix);
            self.changes.push(SettingChange::new(name, show(&saved), show(value)));
        }
    }
}

type HandOn<V> = fn(&mut dyn Visitor, &str, &mut V);

impl Visitor for KeepSettings<'_> {
    fn integer(&mut self, name: &str, value: &mut u64) {
        self.inner.integer(name, value);
    }

    fn real(&mut self, name: &str, value: &mut f64) {
        self.inner.real(name, value);
    }

    fn flag(&mut self, name: &str, value: &mut bool) {
        self.inner.flag(name, value);
    }

    fn bytes(&mut self, name: &str, value: &mut Vec<u8>) {
        self.inner.bytes(name, value);
    }

    fn tensor(&mut self, name: fmt::Arguments<'_>, dims: &[usize], numbers: Numbers<'_>) {
        self.inner.tensor(name, dims, numbers);
    }

    fn same(&mut self, name: &str, text: fmt::Arguments<'_>) {
        self.inner.same(name, text);
    }

    fn setting(&mut self, name: &str, setting: Setting<'_>) {
        match setting {
            Setting::Integer(value) => {
                self.keep(name, value, u64::to_string, |inner, name, value| {
                    inner.setting(name, Setting::Integer(value));
                });
            }
            // By its bits, so that NaN is itself.
            Setting::Real(value) => self.keep(
                name,
                &value.to_bits(),
                |&bits| format!("{:?}", f64::from_bits(bits)),
                |inner, name, bits| {
                    let mut value = f64::from_bits(*bits);
                    inner.setting(name, Setting::Real(&mut value));
                    *bits = value.to_bits();
                },
            ),
            Setting::Flag(value) => self.keep(name, value, bool::to_string, |inner, name, value| {
                inner.setting(name, Setting::Flag(value));
            }),
            Setting::Text(text) => self.keep(name, text, String::clone, show_text),
            Setting::Fixed(text) => self.keep(name, &text.to_string(), String::clone, show_text),
        }
    }

    fn part(&mut self, name: &str, part: &mut dyn State) {
        let prefix = format!("{}{name}.", self.prefix);
        self.inner.part(name, &mut Part { part, prefix, changes: self.changes });
    }
}

fn show_text(inner: &mut dyn Visitor, name: &str, text: &mut String) {
    inner.setting(name, Setting::Text(text));
}

/// A part whose visitor is wrapped, too.
struct Part<'a> {
    part: &'a mut dyn State,
    prefix: String,
    changes: &'a mut Vec<SettingChange>,
}

impl State for Part<'_> {
    fn visit(&mut self, inner: &mut dyn Visitor) {
        self.part.visit(&mut KeepSettings { inner, prefix: self.prefix.clone(), changes: self.changes });
    }
}

/// A loss as its description.
struct Described<'a, L, Out, T>(&'a L, PhantomData<(Out, T)>);

impl<L: Loss<Out, T>, Out: Signal, T: nn_core::Float> fmt::Display for Described<'_, L, Out, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.describe(f)
    }
}

struct DescribedSchedule<'a>(&'a dyn LrScheduler);

impl fmt::Display for DescribedSchedule<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.describe(f)
    }
}

/// The kind of loss that a description is of: the description without its options, which are in braces.
fn kind(description: &str) -> String {
    let mut depth = 0_usize;
    let kind = description.chars().filter(|letter| match letter {
        '{' => {
            depth += 1;
            false
        }
        '}' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    let kind: String = kind.collect();
    kind.replace(" ,", ",").replace(" )", ")").trim_end().into()
}

/// Why a checkpoint cannot be resumed from by this program, where it is a matter of its settings.
pub(super) fn incompatible(name: &str, path: &Path, found: &str, program: &str) -> Option<TrainError> {
    let new_run = "start a new run in another folder from the saved network: `Session::from_network`";
    let (setting, help) = match name {
        LOSS_KIND => ("loss", format!("use the loss of the checkpoint, or {new_run}")),
        SCHEDULE_KIND if program == NONE => (
            "learning-rate schedule",
            "give the same schedule, or, to go on at a constant rate, `.schedule(Each::Epoch, |_: u64| 1.0)`".into(),
        ),
        SCHEDULE_KIND => ("learning-rate schedule", format!("leave the schedule out, or {new_run}")),
        OPTIMIZER => ("optimizer", format!("use the optimizer of the checkpoint, or {new_run}")),
        PLATEAU_KIND => ("`reduce_on_plateau`", format!("set it as in the run of the checkpoint, or {new_run}")),
        _ => return None,
    };
    let (path, saved, program) = (path.into(), found.into(), program.into());
    Some(TrainError::Incompatible { path, setting, saved, program, help })
}

const NONE: &str = "none";

/// A setting whose value cannot be, as an error.
pub(super) fn refused(name: &'static str, value: impl fmt::Display, expected: &'static str) -> TrainError {
    TrainError::Setting { name, value: value.to_string(), expected }
}

/// What a learning rate must be.
pub(super) const RATE: &str = "a finite number of at least 0";

impl<Net, O, B, L, D> Trainer<Net, O, B, L, D>
where
    Net: Network + Layer<Net::In, Net::Elem>,
    O: Optimizer<Net::Elem> + LearningRate + State,
    B: Dim,
    D: Dataset<Elem = Net::Elem, Input = Net::In> + 'static,
    L: for<'a> Loss<Net::Out, Net::Elem, Target<'a, B> = <D::Target as Signal>::Ref<'a, B, Net::Elem>>,
{
    /// Refuses what no run can have, before anything is read or written.
    pub(super) fn check_settings(&self) -> Result<(), TrainError> {
        if let Some(&name) = self.set_twice.first() {
            return Err(refused(name, "set twice", "once"));
        }
        if self.accumulate == 0 {
            return Err(refused("accumulate", 0, "at least 1 batch a step"));
        }
        if self.max_steps == Some(0) {
            return Err(refused("max_steps", 0, "at least 1 step"));
        }
        if !(self.min_delta.is_finite() && self.min_delta >= 0.0) {
            return Err(refused("min_delta", self.min_delta, "a finite number of at least 0"));
        }
        let has_no_folder = self.keeper.is_none();
        match self.checkpoint_every {
            Some(0) => return Err(refused("checkpoint_every", 0, "at least 1 step")),
            Some(every) if has_no_folder => {
                return Err(refused("checkpoint_every", every, "a folder by `checkpoints`, too"));
            }
            _ => {}
        }
        if self.resume && has_no_folder {
            return Err(refused("resume", true, "a folder by `checkpoints`, too"));
        }
        if let Some((_, 0)) = self.keeper {
            return Err(refused("checkpoints(.., keep)", 0, "at least 1"));
        }
        match &self.validation {
            Some(validation) if validation.samples == 0 => return Err(TrainError::EmptyValidation),
            None if !self.metrics.is_empty() => {
                let name = self.metrics[0].name();
                return Err(refused("metric", format!("`{}`", Excerpt(&name)), "a validation set by `validate`, too"));
            }
            _ => {}
        }
        let rate = self.run.rate;
        if !is_rate(rate) {
            return Err(refused("learning rate", rate, RATE));
        }
        let invalid = |of| move |setting| TrainError::Invalid { of, setting };
        self.session.check_settings().map_err(invalid("session"))?;
        if let Some((_, schedule)) = &self.schedule {
            schedule.check_settings().map_err(invalid("schedule"))?;
        }
        self.run.plateau.map_or(Ok(()), |plateau| plateau.check_settings()).map_err(invalid("reduce_on_plateau"))
    }

    /// The factor of the learning rate in the batch that comes, and what it is a function of.
    pub(super) fn schedule_factor(&self) -> Option<(u64, f64)> {
        let (each, schedule) = self.schedule.as_ref()?;
        let count = match each {
            Each::Step => self.session.steps(),
            Each::Epoch => self.run.epoch,
        };
        Some((count, schedule.factor(count)))
    }

    /// What a checkpoint records.
    pub(super) fn recorded(&self) -> Recorded {
        let loss = Described::<L, Net::Out, Net::Elem>(&self.loss, PhantomData).to_string();
        let schedule = self.schedule.as_ref().map_or(NONE.into(), |(each, schedule)| {
            let each = if *each == Each::Step { "step" } else { "epoch" };
            format!("{}, each {each}", DescribedSchedule(&**schedule))
        });
        let presence = |is_there: bool| if is_there { "one" } else { NONE }.to_string();
        let better = if self.better() == Better::Lower { "lower" } else { "higher" };
        let patience = self.patience.map_or("off".into(), |patience| format!("patience {patience}"));
        let samples = |samples| format!("{samples} samples");
        let validation = self.validation.as_ref().map_or(NONE.into(), |validation| samples(validation.samples));
        Recorded {
            same: [
                (LOSS_KIND, kind(&loss)),
                (SCHEDULE_KIND, presence(self.schedule.is_some())),
                (PLATEAU_KIND, presence(self.run.plateau.is_some())),
            ],
            settings: vec![
                (LOSS, loss),
                (SCHEDULE, schedule),
                (MONITOR, format!("`{}`, {better} is better", self.monitored())),
                ("early stopping", patience),
                ("min_delta", format!("{:?}", self.min_delta)),
                (VALIDATION, validation),
            ],
        }
    }

    /// What follows from settings that are not those of the checkpoint that was read: `self.changes` are the differences, `rate` is
    /// this program's learning rate, `seed` its session's seed, and `plateau` as it was set.
    pub(super) fn settle(&mut self, rate: f64, seed: u64, plateau: Option<ReduceLrOnPlateau>) {
        // The rate of the optimiser changes in a run; that which schedules are factors of is compared below.
        self.changes.retain(|change| change.name != "session.optimizer.lr");
        for change in &mut self.changes {
            let name = change.name.strip_prefix("session.").or_else(|| change.name.strip_prefix("run."));
            if let Some(name) = name {
                change.name = if name == "clip.bound" { "clip".into() } else { name.into() };
            }
        }
        let has_changed = |name: &str| self.changes.iter().any(|change| change.name == name);
        let is_by_loss = matches!(self.monitored().as_str(), "loss" | "val_loss");
        let restarts = has_changed(MONITOR)
            || has_changed(VALIDATION) && self.validation.is_some()
            || has_changed(LOSS) && is_by_loss;
        if !has_changed(SCHEDULE)
            && let (Some((count, saved)), Some((_, schedule))) = (self.run.last_factor, &self.schedule)
        {
            let program = schedule.factor(count);
            if saved.to_bits() != program.to_bits() {
                let text = |factor: f64| format!("a factor of {factor:?} at {count}");
                self.changes.push(SettingChange::new(SCHEDULE, text(saved), text(program)));
            }
        }
        if self.run.rate.to_bits() != rate.to_bits() {
            let mut change = SettingChange::new("learning rate", format!("{:?}", self.run.rate), format!("{rate:?}"));
            let lowered = self.run.base_lr / self.run.rate;
            self.run.base_lr = rate;
            if lowered.is_finite() && lowered != 1.0 {
                self.run.base_lr *= lowered;
                change.used += &format!(", times {lowered:?} by which `reduce_on_plateau` has lowered it");
            }
            self.run.rate = rate;
            self.changes.insert(0, change);
        }
        if self.session.seed() != seed {
            let saved = self.session.seed().to_string();
            let mut change = SettingChange::new("seed of the session", saved.clone(), seed.to_string());
            change.used = format!("{saved} is used, as the random numbers of a run are one sequence");
            self.changes.push(change);
        }
        if restarts {
            self.run.forget_best();
            self.run.plateau = plateau;
            for change in &mut self.changes {
                if [MONITOR, VALIDATION, LOSS].contains(&change.name.as_str()) {
                    change.used += ", and the best network is looked for anew";
                }
            }
        }
    }
}

pub(super) fn is_rate(rate: f64) -> bool {
    rate.is_finite() && rate >= 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_shown_from_where_they_differ() {
        let weights = |last: &str| format!("CrossEntropy {{ weights: [{}{last}] }}", "1.0, ".repeat(30));
        let change = SettingChange::new("loss", weights("2.0"), weights("é\u{1b}"));
        let expected = "loss: .. 1.0, 1.0, 1.0, 1.0, 2.0] } in the checkpoint, .. 1.0, 1.0, 1.0, 1.0, é\\u{1b}] } in this program: \
                        that of this program is used";
        assert_eq!(change.to_string(), expected);
        let change = SettingChange::new("loss", "x".repeat(1 << 20), String::new()).to_string();
        assert!(change.len() < 300, "{change}");
    }

    #[test]
    fn kinds_of_descriptions() {
        assert_eq!(kind("Mse"), "Mse");
        assert_eq!(kind("Huber { delta: 1.0, reduction: Mean }"), "Huber");
        assert_eq!(kind("(A { x: B { y: 1 } }, C, D { z: 2 })"), "(A, C, D)");
        assert_eq!(kind("}{ a"), "");
    }

    /// A loader that sets every setting to another value.
    struct Other;

    impl Visitor for Other {
        fn integer(&mut self, _: &str, value: &mut u64) {
            *value += 1;
        }
        fn real(&mut self, _: &str, value: &mut f64) {
            *value = f64::NAN;
        }
        fn flag(&mut self, _: &str, value: &mut bool) {
            *value = !*value;
        }
        fn bytes(&mut self, _: &str, value: &mut Vec<u8>) {
            value.push(b'!');
        }
        fn tensor(&mut self, _: fmt::Arguments<'_>, _: &[usize], _: Numbers<'_>) {}
        fn same(&mut self, _: &str, _: fmt::Arguments<'_>) {}
        fn part(&mut self, _: &str, part: &mut dyn State) {
            part.visit(self);
        }
    }

    struct Mixed {
        state: f64,
        rate: f64,
        count: u64,
        flag: bool,
        text: String,
    }

    impl State for Mixed {
        fn visit(&mut self, values: &mut dyn Visitor) {
            values.real("state", &mut self.state);
            values.setting("rate", Setting::Real(&mut self.rate));
            values.setting("count", Setting::Integer(&mut self.count));
            values.setting("flag", Setting::Flag(&mut self.flag));
            values.setting("text", Setting::Text(&mut self.text));
            values.setting("names", Setting::Fixed(format_args!("[]")));
        }
    }

    #[test]
    fn settings_stay_and_state_is_set() {
        let mut mixed = Mixed { state: 1.0, rate: 0.5, count: 3, flag: true, text: "a".into() };
        let mut changes = Vec::new();
        let mut keep = KeepSettings { inner: &mut Other, prefix: String::new(), changes: &mut changes };
        keep.part("part", &mut mixed);
        assert!(mixed.state.is_nan());
        assert_eq!((mixed.rate, mixed.count, mixed.flag, mixed.text.as_str()), (0.5, 3, true, "a"));
        let texts: Vec<String> = changes.iter().map(SettingChange::to_string).collect();
        let expected = [
            "part.rate: NaN in the checkpoint, 0.5 in this program: 0.5 is used",
            "part.count: 4 in the checkpoint, 3 in this program: 3 is used",
            "part.flag: false in the checkpoint, true in this program: true is used",
            "part.text: a! in the checkpoint, a in this program: a is used",
            "part.names: []! in the checkpoint, [] in this program: [] is used",
        ];
        assert_eq!(texts, expected);
    }
}
