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
}


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
    }
    path = pathlib.Path(__file__).resolve().parent / "activations.json"
    path.write_text(lines(document) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
