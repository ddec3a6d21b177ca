#!/usr/bin/env python3
"""Speed of PyTorch's convolutions and pooling, f32, one thread, in the format of `cargo bench --bench convolution`.

    pip install torch
    python3 benches/convolution.py
"""

import time

import torch
from torch import nn

torch.set_num_threads(1)
RUNS, SECONDS = 100, 0.002


def least(f):
    """Returns the minimum time of one call, in microseconds."""

    def run(count):
        start = time.perf_counter()
        for _ in range(count):
            f()
        return (time.perf_counter() - start) / count

    run(3)
    count = int(SECONDS / run(1)) + 1
    return min(run(count) for _ in range(RUNS)) * 1e6


def line(name, batch, shape, layer):
    """Times a layer. The graph is retained, so that gradients are timed without the forward pass, as in Rust."""
    x = torch.randn(batch, *shape)
    wanting = x.clone().requires_grad_()
    parameters = list(layer.parameters())
    forward = least(lambda: layer(wanting))
    y = layer(wanting)
    dy = torch.randn_like(y)
    both = least(lambda: torch.autograd.grad(y, [wanting, *parameters], dy, retain_graph=True))
    weights = 0.0
    if parameters:
        y = layer(x)
        weights = least(lambda: torch.autograd.grad(y, parameters, dy, retain_graph=True))
    print(f"{name:<44}  {forward:8.1f}  {weights:8.1f}  {both:8.1f}")


print(f"{'microseconds':<44}  {'forward':>8}  {'weights':>8}  {'both':>8}")
line("32x1x28x28  conv 8, 3x3, pad 1", 32, (1, 28, 28), nn.Conv2d(1, 8, 3, padding=1))
line("32x8x14x14  conv 16, 3x3, pad 1", 32, (8, 14, 14), nn.Conv2d(8, 16, 3, padding=1))
line("8x16x28x28  conv 32, 5x5", 8, (16, 28, 28), nn.Conv2d(16, 32, 5))
line("4x64x28x28  conv 64, 3x3, pad 1", 4, (64, 28, 28), nn.Conv2d(64, 64, 3, padding=1))
line("8x128x7x7  conv 128, 3x3, pad 1", 8, (128, 7, 7), nn.Conv2d(128, 128, 3, padding=1))
line("8x32x28x28  conv 64, 3x3, stride 2, pad 1", 8, (32, 28, 28), nn.Conv2d(32, 64, 3, 2, 1))
line("8x64x28x28  conv 64, 1x1", 8, (64, 28, 28), nn.Conv2d(64, 64, 1))
line("8x64x28x28  conv 64, 3x3, pad 1, depthwise", 8, (64, 28, 28), nn.Conv2d(64, 64, 3, padding=1, groups=64))
line("4x3x64x64  conv 16, 3x3, pad 1, no bias", 4, (3, 64, 64), nn.Conv2d(3, 16, 3, padding=1, bias=False))
line("32x8x28x28  max pool 2x2", 32, (8, 28, 28), nn.MaxPool2d(2))
line("32x8x28x28  max pool 3x3, stride 2, pad 1", 32, (8, 28, 28), nn.MaxPool2d(3, 2, 1))
line("32x8x28x28  avg pool 2x2", 32, (8, 28, 28), nn.AvgPool2d(2))
