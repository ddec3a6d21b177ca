"""How each module of PyTorch is declared here: one rule per class, which `modules.py` applies to every sample of the database.

A rule reads the arguments of a sample, each of which must be read, and returns the program of the sample. `line` names what the
program needs beside the module's own counterpart, in the words of `docs/from-pytorch.md`; without it, the sample is declared
directly. A rule raises `NotDeclared` for what does not exist here.
"""

import dataclasses
import inspect

import torch


class NotDeclared(Exception):
    """What a sample needs that does not exist here."""


class Arguments:
    """The arguments of a constructor that a sample sets, by name. Each must be read."""

    def __init__(self, module, given):
        names = list(inspect.signature(module.__init__).parameters)[1:]
        self.given = dict(zip(names, given.args, strict=False)) | dict(given.kwargs)
        self.unread = set(self.given)

    def __contains__(self, name):
        return name in self.given

    def get(self, name, default=None):
        self.unread.discard(name)
        return self.given.get(name, default)

    def named(self, **names):
        """Named arguments in Rust, `stride = 2`, for those that the sample sets: PyTorch's names, and ours."""
        given = [(ours, self.get(name)) for name, ours in names.items() if name in self]
        return [f"{ours} = {literal(value)}" for ours, value in given]


@dataclasses.dataclass
class Sample:
    """A sample of the database: its class, what it is constructed from and called with, its output, and the names of its tensors."""

    name: str
    arguments: Arguments
    inputs: list
    output: torch.Tensor
    tensors: list


@dataclasses.dataclass
class Network:
    """A network: its layers, inputs and outputs with the shapes of a sample, and the expression that `forward` returns."""

    batch: int
    inputs: list
    outputs: list
    body: str = "x"
    layers: list = dataclasses.field(default_factory=list)

    def text(self, dtype):
        layers = "".join(f"        {layer},\n" for layer in self.layers)
        names = ["x"] if len(self.inputs) == 1 else ["a", "b", "c"]
        inputs = ", ".join(f"{name}: {tensor(shape)}" for name, shape in zip(names, self.inputs, strict=False))
        outputs = [tensor(shape) for shape in self.outputs]
        outputs = outputs[0] if len(outputs) == 1 else f"({', '.join(outputs)})"
        fields = f"{{\n{layers}    }}" if layers else "{}"
        return (
            f"network! {{\n    #[dtype({dtype})]\n    struct Net {fields}\n"
            f"    fn forward({inputs}) -> {outputs} {{\n        {self.body}\n    }}\n}}"
        )


@dataclasses.dataclass
class Program:
    """A network with the tensors of its parameters; of a loss, also its expression and its target.

    `inputs` and `parameters` are those of the network: the index of an input of the sample, or the name of a tensor of the module;
    `views` maps some of them to their layout here. `target` is the expression of the target, which reads `targets`. `terms` is
    what a loss with `reduction="none"` has terms of, and their shape. `before` is applied to the first input for PyTorch.
    """

    network: Network
    line: str | None = None
    inputs: list = dataclasses.field(default_factory=lambda: [0])
    parameters: dict = dataclasses.field(default_factory=dict)
    views: dict = dataclasses.field(default_factory=dict)
    loss: str | None = None
    settings: list = dataclasses.field(default_factory=list)
    target: str = "()"
    targets: dict = dataclasses.field(default_factory=dict)
    terms: tuple | None = None
    before: object = lambda x: x

    def view(self, name, tensor):
        """A tensor of PyTorch in the layout that it has here."""
        return self.views.get(name, lambda x: x)(tensor)

    def text(self, dtype):
        """The program in Rust."""
        batch = f"dim![{self.network.batch}]"
        if self.loss is None:
            body = [f"runtime::module::<Net, {batch}>(case);"]
        else:
            body = [*self.settings, f"let target = {self.target};", f"let loss = {self.loss};"]
            if self.terms is None:
                body.append(f"runtime::reduced::<Net, {batch}, _>(case, &loss, target);")
            else:
                per, sizes = self.terms
                body.append(f"let dy = {numbers('dy 0', sizes)};")
                body.append(f"runtime::of_{per}::<Net, {batch}, _>(case, &loss, target, dy);")
        body = "".join(f"    {line}\n" for line in body)
        return (
            f"#![allow(dead_code, unused_imports)]\n\nuse nn::losses::*;\nuse nn::prelude::*;\n\ntype Element = {dtype};\n\n"
            f"{self.network.text(dtype)}\n\npub fn run(case: &mut runtime::Case) {{\n{body}}}\n"
        )


# ---------------------------------------------------------------- text


def literal(value):
    """A number, or one for each axis, in Rust."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (tuple, list)):
        return literal(value[0]) if len(set(value)) == 1 else f"({', '.join(map(literal, value))})"
    return repr(value)


def real(value):
    return repr(float(value))


def tensor(shape):
    """A tensor of `network!`: `Tensor<3, Class<10>>` for indices below 10, which the shape lists last as `-10`."""
    return f"Tensor<{', '.join(str(size) if size > 0 else f'Class<{-size}>' for size in shape)}>"


def shape(sizes):
    return f"shape![{', '.join(map(str, sizes))}]"


def call(method, arguments):
    """An operation of `forward`: `x.relu()`, or `x.softmax::<0>()`."""
    return f"x.{method}::<{', '.join(arguments)}>()" if arguments else f"x.{method}()"


# ------------------------------------------------------------- modules

RULES = {}


def rule(*names):
    """Declares the rule of these classes."""

    def declare(function):
        RULES.update(dict.fromkeys(names, function))
        return function

    return declare


def spatial(name):
    """The number of axes after the channels that a class has in its name, as in `Conv2d`."""
    return int(name[-2])


def has_batch(x, axes):
    """Whether the first axis of an input is the batch, if a sample has this number of axes. Without a batch it is one sample."""
    return x.dim() > axes


def one_to_one(sample, axes, body="x.layer()", layers=()):
    """A network of one tensor, whose samples have this number of axes."""
    x, y = sample.inputs[0], sample.output
    batched = has_batch(x, axes)
    of_sample = lambda tensor: list(tensor.shape)[batched:] or [1]
    return Network(x.shape[0] if batched else 1, [of_sample(x)], [of_sample(y)], body, list(layers))


def of_elements(sample):
    """The number of axes of a sample of a function of elements: the first of several axes is the batch."""
    return max(sample.inputs[0].dim() - 1, 1)


def trained(sample, declaration, line=None, axes=None, views=None):
    """A network with one layer, and its parameters; `views` maps some of PyTorch's tensors to their layout here."""
    # Batches are counted here only where their number determines the running statistics.
    counts = "momentum = None" in declaration
    names = [name for name in sample.tensors if counts or name != "num_batches_tracked"]
    parameters = {f"layer.{name}": name for name in names}
    views = {f"layer.{name}": function for name, function in (views or {}).items()}
    of = one_to_one(sample, axes, layers=[f"layer: {declaration}"])
    return Program(of, line, parameters=parameters, views=views)


# Functions of elements: their names here, and their arguments.
FUNCTIONS = {
    "CELU": ("celu", ["alpha"]),
    "ELU": ("elu", ["alpha"]),
    "Hardshrink": ("hardshrink", ["lambd"]),
    "Hardswish": ("hard_swish", []),
    "Hardtanh": ("hardtanh", ["min_val", "max_val"]),
    "LeakyReLU": ("leaky_relu", ["negative_slope"]),
    "LogSigmoid": ("log_sigmoid", []),
    "Mish": ("mish", []),
    "ReLU": ("relu", []),
    "ReLU6": ("relu6", []),
    "SELU": ("selu", []),
    "Sigmoid": ("sigmoid", []),
    "SiLU": ("silu", []),
    "Softshrink": ("softshrink", ["lambd"]),
    "Softsign": ("softsign", []),
    "Tanh": ("tanh", []),
    "Tanhshrink": ("tanhshrink", []),
    "Threshold": ("threshold", ["threshold", "value"]),
}


@rule(*FUNCTIONS)
def function(sample):
    method, names = FUNCTIONS[sample.name]
    arguments = [real(sample.arguments.get(name)) for name in names if name in sample.arguments]
    return Program(one_to_one(sample, of_elements(sample), call(method, arguments)))


@rule("Softplus")
def softplus(sample):
    arguments = sample.arguments
    beta, threshold = (arguments.get(name) for name in ("beta", "threshold"))
    given = [real(value) for value in (beta, threshold) if value is not None]
    if threshold is None or threshold >= 0:
        return Program(one_to_one(sample, of_elements(sample), call("softplus", given)))
    body = f"select(x * {given[0]} > {given[1]}, x, x.softplus::<{given[0]}>())"
    return Program(one_to_one(sample, of_elements(sample), body), "`select` for a negative threshold")


@rule("GELU")
def gelu(sample):
    method = {"none": "gelu", "tanh": "gelu_tanh"}[sample.arguments.get("approximate", "none")]
    return Program(one_to_one(sample, of_elements(sample), call(method, [])))


@rule("GLU", "LogSoftmax", "Softmax", "Softmin")
def along_axis(sample):
    method = {"GLU": "glu", "LogSoftmax": "log_softmax", "Softmax": "softmax", "Softmin": "softmin"}[sample.name]
    axes = of_elements(sample)
    if "dim" not in sample.arguments:
        return Program(one_to_one(sample, axes, call(method, [])))
    axis = sample.arguments.get("dim")
    axis = axis - has_batch(sample.inputs[0], axes) if axis >= 0 else axes + axis
    if method == "softmin" and axis != axes - 1:
        line = "`(-x).softmax::<0>()` for an axis that is not the last one"
        return Program(one_to_one(sample, axes, f"(-x).softmax::<{axis}>()"), line)
    # The last axis is the default.
    return Program(one_to_one(sample, axes, call(method, [] if axis == axes - 1 else [str(axis)])))


@rule("Softmax2d")
def softmax2d(sample):
    return Program(one_to_one(sample, 3, "x.softmax2d()"))


@rule("LocalResponseNorm")
def local_response_norm(sample):
    arguments = [literal(sample.arguments.get("size")), *sample.arguments.named(alpha="alpha", beta="beta", k="k")]
    return Program(one_to_one(sample, sample.inputs[0].dim() - 1, call("local_response_norm", arguments)))


@rule("AdaptiveAvgPool1d", "AdaptiveAvgPool2d", "AdaptiveAvgPool3d")
@rule("AdaptiveMaxPool1d", "AdaptiveMaxPool2d", "AdaptiveMaxPool3d")
def adaptive_pool(sample):
    count, line, x = spatial(sample.name), None, sample.inputs[0]
    if sample.arguments.get("return_indices"):
        raise NotDeclared("`return_indices`")
    sizes = sample.arguments.get("output_size")
    sizes = list(sizes) if isinstance(sizes, (tuple, list)) else [sizes] * count
    if None in sizes:
        line = "`None` is the size of the input"
        sizes = [size or x.shape[axis - count] for axis, size in enumerate(sizes)]
    arguments = [str(sizes[0])] if len(set(sizes)) == 1 else list(map(str, sizes))
    method = "adaptive_avg_pool" if "Avg" in sample.name else "adaptive_max_pool"
    return Program(one_to_one(sample, count + 1, call(method, arguments)), line)


def kernel(sizes):
    """The sizes of a window: one, or one for each axis."""
    sizes = sizes if isinstance(sizes, (tuple, list)) else [sizes]
    return [str(sizes[0])] if len(set(sizes)) == 1 else list(map(str, sizes))


@rule("AvgPool1d", "AvgPool2d", "AvgPool3d", "MaxPool1d", "MaxPool2d", "MaxPool3d")
def pool(sample):
    arguments = sample.arguments
    if arguments.get("return_indices"):
        raise NotDeclared("`return_indices`")
    names = ["stride", "padding", "dilation", "ceil_mode", "count_include_pad", "divisor_override"]
    all_arguments = kernel(arguments.get("kernel_size")) + arguments.named(**{name: name for name in names})
    method = "avg_pool" if "Avg" in sample.name else "max_pool"
    return Program(one_to_one(sample, spatial(sample.name) + 1, call(method, all_arguments)))


@rule("LPPool1d", "LPPool2d", "LPPool3d")
def lp_pool(sample):
    arguments, axes = sample.arguments, spatial(sample.name) + 1
    p, sizes = arguments.get("norm_type"), kernel(arguments.get("kernel_size"))
    if p == int(p):
        named = [f"norm_type = {int(p)}", *arguments.named(stride="stride", ceil_mode="ceil_mode")]
        return Program(one_to_one(sample, axes, call("lp_pool", sizes + named)))
    # The sum of a window is its mean times its size.
    count = int(sizes[0]) ** (axes - 1)
    body = f"({call('avg_pool', sizes).replace('x.', f'x.pow({p}).')} * {float(count)}).pow({1 / p!r})"
    return Program(one_to_one(sample, axes, body), "`(x.pow(p).avg_pool::<k>() * n).pow(1 / p)`, where p is no integer")


@rule("FractionalMaxPool2d", "FractionalMaxPool3d")
def fractional_max_pool(_):
    raise NotDeclared("no pooling over random windows")


PADS = {"Circular": "circular_pad", "Constant": "constant_pad", "Reflection": "reflect_pad", "Replication": "replicate_pad",
        "Zero": "zero_pad"}  # fmt: skip


@rule(*(f"{kind}Pad{axes}d" for kind in PADS for axes in (1, 2, 3)))
def pad(sample):
    kind, axes = sample.name.split("Pad")
    arguments = kernel(sample.arguments.get("padding"))
    arguments += [f"value = {real(sample.arguments.get('value'))}"] if "value" in sample.arguments else []
    return Program(one_to_one(sample, int(axes[0]) + 1, call(PADS[kind], arguments)))


@rule("Linear")
def linear(sample):
    arguments = sample.arguments
    sizes = [literal(arguments.get("in_features")), literal(arguments.get("out_features")), *arguments.named(bias="bias")]
    return trained(sample, f"Linear<{', '.join(sizes)}>", axes=1, views={"weight": lambda x: x.T})


@rule("Bilinear")
def bilinear(sample):
    arguments = sample.arguments
    sizes = [literal(arguments.get(name)) for name in ("in1_features", "in2_features", "out_features")]
    program = trained(sample, f"Bilinear<{', '.join(sizes + arguments.named(bias='bias'))}>", axes=1)
    program.network.inputs = [[int(sizes[0])], [int(sizes[1])]]
    program.network.body = "layer(a, b)"
    program.inputs = [0, 1]
    return program


@rule("Embedding")
def embedding(sample):
    rows, columns = sample.arguments.get("num_embeddings"), sample.arguments.get("embedding_dim")
    program = trained(sample, f"Embedding<{rows}, {columns}>", axes=sample.inputs[0].dim() - 1)
    program.network.inputs[0].append(-rows)
    return program


@rule("Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d")
@rule("LazyConv1d", "LazyConv2d", "LazyConv3d", "LazyConvTranspose1d", "LazyConvTranspose2d", "LazyConvTranspose3d")
def convolution(sample):
    arguments, line = sample.arguments, None
    inputs = "_" if sample.name.startswith("Lazy") else literal(arguments.get("in_channels"))
    size = arguments.get("kernel_size")
    named = [f"kernel = {literal(size)}"]
    if arguments.given.get("padding") == "same":
        arguments.get("padding")
        named.append(f"padding = {(size - 1) // 2}")
        line = f"`padding = {(size - 1) // 2}` for `'same'`"
    names = ["stride", "padding", "output_padding", "dilation", "groups", "bias"]
    named += arguments.named(**{name: name for name in names if name in arguments and name in arguments.unread})
    declaration = f"{sample.name.removeprefix('Lazy')}<{inputs}, {arguments.get('out_channels')}, {', '.join(named)}>"
    return trained(sample, declaration, line, axes=spatial(sample.name) + 1)


def refuse_empty(sample):
    if 0 in sample.inputs[0].shape:
        raise NotDeclared("a batch of no samples")


@rule("BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d")
def batch_norm(sample):
    refuse_empty(sample)
    arguments, x = sample.arguments, sample.inputs[0]
    tracks = arguments.given.get("track_running_stats", "Batch" in sample.name)
    names = ["eps", "momentum", "affine", "bias", "track_running_stats"]
    if not tracks:
        # It has no effect.
        arguments.get("momentum")
        names.remove("momentum")
    sizes = [literal(arguments.get("num_features")), *arguments.named(**{name: name for name in names})]
    declaration = f"{sample.name}<{', '.join(sizes)}>"
    axes = x.dim() - 1 if "Batch" in sample.name else spatial(sample.name) + 1
    return trained(sample, declaration, axes=axes)


@rule("GroupNorm")
def group_norm(sample):
    arguments = sample.arguments
    sizes = [literal(arguments.get("num_groups")), literal(arguments.get("num_channels"))]
    sizes += arguments.named(eps="eps", affine="affine", bias="bias")
    return trained(sample, f"GroupNorm<{', '.join(sizes)}>", axes=sample.inputs[0].dim() - 1)


@rule("LayerNorm", "RMSNorm")
def layer_norm(sample):
    refuse_empty(sample)
    arguments, name = sample.arguments, {"LayerNorm": "LayerNorm", "RMSNorm": "RmsNorm"}[sample.name]
    sizes = list(map(str, arguments.get("normalized_shape")))
    sizes += arguments.named(eps="eps", elementwise_affine="elementwise_affine", bias="bias")
    return trained(sample, f"{name}<{', '.join(sizes)}>", axes=sample.inputs[0].dim() - 1)


@rule("PReLU")
def prelu(sample):
    count = sample.arguments.get("num_parameters")
    return trained(sample, "PRelu" if count is None else f"PRelu<{count}>", axes=of_elements(sample))


# -------------------------------------------------------------- losses


def loss(sample, network, expression, target, targets, per="positions", terms=None, line=None, settings=(), inputs=(0,)):
    """The program of a loss. `reduction="none"` has a value for each of its `positions`, or for each of its `samples`."""
    arguments = sample.arguments
    reduction = arguments.get("reduction")
    if reduction == "none":
        every = [network.batch, *network.outputs[0]] if per == "positions" else [network.batch]
        terms = (per, terms or every)
        expression += ".reduction(Reduction::Sum)"
        method, weighted = {
            "positions": ("unreduced_positions", "PositionWeighted"),
            "samples": ("unreduced", "SampleWeighted"),
        }[per]
        ours = f"`{method}` for `reduction=\"none\"`, `{weighted}` for its gradient"
        line = f"{line}; {ours}" if line else ours
    else:
        terms = None
        if reduction is not None:
            name = {"mean": "Mean", "sum": "Sum", "batchmean": "BatchMean"}[reduction]
            expression += f".reduction(Reduction::{name})"
    return Program(network, line, list(inputs), loss=expression, settings=list(settings), target=target, targets=targets, terms=terms)


def same_shape(sample, count=1):
    """The network of a loss of `count` outputs of one shape, which passes its inputs on."""
    x = sample.inputs[0]
    axes = of_elements(sample)
    batch = x.shape[0] if has_batch(x, axes) else 1
    sizes = list(x.shape)[has_batch(x, axes) :] or [1]
    body = "x" if count == 1 else f"({', '.join('abc'[:count])})"
    return Network(batch, [sizes] * count, [sizes] * count, body)


def numbers(name, sizes, element="Element"):
    """The expression of a tensor of the sample."""
    return f"&*case.floats::<{shape(sizes)}, {element}>(\"{name}\")"


def element_wise(sample, expression, line=None, settings=()):
    """The program of a loss of elements."""
    of = same_shape(sample)
    target = numbers("target", [of.batch, *of.inputs[0]])
    return loss(sample, of, expression, target, {"target": sample.inputs[1]}, line=line, settings=settings)


@rule("L1Loss", "MSELoss", "SoftMarginLoss", "HuberLoss", "SmoothL1Loss", "HingeEmbeddingLoss")
def of_differences(sample):
    arguments = sample.arguments
    if sample.name in ("L1Loss", "MSELoss", "SoftMarginLoss"):
        return element_wise(sample, {"L1Loss": "Mae", "MSELoss": "Mse", "SoftMarginLoss": "SoftMargin"}[sample.name])
    ours, name = {"HuberLoss": ("Huber", "delta"), "SmoothL1Loss": ("SmoothL1", "beta"),
                  "HingeEmbeddingLoss": ("HingeEmbedding", "margin")}[sample.name]  # fmt: skip
    return element_wise(sample, f"{ours}::new({real(arguments.get(name))})" if name in arguments else f"{ours}::default()")


@rule("KLDivLoss")
def kl_div(sample):
    expression, line = "KlDiv" + (".log_target()" if sample.arguments.get("log_target") else ""), None
    if "reduction" not in sample.arguments:
        expression += ".reduction(Reduction::Mean)"
        line = "`.reduction(Reduction::Mean)` for the default reduction"
    return element_wise(sample, expression, line)


@rule("BCELoss", "BCEWithLogitsLoss")
def binary_cross_entropy(sample):
    expression, settings, line = {"BCELoss": "Bce", "BCEWithLogitsLoss": "BceWithLogits"}[sample.name], [], None
    program = element_wise(sample, expression)
    if "weight" in sample.arguments:
        weight, sizes = sample.arguments.get("weight"), program.network.inputs[0]
        if weight.dim() == 0:
            weight = weight.expand(sizes)
            line = "a weight for each element, for one number" if sample.inputs[0].dim() else None
        settings = [f"let weight = {numbers('weight', sizes)};"]
        program = element_wise(sample, f"{expression}.weight(weight)", line, settings)
        program.targets["weight"] = weight
    return program


@rule("PoissonNLLLoss")
def poisson_nll(sample):
    arguments = sample.arguments
    expression = f"PoissonNll::new({literal(arguments.get('log_input'))})" if "log_input" in arguments else "PoissonNll::default()"
    expression += ".full()" if arguments.get("full") else ""
    return element_wise(sample, expression)


@rule("GaussianNLLLoss")
def gaussian_nll(sample):
    mean, target, var = sample.inputs
    batch, width = mean.shape
    of = Network(batch, [[width], [1]], [[width], [width]], f"(a, b.expand::<{width}>())")
    line, inputs, parameters = "`expand` of the variances", [0, 2], {}
    if var.shape[0] != batch:
        of = Network(batch, [[width]], [[width], [width]], f"(x, var.expand::<{width}>())", [f"var: Parameter<{width}>"])
        line, inputs, parameters = "a `Parameter` that is the variance of each sample", [0], {"var": 2}
    value = numbers("target", [batch, width])
    program = loss(sample, of, "GaussianNll::default()", value, {"target": target}, line=line, inputs=inputs)
    program.parameters = parameters
    return program


@rule("MarginRankingLoss")
def margin_ranking(sample):
    arguments, of = sample.arguments, same_shape(sample, 2)
    expression = f"MarginRanking::new({real(arguments.get('margin'))})" if "margin" in arguments else "MarginRanking::default()"
    target = numbers("target", [of.batch, *of.inputs[0]])
    return loss(sample, of, expression, target, {"target": sample.inputs[2]}, inputs=[0, 1])


@rule("CosineEmbeddingLoss")
def cosine_embedding(sample):
    arguments, of = sample.arguments, same_shape(sample, 2)
    expression = f"CosineEmbedding::new({real(arguments.get('margin'))})" if "margin" in arguments else "CosineEmbedding::default()"
    target = numbers("target", [of.batch])
    return loss(sample, of, expression, target, {"target": sample.inputs[2]}, per="samples", inputs=[0, 1])


def class_targets(sizes, count, kind="classes", ignored=None):
    """The expression of a tensor of classes, or of labels."""
    if kind == "classes":
        return f"&*case.classes::<{shape(sizes)}, dim![{count}]>(\"target\")"
    return f"&*case.labels::<{shape(sizes)}, dim![{count}]>(\"target\", {ignored})"


@rule("CrossEntropyLoss", "NLLLoss")
def cross_entropy(sample):
    arguments, (x, target), of = sample.arguments, sample.inputs, same_shape(sample)
    ours, line, settings, targets = {"CrossEntropyLoss": "CrossEntropy", "NLLLoss": "Nll"}[sample.name], None, [], {}
    classes, positions = of.inputs[0][0], of.inputs[0][1:]
    if len(positions) == 1:
        ours, line = f"{ours}.class_axis::<0>()", "`class_axis::<0>()` for `[N, C, L]`"
    if "label_smoothing" in arguments:
        ours += f".label_smoothing({real(arguments.get('label_smoothing'))})"
    if "ignore_index" in arguments:
        ignored = arguments.get("ignore_index")
        ours += f".ignore_index(Class::new({ignored}).unwrap())" if ignored >= 0 else ".labels()"
        value = class_targets([of.batch, *positions], classes, "classes" if ignored >= 0 else "labels", ignored)
    else:
        value = class_targets([of.batch, *positions], classes)
    if target.is_floating_point():
        ours += ".soft()"
        value = numbers("target", [of.batch, *of.inputs[0]])
    if "weight" in arguments:
        ours += ".weight(weight)"
        settings, targets = [f"let weight = {numbers('weight', [classes])};"], {"weight": arguments.get("weight")}
    terms = [of.batch, *positions]
    return loss(sample, of, ours, value, {"target": target, **targets}, terms=terms, line=line, settings=settings)


@rule("MultiMarginLoss")
def multi_margin(sample):
    arguments, (x, target), of, targets = sample.arguments, sample.inputs, same_shape(sample), {}
    ours, settings = "MultiMargin::default()", []
    if "margin" in arguments:
        ours = f"MultiMargin::new({real(arguments.get('margin'))})"
    if "p" in arguments:
        ours += {1: "", 2: ".squared()"}[arguments.get("p")]
    if "weight" in arguments:
        ours += ".weight(weight)"
        settings, targets = [f"let weight = {numbers('weight', x.shape[-1:])};"], {"weight": arguments.get("weight")}
    value = class_targets([of.batch], x.shape[-1])
    return loss(sample, of, ours, value, {"target": target, **targets}, per="samples", settings=settings)


@rule("MultiLabelMarginLoss")
def multi_label_margin(sample):
    of = same_shape(sample)
    value = class_targets([of.batch, *of.inputs[0]], of.inputs[0][0], "labels", -1)
    return loss(sample, of, "MultiLabelMargin", value, {"target": sample.inputs[1]}, per="samples")


@rule("MultiLabelSoftMarginLoss")
def multi_label_soft_margin(sample):
    of, ours, settings, targets = same_shape(sample), "MultiLabelSoftMargin", [], {}
    if "weight" in sample.arguments:
        ours += ".weight(weight)"
        settings, targets = [f"let weight = {numbers('weight', of.inputs[0])};"], {"weight": sample.arguments.get("weight")}
    value = numbers("target", [of.batch, *of.inputs[0]])
    return loss(sample, of, ours, value, {"target": sample.inputs[1], **targets}, per="samples", settings=settings)


@rule("CTCLoss")
def ctc(sample):
    outputs, labels, input_lengths, lengths = sample.inputs
    positions, batch, classes = outputs.shape
    lengths = [int(length) for length in lengths]
    rows = labels.split(lengths) if labels.dim() == 1 else [row[:length] for row, length in zip(labels, lengths, strict=True)]
    # Rows of one length, which end at the first label that is ignored.
    longest = max(lengths)
    rows = torch.stack([torch.nn.functional.pad(row, (0, longest - len(row)), value=-1) for row in rows])
    assert all(int(length) == positions for length in input_lengths)
    ours = "Ctc::new()"
    if "blank" in sample.arguments:
        ours += f".blank(Class::new({sample.arguments.get('blank')}).unwrap())"
    # PyTorch's gradient is that of a log-softmax before the loss.
    of = Network(batch, [[positions, classes]], [[positions, classes]], "x.log_softmax()")
    line = "outputs `[N, L, C]` for `[L, N, C]`, labels in rows that end at the first -1"
    value = class_targets([batch, longest], classes, "labels", -1)
    program = loss(sample, of, ours, value, {"target": rows}, per="samples", line=line)
    program.views = {"x 0": lambda x: x.transpose(0, 1)}
    program.before = lambda x: x.log_softmax(2)
    return program


# ------------------------------------------- inputs without a result

# Where PyTorch's result is NaN in part, the sample is computed once more with such inputs.
FINITE = {
    "KLDivLoss": lambda module, x, target: (
        torch.nan_to_num(x).sigmoid().log(),
        torch.nan_to_num(target).sigmoid().log() if module.log_target else torch.nan_to_num(target).sigmoid(),
    ),
    "LPPool1d": lambda _, x: (x.abs(),),
    "LPPool2d": lambda _, x: (x.abs(),),
    "LPPool3d": lambda _, x: (x.abs(),),
}
