//! Random networks with an axis of time. Each must compile, and its steps must be what the whole network gives: bit by bit at the
//! baseline level, and within rounding at the widest one.
//!
//! The gate checks 40. For any number from any seed:
//!
//! ```sh
//! NN_STREAMS=200 NN_SEED=7 cargo test --test generated -- --ignored --nocapture streams_give
//! ```

use crate::random::Random;
use crate::{programs, variable};
use std::fmt::Write;

/// The seed, unless `NN_SEED` sets it: one whose first networks cover what `what_streams_is_drawn` requires.
const SEED: u64 = 7;

/// The number of networks, unless `NN_STREAMS` sets it.
const STREAMS: u64 = 40;

/// What the roundings of a network may add up to at the widest level; a wrong step differs by far more.
const ERROR: f32 = 1e-4;

/// The axis of time of a value with two axes.
#[derive(Clone, Copy, PartialEq)]
enum Time {
    First,
    Last,
}

/// A value of a network: its name, and the size of the axis that is not time.
#[derive(Clone)]
struct Value {
    name: String,
    features: usize,
    time: Time,
    is_used: bool,
}

/// A network as it is drawn.
struct Drawing<'a> {
    random: &'a mut Random,
    /// The name of the network.
    name: String,
    steps: usize,
    fields: Vec<String>,
    lines: Vec<String>,
    values: Vec<Value>,
    /// Final states, which have no axis of time, with their sizes.
    ends: Vec<(String, String)>,
    /// The networks that are layers of this one.
    parts: Vec<String>,
    /// Whether this network is a layer of another one.
    is_part: bool,
}

/// Functions of one value, with `_` for it.
const FUNCTIONS: &[&str] = &[
    "_.tanh()",
    "_.gelu()",
    "_.sigmoid()",
    "_.silu()",
    "_.dropout::<0.25>()",
    "(-_)",
    "(_ * 0.5 - 0.25)",
    "_.sin()",
    "(_.square() + 1).recip()",
    "_.clamp(-1.5, 1.5)",
];

/// Functions over axes other than that of time, with `$` for the value and `#` for these axes.
const REDUCTIONS: &[&str] = &[
    "$ * 0.5 + $.sum::<#, keep = true>()",
    "$ * $.mean::<#, keep = true>()",
    "$ * ($.square().mean::<#, keep = true>() + 0.5).rsqrt()",
    "$ - 0.5 * $.norm::<#, keep = true>()",
    "$ * ($.var::<#, keep = true, correction = 0>() + 0.5)",
    "$ + ($.std::<#, keep = true, correction = 0>() + 0.25)",
];

/// Functions along one axis other than that of time.
const ALONG: &[&str] = &[
    "$.softmax::<#>()",
    "$.log_softmax::<#>() + 0.5",
    "$.softmin::<#>()",
    "$ - 0.5 * $.logsumexp::<#, keep = true>()",
    "$ * $.sigmoid().cumsum::<#>()",
    "$ + $.flip::<#>() * 0.5",
    "$ - 0.5 * $.min::<#, keep = true>()",
    "$ - 0.5 * $.max::<#, keep = true>()",
    "$.roll::<#, 1>() * 0.5",
];

/// Functions of two values of the same shape, with `_` and `#`.
const PAIRS: &[&str] = &["(_ + #)", "(_ - 0.5 * #)", "(_ * #).tanh()", "minimum(_, #)", "select(_ > #, _, #)"];

impl<'a> Drawing<'a> {
    /// A network without layers, of this input.
    fn new(random: &'a mut Random, name: &str, steps: usize, x: Value, is_part: bool) -> Self {
        let (fields, lines, ends, parts) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Drawing { random, name: name.into(), steps, fields, lines, values: vec![x], ends, parts, is_part }
    }

    /// Writes the network.
    fn written(&self, inputs: &str, output: &str, value: &str) -> String {
        let name = &self.name;
        let fields: String = self.fields.iter().map(|field| format!("        {field},\n")).collect();
        let lines: String = self.lines.iter().map(|line| format!("        {line}\n")).collect();
        format!(
            "network! {{\n    pub struct {name} {{\n{fields}    }}\n    \
             fn forward({inputs}) -> {output} {{\n{lines}        {value}\n    }}\n}}\n"
        )
    }

    /// Declares a layer, and returns its name.
    fn field(&mut self, kind: &str) -> String {
        let name = format!("layer{}", self.fields.len());
        self.fields.push(format!("{name}: {kind}"));
        name
    }

    /// An earlier value: most often the last one.
    fn earlier(&mut self, fits: impl Fn(&Value) -> bool) -> Option<Value> {
        let places: Vec<_> = (0..self.values.len()).filter(|&place| fits(&self.values[place])).collect();
        let last = *places.last()?;
        let place = if self.random.percent(70) { last } else { *self.random.one_of(&places) };
        self.values[place].is_used = true;
        Some(self.values[place].clone())
    }

    /// Writes a statement of this value, with or without its shape.
    fn bind(&mut self, text: &str, features: usize, time: Time, has_shape: bool) {
        let name = format!("h{}", self.values.len());
        let steps = self.steps;
        let shape = match time {
            Time::First => format!(": Tensor<time = {steps}, {features}>"),
            Time::Last => format!(": Tensor<{features}, time = {steps}>"),
        };
        let shape = if has_shape || self.random.percent(20) { shape } else { String::new() };
        self.lines.push(format!("let {name}{shape} = {text};"));
        self.values.push(Value { name, features, time, is_used: false });
    }

    /// Adds a value that is computed from the earlier ones.
    fn extend(&mut self) {
        let x = self.earlier(|_| true).expect("there is the input");
        let (name, features, steps) = (x.name.clone(), x.features, self.steps);
        let (text, features, time, is_network) = match (self.random.below(15), x.time) {
            (0, _) => (self.random.one_of(FUNCTIONS).replace('_', &name), features, x.time, false),
            (1, _) => {
                let y =
                    self.earlier(|y| (y.features, y.time) == (features, x.time)).expect("there is the value itself");
                let pair = *self.random.one_of(PAIRS);
                (pair.replace('#', "@").replace('_', &name).replace('@', &y.name), features, x.time, false)
            }
            (2, time) => match self.earlier(|y| y.time == time && features + y.features <= 8) {
                Some(y) => {
                    (format!("concat::<{}>({name}, {})", other(time), y.name), features + y.features, time, false)
                }
                None => (format!("{name} * {name}.mean::<{}, keep = true>()", other(time)), features, time, false),
            },
            (3, time) => (format!("{name}.cumsum::<{}>() * 0.25", axis(time)), features, time, false),
            (4, time) => {
                let shape = match time {
                    Time::First => format!("{steps}, {features}"),
                    Time::Last => format!("{features}, {steps}"),
                };
                let stored = self.field(&format!("Parameter<{shape}, init = nn::init::XavierNormal>"));
                (format!("{name} + {stored}"), features, time, false)
            }
            (5, time) => {
                let turned = if time == Time::First { Time::Last } else { Time::First };
                (format!("{name}.permute::<1, 0>()"), features, turned, false)
            }
            (6, time) => {
                let start = self.random.below(features);
                let end = self.random.between(start + 1, features);
                (format!("{name}.slice::<{}, {start}..{end}>()", other(time)), end - start, time, false)
            }
            (12, time) => {
                let function = *self.random.one_of(REDUCTIONS);
                let text = function.replace('$', &name).replace('#', &other(time).to_string());
                (text, features, time, false)
            }
            (13, time) => {
                let function = *self.random.one_of(ALONG);
                let text = function.replace('$', &name).replace('#', &other(time).to_string());
                (text, features, time, false)
            }
            (14, time) if features > 1 => self.three_axes(&name, features, time),
            // Products with a stored matrix.
            (7, Time::First) if self.random.percent(30) => {
                let to = self.random.between(1, 6);
                let stored = self.field(&format!("Parameter<{features}, {to}, init = nn::init::XavierNormal>"));
                (format!("matmul({name}, {stored})"), to, Time::First, false)
            }
            (7, Time::First) => {
                let to = self.random.between(1, 6);
                let layer = self.field(&format!("Linear<{features}, {to}>"));
                (format!("{name}.{layer}()"), to, Time::First, false)
            }
            (7, Time::Last) if self.random.percent(50) => {
                let to = self.random.between(1, 6);
                let stored = self.field(&format!("Parameter<{to}, {features}, init = nn::init::XavierNormal>"));
                (format!("matmul({stored}, {name})"), to, Time::Last, false)
            }
            (7.., Time::Last) => self.convolution(&name, features),
            (8 | 9, Time::First) => self.recurrent(&name, features),
            (10, Time::First) => self.attention(&x),
            (_, Time::First) if self.is_part || self.random.percent(50) => {
                let layer = self.random.one_of(&["LayerNorm", "RmsNorm"]).to_string();
                let layer = self.field(&format!("{layer}<{features}>"));
                (format!("{name}.{layer}()"), features, Time::First, false)
            }
            (_, Time::First) => self.part(&name, features),
        };
        self.bind(&text, features, time, is_network);
    }

    /// A causal convolution, after the zeros before the first step, or a normalisation of channels.
    fn convolution(&mut self, name: &str, channels: usize) -> (String, usize, Time, bool) {
        if self.random.percent(20) {
            let layer = self.random.one_of(&["BatchNorm1d", "PRelu"]).to_string();
            let layer = self.field(&format!("{layer}<{channels}>"));
            return (format!("{name}.{layer}()"), channels, Time::Last, false);
        }
        let (to, kernel, dilation) = (self.random.between(1, 6), self.random.between(1, 3), self.random.between(1, 3));
        let groups: Vec<_> = (1..=channels).filter(|g| channels.is_multiple_of(*g) && to.is_multiple_of(*g)).collect();
        let groups = *self.random.one_of(&groups);
        let bias = if self.random.percent(20) { ", bias = false" } else { "" };
        let layer =
            format!("Conv1d<{channels}, {to}, kernel = {kernel}, dilation = {dilation}, groups = {groups}{bias}>");
        let layer = self.field(&layer);
        let padded = match dilation * (kernel - 1) {
            0 => name.to_string(),
            zeros => format!("{name}.zero_pad::<{zeros}, 0>()"),
        };
        (format!("{padded}.{layer}()"), to, Time::Last, false)
    }

    /// A recurrent layer, or an array of them; of a formula of its own, or with initial states.
    fn recurrent(&mut self, name: &str, features: usize) -> (String, usize, Time, bool) {
        let kind = *self.random.one_of(&["Gru", "Lstm", "Rnn"]);
        match self.random.below(10) {
            0 | 1 => {
                let layer = self.field(&format!("[{kind}<{features}, {features}>; 2]"));
                return (self.array(name, &layer), features, Time::First, false);
            }
            2 | 3 => return self.scan(name, features),
            4..=6 => return self.with_states(kind, name, features),
            _ => {}
        }
        let to = self.random.between(1, 6);
        let arguments = match self.random.below(6) {
            0 => ", layers = 2",
            1 => ", bias = false",
            // A single unit might be 0 at each step.
            2 if kind == "Rnn" && to > 2 => ", nonlinearity = relu",
            _ => "",
        };
        let layer = self.field(&format!("{kind}<{features}, {to}{arguments}>"));
        (format!("{name}.{layer}()"), to, Time::First, false)
    }

    /// A call of an array of layers, or of each of its layers in a loop.
    fn array(&mut self, name: &str, layer: &str) -> String {
        if self.random.percent(50) {
            return format!("{name}.{layer}()");
        }
        let looped = format!("loop{}", self.lines.len());
        self.lines.push(format!(
            "let mut {looped} = {name};\n        for one in {layer} {{\n            {looped} = one({looped});\n        }}"
        ));
        looped
    }

    /// A state before the first step, of these sizes: one that is stored, or computed from a stored one.
    fn start(&mut self, sizes: &str) -> String {
        let kind = *self.random.one_of(&["Parameter", "Buffer"]);
        let init = if kind == "Parameter" || sizes.contains(',') { "XavierNormal" } else { "Ones" };
        let stored = self.field(&format!("{kind}<{sizes}, init = nn::init::{init}>"));
        if self.random.percent(50) { stored } else { format!("{stored}.tanh() - 0.25") }
    }

    /// Binds the outputs of a layer with states, and returns the name of the first one. A part gives no final states.
    fn with_ends(&mut self, call: &str, sizes: &str, states: usize) -> String {
        let number = self.lines.len();
        let ends: Vec<_> = (0..states).map(|state| format!("end{number}_{state}")).collect();
        let is_read: Vec<_> =
            ends.iter().map(|_| !self.is_part && self.ends.len() < 2 && self.random.percent(50)).collect();
        let names = ends.iter().zip(&is_read).map(|(end, is_read)| if *is_read { end } else { "_" });
        let names = names.collect::<Vec<_>>().join(", ");
        self.lines.push(format!("let (steps{number}, {names}) = {call};"));
        let read = ends.into_iter().zip(is_read).filter(|(_, is_read)| *is_read);
        self.ends.extend(read.map(|(end, _)| (end, sizes.into())));
        format!("steps{number}")
    }

    /// A recurrent layer with initial states.
    fn with_states(&mut self, kind: &str, name: &str, features: usize) -> (String, usize, Time, bool) {
        let (to, layers) = (self.random.between(1, 6), self.random.between(1, 3));
        let sizes = if layers > 1 { format!("{layers}, {to}") } else { to.to_string() };
        let states = if kind == "Lstm" { 2 } else { 1 };
        let starts = (0..states).map(|_| self.start(&sizes)).collect::<Vec<_>>().join(", ");
        let layers = if layers > 1 { format!(", layers = {layers}") } else { String::new() };
        let layer = self.field(&format!("{kind}<{features}, {to}{layers}>"));
        let call = match self.random.percent(50) {
            true => format!("{layer}({name}, {starts})"),
            false => format!("{name}.{layer}({starts})"),
        };
        (self.with_ends(&call, &sizes, states), to, Time::First, false)
    }

    /// A recurrent layer of a formula of its own.
    fn scan(&mut self, name: &str, features: usize) -> (String, usize, Time, bool) {
        let (state, to) = (self.random.between(1, 6), self.random.between(1, 6));
        let cell = format!("{}Cell{}", self.name, self.fields.len());
        let h = *self.random.one_of(&["(h * 0.5 + x.mix()).tanh()", "h * x.mix().sigmoid() + x.mix()"]);
        self.parts.push(format!(
            "network! {{\n    pub struct {cell} {{\n        mix: Linear<{features}, {state}>,\n        \
             out: Linear<{state}, {to}>,\n    }}\n    \
             fn forward(x: Tensor<{features}>, h: Tensor<{state}>) -> (Tensor<{to}>, Tensor<{state}>) {{\n        \
             let h = {h};\n        (h.out().sin(), h)\n    }}\n}}\n"
        ));
        let start = self.start(&state.to_string());
        let layer = self.field(&format!("nn::layers::Scan<{cell}>"));
        let call = format!("{layer}({name}, {start})");
        (self.with_ends(&call, &state.to_string(), 1), to, Time::First, true)
    }

    /// A value as one of three axes, of which the others are those of its features, and back.
    fn three_axes(&mut self, name: &str, features: usize, time: Time) -> (String, usize, Time, bool) {
        let outer: Vec<_> = (1..=features).filter(|outer| features.is_multiple_of(*outer)).collect();
        let outer = *self.random.one_of(&outer);
        let (inner, steps) = (features / outer, self.steps);
        let whole = match time {
            Time::First => format!("{name}.reshape::<{steps}, {outer}, {inner}>()"),
            Time::Last => format!("{name}.reshape::<{outer}, {inner}, {steps}>()"),
        };
        // Where time is in the middle.
        let (to, back, axes) = match (time, self.random.percent(50)) {
            (Time::First, false) => ("", "", [1, 2]),
            (Time::Last, false) => ("", "", [0, 1]),
            (Time::First, true) => (".permute::<1, 0, 2>()", ".permute::<1, 0, 2>()", [0, 2]),
            (Time::Last, true) => (".permute::<0, 2, 1>()", ".permute::<0, 2, 1>()", [0, 2]),
        };
        let text = match self.random.below(3) {
            0 => self.random.one_of(ALONG).replace('#', &self.random.one_of(&axes).to_string()),
            1 => self.random.one_of(REDUCTIONS).replace('#', &self.random.one_of(&axes).to_string()),
            _ => self.random.one_of(REDUCTIONS).replace('#', &format!("{}, {}", axes[0], axes[1])),
        };
        let middle = format!("m{}", self.values.len());
        self.lines.push(format!("let {middle} = {whole}{to};"));
        let text = text.replace('$', &middle);
        let shape = match time {
            Time::First => format!("{steps}, {features}"),
            Time::Last => format!("{features}, {steps}"),
        };
        (format!("({text}){back}.reshape::<{shape}>()"), features, time, false)
    }

    /// Causal attention of a value to one with as many features.
    fn attention(&mut self, x: &Value) -> (String, usize, Time, bool) {
        let features = x.features;
        let keys =
            self.earlier(|y| (y.features, y.time) == (features, x.time)).expect("there is the value itself").name;
        let heads: Vec<_> = (1..=features).filter(|heads| features.is_multiple_of(*heads)).collect();
        let heads = *self.random.one_of(&heads);
        let mut arguments = match self.random.below(5) {
            0 | 1 => String::new(),
            2 => format!(", window = {}", self.random.between(1, 4)),
            3 => ", alibi = true".into(),
            _ => ", scale = 0.75".into(),
        };
        let (mut q, mut k) = (x.name.clone(), keys.clone());
        if (features / heads).is_multiple_of(2) && self.random.percent(60) {
            let pairs = if self.random.percent(50) { ", interleaved = false, theta = 50" } else { "" };
            [q, k] = [q, k].map(|name| format!("{name}.rotary::<heads = {heads}{pairs}>()"));
        }
        let mut v = keys;
        let shared: Vec<_> = (1..heads).filter(|shared| heads.is_multiple_of(*shared)).collect();
        if !shared.is_empty() && self.random.percent(50) {
            let shared = *self.random.one_of(&shared);
            [k, v] = [k, v].map(|name| format!("{name}.slice::<1, ..{}>()", features / heads * shared));
            arguments.push_str(&format!(", kv_heads = {shared}"));
        }
        (format!("attention({q}, {k}, {v}, heads = {heads}, causal = true{arguments})"), features, Time::First, false)
    }

    /// A network as a layer, or an array of them.
    fn part(&mut self, name: &str, features: usize) -> (String, usize, Time, bool) {
        let kind = format!("Part{}", self.fields.len());
        let (count, steps) = (self.random.between(1, 3), self.steps);
        let x = Value { name: "x".into(), features, time: Time::First, is_used: true };
        let mut part = Drawing::new(&mut *self.random, &kind, steps, x, true);
        (0..count).for_each(|_| part.extend());
        let mut sum = String::from("x");
        for Value { name, time, .. } in part.values.iter().filter(|value| !value.is_used) {
            write!(sum, " + {name}.mean::<{}, keep = true>()", other(*time)).unwrap();
            if *time == Time::Last {
                sum.push_str(".permute::<1, 0>()");
            }
        }
        let shape = format!("Tensor<time = {steps}, {features}>");
        let text = part.written(&format!("x: {shape}"), &shape, &sum);
        let cells = part.parts.concat();
        self.parts.push(cells + &text);
        if self.random.percent(40) {
            let layer = self.field(&format!("[{kind}; 2]"));
            return (self.array(name, &layer), features, Time::First, true);
        }
        let layer = self.field(&kind);
        (format!("{name}.{layer}()"), features, Time::First, true)
    }
}

/// The axis of time.
fn axis(time: Time) -> usize {
    usize::from(time == Time::Last)
}

/// The other axis.
fn other(time: Time) -> usize {
    1 - axis(time)
}

/// Draws a network of one to ten statements, and writes the check of its steps.
fn network(random: &mut Random) -> (String, String) {
    let (steps, features) = (random.between(2, 9), random.between(1, 6));
    let value = |name: &str, time| Value { name: name.into(), features, time, is_used: false };
    let (mut inputs, x, mut axes) = match random.below(4) {
        0 => (format!("x: Tensor<{features}, time = {steps}>"), value("x", Time::Last), vec![Some(1)]),
        1 => (format!("x: Tensor<time = {steps}, Class<7>>"), value("embedded", Time::First), vec![Some(0)]),
        _ => (format!("x: Tensor<time = {steps}, {features}>"), value("x", Time::First), vec![Some(0)]),
    };
    let (name, time) = (x.name.clone(), x.time);
    let mut drawing = Drawing::new(random, "Net", steps, x, false);
    if name != "x" {
        drawing.fields.push(format!("table: Embedding<7, {features}>"));
        drawing.lines.push(format!("let {name} = x.table();"));
    }
    // A second input, which is the same at each step.
    if time == Time::First && drawing.random.percent(30) {
        inputs.push_str(&format!(", scale: Tensor<{features}>"));
        axes.push(None);
        drawing.values[0].is_used = true;
        drawing.bind(&format!("{name} * scale"), features, time, false);
    }
    let count = drawing.random.between(1, 10);
    for _ in 0..count {
        drawing.extend();
        // `forward` has at most six outputs.
        if drawing.values.iter().filter(|value| !value.is_used).count() + drawing.ends.len() >= 6 {
            break;
        }
    }
    // The values that are not used yet are the outputs; some of them only at their last step.
    let (mut shapes, mut values, mut axes_out) = (Vec::new(), Vec::new(), Vec::new());
    for Value { name, features, time, .. } in drawing.values.iter().filter(|value| !value.is_used) {
        if drawing.random.percent(20) {
            shapes.push(format!("Tensor<{features}>"));
            values.push(format!("{name}.select::<{}, -1>()", axis(*time)));
            axes_out.push(None);
            continue;
        }
        shapes.push(match time {
            Time::First => format!("Tensor<time = {steps}, {features}>"),
            Time::Last => format!("Tensor<{features}, time = {steps}>"),
        });
        values.push(name.clone());
        axes_out.push(Some(axis(*time)));
    }
    for (name, sizes) in &drawing.ends {
        shapes.push(format!("Tensor<{sizes}>"));
        values.push(name.clone());
        axes_out.push(None);
    }
    let tuple = |parts: Vec<String>| match &parts[..] {
        [one] => one.clone(),
        parts => format!("({})", parts.join(", ")),
    };
    let text = drawing.written(&inputs, &tuple(shapes), &tuple(values));
    let check = format!("steps::check::<Net>([&{axes:?}, &{axes_out:?}], {steps}, {ERROR:?})");
    (drawing.parts.concat() + &text, check)
}

/// The networks of a seed.
fn networks(seed: u64, count: u64) -> Vec<(String, String)> {
    (0..count).map(|number| network(&mut Random::of_pair(seed ^ 0x57e9, number))).collect()
}

#[test]
fn what_streams_is_drawn() {
    let texts: Vec<_> = networks(SEED, STREAMS).into_iter().map(|(text, _)| text).collect();
    let written =
        ["Gru<", "Lstm<", "Rnn<", "layers = 2", "window = ", "alibi = ", "kv_heads = ", "rotary", "dilation = 2"];
    let more = [
        "softmax",
        "logsumexp",
        "std::<",
        "::<0, 2, keep",
        "zero_pad",
        "cumsum",
        "Parameter<",
        "[Part",
        ": Part",
        "Scan<",
        "Cell",
        "Buffer<",
        "for one in",
        "layers = 3",
        "_, end",
        ", end",
        "Embedding<",
        "scale: ",
        "permute",
        "BatchNorm1d",
    ];
    for written in written.into_iter().chain(more) {
        assert!(texts.iter().any(|text| text.contains(written)), "`{written}` is never drawn");
    }
}

#[test]
#[ignore = "slow: run by the gate"]
fn streams_give_what_whole_networks_give() {
    let (seed, count) = (variable("NN_SEED", SEED), variable("NN_STREAMS", STREAMS));
    let wrong = programs::judge_each("streams", &["cases/steps"], "", &networks(seed, count));
    assert!(wrong.is_empty(), "NN_SEED={seed} NN_STREAMS={count}\n{}", wrong.join("\n"));
}
