//! Random expressions of operators, element-wise functions, broadcasting and reductions, up to twenty deep. Each must compile, equal
//! its graph, have the gradients of central differences, and allocate nothing.
//!
//! The gate checks 40. For any number from any seed:
//!
//! ```sh
//! NN_EXPRESSIONS=200 NN_SEED=7 cargo test --test generated -- --ignored --nocapture expressions_have_gradients
//! ```

use crate::random::Random;
use crate::{programs, variable};

/// The seed, unless `NN_SEED` sets it: one whose first networks cover what `operations_on_several_values_are_drawn` requires.
const SEED: u64 = 839;

/// The number of networks, unless `NN_EXPRESSIONS` sets it.
const EXPRESSIONS: u64 = 40;

/// An expression as written, with the sizes of its value.
#[derive(Clone)]
struct Drawn {
    text: String,
    sizes: Vec<usize>,
    depth: usize,
}

/// The values that an expression begins with.
struct Drawing<'a> {
    random: &'a mut Random,
    leaves: Vec<Drawn>,
    /// The names and texts of functions that the expression calls.
    functions: Vec<(String, String)>,
    /// The layers that the functions call.
    layers: Vec<Layers>,
}

/// The layers of a function.
struct Layers {
    /// The name of the function.
    function: String,
    /// The network that is a cell of a layer; empty for other layers.
    cell: String,
    /// The fields of the network.
    fields: String,
}

/// Functions that are defined everywhere, with `_` for the value; the last ones keep numbers small.
const FUNCTIONS: &[&str] = &[
    "_.sin()",
    "_.cos()",
    "_.erf()",
    "_.abs()",
    "_.tanh()",
    "_.sigmoid()",
    "(-_)",
    "_.square().log1p()",
    "(_.abs() + 0.5).ln()",
    "(_.square() + 0.25).sqrt()",
    "(_.square() + 0.5).rsqrt()",
    "(_.square() + 1).recip()",
    "_.tanh().exp()",
    "_.tanh().expm1()",
    "_.clamp(-1.5, 1.5)",
    "_.relu()",
    "_.gelu()",
    "_.softplus()",
    "(_.abs() + 0.5).pow(0.7)",
    "_.tanh().pow(3)",
    "_.sign()",
    "_.floor().tanh()",
    "(_ * 0.5)",
    "(1.5 - _)",
    "(_ / 4)",
    "(2 * _ - 0.25)",
];

/// What may make all elements of a row equal or 0: their standard deviation or norm has no derivative.
const LEVELLING: &[&str] = &["relu", "sign", "floor", "clamp", "one_hot", "!=", "gather", "select"];

/// Functions of two values, with `_` and `#`.
const PAIRS: &[&str] = &[
    "(_ + #)",
    "(_ - #)",
    "(_ * #).tanh()",
    "(_ / (#.square() + 1))",
    "minimum(_, #)",
    "maximum(_, #)",
    "select(_ > #, _, -#)",
    "select(_ <= 0.25, #, _)",
    "(_ * (_ != #))",
    "(_.abs() + 0.5).pow(#.tanh())",
];

impl Drawing<'_> {
    fn leaf(&mut self) -> Drawn {
        self.random.one_of(&self.leaves).clone()
    }

    /// An expression of this depth.
    fn of_depth(&mut self, depth: usize) -> Drawn {
        let mut value = self.leaf();
        while value.depth < depth {
            value = match self.random.below(10) {
                0..=4 => {
                    let function = *self.random.one_of(FUNCTIONS);
                    Drawn { text: function.replace('_', &value.text), depth: value.depth + 1, ..value }
                }
                5..=7 => {
                    let depth = self.random.below(3);
                    let other = self.of_depth(depth);
                    match self.paired(&value, &other) {
                        Some(pair) => pair,
                        None => continue,
                    }
                }
                _ => match self.reduced(&value) {
                    Some(reduced) => reduced,
                    None => continue,
                },
            };
            // Expressions that write a value twice would grow exponentially.
            if value.text.len() > 2000 {
                break;
            }
        }
        value
    }

    /// Two values of which one is broadcast to the other, in any order.
    fn paired(&mut self, a: &Drawn, b: &Drawn) -> Option<Drawn> {
        let (large, small) = if a.sizes.len() >= b.sizes.len() { (a, b) } else { (b, a) };
        let last = &large.sizes[large.sizes.len() - small.sizes.len()..];
        let is_small = last.iter().zip(&small.sizes).all(|(large, small)| small == large || *small == 1);
        if !is_small {
            return None;
        }
        let (first, second) = if self.random.percent(50) { (a, b) } else { (b, a) };
        let text = self.random.one_of(PAIRS).replace('#', "@").replace('_', &first.text).replace('@', &second.text);
        Some(Drawn { text, sizes: large.sizes.clone(), depth: a.depth.max(b.depth) + 1 })
    }

    /// The value combined with a reduction of it, which is broadcast to it.
    fn reduced(&mut self, value: &Drawn) -> Option<Drawn> {
        let (axis, rank) = (self.random.below(value.sizes.len()), value.sizes.len());
        let size = value.sizes[axis];
        let name = *self.random.one_of(&["sum", "mean", "var", "std", "norm", "logsumexp"]);
        if matches!(name, "var" | "std") && size < 2 {
            return None;
        }
        if matches!(name, "std" | "norm") && LEVELLING.iter().any(|levelling| value.text.contains(levelling)) {
            return None;
        }
        let text = &value.text;
        let (reduced, sizes) = match self.random.below(11) {
            9 if rank == 2 => (self.recurrent(value), value.sizes.clone()),
            10 => (self.looped(value), value.sizes.clone()),
            7 | 8 if rank == 2 => self.attended(value),
            // The axis before the last one is that of the steps.
            4 if rank == 2 => (self.scanned(value), value.sizes.clone()),
            // Sums of products with one of the values that the expression begins with.
            6 => self.product(value),
            // The maximum of each window is doubled.
            5 if rank > 1 => (format!("({text} + {})", self.unpooled(value)), value.sizes.clone()),
            // The elements up to the largest or smallest of each row remain, of all but the last one.
            0 if value.sizes[rank - 1] > 1 => {
                let (name, last, steps) =
                    (self.random.one_of(&["argmax", "argmin"]), rank - 1, value.sizes[rank - 1] - 1);
                let (at, slice) = (format!("{text}.{name}::<{last}>()"), format!("slice::<{last}, ..{steps}>()"));
                let mask = format!("({at}.sequence_mask::<{steps}>() + {at}.one_hot().{slice})");
                let mut sizes = value.sizes.clone();
                sizes[last] = steps;
                (format!("({text}.{slice} * {mask})"), sizes)
            }
            // One element of each row remains, or the largest or smallest of each along an axis is subtracted.
            0 => {
                let name = self.random.one_of(&["argmax", "argmin"]);
                (format!("({text} * {text}.{name}::<-1>().one_hot())"), value.sizes.clone())
            }
            // Along an axis of one element nothing but zeros would remain, where the norm has no derivative.
            1 if size > 1 => {
                let name = self.random.one_of(&["argmax", "argmin"]);
                let gathered = format!("gather::<{axis}>({text}, {text}.{name}::<{axis}, keep = true>())");
                (format!("({text} - {gathered})"), value.sizes.clone())
            }
            2 if rank > 1 => {
                let mut sizes = value.sizes.clone();
                sizes.remove(axis);
                (format!("{text}.{name}::<{axis}>()"), sizes)
            }
            3 => {
                let mut sizes = value.sizes.clone();
                sizes[axis] = 1;
                let correction = if name == "var" && self.random.percent(50) { ", correction = 0" } else { "" };
                (format!("({text} - {text}.{name}::<{axis}, keep = true{correction}>())"), {
                    sizes[axis] = size;
                    sizes
                })
            }
            _ => (format!("({text} * {text}.mean())"), value.sizes.clone()),
        };
        Some(Drawn { text: reduced, sizes, depth: value.depth + 2 })
    }
}

impl Drawing<'_> {
    /// A sum of products of the value and another one, whose axes may have the letters of axes of the same size, and its sizes.
    fn product(&mut self, value: &Drawn) -> (String, Vec<usize>) {
        let other = self.leaf();
        let first: Vec<char> = ('a'..).take(value.sizes.len()).collect();
        let mut second = Vec::new();
        for (axis, &size) in other.sizes.iter().enumerate() {
            let same = (0..first.len()).filter(|&at| value.sizes[at] == size && !second.contains(&first[at]));
            let same: Vec<_> = same.collect();
            second.push(match same.is_empty() || self.random.percent(30) {
                true => ['x', 'y', 'z'][axis],
                false => first[*self.random.one_of(&same)],
            });
        }
        let mut all: Vec<_> = first.iter().copied().zip(value.sizes.iter().copied()).collect();
        all.extend(
            second.iter().copied().zip(other.sizes.iter().copied()).filter(|(letter, _)| !first.contains(letter)),
        );
        self.random.shuffle(&mut all);
        all.truncate(self.random.between(1, all.len().min(3)));
        let (first, second) = (String::from_iter(first), String::from_iter(second));
        let result: String = all.iter().map(|(letter, _)| letter).collect();
        let text = format!("einsum(\"{first},{second}->{result}\", {}, {}).tanh()", value.text, other.text);
        (text, all.into_iter().map(|(_, size)| size).collect())
    }

    /// The attention of the value to one that the expression begins with and that has as many features, or to itself.
    fn attended(&mut self, value: &Drawn) -> (String, Vec<usize>) {
        let features = value.sizes[1];
        let heads: Vec<_> = (1..=features).filter(|heads| features.is_multiple_of(*heads)).collect();
        let heads = *self.random.one_of(&heads);
        let leaf = self.leaf();
        let fits = leaf.sizes.len() == 2 && leaf.sizes[1] == features;
        let keys = if fits { &leaf.text } else { &value.text };
        let arguments = match self.random.below(6) {
            0 => String::new(),
            1 => ", dropout = 0.25".into(),
            2 => ", causal = true".into(),
            3 => format!(", causal = true, window = {}", self.random.between(1, 3)),
            4 => ", causal = true, alibi = true".into(),
            _ => ", scale = 0.75".into(),
        };
        // With fewer heads of keys and values, these have as many elements less.
        let shared: Vec<_> = (1..heads).filter(|shared| heads.is_multiple_of(*shared)).collect();
        let (keys, arguments) = match shared.is_empty() || self.random.percent(50) {
            true => (keys.clone(), arguments),
            false => {
                let shared = *self.random.one_of(&shared);
                let keys = format!("{keys}.slice::<1, ..{}>()", features / heads * shared);
                (keys, format!(", kv_heads = {shared}{arguments}"))
            }
        };
        let mut text = value.text.clone();
        if (features / heads).is_multiple_of(2) && self.random.percent(50) {
            let pairs = if self.random.percent(50) { ", interleaved = false, theta = 50" } else { "" };
            text = format!("{text}.rotary::<heads = {heads}{pairs}>()");
        }
        (format!("attention({text}, {keys}, {keys}, heads = {heads}{arguments})"), value.sizes.clone())
    }

    /// A call of a function that pools a value, and unpools the maxima to the size of the value.
    fn unpooled(&mut self, value: &Drawn) -> String {
        let [channels, sizes @ ..] = &value.sizes[..] else { unreachable!("a value with channels") };
        let (mut lists, mut is_inverse) = ([const { Vec::new() }; 3], true);
        for &size in sizes {
            let (kernel, stride) = (self.random.between(1, size.min(3)), self.random.between(1, 3));
            let padding = self.random.between(0, kernel / 2);
            let places = (size + 2 * padding - kernel) / stride + 1;
            is_inverse &= (places - 1) * stride + kernel == size + 2 * padding;
            for (list, number) in lists.iter_mut().zip([kernel, stride, padding]) {
                list.push(number);
            }
        }
        let listed = |numbers: &[usize]| numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let tuple = |numbers: &[usize]| match numbers {
            [one] => one.to_string(),
            several => format!("({})", listed(several)),
        };
        let window = format!("{}, stride = {}, padding = {}", listed(&lists[0]), tuple(&lists[1]), tuple(&lists[2]));
        // The size that unpooling has without the argument.
        let output_size = match is_inverse && self.random.percent(50) {
            true => String::new(),
            false => format!(", output_size = {}", tuple(sizes)),
        };
        let (name, shape) =
            (format!("maxima{}", self.functions.len()), format!("Tensor<{channels}, {}>", listed(sizes)));
        let text = format!(
            "    fn {name}(x: {shape}) -> {shape} {{\n        \
             let (h, places) = x.max_pool::<{window}, return_indices = true>();\n        \
             max_unpool::<{window}{output_size}>(h, places)\n    }}\n"
        );
        let call = format!("{name}({})", value.text);
        self.functions.push((name, text));
        call
    }

    /// A call of a function that scans the rows of a value by a cell of its own.
    fn scanned(&mut self, value: &Drawn) -> String {
        let [steps, size] = value.sizes[..] else { unreachable!("a value with two axes") };
        let index = self.layers.len();
        let h = *self.random.one_of(&["(h * 0.5 + x).tanh()", "h * gate + x", "(x.mix() - h).tanh()"]);
        let h = h.replace("gate", "x.mix().sigmoid()");
        let name = format!("scanned{index}");
        self.layers.push(Layers {
            function: name.clone(),
            cell: format!(
                "network! {{\n    #[dtype(f64)]\n    pub struct Cell{index} {{\n        mix: Linear<{size}, {size}>,\n    }}\n    \
                 fn forward(x: Tensor<{size}>, h: Tensor<{size}>) -> (Tensor<{size}>, Tensor<{size}>) {{\n        \
                 let h = {h} + x.mix() * 0.25;\n        (h * x, h)\n    }}\n}}\n"
            ),
            fields: format!(
                "        steps{index}: nn::layers::Scan<Cell{index}>,\n        start{index}: Parameter<{size}>,\n"
            ),
        });
        let shape = format!("Tensor<{steps}, {size}>");
        let text = format!(
            "    fn {name}(x: {shape}) -> {shape} {{\n        let (y, h) = steps{index}(x, start{index});\n        \
             let y: {shape} = y;\n        let h: Tensor<{size}> = h;\n        y + h\n    }}\n"
        );
        let call = format!("{name}({})", value.text);
        self.functions.push((name, text));
        call
    }

    /// A call of a function that reads the rows of a value by a recurrent layer with initial states, and adds its final ones.
    fn recurrent(&mut self, value: &Drawn) -> String {
        let [steps, size] = value.sizes[..] else { unreachable!("a value with two axes") };
        let index = self.layers.len();
        let kind = *self.random.one_of(&["Gru", "Lstm", "Rnn"]);
        let (layers, both) = (self.random.between(1, 2), self.random.percent(30));
        let rows = layers * if both { 2 } else { 1 };
        let states = if rows > 1 { format!("{rows}, {size}") } else { size.to_string() };
        let mut arguments = if layers > 1 { ", layers = 2".to_string() } else { String::new() };
        arguments.push_str(if both { ", bidirectional = true" } else { "" });
        let name = format!("recurrent{index}");
        self.layers.push(Layers {
            function: name.clone(),
            cell: String::new(),
            fields: format!(
                "        steps{index}: {kind}<{size}, {size}{arguments}>,\n        start{index}: Parameter<{states}>,\n"
            ),
        });
        // Of the states of several rows, the last one; of two directions, the second one.
        let row = |state: &str| if rows > 1 { format!("{state}.select::<0, -1>()") } else { state.to_string() };
        let half = if both { format!(".slice::<1, {size}..>()") } else { String::new() };
        let (outputs, starts, sum) = match kind {
            "Lstm" => ("h, c", format!("start{index}, start{index} * 0.5"), format!("{} + {}", row("h"), row("c"))),
            _ => ("h", format!("start{index}"), row("h")),
        };
        let shape = format!("Tensor<{steps}, {size}>");
        let text = format!(
            "    fn {name}(x: {shape}) -> {shape} {{\n        let (y, {outputs}) = steps{index}(x, {starts});\n        \
             y{half} + ({sum})\n    }}\n"
        );
        let call = format!("{name}({})", value.text);
        self.functions.push((name, text));
        call
    }

    /// A call of a function with a loop over an array of layers.
    fn looped(&mut self, value: &Drawn) -> String {
        let (index, count) = (self.layers.len(), self.random.between(1, 3));
        let sizes = value.sizes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let last = value.sizes[value.sizes.len() - 1];
        let name = format!("looped{index}");
        self.layers.push(Layers {
            function: name.clone(),
            cell: String::new(),
            fields: format!("        blocks{index}: [Linear<{last}, {last}>; {count}],\n"),
        });
        let next = *self.random.one_of(&["block(h).tanh() + x", "h - block(h * 0.5).sin()", "block(h) * x.sigmoid()"]);
        let text = format!(
            "    fn {name}(x: Tensor<{sizes}>) -> Tensor<{sizes}> {{\n        let mut h = x;\n        \
             for block in blocks{index} {{\n            h = {next};\n        }}\n        h\n    }}\n"
        );
        let call = format!("{name}({})", value.text);
        self.functions.push((name, text));
        call
    }

    /// The functions that an expression calls; a value that was drawn in vain may have called others.
    fn called(&self, drawn: &Drawn) -> String {
        let called = self.functions.iter().filter(|(name, _)| drawn.text.contains(&format!("{name}(")));
        called.map(|(_, text)| text.as_str()).collect()
    }

    /// The cells and the fields of the functions that an expression calls.
    fn called_layers(&self, drawn: &Drawn) -> [String; 2] {
        let is_called = |layers: &&Layers| drawn.text.contains(&format!("{}(", layers.function));
        let called = || self.layers.iter().filter(is_called);
        [called().map(|layers| layers.cell.as_str()).collect(), called().map(|layers| layers.fields.as_str()).collect()]
    }
}

/// A network of one expression.
fn network(random: &mut Random) -> String {
    let rank = random.between(1, 3);
    let whole: Vec<usize> = (0..rank).map(|_| random.between(1, 4)).collect();
    let last = whole[rank - 1];
    let mut small = whole[random.below(rank)..].to_vec();
    let axis = random.below(small.len());
    if random.percent(50) {
        small[axis] = 1;
    }
    let leaf = |name: &str, sizes: &[usize]| Drawn { text: name.into(), sizes: sizes.into(), depth: 0 };
    let leaves = vec![leaf("h", &[last]), leaf("y", &whole), leaf("z", &small)];
    let depth = random.between(1, 20);
    let mut drawing = Drawing { random, leaves, functions: Vec::new(), layers: Vec::new() };
    let drawn = drawing.of_depth(depth);
    let sizes = |sizes: &[usize]| sizes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let [cells, fields] = drawing.called_layers(&drawn);
    format!(
        "{cells}network! {{\n    #[dtype(f64)]\n    pub struct Net {{\n        fc: Linear<2, {last}>,\n{fields}    }}\n    \
         fn forward(x: Tensor<2>, y: Tensor<{}>, z: Tensor<{}>) -> (Tensor<{}>, Tensor<{last}>, Tensor<{}>, Tensor<{}>) {{\n        \
         let h = x.fc();\n        ({}, h, y, z)\n    }}\n{}}}\n",
        sizes(&whole),
        sizes(&small),
        sizes(&drawn.sizes),
        sizes(&whole),
        sizes(&small),
        drawn.text,
        drawing.called(&drawn),
    )
}

/// The networks of a seed.
fn networks(seed: u64, count: u64) -> Vec<String> {
    (0..count).map(|number| network(&mut Random::of_pair(seed ^ 0x5eed, number))).collect()
}

#[test]
fn operations_on_several_values_are_drawn() {
    let networks = networks(SEED, EXPRESSIONS);
    let attention = [
        "attention(",
        ", causal = ",
        ", window = ",
        ", alibi = ",
        ", scale = ",
        ", dropout = ",
        "kv_heads = ",
        "rotary::<",
        "theta = ",
    ];
    let others = [
        "return_indices = true",
        "max_unpool::<",
        "output_size = ",
        "padding = 0>(h",
        "einsum(",
        "Scan<",
        "sequence_mask::<",
    ];
    let layers = ["Gru<", "Lstm<", "Rnn<", "layers = 2>", "bidirectional = true", "for block in", "; 3]"];
    for written in attention.into_iter().chain(others).chain(layers) {
        assert!(networks.iter().any(|network| network.contains(written)), "`{written}` is never drawn");
    }
}

#[test]
#[ignore = "slow: run by the gate"]
fn expressions_have_gradients_and_allocate_nothing() {
    let (seed, count) = (variable("NN_SEED", SEED), variable("NN_EXPRESSIONS", EXPRESSIONS));
    let verdict = |network: String| {
        // Dropout computes something else in training than in inference.
        let is_random = network.contains("dropout");
        let verdict = format!(
            "interpreter::compare::<dim![2], Net>(1)\
             .and_then(|()| verdict::gradients::<<Net as nn::Network>::In, dim![2], Net>({is_random}))\
             .and_then(|()| allocations::none::<dim![2], Net>())"
        );
        (network, verdict)
    };
    let networks: Vec<_> = networks(seed, count).into_iter().map(verdict).collect();
    let modules = ["generated/interpreter", "generated/verdict", "generated/allocations"];
    let wrong =
        programs::judge_each("expressions", &modules, "    std::panic::set_hook(Box::new(|_| {}));\n", &networks);
    assert!(wrong.is_empty(), "NN_SEED={seed} NN_EXPRESSIONS={count}\n{}", wrong.join("\n"));
}
