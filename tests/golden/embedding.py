#!/usr/bin/env python3
"""Writes `embedding.json` beside this script: tables of rows, computed by PyTorch.

`make.py` runs it, and its conventions hold here. The shapes stand in `tests/golden/embedding.rs`, too, which reads the file.
"""

import math
import pathlib
import platform

import torch
import torch.nn.functional as F
from make import Lcg, lines, run_case

WORDS, WIDTH = 7, 3
# The shapes of the indices, with the batch.
CASES = {"one": (5,), "row": (4, 6), "block": (2, 3, 2), "cube": (2, 2, 1, 3)}


def cases():
    rng = Lcg(50)
    weight = rng.tensor(WORDS, WIDTH)

    def case(shape):
        x = torch.tensor([rng.bits() % WORDS for _ in range(math.prod(shape))]).reshape(shape)
        dy = rng.tensor(*shape, WIDTH)

        def run(cast):
            tw = cast(weight)
            y = F.embedding(x, tw)
            y.backward(cast(dy).detach())
            return {"x": x, "weight": tw, "dy": cast(dy), "y": y, "dweight": tw.grad}

        return run_case(run)

    return {name: case(shape) for name, shape in CASES.items()}


def main():
    document = {"torch": torch.__version__.split("+")[0], "python": platform.python_version(), **cases()}
    path = pathlib.Path(__file__).resolve().parent / "embedding.json"
    path.write_text(lines(document) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
