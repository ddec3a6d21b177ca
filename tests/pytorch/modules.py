#!/usr/bin/env python3
"""Measures how much of PyTorch's own database of modules can be declared here, and whether the results are equal:

    pip install torch numpy expecttest hypothesis pytest
    python3 tests/pytorch/modules.py

The database, `torch.testing._internal.common_modules.module_db`, has the arguments and inputs with which PyTorch tests its modules.
For each sample, the rule of its class, in `layers.py` or `losses.py`, writes a Rust program. All programs form one package below
the target folder, which is built in the profile `dev`, and computes each sample with the same weights, inputs and gradient of the
output (`runtime.rs`).

Outputs and losses in evaluation and in training, gradients of inputs and parameters, and running statistics are compared with
PyTorch's, which are computed in double precision: each may differ by 1e-10 of the largest element of its tensor, or of 1, and with
`--dtype f32` by 1e-5. With running statistics, the gradients in evaluation are compared, too. Where PyTorch's results are NaN in
part, the sample is also computed with other inputs. No module of the database is random in training, which the script checks.

It takes a minute or two, prints a table, and fails if a result differs, or if a program does not compile.
"""

import argparse
import collections
import inspect
import json
import math
import os
import pathlib
import shutil
import subprocess
import sys
import warnings

# `layers` and `losses` register their rules.
import layers  # noqa: F401
import losses  # noqa: F401
import torch
from program import RULES, Arguments, NotDeclared, Sample

ROOT = pathlib.Path(__file__).resolve().parents[2]
# The largest difference, relative to the largest element of a tensor, or to 1.
TOLERANCE = {"f64": 1e-10, "f32": 1e-5}
# Samples whose programs are one binary.
BINARY = 60

# Classes that are not part of the measurement: sequences, and the new loss that contains a linear layer.
LEFT_OUT = {
    "RNN", "LSTM", "GRU", "RNNCell", "LSTMCell", "GRUCell", "MultiheadAttention", "Transformer", "TransformerEncoder",
    "TransformerEncoderLayer", "TransformerDecoder", "TransformerDecoderLayer", "LinearCrossEntropyLoss",
}  # fmt: skip


# Other inputs, for where PyTorch's result is NaN in part.
FINITE = {
    "KLDivLoss": lambda module, x, target: (
        torch.nan_to_num(x).sigmoid().log(),
        torch.nan_to_num(target).sigmoid().log() if module.log_target else torch.nan_to_num(target).sigmoid(),
    ),
    "LPPool1d": lambda _, x: (x.abs(),),
    "LPPool2d": lambda _, x: (x.abs(),),
    "LPPool3d": lambda _, x: (x.abs(),),
}


# ------------------------------------------------------------ database


class Row:
    """A sample of the database, how it is declared, and what became of it."""

    def __init__(self, kind, sample, dtype):
        # The class of a lazy module changes.
        self.kind, self.name, self.description = kind, kind.__name__, sample.desc
        self.constructor = sample.constructor_input
        self.module = kind(*self.constructor.args, **self.constructor.kwargs).to(dtype)
        given = sample.forward_input
        self.inputs = list(inspect.signature(self.module.forward).bind(*given.args, **given.kwargs).arguments.values())
        self.program = self.reason = None
        self.runs = []

    def __str__(self):
        arguments = [*map(shown, self.constructor.args)]
        arguments += [f"{name}={shown(value)}" for name, value in self.constructor.kwargs.items()]
        return f"{self.name}({', '.join(arguments)}) on {', '.join(map(shown, self.inputs))}"


def shown(value):
    return f"[{', '.join(map(str, value.shape))}]" if isinstance(value, torch.Tensor) else repr(value)


def database(dtype):
    """The samples, each of which is listed for training and for evaluation."""
    from torch.testing._internal.common_modules import module_db

    rows = []
    for info in module_db:
        name = info.module_cls.__name__
        if name in LEFT_OUT:
            continue
        both = []
        for training in (True, False):
            torch.manual_seed(len(rows))
            both.append(info.module_inputs_func(info, device="cpu", dtype=dtype, requires_grad=False, training=training))
        assert len(both[0]) == len(both[1]), name
        rows += [Row(info.module_cls, sample, dtype) for sample in both[0]]
    return rows


def disturb(module):
    """Moves parameters and running statistics away from their initial values, which are often 0 or 1."""
    with torch.no_grad():
        for parameter in module.parameters():
            parameter += torch.rand_like(parameter) - 0.5
        for name, buffer in module.named_buffers():
            if name.endswith("running_mean"):
                buffer.copy_(torch.rand_like(buffer) - 0.5)
            if name.endswith("running_var"):
                buffer.copy_(torch.rand_like(buffer) + 0.5)


def first_tensor(output):
    """The output of a module, without its indices."""
    return output if isinstance(output, torch.Tensor) else output[0]


def declare(row):
    """Sets the program of a sample, or the reason why there is none."""
    # A lazy module has its parameters after the first pass. The result of a second one in training would differ if it were random.
    output, again = (first_tensor(row.module(*row.inputs)) for _ in range(2))
    assert torch.equal(output.nan_to_num(), again.nan_to_num()), f"{row} is random in training"
    disturb(row.module)
    # The reference is computed in double precision, of numbers that are exact in the type of the sample.
    row.module.double()
    row.inputs = [x.double() if isinstance(x, torch.Tensor) and x.is_floating_point() else x for x in row.inputs]
    arguments = Arguments(row.kind, row.constructor)
    sample = Sample(row.name, arguments, row.inputs, output, list(row.module.state_dict()))
    try:
        row.program = RULES[row.name](sample)
    except NotDeclared as reason:
        row.reason = str(reason)
        return
    assert not arguments.unread, f"{row}: the rule does not read {arguments.unread}"


# ----------------------------------------------------------- reference


def flat(tensor):
    return tensor.detach().to(torch.float64).reshape(-1).tolist()


class Run:
    """A sample with certain inputs: the tensors for its program, and PyTorch's results by name."""

    def __init__(self, row, inputs):
        self.row, self.tensors, self.expected = row, {}, {}
        # What `compare` finds, or nothing if the program panics.
        self.error, self.different = 0.0, []
        self.compute(inputs)

    def compute(self, inputs):
        program, module = self.row.program, self.row.module
        start = {name: value.clone() for name, value in module.state_dict().items()}
        for i, index in enumerate(program.inputs):
            self.tensors[f"x {i}"] = flat(program.view(f"x {i}", inputs[index]))
        for name, source in program.parameters.items():
            self.tensors[name] = flat(program.view(name, inputs[source] if isinstance(source, int) else start[source]))
        for name, value in program.targets.items():
            self.tensors[name] = flat(inputs[1] if name == "target" and value is self.row.inputs[1] else value)
        statistics = any("running_" in name for name in start)
        dy = None
        for mode in ("evaluation", "training"):
            module.load_state_dict(start)
            module.train(mode == "training")
            module.zero_grad()
            given = [x.detach().clone() if isinstance(x, torch.Tensor) else x for x in inputs]
            for index in [*program.inputs, *(source for source in program.parameters.values() if isinstance(source, int))]:
                given[index].requires_grad_(given[index].is_floating_point())
            output = module(program.before(given[0]), *given[1:])
            y = first_tensor(output)
            for i, other in enumerate(program.others(given[0], output), 1):
                self.expected[f"{mode} y {i}"] = flat(other)
                self.tensors[f"dy {i}"] = flat(torch.zeros_like(other))
            is_loss = program.loss is not None
            self.expected[f"{mode} loss" if is_loss else f"{mode} y 0"] = flat(y)
            if dy is None:
                # Weights of terms are positive.
                dy = torch.rand_like(y) + 0.5 if is_loss else torch.rand_like(y) * 2 - 1
                self.tensors["dy 0"] = flat(dy)
            if mode == "evaluation" and not statistics:
                continue
            y.backward(dy if program.terms or not is_loss else torch.ones_like(y))
            for i, index in enumerate(program.inputs):
                if given[index].is_floating_point():
                    self.expected[f"{mode} dx {i}"] = flat(program.view(f"x {i}", given[index].grad))
            named = dict(module.named_parameters())
            for name, source in program.parameters.items():
                tensor = given[source] if isinstance(source, int) else named.get(source)
                if tensor is not None:
                    self.expected[f"{mode} d {name}"] = flat(program.view(name, tensor.grad))
            if mode == "training":
                after = module.state_dict()
                buffers = {name: source for name, source in program.parameters.items() if source not in named}
                for name, source in buffers.items():
                    if not isinstance(source, int):
                        self.expected[f"training after {name}"] = flat(after[source])
        module.load_state_dict(start)
        if program.terms:
            # The weights of the terms are part of the loss in training.
            del self.expected["training loss"]

    def is_finite(self):
        return all(map(math.isfinite, (x for tensor in self.expected.values() for x in tensor)))

    def text(self):
        return "".join(f"{name}\t{' '.join(map(repr, tensor))}\n" for name, tensor in self.tensors.items())

    def compare(self, results, tolerance):
        """Returns the largest error, and the names of the tensors that differ."""
        found = {}
        for line in results.splitlines():
            name, _, elements = line.partition("\t")
            found[name] = list(map(float, elements.split()))
        largest, different = 0.0, []
        for name, expected in self.expected.items():
            error = distance(found.get(name), expected)
            largest = max(largest, error)
            if not error <= tolerance:
                different.append(f"{name}: {error:.2e}")
        return largest, different


def distance(found, expected):
    """The largest difference, relative to the largest element, or to 1. NaN and infinity are equal to themselves only."""
    if found is None or len(found) != len(expected):
        return math.inf
    scale = max([1.0, *(abs(x) for x in expected if math.isfinite(x))])
    error = 0.0
    for a, b in zip(found, expected, strict=True):
        if math.isfinite(a) and math.isfinite(b):
            error = max(error, abs(a - b) / scale)
        elif not (a == b or math.isnan(a) and math.isnan(b)):
            return math.inf
    return error


# ------------------------------------------------------------- package

MANIFEST = """[package]
name = "runtime"
version = "0.0.0"
edition = "2024"
publish = false

[workspace]

[dependencies]
nn = {{ package = "typed-nn", path = {root} }}

[profile.dev]
debug = false
lto = "off"

[profile.dev.package.nn-core]
opt-level = 2
"""


def write(folder, runs, dtype):
    """Writes the package: a file for each program, of which several samples may be, and a binary for some of them."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "src" / "bin").mkdir(parents=True)
    (folder / "samples").mkdir()
    (folder / "Cargo.toml").write_text(MANIFEST.format(root=json.dumps(str(ROOT))))
    shutil.copy(ROOT / "Cargo.lock", folder)
    shutil.copy(pathlib.Path(__file__).with_name("runtime.rs"), folder / "src" / "lib.rs")
    programs = collections.defaultdict(list)
    for i, run in enumerate(runs):
        (folder / "samples" / f"{i}.txt").write_text(run.text())
        programs[run.row.program.text(dtype)].append(i)
    binaries = []
    for first in range(0, len(programs), BINARY):
        name, modules, listed = f"programs{len(binaries)}", [], []
        (folder / "src" / name).mkdir()
        for i, (text, samples) in enumerate(list(programs.items())[first : first + BINARY]):
            titles = sorted({f"//! {runs[sample].row}\n" for sample in samples})
            (folder / "src" / name / f"p{i}.rs").write_text("".join(titles) + "\n" + text)
            modules.append(f'#[path = "../{name}/p{i}.rs"]\nmod p{i};\n')
            listed.append(f"        (p{i}::run, &{samples}),\n")
        main = f"fn main() {{\n    runtime::main(&[\n{''.join(listed)}    ]);\n}}\n"
        (folder / "src" / "bin" / f"{name}.rs").write_text("".join(modules) + "\n" + main)
        binaries.append(name)
    return len(programs), binaries


def build_and_run(folder, binaries):
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
    command = ["cargo", "build", "--manifest-path", folder / "Cargo.toml", "--target-dir", target, "--bins", "--keep-going"]
    if subprocess.run(command).returncode != 0:
        sys.exit("a program does not compile")
    for binary in binaries:
        quiet = subprocess.run([target / "debug" / binary, folder / "samples"], stderr=subprocess.PIPE, text=True)
        if quiet.returncode != 0:
            sys.exit(f"{binary}: {quiet.stderr}")


# --------------------------------------------------------------- table


def report(rows):
    """Prints the table, and returns whether all results are equal."""
    table, lines, reasons = (collections.defaultdict(collections.Counter) for _ in range(3))
    errors, different = collections.defaultdict(float), []
    for row in rows:
        count = table[row.name]
        count["samples"] += 1
        wrong = [message for run in row.runs for message in run.different]
        if wrong:
            count["different"] += 1
            different.append(f"{row} ({row.description}): {'; '.join(wrong)}")
        elif row.reason:
            count["not declared"] += 1
            reasons[row.name][row.reason] += 1
        else:
            count["line" if row.program.line else "direct"] += 1
            if row.program.line:
                lines[row.name][row.program.line] += 1
        errors[row.name] = max([errors[row.name], *(run.error for run in row.runs)])
    columns = ["samples", "direct", "line", "not declared", "different"]
    print(f"| module | {' | '.join(columns)} | largest error | |\n|---|{'---|' * len(columns)}---|---|")
    total = collections.Counter()
    for name, count in sorted(table.items()):
        total.update(count)
        notes = [f"{count} by {note}" for note, count in lines[name].items()]
        notes += [f"{count} not declared: {note}" for note, count in reasons[name].items()]
        cells = " | ".join(str(count[column] or "") for column in columns)
        print(f"| `{name}` | {cells} | {errors[name]:.0e} | {'; '.join(notes)} |")
    largest = max(errors.values())
    print(f"| all | {' | '.join(str(total[column]) for column in columns)} | {largest:.0e} | |\n")
    for line in different:
        print(f"different: {line}")
    return not different


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dtype", choices=["f64", "f32"], default="f64", help="the element type, f64 unless set")
    parser.add_argument("--only", help="the classes that are compared, separated by commas")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    rows = database({"f64": torch.float64, "f32": torch.float32}[options.dtype])
    if options.only:
        rows = [row for row in rows if row.name in options.only.split(",")]
    runs = []
    for row in rows:
        declare(row)
        if row.program is None:
            continue
        row.runs.append(Run(row, row.inputs))
        if not row.runs[0].is_finite():
            assert row.name in FINITE, f"{row}: PyTorch's results are not finite"
            row.runs.append(Run(row, FINITE[row.name](row.module, *row.inputs)))
        runs += row.runs
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
    folder = target / "pytorch-modules"
    programs, binaries = write(folder, runs, options.dtype)
    print(f"PyTorch {torch.__version__.split('+')[0]}, {options.dtype}: {len(rows)} samples, {programs} programs in {folder}")
    build_and_run(folder, binaries)
    elements = 0
    for i, run in enumerate(runs):
        results = (folder / "samples" / f"{i}.results").read_text()
        if results.startswith("panic"):
            run.row.reason = results.partition("\t")[2].strip()
        else:
            run.error, run.different = run.compare(results, TOLERANCE[options.dtype])
            elements += sum(map(len, run.expected.values()))
    again = sum(len(row.runs) > 1 for row in rows)
    ok = report(rows)
    print(f"{elements} elements compared. {again} samples whose results are NaN in part were also computed with other inputs.")
    sys.exit(not ok)


if __name__ == "__main__":
    main()
