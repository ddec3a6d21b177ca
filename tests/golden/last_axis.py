#!/usr/bin/env python3
"""Writes `last_axis.json` beside this script: layers that map the last axis, stored tensors and tied weights, computed by
PyTorch.

`make.py` runs it, and its conventions hold here. The shapes stand in `tests/golden/last_axis.rs`, too, which reads the file.
"""

import math
import pathlib
import platform

import torch
import torch.nn.functional as F
from make import Lcg, lines, linear, run_case

# The shapes of the inputs, with the batch.
ROWS = {"matrix": (4, 3, 5), "cube": (2, 2, 3, 5), "four": (2, 1, 2, 2, 5), "five": (1, 2, 1, 2, 2, 5)}
PAIRS = {"vectors": (4,), "matrices": (2, 3), "cubes": (2, 2, 2)}


def rows():
    rng = Lcg(70)
    w, b = rng.tensor(5, 3), rng.tensor(3)

    def case(shape):
        x, dy = rng.tensor(*shape), rng.tensor(*shape[:-1], 3)

        def run(cast):
            tx, tw, tb = cast(x), cast(w), cast(b)
            y = linear(tx, tw, tb)
            y.backward(cast(dy).detach())
            return {"x": tx, "w": tw, "b": tb, "dy": cast(dy), "y": y, "dx": tx.grad, "dw": tw.grad, "db": tb.grad}

        return run_case(run)

    return {name: case(shape) for name, shape in ROWS.items()}


def bilinear():
    rng = Lcg(71)
    weight, bias = rng.tensor(4, 5, 3), rng.tensor(4)

    def case(shape, has_bias):
        a, b, dy = rng.tensor(*shape, 5), rng.tensor(*shape, 3), rng.tensor(*shape, 4)

        def run(cast):
            ta, tb, tw, tbias = cast(a), cast(b), cast(weight), cast(bias)
            y = F.bilinear(ta, tb, tw, tbias if has_bias else None)
            y.backward(cast(dy).detach())
            values = {"a": ta, "b": tb, "weight": tw, "dy": cast(dy), "y": y}
            values |= {"da": ta.grad, "db": tb.grad, "dweight": tw.grad}
            return values | ({"bias": tbias, "dbias": tbias.grad} if has_bias else {})

        return run_case(run)

    cases = {name: case(shape, True) for name, shape in PAIRS.items()}
    return cases | {"no_bias": case((3,), False)}


def padded_rows():
    """An embedding with a row that has no gradient."""
    rng = Lcg(72)
    weight = rng.tensor(7, 3)
    x = torch.tensor([rng.bits() % 7 for _ in range(24)]).reshape(4, 6)
    x[0, 0], x[3, 5] = 2, 2
    dy = rng.tensor(4, 6, 3)

    def run(cast):
        tw = cast(weight)
        y = F.embedding(x, tw, padding_idx=2)
        y.backward(cast(dy).detach())
        return {"x": x, "weight": tw, "dy": cast(dy), "y": y, "dweight": tw.grad}

    return run_case(run)


def language():
    """A table that is also the output projection, and learned positions: `tanh(embed + pos)`, times a buffer."""
    rng = Lcg(73)
    table, pos, mask = rng.tensor(6, 4), rng.tensor(3, 4), rng.tensor(3, 6)
    words = torch.tensor([rng.bits() % 6 for _ in range(math.prod((5, 3)))]).reshape(5, 3)
    dy = rng.tensor(5, 3, 6)

    def run(cast):
        module = torch.nn.Module()
        module.embed = torch.nn.Embedding(6, 4)
        module.head = torch.nn.Linear(4, 6, bias=False)
        module.embed.weight = torch.nn.Parameter(cast(table).detach())
        module.head.weight = module.embed.weight
        module.pos = torch.nn.Parameter(cast(pos).detach())
        module.register_buffer("mask", cast(mask).detach())
        assert len(list(module.parameters())) == 2
        y = module.head(torch.tanh(module.embed(words) + module.pos)) * module.mask
        y.backward(cast(dy).detach())
        values = {"words": words, "table": module.embed.weight, "pos": module.pos, "mask": module.mask}
        values |= {"dy": cast(dy), "y": y, "dtable": module.embed.weight.grad, "dpos": module.pos.grad}
        return values

    return run_case(run)


def autoencoder():
    """The decoder has the transposed weight of the encoder."""
    rng = Lcg(74)
    w, b, x, dy = rng.tensor(5, 3), rng.tensor(3), rng.tensor(4, 5), rng.tensor(4, 5)

    def run(cast):
        tx, tw, tb = cast(x), cast(w), cast(b)
        y = F.linear(torch.tanh(linear(tx, tw, tb)), tw)
        y.backward(cast(dy).detach())
        return {"x": tx, "w": tw, "b": tb, "dy": cast(dy), "y": y, "dx": tx.grad, "dw": tw.grad, "db": tb.grad}

    return run_case(run)


def main():
    document = {
        "torch": torch.__version__.split("+")[0],
        "python": platform.python_version(),
        "rows": rows(),
        "bilinear": bilinear(),
        "padded_rows": padded_rows(),
        "language": language(),
        "autoencoder": autoencoder(),
    }
    path = pathlib.Path(__file__).resolve().parent / "last_axis.json"
    path.write_text(lines(document) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
