#!/usr/bin/env python3
"""Writes `joins.json` beside this script: sums, joins and copies, computed by PyTorch.

`make.py` runs it, and its conventions hold here. The shapes stand in `tests/golden/joins.rs`, too, which reads the file.
"""

import pathlib
import platform

import torch
from make import Lcg, lines, run_case

# name: the shapes of the inputs, with a batch of two, and what is made of them.
CASES = {
    "add": ([(2, 3, 4), (2, 3, 4)], lambda a, b: a + b),
    "concat": ([(2, 3, 4), (2, 2, 4)], lambda a, b: torch.cat([a, b], dim=1)),
    "concat_last": ([(2, 3, 4), (2, 3, 1)], lambda a, b: torch.cat([a, b], dim=2)),
    "identity": ([(2, 5)], lambda a: a.clone()),
    "product": ([(2, 3, 4), (2, 3, 4)], lambda a, b: a * b),
    "split": ([(2, 5, 3)], lambda a: torch.split(a, [2, 3], dim=1)),
    "split_last": ([(2, 3, 4)], lambda a: torch.split(a, [3, 1], dim=2)),
    "permute": ([(2, 3, 4)], lambda a: a.permute(0, 2, 1)),
    "permute_4": ([(2, 3, 4, 2, 5)], lambda a: a.permute(0, 3, 1, 4, 2)),
}


def cases():
    rng = Lcg(31)
    made = {}
    for name, (shapes, join) in CASES.items():
        inputs = [rng.tensor(*shape) for shape in shapes]
        outputs = join(*inputs)
        several = isinstance(outputs, tuple)
        dy = [rng.tensor(*y.shape) for y in (outputs if several else [outputs])]

        def case(cast, inputs=inputs, dy=dy, join=join, several=several):
            leaves = [cast(x) for x in inputs]
            y = join(*leaves) if several else [join(*leaves)]
            torch.autograd.backward(y, [cast(one).detach() for one in dy])
            return {"x": leaves, "dy": [cast(one) for one in dy], "y": y, "dx": [x.grad for x in leaves]}

        made[name] = run_case(case)
    return made


def main():
    document = {"torch": torch.__version__.split("+")[0], "python": platform.python_version(), **cases()}
    path = pathlib.Path(__file__).resolve().parent / "joins.json"
    path.write_text(lines(document) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
