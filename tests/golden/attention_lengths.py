#!/usr/bin/env python3
"""Writes `attention_lengths.json` beside this script: attentions in which each sample has keys of its own number, computed by
PyTorch's `scaled_dot_product_attention`, which takes the mask that `MultiheadAttention` makes of its `key_padding_mask`.

`make.py` runs it, and its conventions hold here. The shapes stand in `tests/golden/attention_lengths.rs`, too, which reads the file.
"""

import pathlib
import platform

import torch
import torch.nn.functional as F
from make import Lcg, lines, run_case

# name: the numbers of queries, keys, elements of a query and of a value, and heads; the lengths; then what `attend` takes.
CASES = {
    "heads": ((7, 7, 8, 8, 4), (7, 3, 1), {}),
    "no_key": ((3, 5, 4, 6, 2), (0, 5, 2), {}),
    "blocks": ((66, 130, 6, 4, 2), (130, 64, 65), {}),
    "mask": ((3, 5, 4, 6, 2), (4, 1, 5), {"mask": True}),
    "causal": ((9, 9, 4, 4, 2), (9, 1, 5), {"causal": True}),
    "causal_prefix": ((3, 8, 4, 6, 2), (6, 4, 8), {"causal": True}),
    "window": ((9, 9, 4, 4, 2), (6, 9, 2), {"causal": True, "window": 3}),
    "alibi": ((9, 9, 8, 8, 4), (3, 9, 7), {"causal": True, "alibi": True}),
    "grouped": ((5, 7, 12, 6, 4), (7, 2, 4), {"kv_heads": 2}),
}


def attend(q, k, v, mask=None, *, lengths, heads, kv_heads=None, causal=False, window=None, alibi=False):
    """The attention of a batch, by head, as between the projections of `MultiheadAttention`."""
    of_keys = heads if kv_heads is None else kv_heads
    q, k, v = (x.unflatten(2, (n, -1)).transpose(1, 2) for x, n in ((q, heads), (k, of_keys), (v, of_keys)))
    queries, keys = q.shape[2], k.shape[2]
    # As in `torch.nn.functional.multi_head_attention_forward`.
    key_padding_mask = torch.arange(keys) >= torch.tensor(lengths)[:, None]
    bias = torch.zeros(len(lengths), 1, 1, keys, dtype=q.dtype).masked_fill(key_padding_mask[:, None, None], -torch.inf)
    bias = bias.expand(-1, heads, queries, -1)
    if mask is not None:
        bias = bias + mask.unsqueeze(1)
    distance = torch.arange(queries)[:, None] + (keys - queries) - torch.arange(keys)
    if alibi:
        slopes = 2.0 ** (-8.0 * torch.arange(1, heads + 1, dtype=q.dtype) / heads)
        bias = bias - slopes[:, None, None] * distance.to(q.dtype)
    if causal:
        allowed = (distance >= 0) & (distance < (keys if window is None else window))
        bias = bias.masked_fill(~allowed, -torch.inf)
    y = F.scaled_dot_product_attention(q, k, v, attn_mask=bias, enable_gqa=kv_heads is not None)
    return y.transpose(1, 2).flatten(2)


def as_module(q, k, v, lengths, heads):
    """The same by `MultiheadAttention` without projections, for queries and values of the same size."""
    size = q.shape[2]
    layer = torch.nn.MultiheadAttention(size, heads, bias=False, batch_first=True, dtype=q.dtype)
    with torch.no_grad():
        layer.in_proj_weight.copy_(torch.eye(size, dtype=q.dtype).repeat(3, 1))
        layer.out_proj.weight.copy_(torch.eye(size, dtype=q.dtype))
    padding = torch.arange(k.shape[1]) >= torch.tensor(lengths)[:, None]
    return layer(q, k, v, key_padding_mask=padding, need_weights=False)[0]


def cases():
    rng = Lcg(72)
    made = {}
    for name, ((queries, keys, width, value_width, heads), lengths, settings) in CASES.items():
        settings, batch = dict(settings), len(lengths)
        shared = settings.get("kv_heads", heads)
        shapes = [(batch, queries, width), (batch, keys, width // heads * shared), (batch, keys, value_width)]
        if settings.pop("mask", False):
            shapes.append((batch, queries, keys))
        inputs = [rng.tensor(*shape) for shape in shapes]
        dy = rng.tensor(batch, queries, value_width // shared * heads)

        def case(cast, inputs=inputs, dy=dy, heads=heads, settings=settings, lengths=lengths):
            leaves = [cast(x) for x in inputs]
            y = attend(*leaves, lengths=lengths, heads=heads, **settings)
            if not settings and min(lengths) > 0 and leaves[0].shape[2] == leaves[2].shape[2]:
                assert torch.allclose(as_module(*leaves, lengths, heads), y)
            torch.autograd.backward([y], [cast(dy).detach()])
            lengths = torch.tensor(lengths)
            return {"x": [*leaves, lengths], "dy": [cast(dy)], "y": [y], "dx": [x.grad for x in leaves]}

        made[name] = run_case(case)
    return made


def main():
    document = {"torch": torch.__version__.split("+")[0], "python": platform.python_version(), **cases()}
    path = pathlib.Path(__file__).resolve().parent / "attention_lengths.json"
    path.write_text(lines(document) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
