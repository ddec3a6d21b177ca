#!/usr/bin/env python3
"""Writes `axes.json` beside this script: operations along an axis, products of matrices and selections by indices, computed by
PyTorch.

`make.py` runs it, and its conventions hold here. The shapes stand in `tests/golden/axes.rs`, too, which reads the file.
"""

import pathlib
import platform

import torch
from make import Lcg, lines, run_case

# name: the shapes of the inputs, with a batch of two, and what is made of them. An input of integers stands for indices below the
# size of the axis.
CASES = {
    "slice": ([(2, 6, 3)], lambda a: a[:, 1:6:2]),
    "slice_last": ([(2, 2, 5)], lambda a: a[..., 1:-1]),
    "flip": ([(2, 4, 3)], lambda a: a.flip(1)),
    "roll": ([(2, 4, 3)], lambda a: a.roll(-3, 1)),
    "roll_last": ([(2, 2, 5)], lambda a: a.roll(2, 2)),
    "repeat": ([(2, 2, 3)], lambda a: a.repeat(1, 3, 1)),
    "unfold": ([(2, 7, 3)], lambda a: a.unfold(1, 3, 2)),
    "unfold_last": ([(2, 2, 5)], lambda a: a.unfold(2, 2, 1)),
    "max": ([(2, 4, 3)], lambda a: a.max(1).values),
    "max_last": ([(2, 2, 5)], lambda a: a.max(2).values),
    "min": ([(2, 4, 3)], lambda a: a.min(1).values),
    "cumsum": ([(2, 4, 3)], lambda a: a.cumsum(1)),
    "cumsum_last": ([(2, 2, 5)], lambda a: a.cumsum(2)),
    "logsumexp": ([(2, 4, 3)], lambda a: a.logsumexp(1)),
    "logsumexp_last": ([(2, 2, 5)], lambda a: a.logsumexp(2)),
    "softmax": ([(2, 4, 3)], lambda a: a.softmax(1)),
    "log_softmax": ([(2, 2, 3, 10)], lambda a: a.log_softmax(2)),
    "matmul": ([(2, 3, 4), (2, 4, 2)], torch.matmul),
    "matmul_of_heads": ([(2, 3, 9, 4), (2, 3, 4, 17)], torch.matmul),
    "outer": ([(2, 3, 1), (2, 1, 4)], torch.matmul),
    "softmin": ([(2, 4, 3)], lambda a: torch.nn.functional.softmin(a, 1)),
    "softmin_between": ([(2, 2, 3, 10)], lambda a: torch.nn.functional.softmin(a, 2)),
}

# name: the shape of the value, the indices of two samples, and the axis with the batch.
SELECTIONS = {
    "index_select": ((2, 5, 3), [[4, 0, 4], [1, 2, 3]], 1),
    "index_select_last": ((2, 2, 5), [[4, 4], [0, 3]], 2),
    "index_select_one": ((2, 5, 3), [3, 0], 1),
}

# The same for elements, with an index for each element of the other axes.
ELEMENTS = {
    "gather": ((2, 5, 3), [[[4, 0, 4], [1, 2, 3]], [[0, 0, 0], [4, 0, 2]]], 1),
    "gather_last": ((2, 2, 5), [[[4, 4, 1], [0, 3, 3]], [[1, 2, 3], [2, 2, 2]]], 2),
}


def index_select(a, indices, axis):
    """The elements of each sample at its own indices; a single index removes the axis."""
    picked = [sample.index_select(axis - 1, torch.tensor(of).reshape(-1)) for sample, of in zip(a, indices)]
    y = torch.stack(picked)
    return y if isinstance(indices[0], list) else y.squeeze(axis)


def cases():
    rng = Lcg(57)
    made = {}

    def make(name, shapes, function):
        inputs = [rng.tensor(*shape) for shape in shapes]
        y = function(*inputs)
        dy = rng.tensor(*y.shape)

        def case(cast, inputs=inputs, dy=dy):
            leaves = [cast(x) for x in inputs]
            y = function(*leaves)
            torch.autograd.backward([y], [cast(dy).detach()])
            return {"x": leaves, "dy": [cast(dy)], "y": [y], "dx": [x.grad for x in leaves]}

        made[name] = run_case(case)

    for name, (shapes, function) in CASES.items():
        make(name, shapes, function)
    for name, (shape, indices, axis) in SELECTIONS.items():
        make(name, [shape], lambda a, indices=indices, axis=axis: index_select(a, indices, axis))
    for name, (shape, indices, axis) in ELEMENTS.items():
        make(name, [shape], lambda a, indices=indices, axis=axis: a.gather(axis, torch.tensor(indices)))
    return made


def main():
    hot = torch.nn.functional.one_hot(torch.tensor([[2, 0], [4, 4]]), 5)
    mask = torch.arange(4) < torch.tensor([[3, 0], [4, 1]]).unsqueeze(-1)
    x = Lcg(58).tensor(2, 4, 3)
    extrema = {"x": x.flatten().tolist(), "argmax": x.argmax(1).flatten().tolist(), "argmin": x.argmin(2).flatten().tolist()}
    document = {
        "torch": torch.__version__.split("+")[0],
        "python": platform.python_version(),
        "one_hot": {"data": hot.flatten().tolist()},
        "sequence_mask": {"data": mask.double().flatten().tolist()},
        "indices": extrema,
        **cases(),
    }
    path = pathlib.Path(__file__).resolve().parent / "axes.json"
    path.write_text(lines(document) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
