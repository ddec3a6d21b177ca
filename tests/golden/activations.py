"""Writes `activations.json` beside this script: the element-wise functions that `make.py` does not have. `make.py` runs it;
it may be run by itself, too.
"""

import pathlib
import platform

import torch
import torch.nn.functional as F

from make import Lcg, lines, run_case

ACTIVATIONS = {
    "elu": F.elu,
    "elu_0.5": lambda x: F.elu(x, alpha=0.5),
    "selu": F.selu,
    "gelu": F.gelu,
    "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"),
    "silu": F.silu,
    "mish": F.mish,
    # F.hardsigmoid takes its slope, 1/6, from a float32 in float64 too; this is the same function.
    "hard_sigmoid": lambda x: F.relu6(x + 3) / 6,
    "hard_swish": F.hardswish,
    "softplus": F.softplus,
    "softplus_2.5": lambda x: F.softplus(x, beta=2.5),
    "softplus_2.5_10": lambda x: F.softplus(x, beta=2.5, threshold=10.0),
    "relu6": F.relu6,
    "hardtanh": F.hardtanh,
    "hardtanh_-2.5_0.5": lambda x: F.hardtanh(x, -2.5, 0.5),
    "log_sigmoid": F.logsigmoid,
    "softsign": F.softsign,
    "celu": F.celu,
    "celu_0.5": lambda x: F.celu(x, alpha=0.5),
    "threshold_0.5_20": lambda x: F.threshold(x, 0.5, 20.0),
    "threshold_0.5_-2": lambda x: F.threshold(x, 0.5, -2.0),
    "softshrink": F.softshrink,
    "softshrink_0.25": lambda x: F.softshrink(x, 0.25),
    "hardshrink": F.hardshrink,
    "hardshrink_2.5": lambda x: F.hardshrink(x, 2.5),
    "tanhshrink": F.tanhshrink,
    "softmin": lambda x: F.softmin(x, dim=-1),
}


def gate_cases():
    """Functions of several elements, with shapes of their own."""
    rng = Lcg(31)
    cases = {
        "glu_rows": ((4, 6), F.glu),
        "glu_channels": ((2, 4, 3), lambda x: F.glu(x, dim=1)),
        "glu_last": ((2, 3, 4), lambda x: F.glu(x, dim=-1)),
        "softmax2d": ((2, 3, 2, 2), lambda x: torch.nn.Softmax2d()(x)),
        "local_response_norm": ((2, 5, 3), lambda x: F.local_response_norm(x, 3, alpha=0.5)),
        "local_response_norm_of_maps": (
            (2, 4, 2, 3),
            lambda x: F.local_response_norm(x, 4, alpha=1.5, beta=0.5, k=2.0),
        ),
    }

    def case(shape, function):
        x = rng.tensor(*shape, low=-4.0, high=4.0)
        dy = rng.tensor(*function(x).shape)

        def run(cast):
            tx = cast(x)
            y = function(tx)
            y.backward(cast(dy).detach())
            return {"x": tx, "dy": cast(dy), "y": y, "dx": tx.grad}

        return run_case(run)

    return {name: case(*of) for name, of in cases.items()}


def activation_cases():
    rng = Lcg(30)
    x = rng.tensor(4, 6, low=-6.0, high=6.0)
    # Kinks, and what is far away.
    x[0] = torch.tensor([-3.0, 3.0, 0.0, 2.0**-100, -(2.0**-100), 1.0], dtype=torch.float64)
    x[3] = torch.tensor([1e4, -1e4, 19.5, 20.5, -30.0, -16.0], dtype=torch.float64)
    dy = rng.tensor(4, 6)

    def case(function):
        def run(cast):
            tx = cast(x)
            y = function(tx)
            y.backward(cast(dy).detach())
            return {"x": tx, "dy": cast(dy), "y": y, "dx": tx.grad}

        return run_case(run)

    return {name: case(function) for name, function in ACTIVATIONS.items()}


def main():
    document = {
        "torch": torch.__version__.split("+")[0],
        "python": platform.python_version(),
        "activations": activation_cases(),
        "gates": gate_cases(),
    }
    path = pathlib.Path(__file__).resolve().parent / "activations.json"
    path.write_text(lines(document) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
