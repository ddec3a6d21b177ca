//! Networks that differ in one attribute have different fingerprints; other ways to write a network have the same one.

use crate::programs;
use crate::random::Random;
use std::fmt::Write;

/// A layer or an operation on a value `h` of 8 channels, which it preserves.
struct Part {
    /// The values of each attribute.
    attributes: &'static [&'static [&'static str]],
    write: fn(&[&str]) -> Written,
}

/// How a part is written.
enum Written {
    /// A layer of the struct, by its type.
    Layer(String),
    /// A method call on the value.
    Method(String),
    /// Statements.
    Statements(String),
}

const EPSILONS: &[&str] = &["1e-3", "1e-5", "1e-6"];
const WINDOW: [&[&str]; 3] = [&["2", "3", "(2, 3)"], &["1", "2", "(1, 2)"], &["0", "1", "(1, 0)"]];
const OF_POOL: &[&str] = &["2", "3", "2, 3"];
const BIAS: &[&str] = &["true", "false"];
const BORDER: &[&str] = &["0", "1", "2"];
const MILLIONTHS: &[&str] = &["0.1", "0.3", "0.300001"];

const PARTS: &[Part] = &[
    Part {
        attributes: &[WINDOW[0], WINDOW[1], WINDOW[2], &["1", "2", "(2, 1)"], &["1", "2", "4", "8"], BIAS],
        write: |a| {
            let window = format!("kernel = {}, stride = {}, padding = {}, dilation = {}", a[0], a[1], a[2], a[3]);
            Written::Layer(format!("Conv2d<8, 8, {window}, groups = {}, bias = {}>", a[4], a[5]))
        },
    },
    Part {
        attributes: &[WINDOW[0], WINDOW[2], &["0", "1", "(0, 1)"], &["1", "2", "8"], BIAS],
        write: |a| {
            let window = format!("kernel = {}, stride = 2, padding = {}, output_padding = {}", a[0], a[1], a[2]);
            Written::Layer(format!("ConvTranspose2d<8, 8, {window}, groups = {}, bias = {}>", a[3], a[4]))
        },
    },
    Part {
        attributes: &[OF_POOL, WINDOW[1], WINDOW[2], &["1", "2"]],
        write: |a| {
            let window = format!("{}, stride = {}, padding = {}, dilation = {}", a[0], a[1], a[2], a[3]);
            Written::Method(format!("max_pool::<{window}>()"))
        },
    },
    Part {
        attributes: &[&["max", "avg"], OF_POOL, WINDOW[1], WINDOW[2]],
        write: |a| Written::Method(format!("{}_pool::<{}, stride = {}, padding = {}>()", a[0], a[1], a[2], a[3])),
    },
    Part {
        attributes: &[&[
            "relu",
            "selu",
            "gelu",
            "gelu_tanh",
            "silu",
            "mish",
            "sigmoid",
            "hard_sigmoid",
            "tanh",
            "hard_swish",
            "softmax",
            "log_softmax",
            "relu6",
            "hardtanh",
            "log_sigmoid",
            "softsign",
            "tanhshrink",
            "softmin",
            "softmax2d",
        ]],
        write: |a| Written::Method(format!("{}()", a[0])),
    },
    Part {
        attributes: &[
            &["leaky_relu", "elu", "softplus", "celu", "softshrink", "hardshrink", "dropout", "dropout2d"],
            MILLIONTHS,
        ],
        write: |a| Written::Method(format!("{}::<{}>()", a[0], a[1])),
    },
    Part {
        attributes: &[&["hardtanh", "threshold"], &["-2", "-1.5", "-0.000001"], &["0.5", "2.0"]],
        write: |a| Written::Method(format!("{}::<{}, {}>()", a[0], a[1], a[2])),
    },
    Part {
        attributes: &[&["1.0", "2.0"], &["10.0", "20.0", "30.0"]],
        write: |a| Written::Method(format!("softplus::<{}, {}>()", a[0], a[1])),
    },
    Part {
        attributes: &[&["3", "5"], &["1e-4", "1e-3"], &["0.5", "0.75"], &["1.0", "2.0"]],
        write: |a| {
            let of = format!("{}, alpha = {}, beta = {}, k = {}", a[0], a[1], a[2], a[3]);
            Written::Method(format!("local_response_norm::<{of}>()"))
        },
    },
    Part {
        attributes: &[&["1", "2"]],
        write: |a| Written::Statements(format!("let h = concat::<{0}>(h, h).glu::<{0}>();", a[0])),
    },
    Part {
        attributes: &[EPSILONS, &["0.1", "0.2", "None"], &["", ", affine = false", ", bias = false"]],
        write: |a| Written::Layer(format!("BatchNorm2d<8, eps = {}, momentum = {}{}>", a[0], a[1], a[2])),
    },
    Part {
        attributes: &[&["track_running_stats = false", "track_running_stats = true", "momentum = 0.2"]],
        write: |a| Written::Layer(format!("BatchNorm2d<8, {}>", a[0])),
    },
    Part {
        attributes: &[
            &["", ", affine = true", ", affine = true, bias = false"],
            &["", ", track_running_stats = true", ", track_running_stats = true, momentum = 0.2"],
            EPSILONS,
        ],
        write: |a| Written::Layer(format!("InstanceNorm2d<8{}{}, eps = {}>", a[0], a[1], a[2])),
    },
    Part {
        attributes: &[&["1", "2", "4"], EPSILONS, &["", ", affine = false", ", bias = false"]],
        write: |a| Written::Layer(format!("GroupNorm<{}, 8, eps = {}{}>", a[0], a[1], a[2])),
    },
    Part { attributes: &[&["PRelu", "PRelu<8>"]], write: |a| Written::Layer(a[0].into()) },
    Part { attributes: &[&["1", "2", "3"]], write: |a| Written::Method(format!("upsample::<{}>()", a[0])) },
    Part {
        attributes: &[BORDER, BORDER, BORDER, BORDER],
        write: |a| Written::Method(format!("zero_pad::<{}, {}, {}, {}>()", a[0], a[1], a[2], a[3])),
    },
    Part {
        attributes: &[&["reflect", "replicate", "circular"], BORDER, BORDER],
        write: |a| Written::Method(format!("{}_pad::<{}, 0, 0, {}>()", a[0], a[1], a[2])),
    },
    Part {
        attributes: &[&["0.5", "-1.0", "2"], BORDER],
        write: |a| {
            Written::Method(format!("constant_pad::<1, {}, value = {}>()", a[1], a[0]).replace(", v", ", 0, 0, v"))
        },
    },
    Part {
        attributes: &[&["max_pool::<3", "lp_pool::<3", "avg_pool::<3"], WINDOW[1], &["false", "true"]],
        write: |a| Written::Method(format!("{}, stride = {}, ceil_mode = {}>()", a[0], a[1], a[2])),
    },
    Part {
        attributes: &[&[
            "count_include_pad = true",
            "count_include_pad = false",
            "divisor_override = 2",
            "divisor_override = 3",
        ]],
        write: |a| Written::Method(format!("avg_pool::<3, stride = 1, padding = 1, {}>()", a[0])),
    },
    Part {
        attributes: &[&["lp_pool::<2, norm_type = ", "lp_pool::<3, norm_type = "], &["1", "2", "3"]],
        write: |a| Written::Method(format!("{}{}, stride = 1>()", a[0], a[1])),
    },
    Part {
        attributes: &[&["avg", "max"], &["24", "24, 25", "25"]],
        write: |a| Written::Method(format!("adaptive_{}_pool::<{}>()", a[0], a[1])),
    },
    Part {
        attributes: &[&["bilinear", "bicubic"], &["true", "false"], &["1", "2"]],
        write: |a| Written::Method(format!("upsample::<{}, mode = {}, align_corners = {}>()", a[2], a[0], a[1])),
    },
    Part { attributes: &[&["2", "4"]], write: |a| Written::Method(format!("channel_shuffle::<{}>()", a[0])) },
    Part { attributes: &[&["0, 1, 2", "0, 2, 1"]], write: |a| Written::Method(format!("permute::<{}>()", a[0])) },
    Part {
        attributes: &[&["h + h.relu()", "h * h.relu()", "h.relu() + h", "h.relu() + h.relu()"]],
        write: |a| Written::Statements(format!("let h = {};", a[0])),
    },
    Part { attributes: &[&["1", "2"]], write: |a| Written::Statements(format!("let h = concat::<{}>(h, h);", a[0])) },
    Part {
        attributes: &[&["1", "2"], &["b, a", "a, b"]],
        write: |a| {
            Written::Statements(format!(
                "let (a, b) = split::<{}, 1>(h);\n        let h = concat::<1>({});",
                a[0], a[1]
            ))
        },
    },
];

/// The parts of a network, each with the indices of its attributes' values.
struct Drawn(Vec<(&'static Part, Vec<usize>)>);

impl Drawn {
    fn draw(random: &mut Random) -> Self {
        let mut part = || {
            let part = random.one_of(PARTS);
            (part, part.attributes.iter().map(|values| random.below(values.len())).collect())
        };
        Drawn((0..3).map(|_| part()).collect())
    }

    /// The same network except for one attribute.
    fn twin(&self, random: &mut Random) -> Self {
        let mut parts: Vec<_> = self.0.iter().map(|(part, values)| (*part, values.clone())).collect();
        let (part, values) = &mut parts[random.below(self.0.len())];
        let attribute = random.below(values.len());
        let others = part.attributes[attribute].len();
        values[attribute] = (values[attribute] + random.between(1, others - 1)) % others;
        Drawn(parts)
    }

    /// The network; with `otherwise`, it has a named size, another name, initialisers, and chained calls where possible.
    fn text(&self, otherwise: bool) -> String {
        let (mut fields, mut body) = (String::new(), String::from("let h = x"));
        for (index, (part, values)) in self.0.iter().enumerate() {
            let values: Vec<_> = part.attributes.iter().zip(values).map(|(of, &value)| of[value]).collect();
            let call = match (part.write)(&values) {
                Written::Layer(layer) => {
                    let layer = match otherwise {
                        true if layer.starts_with("Conv") => layer.replace('>', ", init = KaimingNormal>"),
                        _ => layer,
                    };
                    writeln!(fields, "        l{index}: {layer},").expect("a string can be extended");
                    format!("l{index}()")
                }
                Written::Method(method) => method,
                Written::Statements(statements) => {
                    write!(body, ";\n        {statements}\n        let h = h").expect("a string can be extended");
                    continue;
                }
            };
            let between = if otherwise { "" } else { ";\n        let h = h" };
            write!(body, ".{call}{between}").expect("a string can be extended");
        }
        let (name, last) = if otherwise { ("Other", "_") } else { ("Net", "8") };
        let text = format!(
            "use nn::prelude::*;\nuse nn::init::KaimingNormal;\nnetwork! {{\n    pub struct {name} {{\n{fields}        fc: \
             Linear<{last}, 3>,\n    }}\n    fn forward(x: Tensor<8, 48, 48>) -> Tensor<3> {{\n        {body};\n        \
             h.global_avg_pool().fc()\n    }}\n}}\n"
        );
        if !otherwise {
            return text;
        }
        let named = text.replace("<8, 8,", "<Channels, Channels,").replace("d<8,", "d<Channels,");
        format!("type Channels = dim![8];\n{}", named.replace("Tensor<8,", "Tensor<Channels,"))
    }
}

#[test]
#[ignore = "slow: run by the gate"]
fn changed_attribute_changes_fingerprint() {
    let (seed, count) = (crate::variable("NN_SEED", 0), crate::variable("NN_PAIRS", crate::PAIRS));
    let mut programs = Vec::new();
    let mut texts = Vec::new();
    let numbers: Vec<_> = (0..count).collect();
    for numbers in numbers.chunks(50) {
        let (mut program, mut main) = (String::from("#![allow(warnings)]\n"), String::new());
        for &number in numbers {
            let random = &mut Random::of_pair(seed, number);
            let drawn = Drawn::draw(random);
            let [one, twin, same] = [drawn.text(false), drawn.twin(random).text(false), drawn.text(true)];
            write!(
                program,
                "mod one_{number} {{\n{one}}}\nmod twin_{number} {{\n{twin}}}\nmod same_{number} {{\n{same}}}\n"
            )
            .expect("a string can be extended");
            writeln!(
                main,
                "    println!(\"{{:x}} {{:x}} {{:x}}\", const {{ nn::graph::fingerprint::<one_{number}::Net>() }}, \
                 const {{ nn::graph::fingerprint::<twin_{number}::Net>() }}, const {{ nn::graph::fingerprint::<same_{number}::Other>() }});"
            )
            .expect("a string can be extended");
            texts.push([one, twin, same]);
        }
        writeln!(program, "fn main() {{\n{main}}}").expect("a string can be extended");
        programs.push(program);
    }
    let output = programs::outputs("attributes", &programs).concat();
    let lines: Vec<_> = output.lines().collect();
    assert_eq!(lines.len(), texts.len());
    for ([one, twin, same], line) in texts.iter().zip(lines) {
        let prints: Vec<_> = line.split(' ').collect();
        assert_ne!(prints[0], prints[1], "{one}\n{twin}");
        assert_eq!(prints[0], prints[2], "{one}\n{same}");
    }
}
