#!/usr/bin/env python3
"""Writes `unpool.json` beside this script: max pools with indices, and unpooling, computed by PyTorch.

`make.py` runs it, and its conventions hold here. The sizes of each case stand in `tests/golden/unpool.rs`, too, which reads the
file.
"""

import pathlib
import platform

import torch
import torch.nn.functional as F
from make import Lcg, lines, pack, run_case

POOLS = {1: F.max_pool1d, 2: F.max_pool2d, 3: F.max_pool3d}
UNPOOLS = {1: F.max_unpool1d, 2: F.max_unpool2d, 3: F.max_unpool3d}

# name: channels, the sizes of the input of the pool, and the arguments of the pool in PyTorch's words.
INDICES = {
    "halving": (2, (4, 6), {"kernel_size": 2}),
    "floor": (2, (5, 7), {"kernel_size": (2, 3)}),
    "overlapping": (2, (6, 5), {"kernel_size": 3, "stride": 2, "padding": 1}),
    "dilated": (1, (7, 8), {"kernel_size": (2, 3), "stride": 1, "padding": (0, 1), "dilation": (3, 2)}),
    "rounded_up": (1, (6, 8), {"kernel_size": 3, "stride": 4, "padding": 1, "ceil_mode": True}),
    "row": (2, (9,), {"kernel_size": 2}),
    "row_rounded_up": (2, (10,), {"kernel_size": 3, "stride": 2, "padding": 1, "dilation": 2, "ceil_mode": True}),
    "volume": (2, (3, 4, 5), {"kernel_size": 2}),
    "volume_overlapping": (1, (4, 3, 5), {"kernel_size": (2, 3, 2), "stride": (1, 2, 1), "padding": (1, 1, 0)}),
}

# The same for windows without overlap, whose indices differ, and the arguments of the inverse beside those of the pool.
UNPOOLED = {
    "halving": (2, (4, 6), {"kernel_size": 2}, {}),
    "output_size": (2, (5, 7), {"kernel_size": (2, 3)}, {"output_size": (5, 7)}),
    "gaps": (1, (8, 5), {"kernel_size": 2, "stride": 3}, {}),
    "padded": (1, (6, 9), {"kernel_size": 3, "stride": 3, "padding": 1}, {"output_size": (6, 9)}),
    "row": (2, (9,), {"kernel_size": 3}, {}),
    "volume": (2, (3, 4, 5), {"kernel_size": (1, 2, 2)}, {"output_size": (3, 4, 5)}),
}


def drawn(rng, channels, size):
    """A few values only, so that windows hold equal numbers: which of them is the maximum is a part of the case."""
    x = torch.round(rng.tensor(2, channels, *size, low=-2.0, high=2.0))
    return x + torch.where(x > 0, x / 8, torch.zeros_like(x))


def indices(rng, channels, size, options):
    x = drawn(rng, channels, size)
    y, places = POOLS[len(size)](x, return_indices=True, **options)
    return {"x": x.flatten().tolist(), "y": y.flatten().tolist(), "places": places.flatten().tolist()}


def unpooled(rng, channels, size, options, own):
    """The pass back through the pool is not part of the case: x are its outputs."""
    _, places = POOLS[len(size)](drawn(rng, channels, size), return_indices=True, **options)
    x = rng.tensor(*places.shape)
    own = {**{name: value for name, value in options.items() if name != "dilation"}, **own}
    function = lambda x: UNPOOLS[len(size)](x, places, **own)
    dy = rng.tensor(*function(x).shape)

    def run(cast):
        tx = cast(x)
        y = function(tx)
        y.backward(cast(dy).detach())
        return {"x": tx, "dy": cast(dy), "y": y, "dx": tx.grad}

    return {**run_case(run), "places": places.flatten().tolist()}


def overlapping(rng):
    """Windows that overlap, of which each maximum is several outputs: all of them have its value, so that their order is of no
    importance. PyTorch's gradient, which is not that of the function, is left out."""
    x = drawn(rng, 2, (6, 5))
    h, places = F.max_pool2d(x, 3, 2, 1, return_indices=True)
    y = F.max_unpool2d(h, places, 3, 2, 1, output_size=(6, 5))
    assert len(set(places[0, 0].flatten().tolist())) < places[0, 0].numel()
    return {**pack({"x": h, "y": y}), "places": places.flatten().tolist()}


def main():
    rng = Lcg(91)
    document = {
        "torch": torch.__version__.split("+")[0],
        "python": platform.python_version(),
        "indices": {name: indices(rng, *case) for name, case in INDICES.items()},
        "unpooled": {name: unpooled(rng, *case) for name, case in UNPOOLED.items()},
        "overlapping": overlapping(rng),
    }
    path = pathlib.Path(__file__).resolve().parent / "unpool.json"
    path.write_text(lines(document) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
