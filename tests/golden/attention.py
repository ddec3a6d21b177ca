#!/usr/bin/env python3
"""Writes `attention.json` beside this script: attentions of several heads, computed by PyTorch's `scaled_dot_product_attention`,
and rotary position embeddings, computed as products of complex numbers, as in LLaMA's code, and with halves of a head, as in that
of GPT-NeoX.

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
    # The numbers of elements of keys and values are those of their heads.
    "grouped": ((5, 7, 12, 6, 4), {"kv_heads": 2}),
    "multi_query": ((9, 9, 8, 3, 4), {"kv_heads": 1, "causal": True}),
    "grouped_blocks": ((66, 130, 12, 4, 6), {"kv_heads": 2, "causal": True}),
    "grouped_mask": ((3, 5, 8, 6, 4), {"kv_heads": 2, "mask": True}),
    "alibi": ((9, 9, 8, 8, 4), {"causal": True, "alibi": True}),
    "alibi_window": ((6, 9, 6, 6, 3), {"causal": True, "window": 4, "alibi": True}),
    "alibi_blocks": ((66, 130, 4, 2, 2), {"causal": True, "alibi": True}),
}

DROPPED = {
    "dropout": ((5, 7, 4, 6, 2), {"dropout": 0.25}),
    "dropout_blocks": ((66, 130, 4, 2, 2), {"causal": True, "dropout": 0.25}),
    "dropout_of_everything": ((3, 5, 4, 6, 1), {"dropout": 1.0}),
}

# name: the numbers of positions, elements and heads, theta, and whether the elements of a pair are neighbours.
ROTARY = {
    "rotary": (5, 8, 2, 10000.0, True),
    "rotary_halves": (5, 8, 2, 10000.0, False),
    "rotary_theta": (7, 6, 1, 500.0, True),
    "rotary_long": (150, 4, 1, 10000.0, False),
    "rotary_wide": (3, 76, 2, 10000.0, True),
}


def kept(number, p):
    """Whether a dropout with probability p keeps the weight with this number: 32 of the 64 bits of splitmix64's finaliser for half
    of the number, as in `nn-core/src/kernels/elementwise/counter.rs` with the key 0."""
    modulus = 1 << 64
    z = number // 2 * 0x9E3779B97F4A7C15 % modulus
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % modulus
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB % modulus
    z ^= z >> 31
    return (z >> (32 * (number % 2))) % (1 << 32) >= round(p * (1 << 32))


def attend(q, k, v, mask=None, *, heads, kv_heads=None, causal=False, window=None, scale=None, alibi=False, dropout=None):
    """The attention of a batch, by head, as between the projections of `MultiheadAttention`. The mask of a dropout is that of `nn`;
    the rest of it is the definition of `dropout_p`."""
    of_keys = heads if kv_heads is None else kv_heads
    q, k, v = (x.unflatten(2, (n, -1)).transpose(1, 2) for x, n in ((q, heads), (k, of_keys), (v, of_keys)))
    length, keys = q.shape[2], k.shape[2]
    bias = None if mask is None else mask.unsqueeze(1)
    # The position of a query is that of the key with which it ends.
    distance = torch.arange(length)[:, None] + (keys - length) - torch.arange(keys)
    if alibi:
        slopes = 2.0 ** (-8.0 * torch.arange(1, heads + 1, dtype=q.dtype) / heads)
        bias = -slopes[:, None, None] * distance.to(q.dtype)
    if causal:
        allowed = (distance >= 0) & (distance < (keys if window is None else window))
        if window is None and length <= keys:
            assert torch.equal(causal_lower_right(length, keys)._materialize(), allowed)
        hidden = torch.zeros(length, keys, dtype=q.dtype).masked_fill(~allowed, -torch.inf)
        bias = hidden if bias is None else bias + hidden
    if dropout is None:
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=bias, scale=scale, enable_gqa=kv_heads is not None)
    else:
        scores = q @ k.transpose(2, 3) / q.shape[3] ** 0.5
        weights = (scores if bias is None else scores + bias).softmax(3)
        shape = weights.shape
        mask = torch.tensor([kept(number, dropout) for number in range(weights.numel())], dtype=q.dtype).view(shape)
        y = (weights * mask / (1.0 - dropout) if dropout < 1.0 else 0.0 * weights) @ v
    return y.transpose(1, 2).flatten(2)


def rotate(x, heads, theta, interleaved):
    """Turns the pairs of each head of a batch `[B, L, heads D]`."""
    x = x.unflatten(2, (heads, -1))
    length, each = x.shape[1], x.shape[3]
    frequencies = theta ** (-torch.arange(0, each, 2, dtype=x.dtype) / each)
    angles = torch.outer(torch.arange(length, dtype=x.dtype), frequencies)[:, None, :]
    if interleaved:
        turns = torch.polar(torch.ones_like(angles), angles)
        y = torch.view_as_real(torch.view_as_complex(x.unflatten(3, (-1, 2))) * turns).flatten(3)
    else:
        a, b = x.chunk(2, dim=3)
        both = torch.cat((angles, angles), dim=2)
        y = x * both.cos() + torch.cat((-b, a), dim=3) * both.sin()
    return y.flatten(2)


def attentions(rng, cases):
    made = {}
    for name, ((length, keys, width, value_width, heads), settings) in cases.items():
        settings = dict(settings)
        shared = settings.get("kv_heads", heads)
        shapes = [(BATCH, length, width), (BATCH, keys, width // heads * shared), (BATCH, keys, value_width)]
        if settings.pop("mask", False):
            shapes.append((BATCH, length, keys))
        inputs = [rng.tensor(*shape) for shape in shapes]
        dy = rng.tensor(BATCH, length, value_width // shared * heads)

        def case(cast, inputs=inputs, dy=dy, heads=heads, settings=settings):
            leaves = [cast(x) for x in inputs]
            y = attend(*leaves, heads=heads, **settings)
            torch.autograd.backward([y], [cast(dy).detach()])
            return {"x": leaves, "dy": [cast(dy)], "y": [y], "dx": [x.grad for x in leaves]}

        made[name] = run_case(case)
    return made


def cases():
    rng = Lcg(71)
    made = attentions(rng, CASES)
    for name, (length, width, *arguments) in ROTARY.items():
        x, dy = rng.tensor(BATCH, length, width), rng.tensor(BATCH, length, width)

        def turned(cast, x=x, dy=dy, arguments=arguments):
            leaf = cast(x)
            y = rotate(leaf, *arguments)
            torch.autograd.backward([y], [cast(dy).detach()])
            return {"x": [leaf], "dy": [cast(dy)], "y": [y], "dx": [leaf.grad]}

        made[name] = run_case(turned)
    return made | attentions(rng, DROPPED)


def main():
    document = {"torch": torch.__version__.split("+")[0], "python": platform.python_version(), **cases()}
    path = pathlib.Path(__file__).resolve().parent / "attention.json"
    path.write_text(lines(document) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
