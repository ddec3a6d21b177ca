"""What a rule reads, the sample of a module, and what it returns: the program in Rust that declares and computes it.

A rule reads the arguments of a sample, each of which must be read. `line` of its program names what is needed beside the module's
own counterpart; without it, the sample is declared directly. A rule raises `NotDeclared` for what does not exist here.
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

    def named(self, *names):
        """Named arguments in Rust, `stride = 2`, for those of these that the sample sets."""
        return [f"{name} = {literal(self.get(name))}" for name in names if name in self]


@dataclasses.dataclass
class Sample:
    """A sample of the database: its class, the arguments of its constructor and of its call, its output, its tensors by name."""

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
    `views` maps some of them to their layout here. `target` is the expression of the target, which reads `targets`. `terms` is what
    a loss with `reduction="none"` has terms of, and their shape. `before` is applied to the first input for PyTorch, and `others`
    to this input and PyTorch's output: the outputs of the network after the first, which have no gradient.
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
    others: object = lambda x, output: []

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


def numbers(name, sizes, element="Element"):
    """The expression of a tensor of the sample."""
    return f"&*case.floats::<{shape(sizes)}, {element}>(\"{name}\")"


def call(method, arguments):
    """An operation of `forward`: `x.relu()`, or `x.softmax::<0>()`."""
    return f"x.{method}::<{', '.join(arguments)}>()" if arguments else f"x.{method}()"


# --------------------------------------------------------------- rules

# The rule of each class.
RULES = {}


def rule(*names):
    """Declares the rule of these classes."""

    def declare(function):
        RULES.update(dict.fromkeys(names, function))
        return function

    return declare


def has_batch(x, axes):
    """Whether the first axis of an input is the batch, if a sample has this number of axes. Without a batch it is one sample."""
    return x.dim() > axes


def of_elements(sample):
    """The number of axes of a sample of a function of elements: the first of several axes is the batch."""
    return max(sample.inputs[0].dim() - 1, 1)
