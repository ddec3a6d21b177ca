"""Writes `optimizers.json` beside this script: every sample of PyTorch's own database of optimisers, and further options, each
with the parameters after 12 steps. `make.py` runs it; it may be run by itself, too.

The database is `torch.testing._internal.common_optimizers.optim_db`, which needs `pip install expecttest hypothesis pytest`.
`optimizers.rs` declares each sample here, and compares.
"""

import inspect
import pathlib
import platform

import torch
from torch.optim import _muon

from make import Lcg, lines

STEPS = 12

# The tensors of the parameters: weights of two axes are `[in, out]`, as in `optimizers.rs`, and transposed for PyTorch.
SHAPES = {
    "wide": (3, 4),
    "tall": (4, 2),
    "column": (3, 1),
    "row": (1, 2),
    "kernel": (2, 1, 2, 3),
    "point": (2, 2, 1, 1),
    "bias": (3,),
}


def problem():
    """The parameters that every optimiser begins with, and the gradients of each step: with zeros, and with changes of sign."""
    rng = Lcg(31)
    start = {name: rng.tensor(*shape) for name, shape in SHAPES.items()}
    gradients = []
    for step in range(STEPS):
        gradients.append({name: rng.tensor(*shape) for name, shape in SHAPES.items()})
        for name, gradient in gradients[-1].items():
            flat = gradient.view(-1)
            # The first keeps its sign, the second is sometimes 0, the third is small.
            flat[0] = flat[0].abs() + 0.125
            if flat.numel() > 1 and step % 3 == 1:
                flat[1] = 0.0
            if flat.numel() > 2:
                flat[2] /= 1024
    return start, gradients


def turned(tensor):
    return tensor.T.contiguous() if tensor.dim() == 2 else tensor.clone()


def run(make, sparse=False):
    """The parameters after all steps, and ASGD's averages of them; `make` returns the optimisers of the named parameters."""
    start, gradients = problem()
    parameters = {name: torch.nn.Parameter(turned(value)) for name, value in start.items()}
    optimizers = make(parameters)
    for step in gradients:
        for name, parameter in parameters.items():
            gradient = turned(step[name])
            parameter.grad = gradient.to_sparse() if sparse else gradient
        for optimizer in optimizers:
            optimizer.step()
    flat = lambda tensors: [number for value in tensors for number in turned(value.detach()).view(-1).tolist()]
    averages = [optimizers[0].state[value].get("ax") for value in parameters.values()]
    averages = {} if averages[0] is None else {"averages": flat(averages)}
    return {"parameters": flat(parameters.values()), **averages}


def muon(**kwargs):
    """Muon for the matrices, and AdamW for everything else, with the same rate and decay."""

    def make(parameters):
        matrices = [value for value in parameters.values() if value.dim() == 2]
        others = [value for value in parameters.values() if value.dim() != 2]
        rate, decay = kwargs.get("lr", 1e-3), kwargs.get("weight_decay", 0.1)
        return [torch.optim.Muon(matrices, **kwargs), torch.optim.AdamW(others, lr=rate, weight_decay=decay)]

    return run(make)


def in_full_precision():
    """The iteration of Muon in the type of the parameters, instead of bfloat16."""
    source = inspect.getsource(_muon._zeropower_via_newtonschulz)
    assert "dtype=torch.bfloat16" in source
    exec(source.replace("dtype=torch.bfloat16", "dtype=grad.dtype"), vars(_muon))


def rosenbrock(**kwargs):
    """Four steps of L-BFGS on a function of six variables, which is `network` in `optimizers.rs`: a layer with six weights, whose
    gradient is computed by hand. The parameters and the loss after each step."""
    # The minimum of the function if it is to be maximised is where the gradient overflows, so its negative is maximised.
    sign = -1.0 if kwargs.get("maximize") else 1.0
    x = torch.nn.Parameter(torch.tensor([-1.25, 1.0, 0.5, -0.75, 0.25, 1.5]))
    optimizer = torch.optim.LBFGS([x], **kwargs)

    def closure():
        optimizer.zero_grad()
        loss = sign * (4.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2).sum()
        loss.backward()
        return loss

    found, losses = [], []
    for _ in range(4):
        losses.append(float(optimizer.step(closure)))
        found.append(x.detach().tolist())
    return {"losses": losses, "parameters": found, "evaluations": optimizer.state[x]["func_evals"]}


def plain(value):
    """An argument as JSON."""
    if isinstance(value, torch.Tensor):
        return value.item()
    return list(map(plain, value)) if isinstance(value, tuple) else value


def case(optimizer, kwargs, desc):
    if optimizer == "LBFGS":
        result = rosenbrock(**kwargs)
    elif optimizer == "Muon":
        result = muon(**kwargs)
    else:
        make = getattr(torch.optim, optimizer)
        result = run(lambda p: [make(p.values(), **kwargs)], sparse=optimizer == "SparseAdam")
    return {
        "optimizer": optimizer,
        "desc": desc,
        "kwargs": {name: plain(value) for name, value in kwargs.items()},
        **result,
    }


def samples():
    """Every sample of the database, on the CPU."""
    from torch.testing._internal.common_optimizers import optim_db

    return [
        case(info.optim_cls.__name__, dict(sample.kwargs), sample.desc)
        for info in optim_db
        for sample in info.optim_inputs_func(device="cpu")
    ]


# What no sample of the database has.
OPTIONS = [
    ("Adadelta", {"eps": 1e-3, "rho": 0.5}),
    ("Adafactor", {"eps": (0.125, 0.5)}),
    ("Adagrad", {"lr": 0.1, "initial_accumulator_value": 0.5, "lr_decay": 0.25, "eps": 1e-3}),
    ("Adamax", {"betas": (0.5, 0.75), "eps": 1e-3}),
    ("AdamW", {"amsgrad": True, "maximize": True, "betas": (0.5, 0.75), "eps": 1e-3}),
    ("ASGD", {"t0": 3, "alpha": 0.5, "lambd": 0.25, "lr": 0.125}),
    ("LBFGS", {"history_size": 3, "max_iter": 8, "line_search_fn": "strong_wolfe"}),
    ("LBFGS", {"max_iter": 4, "tolerance_change": 1e-3}),
    ("Muon", {"nesterov": False, "eps": 16.0, "lr": 0.1}),
    ("NAdam", {"betas": (0.5, 0.75), "momentum_decay": 0.5, "eps": 1e-3, "lr": 0.01}),
    ("RAdam", {"betas": (0.5, 0.9), "eps": 1e-3, "lr": 0.01, "maximize": True}),
    ("RAdam", {"betas": (0.5, 0.99), "lr": 0.01}),
    ("RMSprop", {"momentum": 0.5, "alpha": 0.75, "eps": 1e-3}),
    ("Rprop", {"lr": 0.125, "step_sizes": (0.0625, 0.25)}),
    ("SGD", {"momentum": 0.5, "nesterov": True, "maximize": True, "weight_decay": 0.25, "lr": 0.1}),
    ("SparseAdam", {"betas": (0.5, 0.75), "eps": 1e-3, "lr": 0.1}),
]


def main():
    torch.set_default_dtype(torch.float64)
    in_full_precision()
    start, gradients = problem()
    flat = lambda tensors: [number for tensor in tensors.values() for number in tensor.view(-1).tolist()]
    document = {
        "torch": torch.__version__.split("+")[0],
        "python": platform.python_version(),
        "start": flat(start),
        "gradients": [flat(step) for step in gradients],
        "samples": {str(i): case for i, case in enumerate(samples())},
        "options": {str(i): case(name, kwargs, "") for i, (name, kwargs) in enumerate(OPTIONS)},
    }
    torch.set_default_dtype(torch.float32)
    path = pathlib.Path(__file__).resolve().parent / "optimizers.json"
    path.write_text(lines(document) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes, {len(document['samples'])} samples")


if __name__ == "__main__":
    main()
