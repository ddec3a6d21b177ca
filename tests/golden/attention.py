#!/usr/bin/env python3
"""Writes `attention.json` beside this script: attentions of several heads, computed by PyTorch's `scaled_dot_product_attention`.

`make.py` runs it, and its conventions hold here. The shapes stand in `tests/golden/attention.rs`, too, which reads the file.
"""

import pathlib
import platform

import torch
import torch.nn.functional as F
from make import Lcg, lines, run_case
from torch.nn.attention.bias import causal_lower_right

BATCH = 2

# name: the numbers of queries, keys, elements of a query and of a value, and heads; then what `attend` takes.
CASES = {
    "one_head": ((3, 5, 4, 6, 1), {}),
    "heads": ((7, 7, 8, 4, 4), {}),
    "blocks": ((66, 130, 6, 4, 2), {}),
    "causal": ((9, 9, 4, 4, 2), {"causal": True}),
    "causal_prefix": ((3, 8, 4, 6, 2), {"causal": True}),
    "causal_blocks": ((66, 130, 3, 2, 1), {"causal": True}),
    "queries_before_all_keys": ((8, 3, 4, 6, 2), {"causal": True}),
    "window": ((9, 9, 4, 4, 2), {"causal": True, "window": 3}),
    "window_blocks": ((66, 140, 2, 3, 1), {"causal": True, "window": 66}),
    "scale": ((3, 5, 4, 6, 2), {"scale": 0.125}),
    "mask": ((3, 5, 4, 6, 2), {"mask": True}),
    "causal_mask": ((5, 5, 4, 4, 2), {"mask": True, "causal": True}),
}


def attend(q, k, v, mask=None, *, heads, causal=False, window=None, scale=None):
    """The attention of a batch, by head, as between the projections of `MultiheadAttention`."""
    q, k, v = (x.unflatten(2, (heads, -1)).transpose(1, 2) for x in (q, k, v))
    length, keys = q.shape[2], k.shape[2]
    bias = None if mask is None else mask.unsqueeze(1)
    if causal:
        # The position of a query is that of the key with which it ends.
        distance = torch.arange(length)[:, None] + (keys - length) - torch.arange(keys)
        allowed = (distance >= 0) & (distance < (keys if window is None else window))
        if window is None and length <= keys:
            assert torch.equal(causal_lower_right(length, keys)._materialize(), allowed)
        hidden = torch.zeros(length, keys, dtype=q.dtype).masked_fill(~allowed, -torch.inf)
        bias = hidden if bias is None else bias + hidden
    y = F.scaled_dot_product_attention(q, k, v, attn_mask=bias, scale=scale)
    return y.transpose(1, 2).flatten(2)


def cases():
    rng = Lcg(71)
    made = {}
    for name, ((length, keys, width, value_width, heads), settings) in CASES.items():
        settings = dict(settings)
        shapes = [(BATCH, length, width), (BATCH, keys, width), (BATCH, keys, value_width)]
        if settings.pop("mask", False):
            shapes.append((BATCH, length, keys))
        inputs = [rng.tensor(*shape) for shape in shapes]
        dy = rng.tensor(BATCH, length, value_width)

        def case(cast, inputs=inputs, dy=dy, heads=heads, settings=settings):
            leaves = [cast(x) for x in inputs]
            y = attend(*leaves, heads=heads, **settings)
            torch.autograd.backward([y], [cast(dy).detach()])
            return {"x": leaves, "dy": [cast(dy)], "y": [y], "dx": [x.grad for x in leaves]}

        made[name] = run_case(case)
    return made


def main():
    document = {"torch": torch.__version__.split("+")[0], "python": platform.python_version(), **cases()}
    path = pathlib.Path(__file__).resolve().parent / "attention.json"
    path.write_text(lines(document) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
